//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod changes;
mod derivation;
mod finding;
mod history;
mod key;
mod known_at;
mod link;
mod merge;
mod retract;
mod revert;
mod search;
mod seed;
mod support;
mod tale;
