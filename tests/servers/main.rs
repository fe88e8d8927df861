//! Built servers beside each other and at their worst moment: no acknowledged write is lost.

#[expect(dead_code, reason = "the command-line tests use the rest")]
#[path = "../cli/support.rs"]
mod command;
#[path = "../support/mod.rs"]
mod databases;
mod dropped;
mod shared;
#[expect(dead_code, reason = "the HTTP tests use the rest")]
#[path = "../support/socket.rs"]
mod socket;
mod watch;
