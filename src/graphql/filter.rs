//! What lists can be narrowed and ordered by: the inputs, and the macros that declare them.

use async_graphql::{Enum, ID, InputObject, InputType};
use entity::vocab::RecordKind;
use sea_orm::Value;

use super::{
    input::scalar,
    scalar::{DateTime, PartialDate, Sent},
};
use crate::{
    Result, Within as _,
    domain::record_id::RecordId,
    store::filter::{Filter, Test},
};

/// A test of one field.
pub trait FieldFilter {
    /// The condition it means on these columns.
    fn on(self, kind: RecordKind, columns: &'static [&'static str]) -> Result<Filter>;
}

fn all(column: &'static str, tests: impl IntoIterator<Item = Option<Test>>) -> Filter {
    Filter::All(tests.into_iter().flatten().map(|test| Filter::Column(column, test)).collect())
}

/// A field's name as the API spells it.
pub fn spelt(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_ascii_uppercase() + &word[1..])
}

/// Which ids. All that is given must hold.
#[derive(InputObject)]
pub struct IdFilter {
    /// This id.
    eq: Option<ID>,
    /// One of these ids.
    r#in: Option<Vec<ID>>,
    /// Not this id.
    not: Option<ID>,
}

impl FieldFilter for IdFilter {
    fn on(self, kind: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, r#in, not } = self;
        let key = |id: &ID| RecordId::of(kind, id).map(Value::from);
        let keys = |ids: Vec<ID>| ids.iter().map(key).collect::<Result<Vec<_>>>();
        let tests = [
            eq.as_ref().map(key).transpose().within("eq")?.map(Test::Eq),
            r#in.map(keys).transpose().within("in")?.map(Test::In),
            not.as_ref().map(key).transpose().within("not")?.map(Test::Not),
        ];
        Ok(all(columns[0], tests))
    }
}

/// Which texts. All that is given must hold.
#[derive(InputObject)]
pub struct StringFilter {
    /// This text.
    eq: Option<String>,
    /// One of these texts.
    r#in: Option<Vec<String>>,
    /// Not this text; a missing one passes.
    not: Option<String>,
    /// A text with these characters in it, as they are written; to find words in any spelling, use
    /// the search.
    contains: Option<String>,
    /// Whether it is missing.
    is_null: Option<bool>,
}

impl FieldFilter for StringFilter {
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, r#in, not, contains, is_null } = self;
        let tests = [
            eq.map(|text| Test::Eq(text.into())),
            r#in.map(|texts| Test::In(texts.into_iter().map(Value::from).collect())),
            not.map(|text| Test::Not(text.into())),
            contains.map(Test::Contains),
            is_null.map(Test::IsNull),
        ];
        Ok(all(columns[0], tests))
    }
}

/// Which numbers. All that is given must hold.
#[derive(InputObject)]
pub struct FloatFilter {
    /// This number.
    eq: Option<f64>,
    /// One of these numbers.
    r#in: Option<Vec<f64>>,
    /// Not this number; a missing one passes.
    not: Option<f64>,
    /// This number or a greater one.
    gte: Option<f64>,
    /// This number or a smaller one.
    lte: Option<f64>,
    /// Whether it is missing: open, or not said.
    is_null: Option<bool>,
}

impl FieldFilter for FloatFilter {
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, r#in, not, gte, lte, is_null } = self;
        let tests = [
            eq.map(|number| Test::Eq(number.into())),
            r#in.map(|numbers| Test::In(numbers.into_iter().map(Value::from).collect())),
            not.map(|number| Test::Not(number.into())),
            gte.map(|number| Test::Gte(number.into())),
            lte.map(|number| Test::Lte(number.into())),
            is_null.map(Test::IsNull),
        ];
        Ok(all(columns[0], tests))
    }
}

/// Whether something is so.
#[derive(InputObject)]
pub struct BooleanFilter {
    /// It is so, or it is not.
    eq: Option<bool>,
}

impl FieldFilter for BooleanFilter {
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        Ok(all(columns[0], [self.eq.map(|so| Test::Eq(so.into()))]))
    }
}

/// Which partial dates. All that is given must hold.
#[derive(InputObject)]
pub struct PartialDateFilter {
    /// This date, as it is written.
    eq: Option<Sent<PartialDate>>,
    /// A date that lies wholly on or after the first day of this one.
    gte: Option<Sent<PartialDate>>,
    /// A date that lies wholly on or before the last day of this one.
    lte: Option<Sent<PartialDate>>,
    /// Whether it is missing.
    is_null: Option<bool>,
}

impl FieldFilter for PartialDateFilter {
    /// The columns are the text, the earliest and the latest day.
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, gte, lte, is_null } = self;
        let [text, earliest, latest] = columns else {
            return Err(crate::Error::broken("filtering by date", "a partial date has 3 columns"));
        };
        let same = scalar("eq", eq)?.map(|date| Test::Eq(date.as_str().into()));
        let from = scalar("gte", gte)?.map(|date| Test::Gte(date.earliest().into()));
        let to = scalar("lte", lte)?.map(|date| Test::Lte(date.latest().into()));
        Ok(Filter::All(vec![
            all(text, [same, is_null.map(Test::IsNull)]),
            all(earliest, [from]),
            all(latest, [to]),
        ]))
    }
}

/// Which moments. All that is given must hold.
#[derive(InputObject)]
pub struct DateTimeFilter {
    /// This moment or a later one.
    gte: Option<Sent<DateTime>>,
    /// This moment or an earlier one.
    lte: Option<Sent<DateTime>>,
}

impl FieldFilter for DateTimeFilter {
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { gte, lte } = self;
        let tests = [
            scalar("gte", gte)?.map(|time| Test::Gte(time.into())),
            scalar("lte", lte)?.map(|time| Test::Lte(time.into())),
        ];
        Ok(all(columns[0], tests))
    }
}

/// A word of a closed list, as it is stored.
pub trait Word: InputType {
    /// The stored word.
    fn stored(self) -> Value;
}

/// Which words of a closed list. All that is given must hold.
#[derive(InputObject)]
#[graphql(concrete(name = "AgentKindFilter", params(super::vocab::AgentKind)))]
#[graphql(concrete(name = "EventKindFilter", params(super::vocab::EventKind)))]
#[graphql(concrete(name = "PlaceKindFilter", params(super::vocab::PlaceKind)))]
#[graphql(concrete(name = "SourceKindFilter", params(super::vocab::SourceKind)))]
#[graphql(concrete(name = "ValueTypeFilter", params(super::vocab::ValueType)))]
#[graphql(concrete(name = "AccumulationFilter", params(super::vocab::Accumulation)))]
#[graphql(concrete(name = "ClaimKindFilter", params(super::vocab::ClaimKind)))]
#[graphql(concrete(name = "RecordStatusFilter", params(super::vocab::RecordStatus)))]
#[graphql(concrete(name = "QualifierFilter", params(super::vocab::Qualifier)))]
#[graphql(concrete(name = "StanceFilter", params(super::vocab::Stance)))]
#[graphql(concrete(name = "HedgeFilter", params(super::vocab::Hedge)))]
#[graphql(concrete(name = "OriginalityFilter", params(super::vocab::Originality)))]
#[graphql(concrete(name = "AnchorStatusFilter", params(super::vocab::AnchorStatus)))]
#[graphql(concrete(name = "RatingFilter", params(super::vocab::Rating)))]
#[graphql(concrete(name = "FindingCodeFilter", params(super::vocab::FindingCode)))]
#[graphql(concrete(name = "SeverityFilter", params(super::vocab::Severity)))]
#[graphql(concrete(name = "ResolutionFilter", params(super::vocab::Resolution)))]
#[graphql(concrete(name = "DerivationKindFilter", params(super::vocab::DerivationKind)))]
#[graphql(concrete(name = "LinkKindFilter", params(super::vocab::LinkKind)))]
#[graphql(concrete(name = "ConfirmationFilter", params(super::vocab::Confirmation)))]
pub struct WordFilter<T: Word> {
    /// This word.
    eq: Option<T>,
    /// One of these words.
    r#in: Option<Vec<T>>,
    /// Not this word.
    not: Option<T>,
}

impl<T: Word> FieldFilter for WordFilter<T> {
    fn on(self, _: RecordKind, columns: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, r#in, not } = self;
        let tests = [
            eq.map(|word| Test::Eq(word.stored())),
            r#in.map(|words| Test::In(words.into_iter().map(Word::stored).collect())),
            not.map(|word| Test::Not(word.stored())),
        ];
        Ok(all(columns[0], tests))
    }
}

/// Declares a filter by a verdict that is kept in a table beside the records.
macro_rules! verdict_filter {
    (
        $(#[$meta:meta])* $Filter:ident: $Word:ty = $hop:expr;
        $(#[$eq:meta])* eq; $(#[$in:meta])* in; $(#[$not:meta])* not;
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::InputObject)]
        pub struct $Filter {
            $(#[$eq])*
            eq: Option<$Word>,
            $(#[$in])*
            r#in: Option<Vec<$Word>>,
            $(#[$not])*
            not: Option<$Word>,
        }

        impl $crate::graphql::filter::FieldFilter for $Filter {
            fn on(
                self,
                _: entity::vocab::RecordKind,
                columns: &'static [&'static str],
            ) -> $crate::Result<$crate::store::filter::Filter> {
                use $crate::{graphql::filter::Word as _, store::filter::{Filter, Hop, Test}};
                const HOPS: &[Hop] = &[$hop];
                let Self { eq, r#in, not } = self;
                let has = |test| Filter::Has(HOPS, Box::new(Filter::Column(columns[0], test)));
                let words = |words: Vec<$Word>| words.into_iter().map(|word| word.stored()).collect();
                let parts = [
                    eq.map(|word| has(Test::Eq(word.stored()))),
                    r#in.map(|all| has(Test::In(words(all)))),
                    not.map(|word| Filter::Not(Box::new(has(Test::Eq(word.stored()))))),
                ];
                Ok(Filter::All(parts.into_iter().flatten().collect()))
            }
        }
    };
}
pub(crate) use verdict_filter;

/// From the smallest to the greatest, or back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the smallest, the earliest or the first letter; what is missing comes last.
    #[default]
    Asc,
    /// From the greatest, the latest or the last letter; what is missing comes first.
    Desc,
}

/// Declares the filter of a kind of record: its own fields, and its relations.
macro_rules! filter {
    (
        $(#[$meta:meta])* $Filter:ident for $kind:ident {
            $( $(#[$field_meta:meta])* $field:ident: $Test:ty = [$($column:literal),+] ),* $(,)?
        }
        related {
            $( $(#[$related_meta:meta])* $related:ident: $Related:ty = [$($hop:expr),+] ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::InputObject)]
        pub struct $Filter {
            $( $(#[$field_meta])* $field: Option<$Test>, )*
            $( $(#[$related_meta])* $related: Option<Box<$Related>>, )*
            /// All of these hold.
            and: Option<Vec<$Filter>>,
            /// At least one of these holds.
            or: Option<Vec<$Filter>>,
            /// This does not hold.
            not: Option<Box<$Filter>>,
        }

        impl $crate::graphql::page::IntoFilter for $Filter {
            fn into_filter(self) -> $crate::Result<$crate::store::filter::Filter> {
                use $crate::{
                    Within as _,
                    graphql::filter::{FieldFilter as _, spelt},
                    store::filter::Filter,
                };
                let Self { $($field,)* $($related,)* and, or, not } = self;
                let kind = entity::vocab::RecordKind::$kind;
                let mut parts: Vec<Filter> = Vec::new();
                $( if let Some(test) = $field {
                    parts.push(test.on(kind, &[$($column),+]).within(spelt(stringify!($field)))?);
                } )*
                $( if let Some(related) = $related {
                    const HOPS: &[$crate::store::filter::Hop] = &[$($hop),+];
                    let related = related.into_filter().within(spelt(stringify!($related)))?;
                    parts.push(Filter::Has(HOPS, Box::new(related)));
                } )*
                let _ = kind;
                let each = |(at, part): (usize, Self)| part.into_filter().within(at);
                if let Some(all) = and {
                    let all = all.into_iter().enumerate().map(each);
                    parts.extend(all.collect::<$crate::Result<Vec<_>>>().within("and")?);
                }
                if let Some(any) = or {
                    let any = any.into_iter().enumerate().map(each);
                    parts.push(Filter::Any(any.collect::<$crate::Result<_>>().within("or")?));
                }
                if let Some(part) = not {
                    parts.push(Filter::Not(Box::new(part.into_filter().within("not")?)));
                }
                Ok(Filter::All(parts))
            }
        }
    };
}
pub(crate) use filter;

/// Declares the orders of a kind of record; the first one is the default.
macro_rules! order {
    (
        $(#[$meta:meta])* $Order:ident, $Field:ident for $row:ty {
            $( $(#[$field_meta:meta])* $name:ident = $spelling:literal $(, $column:literal $(or $missing:literal)? $(=> $key:expr)? $(, beside $hop:expr)?)? ; )*
        }
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::InputObject)]
        pub struct $Order {
            /// The field to order by; ties are broken by the time of recording.
            field: $Field,
            /// Which way.
            #[graphql(default)]
            direction: $crate::graphql::filter::OrderDirection,
        }

        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
        pub enum $Field {
            $( $(#[$field_meta])* $name, )*
        }

        impl $crate::graphql::page::IntoOrder<$row> for $Order {
            fn into_order(order: Option<Self>) -> $crate::store::list::Order<$row> {
                const DEFAULT: $Field = [$($Field::$name),*][0];
                let order = order.unwrap_or($Order { field: DEFAULT, direction: Default::default() });
                let (name, column) = match order.field {
                    $( $Field::$name => ($spelling, order!(@column $row $(, $column $(or $missing)? $(=> $key)? $(, beside $hop)?)?)), )*
                };
                let descending = order.direction == $crate::graphql::filter::OrderDirection::Desc;
                $crate::store::list::Order { name, column, descending }
            }
        }
    };
    (@column $row:ty) => { None };
    (@column $row:ty, $column:literal => $key:expr) => {
        order!(@sort $row, $column, None, Here($key))
    };
    (@column $row:ty, $column:literal or $missing:literal => $key:expr) => {
        order!(@sort $row, $column, Some($missing), Here($key))
    };
    (@column $row:ty, $column:literal or $missing:literal, beside $hop:expr) => {
        order!(@sort $row, $column, Some($missing), Beside($hop))
    };
    (@sort $row:ty, $column:literal, $missing:expr, $place:ident($given:expr)) => {
        Some($crate::store::list::SortColumn::<$row> {
            column: $column,
            missing: $missing,
            place: $crate::store::list::SortPlace::$place($given),
        })
    };
}
pub(crate) use order;
