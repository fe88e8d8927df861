//! Records as pages list them: by when they were recorded, so many at a time, with those retracted
//! left out.

use uuid::Uuid;

use crate::{
    Result,
    store::{
        Read,
        filter::Filter,
        list::{Cursor, Listing, Order, Page, Tally, count},
        record::Record,
    },
};

const ORDER: &str = "RECORDED";

/// The newest, `most` of them and one that says that others follow.
pub fn newest<R: Record>(filter: Filter, most: usize) -> Listing<R> {
    listing(filter, most, true)
}

/// The same from the oldest on.
pub fn oldest<R: Record>(filter: Filter, most: usize) -> Listing<R> {
    listing(filter, most, false)
}

/// The newest of those recorded before this one; `None` for the newest of all.
pub fn newest_before<R: Record>(filter: Filter, most: usize, before: Option<Uuid>) -> Listing<R> {
    let mut listing = newest(filter, most);
    listing.page.after = before.map(|id| Cursor { order: ORDER.to_owned(), key: None, id });
    listing
}

fn listing<R: Record>(filter: Filter, most: usize, descending: bool) -> Listing<R> {
    let limit = u64::try_from(most).unwrap_or(u64::MAX);
    Listing {
        filter,
        include_retracted: false,
        order: Order { name: ORDER, column: None, descending },
        page: Page { after: None, before: None, limit, backwards: false },
    }
}

/// Keeps as many as a page shows. Returns the last of them where others follow.
pub fn cut<R: Record>(rows: &mut Vec<R>, most: usize) -> Option<Uuid> {
    let more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| more).map(R::id)
}

/// How many there are.
pub async fn how_many<R: Record>(db: &impl Read, filter: Filter) -> Result<i64> {
    count(db, &oldest::<R>(filter, 0), Tally::Shown).await
}
