//! Asking what a text claims.

use async_graphql::{Context, Object};

use super::object::Candidate;
use crate::{
    app::candidate::{self, Document},
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::scalar,
        scalar::{PartialDate, Sent, Url},
    },
};

#[derive(Default)]
pub struct CandidateQuery;

#[Object]
impl CandidateQuery {
    /// The claims that an English text seems to make, in its order: figures and quoted statements
    /// with who says them, by rules alone, matched to the statistics and agents on record. Nothing
    /// is stored. A text with more than 500 is refused.
    async fn extract(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The text, of 200,000 characters at most, or a web page, whose article is read."
        )]
        text: String,
        #[graphql(
            desc = "Where it is on the web; null takes the address that the page gives for itself."
        )]
        url: Option<Url>,
        #[graphql(
            desc = "When it was published, by which \"on Tuesday\" is read; null takes the day that \
                    the page names."
        )]
        published_on: Option<Sent<PartialDate>>,
    ) -> Result<Vec<Candidate>> {
        let url = url.map(|url| url.0);
        let published_on = scalar("publishedOn", published_on)?;
        let document = Document::read(&text, url.as_deref(), published_on)?;
        let found = candidate::find(&document).await?;
        let known = document.source(ctx.db()).await?;
        let known = known.as_ref().map(|(row, _)| row);
        let proposals = candidate::propose(ctx.db(), &document, known, found).await?;
        let shown = |proposal| Candidate { proposal, url: document.url.clone() };
        Ok(proposals.into_iter().map(shown).collect())
    }
}
