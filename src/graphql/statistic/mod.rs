//! Statistics: the tracked number: what is counted, in which event, where, of whom, and when. Only claims on the same statistic are compared.

mod mutation;
mod object;
mod query;

pub use mutation::{StatisticMutation, StatisticRef};
pub use object::{Statistic, StatisticConnection, StatisticFilter, StatisticOrder};
pub use query::StatisticQuery;
