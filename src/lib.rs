//! A database of claims and statistics, with a GraphQL API.

mod error;
pub mod store;

pub use error::{Code, Error, Problem, Result, Within};
