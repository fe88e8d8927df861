//! The settings as flags, made from their table.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

use crate::config::{About, Form, Layer, SETTINGS, Scope};

/// The flags that every command takes.
pub const EVERYWHERE: u8 = 0;
/// The flags of commands that open a database.
pub const DATABASE: u8 = 1;
/// The flags of the server.
pub const SERVER: u8 = 2;

/// The settings that were given as flags to a command of this scope.
#[derive(Clone, Debug)]
pub struct Flags<const SCOPE: u8>(Layer);

impl<const SCOPE: u8> Flags<SCOPE> {
    /// What they say.
    pub fn layer(&self) -> Layer {
        self.0.clone()
    }

    fn settings() -> impl Iterator<Item = &'static About> {
        SETTINGS.iter().filter(|about| match about.scope {
            Scope::Everywhere => SCOPE == EVERYWHERE,
            Scope::Database => SCOPE == DATABASE || SCOPE == SERVER,
            Scope::Server => SCOPE == SERVER,
        })
    }
}

impl<const SCOPE: u8> FromArgMatches for Flags<SCOPE> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |about: &About| {
            let words: Vec<String> = matches.get_many(about.name)?.cloned().collect();
            Some((about.name.to_owned(), words))
        };
        Ok(Self(Self::settings().filter_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl<const SCOPE: u8> Args for Flags<SCOPE> {
    fn augment_args(command: Command) -> Command {
        command.args(Self::settings().map(arg))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn arg(about: &'static About) -> Arg {
    let sentence = about.sentence.trim_end_matches('.');
    let variable = about.variable();
    let help = match about.default {
        "" => format!("{sentence} [env: {variable}]"),
        default => format!("{sentence} [env: {variable}] [default: {default}]"),
    };
    let arg = Arg::new(about.name).long(about.name).value_name(about.value_name).help(help);
    let arg = match about.form {
        Form::One => arg.action(ArgAction::Set),
        Form::Many => arg.action(ArgAction::Append),
        // Alone it says nothing.
        Form::Switch if about.default == "on" => arg.action(ArgAction::Set),
        Form::Switch => arg.num_args(0..=1).require_equals(true).default_missing_value("on"),
    };
    match about.scope {
        Scope::Everywhere => arg.global(true).help_heading("Everywhere"),
        Scope::Database | Scope::Server => arg,
    }
}
