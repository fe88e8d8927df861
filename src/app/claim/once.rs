//! Idempotency keys: a request that is sent twice is carried out once and answered alike.

use entity::{attribution, claim, idempotency_key};
use sha2::{Digest as _, Sha256};

use super::{RecordClaim, RecordedClaim, record_in};
use crate::{
    Error, Result,
    app::whole::Recorded,
    domain::text,
    store::{
        Txn,
        record::{find_itself, find_where, insert, rows_where},
    },
};

/// Longest idempotency key, in characters.
const KEY_MAX: usize = 200;

/// Records a claim, unless this holder has sent this key before.
pub(super) async fn record(txn: &Txn, holder: &str, new: RecordClaim) -> Result<RecordedClaim> {
    let Some(sent) = &new.idempotency_key else { return record_in(txn, new).await };
    let sent = text::line("idempotencyKey", sent, KEY_MAX)?;
    // Two holders may choose the same key.
    let key = format!("{holder} {sent}");
    let input_hash = fingerprint(&new)?;
    let earlier: Option<idempotency_key::Model> = find_where(txn, "key", key.as_str()).await?;
    if let Some(earlier) = earlier {
        if earlier.input_hash == input_hash {
            return answer(txn, &earlier).await;
        }
        let message = format!(
            "the idempotencyKey {} came with another input before: send a new key with a new input",
            text::shown(&sent)
        );
        return Err(Error::conflict("idempotencyKey", message));
    }
    let done = record_in(txn, new).await?;
    let row = idempotency_key::Model {
        id: txn.id(),
        key,
        input_hash,
        claim_id: done.claim.row.id,
        is_new: done.claim.is_new,
        created_at: txn.now(),
    };
    insert(txn, row).await?;
    Ok(done)
}

/// What the request was answered: the claim as it is now, and the attributions that it recorded.
async fn answer(txn: &Txn, earlier: &idempotency_key::Model) -> Result<RecordedClaim> {
    let row: Option<claim::Model> = find_itself(txn, earlier.claim_id).await?;
    let row = row.ok_or_else(|| {
        Error::broken("repeating an answer", format!("no claim {}", earlier.claim_id))
    })?;
    let all: Vec<attribution::Model> = rows_where(txn, "claim_id", &[row.id], "id").await?;
    let attributions = all
        .into_iter()
        .filter(|attribution| attribution.created_at == earlier.created_at)
        .map(Recorded::new)
        .collect();
    Ok(RecordedClaim { claim: Recorded { row, is_new: earlier.is_new }, attributions })
}

/// A hash of everything in the input, as JSON with its fields in the order of their names.
fn fingerprint(new: &RecordClaim) -> Result<String> {
    let broken = |error| Error::internal("reading an input for its idempotency key", error);
    let json = serde_json::to_value(new).map_err(broken)?;
    Ok(format!("{:x}", Sha256::digest(json.to_string())))
}
