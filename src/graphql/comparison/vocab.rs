//! The closed lists of the rules, as GraphQL enums.

use async_graphql::Enum;

pub use super::super::vocab::{ComparisonVerdict, Verdict};
use crate::domain::{comparison, origin, relation};

/// Why a verdict was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "relation::RelationCode")]
pub enum RelationCode {
    /// A person gave the verdict, with a reason.
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
    /// At least one is a statement without a number.
    NoNumber,
    /// At least one only relates to a number that it does not name: "doubled".
    Relative,
    /// They describe different moments of something that comes and goes.
    OtherMoment,
    /// The verdict depends on which came first, and that is not known.
    OrderUnknown,
    /// The same figure in the same words.
    SameFigure,
    /// The same number in other words: "about 3,700" and "over 3,700".
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
    /// They meet once every bound that the lexicon gave is moved out by a tenth of itself.
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

/// Under which agents are one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "origin::Lens")]
pub enum OriginLens {
    /// Each agent is one, after merges and after following whom it speaks for.
    Agent,
    /// Agents with one controlling parent are one voice as well: the topmost parent's.
    Affiliation,
}

/// How one number is chosen from many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "comparison::HeadlinePolicy")]
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

/// In which form a statistic is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CitationStyle {
    /// One item of CSL-JSON, the form that reference managers such as Zotero read.
    CslJson,
    /// One BibTeX entry.
    Bibtex,
    /// A sentence for a footnote.
    Text,
}

/// Which of a claim's dates places it on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "comparison::TimeBasis")]
pub enum TimeBasis {
    /// The moment that the number describes.
    AsOf,
    /// When it was said or, where that is not known, published.
    SaidOn,
    /// When it was first published.
    PublishedOn,
}
