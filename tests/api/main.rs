//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod event;
mod key;
mod measure;
mod outcome;
mod place;
mod source;
mod statistic;
mod support;
