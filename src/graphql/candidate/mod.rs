//! Candidate claims of a text: proposed, accepted, rejected.

mod mutation;
mod object;
mod query;
mod rejection;

pub use mutation::CandidateMutation;
pub use query::CandidateQuery;
pub use rejection::CandidateRejection;
