//! Statistics that are read as one with this, since what they count was merged.

use entity::statistic;

use super::Part;
use crate::{
    Result,
    store::{Read, merge},
    web::sheet::Sheet,
};

/// A statistic that is read as one with this.
pub struct Joined {
    /// What it is called.
    pub title: String,
    /// What of this one stands for what it counts: where the merge can be undone.
    pub parts: Vec<Part>,
}

/// Loads those that are read as one with a statistic now; none for the past.
pub async fn load(db: &impl Read, sheet: &Sheet) -> Result<Vec<Joined>> {
    if sheet.ask.known_at.is_some() {
        return Ok(Vec::new());
    }
    let own = &sheet.statistic;
    let rows: Vec<statistic::Model> = merge::group(db, own.id).await?;
    let part = |name, folder, is_other: bool, kept: Option<(&str, &str)>| {
        let (slug, value) = kept.filter(|_| is_other)?;
        Some(Part { name, value: value.to_owned(), href: format!("/{folder}/{slug}#merged") })
    };
    let measure = Some((sheet.measure.slug.as_str(), sheet.measure.name.as_str()));
    let event = sheet.event.as_ref().map(|row| (row.slug.as_str(), row.name.as_str()));
    let place = sheet.place.as_ref().map(|row| (row.slug.as_str(), row.name.as_str()));
    let joined = rows.into_iter().filter(|row| row.id != own.id).map(|row| {
        let parts = [
            part("Measure", "measures", row.measure_id != own.measure_id, measure),
            part("Event", "events", row.event_id != own.event_id, event),
            part("Place", "places", row.place_id != own.place_id, place),
        ];
        Joined { title: row.title, parts: parts.into_iter().flatten().collect() }
    });
    Ok(joined.collect())
}
