//! Reading measures.

use async_graphql::{Context, ID, Object};
use entity::measure;

use super::object::{Measure, MeasureConnection, MeasureFilter, MeasureOrder};
use crate::graphql::{
    error::Result,
    page::{Args, roots},
    query::by_id_or_slug,
};

#[derive(Default)]
pub struct MeasureQuery;

#[Object]
impl MeasureQuery {
    /// The measure with this id or slug; null when there is none. Give one of the two.
    async fn measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its slug.")] slug: Option<String>,
    ) -> Result<Option<Measure>> {
        Ok(by_id_or_slug::<measure::Model>(ctx, id, slug).await?.map(Measure))
    }

    /// Measures, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn measures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<MeasureFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<MeasureOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<MeasureConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
