//! How objects are resolved of which an answer may have hundreds.
//!
//! The framework makes each field of each object a task of its own and writes it when it ends. Most
//! fields of a record are at hand, though: here they are written at once and in the order of the
//! question, and only those that wait for the database become tasks.

use std::task::Poll;

use async_graphql::{
    ContextSelectionSet, Name, Positioned, ServerResult, Value,
    indexmap::IndexMap,
    parser::types::{Field, Selection},
    resolver_utils::{self, ContainerType},
};
use futures_util::{StreamExt as _, future::BoxFuture, poll, stream::FuturesUnordered};

/// Fields of one object beyond which it is left to the framework.
const MANY: usize = 64;

/// Resolves the fields of an object that are asked for. No extension is told of them: the schema has
/// none.
pub async fn resolve_container<'a, T: ContainerType + ?Sized>(
    ctx: &ContextSelectionSet<'a>,
    object: &'a T,
) -> ServerResult<Value> {
    let Some(fields) = plain(&ctx.item.node.items) else {
        return resolver_utils::resolve_container(ctx, object).await;
    };
    let mut values: Vec<Option<Value>> = Vec::with_capacity(fields.len());
    let mut waiting = Vec::new();
    let told = |value: ServerResult<Option<Value>>| {
        value.map(Option::unwrap_or_default).map_err(|error| ctx.add_error(error)).ok()
    };
    for (place, &field) in fields.iter().enumerate() {
        if field.node.name.node == "__typename" {
            values.push(Some(Value::String(object.introspection_type_name().into_owned())));
            continue;
        }
        let mut value = asked(ctx.clone(), object, place, field);
        match poll!(value.as_mut()) {
            Poll::Ready((_, value)) => values.push(told(value)),
            Poll::Pending => {
                values.push(None);
                waiting.push(value);
            }
        }
    }
    if !waiting.is_empty() {
        let mut waiting = FuturesUnordered::from_iter(waiting);
        while let Some((place, value)) = waiting.next().await {
            values[place] = told(value);
        }
    }
    let mut written: IndexMap<Name, Value> = IndexMap::with_capacity(fields.len());
    let named = fields.iter().zip(values);
    written.extend(named.filter_map(|(field, value)| Some((key(field).clone(), value?))));
    Ok(if written.is_empty() { Value::Null } else { Value::Object(written) })
}

/// Its type is hidden here: objects hold each other in circles, which a compiler cannot see through.
fn asked<'a, T: ContainerType + ?Sized>(
    ctx: ContextSelectionSet<'a>,
    object: &'a T,
    place: usize,
    field: &'a Positioned<Field>,
) -> BoxFuture<'a, (usize, ServerResult<Option<Value>>)> {
    Box::pin(async move { (place, object.resolve_field(&ctx.with_field(field)).await) })
}

/// The fields of a selection; `None` where it has fragments or directives, or a field twice, whose
/// answers would have to be merged.
fn plain(items: &[Positioned<Selection>]) -> Option<Vec<&Positioned<Field>>> {
    if items.len() > MANY {
        return None;
    }
    let mut fields: Vec<&Positioned<Field>> = Vec::with_capacity(items.len());
    for item in items {
        let Selection::Field(field) = &item.node else { return None };
        if !field.node.directives.is_empty() || fields.iter().any(|it| key(it) == key(field)) {
            return None;
        }
        fields.push(field);
    }
    Some(fields)
}

fn key(field: &Positioned<Field>) -> &Name {
    &field.node.response_key().node
}
