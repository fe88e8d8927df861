//! What tests share: databases of either kind, fresh and migrated.

pub mod database;
pub mod postgres;
