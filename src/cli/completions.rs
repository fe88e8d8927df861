//! `claimbase completions`: what a shell needs to complete our commands.

use clap_complete::Shell;

use super::output::{Exit, Outcome, print};

/// Print completions for a shell, for example: claimbase completions bash > ~/.local/share/bash-completion/completions/claimbase
#[derive(clap::Args)]
pub struct Completions {
    /// Which shell.
    shell: Shell,
}

impl Completions {
    /// Prints them.
    pub fn run(self, mut command: clap::Command) -> Outcome {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "claimbase", &mut script);
        print(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
