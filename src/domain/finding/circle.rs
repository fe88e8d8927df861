//! Circular reporting: attributions that take their claim from each other.

use entity::vocab::{FindingCode, RecordKind, Severity};

use super::{MOST, Noticed, Subject};
use crate::domain::{origin::Ring, record_id::RecordId};

/// How many members of a ring are named.
const NAMED: usize = 10;

/// A finding for every ring, about its first member.
#[must_use]
pub fn noticed(rings: &[Ring]) -> Vec<Noticed> {
    let noticed = rings.iter().take(MOST).filter_map(|ring| {
        let first = *ring.members.first()?;
        let first_ones = ring.members.iter().take(NAMED);
        let names: Vec<String> =
            first_ones.map(|&id| RecordId::new(RecordKind::Attribution, id).to_string()).collect();
        let more = match ring.members.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let out = if ring.way_out {
            "one of them also has it from outside, and that is what counts"
        } else {
            "none of them has it from outside, so nobody knows where it comes from"
        };
        let count = ring.members.len();
        Some(Noticed {
            code: FindingCode::CircularDerivation,
            severity: if ring.way_out { Severity::Warning } else { Severity::Error },
            message: format!(
                "{count} attributions take their claim from each other in a circle: {}{more}; {out}",
                names.join(", ")
            ),
            subject: Subject::Attribution(first),
            other: None,
        })
    });
    noticed.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn every_ring_is_noticed_once() {
        let ring = |members: &[u128], way_out| Ring {
            members: members.iter().map(|&id| Uuid::from_u128(id)).collect(),
            way_out,
        };
        let found = noticed(&[ring(&[1, 2], false), ring(&[3, 4, 5], true)]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].subject, Subject::Attribution(Uuid::from_u128(1)));
        assert_eq!(found[0].severity, Severity::Error);
        assert!(found[0].message.starts_with("2 attributions take their claim from each other"));
        assert!(found[0].message.ends_with("nobody knows where it comes from"));
        assert_eq!(found[1].severity, Severity::Warning);
        assert!(noticed(&[]).is_empty());
    }

    #[test]
    fn a_large_ring_names_ten() {
        let members: Vec<Uuid> = (1..=12).map(Uuid::from_u128).collect();
        let found = noticed(&[Ring { members, way_out: false }]);
        assert_eq!(found[0].message.matches("attribution_").count(), 10);
        assert!(found[0].message.contains(" and 2 more;"));
    }
}
