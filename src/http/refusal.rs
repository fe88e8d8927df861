//! A request that is refused before GraphQL sees it: its status, its code, its sentence.

use std::time::Duration;

use actix_web::{
    HttpResponse, HttpResponseBuilder,
    http::{Method, StatusCode, header},
};
use async_graphql::{ErrorExtensionValues, ServerError, Value};

use super::negotiate::Media;
use crate::{Error, error::Code, graphql::codes};

const LONGEST_MESSAGE: usize = 1_000;

/// Why a request is not run.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// What a client may match on.
    pub code: Code,
    /// The status over HTTP.
    status: StatusCode,
    /// The sentence for a person.
    pub message: String,
    /// The error as GraphQL found it; `None` when it never came so far.
    found: Option<Box<ServerError>>,
    /// Which limit, how much was asked for if that is known, and how much would do.
    over: Option<Box<Over>>,
    /// The methods that would do, if this one does not.
    allow: &'static str,
    /// How long to wait before the next try.
    retry_after: Option<Duration>,
    /// The document was understood as a request and refused as GraphQL: a client that asks for
    /// `application/json` is told so with status 200.
    graphql: bool,
}

#[derive(Clone, Debug)]
struct Over {
    limit: &'static str,
    requested: Option<usize>,
    maximum: usize,
}

impl Refusal {
    /// With the status that its code usually has.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            status: status(code),
            message: shortened(message.into()),
            found: None,
            over: None,
            allow: "GET, POST, OPTIONS",
            retry_after: None,
            graphql: false,
        }
    }

    /// Over the limit called `limit`; `requested` is `None` when nobody counted to the end.
    pub fn limit(
        limit: &'static str,
        requested: Option<usize>,
        maximum: usize,
        message: impl Into<String>,
    ) -> Self {
        let over = Some(Box::new(Over { limit, requested, maximum }));
        Self { over, ..Self::new(Code::LimitExceeded, message) }
    }

    /// Not a request we understand.
    pub fn bad(message: impl Into<String>) -> Self {
        Self::new(Code::BadUserInput, message)
    }

    /// Come back after `wait`.
    pub fn slow_down(wait: Duration) -> Self {
        Self::from(Error::RateLimited(wait))
    }

    /// The same with another status.
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The document does not parse.
    pub fn parse(error: async_graphql::parser::Error) -> Self {
        let error = codes::parse_error(error.into());
        let limit = Some(&Value::from(Code::LimitExceeded.as_str()));
        let code = match error.extensions.as_ref().and_then(|extensions| extensions.get("code")) {
            code if code == limit => Code::LimitExceeded,
            _ => Code::GraphqlParseFailed,
        };
        let message = error.message.clone();
        Self { found: Some(Box::new(error)), ..Self::new(code, message).graphql() }
    }

    /// Refused as GraphQL, not as a message.
    pub fn graphql(self) -> Self {
        Self { graphql: true, ..self }
    }

    /// The methods that would do.
    pub fn allow(self, allow: &'static str) -> Self {
        Self { allow, ..self }
    }

    /// As an error of a GraphQL response.
    pub fn error(&self) -> ServerError {
        if let Some(error) = &self.found {
            return ServerError::clone(error);
        }
        let mut error = ServerError::new(self.message.clone(), None);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code.as_str());
        if let Some(Over { limit, requested, maximum }) = self.over.as_deref() {
            extensions.set("limit", *limit);
            if let Some(requested) = *requested {
                extensions.set("requested", requested);
            }
            extensions.set("maximum", *maximum);
        }
        error.extensions = Some(extensions);
        error
    }

    /// The body over HTTP.
    pub fn body(&self) -> serde_json::Value {
        serde_json::json!({ "errors": [self.error()] })
    }

    /// The answer over HTTP.
    pub fn respond(&self, media: Media) -> HttpResponse {
        let status =
            if self.graphql && media == Media::Json { StatusCode::OK } else { self.status };
        let mut response = self.begin(status);
        response.insert_header((header::CONTENT_TYPE, media.content_type()));
        response.body(self.body().to_string())
    }

    /// The answer as a page.
    pub fn respond_page(&self) -> HttpResponseBuilder {
        self.begin(self.status)
    }

    /// The status as it is over HTTP.
    pub const fn http_status(&self) -> StatusCode {
        self.status
    }

    fn begin(&self, status: StatusCode) -> HttpResponseBuilder {
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(wait) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, wait.as_secs().max(1).to_string()));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"claimbase\""));
        }
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.insert_header((header::ALLOW, self.allow));
        }
        response
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        if let Error::Internal { doing, source } = &error {
            tracing::error!(doing, error = %source, "internal error while {doing}");
        }
        let retry_after = match &error {
            Error::RateLimited(wait) => Some(*wait),
            Error::Unavailable(_) => Some(Duration::from_secs(1)),
            _ => None,
        };
        Self { retry_after, ..Self::new(error.code(), error.to_string()) }
    }
}

/// The answer to a method that an address does not take.
pub fn not_allowed(method: &Method, allow: &'static str) -> HttpResponse {
    let message = format!("{method} is not answered here: send {}", allow.replace(", ", " or "));
    Refusal::new(Code::MethodNotAllowed, message).allow(allow).respond(Media::Json)
}

/// A message may quote a name that is as long as the request.
fn shortened(mut message: String) -> String {
    if message.len() > LONGEST_MESSAGE {
        message.truncate(message.floor_char_boundary(LONGEST_MESSAGE));
        message.push_str(" ...");
    }
    message
}

/// The status that goes with a code.
pub const fn status(code: Code) -> StatusCode {
    match code {
        Code::BadUserInput
        | Code::LimitExceeded
        | Code::GraphqlParseFailed
        | Code::GraphqlValidationFailed
        | Code::PersistedQueryNotFound
        | Code::PersistedQueryNotSupported => StatusCode::BAD_REQUEST,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Conflict | Code::StaleRevision => StatusCode::CONFLICT,
        Code::Unauthenticated => StatusCode::UNAUTHORIZED,
        Code::Forbidden => StatusCode::FORBIDDEN,
        Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::OutcomeUnknown | Code::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
