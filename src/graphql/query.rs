//! Look-ups that several kinds of record share.

use std::sync::Arc;

use async_graphql::{Context, ID};

use super::{
    context::ContextExt as _,
    error::Result,
    input::scalar,
    scalar::{DateTime, Sent},
};
use crate::{
    Error,
    app::reference,
    domain::record_id::{Prefix, RecordId},
    store::{
        record::{self, Record},
        revision,
    },
};

/// The key in an id, for a question: one that is no id of this kind names nothing.
pub fn key<R: Record>(id: &ID) -> Option<uuid::Uuid> {
    RecordId::of(R::KIND, id).ok()
}

/// The record with this id, after merges.
pub async fn by_id<R: Record>(ctx: &Context<'_>, id: &ID) -> Result<Option<Arc<R>>> {
    match key::<R>(id) {
        Some(key) => Ok(record::find(ctx.db(), key).await?.map(Arc::new)),
        None => Ok(None),
    }
}

/// The record with this id as it was at a moment, today unless given.
pub async fn by_id_known_at<R: Record>(
    ctx: &Context<'_>,
    id: &ID,
    known_at: Option<Sent<DateTime>>,
) -> Result<Option<Arc<R>>> {
    match (key::<R>(id), scalar("knownAt", known_at)?) {
        (Some(key), Some(at)) => Ok(revision::known_at(ctx.db(), key, at).await?.map(Arc::new)),
        (_, None) => by_id(ctx, id).await,
        (None, Some(_)) => Ok(None),
    }
}

/// The record with this id or this slug, after merges.
pub async fn by_id_or_slug<R: Record>(
    ctx: &Context<'_>,
    id: Option<ID>,
    slug: Option<String>,
) -> Result<Option<Arc<R>>> {
    match (id, slug) {
        (Some(id), None) => by_id(ctx, &id).await,
        (None, Some(slug)) => Ok(reference::by_slug(ctx.db(), &slug).await?.map(Arc::new)),
        (Some(_), Some(_)) | (None, None) => {
            let kind = Prefix::from(R::KIND);
            let message = format!("give either the id or the slug of the {kind}");
            Err(Error::invalid("id", message).into())
        }
    }
}
