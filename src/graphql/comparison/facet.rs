//! The claims of a list counted by what they have in common.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};

use async_graphql::{Context, SimpleObject, dataloader::Loader};
use entity::claim;
use uuid::Uuid;

use super::stats::{ClaimGroup, ClaimKey, shared_by};
use crate::{
    Error,
    graphql::{
        claim::Claim,
        context::ContextExt as _,
        error::Result,
        loader::{Children, Rows, groups},
        page::{Connected, Over, size},
    },
    store::crossref::{Facet, Group, facet},
};

/// The claims of a list counted by one thing that they have in common.
#[derive(SimpleObject)]
pub struct ClaimFacet {
    /// By what.
    by: ClaimGroup,
    /// The groups, the largest first.
    groups: Vec<ClaimFacetGroup>,
    /// Whether there are more groups than these.
    has_more: bool,
}

/// Claims of a list that have something in common.
#[derive(SimpleObject)]
pub struct ClaimFacetGroup {
    /// What they have in common.
    key: ClaimKey,
    /// How many they are. A claim of two agents is in two groups.
    claims: i32,
}

/// One facet of the list of one record.
#[derive(Clone)]
struct Asked {
    list: Children<claim::Model>,
    by: Group,
    limit: u64,
}

impl AsRef<Children<claim::Model>> for Asked {
    fn as_ref(&self) -> &Children<claim::Model> {
        &self.list
    }
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        (self.by, self.limit) == (other.by, other.limit) && self.list == other.list
    }
}

impl Eq for Asked {}

impl Hash for Asked {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.list.hash(state);
    }
}

impl Loader<Asked> for Rows {
    type Value = Vec<Facet>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[Asked],
    ) -> std::result::Result<HashMap<Asked, Vec<Facet>>, Arc<Error>> {
        let mut kinds: Vec<(Group, u64)> = keys.iter().map(|key| (key.by, key.limit)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut found: HashMap<Asked, Vec<Facet>> = HashMap::with_capacity(keys.len());
        for (by, limit) in kinds {
            let of_kind = keys.iter().filter(|key| (key.by, key.limit) == (by, limit));
            let of_kind: Vec<Asked> = of_kind.cloned().collect();
            for lists in groups::<claim::Model, _>(&of_kind) {
                let ids: Vec<Uuid> = lists.iter().map(|key| key.list.id).collect();
                let first = lists[0];
                let under = Some((first.list.parent, ids.as_slice()));
                for row in facet(&self.db, &first.list.listing, under, by, limit).await? {
                    let list = Children { id: row.parent_key, ..first.list.clone() };
                    found.entry(Asked { list, by, limit }).or_default().push(row.row);
                }
            }
        }
        Ok(found)
    }
}

/// Counts the claims of a list in all its pages.
pub async fn claim_facet(
    ctx: &Context<'_>,
    list: &Connected<Claim>,
    by: ClaimGroup,
    first: i32,
) -> Result<ClaimFacet> {
    let first = size("first", first)?;
    let group = Group::from(by);
    if group == Group::Verdict {
        ctx.summaries().await?;
    }
    let limit = first + 1;
    let mut found: Vec<Facet> = match list.over() {
        Over::Known => {
            let message = "a list as known at some moment is not counted: leave knownAt out";
            return Err(Error::invalid("knownAt", message).into());
        }
        Over::All(listing) => {
            let rows = facet(ctx.db(), &listing.whole(), None, group, limit).await?;
            rows.into_iter().map(|row| row.row).collect()
        }
        Over::Under(parent, id, listing) => {
            let list = Children { id, parent, listing: Arc::new(listing.whole()) };
            ctx.rows().load_one(Asked { list, by: group, limit }).await?.unwrap_or_default()
        }
    };
    let has_more = found.len() as u64 > first;
    found.truncate(usize::try_from(first).unwrap_or(usize::MAX));
    let groups = found.into_iter().map(async |Facet { id, word, claims }| {
        let key = shared_by(ctx, group, id, word).await?;
        Ok::<_, crate::graphql::error::ApiError>(ClaimFacetGroup {
            key,
            claims: i32::try_from(claims).unwrap_or(i32::MAX),
        })
    });
    let groups = futures_util::future::try_join_all(groups).await?;
    Ok(ClaimFacet { by, groups, has_more })
}
