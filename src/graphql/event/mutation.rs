//! Adding and changing events.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object};
use entity::vocab::RecordKind;

use super::object::Event;
use crate::{
    Result as Checked, Within as _,
    app::{
        event::{self, AddEvent, UpdateEvent},
        likely, reference,
    },
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::{
            ExternalIdInput, Ref, changed_reference, changed_scalar,
            external_ids as read_external_ids, reference as read_reference, scalar,
        },
        node::Node,
        payload::{payload, settle},
        scalar::{PartialDate, Sent},
        vocab::EventKind,
    },
};

/// A new event.
#[derive(Clone, InputObject)]
pub struct AddEventInput {
    /// Name as shown.
    name: String,
    /// What sort of event.
    kind: EventKind,
    /// Name in addresses: lower-case letters, digits and hyphens; made from the name unless given.
    slug: Option<String>,
    /// When it began; null when not known.
    start: Option<Sent<PartialDate>>,
    /// When it ended, not before it began; null when not known or not over.
    end: Option<Sent<PartialDate>>,
    /// Where it happened.
    places: Option<Vec<Ref>>,
    /// The event it is a part of; null at the top.
    parent: Option<Ref>,
    /// Other names: spellings, abbreviations, names in other scripts.
    aliases: Option<Vec<String>>,
    /// Its keys in other people's systems.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl AddEventInput {
    /// The event it means.
    pub fn read(self) -> Checked<AddEvent> {
        let Self { name, kind, slug, start, end, places, parent, aliases, external_ids } = self;
        Ok(AddEvent {
            name,
            kind: kind.into(),
            slug,
            start: scalar("start", start)?,
            end: scalar("end", end)?,
            places: read_places(places.unwrap_or_default())?,
            parent: read_reference("parent", RecordKind::Event, parent)?,
            aliases: aliases.unwrap_or_default(),
            external_ids: read_external_ids(external_ids),
        })
    }
}

fn read_places(places: Vec<Ref>) -> Checked<Vec<reference::Ref>> {
    let read =
        |(index, place): (usize, Ref)| place.read(RecordKind::Place).within(index).within("places");
    places.into_iter().enumerate().map(read).collect()
}

/// A change of an event: what is left out stays as it is, null empties a field.
#[derive(InputObject)]
pub struct UpdateEventInput {
    /// Which event.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one. Null changes
    /// whatever is there.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Name as shown.
    name: Option<String>,
    /// What sort of event.
    kind: Option<EventKind>,
    /// When it began.
    start: MaybeUndefined<Sent<PartialDate>>,
    /// When it ended.
    end: MaybeUndefined<Sent<PartialDate>>,
    /// All the places where it happened, in place of those on record.
    places: Option<Vec<Ref>>,
    /// The event it is a part of.
    parent: MaybeUndefined<Ref>,
    /// All its other names, in place of those on record.
    aliases: Option<Vec<String>>,
    /// All its keys elsewhere, in place of those on record.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl UpdateEventInput {
    fn read(self) -> Checked<UpdateEvent> {
        let Self {
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
        } = self;
        Ok(UpdateEvent {
            id: RecordId::of(RecordKind::Event, &id).within("id")?,
            expected_revision,
            reason,
            name,
            kind: kind.map(Into::into),
            start: changed_scalar("start", start)?,
            end: changed_scalar("end", end)?,
            places: places.map(read_places).transpose()?,
            parent: changed_reference("parent", RecordKind::Event, parent)?,
            aliases,
            external_ids: external_ids.map(|ids| read_external_ids(Some(ids))),
        })
    }
}

payload! {
    /// What adding an event did.
    AddEventPayload {
        /// The event; null when the input has to be mended.
        event: Option<Event>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
        /// Events of the same kind that are likely the same: called alike, at no other dates; 10 at
        /// most. Perhaps one of them was meant. Empty when it is not new.
        similar: Vec<Node>,
    }
}

payload! {
    /// What changing an event did.
    UpdateEventPayload {
        /// The event as it is now; null when the input has to be mended.
        event: Option<Event>,
    }
}

#[derive(Default)]
pub struct EventMutation;

#[Object]
impl EventMutation {
    /// Records an event, or finds the one of the same name and kind whose dates are not others.
    /// Takes the role contributor.
    async fn add_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] input: AddEventInput,
    ) -> Result<AddEventPayload> {
        let outcome = match input.read() {
            Ok(new) => event::add(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let similar = match &outcome {
            Ok(done) if done.is_new => likely::events(ctx.db(), &done.row).await?,
            _ => Vec::new(),
        };
        settle(outcome, |done| AddEventPayload {
            event: Some(done.row.into()),
            is_new: done.is_new,
            similar: similar.into_iter().map(|row| Event::from(row).into()).collect(),
            user_errors: Vec::new(),
        })
    }

    /// Changes an event. Takes the role curator.
    async fn update_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateEventInput,
    ) -> Result<UpdateEventPayload> {
        let outcome = match input.read() {
            Ok(change) => event::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateEventPayload {
            event: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
