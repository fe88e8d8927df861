//! Reading events.

use async_graphql::{Context, ID, Object};
use entity::event;

use super::object::{Event, EventConnection, EventFilter, EventOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id_or_slug,
};

#[derive(Default)]
pub struct EventQuery;

#[Object]
impl EventQuery {
    /// The event with this id or slug; null when there is none. Give one of the two.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its slug.")] slug: Option<String>,
    ) -> Result<Option<Event>> {
        Ok(by_id_or_slug::<event::Model>(ctx, id, slug).await?.map(Event))
    }

    /// Events, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<EventFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<EventOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<EventConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
