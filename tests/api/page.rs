//! The page of a statistic and its picture.

use claimbase::{
    app::Actor,
    exchange::corpus,
    store::record::insert_rows,
    web::{
        ask::Ask,
        chart::{Place, View},
        sheet::{self, Found, Sheet},
        statistic,
    },
};
use entity::vocab::Role;
use serde_json::json;

use crate::{
    plain, seed,
    support::{App, both},
    tale::{self, done, text},
};

const ARRESTED: &str = "iran-2018-arrested";

async fn demo(app: &App) {
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
}

async fn sheet(app: &App, slug: &str, query: &str) -> Sheet {
    let ask = Ask::parse(query).expect("a query string");
    match sheet::find(&app.session.db, slug, ask).await.expect("a look") {
        Some(Found::Here(sheet)) => *sheet,
        Some(Found::Moved(to)) => panic!("{slug} has moved to {to}"),
        None => panic!("there is no {slug}"),
    }
}

async fn page(app: &App, slug: &str, query: &str) -> String {
    let sheet = sheet(app, slug, query).await;
    statistic::page(&app.session.db, &sheet, "http://localhost:8080").await.expect("a page")
}

/// The address under "cite this", without its path.
fn cited(page: &str) -> String {
    let (_, after) = page.split_once("whatever is recorded later: <a href=\"").expect("a citation");
    let (href, _) = after.split_once('"').expect("an address");
    href.split_once('?').expect("a query string").1.replace("&#38;", "&")
}

fn place(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("{words} is not on the page"))
}

both! {
    async fn the_answer_comes_first_and_every_voice_is_shown_once(app) {
        demo(&app).await;
        let page = page(&app, ARRESTED, "").await;
        assert!(page.len() < 100_000, "{} bytes", page.len());
        let order = [
            "3,700 to 8,000 said; 29 attributions, 7 to 14 independent origins",
            "<dt>Independent origins</dt>",
            "id=\"origins-title\"",
            "id=\"who\"",
            "id=\"conflicts\"",
            "id=\"cite\"",
        ];
        let places: Vec<usize> = order.iter().map(|words| place(&page, words)).collect();
        assert!(places.is_sorted(), "{places:?}");
        // Eleven sources that relay one MP stand under him alone.
        assert_eq!(page.matches("<bdi>Mahmoud Sadeghi</bdi></th>").count() + page.matches("<bdi>Mahmoud Sadeghi</bdi> <span class=\"latest\">").count(), 1);
        assert!(page.contains("#:~:text="), "quotes open the source at the sentence");
        assert!(page.contains("Tehran, Saturday 30 December</a>: 200"), "what stands apart says why");
    }

    async fn a_page_takes_as_many_statements_however_many_rows_it_has(app) {
        demo(&app).await;
        let mut costs = Vec::new();
        for slug in [ARRESTED, "iran-2018-killed", "iran-2018-cities"] {
            let before = app.session.db.statements();
            page(&app, slug, "").await;
            costs.push(app.session.db.statements() - before);
        }
        assert!(costs.iter().all(|cost| *cost <= 30), "{costs:?}");
        let before = app.session.db.statements();
        let sheet = sheet(&app, ARRESTED, "").await;
        let chart = sheet.chart(&app.session.db, sheet::DRAWN).await.expect("a chart");
        let cost = app.session.db.statements() - before;
        assert!(cost <= 15, "{cost}");
        assert!(chart.draw(View::Time, Place::Alone).contains("<circle"));
    }

    async fn the_cited_address_shows_the_same_state_later(app) {
        demo(&app).await;
        let now = page(&app, ARRESTED, "").await;
        let query = cited(&now);
        assert!(query.starts_with("knownAt="), "{query}");
        let then = page(&app, ARRESTED, &query).await;
        assert!(then.contains("29 attributions, 7 to 14 independent origins"));
        app.wait_minutes(1);
        let got = app.data(r#"{ statistic(slug: "iran-2018-arrested") { id } agent(slug: "mahmoud-sadeghi") { id } }"#).await;
        tale::claim(&app, &text(&got["statistic"]["id"]), "12,000", "A later report").await;
        done(&app, "updateAgent", json!({"id": got["agent"]["id"], "name": "Somebody Else"}), "agent { id }").await;
        let later = page(&app, ARRESTED, "").await;
        assert!(later.contains("3,700 to 12,000 said") && later.contains("Somebody Else"));
        assert_eq!(page(&app, ARRESTED, &query).await, then);
    }

    async fn what_was_retracted_is_struck_through_and_says_why(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let wrong = tale::claim(&app, &statistic, "99", "A <b>report</b>").await;
        tale::claim(&app, &statistic, "22", "Another").await;
        done(&app, "retract", json!({"ids": [wrong], "reason": "misread & withdrawn"}), "nodes { id }").await;
        let page = page(&app, "arrested", "").await;
        assert!(page.contains("22 said; 1 attribution, 1 independent origin"), "{page}");
        assert!(page.contains("Retracted: misread &#38; withdrawn"));
        assert!(page.contains("<b class=\"gone\">99</b>"));
        assert!(page.contains("A &#60;b&#62;report&#60;/b&#62;") && !page.contains("<b>report"));
    }

    async fn a_merged_statistic_leads_to_the_one_kept(app) {
        let measure = tale::measure(&app, "arrested").await;
        let other = tale::measure(&app, "held").await;
        tale::statistic(&app, &measure, "first").await;
        tale::statistic(&app, &other, "second").await;
        done(&app, "mergeRecords", json!({"keep": measure, "merge": other, "reason": "the same"}), "node { id }").await;
        let found = sheet::find(&app.session.db, "second", Ask::default()).await.expect("a look");
        assert!(matches!(found, Some(Found::Moved(slug)) if slug == "first"));
        assert!(sheet::find(&app.session.db, "third", Ask::default()).await.expect("a look").is_none());
    }

    async fn a_page_is_narrowed_by_its_address_and_says_so(app) {
        demo(&app).await;
        let early = page(&app, ARRESTED, "asOf=2018-01-10").await;
        assert!(early.contains("Only what was said or stated by 10 Jan 2018."));
        assert!(early.contains("value=\"2018-01-10\"") && early.contains(".csv?asOf=2018-01-10"));
        assert!(!early.contains("10 Apr 2018</td>"));
        let acled = page(&app, ARRESTED, "lexicon=ACLED").await;
        assert!(acled.contains("Words are read by ACLED."));
    }

    async fn ten_thousand_claims_open_page_by_page(app) {
        let seed = seed::seed(&app).await;
        app.session.write(Role::Admin, move |txn| Box::pin(async move {
            let (mut claims, mut sources, mut attributions) = (Vec::new(), Vec::new(), Vec::new());
            for number in 0..10_000 {
                let [claim, source] = [txn.id(), txn.id()];
                claims.push(plain::claim(claim, Some(seed.statistic), 100.0 + f64::from(number), txn.now()));
                sources.push(plain::source(source, txn.now()));
                attributions.push(plain::attribution(txn.id(), claim, source, txn.now()));
            }
            insert_rows(txn, claims, "adding claims").await?;
            insert_rows(txn, sources, "adding sources").await?;
            insert_rows(txn, attributions, "adding attributions").await
        })).await.expect("claims");
        let got = app.data("{ statistics { nodes { slug } } }").await;
        let slug = text(&got["statistics"]["nodes"][0]["slug"]);
        let first = page(&app, &slug, "").await;
        assert!(first.len() < 100_000, "{} bytes", first.len());
        assert!(first.contains("1 to 40 of 10,002 places") && first.contains("?page=2#who"));
        assert!(first.contains("Not drawn: 9,962 further origins"));
        let last = page(&app, &slug, "page=251").await;
        assert!(last.contains("10,001 to 10,002 of 10,002 places") && !last.contains("page=252"));
    }
}
