//! Who is really speaking.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::{agent, attribution, claim, source};

use super::{OriginLens, memo};
use crate::{
    app::comparison::Ways,
    domain::origin,
    graphql::{agent::Agent, context::ContextExt as _, error::Result},
};

/// An independent voice: whoever a figure can be followed back to.
#[derive(Clone, Copy, Description)]
pub struct Origin(pub origin::Origin);

#[Object(use_type_description)]
impl Origin {
    /// Who it is; null where nobody knows.
    async fn agent(&self, ctx: &Context<'_>) -> Result<Option<Agent>> {
        match self.0 {
            origin::Origin::Known(id) => Ok(Some(Agent(ctx.record(id).await?))),
            origin::Origin::Unknown(_) => Ok(None),
        }
    }

    /// Whether it is known. An unknown one may be the same as any other: that is why origins are
    /// counted from min to max.
    async fn known(&self) -> bool {
        self.0.is_known()
    }

    /// The agent's name or, where nobody knows who it is, the title of the document in which the
    /// trail ends.
    async fn label(&self, ctx: &Context<'_>) -> Result<String> {
        label(ctx, self.0).await
    }
}

/// What an origin is called.
pub async fn label(ctx: &Context<'_>, origin: origin::Origin) -> Result<String> {
    Ok(match origin {
        origin::Origin::Known(id) => ctx.record::<agent::Model>(id).await?.name.clone(),
        origin::Origin::Unknown(id) => {
            let source = ctx.record::<source::Model>(id).await?;
            format!("unknown, in \"{}\"", source.title)
        }
    })
}

/// The origins of one attribution.
pub async fn origins_of(
    ctx: &Context<'_>,
    row: &attribution::Model,
    lens: OriginLens,
) -> Result<Vec<Origin>> {
    let claim = ctx.record::<claim::Model>(row.claim_id).await?;
    let subject = memo::group_of_claim(ctx, &claim).await?;
    let ways = Ways { lens: lens.into(), ..Ways::default() };
    let view: Arc<_> = memo::view(ctx, subject, ways).await?;
    Ok(view.origins().of(row.id).iter().copied().map(Origin).collect())
}
