//! A line on a terminal that says how far an import is.

use std::{
    io::{self, IsTerminal as _, Write as _},
    time::{Duration, Instant},
};

use crate::exchange::engine::Progress;

/// How often the progress is told.
const BEAT: Duration = Duration::from_millis(200);

/// A line on a terminal that says how far it is.
pub(super) struct Bar {
    start: Instant,
    last: Option<Instant>,
    is_on: bool,
}

impl Bar {
    pub(super) fn new() -> Self {
        Self { start: Instant::now(), last: None, is_on: io::stderr().is_terminal() }
    }

    pub(super) fn show(&mut self, progress: Progress) {
        if !self.is_on || self.last.is_some_and(|last| last.elapsed() < BEAT) {
            return;
        }
        self.last = Some(Instant::now());
        let mut stderr = io::stderr();
        // Nobody is left to be told that stderr is closed.
        let _ = write!(stderr, "\r\x1b[K{}", bar(progress, self.start.elapsed()));
        let _ = stderr.flush();
    }

    pub(super) fn clear(&mut self) {
        if self.last.take().is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

/// "12,000 rows, 40 %, 3,000 a second, 6 s left".
fn bar(progress: Progress, elapsed: Duration) -> String {
    let Progress { rows, bytes, length } = progress;
    let percent = bytes.saturating_mul(100).checked_div(length).unwrap_or(100).min(100);
    let millis = elapsed.as_millis().max(1);
    let rate = u128::from(rows) * 1000 / millis;
    let left = u128::from(length.saturating_sub(bytes)) * millis / u128::from(bytes.max(1)) / 1000;
    let left =
        if left < 60 { format!("{left} s") } else { format!("{} min {} s", left / 60, left % 60) };
    format!("{rows} rows, {percent} %, {rate} a second, {left} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_says_rate_and_time_left() {
        let half = Progress { rows: 3_000, bytes: 50, length: 100 };
        let told = bar(half, Duration::from_secs(90));
        assert_eq!(told, "3000 rows, 50 %, 33 a second, 1 min 30 s left");
        let none = Progress { rows: 0, bytes: 0, length: 0 };
        assert_eq!(bar(none, Duration::ZERO), "0 rows, 100 %, 0 a second, 0 s left");
    }
}
