//! The limits on a document's form, which need no schema.

use std::collections::HashMap;

use async_graphql::{
    Name, Pos, Positioned, ServerError, ServerResult,
    parser::types::{Directive, ExecutableDocument, OperationDefinition, Selection, SelectionSet},
};

use super::{Limits, NESTING, grouped, refusal};
use crate::{error::Code, graphql::codes};

/// Checks every operation and fragment, because validation walks them all, whichever will run.
///
/// # Errors
///
/// The first limit that the document is over; `GRAPHQL_VALIDATION_FAILED` for a fragment that
/// spreads itself, which async-graphql would call too deep.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> ServerResult<()> {
    let mut walk =
        Walk { document, fragments: HashMap::new(), open: Vec::new(), aliases: 0, directives: 0 };
    let mut operations: Vec<_> =
        document.operations.iter().map(|(_, operation)| operation).collect();
    operations.sort_by_key(|operation| operation.pos);
    let mut total = 0_u64;
    let mut shapes = Vec::new();
    for operation in operations {
        let shape = walk.operation(operation)?;
        total = total.saturating_add(shape.fields);
        shapes.push((operation.pos, shape));
    }
    let mut fragments: Vec<_> = document.fragments.iter().collect();
    fragments.sort_by_key(|(_, fragment)| fragment.pos);
    for (name, fragment) in fragments {
        total = total.saturating_add(walk.fragment(name, fragment.pos, 0)?.fields);
    }
    written(&walk, limits)?;
    shapes.iter().try_for_each(|&(pos, shape)| spread(pos, shape, limits))?;
    over(
        "fields",
        total,
        limits.fields,
        None,
        "the document has {value} fields once its fragments are spread",
        "spread a fragment once at each place, or send several requests",
    )
}

fn written(walk: &Walk<'_>, limits: &Limits) -> ServerResult<()> {
    let (aliases, directives) = (walk.aliases, walk.directives);
    over(
        "aliases",
        aliases,
        limits.aliases,
        None,
        "the document has {value} aliases",
        "ask for many things by `nodes(ids)` or a filter, or send several requests",
    )?;
    over(
        "directives",
        directives,
        limits.directives,
        None,
        "the document has {value} directives",
        "put a condition on the outer field instead of each inner one, or send several requests",
    )
}

fn spread(pos: Pos, shape: Shape, limits: &Limits) -> ServerResult<()> {
    over(
        "rootFields",
        shape.width,
        limits.root_fields,
        Some(pos),
        "the operation has {value} root fields",
        "send several requests",
    )?;
    over(
        "depth",
        shape.depth,
        limits.depth,
        Some(pos),
        "the request is {value} fields deep",
        "ask for the inner part in a request of its own, by `node(id)`",
    )
}

fn over(
    limit: &str,
    value: u64,
    most: u64,
    pos: Option<Pos>,
    what: &str,
    mend: &str,
) -> ServerResult<()> {
    if value <= most {
        return Ok(());
    }
    let what = what.replace("{value}", &grouped(value));
    let message = format!("{what}; the limit is {}: {mend}", grouped(most));
    Err(refusal(limit, value, most, message, pos))
}

/// The measures of a selection set with its fragments spread.
#[derive(Clone, Copy, Default)]
struct Shape {
    /// Fields inside fields.
    depth: u64,
    /// Selection sets inside selection sets, those of fragments too.
    nesting: usize,
    /// Fields, spreads and inline fragments altogether.
    fields: u64,
    /// Fields of the outermost level.
    width: u64,
}

struct Walk<'a> {
    document: &'a ExecutableDocument,
    fragments: HashMap<&'a str, Shape>,
    /// The fragments we are inside of: meeting one again is a cycle.
    open: Vec<&'a str>,
    aliases: u64,
    directives: u64,
}

impl<'a> Walk<'a> {
    fn operation(&mut self, operation: &'a Positioned<OperationDefinition>) -> ServerResult<Shape> {
        self.count(&operation.node.directives);
        for variable in &operation.node.variable_definitions {
            self.count(&variable.node.directives);
        }
        self.set(&operation.node.selection_set, 0)
    }

    fn set(&mut self, set: &'a Positioned<SelectionSet>, level: usize) -> ServerResult<Shape> {
        if set.node.items.is_empty() {
            return Ok(Shape::default());
        }
        if level > NESTING {
            return Err(too_nested(set.pos));
        }
        let mut shape = Shape { nesting: 1, ..Shape::default() };
        for selection in &set.node.items {
            self.count(selection.node.directives());
            let (inner, field) = match &selection.node {
                Selection::Field(field) => {
                    self.aliases += u64::from(field.node.alias.is_some());
                    (self.set(&field.node.selection_set, level + 1)?, true)
                }
                Selection::InlineFragment(fragment) => {
                    (self.set(&fragment.node.selection_set, level + 1)?, false)
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    (self.fragment(name, selection.pos, level + 1)?, false)
                }
            };
            shape.depth = shape.depth.max(inner.depth + u64::from(field));
            shape.nesting = shape.nesting.max(inner.nesting + 1);
            shape.fields = shape.fields.saturating_add(inner.fields).saturating_add(1);
            shape.width = shape.width.saturating_add(if field { 1 } else { inner.width });
        }
        Ok(shape)
    }

    /// The shape of a fragment, measured once; an unknown one has none, as validation will say.
    fn fragment(&mut self, name: &'a Name, pos: Pos, level: usize) -> ServerResult<Shape> {
        let name = name.as_str();
        if let Some(&shape) = self.fragments.get(name) {
            return if level + shape.nesting > NESTING + 1 {
                Err(too_nested(pos))
            } else {
                Ok(shape)
            };
        }
        if let Some(at) = self.open.iter().position(|open| *open == name) {
            return Err(cycle(&self.open[at..], pos));
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Shape::default());
        };
        self.count(&fragment.node.directives);
        self.open.push(name);
        let shape = self.set(&fragment.node.selection_set, level)?;
        self.open.pop();
        self.fragments.insert(name, shape);
        Ok(shape)
    }

    fn count(&mut self, directives: &[Positioned<Directive>]) {
        self.directives += directives.len() as u64;
    }
}

fn too_nested(pos: Pos) -> ServerError {
    let message = format!(
        "fields and fragments are nested in each other more than {NESTING} deep; the limit is \
         {NESTING}: ask for the inner part in a request of its own, by `node(id)`, or write \
         fragments out in place"
    );
    refusal("depth", NESTING as u64 + 1, NESTING as u64, message, Some(pos))
}

fn cycle(fragments: &[&str], pos: Pos) -> ServerError {
    let way = match fragments {
        [first] => format!("fragment \"{first}\" spreads itself"),
        [first, others @ ..] => {
            format!("fragment \"{first}\" spreads itself by way of \"{}\"", others.join("\", \""))
        }
        [] => "a fragment spreads itself".to_owned(),
    };
    let message = format!("{way}: take one of the spreads out");
    codes::coded(ServerError::new(message, Some(pos)), Code::GraphqlValidationFailed)
}
