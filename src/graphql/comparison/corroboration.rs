//! Who stands behind one claim, and who denies it.

use async_graphql::{Context, SimpleObject};
use entity::claim;

use super::{OriginLens, memo, object::OriginCount, position::count};
use crate::{app::comparison::Ways, domain::comparison, graphql::error::Result};

/// How often something is said.
#[derive(Clone, Copy, SimpleObject)]
pub struct Voices {
    /// In how many places.
    attributions: i32,
    /// In how many documents.
    sources: i32,
    /// By how many publishers, as far as they are known.
    publishers: i32,
}

impl From<comparison::Voices> for Voices {
    fn from(voices: comparison::Voices) -> Self {
        let comparison::Voices { attributions, sources, publishers } = voices;
        Self {
            attributions: count(attributions),
            sources: count(sources),
            publishers: count(publishers),
        }
    }
}

/// Who stands behind one claim, and who stands against it. All is 0 for a retracted claim: it does
/// not count.
#[derive(Clone, Copy, SimpleObject)]
pub struct Corroboration {
    /// In how many places it is asserted.
    attributions: i32,
    /// In how many documents.
    sources: i32,
    /// By how many publishers, as far as they are known.
    publishers: i32,
    /// From how many independent origins: this alone says how many voices there are.
    origins: OriginCount,
    /// How often it is denied. A denial gives no origin.
    denials: Voices,
    /// How often it is called doubtful or wrong, with reasons or another figure.
    disputes: Voices,
}

/// The corroboration of a claim.
pub async fn corroboration(
    ctx: &Context<'_>,
    row: &claim::Model,
    lens: OriginLens,
) -> Result<Corroboration> {
    let subject = memo::group_of_claim(ctx, row).await?;
    let view = memo::view(ctx, subject, Ways { lens: lens.into(), ..Ways::default() }).await?;
    let found = view.facts().corroboration(row.id, lens.into());
    let comparison::Corroboration { asserted, origins, denied, disputed } = found;
    let Voices { attributions, sources, publishers } = asserted.into();
    Ok(Corroboration {
        attributions,
        sources,
        publishers,
        origins: origins.into(),
        denials: denied.into(),
        disputes: disputed.into(),
    })
}
