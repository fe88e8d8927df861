//! The lines of imports: of an import, or those that a record came from.

use entity::{import_row, vocab::RecordKind};
use sea_orm::{
    ActiveEnum as _, ExprTrait as _, Order,
    sea_query::{Alias, Expr, Query, SelectStatement, WindowStatement},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Result,
    store::{
        Read,
        record::{padded, select},
        row::{Count, TableRow as _, Under, rec},
    },
};

const TABLE: &str = import_row::Model::TABLE;

/// In which order lines stand, and what a place among them is.
const ORDER: [&str; 4] = ["import_id", "line", "record_kind", "record_key"];

/// From which side lines are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Those of an import.
    Import,
    /// Those that a record came from, of the oldest import first.
    Record,
}

impl Side {
    const fn column(self) -> &'static str {
        match self {
            Self::Import => "import_id",
            Self::Record => "record_key",
        }
    }
}

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LinePlace {
    import: Uuid,
    line: i64,
    kind: RecordKind,
    key: Uuid,
}

impl LinePlace {
    /// The place of a line.
    #[must_use]
    pub const fn of(row: &import_row::Model) -> Self {
        Self { import: row.import_id, line: row.line, kind: row.record_kind, key: row.record_key }
    }
}

/// The first `limit` lines of each of these imports or records after a place, in one statement.
pub async fn lines_under(
    db: &impl Read,
    side: Side,
    keys: &[Uuid],
    after: Option<LinePlace>,
    limit: u64,
) -> Result<Vec<Under<import_row::Model>>> {
    let mut inner = select::<import_row::Model>(TABLE);
    inner.and_where(Expr::col((TABLE, side.column())).is_in(padded(keys)));
    if let Some(LinePlace { import, line, kind, key }) = after {
        let place = Expr::tuple(ORDER.map(|column| Expr::col((TABLE, column))));
        let bound = [
            Expr::value(import),
            Expr::value(line),
            Expr::value(kind.to_value()),
            Expr::value(key),
        ];
        inner.and_where(place.gt(Expr::tuple(bound)));
    }
    let mut window = WindowStatement::partition_by((TABLE, side.column()));
    for column in ORDER {
        window.order_by((TABLE, column), Order::Asc);
    }
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place_in_page");
    let mut query = Query::select();
    query.expr_as(Expr::col(("page", side.column())), "parent_key");
    for column in import_row::Model::COLUMNS {
        query.column(("page", Alias::new(*column)));
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    query
        .from_subquery(inner, "page")
        .and_where(Expr::col(("page", "place_in_page")).lte(limit))
        .order_by(("page", side.column()), Order::Asc);
    for column in ORDER {
        query.order_by(("page", column), Order::Asc);
    }
    db.rows(&query, "loading lines of imports").await
}

/// How many lines each of these imports or records has, in one statement.
pub async fn count_under(db: &impl Read, side: Side, keys: &[Uuid]) -> Result<Vec<Under<Count>>> {
    let mut query = Query::select();
    query
        .expr_as(Expr::col((TABLE, side.column())), "parent_key")
        .expr_as(Expr::col((TABLE, "line")).count(), "count");
    grouped(&mut query, side, keys);
    db.rows(&query, "counting lines of imports").await
}

/// How many records of a kind an import made, changed, or found on record.
#[derive(Clone, Debug)]
pub struct Tallied {
    /// Kind of the records.
    pub record_kind: RecordKind,
    /// Whether it made them.
    pub is_new: bool,
    /// Whether it changed them.
    pub is_changed: bool,
    /// How many.
    pub count: i64,
}

rec!(Tallied { record_kind, is_new, is_changed, count });

/// What each of these imports did, by kind of record, in one statement.
pub async fn tallies(db: &impl Read, imports: &[Uuid]) -> Result<Vec<Under<Tallied>>> {
    let mut query = Query::select();
    query.expr_as(Expr::col((TABLE, "import_id")), "parent_key");
    for column in ["record_kind", "is_new", "is_changed"] {
        query.column((TABLE, column)).group_by_col((TABLE, column));
    }
    query.expr_as(Expr::col((TABLE, "record_key")).count_distinct(), "count");
    grouped(&mut query, Side::Import, imports);
    query.order_by((TABLE, "record_kind"), Order::Asc);
    db.rows(&query, "counting what imports did").await
}

fn grouped(query: &mut SelectStatement, side: Side, keys: &[Uuid]) {
    query
        .from(TABLE)
        .and_where(Expr::col((TABLE, side.column())).is_in(padded(keys)))
        .group_by_col((TABLE, side.column()));
}
