//! The example corpus in a database, and its keys.

use claimbase::exchange::corpus;
use serde_json::Value;

use crate::support::App;

/// Imports the example corpus.
pub async fn import(app: &App) {
    let report = corpus::import(&app.session, corpus::embedded()).await.expect("a report");
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
}

/// The id of the claim on a statistic with these words.
pub async fn claim(app: &App, statistic: &str, words: &str) -> String {
    let query = format!(
        r#"{{ statistic(slug: "{statistic}") {{ claims(first: 500) {{ nodes {{ id quantity {{ text }} }} }} }} }}"#
    );
    let data = app.data(&query).await;
    let nodes = data["statistic"]["claims"]["nodes"].as_array().expect("claims");
    let same = |node: &&Value| node["quantity"]["text"] == words;
    let found = nodes.iter().find(same).unwrap_or_else(|| panic!("{words} in {data:#}"));
    found["id"].as_str().expect("an id").to_owned()
}
