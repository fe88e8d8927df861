//! Reading sources.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::object::{Source, SourceConnection, SourceFilter, SourceOrder};
use crate::{
    Error, Within as _,
    domain::{address, identity},
    graphql::{
        context::ContextExt as _,
        error::Result,
        page::{Args, roots},
        query::by_id,
        scalar::Url,
    },
    store::record,
};

#[derive(Default)]
pub struct SourceQuery;

#[Object]
impl SourceQuery {
    /// The source with this id or address, however the address is spelt; null when there is none.
    /// Give one of the two.
    async fn source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Option<ID>,
        #[graphql(desc = "Its address.")] url: Option<Url>,
    ) -> Result<Option<Source>> {
        match (id, url) {
            (Some(id), None) => Ok(by_id(ctx, &id).await?.map(Source)),
            (None, Some(Url(url))) => {
                let url = address::normalise(&address::parse(&url).within("url")?);
                let identity = identity::source(Some(&url), None, None, None);
                let row = record::find_where(ctx.db(), "identity", identity).await?;
                Ok(row.map(Arc::new).map(Source))
            }
            (Some(_), Some(_)) | (None, None) => {
                let message = "give either the id or the url of the source";
                Err(Error::invalid("id", message).into())
            }
        }
    }

    /// Sources, in the order of their recording unless told otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<SourceFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<SourceOrder>,
        #[graphql(desc = "How many from the start; 50 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<SourceConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        Ok(roots(ctx, args).await?.into())
    }
}
