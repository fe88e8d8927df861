//! Places: where something happened: a country, a province, a city, a prison.

mod mutation;
mod object;
mod query;

pub use mutation::PlaceMutation;
pub use object::{Place, PlaceFilter};
pub use query::PlaceQuery;
