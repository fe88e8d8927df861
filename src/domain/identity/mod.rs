//! Identity: hashes that are equal exactly where two records are the same one.
//!
//! A hash is the first 16 bytes of SHA-256 in hexadecimal. Among a thousand million records of one
//! kind, the odds that any two different ones share a hash are below one in 10^20.

#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use entity::vocab::{DerivationKind, FindingCode, LinkKind};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::text;

/// How many bytes of SHA-256 are kept.
const BYTES: usize = 16;

/// Parts of an identity in a form from which they can be told apart: each begins with a mark for
/// absent or present, and its length.
struct Parts(Sha256);

impl Parts {
    /// The kind comes first, so that no record has the hash of a record of another kind.
    fn of(kind: &str) -> Self {
        Self(Sha256::new()).text(Some(kind))
    }

    fn bytes(mut self, part: Option<&[u8]>) -> Self {
        match part {
            None => self.0.update([0]),
            Some(part) => {
                self.0.update([1]);
                self.0.update((part.len() as u64).to_be_bytes());
                self.0.update(part);
            }
        }
        self
    }

    fn text(self, part: Option<&str>) -> Self {
        self.bytes(part.map(str::as_bytes))
    }

    fn id(self, part: Option<Uuid>) -> Self {
        self.bytes(part.as_ref().map(|id| id.as_bytes().as_slice()))
    }

    fn hash(self) -> String {
        let digest = self.0.finalize();
        let mut hex = String::with_capacity(2 * BYTES);
        for byte in &digest[..BYTES] {
            write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
        }
        hex
    }
}

/// The same proposition: statistic, said quantity in its canonical form, and the stated `asOf`.
#[must_use]
pub fn claim(statistic: Uuid, quantity_canonical: &str, as_of: Option<&str>) -> String {
    Parts::of("claim").id(Some(statistic)).text(Some(quantity_canonical)).text(as_of).hash()
}

/// The same proposition without a number: event and normalised text.
#[must_use]
pub fn statement(event: Option<Uuid>, text: &str) -> String {
    Parts::of("statement").id(event).text(Some(&text::normalise(text))).hash()
}

/// What makes a candidate claim of a text the one that it is. The rules that propose it do not: what
/// a person rejected is not proposed again because the rules have a new version.
#[derive(Clone, Copy, Debug)]
pub struct CandidateKey<'a> {
    /// The address of the text in its normalised form, else a hash of the text.
    pub place: &'a str,
    /// The words quoted.
    pub quote: &'a str,
    /// The quantity in its canonical form, or the proposition.
    pub said: &'a str,
    /// What is counted; `None` for a statement.
    pub counted: Option<&'a str>,
    /// Who is said to say it; `None` for the text itself.
    pub agent: Option<&'a str>,
    /// How many that are equal in all this come before it in the text.
    pub before: usize,
}

/// The same candidate: of the same text, by its words and not by its rules or position, which move
/// when something is added to a page.
#[must_use]
pub fn candidate(key: &CandidateKey<'_>) -> String {
    let CandidateKey { place, quote, said, counted, agent, before } = *key;
    Parts::of("candidate")
        .text(Some(place))
        .text(Some(&text::normalise(quote)))
        .text(Some(&text::normalise(said)))
        .text(counted.map(text::normalise).as_deref())
        .text(agent.map(text::normalise).as_deref())
        .text(Some(&before.to_string()))
        .hash()
}

/// What makes a statistic the one that it is.
#[derive(Clone, Copy, Debug)]
pub struct StatisticKey<'a> {
    /// What is counted.
    pub measure: Uuid,
    /// In which event; `None` where in none.
    pub event: Option<Uuid>,
    /// Where; `None` where everywhere.
    pub place: Option<Uuid>,
    /// Among whom; `None` where among all. Compared as statements are.
    pub population: Option<&'a str>,
    /// The first date of the period; `None` where it is open or there is none.
    pub period_start: Option<&'a str>,
    /// The last date of the period; `None` where it is open or there is none.
    pub period_end: Option<&'a str>,
}

/// The same tracked number: its key.
#[must_use]
pub fn statistic(key: &StatisticKey<'_>) -> String {
    let StatisticKey { measure, event, place, population, period_start, period_end } = *key;
    Parts::of("statistic")
        .id(Some(measure))
        .id(event)
        .id(place)
        .text(population.map(text::normalise).as_deref())
        .text(period_start)
        .text(period_end)
        .hash()
}

/// The same document: its normalised address, else publisher, date and title.
///
/// `url` is taken through [`super::address::normalise`] first.
#[must_use]
pub fn source(
    url: Option<&str>,
    publisher: Option<Uuid>,
    date: Option<&str>,
    title: Option<&str>,
) -> String {
    let parts = Parts::of("source").text(url);
    if url.is_some() {
        return parts.hash();
    }
    parts.id(publisher).text(date).text(title.map(text::normalise).as_deref()).hash()
}

/// The same place where a claim is made: claim, source, agent, and the quote without regard to
/// white space.
#[must_use]
pub fn attribution(claim: Uuid, source: Uuid, agent: Option<Uuid>, quote: Option<&str>) -> String {
    let words = |quote: &str| quote.split_whitespace().collect::<Vec<_>>().join(" ");
    Parts::of("attribution")
        .id(Some(claim))
        .id(Some(source))
        .id(agent)
        .text(quote.map(words).as_deref())
        .hash()
}

/// Where an attribution can take its claim from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Another attribution.
    Attribution(Uuid),
    /// A source of which no attribution is known.
    Source(Uuid),
}

/// The same edge from an attribution to what it takes its claim from.
///
/// `SAME_WIRE` and `SAME_UTTERANCE` between two attributions are the same from either side.
#[must_use]
pub fn derivation(child: Uuid, parent: Parent, kind: DerivationKind) -> String {
    let (kind, symmetric) = match kind {
        DerivationKind::Quotes => ("QUOTES", false),
        DerivationKind::Relays => ("RELAYS", false),
        DerivationKind::Derives => ("DERIVES", false),
        DerivationKind::Translates => ("TRANSLATES", false),
        DerivationKind::SameWire => ("SAME_WIRE", true),
        DerivationKind::SameUtterance => ("SAME_UTTERANCE", true),
    };
    let (child, of, parent) = match parent {
        Parent::Attribution(parent) if symmetric => {
            (child.min(parent), "attribution", child.max(parent))
        }
        Parent::Attribution(parent) => (child, "attribution", parent),
        Parent::Source(parent) => (child, "source", parent),
    };
    Parts::of("derivation").id(Some(child)).text(Some(of)).id(Some(parent)).text(Some(kind)).hash()
}

/// The same relation between two claims; `SAME_AS` is the same from either side.
#[must_use]
pub fn claim_link(from: Uuid, to: Uuid, kind: LinkKind) -> String {
    let (kind, symmetric) = match kind {
        LinkKind::Supports => ("SUPPORTS", false),
        LinkKind::Disputes => ("DISPUTES", false),
        LinkKind::Corrects => ("CORRECTS", false),
        LinkKind::Supersedes => ("SUPERSEDES", false),
        LinkKind::PartOfTotal => ("PART_OF_TOTAL", false),
        LinkKind::SameAs => ("SAME_AS", true),
    };
    let (from, to) = if symmetric { (from.min(to), from.max(to)) } else { (from, to) };
    Parts::of("claim_link").id(Some(from)).id(Some(to)).text(Some(kind)).hash()
}

/// The same pair of claims, whichever comes first.
#[must_use]
pub fn relation_override(a: Uuid, b: Uuid) -> String {
    Parts::of("relation_override").id(Some(a.min(b))).id(Some(a.max(b))).hash()
}

/// The same judgement: claim, reviewer, rating in the reviewer's own words, date, address.
///
/// The own words, since two of them can be one normalised rating. `url` is taken through
/// [`super::address::normalise`] first.
#[must_use]
pub fn assessment(
    claim: Uuid,
    reviewer: Uuid,
    rating: &str,
    date: Option<&str>,
    url: Option<&str>,
) -> String {
    Parts::of("assessment")
        .id(Some(claim))
        .id(Some(reviewer))
        .text(Some(&text::normalise(rating)))
        .text(date)
        .text(url)
        .hash()
}

/// What a finding can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A claim.
    Claim(Uuid),
    /// An attribution.
    Attribution(Uuid),
    /// A source.
    Source(Uuid),
    /// An agent.
    Agent(Uuid),
}

/// The same finding: its code, what it is about, and where it is about two records of a kind, the
/// other one. Its words may change.
#[must_use]
pub fn finding(code: FindingCode, subject: Subject, other: Option<Uuid>) -> String {
    let code = match code {
        FindingCode::AmbiguousNumber => "AMBIGUOUS_NUMBER",
        FindingCode::InexactNumber => "INEXACT_NUMBER",
        FindingCode::NotInQuote => "NOT_IN_QUOTE",
        FindingCode::OtherUnit => "OTHER_UNIT",
        FindingCode::LowAboveHigh => "LOW_ABOVE_HIGH",
        FindingCode::QuoteNotFound => "QUOTE_NOT_FOUND",
        FindingCode::QuoteAmbiguous => "QUOTE_AMBIGUOUS",
        FindingCode::CircularDerivation => "CIRCULAR_DERIVATION",
        FindingCode::FallingCount => "FALLING_COUNT",
        FindingCode::SourceBeforeEvent => "SOURCE_BEFORE_EVENT",
        FindingCode::PartsMissTotal => "PARTS_MISS_TOTAL",
        FindingCode::MissingDate => "MISSING_DATE",
        FindingCode::LikelyDuplicate => "LIKELY_DUPLICATE",
    };
    let (of, id) = match subject {
        Subject::Claim(id) => ("claim", id),
        Subject::Attribution(id) => ("attribution", id),
        Subject::Source(id) => ("source", id),
        Subject::Agent(id) => ("agent", id),
    };
    let parts = Parts::of("finding").text(Some(code)).text(Some(of)).id(Some(id));
    match other {
        Some(other) => parts.id(Some(other)).hash(),
        None => parts.hash(),
    }
}
