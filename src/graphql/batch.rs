//! Questions that the resolvers of one level ask together, answered together.
//!
//! The work of async-graphql's own data loader in a form that costs a key a tenth: it makes a set, a
//! map and a channel for each, and a level of a list asks for hundreds.

use std::{
    any::{Any, TypeId},
    collections::{HashMap, HashSet, hash_map::Entry},
    future::poll_fn,
    hash::Hash,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
};

use async_graphql::dataloader::Loader;
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};

use tokio::task::yield_now;
use uuid::Uuid;

use super::loader::Rows;
use crate::{Error, store::record::Record};

/// What a batch found, or why it failed.
type Answer<K, V> = Result<Arc<HashMap<K, V>>, Arc<Error>>;

/// Steps without a question after which nobody is taken to be about to ask. A list of hundreds is
/// resolved in many steps, between which other tasks run.
const QUIET: u32 = 32;

/// Of so many steps, one also waits for news of sockets.
const LOOK: u32 = 8;

/// The reads of one request.
#[derive(Clone)]
pub struct Batches(Arc<Inner>);

struct Inner {
    rows: Rows,
    /// For each type of key the batch that still takes questions.
    open: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
    /// How many questions there were.
    asked: AtomicU64,
}

/// Questions of one type that are still gathered.
struct Batch<K: Hash + Eq, V> {
    keys: Vec<K>,
    answer: Shared<BoxFuture<'static, Answer<K, V>>>,
}

impl Batches {
    /// Reads of a request.
    pub fn new(rows: Rows) -> Self {
        Self(Arc::new(Inner { rows, open: Mutex::default(), asked: AtomicU64::new(0) }))
    }

    /// A record that need not be read.
    pub fn at_hand<R: Record>(&self, id: Uuid) -> Option<Arc<R>> {
        self.0.rows.at_hand(id)
    }

    /// What belongs to a key; `None` when there is nothing.
    pub async fn load_one<K>(&self, key: K) -> Result<Option<Value<K>>, Arc<Error>>
    where
        K: Hash + Eq + Clone + Send + Sync + 'static,
        Rows: Loader<K, Error = Arc<Error>>,
    {
        let answer = self.ask(std::slice::from_ref(&key));
        Ok(answer.await?.get(&key).cloned())
    }

    /// What belongs to these keys, and perhaps to others.
    pub async fn load_many<K>(
        &self,
        keys: impl IntoIterator<Item = K>,
    ) -> Result<Arc<HashMap<K, Value<K>>>, Arc<Error>>
    where
        K: Hash + Eq + Clone + Send + Sync + 'static,
        Rows: Loader<K, Error = Arc<Error>>,
    {
        let keys: Vec<K> = keys.into_iter().collect();
        if keys.is_empty() {
            return Ok(Arc::default());
        }
        self.ask(&keys).await
    }

    /// Adds to the batch that is gathered, or begins one.
    fn ask<K>(&self, keys: &[K]) -> Shared<BoxFuture<'static, Answer<K, Value<K>>>>
    where
        K: Hash + Eq + Clone + Send + Sync + 'static,
        Rows: Loader<K, Error = Arc<Error>>,
    {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        let mut open = self.open();
        match open.entry(TypeId::of::<K>()) {
            Entry::Occupied(mut entry) => {
                let batch = entry.get_mut().downcast_mut::<Batch<K, Value<K>>>();
                let batch = batch.expect("a batch stands under the type of its keys");
                batch.keys.extend_from_slice(keys);
                batch.answer.clone()
            }
            Entry::Vacant(entry) => {
                // A task of its own: whoever asked first may stop waiting, and the others do not.
                let task = tokio::spawn(self.clone().answer::<K>());
                let answer = task.map(|ended| match ended {
                    Ok(answer) => answer,
                    Err(error) => Err(Arc::new(Error::internal("loading records", error))),
                });
                let answer = answer.boxed().shared();
                let batch = Batch { keys: keys.to_vec(), answer: answer.clone() };
                entry.insert(Box::new(batch));
                answer
            }
        }
    }

    async fn answer<K>(self) -> Answer<K, Value<K>>
    where
        K: Hash + Eq + Clone + Send + Sync + 'static,
        Rows: Loader<K, Error = Arc<Error>>,
    {
        self.settled().await;
        let batch = self.open().remove(&TypeId::of::<K>());
        let batch = batch.and_then(|batch| batch.downcast::<Batch<K, Value<K>>>().ok());
        let mut keys = batch.map_or_else(Vec::new, |batch| batch.keys);
        let mut seen = HashSet::with_capacity(keys.len());
        keys.retain(|key| seen.insert(key.clone()));
        Ok(Arc::new(self.0.rows.load(&keys).await?))
    }

    /// Waits until nobody asks any more: a batch that starts while the resolvers of its level still
    /// ask becomes one of many. A timer would do the same and cost a millisecond a level.
    async fn settled(&self) {
        let asked = || self.0.asked.load(Ordering::Relaxed);
        let (mut last, mut quiet) = (asked(), 0);
        while quiet < QUIET {
            // Who used up its turn goes on only after news of sockets.
            if quiet % LOOK == LOOK - 1 {
                yield_now().await;
            } else {
                step().await;
            }
            let now = asked();
            quiet = if now == last { quiet + 1 } else { 0 };
            last = now;
        }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<TypeId, Box<dyn Any + Send>>> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a loader finds for a key.
type Value<K> = <Rows as Loader<K>>::Value;

/// Lets the tasks go first that are ready now. Tokio's own yield asks the system for news of sockets
/// besides, which costs more than the tasks.
async fn step() {
    let mut again = true;
    poll_fn(|context| {
        if std::mem::take(&mut again) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    })
    .await;
}
