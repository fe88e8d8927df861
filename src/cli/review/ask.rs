//! Questions to whoever reviews: answered by a key of a terminal, or by lines of stdin.

#[cfg(unix)]
use std::io::IsTerminal as _;
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

/// Whether two attributions are one voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    Same,
    Another,
    Skip,
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
            let Some(answer) = key("[a]ccept [e]dit [s]kip [r]eject [q]uit")? else {
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

    /// Whether two attributions are one voice; the end of the answers is the end of the review.
    #[expect(clippy::unused_self, reason = "a person is asked")]
    pub fn hears(&mut self) -> Result<Heard, Stop> {
        loop {
            let Some(answer) = key("same voice? [y]es [n]o [s]kip [q]uit")? else {
                return Ok(Heard::Quit);
            };
            match answer.to_lowercase().as_str() {
                "y" | "yes" => return Ok(Heard::Same),
                "n" | "no" => return Ok(Heard::Another),
                "s" | "skip" | "" => return Ok(Heard::Skip),
                "q" | "quit" => return Ok(Heard::Quit),
                other => say(&format!("{other} is none of y, n, s and q")),
            }
        }
    }

    /// A line; `None` at the end of the answers.
    #[expect(clippy::unused_self, reason = "a person is asked")]
    pub fn line(&mut self, question: &str) -> Result<Option<String>, Stop> {
        ask(question)
    }
}

/// A word, or on a terminal the letter of a key that was pressed.
fn key(question: &str) -> Result<Option<String>, Stop> {
    #[cfg(unix)]
    if io::stdin().is_terminal() {
        put(question);
        let pressed = terminal::key().map_err(|error| unread(&error))?;
        // Ctrl-C, Ctrl-D, and the end of a terminal that was closed.
        let ended = matches!(pressed, None | Some(3 | 4));
        let letter = pressed.map(char::from).filter(|_| !ended);
        say(&letter.map(String::from).unwrap_or_default());
        return Ok(letter.map(|letter| letter.to_string().trim().to_owned()));
    }
    ask(question)
}

fn put(question: &str) {
    let mut stderr = io::stderr();
    // Nobody is left to read the question when stderr is closed; the answer may still come.
    let _ = write!(stderr, "{question}: ").and_then(|()| stderr.flush());
}

fn unread(error: &io::Error) -> Stop {
    Stop::failed(format!("cannot read the answers: {error}"))
}

fn ask(question: &str) -> Result<Option<String>, Stop> {
    put(question);
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) => {
            say("");
            Ok(None)
        }
        Ok(_) => Ok(Some(line.trim().to_owned())),
        Err(error) => Err(unread(&error)),
    }
}

#[cfg(unix)]
mod terminal {
    //! Keys without Enter.

    use std::io::{self, Read as _};

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };

    /// Puts the terminal back as it was, however reading ends.
    struct Restore(Termios);

    impl Drop for Restore {
        fn drop(&mut self) {
            // A terminal that was closed needs no restoring.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.0);
        }
    }

    /// The next key that is pressed; `None` when the terminal was closed. Ctrl-C is a key, so that
    /// nothing ends between here and restoring the terminal.
    pub fn key() -> io::Result<Option<u8>> {
        let before = tcgetattr(io::stdin())?;
        let mut raw = before.clone();
        raw.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        let _restore = Restore(before);
        tcsetattr(io::stdin(), OptionalActions::Now, &raw)?;
        let mut key = [0];
        let count = io::stdin().lock().read(&mut key)?;
        Ok((count == 1).then_some(key[0]))
    }
}
