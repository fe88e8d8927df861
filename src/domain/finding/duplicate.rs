//! Records that are likely on record twice: agents of one name, sources that are one document.

use entity::vocab::{AgentKind, FindingCode, RecordKind, Severity};
use uuid::Uuid;

use super::{Noticed, Subject};
use crate::domain::{likeness::name::Name, record_id::RecordId};

/// An agent and all that it is called.
#[derive(Clone, Debug)]
pub struct Called {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: AgentKind,
    /// Who controls it and for whom it speaks.
    pub above: [Option<Uuid>; 2],
    /// Its name first, then its other names.
    pub names: Vec<Name>,
}

/// Whether two agents are likely one. What only shares a short other name is not: initials are
/// those of many.
#[must_use]
pub fn agents_are_like(a: &Called, b: &Called) -> bool {
    let kinds = a.kind == b.kind || (can_be_another(a.kind) && can_be_another(b.kind));
    let related = a.above.contains(&Some(b.id)) || b.above.contains(&Some(a.id));
    kinds && a.id != b.id && !related && names_are_like(&a.names, &b.names)
}

/// Whether two records are called alike: by a name of one that is any of the other's, or by a name
/// of several words that both have.
#[must_use]
pub fn names_are_like(a: &[Name], b: &[Name]) -> bool {
    a.iter().enumerate().any(|(at, one)| {
        b.iter().enumerate().any(|(place, two)| {
            let telling = at == 0 || place == 0 || one.is_compound();
            telling && one.is_like(two)
        })
    })
}

/// A person is no office and a group without a name is nobody else, but what is an agency to one is
/// an outlet to another.
const fn can_be_another(kind: AgentKind) -> bool {
    match kind {
        AgentKind::Person | AgentKind::UnnamedGroup => false,
        AgentKind::Organisation
        | AgentKind::GovernmentBody
        | AgentKind::NewsOutlet
        | AgentKind::NewsAgency => true,
    }
}

/// The finding about two agents that are likely one, with their names.
#[must_use]
pub fn agents((a, a_name): (Uuid, &str), (b, b_name): (Uuid, &str)) -> Noticed {
    let ((earlier, name), (later, later_name)) =
        if a < b { ((a, a_name), (b, b_name)) } else { ((b, b_name), (a, a_name)) };
    let [keep, merge] = [earlier, later].map(|id| RecordId::new(RecordKind::Agent, id));
    Noticed {
        code: FindingCode::LikelyDuplicate,
        severity: Severity::Warning,
        message: format!(
            "\"{later_name}\" is likely \"{name}\": if so, merge them with mergeRecords (keep: \
             {keep}, merge: {merge}); as two they are counted as two voices"
        ),
        subject: Subject::Agent(later),
        other: Some(earlier),
    }
}

/// The finding about two sources that are likely one document, with their titles.
#[must_use]
pub fn sources((a, a_title): (Uuid, &str), (b, b_title): (Uuid, &str)) -> Noticed {
    let ((earlier, title), (later, _)) =
        if a < b { ((a, a_title), (b, b_title)) } else { ((b, b_title), (a, a_title)) };
    let keep = RecordId::new(RecordKind::Source, earlier);
    Noticed {
        code: FindingCode::LikelyDuplicate,
        severity: Severity::Warning,
        message: format!(
            "this is likely \"{title}\" ({keep}), on record before: if so, attribute there what is \
             said in it, and retract this one"
        ),
        subject: Subject::Source(later),
        other: Some(earlier),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called(id: u128, kind: AgentKind, names: &[&str]) -> Called {
        Called {
            id: Uuid::from_u128(id),
            kind,
            above: [None, None],
            names: names.iter().map(|name| Name::read(name)).collect(),
        }
    }

    #[test]
    fn two_spellings_of_one_newspaper_are_likely_one() {
        let one = called(1, AgentKind::NewsOutlet, &["The New York Times", "NYT"]);
        for names in [
            &["New York Times"][..],
            &["Times, New York"],
            &["NYT"],
            &["Die Zeit", "New York Times"],
        ] {
            assert!(agents_are_like(&one, &called(2, AgentKind::NewsOutlet, names)), "{names:?}");
            assert!(agents_are_like(&one, &called(2, AgentKind::NewsAgency, names)), "{names:?}");
            assert!(!agents_are_like(&one, &called(2, AgentKind::Person, names)), "{names:?}");
        }
        assert!(!agents_are_like(
            &one,
            &called(2, AgentKind::NewsOutlet, &["Washington Post", "NYT"])
        ));
        assert!(!agents_are_like(&one, &one));
    }

    #[test]
    fn an_office_and_its_spokesman_are_two() {
        let office = called(1, AgentKind::Organisation, &["Bloomberg"]);
        let mut owned = called(2, AgentKind::NewsAgency, &["Bloomberg"]);
        assert!(agents_are_like(&office, &owned));
        owned.above[0] = Some(office.id);
        assert!(!agents_are_like(&office, &owned) && !agents_are_like(&owned, &office));
    }

    #[test]
    fn the_later_one_is_noticed_and_its_mend_is_named() {
        let [a, b] = [(Uuid::from_u128(2), "NYT"), (Uuid::from_u128(1), "New York Times")];
        let found = agents(a, b);
        assert_eq!(found, agents(b, a));
        assert_eq!((found.subject, found.other), (Subject::Agent(a.0), Some(b.0)));
        assert!(found.message.contains("mergeRecords"), "{}", found.message);
        let found = sources(a, b);
        assert_eq!(found, sources(b, a));
        assert_eq!((found.subject, found.other), (Subject::Source(a.0), Some(b.0)));
    }
}
