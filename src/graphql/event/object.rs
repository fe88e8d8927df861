//! `Event`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::{event, place};

use crate::{
    graphql::{
        called::CalledFilter,
        claim::{ClaimConnection, ClaimFilter, ClaimOrder},
        common::{Common, ExternalId},
        context::ContextExt as _,
        error::Result,
        filter::{
            DateTimeFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter, filter, order,
        },
        page::{Args, connection, under},
        place::{Place, PlaceFilter},
        scalar::{PartialDate, partial_date},
        statistic::{StatisticConnection, StatisticFilter, StatisticOrder},
        vocab::{EventKind, RecordStatus},
    },
    store::{
        filter::hop,
        linked::EVENT_PLACES,
        list::{Key, Parent, UNKNOWN_DAY},
    },
};

filter! {
    /// Which events. All that is given must hold.
    EventFilter for Event {
        /// By id.
        id: IdFilter = ["id"],
        /// By slug.
        slug: StringFilter = ["slug"],
        /// By name.
        name: StringFilter = ["name"],
        /// By any of its names, in any spelling or script.
        called: CalledFilter = ["name"],
        /// By kind.
        kind: WordFilter<EventKind> = ["kind"],
        /// By its beginning.
        start: PartialDateFilter = ["start", "start_earliest", "start_latest"],
        /// By its end.
        end: PartialDateFilter = ["end", "end_earliest", "end_latest"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those that are directly a part of such an event.
        parent: EventFilter = [hop("parent_id", "event", "id"), hop("canonical_id", "event", "id")],
        /// Those that happened in such a place.
        places: PlaceFilter = [hop("id", "event_place", "event_id"), hop("place_id", "place", "id"), hop("canonical_id", "place", "id")],
    }
}

order! {
    /// What events can be ordered by.
    EventOrder, EventOrderField for event::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The name.
        Name = "NAME", "name" => |row| Key::Text(row.name.clone());
        /// The first day it can have begun.
        Start = "START", "start_earliest" or "'9999-12-31'" => |row| Key::Day(row.start_earliest.unwrap_or(UNKNOWN_DAY));
    }
}

connection!(EventConnection, EventEdge, Event, event::Model, EventFilter, EventOrder, "events");

/// What happened: a wave of protests, an earthquake, an election.
#[derive(Clone, Description)]
pub struct Event(pub Arc<event::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Event {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Name in addresses, unique among events.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Name as shown.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What sort of event it is.
    async fn kind(&self) -> EventKind {
        self.0.kind.into()
    }

    /// When it began; null when not recorded.
    async fn start(&self) -> Option<PartialDate> {
        partial_date(self.0.start.as_deref())
    }

    /// When it ended; null when not recorded or not over.
    async fn end(&self) -> Option<PartialDate> {
        partial_date(self.0.end.as_deref())
    }

    /// The event it is a part of; null at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Self>> {
        Ok(ctx.record_opt(self.0.parent_id).await?.map(Self))
    }

    /// Where it happened.
    async fn places(&self, ctx: &Context<'_>) -> Result<Vec<Place>> {
        let rows = ctx.linked::<place::Model>(EVENT_PLACES, self.0.id).await?;
        Ok(rows.into_iter().map(Place).collect())
    }

    /// Other names: spellings, abbreviations, names in other scripts, names of what was merged into it.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        ctx.names::<event::Model>(self.0.id).await
    }

    /// Its keys in other people's systems.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        ctx.external_ids::<event::Model>(self.0.id).await
    }

    /// The events that are directly a part of it.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn parts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<EventFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<EventOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<EventConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("parent_id", "event", "id")], key: "canonical_id" } };
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
            const { Parent { hops: &[hop("event_id", "event", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }

    /// The claims without a number about it; those with a number hang on its statistics.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn statements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those for which this holds.")] filter: Option<Box<ClaimFilter>>,
        #[graphql(desc = "In which order.")] order_by: Option<ClaimOrder>,
        #[graphql(desc = "How many from the start; 10 unless given, 500 at most.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only those after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end; 500 at most.")] last: Option<i32>,
        #[graphql(desc = "Only those before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whether retracted ones are listed.", default)] include_retracted: bool,
    ) -> Result<ClaimConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        let parent =
            const { Parent { hops: &[hop("event_id", "event", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}
