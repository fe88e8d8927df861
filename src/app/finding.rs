//! Findings: what rules noticed, kept as records, and people's verdicts on them.

use std::collections::HashSet;

use entity::{
    finding,
    vocab::{Action, FindingCode, RecordStatus, Resolution, Role, Severity},
};
use uuid::Uuid;

use super::{
    Session, derivation, link,
    whole::{self, Whole, create, load_to_change, save},
};
use crate::{
    Result,
    domain::{identity, text},
    store::{
        Read, Txn,
        part::Parts,
        record::{find_where, rows_where},
        search::SearchText,
    },
};

pub use crate::domain::identity::Subject;

/// Longest reason of a change, in characters.
pub const REASON_MAX: usize = 2_000;

/// Version of the rules. Raise it when one of them notices something else than before.
const RULE_VERSION: i32 = 1;

/// The reason of a finding that the rules have taken back; they bring back no other.
const NO_LONGER_SO: &str = "no longer so";

/// Something that a rule has noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noticed {
    /// What.
    pub code: FindingCode,
    /// How much it matters.
    pub severity: Severity,
    /// The finding in a sentence.
    pub message: String,
    /// What it is about.
    pub subject: Subject,
}

/// A person's verdict on a finding.
#[derive(Clone, Debug)]
pub struct ResolveFinding {
    /// Which finding.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// The verdict; `OPEN` takes an earlier one back.
    pub resolution: Resolution,
    /// Why.
    pub reason: String,
}

impl whole::Subject for finding::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(None)
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        if let Some(claim) = self.claim_id {
            return link::statistic_of_claim(db, claim).await;
        }
        match self.attribution_id {
            Some(attribution) => derivation::statistic_of_attribution(db, attribution).await,
            // A source bears on all the statistics of its claims, so on no single one.
            None => Ok(None),
        }
    }
}

/// Brings what is on record about a subject in line with what `rules` have found now.
///
/// What is new is recorded; what the rules no longer see is retracted, and restored when they see
/// it again. A person's verdict stays through all of that, and what a person retracted stays
/// retracted. Findings of other rules are left alone.
pub async fn replace_in(
    txn: &Txn,
    subject: Subject,
    rules: &[FindingCode],
    found: Vec<Noticed>,
) -> Result<()> {
    let (column, key) = match subject {
        Subject::Claim(key) => ("claim_id", key),
        Subject::Attribution(key) => ("attribution_id", key),
        Subject::Source(key) => ("source_id", key),
    };
    let known: Vec<finding::Model> = rows_where(txn, column, &[key], "id").await?;
    let mut seen = HashSet::new();
    for noticed in one_of_each(found) {
        let identity = identity::finding(noticed.code, noticed.subject);
        let row = match known.iter().find(|row| row.identity == identity) {
            Some(row) => Some(row.clone()),
            None => find_where(txn, "identity", identity.as_str()).await?,
        };
        match row {
            Some(row) => renew(txn, row, noticed).await?,
            None => record(txn, identity.clone(), noticed).await?,
        }
        seen.insert(identity);
    }
    for row in known {
        if row.status == RecordStatus::Active
            && rules.contains(&row.code)
            && !seen.contains(&row.identity)
        {
            take_back(txn, row).await?;
        }
    }
    Ok(())
}

/// A rule may notice the same of several places in one subject: that is one finding, of the
/// greatest severity, which says all of it.
fn one_of_each(found: Vec<Noticed>) -> Vec<Noticed> {
    let mut each: Vec<Noticed> = Vec::new();
    for noticed in found {
        let same = |one: &&mut Noticed| (one.code, one.subject) == (noticed.code, noticed.subject);
        let Some(one) = each.iter_mut().find(same) else {
            each.push(noticed);
            continue;
        };
        one.severity = one.severity.max(noticed.severity);
        if one.message != noticed.message {
            one.message.push_str("; ");
            one.message.push_str(&noticed.message);
        }
    }
    each
}

async fn record(txn: &Txn, identity: String, noticed: Noticed) -> Result<()> {
    let Noticed { code, severity, message, subject } = noticed;
    let (claim_id, attribution_id, source_id) = match subject {
        Subject::Claim(id) => (Some(id), None, None),
        Subject::Attribution(id) => (None, Some(id), None),
        Subject::Source(id) => (None, None, Some(id)),
    };
    let row = finding::Model {
        id: txn.id(),
        identity,
        code,
        severity,
        rule_version: RULE_VERSION,
        message,
        claim_id,
        attribution_id,
        source_id,
        resolution: Resolution::Open,
        resolution_reason: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    create(txn, Whole { row, parts: Parts::default() }, None).await?;
    Ok(())
}

async fn renew(txn: &Txn, row: finding::Model, noticed: Noticed) -> Result<()> {
    let back =
        row.status == RecordStatus::Retracted && row.status_reason.as_deref() == Some(NO_LONGER_SO);
    if row.status != RecordStatus::Active && !back {
        return Ok(());
    }
    let before = Whole { row, parts: Parts::default() };
    let mut after = before.clone();
    after.row.severity = noticed.severity;
    after.row.message = noticed.message;
    after.row.rule_version = RULE_VERSION;
    after.row.status = RecordStatus::Active;
    after.row.status_reason = None;
    let action = if back { Action::Restored } else { Action::Updated };
    save(txn, &before, after, action, None).await?;
    Ok(())
}

async fn take_back(txn: &Txn, row: finding::Model) -> Result<()> {
    let before = Whole { row, parts: Parts::default() };
    let mut after = before.clone();
    after.row.status = RecordStatus::Retracted;
    after.row.status_reason = Some(NO_LONGER_SO.to_owned());
    save(txn, &before, after, Action::Retracted, Some(NO_LONGER_SO.to_owned())).await?;
    Ok(())
}

/// Puts a person's verdict on a finding.
pub async fn resolve(session: &Session, verdict: ResolveFinding) -> Result<finding::Model> {
    session
        .write(Role::Curator, move |txn| {
            let verdict = verdict.clone();
            Box::pin(resolve_in(txn, verdict))
        })
        .await
}

async fn resolve_in(txn: &Txn, verdict: ResolveFinding) -> Result<finding::Model> {
    let ResolveFinding { id, expected_revision, resolution, reason } = verdict;
    let reason = text::body("reason", &reason, REASON_MAX)?;
    let before = load_to_change::<finding::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    after.row.resolution = resolution;
    after.row.resolution_reason = (resolution != Resolution::Open).then(|| reason.clone());
    save(txn, &before, after, Action::Resolved, Some(reason)).await
}
