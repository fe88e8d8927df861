//! Records to retract, merge, search and look back at, made through the API.

use claimbase::store::Read as _;
use sea_orm::Statement;
use serde_json::{Value, json};

use crate::support::App;

/// Runs a mutation that must be carried out and returns its payload.
pub async fn done(app: &App, name: &str, input: Value, fields: &str) -> Value {
    let mut payload = attempted(app, name, input, fields).await;
    assert_eq!(payload["userErrors"], json!([]), "{name}");
    payload.as_object_mut().expect("a payload").remove("userErrors");
    payload
}

/// Runs a mutation that must be refused and returns what has to be mended: code, path, message.
/// Nothing may be written.
pub async fn refused(app: &App, name: &str, input: Value) -> (String, String, String) {
    let before = revisions(app).await;
    let payload = attempted(app, name, input, "__typename").await;
    assert_eq!(revisions(app).await, before, "{name} was refused and wrote something");
    let error = &payload["userErrors"][0];
    let path: Vec<&str> =
        error["path"].as_array().expect("a path").iter().filter_map(Value::as_str).collect();
    let word = |field: &str| error[field].as_str().expect("text").to_owned();
    (word("code"), path.join("."), word("message"))
}

async fn attempted(app: &App, name: &str, input: Value, fields: &str) -> Value {
    let input = literal(&input);
    let query = format!(
        "mutation {{ {name}(input: {input}) {{ {fields} userErrors {{ code path message }} }} }}"
    );
    app.data(&query).await[name].take()
}

/// JSON as GraphQL writes it; words in capitals are enum values.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", literal(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        Value::Array(values) => {
            format!("[{}]", values.iter().map(literal).collect::<Vec<_>>().join(", "))
        }
        Value::String(word)
            if word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_') =>
        {
            word.clone()
        }
        other => other.to_string(),
    }
}

/// How many changes were made so far.
pub async fn revisions(app: &App) -> i64 {
    let sql = r#"SELECT COUNT(*) AS "count" FROM "revision""#;
    let statement = Statement::from_string(app.session.db.backend(), sql);
    let rows: Vec<claimbase::store::row::Count> =
        app.session.db.statement(statement, "counting").await.expect("rows");
    rows[0].count
}

/// The id of a new agent.
pub async fn agent(app: &App, name: &str) -> String {
    let input = json!({"name": name, "kind": "ORGANISATION"});
    text(&done(app, "addAgent", input, "agent { id }").await["agent"]["id"])
}

/// The id of a new place.
pub async fn place(app: &App, name: &str) -> String {
    let input = json!({"name": name, "kind": "REGION"});
    text(&done(app, "addPlace", input, "place { id }").await["place"]["id"])
}

/// The id of a new measure that can only grow.
pub async fn measure(app: &App, name: &str) -> String {
    let input = json!({
        "name": name, "definition": format!("Counts {name}."), "unit": "person",
        "accumulation": "CUMULATIVE",
    });
    text(&done(app, "addMeasure", input, "measure { id }").await["measure"]["id"])
}

/// The id of a new statistic.
pub async fn statistic(app: &App, measure: &str, slug: &str) -> String {
    let input = json!({"slug": slug, "title": slug, "measure": {"id": measure}});
    text(&done(app, "addStatistic", input, "statistic { id }").await["statistic"]["id"])
}

/// The id of a claim on a statistic, said in an article of that title.
pub async fn claim(app: &App, statistic: &str, quantity: &str, title: &str) -> String {
    let input = json!({
        "statistic": {"id": statistic},
        "quantity": {"text": quantity},
        "attributions": [{
            "source": {"new": {"title": title, "kind": "ARTICLE"}},
            "quote": {"exact": format!("{quantity} people, said {title}")},
        }],
    });
    text(&done(app, "recordClaim", input, "claim { id }").await["claim"]["id"])
}

/// A JSON string as text.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
