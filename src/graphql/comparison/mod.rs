//! Do they agree, and how many voices are they really?

mod corroboration;
mod facet;
mod headline;
mod memo;
mod object;
mod origin;
mod overriding;
mod position;
mod provenance;
mod query;
mod relation;
mod rows;
mod stats;
mod timeline;
mod unlike;
mod vocab;

pub use corroboration::{Corroboration, corroboration};
pub use facet::{ClaimFacet, claim_facet};
pub use headline::{Headline, headline};
pub use memo::{Memo, view};
pub use object::{Comparison, Looked};
pub use origin::{Origin, origins_of};
pub use overriding::{ComparisonMutation, Override};
pub use provenance::{Provenance, provenance};
pub use query::ComparisonQuery;
pub use relation::{RelationConnection, cross_references};
pub use rows::RowsQuery;
pub use stats::{ClaimGroup, StatsQuery};
pub use timeline::{TimelinePoint, timeline};
pub use vocab::{CitationStyle, ComparisonVerdict, HeadlinePolicy, OriginLens, TimeBasis, Verdict};
