//! How a state of a record is cited, so that whoever follows the address finds the same state.

use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, Utc};
use serde_json::json;
use url::form_urlencoded;

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
    /// When whoever cites it looked at it; `None` where that need not be said.
    pub accessed_on: Option<NaiveDate>,
}

/// The address that shows a statistic as it was known at a moment; `base` is where the server is, and
/// empty where none answers.
#[must_use]
pub fn address(base: &str, slug: &str, known_at: DateTime<Utc>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("knownAt", &stamp(known_at));
    format!("{base}/statistics/{slug}?{}", query.finish())
}

fn stamp(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

impl Citation<'_> {
    /// As plain text.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { title, slug: _, answer, address, known_at, accessed_on } = self;
        let stamp = stamp(*known_at);
        let accessed = accessed_on.map_or_else(String::new, |day| format!(" Accessed {day}."));
        format!("{title}. {answer}. claimbase, as known at {stamp}. {address}{accessed}")
    }

    /// As one item of CSL-JSON, which reference managers read.
    #[must_use]
    pub fn csl_json(&self) -> String {
        let Self { title, slug, answer, address, known_at, accessed_on } = self;
        let parts =
            |day: NaiveDate| json!({ "date-parts": [[day.year(), day.month(), day.day()]] });
        let mut item = json!({
            "id": slug,
            "type": "dataset",
            "title": title,
            "publisher": "claimbase",
            "issued": parts(known_at.date_naive()),
            "note": format!("{answer}. As known at {}", stamp(*known_at)),
            "URL": address,
        });
        if let Some(day) = accessed_on {
            item["accessed"] = parts(*day);
        }
        item.to_string()
    }

    /// As a BibTeX entry.
    #[must_use]
    pub fn bibtex(&self) -> String {
        let Self { title, slug, answer, address, known_at, accessed_on } = self;
        let key: String = slug
            .chars()
            .map(|character| if character.is_ascii_alphanumeric() { character } else { '-' })
            .collect();
        let stamp = stamp(*known_at);
        let seen = accessed_on.map_or_else(String::new, |day| format!(",\n  urldate = {{{day}}}"));
        format!(
            "@misc{{{key},\n  title = {{{}}},\n  howpublished = {{claimbase}},\n  year = {{{}}},\n  \
             note = {{{}. As known at {stamp}}},\n  url = {{{}}}{seen}\n}}",
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
            accessed_on: None,
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
        let seen = Citation { accessed_on: NaiveDate::from_ymd_opt(2026, 2, 3), ..citation };
        assert!(seen.text().ends_with(" Accessed 2026-02-03."), "{}", seen.text());
        assert!(seen.bibtex().ends_with(",\n  urldate = {2026-02-03}\n}"), "{}", seen.bibtex());
        let item: serde_json::Value = serde_json::from_str(&seen.csl_json()).expect("JSON");
        assert_eq!(item["issued"]["date-parts"], json!([[2026, 1, 31]]));
        assert_eq!(item["accessed"]["date-parts"], json!([[2026, 2, 3]]));
        assert_eq!(item["title"], "Arrested & {held} 100%");
        assert_eq!(item["URL"], seen.address);
    }

    #[test]
    fn the_address_says_which_state_it_shows() {
        let moment = DateTime::from_timestamp_millis(1_769_860_800_250).expect("in range");
        assert_eq!(
            address("https://x.example", "a-b", moment),
            "https://x.example/statistics/a-b?knownAt=2026-01-31T12%3A00%3A00.250Z"
        );
    }
}
