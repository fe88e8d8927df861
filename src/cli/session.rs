//! Where the program's time, ids and randomness come from; every other place is handed them.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use uuid::{ContextV7, Timestamp, Uuid};

use super::output::Stop;
use crate::{
    app::{Actor, Clock, Session},
    domain::key::ENTROPY,
    store::{Db, Ids},
};

/// The surroundings of a command: the program itself asks.
pub fn program(db: Db) -> Result<Session, Stop> {
    // Once here, so that a system without randomness is told in a sentence.
    random_bytes()
        .map_err(|error| Stop::failed(format!("the system gives no random bytes: {error}")))?;
    let entropy =
        || random_bytes().expect("the system's source of randomness, once up, never ends");
    Ok(Session {
        db,
        clock: clock(),
        ids: ids(),
        entropy: Arc::new(entropy),
        actor: Actor::Program,
        read_only: false,
    })
}

/// The system's clock.
#[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
fn clock() -> Clock {
    Arc::new(Utc::now)
}

/// UUIDs of version 7 that rise even within a millisecond.
fn ids() -> Ids {
    let counter = Mutex::new(ContextV7::new());
    Arc::new(move |now: DateTime<Utc>| {
        let counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        Uuid::new_v7(Timestamp::from_unix(&*counter, seconds, now.timestamp_subsec_nanos()))
    })
}

fn random_bytes() -> Result<[u8; ENTROPY], getrandom::Error> {
    let mut bytes = [0; ENTROPY];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
