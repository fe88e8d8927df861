//! `Finding`, its lists, and what they can be narrowed and ordered by.

use std::sync::Arc;

use async_graphql::{Context, Description, Object};
use entity::finding;

use crate::{
    Error,
    domain::finding::Subject,
    graphql::{
        agent::{Agent, AgentFilter},
        attribution::{Attribution, AttributionFilter},
        claim::{Claim, ClaimFilter},
        common::Common,
        context::ContextExt as _,
        error::Result,
        filter::{DateTimeFilter, IdFilter, WordFilter, filter, order},
        node::Node,
        page::connection,
        source::{Source, SourceFilter},
        vocab::{FindingCode, RecordStatus, Resolution, Severity},
    },
    store::{filter::hop, finding::subject_of},
};

filter! {
    /// Which findings. All that is given must hold.
    FindingFilter for Finding {
        /// By id.
        id: IdFilter = ["id"],
        /// By what was noticed.
        code: WordFilter<FindingCode> = ["code"],
        /// By how much it matters.
        severity: WordFilter<Severity> = ["severity"],
        /// By a person's verdict.
        resolution: WordFilter<Resolution> = ["resolution"],
        /// By status.
        status: WordFilter<RecordStatus> = ["status"],
        /// By the time of recording.
        created_at: DateTimeFilter = ["created_at"],
    }
    related {
        /// Those about such a claim.
        claim: ClaimFilter = [hop("claim_id", "claim", "id")],
        /// Those about such an attribution.
        attribution: AttributionFilter = [hop("attribution_id", "attribution", "id")],
        /// Those about such a source.
        source: SourceFilter = [hop("source_id", "source", "id")],
        /// Those about such an agent.
        agent: AgentFilter = [hop("agent_id", "agent", "id")],
    }
}

order! {
    /// What findings can be ordered by.
    FindingOrder, FindingOrderField for finding::Model {
        /// The time of recording.
        Recorded = "RECORDED";
    }
}

connection!(
    FindingConnection,
    FindingEdge,
    Finding,
    finding::Model,
    FindingFilter,
    FindingOrder,
    "findings"
);

/// Something a rule noticed. It blocks nothing; a person's verdict on it stays when the rule runs again.
#[derive(Clone, Description)]
pub struct Finding(pub Arc<finding::Model>);

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Finding {
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    #[graphql(flatten)]
    async fn common(&self) -> Common {
        Common::of(&*self.0)
    }

    /// What was noticed.
    async fn code(&self) -> FindingCode {
        self.0.code.into()
    }

    /// How much it matters.
    async fn severity(&self) -> Severity {
        self.0.severity.into()
    }

    /// Version of the rule that noticed it.
    async fn rule_version(&self) -> i32 {
        self.0.rule_version
    }

    /// The finding in a sentence.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// What it is about.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Node> {
        let Self(row) = self;
        let subject = subject_of(row).ok_or_else(|| {
            Error::broken("reading a finding", format!("{} has no subject", row.id))
        })?;
        Ok(match subject {
            Subject::Claim(id) => Claim(ctx.record(id).await?).into(),
            Subject::Attribution(id) => Attribution(ctx.record(id).await?).into(),
            Subject::Source(id) => Source(ctx.record(id).await?).into(),
            Subject::Agent(id) => Agent(ctx.record(id).await?).into(),
        })
    }

    /// The other record of the same kind: what the subject is likely a duplicate of, the earlier
    /// figure that it falls below. Null when it is about its subject alone.
    async fn other(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        let Self(row) = self;
        if let Some(id) = row.other_claim_id {
            return Ok(Some(Claim(ctx.record(id).await?).into()));
        }
        if let Some(id) = row.other_source_id {
            return Ok(Some(Source(ctx.record(id).await?).into()));
        }
        if let Some(id) = row.other_agent_id {
            return Ok(Some(Agent(ctx.record(id).await?).into()));
        }
        Ok(None)
    }

    /// A person's verdict on it.
    async fn resolution(&self) -> Resolution {
        self.0.resolution.into()
    }

    /// The reason of the verdict; null while there is none.
    async fn resolution_reason(&self) -> Option<&str> {
        self.0.resolution_reason.as_deref()
    }
}
