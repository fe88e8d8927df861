//! Dates and moments that are none: which field, which value, and what would be right.

use serde_json::{Value, json};

use crate::{
    corpus,
    outcome::{refused, rows},
    support::both,
};

const MONTH: &str = "'2018-13-40' is not a date: month 13 does not exist; months go from 01 to 12, seasons from 21 to 24";
const SOON: &str = "'soon' is not a date: write a year, month or day as 2018, 2018-01 or 2018-01-22, \
                    with ~ after it for about and ? for perhaps";
const DAY: &str = "'soon' is not a day: write it as 2018-01-22";
const MOMENT: &str = "'soon' is not a moment: write it as 2018-01-22T09:30:00Z";

/// An id of a kind, of no record.
fn id(kind: &str) -> String {
    format!("{kind}_01h455vb4pex5vsknk084sn02q")
}

/// A mutation whose input has a date that is none, the way to it and what is said of it.
type Wrong = (&'static str, Value, &'static str, &'static str);

fn of_claims() -> Vec<Wrong> {
    let dated = json!({"new": {"title": "A", "kind": "ARTICLE", "publishedOn": "2018-13-40"}});
    let good = json!({"source": {"new": {"title": "A", "kind": "ARTICLE"}}, "saidOn": "2018"});
    let place = json!({"source": {"new": {"title": "A", "kind": "ARTICLE"}}, "saidOn": "soon"});
    let key = json!({"measure": {"slug": "deaths"}, "period": {"start": "2018", "end": "soon"}});
    let claim = |fields: Value| {
        let mut input = json!({"text": "It rained.", "attributions": [good]});
        input.as_object_mut().expect("fields").extend(fields.as_object().expect("fields").clone());
        input
    };
    let counted = json!({"statistic": {"key": key}, "quantity": {"text": "12"}});
    vec![
        ("recordClaim", claim(json!({"asOf": "2018-13-40"})), "asOf", MONTH),
        (
            "recordClaim",
            claim(json!({"attributions": [good, place]})),
            "attributions.1.saidOn",
            SOON,
        ),
        (
            "recordClaim",
            claim(json!({"attributions": [{"source": dated}]})),
            "attributions.0.source.new.publishedOn",
            MONTH,
        ),
        ("recordClaim", claim(counted), "statistic.key.period.end", SOON),
        ("updateClaim", json!({"id": id("claim"), "asOf": "soon"}), "asOf", SOON),
        (
            "attributeClaim",
            json!({"claim": id("claim"), "attribution": place}),
            "attribution.saidOn",
            SOON,
        ),
        ("updateAttribution", json!({"id": id("attribution"), "saidOn": "soon"}), "saidOn", SOON),
    ]
}

fn of_the_rest() -> Vec<Wrong> {
    let source = |field: &str| json!({"title": "A", "kind": "ARTICLE", field: "soon"});
    let event = |field: &str, date: Value| json!({"name": "A", "kind": "PROTEST", field: date});
    let change = |kind: &str, field: &str| json!({"id": id(kind), field: "soon"});
    let candidate = json!({
        "id": "x", "ruleSet": "y", "text": "It rained.", "quote": {"exact": "It rained."},
        "saidOn": "2018-01-01", "asOf": "soon",
    });
    let candidates = json!({"source": {"new": source("title")}, "candidates": [candidate]});
    let assessment = json!({
        "claim": id("claim"), "reviewer": {"slug": "a"}, "ratingText": "True", "reviewedOn": "soon",
    });
    let statistic = json!({"measure": {"slug": "deaths"}, "period": {"start": "soon"}});
    let key = json!({"name": "a", "role": "READER", "expiresAt": "soon"});
    let number = "2018 is not a date: write it as a string";
    vec![
        ("addSource", source("publishedOn"), "publishedOn", SOON),
        ("addSource", source("accessedOn"), "accessedOn", DAY),
        ("updateSource", change("source", "publishedOn"), "publishedOn", SOON),
        ("updateSource", change("source", "accessedOn"), "accessedOn", DAY),
        ("addEvent", event("start", json!("soon")), "start", SOON),
        ("addEvent", event("end", json!("2018-13-40")), "end", MONTH),
        ("addEvent", event("start", json!(2018)), "start", number),
        ("updateEvent", change("event", "start"), "start", SOON),
        ("updateEvent", change("event", "end"), "end", SOON),
        ("addStatistic", statistic, "period.start", SOON),
        ("assessClaim", assessment, "reviewedOn", SOON),
        ("updateAssessment", change("assessment", "reviewedOn"), "reviewedOn", SOON),
        ("acceptCandidates", candidates, "candidates.0.asOf", SOON),
        ("createKey", key, "expiresAt", MOMENT),
    ]
}

both! {
    async fn a_date_of_an_input_that_is_none_is_an_error_of_its_field(app) {
        for (mutation, input, path, message) in of_claims().into_iter().chain(of_the_rest()) {
            let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
            let query = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ userErrors {{ code message path }} }} }}");
            let got = app.run_with(&query, json!({"input": input})).await;
            let path: Vec<&str> = std::iter::once("input").chain(path.split('.')).collect();
            let expected = json!([{"code": "BAD_USER_INPUT", "message": message, "path": path}]);
            assert_eq!(got["data"][mutation]["userErrors"], expected, "{input}: {got:#}");
        }
        for table in ["revision", "source", "api_key"] {
            assert_eq!(rows(&app, table).await, 0, "{table}");
        }
    }

    async fn a_date_in_the_document_or_in_a_variable_within_it_is_refused_alike(app) {
        let add = r#"mutation { addEvent(input: {name: "A", kind: PROTEST, start: "soon"}) { userErrors { code message path } } }"#;
        assert_eq!(refused(&app, add).await, format!("BAD_USER_INPUT input.start: {SOON}"));
        let add = r#"mutation($start: PartialDate) { addEvent(input: {name: "A", kind: PROTEST, start: $start}) { event { id } userErrors { message path } } }"#;
        let got = app.run_with(add, json!({"start": "soon"})).await["data"]["addEvent"].take();
        assert_eq!(got, json!({"event": null, "userErrors": [{"message": SOON, "path": ["input", "start"]}]}));
        let ok = app.run_with(add, json!({"start": null})).await["data"]["addEvent"].take();
        assert_eq!(ok["userErrors"], json!([]), "{ok:#}");
        assert_eq!(rows(&app, "event").await, 1);
    }

    async fn a_date_of_a_question_that_is_none_is_told_with_the_argument(app) {
        corpus::import(&app).await;
        let claim = id("claim");
        let statistic = |field: &str| format!("{{ statistics(first: 1) {{ nodes {{ {field} }} }} }}");
        let questions = [
            ("{ claims(filter: {asOf: {gte: \"soon\"}}) { totalCount } }".to_owned(), "filter.asOf.gte", SOON),
            ("{ claims(filter: {createdAt: {lte: \"soon\"}}) { totalCount } }".to_owned(), "filter.createdAt.lte", MOMENT),
            ("{ claims(filter: {or: [{text: {eq: \"a\"}}, {not: {asOf: {eq: \"soon\"}}}]}) { totalCount } }".to_owned(), "filter.or.1.not.asOf.eq", SOON),
            ("{ claims(filter: {and: [{statistic: {periodEnd: {lte: \"soon\"}}}]}) { totalCount } }".to_owned(), "filter.and.0.statistic.periodEnd.lte", SOON),
            ("{ claimStats(groupBy: MONTH, filter: {asOf: {gte: \"soon\"}}) { claims } }".to_owned(), "filter.asOf.gte", SOON),
            ("{ extract(text: \"It rained.\", publishedOn: \"soon\") { id } }".to_owned(), "publishedOn", SOON),
            (format!("{{ claim(id: \"{claim}\", knownAt: \"soon\") {{ id }} }}"), "knownAt", MOMENT),
            (format!("{{ node(id: \"{claim}\", knownAt: \"soon\") {{ id }} }}"), "knownAt", MOMENT),
            ("{ statisticRows(slug: \"x\", from: \"soon\") { total } }".to_owned(), "from", MOMENT),
            ("{ statisticRows(slug: \"x\", to: \"soon\") { total } }".to_owned(), "to", MOMENT),
            (statistic("comparison(asOf: \"soon\") { verdict }"), "asOf", DAY),
            (statistic("comparison(knownAt: \"soon\") { verdict }"), "knownAt", MOMENT),
            (statistic("timeline(knownAt: \"soon\") { date }"), "knownAt", MOMENT),
            (statistic("claims(knownAt: \"soon\") { totalCount }"), "knownAt", MOMENT),
            (statistic("citation(style: TEXT, accessedOn: \"soon\")"), "accessedOn", DAY),
        ];
        for (query, argument, message) in questions {
            let error = app.run(&query).await["errors"][0].take();
            assert_eq!(error["message"], format!("{argument}: {message}"), "{query}: {error:#}");
            let expected = json!({"code": "BAD_USER_INPUT", "argument": argument});
            assert_eq!(error["extensions"], expected, "{query}");
        }
        let query = "query($filter: ClaimFilter) { claims(filter: $filter) { totalCount } }";
        let got = app.run_with(query, json!({"filter": {"asOf": {"lte": 2018}}})).await;
        assert_eq!(got["errors"][0]["message"], "filter.asOf.lte: 2018 is not a date: write it as a string");
    }
}
