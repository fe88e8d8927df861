//! Claim links: a relation between two claims that a person or a rule sees. Suggested ones change nothing.

mod mutation;
mod object;
mod query;

pub use mutation::ClaimLinkMutation;
pub use object::ClaimLink;
pub use query::ClaimLinkQuery;
