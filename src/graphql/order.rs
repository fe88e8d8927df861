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

    /// Puts the fields of an answer in the order of the question.
    pub(super) fn sort(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if !self.sort_below(fields) {
                    let place = |name: &Name| self.0.get_index_of(name).unwrap_or(usize::MAX);
                    fields.sort_by_cached_key(|name, _| place(name));
                    self.sort_below(fields);
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

    /// Puts in order what stands below the fields, as long as these stand in order, which most do:
    /// only those that wait for the database end late. `false` where they do not.
    fn sort_below(&self, fields: &mut IndexMap<Name, Value>) -> bool {
        let mut keys = self.0.iter();
        fields.iter_mut().all(|(name, value)| {
            let below = keys.find(|(key, _)| is_same(key, name));
            if let Some((_, below)) = below.filter(|(_, below)| !below.0.is_empty()) {
                below.sort(value);
            }
            below.is_some()
        })
    }
}

/// Names of one document share their text, which spares a look at it.
fn is_same(one: &Name, other: &Name) -> bool {
    one.as_ptr() == other.as_ptr() || one == other
}

fn selection<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a SelectionSet> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => operation,
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name)?,
        (DocumentOperations::Multiple(operations), None) => operations.values().next()?,
    };
    Some(&operation.node.selection_set.node)
}
