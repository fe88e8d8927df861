//! Likeness: whether two records are likely the same thing in another spelling, and by what such a
//! pair is found without looking at all pairs.

pub mod name;
mod sound;
pub mod source;
