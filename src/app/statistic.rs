//! Adding, finding and changing statistics: the numbers that are tracked.

use entity::{
    event, measure, place, statistic,
    vocab::{Action, RecordStatus, Role},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Session,
    date::{Columns, check_span},
    reference::{Ref, create_slugged, resolve},
    whole::{Recorded, Subject, Whole, load_to_change, save},
};
use crate::{
    Error, Result, Within as _,
    domain::{identity, partial_date::PartialDate, slug, text},
    store::{
        self, Read, Txn,
        part::Parts,
        record::{self, Record},
        search::SearchText,
    },
};

/// Longest title that can be given, in characters.
const TITLE_MAX: usize = 500;

/// Longest population, in characters.
const POPULATION_MAX: usize = 200;

/// What makes a statistic the one that it is.
#[derive(Clone, Debug, Serialize)]
pub struct StatisticKey {
    /// What is counted.
    pub measure: Ref,
    /// In which event; `None` where in none.
    pub event: Option<Ref>,
    /// Where; `None` where everywhere.
    pub place: Option<Ref>,
    /// Among whom; `None` where among all.
    pub population: Option<String>,
    /// The first date of its period; `None` where it is open or there is none.
    pub period_start: Option<PartialDate>,
    /// The last date of its period; `None` where it is open or there is none.
    pub period_end: Option<PartialDate>,
}

/// A statistic that is to be on record.
#[derive(Clone, Debug)]
pub struct AddStatistic {
    /// What makes it the one that it is.
    pub key: StatisticKey,
    /// Name in addresses; `None` makes one from the title.
    pub slug: Option<String>,
    /// Title as shown; `None` makes one from the key.
    pub title: Option<String>,
}

/// A statistic as an input names it.
#[derive(Clone, Debug, Serialize)]
pub enum StatisticRef {
    /// One on record.
    Known(Ref),
    /// By its key; one that is not on record is added.
    Key(Box<StatisticKey>),
}

/// A change of a statistic: `None` leaves a field as it is. Its key is what it is, and stays.
#[derive(Clone, Debug)]
pub struct UpdateStatistic {
    /// Which statistic.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Name in addresses.
    pub slug: Option<String>,
    /// Title as shown.
    pub title: Option<String>,
}

impl Subject for statistic::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(SearchText::new(self.title.clone(), self.title.clone())))
    }

    async fn statistic(&self, _: &impl Read) -> Result<Option<Uuid>> {
        // After a merge it bears on the one that it is read as one with.
        Ok(Some(self.canonical_id))
    }
}

/// Puts a statistic on record, or finds the one with the same key.
pub async fn add(session: &Session, new: AddStatistic) -> Result<Recorded<statistic::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddStatistic) -> Result<Recorded<statistic::Model>> {
    let AddStatistic { key, slug, title } = new;
    let slug = slug.as_deref().map(slug::parse).transpose().within("slug")?;
    let title = title.map(|title| text::line("title", &title, TITLE_MAX)).transpose()?;
    let StatisticKey { measure, event, place, population, period_start, period_end } = key;
    let among = Among::read(population, period_start, period_end)?;
    let measure: measure::Model = resolve(txn, &measure).await.within("measure")?;
    let event: Option<event::Model> = optional(txn, "event", event.as_ref()).await?;
    let place: Option<place::Model> = optional(txn, "place", place.as_ref()).await?;
    let key =
        Key { measure: &measure, event: event.as_ref(), place: place.as_ref(), among: &among };
    let identity = key.identity();
    if let Some(row) = find_by_key(txn, &identity).await? {
        return Ok(Recorded::known(row));
    }
    let title = title.unwrap_or_else(|| key.title());
    let build = |slug| {
        let row = key.row(txn, slug, title.clone(), identity);
        Whole { row, parts: Parts::default() }
    };
    // The key decides, not the title: a statistic of the same title is another one.
    create_slugged(txn, slug.as_deref(), &title, |_, _| false, build).await
}

/// The statistic that an input names; one that it names by a new key is added.
pub async fn resolve_in(txn: &Txn, reference: StatisticRef) -> Result<statistic::Model> {
    match reference {
        StatisticRef::Known(known) => resolve(txn, &known).await,
        StatisticRef::Key(key) => {
            let new = AddStatistic { key: *key, slug: None, title: None };
            let added = add_in(txn, new).await.and_then(Recorded::counting);
            Ok(added.within("key")?.row)
        }
    }
}

/// The statistic whose key has this hash, after merges of what the key names: one that counts, where
/// there is one.
async fn find_by_key(db: &impl Read, hash: &str) -> Result<Option<statistic::Model>> {
    let rows = store::merge::statistics_of_keys(db, &[hash.to_owned()]).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let found = record::by_ids::<statistic::Model>(db, &ids).await?;
    let counts = |row: &statistic::Model| row.status == RecordStatus::Active;
    Ok(found.into_iter().map(|found| found.row).min_by_key(|row| (!counts(row), row.id)))
}

/// Changes how a statistic is called.
pub async fn update(session: &Session, change: UpdateStatistic) -> Result<statistic::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateStatistic) -> Result<statistic::Model> {
    let UpdateStatistic { id, expected_revision, reason, slug, title } = change;
    let before = load_to_change::<statistic::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(slug) = slug {
        row.slug = slug::parse(&slug).within("slug")?;
        check_slug_is_free(txn, row).await?;
    }
    if let Some(title) = title {
        row.title = text::line("title", &title, TITLE_MAX)?;
    }
    save(txn, &before, after, Action::Updated, reason).await
}

async fn check_slug_is_free(txn: &Txn, row: &statistic::Model) -> Result<()> {
    // The row itself, before merges: a merged statistic keeps its slug, which leads on.
    let holder = record::find_where::<statistic::Model>(txn, "slug", row.slug.as_str()).await?;
    let Some(holder) = holder.filter(|holder| holder.id() != row.id) else { return Ok(()) };
    let message =
        format!("the slug \"{}\" is taken by \"{}\": choose another one", row.slug, holder.title);
    Err(Error::conflict("slug", message))
}

/// What a key says besides measure, event and place.
#[derive(Debug)]
pub(super) struct Among {
    population: Option<String>,
    period_start: Option<PartialDate>,
    period_end: Option<PartialDate>,
}

impl Among {
    pub(super) fn read(
        population: Option<String>,
        period_start: Option<PartialDate>,
        period_end: Option<PartialDate>,
    ) -> Result<Self> {
        check_span(period_start.as_ref(), period_end.as_ref()).within("period")?;
        let population = population
            .map(|population| text::line("population", &population, POPULATION_MAX))
            .transpose()?;
        Ok(Self { population, period_start, period_end })
    }
}

/// A key whose references were followed, after merges.
pub(super) struct Key<'a> {
    pub(super) measure: &'a measure::Model,
    pub(super) event: Option<&'a event::Model>,
    pub(super) place: Option<&'a place::Model>,
    pub(super) among: &'a Among,
}

impl Key<'_> {
    pub(super) fn identity(&self) -> String {
        let Among { population, period_start, period_end } = self.among;
        identity::statistic(&identity::StatisticKey {
            measure: self.measure.id,
            event: self.event.map(|event| event.id),
            place: self.place.map(|place| place.id),
            population: population.as_deref(),
            period_start: period_start.as_ref().map(PartialDate::as_str),
            period_end: period_end.as_ref().map(PartialDate::as_str),
        })
    }

    /// A new statistic of this key.
    pub(super) fn row(
        &self,
        txn: &Txn,
        slug: String,
        title: String,
        identity: String,
    ) -> statistic::Model {
        let id = txn.id();
        let from = Columns::from(self.among.period_start.as_ref());
        let to = Columns::from(self.among.period_end.as_ref());
        statistic::Model {
            id,
            slug,
            title,
            identity: identity.clone(),
            key_hash: identity,
            measure_id: self.measure.id,
            event_id: self.event.map(|event| event.id),
            place_id: self.place.map(|place| place.id),
            population: self.among.population.clone(),
            period_start: from.text,
            period_start_earliest: from.earliest,
            period_start_latest: from.latest,
            period_end: to.text,
            period_end_earliest: to.earliest,
            period_end_latest: to.latest,
            canonical_id: id,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: txn.now(),
            updated_at: txn.now(),
        }
    }

    /// "People arrested, Iran protests 2017-18, Tehran, protesters, 2017-12-30 to 2018-01-01".
    pub(super) fn title(&self) -> String {
        let parts = [
            Some(capitalised(&self.measure.name)),
            self.event.map(|event| event.name.clone()),
            self.place.map(|place| place.name.clone()),
            self.among.population.clone(),
            self.period(),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn period(&self) -> Option<String> {
        match (&self.among.period_start, &self.among.period_end) {
            (Some(start), Some(end)) if start == end => Some(start.to_string()),
            (Some(start), Some(end)) => Some(format!("{start} to {end}")),
            (Some(start), None) => Some(format!("from {start}")),
            (None, Some(end)) => Some(format!("until {end}")),
            (None, None) => None,
        }
    }
}

async fn optional<R: Record>(txn: &Txn, field: &str, reference: Option<&Ref>) -> Result<Option<R>> {
    match reference {
        Some(reference) => Ok(Some(resolve(txn, reference).await.within(field)?)),
        None => Ok(None),
    }
}

fn capitalised(name: &str) -> String {
    let mut rest = name.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
