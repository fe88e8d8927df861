//! Lists of records: filtered, ordered, in keyset pages, of one parent or of many at once.

mod order;

use sea_orm::{
    Condition, ExprTrait as _, Order as Direction, Value,
    sea_query::{Alias, Expr, JoinType, Query, SelectStatement, WindowStatement},
};
use uuid::Uuid;

use order::BESIDE;
pub use order::{Cursor, Key, Order, SortColumn, SortPlace, UNKNOWN_DAY};

use super::{
    filter::{Filter, Hop},
    read::Read,
    record::{Record, padded},
    row::{Count, Under},
    summary::TABLES,
};
use crate::Result;

/// Which records, in which order, and which page of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing<R: Record> {
    /// What they must fulfil.
    pub filter: Filter,
    /// Whether retracted ones are in.
    pub include_retracted: bool,
    /// The column they are sorted by; ties are broken by id.
    pub order: Order<R>,
    /// Which page.
    pub page: Page,
}

/// A page of a list: `limit` rows after or before a cursor.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Only what comes after it.
    pub after: Option<Cursor>,
    /// Only what comes before it.
    pub before: Option<Cursor>,
    /// How many rows are wanted.
    pub limit: u64,
    /// Counted from the end of the list.
    pub backwards: bool,
}

/// The way from a child to its parent's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// Steps from the child's table; empty when the key stands in it.
    pub hops: &'static [Hop],
    /// Column of the last table that is the parent's key.
    pub key: &'static str,
}

impl<R: Record> Listing<R> {
    /// The same list without its page: what a count of it depends on.
    #[must_use]
    pub fn whole(&self) -> Self {
        let page = Page { after: None, before: None, limit: 0, backwards: false };
        Self { page, ..self.clone() }
    }

    /// Retracted records on request, merged ones never: the record kept stands for them.
    fn visible(&self) -> Condition {
        let status = Expr::col((R::TABLE, "status"));
        let shown: &[&str] =
            if self.include_retracted { &["ACTIVE", "RETRACTED"] } else { &["ACTIVE"] };
        Condition::all()
            .add(self.filter.condition(R::TABLE))
            .add(status.is_in(shown.iter().copied()))
    }

    fn paged(&self, beside: Option<Hop>) -> Condition {
        let mut condition = self.visible();
        for (cursor, beyond) in [(&self.page.after, true), (&self.page.before, false)] {
            if let Some(cursor) = cursor {
                condition = condition.add(self.past(cursor, beyond, beside));
            }
        }
        condition
    }

    /// The key that breaks ties. That of the table beside is the same, and stands in the same index
    /// as the column or the value there.
    fn tie(&self, beside: Option<Hop>) -> Expr {
        let is_here = |sort: &SortColumn<R>| matches!(sort.place, SortPlace::Here(_));
        match beside.filter(|_| !self.order.column.as_ref().is_some_and(is_here)) {
            Some(hop) => Expr::col((BESIDE, hop.to)),
            None => Expr::col((R::TABLE, "id")),
        }
    }

    /// A row value compares in one go on both databases, so that the index leads to page 1000 as
    /// fast as to page 1.
    fn past(&self, cursor: &Cursor, after: bool, beside: Option<Hop>) -> Expr {
        let mut left = Vec::new();
        let mut right = Vec::new();
        let key = match (&cursor.key, &self.order.column, self.order.beside()) {
            (_, Some(column), Some(hop)) => Some(column.looked_up(hop, cursor.id)),
            (Some(key), ..) => Some(Expr::value(Value::from(key.clone()))),
            (None, ..) => None,
        };
        if let (Some(expr), Some(key)) = (self.order.expr(), key) {
            left.push(expr);
            right.push(key);
        }
        left.push(self.tie(beside));
        right.push(Expr::value(cursor.id));
        let (left, right) = (Expr::tuple(left), Expr::tuple(right));
        if after == self.order.descending { left.lt(right) } else { left.gt(right) }
    }

    fn direction(&self) -> Direction {
        if self.order.descending == self.page.backwards { Direction::Asc } else { Direction::Desc }
    }

    /// One row more than wanted, to learn whether another page follows.
    fn limit(&self) -> u64 {
        self.page.limit + 1
    }

    fn ordered(&self, query: &mut SelectStatement, beside: Option<Hop>) {
        if let Some(expr) = self.order.expr() {
            query.order_by_expr(expr, self.direction());
        }
        query.order_by_expr(self.tie(beside), self.direction()).limit(self.limit());
    }

    /// Takes the records of a list of all, by way of the table beside them that sorts or narrows it,
    /// where there is one: its index leads to them in their order. Returns the step to it.
    fn begin(&self, query: &mut SelectStatement, sorts: Option<Hop>) -> Option<Hop> {
        let narrows = self.filter.leads(&TABLES);
        let only = narrows.as_ref().filter(|lead| lead.values.len() == 1);
        let beside = sorts.or(only.map(|lead| lead.hop));
        if let Some(hop) = beside {
            let same = Expr::col((BESIDE, hop.to)).equals((R::TABLE, hop.from));
            query.from_as(hop.table, BESIDE).and_where(same);
            // SQLite does not know that few are wanted, and would sort all of them; a cross join
            // keeps the order of the tables. With a value to look for it needs no help.
            let join = if sorts.is_some() { JoinType::CrossJoin } else { JoinType::InnerJoin };
            query.join(join, R::TABLE, Condition::all());
        } else {
            query.from(R::TABLE);
        }
        if let Some(lead) = narrows {
            let is_one_of = |table: &'static str| {
                Expr::col((table, lead.column)).is_in(lead.values.iter().cloned())
            };
            if beside == Some(lead.hop) {
                query.and_where(is_one_of(BESIDE));
            } else {
                let theirs = Query::select()
                    .column(lead.hop.to)
                    .from(lead.hop.table)
                    .and_where(is_one_of(lead.hop.table))
                    .to_owned();
                query.and_where(Expr::col((R::TABLE, lead.hop.from)).in_subquery(theirs));
            }
        }
        beside
    }

    /// Joins what a list that hangs on a record is sorted by, where that stands beside.
    fn join_order(&self, query: &mut SelectStatement) -> Option<Hop> {
        let hop = self.order.beside()?;
        let same = Expr::col((BESIDE, hop.to)).equals((R::TABLE, hop.from));
        query.join_as(JoinType::InnerJoin, hop.table, BESIDE, same);
        Some(hop)
    }

    /// Whether it looks into one of these tables.
    #[must_use]
    pub fn looks_into(&self, tables: &[&str]) -> bool {
        self.filter.looks_into(tables) || self.order.looks_into(tables)
    }
}

/// A page of records, in the direction in which it was read, with one row more if there is one.
pub async fn list<R: Record>(db: &impl Read, listing: &Listing<R>) -> Result<Vec<R>> {
    let mut query = Query::select();
    columns::<R>(&mut query, R::TABLE);
    let beside = listing.begin(&mut query, listing.order.beside());
    query.cond_where(listing.paged(beside));
    listing.ordered(&mut query, beside);
    db.rows(&query, "listing records").await
}

/// A page of children for each parent, in one statement.
pub async fn list_under<R: Record>(
    db: &impl Read,
    parent: Parent,
    parents: &[Uuid],
    listing: &Listing<R>,
) -> Result<Vec<Under<R>>> {
    if let [only] = parents {
        let mut query = Query::select();
        let key = joined::<R>(&mut query, parent);
        let beside = listing.join_order(&mut query);
        query.expr_as(Expr::value(*only), "parent_key");
        columns::<R>(&mut query, R::TABLE);
        query.cond_where(listing.paged(beside).add(Expr::col(key).eq(*only)));
        listing.ordered(&mut query, beside);
        return db.rows(&query, "listing related records").await;
    }
    // The window has ids alone: SQLite copies all its columns several times.
    let mut inner = Query::select();
    let key = joined::<R>(&mut inner, parent);
    let beside = listing.join_order(&mut inner);
    inner.column((R::TABLE, "id"));
    let mut window = WindowStatement::partition_by(key.clone());
    if let Some(expr) = listing.order.expr() {
        window.order_by_expr(expr, listing.direction());
    }
    window.order_by_expr(listing.tie(beside), listing.direction());
    inner.expr_as(Expr::col(key.clone()), "parent_key");
    inner.expr_window_as(Expr::cust("ROW_NUMBER()"), window, "place_in_page");
    inner.cond_where(listing.paged(beside).add(Expr::col(key).is_in(padded(parents))));
    let mut query = Query::select();
    query.column(("page", "parent_key"));
    columns::<R>(&mut query, R::TABLE);
    let limit = i64::try_from(listing.limit()).unwrap_or(i64::MAX);
    query
        .from_subquery(inner, "page")
        .inner_join(R::TABLE, Expr::col((R::TABLE, "id")).equals(("page", "id")))
        .and_where(Expr::col(("page", "place_in_page")).lte(limit))
        .order_by(("page", "parent_key"), Direction::Asc)
        .order_by(("page", "place_in_page"), Direction::Asc);
    db.rows(&query, "listing related records").await
}

/// A statement that selects the `id` of each record that a list shows in all its pages, with the
/// `parent_key` that it hangs on: the nil key where it is a list of all records.
pub(super) fn keys<R: Record>(
    listing: &Listing<R>,
    under: Option<(Parent, &[Uuid])>,
) -> SelectStatement {
    let mut query = Query::select();
    query.column((R::TABLE, "id"));
    let mut shown = listing.visible();
    if let Some((parent, parents)) = under {
        let key = joined::<R>(&mut query, parent);
        query.expr_as(Expr::col(key.clone()), "parent_key");
        shown = shown.add(Expr::col(key).is_in(padded(parents)));
    } else {
        listing.begin(&mut query, None);
        query.expr_as(Expr::value(Uuid::nil()), "parent_key");
    }
    query.cond_where(shown).to_owned()
}

/// How many records there are in all pages: those shown, or those hidden because retracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tally {
    /// Those that the list shows.
    Shown,
    /// Those that it hides.
    Hidden,
}

/// Counts what a list shows or hides.
pub async fn count<R: Record>(db: &impl Read, listing: &Listing<R>, tally: Tally) -> Result<i64> {
    let mut query = Query::select();
    query.expr_as(Expr::col((R::TABLE, "id")).count(), "count");
    listing.begin(&mut query, None);
    query.cond_where(tallied(listing, tally));
    let rows: Vec<Count> = db.rows(&query, "counting records").await?;
    Ok(rows.first().map_or(0, |row| row.count))
}

/// Counts the children of each parent, in one statement; parents without any are left out.
pub async fn count_under<R: Record>(
    db: &impl Read,
    parent: Parent,
    parents: &[Uuid],
    listing: &Listing<R>,
    tally: Tally,
) -> Result<Vec<Under<Count>>> {
    let mut query = Query::select();
    let key = joined::<R>(&mut query, parent);
    query
        .expr_as(Expr::col(key.clone()), "parent_key")
        .expr_as(Expr::col((R::TABLE, "id")).count(), "count")
        .cond_where(tallied(listing, tally).add(Expr::col(key.clone()).is_in(padded(parents))))
        .group_by_col(key);
    db.rows(&query, "counting related records").await
}

fn tallied<R: Record>(listing: &Listing<R>, tally: Tally) -> Condition {
    match tally {
        Tally::Shown => listing.visible(),
        Tally::Hidden if listing.include_retracted => Condition::all().add(Expr::value(false)),
        Tally::Hidden => Condition::all()
            .add(listing.filter.condition(R::TABLE))
            .add(Expr::col((R::TABLE, "status")).eq("RETRACTED")),
    }
}

/// Joins the way to the parent and returns its key.
fn joined<R: Record>(query: &mut SelectStatement, parent: Parent) -> (Alias, Alias) {
    query.from(R::TABLE);
    let mut here = R::TABLE.to_owned();
    for hop in parent.hops {
        let there = format!("{here}_{}", hop.table);
        let from = (Alias::new(here.as_str()), Alias::new(hop.from));
        let to = Expr::col((Alias::new(there.as_str()), Alias::new(hop.to)));
        query.join_as(JoinType::InnerJoin, hop.table, Alias::new(there.as_str()), to.equals(from));
        here = there;
    }
    (Alias::new(here), Alias::new(parent.key))
}

fn columns<R: Record>(query: &mut SelectStatement, here: &'static str) {
    for column in R::COLUMNS {
        query.column((here, *column));
    }
}
