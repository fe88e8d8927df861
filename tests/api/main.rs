//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod attribution;
mod claim;
mod derivation;
mod event;
mod finding;
mod import_corpus;
mod jsonl;
mod key;
mod link;
mod measure;
mod outcome;
mod place;
mod record;
mod seed;
mod source;
mod statistic;
mod support;
