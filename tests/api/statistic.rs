//! Statistics: adding, naming by key, renaming.

use serde_json::json;

use crate::{
    outcome::{refused, rows},
    support::{App, both},
};

async fn things(app: &App) {
    app.data(r#"mutation {
        a: addMeasure(input: {name: "people arrested", definition: "x", unit: "person", accumulation: CUMULATIVE}) { isNew }
        b: addEvent(input: {name: "Iran protests 2017-18", slug: "iran-protests", kind: PROTEST}) { isNew }
        c: addPlace(input: {name: "Tehran", kind: CITY}) { isNew }
    }"#).await;
}

fn add(input: &str) -> String {
    format!(
        r#"mutation {{ addStatistic(input: {{measure: {{slug: "people-arrested"}}, {input}}}) {{ isNew statistic {{ id slug title unit population period {{ start end }} revision }} userErrors {{ code message path }} }} }}"#
    )
}

const FULL: &str = r#"event: {slug: "iran-protests"}, place: {slug: "tehran"}, population: "protesters", period: {start: "2017-12-30", end: "2018-01-01"}"#;

both! {
    async fn a_statistic_is_its_key_and_its_title_says_it(app) {
        things(&app).await;
        let first = app.data(&add(FULL)).await["addStatistic"].take();
        assert_eq!(first["isNew"], true);
        let statistic = &first["statistic"];
        assert_eq!(statistic["title"], "People arrested, Iran protests 2017-18, Tehran, protesters, 2017-12-30 to 2018-01-01");
        assert_eq!(statistic["slug"], "people-arrested-iran-protests-2017-18-tehran-protesters-2017-12-30-to-2018-01-01");
        assert_eq!(statistic["unit"], "person");
        let revisions = rows(&app, "revision").await;
        let again = FULL.replace(r#""protesters""#, r#"" Protesters", title: "Another title", slug: "another-slug""#);
        let second = app.data(&add(&again)).await["addStatistic"].take();
        assert_eq!(second["isNew"], false);
        assert_eq!(second["statistic"], first["statistic"]);
        assert_eq!(rows(&app, "revision").await, revisions);
    }

    async fn every_part_of_the_key_makes_another_statistic(app) {
        things(&app).await;
        for (input, title) in [
            ("", "People arrested"),
            (r#"period: {start: "2018"}"#, "People arrested, from 2018"),
            (r#"period: {end: "2018"}"#, "People arrested, until 2018"),
            (r#"period: {start: "2018", end: "2018"}"#, "People arrested, 2018"),
            (r#"place: {slug: "tehran"}"#, "People arrested, Tehran"),
            (r#"event: {slug: "iran-protests"}"#, "People arrested, Iran protests 2017-18"),
            (r#"population: "students""#, "People arrested, students"),
        ] {
            let got = app.data(&add(input)).await["addStatistic"].take();
            assert_eq!((&got["isNew"], &got["statistic"]["title"]), (&json!(true), &json!(title)));
        }
        let other = app.data(&add(r#"population: "women", title: "People arrested""#)).await["addStatistic"].take();
        assert_eq!(other["statistic"]["slug"], "people-arrested-2");
    }

    async fn a_statistic_that_breaks_a_rule_is_refused(app) {
        things(&app).await;
        let refuse = async |input: &str| refused(&app, &add(input)).await;
        assert_eq!(
            refuse(r#"period: {start: "2018-02", end: "2018-01"}"#).await,
            "BAD_USER_INPUT input.period.end: end 2018-01 is before start 2018-02: change one of the two"
        );
        assert_eq!(
            refuse(r#"place: {slug: "qom"}"#).await,
            "NOT_FOUND input.place.slug: there is no place with the slug \"qom\""
        );
        assert!(refuse(r#"population: """#).await.starts_with("BAD_USER_INPUT input.population: "));
        assert!(refuse(r#"slug: "No Slug""#).await.starts_with("BAD_USER_INPUT input.slug: "));
        app.data(&add("")).await;
        assert_eq!(
            refuse(r#"population: "women", slug: "people-arrested""#).await,
            "CONFLICT input.slug: the slug \"people-arrested\" is taken by \"People arrested\": choose another one"
        );
    }

    async fn a_statistic_is_renamed_and_no_more(app) {
        things(&app).await;
        let id = app.data(&add("")).await["addStatistic"]["statistic"]["id"].take();
        app.data(&add(r#"population: "women", slug: "women-arrested""#)).await;
        let update = |change: &str| format!("mutation {{ updateStatistic(input: {{id: {id}, {change}}}) {{ statistic {{ slug title revision }} userErrors {{ code message path }} }} }}");
        let got = app.data(&update(r#"slug: "arrested", title: "Arrested", reason: "shorter""#)).await["updateStatistic"].take();
        assert_eq!(got["statistic"], json!({"slug": "arrested", "title": "Arrested", "revision": 2}));
        let found = app.data(r#"{ old: statistic(slug: "people-arrested") { id } new: statistic(slug: "arrested") { id } }"#).await;
        assert_eq!(found, json!({"old": null, "new": {"id": id}}));
        assert_eq!(app.data(&update(r#"slug: "arrested""#)).await["updateStatistic"]["statistic"]["revision"], 2);
        assert_eq!(
            refused(&app, &update(r#"slug: "women-arrested""#)).await,
            "CONFLICT input.slug: the slug \"women-arrested\" is taken by \"People arrested, women\": choose another one"
        );
    }

    async fn a_claim_names_its_statistic_by_key(app) {
        things(&app).await;
        let record = |words: &str| format!(r#"mutation {{ recordClaim(input: {{
            statistic: {{key: {{measure: {{slug: "people-arrested"}}, place: {{slug: "tehran"}}}}}}, quantity: {{text: "{words}"}},
            attributions: [{{source: {{new: {{title: "A page", kind: ARTICLE}}}}}}]
        }}) {{ claim {{ statistic {{ slug title }} }} userErrors {{ code message path }} }} }}"#);
        for words in ["450", "at least 500"] {
            let got = app.data(&record(words)).await["recordClaim"].take();
            assert_eq!(got["claim"]["statistic"]["slug"], "people-arrested-tehran", "{got:#}");
        }
        assert_eq!(rows(&app, "statistic").await, 1);
        let unknown = refused(&app, &record("450").replace("tehran", "qom")).await;
        assert_eq!(unknown, "NOT_FOUND input.statistic.key.place.slug: there is no place with the slug \"qom\"");
    }
}
