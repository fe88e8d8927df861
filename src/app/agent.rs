//! Adding and changing agents.

use entity::{
    agent,
    vocab::{Action, AgentKind, RecordStatus, Role},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Session,
    finding::duplicate,
    name::named_text,
    reference::{Ref, check_no_ring, create_named, resolve, resolve_id},
    whole::{Recorded, Subject, Whole, load_to_change, save},
};
use crate::{
    Result, Within as _,
    domain::text,
    store::{
        Read, Txn,
        part::{ExternalId, Parts},
        search::SearchText,
    },
};

/// Longest name of a record, in characters.
pub const NAME_MAX: usize = 300;

/// An agent that is to be on record.
#[derive(Clone, Debug, Serialize)]
pub struct AddAgent {
    /// Name as shown.
    pub name: String,
    /// What sort of agent.
    pub kind: AgentKind,
    /// Name in addresses; `None` makes one from the name.
    pub slug: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Who controls it; `None` when nobody is known.
    pub parent: Option<Ref>,
    /// Whose spokesman it is; `None` when it speaks for itself.
    pub speaks_for: Option<Ref>,
    /// Keys in somebody else's system.
    pub external_ids: Vec<ExternalId>,
}

/// An agent as an input names it: one on record, or a new one.
#[derive(Clone, Debug, Serialize)]
pub enum AgentRef {
    /// One on record.
    Known(Ref),
    /// A new one.
    New(Box<AddAgent>),
}

/// A change of an agent: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdateAgent {
    /// Which agent.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Name as shown.
    pub name: Option<String>,
    /// What sort of agent.
    pub kind: Option<AgentKind>,
    /// Other names.
    pub aliases: Option<Vec<String>>,
    /// Who controls it.
    pub parent: Option<Option<Ref>>,
    /// Whose spokesman it is.
    pub speaks_for: Option<Option<Ref>>,
    /// Keys in somebody else's system.
    pub external_ids: Option<Vec<ExternalId>>,
}

impl Subject for agent::Model {
    async fn search_text(&self, parts: &Parts, db: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(named_text(db, self, parts).await?))
    }

    async fn notice(&self, txn: &Txn) -> Result<()> {
        duplicate::settle_agent_in(txn, self).await
    }
}

/// Puts an agent on record, or finds the one of the same name and kind.
pub async fn add(session: &Session, new: AddAgent) -> Result<Recorded<agent::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddAgent) -> Result<Recorded<agent::Model>> {
    let AddAgent { name, kind, slug, aliases, parent, speaks_for, external_ids } = new;
    let name = text::line("name", &name, NAME_MAX)?;
    let parts = Parts {
        aliases: other_names(&aliases)?,
        external_ids: external(&external_ids)?,
        ..Parts::default()
    };
    let parent_id = resolve_id::<agent::Model>(txn, "parent", parent.as_ref()).await?;
    let speaks_for_id = resolve_id::<agent::Model>(txn, "speaksFor", speaks_for.as_ref()).await?;
    let build = |slug| {
        let row = agent::Model { parent_id, speaks_for_id, ..named(txn, slug, name.clone(), kind) };
        Whole { row, parts }
    };
    create_named(txn, slug.as_deref(), &name, |row: &agent::Model| row.kind == kind, build).await
}

/// A new agent of which nothing is known but its name and kind.
pub(super) fn named(txn: &Txn, slug: String, name: String, kind: AgentKind) -> agent::Model {
    let id = txn.id();
    agent::Model {
        id,
        slug,
        name,
        kind,
        parent_id: None,
        speaks_for_id: None,
        canonical_id: id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    }
}

/// The agent that an input names.
pub async fn resolve_in(txn: &Txn, reference: AgentRef) -> Result<agent::Model> {
    match reference {
        AgentRef::Known(known) => resolve(txn, &known).await,
        AgentRef::New(new) => {
            let added = Box::pin(add_in(txn, *new)).await.and_then(Recorded::counting);
            Ok(added.within("new")?.row)
        }
    }
}

/// Changes an agent.
pub async fn update(session: &Session, change: UpdateAgent) -> Result<agent::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

async fn update_in(txn: &Txn, change: UpdateAgent) -> Result<agent::Model> {
    let UpdateAgent {
        id,
        expected_revision,
        reason,
        name,
        kind,
        aliases,
        parent,
        speaks_for,
        external_ids,
    } = change;
    let before = load_to_change::<agent::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(name) = name {
        row.name = text::line("name", &name, NAME_MAX)?;
    }
    if let Some(kind) = kind {
        row.kind = kind;
    }
    if let Some(parent) = parent {
        row.parent_id = resolve_id::<agent::Model>(txn, "parent", parent.as_ref()).await?;
        check_no_ring(txn, "parent", row.id, row.parent_id, |row: &agent::Model| row.parent_id)
            .await?;
    }
    if let Some(office) = speaks_for {
        row.speaks_for_id = resolve_id::<agent::Model>(txn, "speaksFor", office.as_ref()).await?;
        check_no_ring(txn, "speaksFor", row.id, row.speaks_for_id, |row: &agent::Model| {
            row.speaks_for_id
        })
        .await?;
    }
    if let Some(aliases) = aliases {
        after.parts.aliases = other_names(&aliases)?;
    }
    if let Some(ids) = external_ids {
        after.parts.external_ids = external(&ids)?;
    }
    save(txn, &before, after, Action::Updated, reason).await
}

/// Checked names, each once, in the order given.
pub(super) fn other_names(names: &[String]) -> Result<Vec<String>> {
    let mut checked: Vec<String> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let name = text::line("", name, NAME_MAX).within(index).within("aliases")?;
        if !checked.contains(&name) {
            checked.push(name);
        }
    }
    Ok(checked)
}

/// Checked external ids, each once, in the order given.
pub(super) fn external(ids: &[ExternalId]) -> Result<Vec<ExternalId>> {
    let mut checked: Vec<ExternalId> = Vec::new();
    for (index, ExternalId { scheme, value }) in ids.iter().enumerate() {
        let read = || -> Result<ExternalId> {
            Ok(ExternalId {
                scheme: text::line("scheme", scheme, 40)?,
                value: text::line("value", value, 200)?,
            })
        };
        let id = read().within(index).within("externalIds")?;
        if !checked.contains(&id) {
            checked.push(id);
        }
    }
    Ok(checked)
}
