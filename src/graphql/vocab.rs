//! The closed vocabularies of `entity::vocab` as GraphQL enums.

use async_graphql::Enum;
use entity::vocab;
use sea_orm::{ActiveEnum as _, Value};

use super::filter::Word;

macro_rules! served {
    ($($(#[$about:meta])* $name:ident { $($(#[$meaning:meta])* $word:ident,)* })*) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
        pub enum $name {
            $($(#[$meaning])* $word,)*
        }

        impl From<vocab::$name> for $name {
            fn from(word: vocab::$name) -> Self {
                match word {
                    $(vocab::$name::$word => Self::$word,)*
                }
            }
        }

        impl From<$name> for vocab::$name {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => Self::$word,)*
                }
            }
        }

        impl Word for $name {
            fn stored(self) -> Value {
                vocab::$name::from(self).to_value().into()
            }
        }
    )* };
}

entity::vocabularies!(served);
