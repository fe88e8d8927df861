//! How a row of a statement becomes a value, by position, on either database.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    agent, alias, api_key, assessment, attribution, attribution_via, candidate_rejection, claim,
    claim_link, claim_verdict, database_state, derivation, event, event_place, external_id,
    finding, idempotency_key, import, import_row, match_key, measure, place, relation_override,
    revision, search_entry, source, source_author, statistic, statistic_summary, vocab,
};
use rusqlite::types::ValueRef;
use sea_orm::{
    DbErr, QueryResult,
    sqlx::{Row as _, ValueRef as _, postgres::PgRow, sqlite::SqliteRow},
};
use serde::de::value::BorrowedStrDeserializer;
use uuid::Uuid;

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
        impl TableRow for $table::Model {
            const TABLE: &'static str = stringify!($table);
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),*];
        }
        rec!($table::Model { $($field),* });
    };
}

/// Reads a row of a statement; the fields stand in the order of its columns.
macro_rules! rec {
    ($row:ty { $($field:ident),* $(,)? }) => {
        impl Row for $row {
            const NAME: &'static str = stringify!($row);
            const WIDTH: usize = [$(stringify!($field)),*].len();
            fn fits(columns: &[&str]) -> bool {
                columns == [$(stringify!($field)),*]
            }
            fn read(cells: $crate::store::row::Cells<'_>, at: usize) -> Result<Self, sea_orm::DbErr> {
                let mut next = at..;
                Ok(Self { $($field: cells.field(next.next().unwrap_or(usize::MAX), stringify!($field))?),* })
            }
        }
    };
}

pub(super) use rec;

table!(place {
    id,
    slug,
    name,
    kind,
    parent_id,
    iso_code,
    latitude,
    longitude,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(measure {
    id,
    slug,
    name,
    definition,
    unit,
    value_type,
    integral,
    accumulation,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(agent {
    id,
    slug,
    name,
    kind,
    parent_id,
    speaks_for_id,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(event {
    id,
    slug,
    name,
    kind,
    start,
    start_earliest,
    start_latest,
    end,
    end_earliest,
    end_latest,
    parent_id,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(event_place { event_id, place_id, position });
table!(alias { id, agent_id, event_id, place_id, measure_id, position, name, folded });
table!(external_id {
    id,
    agent_id,
    event_id,
    place_id,
    measure_id,
    source_id,
    position,
    scheme,
    value
});
table!(statistic {
    id,
    slug,
    title,
    identity,
    key_hash,
    measure_id,
    event_id,
    place_id,
    population,
    period_start,
    period_start_earliest,
    period_start_latest,
    period_end,
    period_end_earliest,
    period_end_latest,
    canonical_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(source {
    id,
    identity,
    url,
    title,
    kind,
    publisher_id,
    published_on,
    published_on_earliest,
    published_on_latest,
    language,
    archive_url,
    accessed_on,
    content_hash,
    body,
    body_public,
    sort_date,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(source_author { source_id, agent_id, position });
table!(claim {
    id,
    identity,
    kind,
    statistic_id,
    event_id,
    text,
    quantity_text,
    qualifier,
    value,
    low,
    high,
    reading_low,
    reading_high,
    reading_soft,
    as_of,
    as_of_earliest,
    as_of_latest,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(attribution {
    id,
    identity,
    claim_id,
    source_id,
    agent_id,
    stance,
    verb,
    hedge,
    hedge_text,
    quantity_text,
    quote_exact,
    quote_prefix,
    quote_suffix,
    quote_start,
    quote_end,
    quote_language,
    quote_translation,
    quote_status,
    said_on,
    said_on_earliest,
    said_on_latest,
    originality,
    rule_set,
    candidate,
    sort_date,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(attribution_via { attribution_id, agent_id, position });
table!(derivation {
    id,
    identity,
    attribution_id,
    parent_attribution_id,
    parent_source_id,
    kind,
    confirmation,
    note,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(relation_override {
    id,
    identity,
    claim_id,
    other_claim_id,
    verdict,
    reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(candidate_rejection {
    id,
    identity,
    rule_set,
    quote,
    url,
    reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(claim_link {
    id,
    identity,
    claim_id,
    other_claim_id,
    kind,
    confirmation,
    note,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(assessment {
    id,
    identity,
    claim_id,
    reviewer_id,
    rating_text,
    rating,
    reviewed_on,
    reviewed_on_earliest,
    reviewed_on_latest,
    url,
    rationale,
    status,
    status_reason,
    revision,
    created_at,
    updated_at,
    rating_mapping
});
table!(finding {
    id,
    identity,
    code,
    severity,
    rule_version,
    message,
    claim_id,
    attribution_id,
    source_id,
    agent_id,
    other_claim_id,
    other_source_id,
    other_agent_id,
    resolution,
    resolution_reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(revision {
    id,
    sequence,
    position,
    record_kind,
    record_key,
    number,
    action,
    before,
    after,
    statistic_id,
    reason,
    actor,
    recorded_at
});
table!(api_key {
    id,
    name,
    role,
    prefix,
    secret_hash,
    created_at,
    expires_at,
    revoked_at,
    last_used_at
});
table!(idempotency_key { id, key, input_hash, claim_id, is_new, created_at });
table!(import {
    id,
    format,
    file_name,
    file_hash,
    map,
    actor,
    started_at,
    ended_at,
    row_count,
    refused_count,
    undone_at,
    undone_reason,
    feed,
    gone_count
});
table!(import_row { import_id, line, record_kind, record_key, is_new, revision, is_changed });
table!(search_entry { id, record_kind, record_key, title_folded, body, folded });
table!(match_key { record_kind, record_key, value });
table!(database_state { id, version });
table!(claim_verdict { claim_id, verdict });
table!(statistic_summary {
    statistic_id,
    stale,
    marks,
    marked_version,
    computed_version,
    verdict,
    summary,
    range_low,
    range_high,
    spread,
    median,
    origins_min,
    origins_max,
    position_count,
    claim_count,
    attribution_count,
    conflict_count
});

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

/// The columns of a row, as whoever read it hands them over.
#[derive(Clone, Copy)]
pub enum Cells<'a> {
    /// A reader of SQLite.
    Lite(&'a rusqlite::Row<'a>),
    /// SQLite, in a transaction.
    Sqlite(&'a SqliteRow),
    /// PostgreSQL.
    Postgres(&'a PgRow),
}

impl Cells<'_> {
    /// Reads one column.
    pub(super) fn field<T: Column>(self, at: usize, name: &str) -> Result<T, DbErr> {
        let value = match self {
            Self::Lite(row) => T::from_lite(row.get_ref(at).unwrap_or(ValueRef::Null)),
            Self::Sqlite(row) => T::from_sqlite(row, at),
            Self::Postgres(row) => T::from_postgres(row, at),
        };
        value.ok_or_else(|| {
            DbErr::Type(format!("column {name} holds no {}", std::any::type_name::<T>()))
        })
    }
}

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

/// A column's value; `None` when it is of another type.
pub trait Column: Sized {
    /// As a reader of SQLite hands it over.
    fn from_lite(value: ValueRef<'_>) -> Option<Self>;
    /// As sqlx reads it from SQLite.
    fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self>;
    /// As sqlx reads it from PostgreSQL.
    fn from_postgres(row: &PgRow, at: usize) -> Option<Self>;
}

impl<T: Column> Column for Option<T> {
    fn from_lite(value: ValueRef<'_>) -> Option<Self> {
        if value == ValueRef::Null { Some(None) } else { T::from_lite(value).map(Some) }
    }

    fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
        let null = row.try_get_raw(at).ok()?.is_null();
        if null { Some(None) } else { T::from_sqlite(row, at).map(Some) }
    }

    fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
        let null = row.try_get_raw(at).ok()?.is_null();
        if null { Some(None) } else { T::from_postgres(row, at).map(Some) }
    }
}

/// Types that sqlx knows, and how a reader of SQLite hands each over.
macro_rules! plain {
    ($($type:ty: $value:ident => $read:expr;)*) => { $(
        impl Column for $type {
            fn from_lite($value: ValueRef<'_>) -> Option<Self> {
                $read
            }

            fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
                row.try_get(at).ok()
            }

            fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
                row.try_get(at).ok()
            }
        }
    )* };
}

plain! {
    i64: value => value.as_i64().ok();
    i32: value => value.as_i64().ok()?.try_into().ok();
    bool: value => Some(value.as_i64().ok()? != 0);
    f64: value => number(value);
    String: value => text(value).map(str::to_owned);
    Uuid: value => Self::from_slice(value.as_blob().ok()?).ok();
    NaiveDate: value => day(text(value)?);
    DateTime<Utc>: value => Some(DateTime::parse_from_rfc3339(text(value)?).ok()?.to_utc());
}

fn text(value: ValueRef<'_>) -> Option<&str> {
    value.as_str().ok()
}

/// A day as it is stored, `2018-01-09`; chrono's own parser takes any spelling, at ten times the cost.
fn day(written: &str) -> Option<NaiveDate> {
    let (year, rest) = written.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[expect(clippy::cast_precision_loss, reason = "a REAL column stores whole numbers as integers")]
fn number(value: ValueRef<'_>) -> Option<f64> {
    match value {
        ValueRef::Real(number) => Some(number),
        ValueRef::Integer(number) => Some(number as f64),
        ValueRef::Null | ValueRef::Text(_) | ValueRef::Blob(_) => None,
    }
}

macro_rules! words {
    ($($(#[$_about:meta])* $name:ident { $($(#[$_meaning:meta])* $_word:ident,)* })*) => { $(
        impl Column for vocab::$name {
            fn from_lite(value: ValueRef<'_>) -> Option<Self> {
                word(text(value)?)
            }

            fn from_sqlite(row: &SqliteRow, at: usize) -> Option<Self> {
                word(row.try_get(at).ok()?)
            }

            fn from_postgres(row: &PgRow, at: usize) -> Option<Self> {
                word(row.try_get(at).ok()?)
            }
        }
    )* };
}

entity::vocabularies!(words);

/// A word of a vocabulary.
fn word<T: for<'de> serde::Deserialize<'de>>(written: &str) -> Option<T> {
    let read: BorrowedStrDeserializer<'_, serde::de::value::Error> =
        BorrowedStrDeserializer::new(written);
    T::deserialize(read).ok()
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
