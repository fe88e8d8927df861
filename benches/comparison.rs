//! What comparing one statistic costs, and how that grows with its claims.
//!
//! `cargo bench --bench comparison` prints, on SQLite and on PostgreSQL, the median wall time of one
//! request that compares a statistic of 1,000, 10,000 and 100,000 claims with 1.6 attributions each,
//! from its text to its JSON, without a transport; and how often longer it takes than that of a tenth
//! of the claims, beside what n log n would take.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::Request;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use claimbase::{
    app::{Actor, Session},
    domain::key::ENTROPY,
    graphql::{self, limits::Limits},
    store::{self, Call, Db, Txn, record::insert_rows},
};
use entity::{
    agent, attribution, claim, derivation, measure, source, statistic,
    vocab::{
        Accumulation, AgentKind, ClaimKind, Confirmation, DerivationKind, Hedge, Originality,
        Qualifier, RecordKind, RecordStatus, SourceKind, Stance, ValueType,
    },
};
use uuid::Uuid;

#[path = "../tests/support/mod.rs"]
#[expect(dead_code, reason = "only the databases are used")]
mod support;

use support::database::{Backend, migrated};

const SIZES: [u64; 3] = [1_000, 10_000, 100_000];

const QUERY: &str = "{ statistic(slug: \"tracked\") { comparison { verdict summary median spread \
    range { low high } origins { min max } agreement { low high twoSided supporters of } \
    conflicts(first: 50) { totalCount nodes { code reason gap ratio } } \
    revisions(first: 50) { totalCount nodes { code reason } } } } }";

#[tokio::main]
async fn main() {
    // `cargo test --benches` only asks whether it builds.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    for backend in [Backend::Sqlite, Backend::Postgres] {
        println!("\n{backend:?}");
        let mut smaller: Option<(u64, Duration)> = None;
        for claims in SIZES {
            let fresh = migrated(backend).await;
            fill(&fresh.db, claims).await;
            let took = median_of_requests(&fresh.db, if claims > 50_000 { 5 } else { 21 }).await;
            print!("  {claims} claims: {:.1} ms", took.as_secs_f64() * 1e3);
            if let Some((fewer, before)) = smaller {
                let grown = took.as_secs_f64() / before.as_secs_f64();
                println!(
                    "; {grown:.1} times that of {fewer}, n log n is {:.1}",
                    n_log_n(claims) / n_log_n(fewer)
                );
            } else {
                println!();
            }
            smaller = Some((claims, took));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the sizes are small")]
fn n_log_n(size: u64) -> f64 {
    size as f64 * (size as f64).ln()
}

async fn median_of_requests(db: &Db, rounds: usize) -> Duration {
    let session = Session {
        db: db.clone(),
        clock: Arc::new(moment),
        ids: Arc::new(|_| key(RecordKind::Finding, 0)),
        entropy: Arc::new(|| [0; ENTROPY]),
        actor: Actor::Anonymous,
        read_only: true,
    };
    let schema = graphql::schema(Limits::default());
    let mut times = Vec::new();
    for _ in 0..rounds {
        let request = graphql::prepare(Request::new(QUERY), session.clone());
        let began = Instant::now();
        let response = graphql::execute(&schema, request).await;
        black_box(serde_json::to_vec(&response).expect("JSON"));
        times.push(began.elapsed());
        assert!(response.errors.is_empty(), "{:?}", response.errors);
    }
    times.sort_unstable();
    times[times.len() / 2]
}

/// A key that is the same in every run.
fn key(kind: RecordKind, number: u64) -> Uuid {
    let mut random = [0; 10];
    random[1] = kind as u8;
    random[2..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_767_268_800_000 + number, &random).into_uuid()
}

async fn fill(db: &Db, claims: u64) {
    let ids: store::Ids = Arc::new(|_| key(RecordKind::Finding, 0));
    let call = Call { now: moment(), actor: None, ids };
    store::write(db, call, move |txn| Box::pin(insert(txn, claims))).await.expect("the rows");
}

fn moment() -> DateTime<Utc> {
    DateTime::from_timestamp(1_767_268_800, 0).expect("in range")
}

/// Numbers without a pattern that the code could lean on, the same in every run.
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^ (mixed >> 27)
}

fn day(number: u64) -> NaiveDate {
    let start = NaiveDate::from_ymd_opt(2018, 1, 1).expect("a day");
    start + TimeDelta::days(i64::try_from(mixed(number) % 365).expect("small"))
}

/// Agents, each of which gives ten figures, every tenth relayed by one more article.
#[expect(clippy::too_many_lines, reason = "the rows of seven tables")]
async fn insert(txn: &Txn, claims: u64) -> claimbase::Result<()> {
    let now = moment();
    let agents = claims / 10;
    let attributions = claims * 16 / 10;
    let rows = (0..agents).map(|number| {
        let id = key(RecordKind::Agent, number);
        agent::Model {
            id,
            slug: format!("agent-{number}"),
            name: format!("Agent number {number}"),
            kind: AgentKind::Organisation,
            parent_id: None,
            speaks_for_id: None,
            canonical_id: id,
            merged_into_id: None,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let measure_id = key(RecordKind::Measure, 0);
    let measure = measure::Model {
        id: measure_id,
        slug: "people-arrested".to_owned(),
        name: "People arrested".to_owned(),
        definition: "Everybody taken into custody.".to_owned(),
        unit: "person".to_owned(),
        value_type: ValueType::Count,
        integral: true,
        accumulation: Accumulation::Cumulative,
        canonical_id: measure_id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    insert_rows(txn, vec![measure], "filling").await?;
    let id = key(RecordKind::Statistic, 0);
    let statistic = statistic::Model {
        id,
        slug: "tracked".to_owned(),
        title: "People arrested".to_owned(),
        identity: "tracked".to_owned(),
        key_hash: "tracked".to_owned(),
        measure_id,
        event_id: None,
        place_id: None,
        population: None,
        period_start: None,
        period_start_earliest: None,
        period_start_latest: None,
        period_end: None,
        period_end_earliest: None,
        period_end_latest: None,
        canonical_id: id,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    };
    insert_rows(txn, vec![statistic], "filling").await?;
    let rows = (0..attributions).map(|number| source::Model {
        id: key(RecordKind::Source, number),
        identity: format!("source-{number}"),
        url: Some(format!("https://example.org/article/{number}")),
        title: format!("Article number {number} about arrests in several regions"),
        kind: SourceKind::Article,
        publisher_id: Some(key(RecordKind::Agent, mixed(number) % agents)),
        published_on: Some(day(number).to_string()),
        published_on_earliest: Some(day(number)),
        published_on_latest: Some(day(number)),
        language: Some("en".to_owned()),
        archive_url: None,
        accessed_on: None,
        content_hash: None,
        body: None,
        body_public: false,
        sort_date: day(number),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let rows = (0..claims).map(|number| {
        let value = f64::from(u32::try_from(mixed(number) % 9_000).expect("small")) + 20.0;
        let (qualifier, words, low, high, read, soft) = match number % 3 {
            0 => (Qualifier::Exact, "", Some(value), Some(value), (value, Some(value)), false),
            1 => (Qualifier::AtLeast, "at least ", Some(value), None, (value, None), false),
            _ => {
                let (low, high) = ((value * 0.9).ceil(), (value * 1.1).floor());
                (Qualifier::About, "about ", None, None, (low, Some(high)), true)
            }
        };
        claim::Model {
            id: key(RecordKind::Claim, number),
            identity: format!("claim-{number}"),
            kind: ClaimKind::Statistical,
            statistic_id: Some(key(RecordKind::Statistic, 0)),
            event_id: None,
            text: format!("People arrested: {words}{value}"),
            quantity_text: Some(format!("{words}{value}")),
            qualifier: Some(qualifier),
            value: Some(value),
            low,
            high,
            reading_low: Some(read.0),
            reading_high: read.1,
            reading_soft: soft,
            as_of: None,
            as_of_earliest: None,
            as_of_latest: None,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let rows = (0..attributions).map(|number| attribution::Model {
        id: key(RecordKind::Attribution, number),
        identity: format!("attribution-{number}"),
        claim_id: key(RecordKind::Claim, number % claims),
        source_id: key(RecordKind::Source, number),
        agent_id: Some(key(RecordKind::Agent, mixed(number % claims) % agents)),
        stance: Stance::Asserts,
        verb: Some("said".to_owned()),
        hedge: Hedge::None,
        hedge_text: None,
        quantity_text: None,
        quote_exact: Some("at least so many people have been arrested since".to_owned()),
        quote_prefix: None,
        quote_suffix: None,
        quote_start: None,
        quote_end: None,
        quote_language: None,
        quote_translation: None,
        quote_status: None,
        said_on: Some(day(number).to_string()),
        said_on_earliest: Some(day(number)),
        said_on_latest: Some(day(number)),
        originality: Originality::Unknown,
        rule_set: None,
        candidate: None,
        sort_date: day(number),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let rows = (0..attributions / 10).map(|number| {
        let child = attributions - 1 - number;
        let parent = child % claims;
        derivation::Model {
            id: key(RecordKind::Derivation, number),
            identity: format!("derivation-{number}"),
            attribution_id: key(RecordKind::Attribution, child),
            parent_attribution_id: Some(key(RecordKind::Attribution, parent)),
            parent_source_id: None,
            kind: DerivationKind::Relays,
            confirmation: Confirmation::Confirmed,
            note: None,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: now,
            updated_at: now,
        }
    });
    insert_rows(txn, rows.collect(), "filling").await
}
