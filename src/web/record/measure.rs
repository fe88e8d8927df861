//! The page of a measure: what counts, and where it is counted.

use entity::{measure, vocab::Accumulation};

use super::{Found, Page, at};
use crate::{
    Result,
    store::{
        Read,
        filter::{Hop, hop},
        linked,
    },
    web::{form, words},
};

const MEASURE: &[Hop] = &[hop("measure_id", "measure", "id")];

/// Draws up the page; `None` where there is no such measure.
pub async fn page(db: &impl Read, name: &str) -> Result<Option<Found>> {
    let row = match at::<measure::Model>(db, "measures", name).await? {
        Ok(row) => row,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut page = Page::new("Measure", &row.name, &row);
    page.answer.clone_from(&row.definition);
    page.fact("Unit", Some(row.unit.clone()));
    let numbers = words::spoken(&words::spelled(&row.value_type));
    let whole = if row.integral { "whole numbers only" } else { "broken ones too" };
    page.fact("Numbers", Some(format!("{numbers}, {whole}")));
    let time = match row.accumulation {
        Accumulation::Cumulative => "can only grow",
        Accumulation::Instant => "is so at one moment",
        Accumulation::Period => "is of a period",
    };
    page.fact("Over time", Some(time.to_owned()));
    page.also_called::<measure::Model>(db, row.id).await?;
    page.statistics_title = "Where it is counted";
    page.counted(db, MEASURE, row.id).await?;
    page.merged(db, row.id, |row: &measure::Model| row.merged_into_id).await?;
    let aliases = linked::own_names::<measure::Model>(db, row.id).await?;
    page.forms.push(form::add_statistic_on(&row));
    page.forms.push(form::edit_measure(&row, &aliases));
    page.forms.push(form::merge(&row, "the measure", "MEASURE"));
    page.forms.extend(form::standing(&row, "the measure"));
    page.draw().map(Some)
}
