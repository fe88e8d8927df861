//! The first page: what is contested, what is new, how much there is.

use askama::Template;
use entity::{
    agent, claim, claim_link, derivation, event, finding, source, statistic,
    vocab::{ComparisonVerdict, Confirmation, RecordKind, Resolution},
};
use futures_util::try_join;
use uuid::Uuid;

use super::{
    form::{self, Form},
    line,
    record::{Item, items},
    sheet::records,
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    store::{
        Read,
        filter::{Filter, Hop, Test, hop},
        list::{Listing, Order, Page as Part, SortColumn, SortPlace, Tally, count, list},
        record::Record,
    },
};

/// Statistics in the list of contested ones.
const CONTESTED: u64 = 12;
/// Claims in the list of new ones.
const NEW: u64 = 8;
/// Statistics in the list of all of them.
const OTHERS: u64 = 40;
const BESIDE: Hop = hop("id", "statistic_summary", "statistic_id");
const SUMMARY: &[Hop] = &[BESIDE];

#[derive(Template)]
#[template(path = "home.html")]
struct Page {
    shell: Shell,
    counts: Vec<(String, &'static str)>,
    /// What waits for a person, and where.
    work: Vec<(String, &'static str, &'static str)>,
    contested: Vec<Item>,
    contested_count: String,
    others: Vec<Item>,
    others_more: String,
    new: Vec<New>,
    /// What whoever has a key can do.
    forms: Vec<Form>,
}

/// A claim that was recorded lately.
struct New {
    text: String,
    href: String,
    statistic: String,
    statistic_href: String,
    at: String,
}

/// Draws up the page. What is kept of comparisons must be up to date.
pub async fn page(db: &impl Read) -> Result<String> {
    let contested = contested();
    let others = listing::<statistic::Model>(Filter::Not(Box::new(is_contested())), OTHERS, false);
    let newest = listing::<claim::Model>(Filter::everything(), NEW, true);
    let (rows, contested_count, other_rows, claims) = try_join!(
        list(db, &contested),
        count(db, &contested, Tally::Shown),
        list(db, &others),
        list(db, &newest),
    )?;
    let counts = try_join!(
        all::<statistic::Model>(db),
        all::<claim::Model>(db),
        all::<source::Model>(db),
        all::<agent::Model>(db),
        all::<event::Model>(db),
    )?;
    let more = other_rows.len() as u64 > OTHERS;
    let page = Page {
        shell: Shell {
            title: "Who says how many?".to_owned(),
            about: "Claims and statistics: who says how many, where did they say it, and do the \
                    others agree?"
                .to_owned(),
            query: String::new(),
        },
        counts: vec![
            (plain(counts.0), "statistics"),
            (plain(counts.1), "claims"),
            (plain(counts.2), "sources"),
            (plain(counts.3), "agents"),
            (plain(counts.4), "events"),
        ],
        work: work(db).await?,
        contested: items(db, first(&rows, CONTESTED)).await?,
        contested_count: plain(contested_count),
        others: items(db, first(&other_rows, OTHERS)).await?,
        others_more: if more {
            "There are more: search for them.".to_owned()
        } else {
            String::new()
        },
        new: new(db, first(&claims, NEW)).await?,
        forms: vec![form::record_claim(None)],
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}

fn is_contested() -> Filter {
    let verdict = words::spelled(&ComparisonVerdict::Contested);
    Filter::Has(SUMMARY, Box::new(Filter::Column("verdict", Test::Eq(verdict.into()))))
}

/// Those with the most pairs that conflict come first.
fn contested() -> Listing<statistic::Model> {
    let column = SortColumn {
        column: "conflict_count",
        missing: Some("-1"),
        place: SortPlace::Beside(BESIDE),
    };
    let order = Order { name: "CONFLICTS", column: Some(column), descending: true };
    Listing { order, ..listing(is_contested(), CONTESTED, true) }
}

fn listing<R: Record>(filter: Filter, limit: u64, descending: bool) -> Listing<R> {
    Listing {
        filter,
        include_retracted: false,
        order: Order { name: "RECORDED", column: None, descending },
        page: Part { after: None, before: None, limit, backwards: false },
    }
}

async fn all<R: Record>(db: &impl Read) -> Result<i64> {
    count(db, &listing::<R>(Filter::everything(), 0, false), Tally::Shown).await
}

/// A list reads one row more than it was asked for.
fn first<R>(rows: &[R], most: u64) -> &[R] {
    &rows[..rows.len().min(usize::try_from(most).unwrap_or(usize::MAX))]
}

fn plain(count: i64) -> String {
    words::plain(usize::try_from(count).unwrap_or(usize::MAX))
}

/// What waits for a person.
async fn work(db: &impl Read) -> Result<Vec<(String, &'static str, &'static str)>> {
    let (open, suggested) =
        (words::spelled(&Resolution::Open), words::spelled(&Confirmation::Suggested));
    let is = |column, word: String| Filter::Column(column, Test::Eq(word.into()));
    let findings = listing::<finding::Model>(is("resolution", open), 0, false);
    let derivations = listing::<derivation::Model>(is("confirmation", suggested.clone()), 0, false);
    let links = listing::<claim_link::Model>(is("confirmation", suggested), 0, false);
    let (findings, derivations, links) = try_join!(
        count(db, &findings, Tally::Shown),
        count(db, &derivations, Tally::Shown),
        count(db, &links, Tally::Shown),
    )?;
    let many = |count, one, many| if count == 1 { one } else { many };
    Ok(vec![
        (plain(findings), many(findings, "open finding", "open findings"), "/findings"),
        (
            plain(derivations + links),
            many(derivations + links, "suggestion waits", "suggestions wait"),
            "/review",
        ),
    ])
}

async fn new(db: &impl Read, claims: &[claim::Model]) -> Result<Vec<New>> {
    let ids: Vec<Uuid> = claims.iter().filter_map(|row| row.statistic_id).collect();
    let statistics = records::<statistic::Model>(db, ids, None).await?;
    let new = claims.iter().map(|row| {
        let statistic = row.statistic_id.and_then(|id| statistics.get(&id));
        New {
            text: row.quantity_text.clone().unwrap_or_else(|| row.text.clone()),
            href: line::page("claims", RecordKind::Claim, row.id),
            statistic: statistic.map(|row| row.title.clone()).unwrap_or_default(),
            statistic_href: statistic
                .map(|row| format!("/statistics/{}", row.slug))
                .unwrap_or_default(),
            at: words::moment(row.created_at),
        }
    });
    Ok(new.collect())
}
