//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod attribution;
mod changes;
mod claim;
mod derivation;
mod event;
mod finding;
mod history;
mod key;
mod known_at;
mod link;
mod measure;
mod merge;
mod outcome;
mod place;
mod record;
mod retract;
mod revert;
mod search;
mod seed;
mod source;
mod statistic;
mod support;
mod tale;
