//! Agents: whoever can say something.

mod mutation;
mod object;
mod query;

pub use mutation::{AgentMutation, AgentRef};
pub use object::{Agent, AgentFilter};
pub use query::AgentQuery;
