//! The page of a place: what is counted there.

use entity::place;

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

const PLACE: &[Hop] = &[hop("place_id", "place", "id")];

/// Draws up the page; `None` where there is no such place.
pub async fn page(db: &impl Read, name: &str) -> Result<Option<Found>> {
    let row = match at::<place::Model>(db, "places", name).await? {
        Ok(row) => row,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut page = Page::new("Place", &row.name, &row);
    page.fact("Kind", Some(words::spoken(&words::spelled(&row.kind))));
    let parent = match row.parent_id {
        Some(id) => record::find::<place::Model>(db, id).await?,
        None => None,
    };
    let lies_in = parent.as_ref().map(|it| (it.name.clone(), format!("/places/{}", it.slug)));
    page.linked("Lies in", lies_in);
    page.fact("ISO 3166 code", row.iso_code.clone());
    if let (Some(north), Some(east)) = (row.latitude, row.longitude) {
        page.fact("Degrees north, east", Some(format!("{north}, {east}")));
    }
    page.also_called::<place::Model>(db, row.id).await?;
    page.statistics_title = "What is counted there";
    page.counted(db, PLACE, row.id).await?;
    page.merged(db, row.id, |row: &place::Model| row.merged_into_id).await?;
    let aliases = linked::own_names::<place::Model>(db, row.id).await?;
    page.forms.push(form::add_statistic_on(&row));
    page.forms.push(form::edit_place(&row, parent.as_ref(), &aliases));
    page.forms.push(form::merge(&row, "the place", "PLACE"));
    page.forms.extend(form::standing(&row, "the place"));
    page.draw().map(Some)
}
