//! Forms for the keys themselves.

use entity::{api_key, vocab::Role};

use super::{Form, Kind};
use crate::{
    domain::record_id::{Prefix, RecordId},
    web::words::spelled,
};

/// Makes a key.
#[must_use]
pub fn create_key() -> Form {
    let may = |role: Role| match role {
        Role::Reader => "read",
        Role::Contributor => "also record claims, sources, agents",
        Role::Curator => "also change, confirm, merge and retract",
        Role::Admin => "also make keys and undo imports",
    };
    let roles = Role::ALL.iter().map(|role| {
        let word = spelled(role);
        let spoken = format!("{}: {}", word.to_lowercase(), may(*role));
        (word, spoken)
    });
    Form::new("Make a key", "createKey", Role::Admin, "Make it")
        .line("name", "Whose it is")
        .hint("the history keeps it with every change made with the key")
        .required()
        .choose("role", "What it may do", roles.collect())
        .with("expiresAt", "Until the end of", Kind::EndOfDay)
        .hint("in UTC; empty for no end")
}

/// Revokes a key.
#[must_use]
pub fn revoke_key(row: &api_key::Model) -> Form {
    Form::new(format!("Revoke {}", row.name), "revokeKey", Role::Admin, "Revoke")
        .hidden("id", RecordId::new(Prefix::Key, row.id).to_string())
}
