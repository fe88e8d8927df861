//! `/healthz` and `/readyz`: whether the process lives, and whether it can serve.

use actix_web::{HttpResponse, http::header, web};

use super::State;

/// The process answers.
pub async fn live() -> HttpResponse {
    plain(HttpResponse::Ok(), "ok\n")
}

/// The database answers too, and the server is not stopping.
pub async fn ready(state: web::Data<State>) -> HttpResponse {
    if state.is_stopping() {
        return plain(HttpResponse::ServiceUnavailable(), "stopping\n");
    }
    match state.ask(async |db| db.ping().await).await {
        Ok(()) => plain(HttpResponse::Ok(), "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            plain(HttpResponse::ServiceUnavailable(), "the database does not answer\n")
        }
    }
}

fn plain(mut response: actix_web::HttpResponseBuilder, text: &'static str) -> HttpResponse {
    response
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}
