//! Adding and changing places.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::vocab::RecordKind;

use super::object::Place;
use crate::{
    Result as Checked, Within as _,
    app::{
        likely,
        place::{self, AddPlace, UpdatePlace},
    },
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::{
            ExternalIdInput, Ref, changed, changed_reference, external_ids as read_external_ids,
            reference,
        },
        node::Node,
        payload::{payload, settle},
        vocab::PlaceKind,
    },
};

/// A new place.
#[derive(Clone, InputObject)]
pub struct AddPlaceInput {
    /// Name as shown.
    name: String,
    /// What sort of place.
    kind: PlaceKind,
    /// Name in addresses: lower-case letters, digits and hyphens; made from the name unless given.
    slug: Option<String>,
    /// Other names: spellings, abbreviations, names in other scripts.
    aliases: Option<Vec<String>>,
    /// The place it lies in; null at the top.
    parent: Option<Ref>,
    /// ISO 3166-1 code of two letters, as in IR, or ISO 3166-2 code, as in IR-23; null when it has
    /// none.
    iso_code: Option<String>,
    /// Degrees north (WGS 84), from -90 to 90; null when not known. Goes with the longitude.
    latitude: Option<f64>,
    /// Degrees east (WGS 84), from -180 to 180; null when not known. Goes with the latitude.
    longitude: Option<f64>,
    /// Its keys in other people's systems.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl AddPlaceInput {
    /// The place it means.
    pub fn read(self) -> Checked<AddPlace> {
        let Self { name, kind, slug, aliases, parent, iso_code, latitude, longitude, external_ids } =
            self;
        Ok(AddPlace {
            name,
            kind: kind.into(),
            slug,
            aliases: aliases.unwrap_or_default(),
            parent: reference("parent", RecordKind::Place, parent)?,
            iso_code,
            latitude,
            longitude,
            external_ids: read_external_ids(external_ids),
        })
    }
}

/// A change of a place: what is left out stays as it is, null empties a field.
#[derive(InputObject)]
pub struct UpdatePlaceInput {
    /// Which place.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one. Null changes
    /// whatever is there.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Name as shown.
    name: Option<String>,
    /// What sort of place.
    kind: Option<PlaceKind>,
    /// All its other names, in place of those on record.
    aliases: Option<Vec<String>>,
    /// The place it lies in.
    parent: MaybeUndefined<Ref>,
    /// ISO 3166-1 or 3166-2 code.
    iso_code: MaybeUndefined<String>,
    /// Degrees north (WGS 84), from -90 to 90.
    latitude: MaybeUndefined<f64>,
    /// Degrees east (WGS 84), from -180 to 180.
    longitude: MaybeUndefined<f64>,
    /// All its keys elsewhere, in place of those on record.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl UpdatePlaceInput {
    fn read(self) -> Checked<UpdatePlace> {
        let Self {
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
        } = self;
        Ok(UpdatePlace {
            id: RecordId::of(RecordKind::Place, &id).within("id")?,
            expected_revision,
            reason,
            name,
            kind: kind.map(Into::into),
            aliases,
            parent: changed_reference("parent", RecordKind::Place, parent)?,
            iso_code: changed(iso_code),
            latitude: changed(latitude),
            longitude: changed(longitude),
            external_ids: external_ids.map(|ids| read_external_ids(Some(ids))),
        })
    }
}

payload! {
    /// What adding a place did.
    AddPlacePayload {
        /// The place; null when the input has to be mended.
        place: Option<Place>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
        /// Places of the same kind that are likely the same: called alike, in no other place; 10 at
        /// most. Perhaps one of them was meant. Empty when it is not new.
        similar: Vec<Node>,
    }
}

payload! {
    /// What changing a place did.
    UpdatePlacePayload {
        /// The place as it is now; null when the input has to be mended.
        place: Option<Place>,
    }
}

#[derive(Default)]
pub struct PlaceMutation;

#[Object]
impl PlaceMutation {
    /// Records a place, or finds the one of the same name and kind, unless the place it lies in or
    /// its code is another. Takes the role contributor.
    async fn add_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] input: AddPlaceInput,
    ) -> Result<AddPlacePayload> {
        let outcome = match input.read() {
            Ok(new) => place::add(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let similar = match &outcome {
            Ok(done) if done.is_new => likely::places(ctx.db(), &done.row).await?,
            _ => Vec::new(),
        };
        settle(outcome, |done| AddPlacePayload {
            place: Some(done.row.into()),
            is_new: done.is_new,
            similar: similar.into_iter().map(|row| Place::from(row).into()).collect(),
            user_errors: Vec::new(),
        })
    }

    /// Changes a place. Takes the role curator.
    async fn update_place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdatePlaceInput,
    ) -> Result<UpdatePlacePayload> {
        let outcome = match input.read() {
            Ok(change) => place::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdatePlacePayload {
            place: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
