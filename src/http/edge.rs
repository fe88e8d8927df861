//! What goes around every request: its id, the hosts we answer to, other origins, and the headers
//! that keep a browser from doing more than it should.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Instant,
};

use actix_web::{
    Error, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
    web,
};

use super::{State, host, negotiate::Media, refusal::Refusal, unread::Unread};
use crate::error::Code;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Ids for requests that bring none.
pub struct Ids {
    run: u64,
    next: AtomicU64,
}

impl Ids {
    /// `run` tells the ids of this run of the server from those of another.
    pub const fn new(run: u64) -> Self {
        Self { run, next: AtomicU64::new(1) }
    }

    fn of(&self, headers: &HeaderMap) -> HeaderValue {
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        let sent = headers
            .get(&REQUEST_ID)
            .filter(|id| (1..=64).contains(&id.len()) && id.as_bytes().iter().all(plain));
        sent.cloned().unwrap_or_else(|| {
            let id = format!("{:08x}-{:x}", self.run, self.next.fetch_add(1, Ordering::Relaxed));
            HeaderValue::try_from(id).expect("hexadecimal digits are a header value")
        })
    }
}

/// Goes around every request.
pub async fn around<B: MessageBody>(
    state: web::Data<State>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let started = Instant::now();
    let id = state.ids.of(request.headers());
    let origin = host::allowed_origin(request.headers(), &state.settings).map(str::to_owned);
    let (method, path) = (request.method().clone(), request.path().to_owned());
    let unread = Unread::of(&mut request);
    let mut response = match turn_away(&state, &request) {
        Some(response) => request.into_response(response).map_into_right_body(),
        None => next.call(request).await?.map_into_left_body(),
    };
    if let Some(unread) = unread {
        unread.release();
    }
    let status = response.status().as_u16();
    // The path alone: a query string may hold what somebody wanted to keep to themselves.
    tracing::info!(
        %method,
        path,
        status,
        id = id.to_str().unwrap_or_default(),
        ms = started.elapsed().as_millis(),
        "answered"
    );
    let headers = response.headers_mut();
    headers.insert(REQUEST_ID.clone(), id);
    protect(headers);
    share(headers, &state, origin.as_deref());
    Ok(response)
}

fn turn_away(state: &State, request: &ServiceRequest) -> Option<HttpResponse> {
    if state.loopback && !host::is_ours(request.head(), &state.settings) {
        let message = "this server answers only to localhost, 127.0.0.1 and [::1]";
        let refusal = Refusal::new(Code::Forbidden, message);
        return Some(refusal.status(StatusCode::MISDIRECTED_REQUEST).respond(Media::Json));
    }
    let asks = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    (request.method() == Method::OPTIONS && asks).then(|| HttpResponse::NoContent().finish())
}

/// A page of ours may set a looser policy for itself.
fn protect(headers: &mut HeaderMap) {
    let defaults = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
    ];
    for (name, value) in defaults {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "identity") {
        headers.remove(header::CONTENT_ENCODING);
    }
}

/// Lets pages of an allowed origin read the answer.
fn share(headers: &mut HeaderMap, state: &State, origin: Option<&str>) {
    headers.append(header::VARY, HeaderValue::from_static("accept, authorization, origin"));
    let Some(origin) = origin.and_then(|origin| HeaderValue::from_str(origin).ok()) else {
        if state.settings.cors.is_empty() {
            let same = HeaderValue::from_static("same-origin");
            headers.insert(header::CROSS_ORIGIN_RESOURCE_POLICY, same);
        }
        return;
    };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let fixed = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, if-none-match, last-event-id, x-request-id",
        ),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "etag, retry-after, x-end-cursor, x-has-next-page, x-request-id",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, "7200"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
