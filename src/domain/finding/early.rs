//! Sources that are dated before the event that their claims are about.

use entity::vocab::{FindingCode, Severity};
use uuid::Uuid;

use super::{Noticed, Subject};

/// An event that began after the source was published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Later {
    /// When it began, in EDTF.
    pub start: String,
    /// What it is called.
    pub name: String,
}

/// A finding about a source that was published on this day, in EDTF, and the events that its claims
/// are about and that began after that day; `None` where there are none.
#[must_use]
pub fn noticed(source: Uuid, published_on: &str, mut events: Vec<Later>) -> Option<Noticed> {
    events.sort_unstable();
    events.dedup();
    let Later { start, name } = events.first()?;
    let more = match events.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(Noticed {
        code: FindingCode::SourceBeforeEvent,
        severity: Severity::Warning,
        message: format!(
            "the source is dated {published_on}, before \"{name}\"{more} began on {start}, which \
             its claims are about: one of the dates is wrong, or the claims are about another event"
        ),
        subject: Subject::Source(source),
        other: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_event_is_named() {
        let later =
            |start: &str, name: &str| Later { start: start.to_owned(), name: name.to_owned() };
        let events =
            vec![later("2018-02-01", "b"), later("2017-12-28", "a"), later("2017-12-28", "a")];
        let found = noticed(Uuid::from_u128(1), "2017-12-01", events).expect("a finding");
        assert_eq!(found.subject, Subject::Source(Uuid::from_u128(1)));
        assert!(
            found
                .message
                .contains("dated 2017-12-01, before \"a\" (and 1 more) began on 2017-12-28")
        );
        assert_eq!(noticed(Uuid::from_u128(1), "2017-12-01", Vec::new()), None);
    }
}
