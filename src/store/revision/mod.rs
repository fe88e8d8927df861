//! Reads of the revisions: the history of records, the feed of changes, and the past.

mod feed;
mod history;
mod past;

use entity::revision;
use sea_orm::sea_query::{Alias, SelectStatement};
use uuid::Uuid;

pub use feed::{FeedPage, Place, bearing_on, count, feed, newest_at};
pub use history::{count_of_records, of_records};
pub use past::{
    all_known_at, attributions_known_at, claims_known_at, known_at, lists_known_at, rows_known_at,
};

use super::{read::Read, record::find_where, row::TableRow as _};
use crate::Result;

const TABLE: &str = revision::Model::TABLE;

/// The revision with this id.
pub async fn find(db: &impl Read, id: Uuid) -> Result<Option<revision::Model>> {
    find_where(db, "id", id).await
}

fn columns(query: &mut SelectStatement, here: &'static str) {
    for column in revision::Model::COLUMNS {
        query.column((Alias::new(here), Alias::new(*column)));
    }
}
