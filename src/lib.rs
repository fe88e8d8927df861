//! A database of claims and statistics, with a GraphQL API.

// The root types of the schema are merged from one type a room, nested as deep as there are rooms.
#![recursion_limit = "512"]

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
mod error;
pub mod exchange;
pub mod graphql;
pub mod http;
pub mod store;
pub mod web;
mod weighed;

pub use error::{Code, Error, Problem, Result, Within};
