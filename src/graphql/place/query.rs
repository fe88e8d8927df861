//! Reading places.

use async_graphql::{Context, ID, Object};
use entity::place;

use super::object::{Place, PlaceConnection, PlaceFilter, PlaceOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id_or_slug,
};

#[derive(Default)]
pub struct PlaceQuery;

#[Object]
impl PlaceQuery {
    /// The place with this id or slug; null when there is none. Give one of the two.
    async fn place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its slug.")] slug: Option<String>,
    ) -> Result<Option<Place>> {
        Ok(by_id_or_slug::<place::Model>(ctx, id, slug).await?.map(Place))
    }

    /// Places, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<PlaceFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<PlaceOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<PlaceConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
