//! What is wrong with an item that is being taken: all of it that can be known, not only the first.

use super::{Fault, Taker};
use crate::{Error, Problem, Result, exchange::report::fault};

/// What stands between the reasons of an item that has several.
const BETWEEN: &str = " | ";

/// What was found wrong with an item so far.
#[derive(Debug, Default)]
pub struct Faults {
    /// Which part of the item is being taken, to tell what an error is about.
    pub part: usize,
    noted: Vec<(usize, Error)>,
}

impl Faults {
    /// What came of a step that reads; `None` where the input is at fault, which is noted, so that
    /// the other steps can be tried. Any other error is passed on.
    pub fn note<T>(&mut self, outcome: Result<T>) -> Result<Option<T>> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(error @ Error::Input { .. }) => {
                self.noted.push((self.part, error));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The same of a step that writes. A clash with what is stored ends the item: it may be the
    /// database that refused it, and then PostgreSQL answers nothing more before it is undone.
    pub fn note_written<T>(&mut self, outcome: Result<T>) -> Result<Option<T>> {
        match outcome {
            Err(error @ Error::Input { problem: Problem::Conflict, .. }) => Err(error),
            outcome => self.note(outcome),
        }
    }

    /// Whether nothing was noted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.noted.is_empty()
    }

    /// Refuses the item where anything was noted.
    pub fn settle(&mut self) -> Result<()> {
        let Some((part, last)) = self.noted.pop() else { return Ok(()) };
        self.part = part;
        Err(last)
    }

    /// Everything that was noted, and the error that the item is refused with, each once, as one.
    pub(super) fn told<T: Taker>(mut self, taker: &T, error: Error) -> Result<Fault> {
        self.noted.push((self.part, error));
        let mut told: Vec<Fault> = Vec::with_capacity(self.noted.len());
        for (part, error) in self.noted {
            let (path, reason) = fault(error)?;
            let one = Fault { column: taker.column(part, &path), reason };
            if !told.contains(&one) {
                told.push(one);
            }
        }
        Ok(told.into_iter().reduce(Fault::and).unwrap_or_else(|| Fault::whole("")))
    }
}

impl Fault {
    /// With another one behind it, which says its column itself.
    fn and(self, Self { column, reason }: Self) -> Self {
        let named = if column.is_empty() { reason } else { format!("{column}: {reason}") };
        Self { reason: format!("{}{BETWEEN}{named}", self.reason), ..self }
    }
}
