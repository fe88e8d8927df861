//! The rules on two figures of one statistic: numbers and dates alone, no words.

use std::cmp::Ordering;

use entity::vocab::Accumulation;

use super::{Days, Figure, RelationCode, Verdict, When, Which};
use crate::domain::partial_date::DateOrder;

/// A verdict without its sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was given.
    pub code: RelationCode,
    /// Which is later, where the verdict depends on it; `None` where it does not.
    pub later: Option<Which>,
    /// The distance of the nearest bounds; `None` where there is none.
    pub gap: Option<f64>,
    /// The larger of the nearest bounds by the smaller; `None` where there is none.
    pub ratio: Option<f64>,
}

impl Judged {
    const fn of(verdict: Verdict, code: RelationCode) -> Self {
        Self { verdict, code, later: None, gap: None, ratio: None }
    }

    pub(super) const fn not_comparable(code: RelationCode) -> Self {
        Self::of(Verdict::NotComparable, code)
    }

    const fn later(self, later: Option<Which>) -> Self {
        Self { later, ..self }
    }

    /// The same with the gap between the two readings, where they are compared at all.
    pub(super) fn measured(self, a: &Figure, b: &Figure) -> Self {
        if self.verdict == Verdict::NotComparable || !a.comparable() || !b.comparable() {
            return Self { gap: None, ratio: None, ..self };
        }
        let (below, above) = if a.high < b.low {
            (a.high, b.low)
        } else if b.high < a.low {
            (b.high, a.low)
        } else {
            return self;
        };
        Self { gap: Some(above - below), ratio: (below > 0.0).then(|| above / below), ..self }
    }
}

/// How two figures of one statistic relate; the first rule that fits decides.
#[must_use]
pub fn judge(
    a: (&Figure, When),
    b: (&Figure, When),
    accumulation: Accumulation,
    same_origin: bool,
) -> Judged {
    let ((a, a_when), (b, b_when)) = (a, b);
    if !a.comparable() || !b.comparable() {
        return Judged::not_comparable(RelationCode::Relative);
    }
    let order = Days::order(a_when.effective, b_when.effective);
    if accumulation == Accumulation::Instant {
        match order {
            DateOrder::Same => {}
            DateOrder::Before | DateOrder::After => {
                return Judged::not_comparable(RelationCode::OtherMoment);
            }
            DateOrder::Unknown => return Judged::not_comparable(RelationCode::OrderUnknown),
        }
    }
    let judged = if same_origin {
        one_voice(a, b, When::saying_order(a_when, b_when))
    } else if a.meets(b) {
        meeting(a, b)
    } else if a.nearly_meets(b) {
        Judged::of(Verdict::Near, RelationCode::Soft)
    } else if a.same_value(b) {
        Judged::of(Verdict::Near, RelationCode::SameNumber)
    } else if accumulation == Accumulation::Cumulative {
        tally(a, b, order)
    } else {
        Judged::of(Verdict::Conflicts, RelationCode::NoCommonValue)
    };
    judged.measured(a, b)
}

/// Two figures of one origin.
///
/// Where the order in time is not known they count as said at different times: the list gives
/// REVISES the code `ORDER_UNKNOWN`, which nothing else could ever reach.
fn one_voice(a: &Figure, b: &Figure, order: DateOrder) -> Judged {
    let one_time = order == DateOrder::Same;
    // "Dozens or more" said again as "at least dozens" revises nothing: neither bound has moved.
    let fits_both = !a.one_sided() && !b.one_sided() || one_time || a.same_reading(b);
    if a.same_words(b) {
        Judged::of(Verdict::Repeats, RelationCode::SameFigure)
    } else if a.same_value(b) {
        Judged::of(Verdict::Repeats, RelationCode::QualifierDrift)
    } else if a.meets(b) && fits_both {
        Judged::of(Verdict::Repeats, RelationCode::OtherWords)
    } else if one_time {
        Judged::of(Verdict::Conflicts, RelationCode::OneVoiceTwoFigures)
    } else {
        let Some(later) = later(order) else {
            return Judged::of(Verdict::Revises, RelationCode::OrderUnknown);
        };
        let b_is_higher = height(a, b) == Ordering::Less;
        let raised = b_is_higher == (later == Which::B);
        let code = if raised { RelationCode::Raised } else { RelationCode::Lowered };
        Judged::of(Verdict::Revises, code).later(Some(later))
    }
}

/// How high `a` stands to `b`: of two that overlap ("more than 50" and 130) by the numbers named,
/// else by the lower and then the upper bounds.
fn height(a: &Figure, b: &Figure) -> Ordering {
    match (a.value, b.value) {
        (Some(named), Some(other)) if a.meets(b) => named.total_cmp(&other),
        (Some(_) | None, _) => a.low.total_cmp(&b.low).then(a.high.total_cmp(&b.high)),
    }
}

/// Two figures that share a value and do not come from one origin.
fn meeting(a: &Figure, b: &Figure) -> Judged {
    let both_two_sided = !a.one_sided() && !b.one_sided();
    let same_saying = a.qualifier == b.qualifier && a.same_value(b);
    let verdict = if both_two_sided || same_saying { Verdict::Agrees } else { Verdict::Compatible };
    let within =
        |inner: &Figure, outer: &Figure| outer.low <= inner.low && inner.high <= outer.high;
    let code = if a.same_reading(b) {
        RelationCode::Equal
    } else if within(a, b) || within(b, a) {
        RelationCode::Within
    } else {
        RelationCode::Overlaps
    };
    Judged::of(verdict, code)
}

/// Two figures of a tally that share no value.
fn tally(a: &Figure, b: &Figure, order: DateOrder) -> Judged {
    let Some(later) = later(order) else {
        return match order {
            DateOrder::Same => Judged::of(Verdict::Conflicts, RelationCode::NoCommonValue),
            DateOrder::Before | DateOrder::After | DateOrder::Unknown => {
                Judged::not_comparable(RelationCode::OrderUnknown)
            }
        };
    };
    let higher = if a.high < b.low { Which::B } else { Which::A };
    if later == higher {
        Judged::of(Verdict::Progresses, RelationCode::LaterIsHigher).later(Some(later))
    } else {
        Judged::of(Verdict::Conflicts, RelationCode::LaterIsLower).later(Some(later))
    }
}

const fn later(order: DateOrder) -> Option<Which> {
    match order {
        DateOrder::Before => Some(Which::B),
        DateOrder::After => Some(Which::A),
        DateOrder::Same | DateOrder::Unknown => None,
    }
}
