//! What was noticed about whole statistics, for all of a level at once.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, dataloader::Loader};
use entity::finding;
use uuid::Uuid;

use super::object::Finding;
use crate::{
    Error,
    graphql::{context::ContextExt as _, error::Result, loader::Rows},
    store::finding as stored,
};

/// The findings that bear on a statistic.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct OfStatistic(Uuid);

impl Loader<OfStatistic> for Rows {
    type Value = Vec<finding::Model>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        keys: &[OfStatistic],
    ) -> std::result::Result<HashMap<OfStatistic, Vec<finding::Model>>, Arc<Error>> {
        let mut ids: Vec<Uuid> = keys.iter().map(|key| key.0).collect();
        // One order of the same keys, so that the same question is the same statement.
        ids.sort_unstable();
        let mut lists: HashMap<OfStatistic, Vec<finding::Model>> = HashMap::new();
        for found in stored::bearing_on(&self.db, &ids).await? {
            lists.entry(OfStatistic(found.parent_key)).or_default().push(found.row);
        }
        Ok(lists)
    }
}

/// What rules noticed about the claims on a statistic, their attributions, and the sources and
/// agents of these.
pub async fn findings_of(ctx: &Context<'_>, statistic: Uuid) -> Result<Vec<Finding>> {
    let found = ctx.rows().load_one(OfStatistic(statistic)).await?;
    Ok(found.unwrap_or_default().into_iter().map(Finding::from).collect())
}
