//! How a row of a statement becomes a value, by position, on either database.

use sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use super::column::Cells;

/// A row that both databases can answer with.
pub trait Row: Sized + Send + 'static {
    /// What it is, for the error when a statement does not fit it.
    const NAME: &'static str;
    /// How many columns it reads.
    const WIDTH: usize;
    /// Whether a statement with these columns can be read as it.
    fn fits(columns: &[&str]) -> bool;
    /// Reads it from the columns that start at `at`.
    fn read(cells: Cells<'_>, at: usize) -> Result<Self, DbErr>;
}

/// A row of one table.
pub trait TableRow: Row {
    /// The table.
    const TABLE: &'static str;
    /// Its columns, in the order in which the row is read.
    const COLUMNS: &'static [&'static str];
}

/// Reads an entity's row; the fields stand in the order of its columns.
macro_rules! table {
    ($table:ident { $($field:ident),* $(,)? }) => {
        impl $crate::store::row::TableRow for $table::Model {
            const TABLE: &'static str = stringify!($table);
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
        $crate::store::row::rec!($table::Model { $($field),* });
    };
}

/// Reads a row of a statement; the fields stand in the order of its columns.
macro_rules! rec {
    ($row:ty { $($field:ident),* $(,)? }) => {
        impl $crate::store::row::Row for $row {
            const NAME: &'static str = stringify!($row);
            const WIDTH: usize = [$(stringify!($field)),*].len();
            fn fits(columns: &[&str]) -> bool {
                columns == [$(stringify!($field)),*]
            }
            fn read(cells: $crate::store::column::Cells<'_>, at: usize) -> Result<Self, sea_orm::DbErr> {
                let mut next = at..;
                Ok(Self { $($field: cells.field(next.next().unwrap_or(usize::MAX), stringify!($field))?),* })
            }
        }
    };
}

pub(super) use {rec, table};

/// A row, and the record it was asked for.
#[derive(Clone, Debug)]
pub struct Under<T> {
    /// The key of the record whose child (or canonical record) the row is.
    pub parent_key: Uuid,
    /// The row.
    pub row: T,
}

impl<T: Row> Row for Under<T> {
    const NAME: &'static str = T::NAME;
    const WIDTH: usize = T::WIDTH + 1;

    fn fits(columns: &[&str]) -> bool {
        columns.split_first().is_some_and(|(first, rest)| *first == "parent_key" && T::fits(rest))
    }

    fn read(cells: Cells<'_>, at: usize) -> Result<Self, DbErr> {
        Ok(Self { parent_key: cells.field(at, "parent_key")?, row: T::read(cells, at + 1)? })
    }
}

/// A number of rows.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    /// How many.
    pub count: i64,
}

rec!(Count { count });

/// The key of a row.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The key.
    pub key: Uuid,
}

rec!(Key { key });

/// Reads the rows that SeaORM brings: by position too, since by name each field costs a look-up, and
/// each NULL a message.
pub(super) fn read_all<T: Row>(results: &[QueryResult]) -> Result<Vec<T>, DbErr> {
    if let Some(first) = results.first() {
        let names = first.column_names();
        check::<T>(&names.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    let cells = |result| {
        let postgres = QueryResult::try_as_pg_row(result).map(Cells::Postgres);
        let cells = postgres.or_else(|| result.try_as_sqlite_row().map(Cells::Sqlite));
        cells.ok_or_else(|| DbErr::Type("a row of an unknown database".to_owned()))
    };
    results.iter().map(|result| T::read(cells(result)?, 0)).collect()
}

/// Rows are read by position, so the names are compared once for each statement.
pub(super) fn check<T: Row>(columns: &[&str]) -> Result<(), DbErr> {
    if T::fits(columns) {
        return Ok(());
    }
    Err(DbErr::Type(format!("{} cannot be read from ({})", T::NAME, columns.join(", "))))
}

/// Another name of a record.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name.
    pub name: String,
}

rec!(Name { name });

/// A record's key in somebody else's system.
#[derive(Clone, Debug)]
pub struct ExternalKey {
    /// Whose key it is.
    pub scheme: String,
    /// The key there.
    pub value: String,
}

rec!(ExternalKey { scheme, value });
