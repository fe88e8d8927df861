//! The quantity that the pieces make.

use super::{
    super::{
        Notice, fields,
        range::{self, Ends, Figure, Prefix},
        token::Token,
        vague::{Side, Vague},
    },
    Read,
    lead::Lead,
    tail::Tail,
    two_figures,
};
use crate::{Error, Result};
use entity::vocab::Qualifier;

/// Puts the pieces together.
pub(super) struct Builder<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) integral: bool,
    pub(super) lead: &'a Lead<'a>,
    pub(super) tail: Tail,
}

impl Builder<'_> {
    pub(super) fn one(self, figure: &Figure) -> Result<Read> {
        let mut prefix = self.lead.prefix;
        if let Some(bound) = self.tail.after.bound {
            prefix.push(bound)?;
        }
        prefix.about |= self.tail.after.about;
        if self.tail.relative {
            return Ok(Read { noun: self.tail.noun, ..Read::bare(Qualifier::Relative) });
        }
        let Side::Number(value) = figure.side else {
            if self.tail.has_figure() {
                return Err(two_figures(&range::wording(self.tokens)));
            }
            return Ok(self.vague(prefix, &figure.side));
        };
        let mut notices: Vec<Notice> = figure.notice.iter().cloned().collect();
        if self.tail.enclosed.as_ref().is_some_and(|again| again.value() != Some(value)) {
            return Err(two_figures(&range::wording(self.tokens)));
        }
        if let Some(ends) = &self.tail.range {
            let mut read = self.ends(ends)?;
            read.notices.splice(0..0, notices);
            return self.estimated(read, prefix, value);
        }
        if let Some(margin) = &self.tail.margin {
            notices.extend(margin.notice.clone());
            let width =
                margin.value().filter(|width| *width >= 0.0).ok_or_else(range::contradiction)?;
            let ends = (Some(value - width), Some(value + width));
            let read =
                Read { low: ends.0, high: ends.1, notices, ..Read::bare(Qualifier::Between) };
            return self.estimated(read, prefix, value);
        }
        if self.tail.best.is_some() {
            return Err(range::contradiction());
        }
        fields::check_number("text", Some(value), self.integral)?;
        let qualifier = match prefix.bound {
            Some(bound) => bound,
            None if prefix.about => Qualifier::About,
            None if value == 0.0 => Qualifier::None,
            None => Qualifier::Exact,
        };
        let (low, high) = fields::bounds(qualifier, value, self.integral);
        fields::check_number("text", high, self.integral)?;
        let noun = self.tail.noun.clone();
        let read = Read { value: Some(value), low, high, notices, noun, ..Read::bare(qualifier) };
        Ok(settled(read))
    }

    fn vague(self, prefix: Prefix, side: &Side) -> Read {
        let low = Some(side.clone()).filter(|_| !prefix.is_from_above());
        let high = Some(side.clone()).filter(|_| !prefix.is_from_below());
        let vague = Some(Vague { low, high });
        Read { vague, noun: self.tail.noun, ..Read::bare(Qualifier::Vague) }
    }

    /// A range with its best estimate.
    fn estimated(&self, mut read: Read, prefix: Prefix, value: f64) -> Result<Read> {
        if prefix.bound.is_some() || read.vague.is_some() {
            return Err(range::contradiction());
        }
        for bound in [Some(value), read.low, read.high] {
            fields::check_number("text", bound, self.integral)?;
        }
        if read.low.is_some_and(|low| low > value) || read.high.is_some_and(|high| high < value) {
            return Err(Error::invalid(
                "text",
                format!("the best estimate {value} lies outside its range; give one of the two"),
            ));
        }
        read.value = Some(value);
        read.hedged |= prefix.about;
        read.noun.clone_from(&self.tail.noun);
        Ok(settled(read))
    }

    pub(super) fn range(self, ends: &Ends) -> Result<Read> {
        if self.tail.relative {
            return Ok(Read { noun: self.tail.noun, ..Read::bare(Qualifier::Relative) });
        }
        let mut read = self.ends(ends)?;
        let mut whole = self.lead.prefix;
        if let Some(bound) = self.tail.after.bound {
            whole.push(bound)?;
        }
        if whole.is_from_below() {
            read.high = None;
        } else if whole.is_from_above() {
            read.low = None;
        }
        if let Some(vague) = &mut read.vague {
            vague.low = vague.low.take().filter(|_| !whole.is_from_above());
            vague.high = vague.high.take().filter(|_| !whole.is_from_below());
        }
        if let Some((low, high)) = read.vague.as_ref().and_then(numbers) {
            let hedged = read.hedged;
            let notices = read.notices;
            read = Read { low, high, hedged, notices, ..Read::bare(Qualifier::Between) };
        }
        let open = |vague: &Vague| vague.low.is_none() && vague.high.is_none();
        if read.vague.as_ref().map_or(read.low.is_none() && read.high.is_none(), open) {
            return Err(range::contradiction());
        }
        read.hedged |=
            whole.about || self.tail.after.about || whole.bound == Some(Qualifier::Nearly);
        read.noun.clone_from(&self.tail.noun);
        if self.tail.range.is_some() || self.tail.margin.is_some() {
            return Err(two_figures(&range::wording(self.tokens)));
        }
        let best = self.tail.best.as_ref().or(self.tail.enclosed.as_ref());
        if let Some(best) = best {
            read.notices.extend(best.notice.clone());
            let value = best.value().ok_or_else(range::contradiction)?;
            return self.estimated(read, Prefix::default(), value);
        }
        Ok(settled(read))
    }

    /// The range that two ends make.
    fn ends(&self, ends: &Ends) -> Result<Read> {
        let mut read = Read::bare(Qualifier::Between);
        let (mut first, mut second) = (ends.first.clone(), ends.second.clone());
        if let (Some((low, least)), Some((high, greatest))) = (&mut first, &mut second) {
            range::share_scale(least, greatest);
            if !(low.is_from_below() && high.is_from_above()) {
                let written = range::wording(self.tokens);
                read.notices.extend(range::elided(least, greatest, written));
            }
            if low.is_from_above() && high.is_from_below() {
                (first, second) = (second, first);
            }
        }
        for (prefix, figure) in [&first, &second].into_iter().flatten() {
            read.notices.extend(figure.notice.clone());
            read.hedged |= prefix.about || prefix.bound == Some(Qualifier::Nearly);
            fields::check_number("text", figure.value(), self.integral)?;
        }
        let low = first.as_ref().and_then(|end| self.lower(end));
        let opening = first.as_ref().map(|end| end.0).unwrap_or_default();
        let high = second.as_ref().and_then(|end| self.upper(end, opening));
        if low.is_none() && high.is_none() {
            return Err(range::contradiction());
        }
        let vague = [&low, &high].into_iter().flatten().any(|side| matches!(side, Side::Term(_)));
        self.ordered(low.as_ref(), high.as_ref())?;
        if vague {
            read.vague = Some(Vague { low, high });
            read.qualifier = Qualifier::Vague;
            return Ok(read);
        }
        let number = |side: Option<Side>| match side {
            Some(Side::Number(bound)) => Some(bound),
            Some(Side::Term(_)) | None => None,
        };
        (read.low, read.high) = (number(low), number(high));
        Ok(read)
    }

    fn lower(&self, (prefix, figure): &(Prefix, Figure)) -> Option<Side> {
        match (prefix.bound, &figure.side) {
            (Some(Qualifier::AtMost | Qualifier::LessThan), _) => None,
            (Some(Qualifier::MoreThan | Qualifier::JustOver), Side::Number(value)) => {
                Some(Side::Number(fields::next_above(*value, self.integral)))
            }
            (_, side) => Some(side.clone()),
        }
    }

    /// "at least 20 to 30" and "20 to more than 30" are open above.
    fn upper(&self, (prefix, figure): &(Prefix, Figure), opening: Prefix) -> Option<Side> {
        if prefix.is_from_below() || (opening.is_from_below() && !prefix.is_from_above()) {
            return None;
        }
        let exclusive = prefix.bound.or(opening.bound) == Some(Qualifier::LessThan);
        match &figure.side {
            Side::Number(value) if exclusive => {
                Some(Side::Number(fields::next_below(*value, self.integral)))
            }
            side => Some(side.clone()),
        }
    }

    fn ordered(&self, low: Option<&Side>, high: Option<&Side>) -> Result<()> {
        let (Some(low), Some(high)) = (low, high) else { return Ok(()) };
        let (least, greatest) = (low.span().0, high.span().1);
        if least <= greatest {
            return Ok(());
        }
        Err(Error::invalid(
            "text",
            format!(
                "the range \"{}\" runs from the larger to the smaller; put the smaller number first",
                range::wording(self.tokens)
            ),
        ))
    }
}

/// The bounds where no vague word is left: "12 to dozens or more" only says at least 12.
fn numbers(vague: &Vague) -> Option<(Option<f64>, Option<f64>)> {
    let number = |side: Option<&Side>| match side {
        Some(Side::Number(bound)) => Some(Some(*bound)),
        Some(Side::Term(_)) => None,
        None => Some(None),
    };
    Some((number(vague.low.as_ref())?, number(vague.high.as_ref())?))
}

/// No value is taken from digits that can be read twice.
fn settled(read: Read) -> Read {
    let twofold = read.notices.iter().any(|n| matches!(n, Notice::AmbiguousNumber { .. }));
    if !twofold {
        return read;
    }
    Read { notices: read.notices, noun: read.noun, ..Read::bare(Qualifier::Unknown) }
}
