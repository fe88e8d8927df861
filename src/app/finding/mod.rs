//! Findings: what rules noticed, kept as records, and people's verdicts on them.

mod copied;
pub(super) mod duplicate;
pub(super) mod early;
mod parts;
mod statistic;

use std::collections::HashMap;

use entity::{
    finding,
    vocab::{Action, FindingCode, RecordStatus, Resolution, Role},
};
use uuid::Uuid;

use super::{
    Session, derivation, link,
    whole::{self, New, Whole, create, create_all, load_to_change, save},
};
use crate::{
    Result,
    domain::{identity, text},
    store::{Read, Txn, exchange::rows_with, part::Parts, record::rows_where, search::SearchText},
};

pub use crate::domain::finding::{Noticed, Subject};
pub use statistic::of_statistic_in;

/// Longest reason of a change, in characters.
pub const REASON_MAX: usize = 2_000;

/// Version of the rules. Raise it when one of them notices something else than before.
const RULE_VERSION: i32 = 1;

/// The reason of a finding that the rules have taken back; they bring back no other.
const NO_LONGER_SO: &str = "no longer so";

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
            // A source or an agent bears on all the statistics of its claims, so on no single one.
            None => Ok(None),
        }
    }
}

/// Brings what is on record about a subject in line with what `rules` have found now.
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
        Subject::Agent(key) => ("agent_id", key),
    };
    let mut known: Vec<finding::Model> = rows_where(txn, column, &[key], "id").await?;
    known.retain(|row| rules.contains(&row.code));
    settle_in(txn, known, found).await
}

/// Brings the findings that certain rules have made in line with what these rules have found now.
/// `known` are all that they have made about what they looked at, whatever their status.
///
/// What is new is recorded; what the rules no longer see is retracted, and restored when they see
/// it again. A person's verdict stays through all of that, and what a person retracted stays
/// retracted. Findings of other rules are left alone.
pub(super) async fn settle_in(
    txn: &Txn,
    known: Vec<finding::Model>,
    found: Vec<Noticed>,
) -> Result<()> {
    let found: Vec<(String, Noticed)> = one_of_each(found)
        .into_iter()
        .map(|it| (identity::finding(it.code, it.subject, it.other), it))
        .collect();
    let missing = found.iter().map(|(identity, _)| identity);
    let missing: Vec<String> = missing
        .filter(|identity| known.iter().all(|row| row.identity != **identity))
        .cloned()
        .collect();
    let elsewhere: Vec<finding::Model> = rows_with(txn, "identity", &missing).await?;
    let mut rows: HashMap<String, finding::Model> =
        known.into_iter().chain(elsewhere).map(|row| (row.identity.clone(), row)).collect();
    for (identity, noticed) in found {
        match rows.remove(&identity) {
            Some(row) => renew(txn, row, noticed).await?,
            None => record(txn, identity, noticed).await?,
        }
    }
    let mut gone: Vec<finding::Model> = rows.into_values().collect();
    gone.retain(|row| row.status == RecordStatus::Active);
    gone.sort_by_key(|row| row.id);
    for row in gone {
        take_back(txn, row).await?;
    }
    Ok(())
}

/// A rule may notice the same of several places in one subject: that is one finding, of the
/// greatest severity, which says all of it.
fn one_of_each(found: Vec<Noticed>) -> Vec<Noticed> {
    let mut each: Vec<Noticed> = Vec::new();
    let mut places = HashMap::new();
    for noticed in found {
        let key = (noticed.code, noticed.subject, noticed.other);
        let Some(&place) = places.get(&key) else {
            places.insert(key, each.len());
            each.push(noticed);
            continue;
        };
        let one: &mut Noticed = &mut each[place];
        one.severity = one.severity.max(noticed.severity);
        if one.message != noticed.message {
            one.message.push_str("; ");
            one.message.push_str(&noticed.message);
        }
    }
    each
}

/// Records what rules noticed about new records, of which nothing can be on record yet; each with the
/// statistic that it bears on.
pub(super) async fn record_all_in(txn: &Txn, found: Vec<(Uuid, Vec<Noticed>)>) -> Result<()> {
    let mut all = Vec::new();
    for (statistic, found) in found {
        for noticed in one_of_each(found) {
            let identity = identity::finding(noticed.code, noticed.subject, noticed.other);
            let whole = Whole { row: row(txn, identity, noticed), parts: Parts::default() };
            all.push(New { whole, text: None, statistic: Some(statistic) });
        }
    }
    create_all(txn, all).await
}

async fn record(txn: &Txn, identity: String, noticed: Noticed) -> Result<()> {
    let row = row(txn, identity, noticed);
    create(txn, Whole { row, parts: Parts::default() }, None).await?;
    Ok(())
}

fn row(txn: &Txn, identity: String, noticed: Noticed) -> finding::Model {
    let Noticed { code, severity, message, subject, other } = noticed;
    let mut row = finding::Model {
        id: txn.id(),
        identity,
        code,
        severity,
        rule_version: RULE_VERSION,
        message,
        claim_id: None,
        attribution_id: None,
        source_id: None,
        agent_id: None,
        other_claim_id: None,
        other_source_id: None,
        other_agent_id: None,
        resolution: Resolution::Open,
        resolution_reason: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    match subject {
        Subject::Claim(id) => (row.claim_id, row.other_claim_id) = (Some(id), other),
        Subject::Attribution(id) => row.attribution_id = Some(id),
        Subject::Source(id) => (row.source_id, row.other_source_id) = (Some(id), other),
        Subject::Agent(id) => (row.agent_id, row.other_agent_id) = (Some(id), other),
    }
    row
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
