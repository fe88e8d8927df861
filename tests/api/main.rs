//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod derivation;
mod finding;
mod key;
mod link;
mod seed;
mod support;
