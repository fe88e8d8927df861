//! Reading imports.

use async_graphql::{Context, Description, ID, Object, SimpleObject, connection::PageInfo};
use uuid::Uuid;

use super::object::Import;
use crate::{
    Result as Checked,
    domain::record_id::{Prefix, RecordId},
    graphql::{
        context::ContextExt as _,
        cursor,
        error::Result,
        page::{ROOT_SIZE, window},
    },
    store::import::{self as stored, ImportPage},
};

/// What the cursors of the list belong to.
const LIST: &str = "imports";

fn place(import: &Import) -> String {
    cursor::encode(LIST, &import.0.id)
}

/// A page of the imports.
#[derive(Description)]
pub struct ImportConnection {
    nodes: Vec<Import>,
    has_previous_page: bool,
    has_next_page: bool,
}

#[Object(use_type_description)]
impl ImportConnection {
    /// The imports of this page.
    async fn nodes(&self) -> &[Import] {
        &self.nodes
    }

    /// The imports of this page, each with its cursor.
    async fn edges(&self) -> Vec<ImportEdge> {
        let edge = |node: &Import| ImportEdge { cursor: place(node), node: node.clone() };
        self.nodes.iter().map(edge).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous_page,
            has_next_page: self.has_next_page,
            start_cursor: self.nodes.first().map(place),
            end_cursor: self.nodes.last().map(place),
        }
    }

    /// How many imports there are; counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(stored::count(ctx.db()).await?).unwrap_or(i32::MAX))
    }
}

/// One of the imports.
#[derive(SimpleObject)]
pub struct ImportEdge {
    /// Where it stands in the list: pass it on as after or before.
    cursor: String,
    /// The import itself.
    node: Import,
}

#[derive(Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    /// The import with this id; null when there is none.
    async fn import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Import>> {
        let Ok(id) = RecordId::of(Prefix::Import, &id) else { return Ok(None) };
        Ok(stored::find(ctx.db(), id).await?.map(Import))
    }

    /// The files that were put on record, the newest first; undone ones too.
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, for the oldest; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
    ) -> Result<ImportConnection> {
        let (limit, backwards) = window(first, last, ROOT_SIZE)?;
        let read = |field, cursor: &Option<String>| -> Checked<Option<Uuid>> {
            cursor::decode(field, LIST, cursor.as_deref())
        };
        let page = ImportPage {
            after: read("after", &after)?,
            before: read("before", &before)?,
            limit: limit + 1,
            backwards,
        };
        let mut rows = if limit == 0 { Vec::new() } else { stored::page(ctx.db(), page).await? };
        let more = rows.len() as u64 > limit;
        rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        if backwards {
            rows.reverse();
        }
        Ok(ImportConnection {
            nodes: rows.into_iter().map(Import).collect(),
            has_previous_page: if backwards { more } else { after.is_some() },
            has_next_page: if backwards { before.is_some() } else { more },
        })
    }
}
