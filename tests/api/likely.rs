//! Records that are likely on record already: told to whoever enters them, kept as findings, and
//! mended by a merge.

use serde_json::{Value, json};

use crate::{
    support::{App, both},
    tale::{done, text},
};

/// Adds a record; returns its id and what it is told to be like.
async fn add(app: &App, verb: &str, kind: &str, input: Value) -> (String, Vec<String>) {
    let fields = format!("{kind} {{ id }} isNew similar {{ __typename id }}");
    let done = done(app, verb, input, &fields).await;
    let similar = done["similar"].as_array().expect("a list");
    let ids = similar.iter().map(|node| text(&node["id"])).collect();
    (text(&done[kind]["id"]), ids)
}

async fn agent(app: &App, name: &str, kind: &str, aliases: &[&str]) -> (String, Vec<String>) {
    add(app, "addAgent", "agent", json!({"name": name, "kind": kind, "aliases": aliases})).await
}

async fn source(app: &App, url: &str, title: &str) -> (String, Vec<String>) {
    add(app, "addSource", "source", json!({"url": url, "title": title, "kind": "ARTICLE"})).await
}

async fn duplicates(app: &App) -> Vec<Value> {
    let query = "{ findings(filter: {code: {eq: LIKELY_DUPLICATE}}) { nodes {
        id message resolution subject { id } other { id } } } }";
    app.data(query).await["findings"]["nodes"].as_array().expect("a list").clone()
}

both! {
    async fn an_agent_in_another_spelling_or_script_is_told_as_similar(app) {
        let (mp, alike) = agent(&app, "Mahmoud Sadeghi", "PERSON", &["MP Sadeghi"]).await;
        assert!(alike.is_empty(), "a record is not like itself");
        for name in ["Mahmud Sadeqi", "محمود صادقی", "Sadeghi, Mahmoud (MP)", "Sadeghi MP"] {
            let (_, alike) = agent(&app, name, "PERSON", &[]).await;
            assert!(alike.contains(&mp) || name.contains("(MP)"), "{name}: {alike:?}");
        }
        for (name, kind) in [("Mahmoud Sadegh", "PERSON"), ("Ali Sadeghi", "PERSON"), ("Mahmoud Sadeghi", "ORGANISATION")] {
            let (_, alike) = agent(&app, name, kind, &[]).await;
            assert!(!alike.contains(&mp), "{name}: {alike:?}");
        }
    }

    async fn events_and_places_in_another_spelling_are_told_as_similar(app) {
        let place = json!({"name": "Tehran", "kind": "CITY"});
        let (tehran, _) = add(&app, "addPlace", "place", place).await;
        let (_, alike) = add(&app, "addPlace", "place", json!({"name": "تهران", "kind": "CITY"})).await;
        assert_eq!(alike, [tehran]);
        let event = |name: &str, start: &str| json!({"name": name, "kind": "PROTEST", "start": start});
        let (first, _) = add(&app, "addEvent", "event", event("Mashhad protests", "2017-12-28")).await;
        let (_, alike) = add(&app, "addEvent", "event", event("Protests, Mashhad", "2017-12")).await;
        assert_eq!(alike, [first]);
        let (_, alike) = add(&app, "addEvent", "event", event("Protests in Mashhad", "2022-09")).await;
        assert_eq!(alike, [] as [String; 0]);
    }

    async fn two_spellings_of_one_newspaper_are_offered_as_a_merge(app) {
        let (keep, _) = agent(&app, "The New York Times", "NEWS_OUTLET", &["Nyt"]).await;
        let (merge, alike) = agent(&app, "New-York Times", "NEWS_OUTLET", &[]).await;
        assert_eq!(alike, [keep.as_str()]);
        let found = duplicates(&app).await;
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((&found[0]["subject"]["id"], &found[0]["other"]["id"]), (&json!(merge), &json!(keep)));
        let message = text(&found[0]["message"]);
        assert!(message.contains(&format!("mergeRecords (keep: {keep}, merge: {merge})")), "{message}");
        let merged = json!({"keep": keep, "merge": merge, "reason": "One paper."});
        done(&app, "mergeRecords", merged, "__typename").await;
        assert_eq!(duplicates(&app).await, [] as [Value; 0]);
        let (third, alike) = agent(&app, "NewYork Times", "NEWS_OUTLET", &[]).await;
        assert_eq!(alike, [keep.as_str()], "by the name of what was merged into it");
        done(&app, "retract", json!({"ids": [third], "reason": "It is the same."}), "__typename").await;
        assert_eq!(duplicates(&app).await, [] as [Value; 0]);
        done(&app, "undoMerge", json!({"id": merge, "reason": "They are two."}), "__typename").await;
        assert_eq!(duplicates(&app).await.len(), 1);
    }

    async fn a_verdict_on_a_pair_stays_and_another_pair_is_open(app) {
        agent(&app, "Ali Karimi", "PERSON", &[]).await;
        let (second, _) = add(&app, "addAgent", "agent", json!({"name": "Ali Karimi", "kind": "PERSON", "slug": "ali-karimi-footballer"})).await;
        let id = duplicates(&app).await[0]["id"].clone();
        let verdict = json!({"id": id, "resolution": "DISMISSED", "reason": "A footballer and a minister."});
        done(&app, "resolveFinding", verdict, "finding { id }").await;
        done(&app, "updateAgent", json!({"id": second, "name": "Aly Karimi"}), "agent { id }").await;
        let found = duplicates(&app).await;
        assert_eq!((found.len(), &found[0]["resolution"]), (1, &json!("DISMISSED")));
        agent(&app, "علی کریمی", "PERSON", &[]).await;
        let open: Vec<Value> = duplicates(&app).await.into_iter().filter(|it| it["resolution"] == "OPEN").collect();
        assert_eq!(open.len(), 2, "{open:#?}");
        done(&app, "updateAgent", json!({"id": second, "name": "Reza Karimi"}), "agent { id }").await;
        assert_eq!(duplicates(&app).await.len(), 1, "the pairs of the renamed one are gone");
    }

    async fn a_variant_of_an_address_is_told_as_similar(app) {
        let (page, _) = source(&app, "https://www.example.org/news/1?id=7", "A page about the protests").await;
        for url in ["https://m.example.org/news/1?id=7", "https://example.org/news/1/amp?id=7"] {
            let (_, alike) = source(&app, url, "The same for telephones").await;
            assert!(alike.contains(&page), "{url}: {alike:?}");
        }
        assert_eq!(source(&app, "https://example.org/news/1?id=7#top", "Another title").await.1, [] as [String; 0], "it is the very same");
        assert_eq!(source(&app, "https://example.org/news/1?id=8", "Another page").await.1, [] as [String; 0]);
        let found = duplicates(&app).await;
        // Each later variant with each before it.
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found.iter().all(|it| text(&it["message"]).contains("retract this one")));
    }

    async fn one_title_of_one_publisher_and_day_is_told_as_similar(app) {
        let publisher = agent(&app, "Radio Farda", "NEWS_OUTLET", &[]).await.0;
        let page = |title: &str, day: &str| json!({
            "title": title, "kind": "ARTICLE", "publishedOn": day, "publisher": {"id": publisher},
        });
        let (first, _) = add(&app, "addSource", "source", page("3,700 arrested in the protests, says MP", "2018-01-09")).await;
        let (_, alike) = add(&app, "addSource", "source", page("3700 arrested in protests, says MP", "2018-01-09")).await;
        assert_eq!(alike, [first]);
        for (title, day) in [("3,800 arrested in the protests, says MP", "2018-01-09"), ("3,700 arrested in the protests, says MP", "2018-01-10")] {
            assert_eq!(add(&app, "addSource", "source", page(title, day)).await.1, [] as [String; 0], "{title}");
        }
    }

    async fn an_agent_is_found_by_any_alias_in_any_script(app) {
        agent(&app, "Mahmoud Sadeghi", "PERSON", &["صادقی", "Sadeqi", "Садеги"]).await;
        agent(&app, "Ali Motahari", "PERSON", &["علی مطهری"]).await;
        for name in ["Mahmoud Sadeghi", "صادقي", "SADEQI", "садеги"] {
            let query = format!(r#"{{ search(query: "{name}", kinds: [AGENT]) {{ nodes {{ ... on Agent {{ name }} }} }}
                agents(filter: {{called: {{eq: "{name}"}}}}) {{ nodes {{ name }} }} }}"#);
            let got = app.data(&query).await;
            let only = json!([{"name": "Mahmoud Sadeghi"}]);
            assert_eq!((&got["search"]["nodes"], &got["agents"]["nodes"]), (&only, &only), "{name}");
        }
        for name in ["Mahmud Sadeqi", "محمود صادقی"] {
            let got = app.data(&format!(r#"{{ agents(filter: {{called: {{like: "{name}"}}}}) {{ nodes {{ name }} }} }}"#)).await;
            assert_eq!(got["agents"]["nodes"], json!([{"name": "Mahmoud Sadeghi"}]), "{name}");
        }
        assert_eq!(app.cost(r#"{ agents(filter: {called: {like: "Mahmud Sadeqi"}}) { nodes { name } } }"#).await, 1);
    }
}
