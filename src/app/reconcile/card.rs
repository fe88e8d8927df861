//! What is known of a record that a name may mean, in words and numbers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::{agent, event, measure, place, statistic, vocab::RecordKind};
use sea_orm::ActiveEnum as _;
use uuid::Uuid;

use super::Sort;
use crate::{
    Result,
    app::reference::Slugged,
    domain::{fold::fold, record_id::RecordId},
    store::{Read, linked::names, record::by_ids},
};

/// Something that may be known of a record.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name on the wire.
    pub id: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// Of which sorts.
    pub sorts: &'static [Sort],
}

/// Everything that may be known.
pub const PROPERTIES: [Property; 13] = {
    use Sort::{Agent, Event, Place, Statistic};
    [
        Property { id: "slug", title: "Name in addresses", sorts: &Sort::ALL },
        Property { id: "aliases", title: "Other names", sorts: &[Agent, Place, Event] },
        Property { id: "kind", title: "Kind", sorts: &[Agent, Place, Event] },
        Property { id: "parent", title: "Part of", sorts: &[Agent, Place, Event] },
        Property { id: "isoCode", title: "ISO 3166 code", sorts: &[Place] },
        Property { id: "latitude", title: "Latitude", sorts: &[Place] },
        Property { id: "longitude", title: "Longitude", sorts: &[Place] },
        Property { id: "start", title: "First day", sorts: &[Event] },
        Property { id: "end", title: "Last day", sorts: &[Event] },
        Property { id: "measure", title: "What is counted", sorts: &[Statistic] },
        Property { id: "event", title: "In which event", sorts: &[Statistic] },
        Property { id: "place", title: "Where", sorts: &[Statistic] },
        Property { id: "population", title: "Of whom", sorts: &[Statistic] },
    ]
};

/// A value of a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// In words.
    Text(String),
    /// A number.
    Number(f64),
    /// Another record, and what it is called.
    Record(RecordId, String),
}

/// What is known of a record.
#[derive(Clone, Debug)]
pub struct Card {
    /// The record that stands for it, after merges.
    pub id: RecordId,
    /// What sort it is.
    pub sort: Sort,
    /// What it is called.
    pub name: String,
    /// What it is, in a few words.
    pub about: String,
    pub(super) slug: String,
    /// Everything it is called, its name first.
    pub(super) names: Vec<String>,
    values: BTreeMap<&'static str, Vec<Cell>>,
}

impl Card {
    /// Its name in addresses.
    #[must_use]
    pub fn slug(&self) -> &str {
        &self.slug
    }

    /// The values of a property; none where it is not known.
    #[must_use]
    pub fn values(&self, property: &str) -> &[Cell] {
        self.values.get(property).map_or(&[], Vec::as_slice)
    }

    /// Whether a property is known and has none of these values.
    pub(super) fn denies(&self, property: &str, wanted: &[String]) -> bool {
        let known = self.values(property);
        let is = |cell: &Cell, wanted: &String| match cell {
            Cell::Text(text) => fold(text) == fold(wanted),
            Cell::Number(number) => wanted.trim().parse::<f64>().is_ok_and(|it| it == *number),
            Cell::Record(id, name) => id.to_string() == wanted.trim() || fold(name) == fold(wanted),
        };
        !known.is_empty()
            && !wanted.is_empty()
            && !known.iter().any(|cell| wanted.iter().any(|wanted| is(cell, wanted)))
    }
}

/// What is known of these records, under the ids asked for; unknown ones are left out. A handful of
/// statements for each sort, however many records there are.
pub async fn cards(db: &impl Read, ids: &[RecordId]) -> Result<BTreeMap<RecordId, Card>> {
    let mut found = BTreeMap::new();
    for sort in Sort::ALL {
        let of_sort = ids.iter().filter(|id| Sort::of(**id) == Some(sort));
        let keys: Vec<Uuid> = of_sort.map(|id| id.uuid).collect();
        if keys.is_empty() {
            continue;
        }
        match sort {
            Sort::Agent => load::<agent::Model>(db, sort, &keys, &mut found).await?,
            Sort::Place => load::<place::Model>(db, sort, &keys, &mut found).await?,
            Sort::Event => load::<event::Model>(db, sort, &keys, &mut found).await?,
            Sort::Statistic => load::<statistic::Model>(db, sort, &keys, &mut found).await?,
        }
    }
    Ok(found)
}

async fn load<R: Described>(
    db: &impl Read,
    sort: Sort,
    keys: &[Uuid],
    found: &mut BTreeMap<RecordId, Card>,
) -> Result<()> {
    let rows = by_ids::<R>(db, keys).await?;
    let kept: BTreeSet<Uuid> = rows.iter().map(|found| found.row.id()).collect();
    let kept = Vec::from_iter(kept);
    let mut called: HashMap<Uuid, Vec<String>> = HashMap::new();
    for other in names::<R>(db, &kept).await? {
        called.entry(other.parent_key).or_default().push(other.row.name);
    }
    let all: Vec<R> = rows.iter().map(|found| found.row.clone()).collect();
    let named = R::named(db, &all).await?;
    for asked in rows {
        let row = asked.row;
        let others = called.get(&row.id()).cloned().unwrap_or_default();
        let mut values = BTreeMap::from([("slug", vec![Cell::Text(row.slug().to_owned())])]);
        if !others.is_empty() {
            values.insert("aliases", others.iter().cloned().map(Cell::Text).collect());
        }
        for (property, value) in row.known(&named) {
            values.insert(property, vec![value]);
        }
        let about = values.iter().filter(|(property, _)| R::ABOUT.contains(property));
        let about = about.flat_map(|(_, cells)| cells).map(|cell| match cell {
            Cell::Text(text) | Cell::Record(_, text) => text.clone(),
            Cell::Number(number) => number.to_string(),
        });
        let card = Card {
            id: RecordId::new(sort.kind(), row.id()),
            sort,
            name: row.name().to_owned(),
            about: about.collect::<Vec<_>>().join(", "),
            slug: row.slug().to_owned(),
            names: std::iter::once(row.name().to_owned()).chain(others).collect(),
            values,
        };
        found.insert(RecordId::new(sort.kind(), asked.parent_key), card);
    }
    Ok(())
}

/// The records that others name, by the keys under which they are named.
type Named = HashMap<Uuid, (RecordId, String)>;

/// A record that can be described.
trait Described: Slugged {
    /// The properties that say in a few words what it is.
    const ABOUT: &'static [&'static str];
    /// The records that these name.
    async fn named(db: &impl Read, rows: &[Self]) -> Result<Named>;
    /// What is known of it besides its names.
    fn known(&self, named: &Named) -> Vec<(&'static str, Cell)>;
}

async fn called<R: Slugged>(
    db: &impl Read,
    kind: RecordKind,
    keys: impl Iterator<Item = Uuid>,
) -> Result<Named> {
    let keys: BTreeSet<Uuid> = keys.collect();
    let found = by_ids::<R>(db, &Vec::from_iter(keys)).await?;
    let named = found.into_iter().map(|found| {
        let id = RecordId::new(kind, found.row.id());
        (found.parent_key, (id, found.row.name().to_owned()))
    });
    Ok(named.collect())
}

fn record(
    named: &Named,
    property: &'static str,
    key: Option<Uuid>,
) -> Option<(&'static str, Cell)> {
    let (id, name) = named.get(&key?)?;
    Some((property, Cell::Record(*id, name.clone())))
}

fn text(property: &'static str, value: Option<&String>) -> Option<(&'static str, Cell)> {
    value.map(|value| (property, Cell::Text(value.clone())))
}

impl Described for agent::Model {
    const ABOUT: &'static [&'static str] = &["kind", "parent"];

    async fn named(db: &impl Read, rows: &[Self]) -> Result<Named> {
        called::<Self>(db, RecordKind::Agent, rows.iter().filter_map(|row| row.parent_id)).await
    }

    fn known(&self, named: &Named) -> Vec<(&'static str, Cell)> {
        let kind = Some(("kind", Cell::Text(self.kind.to_value())));
        [kind, record(named, "parent", self.parent_id)].into_iter().flatten().collect()
    }
}

impl Described for place::Model {
    const ABOUT: &'static [&'static str] = &["kind", "parent", "isoCode"];

    async fn named(db: &impl Read, rows: &[Self]) -> Result<Named> {
        called::<Self>(db, RecordKind::Place, rows.iter().filter_map(|row| row.parent_id)).await
    }

    fn known(&self, named: &Named) -> Vec<(&'static str, Cell)> {
        let known = [
            Some(("kind", Cell::Text(self.kind.to_value()))),
            record(named, "parent", self.parent_id),
            text("isoCode", self.iso_code.as_ref()),
            self.latitude.map(|degrees| ("latitude", Cell::Number(degrees))),
            self.longitude.map(|degrees| ("longitude", Cell::Number(degrees))),
        ];
        known.into_iter().flatten().collect()
    }
}

impl Described for event::Model {
    const ABOUT: &'static [&'static str] = &["kind", "start"];

    async fn named(db: &impl Read, rows: &[Self]) -> Result<Named> {
        called::<Self>(db, RecordKind::Event, rows.iter().filter_map(|row| row.parent_id)).await
    }

    fn known(&self, named: &Named) -> Vec<(&'static str, Cell)> {
        let known = [
            Some(("kind", Cell::Text(self.kind.to_value()))),
            text("start", self.start.as_ref()),
            text("end", self.end.as_ref()),
            record(named, "parent", self.parent_id),
        ];
        known.into_iter().flatten().collect()
    }
}

impl Described for statistic::Model {
    const ABOUT: &'static [&'static str] = &["measure", "event", "place", "population"];

    async fn named(db: &impl Read, rows: &[Self]) -> Result<Named> {
        let mut named = called::<measure::Model>(
            db,
            RecordKind::Measure,
            rows.iter().map(|row| row.measure_id),
        )
        .await?;
        let events = rows.iter().filter_map(|row| row.event_id);
        named.extend(called::<event::Model>(db, RecordKind::Event, events).await?);
        let places = rows.iter().filter_map(|row| row.place_id);
        named.extend(called::<place::Model>(db, RecordKind::Place, places).await?);
        Ok(named)
    }

    fn known(&self, named: &Named) -> Vec<(&'static str, Cell)> {
        let known = [
            record(named, "measure", Some(self.measure_id)),
            record(named, "event", self.event_id),
            record(named, "place", self.place_id),
            text("population", self.population.as_ref()),
        ];
        known.into_iter().flatten().collect()
    }
}
