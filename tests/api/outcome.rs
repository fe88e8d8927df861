//! What a mutation that was refused says, and that it wrote nothing.

use serde_json::Value;

pub use crate::seed::rows;
use crate::support::App;

/// What has to be mended in the input of the request's one mutation, as "CODE path: message".
/// Nothing may have been written.
pub async fn refused(app: &App, mutation: &str) -> String {
    let tables = ["revision", "agent", "place", "event", "measure", "statistic", "source", "alias"];
    let count = async || {
        let mut counts = Vec::new();
        for table in tables {
            counts.push(rows(app, table).await);
        }
        counts
    };
    let before = count().await;
    let data = app.data(mutation).await;
    assert_eq!(count().await, before, "{mutation}\n{data:#}");
    let payload = data.as_object().and_then(|data| data.values().next()).expect("a payload");
    let errors = payload["userErrors"].as_array().expect("userErrors { code message path }");
    assert_eq!(errors.len(), 1, "{mutation}\n{payload:#}");
    let path: Vec<&str> =
        errors[0]["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let text = |field: &str| errors[0][field].as_str().unwrap_or_default().to_owned();
    format!("{} {}: {}", text("code"), path.join("."), text("message"))
}
