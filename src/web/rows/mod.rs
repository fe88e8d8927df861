//! What is said as rows, for data frames and spreadsheets: one for each place where it is said, a
//! part at a time, so that a file of any length takes little memory.

mod all;
mod column;
mod narrow;
#[cfg(feature = "parquet")]
mod parquet;
mod queue;
mod statistic;
mod write;

pub use all::All;
pub use column::{COLUMNS, Column};
pub use narrow::Narrow;
pub(in crate::web) use narrow::id;
pub use statistic::{Statistic, metadata};
pub use write::{BOM, Format};

/// Rows in a part.
const PART: usize = 500;
