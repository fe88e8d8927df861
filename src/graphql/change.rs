//! The feed of changes, in the order of the commits.

use async_graphql::{Context, Description, Object, SimpleObject, connection::PageInfo};
use entity::{revision, statistic};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    context::ContextExt as _,
    cursor,
    error::Result,
    history::Revision,
    node::{self, Node},
    page::{ROOT_SIZE, window},
    scalar::DateTime,
    statistic::Statistic,
    vocab::{Action, RecordKind},
};
use crate::{
    Result as Checked,
    domain::record_id::RecordId,
    store::revision::{self as stored, FeedPage, Place},
};

/// What the cursors of the feed belong to.
const LIST: &str = "changes";

/// One change of one record, as the feed tells of it.
#[derive(Clone, Description)]
pub struct Change(revision::Model);

#[Object(use_type_description)]
impl Change {
    /// Number of the commit that made it: it grows with every commit, and changes that were made
    /// together share it. A whole number, exact up to 2^53.
    #[expect(clippy::cast_precision_loss, reason = "no database sees 2^53 commits")]
    async fn sequence(&self) -> f64 {
        self.0.sequence as f64
    }

    /// Its place among the changes of its commit, from 0.
    async fn position(&self) -> i32 {
        self.0.position
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// What kind of record changed.
    async fn kind(&self) -> RecordKind {
        self.0.record_kind.into()
    }

    /// What was done.
    async fn action(&self) -> Action {
        self.0.action.into()
    }

    /// The record that changed, as it is today, whether retracted or not; a merged one leads to
    /// the one kept. Null when it is no longer in the database.
    async fn record(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        node::by_key(ctx, RecordId::new(self.0.record_kind, self.0.record_key)).await
    }

    /// Who: the name of the key; null when it was the program itself.
    async fn actor(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// Why; null when nobody said.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The statistic that the change bears on, after merges; null when it bears on none.
    async fn statistic(&self, ctx: &Context<'_>) -> Result<Option<Statistic>> {
        Ok(ctx.record_opt::<statistic::Model>(self.0.statistic_id).await?.map(Statistic))
    }

    /// The same change with the record before and after it.
    async fn revision(&self) -> Revision {
        Revision(self.0.clone())
    }
}

impl From<revision::Model> for Change {
    fn from(row: revision::Model) -> Self {
        Self(row)
    }
}

impl Change {
    /// What kind of record changed.
    pub fn kind_of(&self) -> RecordKind {
        self.0.record_kind.into()
    }

    /// The statistic that the change bears on, as it was then; `None` when it bore on none.
    pub fn bears_on(&self) -> Option<Uuid> {
        self.0.statistic_id
    }
}

/// A place in the feed, as a cursor keeps it.
#[derive(Serialize, Deserialize)]
struct Standing(i64, i32);

impl From<Standing> for Place {
    fn from(Standing(sequence, position): Standing) -> Self {
        Self { sequence, position }
    }
}

fn place(change: &Change) -> String {
    let Place { sequence, position } = Place::of(&change.0);
    cursor::encode(LIST, &Standing(sequence, position))
}

/// A page of the feed of changes.
#[derive(Description)]
pub struct ChangeConnection {
    nodes: Vec<Change>,
    page_info: PageInfo,
}

#[Object(use_type_description)]
impl ChangeConnection {
    /// The changes of this page.
    async fn nodes(&self) -> &[Change] {
        &self.nodes
    }

    /// The changes of this page, each with its cursor.
    async fn edges(&self) -> Vec<ChangeEdge> {
        let edge = |node: &Change| ChangeEdge { cursor: place(node), node: node.clone() };
        self.nodes.iter().map(edge).collect()
    }

    /// Where this page stands in the feed. To hear what is new, send endCursor as after again
    /// later: on an empty page it is the cursor that you sent.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many changes there were in all; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(stored::count(ctx.db()).await?).unwrap_or(i32::MAX))
    }
}

/// One of the changes of the feed.
#[derive(SimpleObject)]
pub struct ChangeEdge {
    /// Where it stands in the feed: pass it on as after or before.
    cursor: String,
    /// The change itself.
    node: Change,
}

#[derive(Default)]
pub struct ChangeQuery;

#[Object]
impl ChangeQuery {
    /// What was changed, in the order of the commits, the oldest first. Nothing is left out: after
    /// the endCursor of a page comes exactly what was committed later. changes(last: 1) tells
    /// where the feed ends now.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, for the newest; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<ChangeConnection> {
        let (limit, backwards) = window(first, last, ROOT_SIZE)?;
        let read = |field, cursor: &Option<String>| -> Checked<Option<Place>> {
            let place = cursor::decode::<Standing>(field, LIST, cursor.as_deref())?;
            Ok(place.map(Place::from))
        };
        let page = FeedPage {
            after: read("after", &after)?,
            before: read("before", &before)?,
            limit: limit + 1,
            backwards,
        };
        let mut rows = if limit == 0 { Vec::new() } else { stored::feed(ctx.db(), page).await? };
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if backwards {
            rows.reverse();
        }
        let nodes: Vec<Change> = rows.into_iter().map(Change).collect();
        let page_info = PageInfo {
            has_previous_page: if backwards { more } else { after.is_some() },
            has_next_page: if backwards { before.is_some() } else { more },
            start_cursor: nodes.first().map(place).or(before),
            end_cursor: nodes.last().map(place).or(after),
        };
        Ok(ChangeConnection { nodes, page_info })
    }
}
