//! The rows of one statistic.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use entity::agent;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Format,
    column::schema,
    queue::Queue,
    write::{Row, Writer},
};
use crate::{
    Result,
    app::comparison::View,
    domain::origin::Origin,
    store::{
        Read,
        said::{self, SaidRow},
    },
    web::{
        ask::{Ask, lens_name, stamp},
        sheet::{Names, Sheet, records, relays, taken_in},
    },
};

/// The rows of a statistic, part by part.
pub struct Statistic {
    sheet: Sheet,
    writer: Writer,
    queue: Queue,
    begun: bool,
    ended: bool,
}

impl Statistic {
    /// The rows of a statistic as it is looked at.
    #[must_use]
    pub fn new(sheet: Sheet, format: Format) -> Self {
        let retracted = sheet.ask.retracted && sheet.ask.known_at.is_none();
        let queue = Queue::new(taken_in(&sheet.view), vec![sheet.statistic.id], retracted);
        let writer = Writer::new(format, sheet.ask.bom);
        Self { sheet, writer, queue, begun: false, ended: false }
    }

    /// The next part of the file; `None` after the last.
    pub async fn next(&mut self, db: &impl Read) -> Result<Option<Vec<u8>>> {
        if self.ended {
            return Ok(None);
        }
        let mut out = if self.begun { Vec::new() } else { self.writer.begin()? };
        self.begun = true;
        let rows = self.queue.next(db, self.sheet.ask.known_at).await?;
        if rows.is_empty() {
            self.ended = true;
            out.extend(self.writer.end()?);
            return Ok(Some(out));
        }
        let view = |_: &SaidRow| Some(Arc::clone(&self.sheet.view));
        let rows = dressed(db, rows, view, self.sheet.ask.known_at).await?;
        out.extend(self.writer.rows(rows)?);
        Ok(Some(out))
    }
}

/// Rows with what is looked up beside them: relays, origins, readings. `view` says under what a row
/// is looked at.
pub(super) async fn dressed(
    db: &impl Read,
    rows: Vec<SaidRow>,
    view: impl Fn(&SaidRow) -> Option<Arc<View>>,
    at: Option<DateTime<Utc>>,
) -> Result<Vec<Row>> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut via = relays(db, &ids, at).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for said in rows {
        let view = view(&said);
        let origins = view.as_ref().map_or(&[][..], |view| view.origins().of(said.id)).to_vec();
        let claims = view.as_ref().map_or(&[][..], |view| view.claims());
        let claim = claims.binary_search_by_key(&said.claim, |claim| claim.id).ok();
        let reading = match claim.map(|place| &claims[place].reading) {
            Some(reading) => (reading.low, reading.high),
            None => (said.reading_low, said.reading_high),
        };
        lines.push((said, origins, reading));
    }
    let origins = lines.iter().flat_map(|(_, origins, _)| origins);
    let known = origins.filter_map(|origin| match origin {
        Origin::Known(id) => Some(*id),
        Origin::Unknown(_) => None,
    });
    let agents: HashMap<Uuid, agent::Model> = records(db, known, at).await?;
    let names = Names::of_agents(agents);
    let row = |(said, origins, reading): (SaidRow, Vec<Origin>, _)| Row {
        via: via.remove(&said.id).unwrap_or_default(),
        origin: origins.into_iter().map(|origin| names.of(origin)).collect(),
        reading,
        said,
    };
    Ok(lines.into_iter().map(row).collect())
}

/// What the files of a statistic are: its columns as CSVW describes them, and how it was looked at.
pub async fn metadata(db: &impl Read, sheet: &Sheet, base: &str) -> Result<String> {
    let hidden = if sheet.ask.retracted || sheet.ask.known_at.is_some() {
        0
    } else {
        said::count_retracted(db, sheet.statistic.id).await?
    };
    let Ask { as_of, known_at, lens, lexicon, .. } = &sheet.ask;
    let about: Value = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
        "url": format!("{base}{}", sheet.address(".csv")),
        "dc:title": sheet.statistic.title,
        "dc:description": sheet.outcome.summary,
        "dialect": { "encoding": "utf-8", "delimiter": ",", "header": true },
        "tableSchema": schema(),
        "notes": [
            "A row for each place where a claim on the statistic is made; a claim that is made in \
             several has several rows.",
            "A text that begins with =, +, -, @, a tab or a line break has an apostrophe in front \
             in CSV, so that no spreadsheet runs it.",
            "In Parquet a column of the datatype number is a DOUBLE and any other is text (UTF-8), \
             dates too, in EDTF: many are of a month or a year. What is empty here is null there.",
        ],
        "claimbase": {
            "lexicon": lexicon.as_str(),
            "originBy": lens_name(*lens),
            "asOf": as_of.map(|day| day.to_string()),
            "knownAt": known_at.map(stamp),
            "measure": sheet.measure.name,
            "definition": sheet.measure.definition,
            "hiddenRows": hidden,
        },
    });
    let text = serde_json::to_string_pretty(&about)
        .map_err(|error| crate::Error::internal("writing metadata", error))?;
    Ok(text + "\n")
}
