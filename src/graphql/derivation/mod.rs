//! Derivations: an edge from an attribution to where it takes its claim from. Only confirmed ones count when independent voices are counted.

mod mutation;
mod object;
mod query;

pub use mutation::{DerivationMutation, JudgementInput};
pub use object::Derivation;
pub use query::DerivationQuery;
