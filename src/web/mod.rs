//! Pages and pictures for people, from what `app` and `store` answer.

pub mod ask;
pub mod card;
pub mod chart;
pub mod enter;
mod facet;
pub mod findings;
pub mod form;
pub mod home;
pub mod keys;
mod line;
mod mention;
mod newest;
pub mod problem;
pub mod query;
pub mod record;
pub mod review;
pub mod rows;
pub mod search;
pub mod sheet;
pub mod shell;
pub mod statistic;
mod words;
