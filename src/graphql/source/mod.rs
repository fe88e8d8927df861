//! Sources: one document in which things are said: an article, a report, a speech, a post, a data set.

mod imprint;
mod mutation;
mod object;
mod query;

pub use mutation::{SourceMutation, SourceRef};
pub use object::{Source, SourceConnection, SourceFilter, SourceOrder};
pub use query::SourceQuery;
