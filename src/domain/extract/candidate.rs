//! A candidate claim, as it is proposed to a person.

use entity::vocab::{Hedge, Stance};
use serde::{Deserialize, Serialize};

use crate::domain::{anchor::Quote, partial_date::PartialDate, quantity::Quantity};

/// A claim that a text seems to make. Nothing is stored before a person accepts it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Candidate {
    /// The sentence, or the words of a statement, where they stand.
    pub quote: Span,
    /// The figure; `None` where it is a statement without one.
    pub quantity: Option<Quantity>,
    /// What is counted, as "protesters killed"; `None` where it is a statement.
    pub counted: Option<String>,
    /// The proposition, without quotation marks; `None` where it is a figure.
    pub statement: Option<String>,
    /// Who is said to say it, as named in the text; `None` where the text says it itself.
    pub agent_text: Option<String>,
    /// Through whom, the nearest to the text first.
    pub via: Vec<String>,
    /// The word that reports it: "said", "according to"; `None` without a speaker.
    pub verb: Option<String>,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// How sure the wording is.
    pub hedge: Hedge,
    /// The words that hedge it; `None` where none do.
    pub hedge_text: Option<String>,
    /// When it was said; `None` where the text does not say.
    pub said_on: Option<PartialDate>,
    /// The day that the figure describes; `None` where the text does not say.
    pub as_of: Option<PartialDate>,
    /// Which of these fields were carried over or inferred rather than read.
    pub guessed: Vec<Guess>,
    /// The rules that propose it.
    pub rule_set: String,
}

/// A field that can be a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Guess {
    /// The speaker is that of an earlier sentence.
    Agent,
    /// The verb is that of the speaker before.
    Verb,
    /// What is counted is what an earlier figure counts.
    Counted,
    /// The hedge stands in another sentence.
    Hedge,
    /// The day of what happened is taken for the day that the figure describes.
    AsOf,
}

impl Guess {
    /// The field as the API spells it.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Verb => "verb",
            Self::Counted => "counted",
            Self::Hedge => "hedge",
            Self::AsOf => "asOf",
        }
    }
}

/// Verbatim words of the text and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The words.
    pub exact: String,
    /// The 32 code points before them, or as many as there are.
    pub prefix: String,
    /// The 32 code points after them, or as many as there are.
    pub suffix: String,
    /// The code point where they begin.
    pub start: usize,
    /// The code point after their last.
    pub end: usize,
}

impl From<Span> for Quote {
    fn from(span: Span) -> Self {
        let Span { exact, prefix, suffix, start, end } = span;
        Self {
            exact,
            prefix: Some(prefix),
            suffix: Some(suffix),
            start: Some(start),
            end: Some(end),
        }
    }
}
