//! How many requests one key or one address may send.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use uuid::Uuid;

use super::{refusal::Refusal, settings::Limits};

/// After so many requests those who have been quiet are forgotten.
const SWEEP_EVERY: u32 = 4096;

/// Whom requests are counted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    /// A key, wherever it is used.
    Key(Uuid),
    /// An address without a valid key.
    Address(IpAddr),
}

impl Caller {
    /// An IPv6 customer has a whole network: it counts as one.
    pub fn address(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
            }
            address @ IpAddr::V4(_) => address,
        })
    }
}

/// Counts requests.
pub struct Rate {
    /// `None` is no limit.
    limiter: Option<DefaultKeyedRateLimiter<Caller>>,
    counted: AtomicU32,
}

impl Rate {
    /// With the limits of the settings.
    pub fn new(limits: &Limits) -> Self {
        let limiter = NonZeroU32::new(limits.requests_per_second).map(|per_second| {
            let burst = NonZeroU32::new(limits.burst).unwrap_or(per_second);
            RateLimiter::keyed(Quota::per_second(per_second).allow_burst(burst))
        });
        Self { limiter, counted: AtomicU32::new(0) }
    }

    /// Counts one request, or says how long to wait.
    pub fn count(&self, caller: Caller) -> Result<(), Refusal> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
        limiter.check_key(&caller).map_err(|until| {
            Refusal::slow_down(until.wait_time_from(DefaultClock::default().now()))
        })
    }
}
