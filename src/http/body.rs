//! Reads a body that may be too large or never come.

use actix_web::{
    HttpRequest,
    http::{
        StatusCode,
        header::{CONTENT_ENCODING, CONTENT_LENGTH},
    },
    web::{BytesMut, Payload},
};
use futures_util::StreamExt;
use tokio::time::timeout;

use super::{State, limit::Share, refusal::Refusal, settings::Limits};

/// What one body may have read before it counts against the bodies of all: a small request is not
/// shut out by those who send large ones slowly.
const FREE: usize = 4 * 1024;

/// The whole body.
pub async fn read(
    state: &State,
    request: &HttpRequest,
    payload: Payload,
) -> Result<BytesMut, Refusal> {
    let limits = &state.settings.limits;
    if request.headers().contains_key(CONTENT_ENCODING) {
        return Err(Refusal::bad("the body is encoded: send it as it is")
            .status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let announced = length.and_then(|length| length.parse().ok()).unwrap_or(0_usize);
    if announced > limits.body_bytes {
        return Err(too_large(announced, limits));
    }
    let share = state.bodies.share(state.address(request));
    let seconds = limits.body_time.as_secs();
    timeout(limits.body_time, collect(payload, announced, share, limits)).await.unwrap_or_else(
        |_| {
            let message =
                format!("the body did not arrive within {seconds} seconds, which is the limit");
            Err(Refusal::limit(
                "seconds",
                None,
                usize::try_from(seconds).unwrap_or_default(),
                message,
            )
            .status(StatusCode::REQUEST_TIMEOUT))
        },
    )
}

async fn collect(
    mut payload: Payload,
    announced: usize,
    mut share: Share,
    limits: &Limits,
) -> Result<BytesMut, Refusal> {
    // An announcement costs its sender nothing: no more than a page is set aside for it.
    let mut bytes = BytesMut::with_capacity(announced.min(8 * 1024));
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad("the body broke off before its end"))?;
        let size = bytes.len() + chunk.len();
        if size > limits.body_bytes {
            return Err(too_large(size, limits));
        }
        if size > FREE {
            share.grow(chunk.len()).map_err(too_many)?;
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn too_many(limit: usize) -> Refusal {
    let message = format!(
        "bodies of {limit} bytes together are being read, which is the limit: try again soon"
    );
    Refusal::limit("bodies", None, limit, message).status(StatusCode::SERVICE_UNAVAILABLE)
}

fn too_large(size: usize, limits: &Limits) -> Refusal {
    let limit = limits.body_bytes;
    Refusal::limit(
        "body",
        Some(size),
        limit,
        format!(
            "the body has {size} bytes or more and the limit is {limit}: send several requests"
        ),
    )
    .status(StatusCode::PAYLOAD_TOO_LARGE)
}
