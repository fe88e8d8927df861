//! The pages of work that waits: findings, candidates, suggestions.

use claimbase::{
    app::{Actor, summary},
    exchange::corpus,
    web::{findings, home, review},
};
use entity::vocab::Role;
use serde_json::json;

use crate::{
    support::{App, both, holder},
    tale::{self, done, text},
};

const TEXT: &str = "The Norder Post reported that about 3,700 people were arrested. \"They must be \
    freed,\" said Mira Lund. At least 8,000 people were arrested, the National Relief Council said.";

async fn demo(app: &App) {
    let session = app.session.acting_as(Actor::Program);
    corpus::import(&session, corpus::embedded()).await.expect("the corpus");
    summary::refresh(&session).await.expect("sums");
}

async fn noticed(app: &App, query: &str) -> String {
    findings::page(&app.session.db, query).await.expect("a page")
}

async fn waiting(app: &App, query: &str, may_read: bool) -> String {
    review::page(&app.session.db, query, may_read).await.expect("a look").expect("a page")
}

async fn source(app: &App, title: &str, public: bool) -> String {
    let input = json!({
        "title": title, "kind": "ARTICLE", "url": format!("https://example.org/{title}"),
        "publishedOn": "2031-03-13", "language": "en", "textIsPublic": public,
        "text": format!("{TEXT} So wrote {title}."),
    });
    text(&done(app, "addSource", input, "source { id }").await["source"]["id"])
}

/// The items of the work list.
fn items(page: &str) -> usize {
    page.matches("<li id=\"finding_").count()
}

both! {
    async fn findings_are_narrowed_by_links_that_say_how_many_are_left(app) {
        demo(&app).await;
        let all = noticed(&app, "").await;
        assert!(all.contains("<a href=\"/findings?code=NOT_IN_QUOTE\"><bdi>Not in quote</bdi> <span class=\"n\">5</span>"), "{all}");
        assert!(all.contains("48 findings, the last recorded first."), "{all}");
        assert_eq!(items(&all), 30);
        let (_, next) = all.split_once("<a rel=\"next\" href=\"/findings?").expect("another page");
        let rest = noticed(&app, next.split_once('"').expect("an address").0).await;
        assert_eq!(items(&rest), 18);
        let narrow = noticed(&app, "code=NOT_IN_QUOTE&severity=WARNING").await;
        assert_eq!(items(&narrow), 5);
        assert!(narrow.contains("Compare the quote with the figure"), "what mends it is said");
        assert!(narrow.contains("href=\"/claims/claim_") && narrow.contains("#attribution_"), "its subject is linked");
        assert_eq!(items(&noticed(&app, "severity=ERROR").await), 0);
    }

    async fn a_finding_leaves_the_work_list_once_it_is_settled(app) {
        demo(&app).await;
        let got = app.data("{ findings(filter: {code: {eq: AMBIGUOUS_NUMBER}}) { nodes { id } } }").await;
        let id = text(&got["findings"]["nodes"][0]["id"]);
        let input = json!({"id": id, "resolution": "DISMISSED", "reason": "a <thousand>"});
        done(&app, "resolveFinding", input, "finding { id }").await;
        assert!(!noticed(&app, "code=AMBIGUOUS_NUMBER").await.contains(&id));
        let settled = noticed(&app, "resolution=DISMISSED").await;
        assert!(settled.contains("Dismissed: a &#60;thousand&#62;"), "{settled}");
        assert_eq!(items(&noticed(&app, "code=AMBIGUOUS_NUMBER&resolution=ANY").await), 1);
    }

    async fn what_no_longer_holds_is_counted_and_hidden(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "22", "A report").await;
        summary::refresh(&app.session.acting_as(Actor::Program)).await.expect("sums");
        assert!(noticed(&app, "").await.contains("<bdi>22</bdi>"));
        done(&app, "updateClaim", json!({"id": claim, "asOf": "2018-01-02"}), "claim { id }").await;
        summary::refresh(&app.session.acting_as(Actor::Program)).await.expect("sums");
        let now = noticed(&app, "").await;
        assert!(now.contains("1 no longer so and not shown: <a href=\"/findings?includeRetracted=1\">"), "{now}");
        assert_eq!((items(&now), items(&noticed(&app, "includeRetracted=1").await)), (0, 1));
    }

    async fn candidates_wait_with_their_context_and_their_guesses(app) {
        let measure = tale::measure(&app, "people arrested").await;
        tale::statistic(&app, &measure, "karsk-arrested").await;
        tale::agent(&app, "National Relief Council").await;
        let id = source(&app, "norder", true).await;
        let page = waiting(&app, "", false).await;
        assert!(page.contains("1 text is looked through") && page.contains("3 candidates wait."), "{page}");
        assert!(page.contains("about 3,700") && page.contains("Norder Post"), "{page}");
        let one = waiting(&app, &format!("source={id}"), false).await;
        assert!(one.contains("at least 8,000") || one.contains("At least 8,000"), "{one}");
        assert!(one.contains("/statistics/karsk-arrested") && one.contains("<span class=\"guess\""), "{one}");
        // What is decided is counted and no longer shown.
        let query = "query($t: String!) { extract(text: $t, url: \"https://example.org/norder\", publishedOn: \"2031-03-13\") { id ruleSet quote { exact } quantity { text } } }";
        let found = app.run_with(query, json!({"t": format!("{TEXT} So wrote norder.")})).await;
        let found = found["data"]["extract"].as_array().expect("candidates").clone();
        let first = &found[0];
        let input = json!({"candidates": [{"id": first["id"], "ruleSet": first["ruleSet"], "quote": first["quote"]["exact"]}]});
        done(&app, "rejectCandidates", input, "newCount").await;
        let page = waiting(&app, "", false).await;
        assert!(page.contains("2 candidates wait; 1 rejected."), "{page}");
        assert!(waiting(&app, &format!("source={id}"), false).await.contains("not shown: 1 rejected"));
    }

    async fn a_text_that_is_not_public_is_counted_and_shown_to_curators_alone(app) {
        let id = source(&app, "secret", false).await;
        let page = waiting(&app, "", holder(Role::Contributor).may(Role::Curator)).await;
        assert!(page.contains("1 text is not public") && !page.contains("3,700"), "{page}");
        let query = format!("source={id}");
        let page = waiting(&app, &query, holder(Role::Contributor).may(Role::Curator)).await;
        assert!(page.contains("3 candidates wait in its text. The text is not public"), "{page}");
        assert!(page.contains("the key of a curator under “I have a key”"), "{page}");
        for secret in ["3,700", "8,000", "Norder Post", "Mira Lund", "Relief"] {
            assert!(!page.contains(secret), "{secret}\n{page}");
        }
        let page = waiting(&app, &query, holder(Role::Curator).may(Role::Curator)).await;
        assert!(page.contains("3,700") && !page.contains("not public"), "{page}");
        let page = waiting(&app, "", holder(Role::Curator).may(Role::Curator)).await;
        assert!(page.contains("3,700"), "{page}");
    }

    async fn suggestions_wait_with_both_sides(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let (one, other) = (tale::claim(&app, &statistic, "22", "A report").await, tale::claim(&app, &statistic, "45", "Another").await);
        let got = app.data("{ attributions { nodes { id } } }").await;
        let id = |at: usize| text(&got["attributions"]["nodes"][at]["id"]);
        let derive = "mutation($input: DeriveAttributionInput!) { deriveAttribution(input: $input) { derivation { id } userErrors { message } } }";
        let input = json!({"input": {"attribution": id(1), "parentAttribution": id(0), "kind": "RELAYS", "note": "the same words"}});
        app.run_as(holder(Role::Contributor), derive, input).await;
        let link = "mutation($input: LinkClaimsInput!) { linkClaims(input: $input) { claimLink { id } userErrors { message } } }";
        let input = json!({"input": {"claim": one, "other": other, "kind": "CORRECTS"}});
        app.run_as(holder(Role::Contributor), link, input).await;
        let page = waiting(&app, "", false).await;
        for words in ["may relay", "may correct", "the same words", "A report", "Another", "Suggested derivations</bdi> <span class=\"n\">1</span>"] {
            assert!(page.contains(words), "{words}\n{page}");
        }
        let links = waiting(&app, "what=links", false).await;
        assert!(links.contains("may correct") && !links.contains("may relay"), "{links}");
        let first = home::page(&app.session.db).await.expect("a page");
        assert!(first.contains("2 suggested links wait"), "{first}");
    }

    async fn a_suggested_link_to_a_statement_leads_nowhere_else(app) {
        let measure = tale::measure(&app, "arrested").await;
        let statistic = tale::statistic(&app, &measure, "arrested").await;
        let claim = tale::claim(&app, &statistic, "22", "A report").await;
        let place = json!({"source": {"new": {"title": "Another", "kind": "ARTICLE"}}, "quote": {"exact": "The bridge fell."}});
        let input = json!({"text": "The bridge fell", "attributions": [place]});
        let other = text(&done(&app, "recordClaim", input, "claim { id }").await["claim"]["id"]);
        let link = "mutation($input: LinkClaimsInput!) { linkClaims(input: $input) { claimLink { id } userErrors { message } } }";
        let input = json!({"input": {"claim": claim, "other": other, "kind": "SUPPORTS"}});
        app.run_as(holder(Role::Contributor), link, input).await;
        let page = waiting(&app, "what=links", false).await;
        assert!(page.contains("<bdi>22</bdi></a> <a class=\"plain\" href=\"/statistics/arrested\">"), "{page}");
        assert!(page.contains("<bdi>The bridge fell</bdi></a></p>") && !page.contains("href=\"\""), "{page}");
    }

    async fn the_work_takes_as_many_statements_however_much_there_is(app) {
        demo(&app).await;
        let mut costs = Vec::new();
        for query in ["code=AMBIGUOUS_NUMBER", ""] {
            let before = app.session.db.statements();
            noticed(&app, query).await;
            costs.push(app.session.db.statements() - before);
        }
        assert!(costs[1] <= 7, "{costs:?}");
        let mut costs = Vec::new();
        for title in ["one", "two", "three", "four"] {
            source(&app, title, true).await;
            let before = app.session.db.statements();
            waiting(&app, "", false).await;
            costs.push(app.session.db.statements() - before);
        }
        assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
        // Of what is not asked for the number alone is looked up.
        let before = app.session.db.statements();
        waiting(&app, "what=links", false).await;
        assert_eq!(app.session.db.statements() - before, 4, "three numbers and a list");
    }
}
