//! The page of a source: all that is said in it, and where in its text.

use entity::{agent, source, vocab::RecordKind};

use super::{Asked, Found, Page, identified, places};
use crate::{
    Result,
    domain::record_id::RecordId,
    store::{Read, linked, record, said::Of},
    web::{form, line::web_address, words},
};

/// Draws up the page; `None` where there is no such source.
pub async fn page(db: &impl Read, name: &str, query: &str) -> Result<Option<Found>> {
    let asked = Asked::parse(query)?;
    let Some(row) = identified::<source::Model>(db, name).await? else { return Ok(None) };
    let address = format!("/sources/{}", RecordId::new(RecordKind::Source, row.id));
    let mut page =
        Page::new(&words::sentence(&words::spoken(&words::spelled(&row.kind))), &row.title, &row);
    let publisher = match row.publisher_id {
        Some(id) => record::find::<agent::Model>(db, id).await?,
        None => None,
    };
    page.forms.push(form::edit_source(&row, publisher.as_ref()));
    page.forms.extend(form::standing(&row, "the source"));
    page.linked("Publisher", publisher.map(|it| (it.name, format!("/agents/{}", it.slug))));
    let authors = linked::linked::<agent::Model>(db, linked::SOURCE_AUTHORS, &[row.id]).await?;
    let authors: Vec<String> = authors.into_iter().map(|found| found.row.name).collect();
    page.fact("By", (!authors.is_empty()).then(|| authors.join(", ")));
    page.fact("Published", row.published_on.as_deref().map(words::date));
    page.fact("Language", row.language.clone());
    let link = |url: &str| {
        let url = web_address(url);
        (!url.is_empty()).then(|| (url.clone(), url))
    };
    page.linked("Address", row.url.as_deref().and_then(link));
    page.linked("Archived copy", row.archive_url.as_deref().and_then(link));
    if row.body.is_some() {
        let review = format!("/review?source={}", RecordId::new(RecordKind::Source, row.id));
        page.linked("Its text", Some(("what waits in it".to_owned(), review)));
    }
    page.fact("Read on", row.accessed_on.map(|day| words::date(&day.to_string())));
    page.places_title = "What it says";
    page.places = Some(places(db, Of::Source(row.id), &address, asked, true).await?);
    page.draw().map(Some)
}
