//! The first page: what is contested, what is new, how much there is.

use askama::Template;
use entity::{
    agent, claim, claim_link, derivation, event, finding, source, statistic,
    vocab::{ComparisonVerdict, RecordKind, Resolution},
};
use futures_util::try_join;
use uuid::Uuid;

use super::{
    form::{self, Form},
    line,
    newest::{cut, how_many, newest, oldest},
    record::{Item, items},
    review::suggested,
    sheet::records,
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    store::{
        Read,
        filter::{Filter, Hop, Test, hop},
        list::{Listing, Order, SortColumn, SortPlace, Tally, count, list},
    },
};

/// Statistics in the list of contested ones.
const CONTESTED: usize = 12;
/// Claims in the list of new ones.
const NEW: usize = 8;
/// Statistics in the list of all of them.
const OTHERS: usize = 40;
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
    let others = oldest::<statistic::Model>(Filter::Not(Box::new(is_contested())), OTHERS);
    let newest = newest::<claim::Model>(Filter::everything(), NEW);
    let (mut rows, contested_count, mut other_rows, mut claims) = try_join!(
        list(db, &contested),
        count(db, &contested, Tally::Shown),
        list(db, &others),
        list(db, &newest),
    )?;
    let counts = try_join!(
        how_many::<statistic::Model>(db, Filter::everything()),
        how_many::<claim::Model>(db, Filter::everything()),
        how_many::<source::Model>(db, Filter::everything()),
        how_many::<agent::Model>(db, Filter::everything()),
        how_many::<event::Model>(db, Filter::everything()),
    )?;
    cut(&mut rows, CONTESTED);
    cut(&mut claims, NEW);
    let more = cut(&mut other_rows, OTHERS).is_some();
    let page = Page {
        shell: Shell {
            title: "Who says how many?".to_owned(),
            about: "Claims and statistics: who says how many, where did they say it, and do the \
                    others agree?"
                .to_owned(),
            query: String::new(),
        },
        counts: vec![
            (words::tally(counts.0), "statistics"),
            (words::tally(counts.1), "claims"),
            (words::tally(counts.2), "sources"),
            (words::tally(counts.3), "agents"),
            (words::tally(counts.4), "events"),
        ],
        work: work(db).await?,
        contested: items(db, &rows).await?,
        contested_count: words::tally(contested_count),
        others: items(db, &other_rows).await?,
        others_more: if more {
            "There are more: search for them.".to_owned()
        } else {
            String::new()
        },
        new: new(db, &claims).await?,
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
    Listing { order, ..newest(is_contested(), CONTESTED) }
}

/// What waits for a person.
async fn work(db: &impl Read) -> Result<Vec<(String, &'static str, &'static str)>> {
    let open = Test::Eq(words::spelled(&Resolution::Open).into());
    let (findings, derivations, links) = try_join!(
        how_many::<finding::Model>(db, Filter::Column("resolution", open)),
        suggested::count::<derivation::Model>(db),
        suggested::count::<claim_link::Model>(db),
    )?;
    let many = |count, one, many| if count == 1 { one } else { many };
    Ok(vec![
        (words::tally(findings), many(findings, "open finding", "open findings"), "/findings"),
        (
            words::tally(derivations + links),
            many(derivations + links, "suggested link waits", "suggested links wait"),
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
