//! One number for those who need one: by a named policy, with its reason and what it left out.

use uuid::Uuid;

use super::{
    Comparison, Interval, Position, Unlike, measure,
    summary::{counted, interval_words, words},
};
use crate::domain::{
    lexicon::Lexicon,
    origin::Origin,
    relation::{Days, Figure, RelationCode, number},
};

/// How one number is chosen from many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadlinePolicy {
    /// Everything from the smallest to the largest number named.
    RangeOfOrigins,
    /// The smallest number that a known origin stands for.
    MostConservative,
    /// What more than half of the known origins agree on.
    MajorityOfOrigins,
    /// The middle one of the numbers that known origins name.
    MedianOfOrigins,
    /// The figure with the latest date.
    Latest,
}

/// Why a figure is not in a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyLeftOut {
    /// A newer figure has outgrown it.
    Outgrown,
    /// Its words name no number.
    NoNumber,
    /// It is only a limit.
    Limit,
    /// Nobody knows whose it is.
    UnknownOrigin,
    /// It is higher than the one chosen.
    Higher,
    /// It does not allow what the majority does.
    OutsideMajority,
    /// It is not the latest.
    NotLatest,
    /// It has no date.
    Undated,
    /// It is not compared at all.
    Unlike(RelationCode),
}

/// A figure that is not in a headline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeftOut {
    /// The claim.
    pub claim: Uuid,
    /// Whose position it is; `None` where it is a claim that is not compared at all.
    pub origin: Option<Origin>,
    /// Why.
    pub why: WhyLeftOut,
}

/// One number, and how it was come by.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// By which policy.
    pub policy: HeadlinePolicy,
    /// The number in words: "about 50", "1,000 to 8,000".
    pub text: String,
    /// From this number; `None` where it is open below.
    pub low: Option<f64>,
    /// To this number; `None` where it is open above.
    pub high: Option<f64>,
    /// Why this one, in a sentence.
    pub reason: String,
    /// What it says nothing of, in the order of the positions, then of the claims.
    pub left_out: Vec<LeftOut>,
    /// By which the claims are read.
    pub lexicon: Lexicon,
}

/// A choice before what it left out is known.
struct Choice {
    text: String,
    span: Interval,
    reason: String,
}

impl Comparison<'_> {
    /// The number that a policy chooses; `None` where it has nothing to choose from or cannot
    /// decide: there is no majority, or no known origin.
    #[must_use]
    pub fn headline(&self, policy: HeadlinePolicy) -> Option<Headline> {
        let (choice, why): (Choice, Vec<Option<WhyLeftOut>>) = match policy {
            HeadlinePolicy::RangeOfOrigins => self.whole_range()?,
            HeadlinePolicy::MostConservative => self.most_conservative()?,
            HeadlinePolicy::MajorityOfOrigins => self.majority()?,
            HeadlinePolicy::MedianOfOrigins => self.middle()?,
            HeadlinePolicy::Latest => self.latest()?,
        };
        let left_out = self.positions.iter().zip(why).filter_map(|(position, why)| {
            let (claim, origin) = (position.said.claim_id, Some(position.said.origin));
            why.map(|why| LeftOut { claim, origin, why })
        });
        let unlike = self.unlike.iter().map(|&Unlike { claim, code }| LeftOut {
            claim,
            origin: None,
            why: WhyLeftOut::Unlike(code),
        });
        let left_out: Vec<LeftOut> = left_out.chain(unlike).collect();
        let Choice { text, span, reason } = choice;
        Some(Headline {
            policy,
            text,
            low: span.low,
            high: span.high,
            reason: format!(
                "{reason}; {} left out; read by {}",
                counted(left_out.len(), "figure"),
                self.lexicon.as_str()
            ),
            left_out,
            lexicon: self.lexicon,
        })
    }

    fn whole_range(&self) -> Option<(Choice, Vec<Option<WhyLeftOut>>)> {
        let span = self.range?;
        let why = self.each(|_, figure, outgrown| {
            let unnamed = measure::named(figure) == (None, None);
            outgrown.or(unnamed.then_some(WhyLeftOut::NoNumber))
        });
        let taken = why.iter().filter(|why| why.is_none()).count();
        let reason = format!(
            "from the smallest to the largest number that {} name",
            counted(taken, "origin")
        );
        Some((Choice { text: interval_words(span), span, reason }, why))
    }

    fn most_conservative(&self) -> Option<(Choice, Vec<Option<WhyLeftOut>>)> {
        let any_known = self.any_known();
        let why_not = |position: &Position, figure: &Figure, outgrown: Option<WhyLeftOut>| {
            let unknown = any_known && !position.said.origin.is_known();
            let limit = measure::span(figure).low.is_none();
            outgrown
                .or(unknown.then_some(WhyLeftOut::UnknownOrigin))
                .or((measure::named(figure) == (None, None)).then_some(WhyLeftOut::NoNumber))
                .or(limit.then_some(WhyLeftOut::Limit))
        };
        let mut why = self.each(why_not);
        let low = |place: usize| measure::span(&self.positions[place].said.figure).low;
        let candidates = (0..why.len()).filter(|&place| why[place].is_none());
        let chosen = candidates.min_by(|&a, &b| {
            let lower = low(a).partial_cmp(&low(b)).unwrap_or(std::cmp::Ordering::Equal);
            // Of equal numbers the one that is more than a limit, then the best attributed.
            let rank = |place: usize| {
                let Position { said, attributions, .. } = &self.positions[place];
                (said.figure.one_sided(), std::cmp::Reverse(*attributions))
            };
            lower.then_with(|| rank(a).cmp(&rank(b)))
        })?;
        for (place, why) in why.iter_mut().enumerate() {
            if place != chosen && why.is_none() {
                *why = Some(WhyLeftOut::Higher);
            }
        }
        let position = &self.positions[chosen];
        let reason = if any_known {
            "the smallest number that a known origin stands for".to_owned()
        } else {
            "the smallest number that anybody stands for; no origin is known".to_owned()
        };
        let span = measure::span(&position.said.figure);
        Some((Choice { text: words(self.input.claims, position), span, reason }, why))
    }

    fn majority(&self) -> Option<(Choice, Vec<Option<WhyLeftOut>>)> {
        let known = || self.positions.iter().filter(|position| position.said.origin.is_known());
        let agreement = measure::agreement(known().map(|position| &position.said.figure));
        let [only] = agreement[..] else { return None };
        // A limit that allows the number is consistent with it, which is no vote for it.
        if only.two_sided * 2 <= only.of {
            return None;
        }
        let why = self.each(|position, figure, _| {
            let outside = figure.high < only.low || only.high < figure.low;
            let unknown = !position.said.origin.is_known();
            unknown
                .then_some(WhyLeftOut::UnknownOrigin)
                .or(outside.then_some(WhyLeftOut::OutsideMajority))
                .or(figure.one_sided().then_some(WhyLeftOut::Limit))
        });
        let span = Interval { low: Some(only.low), high: Some(only.high) };
        let reason =
            format!("{} of {} agree on it", only.two_sided, counted(only.of, "known origin"));
        Some((Choice { text: interval_words(span), span, reason }, why))
    }

    fn middle(&self) -> Option<(Choice, Vec<Option<WhyLeftOut>>)> {
        let median = self.median?;
        let why = self.each(|position, figure, _| {
            let unknown = !position.said.origin.is_known();
            unknown
                .then_some(WhyLeftOut::UnknownOrigin)
                .or(figure.one_sided().then_some(WhyLeftOut::Limit))
                .or(figure.value.is_none().then_some(WhyLeftOut::NoNumber))
        });
        let votes = why.iter().filter(|why| why.is_none()).count();
        let middle = if votes.is_multiple_of(2) {
            "between the two middle ones of"
        } else {
            "the middle one of"
        };
        let reason = format!("{middle} the numbers of {}", counted(votes, "known origin"));
        let span = Interval { low: Some(median), high: Some(median) };
        Some((Choice { text: number(median), span, reason }, why))
    }

    fn latest(&self) -> Option<(Choice, Vec<Option<WhyLeftOut>>)> {
        let date = |position: &Position| position.said.when.as_of;
        let latest: Days = self.positions.iter().filter_map(date).max()?;
        let why = self.each(|position, _, _| match date(position) {
            None => Some(WhyLeftOut::Undated),
            Some(days) => (days != latest).then_some(WhyLeftOut::NotLatest),
        });
        let taken = || {
            let taken = self.positions.iter().zip(&why).filter(|(_, why)| why.is_none());
            taken.map(|(position, _)| position)
        };
        let spans = || taken().map(|position| measure::span(&position.said.figure));
        let least = |ends: Vec<Option<f64>>, least: fn(f64, f64) -> f64| {
            ends.into_iter().reduce(|a, b| a.zip(b).map(|(a, b)| least(a, b))).flatten()
        };
        let span = Interval {
            low: least(spans().map(|span| span.low).collect(), f64::min),
            high: least(spans().map(|span| span.high).collect(), f64::max),
        };
        let mut texts: Vec<String> =
            taken().map(|position| words(self.input.claims, position)).collect();
        texts.sort_unstable();
        texts.dedup();
        let text = match texts.as_slice() {
            [only] => only.clone(),
            several if several.len() <= 3 => several.join(" or "),
            _ if span.low.is_some() || span.high.is_some() => interval_words(span),
            _ => texts.join(" or "),
        };
        let reason = format!("the latest, of {latest}, by {}", counted(taken().count(), "origin"));
        Some((Choice { text, span, reason }, why))
    }

    fn any_known(&self) -> bool {
        self.positions.iter().any(|position| position.said.origin.is_known())
    }

    /// Asks of every position why it is left out; `Outgrown` is handed in where it is.
    fn each(
        &self,
        why: impl Fn(&Position, &Figure, Option<WhyLeftOut>) -> Option<WhyLeftOut>,
    ) -> Vec<Option<WhyLeftOut>> {
        let positions = self.positions.iter().zip(&self.tallies);
        let whys = positions.map(|(position, tally)| {
            let outgrown = measure::outgrown(tally).then_some(WhyLeftOut::Outgrown);
            why(position, &position.said.figure, outgrown)
        });
        whys.collect()
    }
}
