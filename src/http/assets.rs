//! The playground, from inside the binary.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, IF_NONE_MATCH},
    web,
};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::{State, persisted::hex};

static PAGE: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/playground/index.html"));
static BUNDLE: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets/playground/dist");
static EXAMPLES: Dir = include_dir!("$CARGO_MANIFEST_DIR/assets/playground/examples");

/// The editor sets styles from its script and starts its workers from the files beside it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; \
    frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// `/playground`.
pub async fn page(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    if !state.settings.playground {
        return super::not_found().await;
    }
    file(&request, "index.html", PAGE, false)
}

/// `/playground/`: the address of the page has no slash.
pub async fn way() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/playground")).finish()
}

/// `/playground/{file}`.
pub async fn part(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    if !state.settings.playground {
        return super::not_found().await;
    }
    if let Some(example) = path.strip_prefix("examples/").and_then(|name| EXAMPLES.get_file(name)) {
        return file(&request, &path, example.contents(), false);
    }
    if let Some(packed) = BUNDLE.get_file(format!("{path}.gz")) {
        return file(&request, &path, packed.contents(), true);
    }
    match BUNDLE.get_file(&*path) {
        Some(plain) => file(&request, &path, plain.contents(), false),
        None => super::not_found().await,
    }
}

fn file(request: &HttpRequest, name: &str, bytes: &'static [u8], packed: bool) -> HttpResponse {
    let tag = format!("W/\"{}\"", hex(&Sha256::digest(bytes)[..16]));
    let mut response = HttpResponse::Ok();
    response.insert_header((header::ETAG, tag.as_str()));
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    if request.headers().get(IF_NONE_MATCH).is_some_and(|known| known == tag.as_str()) {
        response.status(actix_web::http::StatusCode::NOT_MODIFIED);
        return response.finish();
    }
    if packed {
        response.insert_header((header::CONTENT_ENCODING, "gzip"));
    }
    response.insert_header((header::CONTENT_TYPE, content_type(name)));
    response.body(bytes)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("ttf") => "font/ttf",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("graphql" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
