//! How a database is filled for a measurement: the same in every run.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use claimbase::store::{self, Body, Call, Db, Txn};
use entity::vocab::RecordKind;
use uuid::Uuid;

/// A key that is the same in every run.
pub fn key(kind: RecordKind, number: u64) -> Uuid {
    let mut random = [0; 10];
    random[1] = kind as u8;
    random[2..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_767_268_800_000 + number, &random).into_uuid()
}

/// When everything is recorded.
pub fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_268_800, 0).expect("in range")
}

/// Writes the rows, and lets the database count them as it would in time.
pub async fn fill(
    db: &Db,
    insert: impl for<'t> Fn(&'t Txn) -> Body<'t, ()> + Send + Sync + 'static,
) {
    let ids: store::Ids = Arc::new(|_| key(RecordKind::Finding, 0));
    let call = Call { now: moment(), actor: None, ids };
    store::write(db, call, insert).await.expect("the rows");
    db.count_anew().await.expect("the counts");
}
