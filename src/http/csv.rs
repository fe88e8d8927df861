//! `/graphql?format=csv`: the one list of an answer as a file.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue},
    web,
};
use async_graphql::{ServerError, parser::types::OperationType};
use url::form_urlencoded;

use super::{
    State,
    etag::{Tag, keep},
    files::attachment,
    graphql::{self, Answer, Door},
    host::base,
    message::{Body, Message},
    negotiate::Media,
    refusal::Refusal,
};
use crate::{
    Error,
    app::Actor,
    domain::text::shown,
    graphql::{located, table::Table},
    web::{
        query::switch,
        rows::{BOM, Format},
    },
};

/// What goes wrong is told as JSON with its own status, never with 200: a program that reads a table
/// looks at nothing else.
const TOLD: Media = Media::GraphqlResponse;

/// How the file is written.
#[derive(Clone, Copy)]
struct Csv {
    /// Whether it begins with the mark by which spreadsheets know UTF-8.
    bom: bool,
}

/// Reads a query string; `None` where no file is asked for.
fn asked(query: &str) -> Result<Option<Csv>, Refusal> {
    let (mut csv, mut bom) = (false, false);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match (&*name, value.trim()) {
            ("format", "csv") => csv = true,
            ("format", "" | "json") | ("bom", "") => {}
            ("format", other) => {
                let message = format!("format is {}: there are csv and json", shown(other));
                return Err(Refusal::bad(message));
            }
            ("bom", value) => bom = switch("bom", value)?,
            _ => {}
        }
    }
    Ok(csv.then_some(Csv { bom }))
}

/// Answers a GET that asks for a file; `None` if it does not.
pub async fn get(state: &State, request: &HttpRequest) -> Option<HttpResponse> {
    let answer = match asked(request.query_string()) {
        Ok(None) => return None,
        Ok(Some(csv)) => get_file(state, request, csv).await,
        Err(refusal) => Err(refusal),
    };
    Some(answer.unwrap_or_else(|refusal| refusal.respond(TOLD)))
}

async fn get_file(state: &State, request: &HttpRequest, csv: Csv) -> Result<HttpResponse, Refusal> {
    let actor = state.enter(request).await?;
    let message = Message::from_query(request.query_string(), &state.settings.limits)?;
    let version = state.version().await;
    let tag = version.map(|version| Tag::of(version, state, request, &actor, TOLD));
    if let Some(tag) = tag.as_ref().filter(|tag| tag.is_known(request.headers())) {
        return Ok(tag.put(HttpResponse::NotModified(), &actor).finish());
    }
    file(state, request, (message, Door::Get), (tag, &actor), csv).await
}

/// Answers a POST that asks for a file; gives the body back if it does not.
pub async fn post(
    state: &State,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, web::Payload> {
    let answer = match asked(request.query_string()) {
        Ok(None) => return Err(payload),
        Ok(Some(csv)) => post_file(state, request, payload, csv).await,
        Err(refusal) => Err(refusal),
    };
    Ok(answer.unwrap_or_else(|refusal| refusal.respond(TOLD)))
}

async fn post_file(
    state: &State,
    request: &HttpRequest,
    payload: web::Payload,
    csv: Csv,
) -> Result<HttpResponse, Refusal> {
    let actor = state.enter(request).await?;
    match graphql::read(state, request, payload).await? {
        Body::Single(message) => {
            file(state, request, (message, Door::Post), (None, &actor), csv).await
        }
        Body::Batch(_) => {
            Err(Refusal::bad("a batch is no table: send one request at a time with format=csv"))
        }
    }
}

async fn file(
    state: &State,
    request: &HttpRequest,
    (message, door): (Message, Door),
    (tag, actor): (Option<Tag>, &Actor),
    csv: Csv,
) -> Result<HttpResponse, Refusal> {
    let mut admitted = state.admit(message, actor, door)?;
    if admitted.operation != OperationType::Query {
        return Err(Refusal::bad(
            "what a mutation answers is no table: send it without format=csv",
        ));
    }
    let document = admitted.request.parsed_query().map_err(unread)?.clone();
    let operation = admitted.request.operation_name.clone();
    let answer = state.execute(located(admitted.request, base(state, request))).await;
    if answer.is_err() {
        return Ok(failed(answer.into()));
    }
    let table = Table::of(&document, operation.as_deref()).map_err(Refusal::bad)?;
    if !table.has_list() {
        return Err(Refusal::bad(
            "csv takes a query with one list, and this one has none: ask for one, as in { claims { nodes { text } } }",
        ));
    }
    let name = table.name.as_deref().unwrap_or("rows");
    let mut response = keep(tag.as_ref(), HttpResponse::Ok(), actor);
    response.insert_header((CONTENT_TYPE, Format::Csv.content_type()));
    response.insert_header(attachment(name, "csv"));
    if let Some(page) = table.page(&answer.data) {
        response.insert_header(("x-has-next-page", page.more.to_string()));
        // A field of another sort may go by the name of the cursor.
        if let Some(end) = page.end.and_then(|end| HeaderValue::from_str(&end).ok()) {
            response.insert_header(("x-end-cursor", end));
        }
    }
    let mark = if csv.bom { BOM } else { "" };
    Ok(response.body(mark.to_owned() + &table.write(&answer.data)?))
}

/// Without the data: a part of a table would be taken for all of it.
fn failed(answer: Answer) -> HttpResponse {
    HttpResponse::build(answer.failure())
        .insert_header((CONTENT_TYPE, TOLD.content_type()))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(serde_json::json!({ "errors": answer.into_errors() }).to_string())
}

fn unread(error: ServerError) -> Error {
    Error::internal("reading the document again", std::io::Error::other(error.message))
}
