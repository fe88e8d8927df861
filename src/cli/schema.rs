//! `claimbase schema`: the schema as text.

use super::output::{Exit, Outcome, print};
use crate::graphql;

/// Print the schema of the API in GraphQL's own language.
#[derive(clap::Args)]
pub struct Schema {}

impl Schema {
    /// Prints it.
    pub fn run(self) -> Outcome {
        let Self {} = self;
        print(&graphql::sdl())?;
        Ok(Exit::Done)
    }
}
