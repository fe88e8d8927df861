//! What is said: the tables of claims, of where they are made, and of how they stand to each other.

use entity::vocab::{
    AnchorStatus, ClaimKind, Confirmation, DerivationKind, Hedge, LinkKind, Originality, Qualifier,
    Rating, Stance,
};

use super::{Is, Part, Table, column};
use crate::{
    domain::record_id::Prefix,
    exchange::datapackage::column::{Column, Holds, words},
};

const CONFIRMATION: Column = column(
    "confirmation",
    Holds::Word(|| words(Confirmation::ALL)),
    "CONFIRMED where a person stands behind it, SUGGESTED where only a rule or a contributor \
     does, REJECTED where a person said no. Only what is confirmed counts.",
);
const NOTE: Column =
    column("note", Holds::Text, "Why somebody thinks so; empty where nothing was said.");

pub const CLAIMS: Table = Table {
    name: "claims",
    of: Prefix::Claim,
    about: "Propositions: a quantity of a statistic, or a statement without a number.",
    is: Is::Record,
    own: &[
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
    ],
};

pub const ATTRIBUTIONS: Table = Table {
    name: "attributions",
    of: Prefix::Attribution,
    about: "The places where claims are made: in which source, by whom, in which words.",
    is: Is::Record,
    own: &[
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
    ],
};

pub const ATTRIBUTION_VIA: Table = Table {
    name: "attribution_via",
    of: Prefix::Attribution,
    about: "Through whom a claim was relayed: a row for each, the nearest to the speaker first.",
    is: Is::Part(Part::Via),
    own: &[
        column("attribution_id", Holds::Id(Prefix::Attribution), "The attribution."),
        column("agent_id", Holds::Id(Prefix::Agent), "Who relayed it."),
    ],
};

pub const DERIVATIONS: Table = Table {
    name: "derivations",
    of: Prefix::Derivation,
    about: "Where an attribution takes its claim from.",
    is: Is::Record,
    own: &[
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
    ],
};

pub const CLAIM_LINKS: Table = Table {
    name: "claim_links",
    of: Prefix::Link,
    about: "How claims stand to each other, where a person or a rule says so.",
    is: Is::Record,
    own: &[
        column("claim_id", Holds::Id(Prefix::Claim), "The first claim."),
        column("other_claim_id", Holds::Id(Prefix::Claim), "The second claim."),
        column("kind", Holds::Word(|| words(LinkKind::ALL)), "How the first stands to the second."),
        CONFIRMATION,
        NOTE,
    ],
};

pub const ASSESSMENTS: Table = Table {
    name: "assessments",
    of: Prefix::Assessment,
    about: "What reviewers judged of claims.",
    is: Is::Record,
    own: &[
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
    ],
};
