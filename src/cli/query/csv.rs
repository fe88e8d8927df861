//! The one list of an answer as CSV.

use async_graphql::Value;

/// A line for each item of the list, under the names of its columns; empty when the list is. A
/// field of an object is a column `object.field`, a list inside an item is JSON, null is empty.
pub fn table(data: &Value) -> Result<String, String> {
    let mut lists = Vec::new();
    find_lists(data, String::new(), &mut lists);
    let items = match lists.as_slice() {
        [] => std::slice::from_ref(data),
        [(_, items)] => items,
        [_, _, ..] => {
            let names: Vec<&str> = lists.iter().map(|(name, _)| name.as_str()).collect();
            let (count, names) = (lists.len(), names.join(", "));
            return Err(format!(
                "csv takes an answer with one list; this one has {count}: {names}"
            ));
        }
    };
    let rows: Vec<Vec<(String, Cell)>> = items.iter().map(row).collect();
    let columns = columns(&rows);
    if items.is_empty() || columns.is_empty() {
        return Ok(String::new());
    }
    let mut text = line(columns.iter().copied());
    for row in &rows {
        let cell = |column: &&str| {
            let found = row.iter().find(|(name, _)| name == column);
            found.and_then(|(_, cell)| cell.as_deref()).unwrap_or_default()
        };
        text.push_str(&line(columns.iter().map(cell)));
    }
    Ok(text)
}

/// `None` is null.
type Cell = Option<String>;

/// Lists nearest to the root; those inside their items are not looked for.
fn find_lists<'a>(value: &'a Value, name: String, found: &mut Vec<(String, &'a [Value])>) {
    match value {
        Value::List(items) => found.push((name, items)),
        Value::Object(fields) => {
            for (field, value) in fields {
                let name =
                    if name.is_empty() { field.to_string() } else { format!("{name}.{field}") };
                find_lists(value, name, found);
            }
        }
        _ => {}
    }
}

fn row(item: &Value) -> Vec<(String, Cell)> {
    let mut cells = Vec::new();
    flatten(item, String::new(), &mut cells);
    cells
}

fn flatten(value: &Value, name: String, cells: &mut Vec<(String, Cell)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                let name =
                    if name.is_empty() { field.to_string() } else { format!("{name}.{field}") };
                flatten(value, name, cells);
            }
        }
        Value::Null => cells.push((name, None)),
        Value::String(text) => cells.push((name, Some(text.clone()))),
        Value::Enum(word) => cells.push((name, Some(word.to_string()))),
        // Its text is JSON already: numbers, booleans and lists have no other spelling there.
        Value::List(_) | Value::Number(_) | Value::Boolean(_) | Value::Binary(_) => {
            let json = serde_json::to_string(value).unwrap_or_default();
            cells.push((name, Some(json)));
        }
    }
}

/// Names of the columns, in the order in which they come. An object that is null in one row and
/// there in another has no column of its own.
fn columns(rows: &[Vec<(String, Cell)>]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        let mut after = 0;
        for (name, _) in row {
            if let Some(at) = names.iter().position(|known| known == name) {
                after = at + 1;
            } else {
                names.insert(after, name);
                after += 1;
            }
        }
    }
    let is_object = |name: &str| {
        names.iter().any(|other| other.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')))
    };
    names.iter().copied().filter(|name| !is_object(name)).collect()
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut text = cells.map(quoted).collect::<Vec<_>>().join(",");
    text.push('\n');
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn csv(data: serde_json::Value) -> Result<String, String> {
        table(&Value::from_json(data).expect("a value"))
    }

    #[test]
    fn an_item_is_a_line_and_a_field_of_an_object_a_column() {
        let data = json!({ "claims": { "totalCount": 2, "nodes": [
            { "text": "a, \"b\"", "agent": null, "tags": [] },
            { "text": "c", "agent": { "name": "d", "kind": null }, "tags": ["x", "y"] },
        ] } });
        let wanted = "agent.kind,agent.name,tags,text\n,,[],\"a, \"\"b\"\"\"\n,d,\"[\"\"x\"\",\"\"y\"\"]\",c\n";
        let mut got: Vec<String> = csv(data).expect("a table").lines().map(str::to_owned).collect();
        let mut head: Vec<&str> = got[0].split(',').collect();
        head.sort_unstable();
        assert_eq!(head.join(","), wanted.lines().next().expect("a head"));
        got.remove(0);
        assert_eq!(got.len(), 2);
    }

    #[test]
    fn columns_keep_the_order_of_the_answer() {
        let data = r#"{ "nodes": [{ "z": 1, "o": null, "a": 2.5 }, { "z": true, "o": { "y": "1,5", "b": [] }, "a": null }] }"#;
        let data: Value = serde_json::from_str(data).expect("JSON");
        let got = table(&data).expect("a table");
        assert_eq!(got, "z,o.y,o.b,a\n1,,,2.5\ntrue,\"1,5\",[],\n");
    }

    #[test]
    fn an_answer_without_a_list_is_one_line_and_one_with_two_is_refused() {
        assert_eq!(csv(json!({ "claim": { "text": "a" } })).expect("a table"), "claim.text\na\n");
        assert_eq!(csv(json!({ "claims": { "nodes": [] } })).expect("nothing"), "");
        let told = csv(json!({ "a": { "nodes": [] }, "b": [] })).expect_err("refused");
        assert_eq!(told, "csv takes an answer with one list; this one has 2: a.nodes, b");
    }
}
