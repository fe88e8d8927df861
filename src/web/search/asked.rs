//! What is looked for: what stands in the query string.

use entity::vocab::{RecordKind, Verdict};
use url::form_urlencoded;
use uuid::Uuid;

use crate::{
    Error, Result,
    domain::text::shown,
    store::search::{Group, Standing},
    web::{
        query::{given, unknown},
        words::{spelled, word},
    },
};

/// The kinds of records that have a page.
pub const KINDS: [(RecordKind, &str); 7] = [
    (RecordKind::Statistic, "statistics"),
    (RecordKind::Claim, "claims"),
    (RecordKind::Source, "sources"),
    (RecordKind::Agent, "agents"),
    (RecordKind::Event, "events"),
    (RecordKind::Place, "places"),
    (RecordKind::Measure, "measures"),
];

/// What claims can be narrowed by, under its name in an address.
pub const GROUPS: [(Group, &str); 5] = [
    (Group::Measure, "measure"),
    (Group::Agent, "agent"),
    (Group::Publisher, "publisher"),
    (Group::Verdict, "verdict"),
    (Group::Month, "month"),
];

/// What stands in the query string.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The words.
    pub words: String,
    /// Only records of this kind; `None` for all.
    pub kind: Option<RecordKind>,
    /// Only claims that share this: a slug, a verdict or a month for each thing.
    pub narrow: Vec<(Group, String)>,
    /// Only what comes after this place; `None` for the first page.
    pub after: Option<Standing>,
}

impl Asked {
    /// Reads a query string. A name without a value is left out, as forms send it.
    pub fn parse(query: &str) -> Result<Self> {
        let mut asked = Self::default();
        for (name, value) in given(query) {
            if let Some((group, name)) = GROUPS.iter().find(|(_, it)| *it == name) {
                asked.narrow.retain(|(known, _)| known != group);
                asked.narrow.push((*group, shared(*group, name, &value)?));
                continue;
            }
            match &*name {
                "q" => asked.words = value,
                "kind" => {
                    let kind = KINDS.iter().find(|(_, name)| *name == value);
                    let Some((kind, _)) = kind else {
                        let names = KINDS.map(|(_, name)| name).join(", ");
                        let message = format!("{} is none of {names}", shown(&value));
                        return Err(Error::invalid("kind", message));
                    };
                    asked.kind = Some(*kind);
                }
                "after" => asked.after = Some(place(&value)?),
                other => {
                    let groups = GROUPS.map(|(_, name)| name).join(", ");
                    return Err(unknown(other, &format!("q, kind, {groups}, after")));
                }
            }
        }
        if !asked.narrow.is_empty() {
            if asked.kind.is_some_and(|kind| kind != RecordKind::Claim) {
                let groups = GROUPS.map(|(_, name)| name).join(", ");
                let message = format!("only claims are narrowed by {groups}: leave kind out");
                return Err(Error::invalid("kind", message));
            }
            asked.kind = Some(RecordKind::Claim);
        }
        Ok(asked)
    }

    /// The address of the page that shows it.
    #[must_use]
    pub fn address(&self) -> String {
        let Self { words, kind, narrow, after } = self;
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("q", words);
        if let Some((_, name)) = KINDS.iter().find(|(it, _)| Some(*it) == *kind) {
            query.append_pair("kind", name);
        }
        for (group, name) in GROUPS {
            if let Some((_, value)) = narrow.iter().find(|(it, _)| *it == group) {
                query.append_pair(name, value);
            }
        }
        if let Some(Standing { tier, rank, key }) = after {
            query.append_pair("after", &format!("{tier}~{:x}~{key}", rank.to_bits()));
        }
        format!("/search?{}", query.finish())
    }

    /// The first page of the same words, for records of this kind.
    #[must_use]
    pub fn of_kind(&self, kind: Option<RecordKind>) -> Self {
        Self { words: self.words.clone(), kind, narrow: Vec::new(), after: None }
    }

    /// The first page of the claims that share this besides; `None` leaves it open.
    #[must_use]
    pub fn sharing(&self, group: Group, value: Option<String>) -> Self {
        let mut narrow = self.narrow.clone();
        narrow.retain(|(known, _)| *known != group);
        narrow.extend(value.map(|value| (group, value)));
        Self { words: self.words.clone(), kind: Some(RecordKind::Claim), narrow, after: None }
    }
}

/// What claims are to share, checked as far as that takes no database.
fn shared(group: Group, name: &str, value: &str) -> Result<String> {
    match group {
        Group::Verdict => word(name, value, Verdict::ALL).map(|verdict| spelled(&verdict)),
        Group::Month => {
            let digits = |part: &str, count: usize| {
                part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            let parts = value.split_once('-');
            let is_month = parts.is_some_and(|(year, month)| {
                digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)
            });
            if !is_month {
                let message = format!("{} is not a month: write one like 2018-01", shown(value));
                return Err(Error::invalid(name, message));
            }
            Ok(value.to_owned())
        }
        Group::Measure
        | Group::Event
        | Group::Place
        | Group::Agent
        | Group::Publisher
        | Group::Qualifier => Ok(value.to_owned()),
    }
}

/// Where a page begins, as its address has it.
fn place(value: &str) -> Result<Standing> {
    let mut parts = value.split('~');
    let mut next = || parts.next();
    let place = (|| {
        let tier = next()?.parse().ok()?;
        let rank = f64::from_bits(u64::from_str_radix(next()?, 16).ok()?);
        let key: Uuid = next()?.parse().ok()?;
        rank.is_finite().then_some(Standing { tier, rank, key })
    })();
    place.ok_or_else(|| {
        Error::invalid("after", format!("{} is no place: start at the first page", shown(value)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(asked: &Asked) -> Asked {
        let address = asked.address();
        let (_, query) = address.split_once('?').expect("a query string");
        Asked::parse(query).expect("it was just written")
    }

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let after = Some(Standing { tier: 1, rank: -1.25, key: Uuid::from_u128(7) });
        let kind = Some(RecordKind::Claim);
        let asked = Asked { words: "a b".to_owned(), kind, after, ..Asked::default() };
        assert_eq!(read(&asked), asked);
        for wrong in ["", "1", "1~x~y", "1~7ff0000000000000~00000000-0000-0000-0000-000000000007"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_claims_share_stands_in_the_address() {
        let asked = Asked { words: "karsk".to_owned(), ..Asked::default() };
        let asked = asked.sharing(Group::Month, Some("2018-01".to_owned()));
        let asked = asked.sharing(Group::Agent, Some("mek".to_owned()));
        assert_eq!(asked.address(), "/search?q=karsk&kind=claims&agent=mek&month=2018-01");
        assert_eq!(read(&asked).address(), asked.address());
        assert_eq!(asked.sharing(Group::Month, None).narrow.len(), 1);
        assert_eq!(asked.of_kind(None).address(), "/search?q=karsk");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, words) in [
            ("q=a&kind=findings", "statistics, claims"),
            ("q=a&month=January", "not a month"),
            ("q=a&month=2018-99", "'2018-99' is not a month: write one like 2018-01"),
            ("q=a&month=2018-00", "not a month"),
            ("q=a&verdict=x", "NOT_COMPARABLE"),
            ("q=a&kind=agents&agent=mek", "only claims are narrowed"),
            ("q=a&color=red", "'color' is not known here"),
        ] {
            let error = Asked::parse(query).expect_err(query).to_string();
            assert!(error.contains(words), "{error}");
        }
    }
}
