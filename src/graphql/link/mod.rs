//! Claim links: a relation between two claims that a person or a rule sees. Suggested ones change nothing.

mod object;
mod query;

pub use object::ClaimLink;
pub use query::ClaimLinkQuery;
