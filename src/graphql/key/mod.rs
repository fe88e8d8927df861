//! Keys to the API, and who holds the one that came with the request.

mod mutation;
mod object;
mod query;

pub use mutation::KeyMutation;
pub use query::KeyQuery;
