//! Who, what, where: the tables of all that claims are about, and of the documents.

use entity::vocab::{Accumulation, AgentKind, EventKind, PlaceKind, SourceKind, ValueType};

use super::{EXTERNAL, Is, Part, Table, column};
use crate::{
    domain::record_id::Prefix,
    exchange::datapackage::column::{Holds, words},
};

pub const PLACES: Table = Table {
    name: "places",
    of: Prefix::Place,
    about: "Where things happened.",
    is: Is::Thing,
    own: &[
        column("slug", Holds::Text, "Name in addresses."),
        column("name", Holds::Text, "Name as shown."),
        column("kind", Holds::Word(|| words(PlaceKind::ALL)), "What sort of place."),
        column("parent_id", Holds::Id(Prefix::Place), "The place it lies in; empty at the top."),
        column("iso_code", Holds::Text, "ISO 3166 code; empty where it has none."),
        column("latitude", Holds::Number, "Degrees north, WGS 84; empty where not recorded."),
        column("longitude", Holds::Number, "Degrees east, WGS 84; empty where not recorded."),
    ],
};

pub const MEASURES: Table = Table {
    name: "measures",
    of: Prefix::Measure,
    about: "What is counted.",
    is: Is::Thing,
    own: &[
        column("slug", Holds::Text, "Name in addresses."),
        column("name", Holds::Text, "Name as shown."),
        column("definition", Holds::Text, "What counts and what does not."),
        column("unit", Holds::Text, "What one of it is."),
        column("value_type", Holds::Word(|| words(ValueType::ALL)), "What its numbers are."),
        column("integral", Holds::Boolean, "Whether only whole numbers make sense."),
        column(
            "accumulation",
            Holds::Word(|| words(Accumulation::ALL)),
            "What a difference in time means: CUMULATIVE can only grow, INSTANT compares at \
             one moment alone, PERIOD is fixed by the period of its statistic.",
        ),
    ],
};

pub const AGENTS: Table = Table {
    name: "agents",
    of: Prefix::Agent,
    about: "Whoever can say something.",
    is: Is::Thing,
    own: &[
        column("slug", Holds::Text, "Name in addresses."),
        column("name", Holds::Text, "Name as shown."),
        column("kind", Holds::Word(|| words(AgentKind::ALL)), "What sort of agent."),
        column(
            "parent_id",
            Holds::Id(Prefix::Agent),
            "Who controls it; empty where nobody is recorded.",
        ),
        column(
            "speaks_for_id",
            Holds::Id(Prefix::Agent),
            "Whose spokesman it is; empty where it speaks for itself.",
        ),
    ],
};

pub const EVENTS: Table = Table {
    name: "events",
    of: Prefix::Event,
    about: "What happened.",
    is: Is::Thing,
    own: &[
        column("slug", Holds::Text, "Name in addresses."),
        column("name", Holds::Text, "Name as shown."),
        column("kind", Holds::Word(|| words(EventKind::ALL)), "What sort of event."),
        column("start", Holds::PartialDate, "When it began, in EDTF; empty where not said."),
        column("end", Holds::PartialDate, "When it ended, in EDTF; empty where not said."),
        column(
            "parent_id",
            Holds::Id(Prefix::Event),
            "The event that it is a part of; empty at the top.",
        ),
    ],
};

pub const EVENT_PLACES: Table = Table {
    name: "event_places",
    of: Prefix::Event,
    about: "Where an event happened: a row for each place.",
    is: Is::Part(Part::Places),
    own: &[
        column("event_id", Holds::Id(Prefix::Event), "The event."),
        column("place_id", Holds::Id(Prefix::Place), "The place."),
    ],
};

pub const STATISTICS: Table = Table {
    name: "statistics",
    of: Prefix::Statistic,
    about: "The numbers that are tracked: a measure of an event, at a place, of a population, \
            in a period. Only claims on one statistic are compared.",
    is: Is::Record,
    own: &[
        column("slug", Holds::Text, "Name in addresses."),
        column("title", Holds::Text, "Title as shown."),
        column("measure_id", Holds::Id(Prefix::Measure), "What is counted."),
        column(
            "event_id",
            Holds::Id(Prefix::Event),
            "In which event; empty where it is about none.",
        ),
        column("place_id", Holds::Id(Prefix::Place), "Where; empty where it is everywhere."),
        column("population", Holds::Text, "Of whom; empty where it is of everybody."),
        column(
            "period_start",
            Holds::PartialDate,
            "When its period begins, in EDTF; empty where not said.",
        ),
        column(
            "period_end",
            Holds::PartialDate,
            "When its period ends, in EDTF; empty where not said.",
        ),
        column(
            "canonical_id",
            Holds::Id(Prefix::Statistic),
            "The statistic that it is read as after merges: mostly itself.",
        ),
    ],
};

pub const SOURCES: Table = Table {
    name: "sources",
    of: Prefix::Source,
    about: "The documents in which things are said. Their texts are not in this package: \
            quoting is citation, republishing is not.",
    is: Is::Record,
    own: &[
        column("url", Holds::Url, "Its address; empty where it has none."),
        column("title", Holds::Text, "Title as printed."),
        column("kind", Holds::Word(|| words(SourceKind::ALL)), "What sort of document."),
        column(
            "publisher_id",
            Holds::Id(Prefix::Agent),
            "Who published it; empty where nobody is recorded.",
        ),
        column(
            "published_on",
            Holds::PartialDate,
            "When it was published, in EDTF; empty where not said.",
        ),
        column("language", Holds::Text, "BCP 47 tag of its language; empty where not recorded."),
        column(
            "archive_url",
            Holds::Url,
            "Address of an archived copy; empty where there is none.",
        ),
        column("accessed_on", Holds::Day, "When it was last read; empty where not recorded."),
        column(
            "content_hash",
            Holds::Text,
            "SHA-256 of its text as it was kept; empty where it was not kept.",
        ),
        column(
            "imprint",
            Holds::Object,
            "Volume, pages, editors and the like, as a JSON object; empty where not recorded.",
        ),
        EXTERNAL,
    ],
};

pub const SOURCE_AUTHORS: Table = Table {
    name: "source_authors",
    of: Prefix::Source,
    about: "Who wrote a document: a row for each author.",
    is: Is::Part(Part::Authors),
    own: &[
        column("source_id", Holds::Id(Prefix::Source), "The document."),
        column("agent_id", Holds::Id(Prefix::Agent), "The author."),
    ],
};
