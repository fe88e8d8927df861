//! Which hosts and origins are ours: against pages that rebind their name to this machine, and
//! against foreign pages that open a socket.

use actix_web::{
    HttpRequest,
    dev::RequestHead,
    http::header::{HOST, HeaderMap, ORIGIN},
};

use super::{State, settings::Settings};

/// Whether a listener on loopback answers to the host that was asked for.
pub fn is_ours(head: &RequestHead, settings: &Settings) -> bool {
    let mut named = head.headers().get_all(HOST);
    let (Some(host), None) = (named.next(), named.next()) else { return false };
    let Ok(host) = host.to_str() else { return false };
    let target = head.uri.authority().map_or(host, |authority| authority.as_str());
    [host, target].iter().all(|host| {
        let name = without_port(host);
        ["localhost", "127.0.0.1", "[::1]"].iter().any(|ours| name.eq_ignore_ascii_case(ours))
            || settings.hosts.iter().any(|ours| name.eq_ignore_ascii_case(ours))
    })
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The origin of a request, if its pages may read our answers.
pub fn allowed_origin<'a>(headers: &'a HeaderMap, settings: &Settings) -> Option<&'a str> {
    let origin = headers.get(ORIGIN)?.to_str().ok()?;
    settings.cors.iter().any(|allowed| allowed == "*" || allowed == origin).then_some(origin)
}

/// Whether a socket may be opened from where the request comes: not from a page, from a page of
/// ours, or from an allowed one. Browsers ask nobody before they open a socket.
pub fn may_open_socket(request: &HttpRequest, settings: &Settings) -> bool {
    let headers = request.headers();
    let Some(origin) = headers.get(ORIGIN) else { return true };
    if allowed_origin(headers, settings).is_some() {
        return true;
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    matches!((origin, host), (Some((_, origin)), Some(host)) if origin.eq_ignore_ascii_case(host))
}

/// Where this server is, as the one who asks knows it.
pub(super) fn base(state: &State, request: &HttpRequest) -> String {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok());
    let forwarded = request.headers().get("x-forwarded-proto").and_then(|it| it.to_str().ok());
    let secure = state.settings.behind_proxy && forwarded == Some("https");
    format!("{}://{}", if secure { "https" } else { "http" }, host.unwrap_or("localhost"))
}
