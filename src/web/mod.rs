//! Pages and pictures for people, from what `app` and `store` answer.

pub mod chart;
