//! Importing reviews of claims: every shape of file, releases of a feed, what people changed, export.

use claimbase::{
    domain::record_id::Prefix,
    exchange::{
        claimreview::{self, JsonLines, Reviewer, Reviews},
        engine::{Label, Outcome, Refused, Rejects as _},
        report::Tally,
    },
};
use serde_json::{Value, json};

use crate::{
    files::{file, import},
    support::{App, Backend, both},
    tale::text,
};

/// A review as most publishers write it.
fn plain(number: u32) -> Value {
    json!({
        "@context": "http://schema.org", "@type": "ClaimReview",
        "url": format!("https://check.example/reviews/{number}/?utm_source=feed"),
        "datePublished": "2018-02-03",
        "author": { "@type": "Organization", "name": "The Strelsau Check", "url": "https://check.example" },
        "claimReviewed": format!("The bridge of Zenda cost {number} million"),
        "reviewRating": { "@type": "Rating", "alternateName": "Half True" },
        "itemReviewed": {
            "@type": "CreativeWork", "datePublished": "2018-01-30",
            "author": { "@type": "Person", "name": "Rupert of Hentzau" }
        }
    })
}

/// One with everything in it, in other spellings.
fn rich() -> Value {
    json!({
        "@context": "https://schema.org", "@type": ["Review", "https://schema.org/ClaimReview"],
        "mainEntityOfPage": { "@type": "WebPage", "@id": "http://www.check.example/rich" },
        "headline": "No, the castle did not burn", "inLanguage": "en",
        "datePublished": "2018-03-04T10:00:00+01:00",
        "author": [{ "@type": "NewsMediaOrganization", "name": "Zenda Facts" }],
        "claimReviewed": { "@value": "The castle burned" },
        "reviewRating": { "@type": "Rating", "ratingValue": "1", "worstRating": 1, "bestRating": 5 },
        "reviewBody": "It stands.",
        "itemReviewed": [{
            "@type": "Claim", "datePublished": "2018-03",
            "author": { "@type": "Organization", "name": "Friends of the Castle" },
            "firstAppearance": { "@type": "CreativeWork", "url": "https://post.example/1",
                "headline": "A post", "datePublished": "2018-03-01",
                "publisher": { "@type": "Organization", "name": "Post" } },
            "appearance": ["https://post.example/1/", { "@id": "https://other.example/2" }, "not an address"]
        }]
    })
}

async fn put(app: &App, name: &str, content: &str) -> (Outcome, Vec<Refused<Vec<u8>>>) {
    let reviews = Reviews::open(file(content.as_bytes())).expect("a file");
    let feed = claimreview::feed_of(name);
    let label = Label { feed, ..Label::new("claimreview", name) };
    import(&app.session, label, reviews, Reviewer).await
}

/// A file with an item on each line.
fn lines(items: &[Value]) -> String {
    items.iter().fold(String::new(), |all, item| all + &item.to_string() + "\n")
}

fn scripts(items: &[Value]) -> String {
    items.iter().fold(String::new(), |all, item| {
        all + &format!("<script type=\"application/ld+json\">{item}</script>\n")
    })
}

const fn tally(new: u64, updated: u64, unchanged: u64, rejected: u64) -> Tally {
    Tally { new, updated, unchanged, rejected }
}

const ASSESSMENTS: &str = "{ assessments { nodes { id url ratingText rating ratingMapping reviewedOn rationale revision
    reviewer { name kind } claim { text kind attributions { nodes {
        agent { name kind } stance saidOn originality source { url title kind publisher { name } publishedOn language } } } } } } }";

async fn assessments(app: &App) -> Value {
    app.data(ASSESSMENTS).await["assessments"]["nodes"].take()
}

both! {
    async fn a_review_is_a_claim_a_judgement_and_where_both_are_said(app) {
        let (done, refused) = put(&app, "a.json", &lines(&[plain(1), rich()])).await;
        assert_eq!(refused.len(), 0, "{refused:?}");
        assert_eq!(done.items, tally(2, 0, 0, 0));
        let rows = assessments(&app).await;
        let rupert = json!({ "name": "Rupert of Hentzau", "kind": "PERSON" });
        let check = json!({ "name": "The Strelsau Check", "kind": "ORGANISATION" });
        let page = "https://check.example/reviews/1/?utm_source=feed";
        let id = |at: usize| rows[at]["id"].clone();
        assert_eq!(rows[0], json!({
            "id": id(0), "url": page, "ratingText": "Half True", "rating": "MIXED",
            "ratingMapping": "CLAIMREVIEW_1", "reviewedOn": "2018-02-03", "rationale": null,
            "revision": 1, "reviewer": check,
            "claim": { "text": "The bridge of Zenda cost 1 million", "kind": "STATEMENT", "attributions": { "nodes": [{
                "agent": rupert, "stance": "ASSERTS", "saidOn": "2018-01-30", "originality": "RELAYED",
                "source": { "url": page, "title": page, "kind": "ARTICLE", "publisher": { "name": "The Strelsau Check" },
                    "publishedOn": "2018-02-03", "language": null },
            }] } },
        }));
        let friends = json!({ "name": "Friends of the Castle", "kind": "ORGANISATION" });
        let said = |originality: &str, source: Value| json!({
            "agent": friends, "stance": "ASSERTS", "saidOn": "2018-03", "originality": originality, "source": source,
        });
        assert_eq!(rows[1], json!({
            "id": id(1), "url": "http://www.check.example/rich", "ratingText": "1 (1 to 5)", "rating": "FALSE",
            "ratingMapping": "CLAIMREVIEW_1", "reviewedOn": "2018-03-04", "rationale": "It stands.",
            "revision": 1, "reviewer": { "name": "Zenda Facts", "kind": "NEWS_OUTLET" },
            "claim": { "text": "The castle burned", "kind": "STATEMENT", "attributions": { "nodes": [
                said("RELAYED", json!({ "url": "http://www.check.example/rich", "title": "No, the castle did not burn",
                    "kind": "ARTICLE", "publisher": { "name": "Zenda Facts" }, "publishedOn": "2018-03-04", "language": "en" })),
                said("UNKNOWN", json!({ "url": "https://post.example/1", "title": "A post", "kind": "OTHER",
                    "publisher": { "name": "Post" }, "publishedOn": "2018-03-01", "language": null })),
                said("UNKNOWN", json!({ "url": "https://other.example/2", "title": "https://other.example/2", "kind": "OTHER",
                    "publisher": null, "publishedOn": null, "language": null })),
            ] } },
        }));
    }

    async fn every_shape_of_file_gives_the_same_records(app) {
        let items = [plain(1), rich()];
        let (done, _) = put(&app, "a.json", &lines(&items)).await;
        assert_eq!(done.items, tally(2, 0, 0, 0));
        let before = assessments(&app).await;
        // In a graph, things are named by their ids.
        let mut named = plain(1);
        named["author"] = json!({ "@id": "#check" });
        let graph = json!({ "@context": "http://schema.org", "@graph": [
            { "@type": "Organization", "@id": "#check", "name": "The Strelsau Check" },
            { "@type": "WebSite", "name": "Checks" }, named, rich(),
        ] });
        let in_feed = json!({ "@type": "DataFeedItem", "item": [rich()] });
        let feed = json!({ "@type": "DataFeed", "name": "Checks", "dataFeedElement": [items[0], in_feed], "z": 1 });
        let article = json!({ "@type": "NewsArticle", "headline": "{", "review": items });
        let page = format!(
            "<!doctype html><script>if (1 < 2) {{}}</script>\n<p>{{\n{}<script type='application/ld+json'>{}</script>",
            scripts(&items[..1]), article,
        );
        for (shape, content) in [
            ("scripts", scripts(&items)),
            ("list", json!(items).to_string()),
            ("list on lines", serde_json::to_string_pretty(&items).expect("JSON")),
            ("graph", graph.to_string()),
            ("graph on lines", serde_json::to_string_pretty(&graph).expect("JSON")),
            ("feed", feed.to_string()),
            ("feed on lines", serde_json::to_string_pretty(&feed).expect("JSON")),
            ("page", page),
            ("byte order mark", format!("\u{feff}{}", json!(items))),
        ] {
            let (done, refused) = put(&app, "a.json", &content).await;
            assert_eq!(refused.len(), 0, "{shape}: {refused:?}");
            let Tally { new, updated, unchanged, rejected } = done.items;
            let seen = if shape == "page" { 3 } else { 2 };
            assert_eq!((new, updated, unchanged, rejected), (0, 0, seen, 0), "{shape}");
        }
        assert_eq!(assessments(&app).await, before);
    }

    async fn a_newer_release_gives_exactly_the_differences(app) {
        let old = [plain(1), plain(2), plain(3), plain(4)];
        let (done, _) = put(&app, "feed-2018.json", &lines(&old)).await;
        assert_eq!((done.items, done.gone), (tally(4, 0, 0, 0), None));
        let (again, _) = put(&app, "feed-2018.json", &lines(&old)).await;
        assert_eq!((again.items, again.gone, again.import), (tally(0, 0, 4, 0), None, done.import));

        // 1 is gone; 2 is written otherwise; 3 is rated otherwise, 4 dated otherwise; 5 is new.
        let (mut two, mut three, mut four) = (plain(2), plain(3), plain(4));
        two["url"] = "http://www.check.example/reviews/2#top".into();
        two["author"]["url"] = "https://check.example/".into();
        two["claimReviewed"] = "“The bridge of Zenda  cost 2 million.”".into();
        three["reviewRating"]["alternateName"] = "Pants on Fire!".into();
        four["datePublished"] = "2018-02-04".into();
        four["itemReviewed"]["datePublished"] = "2018-01-29".into();
        let new = [two, three, four, plain(5)];
        let (done, refused) = put(&app, "feed-2019.json", &scripts(&new)).await;
        assert_eq!(refused.len(), 0, "{refused:?}");
        assert_eq!(done.items, tally(1, 2, 1, 0));
        assert_eq!(done.report.tallies[&Prefix::Assessment], tally(1, 2, 1, 0));
        assert_eq!(done.report.tallies[&Prefix::Attribution], tally(1, 1, 2, 0));
        let gone = done.gone.expect("a release before");
        assert_eq!((gone.count, gone.file_name.as_str()), (1, "feed-2018.json"));
        assert_eq!(gone.records[0].1.as_deref(), plain(1)["url"].as_str());
        let told = app.data("{ imports(first: 1) { nodes { feed goneCount records { kind new updated unchanged } } } }").await;
        let told = &told["imports"]["nodes"][0];
        assert_eq!((&told["feed"], &told["goneCount"]), (&json!("feed"), &json!(1)));
        let of = |kind: &str| told["records"].as_array().expect("a list").iter().find(|tally| tally["kind"] == kind).cloned();
        assert_eq!(of("ASSESSMENT"), Some(json!({ "kind": "ASSESSMENT", "new": 1, "updated": 2, "unchanged": 1 })));

        let rows = assessments(&app).await;
        let told: Vec<_> = rows.as_array().expect("a list").iter()
            .map(|row| (row["ratingText"].as_str().unwrap_or_default(), row["rating"].as_str().unwrap_or_default(),
                row["reviewedOn"].as_str().unwrap_or_default(), row["revision"].as_i64().unwrap_or_default()))
            .collect();
        assert_eq!(told, [
            ("Half True", "MIXED", "2018-02-03", 1), ("Half True", "MIXED", "2018-02-03", 1),
            ("Pants on Fire!", "FALSE", "2018-02-03", 2), ("Half True", "MIXED", "2018-02-04", 2),
            ("Half True", "MIXED", "2018-02-03", 1),
        ]);
        assert_eq!(rows[3]["claim"]["attributions"]["nodes"][0]["saidOn"], "2018-01-29");
        let (again, _) = put(&app, "feed-2019.json", &scripts(&new)).await;
        assert_eq!(again.items, tally(0, 0, 4, 0));
        assert_eq!(again.gone.map(|gone| gone.count), Some(1));

        // Taken back: what it made is retracted, what it changed is as before.
        let id = app.data("{ imports(first: 1) { nodes { id } } }").await["imports"]["nodes"][0]["id"].clone();
        let undo = "mutation ($id: ID!) { undoImport(input: {id: $id, reason: \"wrong\"}) { retracted reverted kept userErrors { message } } }";
        let undone = app.run_with(undo, json!({ "id": id })).await;
        // A claim, its attribution, its source and its assessment; two assessments and an attribution.
        assert_eq!(undone["data"]["undoImport"], json!({ "retracted": 4, "reverted": 3, "kept": 0, "userErrors": [] }));
        let rows = assessments(&app).await;
        assert_eq!((&rows[2]["ratingText"], &rows[2]["rating"], &rows[3]["reviewedOn"]), (&json!("Half True"), &json!("MIXED"), &json!("2018-02-03")));
        assert_eq!(rows.as_array().map(Vec::len), Some(4));
    }

    async fn what_people_changed_or_retracted_stays(app) {
        put(&app, "feed-1.json", &lines(&[plain(1), plain(2)])).await;
        let rows = assessments(&app).await;
        let update = "mutation ($id: ID!) { updateAssessment(input: {id: $id, rating: OTHER}) { assessment { rating ratingMapping } userErrors { message } } }";
        let updated = app.run_with(update, json!({ "id": rows[0]["id"] })).await;
        assert_eq!(updated["data"]["updateAssessment"]["assessment"], json!({ "rating": "OTHER", "ratingMapping": null }));
        let retract = "mutation ($ids: [ID!]!) { retract(input: {ids: $ids, reason: \"no\"}) { userErrors { message } } }";
        app.run_with(retract, json!({ "ids": [rows[1]["id"]] })).await;
        let (done, refused) = put(&app, "feed-1.json", &lines(&[plain(1), plain(2)])).await;
        assert_eq!((done.items, done.held, refused.len()), (tally(0, 0, 2, 0), 0, 0));
        let changed = |number: u32| {
            let mut item = plain(number);
            item["reviewRating"]["alternateName"] = "False".into();
            item
        };
        let (done, refused) = put(&app, "feed-2.json", &lines(&[changed(1), changed(2)])).await;
        assert_eq!((done.items, done.held, refused.len()), (tally(0, 0, 2, 0), 1, 0));
        let rows = assessments(&app).await;
        assert_eq!((&rows[0]["rating"], &rows[0]["ratingText"]), (&json!("OTHER"), &json!("Half True")));
        assert_eq!(rows.as_array().map(Vec::len), Some(1));
    }

    async fn two_spellings_of_a_reviewer_are_offered_as_a_merge(app) {
        let mut other = plain(2);
        other["author"]["name"] = "Strelsau Check".into();
        let (done, _) = put(&app, "a.json", &lines(&[plain(1), other.clone()])).await;
        assert_eq!(done.items, tally(2, 0, 0, 0));
        let found = app.data("{ findings(filter: {code: {eq: LIKELY_DUPLICATE}}) { nodes { subject { ... on Agent { id name } } other { ... on Agent { id name } } } } }").await;
        let found = &found["findings"]["nodes"];
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{found}");
        let pair = [&found[0]["subject"], &found[0]["other"]];
        let named = |name: &str| text(&pair.iter().find(|agent| agent["name"] == name).expect("an agent")["id"]);
        let merge = "mutation ($keep: ID!, $merge: ID!) { mergeRecords(input: {keep: $keep, merge: $merge, reason: \"one newspaper\"}) { userErrors { message } } }";
        let merged = app.run_with(merge, json!({ "keep": named("The Strelsau Check"), "merge": named("Strelsau Check") })).await;
        assert_eq!(merged["data"]["mergeRecords"]["userErrors"], json!([]));
        // After the merge either spelling is the same reviewer.
        let mut respelt = plain(1);
        respelt["author"]["name"] = "Strelsau Check".into();
        let (done, _) = put(&app, "a.json", &lines(&[respelt, other])).await;
        assert_eq!(done.items, tally(0, 0, 2, 0));
    }

    async fn a_reviewer_who_is_called_otherwise_now_is_a_change(app) {
        put(&app, "feed-1.json", &lines(&[plain(1)])).await;
        let mut renamed = plain(1);
        renamed["author"]["name"] = "Zenda Facts".into();
        let (done, _) = put(&app, "feed-2.json", &lines(&[renamed])).await;
        assert_eq!(done.items, tally(0, 1, 0, 0));
        assert_eq!(assessments(&app).await[0]["reviewer"]["name"], "Zenda Facts");
    }

    async fn bad_items_are_refused_with_line_and_reason_and_mended(app) {
        let without = |field: &str| {
            let mut item = plain(9);
            item.as_object_mut().expect("an object").remove(field);
            item
        };
        let with = |field: &str, value: Value| {
            let mut item = plain(9);
            item[field] = value;
            item
        };
        let bad = [
            (without("author").to_string(), "author", "who reviewed"),
            (without("reviewRating").to_string(), "reviewRating", "how the claim is rated"),
            (with("reviewRating", json!({})).to_string(), "reviewRating.alternateName", "how the claim is rated"),
            (without("claimReviewed").to_string(), "claimReviewed", "which claim"),
            (with("datePublished", json!("03/04/2018")).to_string(), "datePublished", "day first or month first"),
            (with("claimReviewed", json!("a\u{1}b")).to_string(), "claimReviewed", "control character"),
            (with("claimReviewed", json!("x".repeat(3_000))).to_string(), "claimReviewed", "2000 at most"),
            (with("inLanguage", json!("no language")).to_string(), "inLanguage", "language"),
            (without("@type").to_string(), "@type", "no ClaimReview"),
            ("{\"@type\": \"ClaimReview\", }".to_owned(), "", "not JSON"),
            ("hello".to_owned(), "", "no item"),
        ];
        let mut content = lines(&[plain(1), json!({ "@type": "WebSite" })]);
        for (line, _, _) in &bad {
            content.push_str(line);
            content.push('\n');
        }
        content.push_str(&lines(&[plain(2)]));
        let (done, refused) = put(&app, "a.json", &content).await;
        assert_eq!((done.items, done.skipped), (tally(2, 0, 0, bad.len() as u64), 1));
        for (index, (row, (_, column, reason))) in refused.iter().zip(&bad).enumerate() {
            assert_eq!((row.line, row.column.as_str()), (index as u64 + 3, *column), "{row:?}");
            assert!(row.reason.contains(reason), "{row:?}");
        }
        // Nothing of a refused item is there.
        let counts = app.data("{ claims { totalCount } sources { totalCount } agents { totalCount } }").await;
        assert_eq!(counts, json!({ "claims": { "totalCount": 2 }, "sources": { "totalCount": 2 }, "agents": { "totalCount": 2 } }));

        // The file of refused items, mended: what we said of them is not looked at.
        let written = JsonLines.item(&refused[4]).expect("a line");
        let mended = String::from_utf8(written).expect("UTF-8").replace("03/04/2018", "2018-04-03");
        assert!(mended.contains("claimbase_reason"), "{mended}");
        let (done, refused) = put(&app, "a.rejects.jsonl", &format!("{mended}\n")).await;
        assert_eq!((done.items, refused.len()), (tally(1, 0, 0, 0), 0));
    }

    async fn what_a_file_says_in_two_ways_is_refused_each_time(app) {
        let mut other = plain(1);
        other["reviewRating"]["alternateName"] = "False".into();
        let items = [plain(1), plain(1), other];
        for round in 0..2 {
            let (done, refused) = put(&app, "a.json", &lines(&items)).await;
            assert_eq!(done.items, if round == 0 { tally(1, 0, 1, 1) } else { tally(0, 0, 2, 1) });
            assert_eq!(refused[0].line, 3);
            assert!(refused[0].reason.contains("line 1 has a review of the same claim"), "{refused:?}");
        }
        assert_eq!(assessments(&app).await[0]["ratingText"], "Half True");
    }

    async fn an_address_that_is_none_tells_reviews_apart_all_the_same(app) {
        let mut item = plain(1);
        item["url"] = "in an ad".into();
        let (done, refused) = put(&app, "a.json", &lines(&[item.clone(), plain(2)])).await;
        assert_eq!((done.items, refused.len()), (tally(2, 0, 0, 0), 0));
        let rows = assessments(&app).await;
        assert_eq!(rows[0]["url"], Value::Null);
        assert_eq!(rows[0]["claim"]["attributions"]["nodes"][0]["source"]["title"], "in an ad");
        let (done, _) = put(&app, "a.json", &lines(&[item])).await;
        assert_eq!(done.items, tally(0, 0, 1, 0));
    }

    async fn what_is_exported_is_imported_as_the_same(app) {
        let mut nowhere = plain(3);
        nowhere["url"] = "in an ad".into();
        put(&app, "a.json", &lines(&[plain(1), rich(), nowhere])).await;
        let before = assessments(&app).await;
        let mut first = Vec::new();
        let count = claimreview::export(&app.session.db, &mut first).await.expect("an export");
        assert_eq!(count, 3);
        let first = String::from_utf8(first).expect("UTF-8");
        let (done, refused) = put(&app, "out.json", &first).await;
        assert_eq!((done.items, refused.len()), (tally(0, 0, 3, 0), 0), "{first}");
        assert_eq!(assessments(&app).await, before);

        let other = App::new(Backend::Sqlite).await;
        let (done, refused) = put(&other, "out.json", &first).await;
        assert_eq!((done.items, refused.len()), (tally(3, 0, 0, 0), 0), "{refused:?}");
        let mut second = Vec::new();
        claimreview::export(&other.session.db, &mut second).await.expect("an export");
        assert_eq!(String::from_utf8(second).expect("UTF-8"), first);
    }
}
