//! One place where a claim is made, as a page shows it.

use entity::vocab::RecordKind;
use uuid::Uuid;

use crate::{
    domain::{anchor, record_id::RecordId},
    store::said::SaidRow,
    web::words,
};

/// Characters of a quote that are shown.
const QUOTED: usize = 420;

/// One place where a claim is made.
pub struct Line {
    /// The id of the attribution, where a page has it once and can be opened there; else empty.
    pub id: String,
    /// Where it can be changed; empty where a page has no form for it.
    pub change: String,
    /// The figure as it is worded there.
    pub figure: String,
    /// The moment that it describes, in words; empty where nobody stated one.
    pub as_of: String,
    /// Who says so; empty where the source does in its own voice.
    pub speaker: String,
    /// Through whom, one after the other.
    pub via: Vec<String>,
    /// How it stands to the claim and how it was hedged, where that is more than saying so.
    pub manner: String,
    /// The document; empty on its own page.
    pub title: String,
    /// Its address; empty where it has none that a reader could follow.
    pub href: String,
    /// A copy that stays; empty where there is none.
    pub archive: String,
    /// Who published it; empty where nobody is recorded.
    pub publisher: String,
    /// When it was said, else published, in words; empty where that is not known.
    pub date: String,
    /// The words themselves.
    pub quote: Option<Quoted>,
    /// What it is among the figures of its origin; empty where it is the latest.
    pub tag: &'static str,
    /// Whether it counts.
    pub counts: bool,
    /// Why it does not count; empty where it does.
    pub reason: String,
    /// The page of the claim.
    pub claim_page: String,
    /// The page of who says so; empty where the source does in its own voice.
    pub speaker_page: String,
    /// The page of the document.
    pub source_page: String,
    /// The statistic, where a page shows more than one; what stands in its place for a statement.
    pub statistic: String,
    /// Its page.
    pub statistic_page: String,
    /// How the claim stands to others, where a page shows that row by row.
    pub verdicts: String,
}

/// The words themselves.
pub struct Quoted {
    /// As much of them as is shown.
    pub text: String,
    /// How many characters more there are; empty where all are shown.
    pub more: String,
    /// Their language, for the reader's voice; empty where it is not known.
    pub language: String,
    /// The words in English; empty where they are not translated.
    pub translation: String,
    /// The source, opened at the words; empty where it has no address.
    pub href: String,
}

impl Line {
    /// Of a row and the names of those through whom it came.
    pub fn of(row: &SaidRow, via: &[String]) -> Self {
        let text = row.worded.as_ref().unwrap_or(&row.text);
        let said = row.said_on.as_ref().or(row.published_on.as_ref());
        let stance = match row.stance {
            entity::vocab::Stance::Asserts => "",
            other => words::stance(other),
        };
        let manner = [stance, words::hedge(row.hedge)];
        let manner: Vec<&str> = manner.into_iter().filter(|word| !word.is_empty()).collect();
        let reason = if row.counts() { None } else { row.reason.clone() };
        Self {
            id: String::new(),
            change: String::new(),
            figure: text.clone(),
            as_of: row.as_of.as_deref().map(words::date).unwrap_or_default(),
            speaker: row.agent_name.clone().unwrap_or_default(),
            via: via.to_vec(),
            manner: manner.join(", "),
            title: row.source_title.clone(),
            href: row.source_url.as_deref().map(web_address).unwrap_or_default(),
            archive: row.archive_url.as_deref().map(web_address).unwrap_or_default(),
            publisher: row.publisher_name.clone().unwrap_or_default(),
            date: said.map(|date| words::date(date)).unwrap_or_default(),
            quote: row.quote.as_deref().map(|quote| Quoted::of(row, quote)),
            tag: "",
            counts: row.counts(),
            reason: reason.unwrap_or_default(),
            claim_page: page("claims", RecordKind::Claim, row.claim),
            speaker_page: row
                .agent
                .map(|id| page("agents", RecordKind::Agent, id))
                .unwrap_or_default(),
            source_page: page("sources", RecordKind::Source, row.source),
            statistic: row.statistic_title.clone().unwrap_or_default(),
            statistic_page: row
                .slug
                .as_ref()
                .map(|slug| format!("/statistics/{slug}"))
                .unwrap_or_default(),
            verdicts: String::new(),
        }
    }
}

impl Quoted {
    fn of(row: &SaidRow, exact: &str) -> Self {
        let quote = anchor::Quote {
            exact: exact.to_owned(),
            prefix: row.quote_prefix.clone(),
            suffix: row.quote_suffix.clone(),
            ..anchor::Quote::default()
        };
        let url = row.source_url.as_deref().map(web_address).filter(|url| !url.is_empty());
        let length = exact.chars().count();
        let text: String = exact.chars().take(QUOTED).collect();
        let more = length.saturating_sub(QUOTED);
        Self {
            text: if more > 0 { format!("{}…", text.trim_end()) } else { text },
            more: words::some(more),
            language: row
                .quote_language
                .clone()
                .or_else(|| row.language.clone())
                .unwrap_or_default(),
            translation: row.quote_translation.clone().unwrap_or_default(),
            href: url.map(|url| anchor::text_fragment(&url, &quote)).unwrap_or_default(),
        }
    }
}

/// The page of a record.
pub fn page(folder: &str, kind: RecordKind, id: Uuid) -> String {
    format!("/{folder}/{}", RecordId::new(kind, id))
}

/// An address that a reader may follow; empty for any other.
pub fn web_address(url: &str) -> String {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    match scheme.as_deref() {
        Some("http" | "https") => url.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_linked() {
        assert_eq!(web_address("https://example.org/a"), "https://example.org/a");
        assert_eq!(web_address("HTTP://example.org/a"), "HTTP://example.org/a");
        for other in ["javascript:alert(1)", "data:text/html,x", "//example.org", "a", ""] {
            assert_eq!(web_address(other), "");
        }
    }
}
