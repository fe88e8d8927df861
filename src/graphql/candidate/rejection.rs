//! `CandidateRejection`: that a person does not want a candidate proposed again.

use std::sync::Arc;

use async_graphql::{Context, Description, ID, Object};
use entity::{candidate_rejection, vocab::RecordKind};

use crate::{
    app::candidate::shown_id,
    graphql::{
        common::{self, Common},
        scalar::Url,
    },
};

/// A candidate claim of a text that a person rejected. Who did so and when stands in its history;
/// retract it to have the candidate proposed again.
#[derive(Clone, Description)]
pub struct CandidateRejection(pub Arc<candidate_rejection::Model>);

#[expect(clippy::unused_async, reason = "the interface asks for futures")]
impl CandidateRejection {
    /// What the interface `Node` asks of it: the flattened field is no method of its own.
    pub async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
        Ok(common::id(RecordKind::CandidateRejection, self.0.id))
    }
}

#[Object(use_type_description)]
impl CandidateRejection {
    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "the macro asks for futures")]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// The id of the candidate, as extract gives it.
    async fn candidate(&self) -> ID {
        ID(shown_id(&self.0.identity))
    }

    /// The rules that proposed it, with their version.
    async fn rule_set(&self) -> &str {
        &self.0.rule_set
    }

    /// The words that it quotes.
    async fn quote(&self) -> &str {
        &self.0.quote
    }

    /// Where the text is on the web; null when not known.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// Why it was rejected; null when nobody said.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }
}
