//! In which order a list stands, and where a row stands in it.

use std::cmp::Ordering;

use chrono::NaiveDate;
use sea_orm::{
    ExprTrait as _, Value,
    sea_query::{Expr, Func, Query},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::store::{filter::Hop, record::Record};

/// What the table goes by that a list is sorted by, where it is not the list's own.
pub(super) const BESIDE: &str = "beside";

/// The day that stands for an unknown one, so that it sorts last.
pub const UNKNOWN_DAY: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// A sort order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order<R> {
    /// Its name in the API, kept in the cursor.
    pub name: &'static str,
    /// The column, and the value that stands for none; `None` sorts by id alone.
    pub column: Option<SortColumn<R>>,
    /// From the greatest to the smallest.
    pub descending: bool,
}

/// A column to sort by.
#[derive(Clone, Copy, Debug)]
pub struct SortColumn<R> {
    /// The column.
    pub column: &'static str,
    /// SQL of what stands for a missing value, and so says where it sorts; `None` when it is never
    /// missing.
    pub missing: Option<&'static str>,
    /// Where it stands.
    pub place: SortPlace<R>,
}

/// Where a column to sort by stands.
#[derive(Clone, Copy, Debug)]
pub enum SortPlace<R> {
    /// In the record itself; with the value of a row, as the cursor keeps it.
    Here(fn(&R) -> Key),
    /// In the one row of another table that belongs to the record. A cursor keeps the record alone:
    /// where it stands now is looked up.
    Beside(Hop),
}

// The column says it all: the function is the same for the same column.
impl<R> PartialEq for SortColumn<R> {
    fn eq(&self, other: &Self) -> bool {
        self.column == other.column
    }
}

/// Where a row stands in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    /// Name of the order it belongs to.
    pub order: String,
    /// The sort value; `None` in lists sorted by id.
    pub key: Option<Key>,
    /// The row.
    pub id: Uuid,
}

/// A sort value.
#[derive(Clone, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
pub enum Key {
    /// Letters.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(f64),
    /// A day.
    #[serde(rename = "d")]
    Day(NaiveDate),
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Text(text) => text.into(),
            Key::Number(number) => number.into(),
            Key::Day(day) => day.into(),
        }
    }
}

impl<R: Record> Order<R> {
    pub(super) fn expr(&self) -> Option<Expr> {
        let sort = self.column.as_ref()?;
        Some(match sort.place {
            SortPlace::Here(_) => sort.expr(R::TABLE),
            SortPlace::Beside(_) => sort.expr(BESIDE),
        })
    }

    pub(super) fn beside(&self) -> Option<Hop> {
        match self.column.as_ref()?.place {
            SortPlace::Here(_) => None,
            SortPlace::Beside(hop) => Some(hop),
        }
    }

    fn key(&self, row: &R) -> Option<Key> {
        match self.column.as_ref()?.place {
            SortPlace::Here(key) => Some(key(row)),
            SortPlace::Beside(_) => None,
        }
    }

    /// Whether it looks into one of these tables.
    #[must_use]
    pub fn looks_into(&self, tables: &[&str]) -> bool {
        self.beside().is_some_and(|hop| tables.contains(&hop.table))
    }

    /// Which of two rows comes first in the list, read forwards.
    #[must_use]
    pub fn compare(&self, a: &R, b: &R) -> Ordering {
        let keys = self.key(a).partial_cmp(&self.key(b)).unwrap_or(Ordering::Equal);
        let order = keys.then_with(|| a.id().cmp(&b.id()));
        if self.descending { order.reverse() } else { order }
    }

    /// The cursor of a row.
    pub fn cursor(&self, row: &R) -> Cursor {
        Cursor { order: self.name.to_owned(), key: self.key(row), id: row.id() }
    }
}

impl<R> SortColumn<R> {
    fn expr(&self, table: &'static str) -> Expr {
        let column = Expr::col((table, self.column));
        match self.missing {
            // Written out, not bound: only then does the index on the same expression serve.
            Some(missing) => Func::coalesce([column, Expr::cust(missing)]).into(),
            None => column,
        }
    }

    /// Where a record stands now that a cursor keeps by its id alone.
    pub(super) fn looked_up(&self, hop: Hop, id: Uuid) -> Expr {
        let query = Query::select()
            .expr(self.expr(hop.table))
            .from(hop.table)
            .and_where(Expr::col((hop.table, hop.to)).eq(id))
            .to_owned();
        Expr::SubQuery(None, Box::new(query.into()))
    }
}
