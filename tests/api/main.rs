//! Requests in, JSON out, over a real database: every test runs on SQLite and on PostgreSQL.

mod agent;
mod key;
mod support;
