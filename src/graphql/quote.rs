//! Quotes: the words themselves, and where they stand.

use async_graphql::{Context, Description, Object};
use entity::{attribution, source};

use super::{context::ContextExt as _, error::Result, scalar::Url, vocab::AnchorStatus};
use crate::domain::anchor;

/// The words themselves, with where they stand in their source (W3C `TextQuoteSelector` and
/// `TextPositionSelector`).
#[derive(Clone, Description)]
pub struct Quote(attribution::Model);

impl Quote {
    /// The quote of an attribution; `None` when it quotes nothing.
    pub fn of(row: &attribution::Model) -> Option<Self> {
        row.quote_exact.is_some().then(|| Self(row.clone()))
    }

    fn exact(&self) -> &str {
        self.0.quote_exact.as_deref().unwrap_or_default()
    }
}

#[Object(use_type_description)]
impl Quote {
    /// The words, verbatim.
    #[graphql(name = "exact")]
    async fn words(&self) -> &str {
        self.exact()
    }

    /// What stands before them, up to 32 characters; null when not recorded.
    async fn prefix(&self) -> Option<&str> {
        self.0.quote_prefix.as_deref()
    }

    /// What stands after them, up to 32 characters; null when not recorded.
    async fn suffix(&self) -> Option<&str> {
        self.0.quote_suffix.as_deref()
    }

    /// Where they begin in the source's text, in Unicode code points from 0; null when unknown.
    async fn start(&self) -> Option<i32> {
        self.0.quote_start
    }

    /// Where they end in the source's text, in Unicode code points, exclusive; null when unknown.
    async fn end(&self) -> Option<i32> {
        self.0.quote_end
    }

    /// BCP 47 tag of their language; null when it is that of the source.
    async fn language(&self) -> Option<&str> {
        self.0.quote_language.as_deref()
    }

    /// The words in English; null when not translated.
    async fn translation(&self) -> Option<&str> {
        self.0.quote_translation.as_deref()
    }

    /// Whether they are still found in the source's stored text.
    async fn status(&self) -> AnchorStatus {
        self.0.quote_status.map_or(AnchorStatus::NoText, Into::into)
    }

    /// The address of the source that opens at the words (a text fragment); null when the source
    /// has no address.
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Url>> {
        let source: source::Model = ctx.record(self.0.source_id).await?;
        let quote = anchor::Quote {
            exact: self.exact().to_owned(),
            prefix: self.0.quote_prefix.clone(),
            suffix: self.0.quote_suffix.clone(),
            ..anchor::Quote::default()
        };
        Ok(source.url.map(|url| Url(anchor::text_fragment(&url, &quote))))
    }
}
