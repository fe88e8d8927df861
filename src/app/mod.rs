//! Verbs: what the GraphQL face, the importers and the command line all do.

pub mod agent;
pub mod assessment;
pub mod attribution;
pub mod candidate;
pub mod claim;
pub mod comparison;
pub mod confirmation;
mod date;
pub mod derivation;
pub mod doctor;
pub mod event;
pub mod finding;
pub mod identity;
pub mod import;
pub mod key;
pub mod lifecycle;
pub mod likely;
pub mod link;
pub mod measure;
mod name;
pub mod place;
pub mod reconcile;
pub mod reference;
pub mod relation;
mod session;
pub mod source;
pub mod statistic;
pub mod summary;
pub mod whole;

pub use session::{Actor, Clock, Entropy, Session, Viewer};
