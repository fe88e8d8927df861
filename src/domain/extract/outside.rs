//! Candidates of an outside extractor, as JSON, checked against the text.

use std::str::FromStr;

use entity::vocab::{Hedge, Stance};
use serde::Deserialize;

use super::{Candidate, Guess, Span};
use crate::{
    Error, Result, Within,
    domain::{anchor, partial_date::PartialDate, quantity},
};

/// More candidates than this are refused: nobody reviews so many of one text.
const MOST: usize = 10_000;

/// A candidate as an outside extractor writes it: what [`Candidate`] serialises to, with only the
/// quote and the rule set required. Quantities are given by their words, which are read here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Outside {
    quote: Place,
    quantity: Option<Said>,
    counted: Option<String>,
    statement: Option<String>,
    agent_text: Option<String>,
    #[serde(default)]
    via: Vec<String>,
    verb: Option<String>,
    stance: Option<Stance>,
    hedge: Option<Hedge>,
    hedge_text: Option<String>,
    said_on: Option<String>,
    as_of: Option<String>,
    #[serde(default)]
    guessed: Vec<Guess>,
    rule_set: String,
}

/// Where the quote stands: its words, its code points, or both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    exact: Option<String>,
    prefix: Option<String>,
    suffix: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
}

/// The words of a quantity, alone or as a field. Of the numbers beside them nothing is taken: what
/// was said is read from the words.
#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Words(String),
    Fields { text: String },
}

/// Reads what an outside extractor found in a text: a JSON list of candidates.
///
/// Every quote has to stand in the text, every quantity to be readable; the error names the
/// candidate and the field.
pub fn from_json(text: &str, json: &str) -> Result<Vec<Candidate>> {
    let found: Vec<Outside> = serde_json::from_str(json).map_err(|error| {
        Error::invalid(
            "candidates",
            format!("the extractor's output is no list of candidates: {error}"),
        )
    })?;
    if found.len() > MOST {
        return Err(Error::invalid(
            "candidates",
            format!("{} candidates for one text; send at most {MOST}", found.len()),
        ));
    }
    let checked = found.into_iter().enumerate();
    checked.map(|(at, outside)| candidate(text, outside).within(at).within("candidates")).collect()
}

fn candidate(text: &str, outside: Outside) -> Result<Candidate> {
    let Outside {
        quote,
        quantity,
        counted,
        statement,
        agent_text,
        via,
        verb,
        stance,
        hedge,
        hedge_text,
        said_on,
        as_of,
        guessed,
        rule_set,
    } = outside;
    if quantity.is_some() == statement.is_some() {
        return Err(Error::invalid(
            "quantity",
            "a candidate has either a quantity or a statement; send one of them",
        ));
    }
    if rule_set.trim().is_empty() {
        return Err(Error::invalid(
            "ruleSet",
            "ruleSet is empty: name the extractor and its version",
        ));
    }
    let words = quantity.map(|said| match said {
        Said::Words(words) | Said::Fields { text: words } => words,
    });
    let read = |words: String| {
        let parsed = quantity::parse(&words, true).or_else(|_| quantity::parse(&words, false));
        parsed.map(|parsed| parsed.quantity).within("quantity")
    };
    Ok(Candidate {
        quote: span(text, quote).within("quote")?,
        quantity: words.map(read).transpose()?,
        counted,
        statement,
        agent_text,
        via,
        verb,
        stance: stance.unwrap_or(Stance::Asserts),
        hedge: hedge.unwrap_or(Hedge::None),
        hedge_text,
        said_on: date("saidOn", said_on)?,
        as_of: date("asOf", as_of)?,
        guessed,
        rule_set,
    })
}

fn date(field: &str, words: Option<String>) -> Result<Option<PartialDate>> {
    words.map(|words| PartialDate::from_str(&words).within(field)).transpose()
}

/// Finds the quote in the text; where both are given, words and position must agree.
fn span(text: &str, place: Place) -> Result<Span> {
    let Place { exact, prefix, suffix, start, end } = place;
    let (from, to) = match (&exact, start, end) {
        (_, Some(start), Some(end)) => (start, end),
        (Some(words), start, _) => {
            let quote = anchor::Quote {
                exact: words.clone(),
                prefix,
                suffix,
                start,
                ..anchor::Quote::default()
            };
            located(text, &quote)?
        }
        (None, _, _) => {
            return Err(Error::invalid(
                "exact",
                "send the words of the quote, or its start and end",
            ));
        }
    };
    let found = anchor::select(text, from, to).ok_or_else(|| {
        Error::invalid(
            "start",
            format!(
                "the text has no code points {from} to {to}; start counts from 0, end is after \
                 the last"
            ),
        )
    })?;
    if exact.as_ref().is_some_and(|words| *words != found.exact) {
        return Err(Error::invalid(
            "exact",
            format!(
                "the words at {from} to {to} are not those of the quote; count code points, not \
                 bytes"
            ),
        ));
    }
    Ok(Span {
        exact: found.exact,
        prefix: found.prefix.unwrap_or_default(),
        suffix: found.suffix.unwrap_or_default(),
        start: from,
        end: to,
    })
}

/// Where the words stand verbatim, and once.
fn located(text: &str, quote: &anchor::Quote) -> Result<(usize, usize)> {
    use entity::vocab::AnchorStatus;
    let place = anchor::locate(Some(text), quote);
    match (place.status, place.start, place.end) {
        (AnchorStatus::Anchored, Some(start), Some(end)) => Ok((start, end)),
        (AnchorStatus::Ambiguous, _, _) => Err(Error::invalid(
            "exact",
            "the quote stands more than once in the text; send its start and end",
        )),
        _ => Err(Error::invalid("exact", "the quote does not stand verbatim in the text")),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::extract, from_json};

    const TEXT: &str = "Police said 12 people were hurt. Police said nothing else.";

    #[test]
    fn what_is_written_is_read_again() {
        let found = extract(TEXT, None);
        assert_eq!(found.len(), 1);
        let json = serde_json::to_string(&found).expect("JSON");
        assert_eq!(from_json(TEXT, &json).expect("the same"), found);
    }

    #[test]
    fn a_quote_and_a_quantity_are_enough() {
        let json =
            r#"[{"quote": {"exact": "12 people"}, "quantity": "12 people", "ruleSet": "x-1"}]"#;
        let found = from_json(TEXT, json).expect("read");
        assert_eq!((found[0].quote.start, found[0].quote.end), (12, 21));
        assert_eq!(found[0].quote.suffix, " were hurt. Police said nothing ");
    }

    #[test]
    fn what_does_not_fit_the_text_is_refused_with_its_place() {
        for (json, path, message) in [
            ("{}", "candidates", "is no list of candidates"),
            (
                r#"[{"quote": {"exact": "13 people"}, "quantity": "13", "ruleSet": "x"}]"#,
                "candidates.0.quote.exact",
                "does not stand verbatim",
            ),
            (
                r#"[{"quote": {"exact": "Police said"}, "statement": "x", "ruleSet": "x"}]"#,
                "candidates.0.quote.exact",
                "more than once",
            ),
            (
                r#"[{"quote": {"start": 50, "end": 500}, "statement": "x", "ruleSet": "x"}]"#,
                "candidates.0.quote.start",
                "has no code points 50 to 500",
            ),
            (
                r#"[{"quote": {"exact": "12", "start": 0, "end": 2}, "quantity": "12", "ruleSet": "x"}]"#,
                "candidates.0.quote.exact",
                "count code points",
            ),
            (
                r#"[{"quote": {"exact": "12"}, "quantity": "blue", "ruleSet": "x"}]"#,
                "candidates.0.quantity.text",
                "holds no quantity",
            ),
            (
                r#"[{"quote": {"exact": "12"}, "ruleSet": "x"}]"#,
                "candidates.0.quantity",
                "either a quantity or a statement",
            ),
            (
                r#"[{"quote": {"exact": "12"}, "quantity": "12", "saidOn": "2018-13", "ruleSet": "x"}]"#,
                "candidates.0.saidOn",
                "is not a date",
            ),
        ] {
            let error = from_json(TEXT, json).expect_err(json);
            let crate::Error::Input { path: found, message: words, .. } = &error else {
                panic!("{error}");
            };
            let found: Vec<_> = found.iter().filter(|part| !part.is_empty()).cloned().collect();
            assert_eq!(found.join("."), path, "{json}");
            assert!(words.contains(message), "{words}");
        }
    }
}
