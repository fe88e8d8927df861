//! What was committed after a commit that somebody knows.

use std::sync::Arc;

use entity::revision;

use super::{
    ChangeNotice, Db,
    revision::{FeedPage, Place, feed},
};
use crate::Result;

/// One commit, as the listeners of this process hear of it.
pub type Heard = Arc<Vec<ChangeNotice>>;

/// Changes after the commit of this number, oldest first: whole commits, until there are `most`
/// changes or no more.
pub async fn since(db: &Db, sequence: i64, most: u64) -> Result<Vec<ChangeNotice>> {
    let after = Some(Place { sequence, position: i32::MAX });
    let page = FeedPage { after, before: None, limit: most, backwards: false };
    let mut rows = feed(db, page).await?;
    if let Some(last) = rows.last().filter(|_| rows.len() as u64 == most) {
        let before = Some(Place { sequence: last.sequence, position: i32::MAX });
        let whole = FeedPage { before, limit: i64::MAX.unsigned_abs(), ..page };
        rows = feed(db, whole).await?;
    }
    Ok(rows.iter().map(notice).collect())
}

fn notice(row: &revision::Model) -> ChangeNotice {
    ChangeNotice {
        sequence: row.sequence,
        kind: row.record_kind,
        key: row.record_key,
        action: row.action,
        statistic: row.statistic_id,
    }
}
