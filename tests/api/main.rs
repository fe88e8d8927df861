//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod derivation;
mod finding;
mod key;
mod link;
mod seed;
mod event;
mod measure;
mod outcome;
mod place;
mod source;
mod statistic;
mod attribution;
mod claim;
mod record;
mod support;
