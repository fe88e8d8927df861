//! Findings: something a rule noticed. It blocks nothing; a person's verdict on it stays when the rule runs again.

mod mutation;
mod object;
mod query;
mod statistic;

pub use mutation::FindingMutation;
pub use object::{Finding, FindingFilter};
pub use query::FindingQuery;
pub use statistic::findings_of;
