//! `ImportLine` and its lists: which record came from which line of which file.

use async_graphql::{Context, Description, Object, SimpleObject, connection::PageInfo};
use entity::import_row;
use uuid::Uuid;

use super::{
    loader::{ImportById, LineCount, LinesOf},
    object::Import,
};
use crate::{
    Error,
    domain::record_id::{Prefix, RecordId},
    graphql::{
        context::ContextExt as _,
        cursor,
        error::Result,
        node::{self, Node},
        page::{NESTED_SIZE, size},
    },
    store::import::{LinePlace, Side},
};

/// What the cursors of the lines belong to.
const LIST: &str = "import lines";

/// One record that one line of a file named.
#[derive(Clone, Description)]
pub struct ImportLine(import_row::Model);

#[Object(use_type_description)]
impl ImportLine {
    /// The import that read the line.
    async fn import(&self, ctx: &Context<'_>) -> Result<Import> {
        let id = self.0.import_id;
        let found = ctx.rows().load_one(ImportById(id)).await?;
        let missing = || {
            let what = format!("{} is referred to and missing", RecordId::new(Prefix::Import, id));
            Error::broken("following a reference", what)
        };
        Ok(Import(found.ok_or_else(missing)?))
    }

    /// The line of the file on which the row or the item begins, from 1. Of a file without lines, as
    /// a workbook, the row; of one document that holds many items, the place of the item.
    async fn line(&self) -> i32 {
        i32::try_from(self.0.line).unwrap_or(i32::MAX)
    }

    /// Whether the import put the record on record; false when it was there already.
    async fn is_new(&self) -> bool {
        self.0.is_new
    }

    /// Whether the import changed the record.
    async fn is_changed(&self) -> bool {
        self.0.is_changed
    }

    /// The revision of the record after the import read the line; null where that was not kept.
    async fn revision(&self) -> Option<i32> {
        self.0.revision
    }

    /// The record as it is today; a merged one leads to the one kept. Null when it is no longer in
    /// the database.
    async fn record(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        node::by_key(ctx, RecordId::new(self.0.record_kind, self.0.record_key)).await
    }
}

fn place(line: &ImportLine) -> String {
    cursor::encode(LIST, &LinePlace::of(&line.0))
}

/// A page of the lines of an import, or of those that a record came from.
#[derive(Description)]
pub struct ImportLineConnection {
    side: Side,
    key: Uuid,
    nodes: Vec<ImportLine>,
    has_previous_page: bool,
    has_next_page: bool,
}

#[Object(use_type_description)]
impl ImportLineConnection {
    /// The lines of this page.
    async fn nodes(&self) -> &[ImportLine] {
        &self.nodes
    }

    /// The lines of this page, each with its cursor.
    async fn edges(&self) -> Vec<ImportLineEdge> {
        let edge = |node: &ImportLine| ImportLineEdge { cursor: place(node), node: node.clone() };
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

    /// How many lines the list has in all its pages, one for each record that a line named; counted
    /// only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let count = ctx.rows().load_one(LineCount(self.side, self.key)).await?.unwrap_or_default();
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }
}

/// One of a list of lines.
#[derive(SimpleObject)]
pub struct ImportLineEdge {
    /// Where it stands in the list: pass it on as after.
    cursor: String,
    /// The line itself.
    node: ImportLine,
}

/// The lines that a record came from.
pub async fn of_record(
    ctx: &Context<'_>,
    record: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<ImportLineConnection> {
    lines(ctx, Side::Record, record, first, after).await
}

/// The lines of an import.
pub(super) async fn of_import(
    ctx: &Context<'_>,
    import: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<ImportLineConnection> {
    lines(ctx, Side::Import, import, first, after).await
}

async fn lines(
    ctx: &Context<'_>,
    side: Side,
    key: Uuid,
    first: Option<i32>,
    after: Option<String>,
) -> Result<ImportLineConnection> {
    let limit = first.map_or(Ok(NESTED_SIZE), |first| size("first", first))?;
    let after: Option<LinePlace> = cursor::decode("after", LIST, after.as_deref())?;
    let mut rows = if limit == 0 {
        Vec::new()
    } else {
        let of = LinesOf { side, key, after, limit: limit + 1 };
        ctx.rows().load_one(of).await?.unwrap_or_default()
    };
    let has_next_page = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let nodes = rows.into_iter().map(ImportLine).collect();
    Ok(ImportLineConnection { side, key, nodes, has_previous_page: after.is_some(), has_next_page })
}
