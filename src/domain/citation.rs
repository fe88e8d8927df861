//! How a state of a record is cited, so that whoever follows the address finds the same state.

use chrono::{DateTime, Datelike as _, SecondsFormat, Utc};

/// What is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its name in addresses, for the key of a BibTeX entry.
    pub slug: &'a str,
    /// What it says, in a sentence.
    pub answer: &'a str,
    /// The address that shows this very state.
    pub address: &'a str,
    /// The moment as of which it is cited.
    pub known_at: DateTime<Utc>,
}

impl Citation<'_> {
    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { title, slug: _, answer, address, known_at } = self;
        let stamp = known_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("{title}. {answer}. claimbase, as known at {stamp}. {address}")
    }

    /// As a BibTeX entry.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let Self { title, slug, answer, address, known_at } = self;
        let key: String = slug
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '-' })
            .collect();
        let stamp = known_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!(
            "@misc{{{key},\n  title = {{{}}},\n  howpublished = {{claimbase}},\n  year = {{{}}},\n  \
             note = {{{}. As known at {stamp}}},\n  url = {{{}}}\n}}",
            latex(title),
            known_at.year(),
            latex(answer),
            address.replace(['{', '}', '\\'], ""),
        )
    }
}

/// Text in which no character is a command of LaTeX.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => out.extend(['\\', character]),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_cited_with_its_address_and_moment() {
        let citation = Citation {
            title: "Arrested & {held} 100%",
            slug: "iran-2018.arrested",
            answer: "1,000 to 8,000 said; contested",
            address: "http://localhost:8080/statistics/a?knownAt=2026-01-31T12%3A00%3A00Z",
            known_at: DateTime::from_timestamp(1_769_860_800, 0).expect("in range"),
        };
        assert_eq!(
            citation.text(),
            "Arrested & {held} 100%. 1,000 to 8,000 said; contested. claimbase, as known at \
             2026-01-31T12:00:00Z. http://localhost:8080/statistics/a?knownAt=2026-01-31T12%3A00%3A00Z"
        );
        assert_eq!(
            citation.bibtex(),
            "@misc{iran-2018-arrested,\n  title = {Arrested \\& \\{held\\} 100\\%},\n  howpublished = \
             {claimbase},\n  year = {2026},\n  note = {1,000 to 8,000 said; contested. As known at \
             2026-01-31T12:00:00Z},\n  url = {http://localhost:8080/statistics/a?knownAt=2026-01-31T12\
             %3A00%3A00Z}\n}"
        );
    }
}
