//! What a resolver may reach: the session, and the loaders that batch its reads.

use std::sync::Arc;

use async_graphql::{Context, parser::types::OperationType};
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{
    batch::Batches,
    common::ExternalId,
    error::Result,
    loader::{ById, ExternalKeysOf, Linked, NamesOf},
};
use crate::{
    Error,
    app::{Session, summary},
    domain::record_id::RecordId,
    store::{Db, linked::Link, record::Record},
};

/// Where the server is, as the one who asks knows it.
pub struct Base(pub String);

/// Whether a query has made sure that what is kept of comparisons holds.
#[derive(Default)]
pub struct Summaries(OnceCell<()>);

/// Typed access to the request's surroundings. [`super::prepare`] supplies them for every request,
/// so the look-ups cannot fail.
pub trait ContextExt {
    /// Who asks, of which database.
    fn session(&self) -> &Session;
    /// The database.
    fn db(&self) -> &Db;
    /// Where the server is; empty where none answers, or on a socket.
    fn base(&self) -> &str;
    /// Reads that are batched with those of the other resolvers.
    fn rows(&self) -> &Batches;
    /// The record that a stored key leads to, after merges.
    fn record<R: Record>(&self, id: Uuid) -> impl Future<Output = Result<Arc<R>>> + Send;
    /// The records that a list of an owner names, after merges.
    fn linked<R: Record>(
        &self,
        link: Link,
        owner: Uuid,
    ) -> impl Future<Output = Result<Vec<Arc<R>>>> + Send;
    /// The other names of a record, those of records merged into it included.
    fn names<R: Record>(&self, id: Uuid) -> impl Future<Output = Result<Vec<String>>> + Send;
    /// The external ids of a record.
    fn external_ids<R: Record>(
        &self,
        id: Uuid,
    ) -> impl Future<Output = Result<Vec<ExternalId>>> + Send;
    /// Makes sure that what is kept of comparisons holds, before it is read.
    fn summaries(&self) -> impl Future<Output = Result<()>> + Send;
    /// The same as [`ContextExt::record`] for a key that may be missing.
    fn record_opt<R: Record>(
        &self,
        id: Option<Uuid>,
    ) -> impl Future<Output = Result<Option<Arc<R>>>> + Send;
}

impl ContextExt for Context<'_> {
    fn session(&self) -> &Session {
        self.data_unchecked()
    }

    fn db(&self) -> &Db {
        &self.session().db
    }

    fn base(&self) -> &str {
        self.data_opt::<Base>().map_or("", |base| &base.0)
    }

    fn rows(&self) -> &Batches {
        self.data_unchecked()
    }

    async fn record<R: Record>(&self, id: Uuid) -> Result<Arc<R>> {
        if let Some(row) = self.rows().at_hand(id) {
            return Ok(row);
        }
        let found = self.rows().load_one(ById::<R>::new(id)).await?;
        Ok(found.ok_or_else(|| {
            let what = format!("{} is referred to and missing", RecordId::new(R::KIND, id));
            Error::broken("following a reference", what)
        })?)
    }

    async fn linked<R: Record>(&self, link: Link, owner: Uuid) -> Result<Vec<Arc<R>>> {
        Ok(self.rows().load_one(Linked::new(link, owner)).await?.unwrap_or_default())
    }

    async fn names<R: Record>(&self, id: Uuid) -> Result<Vec<String>> {
        Ok(self.rows().load_one(NamesOf::<R>::new(id)).await?.unwrap_or_default())
    }

    async fn external_ids<R: Record>(&self, id: Uuid) -> Result<Vec<ExternalId>> {
        let keys = self.rows().load_one(ExternalKeysOf::<R>::new(id)).await?.unwrap_or_default();
        Ok(keys.into_iter().map(ExternalId::from).collect())
    }

    async fn summaries(&self) -> Result<()> {
        let refresh = || summary::refresh(self.session());
        if self.query_env.operation.node.ty == OperationType::Query {
            let once: &Summaries = self.data_unchecked();
            once.0.get_or_try_init(refresh).await?;
        } else {
            // What was changed a moment ago is part of the answer.
            refresh().await?;
        }
        Ok(())
    }

    async fn record_opt<R: Record>(&self, id: Option<Uuid>) -> Result<Option<Arc<R>>> {
        match id {
            Some(id) => Ok(Some(self.record(id).await?)),
            None => Ok(None),
        }
    }
}
