//! The answer for one statistic: on the example corpus, as of a day, as known at a time, and what it
//! costs.

use serde_json::{Value, json};

use crate::{
    corpus,
    support::{App, both},
};

async fn compared(app: &App, arguments: &str, fields: &str) -> Value {
    let query = format!(
        r#"{{ statistic(slug: "iran-2018-arrested") {{ comparison{arguments} {{ {fields} }} }} }}"#
    );
    let mut data = app.data(&query).await;
    data["statistic"]["comparison"].take()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

both! {
    async fn the_arrested_of_2018_are_contested(app) {
        corpus::import(&app).await;
        let found = compared(&app, "", "verdict summary lexicon range { low high } spread median
            origins { min max } agreement { low high twoSided supporters of }
            positions { origin { known label agent { slug } } claim { quantity { text } } asOf
                reading { low high soft } attributionCount sourceCount publisherCount }").await;
        assert_eq!(found["verdict"], "CONTESTED");
        assert_eq!(found["lexicon"], "CLAIMBASE_1");
        assert_eq!(found["summary"], "3,700 to 8,000 said; 29 attributions, 7 to 14 independent origins; contested");
        assert_eq!((&found["range"], &found["spread"]), (&json!({"low": 3700.0, "high": 8000.0}), &json!(4300.0)));
        assert_eq!(found["origins"], json!({"min": 7, "max": 14}));
        let positions = list(&found["positions"]);
        assert_eq!(positions.len(), 14);
        let sadeghi: Vec<&Value> =
            positions.iter().filter(|it| it["origin"]["agent"]["slug"] == "mahmoud-sadeghi").collect();
        let [sadeghi] = sadeghi[..] else { panic!("the relays of one remark are one origin") };
        assert_eq!(sadeghi["claim"]["quantity"]["text"], "about 3,700");
        assert_eq!(sadeghi["asOf"], "2018-01-09");
        assert_eq!(sadeghi["attributionCount"], 11);
        assert_eq!(sadeghi["reading"], json!({"low": 3330.0, "high": 4070.0, "soft": true}));
        let unknown = positions.iter().find(|it| it["origin"]["known"] == false).expect("one");
        assert_eq!(unknown["origin"]["agent"], Value::Null);
        assert!(unknown["origin"]["label"].as_str().expect("a label").starts_with("unknown, in \""));
    }

    async fn conflicts_come_by_page_the_widest_between_known_origins_first(app) {
        corpus::import(&app).await;
        let fields = "conflicts(first: 500) { totalCount pageInfo { hasNextPage } nodes {
            verdict code reason gap ratio a { quantity { text } } b { quantity { text } } } }";
        let all = compared(&app, "", fields).await;
        let all = &all["conflicts"];
        let nodes = list(&all["nodes"]);
        assert_eq!(all["totalCount"], nodes.len());
        assert!(nodes.iter().all(|it| it["verdict"] == "CONFLICTS"));
        assert_eq!((&nodes[0]["a"]["quantity"]["text"], &nodes[0]["b"]["quantity"]["text"]), (&json!("about 3,700"), &json!("at least 8,000")));
        let mp = nodes.iter().find(|it| it["a"]["quantity"]["text"] == "about 3,700" && it["b"]["quantity"]["text"] == "at least 8,000");
        assert_eq!(mp.expect("the pair")["gap"], 3930.0);
        let mut paged = Vec::new();
        let mut after = String::new();
        loop {
            let fields = format!("conflicts(first: 3{after}) {{ pageInfo {{ hasNextPage endCursor }} nodes {{
                verdict code reason gap ratio a {{ quantity {{ text }} }} b {{ quantity {{ text }} }} }} }}");
            let page = compared(&app, "", &fields).await;
            let page = &page["conflicts"];
            paged.extend(list(&page["nodes"]).to_vec());
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
        }
        assert_eq!(paged, nodes);
    }

    async fn what_is_left_out_says_why(app) {
        corpus::import(&app).await;
        let fields = "unlike(first: 500) { totalCount nodes { code claim { quantity { text } statistic { slug } } } }";
        let found = compared(&app, "", fields).await;
        let nodes = list(&found["unlike"]["nodes"]);
        assert_eq!(found["unlike"]["totalCount"], nodes.len());
        let tehran = nodes.iter().find(|it| it["claim"]["statistic"]["slug"] == "iran-2018-arrested-tehran");
        assert_eq!(tehran.expect("450 in Tehran")["code"], "OTHER_PLACE");
        let page = compared(&app, "", "unlike(first: 2) { edges { cursor node { code } } pageInfo { hasNextPage endCursor } }").await;
        let cursor = &page["unlike"]["pageInfo"]["endCursor"];
        let rest = compared(&app, "", &format!("unlike(first: 500, after: {cursor}) {{ nodes {{ code }} }}")).await;
        assert_eq!(list(&rest["unlike"]["nodes"]).len() + 2, nodes.len());
    }

    async fn only_what_was_said_by_a_day_is_taken_in(app) {
        corpus::import(&app).await;
        let found = compared(&app, r#"(asOf: "2018-01-08")"#, "positions { claim { quantity { text } } }").await;
        let texts: Vec<&Value> = list(&found["positions"]).iter().map(|it| &it["claim"]["quantity"]["text"]).collect();
        assert!(!texts.contains(&&json!("4,972")) && texts.contains(&&json!("377")), "{texts:?}");
        let none = compared(&app, r#"(asOf: "1990-01-01")"#, "origins { max }").await;
        let all = compared(&app, "", "origins { max }").await;
        assert!(none["origins"]["max"].as_i64() < all["origins"]["max"].as_i64());
    }

    async fn a_lexicon_and_a_lens_change_the_answer_and_are_named(app) {
        corpus::import(&app).await;
        let by_agent = compared(&app, "", "origins { min }").await;
        let strict = compared(&app, "(originBy: AFFILIATION, lexicon: ACLED)", "lexicon origins { min } positions { reading { lexicon } }").await;
        assert_eq!(strict["lexicon"], "ACLED");
        assert!(strict["origins"]["min"].as_i64() < by_agent["origins"]["min"].as_i64());
        assert!(list(&strict["positions"]).iter().all(|it| it["reading"]["lexicon"] == "ACLED"));
    }

    async fn the_past_is_compared_as_it_was_known(app) {
        corpus::import(&app).await;
        let now = compared(&app, "", "verdict origins { min max } summary").await;
        app.wait_minutes(60);
        let claim = corpus::claim(&app, "iran-2018-arrested", "4,972").await;
        app.data(&format!(r#"mutation {{ retract(input: {{ids: ["{claim}"], reason: "A test."}}) {{ userErrors {{ message }} }} }}"#)).await;
        let later = compared(&app, "", "verdict origins { min max } summary").await;
        assert_ne!(later, now);
        let then = compared(&app, r#"(knownAt: "2026-01-01T12:30:00Z")"#, "verdict origins { min max } summary").await;
        assert_eq!(then, now);
        let before = compared(&app, r#"(knownAt: "2020-01-01T00:00:00Z")"#, "verdict summary range { low } positions { asOf } conflicts { totalCount }").await;
        assert_eq!(before["verdict"], "NO_DATA");
        assert_eq!((&before["range"], &before["conflicts"]["totalCount"]), (&Value::Null, &json!(0)));
    }

    async fn a_statistic_is_loaded_once_whatever_is_asked_of_it(app) {
        corpus::import(&app).await;
        let cost = async |query: &str| app.anew(query).await.1;
        let alone = cost(r#"{ statistic(slug: "iran-2018-arrested") { comparison { verdict summary } } }"#).await;
        assert!(alone <= 11, "{alone}");
        let fields = "verdict positions { asOf } conflicts(first: 500) { nodes { code } } revisions { nodes { code } }";
        let more = format!(r#"{{ statistic(slug: "iran-2018-arrested") {{ comparison {{ {fields} }} headline(policy: LATEST) {{ text }} timeline {{ date }} }} }}"#);
        assert_eq!(cost(&more).await, alone);
        let list = |first: u32| format!(r#"{{ statistic(slug: "iran-2018-arrested") {{ claims(first: {first}) {{ nodes {{ id
            corroboration {{ origins {{ min max }} }} crossReferences {{ nodes {{ verdict a {{ id }} b {{ id }} }} }}
            attributions {{ nodes {{ origins {{ label }} }} }} }} }} }} }}"#);
        let (few, many) = (cost(&list(2)).await, cost(&list(14)).await);
        assert_eq!(few, many);
        let statistics = |first: u32| format!("{{ statistics(first: {first}) {{ nodes {{ comparison {{ verdict }} }} }} }}");
        let (few, many) = (cost(&statistics(2)).await, cost(&statistics(30)).await);
        assert!(many <= few + 1 && many <= 11, "{few} {many}");
    }
}
