//! Verbs: what the GraphQL face, the importers and the command line all do.

pub mod agent;
pub mod attribution;
mod date;
pub mod event;
pub mod lifecycle;
pub mod measure;
pub mod place;
pub mod assessment;
pub mod confirmation;
pub mod derivation;
pub mod finding;
pub mod key;
pub mod link;
pub mod reference;
mod session;
pub mod source;
pub mod statistic;
pub mod whole;

pub use session::{Actor, Clock, Entropy, Session, Viewer};
