//! Which part of a list is asked for: how many, from which end, after which cursor.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{Error, store::list::Cursor};

/// Records in a page at most.
pub const MAX_SIZE: u64 = 500;

/// How many were asked for, and whether from the end.
pub fn window(
    first: Option<i32>,
    last: Option<i32>,
    usual_size: u64,
) -> crate::Result<(u64, bool)> {
    Ok(match (first, last) {
        (Some(_), Some(_)) => {
            let message = "first and last exclude each other: give one of them";
            return Err(Error::invalid("last", message));
        }
        (Some(first), None) => (size("first", first)?, false),
        (None, Some(last)) => (size("last", last)?, true),
        (None, None) => (usual_size, false),
    })
}

/// Checks how many records were asked for.
pub fn size(field: &str, asked: i32) -> crate::Result<u64> {
    match u64::try_from(asked) {
        Ok(size) if size <= MAX_SIZE => Ok(size),
        _ => {
            let message = format!("{field} is {asked}: ask for 0 to {MAX_SIZE}");
            Err(Error::invalid(field, message))
        }
    }
}

/// A cursor as clients see it: opaque.
pub fn encode(cursor: &Cursor) -> String {
    let json = serde_json::to_vec(cursor).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(json)
}

pub(super) fn decode(field: &str, text: &str, order: &str) -> crate::Result<Cursor> {
    let parsed = URL_SAFE_NO_PAD
        .decode(text)
        .ok()
        .and_then(|json| serde_json::from_slice::<Cursor>(&json).ok());
    let Some(cursor) = parsed else {
        let message = format!("{field} is not a cursor: pass on the endCursor of a page unchanged");
        return Err(Error::invalid(field, message));
    };
    if cursor.order != order {
        let message = format!(
            "the cursor comes from a list ordered by {}, this one is ordered by {order}: start at \
             its first page",
            cursor.order
        );
        return Err(Error::invalid(field, message));
    }
    Ok(cursor)
}
