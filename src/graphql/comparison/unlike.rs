//! What a comparison leaves out, and why.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject, connection::PageInfo};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{relation::claim_of, vocab::RelationCode};
use crate::{
    app::comparison::{View, key_of},
    domain::{
        comparison::Outcome,
        relation::{self, other_statistic},
    },
    graphql::{claim::Claim, context::ContextExt as _, cursor, error::Result, page::size},
    store::crossref,
};

/// A claim that was left out of a comparison.
#[derive(Clone, Description)]
pub struct Unlike {
    claim: Uuid,
    code: relation::RelationCode,
    view: Arc<View>,
}

#[Object(use_type_description)]
impl Unlike {
    /// Which claim.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, Some(&self.view), self.claim).await
    }

    /// Why it was left out: `RELATIVE`, `OTHER_MOMENT` or `ORDER_UNKNOWN` on this statistic; on another
    /// one the first part of its key that differs.
    async fn code(&self) -> RelationCode {
        self.code.into()
    }
}

/// A page of a list of claims that were left out.
#[derive(Description)]
pub struct UnlikeConnection {
    edges: Vec<UnlikeEdge>,
    has_next: bool,
    has_previous: bool,
    own: usize,
    statistic: Uuid,
}

/// One of a list of claims that were left out.
#[derive(Clone, SimpleObject)]
pub struct UnlikeEdge {
    /// Where it stands in the list: pass it on as after.
    cursor: String,
    /// The claim, and why it was left out.
    node: Unlike,
}

#[Object(use_type_description)]
impl UnlikeConnection {
    /// The claims of this page.
    async fn nodes(&self) -> Vec<Unlike> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// The claims of this page, each with its cursor.
    async fn edges(&self) -> &[UnlikeEdge] {
        &self.edges
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }

    /// How many claims were left out, in all pages; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let others = crossref::count_beside(ctx.db(), self.statistic).await?;
        let own = i64::try_from(self.own).unwrap_or(i64::MAX);
        Ok(i32::try_from(own.saturating_add(others)).unwrap_or(i32::MAX))
    }
}

const UNLIKE: &str = "unlike";

/// Where a claim stands: those on the statistic come first, each part in the order of the ids.
#[derive(Clone, Copy, Serialize, Deserialize)]
enum Place {
    Own(Uuid),
    Beside(Uuid),
}

/// A page of what was left out.
pub async fn page(
    ctx: &Context<'_>,
    view: &Arc<View>,
    outcome: &Outcome,
    statistic: Uuid,
    first: i32,
    after: Option<String>,
) -> Result<UnlikeConnection> {
    let first = usize::try_from(size("first", first)?).unwrap_or(usize::MAX);
    let after: Option<Place> = cursor::decode("after", UNLIKE, after.as_deref())?;
    let edge = |place: Place, claim, code| UnlikeEdge {
        cursor: cursor::encode(UNLIKE, &place),
        node: Unlike { claim, code, view: Arc::clone(view) },
    };
    let told = match after {
        None => 0,
        Some(Place::Own(last)) => outcome.unlike.partition_point(|unlike| unlike.claim <= last),
        Some(Place::Beside(_)) => outcome.unlike.len(),
    };
    let own = outcome.unlike[told..].iter().take(first + 1);
    let mut edges: Vec<UnlikeEdge> =
        own.map(|unlike| edge(Place::Own(unlike.claim), unlike.claim, unlike.code)).collect();
    if edges.len() <= first
        && let Some(counted) = &view.facts().counted
    {
        let last = match after {
            Some(Place::Beside(last)) => Some(last),
            Some(Place::Own(_)) | None => None,
        };
        let wanted = u64::try_from(first + 1 - edges.len()).unwrap_or(u64::MAX);
        let beside = crossref::beside(ctx.db(), statistic, last, wanted).await?;
        for found in beside {
            let code = other_statistic(&counted.key, &key_of(&found.row));
            let code = code.unwrap_or(relation::RelationCode::OtherMeasure);
            edges.push(edge(Place::Beside(found.parent_key), found.parent_key, code));
        }
    }
    let has_next = edges.len() > first;
    edges.truncate(first);
    let own = outcome.unlike.len();
    Ok(UnlikeConnection { edges, has_next, has_previous: after.is_some(), own, statistic })
}
