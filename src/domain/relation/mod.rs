//! How two claims relate: the verdict, its code, one sentence for a person, gap and ratio.

mod days;
mod exception;
mod figure;
mod key;
mod rule;
mod sentence;
#[cfg(test)]
pub(crate) mod tests;

use entity::vocab::Accumulation;
use uuid::Uuid;

pub use days::{Days, Saying, When, as_of, first_said};
pub use entity::vocab::Verdict;
pub use exception::{Exceptions, Link, Override, PairRule};
pub use figure::{Bits, Figure, Number};
pub use key::{StatisticKey, other_statistic};
pub use rule::{Judged, judge};
pub use sentence::{figure_words, number};

use super::{
    lexicon::Lexicon,
    origin::{Origin, one_origin, share_an_agent},
};

/// Why a verdict was given: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationCode {
    /// A person gave the verdict.
    Overridden,
    /// A confirmed link says that one takes the other's place.
    Supersedes,
    /// A confirmed link says that one mends an error in the other.
    Corrects,
    /// A confirmed link says that both are the same proposition.
    SameAs,
    /// A confirmed link says that one is a part of the other's total.
    Part,
    /// They count different things.
    OtherMeasure,
    /// They count in different places.
    OtherPlace,
    /// They count over different periods.
    OtherPeriod,
    /// They count different groups of people or things.
    OtherPopulation,
    /// They count at different events.
    OtherEvent,
    /// One origin's number reappears under another place or period.
    ScopeDrift,
    /// At least one is a statement without a number, or stands on no statistic.
    NoNumber,
    /// At least one only relates to a number that it does not name: "doubled".
    Relative,
    /// They describe different moments of something that comes and goes.
    OtherMoment,
    /// The verdict depends on which came first, and that is not known.
    OrderUnknown,
    /// The same figure in the same words.
    SameFigure,
    /// The same number in other words.
    QualifierDrift,
    /// Other words for what can be the same number.
    OtherWords,
    /// The later figure is higher.
    Raised,
    /// The later figure is lower.
    Lowered,
    /// One utterance reported differently, or two different things.
    OneVoiceTwoFigures,
    /// Both are read as the same interval.
    Equal,
    /// One interval lies within the other.
    Within,
    /// The intervals share a part.
    Overlaps,
    /// They meet once every soft bound is moved out by a tenth of itself.
    Soft,
    /// Both name the same number, though their words exclude each other.
    SameNumber,
    /// The later figure of a tally is higher.
    LaterIsHigher,
    /// The later figure of a tally is lower.
    LaterIsLower,
    /// No number fits both.
    NoCommonValue,
}

impl RelationCode {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 29] = [
        Self::Overridden,
        Self::Supersedes,
        Self::Corrects,
        Self::SameAs,
        Self::Part,
        Self::OtherMeasure,
        Self::OtherPlace,
        Self::OtherPeriod,
        Self::OtherPopulation,
        Self::OtherEvent,
        Self::ScopeDrift,
        Self::NoNumber,
        Self::Relative,
        Self::OtherMoment,
        Self::OrderUnknown,
        Self::SameFigure,
        Self::QualifierDrift,
        Self::OtherWords,
        Self::Raised,
        Self::Lowered,
        Self::OneVoiceTwoFigures,
        Self::Equal,
        Self::Within,
        Self::Overlaps,
        Self::Soft,
        Self::SameNumber,
        Self::LaterIsHigher,
        Self::LaterIsLower,
        Self::NoCommonValue,
    ];

    /// The spelling of the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overridden => "OVERRIDDEN",
            Self::Supersedes => "SUPERSEDES",
            Self::Corrects => "CORRECTS",
            Self::SameAs => "SAME_AS",
            Self::Part => "PART",
            Self::OtherMeasure => "OTHER_MEASURE",
            Self::OtherPlace => "OTHER_PLACE",
            Self::OtherPeriod => "OTHER_PERIOD",
            Self::OtherPopulation => "OTHER_POPULATION",
            Self::OtherEvent => "OTHER_EVENT",
            Self::ScopeDrift => "SCOPE_DRIFT",
            Self::NoNumber => "NO_NUMBER",
            Self::Relative => "RELATIVE",
            Self::OtherMoment => "OTHER_MOMENT",
            Self::OrderUnknown => "ORDER_UNKNOWN",
            Self::SameFigure => "SAME_FIGURE",
            Self::QualifierDrift => "QUALIFIER_DRIFT",
            Self::OtherWords => "OTHER_WORDS",
            Self::Raised => "RAISED",
            Self::Lowered => "LOWERED",
            Self::OneVoiceTwoFigures => "ONE_VOICE_TWO_FIGURES",
            Self::Equal => "EQUAL",
            Self::Within => "WITHIN",
            Self::Overlaps => "OVERLAPS",
            Self::Soft => "SOFT",
            Self::SameNumber => "SAME_NUMBER",
            Self::LaterIsHigher => "LATER_IS_HIGHER",
            Self::LaterIsLower => "LATER_IS_LOWER",
            Self::NoCommonValue => "NO_COMMON_VALUE",
        }
    }
}

/// One of the two claims of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Which {
    /// The first.
    A,
    /// The second.
    B,
}

impl Which {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

/// A claim as one side of a relation.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Whose id links and overrides name.
    pub claim: Uuid,
    /// The statistic it counts for.
    pub key: &'a StatisticKey,
    /// The quantity's words.
    pub text: &'a str,
    /// The quantity and its reading.
    pub figure: Figure,
    /// Its dates.
    pub when: When,
    /// The origins on which it rests, each once.
    pub origins: &'a [Origin],
}

/// What the rules need to know beside the two claims.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What a difference in time means for the measure.
    pub accumulation: Accumulation,
    /// Confirmed links and overrides.
    pub exceptions: &'a Exceptions,
}

/// How two claims relate, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was given.
    pub code: RelationCode,
    /// The same in one sentence.
    pub reason: String,
    /// The distance of the nearest bounds; `None` where the readings share a value or cannot be
    /// compared.
    pub gap: Option<f64>,
    /// The larger of the nearest bounds by the smaller; `None` where there is no gap, and where the
    /// smaller is 0 or less.
    pub ratio: Option<f64>,
    /// Which is later, where the verdict depends on it; `None` where it does not.
    pub later: Option<Which>,
    /// Whether both rest on one known origin and nothing else.
    pub same_origin: bool,
    /// The verdict of the rules that a person's override replaced; `None` where nobody overrode.
    pub overridden: Option<(Verdict, RelationCode)>,
    /// Whose readings were compared.
    pub lexicon: Lexicon,
}

/// How `a` and `b` relate.
#[must_use]
pub fn relate(a: &Side, b: &Side, context: &Context) -> Relation {
    let same_origin = one_origin(a.origins, b.origins);
    let exception = context.exceptions.between(a.claim, b.claim);
    let overriding = exception.and_then(|exception| exception.overriding.as_ref());
    let ruled = unless_overridden(a, b, context, exception);
    let judged = decided(a, b, ruled, overriding);
    let Judged { verdict, code, later, gap, ratio } = judged;
    Relation {
        verdict,
        code,
        reason: match overriding {
            Some(said) => said.reason.clone(),
            None => sentence::reason(a, b, &judged, same_origin),
        },
        gap,
        ratio,
        later,
        same_origin,
        overridden: overriding.map(|_| (ruled.verdict, ruled.code)),
        lexicon: a.figure.lexicon,
    }
}

/// [`relate`] without its sentence, for those who look through many pairs.
#[must_use]
pub fn decide(a: &Side, b: &Side, context: &Context) -> Judged {
    let exception = context.exceptions.between(a.claim, b.claim);
    let overriding = exception.and_then(|exception| exception.overriding.as_ref());
    decided(a, b, unless_overridden(a, b, context, exception), overriding)
}

fn decided(a: &Side, b: &Side, ruled: Judged, overriding: Option<&Override>) -> Judged {
    let Some(said) = overriding else { return ruled };
    let judged = Judged { verdict: said.verdict, code: RelationCode::Overridden, ..ruled };
    if a.key == b.key { judged.measured(&a.figure, &b.figure) } else { judged }
}

fn unless_overridden(
    a: &Side,
    b: &Side,
    context: &Context,
    exception: Option<&PairRule>,
) -> Judged {
    match exception.and_then(|exception| exception.link(a.claim)) {
        Some(linked) if a.key == b.key => linked.measured(&a.figure, &b.figure),
        Some(linked) => linked,
        None => by_rules(a, b, context.accumulation),
    }
}

/// How two claims relate of which at least one has no number on a statistic: only a person can
/// tell.
#[must_use]
pub fn relate_statements(a: Uuid, b: Uuid, exceptions: &Exceptions) -> (Judged, String) {
    let exception = exceptions.between(a, b);
    let none = Judged::not_comparable(RelationCode::NoNumber);
    let judged = exception.and_then(|exception| exception.link(a)).unwrap_or(none);
    match exception.and_then(|exception| exception.overriding.as_ref()) {
        Some(said) => (
            Judged { verdict: said.verdict, code: RelationCode::Overridden, ..judged },
            said.reason.clone(),
        ),
        None => (judged, sentence::link_reason(&judged)),
    }
}

fn by_rules(a: &Side, b: &Side, accumulation: Accumulation) -> Judged {
    if let Some(code) = other_statistic(a.key, b.key) {
        let same_count = a.key.measure == b.key.measure && a.key.event == b.key.event;
        let other_scope = a.key.place != b.key.place || a.key.period != b.key.period;
        let drifts = same_count
            && other_scope
            && a.figure.same_value(&b.figure)
            && share_an_agent(a.origins, b.origins);
        return Judged::not_comparable(if drifts { RelationCode::ScopeDrift } else { code });
    }
    let same_origin = one_origin(a.origins, b.origins);
    judge((&a.figure, a.when), (&b.figure, b.when), accumulation, same_origin)
}
