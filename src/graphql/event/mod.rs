//! Events: what happened: a wave of protests, an earthquake, an election.

mod mutation;
mod object;
mod query;

pub use mutation::EventMutation;
pub use object::{Event, EventFilter};
pub use query::EventQuery;
