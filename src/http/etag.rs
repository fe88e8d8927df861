//! Says whether an answer to a GET is still the one the client has.

use actix_web::{
    HttpResponseBuilder,
    http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_NONE_MATCH},
};
use sha2::{Digest, Sha256};

use super::{State, negotiate::Media, persisted::hex};
use crate::app::Actor;

/// Names one answer: the state of the database, what was asked, and who asked.
pub struct Tag(String);

impl Tag {
    /// `None` if the database cannot say its version; then nothing may be cached. It is read
    /// before the query runs, so that a change in between makes the tag too old and never too new.
    pub async fn of(state: &State, query: &str, actor: &Actor, media: Media) -> Option<Self> {
        let version = state.ask(async |db| db.version().await).await.ok()?;
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(version.to_be_bytes());
        hash.update([u8::from(media == Media::Json), u8::from(state.settings.introspection)]);
        if let Some(viewer) = actor.viewer() {
            hash.update(viewer.key_id.as_bytes());
            hash.update(format!("{:?}", viewer.role));
        }
        hash.update([0]);
        hash.update(query);
        // Weak: the same answer is written differently when it is compressed.
        Some(Self(format!("W/\"{}\"", hex(&hash.finalize()[..16]))))
    }

    /// Of an answer that is the same whatever is on record.
    pub fn of_text(text: &str) -> Self {
        Self(format!("W/\"{}\"", hex(&Sha256::digest(text)[..16])))
    }

    /// Whether the client has this very answer.
    pub fn is_known(&self, headers: &HeaderMap) -> bool {
        let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        headers
            .get_all(IF_NONE_MATCH)
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|tag| strong(tag) == strong(&self.0))
    }

    /// Puts it on a response, with who may keep it.
    pub fn put(&self, mut response: HttpResponseBuilder, actor: &Actor) -> HttpResponseBuilder {
        response.insert_header((ETAG, self.0.as_str()));
        let keep = if actor.viewer().is_some() { "private, no-cache" } else { "no-cache" };
        response.insert_header((CACHE_CONTROL, keep));
        response
    }
}
