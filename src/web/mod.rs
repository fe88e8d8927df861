//! Pages and pictures for people, from what `app` and `store` answer.

pub mod ask;
pub mod card;
pub mod chart;
pub mod home;
mod line;
pub mod problem;
pub mod record;
pub mod rows;
pub mod search;
pub mod sheet;
pub mod shell;
pub mod statistic;
mod words;
