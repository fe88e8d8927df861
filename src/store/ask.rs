//! A statement in the making that the query builder cannot write, with the values bound to it.

use sea_orm::{DbBackend, Statement, Value};
use uuid::Uuid;

use super::record::padded;

/// SQL that is written by hand, and its values.
pub(super) struct Ask {
    pub(super) backend: DbBackend,
    values: Vec<Value>,
}

impl Ask {
    pub(super) const fn new(backend: DbBackend) -> Self {
        Self { backend, values: Vec::new() }
    }

    /// Binds a value and returns what stands for it.
    pub(super) fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        let mark = if self.backend == DbBackend::Sqlite { '?' } else { '$' };
        format!("{mark}{}", self.values.len())
    }

    /// Binds keys and returns the list that stands for them.
    pub(super) fn keys(&mut self, keys: &[Uuid]) -> String {
        let marks: Vec<String> = padded(keys).into_iter().map(|key| self.value(key)).collect();
        format!("({})", marks.join(", "))
    }

    pub(super) fn statement(self, sql: String) -> Statement {
        Statement::from_sql_and_values(self.backend, sql, self.values)
    }
}
