//! What comes in at the door and what goes out: raw requests against a running server.

mod backend;
mod caching;
mod keys;
mod limits;
mod origins;
mod persisted;
mod protocol;
mod stopping;
mod support;
