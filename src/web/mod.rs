//! Pages and pictures for people, from what `app` and `store` answer.

pub mod ask;
pub mod chart;
pub mod problem;
pub mod sheet;
pub mod shell;
pub mod statistic;
mod words;
