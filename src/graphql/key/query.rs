//! Asking who asks.

use async_graphql::{Context, Object};

use super::object::Viewer;
use crate::graphql::context::ContextExt as _;

#[derive(Default)]
pub struct KeyQuery;

#[Object]
impl KeyQuery {
    /// The holder of the key that came with the request; null without a key.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.session().actor.viewer().cloned().map(Viewer)
    }
}
