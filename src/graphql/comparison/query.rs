//! Asking how any two claims relate.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::{
    claim,
    vocab::{RecordKind, RecordStatus},
};
use futures_util::try_join;
use uuid::Uuid;

use super::{OriginLens, memo, relation::Relation};
use crate::{
    Error, Within as _,
    app::comparison::{Needs, Ways, relate},
    domain::record_id::RecordId,
    graphql::{context::ContextExt as _, error::Result, loader::ById, quantity::Lexicon},
};
#[derive(Default)]
pub struct ComparisonQuery;

#[Object]
impl ComparisonQuery {
    /// How two claims relate, on one statistic or on two; a claim that is retracted is compared with
    /// nothing.
    async fn relation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "One claim.")] a: ID,
        #[graphql(desc = "The other claim.")] b: ID,
        #[graphql(desc = "By whose rules words are read.", default_with = "Lexicon::Claimbase1")]
        lexicon: Lexicon,
        #[graphql(desc = "Under which agents are one voice.", default_with = "OriginLens::Agent")]
        origin_by: OriginLens,
    ) -> Result<Relation> {
        let (a, b) = try_join!(claim_to_compare(ctx, "a", &a), claim_to_compare(ctx, "b", &b))?;
        if a.id == b.id {
            let message = "a and b are one claim: give two";
            return Err(Error::invalid("b", message).into());
        }
        let ways = Ways { lens: origin_by.into(), lexicon: lexicon.into(), as_of: None };
        let view = async |row: &claim::Model| -> Result<_> {
            let view = memo::view(ctx, memo::group_of_claim(ctx, row).await?, ways).await?;
            view.prepare(Needs::CrossReferences).await?;
            Ok(view)
        };
        let (one, other) = try_join!(view(&a), view(&b))?;
        let found = relate((&one, a.id), (&other, b.id));
        Ok(Relation::new((a.id, b.id), found, &[one, other]))
    }
}

/// A claim that counts.
async fn claim_to_compare(ctx: &Context<'_>, field: &str, id: &ID) -> Result<Arc<claim::Model>> {
    let key: Uuid = RecordId::of(RecordKind::Claim, id).within(field)?;
    let found = ctx.rows().load_one(ById::<claim::Model>::new(key)).await?;
    let id = RecordId::new(RecordKind::Claim, key);
    let row = found.ok_or_else(|| Error::not_found(field, "claim", id))?;
    if row.status != RecordStatus::Active {
        let message = format!("{id} is retracted and compared with nothing: restore it first");
        return Err(Error::invalid(field, message).into());
    }
    Ok(row)
}
