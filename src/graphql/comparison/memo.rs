//! What is compared, loaded once in a request however often it is asked for.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::{Context, dataloader::Loader, parser::types::OperationType};
use entity::{claim, statistic};
use tokio::sync::OnceCell;

use crate::{
    Error,
    app::comparison::{Facts, Group, Subject, View, Ways, load},
    graphql::{context::ContextExt as _, error::Result, loader::Rows},
};

impl Loader<Subject> for Rows {
    type Value = Arc<Facts>;
    type Error = Arc<Error>;

    async fn load(
        &self,
        subjects: &[Subject],
    ) -> std::result::Result<HashMap<Subject, Arc<Facts>>, Arc<Error>> {
        let mut subjects = subjects.to_vec();
        // One order of the same keys, so that the same question is the same statement.
        subjects.sort_unstable();
        Ok(load(&self.db, &subjects).await?.into_iter().collect())
    }
}

type Loading = Arc<OnceCell<Arc<Facts>>>;

/// What one request has loaded, or is loading, to compare.
///
/// The fields of a mutation run one after the other and each changes the facts, so each has its own.
#[derive(Default)]
pub struct Memo(Mutex<HashMap<(Option<String>, Subject), Loading>>);

/// The facts of a group.
async fn facts(ctx: &Context<'_>, subject: Subject) -> Result<Arc<Facts>> {
    let rows = ctx.rows();
    let load = async || {
        let found = rows.load_one(subject).await?;
        found.ok_or_else(|| Arc::new(Error::broken("comparing claims", "nothing was loaded")))
    };
    let field = match ctx.query_env.operation.node.ty {
        OperationType::Query => None,
        OperationType::Mutation => {
            ctx.path_node.as_ref().and_then(|path| path.to_string_vec().into_iter().next())
        }
        // It goes on while the facts change.
        OperationType::Subscription => return Ok(load().await?),
    };
    let memo: &Memo = ctx.data_unchecked();
    let loading = {
        let mut kept = memo.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(kept.entry((field, subject)).or_default())
    };
    Ok(Arc::clone(loading.get_or_try_init(load).await?))
}

/// A group looked at in one way.
pub async fn view(ctx: &Context<'_>, subject: Subject, ways: Ways) -> Result<Arc<View>> {
    Ok(facts(ctx, subject).await?.view(ways))
}

/// What a claim is compared within.
pub async fn group_of_claim(ctx: &Context<'_>, row: &claim::Model) -> Result<Subject> {
    let group = match row.statistic_id {
        Some(id) => Group::Statistic(ctx.record::<statistic::Model>(id).await?.id),
        None => Group::Statement(row.id),
    };
    Ok(Subject { group, known_at: None })
}
