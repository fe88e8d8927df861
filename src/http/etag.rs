//! Says whether an answer to a GET is still the one the client has.

use actix_web::{
    HttpRequest, HttpResponseBuilder,
    http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_NONE_MATCH},
};
use sha2::{Digest, Sha256};

use super::{State, host::base, negotiate::Media, persisted::hex};
use crate::app::Actor;

/// Names one answer: the state of the database, what was asked, and who asked.
pub struct Tag(String);

impl Tag {
    /// Of an answer at a version of the database, which is read before the query runs, so that a
    /// change in between makes the tag too old and never too new.
    pub fn of(
        version: i64,
        state: &State,
        request: &HttpRequest,
        actor: &Actor,
        media: Media,
    ) -> Self {
        let mut hash = Sha256::new();
        hash.update(env!("CARGO_PKG_VERSION"));
        hash.update(version.to_be_bytes());
        hash.update([u8::from(media == Media::Json), u8::from(state.settings.introspection)]);
        if let Some(viewer) = actor.viewer() {
            hash.update(viewer.key_id.as_bytes());
            hash.update(format!("{:?}", viewer.role));
        }
        // Answers hold addresses, which begin as the client reached the server.
        for part in [&base(state, request), request.path(), request.query_string()] {
            hash.update([0]);
            hash.update(part);
        }
        Self::weak(&hash.finalize())
    }

    /// Of an answer that is the same whatever is on record.
    pub fn of_text(text: &str) -> Self {
        Self::weak(&Sha256::digest(text))
    }

    /// Weak: the same answer is written differently when it is compressed.
    fn weak(hash: &[u8]) -> Self {
        Self(format!("W/\"{}\"", hex(&hash[..16])))
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

/// Says of a response who may keep it: nobody, where it has no tag.
pub fn keep(
    tag: Option<&Tag>,
    mut response: HttpResponseBuilder,
    actor: &Actor,
) -> HttpResponseBuilder {
    if let Some(tag) = tag {
        return tag.put(response, actor);
    }
    response.insert_header((CACHE_CONTROL, "no-store"));
    response
}
