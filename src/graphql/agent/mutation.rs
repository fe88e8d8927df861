//! Adding and changing agents.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, OneofObject};
use entity::vocab::RecordKind;

use super::object::Agent;
use crate::{
    Result as Checked, Within as _,
    app::{
        agent::{self, AddAgent, UpdateAgent},
        likely,
    },
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::{
            ExternalIdInput, Ref, changed_reference, external_ids as read_external_ids, reference,
        },
        node::Node,
        payload::{payload, settle},
        vocab::AgentKind,
    },
};

/// A new agent.
#[derive(Clone, InputObject)]
pub struct AddAgentInput {
    /// Name as shown.
    name: String,
    /// What sort of agent.
    kind: AgentKind,
    /// Name in addresses: lower-case letters, digits and hyphens; made from the name unless given.
    slug: Option<String>,
    /// Other names: spellings, abbreviations, names in other scripts.
    aliases: Option<Vec<String>>,
    /// Who controls it.
    parent: Option<Ref>,
    /// Whose spokesman it is.
    speaks_for: Option<Ref>,
    /// Its keys in other people's systems.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl AddAgentInput {
    /// The agent it means.
    pub fn read(self) -> Checked<AddAgent> {
        let Self { name, kind, slug, aliases, parent, speaks_for, external_ids } = self;
        Ok(AddAgent {
            name,
            kind: kind.into(),
            slug,
            aliases: aliases.unwrap_or_default(),
            parent: reference("parent", RecordKind::Agent, parent)?,
            speaks_for: reference("speaksFor", RecordKind::Agent, speaks_for)?,
            external_ids: read_external_ids(external_ids),
        })
    }
}

/// An agent: one on record, or a new one.
#[derive(Clone, OneofObject)]
pub enum AgentRef {
    /// One on record, by its id.
    Id(ID),
    /// One on record, by its slug.
    Slug(String),
    /// A new one; the one of the same name and kind if that is on record.
    New(AddAgentInput),
}

impl AgentRef {
    /// The agent it means.
    pub fn read(self) -> Checked<agent::AgentRef> {
        Ok(match self {
            Self::Id(id) => agent::AgentRef::Known(Ref::Id(id).read(RecordKind::Agent)?),
            Self::Slug(slug) => agent::AgentRef::Known(Ref::Slug(slug).read(RecordKind::Agent)?),
            Self::New(new) => agent::AgentRef::New(Box::new(new.read().within("new")?)),
        })
    }
}

/// A change of an agent: what is left out stays as it is, null empties a field.
#[derive(InputObject)]
pub struct UpdateAgentInput {
    /// Which agent.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Name as shown.
    name: Option<String>,
    /// What sort of agent.
    kind: Option<AgentKind>,
    /// All its other names, in place of those on record.
    aliases: Option<Vec<String>>,
    /// Who controls it.
    parent: MaybeUndefined<Ref>,
    /// Whose spokesman it is.
    speaks_for: MaybeUndefined<Ref>,
    /// All its keys elsewhere, in place of those on record.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl UpdateAgentInput {
    fn read(self) -> Checked<UpdateAgent> {
        let Self {
            id,
            expected_revision,
            reason,
            name,
            kind,
            aliases,
            parent,
            speaks_for,
            external_ids,
        } = self;
        Ok(UpdateAgent {
            id: RecordId::of(RecordKind::Agent, &id).within("id")?,
            expected_revision,
            reason,
            name,
            kind: kind.map(Into::into),
            aliases,
            parent: changed_reference("parent", RecordKind::Agent, parent)?,
            speaks_for: changed_reference("speaksFor", RecordKind::Agent, speaks_for)?,
            external_ids: external_ids.map(|ids| read_external_ids(Some(ids))),
        })
    }
}

payload! {
    /// What adding an agent did.
    AddAgentPayload {
        /// The agent; null when the input has to be mended.
        agent: Option<Agent>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
        /// Agents that are likely the same: of the same name in another spelling, script or order of
        /// words, or by another name; 10 at most. Perhaps one of them was meant; two records of one
        /// agent are mended by mergeRecords. Empty when it is not new.
        similar: Vec<Node>,
    }
}

payload! {
    /// What changing an agent did.
    UpdateAgentPayload {
        /// The agent as it is now; null when the input has to be mended.
        agent: Option<Agent>,
    }
}

#[derive(Default)]
pub struct AgentMutation;

#[Object]
impl AgentMutation {
    /// Records an agent, or finds the one of the same name and kind. Takes the role contributor.
    async fn add_agent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agent.")] input: AddAgentInput,
    ) -> Result<AddAgentPayload> {
        let outcome = match input.read() {
            Ok(new) => agent::add(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let similar = match &outcome {
            Ok(done) if done.is_new => likely::agents(ctx.db(), &done.row).await?,
            _ => Vec::new(),
        };
        settle(outcome, |done| AddAgentPayload {
            agent: Some(done.row.into()),
            is_new: done.is_new,
            similar: similar.into_iter().map(|row| Agent::from(row).into()).collect(),
            user_errors: Vec::new(),
        })
    }

    /// Changes an agent. Takes the role curator.
    async fn update_agent(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateAgentInput,
    ) -> Result<UpdateAgentPayload> {
        let outcome = match input.read() {
            Ok(change) => agent::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateAgentPayload {
            agent: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
