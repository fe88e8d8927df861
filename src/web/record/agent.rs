//! The page of an agent: everything it said, and how often others confirm it.

use entity::{agent, source, vocab::RecordKind};

use super::{Asked, Found, Page, Published, at, places};
use crate::{
    Result,
    domain::relation::Verdict,
    store::{
        Read,
        filter::{Filter, Hop, Test, hop},
        linked,
        list::list,
        record,
        said::{Of, verdicts_of_agent},
    },
    web::{
        form, line,
        newest::{cut, how_many, newest},
        words,
    },
};

/// Sources of a publisher that are listed.
const SOURCES: usize = 20;

const PUBLISHER: &[Hop] = &[hop("publisher_id", "agent", "id")];

/// Draws up the page; `None` where there is no such agent.
pub async fn page(db: &impl Read, name: &str, query: &str) -> Result<Option<Found>> {
    let asked = Asked::parse(query)?;
    let row = match at::<agent::Model>(db, "agents", name).await? {
        Ok(row) => row,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let address = format!("/agents/{}", row.slug);
    let mut page =
        Page::new(&words::sentence(&words::spoken(&words::spelled(&row.kind))), &row.name, &row);
    page.also_called::<agent::Model>(db, row.id).await?;
    let others: Vec<_> = [row.speaks_for_id, row.parent_id].into_iter().flatten().collect();
    let others = record::by_ids::<agent::Model>(db, &others).await?;
    let other = |id| {
        let found = others.iter().find(|found| Some(found.parent_key) == id);
        found.map(|found| &found.row)
    };
    let (speaks_for, parent) = (other(row.speaks_for_id), other(row.parent_id));
    let link = |row: &agent::Model| (row.name.clone(), format!("/agents/{}", row.slug));
    page.linked("Speaks for", speaks_for.map(link));
    page.linked("Part of", parent.map(link));
    let verdicts = verdicts_of_agent(db, row.id).await?;
    let of = |verdict: Verdict| {
        let found = verdicts.iter().find(|found| found.verdict == verdict);
        found.map_or(0, |found| usize::try_from(found.claims).unwrap_or_default())
    };
    let (conflicts, agrees) = (of(Verdict::Conflicts), of(Verdict::Agrees));
    if !verdicts.is_empty() {
        let many = |count: usize, one: &str, many: &str| match count {
            0 => format!("none {one}"),
            1 => format!("1 {one}"),
            count => format!("{} {many}", words::plain(count)),
        };
        page.answer = format!(
            "Of its claims, {} with what others say and {}.",
            many(conflicts, "conflicts", "conflict"),
            many(agrees, "agrees", "agree"),
        );
    }
    page.merged(db, row.id, |row: &agent::Model| row.merged_into_id).await?;
    let aliases = linked::own_names::<agent::Model>(db, row.id).await?;
    page.forms.push(form::edit_agent(&row, speaks_for, parent, &aliases));
    page.forms.push(form::merge(&row, "the agent", "AGENT"));
    page.forms.extend(form::standing(&row, "the agent"));
    let own =
        Filter::Has(PUBLISHER, Box::new(Filter::Column("canonical_id", Test::Eq(row.id.into()))));
    let count = how_many::<source::Model>(db, own.clone()).await?;
    let mut sources = list(db, &newest::<source::Model>(own, SOURCES)).await?;
    let many = if count == 1 { "source" } else { "sources" };
    page.published_count = match cut(&mut sources, SOURCES) {
        Some(_) => format!("{} {many}; the last {SOURCES} recorded", words::tally(count)),
        None => format!("{} {many}", words::tally(count)),
    };
    let published = sources.into_iter().map(|row| Published {
        href: line::page("sources", RecordKind::Source, row.id),
        date: row.published_on.as_deref().map(words::date).unwrap_or_default(),
        title: row.title,
    });
    page.published = published.collect();
    page.places_title = "What it says";
    page.places = Some(places(db, Of::Agent(row.id), &address, asked, true).await?);
    page.draw().map(Some)
}
