//! The page on which admins make, look at and revoke keys.

use askama::Template;
use chrono::{DateTime, Utc};
use entity::{api_key, vocab::Role};

use super::{
    form::{self, Form},
    shell::Shell,
    words,
};
use crate::{
    Error, Result,
    app::{Actor, key},
    store::Read,
};

/// Keys that work, with a form for each, that are shown at most.
const WORKING: usize = 60;
/// Keys that no longer work that are shown at most.
const OVER: usize = 60;

#[derive(Template)]
#[template(path = "keys.html")]
struct Page {
    shell: Shell,
    /// `None` for whoever may not see them.
    keys: Option<Keys>,
    forms: Vec<Form>,
}

/// All keys, the last made first.
struct Keys {
    working: Vec<Key>,
    working_count: String,
    working_hidden: String,
    over: Vec<Key>,
    over_count: String,
    over_hidden: String,
}

/// A key.
struct Key {
    name: String,
    role: String,
    /// Whether whoever asks uses it.
    own: bool,
    /// How it begins, and when it was made, used, revoked.
    told: String,
    forms: Vec<Form>,
}

/// Draws up the page; `now` parts the keys that work from those that ended.
pub async fn page(db: &impl Read, actor: &Actor, now: DateTime<Utc>) -> Result<String> {
    let keys = if actor.may(Role::Admin) { Some(Keys::load(db, actor, now).await?) } else { None };
    let page = Page {
        shell: Shell {
            title: "Keys".to_owned(),
            about: "Who may do what: the keys to this server".to_owned(),
            query: String::new(),
        },
        keys,
        forms: vec![form::create_key()],
    };
    page.render().map_err(|error| Error::internal("writing a page", error))
}

impl Keys {
    async fn load(db: &impl Read, actor: &Actor, now: DateTime<Utc>) -> Result<Self> {
        let rows = key::list(db).await?.into_iter().rev();
        let works = |row: &api_key::Model| {
            row.revoked_at.is_none() && row.expires_at.is_none_or(|at| at > now)
        };
        let (working, over): (Vec<_>, Vec<_>) = rows.partition(works);
        let hidden = |all: usize, most: usize| match all.saturating_sub(most) {
            0 => String::new(),
            more => format!("{} more are not shown: the query keys has all.", words::plain(more)),
        };
        let own = actor.viewer().map(|viewer| viewer.key_id);
        let shown = |row: &api_key::Model, forms| Key {
            name: row.name.clone(),
            role: words::spoken(&words::spelled(&row.role)),
            own: own == Some(row.id),
            told: told(row),
            forms,
        };
        Ok(Self {
            working_count: words::counted(working.len(), "key"),
            working_hidden: hidden(working.len(), WORKING),
            over_count: words::counted(over.len(), "key"),
            over_hidden: hidden(over.len(), OVER),
            working: working
                .iter()
                .take(WORKING)
                .map(|row| shown(row, vec![form::revoke_key(row)]))
                .collect(),
            over: over.iter().take(OVER).map(|row| shown(row, Vec::new())).collect(),
        })
    }
}

/// How a key begins, and when it was made, used, revoked.
fn told(row: &api_key::Model) -> String {
    let moments = [
        ("made", Some(row.created_at)),
        ("last used", row.last_used_at),
        ("revoked", row.revoked_at),
        ("ends", row.expires_at.filter(|_| row.revoked_at.is_none())),
    ];
    let moments = moments.iter().filter_map(|(what, at)| {
        let at = words::moment((*at)?);
        Some(format!("{what} {at}"))
    });
    let begins = format!("begins with {}", row.prefix);
    std::iter::once(begins).chain(moments).collect::<Vec<_>>().join("; ")
}
