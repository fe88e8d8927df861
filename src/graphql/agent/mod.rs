//! Agents: whoever can say something.

mod mutation;
mod object;
mod query;

pub use mutation::{AddAgentInput, AgentMutation, AgentRef};
pub use object::{Agent, AgentConnection, AgentFilter, AgentOrder};
pub use query::AgentQuery;
