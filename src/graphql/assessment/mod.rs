//! Assessments: a reviewer's judgement of a claim, as in schema.org ClaimReview.

mod object;
mod query;

pub use object::{Assessment, AssessmentConnection, AssessmentFilter, AssessmentOrder};
pub use query::AssessmentQuery;
