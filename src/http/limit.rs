//! Counts what is open: work that a stop waits for, and what one address may not take all of.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

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

/// A number of things, of which all together and each address may take so many.
#[derive(Clone)]
pub struct Pool {
    all: usize,
    each: usize,
    taken: Arc<Mutex<Taken>>,
}

#[derive(Default)]
struct Taken {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// What one holder has taken, until it is dropped.
pub struct Share {
    pool: Pool,
    address: IpAddr,
    amount: usize,
}

impl Pool {
    /// With so many in all, and for each address.
    pub fn new(all: usize, each: usize) -> Self {
        Self { all, each, taken: Arc::default() }
    }

    /// A share of nothing yet.
    pub fn share(&self, address: IpAddr) -> Share {
        Share { pool: self.clone(), address, amount: 0 }
    }
}

impl Share {
    /// Takes so many more; `Err` with the limit that is reached.
    pub fn grow(&mut self, amount: usize) -> Result<(), usize> {
        let mut taken = self.pool.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.all + amount > self.pool.all {
            return Err(self.pool.all);
        }
        let here = taken.by_address.get(&self.address).copied().unwrap_or(0) + amount;
        if here > self.pool.each {
            return Err(self.pool.each);
        }
        taken.by_address.insert(self.address, here);
        taken.all += amount;
        self.amount += amount;
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = self.pool.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.all -= self.amount;
        if let Some(here) = taken.by_address.get_mut(&self.address) {
            *here -= self.amount;
            if *here == 0 {
                taken.by_address.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_takes_all_and_what_is_dropped_is_free_again() {
        let (first, second) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let pool = Pool::new(5, 3);
        let mut one = pool.share(first);
        assert_eq!(one.grow(3), Ok(()));
        assert_eq!(one.grow(1), Err(3));
        let mut two = pool.share(second);
        assert_eq!(two.grow(2), Ok(()));
        assert_eq!(two.grow(1), Err(5));
        drop(one);
        assert_eq!(two.grow(1), Ok(()));
        drop(two);
        assert!(pool.taken.lock().is_ok_and(|taken| taken.all == 0 && taken.by_address.is_empty()));
    }
}
