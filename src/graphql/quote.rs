//! Quotes: the words themselves, and where they stand.

use async_graphql::{Context, Description, Object};
use entity::{attribution, source, vocab};
use uuid::Uuid;

use super::{context::ContextExt as _, error::Result, scalar::Url, vocab::AnchorStatus};
use crate::domain::{anchor, extract::Span};

/// The words themselves, with where they stand in their source (W3C `TextQuoteSelector` and
/// `TextPositionSelector`).
#[derive(Clone, Description)]
pub struct Quote {
    exact: String,
    prefix: Option<String>,
    suffix: Option<String>,
    start: Option<i32>,
    end: Option<i32>,
    language: Option<String>,
    translation: Option<String>,
    status: vocab::AnchorStatus,
    place: Place,
}

/// Where the words are.
#[derive(Clone)]
enum Place {
    /// In a source on record.
    Source(Uuid),
    /// In a text that is not on record, at this address.
    Text(Option<String>),
}

impl Quote {
    /// The quote of an attribution; `None` when it quotes nothing.
    pub fn of(row: &attribution::Model) -> Option<Self> {
        Some(Self {
            exact: row.quote_exact.clone()?,
            prefix: row.quote_prefix.clone(),
            suffix: row.quote_suffix.clone(),
            start: row.quote_start,
            end: row.quote_end,
            language: row.quote_language.clone(),
            translation: row.quote_translation.clone(),
            status: row.quote_status.unwrap_or(vocab::AnchorStatus::NoText),
            place: Place::Source(row.source_id),
        })
    }

    /// A part of a text that was sent.
    pub fn found(span: &Span, url: Option<String>) -> Self {
        let position = |at: usize| i32::try_from(at).ok();
        let context = |words: &String| (!words.is_empty()).then(|| words.clone());
        Self {
            exact: span.exact.clone(),
            prefix: context(&span.prefix),
            suffix: context(&span.suffix),
            start: position(span.start),
            end: position(span.end),
            language: None,
            translation: None,
            // It was cut out of the text at this very place.
            status: vocab::AnchorStatus::Anchored,
            place: Place::Text(url),
        }
    }
}

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Quote {
    /// The words, verbatim.
    async fn exact(&self) -> &str {
        &self.exact
    }

    /// What stands before them, up to 32 characters; null when not recorded.
    async fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref()
    }

    /// What stands after them, up to 32 characters; null when not recorded.
    async fn suffix(&self) -> Option<&str> {
        self.suffix.as_deref()
    }

    /// Where they begin in the source's text, in Unicode code points from 0; null when unknown.
    async fn start(&self) -> Option<i32> {
        self.start
    }

    /// Where they end in the source's text, in Unicode code points, exclusive; null when unknown.
    async fn end(&self) -> Option<i32> {
        self.end
    }

    /// BCP 47 tag of their language; null when it is that of the source.
    async fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The words in English; null when not translated.
    async fn translation(&self) -> Option<&str> {
        self.translation.as_deref()
    }

    /// Whether they are still found in the source's stored text.
    async fn status(&self) -> AnchorStatus {
        self.status.into()
    }

    /// The address of the source that opens at the words (a text fragment); null when the source
    /// has no address.
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Url>> {
        let url = match &self.place {
            Place::Source(id) => ctx.record::<source::Model>(*id).await?.url.clone(),
            Place::Text(url) => url.clone(),
        };
        let quote = anchor::Quote {
            exact: self.exact.clone(),
            prefix: self.prefix.clone(),
            suffix: self.suffix.clone(),
            ..anchor::Quote::default()
        };
        Ok(url.map(|url| Url(anchor::text_fragment(&url, &quote))))
    }
}
