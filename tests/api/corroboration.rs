//! How many voices there really are: computed origins against the groups that a reader made by hand.

use std::collections::{BTreeMap, BTreeSet};

use claimbase::exchange::corpus as files;
use serde_json::{Value, json};

use crate::{
    corpus,
    support::{App, both},
};

/// An attribution of the corpus that a reader put into a group.
struct Grouped {
    key: String,
    group: String,
    claim: String,
    quote: String,
}

fn grouped() -> Vec<Grouped> {
    let mut all = Vec::new();
    for (name, text) in files::embedded() {
        let Some(table) = text.parse::<toml::Table>().ok().filter(|_| name.contains("claims-"))
        else {
            continue;
        };
        for claim in table["claim"].as_array().expect("claims") {
            for attribution in claim["attribution"].as_array().expect("attributions") {
                let text = |value: &toml::Value, field: &str| {
                    value.get(field).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
                };
                let group = text(attribution, "expected_origin");
                if !group.is_empty() {
                    let (key, quote) = (text(attribution, "key"), text(attribution, "quote"));
                    all.push(Grouped { key, group, claim: text(claim, "text"), quote });
                }
            }
        }
    }
    all
}

/// The rows of the README's table of differences: the group, its origin, who differs, and how.
fn differences() -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let readme = include_str!("../../examples/iran-protests-2018/README.md");
    let (mut of_group, mut differs) = (BTreeMap::new(), BTreeMap::new());
    let rows = readme.lines().skip_while(|line| !line.starts_with("| group |")).skip(2);
    for row in rows.take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        of_group.insert(cells[1].trim_matches('`').to_owned(), cells[2].to_owned());
        for key in cells[3].split_whitespace() {
            differs.insert(key.trim_matches('`').to_owned(), cells[4].to_owned());
        }
    }
    (of_group, differs)
}

async fn computed(app: &App) -> BTreeMap<(String, String), Vec<String>> {
    let mut out = BTreeMap::new();
    let mut after = String::new();
    loop {
        let query = format!(
            "{{ attributions(first: 100{after}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{
            claim {{ text }} quote {{ exact }} origins {{ label known }} }} }} }}"
        );
        let data = app.data(&query).await;
        let page = &data["attributions"];
        for node in page["nodes"].as_array().expect("attributions") {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let origins = node["origins"].as_array().expect("origins").iter().map(|origin| {
                if origin["known"] == true { text(&origin["label"]) } else { "unknown".to_owned() }
            });
            out.insert(
                (text(&node["claim"]["text"]), text(&node["quote"]["exact"])),
                origins.collect(),
            );
        }
        if page["pageInfo"]["hasNextPage"] == false {
            return out;
        }
        after = format!(", after: {}", page["pageInfo"]["endCursor"]);
    }
}

both! {
    async fn computed_origins_are_those_of_the_reader_or_the_readme_says_why(app) {
        corpus::import(&app).await;
        let computed = computed(&app).await;
        let (of_group, differs) = differences();
        let mut groups: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
        let mut told = BTreeSet::new();
        for Grouped { key, group, claim, quote } in grouped() {
            let origins = &computed[&(claim, quote)];
            if let Some(how) = differs.get(&key) {
                assert_eq!(origins, std::slice::from_ref(how), "{key}");
                told.insert(key);
                continue;
            }
            groups.entry(group).or_default().insert(origins.clone());
        }
        assert_eq!(told.len(), differs.len(), "every row of the table is about a grouped attribution");
        for (group, origins) in groups {
            assert_eq!(origins.len(), 1, "{group} is one origin: {origins:?}");
            if let Some(expected) = of_group.get(&group) {
                assert_eq!(origins.first().expect("one"), std::slice::from_ref(expected), "{group}");
            }
        }
    }

    async fn a_claim_is_counted_by_its_independent_voices(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, "iran-2018-arrested", "about 3,700").await;
        let fields = "attributions sources publishers origins { min max } denials { attributions sources publishers } disputes { attributions }";
        let data = app.data(&format!(r#"{{ claim(id: "{claim}") {{ corroboration {{ {fields} }} }} }}"#)).await;
        let found = &data["claim"]["corroboration"];
        assert!(found["attributions"].as_i64() >= Some(3), "{found:#}");
        assert_eq!(found["origins"], json!({"min": 1, "max": 1}));
        assert_eq!(found["denials"], json!({"attributions": 0, "sources": 0, "publishers": 0}));
    }

    async fn a_denial_is_counted_apart_and_gives_no_origin(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, "iran-2018-arrested", "4,972").await;
        let input = json!({"claim": claim, "attribution": {
            "source": {"new": {"title": "A denial", "url": "https://example.org/denial", "kind": "ARTICLE"}},
            "agent": {"slug": "ncri"}, "stance": "DENIES",
        }});
        let got = app.run_with("mutation($input: AttributeClaimInput!) { attributeClaim(input: $input) { attribution { id origins { label } } userErrors { message } } }", json!({"input": input})).await;
        assert_eq!(got["data"]["attributeClaim"]["attribution"]["origins"], json!([]), "{got:#}");
        let data = app.data(&format!(r#"{{ claim(id: "{claim}") {{ corroboration {{ attributions origins {{ min }} denials {{ attributions }} }} }} }}"#)).await;
        assert_eq!(data["claim"]["corroboration"], json!({"attributions": 2, "origins": {"min": 1}, "denials": {"attributions": 1}}));
    }

    async fn the_fields_of_one_mutation_see_what_the_earlier_ones_did(app) {
        corpus::import(&app).await;
        let claim = corpus::claim(&app, "iran-2018-arrested", "4,972").await;
        let field = |name: &str| format!(r#"{name}: attributeClaim(input: {{claim: "{claim}", attribution: {{
            source: {{new: {{title: "{name}", url: "https://example.org/{name}", kind: ARTICLE}}}}}}}}) {{
            attribution {{ claim {{ corroboration {{ attributions }} }} }} userErrors {{ message }} }}"#);
        let data = app.data(&format!("mutation {{ {} {} }}", field("one"), field("two"))).await;
        let count = |name: &str| data[name]["attribution"]["claim"]["corroboration"]["attributions"].clone();
        assert_eq!((count("one"), count("two")), (json!(3), json!(4)));
    }
}
