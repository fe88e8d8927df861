//! The text that candidates are found in, with what is known of it.

use entity::{source, vocab::RecordKind};

use crate::{
    Error, Result, Within as _,
    app::source::{content_hash, find_by_url},
    domain::{address, article, partial_date::PartialDate, text},
    store::{Read, candidate as stored, exchange::rows_with, record::rows_where},
};

/// Longest page that is read, in characters.
pub const PAGE_MAX: usize = 2_000_000;

/// Longest text that candidates are looked for in, in characters.
pub const TEXT_MAX: usize = 200_000;

/// How much of a text is looked at for what it is about, in characters.
const HEAD: usize = 1_500;

/// A text, as its source keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its title; `None` where the page names none, or where it is no page.
    pub title: Option<String>,
    /// Where it is on the web; `None` when not known.
    pub url: Option<String>,
    /// When it was published; `None` when not known.
    pub published_on: Option<PartialDate>,
    /// Its language as marked on the page; `None` when not known.
    pub language: Option<String>,
    /// The text itself: that of the article, where it is a page.
    pub text: String,
}

impl Document {
    /// Reads a text or a web page. What is given stands above what the page says of itself.
    pub fn read(raw: &str, url: Option<&str>, published_on: Option<PartialDate>) -> Result<Self> {
        let url = url.map(address::parse).transpose().within("url")?;
        let length = raw.chars().count();
        if length > PAGE_MAX {
            let message =
                format!("the text has {length} characters: give {PAGE_MAX} at most at once");
            return Err(Error::invalid("text", message));
        }
        let page = if article::is_html(raw) { Some(article::read(raw)) } else { None };
        let text = plain(page.as_ref(), raw)?;
        let page = page.unwrap_or_default();
        Ok(Self {
            title: page.title,
            url: url.or_else(|| page.url.and_then(|url| address::parse(&url).ok())),
            published_on: published_on.or(page.published_on),
            language: page.language,
            text,
        })
    }

    /// The source on record that this text is of, and whether it is known under another address or
    /// none: by its archived copy, its text, or its title and day.
    pub async fn source(&self, db: &impl Read) -> Result<Option<(source::Model, bool)>> {
        if let Some(url) = &self.url
            && let Some(found) = find_by_url(db, url).await?
        {
            return Ok(Some((found, false)));
        }
        if let Some(url) = &self.url {
            let archived: Vec<source::Model> =
                rows_with(db, "archive_url", std::slice::from_ref(url)).await?;
            if let Some(found) = archived.into_iter().min_by_key(|row| row.id) {
                return Ok(Some((found, true)));
            }
        }
        let hash = content_hash(&self.text);
        let same: Vec<source::Model> = rows_with(db, "content_hash", &[hash]).await?;
        if let Some(found) = same.into_iter().min_by_key(|row| row.id) {
            return Ok(Some((found, true)));
        }
        let (Some(title), Some(day)) = (&self.title, &self.published_on) else { return Ok(None) };
        let ids = stored::titled(db, RecordKind::Source, title).await?;
        let called: Vec<source::Model> = rows_where(db, "id", &ids, "id").await?;
        let same_day = |row: &source::Model| row.published_on.as_deref() == Some(day.as_str());
        Ok(called.into_iter().find(same_day).map(|row| (row, true)))
    }

    /// The beginning, with the title: it says what the whole is about.
    pub(super) fn head(&self) -> String {
        let title = self.title.as_deref().unwrap_or_default();
        let start: String = self.text.chars().take(HEAD).collect();
        format!("{title} {start}")
    }
}

/// The text of a source as candidates are found in it: of a web page that of the article.
pub(super) fn readable(raw: &str) -> Result<String> {
    let page = if article::is_html(raw) { Some(article::read(raw)) } else { None };
    plain(page.as_ref(), raw)
}

fn plain(page: Option<&article::Article>, raw: &str) -> Result<String> {
    let raw = raw.trim_start_matches('\u{feff}');
    match page {
        Some(page) if page.text.trim().is_empty() => Err(Error::invalid(
            "text",
            "no article is found in this web page: give its text instead",
        )),
        Some(page) => text::body("text", &page.text, TEXT_MAX),
        None => text::body("text", raw, TEXT_MAX),
    }
}
