//! `Statistic`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object, SimpleObject};
use entity::{measure, statistic};

use crate::{
    app::comparison::{Group, Needs, Subject, View, Ways},
    domain::citation::{self, Citation},
    graphql::{
        claim::{ClaimConnection, ClaimFilter, ClaimOrder},
        common::Common,
        comparison::{
            CitationStyle, Comparison, ComparisonVerdict, Headline, HeadlinePolicy, Looked,
            OriginLens, TimeBasis, TimelinePoint, headline, timeline, view,
        },
        context::ContextExt as _,
        error::Result,
        event::{Event, EventFilter},
        filter::{
            DateTimeFilter, IdFilter, PartialDateFilter, StringFilter, WordFilter, filter, order,
            verdict_filter,
        },
        finding::{Finding, findings_of},
        input::scalar,
        measure::{Measure, MeasureFilter},
        page::{Args, connection, known, under},
        place::{Place, PlaceFilter},
        quantity::Lexicon,
        scalar::{Date, DateTime, PartialDate, Sent, partial_date},
        vocab::RecordStatus,
    },
    store::{
        filter::{Hop, hop},
        list::{Key, Parent},
        revision::{claims_known_at, newest_at},
    },
};

verdict_filter! {
    /// Which statistics, by what the positions on them are to each other. All that is given must
    /// hold.
    ComparisonVerdictFilter: ComparisonVerdict = BESIDE;
    /// This verdict.
    eq;
    /// One of these verdicts.
    in;
    /// Not this verdict.
    not;
}

/// Where what is kept of comparisons stands.
const BESIDE: Hop = hop("id", "statistic_summary", "statistic_id");

filter! {
    /// Which statistics. All that is given must hold.
    StatisticFilter for Statistic {
        /// By id.
        id: IdFilter = ["id"],
        /// By slug.
        slug: StringFilter = ["slug"],
        /// By title.
        title: StringFilter = ["title"],
        /// By population.
        population: StringFilter = ["population"],
        /// By the beginning of its period.
        period_start: PartialDateFilter = ["period_start", "period_start_earliest", "period_start_latest"],
        /// By the end of its period.
        period_end: PartialDateFilter = ["period_end", "period_end_earliest", "period_end_latest"],
        /// By the verdict of its comparison, under the default arguments.
        verdict: ComparisonVerdictFilter = ["verdict"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those that count such a measure.
        measure: MeasureFilter = [hop("measure_id", "measure", "id"), hop("canonical_id", "measure", "id")],
        /// Those about such an event.
        event: EventFilter = [hop("event_id", "event", "id"), hop("canonical_id", "event", "id")],
        /// Those about such a place.
        place: PlaceFilter = [hop("place_id", "place", "id"), hop("canonical_id", "place", "id")],
        /// Those with such a claim.
        claims: ClaimFilter = [hop("id", "statistic", "canonical_id"), hop("id", "claim", "statistic_id")],
    }
}

order! {
    /// What statistics can be ordered by.
    StatisticOrder, StatisticOrderField for statistic::Model {
        /// The time of recording.
        Recorded = "RECORDED";
        /// The title.
        Title = "TITLE", "title" => |row| Key::Text(row.title.clone());
        /// How far the largest and the smallest number named are apart. Here what has none stands
        /// below 0: last in descending order, first in ascending order.
        Spread = "SPREAD", "spread" or "-1.0", beside BESIDE;
        /// How many independent origins there are at most.
        Origins = "ORIGINS", "origins_max" or "-1", beside BESIDE;
        /// How many pairs of positions conflict.
        Conflicts = "CONFLICTS", "conflict_count" or "-1", beside BESIDE;
    }
}

connection!(
    StatisticConnection,
    StatisticEdge,
    Statistic,
    statistic::Model,
    StatisticFilter,
    StatisticOrder,
    "statistics"
);

/// The period that a statistic covers.
#[derive(SimpleObject)]
pub struct Period {
    /// Its beginning; null when open.
    start: Option<PartialDate>,
    /// Its end; null when open.
    end: Option<PartialDate>,
}

/// The tracked number: what is counted, in which event, where, of whom, and when. Only claims on the same statistic are compared.
#[derive(Clone, Description)]
pub struct Statistic(pub Arc<statistic::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Statistic {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// Name in addresses, unique among statistics.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Title as shown.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What is counted.
    async fn measure(&self, ctx: &Context<'_>) -> Result<Measure> {
        Ok(Measure(ctx.record(self.0.measure_id).await?))
    }

    /// In which event; null when it is not about one.
    async fn event(&self, ctx: &Context<'_>) -> Result<Option<Event>> {
        Ok(ctx.record_opt(self.0.event_id).await?.map(Event))
    }

    /// Where; null when everywhere.
    async fn place(&self, ctx: &Context<'_>) -> Result<Option<Place>> {
        Ok(ctx.record_opt(self.0.place_id).await?.map(Place))
    }

    /// Of whom: "protesters", "security forces"; null when of everybody.
    async fn population(&self) -> Option<&str> {
        self.0.population.as_deref()
    }

    /// Its period; null when it has none of its own: then the event's dates bound it.
    async fn period(&self) -> Option<Period> {
        let start = partial_date(self.0.period_start.as_deref());
        let end = partial_date(self.0.period_end.as_deref());
        (start.is_some() || end.is_some()).then_some(Period { start, end })
    }

    /// What one of what is counted is: "person", "city".
    async fn unit(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(ctx.record::<measure::Model>(self.0.measure_id).await?.unit.clone())
    }

    /// Who says how many, how many independent voices they are, and whether they agree.
    async fn comparison(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only what was said or stated by this day; everything unless given. What \
            has no date is taken in."
        )]
        as_of: Option<Sent<Date>>,
        #[graphql(
            desc = "As the database knew it at this moment; as it knows it now unless given."
        )]
        known_at: Option<Sent<DateTime>>,
        #[graphql(desc = "Under which agents are one voice.", default_with = "OriginLens::Agent")]
        origin_by: OriginLens,
        #[graphql(desc = "By whose rules words are read.", default_with = "Lexicon::Claimbase1")]
        lexicon: Lexicon,
    ) -> Result<Comparison> {
        let as_of = scalar("asOf", as_of)?;
        let ways = Ways { lens: origin_by.into(), lexicon: lexicon.into(), as_of };
        let view = self.view(ctx, known_at, ways).await?;
        view.prepare(Needs::Comparison).await?;
        Ok(Comparison::try_from(Looked { view, statistic: self.0.id })?)
    }

    /// Every claim of every origin by date, ready to plot; undated ones come last.
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Which of a claim's dates places it on the line.",
            default_with = "TimeBasis::AsOf"
        )]
        basis: TimeBasis,
        #[graphql(
            desc = "As the database knew it at this moment; as it knows it now unless given."
        )]
        known_at: Option<Sent<DateTime>>,
    ) -> Result<Vec<TimelinePoint>> {
        timeline(&self.view(ctx, known_at, Ways::default()).await?, basis)
    }

    /// One number for those who need one, with the reason for it and what it leaves out; null where
    /// the policy has nothing to choose from or cannot decide: there is no majority, or no known
    /// origin.
    async fn headline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the number is chosen.")] policy: HeadlinePolicy,
    ) -> Result<Option<Headline>> {
        let view = self.view(ctx, None, Ways::default()).await?;
        view.prepare(Needs::Comparison).await?;
        headline(&view, policy)
    }

    /// How to cite it: its title, what is said in a sentence, and an address that will show this very
    /// state later, whatever is recorded or retracted meanwhile.
    async fn citation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which form.")] style: CitationStyle,
        #[graphql(desc = "The day on which it was looked at; left out unless given.")]
        accessed_on: Option<Sent<Date>>,
    ) -> Result<String> {
        let accessed_on = scalar("accessedOn", accessed_on)?;
        let view = self.view(ctx, None, Ways::default()).await?;
        view.prepare(Needs::Comparison).await?;
        let comparison = view.comparison()?;
        let known_at = newest_at(ctx.db()).await?.unwrap_or(self.0.created_at);
        let citation = Citation {
            title: &self.0.title,
            slug: &self.0.slug,
            answer: &comparison.outcome().summary,
            address: &citation::address(ctx.base(), &self.0.slug, known_at),
            known_at,
            accessed_on,
        };
        Ok(match style {
            CitationStyle::CslJson => citation.csl_json(),
            CitationStyle::Bibtex => citation.bibtex(),
            CitationStyle::Text => citation.text(),
        })
    }

    /// What rules noticed about the claims on it, their attributions, and the sources and agents of
    /// these; the first 500.
    async fn findings(&self, ctx: &Context<'_>) -> Result<Vec<Finding>> {
        findings_of(ctx, self.0.id).await
    }

    /// The claims on it; with knownAt, those that counted at that moment, as they were then.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay connection")]
    async fn claims(
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
        #[graphql(desc = "As known at this moment: today unless given. Excludes filter.")]
        known_at: Option<Sent<DateTime>>,
    ) -> Result<ClaimConnection> {
        let args = Args { filter, order_by, first, after, last, before, include_retracted };
        if let Some(at) = scalar("knownAt", known_at)? {
            let rows = claims_known_at(ctx.db(), self.0.id, at).await?;
            return Ok(known(rows, args)?.into());
        }
        let parent = const {
            Parent { hops: &[hop("statistic_id", "statistic", "id")], key: "canonical_id" }
        };
        Ok(under(ctx, parent, self.0.id, args).await?.into())
    }
}

impl Statistic {
    /// The statistic looked at in one way.
    async fn view(
        &self,
        ctx: &Context<'_>,
        known_at: Option<Sent<DateTime>>,
        ways: Ways,
    ) -> Result<Arc<View>> {
        let known_at = scalar("knownAt", known_at)?;
        view(ctx, Subject { group: Group::Statistic(self.0.id), known_at }, ways).await
    }
}
