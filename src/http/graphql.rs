//! `/graphql` over HTTP.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use async_graphql::{
    Response,
    parser::types::{DocumentOperations, ExecutableDocument, OperationType},
};
use serde::Serialize;

use super::{
    State,
    answers::{Known, Question},
    body, csv,
    etag::{Tag, keep},
    host::base,
    message::{Body, Message},
    negotiate::{self, Media},
    refusal::{self, Refusal},
    socket,
};
use crate::{app::Actor, error::Code, graphql};

/// What a request may do where it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Queries alone: a link or an image can send it.
    Get,
    /// Queries and mutations.
    Post,
    /// All three.
    Socket,
}

/// A request that may be run.
pub struct Admitted {
    /// Ready for the schema.
    pub request: async_graphql::Request,
    /// What sort of operation it is.
    pub operation: OperationType,
    /// What it asks; `None` where the answer is not to be kept.
    question: Option<Question>,
}

/// Answers `GET /graphql`: a query, the upgrade to a socket, or the way to the playground.
pub async fn get(
    state: web::Data<State>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    if request.headers().contains_key(header::UPGRADE) {
        return socket::open(&state, &request, payload).await;
    }
    if request.query_string().is_empty() && state.settings.playground && wants_page(&request) {
        let location = (header::LOCATION, "/playground");
        return HttpResponse::SeeOther().insert_header(location).finish();
    }
    if let Some(answer) = csv::get(&state, &request).await {
        return answer;
    }
    let Some(media) = negotiate::accepted(request.headers()) else { return not_acceptable() };
    get_query(&state, &request, media).await.unwrap_or_else(|refusal| refusal.respond(media))
}

async fn get_query(
    state: &State,
    request: &HttpRequest,
    media: Media,
) -> Result<HttpResponse, Refusal> {
    let actor = state.enter(request).await?;
    let message = Message::from_query(request.query_string(), &state.settings.limits)?;
    let admitted = state.admit(message, &actor, Door::Get)?;
    let version = state.version().await;
    let tag = version.map(|version| Tag::of(version, state, request, &actor, media));
    if let Some(tag) = tag.as_ref().filter(|tag| tag.is_known(request.headers())) {
        return Ok(tag.put(HttpResponse::NotModified(), &actor).finish());
    }
    let written = state.answer(admitted, media, request, version).await?;
    let tag = tag.filter(|_| written.is_whole);
    Ok(keep(tag.as_ref(), answered(written.status, media), &actor).body(written.body))
}

/// Answers `POST /graphql`.
pub async fn post(
    state: web::Data<State>,
    request: HttpRequest,
    payload: web::Payload,
) -> HttpResponse {
    let payload = match csv::post(&state, &request, payload).await {
        Ok(answer) => return answer,
        Err(payload) => payload,
    };
    let Some(media) = negotiate::accepted(request.headers()) else { return not_acceptable() };
    match post_body(&state, &request, payload, media).await {
        Ok(response) => response,
        Err(refusal) => refusal.respond(media),
    }
}

async fn post_body(
    state: &State,
    request: &HttpRequest,
    payload: web::Payload,
    media: Media,
) -> Result<HttpResponse, Refusal> {
    let actor = state.enter(request).await?;
    match read(state, request, payload).await? {
        Body::Single(message) => {
            let admitted = state.admit(message, &actor, Door::Post)?;
            let written = state.answer(admitted, media, request, None).await?;
            Ok(answered(written.status, media).body(written.body))
        }
        Body::Batch(messages) => {
            let mut answers = Vec::with_capacity(messages.len());
            for (index, message) in messages.into_iter().enumerate() {
                answers.push(state.batched(index, message, &actor, request).await);
            }
            Ok(answered(StatusCode::OK, Media::Json).body(json(&answers)?))
        }
    }
}

/// What the body of a POST asks.
pub async fn read(
    state: &State,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<Body, Refusal> {
    if !negotiate::is_json(request.headers()) {
        let message = "the body is not said to be JSON: send Content-Type: application/json";
        return Err(Refusal::bad(message).status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = body::read(state, request, payload).await?;
    Body::parse(&bytes, &state.settings.limits)
}

fn answered(status: StatusCode, media: Media) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, media.content_type()));
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

/// Answers any other method.
pub async fn other(request: HttpRequest) -> HttpResponse {
    let media = negotiate::accepted(request.headers()).unwrap_or(Media::Json);
    let message = format!("{} is not answered here: send GET or POST", request.method());
    Refusal::new(Code::MethodNotAllowed, message).respond(media)
}

fn not_acceptable() -> HttpResponse {
    let message = "none of the accepted types can be answered: accept application/graphql-response+json or application/json";
    Refusal::bad(message).status(StatusCode::NOT_ACCEPTABLE).respond(Media::Json)
}

fn wants_page(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn json(value: &impl Serialize) -> Result<web::Bytes, Refusal> {
    let written = serde_json::to_vec(value);
    Ok(written.map_err(|error| crate::Error::internal("writing the response", error))?.into())
}

/// A response with its status.
struct Written {
    status: StatusCode,
    body: web::Bytes,
    /// Without any error.
    is_whole: bool,
}

impl State {
    /// Looks at a request before it is run, and at its document before it is parsed.
    pub fn admit(
        &self,
        mut message: Message,
        actor: &Actor,
        door: Door,
    ) -> Result<Admitted, Refusal> {
        let text = self.documents.find(&message)?;
        let parsed = self.parsed.parse(&text, &self.settings.limits)?;
        let operation = operation_type(&parsed, message.operation_name.as_deref())?;
        may_run(operation, door)?;
        self.documents.keep(&message, &text);

        let question = match operation {
            OperationType::Query => Question::of(&message, &text, actor),
            OperationType::Mutation | OperationType::Subscription => None,
        };
        let mut request = async_graphql::Request::new(&*text).variables(message.variables());
        request.operation_name = message.operation_name;
        request.set_parsed_query(parsed);
        if !self.settings.introspection {
            request = request.disable_introspection();
        }
        let kept = self.records.as_ref().filter(|_| operation == OperationType::Query);
        let session = self.session.acting_as(actor.clone());
        let request = graphql::prepare(request, session, kept.cloned());
        Ok(Admitted { request, operation, question })
    }

    /// The answer to a request: the one that was given before, where the database is as it was. Its
    /// version, where it was read already, is not read again.
    async fn answer(
        &self,
        admitted: Admitted,
        media: Media,
        request: &HttpRequest,
        version: Option<i64>,
    ) -> Result<Written, Refusal> {
        let base = base(self, request);
        let question = admitted.question.map(|question| question.at(&base));
        let known = question.map_or(Known::Nothing, |question| self.answers.look_up(question));
        // Without a version nothing may be kept; a question that is new costs no look at it.
        let version = match (&known, version) {
            (Known::Nothing, _) => None,
            (_, Some(version)) => Some(version),
            (_, None) => self.version().await,
        };
        if let Known::Answered(at, body) = known
            && Some(at) == version
        {
            return Ok(Written { status: StatusCode::OK, body, is_whole: true });
        }
        let answer = Answer::from(self.execute(graphql::located(admitted.request, base)).await);
        let is_whole = answer.errors.is_empty();
        let written = Written { status: answer.status(media), body: json(&answer)?, is_whole };
        if let (Some(question), Some(version), true) = (question, version, is_whole) {
            self.answers.keep(question, version, &written.body);
        }
        Ok(written)
    }

    /// Runs a request in a task of its own, which goes on to its end if the client leaves.
    pub async fn execute(&self, request: async_graphql::Request) -> Response {
        let (schema, working) = (self.schema.clone(), self.work.begin());
        let task = self.runtime.spawn(async move {
            let _working = working;
            graphql::execute(&schema, request).await
        });
        task.await.unwrap_or_else(|error| {
            let refusal = Refusal::from(crate::Error::internal("running the request", error));
            Response::from_errors(vec![refusal.error()])
        })
    }

    async fn batched(
        &self,
        index: usize,
        message: Message,
        actor: &Actor,
        request: &HttpRequest,
    ) -> Answer {
        // The first was counted at the door.
        let counted = if index == 0 { Ok(()) } else { self.count(actor, self.address(request)) };
        match counted.and_then(|()| self.admit(message, actor, Door::Post)) {
            Ok(admitted) => {
                let located = graphql::located(admitted.request, base(self, request));
                self.execute(located).await.into()
            }
            Err(refusal) => Response::from_errors(vec![refusal.error()]).into(),
        }
    }
}

fn may_run(operation: OperationType, door: Door) -> Result<(), Refusal> {
    match (operation, door) {
        (OperationType::Mutation, Door::Get) => {
            let message = "a mutation cannot be sent by GET: send it by POST";
            Err(Refusal::new(Code::MethodNotAllowed, message).allow("POST"))
        }
        (OperationType::Subscription, Door::Get | Door::Post) => Err(Refusal::bad(
            "a subscription needs a socket: open a WebSocket with the protocol graphql-transport-ws here, or read the events of /changes",
        )),
        _ => Ok(()),
    }
}

/// What the operation that is asked for does.
fn operation_type(
    document: &ExecutableDocument,
    name: Option<&str>,
) -> Result<OperationType, Refusal> {
    let unknown = |message: String| Refusal::new(Code::GraphqlValidationFailed, message).graphql();
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Ok(operation.node.ty),
        (DocumentOperations::Single(_), Some(name)) => {
            Err(unknown(format!("the document has no operation called {name}")))
        }
        (DocumentOperations::Multiple(operations), Some(name)) => operations
            .get(name)
            .map(|operation| operation.node.ty)
            .ok_or_else(|| unknown(format!("the document has no operation called {name}"))),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            let only = operations.values().next();
            Ok(only.map_or(OperationType::Query, |operation| operation.node.ty))
        }
        (DocumentOperations::Multiple(_), None) => Err(unknown(
            "the document has several operations: name one in operationName".to_owned(),
        )),
    }
}

/// A response as it is written: without `data` if the request was not run at all.
#[derive(Serialize)]
pub struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<async_graphql::ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<async_graphql::Value>,
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    extensions: std::collections::BTreeMap<String, async_graphql::Value>,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        let Response { data, errors, extensions, .. } = response;
        // An error of a field has its path; what fails before any field runs has none.
        let not_run = data == async_graphql::Value::Null
            && !errors.is_empty()
            && errors.iter().all(|error| error.path.is_empty());
        Self { errors, data: (!not_run).then_some(data), extensions }
    }
}

impl Answer {
    /// Whether the request was not run at all.
    pub fn is_refused(&self) -> bool {
        self.data.is_none()
    }

    /// The errors, for a socket.
    pub fn into_errors(self) -> Vec<async_graphql::ServerError> {
        self.errors
    }

    fn status(&self, media: Media) -> StatusCode {
        if !self.is_refused() {
            return StatusCode::OK;
        }
        let status = self.failure();
        // A client that asks for `application/json` is told with 200 what is wrong with its
        // request, and by status what is wrong with us.
        if media == Media::Json && !status.is_server_error() { StatusCode::OK } else { status }
    }

    /// The status that goes with the first error.
    pub fn failure(&self) -> StatusCode {
        let code = self.errors.first().and_then(|error| error.extensions.as_ref()?.get("code"));
        Code::ALL
            .into_iter()
            .find(|known| code == Some(&async_graphql::Value::from(known.as_str())))
            .map_or(StatusCode::BAD_REQUEST, refusal::status)
    }
}
