//! A map bound to the columns of a file.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    map::{Field, From, Map},
    rows::{Row, Rows},
};
use crate::{Error, Result, domain::text::shown};

/// A map bound to the columns of a file.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) map: Map,
    pub(super) claims: Vec<Spec>,
}

/// Where the parts of one claim of a row stand.
#[derive(Clone, Debug)]
pub struct Spec(BTreeMap<Field, At>);

#[derive(Clone, Debug)]
enum At {
    Fixed(Arc<str>),
    Column(usize, Arc<str>),
}

impl Plan {
    /// Binds a map to the columns of a table.
    pub fn bind(map: &Map, rows: &Rows) -> Result<Self> {
        if let Some(gap) = map.gaps().first() {
            return Err(Error::invalid("map", gap.clone()));
        }
        let bind = |parts: super::map::Parts| {
            let mut spec = BTreeMap::new();
            for (field, from) in parts {
                let at = match from {
                    From::Fixed(value) => At::Fixed(value.trim().into()),
                    From::Column(heading) => {
                        At::Column(column(rows, field, &heading)?, heading.as_str().into())
                    }
                };
                spec.insert(field, at);
            }
            Ok(Spec(spec))
        };
        let claims = map.of_each_claim().into_iter().map(bind).collect::<Result<Vec<_>>>()?;
        Ok(Self { map: map.clone(), claims })
    }
}

fn column(rows: &Rows, field: Field, heading: &str) -> Result<usize> {
    let wanted = heading.trim();
    let mut found = rows.columns().filter(|index| rows.headings()[*index] == wanted);
    let key = field.key();
    match (found.next(), found.next()) {
        (Some(index), None) => Ok(index),
        (Some(_), Some(_)) => {
            let message = format!(
                "{key} comes from the column {}, and two columns have this heading: rename one",
                shown(wanted)
            );
            Err(Error::invalid("map", message))
        }
        (None, _) => {
            let columns: Vec<&str> =
                rows.columns().map(|index| rows.headings()[index].as_str()).collect();
            let message = format!(
                "{key} comes from the column {}, which the file has not: its columns are {}",
                shown(wanted),
                columns.join(", ")
            );
            Err(Error::invalid("map", message))
        }
    }
}

impl Spec {
    /// What a row has for a part; `None` where that is empty.
    pub(super) fn get<'r>(&'r self, row: &'r Row, field: Field) -> Option<&'r str> {
        let text = match self.0.get(&field)? {
            At::Fixed(value) => value,
            At::Column(index, _) => row.cells.get(*index)?.as_str(),
        };
        Some(text).filter(|text| !text.is_empty())
    }

    /// Whether it is a number's.
    pub(super) fn counts(&self) -> bool {
        [Field::Quantity, Field::Low, Field::High].iter().any(|field| self.0.contains_key(field))
    }

    /// The heading of the column that a part comes from; its key where it is fixed.
    pub(super) fn column(&self, field: Field) -> String {
        match self.0.get(&field) {
            Some(At::Column(_, heading)) => heading.to_string(),
            Some(At::Fixed(_)) | None => field.key().to_owned(),
        }
    }

    /// The column that an error is about.
    pub(super) fn culprit(&self, path: &[String]) -> String {
        let field = path.iter().find_map(|step| Field::of(step).or_else(|| of_verb(step)));
        field.map_or_else(String::new, |field| {
            // Where the number is given by its bounds, they are what is looked at.
            let field = match field {
                Field::Quantity if !self.0.contains_key(&field) => {
                    if self.0.contains_key(&Field::Low) { Field::Low } else { Field::High }
                }
                field => field,
            };
            self.column(field)
        })
    }
}

/// The part that a verb's input calls so.
fn of_verb(step: &str) -> Option<Field> {
    Some(match step {
        "asOf" => Field::AsOf,
        "saidOn" => Field::SaidOn,
        "hedgeText" => Field::HedgeText,
        "url" => Field::SourceUrl,
        "title" => Field::SourceTitle,
        "publishedOn" => Field::PublishedOn,
        "archiveUrl" => Field::ArchiveUrl,
        "period" => Field::PeriodStart,
        _ => return None,
    })
}
