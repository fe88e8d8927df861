//! The page of an event: what is counted in it.

use entity::{event, place, statistic, vocab::RecordKind};

use super::{Found, Page, items, named};
use crate::{
    Result,
    domain::record_id::RecordId,
    store::{
        Read,
        filter::{Filter, Hop, Test, hop},
        linked,
        list::list,
        record,
    },
    web::{
        form,
        newest::{cut, oldest},
        words,
    },
};

/// Statistics that are listed at most.
const STATISTICS: usize = 200;
const EVENT: &[Hop] = &[hop("event_id", "event", "id")];

/// Draws up the page; `None` where there is no such event.
pub async fn page(db: &impl Read, name: &str) -> Result<Option<Found>> {
    let Some(row) = named::<event::Model>(db, name).await? else { return Ok(None) };
    if name != row.slug && name != RecordId::new(RecordKind::Event, row.id).to_string() {
        return Ok(Some(Found::Moved(format!("/events/{}", row.slug))));
    }
    let mut page = Page::new("Event", &row.name);
    page.reason = row.status_reason.clone().unwrap_or_default();
    page.fact("Kind", Some(words::spoken(&words::spelled(&row.kind))));
    page.fact("Began", row.start.as_deref().map(words::date));
    page.fact("Ended", row.end.as_deref().map(words::date));
    let places = linked::linked::<place::Model>(db, linked::EVENT_PLACES, &[row.id]).await?;
    let places: Vec<String> = places.into_iter().map(|found| found.row.name).collect();
    page.fact("Where", (!places.is_empty()).then(|| places.join(", ")));
    let names = linked::names::<event::Model>(db, &[row.id]).await?;
    let names: Vec<String> = names.into_iter().map(|found| found.row.name).collect();
    page.fact("Also called", (!names.is_empty()).then(|| names.join(" · ")));
    if let Some(parent) = row.parent_id {
        let parent = record::find::<event::Model>(db, parent).await?;
        page.linked("Part of", parent.map(|it| (it.name, format!("/events/{}", it.slug))));
    }
    let is_it = Filter::Column("canonical_id", Test::Eq(row.id.into()));
    let listing = oldest::<statistic::Model>(Filter::Has(EVENT, Box::new(is_it)), STATISTICS);
    let mut rows = list(db, &listing).await?;
    if cut(&mut rows, STATISTICS).is_some() {
        page.pairs_hidden = format!("There are more than {}.", words::plain(STATISTICS));
    }
    page.forms.push(form::edit_event(&row, &names));
    page.forms.push(form::merge(&row, "the event", "EVENT"));
    page.forms.extend(form::standing(&row, "the event"));
    page.statistics_title = "What is counted";
    page.statistics = items(db, &rows).await?;
    page.draw().map(Some)
}
