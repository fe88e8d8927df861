//! The framework, but for how an object is resolved: see [`super::container`]. A type takes it by
//! naming this module, `#[Object(crate = "crate::graphql::lean")]`.

pub use async_graphql::*;

/// What the framework's macros call.
pub mod resolver_utils {
    pub use async_graphql::resolver_utils::*;

    pub use crate::graphql::container::resolve_container;
}
