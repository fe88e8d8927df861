//! `schema.graphql` is what the code says it is, and everything in it is described.

use std::{env, fs};

use async_graphql::parser::{parse_schema, types::TypeSystemDefinition};
use claimbase::graphql::sdl;

#[test]
fn the_schema_file_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema.graphql");
    let code = sdl();
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(path, &code).expect("schema.graphql is writable");
    }
    let file = fs::read_to_string(path).unwrap_or_default();
    assert!(file == code, "schema.graphql is stale: UPDATE_SCHEMA=1 cargo test --test schema");
}

#[test]
fn everything_in_the_schema_is_described() {
    use async_graphql::parser::types::TypeKind;
    let mut bare: Vec<String> = Vec::new();
    let document = parse_schema(sdl()).expect("the schema parses");
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let definition = definition.node;
        let name = definition.name.node.to_string();
        let mut check = |what: String, described: bool| {
            if !described {
                bare.push(what);
            }
        };
        let is_root = matches!(name.as_str(), "Query" | "Mutation" | "Subscription");
        check(name.clone(), definition.description.is_some() || is_root);
        let fields = match &definition.kind {
            TypeKind::Object(object) => object.fields.as_slice(),
            TypeKind::Interface(interface) => interface.fields.as_slice(),
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    let field = &field.node;
                    check(format!("{name}.{}", field.name), field.description.is_some());
                }
                &[]
            }
            TypeKind::Enum(words) => {
                for word in &words.values {
                    let word = &word.node;
                    check(format!("{name}.{}", word.value), word.description.is_some());
                }
                &[]
            }
            TypeKind::Scalar | TypeKind::Union(_) => &[],
        };
        for field in fields {
            let field = &field.node;
            check(format!("{name}.{}", field.name), field.description.is_some());
            for argument in &field.arguments {
                let argument = &argument.node;
                let what = format!("{name}.{}({})", field.name, argument.name);
                check(what, argument.description.is_some());
            }
        }
    }
    assert!(bare.is_empty(), "without a description:\n{}", bare.join("\n"));
}
