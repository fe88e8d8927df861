//! Conditions on records: what a list may be narrowed by, through any number of relations.

use sea_orm::{
    Condition, ExprTrait as _, Value,
    sea_query::{Alias, Expr, Func, Query},
};

/// A condition on a record.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of them hold.
    All(Vec<Filter>),
    /// At least one of them holds.
    Any(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// A column compares so.
    Column(&'static str, Test),
    /// There is a related record for which it holds.
    Has(&'static [Hop], Box<Filter>),
}

/// How a column is compared. A column without a value passes only `IsNull(true)` and `Not`.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// It is this value.
    Eq(Value),
    /// It is one of these values.
    In(Vec<Value>),
    /// It is not this value.
    Not(Value),
    /// It is this value or a greater one.
    Gte(Value),
    /// It is this value or a smaller one.
    Lte(Value),
    /// It contains these characters, as they are written.
    Contains(String),
    /// It has no value, or it has one.
    IsNull(bool),
}

/// One step from a record to a related one: `table.to = here.from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Column of the record we come from.
    pub from: &'static str,
    /// Table we go to.
    pub table: &'static str,
    /// Column there.
    pub to: &'static str,
}

/// A row that a record must have.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// The step to its table.
    pub hop: Hop,
    /// Its column.
    pub column: &'static str,
    /// The values that it may have there.
    pub values: Vec<Value>,
}

/// A step by a foreign key.
#[must_use]
pub const fn hop(from: &'static str, table: &'static str, to: &'static str) -> Hop {
    Hop { from, table, to }
}

impl Filter {
    /// A filter that everything passes.
    #[must_use]
    pub const fn everything() -> Self {
        Self::All(Vec::new())
    }

    /// Whether it looks into one of these tables.
    #[must_use]
    pub fn looks_into(&self, tables: &[&str]) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.looks_into(tables)),
            Self::Not(part) => part.looks_into(tables),
            Self::Column(..) => false,
            Self::Has(hops, part) => {
                hops.iter().any(|hop| tables.contains(&hop.table)) || part.looks_into(tables)
            }
        }
    }

    /// A row of one of these tables that a record must have, if it must have one. For each value at
    /// most one row of such a table belongs to a record.
    #[must_use]
    pub fn leads(&self, tables: &[&str]) -> Option<Lead> {
        match self {
            Self::All(parts) => parts.iter().find_map(|part| part.leads(tables)),
            Self::Has([hop], part) if tables.contains(&hop.table) => match &**part {
                Self::Column(column, Test::Eq(value)) => {
                    Some(Lead { hop: *hop, column, values: vec![value.clone()] })
                }
                Self::Column(column, Test::In(values)) => {
                    Some(Lead { hop: *hop, column, values: values.clone() })
                }
                _ => None,
            },
            Self::Any(_) | Self::Not(_) | Self::Column(..) | Self::Has(..) => None,
        }
    }

    /// The condition on the table that goes by the name `here`.
    #[must_use]
    pub fn condition(&self, here: &str) -> Condition {
        match self {
            Self::All(parts) => {
                parts.iter().fold(Condition::all(), |all, part| all.add(part.condition(here)))
            }
            // No alternative is no match; an empty `Condition::any` would be dropped instead.
            Self::Any(parts) if parts.is_empty() => Condition::all().add(Expr::value(false)),
            Self::Any(parts) => {
                parts.iter().fold(Condition::any(), |any, part| any.add(part.condition(here)))
            }
            Self::Not(part) => negate(part, here),
            Self::Column(column, test) => Condition::all().add(compare(here, column, test)),
            Self::Has(hops, part) => Condition::all().add(exists(here, hops, part)),
        }
    }
}

/// `NOT (...)` alone is NULL, not true, where a column has no value.
fn negate(part: &Filter, here: &str) -> Condition {
    let held: Expr = part.condition(here).into();
    Condition::all().add(Expr::expr(Func::coalesce([held, Expr::cust("FALSE")])).not())
}

fn compare(here: &str, column: &'static str, test: &Test) -> Expr {
    let col = Expr::col((Alias::new(here), Alias::new(column)));
    match test {
        Test::Eq(value) => col.eq(value.clone()),
        Test::In(values) if values.is_empty() => Expr::value(false),
        Test::In(values) => col.is_in(values.iter().cloned()),
        Test::Not(value) => {
            Condition::any().add(col.clone().ne(value.clone())).add(col.is_null()).into()
        }
        Test::Gte(value) => col.gte(value.clone()),
        Test::Lte(value) => col.lte(value.clone()),
        // `LIKE` folds ASCII on SQLite and nothing on PostgreSQL; a replacement that changes the
        // text tells the same on both, and no character of the text is a wildcard.
        Test::Contains(part) => {
            let without = [col.clone(), Expr::value(part.clone()), Expr::value("")];
            Expr::expr(Func::cust("replace").args(without)).ne(col)
        }
        Test::IsNull(true) => col.is_null(),
        Test::IsNull(false) => col.is_not_null(),
    }
}

fn exists(here: &str, hops: &'static [Hop], part: &Filter) -> Expr {
    let Some((hop, rest)) = hops.split_first() else {
        return part.condition(here).into();
    };
    // Names nest as the sub-queries do, so that a table may meet itself.
    let there = format!("{here}_{}", hop.table);
    let key = Expr::col((Alias::new(there.as_str()), Alias::new(hop.to)));
    let from = Expr::col((Alias::new(here), Alias::new(hop.from)));
    let inner = if rest.is_empty() {
        part.condition(&there)
    } else {
        Condition::all().add(exists(&there, rest, part))
    };
    let query = Query::select()
        .expr(Expr::value(1))
        .from_as(hop.table, Alias::new(there.as_str()))
        .cond_where(Condition::all().add(key.eq(from)).add(inner))
        .to_owned();
    Expr::exists(query)
}
