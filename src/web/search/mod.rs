//! What a search finds, page by page.

mod asked;
mod facets;

use askama::Template;
use entity::{agent, event, measure, place, statistic, vocab::RecordKind};
use uuid::Uuid;

use super::{facet::Facet, line, sheet::records, shell::Shell, words};
use crate::{
    Error, Result,
    domain::highlight::highlight,
    store::{
        Read,
        search::{self, Hit, Wanted, count, find},
    },
};
use asked::{Asked, KINDS};

/// Records on a page.
const FOUND: usize = 30;

#[derive(Template)]
#[template(path = "search.html")]
struct Page {
    shell: Shell,
    facets: Vec<Facet>,
    found: Vec<Found>,
    count: String,
    problem: String,
    next: String,
}

/// What was found.
struct Found {
    kind: String,
    href: String,
    /// HTML: the words looked for are marked, everything else is escaped.
    passage: String,
}

/// Draws up the page. What is kept of comparisons must be up to date.
pub async fn page(db: &impl Read, query: &str) -> Result<String> {
    let asked = Asked::parse(query)?;
    let title =
        if asked.words.is_empty() { "Search".to_owned() } else { format!("“{}”", asked.words) };
    let mut page = Page {
        shell: Shell {
            about: format!("What is found for {title}"),
            title,
            query: asked.words.clone(),
        },
        facets: Vec::new(),
        found: Vec::new(),
        count: String::new(),
        problem: String::new(),
        next: String::new(),
    };
    if !asked.words.is_empty() {
        match Wanted::read(&asked.words, KINDS.map(|(kind, _)| kind).into()) {
            Err(problem) => page.problem = format!("{}.", words::sentence(&problem.to_string())),
            Ok(all) => fill(db, &mut page, &asked, all).await?,
        }
    }
    page.render().map_err(|error| Error::internal("writing a page", error))
}

async fn fill(db: &impl Read, page: &mut Page, asked: &Asked, all: Wanted) -> Result<()> {
    let counts = search::kinds(db, &all).await?;
    page.facets.push(facets::kinds(asked, &counts));
    let parts = facets::parts(asked, &counts)?;
    let narrow = facets::resolve(db, asked).await?;
    let wanted = match asked.kind {
        Some(RecordKind::Claim) => all.narrowed(narrow.clone()),
        Some(kind) => Wanted::read(&asked.words, vec![kind])?,
        None => all,
    };
    let total = number(db, asked, &wanted, &counts).await?;
    if parts {
        page.facets.extend(facets::claims(db, asked, &wanted, &narrow, total).await?);
    }
    let limit = u64::try_from(FOUND + 1).unwrap_or(u64::MAX);
    let mut hits = find(db, &wanted, asked.after, limit).await?;
    let more = hits.len() > FOUND;
    hits.truncate(FOUND);
    page.count = match total {
        0 => "Nothing is found.".to_owned(),
        total => format!("{} found.", words::tally(total)),
    };
    if let Some(last) = hits.last().filter(|_| more) {
        page.next = Asked { after: Some(last.standing()), ..asked.clone() }.address();
    }
    let of =
        |kind| hits.iter().filter(move |hit| hit.record_kind == kind).map(|hit| hit.record_key);
    let statistics = records::<statistic::Model>(db, of(RecordKind::Statistic), None).await?;
    let slug = |id: &Uuid| statistics.get(id).map(|row| format!("/statistics/{}", row.slug));
    let agents = records::<agent::Model>(db, of(RecordKind::Agent), None).await?;
    let events = records::<event::Model>(db, of(RecordKind::Event), None).await?;
    let places = records::<place::Model>(db, of(RecordKind::Place), None).await?;
    let measures = records::<measure::Model>(db, of(RecordKind::Measure), None).await?;
    let href = |hit: &Hit| {
        let id = &hit.record_key;
        match hit.record_kind {
            RecordKind::Statistic => slug(id),
            RecordKind::Agent => agents.get(id).map(|row| format!("/agents/{}", row.slug)),
            RecordKind::Event => events.get(id).map(|row| format!("/events/{}", row.slug)),
            RecordKind::Place => places.get(id).map(|row| format!("/places/{}", row.slug)),
            RecordKind::Measure => measures.get(id).map(|row| format!("/measures/{}", row.slug)),
            RecordKind::Source => Some(line::page("sources", RecordKind::Source, *id)),
            RecordKind::Claim => Some(line::page("claims", RecordKind::Claim, *id)),
            _ => None,
        }
    };
    page.found = hits
        .iter()
        .filter_map(|hit| {
            Some(Found {
                kind: words::spoken(&words::spelled(&hit.record_kind)),
                href: href(hit)?,
                passage: highlight(&hit.body, &wanted.words),
            })
        })
        .collect();
    Ok(())
}

/// How many are found: what was counted by kind need not be counted again.
async fn number(
    db: &impl Read,
    asked: &Asked,
    wanted: &Wanted,
    counts: &[search::Kind],
) -> Result<i64> {
    if !asked.narrow.is_empty() {
        return count(db, wanted).await;
    }
    let of_kind = counts.iter().filter(|found| asked.kind.is_none_or(|it| it == found.record_kind));
    Ok(of_kind.map(|found| found.count).sum())
}
