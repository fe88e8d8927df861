//! Places: where something happened: a country, a province, a city, a prison.

mod object;
mod query;

pub use object::{Place, PlaceFilter};
pub use query::PlaceQuery;
