//! The page of a statistic and its picture.

use claimbase::{
    Code,
    app::{Actor, summary},
    exchange::corpus,
    store::record::insert_rows,
    web::{
        ask::Ask,
        chart::{Place, View},
        home, record, search,
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

/// A page that is there.
fn drawn(found: claimbase::Result<Option<record::Found>>) -> String {
    match found.expect("a look") {
        Some(record::Found::Page(text)) => text,
        Some(record::Found::Moved(to)) => panic!("it has moved to {to}"),
        None => panic!("there is no such page"),
    }
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
        let pair = "<b>4,972</b> by <bdi>Prisons Organization of Iran</bdi> and <b>at least 8,000</b> by <bdi>The MEK network</bdi>";
        assert!(page.contains(pair), "pairs say whose their figures are");
    }

    async fn a_page_takes_as_many_statements_however_many_rows_it_has(app) {
        demo(&app).await;
        let mut costs = Vec::new();
        for slug in [ARRESTED, "iran-2018-killed", "iran-2018-cities"] {
            let before = app.session.db.statements();
            page(&app, slug, "").await;
            costs.push(app.session.db.statements() - before);
        }
        assert!(costs.iter().all(|cost| *cost <= 31), "{costs:?}");
        let before = app.session.db.statements();
        let sheet = sheet(&app, ARRESTED, "").await;
        let chart = sheet.chart(&app.session.db, sheet::ALONE).await.expect("a chart");
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

    async fn before_it_was_on_record_a_statistic_is_not_found_and_says_since_when_it_is(app) {
        demo(&app).await;
        let ask = Ask::parse("knownAt=2018-01-01").expect("a query string");
        let error = sheet::find(&app.session.db, ARRESTED, ask).await.err().expect("nothing was on record");
        assert_eq!(error.code(), Code::NotFound);
        assert_eq!(error.to_string(), "the statistic iran-2018-arrested was not on record on 1 Jan 2018, 23:59 UTC; it has been since 1 Jan 2026, 12:00 UTC: give knownAt a later moment");
        let ask = Ask::parse("knownAt=2018-01-01").expect("a query string");
        assert!(sheet::find(&app.session.db, "no-such-thing", ask).await.expect("a look").is_none());
        assert!(page(&app, ARRESTED, "knownAt=2026-01-01").await.contains("As it was on record on 1 Jan 2026"));
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
        assert!(page.contains("class=\"figure gone\""));
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
        assert!(early.contains("Only what was said or stated by 10 Jan 2018, and what has no date."));
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

    async fn the_first_page_begins_with_what_is_contested(app) {
        demo(&app).await;
        summary::refresh(&app.session).await.expect("summaries");
        let before = app.session.db.statements();
        let page = home::page(&app.session.db).await.expect("a page");
        let cost = app.session.db.statements() - before;
        assert!(cost <= 15, "{cost}");
        assert!(page.len() < 100_000, "{} bytes", page.len());
        let order = ["id=\"contested\"", "href=\"/statistics/iran-2018-arrested\"", "id=\"new\"", "id=\"others\""];
        let places: Vec<usize> = order.iter().map(|words| place(&page, words)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(page.contains("3,700 to 8,000 said; 29 attributions, 7 to 14 independent origins; <span class=\"verdict contested\">contested</span>"));
    }

    async fn an_empty_database_has_a_first_page(app) {
        let page = home::page(&app.session.db).await.expect("a page");
        assert!(page.contains("Nothing is contested.") && page.contains("0 claims"));
    }

    async fn an_agent_has_everything_it_said_on_its_page(app) {
        demo(&app).await;
        summary::refresh(&app.session).await.expect("summaries");
        let before = app.session.db.statements();
        let page = drawn(record::agent(&app.session.db, "mahmoud-sadeghi", "").await);
        let cost = app.session.db.statements() - before;
        assert!(cost <= 13, "{cost}");
        assert!(page.contains("محمود صادقی") && page.contains("10 places, the last recorded first."));
        assert!(page.contains("Of its claims, 2 conflict with what others say and none agrees."), "{page}");
        let outlet = drawn(record::agent(&app.session.db, "upi", "").await);
        assert!(outlet.contains("What it published") && outlet.contains("1 source."), "{outlet}");
        let query = r#"{ sources(filter: {title: {contains: "really scares"}}) { nodes { id } } }"#;
        let article = text(&app.data(query).await["sources"]["nodes"][0]["id"]);
        let article = drawn(record::source(&app.session.db, &article, "").await);
        assert_eq!(article.matches("<td colspan=\"3\">Statements</td>").count(), 1);
        assert!(!article.contains("all it says"), "the page of a source does not lead to itself");
        let by_id = text(&app.data(r#"{ agent(slug: "mahmoud-sadeghi") { id } }"#).await["agent"]["id"]);
        assert_eq!(drawn(record::agent(&app.session.db, &by_id, "").await), page);
        assert!(record::agent(&app.session.db, "nobody", "").await.expect("a look").is_none());
        assert!(record::agent(&app.session.db, "mahmoud-sadeghi", "after=1").await.is_err());
    }

    async fn an_event_lists_what_is_counted_in_it(app) {
        demo(&app).await;
        summary::refresh(&app.session).await.expect("summaries");
        let before = app.session.db.statements();
        let page = drawn(record::event(&app.session.db, "iran-protests-2017-18").await);
        let cost = app.session.db.statements() - before;
        assert!(cost <= 9, "{cost}");
        assert!(page.contains("28 Dec 2017") && page.contains("href=\"/statistics/iran-2018-killed\""));
    }

    async fn a_source_shows_what_it_says_and_counts_what_was_retracted(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "99", "A <i>report</i>").await;
        let query = format!(r#"{{ claim(id: "{claim}") {{ attributions {{ nodes {{ source {{ id }} }} }} }} }}"#);
        let source = text(&app.data(&query).await["claim"]["attributions"]["nodes"][0]["source"]["id"]);
        let page = drawn(record::source(&app.session.db, &source, "").await);
        assert!(page.contains("99 people, said A &#60;i&#62;report") && !page.contains("<i>"), "{page}");
        done(&app, "retract", json!({"ids": [claim], "reason": "wrong"}), "nodes { id }").await;
        let page = drawn(record::source(&app.session.db, &source, "").await);
        assert!(page.contains("1 place does not count, since it, its claim or its source was retracted; the last recorded first."), "{page}");
        assert!(page.contains("class=\"figure gone\"") && page.contains("Retracted: wrong") && !page.contains("Nothing yet."), "{page}");
        assert!(record::source(&app.session.db, "no-such-id", "").await.expect("a look").is_none());
    }

    async fn a_retracted_record_shows_what_it_held_and_that_none_of_it_counts(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "99", "A report").await;
        tale::claim(&app, &statistic, "22", "Another").await;
        let query = format!(r#"{{ claim(id: "{claim}") {{ attributions {{ nodes {{ source {{ id }} }} }} }} }}"#);
        let source = text(&app.data(&query).await["claim"]["attributions"]["nodes"][0]["source"]["id"]);
        done(&app, "retract", json!({"ids": [source], "reason": "a hoax"}), "nodes { id }").await;
        let page = drawn(record::source(&app.session.db, &source, "").await);
        assert!(page.contains("1 place does not count, since the source was retracted; the last recorded first."), "{page}");
        assert!(page.contains("99 people, said A report") && page.contains("Retracted: a hoax"), "{page}");
        done(&app, "retract", json!({"ids": [claim], "reason": "misread"}), "nodes { id }").await;
        let page = drawn(record::claim(&app.session.db, &claim, "").await);
        assert!(page.contains("Does not count: misread"), "{page}");
        assert!(page.contains("1 place does not count, since the claim was retracted; the last recorded first."), "{page}");
        assert!(page.contains("99 people, said A report") && page.contains("class=\"struck\""), "{page}");
        assert!(!page.contains("Said in 0 places") && !page.contains("Nothing yet."), "{page}");
    }

    async fn what_was_retracted_is_listed_beside_the_rest_where_that_is_asked_for(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "99", "A report").await;
        let more = format!(r#"mutation {{ attributeClaim(input: {{claim: "{claim}", attribution: {{source: {{new: {{title: "Another", kind: ARTICLE}}}}}}}}) {{ attribution {{ id }} }} }}"#);
        let place = text(&app.data(&more).await["attributeClaim"]["attribution"]["id"]);
        done(&app, "retract", json!({"ids": [place], "reason": "misread"}), "nodes { id }").await;
        let shown = format!("href=\"/claims/{claim}?includeRetracted=1\">show it</a>.");
        let page = drawn(record::claim(&app.session.db, &claim, "").await);
        assert!(page.contains("1 place, the last recorded first; 1 retracted and not shown: <a ") && page.contains(&shown), "{page}");
        assert!(!page.contains("class=\"struck\"") && !page.contains("Another"), "{page}");
        let page = drawn(record::claim(&app.session.db, &claim, "includeRetracted=1").await);
        assert!(page.contains("2 places, 1 of them retracted; the last recorded first."), "{page}");
        assert_eq!(page.matches("class=\"struck\"").count(), 1, "{page}");
        assert!(page.contains("Retracted: misread") && page.contains("A report"), "{page}");
        let wrong = record::claim(&app.session.db, &claim, "retracted=1").await.err().expect("an error");
        assert_eq!(wrong.to_string(), "'retracted' is not known here: there are before, includeRetracted, place, other");
    }

    async fn what_has_nothing_says_so(app) {
        tale::agent(&app, "Nobody Much").await;
        let page = drawn(record::agent(&app.session.db, "nobody-much", "").await);
        assert!(page.contains("Nothing yet.") && !page.contains("not count, since"), "{page}");
    }

    async fn a_claim_says_how_it_stands_to_the_others(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "at least 99", "A report").await;
        tale::claim(&app, &statistic, "22", "Another").await;
        tale::claim(&app, &statistic, "120", "A third").await;
        let before = app.session.db.statements();
        let page = drawn(record::claim(&app.session.db, &claim, "").await);
        let cost = app.session.db.statements() - before;
        assert!(cost <= 16, "{cost}");
        assert!(page.contains("Said in 1 place in 1 source, from 1 independent origin."));
        assert!(page.contains("1 place, the last recorded first."), "{page}");
        assert!(page.contains("Compatible with 120"), "{page}");
        assert!(page.contains("99 or more"));
    }

    async fn a_search_finds_pages_and_nothing_that_it_was_given_runs(app) {
        demo(&app).await;
        let before = app.session.db.statements();
        let page = search::page(&app.session.db, "q=arrested").await.expect("a page");
        let cost = app.session.db.statements() - before;
        assert!(cost <= 12, "{cost}");
        assert!(page.contains("href=\"/statistics/iran-2018-arrested\"") && page.contains("<mark>arrested</mark>"));
        let (_, after) = page.split_once("rel=\"next\" href=\"/search?").expect("a second page");
        let query = after.split_once('"').expect("an address").0.replace("&#38;", "&");
        let second = search::page(&app.session.db, &query).await.expect("a page");
        assert!(second.contains("found.") && second != page);
        let only = search::page(&app.session.db, "q=arrested&kind=agents").await.expect("a page");
        assert!(!only.contains("href=\"/statistics/iran-2018-arrested\""));
        let hostile = search::page(&app.session.db, "q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E").await.expect("a page");
        assert!(!hostile.contains("<script>"));
        let nothing = search::page(&app.session.db, "q=!%3F").await.expect("a page");
        assert!(nothing.contains("has neither a letter nor a digit"));
        assert!(search::page(&app.session.db, "").await.expect("a page").contains("Type a word"));
    }
    async fn a_search_is_narrowed_by_links_that_say_how_many_are_left(app) {
        demo(&app).await;
        summary::refresh(&app.session.acting_as(Actor::Program)).await.expect("sums");
        let look = async |query: &str| search::page(&app.session.db, query).await.expect("a page");
        let link = |page: &str, words: &str| {
            let at = place(page, &format!("<bdi>{words}</bdi>"));
            let (before, after) = page.split_at(at);
            let href = before.rsplit_once("href=\"").expect("a link").1.split_once('"').expect("an address").0;
            let count = after.split_once("<span class=\"n\">").expect("a count").1.split_once('<').expect("an end").0;
            (href.replace("&#38;", "&"), count.to_owned())
        };
        let page = look("q=people").await;
        for words in ["Statistics", "Claims", "People killed", "Mahmoud Sadeghi", "Radio Farda", "Conflicts", "Jan 2018"] {
            let (href, count) = link(&page, words);
            let narrowed = look(href.strip_prefix("/search?").expect("a search")).await;
            assert!(narrowed.contains(&format!("{count} found.")), "{words}: {href} {count}\n{narrowed}");
        }
        // What is chosen leads back, and narrows what else can be chosen.
        let (href, _) = link(&page, "Mahmoud Sadeghi");
        let narrowed = look(href.strip_prefix("/search?").expect("a search")).await;
        assert_eq!(link(&narrowed, "Mahmoud Sadeghi"), ("/search?q=people&kind=claims".to_owned(), "4".to_owned()));
        assert_eq!(link(&narrowed, "Jan 2018").1, "4");
        let both = look("q=people&agent=mahmoud-sadeghi&month=2018-01&verdict=CONFLICTS&measure=people-arrested").await;
        assert!(both.contains("2 found."), "{both}");
        for wrong in ["q=people&agent=nobody", "q=people&kind=agents&month=2018-01", "q=people&month=2018-99"] {
            assert!(search::page(&app.session.db, wrong).await.is_err(), "{wrong}");
        }
    }

    async fn what_a_search_is_narrowed_to_can_be_left_again_whatever_became_of_it(app) {
        demo(&app).await;
        summary::refresh(&app.session.acting_as(Actor::Program)).await.expect("sums");
        let other = tale::agent(&app, "Mahmoud Sadeghi MP").await;
        let got = app.data("{ agents(filter: {slug: {eq: \"mahmoud-sadeghi\"}}) { nodes { id } } }").await;
        let merged = json!({"keep": got["agents"]["nodes"][0]["id"], "merge": other, "reason": "the same"});
        done(&app, "mergeRecords", merged, "__typename").await;
        // One that has the slug of a merged agent, one of which no claim is left, and one that is
        // not among those that claims have most often.
        for (narrow, name, count) in [
            ("agent=mahmoud-sadeghi-mp", "Mahmoud Sadeghi", "4"),
            ("agent=mahmoud-sadeghi&month=1999-01", "Jan 1999", "0"),
            ("publisher=mahmoud-sadeghi", "Mahmoud Sadeghi", "0"),
        ] {
            let query = format!("q=people&{narrow}");
            let page = search::page(&app.session.db, &query).await.expect("a page");
            let chosen = format!("aria-current=\"true\"><bdi>{name}</bdi> <span class=\"n\">{count}</span>");
            assert!(page.contains(&chosen), "{chosen}\n{page}");
        }
        let page = search::page(&app.session.db, "q=people&agent=mahmoud-sadeghi-mp").await.expect("a page");
        let back = "<a href=\"/search?q=people&#38;kind=claims\" aria-current=\"true\"><bdi>Mahmoud";
        assert!(page.contains(back), "{page}");
        // What is chosen needs no look at what else could be.
        let cost = async |query: &str| {
            let before = app.session.db.statements();
            search::page(&app.session.db, query).await.expect("a page");
            app.session.db.statements() - before
        };
        let (open, narrowed) = (cost("q=people&kind=claims").await, cost("q=people&month=2018-01").await);
        assert_eq!(open, narrowed, "one look less, one count more");
    }
}
