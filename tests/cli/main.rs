//! The built program, run as a person runs it: its output, its messages, its exit codes.

mod database;
mod exchange;
mod query;
mod serve;
mod support;
mod usage;
