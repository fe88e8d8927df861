//! Adding and changing places.

use entity::{
    place,
    vocab::{Action, PlaceKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session,
    agent::{NAME_MAX, external, other_names},
    name::named_text,
    reference::{Ref, check_no_ring, create_named, resolve_id},
    whole::{Recorded, Subject, Whole, load_to_change, save},
};
use crate::{
    Error, Result,
    domain::{iso_code, text},
    store::{
        Read, Txn,
        part::{ExternalId, Parts},
        record::rows_where,
        search::SearchText,
    },
};

/// A place that is to be on record.
#[derive(Clone, Debug)]
pub struct AddPlace {
    /// Name as shown.
    pub name: String,
    /// What sort of place.
    pub kind: PlaceKind,
    /// Name in addresses; `None` makes one from the name.
    pub slug: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The place it lies in; `None` at the top.
    pub parent: Option<Ref>,
    /// ISO 3166 code; `None` when it has none.
    pub iso_code: Option<String>,
    /// Degrees north; `None` when not known. Given with the longitude or not at all.
    pub latitude: Option<f64>,
    /// Degrees east; `None` when not known.
    pub longitude: Option<f64>,
    /// Keys in somebody else's system.
    pub external_ids: Vec<ExternalId>,
}

/// A change of a place: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdatePlace {
    /// Which place.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Name as shown.
    pub name: Option<String>,
    /// What sort of place.
    pub kind: Option<PlaceKind>,
    /// Other names.
    pub aliases: Option<Vec<String>>,
    /// The place it lies in.
    pub parent: Option<Option<Ref>>,
    /// ISO 3166 code.
    pub iso_code: Option<Option<String>>,
    /// Degrees north.
    pub latitude: Option<Option<f64>>,
    /// Degrees east.
    pub longitude: Option<Option<f64>>,
    /// Keys in somebody else's system.
    pub external_ids: Option<Vec<ExternalId>>,
}

impl Subject for place::Model {
    async fn search_text(&self, parts: &Parts, db: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(named_text(db, self, parts).await?))
    }
}

/// Puts a place on record, or finds the one of the same name and kind, unless their parents or
/// codes tell them apart.
pub async fn add(session: &Session, new: AddPlace) -> Result<Recorded<place::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddPlace) -> Result<Recorded<place::Model>> {
    let AddPlace { name, kind, slug, aliases, parent, iso_code, latitude, longitude, external_ids } =
        new;
    let name = text::line("name", &name, NAME_MAX)?;
    let iso_code = code(iso_code.as_deref())?;
    check_coordinates(latitude, longitude)?;
    let parts = Parts {
        aliases: other_names(&aliases)?,
        external_ids: external(&external_ids)?,
        ..Parts::default()
    };
    let parent_id = resolve_id::<place::Model>(txn, "parent", parent.as_ref()).await?;
    // A row keeps the key of its parent from before a merge.
    let parent_rows: Vec<place::Model> =
        rows_where(txn, "canonical_id", parent_id.as_slice(), "id").await?;
    let build = |slug| {
        let row = named(txn, slug, name.clone(), kind);
        let row =
            place::Model { parent_id, iso_code: iso_code.clone(), latitude, longitude, ..row };
        Whole { row, parts }
    };
    let same = |row: &place::Model| {
        let same_parent = match (parent_id, row.parent_id) {
            (Some(_), Some(there)) => parent_rows.iter().any(|parent| parent.id == there),
            (None, _) | (_, None) => true,
        };
        let same_code = match (&iso_code, &row.iso_code) {
            (Some(here), Some(there)) => here == there,
            (None, _) | (_, None) => true,
        };
        row.kind == kind && same_parent && same_code
    };
    create_named(txn, slug.as_deref(), &name, same, build).await
}

/// A new place of which nothing is known but its name and kind.
pub(super) fn named(txn: &Txn, slug: String, name: String, kind: PlaceKind) -> place::Model {
    let id = txn.id();
    place::Model {
        id,
        slug,
        name,
        kind,
        parent_id: None,
        iso_code: None,
        latitude: None,
        longitude: None,
        canonical_id: id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

/// Changes a place.
pub async fn update(session: &Session, change: UpdatePlace) -> Result<place::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdatePlace) -> Result<place::Model> {
    let UpdatePlace {
        id,
        expected_revision,
        reason,
        name,
        kind,
        aliases,
        parent,
        iso_code,
        latitude,
        longitude,
        external_ids,
    } = change;
    let before = load_to_change::<place::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(name) = name {
        row.name = text::line("name", &name, NAME_MAX)?;
    }
    if let Some(kind) = kind {
        row.kind = kind;
    }
    if let Some(parent) = parent {
        row.parent_id = resolve_id::<place::Model>(txn, "parent", parent.as_ref()).await?;
        check_no_ring(txn, "parent", row.id, row.parent_id, |row: &place::Model| row.parent_id)
            .await?;
    }
    if let Some(iso_code) = iso_code {
        row.iso_code = code(iso_code.as_deref())?;
    }
    if latitude.is_some() || longitude.is_some() {
        row.latitude = latitude.unwrap_or(row.latitude);
        row.longitude = longitude.unwrap_or(row.longitude);
        check_coordinates(row.latitude, row.longitude)?;
    }
    if let Some(aliases) = aliases {
        after.parts.aliases = other_names(&aliases)?;
    }
    if let Some(ids) = external_ids {
        after.parts.external_ids = external(&ids)?;
    }
    save(txn, &before, after, Action::Updated, reason).await
}

fn code(code: Option<&str>) -> Result<Option<String>> {
    code.map(|code| iso_code::parse("isoCode", code)).transpose()
}

fn check_coordinates(latitude: Option<f64>, longitude: Option<f64>) -> Result<()> {
    for (field, degrees, most) in [("latitude", latitude, 90.0), ("longitude", longitude, 180.0)] {
        if let Some(degrees) = degrees
            && !(-most..=most).contains(&degrees)
        {
            let message =
                format!("{field} {degrees} is out of range: write degrees from -{most} to {most}");
            return Err(Error::invalid(field, message));
        }
    }
    let missing = match (latitude, longitude) {
        (Some(_), None) => "longitude",
        (None, Some(_)) => "latitude",
        (Some(_), Some(_)) | (None, None) => return Ok(()),
    };
    let message = format!("{missing} is missing: give both coordinates, or neither");
    Err(Error::invalid(missing, message))
}
