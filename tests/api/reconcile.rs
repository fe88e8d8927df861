//! Names of a table matched to records.

use claimbase::{
    app::reconcile::{Cell, Question, Scored, Sort, cards, reconcile},
    domain::record_id::RecordId,
};

use crate::{
    corpus,
    support::{App, both},
};

fn named(name: &str, sort: Sort) -> Question {
    Question { name: name.to_owned(), sorts: vec![sort], given: Vec::new(), limit: 5 }
}

async fn answers(app: &App, questions: &[Question]) -> Vec<Vec<Scored>> {
    reconcile(&app.session.db, questions).await.expect("answers")
}

fn best(found: &[Scored]) -> (&str, u8, bool) {
    let first = found.first().expect("an answer");
    (first.card.slug(), first.score, first.is_match)
}

both! {
    async fn a_name_in_any_spelling_leads_to_its_record(app) {
        corpus::import(&app).await;
        let found = answers(&app, &[
            named("Mahmoud Sadeghi", Sort::Agent),
            named("MAHMOUD  SADEGHI", Sort::Agent),
            named("mahmoud-sadeghi", Sort::Agent),
            named("Mahmud Sadeqi", Sort::Agent),
            named("Nobody Known Here", Sort::Agent),
            named("Iran protests of 2017-18", Sort::Event),
            named("Iran", Sort::Place),
            named("People arrested, Iran protests 2017-18, nationwide", Sort::Statistic),
            named("Iran protests", Sort::Event),
        ]).await;
        for exact in &found[..3] {
            assert_eq!(best(exact), ("mahmoud-sadeghi", 100, true));
        }
        let (slug, score, is_match) = best(&found[3]);
        assert_eq!((slug, score >= 80, is_match), ("mahmoud-sadeghi", true, score == 100));
        assert!(found[4].is_empty(), "{:?}", found[4]);
        assert_eq!(best(&found[5]), ("iran-protests-2017-18", 100, true));
        assert_eq!(best(&found[6]).1, 100);
        assert_eq!(best(&found[7]), ("iran-2018-arrested", 100, true));
        let by_words = found[8].iter().find(|it| it.card.id == found[5][0].card.id).expect("it");
        assert_eq!((by_words.score, by_words.is_match), (50, false));
        let id = found[0][0].card.id.to_string();
        assert_eq!(best(&answers(&app, &[named(&id, Sort::Agent)]).await[0]), ("mahmoud-sadeghi", 100, true));
    }

    async fn a_property_that_says_otherwise_takes_the_match_away(app) {
        corpus::import(&app).await;
        let mut question = named("Mahmoud Sadeghi", Sort::Agent);
        question.given = vec![("kind".to_owned(), vec!["PERSON".to_owned()])];
        assert_eq!(best(&answers(&app, &[question.clone()]).await[0]), ("mahmoud-sadeghi", 100, true));
        question.given = vec![("kind".to_owned(), vec!["NEWS_OUTLET".to_owned()])];
        assert_eq!(best(&answers(&app, &[question.clone()]).await[0]), ("mahmoud-sadeghi", 70, false));
        // What is not known says nothing.
        question.given = vec![("parent".to_owned(), vec!["Parliament".to_owned()])];
        assert!(best(&answers(&app, &[question]).await[0]).2);
    }

    async fn many_names_cost_as_many_statements_as_one(app) {
        corpus::import(&app).await;
        let db = &app.session.db;
        let mut costs = Vec::new();
        for names in [&["Mahmoud Sadeghi"][..], &["Mahmoud Sadeghi", "NCRI", "Amnesty International", "The MEK network"]] {
            let questions: Vec<Question> = names.iter().map(|name| named(name, Sort::Agent)).collect();
            let before = db.statements();
            let found = answers(&app, &questions).await;
            assert!(found.iter().all(|found| !found.is_empty()), "{found:?}");
            costs.push(db.statements() - before);
        }
        assert!(costs[1] <= costs[0] + 1, "{costs:?}");
    }

    async fn what_is_known_is_told_under_the_id_that_was_asked_for(app) {
        corpus::import(&app).await;
        let found = answers(&app, &[named("iran-2018-arrested", Sort::Statistic)]).await;
        let card = &found[0][0].card;
        let Some(Cell::Record(event, name)) = card.values("event").first() else { panic!("no event") };
        assert_eq!(name, "Iran protests of 2017-18");
        let unknown: RecordId = "agent_00000000000000000000000000".parse().expect("an id");
        let told = cards(&app.session.db, &[*event, unknown]).await.expect("cards");
        assert_eq!(told.len(), 1);
        assert_eq!(told[event].values("start"), [Cell::Text("2017-12-28".to_owned())]);
        assert!(told[event].values("isoCode").is_empty());
    }
}
