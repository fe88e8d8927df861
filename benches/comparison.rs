//! What comparing one statistic costs, and how that grows with its claims.
//!
//! `cargo bench --bench comparison` prints, on SQLite and on PostgreSQL, the median wall time of one
//! request that compares a statistic of 1,000, 10,000 and 100,000 claims with 1.6 attributions each,
//! from its text to its JSON, without a transport: after a commit that bears on the statistic, so
//! that everything is loaded anew, and once more; and how often longer the first takes than that of a
//! tenth of the claims, beside what n log n would take.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::Request;
use chrono::{NaiveDate, TimeDelta};
use claimbase::{
    app::{Actor, Session},
    domain::key::ENTROPY,
    graphql::{self, limits::Limits},
    store::{Db, Txn, record::insert_rows},
};
use entity::{
    attribution, claim, derivation, source, statistic,
    vocab::{Confirmation, DerivationKind, Qualifier, RecordKind, RecordStatus},
};
use sea_orm::ConnectionTrait as _;

#[path = "../tests/support/mod.rs"]
#[expect(dead_code, reason = "only the databases are used")]
mod support;

#[path = "support/fill.rs"]
mod fill;
#[path = "../tests/support/plain.rs"]
mod plain;

use fill::{fill, key, moment};
use support::database::{Backend, migrated};

/// As in the binary.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
            fill(&fresh.db, move |txn| Box::pin(insert(txn, claims))).await;
            let rounds = if claims > 50_000 { 5 } else { 21 };
            let (took, again) = medians_of_requests(&fresh.db, rounds).await;
            let [ms, ms_again] = [took, again].map(|time| time.as_secs_f64() * 1e3);
            print!("  {claims} claims: {ms:.1} ms, once more {ms_again:.1} ms");
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

/// Of a request after a commit that bears on the statistic, and of the same once more.
async fn medians_of_requests(db: &Db, rounds: usize) -> (Duration, Duration) {
    let session = Session {
        db: db.clone(),
        clock: Arc::new(moment),
        ids: Arc::new(|_| key(RecordKind::Finding, 0)),
        entropy: Arc::new(|| [0; ENTROPY]),
        actor: Actor::Anonymous,
        read_only: true,
    };
    let schema = graphql::schema(Limits::default());
    let (mut times, mut times_again) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        let mark = "UPDATE statistic_summary SET marks = marks + 1";
        db.writer().execute_unprepared(mark).await.expect("it is marked");
        for times in [&mut times, &mut times_again] {
            let request = graphql::prepare(Request::new(QUERY), session.clone(), None);
            let began = Instant::now();
            let response = graphql::execute(&schema, request).await;
            black_box(serde_json::to_vec(&response).expect("JSON"));
            times.push(began.elapsed());
            assert!(response.errors.is_empty(), "{:?}", response.errors);
        }
    }
    (median(times), median(times_again))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
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
async fn insert(txn: &Txn, claims: u64) -> claimbase::Result<()> {
    let now = moment();
    let agents = claims / 10;
    let attributions = claims * 16 / 10;
    let rows = (0..agents)
        .map(|number| plain::agent(key(RecordKind::Agent, number), format!("Agent {number}"), now));
    insert_rows(txn, rows.collect(), "filling").await?;
    let measure = key(RecordKind::Measure, 0);
    insert_rows(txn, vec![plain::measure(measure, now)], "filling").await?;
    let tracked = key(RecordKind::Statistic, 0);
    let statistic =
        statistic::Model { slug: "tracked".to_owned(), ..plain::statistic(tracked, measure, now) };
    insert_rows(txn, vec![statistic], "filling").await?;
    let rows = (0..attributions).map(|number| source::Model {
        publisher_id: Some(key(RecordKind::Agent, mixed(number) % agents)),
        published_on: Some(day(number).to_string()),
        published_on_earliest: Some(day(number)),
        published_on_latest: Some(day(number)),
        sort_date: day(number),
        ..plain::source(key(RecordKind::Source, number), now)
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let rows = (0..claims).map(|number| {
        let value = f64::from(u32::try_from(mixed(number) % 9_000).expect("small")) + 20.0;
        let exact = plain::claim(key(RecordKind::Claim, number), Some(tracked), value, now);
        match number % 3 {
            0 => exact,
            1 => claim::Model {
                quantity_text: Some(format!("at least {value}")),
                qualifier: Some(Qualifier::AtLeast),
                high: None,
                reading_high: None,
                ..exact
            },
            _ => claim::Model {
                quantity_text: Some(format!("about {value}")),
                qualifier: Some(Qualifier::About),
                low: None,
                high: None,
                reading_low: Some((value * 0.9).ceil()),
                reading_high: Some((value * 1.1).floor()),
                reading_soft: true,
                ..exact
            },
        }
    });
    insert_rows(txn, rows.collect(), "filling").await?;
    let rows = (0..attributions).map(|number| {
        let [id, source] =
            [RecordKind::Attribution, RecordKind::Source].map(|kind| key(kind, number));
        attribution::Model {
            agent_id: Some(key(RecordKind::Agent, mixed(number % claims) % agents)),
            said_on: Some(day(number).to_string()),
            said_on_earliest: Some(day(number)),
            said_on_latest: Some(day(number)),
            sort_date: day(number),
            ..plain::attribution(id, key(RecordKind::Claim, number % claims), source, now)
        }
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
    insert_rows(txn, rows.collect(), "filling").await?;
    // As every write leaves it.
    let summed_up = format!(
        "INSERT INTO statistic_summary \
         (statistic_id, stale, marks, marked_version, attribution_count) \
         SELECT id, TRUE, 1, 0, {attributions} FROM statistic"
    );
    txn.sql().execute_unprepared(&summed_up).await.expect("it is summed up");
    Ok(())
}
