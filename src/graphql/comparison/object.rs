//! The answer for one statistic.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};
use uuid::Uuid;

use super::{
    position::{Position, count},
    relation::{Relation, RelationConnection, RelationEdge, Total},
    unlike::{self, UnlikeConnection},
    vocab::ComparisonVerdict,
};
use crate::{
    Error,
    app::comparison::{Needs, View},
    domain::{
        comparison::{self, Outcome},
        origin,
    },
    graphql::{
        cursor,
        error::Result,
        finding::{Finding, findings_of},
        page::size,
        quantity::Lexicon,
    },
};

/// A comparison that was asked for.
pub struct Looked {
    /// The statistic in this way.
    pub view: Arc<View>,
    /// The statistic.
    pub statistic: Uuid,
}

/// From one number to another.
#[derive(Clone, Copy, SimpleObject)]
pub struct Interval {
    /// The smallest; null where it is open.
    low: Option<f64>,
    /// The largest; null where it is open.
    high: Option<f64>,
}

/// How many independent origins there are. It is a range, because an unknown origin may be the same
/// as any other.
#[derive(Clone, Copy, SimpleObject)]
pub struct OriginCount {
    /// At least so many: the known ones, or 1 where there are only unknown ones.
    min: i32,
    /// At most so many: the known and the unknown ones.
    max: i32,
}

impl From<origin::OriginCount> for OriginCount {
    fn from(origin::OriginCount { min, max }: origin::OriginCount) -> Self {
        Self { min: count(min), max: count(max) }
    }
}

/// An interval that the most positions with two bounds allow.
#[derive(Clone, Copy, SimpleObject)]
pub struct Agreement {
    /// From this number; null where it is open.
    low: Option<f64>,
    /// To this number; null where it is open.
    high: Option<f64>,
    /// How many positions with two bounds allow it.
    two_sided: i32,
    /// How many positions allow it, those that only give a limit among them.
    supporters: i32,
    /// Of how many positions.
    of: i32,
}

impl From<comparison::Agreement> for Agreement {
    fn from(agreement: comparison::Agreement) -> Self {
        let comparison::Agreement { low, high, two_sided, supporters, of } = agreement;
        Self {
            low: finite(low),
            high: finite(high),
            two_sided: count(two_sided),
            supporters: count(supporters),
            of: count(of),
        }
    }
}

/// A bound as the API has it: null where it is open.
pub fn finite(bound: f64) -> Option<f64> {
    bound.is_finite().then_some(bound)
}

/// The answer for one statistic: who says how many, how many voices they are, and whether they
/// agree. Claims that are retracted are left out.
#[derive(Description)]
pub struct Comparison {
    view: Arc<View>,
    outcome: Arc<Outcome>,
    statistic: Uuid,
}

impl TryFrom<Looked> for Comparison {
    type Error = Error;

    fn try_from(Looked { view, statistic }: Looked) -> crate::Result<Self> {
        let outcome = view.comparison()?.outcome();
        Ok(Self { view, outcome, statistic })
    }
}

#[Object(use_type_description)]
impl Comparison {
    /// What the positions are to each other.
    async fn verdict(&self) -> ComparisonVerdict {
        self.outcome.verdict.into()
    }

    /// The same in one sentence with the numbers.
    async fn summary(&self) -> &str {
        &self.outcome.summary
    }

    /// From the smallest to the largest number named by a position; limits ("at least 21") are not
    /// taken for an end, nor is what a newer figure has outgrown. Null where no number is named.
    async fn range(&self) -> Option<Interval> {
        self.outcome.range.map(|comparison::Interval { low, high }| Interval { low, high })
    }

    /// How many independent origins there are.
    async fn origins(&self) -> OriginCount {
        self.outcome.origins.into()
    }

    /// Where each origin stands, known origins first.
    async fn positions(&self) -> Vec<Position> {
        let positions = self.outcome.positions.iter().cloned();
        positions.map(|position| Position { position, view: Arc::clone(&self.view) }).collect()
    }

    /// What the most positions with two bounds allow; several intervals where they tie, empty where
    /// fewer than two such positions meet.
    async fn agreement(&self) -> Vec<Agreement> {
        self.outcome.agreement.iter().copied().map(Into::into).collect()
    }

    /// The median of the numbers named by known origins, limits left out; null where there are none.
    async fn median(&self) -> Option<f64> {
        self.outcome.median
    }

    /// How wide the range is; null where one of its ends is.
    async fn spread(&self) -> Option<f64> {
        self.outcome.spread
    }

    /// Pairs of positions that cannot both be so: those of known origins first, the widest ratio
    /// first. Two figures of one voice that exclude each other are among them; these alone do not
    /// make the statistic CONTESTED.
    async fn conflicts(
        &self,
        #[graphql(desc = "How many from the start; 500 at most.", default = 50)] first: i32,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<RelationConnection> {
        let first = usize::try_from(size("first", first)?).unwrap_or(usize::MAX);
        let place: Option<String> = cursor::decode("after", CONFLICTS, after.as_deref())?;
        let place = place.map(|place| place.parse()).transpose()?;
        self.view.prepare(Needs::Comparison).await?;
        let comparison = self.view.comparison()?;
        let conflicts = comparison.conflicts();
        let page = conflicts.page(first, place.as_ref());
        let edges = page.conflicts.into_iter().map(|conflict| RelationEdge {
            cursor: cursor::encode(CONFLICTS, &conflict.cursor.to_string()),
            node: Relation::new(
                (conflict.a.claim_id, conflict.b.claim_id),
                conflict.relation,
                std::slice::from_ref(&self.view),
            ),
        });
        let total = Total::Known(conflicts.total());
        Ok(RelationConnection::new(edges.collect(), page.has_next, place.is_some(), total))
    }

    /// Consecutive figures of one origin that changed its number: those that were lowered first.
    async fn revisions(
        &self,
        #[graphql(desc = "How many from the start; 500 at most.", default = 50)] first: i32,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<RelationConnection> {
        let first = usize::try_from(size("first", first)?).unwrap_or(usize::MAX);
        let revisions = &self.outcome.revisions;
        let start = match cursor::decode("after", REVISIONS, after.as_deref())? {
            Some(place) => find_after(revisions, place)?,
            None => 0,
        };
        self.view.prepare(Needs::Comparison).await?;
        let comparison = self.view.comparison()?;
        let page = revisions.iter().enumerate().skip(start).take(first);
        let edges = page.map(|(place, revision)| RelationEdge {
            cursor: cursor::encode(REVISIONS, &place_of(place, revision)),
            node: Relation::new(
                (revision.earlier.claim_id, revision.later.claim_id),
                comparison.relation(&revision.earlier, &revision.later),
                std::slice::from_ref(&self.view),
            ),
        });
        let has_next = revisions.len() > start.saturating_add(first);
        let total = Total::Known(revisions.len());
        Ok(RelationConnection::new(edges.collect(), has_next, start > 0, total))
    }

    /// What was left out and why: claims on this statistic that cannot be compared, then claims of
    /// the same measure and event on other statistics, with the part of the key that differs.
    async fn unlike(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 500 at most.", default = 50)] first: i32,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<UnlikeConnection> {
        unlike::page(ctx, &self.view, &self.outcome, self.statistic, first, after).await
    }

    /// What rules noticed about the claims on this statistic, their attributions, and the sources
    /// and agents of these, as known now; the first 500. None of it changes the comparison.
    async fn findings(&self, ctx: &Context<'_>) -> Result<Vec<Finding>> {
        findings_of(ctx, self.statistic).await
    }

    /// By whose rules the words were read.
    async fn lexicon(&self) -> Lexicon {
        self.outcome.lexicon.into()
    }
}

/// The names of the lists, in their cursors.
const CONFLICTS: &str = "conflicts";
const REVISIONS: &str = "revisions";

/// Where a revision stands, and how it is known again where the list has moved.
type Place = (usize, Uuid, Uuid);

const fn place_of(place: usize, revision: &comparison::Revision) -> Place {
    (place, revision.earlier.claim_id, revision.later.claim_id)
}

/// Where the list goes on after a revision.
fn find_after(revisions: &[comparison::Revision], place: Place) -> crate::Result<usize> {
    let (at, earlier, later) = place;
    let same = |at: usize| {
        let found = &revisions[at];
        (found.earlier.claim_id, found.later.claim_id) == (earlier, later)
    };
    let moved = || (0..revisions.len()).find(|&at| same(at));
    let here = (at < revisions.len() && same(at)).then_some(at);
    here.or_else(moved).map(|at| at + 1).ok_or_else(|| {
        let message = "what stood at this cursor is no longer in the list: start at its first page";
        Error::invalid("after", message)
    })
}
