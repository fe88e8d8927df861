//! `graphql-transport-ws` on `/graphql`.

mod frames;
mod operation;
mod protocol;
mod session;

use actix_web::{
    FromRequest as _, HttpRequest, HttpResponse,
    http::header::{HeaderMap, SEC_WEBSOCKET_PROTOCOL},
    web,
};
use actix_ws::{CloseCode, CloseReason};

use self::{frames::Frames, session::Session};
use super::{State, host, keys::Secret, negotiate::Media, refusal::Refusal};
use crate::error::Code;

const PROTOCOL: &str = "graphql-transport-ws";

/// Answers the upgrade.
pub async fn open(
    state: &web::Data<State>,
    request: &HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    upgrade(state, request, payload).await.unwrap_or_else(|refusal| refusal.respond(Media::Json))
}

async fn upgrade(
    state: &web::Data<State>,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, Refusal> {
    if !host::may_open_socket(request, &state.settings) {
        let message = "pages of this origin may not open a socket: allow the origin with --cors";
        return Err(Refusal::new(Code::Forbidden, message));
    }
    let address = state.address(request);
    let secret = Secret::of(request.headers())?;
    // A browser's page can send its key only once the socket is open: whether one is needed is
    // asked then.
    match &secret {
        Some(secret) => drop(state.identify(Some(secret), address).await?),
        None => state.rate.count(super::rate::Caller::address(address))?,
    }
    if state.is_stopping() {
        return Err(Refusal::new(Code::Unavailable, "the server is stopping: try again soon"));
    }
    let place = state.take_place(address)?;
    let limit = state.settings.limits.body_bytes;
    let mut payload = Frames::payload(payload, limit);
    let payload = web::Payload::from_request(request, &mut payload).await;
    let payload = payload.map_err(|error| Refusal::bad(error.to_string()))?;
    let (mut response, writer, reader) =
        actix_ws::handle_with_protocols(request, payload, &[PROTOCOL])
            .map_err(|error| Refusal::bad(format!("this is not a WebSocket: {error}")))?;
    let reader =
        reader.max_frame_size(limit).aggregate_continuations().max_continuation_size(limit);
    if offers_protocol(request.headers()) {
        spell_protocol(&mut response);
        let state = state.clone().into_inner();
        let session = Session::new(state, writer, reader, secret, address, place);
        actix_web::rt::spawn(session.run());
    } else {
        let reason = CloseReason {
            code: CloseCode::Other(4406),
            description: Some("Subprotocol not acceptable".to_owned()),
        };
        actix_web::rt::spawn(async move {
            let _ = writer.close(Some(reason)).await;
            drop((reader, place));
        });
    }
    Ok(response)
}

/// The framework writes the names of headers in lower case. The Python client gql looks for this
/// one as RFC 6455 spells it, and falls back to an older protocol without; so it is written as a
/// line of its own behind the status.
fn spell_protocol(response: &mut HttpResponse) {
    response.headers_mut().remove(SEC_WEBSOCKET_PROTOCOL);
    response.head_mut().reason =
        Some("Switching Protocols\r\nSec-WebSocket-Protocol: graphql-transport-ws");
}

fn offers_protocol(headers: &HeaderMap) -> bool {
    headers
        .get_all(SEC_WEBSOCKET_PROTOCOL)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|protocol| protocol.trim() == PROTOCOL)
}
