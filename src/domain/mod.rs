//! Rules and value types: pure, without input, output, clock or database.

pub mod address;
pub mod anchor;
pub mod article;
pub mod cell;
pub mod citation;
pub mod comparison;
pub mod digit;
pub mod extract;
pub mod finding;
pub mod fold;
pub mod highlight;
pub mod identity;
pub mod iso_code;
pub mod key;
pub mod language;
pub mod lexicon;
pub mod likeness;
pub mod origin;
pub mod partial_date;
pub mod quantity;
pub mod rating;
pub mod record_id;
pub mod relation;
pub mod slug;
pub mod text;
