//! What mutations answer: the thing, or what is wrong with the input.

use async_graphql::{Enum, SimpleObject};

use super::error::{ApiError, Result};
use crate::{Error, Problem};

/// Something in the input that has to be mended before it can be carried out.
#[derive(SimpleObject)]
pub struct UserError {
    /// Which sort of mend it needs.
    code: ErrorCode,
    /// What is wrong with which value, and what would be right.
    message: String,
    /// The way to the field: names of input fields and positions in lists, outermost first.
    path: Vec<String>,
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ErrorCode {
    /// It breaks a rule.
    BadUserInput,
    /// It names something that does not exist.
    NotFound,
    /// It clashes with what is stored.
    Conflict,
    /// The record has changed since it was read.
    StaleRevision,
}

/// The payload of a mutation.
pub trait Payload: Sized {
    /// What it answers when the input has to be mended: nothing was written.
    fn refused(errors: Vec<UserError>) -> Self;
}

/// Splits what the caller did wrong, which goes into the payload, from everything else, which is an
/// error of the whole field. The one place that does.
pub fn settle<T, P: Payload>(outcome: crate::Result<T>, done: impl FnOnce(T) -> P) -> Result<P> {
    match outcome {
        Ok(value) => Ok(done(value)),
        Err(Error::Input { problem, path, message }) => {
            let code = match problem {
                Problem::Invalid => ErrorCode::BadUserInput,
                Problem::NotFound => ErrorCode::NotFound,
                Problem::Conflict => ErrorCode::Conflict,
                Problem::Stale => ErrorCode::StaleRevision,
            };
            let path = std::iter::once("input".to_owned()).chain(path).collect();
            Ok(P::refused(vec![UserError { code, message, path }]))
        }
        Err(error) => Err(ApiError::from(error)),
    }
}

/// Declares a payload: its things are null and its flags false when the input was refused.
macro_rules! payload {
    ($(#[$meta:meta])* $Payload:ident { $( $(#[$field_meta:meta])* $field:ident: $type:ty ),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Default, async_graphql::SimpleObject)]
        pub struct $Payload {
            $( $(#[$field_meta])* pub $field: $type, )*
            /// What has to be mended in the input; empty when it was carried out. Where it is not
            /// empty, nothing was written.
            pub user_errors: Vec<$crate::graphql::payload::UserError>,
        }

        impl $crate::graphql::payload::Payload for $Payload {
            fn refused(user_errors: Vec<$crate::graphql::payload::UserError>) -> Self {
                Self { user_errors, ..Self::default() }
            }
        }
    };
}
pub(crate) use payload;
