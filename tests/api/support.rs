//! A request in, JSON out; a fixed clock, ids in order, and a count of SQL statements.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use async_graphql::{Request, Response, Variables};
use chrono::{DateTime, TimeDelta, Utc};
use claimbase::{
    app::{Actor, Session, Viewer},
    domain::key::ENTROPY,
    graphql::{self, Schema, limits::Limits},
    store::Db,
};
use entity::vocab::Role;
use futures_util::stream::BoxStream;
use serde_json::Value;
use uuid::Uuid;

#[path = "../support/mod.rs"]
mod shared;

pub use shared::database::{Backend, Fresh, migrated};

/// The server without its transport.
pub struct App {
    pub session: Session,
    pub fresh: Fresh,
    schema: Schema,
    minutes: Arc<AtomicU64>,
}

impl App {
    /// Migrated and empty; requests come from an admin.
    pub async fn new(backend: Backend) -> Self {
        // What is logged is shown with a test that fails.
        let _ = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::ERROR)
            .with_test_writer()
            .try_init();
        let fresh = migrated(backend).await;
        let minutes = Arc::new(AtomicU64::new(0));
        let clock = Arc::clone(&minutes);
        let counter = AtomicU64::new(0);
        let keys = AtomicU64::new(0);
        let session = Session {
            db: fresh.db.clone(),
            clock: Arc::new(move || {
                noon()
                    + TimeDelta::minutes(i64::try_from(clock.load(Ordering::Relaxed)).expect("few"))
            }),
            ids: Arc::new(move |now| id(now, counter.fetch_add(1, Ordering::Relaxed))),
            entropy: Arc::new(move || {
                let mut random = [0; ENTROPY];
                random[12..].copy_from_slice(&keys.fetch_add(1, Ordering::Relaxed).to_be_bytes());
                random
            }),
            actor: holder(Role::Admin),
            read_only: false,
        };
        Self { session, fresh, schema: graphql::schema(Limits::default()), minutes }
    }

    /// Lets time pass.
    pub fn wait_minutes(&self, minutes: u64) {
        self.minutes.fetch_add(minutes, Ordering::Relaxed);
    }

    /// Runs a request of an admin and returns the whole response.
    pub async fn run(&self, query: &str) -> Value {
        self.run_with(query, Value::Null).await
    }

    /// The same with variables.
    pub async fn run_with(&self, query: &str, variables: Value) -> Value {
        self.run_as(self.session.actor.clone(), query, variables).await
    }

    /// Runs somebody's request.
    pub async fn run_as(&self, actor: Actor, query: &str, variables: Value) -> Value {
        let request = Request::new(query).variables(Variables::from_json(variables));
        let request = graphql::prepare(request, self.session.acting_as(actor), None);
        serde_json::to_value(graphql::execute(&self.schema, request).await).expect("JSON")
    }

    /// Listens as an admin.
    pub fn listen(&self, query: &str) -> BoxStream<'static, Response> {
        let request = graphql::prepare(Request::new(query), self.session.clone(), None);
        graphql::subscribe(&self.schema, request)
    }

    /// Runs a request that must succeed and returns its data.
    pub async fn data(&self, query: &str) -> Value {
        let mut response = self.run(query).await;
        assert!(response.get("errors").is_none(), "{query}\n{response:#}");
        response["data"].take()
    }

    /// Runs a request that must succeed and returns how many SQL statements it took.
    pub async fn cost(&self, query: &str) -> u64 {
        let before = self.session.db.statements();
        self.data(query).await;
        self.session.db.statements() - before
    }

    /// The data of a request that must succeed, asked of another handle of the database, beside
    /// which nothing is kept yet; and how many SQL statements it took.
    pub async fn anew(&self, query: &str) -> (Value, u64) {
        let db = Db::connect(&self.fresh.url).await.expect("the database");
        let session = Session { db: db.clone(), ..self.session.clone() };
        let request = graphql::prepare(Request::new(query), session, None);
        let before = db.statements();
        let response = graphql::execute(&self.schema, request).await;
        let cost = db.statements() - before;
        assert!(response.errors.is_empty(), "{query}\n{:#?}", response.errors);
        db.close().await.expect("closed");
        (response.data.into_json().expect("JSON"), cost)
    }
}

/// The holder of a key with this role.
pub fn holder(role: Role) -> Actor {
    let name = format!("{role:?}").to_lowercase();
    Actor::Key(Viewer { key_id: Uuid::from_u128(1), name, role, expires_at: None })
}

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_268_800, 0).expect("in range")
}

/// A version 7 UUID with a counter for its random part.
fn id(now: DateTime<Utc>, count: u64) -> Uuid {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&count.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(now.timestamp_millis().unsigned_abs(), &random)
        .into_uuid()
}

/// Declares tests that run on both databases.
macro_rules! both {
    ($( $(#[$meta:meta])* async fn $name:ident($app:ident) $body:block )*) => { $(
        async fn $name($app: crate::support::App) $body

        $(#[$meta])*
        mod $name {
            use crate::support::{App, Backend};

            #[tokio::test]
            async fn sqlite() {
                super::$name(App::new(Backend::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                super::$name(App::new(Backend::Postgres).await).await;
            }
        }
    )* };
}
pub(crate) use both;
