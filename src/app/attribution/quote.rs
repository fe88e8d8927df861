//! The quote of an attribution: checked at the door, and found in its source.

use entity::{
    attribution, source,
    vocab::{AnchorStatus, FindingCode, Severity, Stance},
};

use serde::Serialize;

use super::super::finding::{Noticed, Subject};
use crate::{
    Error, Result,
    domain::{
        anchor, language,
        quantity::{self, Quantity},
        text,
    },
};

/// Longest quote or translation, in characters.
pub const QUOTE_MAX: usize = 10_000;

/// How much of its surroundings on either side is kept, in characters.
const CONTEXT: usize = 32;

/// The findings that a quote can give.
pub(super) const RULES: [FindingCode; 3] =
    [FindingCode::NotInQuote, FindingCode::QuoteNotFound, FindingCode::QuoteAmbiguous];

/// The words of a source, and where they stand.
#[derive(Clone, Debug, Serialize)]
pub struct NewQuote {
    /// The words, verbatim.
    pub exact: String,
    /// What stands before them; `None` when not known.
    pub prefix: Option<String>,
    /// What stands after them; `None` when not known.
    pub suffix: Option<String>,
    /// The code point of the source's text where they begin; `None` when not known.
    pub start: Option<i32>,
    /// The code point after their last; `None` when not known.
    pub end: Option<i32>,
    /// BCP 47 tag of their language; `None` when it is the source's.
    pub language: Option<String>,
    /// The words in English; `None` when not translated.
    pub translation: Option<String>,
}

/// Writes a checked quote into the columns of an attribution; `None` empties them.
pub(super) fn write(row: &mut attribution::Model, quote: Option<&NewQuote>) -> Result<()> {
    row.quote_exact = None;
    row.quote_prefix = None;
    row.quote_suffix = None;
    row.quote_start = None;
    row.quote_end = None;
    row.quote_language = None;
    row.quote_translation = None;
    let Some(NewQuote { exact, prefix, suffix, start, end, language, translation }) = quote else {
        return Ok(());
    };
    let words = text::body("exact", exact, QUOTE_MAX)?;
    (row.quote_start, row.quote_end) = positions(exact, &words, *start, *end)?;
    row.quote_exact = Some(words);
    row.quote_prefix = context("prefix", prefix.as_deref(), last)?;
    row.quote_suffix = context("suffix", suffix.as_deref(), first)?;
    row.quote_language =
        language.as_deref().map(|tag| language::parse("language", tag)).transpose()?;
    let translation = translation.as_deref();
    row.quote_translation =
        translation.map(|words| text::body("translation", words, QUOTE_MAX)).transpose()?;
    Ok(())
}

/// What stands beside the words: as much of it as `near` leaves. Its white space is part of it.
fn context(field: &str, raw: Option<&str>, near: fn(&str) -> &str) -> Result<Option<String>> {
    let Some(raw) = raw.map(near).filter(|raw| !raw.is_empty()) else { return Ok(None) };
    if !raw.trim().is_empty() {
        text::body(field, raw, CONTEXT)?;
    }
    Ok(Some(raw.replace("\r\n", "\n").replace('\r', "\n")))
}

fn last(text: &str) -> &str {
    text.char_indices().rev().take(CONTEXT).last().map_or("", |(at, _)| &text[at..])
}

fn first(text: &str) -> &str {
    text.char_indices().nth(CONTEXT).map_or(text, |(at, _)| &text[..at])
}

/// Where the words stand, without the white space around them.
fn positions(
    raw: &str,
    words: &str,
    start: Option<i32>,
    end: Option<i32>,
) -> Result<(Option<i32>, Option<i32>)> {
    for (field, position) in [("start", start), ("end", end)] {
        if let Some(position) = position.filter(|&position| position < 0) {
            let message = format!("{field} is {position}: positions are counted from 0");
            return Err(Error::invalid(field, message));
        }
    }
    let count = |text: &str| i32::try_from(text.chars().count()).unwrap_or(i32::MAX);
    let raw = raw.replace("\r\n", "\n");
    let length = count(&raw);
    let start = match (start, end) {
        (None, None) => return Ok((None, None)),
        (Some(start), Some(end)) if end.checked_sub(start) != Some(length) => {
            let message = format!(
                "from start {start} to end {end} are {} characters, but the quote has {length}: \
                 count Unicode code points, from the first of the quote to after its last",
                i64::from(end) - i64::from(start)
            );
            return Err(Error::invalid("end", message));
        }
        (Some(start), _) => start,
        (None, Some(end)) => end - length,
    };
    let trimmed = count(&raw) - count(raw.trim_start());
    match start
        .checked_add(trimmed)
        .and_then(|start| Some((start, start.checked_add(count(words))?)))
    {
        Some((start, end)) if start >= 0 => Ok((Some(start), Some(end))),
        _ => {
            let message = format!("a quote of {length} characters cannot stand there");
            Err(Error::invalid("end", message))
        }
    }
}

/// Finds the quote of an attribution in the stored text of its source. What stands around it is
/// kept where everybody may read the text: else one quote after the other would give it away.
pub(super) fn place(row: &mut attribution::Model, source: &source::Model) {
    let body = source.body.as_deref();
    let Some(exact) = row.quote_exact.clone() else {
        row.quote_status = None;
        return;
    };
    let position = |stored: Option<i32>| stored.and_then(|stored| usize::try_from(stored).ok());
    let quote = anchor::Quote {
        exact,
        prefix: row.quote_prefix.clone(),
        suffix: row.quote_suffix.clone(),
        start: position(row.quote_start),
        end: position(row.quote_end),
    };
    let found = anchor::locate(body, &quote);
    row.quote_status = Some(found.status);
    match found.status {
        AnchorStatus::Anchored | AnchorStatus::Fuzzy => {}
        // Where it stands is not decided: what the caller said of it stays as it was said.
        AnchorStatus::Ambiguous | AnchorStatus::Orphaned | AnchorStatus::NoText => return,
    }
    let stored = |position: Option<usize>| position.and_then(|at| i32::try_from(at).ok());
    row.quote_start = stored(found.start);
    row.quote_end = stored(found.end);
    if let (Some(body), Some(start), Some(end)) = (body, found.start, found.end)
        && source.body_public
        && row.quote_prefix.is_none()
        && row.quote_suffix.is_none()
        && let Some(selected) = anchor::select(body, start, end)
    {
        row.quote_prefix = selected.prefix.filter(|prefix| !prefix.is_empty());
        row.quote_suffix = selected.suffix.filter(|suffix| !suffix.is_empty());
    }
}

/// Whether what is recorded of a quote is what the stored text of its source says now.
#[must_use]
pub fn is_placed(row: &attribution::Model, source: &source::Model) -> bool {
    let mut again = row.clone();
    place(&mut again, source);
    again == *row
}

/// What is wrong with the quote of an attribution of this quantity.
pub(super) fn findings(row: &attribution::Model, quantity: Option<&Quantity>) -> Vec<Noticed> {
    let Some(exact) = &row.quote_exact else { return Vec::new() };
    let subject = Subject::Attribution(row.id);
    let mut found = Vec::new();
    if let Some(quantity) = quantity
        && lacks(quantity, exact, row.quote_translation.as_deref())
    {
        // Who denies a figure need not repeat it.
        let severity = match row.stance {
            Stance::Asserts => Severity::Warning,
            Stance::Disputes
            | Stance::Denies
            | Stance::Questions
            | Stance::Retracts
            | Stance::Mentions => Severity::Info,
        };
        let message = format!("the quote does not hold the figure \"{}\"", quantity.text);
        found.push(Noticed {
            code: FindingCode::NotInQuote,
            severity,
            message,
            subject,
            other: None,
        });
    }
    let placed = match row.quote_status {
        Some(AnchorStatus::Orphaned) => Some((
            FindingCode::QuoteNotFound,
            Severity::Warning,
            "the quote does not stand in the source's stored text",
        )),
        Some(AnchorStatus::Ambiguous) => Some((
            FindingCode::QuoteAmbiguous,
            Severity::Info,
            "the quote stands in the source's stored text more than once",
        )),
        Some(AnchorStatus::Anchored | AnchorStatus::Fuzzy | AnchorStatus::NoText) | None => None,
    };
    if let Some((code, severity, message)) = placed {
        found.push(Noticed { code, severity, message: message.to_owned(), subject, other: None });
    }
    found
}

/// Whether the quote is known not to hold the figure: neither in its own words nor in English.
fn lacks(quantity: &Quantity, exact: &str, translation: Option<&str>) -> bool {
    let holds = |words: &str| quantity::stands_in(quantity, words);
    holds(exact) == Some(false) && translation.and_then(holds) != Some(true)
}
