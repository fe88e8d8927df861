//! Answers in the order of the question.
//!
//! The framework runs the fields of an object side by side and writes each as it ends; the
//! specification wants them in the order of the selection, and so does whoever reads them.

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{
    Name, Response, ServerResult, Value, Variables,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextExecute, NextParseQuery},
    indexmap::IndexMap,
    parser::types::{DocumentOperations, ExecutableDocument, Selection, SelectionSet},
};

/// Puts the fields of every answer in the order of the question.
pub struct InOrder;

impl ExtensionFactory for InOrder {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Asked(Mutex::new(None)))
    }
}

/// The question of one request.
struct Asked(Mutex<Option<ExecutableDocument>>);

#[async_trait::async_trait]
impl Extension for Asked {
    async fn parse_query(
        &self,
        ctx: &ExtensionContext<'_>,
        query: &str,
        variables: &Variables,
        next: NextParseQuery<'_>,
    ) -> ServerResult<ExecutableDocument> {
        let document = next.run(ctx, query, variables).await?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(document.clone());
        Ok(document)
    }

    async fn execute(
        &self,
        ctx: &ExtensionContext<'_>,
        operation_name: Option<&str>,
        next: NextExecute<'_>,
    ) -> Response {
        let mut response = next.run(ctx, operation_name).await;
        let document = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = document.as_ref()
            && let Some(selection) = selection(document, operation_name)
        {
            let mut keys = Keys::default();
            keys.add(selection, document);
            keys.sort(&mut response.data);
        }
        drop(document);
        response
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

/// The keys of an object in the order in which they are first asked for, and those below each.
#[derive(Default)]
struct Keys(IndexMap<Name, Keys>);

impl Keys {
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

    fn sort(&self, value: &mut Value) {
        match value {
            Value::Object(fields) => {
                let place = |name: &Name| self.0.get_index_of(name).unwrap_or(usize::MAX);
                fields.sort_by(|a, _, b, _| place(a).cmp(&place(b)));
                for (name, value) in fields {
                    if let Some(below) = self.0.get(name)
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
