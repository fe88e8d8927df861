//! What the program tells of its doings, on stderr.

use std::io;

use tracing_subscriber::EnvFilter;

use super::output::Stop;
use crate::config::{Config, LogFormat};

const NOT_HTTP: &str = "actix_http::h1::dispatcher=off";

/// Starts telling.
pub fn start(config: &Config) -> Result<(), Stop> {
    let filter = &config.log.value;
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Stop::usage(format!("log is \"{filter}\" (from {}): {error}", config.log.origin))
    })?;
    // The framework calls it an error of its own when a client sends what is no HTTP: anybody
    // could fill the disk.
    let filter = filter.add_directive(NOT_HTTP.parse().expect("it is a directive"));
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        // The library is built without colours, and says so on every start when it is asked for some.
        .with_ansi(false);
    match config.log_format.value {
        LogFormat::Text => logs.init(),
        LogFormat::Json => logs.json().flatten_event(true).init(),
    }
    Ok(())
}

/// A panic is a line of the log, with its place in the source; who wants to see more sets
/// `RUST_BACKTRACE`.
pub fn hide_panics() {
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0") {
        return;
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let what = panic.payload_as_str().unwrap_or("no message");
        tracing::error!(place, what, "a mistake in claimbase: please report this line");
    }));
}
