//! Sources: adding, finding again, changing, and what follows from a change.

use entity::vocab::Role;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{
    outcome::{refused, rows},
    support::{App, both, holder},
};

fn add(input: &str) -> String {
    format!(
        "mutation {{ addSource(input: {{kind: ARTICLE, {input}}}) {{ isNew source {{ id url title publisher {{ slug }} authors {{ slug }} publishedOn language archiveUrl accessedOn contentHash text textIsPublic externalIds {{ scheme value }} revision }} userErrors {{ code message path }} }} }}"
    )
}

fn update(id: &Value, change: &str) -> String {
    format!(
        "mutation {{ updateSource(input: {{id: {id}, {change}}}) {{ source {{ url title publisher {{ slug }} publishedOn contentHash text revision }} userErrors {{ code message path }} }} }}"
    )
}

async fn added(app: &App, input: &str) -> Value {
    let mut got = app.data(&add(input)).await;
    assert_eq!(got["addSource"]["userErrors"], json!([]));
    got["addSource"]["source"]["id"].take()
}

const FULL: &str = r#"
    url: "https://www.example.org/iran/?utm_source=x#top", title: "What really scares Iran's clerical dictators",
    publisher: {new: {name: "The Example", kind: NEWS_OUTLET}},
    authors: [{new: {name: "Majid Rafizadeh", kind: PERSON}}, {slug: "majid-rafizadeh"}],
    publishedOn: "2018-01-22", language: "EN-us", archiveUrl: "https://web.archive.org/web/2018/https://example.org/iran",
    accessedOn: "2018-02-01", text: "  First line.\r\nAt least 8,000 were arrested.\n", externalIds: [{scheme: "doi", value: "10.1/x"}]"#;

both! {
    async fn a_source_is_recorded_once_whatever_its_address_looks_like(app) {
        let first = app.data(&add(FULL)).await["addSource"].take();
        assert_eq!(first["isNew"], true, "{first:#}");
        let source = &first["source"];
        assert_eq!(source["publisher"]["slug"], "the-example");
        assert_eq!(source["authors"], json!([{"slug": "majid-rafizadeh"}]));
        assert_eq!(source["language"], "en-US");
        let text = "First line.\nAt least 8,000 were arrested.";
        assert_eq!(source["text"], text);
        assert_eq!(source["contentHash"], format!("{:x}", Sha256::digest(text)));
        let before = (rows(&app, "revision").await, rows(&app, "agent").await);
        let again = r#"url: "http://example.org/iran", title: "Another title", publisher: {new: {name: "Somebody else", kind: NEWS_OUTLET}}"#;
        let second = app.data(&add(again)).await["addSource"].take();
        assert_eq!(second["isNew"], false);
        assert_eq!(second["source"], first["source"]);
        assert_eq!((rows(&app, "revision").await, rows(&app, "agent").await), before);
        let found = app.data(r#"{ source(url: "http://www.example.org/iran/") { id } }"#).await;
        assert_eq!(found["source"]["id"], source["id"]);
    }

    async fn a_source_without_address_is_its_publisher_date_and_title(app) {
        let one = r#"title: "Statement No. 3", publishedOn: "2018-01-04", publisher: {new: {name: "MEK", kind: ORGANISATION}}"#;
        let id = added(&app, one).await;
        let revisions = rows(&app, "revision").await;
        assert_eq!(added(&app, &one.replace("Statement No. 3", " statement no. 3 ")).await, id);
        assert_eq!(rows(&app, "revision").await, revisions);
        for other in [one.replace("2018-01-04", "2018-01-05"), one.replace("MEK", "NCRI"), one.replace("No. 3", "No. 4")] {
            assert_ne!(added(&app, &other).await, id);
        }
    }

    async fn a_source_that_breaks_a_rule_is_refused(app) {
        let refuse = async |input: &str| {
            let title = if input.contains("title:") { "" } else { r#"title: "A page", "# };
            refused(&app, &add(&format!("{title}{input}"))).await
        };
        for (input, field) in [
            (r#"url: "ftp://example.org/a""#, "url"),
            (r#"url: "javascript:alert(1)""#, "url"),
            (r#"archiveUrl: "archive.org""#, "archiveUrl"),
            (r#"language: "english""#, "language"),
            (r#"title: "a\nb""#, "title"),
            (r#"text: "  ""#, "text"),
            (r#"externalIds: [{scheme: "", value: "x"}]"#, "externalIds.0.scheme"),
            (r#"publisher: {new: {name: "", kind: PERSON}}"#, "publisher.new.name"),
            (r#"publisher: {id: "x"}"#, "publisher.id"),
        ] {
            let got = refuse(input).await;
            assert!(got.starts_with(&format!("BAD_USER_INPUT input.{field}: ")), "{got}");
        }
        // The publisher that was new is not written either.
        let got = refuse(r#"publisher: {new: {name: "New", kind: PERSON}}, authors: [{new: {name: "Newer", kind: PERSON}}, {slug: "nobody"}]"#).await;
        assert_eq!(got, "NOT_FOUND input.authors.1.slug: there is no agent with the slug \"nobody\"");
    }

    async fn a_source_changes_unless_it_becomes_another_one(app) {
        let a = added(&app, r#"url: "https://example.org/a", title: "A""#).await;
        let b = added(&app, r#"title: "B", publishedOn: "2018""#).await;
        let clash = refused(&app, &update(&b, r#"url: "http://www.example.org/a/""#)).await;
        let a_id = a.as_str().expect("id");
        assert_eq!(clash, format!("CONFLICT input.url: another source is at this address, {a_id}: change that one instead"));
        let got = app.data(&update(&b, r#"url: "https://example.org/b", title: "B2", publisher: {new: {name: "P", kind: PERSON}}"#)).await["updateSource"].take();
        assert_eq!(got["source"]["title"], "B2");
        assert_eq!(got["source"]["publisher"]["slug"], "p");
        let found = app.data(r#"{ source(url: "http://example.org/b") { id } }"#).await;
        assert_eq!(found["source"]["id"], b);
        // Without its address it is its publisher, date and title again.
        app.data(&update(&b, "url: null")).await;
        assert_eq!(app.data(r#"{ source(url: "http://example.org/b") { id } }"#).await["source"], json!(null));
        assert_eq!(added(&app, r#"title: "b2", publishedOn: "2018", publisher: {slug: "p"}"#).await, b);
        let c = added(&app, r#"title: "C", publishedOn: "2018", publisher: {slug: "p"}"#).await;
        let clash = refused(&app, &update(&c, r#"title: "B2""#)).await;
        assert!(clash.starts_with("CONFLICT input.title: another source has this publisher, date and title, source_"), "{clash}");
        let stale = refused(&app, &update(&b, r#"expectedRevision: 1, title: "X""#)).await;
        assert!(stale.starts_with("STALE_REVISION "), "{stale}");
    }

    async fn a_new_date_moves_the_attributions_that_have_none(app) {
        let id = claimed(&app).await;
        let dates = async || {
            app.data("{ attributions(orderBy: {field: DATE}) { nodes { saidOn quote { exact } revision } } }").await["attributions"]["nodes"].take()
        };
        let order = |nodes: &Value| nodes.as_array().expect("nodes").iter().map(|node| node["quote"]["exact"].as_str().expect("a quote").to_owned()).collect::<Vec<_>>();
        assert_eq!(order(&dates().await), ["3,700 are held", "At least 8,000"]);
        app.data(&update(&id, r#"publishedOn: "2018-01-01""#)).await;
        let nodes = dates().await;
        assert_eq!(order(&nodes), ["At least 8,000", "3,700 are held"]);
        assert_eq!(nodes[0]["revision"], 1);
        app.data(&update(&id, "publishedOn: null")).await;
        assert_eq!(order(&dates().await), ["3,700 are held", "At least 8,000"]);
    }

    async fn quotes_are_found_again_in_a_new_text(app) {
        let id = claimed(&app).await;
        let quotes = async || {
            let query = format!("{{ source(id: {id}) {{ attributions {{ nodes {{ revision quote {{ status start end }} }} }} }} }}");
            app.data(&query).await["source"]["attributions"]["nodes"].take()
        };
        let no_text = json!({"revision": 1, "quote": {"status": "NO_TEXT", "start": null, "end": null}});
        assert_eq!(quotes().await, json!([no_text, no_text]));
        let text = r#"text: "In Iran at least 8,000 were arrested, and 3,700 are held.""#;
        let got = app.data(&update(&id, text)).await["updateSource"].take();
        assert_eq!(got["userErrors"], json!([]));
        assert_eq!(quotes().await, json!([
            {"revision": 2, "quote": {"status": "FUZZY", "start": 8, "end": 22}},
            {"revision": 2, "quote": {"status": "ANCHORED", "start": 42, "end": 56}},
        ]));
        // The same text is no change.
        let revisions = rows(&app, "revision").await;
        app.data(&update(&id, text)).await;
        assert_eq!(rows(&app, "revision").await, revisions);
        app.data(&update(&id, r#"text: "At least 8,000 were arrested.""#)).await;
        let got = quotes().await;
        assert_eq!(got[0], json!({"revision": 3, "quote": {"status": "ANCHORED", "start": 0, "end": 14}}));
        assert_eq!(got[1]["quote"]["status"], "ORPHANED");
        app.data(&update(&id, "text: null")).await;
        let statuses: Vec<Value> = quotes().await.as_array().expect("nodes").iter().map(|node| node["quote"]["status"].clone()).collect();
        assert_eq!(statuses, ["NO_TEXT", "NO_TEXT"]);
    }

    async fn a_text_is_shown_to_curators_unless_it_is_public(app) {
        let id = added(&app, r#"title: "A", text: "Words.""#).await;
        let read = format!("{{ source(id: {id}) {{ text textIsPublic }} }}");
        let contributor = holder(Role::Contributor);
        let got = app.run_as(contributor.clone(), &read, json!(null)).await;
        assert_eq!(got["data"]["source"], json!({"text": null, "textIsPublic": false}));
        app.data(&update(&id, "textIsPublic: true")).await;
        let got = app.run_as(contributor, &read, json!(null)).await;
        assert_eq!(got["data"]["source"], json!({"text": "Words.", "textIsPublic": true}));
    }
}

/// A source of 20 January with two quotes: one without a date of its own, one said on 9 January.
async fn claimed(app: &App) -> Value {
    app.data(r#"mutation { addMeasure(input: {name: "people arrested", definition: "x", unit: "person", accumulation: CUMULATIVE}) { isNew } }"#).await;
    let id =
        added(app, r#"title: "A page", url: "https://example.org/a", publishedOn: "2018-01-20""#)
            .await;
    for (words, source, more) in [
        ("At least 8,000", format!("id: {id}"), r#"quote: {exact: "At least 8,000"}"#),
        (
            "3,700",
            r#"url: "http://www.example.org/a""#.to_owned(),
            r#"quote: {exact: "3,700 are held"}, saidOn: "2018-01-09""#,
        ),
    ] {
        let record = format!(
            r#"mutation {{ recordClaim(input: {{
            statistic: {{key: {{measure: {{slug: "people-arrested"}}}}}}, quantity: {{text: "{words}"}},
            attributions: [{{source: {{{source}}}, {more}}}]
        }}) {{ isNew userErrors {{ message path }} }} }}"#
        );
        let got = app.data(&record).await;
        assert_eq!(got["recordClaim"]["isNew"], true, "{got:#}");
    }
    id
}
