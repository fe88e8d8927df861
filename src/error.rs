//! The one error type. Knows nothing of GraphQL or HTTP.

use std::{error::Error as StdError, sync::Arc, time::Duration};

/// `Result` with our [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong, sorted by what a caller can do about it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// The input breaks a rule or clashes with what is stored: mend it and try again.
    #[error("{message}")]
    Input {
        /// Which sort of mend it needs.
        problem: Problem,
        /// The way to the field in the input, outermost first; empty when it is the whole input.
        path: Vec<String>,
        /// What is wrong with which value, and what would be right.
        message: String,
    },
    /// A key is missing or not valid: send one.
    #[error("{0}")]
    Unauthenticated(String),
    /// The key's role does not allow it: ask for another key.
    #[error("{0}")]
    Forbidden(String),
    /// The request is over a limit, which the message names: ask for less.
    #[error("{0}")]
    LimitExceeded(String),
    /// Too many requests: come back after the wait.
    #[error("too many requests; try again in {} seconds", .0.as_secs().max(1))]
    RateLimited(Duration),
    /// The database cannot be reached or is too busy: nothing was written, try again.
    #[error("the database is not available while {0}; nothing was written, try again")]
    Unavailable(&'static str),
    /// The connection broke while a change was being committed: look before trying again.
    #[error(
        "the connection to the database broke during the commit: look whether the change is there before you send it again"
    )]
    OutcomeUnknown,
    /// Our fault. The source is logged and never shown.
    #[error("internal error while {doing}")]
    Internal {
        /// What we were doing, as a participle: "loading claims".
        doing: &'static str,
        /// The cause.
        #[source]
        source: Arc<dyn StdError + Send + Sync>,
    },
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It breaks a rule.
    Invalid,
    /// It names something that does not exist.
    NotFound,
    /// It clashes with what is stored.
    Conflict,
    /// It was made from an older revision than the stored one.
    Stale,
}

/// The closed list of codes a client may match on. Each is a heading in `docs/api.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// An argument or input breaks a rule.
    BadUserInput,
    /// An input names something that does not exist.
    NotFound,
    /// An input clashes with what is stored.
    Conflict,
    /// A change was made from an older revision than the stored one.
    StaleRevision,
    /// A key is missing or not valid.
    Unauthenticated,
    /// The key's role does not allow it.
    Forbidden,
    /// The request is over a limit.
    LimitExceeded,
    /// Too many requests in a short time.
    RateLimited,
    /// The database cannot be reached or is too busy.
    Unavailable,
    /// The connection broke during a commit.
    OutcomeUnknown,
    /// The HTTP method does not fit: a mutation by GET.
    MethodNotAllowed,
    /// Our fault.
    InternalServerError,
    /// The document is not GraphQL.
    GraphqlParseFailed,
    /// The document does not fit the schema.
    GraphqlValidationFailed,
    /// No persisted query has this hash: send the query with it once.
    PersistedQueryNotFound,
    /// This server takes no persisted queries.
    PersistedQueryNotSupported,
}

impl Code {
    /// Every code, in the order of the documentation.
    pub const ALL: [Self; 16] = [
        Self::BadUserInput,
        Self::NotFound,
        Self::Conflict,
        Self::StaleRevision,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::LimitExceeded,
        Self::RateLimited,
        Self::Unavailable,
        Self::OutcomeUnknown,
        Self::MethodNotAllowed,
        Self::InternalServerError,
        Self::GraphqlParseFailed,
        Self::GraphqlValidationFailed,
        Self::PersistedQueryNotFound,
        Self::PersistedQueryNotSupported,
    ];

    /// The spelling on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::StaleRevision => "STALE_REVISION",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::LimitExceeded => "LIMIT_EXCEEDED",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::OutcomeUnknown => "OUTCOME_UNKNOWN",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::InternalServerError => "INTERNAL_SERVER_ERROR",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::PersistedQueryNotSupported => "PERSISTED_QUERY_NOT_SUPPORTED",
        }
    }
}

impl Error {
    /// The code a client sees. Exhaustive on purpose: a new variant does not compile until
    /// somebody chooses its code.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Input { problem: Problem::Invalid, .. } => Code::BadUserInput,
            Self::Input { problem: Problem::NotFound, .. } => Code::NotFound,
            Self::Input { problem: Problem::Conflict, .. } => Code::Conflict,
            Self::Input { problem: Problem::Stale, .. } => Code::StaleRevision,
            Self::Unauthenticated(_) => Code::Unauthenticated,
            Self::Forbidden(_) => Code::Forbidden,
            Self::LimitExceeded(_) => Code::LimitExceeded,
            Self::RateLimited(_) => Code::RateLimited,
            Self::Unavailable(_) => Code::Unavailable,
            Self::OutcomeUnknown => Code::OutcomeUnknown,
            Self::Internal { .. } => Code::InternalServerError,
        }
    }

    /// An input that breaks a rule; `field` is where, in the API's spelling.
    #[must_use]
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::input(Problem::Invalid, field, message)
    }

    /// An input that names something unknown.
    #[must_use]
    pub fn not_found(field: &str, kind: &str, key: impl std::fmt::Display) -> Self {
        Self::input(Problem::NotFound, field, format!("there is no {kind} {key}"))
    }

    /// An input that clashes with what is stored.
    #[must_use]
    pub fn conflict(field: &str, message: impl Into<String>) -> Self {
        Self::input(Problem::Conflict, field, message)
    }

    /// A failure of ours, with its cause for the log.
    #[must_use]
    pub fn internal(doing: &'static str, source: impl StdError + Send + Sync + 'static) -> Self {
        Self::Internal { doing, source: Arc::new(source) }
    }

    /// A failure of ours that has no error under it: stored data that breaks a rule.
    #[must_use]
    pub fn broken(doing: &'static str, what: impl Into<String>) -> Self {
        Self::internal(doing, std::io::Error::other(what.into()))
    }

    fn input(problem: Problem, field: &str, message: impl Into<String>) -> Self {
        let path = if field.is_empty() { Vec::new() } else { vec![field.to_owned()] };
        Self::Input { problem, path, message: message.into() }
    }

    /// The same error seen from one level further out: `field` goes in front of its path.
    #[must_use]
    pub fn within(mut self, field: impl std::fmt::Display) -> Self {
        if let Self::Input { path, .. } = &mut self {
            path.insert(0, field.to_string());
        }
        self
    }
}

/// Puts a field's name in front of the path of an input error as it passes outwards.
pub trait Within<T> {
    /// See [`Error::within`].
    fn within(self, field: impl std::fmt::Display) -> Result<T>;
}

impl<T> Within<T> for Result<T> {
    fn within(self, field: impl std::fmt::Display) -> Self {
        self.map_err(|error| error.within(field))
    }
}
