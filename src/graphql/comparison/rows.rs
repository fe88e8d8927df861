//! A statistic as flat rows, for dashboards and data frames.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime as Moment, NaiveTime, Utc};
use entity::{
    agent, source,
    vocab::{RecordKind, Stance},
};
use uuid::Uuid;

use super::memo;
use crate::{
    Error,
    app::{
        comparison::{Group, Subject, View, Ways},
        reference,
    },
    domain::{
        comparison::Claim,
        origin::{Attribution, Origin},
        partial_date::PartialDate as Date,
    },
    graphql::{
        common,
        context::ContextExt as _,
        error::Result,
        input::scalar,
        loader::ById,
        scalar::{DateTime, PartialDate, Sent, Url},
        vocab::Qualifier,
    },
};

/// Rows in one answer at most.
const MOST: i32 = 10_000;

/// A statistic as flat rows, in the order of their time.
#[derive(SimpleObject)]
pub struct StatisticRows {
    /// The rows: one for each place where a claim on the statistic is asserted.
    rows: Vec<StatisticRow>,
    /// How many there are between from and to.
    total: i32,
    /// Whether rows were cut off, because there are more than first.
    cut: bool,
    /// How many of the statistic's have no date, and so are left out wherever from or to is given.
    undated: i32,
}

/// One place where a claim on a statistic is asserted.
#[derive(SimpleObject)]
pub struct StatisticRow {
    /// The first moment of the day that the number describes or, where none was stated, on which it
    /// was said or published, in UTC; null where nothing tells: such rows come last, and only where
    /// neither from nor to is given.
    time: Option<DateTime>,
    /// The same date, as exact as it is known; null where nothing tells.
    date: Option<PartialDate>,
    /// The lower bound as `CLAIMBASE_1` reads the words; null where it is open.
    low: Option<f64>,
    /// The number named; null where none was.
    value: Option<f64>,
    /// The upper bound as `CLAIMBASE_1` reads the words; null where it is open.
    high: Option<f64>,
    /// How the number was qualified.
    qualifier: Qualifier,
    /// The words of the number.
    text: String,
    /// Whose voice it is in the end; several names are joined by "; ", and an unknown one is
    /// "unknown".
    origin: String,
    /// Whether all of its origins are known.
    origin_known: bool,
    /// The title of the source.
    source: String,
    /// The address of the source; null where it has none.
    source_url: Option<Url>,
    /// Who published the source; null where nobody is recorded.
    publisher: Option<String>,
    /// The claim.
    claim_id: ID,
    /// The attribution.
    attribution_id: ID,
}

#[derive(Default)]
pub struct RowsQuery;

#[Object]
impl RowsQuery {
    /// A statistic as flat rows, sorted by time, for Grafana and data frames; capped, and saying so.
    async fn statistic_rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Name of the statistic in addresses.")] slug: String,
        #[graphql(desc = "Only rows of this time or later.")] from: Option<Sent<DateTime>>,
        #[graphql(desc = "Only rows of this time or earlier.")] to: Option<Sent<DateTime>>,
        #[graphql(desc = "How many rows; 10,000 at most.", default = 1000)] first: i32,
    ) -> Result<StatisticRows> {
        let first = usize::try_from(first).ok().filter(|_| first <= MOST).ok_or_else(|| {
            Error::invalid("first", format!("first is {first}: ask for 0 to {MOST}"))
        })?;
        let (from, to) = (scalar("from", from)?, scalar("to", to)?);
        let found = reference::by_slug::<entity::statistic::Model>(ctx.db(), &slug).await?;
        let statistic =
            found.ok_or_else(|| Error::not_found("slug", "statistic with the slug", &slug))?;
        let subject = Subject { group: Group::Statistic(statistic.id), known_at: None };
        let view = memo::view(ctx, subject, Ways::default()).await?;
        let mut said = said(&view);
        let undated = said.iter().filter(|said| said.time.is_none()).count();
        said.retain(|said| {
            let after = from.is_none_or(|from| said.time.is_some_and(|time| time >= from));
            let before = to.is_none_or(|to| said.time.is_some_and(|time| time <= to));
            after && before
        });
        let total = said.len();
        said.truncate(first);
        let names = Names::load(ctx, &view, &said).await?;
        let rows = said.iter().map(|said| names.row(&view, said)).collect::<Result<_>>()?;
        Ok(StatisticRows {
            rows,
            total: i32::try_from(total).unwrap_or(i32::MAX),
            cut: total > first,
            undated: i32::try_from(undated).unwrap_or(i32::MAX),
        })
    }
}

/// What becomes a row.
struct Said<'v> {
    time: Option<Moment<Utc>>,
    date: Option<&'v Date>,
    claim: &'v Claim,
    attribution: &'v Attribution,
}

/// Everything that becomes a row, in its order.
fn said(view: &View) -> Vec<Said<'_>> {
    let claims: HashMap<Uuid, &Claim> = view.claims().iter().map(|it| (it.id, it)).collect();
    let asserting = view.facts().own().iter().filter(|it| it.stance == Stance::Asserts);
    let rows = asserting.filter_map(|attribution| {
        let claim = claims.get(&attribution.claim)?;
        let said = attribution.said_on.as_ref().or(attribution.published_on.as_ref());
        let date = claim.as_of.as_ref().or(said);
        let time = date.map(|date| date.earliest().and_time(NaiveTime::MIN).and_utc());
        Some(Said { time, date, claim, attribution })
    });
    let mut rows: Vec<Said> = rows.collect();
    rows.sort_by_key(|said| (said.time.is_none(), said.time, said.claim.id, said.attribution.id));
    rows
}

/// What the rows name.
struct Names {
    agents: HashMap<Uuid, Arc<agent::Model>>,
    sources: HashMap<Uuid, Arc<source::Model>>,
}

impl Names {
    async fn load(ctx: &Context<'_>, view: &Arc<View>, said: &[Said<'_>]) -> Result<Self> {
        let mut agents = Vec::new();
        let mut sources = Vec::new();
        for Said { attribution, .. } in said {
            let known =
                view.origins().of(attribution.id).iter().filter_map(|origin| match origin {
                    Origin::Known(id) => Some(*id),
                    Origin::Unknown(_) => None,
                });
            agents.extend(known.chain(attribution.publisher));
            sources.push(attribution.source);
        }
        for ids in [&mut agents, &mut sources] {
            ids.sort_unstable();
            ids.dedup();
        }
        let agents = agents.into_iter().map(ById::<agent::Model>::new);
        let sources = sources.into_iter().map(ById::<source::Model>::new);
        let agents = ctx.rows().load_many(agents).await?;
        let sources = ctx.rows().load_many(sources).await?;
        Ok(Self {
            agents: agents.iter().map(|(key, row)| (key.id(), Arc::clone(row))).collect(),
            sources: sources.iter().map(|(key, row)| (key.id(), Arc::clone(row))).collect(),
        })
    }

    fn row(&self, view: &View, said: &Said<'_>) -> Result<StatisticRow> {
        let Said { time, date, claim, attribution } = said;
        let missing = || Error::broken("reading a statistic's rows", "a source is missing");
        let source = self.sources.get(&attribution.source).ok_or_else(missing)?;
        let origins = view.origins().of(attribution.id);
        let name = |id: &Uuid| self.agents.get(id).map(|agent| agent.name.clone());
        let labels = origins.iter().map(|origin| match origin {
            Origin::Known(id) => name(id).unwrap_or_default(),
            Origin::Unknown(_) => "unknown".to_owned(),
        });
        Ok(StatisticRow {
            time: time.map(DateTime),
            date: date.cloned().map(PartialDate),
            low: claim.reading.low,
            value: claim.quantity.value,
            high: claim.reading.high,
            qualifier: claim.quantity.qualifier.into(),
            text: claim.quantity.text.clone(),
            origin: labels.collect::<Vec<_>>().join("; "),
            origin_known: origins.iter().all(|origin| origin.is_known()),
            source: source.title.clone(),
            source_url: source.url.clone().map(Url),
            publisher: attribution.publisher.as_ref().and_then(name),
            claim_id: common::id(RecordKind::Claim, claim.id),
            attribution_id: common::id(RecordKind::Attribution, attribution.id),
        })
    }
}
