//! `claimbase key`: making, listing and revoking keys to the API.

use chrono::{DateTime, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};
use clap::ValueEnum;
use entity::{api_key, vocab::Role};
use serde::Serialize;
use uuid::Uuid;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, print_json, print_table, say},
    session,
};
use crate::{
    app::{
        Session,
        key::{self, NewKey},
    },
    config::{Config, Layer},
    domain::record_id::{Prefix, RecordId},
};

/// Make, list and revoke keys to the API. They are sent as Authorization: Bearer KEY.
#[derive(clap::Args)]
pub struct Key {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// Make a key and print it, this once: only its hash is stored.
    Create(Create),
    /// Print all keys, revoked ones too; not their secrets, which are not stored.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        flags: Flags<DATABASE>,
    },
    /// Revoke a key: from now on it is refused.
    Revoke {
        /// Its id, from claimbase key list.
        #[arg(value_parser = key_id)]
        id: Uuid,
        #[command(flatten)]
        flags: Flags<DATABASE>,
    },
}

#[derive(clap::Args)]
struct Create {
    /// Whose it is; the history keeps it with every change made with the key.
    #[arg(long)]
    name: String,
    /// What it may do.
    #[arg(long)]
    role: Word,
    /// When it ends: after hours, days or weeks (12h, 90d, 4w), or when a day begins (2027-01-01). Without it the key does not end.
    #[arg(long, value_name = "TIME", value_parser = expiry)]
    expires: Option<Expiry>,
    /// Print JSON: the key with its id, name, role and end.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    flags: Flags<DATABASE>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Word {
    /// Read.
    Reader,
    /// Read, and record claims, sources, agents and the rest.
    Contributor,
    /// All that a contributor may, and confirm, merge and retract.
    Curator,
    /// All, with keys.
    Admin,
}

impl From<Word> for Role {
    fn from(word: Word) -> Self {
        match word {
            Word::Reader => Self::Reader,
            Word::Contributor => Self::Contributor,
            Word::Curator => Self::Curator,
            Word::Admin => Self::Admin,
        }
    }
}

const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Reader => "reader",
        Role::Contributor => "contributor",
        Role::Curator => "curator",
        Role::Admin => "admin",
    }
}

/// When a key is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expiry {
    After(TimeDelta),
    At(DateTime<Utc>),
}

fn expiry(text: &str) -> Result<Expiry, String> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Expiry::At(day.and_time(NaiveTime::MIN).and_utc()));
    }
    let mend = || "give a number of hours, days or weeks like 12h, 90d or 4w, or a date".to_owned();
    let digits = text.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    let count: u32 = digits.parse().map_err(|_| mend())?;
    if count == 0 || count > 100_000 {
        return Err("give a number from 1 to 100000".to_owned());
    }
    let count = i64::from(count);
    match &text[digits.len()..] {
        "h" => Ok(Expiry::After(TimeDelta::hours(count))),
        "d" => Ok(Expiry::After(TimeDelta::days(count))),
        "w" => Ok(Expiry::After(TimeDelta::weeks(count))),
        _ => Err(mend()),
    }
}

fn key_id(text: &str) -> Result<Uuid, String> {
    RecordId::of(Prefix::Key, text).map_err(|error| error.to_string())
}

/// A key as it is printed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    name: String,
    role: &'static str,
    prefix: String,
    created_at: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    last_used_at: Option<String>,
    /// The secret, when it was just made.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl Line {
    fn new(row: api_key::Model, key: Option<String>) -> Self {
        let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
        Self {
            id: RecordId::new(Prefix::Key, row.id).to_string(),
            name: row.name,
            role: role_word(row.role),
            prefix: row.prefix,
            created_at: time(row.created_at),
            expires_at: row.expires_at.map(time),
            revoked_at: row.revoked_at.map(time),
            last_used_at: row.last_used_at.map(time),
            key,
        }
    }
}

impl Key {
    /// The settings that were given as flags.
    pub fn flags(&self) -> Layer {
        match &self.what {
            What::Create(Create { flags, .. })
            | What::List { flags, .. }
            | What::Revoke { flags, .. } => flags.layer(),
        }
    }

    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let want = match &self.what {
            What::Create(_) => Want::ReadyOrNew,
            What::List { .. } | What::Revoke { .. } => Want::Ready,
        };
        let db = database::open(&config.database.value, want).await?;
        let session = session::program(db)?;
        let outcome = match self.what {
            What::Create(create) => create.run(&session).await,
            What::List { json, .. } => list(&session, json).await,
            What::Revoke { id, .. } => revoke(&session, id).await,
        };
        session.db.close().await?;
        outcome.map(|()| Exit::Done)
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<(), Stop> {
        let Self { name, role, expires, json, flags: _ } = self;
        let expires_at = expires.map(|expires| match expires {
            Expiry::After(time) => session.now() + time,
            Expiry::At(moment) => moment,
        });
        let new = NewKey { name, role: role.into(), expires_at };
        let (row, secret) = key::create(session, new, (session.entropy)()).await?;
        if json {
            return print_json(&Line::new(row, Some(secret)));
        }
        let id = RecordId::new(Prefix::Key, row.id);
        print(&format!("{secret}\n"))?;
        say(&format!("This key is shown this once. Revoke it with: claimbase key revoke {id}"));
        Ok(())
    }
}

async fn list(session: &Session, json: bool) -> Result<(), Stop> {
    let rows = key::list(&session.db).await?;
    let now = session.now();
    if json {
        let lines = rows.into_iter().map(|row| Line::new(row, None));
        return print_json(&lines.collect::<Vec<_>>());
    }
    if rows.is_empty() {
        say("there is no key; make one with: claimbase key create --name NAME --role ROLE");
        return Ok(());
    }
    let head = ["ID", "NAME", "ROLE", "KEY", "MADE", "LAST USED", "STATE"].map(str::to_owned);
    let mut table = vec![head.to_vec()];
    for row in rows {
        let day = |at: DateTime<Utc>| at.format("%F").to_string();
        let state = match (row.revoked_at, row.expires_at) {
            (Some(at), _) => format!("revoked {}", day(at)),
            (None, Some(at)) if at <= now => format!("expired {}", day(at)),
            (None, Some(at)) => format!("until {}", day(at)),
            (None, None) => "works".to_owned(),
        };
        table.push(vec![
            RecordId::new(Prefix::Key, row.id).to_string(),
            row.name,
            role_word(row.role).to_owned(),
            format!("{}…", row.prefix),
            day(row.created_at),
            row.last_used_at.map_or_else(|| "never".to_owned(), day),
            state,
        ]);
    }
    print_table(&table)
}

async fn revoke(session: &Session, id: Uuid) -> Result<(), Stop> {
    let row = key::revoke(session, id).await?;
    say(&format!("key '{}' is revoked", row.name));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_a_time_from_now_or_a_day() {
        assert_eq!(expiry("90d"), Ok(Expiry::After(TimeDelta::days(90))));
        assert_eq!(expiry("12h"), Ok(Expiry::After(TimeDelta::hours(12))));
        assert_eq!(expiry("4w"), Ok(Expiry::After(TimeDelta::weeks(4))));
        assert!(matches!(expiry("2027-01-01"), Ok(Expiry::At(_))));
        for wrong in ["", "90", "d", "0d", "-1d", "1.5d", "90 d", "90x", "999999d", "2027-13-01"] {
            assert!(expiry(wrong).is_err(), "{wrong}");
        }
    }
}
