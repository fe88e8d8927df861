//! History: every change of a record, with the record before and after.

mod loader;
mod snapshot;

use async_graphql::{
    ComplexObject, Context, Description, ID, Json, Object, SimpleObject, connection::PageInfo,
};
use entity::{
    revision,
    vocab::{RecordKind, Role},
};
use serde_json::Value;

use self::{
    loader::{HistoryCount, HistoryOf, TextIsPublic},
    snapshot::shown,
};
use super::{
    common::Common,
    context::ContextExt as _,
    cursor,
    error::Result,
    import::{ImportLineConnection, of_record},
    page::{NESTED_SIZE, size},
    scalar::DateTime,
    vocab::Action,
};
use crate::domain::record_id::{Prefix, RecordId};

/// What the cursors of a history belong to.
const LIST: &str = "history";

/// One change of one record.
#[derive(Clone, Description)]
pub struct Revision(pub revision::Model);

#[Object(use_type_description)]
impl Revision {
    /// Its id: give it to revert to undo the change.
    async fn id(&self) -> ID {
        ID(RecordId::new(Prefix::Revision, self.0.id).to_string())
    }

    /// The revision of the record after the change: 1 where it was made.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What was done.
    async fn action(&self) -> Action {
        self.0.action.into()
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.recorded_at)
    }

    /// Who: the name of the key; null when it was the program itself.
    async fn actor(&self) -> Option<&str> {
        self.0.actor.as_deref()
    }

    /// Why; null when nobody said.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// The record before the change, as an object; null when it did not exist. The text of a
    /// source that is not public is left out unless you are a curator.
    async fn before(&self, ctx: &Context<'_>) -> Result<Option<Json<Value>>> {
        self.snapshot(ctx, self.0.before.as_deref()).await
    }

    /// The record after the change, as an object; null when nothing was left of it. The text of a
    /// source that is not public is left out unless you are a curator.
    async fn after(&self, ctx: &Context<'_>) -> Result<Option<Json<Value>>> {
        self.snapshot(ctx, self.0.after.as_deref()).await
    }
}

impl Revision {
    async fn snapshot(&self, ctx: &Context<'_>, json: Option<&str>) -> Result<Option<Json<Value>>> {
        let Some(json) = json else { return Ok(None) };
        let with_text = self.0.record_kind != RecordKind::Source
            || ctx.session().actor.may(Role::Curator)
            || ctx.rows().load_one(TextIsPublic(self.0.record_key)).await?.unwrap_or_default();
        Ok(Some(Json(shown(self.0.record_kind, json, with_text)?)))
    }
}

/// A page of the changes of a record.
#[derive(Description)]
pub struct RevisionConnection {
    record: (RecordKind, uuid::Uuid),
    nodes: Vec<Revision>,
    has_previous_page: bool,
    has_next_page: bool,
}

#[Object(use_type_description)]
impl RevisionConnection {
    /// The changes of this page.
    async fn nodes(&self) -> &[Revision] {
        &self.nodes
    }

    /// The changes of this page, each with its cursor.
    async fn edges(&self) -> Vec<RevisionEdge> {
        let edge = |node: &Revision| RevisionEdge { cursor: place(node), node: node.clone() };
        self.nodes.iter().map(edge).collect()
    }

    /// Where this page stands in the history.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.nodes.first().map(place),
            end_cursor: self.nodes.last().map(place),
        }
    }

    /// How many changes the record has seen; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = ctx.rows().load_one(HistoryCount(self.record)).await?.unwrap_or_default();
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// One of the changes of a record.
#[derive(SimpleObject)]
pub struct RevisionEdge {
    /// Where it stands in the history: pass it on as after.
    cursor: String,
    /// The change itself.
    node: Revision,
}

fn place(revision: &Revision) -> String {
    cursor::encode(LIST, &revision.0.number)
}

#[ComplexObject]
impl Common {
    /// Every change of the record, the oldest first: who did what, when and why.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<RevisionConnection> {
        let limit = first.map_or(Ok(NESTED_SIZE), |first| size("first", first))?;
        let after: Option<i32> = cursor::decode("after", LIST, after.as_deref())?;
        let wanted =
            HistoryOf { record: self.record, after: after.unwrap_or_default(), limit: limit + 1 };
        let mut rows = match limit {
            0 => Vec::new(),
            _ => ctx.rows().load_one(wanted).await?.unwrap_or_default(),
        };
        let has_next_page = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(RevisionConnection {
            record: self.record,
            nodes: rows.into_iter().map(Revision).collect(),
            has_previous_page: after.is_some(),
            has_next_page,
        })
    }

    /// Which lines of which files it came from, those of the oldest import first: the lines that
    /// added it and, for claims, attributions and assessments, those that named it again. Empty for
    /// what was entered by hand.
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
    ) -> Result<ImportLineConnection> {
        of_record(ctx, self.record.1, first, after).await
    }
}
