//! `Derivation`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::derivation;

use crate::{
    graphql::{
        attribution::{Attribution, AttributionFilter},
        common::Common,
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, WordFilter, filter, order},
        page::connection,
        source::{Source, SourceFilter},
        vocab::{Confirmation, DerivationKind, RecordStatus},
    },
    store::filter::hop,
};

filter! {
    /// Which derivations. All that is given must hold.
    DerivationFilter for Derivation {
        /// By id.
        id: IdFilter = ["id"],
        /// By how it was taken.
        kind: WordFilter<DerivationKind> = ["kind"],
        /// By whether a person stands behind it.
        confirmation: WordFilter<Confirmation> = ["confirmation"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those of such an attribution.
        attribution: AttributionFilter = [hop("attribution_id", "attribution", "id")],
        /// Those from such an attribution.
        parent_attribution: AttributionFilter = [hop("parent_attribution_id", "attribution", "id")],
        /// Those from such a source.
        parent_source: SourceFilter = [hop("parent_source_id", "source", "id")],
    }
}

order! {
    /// What derivations can be ordered by.
    DerivationOrder, DerivationOrderField for derivation::Model {
        /// The time of recording.
        Recorded = "RECORDED";
    }
}

connection!(
    DerivationConnection,
    DerivationEdge,
    Derivation,
    derivation::Model,
    DerivationFilter,
    DerivationOrder,
    "derivations"
);

/// An edge from an attribution to where it takes its claim from. Only confirmed ones count when independent voices are counted.
#[derive(Clone, Description)]
pub struct Derivation(pub Arc<derivation::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Derivation {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// What was derived.
    async fn attribution(&self, ctx: &Context<'_>) -> Result<Attribution> {
        Ok(Attribution(ctx.record(self.0.attribution_id).await?))
    }

    /// The attribution it was taken from; null when only the source is known.
    async fn parent_attribution(&self, ctx: &Context<'_>) -> Result<Option<Attribution>> {
        Ok(ctx.record_opt(self.0.parent_attribution_id).await?.map(Attribution))
    }

    /// The source it was taken from; null when the attribution is known.
    async fn parent_source(&self, ctx: &Context<'_>) -> Result<Option<Source>> {
        Ok(ctx.record_opt(self.0.parent_source_id).await?.map(Source))
    }

    /// How it was taken.
    async fn kind(&self) -> DerivationKind {
        self.0.kind.into()
    }

    /// Whether a person stands behind it.
    async fn confirmation(&self) -> Confirmation {
        self.0.confirmation.into()
    }

    /// Why somebody thinks so; null when nothing was said.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}
