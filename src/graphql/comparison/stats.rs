//! Claims counted by what they have in common.

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use entity::{agent, event, measure, place};
use sea_orm::ActiveEnum as _;
use uuid::Uuid;

use crate::{
    Error,
    graphql::{
        claim::ClaimFilter, common, context::ContextExt as _, error::Result, page::IntoFilter,
    },
    store::{
        crossref::{
            Bucket,
            Group::{self, Agent, Event, Measure, Month, Place, Publisher, Qualifier},
            count,
        },
        filter::Filter,
        record::Record,
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
}

/// What the claims of a group have in common.
#[derive(SimpleObject)]
pub struct ClaimKey {
    /// What was grouped by.
    by: ClaimGroup,
    /// The record that they share; null for a qualifier or a month, and where they have none.
    id: Option<ID>,
    /// What it is called: a name, a qualifier, a month as in "2018-01"; null where they have none.
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
        let filter = filter.map_or(Ok(Filter::everything()), IntoFilter::into_filter)?;
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
    let (id, label) = match group {
        Measure => shared::<measure::Model>(ctx, bucket.measure, |row| row.name).await?,
        Event => shared::<event::Model>(ctx, bucket.event, |row| row.name).await?,
        Place => shared::<place::Model>(ctx, bucket.place, |row| row.name).await?,
        Agent => shared::<agent::Model>(ctx, bucket.agent, |row| row.name).await?,
        Publisher => shared::<agent::Model>(ctx, bucket.publisher, |row| row.name).await?,
        Qualifier => (None, bucket.qualifier.map(|qualifier| qualifier.to_value())),
        Month => (None, bucket.month.clone()),
    };
    Ok(ClaimKey { by: group.into(), id, label })
}

async fn shared<R: Record>(
    ctx: &Context<'_>,
    id: Option<Uuid>,
    name: fn(R) -> String,
) -> Result<(Option<ID>, Option<String>)> {
    let Some(id) = id else { return Ok((None, None)) };
    let row: R = ctx.record(id).await?;
    Ok((Some(common::id(R::KIND, row.id())), Some(name(row))))
}
