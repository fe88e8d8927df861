//! The tables of a package and their columns.

use entity::vocab::{
    Accumulation, AgentKind, AnchorStatus, ClaimKind, Confirmation, DerivationKind, EventKind,
    Hedge, LinkKind, Originality, PlaceKind, Qualifier, Rating, RecordStatus, SourceKind, Stance,
    ValueType,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::column::{Column, Holds, Row, words};
use crate::domain::record_id::{Prefix, RecordId};

/// A table of the package.
pub struct Table {
    /// Its name, and that of its file.
    pub name: &'static str,
    /// The records that it is of.
    pub of: Prefix,
    pub about: &'static str,
    pub columns: &'static [Column],
    /// What it has a row for; `None` where each record is one.
    pub part: Option<Part>,
}

/// A list of records that hangs on another one: a row for each of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Places,
    Authors,
    Via,
}

const fn column(name: &'static str, holds: Holds, about: &'static str) -> Column {
    Column { name, from: name, holds, about }
}

const fn id(kind: Prefix) -> Column {
    column("id", Holds::Id(kind), "Its id, as the API has it.")
}

const STATUS: Column = column(
    "status",
    Holds::Word(|| words(RecordStatus::ALL)),
    "ACTIVE; RETRACTED where it counts no more; MERGED where another record stands for it.",
);
const WHY: Column = column(
    "status_reason",
    Holds::Text,
    "Why it was retracted or merged; empty while it is active.",
);
const RECORDED: Column = column("created_at", Holds::Moment, "When it was recorded.");
const CHANGED: Column = column("updated_at", Holds::Moment, "When it last changed.");
const ALIASES: Column =
    column("aliases", Holds::Aliases, "Its other names, as a JSON list; empty where it has none.");
const EXTERNAL: Column = column(
    "external_ids",
    Holds::ExternalIds,
    "Its keys in other systems, as a JSON list of scheme and value; empty where it has none.",
);
const CONFIRMATION: Column = column(
    "confirmation",
    Holds::Word(|| words(Confirmation::ALL)),
    "CONFIRMED where a person stands behind it, SUGGESTED where only a rule or a contributor \
     does, REJECTED where a person said no. Only what is confirmed counts.",
);
const NOTE: Column =
    column("note", Holds::Text, "Why somebody thinks so; empty where nothing was said.");

const fn merged(kind: Prefix) -> Column {
    column(
        "merged_into_id",
        Holds::Id(kind),
        "The record that it was merged into; empty where it was not.",
    )
}

/// Every table, each after those that it points at.
pub const TABLES: &[Table] = &[
    Table {
        name: "places",
        of: Prefix::Place,
        about: "Where things happened.",
        part: None,
        columns: &[
            id(Prefix::Place),
            column("slug", Holds::Text, "Name in addresses."),
            column("name", Holds::Text, "Name as shown."),
            column("kind", Holds::Word(|| words(PlaceKind::ALL)), "What sort of place."),
            column(
                "parent_id",
                Holds::Id(Prefix::Place),
                "The place it lies in; empty at the top.",
            ),
            column("iso_code", Holds::Text, "ISO 3166 code; empty where it has none."),
            column("latitude", Holds::Number, "Degrees north, WGS 84; empty where not recorded."),
            column("longitude", Holds::Number, "Degrees east, WGS 84; empty where not recorded."),
            ALIASES,
            EXTERNAL,
            merged(Prefix::Place),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "measures",
        of: Prefix::Measure,
        about: "What is counted.",
        part: None,
        columns: &[
            id(Prefix::Measure),
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
            ALIASES,
            EXTERNAL,
            merged(Prefix::Measure),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "agents",
        of: Prefix::Agent,
        about: "Whoever can say something.",
        part: None,
        columns: &[
            id(Prefix::Agent),
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
            ALIASES,
            EXTERNAL,
            merged(Prefix::Agent),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "events",
        of: Prefix::Event,
        about: "What happened.",
        part: None,
        columns: &[
            id(Prefix::Event),
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
            ALIASES,
            EXTERNAL,
            merged(Prefix::Event),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "event_places",
        of: Prefix::Event,
        about: "Where an event happened: a row for each place.",
        part: Some(Part::Places),
        columns: &[
            column("event_id", Holds::Id(Prefix::Event), "The event."),
            column("place_id", Holds::Id(Prefix::Place), "The place."),
            POSITION,
        ],
    },
    Table {
        name: "statistics",
        of: Prefix::Statistic,
        about: "The numbers that are tracked: a measure of an event, at a place, of a population, \
                in a period. Only claims on one statistic are compared.",
        part: None,
        columns: &[
            id(Prefix::Statistic),
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
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "sources",
        of: Prefix::Source,
        about: "The documents in which things are said. Their texts are not in this package: \
                quoting is citation, republishing is not.",
        part: None,
        columns: &[
            id(Prefix::Source),
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
            column(
                "language",
                Holds::Text,
                "BCP 47 tag of its language; empty where not recorded.",
            ),
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
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "source_authors",
        of: Prefix::Source,
        about: "Who wrote a document: a row for each author.",
        part: Some(Part::Authors),
        columns: &[
            column("source_id", Holds::Id(Prefix::Source), "The document."),
            column("agent_id", Holds::Id(Prefix::Agent), "The author."),
            POSITION,
        ],
    },
    Table {
        name: "claims",
        of: Prefix::Claim,
        about: "Propositions: a quantity of a statistic, or a statement without a number.",
        part: None,
        columns: &[
            id(Prefix::Claim),
            column("kind", Holds::Word(|| words(ClaimKind::ALL)), "Whether it has a number."),
            column(
                "statistic_id",
                Holds::Id(Prefix::Statistic),
                "What the number is of; empty for a statement.",
            ),
            column(
                "event_id",
                Holds::Id(Prefix::Event),
                "What a statement is about; empty where it is about no event, or has a number.",
            ),
            column("text", Holds::Text, "The proposition in a sentence."),
            column(
                "quantity_text",
                Holds::Text,
                "The quantity as it was worded; empty for a statement.",
            ),
            column(
                "qualifier",
                Holds::Word(|| words(Qualifier::ALL)),
                "How the number was qualified; empty for a statement.",
            ),
            column("value", Holds::Number, "The number named; empty where none was."),
            column(
                "low",
                Holds::Number,
                "Lower bound that the words give, inclusive; empty where it is open.",
            ),
            column(
                "high",
                Holds::Number,
                "Upper bound that the words give, inclusive; empty where it is open.",
            ),
            column(
                "reading_low",
                Holds::Number,
                "Lower bound as the lexicon CLAIMBASE_1 reads the words; empty where it is open.",
            ),
            column(
                "reading_high",
                Holds::Number,
                "Upper bound as the lexicon CLAIMBASE_1 reads the words; empty where it is open.",
            ),
            column(
                "reading_soft",
                Holds::Boolean,
                "Whether the lexicon, not the speaker, gave one of the bounds read.",
            ),
            column(
                "as_of",
                Holds::PartialDate,
                "The moment that the number describes, in EDTF; empty where not said.",
            ),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "attributions",
        of: Prefix::Attribution,
        about: "The places where claims are made: in which source, by whom, in which words.",
        part: None,
        columns: &[
            id(Prefix::Attribution),
            column("claim_id", Holds::Id(Prefix::Claim), "The claim."),
            column("source_id", Holds::Id(Prefix::Source), "Where it is made."),
            column(
                "agent_id",
                Holds::Id(Prefix::Agent),
                "Who is said to hold it; empty where the source speaks in its own voice.",
            ),
            column("stance", Holds::Word(|| words(Stance::ALL)), "How it stands to the claim."),
            column("verb", Holds::Text, "Reporting verb; empty where there is none."),
            column("hedge", Holds::Word(|| words(Hedge::ALL)), "How sure the wording is."),
            column("hedge_text", Holds::Text, "The hedging words; empty where there are none."),
            column(
                "quantity_text",
                Holds::Text,
                "The quantity as worded here; empty where it is worded as in the claim.",
            ),
            column("quote_exact", Holds::Text, "The words themselves; empty where not quoted."),
            column(
                "quote_start",
                Holds::Integer,
                "The code point of the source's text at which they begin; empty where not known.",
            ),
            column(
                "quote_end",
                Holds::Integer,
                "The code point after their last; empty where not known.",
            ),
            column(
                "quote_language",
                Holds::Text,
                "BCP 47 tag of the words; empty where it is the source's language.",
            ),
            column(
                "quote_translation",
                Holds::Text,
                "The words in English; empty where not translated.",
            ),
            column(
                "quote_status",
                Holds::Word(|| words(AnchorStatus::ALL)),
                "Whether the words are found in the stored text; empty without a quote.",
            ),
            column(
                "said_on",
                Holds::PartialDate,
                "When it was said, in EDTF; empty where that was not said.",
            ),
            column(
                "originality",
                Holds::Word(|| words(Originality::ALL)),
                "Where the source has it from.",
            ),
            column(
                "rule_set",
                Holds::Text,
                "The rules that proposed it, and that a person accepted; empty where none did.",
            ),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "attribution_via",
        of: Prefix::Attribution,
        about: "Through whom a claim was relayed: a row for each, the nearest to the speaker first.",
        part: Some(Part::Via),
        columns: &[
            column("attribution_id", Holds::Id(Prefix::Attribution), "The attribution."),
            column("agent_id", Holds::Id(Prefix::Agent), "Who relayed it."),
            POSITION,
        ],
    },
    Table {
        name: "derivations",
        of: Prefix::Derivation,
        about: "Where an attribution takes its claim from.",
        part: None,
        columns: &[
            id(Prefix::Derivation),
            column("attribution_id", Holds::Id(Prefix::Attribution), "What was derived."),
            column(
                "parent_attribution_id",
                Holds::Id(Prefix::Attribution),
                "What it was taken from; empty where only the source is known.",
            ),
            column(
                "parent_source_id",
                Holds::Id(Prefix::Source),
                "The source that it was taken from; empty where the attribution is known.",
            ),
            column("kind", Holds::Word(|| words(DerivationKind::ALL)), "How it was taken."),
            CONFIRMATION,
            NOTE,
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "claim_links",
        of: Prefix::Link,
        about: "How claims stand to each other, where a person or a rule says so.",
        part: None,
        columns: &[
            id(Prefix::Link),
            column("claim_id", Holds::Id(Prefix::Claim), "The first claim."),
            column("other_claim_id", Holds::Id(Prefix::Claim), "The second claim."),
            column(
                "kind",
                Holds::Word(|| words(LinkKind::ALL)),
                "How the first stands to the second.",
            ),
            CONFIRMATION,
            NOTE,
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
    Table {
        name: "assessments",
        of: Prefix::Assessment,
        about: "What reviewers judged of claims.",
        part: None,
        columns: &[
            id(Prefix::Assessment),
            column("claim_id", Holds::Id(Prefix::Claim), "The claim."),
            column("reviewer_id", Holds::Id(Prefix::Agent), "Who judged."),
            column("rating_text", Holds::Text, "The rating in the reviewer's own words."),
            column(
                "rating",
                Holds::Word(|| words(Rating::ALL)),
                "The rating, normalised; empty where nobody normalised it.",
            ),
            column(
                "rating_mapping",
                Holds::Text,
                "The mapping that normalised the rating; empty where a person did, or nobody.",
            ),
            column(
                "reviewed_on",
                Holds::PartialDate,
                "When it was judged, in EDTF; empty where not said.",
            ),
            column("url", Holds::Url, "Address of the review; empty where it has none."),
            column("rationale", Holds::Text, "The reasons given; empty where none are recorded."),
            STATUS,
            WHY,
            RECORDED,
            CHANGED,
        ],
    },
];

const POSITION: Column = column("position", Holds::Integer, "Its place in the list, from 0.");

impl Table {
    /// Its file.
    pub fn path(&self) -> String {
        format!("data/{}.csv", self.name)
    }

    /// The rows that a record has in it.
    pub fn rows_of(&self, row: &Row) -> Vec<Vec<String>> {
        let Some(part) = self.part else {
            return vec![self.columns.iter().map(|column| column.cell(row)).collect()];
        };
        let (items, kind): (&[Uuid], Prefix) = match part {
            Part::Places => (&row.parts.places, Prefix::Place),
            Part::Authors => (&row.parts.authors, Prefix::Agent),
            Part::Via => (&row.parts.via, Prefix::Agent),
        };
        let own = row.fields["id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
        let own = own.map(|id| RecordId::new(self.of, id).to_string()).unwrap_or_default();
        let numbered = items.iter().enumerate();
        numbered
            .map(|(at, item)| {
                vec![own.clone(), RecordId::new(kind, *item).to_string(), at.to_string()]
            })
            .collect()
    }

    /// Its Table Schema: its columns, what a row is known by, and what they point at.
    pub fn schema(&self) -> Value {
        let fields: Vec<Value> = self.columns.iter().map(Column::schema).collect();
        let key: Vec<&str> = match self.part {
            None => vec!["id"],
            Some(_) => self.columns.iter().take(2).map(|column| column.name).collect(),
        };
        let pointing = self.columns.iter().filter(|column| column.name != "id");
        let keys = pointing.filter_map(|column| {
            let Holds::Id(kind) = column.holds else { return None };
            let target = TABLES.iter().find(|table| table.of == kind && table.part.is_none())?;
            // A table that points at itself is left unnamed.
            let resource = if target.name == self.name { "" } else { target.name };
            let reference = json!({ "resource": resource, "fields": ["id"] });
            Some(json!({ "fields": [column.name], "reference": reference }))
        });
        let mut schema = json!({ "fields": fields, "missingValues": [""], "primaryKey": key });
        let keys: Vec<Value> = keys.collect();
        if !keys.is_empty() {
            schema["foreignKeys"] = keys.into();
        }
        schema
    }
}
