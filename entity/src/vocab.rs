//! Closed vocabularies: the words that are stored and that the API uses.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Hands every vocabulary, with its words and their meanings, to the macro `$with`: this crate
/// makes of it what is stored, and whoever serves the words makes of it the same words again.
#[macro_export]
macro_rules! vocabularies {
    ($with:ident) => {
        $with! {
            /// Who can say something.
            AgentKind {
                /// One human being.
                Person,
                /// A group with a name: a party, company, charity, network.
                Organisation,
                /// A ministry, court, police force or other office of a state.
                GovernmentBody,
                /// A newspaper, broadcaster or site that publishes for readers.
                NewsOutlet,
                /// A wire service that publishes for other outlets.
                NewsAgency,
                /// A group that is not named: "officials", "activists", "reports".
                UnnamedGroup,
            }

            /// What sort of thing happened.
            EventKind {
                /// Demonstrations, strikes, riots.
                Protest,
                /// War and armed clashes.
                Conflict,
                /// A single act of violence.
                Attack,
                /// Earthquake, flood, storm, fire.
                Disaster,
                /// A crash, collapse or spill.
                Accident,
                /// An outbreak of disease.
                Epidemic,
                /// A vote.
                Election,
                /// None of these.
                Other,
            }

            /// What sort of place it is.
            PlaceKind {
                /// The whole world.
                World,
                /// Several countries, or a part of the world.
                Region,
                /// A sovereign state or a territory with an ISO 3166-1 code.
                Country,
                /// A first-level division of a country.
                Province,
                /// A division of a province.
                District,
                /// A city, town or village.
                City,
                /// A prison, square, building or other single site.
                Site,
                /// None of these.
                Other,
            }

            /// What sort of document it is.
            SourceKind {
                /// A text in a newspaper, magazine or site.
                Article,
                /// A longer document by an organisation.
                Report,
                /// Words spoken to an audience.
                Speech,
                /// A message on a social network or blog.
                Post,
                /// A table or database.
                Dataset,
                /// A statement handed to the press.
                PressRelease,
                /// Radio or television.
                Broadcast,
                /// An item of a news agency.
                WireItem,
                /// None of these.
                Other,
            }

            /// What the number of a measure is.
            ValueType {
                /// How many; never below 0.
                Count,
                /// An amount of money in the measure's unit.
                Money,
                /// A share or rate.
                Ratio,
                /// A length of time in the measure's unit.
                Duration,
            }

            /// What a difference in time means for a measure.
            Accumulation {
                /// It can only grow: killed, arrested.
                Cumulative,
                /// It is so at one moment: still detained, in the square.
                Instant,
                /// It is fixed by the statistic's period: arrested in the first three days.
                Period,
            }

            /// Whether a claim has a number.
            ClaimKind {
                /// A quantity for a statistic.
                Statistical,
                /// A proposition without a number.
                Statement,
            }

            /// Whether a record counts.
            RecordStatus {
                /// It counts.
                Active,
                /// It was taken back, with a reason; lists hide it by default.
                Retracted,
                /// It was found to be the same as another record, to which its id leads.
                Merged,
            }

            /// How a number was qualified in words.
            Qualifier {
                /// 142; twelve; 2.5 million.
                Exact,
                /// about, around, some, roughly, approximately, an estimated, circa, ~.
                About,
                /// nearly, almost, close to, just under.
                Nearly,
                /// just over, a little over, slightly more than.
                JustOver,
                /// at least, no fewer than, a minimum of, "or more", 8,000+.
                AtLeast,
                /// more than, over, upwards of, in excess of, exceeding.
                MoreThan,
                /// at most, up to, no more than, as many as, a maximum of.
                AtMost,
                /// fewer than, less than, under, below.
                LessThan,
                /// between a and b; a to b; a-b.
                Between,
                /// dozens, scores, hundreds, tens of thousands.
                Vague,
                /// no one, none, zero, nobody.
                None,
                /// a number of, an unknown number, many.
                Unknown,
                /// doubled, 30 % more, a third of: not a number by itself.
                Relative,
            }

            /// How an attribution stands to its claim.
            Stance {
                /// It says that the claim is so.
                Asserts,
                /// It says that the claim is doubtful or wrong, and gives reasons or another figure.
                Disputes,
                /// It says that the claim is not so.
                Denies,
                /// It asks whether the claim is so.
                Questions,
                /// It takes back an earlier assertion.
                Retracts,
                /// It names the claim and takes no side.
                Mentions,
            }

            /// How sure the wording is.
            Hedge {
                /// Nothing hedges it.
                None,
                /// "reportedly", "it is said".
                Reportedly,
                /// "allegedly", "claims".
                Allegedly,
                /// "unconfirmed", "could not be verified".
                Unverified,
                /// "estimated", "believed to be".
                Estimated,
            }

            /// Where an attribution has its claim from.
            Originality {
                /// The source found it out itself.
                OwnReporting,
                /// The source passes on what another said.
                Relayed,
                /// The source does not say.
                Unknown,
            }

            /// Whether a quote is still found in the stored text of its source.
            AnchorStatus {
                /// Found once, as recorded.
                Anchored,
                /// Found more than once, and its surroundings do not decide.
                Ambiguous,
                /// Found only after folding case, accents, spaces or punctuation.
                Fuzzy,
                /// Not found.
                Orphaned,
                /// The source's text is not kept, so nobody can look.
                NoText,
            }

            /// How an attribution takes its claim from another.
            DerivationKind {
                /// It repeats the words.
                Quotes,
                /// It passes the claim on in its own words.
                Relays,
                /// It computes its claim from the other.
                Derives,
                /// It is a translation.
                Translates,
                /// Both print the same wire item.
                SameWire,
                /// Both report the same utterance.
                SameUtterance,
            }

            /// How two claims are related.
            LinkKind {
                /// The first speaks for the second.
                Supports,
                /// The first speaks against the second.
                Disputes,
                /// The first mends an error in the second.
                Corrects,
                /// The first takes the place of the second.
                Supersedes,
                /// The first is a part of the second's total.
                PartOfTotal,
                /// Both are the same proposition.
                SameAs,
            }

            /// How two claims relate. The first of the rules that fits decides; each verdict comes with its
            /// code and a sentence.
            Verdict {
                /// They do not count the same thing at the same moment, or nobody can tell.
                NotComparable,
                /// One origin says the same again: no second voice.
                Repeats,
                /// One takes the other's place.
                Revises,
                /// They cannot both be so.
                Conflicts,
                /// The later one is higher, as a tally may be.
                Progresses,
                /// Two origins say the same.
                Agrees,
                /// Both can be so, but neither speaks for the other: "at least 21" and "about 50".
                Compatible,
                /// They miss each other by less than their words are worth: "over 90" and "90".
                Near,
            }

            /// What the positions on a statistic are to each other.
            ComparisonVerdict {
                /// Nobody gives a figure that can be compared.
                NoData,
                /// There is one known origin and nothing else, or only unknown ones, which do not conflict.
                SingleOrigin,
                /// At least two known origins, and every pair of positions agrees.
                Unanimous,
                /// Nobody contradicts anybody.
                Compatible,
                /// Two positions cannot both be so.
                Contested,
            }

            /// Whether a person stands behind a relation.
            Confirmation {
                /// A rule or an import proposes it; it changes nothing.
                Suggested,
                /// A person confirmed it.
                Confirmed,
                /// A person rejected it.
                Rejected,
            }

            /// A review's verdict, normalised.
            Rating {
                /// True or mostly accurate without need of more.
                True,
                /// True but for a detail.
                MostlyTrue,
                /// Partly true, partly false.
                Mixed,
                /// False but for a detail.
                MostlyFalse,
                /// False.
                False,
                /// Not enough evidence.
                Unproven,
                /// Outside this scale: satire, outdated, out of context.
                Other,
            }

            /// What a rule noticed.
            FindingCode {
                /// The words can be read as two different numbers: "1.500".
                AmbiguousNumber,
                /// The number is too large or too precise for an IEEE double.
                InexactNumber,
                /// The figure does not stand in its quote.
                NotInQuote,
                /// The words count something else than the statistic does: "32 families".
                OtherUnit,
                /// An import gave a lower bound above the upper one.
                LowAboveHigh,
                /// The quote does not stand in the source's stored text.
                QuoteNotFound,
                /// The quote stands in the source's stored text more than once.
                QuoteAmbiguous,
                /// Attributions take their claim from each other in a circle.
                CircularDerivation,
                /// A later figure of what can only grow is lower.
                FallingCount,
                /// The source was published before the event began that its claims are about.
                SourceBeforeEvent,
                /// The parts of a total cannot sum to it.
                PartsMissTotal,
                /// A date is missing, or too coarse to tell which of two figures came first.
                MissingDate,
                /// The record may be on record twice.
                LikelyDuplicate,
            }

            /// How much a finding matters.
            Severity {
                /// Good to know.
                Info,
                /// Worth a look.
                Warning,
                /// Something is wrong.
                Error,
            }

            /// A person's verdict on a finding.
            Resolution {
                /// Nobody has looked at it yet.
                Open,
                /// It is right, and nothing else needs to be done.
                Accepted,
                /// It was right and has been mended.
                Fixed,
                /// It is not a problem.
                Dismissed,
            }

            /// What a key may do.
            Role {
                /// Read.
                Reader,
                /// Read and propose: record claims, sources, agents.
                Contributor,
                /// All that a contributor may, and confirm, merge and retract.
                Curator,
                /// All, with keys and the undoing of imports.
                Admin,
            }

            /// The kinds of records.
            RecordKind {
                /// An agent.
                Agent,
                /// A source.
                Source,
                /// An event.
                Event,
                /// A place.
                Place,
                /// A measure.
                Measure,
                /// A statistic.
                Statistic,
                /// A claim.
                Claim,
                /// An attribution.
                Attribution,
                /// A derivation.
                Derivation,
                /// A link between claims.
                ClaimLink,
                /// An assessment.
                Assessment,
                /// A finding.
                Finding,
                /// A person's verdict on how two claims relate.
                RelationOverride,
                /// A candidate claim that a person rejected.
                CandidateRejection,
            }

            /// What a change did.
            Action {
                /// Made the record.
                Created,
                /// Changed its fields.
                Updated,
                /// Took it back.
                Retracted,
                /// Brought it back.
                Restored,
                /// Merged it into another.
                Merged,
                /// Undid a merge.
                Unmerged,
                /// Undid an earlier change.
                Reverted,
                /// Gave a verdict on a finding.
                Resolved,
                /// Confirmed a suggestion.
                Confirmed,
                /// Rejected a suggestion.
                Rejected,
            }
        }
    };
}

macro_rules! stored {
    ($($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $word:ident,)* })*) => { $(
        $(#[$about])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum,
            Serialize, Deserialize,
        )]
        #[sea_orm(
            rs_type = "String",
            db_type = "String(StringLen::None)",
            rename_all = "SCREAMING_SNAKE_CASE"
        )]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        pub enum $name {
            $($(#[$meaning])* $word,)*
        }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &[Self] = &[$(Self::$word,)*];
        }
    )* };
}

vocabularies!(stored);
