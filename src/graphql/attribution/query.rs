//! Reading attributions.

use async_graphql::{Context, ID, Object};

use super::object::{Attribution, AttributionConnection, AttributionFilter, AttributionOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id,
};

#[derive(Default)]
pub struct AttributionQuery;

#[Object]
impl AttributionQuery {
    /// The attribution with this id; null when there is none.
    async fn attribution(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<Attribution>> {
        Ok(by_id(ctx, &id).await?.map(Attribution))
    }

    /// Attributions, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn attributions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<
            Box<AttributionFilter>,
        >,
        #[graphql(desc = "In which order.")] order_by: Option<AttributionOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<AttributionConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
