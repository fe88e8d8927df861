//! Variables as words of the command line, read by the types that the document declares.

use async_graphql::{
    Name, Value, Variables,
    parser::types::{BaseType, ExecutableDocument, OperationDefinition, Type},
};

/// Reads `name=value` words for the operation that will run.
pub fn read(
    document: &ExecutableDocument,
    operation: Option<&str>,
    words: &[String],
) -> Result<Variables, String> {
    let declared = declared(document, operation);
    let mut variables = Variables::default();
    for word in words {
        let Some((name, value)) = word.split_once('=') else {
            return Err(format!("--var {word}: write it as name=value"));
        };
        let name = name.trim_start_matches('$');
        let Some(kind) = declared.iter().find(|(known, _)| known == name).map(|(_, kind)| kind)
        else {
            let known: Vec<String> = declared.iter().map(|(name, _)| format!("${name}")).collect();
            return Err(match known.len() {
                0 => format!("--var {word}: the query has no variables"),
                _ => format!("--var {word}: the query has no ${name}; it has {}", known.join(", ")),
            });
        };
        let value = read_value(kind, value).map_err(|mend| format!("--var {word}: {mend}"))?;
        if variables.insert(Name::new(name), value).is_some() {
            return Err(format!("--var {word}: ${name} is given twice"));
        }
    }
    Ok(variables)
}

/// Refuses a required variable that is not given, in the words of the command line.
pub fn must_be_given(
    document: &ExecutableDocument,
    operation: Option<&str>,
    variables: &Variables,
) -> Result<(), String> {
    // Of several operations the one that will run is to be named first.
    let [operation] = chosen(document, operation)[..] else { return Ok(()) };
    for definition in &operation.variable_definitions {
        let (name, kind) = (&definition.node.name.node, &definition.node.var_type.node);
        if definition.node.default_value().is_none() && !variables.contains_key(name) {
            return Err(format!(
                "variable ${name} is missing, but it is {kind}: give it with --var {name}=VALUE"
            ));
        }
    }
    Ok(())
}

fn declared(document: &ExecutableDocument, wanted: Option<&str>) -> Vec<(String, Type)> {
    let variables = |operation: &OperationDefinition| {
        let definition = |one: &async_graphql::parser::types::VariableDefinition| {
            (one.name.node.to_string(), one.var_type.node.clone())
        };
        operation.variable_definitions.iter().map(|one| definition(&one.node)).collect::<Vec<_>>()
    };
    chosen(document, wanted).into_iter().flat_map(variables).collect()
}

fn chosen<'a>(
    document: &'a ExecutableDocument,
    wanted: Option<&str>,
) -> Vec<&'a OperationDefinition> {
    let named = |name: Option<&Name>| {
        wanted.is_none_or(|wanted| name.is_some_and(|name| name.as_str() == wanted))
    };
    let operations = document.operations.iter().filter(|(name, _)| named(*name));
    operations.map(|(_, operation)| &operation.node).collect()
}

/// A text stays one where a text is asked for: `--var id=12` is the text "12" for an ID.
fn read_value(kind: &Type, word: &str) -> Result<Value, String> {
    let looks_like_json = word.trim_start().starts_with(['{', '[']);
    match &kind.base {
        BaseType::List(inner) if !looks_like_json => {
            // GraphQL takes one value for a list of one.
            read_value(inner, word)
        }
        BaseType::List(_) => json(word),
        BaseType::Named(name) => match name.as_str() {
            "Int" | "Float" | "Boolean" => {
                json(word).map_err(|_| format!("write a value of the type {name}"))
            }
            "String" | "ID" => Ok(Value::String(word.to_owned())),
            _ if looks_like_json => json(word),
            _ => Ok(Value::String(word.to_owned())),
        },
    }
}

fn json(word: &str) -> Result<Value, String> {
    serde_json::from_str(word).map_err(|error| format!("this is not JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn variables(query: &str, words: &[&str]) -> Result<serde_json::Value, String> {
        let document = parse_query(query).expect("GraphQL");
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let variables = read(&document, None, &words)?;
        Ok(serde_json::to_value(variables).expect("JSON"))
    }

    #[test]
    fn the_declared_type_says_how_a_word_is_read() {
        let query = "query($id: ID!, $first: Int, $kinds: [Kind!], $on: Date, $input: In) { a }";
        let words = ["id=12", "first=5", "kinds=A", "on=2018-01-01", "input={\"a\":[1]}"];
        let got = variables(query, &words).expect("good words");
        let wanted = serde_json::json!({
            "id": "12", "first": 5, "kinds": "A", "on": "2018-01-01", "input": {"a": [1]}
        });
        assert_eq!(got, wanted);
        let list = variables(query, &["kinds=[\"A\",\"B\"]"]).expect("a list");
        assert_eq!(list, serde_json::json!({ "kinds": ["A", "B"] }));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let query = "query($first: Int) { a }";
        let refused = |word: &str| variables(query, &[word]).expect_err("refused");
        assert_eq!(refused("first"), "--var first: write it as name=value");
        assert_eq!(refused("frist=1"), "--var frist=1: the query has no $frist; it has $first");
        assert_eq!(refused("first=many"), "--var first=many: write a value of the type Int");
        let twice = variables(query, &["first=1", "first=2"]).expect_err("refused");
        assert_eq!(twice, "--var first=2: $first is given twice");
    }

    #[test]
    fn what_is_required_and_not_given_is_asked_for_by_its_flag() {
        let checked = |query: &str, operation: Option<&str>, words: &[&str]| {
            let document = parse_query(query).expect("GraphQL");
            let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
            let variables = read(&document, operation, &words).expect("good words");
            must_be_given(&document, operation, &variables)
        };
        let query = "query A($id: ID!, $on: Date, $first: Int! = 5) { a }";
        let missing = "variable $id is missing, but it is ID!: give it with --var id=VALUE";
        assert_eq!(checked(query, None, &[]), Err(missing.to_owned()));
        assert_eq!(checked(query, None, &["id=1"]), Ok(()));
        let two = format!("{query} query B {{ b }}");
        assert_eq!(checked(&two, Some("A"), &[]), Err(missing.to_owned()));
        assert_eq!(checked(&two, Some("B"), &[]), Ok(()));
        assert_eq!(checked(&two, None, &[]), Ok(()), "the server asks which one is meant");
    }
}
