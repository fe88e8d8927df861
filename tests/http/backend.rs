//! What the tested server opens to: an empty database of its own, and a key that may do all.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use claimbase::{
    app::{Actor, Session},
    graphql::{self, limits::Limits},
    http::Parts,
};
use entity::{api_key, vocab::Role};
use sea_orm::{ActiveModelTrait as _, Set};
use uuid::Uuid;

#[expect(dead_code, reason = "the API tests use the rest")]
#[path = "../support/mod.rs"]
mod shared;

use crate::support::sha256;
use shared::database::{Backend, Fresh, migrated};

/// The parts, the key, and what must live as long as the server.
pub async fn open() -> (Parts, String, Fresh) {
    let fresh = migrated(Backend::Sqlite).await;
    let (counter, keys) = (AtomicU64::new(0), AtomicU64::new(8));
    let session = Session {
        db: fresh.db.clone(),
        clock: Arc::new(noon),
        ids: Arc::new(move |now| id(now, counter.fetch_add(1, Ordering::Relaxed))),
        actor: Actor::Anonymous,
        entropy: Arc::new(move || {
            [u8::try_from(keys.fetch_add(1, Ordering::Relaxed)).unwrap_or(0); 20]
        }),
        read_only: false,
    };
    let secret = claimbase::domain::key::write(&[7; claimbase::domain::key::ENTROPY]);
    let key = api_key::ActiveModel {
        id: Set(id(noon(), u64::MAX)),
        name: Set("tests".to_owned()),
        role: Set(Role::Admin),
        prefix: Set(secret[..8].to_owned()),
        secret_hash: Set(sha256(&secret)),
        created_at: Set(noon() - TimeDelta::days(1)),
        expires_at: Set(None),
        revoked_at: Set(None),
        last_used_at: Set(None),
    };
    key.insert(fresh.db.writer()).await.expect("a key");
    let parts = Parts { schema: graphql::schema(Limits::default()), session };
    (parts, secret, fresh)
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_268_800, 0).expect("in range")
}

/// A version 7 UUID with a counter for its random part.
fn id(now: DateTime<Utc>, count: u64) -> Uuid {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&count.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(now.timestamp_millis().cast_unsigned(), &random)
        .into_uuid()
}
