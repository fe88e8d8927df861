//! Verbs: what the GraphQL face, the importers and the command line all do.

pub mod agent;
pub mod assessment;
pub mod confirmation;
pub mod derivation;
pub mod finding;
pub mod key;
pub mod lifecycle;
pub mod link;
pub mod reference;
mod session;
pub mod whole;

pub use session::{Actor, Clock, Entropy, Session, Viewer};
