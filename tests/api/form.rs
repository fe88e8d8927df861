//! The forms of the pages: what they send is what the schema takes.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::{
    parse_query, parse_schema,
    types::{
        BaseType, ExecutableDocument, Selection, SelectionSet, Type, TypeKind, TypeSystemDefinition,
    },
};
use claimbase::{
    app::{Actor, summary},
    exchange::corpus,
    graphql::sdl,
    web::{
        ask::Ask,
        enter, findings, form, home, keys, record, review,
        sheet::{self, Found},
        statistic,
    },
};
use entity::vocab::Role;
use serde_json::json;

use crate::{
    support::{App, both, holder},
    tale::{self, done, text},
};

/// The fields of each type and input, with the type that each leads to and whether it is a list.
struct Types(BTreeMap<String, BTreeMap<String, (String, bool)>>);

fn named(of: &Type) -> (String, bool) {
    match &of.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(inner) => (named(inner).0, true),
    }
}

impl Types {
    fn read() -> Self {
        let mut types = BTreeMap::new();
        for definition in parse_schema(sdl()).expect("our own schema").definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let name = definition.node.name.node.to_string();
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                TypeKind::InputObject(input) => {
                    let field = |field: &async_graphql::Positioned<_>| {
                        let field: &async_graphql::parser::types::InputValueDefinition =
                            &field.node;
                        (field.name.node.to_string(), named(&field.ty.node))
                    };
                    types.insert(name, input.fields.iter().map(field).collect());
                    continue;
                }
                TypeKind::Scalar | TypeKind::Union(_) | TypeKind::Enum(_) => continue,
            };
            let fields = fields
                .iter()
                .map(|field| (field.node.name.node.to_string(), named(&field.node.ty.node)));
            types.insert(name, fields.collect());
        }
        Self(types)
    }

    fn field(&self, of: &str, name: &str) -> Option<&(String, bool)> {
        self.0.get(of)?.get(name)
    }

    /// Everything that is asked for and is not there.
    fn unknown(&self, of: &str, set: &SelectionSet, found: &mut Vec<String>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let name = field.node.name.node.as_str();
                    if name == "__typename" {
                        continue;
                    }
                    match self.field(of, name) {
                        None => found.push(format!("{of}.{name}")),
                        Some((to, _)) => {
                            self.unknown(to, &field.node.selection_set.node, found);
                        }
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().expect("a type");
                    self.unknown(
                        on.node.on.node.as_str(),
                        &fragment.node.selection_set.node,
                        found,
                    );
                }
                Selection::FragmentSpread(spread) => found.push(format!("{:?}", spread.node)),
            }
        }
    }

    /// Whether a field of a form stands for something in an input.
    fn takes(&self, input: &str, path: &str) -> bool {
        let mut here = (input.to_owned(), false);
        for step in path.split('.') {
            if here.1 {
                if step.parse::<usize>().is_err() {
                    return false;
                }
                here.1 = false;
                continue;
            }
            match self.field(&here.0, step) {
                Some(next) => here.clone_from(next),
                None => return false,
            }
        }
        true
    }
}

fn document(name: &str) -> ExecutableDocument {
    let documents = form::documents();
    let (_, text) = documents.iter().find(|(known, _)| known == name).expect(name);
    parse_query(text).expect(name)
}

/// The input that a document takes.
fn input_of(name: &str) -> String {
    let document = document(name);
    let (_, operation) = document.operations.iter().next().expect("an operation");
    let input = operation.node.variable_definitions.iter();
    let mut input = input.filter(|variable| variable.node.name.node == "input");
    named(&input.next().expect("an input").node.var_type.node).0
}

/// The forms of a page: the mutation of each and its fields, with what they are beside their names.
fn forms(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let quoted = |text: &str, before: &str| {
        let (_, after) = text.split_once(before)?;
        Some(after.split_once('"')?.0.to_owned())
    };
    let form = |text: &str| {
        let name = text.split_once('"').expect("a name").0.to_owned();
        let text = text.split_once("</form>").expect("an end").0;
        let tags = text
            .split('<')
            .filter(|tag| ["input", "select", "textarea"].iter().any(|name| tag.starts_with(name)));
        let fields = tags.filter_map(|tag| Some((quoted(tag, "name=\"")?, tag.to_owned())));
        (name, fields.collect())
    };
    page.split("<form data-mutation=\"").skip(1).map(form).collect()
}

fn drawn(found: claimbase::Result<Option<record::Found>>) -> String {
    match found.expect("a look") {
        Some(record::Found::Page(text)) => text,
        Some(record::Found::Moved(_)) | None => panic!("there is no such page"),
    }
}

/// Every sort of page that has forms.
async fn pages(app: &App) -> Vec<String> {
    let db = &app.session.db;
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
    summary::refresh(&session).await.expect("sums");
    let got = app
        .data(
            "{ claims(first: 2) { nodes { id attributions { nodes { id source { id } } } } } \
             events { nodes { slug } } measures { nodes { slug } } places { nodes { slug } } }",
        )
        .await;
    let claim = text(&got["claims"]["nodes"][0]["id"]);
    let place = &got["claims"]["nodes"][0]["attributions"]["nodes"][0];
    let other = &got["claims"]["nodes"][1];
    let post = tale::agent(app, "The Karsk Post").await;
    tale::agent(app, "Karsk Post").await;
    let paper = tale::agent(app, "Post of Karsk").await;
    let twice = json!({"keep": post, "merge": paper, "reason": "one paper"});
    done(app, "mergeRecords", twice, "node { id }").await;
    let verdict =
        json!({"a": claim, "b": other["id"], "verdict": "COMPATIBLE", "reason": "two cities"});
    done(app, "overrideRelation", verdict, "override { id }").await;
    done(app, "createKey", json!({"name": "desk", "role": "CURATOR"}), "secret").await;
    let read =
        "At least 8,000 people were arrested, the Karsk Post said. “We go on,” said Mira Lund.";
    let input = json!({"title": "A text", "kind": "ARTICLE", "text": read, "textIsPublic": true});
    let kept = text(&done(app, "addSource", input, "source { id }").await["source"]["id"]);
    let suggest = "mutation($d: DeriveAttributionInput!, $l: LinkClaimsInput!) { \
        deriveAttribution(input: $d) { userErrors { message } } \
        linkClaims(input: $l) { userErrors { message } } }";
    let variables = json!({
        "d": {"attribution": place["id"], "parentAttribution": other["attributions"]["nodes"][0]["id"], "kind": "DERIVES"},
        "l": {"claim": claim, "other": other["id"], "kind": "SUPPORTS"},
    });
    app.run_as(holder(Role::Contributor), suggest, variables).await;
    let found = sheet::find(db, "iran-2018-arrested", Ask::default()).await.expect("a look");
    let Some(Found::Here(sheet)) = found else { panic!("there is no such statistic") };
    let source = text(&place["source"]["id"]);
    let event = text(&got["events"]["nodes"][0]["slug"]);
    let asked = format!("place={}&other={}", text(&place["id"]), text(&other["id"]));
    let [measure, place] = ["measures", "places"].map(|list| text(&got[list]["nodes"][0]["slug"]));
    let review =
        async |query: &str| review::page(db, query, true).await.expect("a look").expect("one");
    vec![
        home::page(db).await.expect("a page"),
        statistic::page(db, &sheet, "http://localhost").await.expect("a page"),
        drawn(record::claim(db, &claim, &asked).await),
        drawn(record::agent(db, "mek", "").await),
        drawn(record::agent(db, "the-karsk-post", "").await),
        drawn(record::event(db, &event).await),
        drawn(record::place(db, &place).await),
        drawn(record::measure(db, &measure).await),
        enter::page().expect("a page"),
        keys::page(db, &Actor::Program, app.session.now()).await.expect("a page"),
        drawn(record::source(db, &source, "").await),
        findings::page(db, "").await.expect("a page"),
        findings::page(db, "code=LIKELY_DUPLICATE").await.expect("a page"),
        review("").await,
        review(&format!("source={kept}")).await,
    ]
}

#[test]
fn every_document_asks_for_what_is_there() {
    let types = Types::read();
    let documents = form::documents();
    assert!(documents.len() >= 32, "{documents:?}");
    for (name, _) in documents {
        let document = document(&name);
        for (_, operation) in document.operations.iter() {
            let root = if operation.node.ty == async_graphql::parser::types::OperationType::Query {
                "Query"
            } else {
                "Mutation"
            };
            let mut unknown = Vec::new();
            types.unknown(root, &operation.node.selection_set.node, &mut unknown);
            assert!(unknown.is_empty(), "{name}: {unknown:?}");
        }
    }
    let wrong =
        parse_query("mutation { recordClaim { userErrors { sentence } } }").expect("it parses");
    let mut unknown = Vec::new();
    let (_, operation) = wrong.operations.iter().next().expect("one");
    types.unknown("Mutation", &operation.node.selection_set.node, &mut unknown);
    assert_eq!(unknown, ["UserError.sentence"]);
}

#[test]
fn the_script_is_small() {
    let script = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pages/pages.js"));
    assert!(script.len() < 10_240, "{} bytes", script.len());
}

both! {
    async fn every_field_of_a_form_is_one_of_its_input(app) {
        let types = Types::read();
        let mut seen = BTreeSet::new();
        for page in pages(&app).await {
            assert!(page.len() < 100_000, "{} bytes", page.len());
            for (mutation, fields) in forms(&page) {
                let input = input_of(&mutation);
                for (name, tag) in &fields {
                    let name = match (tag.contains("data-ref"), tag.contains("data-as=\"id\"")) {
                        (true, false) => format!("{name}.id"),
                        (_, _) => name.clone(),
                    };
                    assert!(types.takes(&input, &name), "{mutation}: {input} has no {name}");
                }
                seen.insert(mutation);
            }
        }
        let all: BTreeSet<String> = form::documents().into_iter().map(|(name, _)| name).collect();
        let unseen: Vec<&String> = all.difference(&seen).collect();
        assert_eq!(unseen, ["restore", "suggest", "viewer"], "what no page has is not looked at");
        assert!(!types.takes("RecordClaimInput", "attributions.quote") && types.takes("RecordClaimInput", "attributions.0.quote.exact"));
    }
}
