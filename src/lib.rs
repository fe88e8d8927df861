//! A database of claims and statistics, with a GraphQL API.

pub mod app;
pub mod domain;
mod error;
pub mod graphql;
pub mod store;

pub use error::{Code, Error, Problem, Result, Within};
