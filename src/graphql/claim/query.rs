//! Reading claims.

use async_graphql::{Context, ID, Object};

use super::object::{Claim, ClaimConnection, ClaimFilter, ClaimOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id_known_at,
    scalar::{DateTime, Sent},
};

#[derive(Default)]
pub struct ClaimQuery;

#[Object]
impl ClaimQuery {
    /// The claim with this id; null when there is none. With knownAt, as it was at that moment; null
    /// when it was not on record yet. Its lists show what is known today.
    async fn claim(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
        #[graphql(desc = "As known at this moment: today unless given.")] known_at: Option<
            Sent<DateTime>,
        >,
    ) -> Result<Option<Claim>> {
        Ok(by_id_known_at(ctx, &id, known_at).await?.map(Claim))
    }

    /// Claims, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn claims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<ClaimFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<ClaimOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<ClaimConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
