//! The one list of an answer as a table. Its columns come from the document that asks, so that they
//! are the same however much is found.

mod types;

use std::borrow::Cow;

use async_graphql::{
    Name, Value,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};

use self::types::field;
use crate::{Error, Result, domain::cell};

/// The table that a document asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the operation; `None` where it has none.
    pub name: Option<String>,
    /// The way to each list that is in no other.
    lists: Vec<Way>,
    columns: Vec<Column>,
}

/// Keys of an answer, from the outside in.
type Way = Vec<Name>;

#[derive(Debug, PartialEq, Eq)]
struct Column {
    /// `agent.name`
    name: String,
    /// The way to it inside an item; empty where the items are no objects.
    way: Way,
}

/// Where a list was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Whether there is more.
    pub more: bool,
    /// From where on; `None` where that was not asked for.
    pub end: Option<String>,
}

impl Table {
    /// Plans the table of a document that was run, and so is known to be valid. A document without
    /// a list is one row.
    pub fn of(
        document: &ExecutableDocument,
        operation: Option<&str>,
    ) -> std::result::Result<Self, String> {
        let found = document.operations.iter().find(|(name, _)| {
            operation.is_none_or(|wanted| name.is_some_and(|name| name == wanted))
        });
        let Some((name, operation)) = found else { return Err("there is no operation".to_owned()) };
        let root = match operation.node.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let whole = vec![Part { set: &operation.node.selection_set.node, parent: root }];
        let mut lists = Vec::new();
        find_lists(document, &whole, &mut Vec::new(), &mut lists);
        let mut columns = Vec::new();
        match lists.as_slice() {
            [] => find_columns(document, &whole, &mut Vec::new(), &mut columns),
            [(_, items)] => find_columns(document, items, &mut Vec::new(), &mut columns),
            [_, _, ..] => {
                let names: Vec<String> = lists.iter().map(|(way, _)| dotted(way)).collect();
                return Err(format!(
                    "csv takes a query with one list, and this one has {}: {}; ask for each of them in a request of its own",
                    names.len(),
                    names.join(", ")
                ));
            }
        }
        let lists: Vec<Way> = lists.into_iter().map(|(way, _)| way).collect();
        if columns.is_empty() {
            let name = lists.first().and_then(|way| way.last()).map_or("value", Name::as_str);
            columns.push(Column { name: snake_case(name), way: Vec::new() });
        }
        if let Some(name) = twice(&columns) {
            return Err(format!(
                "two columns would be called {name}: give one of the fields another alias"
            ));
        }
        Ok(Self { name: name.map(Name::to_string), lists, columns })
    }

    /// Whether a list was asked for.
    #[must_use]
    pub const fn has_list(&self) -> bool {
        !self.lists.is_empty()
    }

    /// The names of the columns, then a line for each item. A list inside of an item is JSON; null
    /// and what is inside of it are empty.
    pub fn write(&self, data: &Value) -> Result<String> {
        let failed = |error: csv::Error| Error::internal("writing a table", error);
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(self.columns.iter().map(|column| &column.name)).map_err(failed)?;
        for item in self.items(data) {
            for column in &self.columns {
                let text = written(at(item, &column.way))?;
                csv.write_field(text.as_bytes()).map_err(failed)?;
            }
            csv.write_record(None::<&[u8]>).map_err(failed)?;
        }
        let rows = csv.into_inner();
        let rows = rows.map_err(|error| Error::internal("writing a table", error.into_error()))?;
        String::from_utf8(rows).map_err(|error| Error::internal("writing a table", error))
    }

    /// How many lines there are below the names.
    #[must_use]
    pub fn len(&self, data: &Value) -> usize {
        self.items(data).len()
    }

    /// Where the list was cut off; `None` where nothing beside it was asked for that tells.
    #[must_use]
    pub fn page(&self, data: &Value) -> Option<Page> {
        let (_, around) = self.lists.first()?.split_last()?;
        let beside = |way: &[&str]| {
            let way: Way = around.iter().cloned().chain(way.iter().map(Name::new)).collect();
            at(data, &way)
        };
        let more = beside(&["pageInfo", "hasNextPage"]).or_else(|| beside(&["cut"]));
        let Some(Value::Boolean(more)) = more else { return None };
        let end = match beside(&["pageInfo", "endCursor"]) {
            Some(Value::String(end)) => Some(end.clone()),
            _ => None,
        };
        Some(Page { more: *more, end })
    }

    fn items<'v>(&self, data: &'v Value) -> &'v [Value] {
        match self.lists.first() {
            None => std::slice::from_ref(data),
            Some(way) => match at(data, way) {
                Some(Value::List(items)) => items,
                _ => &[],
            },
        }
    }
}

/// A part of what is asked for at one place of the answer, and of which type it asks.
#[derive(Clone, Copy)]
struct Part<'a> {
    set: &'a SelectionSet,
    parent: &'a str,
}

/// A field as it comes in the answer: by its key, with everything that is asked for in it.
struct Asked<'a> {
    key: &'a Name,
    list: bool,
    parts: Vec<Part<'a>>,
}

/// The fields of one place, fragments among them, in their order.
fn fields<'a>(document: &'a ExecutableDocument, parts: &[Part<'a>]) -> Vec<Asked<'a>> {
    let mut found: Vec<Asked> = Vec::new();
    for part in parts {
        add_fields(document, *part, &mut found);
    }
    found
}

fn add_fields<'a>(document: &'a ExecutableDocument, part: Part<'a>, found: &mut Vec<Asked<'a>>) {
    for selection in &part.set.items {
        match &selection.node {
            Selection::Field(asked) => {
                let leads = field(part.parent, asked.node.name.node.as_str());
                let key = &asked.node.response_key().node;
                let inner = leads
                    .filter(|_| !asked.node.selection_set.node.items.is_empty())
                    .map(|leads| Part { set: &asked.node.selection_set.node, parent: &leads.to });
                match found.iter_mut().find(|other| other.key == key) {
                    Some(other) => other.parts.extend(inner),
                    None => found.push(Asked {
                        key,
                        list: leads.is_some_and(|leads| leads.list),
                        parts: inner.into_iter().collect(),
                    }),
                }
            }
            Selection::FragmentSpread(spread) => {
                let name = &spread.node.fragment_name.node;
                if let Some(fragment) = document.fragments.get(name) {
                    let parent = fragment.node.type_condition.node.on.node.as_str();
                    let set = &fragment.node.selection_set.node;
                    add_fields(document, Part { set, parent }, found);
                }
            }
            Selection::InlineFragment(fragment) => {
                let condition = fragment.node.type_condition.as_ref();
                let parent =
                    condition.map_or(part.parent, |condition| condition.node.on.node.as_str());
                let set = &fragment.node.selection_set.node;
                add_fields(document, Part { set, parent }, found);
            }
        }
    }
}

/// Lists nearest to the root; those inside of their items are not looked for.
fn find_lists<'a>(
    document: &'a ExecutableDocument,
    parts: &[Part<'a>],
    way: &mut Way,
    found: &mut Vec<(Way, Vec<Part<'a>>)>,
) {
    for asked in fields(document, parts) {
        way.push(asked.key.clone());
        if asked.list {
            found.push((way.clone(), asked.parts));
        } else {
            find_lists(document, &asked.parts, way, found);
        }
        way.pop();
    }
}

fn find_columns(
    document: &ExecutableDocument,
    parts: &[Part<'_>],
    way: &mut Way,
    found: &mut Vec<Column>,
) {
    for asked in fields(document, parts) {
        way.push(asked.key.clone());
        if asked.list || asked.parts.is_empty() {
            found.push(Column { name: dotted(way), way: way.clone() });
        } else {
            find_columns(document, &asked.parts, way, found);
        }
        way.pop();
    }
}

fn twice(columns: &[Column]) -> Option<&str> {
    let mut names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

fn dotted(way: &[Name]) -> String {
    way.iter().map(|key| snake_case(key)).collect::<Vec<_>>().join(".")
}

/// `publishedOn` as `published_on`.
fn snake_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut after_small = false;
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && after_small {
            out.push('_');
        }
        after_small = letter.is_ascii_lowercase() || letter.is_ascii_digit();
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn at<'v>(value: &'v Value, way: &[Name]) -> Option<&'v Value> {
    way.iter().try_fold(value, |value, key| match value {
        Value::Object(fields) => fields.get(key),
        _ => None,
    })
}

fn written(value: Option<&Value>) -> Result<Cow<'_, str>> {
    Ok(match value {
        None | Some(Value::Null) => Cow::Borrowed(""),
        Some(Value::String(text)) => cell::text(text),
        Some(Value::Enum(word)) => Cow::Borrowed(word.as_str()),
        Some(Value::Number(number)) if number.is_f64() => {
            let number = number.as_f64().unwrap_or_default();
            Cow::Owned(cell::number(number).to_string())
        }
        Some(value) => {
            let json = serde_json::to_string(value);
            Cow::Owned(json.map_err(|error| Error::internal("writing a cell", error))?)
        }
    })
}

#[cfg(test)]
mod tests;
