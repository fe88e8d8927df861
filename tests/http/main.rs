//! What comes in at the door and what goes out: raw requests against a running server.

mod backend;
mod caching;
mod closed;
mod csv;
mod keys;
mod limits;
mod origins;
mod pages;
mod persisted;
mod protocol;
mod reconcile;
mod revoked;
#[path = "../support/socket.rs"]
mod socket;
mod stopping;
mod support;
