//! `claimbase config`: every setting, its value, and where it came from.

use serde::Serialize;

use super::{
    flags::{Flags, SERVER},
    output::{Exit, Outcome, print_json, print_table},
};
use crate::config::{Config, Row};

/// Print every setting with its value and where it came from: flag, environment, file or default.
#[derive(clap::Args)]
pub struct Show {
    /// Print JSON.
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    pub(super) flags: Flags<SERVER>,
}

#[derive(Serialize)]
struct Line<'a> {
    name: &'a str,
    value: &'a str,
    origin: String,
    variable: String,
    about: &'a str,
}

impl Show {
    /// Prints them.
    pub fn run(self, config: &Config) -> Outcome {
        let rows = config.rows();
        if self.json {
            let lines = rows.iter().map(|row| Line {
                name: row.about.name,
                value: &row.value,
                origin: row.origin.to_string(),
                variable: row.about.variable(),
                about: row.about.sentence,
            });
            print_json(&lines.collect::<Vec<_>>())?;
        } else {
            let cells = |row: Row| {
                let name = row.about.name.to_owned();
                vec![name, row.value, format!("({})", row.origin)]
            };
            print_table(&rows.into_iter().map(cells).collect::<Vec<_>>())?;
        }
        Ok(Exit::Done)
    }
}
