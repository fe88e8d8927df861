//! Stored shapes: one file per table, one `Model` per row.

pub mod agent;
pub mod alias;
pub mod api_key;
pub mod assessment;
pub mod attribution;
pub mod attribution_via;
pub mod candidate_rejection;
pub mod claim;
pub mod claim_link;
pub mod database_state;
pub mod derivation;
pub mod event;
pub mod event_place;
pub mod external_id;
pub mod finding;
pub mod idempotency_key;
pub mod measure;
pub mod place;
pub mod relation_override;
pub mod revision;
pub mod search_entry;
pub mod source;
pub mod source_author;
pub mod statistic;
pub mod vocab;
