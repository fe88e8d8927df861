//! Questions to whoever reviews, answered by lines of stdin.

use std::io::{self, BufRead as _, Write as _};

use crate::cli::output::{Stop, say};

/// What is to be done with a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    Accept,
    Edit,
    Skip,
    Reject,
    Quit,
}

/// Who answers.
#[derive(Default)]
pub struct Person;

impl Person {
    /// What is to be done; the end of the answers is the end of the review.
    #[expect(clippy::unused_self, reason = "a person is asked")]
    pub fn choose(&mut self) -> Result<Asked, Stop> {
        loop {
            let Some(answer) = ask("[a]ccept [e]dit [s]kip [r]eject [q]uit")? else {
                return Ok(Asked::Quit);
            };
            match answer.to_lowercase().as_str() {
                "a" | "accept" => return Ok(Asked::Accept),
                "e" | "edit" => return Ok(Asked::Edit),
                "s" | "skip" | "" => return Ok(Asked::Skip),
                "r" | "reject" => return Ok(Asked::Reject),
                "q" | "quit" => return Ok(Asked::Quit),
                other => say(&format!("{other} is none of a, e, s, r and q")),
            }
        }
    }

    /// A line; `None` at the end of the answers.
    #[expect(clippy::unused_self, reason = "a person is asked")]
    pub fn line(&mut self, question: &str) -> Result<Option<String>, Stop> {
        ask(question)
    }
}

fn ask(question: &str) -> Result<Option<String>, Stop> {
    let mut stderr = io::stderr();
    // Nobody is left to read the question when stderr is closed; the answer may still come.
    let _ = write!(stderr, "{question}: ").and_then(|()| stderr.flush());
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    match read {
        Ok(0) => {
            say("");
            Ok(None)
        }
        Ok(_) => Ok(Some(line.trim().to_owned())),
        Err(error) => Err(Stop::failed(format!("cannot read the answers: {error}"))),
    }
}
