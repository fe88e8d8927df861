//! What was committed, by whichever server, as it is heard of here: one task reads it once and
//! tells everybody who listens, in the order of the commits.

use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use sea_orm::sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::{
    sync::{Notify, OnceCell, broadcast},
    task::JoinHandle,
    time::{sleep, timeout},
};
use uuid::Uuid;

use super::{
    Db,
    changes::{ChangeNotice, since},
    db::Inner,
    summary::marked_since,
};
use crate::Result;

/// The channel on which PostgreSQL tells of commits.
pub(super) const CHANNEL: &str = "claimbase";

/// The version is looked at this often where nobody tells of the commits of other processes: on
/// SQLite, and on PostgreSQL while no connection listens.
const LOOK: Duration = Duration::from_millis(500);

/// The same beside a connection that listens. It costs next to nothing, and a pooler that hands
/// sessions from client to client lets nothing through without saying so.
const LOOK_BESIDE: Duration = Duration::from_millis(900);

/// What is committed so soon after is read and told with it.
const GATHER: Duration = Duration::from_millis(20);

/// After a connection was lost or refused it is tried again this much later.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// News that a slow listener may fall behind before it is told that it missed some.
const KEPT: usize = 1024;

/// Changes read at one time.
const PAGE: u64 = 500;

/// What was committed since the news before.
#[derive(Clone, Debug)]
pub struct News {
    /// The number of the last commit among it.
    pub version: i64,
    /// Every change, in the order of the commits.
    pub changes: Vec<ChangeNotice>,
    /// The statistics whose comparison it bears on.
    pub statistics: Vec<Uuid>,
    /// Whether this process committed the last of it.
    pub is_own: bool,
}

/// News as the listeners of this process share them.
pub type Heard = Arc<News>;

/// Where listeners of this process sign up.
pub(super) struct Desk {
    news: broadcast::Sender<Heard>,
    /// Something was committed here, or PostgreSQL says so.
    rung: Arc<Notify>,
    /// The last commit of this process.
    own: AtomicI64,
    open: OnceCell<()>,
    closed: AtomicBool,
}

impl Desk {
    pub(super) fn new() -> Self {
        let (news, _) = broadcast::channel(KEPT);
        Self {
            news,
            rung: Arc::default(),
            own: AtomicI64::new(0),
            open: OnceCell::new(),
            closed: AtomicBool::new(false),
        }
    }

    /// A transaction of this process has committed; with its number, where it has one.
    pub(super) fn ring(&self, version: Option<i64>) {
        if let Some(version) = version {
            self.own.fetch_max(version, Ordering::Relaxed);
        }
        self.rung.notify_one();
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.rung.notify_one();
    }
}

impl Db {
    /// Hears of every commit from now on, whichever process makes it. The first call sets up the
    /// task that tells, which runs as long as the runtime of that call and the database.
    pub async fn news(&self) -> Result<broadcast::Receiver<Heard>> {
        let desk = &self.inner().desk;
        let heard = desk.news.subscribe();
        let open = async || {
            // Whoever is told of a commit after this one has missed none.
            let last = self.version().await?;
            tokio::spawn(tell(Arc::downgrade(self.inner()), Arc::clone(&desk.rung), last));
            Ok::<_, crate::Error>(())
        };
        desk.open.get_or_try_init(open).await?;
        Ok(heard)
    }
}

/// Ends a task when it is dropped.
struct Ending(JoinHandle<()>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn tell(inner: Weak<Inner>, rung: Arc<Notify>, mut last: i64) {
    let listens = Arc::new(AtomicBool::new(false));
    let listener = inner
        .upgrade()
        .and_then(|inner| inner.listened_at.clone())
        .map(|url| Ending(tokio::spawn(listen(url, Arc::clone(&rung), Arc::clone(&listens)))));
    loop {
        let look = if listens.load(Ordering::Relaxed) { LOOK_BESIDE } else { LOOK };
        // Rung or not: something may have been committed elsewhere.
        let _ = timeout(look, rung.notified()).await;
        let Some(inner) = inner.upgrade() else { break };
        if inner.desk.closed.load(Ordering::Relaxed) {
            break;
        }
        if let Err(error) = look_and_tell(&Db::from(inner), &mut last).await {
            tracing::warn!(%error, "what was committed cannot be read: it is tried again");
        }
        sleep(GATHER).await;
    }
    drop(listener);
}

async fn look_and_tell(db: &Db, last: &mut i64) -> Result<()> {
    let version = db.version().await?;
    while *last < version {
        let changes = since(db, *last, PAGE).await?;
        let end = changes.last().map_or(version, |change| change.sequence);
        // A full page ends with a whole commit, and there may be more.
        let end = if (changes.len() as u64) < PAGE { end.max(version) } else { end };
        let statistics = marked_since(db, *last).await?;
        let desk = &db.inner().desk;
        let is_own = end <= desk.own.load(Ordering::Relaxed);
        // Nobody may be listening: that is no error.
        let _ = desk.news.send(Arc::new(News { version: end, changes, statistics, is_own }));
        *last = end;
    }
    Ok(())
}

/// Rings whenever PostgreSQL tells of a commit, on a connection of its own.
async fn listen(url: String, rung: Arc<Notify>, listens: Arc<AtomicBool>) {
    loop {
        match connect(&url).await {
            Ok(mut listener) => {
                listens.store(true, Ordering::Relaxed);
                // What was committed while nobody listened.
                rung.notify_one();
                while let Ok(Some(_)) = listener.try_recv().await {
                    rung.notify_one();
                }
                listens.store(false, Ordering::Relaxed);
                rung.notify_one();
                tracing::warn!("the connection that hears of commits was lost: looking instead");
            }
            Err(error) => {
                tracing::warn!(%error, "no connection can hear of commits: looking instead");
            }
        }
        sleep(TRY_AGAIN).await;
    }
}

async fn connect(url: &str) -> Result<PgListener, sea_orm::sqlx::Error> {
    let options: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(TRY_AGAIN)
        .connect_lazy_with(options.application_name("claimbase listener"));
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(listener)
}
