//! Rules and value types: pure, without input, output, clock or database.

pub mod fold;
pub mod highlight;
pub mod partial_date;
pub mod record_id;
pub mod slug;
pub mod text;
