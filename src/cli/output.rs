//! What a command leaves behind: data on stdout, messages on stderr, and an exit code.

use std::{
    error::Error as StdError,
    io::{self, Write as _},
    path::Path,
    process::ExitCode,
};

use crate::Error;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Failed.
    Failed,
    /// Wrong usage.
    Usage,
    /// Finished, with rows that were rejected.
    Rejected,
    /// A check found something.
    Found,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Rejected => 3,
            Self::Found => 4,
        }
    }
}

/// What a command returns.
pub type Outcome = Result<Exit, Stop>;

/// Why a command ended before it was done.
#[derive(Debug)]
pub struct Stop {
    exit: Exit,
    /// A sentence for the person; `None` when there is nobody left to read it.
    message: Option<String>,
}

impl Stop {
    /// It cannot be done.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: Some(message.into()) }
    }

    /// A file cannot be written.
    pub fn cannot_write(file: &Path, error: &io::Error) -> Self {
        Self::failed(format!("cannot write {}: {error}", file.display()))
    }

    /// It was asked for in a wrong way.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: Some(message.into()) }
    }

    /// Something happened that never should.
    pub fn bug() -> Self {
        Self::failed(
            "claimbase came upon a mistake of its own and stopped; nothing half done was kept",
        )
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::failed(with_causes(&error))
    }
}

/// An error with what caused it: who runs commands may see it.
pub fn with_causes(error: &Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let told = inner.to_string();
        if !message.contains(&told) {
            message = format!("{message}: {told}");
        }
        cause = inner.source();
    }
    message
}

/// Writes data to stdout.
pub fn print(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(|error| cannot_print(&error))
}

/// Why a command ends when stdout takes nothing any more.
pub fn cannot_print(error: &io::Error) -> Stop {
    match error.kind() {
        // The reader has seen enough, as `head` has.
        io::ErrorKind::BrokenPipe => Stop { exit: Exit::Done, message: None },
        _ => Stop::failed(format!("cannot write to stdout: {error}")),
    }
}

/// Writes data to stdout as JSON with a line end.
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Stop::failed(format!("cannot write JSON: {error}")))?;
    print(&format!("{text}\n"))
}

/// Writes a table to stdout, its columns in line.
pub fn print_table(rows: &[Vec<String>]) -> Result<(), Stop> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    print(&text)
}

/// Says something on stderr.
pub fn say(message: &str) {
    // Nobody is left to be told that stderr is closed.
    let _ = writeln!(io::stderr(), "{message}");
}

/// Tells how it ended and turns it into the exit code.
pub fn end(outcome: Outcome) -> ExitCode {
    let exit = outcome.unwrap_or_else(|stop| {
        if let Some(message) = &stop.message {
            say(&format!("error: {message}"));
        }
        stop.exit
    });
    ExitCode::from(exit.code())
}
