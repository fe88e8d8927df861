//! Sources: one document in which things are said: an article, a report, a speech, a post, a data set.

mod object;
mod query;

pub use object::{Source, SourceConnection, SourceFilter, SourceOrder};
pub use query::SourceQuery;
