//! Verbs: what the GraphQL face, the importers and the command line all do.

pub mod agent;
pub mod lifecycle;
pub mod reference;
mod session;
pub mod whole;

pub use session::{Actor, Clock, Session, Viewer};
