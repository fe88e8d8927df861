//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod assessment;
mod derivation;
mod finding;
mod import_corpus;
mod jsonl;
mod key;
mod link;
mod seed;
mod support;
