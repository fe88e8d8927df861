//! Answers that are given again, byte for byte, while the database is as it was.

use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::web::Bytes;
use entity::vocab::Role;
use sha2::{Digest, Sha256};

use super::message::Message;
use crate::{app::Actor, weighed::Weighed};

/// Questions that are remembered.
const MOST: usize = 2_000;

/// All kept answers together, in bytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// The largest answer that is kept, in bytes.
const LARGEST: usize = 1024 * 1024;

/// What was asked lately, and what was answered where it was asked more than once: programs ask the
/// same thing again and again, people something new each time.
pub struct Answers(Option<Mutex<Kept>>);

type Kept = Weighed<Question, Option<(i64, Bytes)>>;

/// One question: the document, its variables, and all else that its answer depends on but the state
/// of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Question([u8; 32]);

/// What is known of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is new.
    Nothing,
    /// It was asked before.
    Asked,
    /// It was answered so, when the database had this version.
    Answered(i64, Bytes),
}

impl Question {
    /// `None` where the answer is not to be kept: holders of keys that may write see in some answers
    /// what is no part of the database's version, such as when a key was last used.
    pub fn of(message: &Message, document: &str, actor: &Actor) -> Option<Self> {
        let viewer = match actor {
            Actor::Anonymous => None,
            Actor::Key(viewer) if viewer.role == Role::Reader => Some(viewer.key_id),
            Actor::Key(_) | Actor::Program => return None,
        };
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update(bytes.len().to_be_bytes());
            hash.update(bytes);
        };
        part(document.as_bytes());
        part(message.operation_name.as_deref().unwrap_or_default().as_bytes());
        part(&serde_json::to_vec(&message.variables).ok()?);
        part(viewer.as_ref().map_or(&[], |id| id.as_bytes()));
        Some(Self(hash.finalize().into()))
    }

    /// The same, asked of the server under this address, which stands in some answers.
    pub fn at(self, base: &str) -> Self {
        Self(Sha256::new().chain_update(self.0).chain_update(base).finalize().into())
    }
}

impl Answers {
    /// `None` of them are ever kept where the cache is off.
    pub fn new(on: bool) -> Self {
        Self(on.then(|| Mutex::new(Weighed::new(MOST, MOST_BYTES))))
    }

    /// What is known of a question, which is remembered.
    pub fn look_up(&self, question: Question) -> Known {
        let Some(mut kept) = self.lock() else { return Known::Nothing };
        match kept.get(&question) {
            Some(Some((version, answer))) => Known::Answered(*version, answer.clone()),
            Some(None) => Known::Asked,
            None => {
                kept.put(question, None, 0);
                Known::Nothing
            }
        }
    }

    /// Keeps the answer of a question. The version was read before the answer was made, so that a
    /// change in between makes it too old and never too new.
    pub fn keep(&self, question: Question, version: i64, answer: &Bytes) {
        if let Some(mut kept) = self.lock().filter(|_| answer.len() <= LARGEST) {
            kept.put(question, Some((version, answer.clone())), answer.len());
        }
    }

    fn lock(&self) -> Option<MutexGuard<'_, Kept>> {
        self.0.as_ref().map(|kept| kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(text: &str) -> Question {
        let question = Question::of(&Message::default(), text, &Actor::Anonymous);
        question.expect("anybody's answers are kept")
    }

    #[test]
    fn an_answer_is_kept_from_the_second_time_on() {
        let answers = Answers::new(true);
        assert_eq!(answers.look_up(question("{a}")), Known::Nothing);
        assert_eq!(answers.look_up(question("{a}")), Known::Asked);
        answers.keep(question("{a}"), 7, &Bytes::from_static(b"1"));
        let answered = Known::Answered(7, Bytes::from_static(b"1"));
        assert_eq!(answers.look_up(question("{a}")), answered);
        assert_eq!(answers.look_up(question("{b}")), Known::Nothing);
    }

    #[test]
    fn without_a_cache_nothing_is_remembered() {
        let answers = Answers::new(false);
        answers.keep(question("{a}"), 7, &Bytes::from_static(b"1"));
        assert_eq!(answers.look_up(question("{a}")), Known::Nothing);
        assert_eq!(answers.look_up(question("{a}")), Known::Nothing);
    }

    #[test]
    fn the_answers_used_least_go_first() {
        let answers = Answers::new(true);
        let large = Bytes::from(vec![b' '; LARGEST]);
        let most = MOST_BYTES / LARGEST;
        for number in 0..most {
            answers.keep(question(&number.to_string()), 1, &large);
        }
        assert!(matches!(answers.look_up(question("0")), Known::Answered(..)));
        answers.keep(question("more"), 1, &large);
        assert!(matches!(answers.look_up(question("0")), Known::Answered(..)));
        assert_eq!(answers.look_up(question("1")), Known::Nothing);
        let too_large = Bytes::from(vec![b' '; LARGEST + 1]);
        answers.keep(question("2"), 2, &too_large);
        assert!(matches!(answers.look_up(question("2")), Known::Answered(1, _)));
    }

    #[test]
    fn whatever_an_answer_depends_on_tells_questions_apart() {
        let message = |name: Option<&str>, value: i64| Message {
            operation_name: name.map(str::to_owned),
            variables: serde_json::Map::from_iter([("v".to_owned(), value.into())]),
            ..Message::default()
        };
        let ask = |message: &Message, base: &str| {
            let question = Question::of(message, "{a}", &Actor::Anonymous);
            question.expect("anybody's are kept").at(base)
        };
        let asked = [
            ask(&message(None, 1), "http://a"),
            ask(&message(None, 2), "http://a"),
            ask(&message(Some("q"), 1), "http://a"),
            ask(&message(None, 1), "http://b"),
        ];
        for (index, one) in asked.iter().enumerate() {
            assert!(!asked[index + 1..].contains(one), "{index}");
        }
        assert_eq!(Question::of(&message(None, 1), "{a}", &Actor::Program), None);
    }
}
