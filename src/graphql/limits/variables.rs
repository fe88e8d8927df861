//! A required variable that is not sent.
//!
//! async-graphql notices it only when it comes to the field that needs it: the mutations before
//! that field have then been done.

use async_graphql::{
    Positioned, ServerError, Value, Variables, parser::types::OperationDefinition,
};

use crate::{error::Code, graphql::codes};

/// The error of the first required variable that has no value; `None` if all have one.
pub(super) fn missing(
    operation: &Positioned<OperationDefinition>,
    variables: &Variables,
) -> Option<ServerError> {
    operation.node.variable_definitions.iter().find_map(|definition| {
        let (name, ty) = (&definition.node.name.node, &definition.node.var_type.node);
        let sent = variables.get(name);
        let value = sent.or(definition.node.default_value());
        if ty.nullable || value.is_some_and(|value| *value != Value::Null) {
            return None;
        }
        let state = if sent.is_some() { "null" } else { "missing" };
        let message =
            format!("variable ${name} is {state}, but it is {ty}: send a value in `variables`");
        let error = ServerError::new(message, Some(definition.pos));
        Some(codes::coded(error, Code::BadUserInput))
    })
}
