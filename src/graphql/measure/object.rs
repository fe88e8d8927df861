//! `Measure`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::measure;

use crate::{
    graphql::{
        called::CalledFilter,
        common::{Common, ExternalId},
        context::ContextExt as _,
        error::Result,
        filter::{
            BooleanFilter, DateTimeFilter, IdFilter, StringFilter, WordFilter, filter, order,
        },
        page::{Args, connection, under},
        statistic::{StatisticConnection, StatisticFilter, StatisticOrder},
        vocab::{Accumulation, RecordStatus, ValueType},
    },
    store::{
        filter::hop,
        list::{Key, Parent},
    },
};

filter! {
    /// Which measures. All that is given must hold.
    MeasureFilter for Measure {
        /// By id.
        id: IdFilter = ["id"],
        /// By slug.
        slug: StringFilter = ["slug"],
        /// By name.
        name: StringFilter = ["name"],
        /// By any of its names, in any spelling or script.
        called: CalledFilter = ["name"],
        /// By unit.
        unit: StringFilter = ["unit"],
        /// By what its numbers are.
        value_type: WordFilter<ValueType> = ["value_type"],
        /// By whether only whole numbers make sense.
        integral: BooleanFilter = ["integral"],
        /// By what a difference in time means.
        accumulation: WordFilter<Accumulation> = ["accumulation"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {

    }
}

order! {
    /// What measures can be ordered by.
    MeasureOrder, MeasureOrderField for measure::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The name.
        Name = "NAME", "name" => |row| Key::Text(row.name.clone());
    }
}

connection!(
    MeasureConnection,
    MeasureEdge,
    Measure,
    measure::Model,
    MeasureFilter,
    MeasureOrder,
    "measures"
);

/// What is counted, defined once: people arrested, cities with protests.
#[derive(Clone, Description)]
pub struct Measure(pub Arc<measure::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Measure {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Code in addresses, unique among measures.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Name as shown.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What counts and what does not.
    async fn definition(&self) -> &str {
        &self.0.definition
    }

    /// What one of it is: "person", "city", "USD".
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// What its numbers are.
    async fn value_type(&self) -> ValueType {
        self.0.value_type.into()
    }

    /// Whether only whole numbers make sense.
    async fn integral(&self) -> bool {
        self.0.integral
    }

    /// What a difference in time means for it.
    async fn accumulation(&self) -> Accumulation {
        self.0.accumulation.into()
    }

    /// Other names: spellings, abbreviations, names in other scripts, names of what was merged into it.
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        ctx.names::<measure::Model>(self.0.id).await
    }

    /// Its keys in other people's systems.
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalId>> {
        ctx.external_ids::<measure::Model>(self.0.id).await
    }

    /// The statistics that count it.
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
            const { Parent { hops: &[hop("measure_id", "measure", "id")], key: "canonical_id" } };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}
