//! Assessments: a reviewer's judgement of a claim, as in schema.org ClaimReview.

mod mutation;
mod object;
mod query;

pub use mutation::AssessmentMutation;
pub use object::{Assessment, AssessmentConnection, AssessmentFilter, AssessmentOrder};
pub use query::AssessmentQuery;
