//! Cursors of lists that are not lists of one kind of record: opaque, and only for the list that
//! gave them.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Error, Result};

/// A cursor as clients see it; `list` is what it belongs to.
pub fn encode(list: &str, place: &impl Serialize) -> String {
    let json = serde_json::to_vec(&(list, place)).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(json)
}

/// The place that a cursor in the argument `field` means.
pub fn decode<T: DeserializeOwned>(
    field: &str,
    list: &str,
    cursor: Option<&str>,
) -> Result<Option<T>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let json = URL_SAFE_NO_PAD.decode(cursor).ok();
    let read = json.and_then(|json| serde_json::from_slice::<(String, T)>(&json).ok());
    match read {
        Some((of, place)) if of == list => Ok(Some(place)),
        Some(_) | None => {
            let message =
                format!("{field} is not a cursor of {list}: pass on an endCursor of it unchanged");
            Err(Error::invalid(field, message))
        }
    }
}
