//! Which claims a file of all of them is narrowed to: what stands in its query string.

use entity::{
    agent, event, measure, place,
    vocab::{Qualifier, Stance},
};
use uuid::Uuid;

use crate::{
    Error, Result,
    app::reference::by_slug,
    domain::{
        record_id::{Prefix, RecordId},
        text::shown,
    },
    store::{
        Read,
        filter::{Filter, Hop, Test, hop},
        record::Record,
        said::SaidRow,
    },
    web::{
        query::{given, switch, unknown},
        words::word,
    },
};

/// What stands in the query string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrow {
    statistic: Option<String>,
    measure: Option<String>,
    event: Option<String>,
    place: Option<String>,
    agent: Option<String>,
    publisher: Option<String>,
    source: Option<Uuid>,
    qualifier: Option<Qualifier>,
    stance: Option<Stance>,
    /// Whether rows that were retracted are in it too.
    pub retracted: bool,
    /// Whether it begins with the mark by which spreadsheets know UTF-8.
    pub bom: bool,
}

const NAMES: &str = "statistic, measure, event, place, agent, publisher, source, qualifier, \
    stance, includeRetracted, bom";

impl Narrow {
    /// Reads a query string. A name without a value is left out, as forms send it.
    pub fn parse(query: &str) -> Result<Self> {
        let mut narrow = Self::default();
        for (name, value) in given(query) {
            let slug = || Some(value.clone());
            match &*name {
                "statistic" => narrow.statistic = slug(),
                "measure" => narrow.measure = slug(),
                "event" => narrow.event = slug(),
                "place" => narrow.place = slug(),
                "agent" => narrow.agent = slug(),
                "publisher" => narrow.publisher = slug(),
                "source" => narrow.source = Some(RecordId::of(Prefix::Source, &value)?),
                "qualifier" => narrow.qualifier = Some(word("qualifier", &value, Qualifier::ALL)?),
                "stance" => narrow.stance = Some(word("stance", &value, Stance::ALL)?),
                "includeRetracted" => narrow.retracted = switch("includeRetracted", &value)?,
                "bom" => narrow.bom = switch("bom", &value)?,
                other => return Err(unknown(other, NAMES)),
            }
        }
        Ok(narrow)
    }

    /// The ids that its names lead to; a name that leads nowhere is an error.
    pub async fn resolve(self, db: &impl Read) -> Result<Resolved> {
        Ok(Resolved {
            statistic: id::<entity::statistic::Model>(db, "statistic", self.statistic.as_deref())
                .await?,
            measure: id::<measure::Model>(db, "measure", self.measure.as_deref()).await?,
            event: id::<event::Model>(db, "event", self.event.as_deref()).await?,
            place: id::<place::Model>(db, "place", self.place.as_deref()).await?,
            agent: id::<agent::Model>(db, "agent", self.agent.as_deref()).await?,
            publisher: id::<agent::Model>(db, "publisher", self.publisher.as_deref()).await?,
            asked: self,
        })
    }
}

/// The id of the record with this slug; a slug that leads nowhere is an error in this field.
pub(in crate::web) async fn id<R: Record>(
    db: &impl Read,
    field: &str,
    slug: Option<&str>,
) -> Result<Option<Uuid>> {
    let Some(slug) = slug else { return Ok(None) };
    let Some(row) = by_slug::<R>(db, slug).await? else {
        let kind = Prefix::from(R::KIND);
        let message = format!("there is no {kind} with the slug {}", shown(slug));
        return Err(Error::invalid(field, message));
    };
    Ok(Some(row.id()))
}

/// What a file is narrowed to, by id.
pub struct Resolved {
    statistic: Option<Uuid>,
    measure: Option<Uuid>,
    event: Option<Uuid>,
    place: Option<Uuid>,
    agent: Option<Uuid>,
    publisher: Option<Uuid>,
    /// As it was asked for.
    pub asked: Narrow,
}

const MEASURE: &[Hop] = &[hop("measure_id", "measure", "id")];
const EVENT: &[Hop] = &[hop("event_id", "event", "id")];
const PLACE: &[Hop] = &[hop("place_id", "place", "id")];
const CLAIMS: &[Hop] =
    &[hop("id", "statistic", "canonical_id"), hop("id", "claim", "statistic_id")];
const SPEAKERS: &[Hop] = &[hop("id", "attribution", "claim_id"), hop("agent_id", "agent", "id")];
const SOURCES: &[Hop] = &[hop("id", "attribution", "claim_id"), hop("source_id", "source", "id")];
const PUBLISHERS: &[Hop] = &[hop("publisher_id", "agent", "id")];

impl Resolved {
    /// Which statistics are worth a look.
    pub fn statistics(&self) -> Filter {
        let is = |column, id: Uuid| Filter::Column(column, Test::Eq(id.into()));
        let has = |hops, filter| Filter::Has(hops, Box::new(filter));
        let led = |hops, id: Option<Uuid>| id.map(|id| has(hops, is("canonical_id", id)));
        let of_source = |filter| has(CLAIMS, has(SOURCES, filter));
        let parts = [
            self.statistic.map(|id| is("canonical_id", id)),
            led(MEASURE, self.measure),
            led(EVENT, self.event),
            led(PLACE, self.place),
            self.agent.map(|id| has(CLAIMS, has(SPEAKERS, is("canonical_id", id)))),
            self.publisher.map(|id| of_source(has(PUBLISHERS, is("canonical_id", id)))),
            self.asked.source.map(|id| of_source(is("id", id))),
        ];
        Filter::All(parts.into_iter().flatten().collect())
    }

    /// Whether claims that are on no statistic can be among them.
    pub const fn statements(&self) -> bool {
        self.statistic.is_none()
            && self.measure.is_none()
            && self.event.is_none()
            && self.place.is_none()
            && self.asked.qualifier.is_none()
    }

    /// Whether a row is among them.
    pub fn has(&self, row: &SaidRow) -> bool {
        let Narrow { source, qualifier, stance, .. } = &self.asked;
        let same = |wanted: Option<Uuid>, found: Option<Uuid>| {
            wanted.is_none_or(|wanted| found == Some(wanted))
        };
        same(self.agent, row.agent)
            && same(self.publisher, row.publisher)
            && same(*source, Some(row.source))
            && qualifier.is_none_or(|wanted| row.qualifier == Some(wanted))
            && stance.is_none_or(|wanted| row.stance == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_named() {
        for (query, words) in [
            ("qualifier=SOME", "EXACT, ABOUT"),
            ("stance=x", "ASSERTS"),
            ("source=claim_01h455vb4pex5vsknk084sn02q", "source"),
            ("lexicon=ACLED", "'lexicon' is not known here"),
            ("bom=maybe", "bom is 'maybe': give 1 or 0"),
        ] {
            let error = Narrow::parse(query).expect_err(query).to_string();
            assert!(error.contains(words), "{error}");
        }
        assert_eq!(Narrow::parse("agent=&stance=").expect("a form"), Narrow::default());
    }
}
