//! Where each origin stands.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};

use super::{Origin, relation::claim_of};
use crate::{
    app::comparison::View,
    domain::comparison,
    graphql::{claim::Claim, error::Result, quantity::Reading, scalar::PartialDate},
};

/// Where one origin stands: its latest figure.
#[derive(Description)]
pub struct Position {
    pub(super) position: comparison::Position,
    pub(super) view: Arc<View>,
}

#[Object(use_type_description)]
impl Position {
    /// Whose it is. Each unknown origin has a position of its own.
    async fn origin(&self) -> Origin {
        Origin(self.position.said.origin)
    }

    /// The claim; of several wordings of the number, the one with the most attributions.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, Some(&self.view), self.position.said.claim_id).await
    }

    /// The interval by which it is compared.
    async fn reading(&self) -> Reading {
        Reading::from(&self.position.said.figure)
    }

    /// The moment that the number describes or, where none was stated, the day on which this origin
    /// first gave it; null where nothing tells.
    async fn as_of(&self) -> Option<PartialDate> {
        self.position.as_of.clone().map(PartialDate)
    }

    /// In how many places it is said, in any wording.
    async fn attribution_count(&self) -> i32 {
        count(self.position.attributions)
    }

    /// In how many documents.
    async fn source_count(&self) -> i32 {
        count(self.position.sources)
    }

    /// By how many publishers, as far as they are known.
    async fn publisher_count(&self) -> i32 {
        count(self.position.publishers)
    }
}

/// A count as the API has it.
pub fn count(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
