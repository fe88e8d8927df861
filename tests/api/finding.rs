//! Findings: noticed, taken back, noticed again, and what a person says of them.

use claimbase::app::{
    Actor,
    finding::{Noticed, Subject, replace_in},
};
use claimbase::store::record::rows_where;
use entity::{
    finding, revision,
    vocab::{Action, FindingCode, RecordStatus, Resolution, Role, Severity},
};
use serde_json::{Value, json};

use crate::{
    seed::{Seed, rows, seed},
    support::{App, both, holder},
};

const RESOLVE: &str = "mutation($input: ResolveFindingInput!) { resolveFinding(input: $input) {
    finding { id resolution resolutionReason revision status }
    userErrors { code message path } } }";

const RULES: &[FindingCode] = &[FindingCode::NotInQuote, FindingCode::OtherUnit];

async fn replace(app: &App, subject: Subject, found: &[(FindingCode, Severity, &str)]) {
    let found: Vec<Noticed> = found
        .iter()
        .map(|&(code, severity, message)| Noticed {
            code,
            severity,
            message: message.to_owned(),
            subject,
            other: None,
        })
        .collect();
    app.session
        .acting_as(Actor::Program)
        .write(Role::Contributor, move |txn| {
            let found = found.clone();
            Box::pin(replace_in(txn, subject, RULES, found))
        })
        .await
        .expect("replaced");
}

async fn findings(app: &App, seed: &Seed) -> Vec<finding::Model> {
    rows_where(&app.session.db, "claim_id", &[seed.claims[0]], "id").await.expect("findings")
}

async fn actions(app: &App, seed: &Seed) -> Vec<Action> {
    let all: Vec<revision::Model> =
        rows_where(&app.session.db, "statistic_id", &[seed.statistic], "sequence")
            .await
            .expect("revisions");
    all.iter().map(|one| one.action).collect()
}

async fn resolve(app: &App, role: Role, input: Value) -> Value {
    app.run_as(holder(role), RESOLVE, json!({"input": input})).await
}

async fn first_id(app: &App) -> Value {
    app.data("{ findings(first: 1, includeRetracted: true) { nodes { id } } }").await["findings"]["nodes"][0]["id"].take()
}

const NOTICED: (FindingCode, Severity, &str) =
    (FindingCode::NotInQuote, Severity::Warning, "3700 does not stand in the quote");

both! {
    async fn what_holds_is_recorded_once(app) {
        let seed = seed(&app).await;
        let subject = Subject::Claim(seed.claims[0]);
        for _ in 0..2 {
            replace(&app, subject, &[NOTICED]).await;
        }
        let found = findings(&app, &seed).await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].resolution, found[0].status, found[0].revision), (Resolution::Open, RecordStatus::Active, 1));
        assert_eq!(actions(&app, &seed).await, [Action::Created]);
        let got = app.data("{ findings { nodes { code severity message ruleVersion resolution subject { __typename id } } } }").await;
        assert_eq!(got["findings"]["nodes"], json!([{
            "code": "NOT_IN_QUOTE", "severity": "WARNING", "message": "3700 does not stand in the quote",
            "ruleVersion": 1, "resolution": "OPEN", "subject": {"__typename": "Claim", "id": seed.claim(0)},
        }]));
    }

    async fn what_no_longer_holds_is_taken_back_and_comes_back(app) {
        let seed = seed(&app).await;
        let subject = Subject::Claim(seed.claims[0]);
        replace(&app, subject, &[NOTICED]).await;
        for _ in 0..2 {
            replace(&app, subject, &[]).await;
            let found = findings(&app, &seed).await;
            assert_eq!(found[0].status, RecordStatus::Retracted);
            assert_eq!(found[0].status_reason.as_deref(), Some("no longer so"));
        }
        replace(&app, subject, &[NOTICED]).await;
        let found = findings(&app, &seed).await;
        assert_eq!((found.len(), found[0].status, found[0].status_reason.as_deref()), (1, RecordStatus::Active, None));
        assert_eq!(actions(&app, &seed).await, [Action::Created, Action::Retracted, Action::Restored]);
    }

    async fn a_verdict_stays_when_the_rule_runs_again(app) {
        let seed = seed(&app).await;
        let subject = Subject::Claim(seed.claims[0]);
        replace(&app, subject, &[NOTICED]).await;
        let id = first_id(&app).await;
        let got = resolve(&app, Role::Curator, json!({"id": id, "expectedRevision": 1, "resolution": "DISMISSED", "reason": "It is in the picture."})).await;
        let verdict = &got["data"]["resolveFinding"]["finding"];
        assert_eq!((&verdict["resolution"], &verdict["resolutionReason"]), (&json!("DISMISSED"), &json!("It is in the picture.")), "{got:#}");
        let worse = (FindingCode::NotInQuote, Severity::Error, "neither 3700 nor 3,700 stands in the quote");
        for found in [&[worse][..], &[], &[worse]] {
            replace(&app, subject, found).await;
        }
        let found = findings(&app, &seed).await;
        assert_eq!((found[0].severity, found[0].message.as_str()), (worse.1, worse.2));
        assert_eq!((found[0].resolution, found[0].resolution_reason.as_deref()), (Resolution::Dismissed, Some("It is in the picture.")));
        assert_eq!(
            actions(&app, &seed).await,
            [Action::Created, Action::Resolved, Action::Updated, Action::Retracted, Action::Restored]
        );
        let got = resolve(&app, Role::Curator, json!({"id": id, "resolution": "OPEN", "reason": "The picture is gone."})).await;
        let verdict = &got["data"]["resolveFinding"]["finding"];
        assert_eq!((&verdict["resolution"], &verdict["resolutionReason"]), (&json!("OPEN"), &Value::Null));
    }

    async fn other_rules_and_other_subjects_are_left_alone(app) {
        let seed = seed(&app).await;
        let subject = Subject::Claim(seed.claims[0]);
        replace(&app, subject, &[NOTICED, (FindingCode::InexactNumber, Severity::Info, "too long")]).await;
        replace(&app, Subject::Attribution(seed.attributions[0]), &[NOTICED]).await;
        replace(&app, Subject::Source(seed.sources[0]), &[NOTICED]).await;
        replace(&app, subject, &[]).await;
        let statuses: Vec<_> = findings(&app, &seed).await.iter().map(|one| (one.code, one.status)).collect();
        assert_eq!(statuses, [
            (FindingCode::NotInQuote, RecordStatus::Retracted),
            (FindingCode::InexactNumber, RecordStatus::Active),
        ]);
        let got = app.data("{ findings { totalCount nodes { subject { __typename } } } }").await;
        assert_eq!(got["findings"]["totalCount"], 3, "{got:#}");
        // Of the four that were made, the one about a source bears on no single statistic.
        assert_eq!(actions(&app, &seed).await.len(), 4);
        assert_eq!(rows(&app, "revision").await, 5);
    }

    async fn the_same_noticed_twice_is_one_finding(app) {
        let seed = seed(&app).await;
        let subject = Subject::Claim(seed.claims[0]);
        let both = [
            (FindingCode::NotInQuote, Severity::Info, "3700 is missing"),
            (FindingCode::NotInQuote, Severity::Error, "3800 is missing"),
        ];
        for _ in 0..2 {
            replace(&app, subject, &both).await;
        }
        let found = findings(&app, &seed).await;
        assert_eq!((found.len(), found[0].revision), (1, 1));
        assert_eq!((found[0].severity, found[0].message.as_str()), (Severity::Error, "3700 is missing; 3800 is missing"));
    }

    async fn only_curators_resolve_and_only_with_a_reason(app) {
        let seed = seed(&app).await;
        replace(&app, Subject::Claim(seed.claims[0]), &[NOTICED]).await;
        let id = first_id(&app).await;
        let input = |reason: &str, revision: i32| json!({"id": id, "expectedRevision": revision, "resolution": "FIXED", "reason": reason});
        let got = resolve(&app, Role::Contributor, input("Mended.", 1)).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let got = resolve(&app, Role::Curator, input(" ", 1)).await;
        assert_eq!(got["data"]["resolveFinding"]["userErrors"][0]["path"], json!(["input", "reason"]));
        let got = resolve(&app, Role::Curator, input("Mended.", 2)).await;
        assert_eq!(got["data"]["resolveFinding"]["userErrors"][0]["code"], "STALE_REVISION");
        assert_eq!(actions(&app, &seed).await, [Action::Created]);
        for _ in 0..2 {
            resolve(&app, Role::Curator, input("Mended.", 1)).await;
        }
        assert_eq!(actions(&app, &seed).await, [Action::Created, Action::Resolved]);
    }
}
