//! Every setting: its name, its default, a sentence on it, and where its value came from.

#[cfg(test)]
mod tests;
mod value;

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
};

pub use value::{Address, LogFormat, Value};

use crate::{Error, Result};

/// The file that is read when no other is named, if it is there.
pub const FILE: &str = "claimbase.toml";

/// What the names of the environment's variables begin with.
const ENVIRONMENT: &str = "CLAIMBASE_";

/// Which commands take a setting as a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every command.
    Everywhere,
    /// Every command that opens a database.
    Database,
    /// The server.
    Server,
}

/// What is known of a setting before it has a value.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// The flag without its dashes, and the key in the file.
    pub name: &'static str,
    /// Which commands take it as a flag.
    pub scope: Scope,
    /// The value when nobody gives one; empty when there is none.
    pub default: &'static str,
    /// What a value is called in the help.
    pub value_name: &'static str,
    /// How a value may be given.
    pub form: Form,
    /// One sentence on it.
    pub sentence: &'static str,
}

impl About {
    /// The environment's variable.
    #[must_use]
    pub fn variable(&self) -> String {
        format!("{ENVIRONMENT}{}", self.name.replace('-', "_").to_uppercase())
    }
}

/// How a value may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Once.
    One,
    /// Several times; between commas in the environment.
    Many,
    /// `on` or `off`; the flag alone is `on`.
    Switch,
}

/// Where a value came from, the strongest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The command line.
    Flag(&'static str),
    /// A variable of the environment.
    Environment(String),
    /// The file with the settings.
    File(PathBuf),
    /// Nobody gave one.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag --{name}"),
            Self::Environment(variable) => write!(f, "environment {variable}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value, and where it came from.
#[derive(Clone, Debug)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub origin: Origin,
}

/// A setting as a person reads it.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub about: &'static About,
    /// Its value as one would write it; passwords are left out.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// What one place says: the values of each setting that it names.
pub type Layer = BTreeMap<String, Vec<String>>;

/// Declares the settings: the struct with their values and the table that describes them. Each has
/// its field and type, its name, what a value is called, its default, and a sentence on it.
macro_rules! settings {
    ($( $scope:ident {
        $( $field:ident: $type:ty =
            $name:literal $value_name:literal $default:literal, $sentence:literal; )*
    } )*) => {
        /// Every setting, in the order of the documentation.
        pub const SETTINGS: &[About] = &[$($(
            About {
                name: $name,
                scope: Scope::$scope,
                default: $default,
                value_name: $value_name,
                form: <$type as Value>::FORM,
                sentence: $sentence,
            },
        )*)*];

        /// The values of all settings.
        #[derive(Clone, Debug)]
        pub struct Config {
            $($(
                #[doc = concat!("`", $name, "`; [`SETTINGS`] says what it is.")]
                pub $field: Setting<$type>,
            )*)*
        }

        impl Config {
            fn resolve(sources: &Sources) -> Result<Self> {
                Ok(Self { $($( $field: sources.find($name)?, )*)* })
            }

            /// Each setting with its value, in the order of the documentation.
            #[must_use]
            pub fn rows(&self) -> Vec<Row> {
                let values = [$($( (self.$field.value.show(), &self.$field.origin), )*)*];
                let rows = SETTINGS.iter().zip(values);
                rows.map(|(about, (value, origin))| Row { about, value, origin: origin.clone() })
                    .collect()
            }
        }
    };
}

settings! {
    Database {
        database: Address = "database" "URL" "sqlite:claimbase.db",
            "The database: sqlite:FILE, or postgres://USER@HOST/NAME.";
    }
    Server {
        listen: String = "listen" "ADDRESS" "127.0.0.1:8080",
            "Where to listen, as host:port; port 0 takes a free one.";
        cors: Vec<String> = "cors" "ORIGIN" "",
            "An origin whose pages may read the answers, like https://dash.example.org; * is \
             any. May be given several times.";
        host: Vec<String> = "host" "NAME" "",
            "A further host name that the server answers to while it listens on this machine \
             alone, for a proxy in front of it. May be given several times.";
        behind_proxy: bool = "behind-proxy" "on|off" "off",
            "Whether a proxy in front of the server writes the client's address as the last of \
             X-Forwarded-For.";
        read_only: bool = "read-only" "on|off" "off",
            "Whether nothing may be written, not even migrations and the first key.";
        private: bool = "private" "on|off" "off",
            "Whether reading takes a key too.";
        playground: bool = "playground" "on|off" "on",
            "Whether the playground is served.";
        introspection: bool = "introspection" "on|off" "on",
            "Whether the schema may be asked about.";
        cache: bool = "cache" "on|off" "on",
            "Whether an answer that is asked for again is kept, and given again while the database \
             is as it was.";
        trusted_documents: Option<PathBuf> = "trusted-documents" "FILE" "",
            "A JSON object of names and GraphQL documents, the only ones to be run; without it \
             any is.";
        max_cost: u64 = "max-cost" "NUMBER" "1000000",
            "The highest cost of one request: a field is 1, a list its page size times what is \
             asked of each.";
        max_depth: u64 = "max-depth" "NUMBER" "20",
            "The deepest nesting of fields in a request; the playground needs 15.";
        max_body: usize = "max-body" "BYTES" "1048576",
            "The largest body of a request, in bytes.";
        max_rate: u32 = "max-rate" "NUMBER" "200",
            "Requests per second of one key or one address, after its burst; 0 is no limit.";
        max_burst: u32 = "max-burst" "NUMBER" "2000",
            "Requests that one key or one address may send at once.";
    }
    Everywhere {
        log: String = "log" "FILTER" "warn",
            "What is told on stderr: off, error, warn, info, debug or trace, or a filter like \
             claimbase=debug,warn.";
        log_format: LogFormat = "log-format" "text|json" "text",
            "How it is told: text, or a JSON object a line.";
    }
}

impl Config {
    /// Settles every setting: a flag wins over the environment, the environment over the file, the
    /// file over the default. `file` is the file's path and text, when there is one.
    pub fn load(
        flags: Layer,
        environment: impl IntoIterator<Item = (String, String)>,
        file: Option<(&Path, &str)>,
    ) -> Result<Self> {
        let path = file.map_or(Path::new(FILE), |(path, _)| path).to_owned();
        let file = file.map(|(path, text)| read_file(path, text)).transpose()?.unwrap_or_default();
        Self::resolve(&Sources { flags, environment: read_environment(environment), file, path })
    }

    /// Variables that look like settings and are none: typing errors, most likely.
    #[must_use]
    pub fn unknown_variables(names: impl IntoIterator<Item = String>) -> Vec<String> {
        let known: Vec<String> = SETTINGS.iter().map(About::variable).collect();
        let unknown = |name: &String| name.starts_with(ENVIRONMENT) && !known.contains(name);
        names.into_iter().filter(unknown).collect()
    }
}

struct Sources {
    flags: Layer,
    environment: Layer,
    file: Layer,
    path: PathBuf,
}

impl Sources {
    fn find<T: Value>(&self, name: &str) -> Result<Setting<T>> {
        let about = SETTINGS
            .iter()
            .find(|about| about.name == name)
            .expect("the table and the struct are made by one macro");
        let (words, origin) = if let Some(words) = self.flags.get(name) {
            (words.clone(), Origin::Flag(about.name))
        } else if let Some(words) = self.environment.get(name) {
            (words.clone(), Origin::Environment(about.variable()))
        } else if let Some(words) = self.file.get(name) {
            (words.clone(), Origin::File(self.path.clone()))
        } else {
            let default = about.default.to_owned();
            (if default.is_empty() { Vec::new() } else { vec![default] }, Origin::Default)
        };
        match T::read(&words) {
            Ok(value) => Ok(Setting { value, origin }),
            Err(mend) => {
                let given = words.join(", ");
                let message = format!("{name} is \"{given}\" (from {origin}): {mend}");
                Err(Error::invalid(name, message))
            }
        }
    }
}

/// A variable that is set to nothing is as good as not set: compose files do so.
fn read_environment(variables: impl IntoIterator<Item = (String, String)>) -> Layer {
    let variables: BTreeMap<String, String> = variables.into_iter().collect();
    let mut layer = Layer::new();
    for about in SETTINGS {
        let Some(text) = variables.get(&about.variable()) else { continue };
        let words: Vec<String> = match about.form {
            Form::Many => text.split(',').map(|word| word.trim().to_owned()).collect(),
            Form::One | Form::Switch => vec![text.trim().to_owned()],
        };
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        if !words.is_empty() {
            layer.insert(about.name.to_owned(), words);
        }
    }
    layer
}

fn read_file(path: &Path, text: &str) -> Result<Layer> {
    let name = path.display();
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| 1 + text[..span.start].matches('\n').count());
        Error::invalid("config", format!("{name}, line {line}: {}", error.message()))
    })?;
    let mut layer = Layer::new();
    for (key, value) in table {
        let Some(about) = SETTINGS.iter().find(|about| about.name == key) else {
            let names: Vec<&str> = SETTINGS.iter().map(|about| about.name).collect();
            let names = names.join(", ");
            let message = format!("{name}: there is no setting \"{key}\"; there are {names}");
            return Err(Error::invalid("config", message));
        };
        let words = words(about, &value).ok_or_else(|| {
            let form = match about.form {
                Form::One => "one string or number",
                Form::Many => "a list of strings",
                Form::Switch => "true or false",
            };
            Error::invalid("config", format!("{name}: {key} is {value}: give {form}"))
        })?;
        layer.insert(key, words);
    }
    Ok(layer)
}

fn words(about: &About, value: &toml::Value) -> Option<Vec<String>> {
    let word = match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Integer(number) => number.to_string(),
        toml::Value::Boolean(switch) if about.form == Form::Switch => switch.to_string(),
        toml::Value::Array(items) if about.form == Form::Many => {
            return items.iter().map(|item| item.as_str().map(str::to_owned)).collect();
        }
        toml::Value::Boolean(_)
        | toml::Value::Array(_)
        | toml::Value::Float(_)
        | toml::Value::Datetime(_)
        | toml::Value::Table(_) => return None,
    };
    Some(vec![word])
}
