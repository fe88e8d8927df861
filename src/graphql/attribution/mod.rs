//! Attributions: one place where a claim is made: which source says that who holds it, in which words.

mod mutation;
mod object;
mod query;

pub use mutation::{AttributionInput, AttributionMutation, QuoteInput, relays};
pub use object::{Attribution, AttributionConnection, AttributionFilter, AttributionOrder};
pub use query::AttributionQuery;
