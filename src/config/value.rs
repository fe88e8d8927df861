//! What a setting's value can be, and how it is read and shown.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use super::Form;

/// What a setting's value can be.
pub trait Value: Sized {
    /// How it may be given.
    const FORM: Form = Form::One;

    /// Reads the words of one place; the error says what would be right.
    fn read(words: &[String]) -> Result<Self, String>;

    /// As one would write it.
    fn show(&self) -> String;
}

fn one(words: &[String]) -> Result<&str, String> {
    match words {
        [word] => Ok(word),
        _ => Err("give one value".to_owned()),
    }
}

impl Value for String {
    fn read(words: &[String]) -> Result<Self, String> {
        one(words).map(str::to_owned)
    }

    fn show(&self) -> String {
        self.clone()
    }
}

impl Value for Vec<String> {
    const FORM: Form = Form::Many;

    fn read(words: &[String]) -> Result<Self, String> {
        Ok(words.to_vec())
    }

    fn show(&self) -> String {
        self.join(", ")
    }
}

impl Value for bool {
    const FORM: Form = Form::Switch;

    fn read(words: &[String]) -> Result<Self, String> {
        match one(words)? {
            "on" | "true" | "yes" | "1" => Ok(true),
            "off" | "false" | "no" | "0" => Ok(false),
            _ => Err("give on or off".to_owned()),
        }
    }

    fn show(&self) -> String {
        if *self { "on" } else { "off" }.to_owned()
    }
}

impl Value for Option<PathBuf> {
    fn read(words: &[String]) -> Result<Self, String> {
        Ok(if words.is_empty() { None } else { Some(PathBuf::from(one(words)?)) })
    }

    fn show(&self) -> String {
        self.as_deref().map_or_else(String::new, |path| path.display().to_string())
    }
}

macro_rules! numbers {
    ($($type:ty)*) => { $(
        impl Value for $type {
            fn read(words: &[String]) -> Result<Self, String> {
                let most = <$type>::MAX;
                one(words)?.parse().map_err(|_| format!("give a whole number from 0 to {most}"))
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )* };
}
numbers!(u32 u64 usize);

/// The address of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Where the example corpus goes when nobody names a database.
    #[must_use]
    pub fn demo() -> Self {
        Self("sqlite:claimbase-demo.db".to_owned())
    }

    /// The address of a SQLite database in this file.
    #[must_use]
    pub fn of_file(file: &Path) -> Self {
        Self(format!("sqlite:{}", file.display()))
    }

    /// The address with its password, to connect with.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// The file of a SQLite database; `None` when it is PostgreSQL.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        let rest = self.0.strip_prefix("sqlite:")?.trim_start_matches("//");
        Some(Path::new(rest.split('?').next().unwrap_or_default()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show())
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::read(&[word.to_owned()])
    }
}

impl Value for Address {
    fn read(words: &[String]) -> Result<Self, String> {
        let word = one(words)?;
        match word.split_once(':') {
            Some(("sqlite" | "postgres" | "postgresql", _)) => Ok(Self(word.to_owned())),
            _ => Err("give sqlite:FILE or postgres://USER@HOST/NAME".to_owned()),
        }
    }

    fn show(&self) -> String {
        let Ok(mut url) = url::Url::parse(&self.0) else { return self.0.clone() };
        let hidden: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| key != "password")
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        let has_password = url.password().is_some();
        let shortened = hidden.len() < url.query_pairs().count();
        if !has_password && !shortened {
            return self.0.clone();
        }
        if has_password && url.set_password(Some("***")).is_err() {
            return "an address with a password".to_owned();
        }
        if shortened {
            url.query_pairs_mut().clear().extend_pairs(hidden);
        }
        url.into()
    }
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl Value for LogFormat {
    fn read(words: &[String]) -> Result<Self, String> {
        match one(words)? {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("give text or json".to_owned()),
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Text => "text",
            Self::Json => "json",
        }
        .to_owned()
    }
}
