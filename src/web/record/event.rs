//! The page of an event: what is counted in it.

use entity::{event, place};

use super::{Found, Page, at};
use crate::{
    Result,
    store::{
        Read,
        filter::{Hop, hop},
        linked, record,
    },
    web::{form, words},
};

const EVENT: &[Hop] = &[hop("event_id", "event", "id")];

/// Draws up the page; `None` where there is no such event.
pub async fn page(db: &impl Read, name: &str) -> Result<Option<Found>> {
    let row = match at::<event::Model>(db, "events", name).await? {
        Ok(row) => row,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut page = Page::new("Event", &row.name, &row);
    page.fact("Kind", Some(words::spoken(&words::spelled(&row.kind))));
    page.fact("Began", row.start.as_deref().map(words::date));
    page.fact("Ended", row.end.as_deref().map(words::date));
    let places = linked::linked::<place::Model>(db, linked::EVENT_PLACES, &[row.id]).await?;
    let places: Vec<place::Model> = places.into_iter().map(|found| found.row).collect();
    let named = places.iter().map(|it| (it.name.clone(), format!("/places/{}", it.slug)));
    page.linked("Where", named);
    page.also_called::<event::Model>(db, row.id).await?;
    let parent = match row.parent_id {
        Some(id) => record::find::<event::Model>(db, id).await?,
        None => None,
    };
    let part_of = parent.as_ref().map(|it| (it.name.clone(), format!("/events/{}", it.slug)));
    page.linked("Part of", part_of);
    page.counted(db, EVENT, row.id).await?;
    page.merged(db, row.id, |row: &event::Model| row.merged_into_id).await?;
    let aliases = linked::own_names::<event::Model>(db, row.id).await?;
    page.forms.push(form::add_statistic_on(&row));
    page.forms.push(form::edit_event(&row, &places, parent.as_ref(), &aliases));
    page.forms.push(form::merge(&row, "the event", "EVENT"));
    page.forms.extend(form::standing(&row, "the event"));
    page.statistics_title = "What is counted";
    page.draw().map(Some)
}
