//! `/reconcile`: the Reconciliation Service API 0.2 of the W3C's Entity Reconciliation Community Group.

mod wire;

use std::collections::{BTreeMap, HashMap};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, X_FRAME_OPTIONS,
    },
    web,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use url::form_urlencoded;

use self::wire::{
    BATCH, EXTENDED, Extend, Query, SUGGESTED, cell, known, manifest, property_of, question,
    result, sort_of,
};
use super::{State, body, host::base, negotiate::Media, refusal::Refusal};
use crate::{
    Error, Result,
    app::reconcile::{Card, PROPERTIES, Property, Sort, cards, reconcile},
    domain::record_id::RecordId,
    error::Code,
    store::search::{self, Wanted},
    web::{card, shell},
};

/// `GET /reconcile`: the manifest or, with `queries` or `extend`, an answer.
pub async fn get(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let form = parameters(request.query_string().as_bytes());
    told(entered(&state, &request, form).await)
}

/// `POST /reconcile`: a form with `queries` or `extend`.
pub async fn post(
    state: web::Data<State>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let form = async {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            let message =
                "the body is no form: send Content-Type: application/x-www-form-urlencoded";
            return Err(Refusal::bad(message));
        }
        Ok(parameters(&body::read(&state, &request, payload).await?))
    };
    told(match form.await {
        Ok(form) => entered(&state, &request, form).await,
        Err(refusal) => Err(refusal),
    })
}

async fn entered(
    state: &State,
    request: &HttpRequest,
    form: HashMap<String, String>,
) -> std::result::Result<Value, Refusal> {
    state.enter(request).await?;
    if let Some(queries) = form.get("queries") {
        let queries: BTreeMap<String, Query> = read("queries", queries)?;
        return Ok(answers(state, queries).await?);
    }
    if let Some(extend) = form.get("extend") {
        let extend: Extend = read("extend", extend)?;
        return Ok(extended(state, extend).await?);
    }
    Ok(manifest(&base(state, request)))
}

fn parameters(form: &[u8]) -> HashMap<String, String> {
    form_urlencoded::parse(form)
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

fn read<'a, T: Deserialize<'a>>(name: &'static str, json: &'a str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| {
        Error::invalid(name, format!("{name} is not what the API says it is: {error}"))
    })
}

fn told(answer: std::result::Result<Value, Refusal>) -> HttpResponse {
    match answer {
        Ok(value) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "application/json"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(value.to_string()),
        Err(refusal) => refusal.respond(Media::Json),
    }
}

async fn answers(state: &State, queries: BTreeMap<String, Query>) -> Result<Value> {
    if queries.len() > BATCH {
        let message = format!("queries has {} questions: send {BATCH} at most", queries.len());
        return Err(Error::invalid("queries", message));
    }
    let mut names = Vec::with_capacity(queries.len());
    let mut questions = Vec::with_capacity(queries.len());
    for (name, query) in queries {
        questions.push(question(&name, query)?);
        names.push(name);
    }
    let found = state.ask(async move |db| reconcile(&db, &questions).await).await?;
    let answers = names.into_iter().zip(found).map(|(name, found)| {
        let found: Vec<Value> = found.iter().map(result).collect();
        (name, json!({ "result": found }))
    });
    Ok(Value::Object(answers.collect::<Map<_, _>>()))
}

async fn extended(state: &State, extend: Extend) -> Result<Value> {
    let Extend { ids, properties } = extend;
    if ids.len() > EXTENDED {
        let message = format!("extend has {} ids: send {EXTENDED} at most", ids.len());
        return Err(Error::invalid("extend.ids", message));
    }
    if properties.len() > PROPERTIES.len() {
        let message = format!("extend has {} properties: send each of them once", properties.len());
        return Err(Error::invalid("extend.properties", message));
    }
    let properties: Vec<&'static Property> =
        properties.iter().map(|asked| known(&asked.id)).collect::<Result<_>>()?;
    // What is no id leads to no record.
    let keys: Vec<RecordId> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let found = state.ask(async move |db| cards(&db, &keys).await).await?;
    let rows = ids.into_iter().map(|id| {
        let card = id.parse().ok().and_then(|key: RecordId| found.get(&key));
        let cells = properties.iter().map(|property| {
            let values = card.map_or(&[][..], |card| card.values(property.id));
            (property.id.to_owned(), Value::Array(values.iter().map(cell).collect()))
        });
        let cells = Value::Object(cells.collect());
        (id, cells)
    });
    let rows = Value::Object(rows.collect());
    let meta: Vec<Value> = properties.iter().map(|property| property_of(property)).collect();
    Ok(json!({ "meta": meta, "rows": rows }))
}

/// `GET /reconcile/properties`: what can be asked of a sort.
pub async fn properties(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let answer = async {
        state.enter(&request).await?;
        let form = parameters(request.query_string().as_bytes());
        let sort = match form.get("type") {
            Some(name) => Some(Sort::named(name).ok_or_else(|| {
                let message =
                    format!("type \"{name}\" is unknown: send agent, place, event or statistic");
                Error::invalid("type", message)
            })?),
            None => None,
        };
        let limit = form.get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
        let known = PROPERTIES.iter().filter(|it| sort.is_none_or(|sort| it.sorts.contains(&sort)));
        let known: Vec<Value> = known.take(limit).map(property_of).collect();
        let mut told = json!({ "properties": known });
        if let Some(sort) = sort {
            told["type"] = json!(sort.name());
        }
        Ok(told)
    };
    told(answer.await)
}

/// `GET /reconcile/suggest/{what}`: what begins with a prefix.
pub async fn suggest(
    state: web::Data<State>,
    request: HttpRequest,
    what: web::Path<String>,
) -> HttpResponse {
    let answer = async {
        state.enter(&request).await?;
        let form = parameters(request.query_string().as_bytes());
        let prefix = form.get("prefix").map(|prefix| prefix.trim()).unwrap_or_default();
        let begins = |name: &str| name.to_lowercase().starts_with(&prefix.to_lowercase());
        let found = match what.as_str() {
            "entity" => entities(&state, prefix).await?,
            "property" => {
                let found = PROPERTIES.iter().filter(|it| begins(it.id) || begins(it.title));
                found.map(property_of).collect()
            }
            "type" => {
                let found = Sort::ALL.into_iter().filter(|sort| begins(sort.title()));
                found.map(sort_of).collect()
            }
            _ => return Err(Refusal::new(Code::NotFound, "there is nothing at this address")),
        };
        Ok(json!({ "result": found }))
    };
    told(answer.await)
}

async fn entities(state: &State, prefix: &str) -> Result<Vec<Value>> {
    let kinds = Sort::ALL.map(Sort::kind).to_vec();
    // Nothing begins with what has neither a letter nor a digit.
    let Ok(wanted) = Wanted::read(prefix, kinds) else { return Ok(Vec::new()) };
    let found = state.ask(async move |db| {
        let hits = search::find(&db, &wanted, None, SUGGESTED).await?;
        let ids: Vec<RecordId> =
            hits.iter().map(|hit| RecordId::new(hit.record_kind, hit.record_key)).collect();
        let found = cards(&db, &ids).await?;
        Ok(ids.iter().filter_map(|id| found.get(id).cloned()).collect::<Vec<Card>>())
    });
    let suggestion = |card: &Card| {
        json!({
            "id": card.id.to_string(),
            "name": card.name,
            "description": card.about,
            "notable": [card.sort.name()],
        })
    };
    Ok(found.await?.iter().map(suggestion).collect())
}

/// `GET /reconcile/preview`: a card of a record, for a frame beside a table.
pub async fn preview(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    shown(&state, &request, false).await
}

/// `GET /reconcile/view`: the way to the page of a record.
pub async fn view(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    shown(&state, &request, true).await
}

async fn shown(state: &State, request: &HttpRequest, page: bool) -> HttpResponse {
    let found = async {
        state.enter(request).await?;
        let form = parameters(request.query_string().as_bytes());
        let id: Option<RecordId> = form.get("id").and_then(|id| id.parse().ok());
        let Some(id) = id else { return Ok(None) };
        let found = state.ask(async move |db| cards(&db, &[id]).await).await?;
        Ok::<_, Refusal>(found.into_values().next())
    };
    let found = match found.await {
        Ok(found) => found.ok_or_else(|| {
            let message = "no agent, place, event or statistic has this id";
            Refusal::new(Code::NotFound, message)
        }),
        Err(refusal) => Err(refusal),
    };
    match found.and_then(|found| Ok((card::page(&found)?, card::page_of(&found)))) {
        Ok((_, address)) if page => {
            HttpResponse::TemporaryRedirect().insert_header((LOCATION, address)).finish()
        }
        Ok((text, _)) => HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, "text/html; charset=utf-8"))
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((CONTENT_SECURITY_POLICY, shell::embedding_policy(&state.settings.cors)))
            .insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"))
            .body(text),
        Err(refusal) => refusal.respond(Media::Json),
    }
}
