//! Typed ids as in the `TypeID` specification: the kind of record, `_`, the UUID in base32.

use std::{fmt, str::FromStr};

use entity::vocab::RecordKind;
use uuid::Uuid;

use super::text::shown;
use crate::{Error, Result};

/// Crockford's alphabet in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// 128 bits in digits of five bits.
const DIGITS: usize = 26;

/// The word in front of an id: what the id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prefix {
    /// `agent_`
    Agent,
    /// `source_`
    Source,
    /// `event_`
    Event,
    /// `place_`
    Place,
    /// `measure_`
    Measure,
    /// `statistic_`
    Statistic,
    /// `claim_`
    Claim,
    /// `attribution_`
    Attribution,
    /// `derivation_`
    Derivation,
    /// `link_`, a link between two claims
    Link,
    /// `assessment_`
    Assessment,
    /// `finding_`
    Finding,
    /// `override_`, a person's verdict on how two claims relate
    Override,
    /// `rejection_`, a candidate claim that a person rejected
    Rejection,
    /// `revision_`, a change
    Revision,
    /// `key_`, an API key
    Key,
    /// `import_`, a file that was imported
    Import,
}

impl Prefix {
    /// Every prefix, in the order of the domain's records.
    pub const ALL: [Self; 17] = [
        Self::Agent,
        Self::Source,
        Self::Event,
        Self::Place,
        Self::Measure,
        Self::Statistic,
        Self::Claim,
        Self::Attribution,
        Self::Derivation,
        Self::Link,
        Self::Assessment,
        Self::Finding,
        Self::Override,
        Self::Rejection,
        Self::Revision,
        Self::Key,
        Self::Import,
    ];

    /// The spelling in an id.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Source => "source",
            Self::Event => "event",
            Self::Place => "place",
            Self::Measure => "measure",
            Self::Statistic => "statistic",
            Self::Claim => "claim",
            Self::Attribution => "attribution",
            Self::Derivation => "derivation",
            Self::Link => "link",
            Self::Assessment => "assessment",
            Self::Finding => "finding",
            Self::Override => "override",
            Self::Rejection => "rejection",
            Self::Revision => "revision",
            Self::Key => "key",
            Self::Import => "import",
        }
    }

    /// The kind of record it stands for; `None` for revisions, keys and imports, which are not
    /// records.
    #[must_use]
    pub const fn record_kind(self) -> Option<RecordKind> {
        Some(match self {
            Self::Agent => RecordKind::Agent,
            Self::Source => RecordKind::Source,
            Self::Event => RecordKind::Event,
            Self::Place => RecordKind::Place,
            Self::Measure => RecordKind::Measure,
            Self::Statistic => RecordKind::Statistic,
            Self::Claim => RecordKind::Claim,
            Self::Attribution => RecordKind::Attribution,
            Self::Derivation => RecordKind::Derivation,
            Self::Link => RecordKind::ClaimLink,
            Self::Assessment => RecordKind::Assessment,
            Self::Finding => RecordKind::Finding,
            Self::Override => RecordKind::RelationOverride,
            Self::Rejection => RecordKind::CandidateRejection,
            Self::Revision | Self::Key | Self::Import => return None,
        })
    }
}

impl From<RecordKind> for Prefix {
    fn from(kind: RecordKind) -> Self {
        match kind {
            RecordKind::Agent => Self::Agent,
            RecordKind::Source => Self::Source,
            RecordKind::Event => Self::Event,
            RecordKind::Place => Self::Place,
            RecordKind::Measure => Self::Measure,
            RecordKind::Statistic => Self::Statistic,
            RecordKind::Claim => Self::Claim,
            RecordKind::Attribution => Self::Attribution,
            RecordKind::Derivation => Self::Derivation,
            RecordKind::ClaimLink => Self::Link,
            RecordKind::Assessment => Self::Assessment,
            RecordKind::Finding => Self::Finding,
            RecordKind::RelationOverride => Self::Override,
            RecordKind::CandidateRejection => Self::Rejection,
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a client calls a record: opaque to it, and never mistaken for the id of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId {
    /// What it is the id of.
    pub kind: Prefix,
    /// The primary key of the row.
    pub uuid: Uuid,
}

impl RecordId {
    /// The id of a record.
    #[must_use]
    pub fn new(kind: impl Into<Prefix>, uuid: Uuid) -> Self {
        Self { kind: kind.into(), uuid }
    }

    /// Reads an id that must be of this kind.
    pub fn of(kind: impl Into<Prefix>, id: &str) -> Result<Uuid> {
        let wanted = kind.into();
        let Self { kind, uuid } = id.parse()?;
        if kind == wanted {
            return Ok(uuid);
        }
        let id = shown(id);
        Err(Error::invalid(
            "",
            format!(
                "{id} is an id of kind {kind}, not {wanted}: \
                 give an id that begins with '{wanted}_'"
            ),
        ))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.kind, encode(self.uuid))
    }
}

impl FromStr for RecordId {
    type Err = Error;

    fn from_str(id: &str) -> Result<Self> {
        let invalid = |why: &str| {
            let id = shown(id);
            Error::invalid("", format!("{id} is not an id: {why}"))
        };
        let Some((prefix, suffix)) = id.split_once('_') else {
            return Err(invalid("ids look like claim_01h455vb4pex5vsknk084sn02q"));
        };
        let Some(kind) = Prefix::ALL.into_iter().find(|kind| kind.as_str() == prefix) else {
            return Err(invalid(
                "its kind is unknown; ids look like claim_01h455vb4pex5vsknk084sn02q",
            ));
        };
        let uuid = decode(suffix).map_err(|why| invalid(&why))?;
        Ok(Self { kind, uuid })
    }
}

fn encode(uuid: Uuid) -> String {
    let bits = uuid.as_u128();
    let digit = |place: usize| char::from(ALPHABET[(bits >> (5 * place) & 31) as usize]);
    (0..DIGITS).rev().map(digit).collect()
}

fn decode(suffix: &str) -> Result<Uuid, String> {
    let length = suffix.chars().count();
    if length != DIGITS {
        return Err(format!("{DIGITS} characters must follow the '_', not {length}"));
    }
    let mut bits: u128 = 0;
    for character in suffix.chars() {
        let digit = u8::try_from(character)
            .ok()
            .and_then(|byte| ALPHABET.iter().position(|&known| known == byte))
            .ok_or_else(|| {
                format!(
                    "{} cannot stand in it; lower-case letters but i, l, o, u and digits can",
                    shown(&character.to_string())
                )
            })?;
        // The first digit holds only the top three of the 128 bits.
        if bits >> 123 != 0 {
            return Err("it is too large; the character after the '_' is 7 at most".to_owned());
        }
        bits = bits << 5 | digit as u128;
    }
    Ok(Uuid::from_u128(bits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From `valid.yml` of the specification, version 0.3.0.
    const VALID: [(&str, &str); 8] = [
        ("00000000000000000000000000", "00000000-0000-0000-0000-000000000000"),
        ("00000000000000000000000001", "00000000-0000-0000-0000-000000000001"),
        ("0000000000000000000000000a", "00000000-0000-0000-0000-00000000000a"),
        ("0000000000000000000000000g", "00000000-0000-0000-0000-000000000010"),
        ("00000000000000000000000010", "00000000-0000-0000-0000-000000000020"),
        ("7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("0123456789abcdefghjkmnpqrs", "0110c853-1d09-52d8-d73e-1194e95b5f19"),
        ("01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"),
    ];

    /// From `invalid.yml` of the specification, with our prefixes.
    const INVALID: [&str; 19] = [
        "CLAIM_00000000000000000000000000",
        "12345_00000000000000000000000000",
        "cla.im_00000000000000000000000000",
        "cléim_00000000000000000000000000",
        "  claim_00000000000000000000000000",
        "claim_1234567890123456789012345",
        "claim_123456789012345678901234567",
        "claim_1234567890123456789012345 ",
        "claim_0123456789ABCDEFGHJKMNPQRS",
        "claim_123456789-123456789-123456",
        "claim_ooooooiiiiiiuuuuuuulllllll",
        "claim_i23456789ol23456789oi23456",
        "claim_123456789-0123456789-0123456",
        "claim_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "claim_",
        "_00000000000000000000000000",
        "claim__00000000000000000000000000",
        "_",
        "",
    ];

    #[test]
    fn the_published_vectors_hold() {
        for (suffix, uuid) in VALID {
            let id = format!("claim_{suffix}");
            let parsed: RecordId = id.parse().expect("a published vector");
            assert_eq!(parsed.uuid.to_string(), uuid);
            assert_eq!(parsed.to_string(), id);
        }
    }

    #[test]
    fn what_the_specification_refuses_is_refused_and_named() {
        for id in INVALID {
            let error = id.parse::<RecordId>().expect_err(id).to_string();
            assert!(error.starts_with(&format!("'{id}' is not an id: ")), "{error}");
        }
    }

    #[test]
    fn an_unknown_kind_is_told_what_ids_look_like() {
        let error = "x".parse::<RecordId>().expect_err("no id").to_string();
        assert_eq!(error, "'x' is not an id: ids look like claim_01h455vb4pex5vsknk084sn02q");
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let id = "claim_01h455vb4pex5vsknk084sn02q";
        assert!(RecordId::of(RecordKind::Claim, id).is_ok());
        let error = RecordId::of(Prefix::Source, id).expect_err("a claim").to_string();
        assert_eq!(
            error,
            "'claim_01h455vb4pex5vsknk084sn02q' is an id of kind claim, not source: \
             give an id that begins with 'source_'"
        );
    }

    #[test]
    fn record_kinds_and_prefixes_agree() {
        for prefix in Prefix::ALL {
            if let Some(kind) = prefix.record_kind() {
                assert_eq!(Prefix::from(kind), prefix);
            }
        }
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same(kind in 0..Prefix::ALL.len(), bits: u128) {
            let id = RecordId::new(Prefix::ALL[kind], Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<RecordId>().expect("written by us"), id);
        }

        #[test]
        fn ids_sort_as_their_uuids_do(a: u128, b: u128) {
            let text = |bits| RecordId::new(Prefix::Claim, Uuid::from_u128(bits)).to_string();
            prop_assert_eq!(text(a).cmp(&text(b)), a.cmp(&b));
        }

        #[test]
        fn no_text_breaks_the_reader(id in "(claim_)?\\PC{0,30}") {
            if let Ok(parsed) = id.parse::<RecordId>() {
                prop_assert_eq!(parsed.to_string(), id);
            }
        }
    }
}
