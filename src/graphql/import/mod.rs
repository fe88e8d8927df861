//! Imports: files that were put on record, and which record came from which line of them.

mod line;
mod loader;
mod mutation;
mod object;
mod query;

pub use line::{ImportLineConnection, of_record};
pub use mutation::ImportMutation;
pub use query::ImportQuery;
