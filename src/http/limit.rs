//! Counts what is open: work that a stop waits for, and streams that may be too many.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use actix_web::http::StatusCode;
use tokio::sync::watch;

use super::{refusal::Refusal, settings::Limits};

/// Work under way.
pub struct Work(watch::Sender<usize>);

/// One piece of work, until it is dropped.
pub struct Working(watch::Sender<usize>);

impl Work {
    /// None yet.
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// One more.
    pub fn begin(&self) -> Working {
        self.0.send_modify(|count| *count += 1);
        Working(self.0.clone())
    }

    /// Waits for the last to end.
    pub async fn ended(&self) {
        let _ = self.0.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// Sockets and event streams, in all and by address.
#[derive(Clone, Default)]
pub struct Open(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// A place for one socket, until it is dropped.
pub struct Place {
    open: Open,
    address: IpAddr,
}

impl Open {
    /// A place for one more, or which limit is reached.
    pub fn take(&self, address: IpAddr, limits: &Limits) -> Result<Place, Refusal> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.all >= limits.sockets {
            return Err(full("in all", limits.sockets));
        }
        let here = counts.by_address.entry(address).or_default();
        if *here >= limits.sockets_per_address {
            return Err(full("from one address", limits.sockets_per_address));
        }
        *here += 1;
        counts.all += 1;
        Ok(Place { open: self.clone(), address })
    }
}

fn full(which: &'static str, limit: usize) -> Refusal {
    let message = format!(
        "there are {limit} open streams {which}, which is the limit: close one or come back later"
    );
    Refusal::limit("sockets", None, limit, message).status(StatusCode::SERVICE_UNAVAILABLE)
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.open.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all -= 1;
        if let Some(here) = counts.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                counts.by_address.remove(&self.address);
            }
        }
    }
}
