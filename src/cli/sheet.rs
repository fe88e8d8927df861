//! How candidates look in a terminal.

use std::fmt::Write as _;

use entity::{
    source,
    vocab::{Hedge, Stance},
};

use crate::{
    app::{
        candidate::{Beside, Document, Fit, Proposal, Related, Relations, Voice},
        reference::Slugged,
    },
    domain::{
        extract::{Candidate, Guess},
        record_id::{Prefix, RecordId},
    },
};

/// How much of a quote is shown, in characters.
const QUOTE: usize = 300;

/// A word of one of our lists, as the API spells it.
pub fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Which source it is.
pub fn source(document: &Document, known: Option<&(source::Model, bool)>) -> String {
    let about = |title: &str, url: Option<&str>, day: Option<&str>| {
        let more: Vec<&str> = url.into_iter().chain(day).collect();
        let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
        format!("\"{title}\"{more}")
    };
    match known {
        None => {
            let day = document.published_on.as_ref().map(ToString::to_string);
            let title = document.title.as_deref().unwrap_or_default();
            let about = about(title, document.url.as_deref(), day.as_deref());
            format!("source, new: {about}\n")
        }
        Some((row, elsewhere)) => {
            let id = RecordId::new(Prefix::Source, row.id);
            let about = about(&row.title, row.url.as_deref(), row.published_on.as_deref());
            let how = if *elsewhere { "known under another address" } else { "known" };
            format!("source, {how}: {id} {about}\n")
        }
    }
}

/// All candidates, numbered.
pub fn list(proposals: &[Proposal]) -> String {
    if proposals.is_empty() {
        return "no candidates\n".to_owned();
    }
    let count = proposals.len();
    let mut text =
        format!("{count} candidate{}; ? marks a guess\n", if count == 1 { "" } else { "s" });
    for (at, proposal) in proposals.iter().enumerate() {
        let _ = write!(text, "\n{:>3}  {}", at + 1, one(proposal, "     "));
    }
    text
}

/// One candidate, on several lines that begin with `indent`.
pub fn one(proposal: &Proposal, indent: &str) -> String {
    let candidate = &proposal.candidate;
    let mut lines = vec![said(candidate)];
    lines.push(format!("“{}”", cut(&candidate.quote.exact, QUOTE)));
    lines.push(format!("says       {}", speaker(proposal)));
    let manner = manner(candidate);
    if !manner.is_empty() {
        lines.push(format!("how        {manner}"));
    }
    if candidate.quantity.is_some() {
        lines.push(format!(
            "statistic  {}",
            likely(&proposal.statistics, "none on record is likely")
        ));
    }
    if candidate.agent_text.is_some() {
        lines
            .push(format!("agent      {}", likely(&proposal.agents, "nobody on record is likely")));
    }
    if let Some(row) = &proposal.attribution {
        lines.push(format!("on record  {}", RecordId::new(Prefix::Attribution, row.id)));
    }
    if let Some(row) = &proposal.rejection {
        let why = row.reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        lines.push(format!("rejected   {}{why}", RecordId::new(Prefix::Rejection, row.id)));
    }
    lines.join(&format!("\n{indent}")) + "\n"
}

/// The figure and what is counted, or the statement.
fn said(candidate: &Candidate) -> String {
    let mark = guess(candidate, Guess::Counted);
    match (&candidate.quantity, &candidate.counted, &candidate.statement) {
        (Some(quantity), Some(counted), _) => {
            format!("{}, {counted}{mark} ({})", quantity.text, word(quantity.qualifier))
        }
        (Some(quantity), None, _) => format!("{} ({})", quantity.text, word(quantity.qualifier)),
        (None, _, statement) => {
            format!("statement: {}", cut(statement.as_deref().unwrap_or_default(), QUOTE))
        }
    }
}

fn speaker(proposal: &Proposal) -> String {
    let candidate = &proposal.candidate;
    let Some(agent) = &candidate.agent_text else { return "the text itself".to_owned() };
    let mut line = format!("{agent}{}", guess(candidate, Guess::Agent));
    if let Some(verb) = &candidate.verb {
        let _ = write!(line, ", {verb}{}", guess(candidate, Guess::Verb));
    }
    for (name, fit) in candidate.via.iter().zip(&proposal.via) {
        let known = match fit {
            Some(fit) => format!(" [{}{}]", fit.row.slug, doubt(fit.score)),
            None => String::new(),
        };
        let _ = write!(line, ", via {name}{known}");
    }
    line
}

/// Stance, hedge and dates, where there is something to say.
fn manner(candidate: &Candidate) -> String {
    let mut parts = Vec::new();
    if candidate.stance != Stance::Asserts {
        parts.push(word(candidate.stance));
    }
    if candidate.hedge != Hedge::None {
        let words = candidate.hedge_text.as_deref();
        let words = words.map(|words| format!(" ({words})")).unwrap_or_default();
        parts.push(format!("{}{words}{}", word(candidate.hedge), guess(candidate, Guess::Hedge)));
    }
    if let Some(day) = &candidate.said_on {
        parts.push(format!("said on {day}"));
    }
    if let Some(day) = &candidate.as_of {
        parts.push(format!("as of {day}{}", guess(candidate, Guess::AsOf)));
    }
    parts.join("; ")
}

/// What may be meant, the likeliest first.
pub fn likely<R: Slugged>(fits: &[Fit<R>], none: &str) -> String {
    let mut shown = fits.iter();
    let Some(first) = shown.next() else { return none.to_owned() };
    let mut line = format!(
        "{}{}  {} ({:.2})",
        first.row.slug(),
        doubt(first.score),
        first.row.name(),
        first.score
    );
    let others: Vec<String> =
        shown.map(|fit| format!("{} ({:.2})", fit.row.slug(), fit.score)).collect();
    if !others.is_empty() {
        let _ = write!(line, "; or {}", others.join(", "));
    }
    line
}

/// What scores less is marked as a guess.
fn doubt(score: f64) -> &'static str {
    if score < 0.9 { "?" } else { "" }
}

fn guess(candidate: &Candidate, field: Guess) -> &'static str {
    if candidate.guessed.contains(&field) { "?" } else { "" }
}

/// How an accepted claim stands to the others.
pub fn relations(relations: &Relations) -> String {
    let Relations { related, count, beside, beside_count } = relations;
    let mut text = String::new();
    for Related { other, voices, shares_a_voice, relation } in related {
        let verdict = word(relation.verdict);
        let said = other.quantity_text.as_deref().unwrap_or(&other.text);
        let voices = match voices.join(", ") {
            none if none.is_empty() => "origin unknown".to_owned(),
            names if relation.same_origin => format!("{names}, the same origin"),
            names if *shares_a_voice => format!("{names}, not one origin alone"),
            names => format!("{names}, another origin"),
        };
        let _ = writeln!(text, "  {verdict} with {said} ({voices})");
    }
    if *count > related.len() {
        let _ = writeln!(text, "  and {} more", count - related.len());
    }
    for Beside { claim, statistic } in beside {
        let said = claim.quantity_text.as_deref().unwrap_or(&claim.text);
        let _ = writeln!(text, "  NOT_COMPARABLE with {said} ({})", statistic.title);
    }
    let more = beside_count - i64::try_from(beside.len()).unwrap_or(i64::MAX);
    if more > 0 {
        let _ = writeln!(text, "  and {more} more on other statistics");
    }
    text
}

/// Another attribution that may be the same voice.
pub fn voice(voice: &Voice) -> String {
    let Voice { suggestion, attribution, claim, source, agent } = voice;
    let said = attribution.quantity_text.as_deref().or(claim.quantity_text.as_deref());
    let who = agent.as_ref().map(|agent| agent.name.as_str()).into_iter();
    let title = format!("\"{}\"", cut(&source.title, QUOTE));
    let about: Vec<&str> =
        who.chain([title.as_str()]).chain(source.published_on.as_deref()).collect();
    let mut text = format!("  REPEATS? {} ({})\n", said.unwrap_or(&claim.text), about.join(", "));
    if let Some(words) = &attribution.quote_exact {
        let _ = writeln!(text, "    “{}”", cut(words, QUOTE));
    }
    if let Some(note) = suggestion.as_ref().and_then(|row| row.note.as_deref()) {
        let _ = writeln!(text, "    {}", cut(note, QUOTE));
    }
    text
}

/// The beginning of a text, on one line.
fn cut(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most).collect();
    format!("{start}…")
}
