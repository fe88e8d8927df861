//! Answers in the order of the question.
//!
//! The framework runs the fields of an object side by side and writes each as it ends; the
//! specification wants them in the order of the selection, and so does whoever reads them.

use async_graphql::{
    Name, Value,
    indexmap::IndexMap,
    parser::types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};

/// The keys of an object in the order in which they are first asked for, and those below each.
#[derive(Default)]
pub(super) struct Keys(IndexMap<Name, Keys>);

impl Keys {
    /// The keys of the answer to an operation of a document.
    pub(super) fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let mut keys = Self::default();
        if let Some(selection) = selection(document, operation) {
            keys.add(selection, document);
        }
        keys
    }

    /// The limits have bounded how many fields a document has after its fragments are spread.
    fn add(&mut self, selection: &SelectionSet, document: &ExecutableDocument) {
        for item in &selection.items {
            match &item.node {
                Selection::Field(field) => {
                    let key = field.node.response_key().node.clone();
                    let below = self.0.entry(key).or_default();
                    below.add(&field.node.selection_set.node, document);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = document.fragments.get(&spread.node.fragment_name.node)
                    {
                        self.add(&fragment.node.selection_set.node, document);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    self.add(&fragment.node.selection_set.node, document);
                }
            }
        }
    }

    /// Whether the fields stand in order, which most do: only those that wait for the database end
    /// late.
    fn is_sorted(&self, fields: &IndexMap<Name, Value>) -> bool {
        let mut keys = self.0.keys();
        fields.keys().all(|name| keys.any(|key| key == name))
    }

    /// Puts the fields of an answer in the order of the question.
    pub(super) fn sort(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if !self.is_sorted(fields) {
                    let place = |name: &Name| self.0.get_index_of(name).unwrap_or(usize::MAX);
                    fields.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
                }
                let mut keys = self.0.iter();
                for (name, value) in fields {
                    if let Some((_, below)) = keys.find(|(key, _)| *key == name)
                        && !below.0.is_empty()
                    {
                        below.sort(value);
                    }
                }
            }
            Value::List(values) => {
                for value in values {
                    self.sort(value);
                }
            }
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Boolean(_)
            | Value::Binary(_)
            | Value::Enum(_) => {}
        }
    }
}

fn selection<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a SelectionSet> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => operation,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name)?,
        (DocumentOperations::Multiple(operations), None) => operations.values().next()?,
    };
    Some(&operation.node.selection_set.node)
}
