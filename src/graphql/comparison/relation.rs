//! How two claims relate, and lists of such pairs.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject, connection::PageInfo};
use entity::{claim, relation_override};
use uuid::Uuid;

use super::{Override, Verdict, memo, vocab::RelationCode};
use crate::{
    app::comparison::{Needs, View, Ways},
    domain::relation::{self, Which},
    graphql::{
        claim::Claim, context::ContextExt as _, cursor, error::Result, page::size,
        quantity::Lexicon,
    },
};

/// How two claims relate, and why.
#[derive(Clone, Description)]
pub struct Relation {
    pub(super) a: Uuid,
    pub(super) b: Uuid,
    pub(super) found: relation::Relation,
    overriding: Option<relation_override::Model>,
    /// Where the claims as they were are found.
    view: Option<Arc<View>>,
}

impl Relation {
    /// How two claims relate that stand in one of these views, or one in each.
    pub(super) fn new(
        (a, b): (Uuid, Uuid),
        found: relation::Relation,
        views: &[Arc<View>],
    ) -> Self {
        let overriding = views.iter().find_map(|view| view.facts().overriding(a, b)).cloned();
        let past = views.iter().find(|view| view.facts().then(a).is_some());
        Self { a, b, found, overriding, view: past.cloned() }
    }
}

#[Object(use_type_description)]
impl Relation {
    /// The first claim; of a conflict the one with the lower figure, of a revision the earlier one.
    async fn a(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, self.view.as_deref(), self.a).await
    }

    /// The second claim.
    async fn b(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, self.view.as_deref(), self.b).await
    }

    /// The verdict.
    async fn verdict(&self) -> Verdict {
        self.found.verdict.into()
    }

    /// Why it was given.
    async fn code(&self) -> RelationCode {
        self.found.code.into()
    }

    /// The same in one sentence; where a person overrode the rules, that person's reason.
    async fn reason(&self) -> &str {
        &self.found.reason
    }

    /// How far apart the nearest bounds of the two readings are; null where some number fits both,
    /// and where they cannot be compared.
    async fn gap(&self) -> Option<f64> {
        self.found.gap
    }

    /// The larger of the nearest bounds by the smaller; null where there is no gap, and where the
    /// smaller is 0.
    async fn ratio(&self) -> Option<f64> {
        self.found.ratio
    }

    /// The later of the two, where the verdict depends on it; null where it does not.
    async fn later(&self, ctx: &Context<'_>) -> Result<Option<Claim>> {
        let later = match self.found.later {
            Some(Which::A) => self.a,
            Some(Which::B) => self.b,
            None => return Ok(None),
        };
        Ok(Some(claim_of(ctx, self.view.as_deref(), later).await?))
    }

    /// Whether both rest on one known origin and nothing else.
    async fn same_origin(&self) -> bool {
        self.found.same_origin
    }

    /// The person's verdict that stands in place of the rules' one; null where the rules decide.
    async fn r#override(&self) -> Option<Override> {
        self.overriding.clone().map(Arc::new).map(Override)
    }

    /// What the rules say of a pair whose verdict a person gave; null where the rules decide.
    async fn rules(&self) -> Option<RuledRelation> {
        let (verdict, code) = self.found.overridden?;
        Some(RuledRelation { verdict: verdict.into(), code: code.into() })
    }

    /// Whose readings were compared.
    async fn lexicon(&self) -> Lexicon {
        self.found.lexicon.into()
    }
}

/// What the rules say of a pair whose verdict a person gave.
#[derive(Clone, Copy, SimpleObject)]
pub struct RuledRelation {
    /// The verdict.
    verdict: Verdict,
    /// Why it would be given.
    code: RelationCode,
}

/// A claim, as it was where the past is looked at.
pub async fn claim_of(ctx: &Context<'_>, view: Option<&View>, id: Uuid) -> Result<Claim> {
    if let Some(then) = view.and_then(|view| view.facts().then(id)) {
        return Ok(then.clone().into());
    }
    Ok(Claim(ctx.record(id).await?))
}

/// How many there are in all pages of a list.
pub enum Total {
    /// So many.
    Known(usize),
    /// As many as there are of these verdicts; counted when asked for.
    CrossReferences { view: Arc<View>, claim: Uuid, verdicts: Vec<relation::Verdict> },
}

/// A page of a list of pairs of claims.
#[derive(Description)]
pub struct RelationConnection {
    edges: Vec<RelationEdge>,
    has_next: bool,
    has_previous: bool,
    total: Total,
}

/// One of a list of pairs of claims.
#[derive(Clone, SimpleObject)]
pub struct RelationEdge {
    /// Where it stands in the list: pass it on as after.
    pub(super) cursor: String,
    /// The pair.
    pub(super) node: Relation,
}

impl RelationConnection {
    pub(super) const fn new(
        edges: Vec<RelationEdge>,
        has_next: bool,
        has_previous: bool,
        total: Total,
    ) -> Self {
        Self { edges, has_next, has_previous, total }
    }
}

#[Object(use_type_description)]
impl RelationConnection {
    /// The pairs of this page.
    async fn nodes(&self) -> Vec<Relation> {
        self.edges.iter().map(|edge| edge.node.clone()).collect()
    }

    /// The pairs of this page, each with its cursor.
    async fn edges(&self) -> &[RelationEdge] {
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

    /// How many pairs the list has in all its pages; counted only when asked for.
    async fn total_count(&self) -> i32 {
        let count = match &self.total {
            Total::Known(count) => *count,
            Total::CrossReferences { view, claim, verdicts } => {
                view.cross_references().map_or(0, |all| all.count(*claim, verdicts))
            }
        };
        i32::try_from(count).unwrap_or(i32::MAX)
    }
}

/// The name of the list, in its cursors.
const CROSS_REFERENCES: &str = "crossReferences";

/// How a claim relates to the other claims on its statistic, by page.
pub async fn cross_references(
    ctx: &Context<'_>,
    row: &claim::Model,
    verdicts: Option<Vec<Verdict>>,
    first: i32,
    after: Option<String>,
) -> Result<RelationConnection> {
    let first = usize::try_from(size("first", first)?).unwrap_or(usize::MAX);
    let after: Option<Uuid> = cursor::decode("after", CROSS_REFERENCES, after.as_deref())?;
    let verdicts: Vec<relation::Verdict> =
        verdicts.unwrap_or_default().into_iter().map(Into::into).collect();
    let subject = memo::group_of_claim(ctx, row).await?;
    let view = memo::view(ctx, subject, Ways::default()).await?;
    view.prepare(Needs::CrossReferences).await?;
    let mut found: Vec<(Uuid, relation::Relation)> = match view.cross_references() {
        Some(all) => {
            let page = all.of(row.id, &verdicts, after).take(first + 1);
            page.map(|(other, relation)| (other.id, relation)).collect()
        }
        None => Vec::new(),
    };
    let has_next = found.len() > first;
    found.truncate(first);
    let edges = found.into_iter().map(|(other, found)| RelationEdge {
        cursor: cursor::encode(CROSS_REFERENCES, &other),
        node: Relation::new((row.id, other), found, std::slice::from_ref(&view)),
    });
    let edges: Vec<RelationEdge> = edges.collect();
    let total = Total::CrossReferences { view, claim: row.id, verdicts };
    Ok(RelationConnection::new(edges, has_next, after.is_some(), total))
}
