//! The parts of a claim that a map can give, and their keys.

macro_rules! fields {
    ($($(#[$about:meta])* $field:ident $key:literal,)*) => {
        /// A part of a claim that a column or a fixed value gives.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$about])* $field,)*
        }

        impl Field {
            /// Every part, in the order in which a map is written.
            pub const ALL: &[Self] = &[$(Self::$field,)*];

            /// Its key in a map.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$field => $key,)*
                }
            }
        }
    };
}

fields! {
    /// The statistic, by slug or id.
    Statistic "statistic",
    /// What is counted, by name or slug.
    Measure "measure",
    /// In which event.
    Event "event",
    /// Where.
    Place "place",
    /// Among whom.
    Population "population",
    /// The first date of the period.
    PeriodStart "period_start",
    /// The last date of the period.
    PeriodEnd "period_end",
    /// The number in words or digits, or the best estimate beside the bounds.
    Quantity "quantity",
    /// The least number.
    Low "low",
    /// The greatest number.
    High "high",
    /// The proposition in a sentence.
    Text "text",
    /// The moment that the number describes.
    AsOf "as_of",
    /// Who is said to hold it.
    Agent "agent",
    /// Through whom it was relayed.
    Via "via",
    /// The words, verbatim.
    Quote "quote",
    /// The language of the words.
    QuoteLanguage "quote_language",
    /// The words in English.
    QuoteTranslation "quote_translation",
    /// The reporting verb.
    Verb "verb",
    /// How it stands to the claim.
    Stance "stance",
    /// How sure the wording is.
    Hedge "hedge",
    /// The hedging words.
    HedgeText "hedge_text",
    /// When it was said.
    SaidOn "said_on",
    /// Where the source has it from.
    Originality "originality",
    /// Where the source is on the web.
    SourceUrl "source_url",
    /// The title of the source.
    SourceTitle "source_title",
    /// What sort of document the source is.
    SourceKind "source_kind",
    /// Who published it.
    Publisher "publisher",
    /// Who wrote it.
    Authors "authors",
    /// When it was published.
    PublishedOn "published_on",
    /// The language of the source.
    Language "language",
    /// Where a copy of it is archived.
    ArchiveUrl "archive_url",
    /// The day it was read.
    AccessedOn "accessed_on",
    /// Several sources in one cell.
    Sources "sources",
}

impl Field {
    /// The part with this key.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.key() == key)
    }
}
