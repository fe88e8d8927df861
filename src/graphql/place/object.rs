//! `Place`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::place;

use crate::{
    graphql::{
        called::CalledFilter,
        common::{Common, ExternalId},
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, StringFilter, WordFilter, filter, order},
        page::{Args, connection, under},
        statistic::{StatisticConnection, StatisticFilter, StatisticOrder},
        vocab::{PlaceKind, RecordStatus},
    },
    store::{
        filter::hop,
        list::{Key, Parent},
    },
};

filter! {
    /// Which places. All that is given must hold.
    PlaceFilter for Place {
        /// By id.
        id: IdFilter = ["id"],
        /// By slug.
        slug: StringFilter = ["slug"],
        /// By name.
        name: StringFilter = ["name"],
        /// By any of its names, in any spelling or script.
        called: CalledFilter = ["name"],
        /// By kind.
        kind: WordFilter<PlaceKind> = ["kind"],
        /// By ISO 3166 code.
        iso_code: StringFilter = ["iso_code"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those that lie directly in such a place.
        parent: PlaceFilter = [hop("parent_id", "place", "id"), hop("canonical_id", "place", "id")],
    }
}

order! {
    /// What places can be ordered by.
    PlaceOrder, PlaceOrderField for place::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The name.
        Name = "NAME", "name" => |row| Key::Text(row.name.clone());
    }
}

connection!(PlaceConnection, PlaceEdge, Place, place::Model, PlaceFilter, PlaceOrder, "places");

/// Where something happened: a country, a province, a city, a prison.
#[derive(Clone, Description)]
pub struct Place(pub Arc<place::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Place {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Name in addresses, unique among places.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Name as shown.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What sort of place it is.
    async fn kind(&self) -> PlaceKind {
        self.0.kind.into()
    }

    /// Other names: spellings, abbreviations, names in other scripts, names of what was merged into it.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        ctx.names::<place::Model>(self.0.id).await
    }

    /// Its keys in other people's systems.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        ctx.external_ids::<place::Model>(self.0.id).await
    }

    /// The place it lies in; null at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        Ok(ctx.record_opt(self.0.parent_id).await?.map(Self))
    }

    /// ISO 3166-1 or 3166-2 code; null when it has none.
    async fn iso_code(&self) -> Option<&str> {
        self.0.iso_code.as_deref()
    }

    /// Degrees north (WGS 84); null when not recorded.
    async fn latitude(&self) -> Option<f64> {
        self.0.latitude
    }

    /// Degrees east (WGS 84); null when not recorded.
    async fn longitude(&self) -> Option<f64> {
        self.0.longitude
    }

    /// The places that lie directly in it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn parts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<PlaceFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<PlaceOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<PlaceConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("parent_id", "place", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// The statistics about it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<StatisticFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<StatisticOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<StatisticConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("place_id", "place", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}
