//! Claims counted by what they have in common.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use entity::{agent, event, measure, place};
use sea_orm::ActiveEnum as _;
use uuid::Uuid;

use crate::{
    Error, Within as _,
    graphql::{
        claim::ClaimFilter, common, context::ContextExt as _, error::Result, page::IntoFilter,
    },
    store::{
        crossref::{
            Bucket,
            Group::{self, Agent, Event, Measure, Month, Place, Publisher, Qualifier, Verdict},
            count,
        },
        filter::Filter,
        record::Record,
        summary::TABLES,
    },
};

/// Groups in one answer at most.
const MOST: u64 = 1_000;

/// What claims can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Group")]
pub enum ClaimGroup {
    /// What is counted.
    Measure,
    /// In which event.
    Event,
    /// Where.
    Place,
    /// Who is said to hold the claim. A claim of two agents is in both groups.
    Agent,
    /// Who publishes the source. A claim in the sources of two publishers is in both groups.
    Publisher,
    /// How the number was qualified.
    Qualifier,
    /// The month that the number describes or, where none was stated, in which it was said or
    /// published.
    Month,
    /// How the claim stands to the others on its statistic, as `CLAIMBASE_1` reads them and under
    /// each agent as one voice. A claim is in the group of every verdict in which it takes part.
    Verdict,
}

/// What the claims of a group have in common.
#[derive(SimpleObject)]
pub struct ClaimKey {
    /// What was grouped by.
    by: ClaimGroup,
    /// The record that they share; null for a qualifier, a month or a verdict, and where they have
    /// none.
    id: Option<ID>,
    /// What it is called: a name, a qualifier, a month as in "2018-01", a verdict; null where they
    /// have none.
    label: Option<String>,
}

/// Claims that have something in common.
#[derive(SimpleObject)]
pub struct ClaimBucket {
    /// What they have in common, in the order asked for; empty where nothing was grouped by.
    key: Vec<ClaimKey>,
    /// How many claims.
    claims: i32,
    /// In how many places they are made, denied or mentioned.
    attributions: i32,
    /// In how many documents.
    sources: i32,
    /// The smallest number named in them, limits among them; null where none names one.
    low: Option<f64>,
    /// The largest number named in them, limits among them; null where none names one.
    high: Option<f64>,
    /// The median of the numbers named, each claim once; null where none names one. Claims on
    /// different statistics are counted together: group or filter so that it means something.
    median: Option<f64>,
}

#[derive(Default)]
pub struct StatsQuery;

#[Object]
impl StatsQuery {
    /// How many claims there are by what they have in common, with the numbers they name: the
    /// largest groups first, 1,000 at most. Retracted claims are left out.
    async fn claim_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only claims for which this holds.")] filter: Option<ClaimFilter>,
        #[graphql(desc = "What to group by; an empty list counts all together.")] group_by: Vec<
            ClaimGroup,
        >,
    ) -> Result<Vec<ClaimBucket>> {
        let filter =
            filter.map_or(Ok(Filter::everything()), IntoFilter::into_filter).within("filter")?;
        if group_by.contains(&ClaimGroup::Verdict) || filter.looks_into(&TABLES) {
            ctx.summaries().await?;
        }
        let mut by: Vec<Group> = Vec::with_capacity(group_by.len());
        for group in group_by.into_iter().map(Group::from) {
            if !by.contains(&group) {
                by.push(group);
            }
        }
        let buckets = count(ctx.db(), &filter, &by, MOST + 1).await?;
        if buckets.len() as u64 > MOST {
            let message = format!(
                "these are more than {MOST} groups: narrow them with a filter, or group by less"
            );
            return Err(Error::LimitExceeded(message).into());
        }
        let named = buckets.into_iter().map(|bucket| named(ctx, &by, bucket));
        futures_util::future::try_join_all(named).await
    }
}

async fn named(ctx: &Context<'_>, by: &[Group], bucket: Bucket) -> Result<ClaimBucket> {
    let keys = by.iter().map(|&group| key(ctx, group, &bucket));
    let key = futures_util::future::try_join_all(keys).await?;
    let number = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(ClaimBucket {
        key,
        claims: number(bucket.claims),
        attributions: number(bucket.attributions),
        sources: number(bucket.sources),
        low: bucket.low,
        high: bucket.high,
        median: bucket.median,
    })
}

async fn key(ctx: &Context<'_>, group: Group, bucket: &Bucket) -> Result<ClaimKey> {
    let id = match group {
        Measure => bucket.measure,
        Event => bucket.event,
        Place => bucket.place,
        Agent => bucket.agent,
        Publisher => bucket.publisher,
        Qualifier | Month | Verdict => None,
    };
    let word = match group {
        Qualifier => bucket.qualifier.map(|qualifier| qualifier.to_value()),
        Month => bucket.month.clone(),
        Verdict => bucket.verdict.map(|verdict| verdict.to_value()),
        Measure | Event | Place | Agent | Publisher => None,
    };
    shared_by(ctx, group, id, word).await
}

/// What claims of a group share: a record or a word; neither where they have none.
pub async fn shared_by(
    ctx: &Context<'_>,
    group: Group,
    id: Option<Uuid>,
    word: Option<String>,
) -> Result<ClaimKey> {
    let (id, label) = match group {
        Measure => shared::<measure::Model>(ctx, id, |row| &row.name).await?,
        Event => shared::<event::Model>(ctx, id, |row| &row.name).await?,
        Place => shared::<place::Model>(ctx, id, |row| &row.name).await?,
        Agent | Publisher => shared::<agent::Model>(ctx, id, |row| &row.name).await?,
        Qualifier | Month | Verdict => (None, word),
    };
    Ok(ClaimKey { by: group.into(), id, label })
}

async fn shared<R: Record>(
    ctx: &Context<'_>,
    id: Option<Uuid>,
    name: fn(&R) -> &String,
) -> Result<(Option<ID>, Option<String>)> {
    let Some(id) = id else { return Ok((None, None)) };
    let row = ctx.record::<R>(id).await?;
    Ok((Some(common::id(R::KIND, row.id())), Some(name(&row).clone())))
}
