//! Watching a statistic: whoever does hears of all that bears on its comparison, and of nothing
//! else.

use std::time::{Duration, Instant};

use async_graphql::Response;
use futures_util::{StreamExt as _, stream::BoxStream};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::{
    support::{App, both},
    tale::{agent, done, measure, statistic, text},
};

/// Longer than any of them takes; a test that waits so long has failed.
const AT_MOST: Duration = Duration::from_secs(30);

struct Watcher(BoxStream<'static, Response>);

impl Watcher {
    fn new(app: &App, slug: &str) -> Self {
        Self(app.listen(&format!(
            "subscription {{ statisticChanged(slug: \"{slug}\") {{ slug claims {{ totalCount }} comparison {{ verdict positions {{ reading {{ low }} }} }} }} }}"
        )))
    }

    async fn next(&mut self) -> Value {
        let told = timeout(AT_MOST, self.0.next()).await.expect("it is told").expect("no end");
        assert!(told.errors.is_empty(), "{:?}", told.errors);
        let mut data = told.data.into_json().expect("JSON");
        data["statisticChanged"].take()
    }

    /// What is told until there are so many claims.
    async fn claims(&mut self, count: i64) -> Value {
        loop {
            let told = self.next().await;
            if told["claims"]["totalCount"] == count {
                return told;
            }
        }
    }

    async fn verdict(&mut self, verdict: &str) -> Value {
        loop {
            let told = self.next().await;
            if told["comparison"]["verdict"] == verdict {
                return told;
            }
        }
    }

    async fn is_told_nothing(&mut self) {
        let told = timeout(Duration::from_millis(700), self.0.next()).await;
        assert!(told.is_err(), "{told:?}");
    }
}

/// Somebody who hears already: the subscription is in place once it tells of a claim.
async fn watcher(app: &App, slug: &str) -> Watcher {
    let mut watcher = Watcher::new(app, slug);
    for number in 1..100 {
        says(app, slug, "21", "court", &format!("Article {number}")).await;
        if let Ok(told) = timeout(Duration::from_millis(300), watcher.0.next()).await {
            assert!(told.expect("no end").errors.is_empty());
            return watcher;
        }
    }
    panic!("nothing is told");
}

/// The ids of a claim and its last attribution.
async fn says(app: &App, slug: &str, quantity: &str, agent: &str, title: &str) -> (String, String) {
    let input = json!({
        "statistic": {"slug": slug}, "quantity": {"text": quantity},
        "attributions": [{"source": {"new": {"title": title, "kind": "ARTICLE"}}, "agent": {"slug": agent}, "saidOn": "2018-01-04"}],
    });
    let got =
        done(app, "recordClaim", input, "claim { id attributions(last: 1) { nodes { id } } }")
            .await;
    (text(&got["claim"]["id"]), text(&got["claim"]["attributions"]["nodes"][0]["id"]))
}

async fn agent_id(app: &App, slug: &str) -> String {
    text(&app.data(&format!("{{ agent(slug: \"{slug}\") {{ id }} }}")).await["agent"]["id"])
}

async fn world(app: &App) -> [String; 2] {
    let measures = [measure(app, "Killed").await, measure(app, "Deaths").await];
    for (measure, slug) in measures.iter().zip(["killed", "deaths"]) {
        statistic(app, measure, slug).await;
    }
    for name in ["Court", "Council", "Office"] {
        agent(app, name).await;
    }
    measures
}

both! {
    async fn a_claim_an_indirect_write_and_a_retraction_are_told(app) {
        world(&app).await;
        let mut watcher = watcher(&app, "killed").await;
        let (claim, said) = says(&app, "killed", "50", "council", "The council").await;
        let told = watcher.claims(2).await;
        assert_eq!((&told["comparison"]["verdict"], &told["slug"]), (&json!("CONTESTED"), &json!("killed")));
        // What its agents are to each other.
        let (keep, merge) = (agent_id(&app, "court").await, agent_id(&app, "council").await);
        done(&app, "mergeRecords", json!({"keep": keep, "merge": merge, "reason": "one"}), "node { id }").await;
        watcher.verdict("SINGLE_ORIGIN").await;
        done(&app, "undoMerge", json!({"id": merge, "reason": "two"}), "node { id }").await;
        watcher.verdict("CONTESTED").await;
        // From whom it has the claim, on another statistic.
        let (_, root) = says(&app, "deaths", "50", "court", "Court on deaths").await;
        let input = json!({"attribution": said, "parentAttribution": root, "kind": "RELAYS"});
        done(&app, "deriveAttribution", input, "isNew").await;
        watcher.verdict("SINGLE_ORIGIN").await;
        done(&app, "retract", json!({"ids": [claim], "reason": "never said"}), "nodes { id }").await;
        let told = watcher.claims(1).await;
        assert_eq!(told["comparison"]["positions"], json!([{"reading": {"low": 21.0}}]));
    }

    async fn what_bears_on_others_is_not_told(app) {
        world(&app).await;
        let mut watcher = watcher(&app, "killed").await;
        says(&app, "deaths", "50", "council", "The council").await;
        agent(&app, "Somebody").await;
        watcher.is_told_nothing().await;
        says(&app, "killed", "60", "council", "The council again").await;
        watcher.claims(2).await;
    }

    async fn a_statistic_is_watched_through_merges(app) {
        let [killed, deaths] = world(&app).await;
        let mut older = watcher(&app, "killed").await;
        let mut younger = watcher(&app, "deaths").await;
        done(&app, "mergeRecords", json!({"keep": deaths, "merge": killed, "reason": "one"}), "node { id }").await;
        for watcher in [&mut older, &mut younger] {
            assert_eq!(watcher.claims(2).await["slug"], "killed");
        }
        says(&app, "deaths", "50", "council", "The council").await;
        for watcher in [&mut older, &mut younger] {
            watcher.claims(3).await;
        }
        done(&app, "undoMerge", json!({"id": killed, "reason": "two"}), "node { id }").await;
        older.claims(2).await;
        assert_eq!(younger.claims(1).await["slug"], "deaths");
    }

    async fn a_burst_is_told_in_a_few(app) {
        world(&app).await;
        let mut watcher = watcher(&app, "killed").await;
        let began = Instant::now();
        let burst = async {
            for number in 0..30 {
                says(&app, "killed", &format!("{}", 100 + number), "council", "The council").await;
            }
        };
        let counted = async {
            let mut told = 0;
            loop {
                told += 1;
                if watcher.next().await["claims"]["totalCount"] == 31 {
                    return told;
                }
            }
        };
        let ((), told) = tokio::join!(burst, counted);
        let most = 2 + began.elapsed().as_millis() / 300;
        assert!(told <= most, "{told} were told, {most} at most");
    }

    async fn an_unknown_slug_is_an_error(app) {
        let mut watcher = Watcher::new(&app, "nothing");
        let told = watcher.0.next().await.expect("an answer");
        let error = &told.errors[0];
        assert_eq!(error.message, "slug: there is no statistic nothing");
        let code = error.extensions.as_ref().and_then(|all| all.get("code").cloned());
        assert_eq!(code, Some("NOT_FOUND".into()));
    }
}
