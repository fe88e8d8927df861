//! Names in a file, looked up once as long as nobody else writes; agents and places that are not on record, added where
//! that is allowed.

use entity::{
    agent, place,
    vocab::{AgentKind, PlaceKind, RecordStatus},
};
use uuid::Uuid;

use super::{At, Made};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::{self as agents, AddAgent},
        place::{self as places, AddPlace},
        reference::{Slugged, called_in_file},
    },
    domain::{record_id::Prefix, text::shown},
};

/// Names that were looked up for an item.
pub type Names = Vec<(Prefix, String, Uuid)>;

/// The record that a name means, which was not retracted; `None` where there is none.
pub async fn look_up<R: Slugged>(
    at: &At<'_>,
    made: &mut Made,
    field: &str,
    name: &str,
) -> Result<Option<Uuid>> {
    let kind = Prefix::from(R::KIND);
    let own = made.names.iter().find(|(of, known, _)| *of == kind && known == name);
    if let Some(id) = at.before.ledger.meant(kind, name).or(own.map(|(_, _, id)| *id)) {
        return Ok(Some(id));
    }
    let found = called_in_file::<R>(at.txn, name).await.within(field)?;
    let Some(row) = found else { return Ok(None) };
    if row.status() == RecordStatus::Retracted {
        let message = format!(
            "the {kind} called {} was retracted: restore it, or name another one",
            shown(name)
        );
        return Err(Error::conflict(field, message));
    }
    made.names.push((kind, name.to_owned(), row.id()));
    Ok(Some(row.id()))
}

/// The agent that a name means, or a new one of this kind.
pub async fn agent(
    at: &At<'_>,
    made: &mut Made,
    field: &str,
    name: &str,
    kind: AgentKind,
) -> Result<Uuid> {
    if let Some(id) = look_up::<agent::Model>(at, made, field, name).await? {
        return Ok(id);
    }
    let new = AddAgent {
        name: name.to_owned(),
        kind,
        slug: None,
        aliases: Vec::new(),
        parent: None,
        speaks_for: None,
        external_ids: Vec::new(),
    };
    let added = agents::add_in(at.txn, new).await.within(field)?;
    made.note_new(&added);
    made.names.push((Prefix::Agent, name.to_owned(), added.row.id));
    Ok(added.row.id)
}

/// The place that a name means, or a new one of this kind.
pub async fn place(
    at: &At<'_>,
    made: &mut Made,
    field: &str,
    name: &str,
    kind: PlaceKind,
) -> Result<Uuid> {
    if let Some(id) = look_up::<place::Model>(at, made, field, name).await? {
        return Ok(id);
    }
    let new = AddPlace {
        name: name.to_owned(),
        kind,
        slug: None,
        aliases: Vec::new(),
        parent: None,
        iso_code: None,
        latitude: None,
        longitude: None,
        external_ids: Vec::new(),
    };
    let added = places::add_in(at.txn, new).await.within(field)?;
    made.note_new(&added);
    made.names.push((Prefix::Place, name.to_owned(), added.row.id));
    Ok(added.row.id)
}
