//! Text to claims: candidate claims from an article's text, by rules alone.
//!
//! The rules know English news prose and no article. They read no clock and no database: the same
//! text gives the same candidates. What a candidate says is a proposal that a person accepts,
//! mends or rejects.

mod candidate;
mod counted;
mod date;
mod hedge;
mod lexis;
mod matching;
mod number;
mod outside;
mod reader;
mod saying;
mod sentence;
mod speaker;
mod speech;
mod statement;
#[cfg(test)]
mod tests;
mod token;
mod trap;

pub use candidate::{Candidate, Guess, Span};
pub use matching::{KnownAgent, KnownStatistic, match_agent, match_statistic};
pub use outside::from_json;

use super::partial_date::PartialDate;

/// The name and version of the rules: it is kept with every candidate, and changes with them.
pub const RULE_SET: &str = "claimbase-en-1";

/// The candidate claims of a text, in the order of the text.
///
/// `published` resolves "on Tuesday" and "Dec. 28"; without it such words give no date.
#[must_use]
pub fn extract(text: &str, published: Option<&PartialDate>) -> Vec<Candidate> {
    reader::Reader::new(text, published).candidates()
}
