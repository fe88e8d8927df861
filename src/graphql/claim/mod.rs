//! Claims: one proposition: a quantity for a statistic, as of a date, or a statement without a number.

mod mutation;
mod object;
mod query;

pub use mutation::{ClaimMutation, QuantityInput};
pub use object::{Claim, ClaimConnection, ClaimFilter, ClaimOrder};
pub use query::ClaimQuery;
