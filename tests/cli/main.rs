//! The built program, run as a person runs it: its output, its messages, its exit codes.

#[path = "../support/alike.rs"]
mod alike;
mod database;
mod exchange;
mod extract;
mod killed;
#[path = "../support/march.rs"]
mod march;
mod query;
mod serve;
#[expect(dead_code, reason = "the other tests use the rest")]
#[path = "../support/mod.rs"]
mod shared;
mod support;
mod usage;
