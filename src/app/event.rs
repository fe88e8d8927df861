//! Adding and changing events.

use entity::{
    event, place,
    vocab::{Action, EventKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session,
    agent::{NAME_MAX, external, other_names},
    date::{Columns, check_span, may_be_same},
    finding::early,
    name::named_text,
    reference::{Ref, check_no_ring, create_named, resolve, resolve_id},
    whole::{Recorded, Subject, Whole, load_to_change, save},
};
use crate::{
    Result, Within as _,
    domain::{
        partial_date::{PartialDate, stored},
        text,
    },
    store::{
        Read, Txn,
        part::{ExternalId, Parts},
        search::SearchText,
    },
};

/// An event that is to be on record.
#[derive(Clone, Debug)]
pub struct AddEvent {
    /// Name as shown.
    pub name: String,
    /// What sort of event.
    pub kind: EventKind,
    /// Name in addresses; `None` makes one from the name.
    pub slug: Option<String>,
    /// When it began; `None` when it was not said.
    pub start: Option<PartialDate>,
    /// When it ended; `None` when it was not said, or it goes on.
    pub end: Option<PartialDate>,
    /// Where it happened.
    pub places: Vec<Ref>,
    /// The event it is a part of; `None` at the top.
    pub parent: Option<Ref>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Keys in somebody else's system.
    pub external_ids: Vec<ExternalId>,
}

/// A change of an event: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdateEvent {
    /// Which event.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Name as shown.
    pub name: Option<String>,
    /// What sort of event.
    pub kind: Option<EventKind>,
    /// When it began.
    pub start: Option<Option<PartialDate>>,
    /// When it ended.
    pub end: Option<Option<PartialDate>>,
    /// Where it happened.
    pub places: Option<Vec<Ref>>,
    /// The event it is a part of.
    pub parent: Option<Option<Ref>>,
    /// Other names.
    pub aliases: Option<Vec<String>>,
    /// Keys in somebody else's system.
    pub external_ids: Option<Vec<ExternalId>>,
}

impl Subject for event::Model {
    async fn search_text(&self, parts: &Parts, db: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(named_text(db, self, parts).await?))
    }

    async fn notice(&self, txn: &Txn) -> Result<()> {
        early::settle_event_in(txn, self.id).await
    }
}

/// Puts an event on record, or finds the one of the same name and kind whose dates do not differ.
pub async fn add(session: &Session, new: AddEvent) -> Result<Recorded<event::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddEvent) -> Result<Recorded<event::Model>> {
    let AddEvent { name, kind, slug, start, end, places, parent, aliases, external_ids } = new;
    let name = text::line("name", &name, NAME_MAX)?;
    check_span(start.as_ref(), end.as_ref())?;
    let parts = Parts {
        aliases: other_names(&aliases)?,
        external_ids: external(&external_ids)?,
        places: place_ids(txn, &places).await?,
        ..Parts::default()
    };
    let parent_id = resolve_id::<event::Model>(txn, "parent", parent.as_ref()).await?;
    let id = txn.id();
    let began = Columns::from(start.as_ref());
    let ended = Columns::from(end.as_ref());
    let build = |slug| {
        let row = event::Model {
            id,
            slug,
            name: name.clone(),
            kind,
            start: began.text,
            start_earliest: began.earliest,
            start_latest: began.latest,
            end: ended.text,
            end_earliest: ended.earliest,
            end_latest: ended.latest,
            parent_id,
            canonical_id: id,
            merged_into_id: None,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: txn.now(),
            updated_at: txn.now(),
        };
        Whole { row, parts }
    };
    let same = |row: &event::Model| {
        let fits = |given: Option<&PartialDate>, on_record: Option<&str>| {
            let on_record = on_record.and_then(|text| text.parse().ok());
            may_be_same(given, on_record.as_ref())
        };
        row.kind == kind
            && fits(start.as_ref(), row.start.as_deref())
            && fits(end.as_ref(), row.end.as_deref())
    };
    create_named(txn, slug.as_deref(), &name, same, build).await
}

/// Changes an event.
pub async fn update(session: &Session, change: UpdateEvent) -> Result<event::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateEvent) -> Result<event::Model> {
    let UpdateEvent {
        id,
        expected_revision,
        reason,
        name,
        kind,
        start,
        end,
        places,
        parent,
        aliases,
        external_ids,
    } = change;
    let before = load_to_change::<event::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(name) = name {
        row.name = text::line("name", &name, NAME_MAX)?;
    }
    if let Some(kind) = kind {
        row.kind = kind;
    }
    if start.is_some() || end.is_some() {
        let start = start.map_or_else(|| stored(row.start.as_deref()), Ok)?;
        let end = end.map_or_else(|| stored(row.end.as_deref()), Ok)?;
        set_dates(row, start.as_ref(), end.as_ref())?;
    }
    if let Some(parent) = parent {
        row.parent_id = resolve_id::<event::Model>(txn, "parent", parent.as_ref()).await?;
        check_no_ring(txn, "parent", row.id, row.parent_id, |row: &event::Model| row.parent_id)
            .await?;
    }
    if let Some(places) = places {
        after.parts.places = place_ids(txn, &places).await?;
    }
    if let Some(aliases) = aliases {
        after.parts.aliases = other_names(&aliases)?;
    }
    if let Some(ids) = external_ids {
        after.parts.external_ids = external(&ids)?;
    }
    save(txn, &before, after, Action::Updated, reason).await
}

fn set_dates(
    row: &mut event::Model,
    start: Option<&PartialDate>,
    end: Option<&PartialDate>,
) -> Result<()> {
    check_span(start, end)?;
    let began = Columns::from(start);
    let ended = Columns::from(end);
    row.start = began.text;
    row.start_earliest = began.earliest;
    row.start_latest = began.latest;
    row.end = ended.text;
    row.end_earliest = ended.earliest;
    row.end_latest = ended.latest;
    Ok(())
}

/// The places, each once, in the order given.
async fn place_ids(txn: &Txn, places: &[Ref]) -> Result<Vec<Uuid>> {
    let mut ids = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let found = resolve::<place::Model>(txn, place).await.within(index).within("places")?;
        if !ids.contains(&found.id) {
            ids.push(found.id);
        }
    }
    Ok(ids)
}
