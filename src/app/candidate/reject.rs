//! Rejecting candidates, so that they are not proposed again.

use entity::{
    attribution, candidate_rejection,
    vocab::{Action, RecordStatus, Role},
};
use uuid::Uuid;

use super::{accept::rule_set_of, by_candidate, hash_of};
use crate::{
    Error, Result, Within as _,
    app::{
        Session,
        attribution::QUOTE_MAX,
        finding::REASON_MAX,
        whole::{Recorded, Subject, Whole, create, save},
    },
    domain::{
        address,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{Read, Txn, exchange::rows_with, part::Parts, record::find_where, search::SearchText},
};

/// Most candidates that one call rejects.
pub const REJECTED_MAX: usize = 500;

/// Candidates of one text that are not to be proposed again.
#[derive(Clone, Debug)]
pub struct RejectCandidates {
    /// Where the text is on the web; `None` when not known.
    pub url: Option<String>,
    /// Why; `None` when nobody says.
    pub reason: Option<String>,
    /// At least one.
    pub candidates: Vec<RejectCandidate>,
}

/// A candidate that is not to be proposed again.
#[derive(Clone, Debug)]
pub struct RejectCandidate {
    /// Its id.
    pub id: String,
    /// The rules that proposed it.
    pub rule_set: String,
    /// The words that it quotes.
    pub quote: String,
}

impl Subject for candidate_rejection::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(None)
    }

    async fn statistic(&self, _: &impl Read) -> Result<Option<Uuid>> {
        Ok(None)
    }
}

/// Puts on record that candidates were rejected.
pub async fn reject(
    session: &Session,
    new: RejectCandidates,
) -> Result<Vec<Recorded<candidate_rejection::Model>>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(reject_in(txn, new))
        })
        .await
}

async fn reject_in(
    txn: &Txn,
    new: RejectCandidates,
) -> Result<Vec<Recorded<candidate_rejection::Model>>> {
    let RejectCandidates { url, reason, candidates } = new;
    let url = url.as_deref().map(address::parse).transpose().within("url")?;
    let reason =
        reason.as_deref().map(|reason| text::body("reason", reason, REASON_MAX)).transpose()?;
    if candidates.is_empty() || candidates.len() > REJECTED_MAX {
        let count = candidates.len();
        let message = format!("there are {count} candidates: give 1 to {REJECTED_MAX}");
        return Err(Error::invalid("candidates", message));
    }
    let mut rejected = Vec::with_capacity(candidates.len());
    for (at, candidate) in candidates.into_iter().enumerate() {
        let done = one(txn, url.clone(), reason.clone(), candidate).await;
        rejected.push(done.within(at).within("candidates")?);
    }
    Ok(rejected)
}

async fn one(
    txn: &Txn,
    url: Option<String>,
    reason: Option<String>,
    candidate: RejectCandidate,
) -> Result<Recorded<candidate_rejection::Model>> {
    let RejectCandidate { id, rule_set, quote } = candidate;
    let identity = hash_of(&id)?;
    let rule_set = rule_set_of(&rule_set)?;
    let quote = text::body("quote", &quote, QUOTE_MAX)?;
    check_not_accepted(txn, &identity).await?;
    let known: Option<candidate_rejection::Model> =
        find_where(txn, "identity", identity.as_str()).await?;
    if let Some(row) = known {
        if row.status == RecordStatus::Active {
            return Ok(Recorded::known(row));
        }
        let before = Whole { row, parts: Parts::default() };
        let mut after = before.clone();
        after.row.status = RecordStatus::Active;
        after.row.status_reason = None;
        after.row.reason.clone_from(&reason);
        let row = save(txn, &before, after, Action::Restored, reason).await?;
        return Ok(Recorded::new(row));
    }
    let row = candidate_rejection::Model {
        id: txn.id(),
        identity,
        rule_set,
        quote,
        url,
        reason,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    Ok(Recorded::new(create(txn, Whole { row, parts: Parts::default() }, None).await?))
}

async fn check_not_accepted(txn: &Txn, hash: &str) -> Result<()> {
    let rows: Vec<attribution::Model> = rows_with(txn, "candidate", &[hash.to_owned()]).await?;
    match by_candidate(rows).into_values().next() {
        None => Ok(()),
        Some(row) => {
            let message = format!(
                "this candidate was accepted, as {}: retract that first",
                RecordId::new(Prefix::Attribution, row.id)
            );
            Err(Error::conflict("id", message))
        }
    }
}
