//! Keys: made once, shown once, revoked at once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use claimbase::{
    Code, Error,
    app::{Actor, Viewer, key},
    store,
};
use entity::{api_key, vocab::Role};
use sea_orm::{EntityTrait as _, IntoActiveModel as _, SqlErr};
use serde_json::{Value, json};

use crate::support::{App, both, holder};

const CREATE: &str = "mutation($input: CreateKeyInput!) { createKey(input: $input) {
    secret key { id name role prefix createdAt expiresAt revokedAt lastUsedAt }
    userErrors { code message path } } }";

const REVOKE: &str = "mutation($id: ID!) { revokeKey(input: {id: $id}) {
    key { id revokedAt } userErrors { code message path } } }";

async fn create(app: &App, input: Value) -> Value {
    let mut got = app.run_with(CREATE, json!({"input": input})).await;
    assert!(got.get("errors").is_none(), "{got:#}");
    got["data"]["createKey"].take()
}

fn now(app: &App) -> DateTime<Utc> {
    app.session.now()
}

async fn viewer(app: &App, secret: &str) -> claimbase::Result<Viewer> {
    key::authenticate(&app.session.db, secret, now(app)).await
}

fn refusal(outcome: claimbase::Result<Viewer>, secret: &str) -> String {
    let error = outcome.expect_err("refused");
    assert_eq!(error.code(), Code::Unauthenticated);
    let message = error.to_string();
    assert!(!message.contains(secret), "{message}");
    message
}

/// When the key was last used, once the note of it is written.
async fn last_used(app: &App, expected: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    for _ in 0..100 {
        let keys = key::list(&app.session.db).await.expect("keys");
        if keys[0].last_used_at == expected {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    key::list(&app.session.db).await.expect("keys")[0].last_used_at
}

both! {
    async fn a_key_is_shown_once_and_opens_the_door(app) {
        let made = create(&app, json!({"name": " Newsdesk ", "role": "CONTRIBUTOR"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        assert_eq!(made["key"]["name"], "Newsdesk");
        assert_eq!(made["key"]["role"], "CONTRIBUTOR");
        assert!(secret.starts_with(made["key"]["prefix"].as_str().expect("a prefix")));
        assert_eq!(made["key"]["createdAt"], "2026-01-01T12:00:00Z");
        for field in ["expiresAt", "revokedAt", "lastUsedAt"] {
            assert_eq!(made["key"][field], Value::Null, "{field}");
        }
        let viewer = viewer(&app, secret).await.expect("a viewer");
        assert_eq!((viewer.name.as_str(), viewer.role), ("Newsdesk", Role::Contributor));
        let mut got = app.run_as(Actor::Key(viewer), "{ viewer { keyId name role expiresAt } }", Value::Null).await;
        assert_eq!(
            got["data"]["viewer"].take(),
            json!({"keyId": made["key"]["id"], "name": "Newsdesk", "role": "CONTRIBUTOR", "expiresAt": null})
        );
    }

    async fn the_secret_is_stored_nowhere(app) {
        let made = create(&app, json!({"name": "Newsdesk", "role": "READER"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        let stored = format!("{:?}", key::list(&app.session.db).await.expect("keys"));
        assert!(!stored.contains(secret), "{stored}");
        assert_eq!(app.session.db.version().await.expect("a version"), 0, "a key is no record");
    }

    async fn nobody_without_a_key_is_a_viewer(app) {
        let got = app.run_as(Actor::Anonymous, "{ viewer { name } }", Value::Null).await;
        assert_eq!(got["data"]["viewer"], Value::Null);
        assert!(got.get("errors").is_none());
    }

    async fn what_is_no_key_is_refused_without_being_repeated(app) {
        let others = claimbase::domain::key::write(&[9; 20]);
        assert_eq!(
            refusal(viewer(&app, &others).await, &others),
            "this key is not known here: ask an admin for one"
        );
        for secret in ["hunter2", "cb_0000", &others[..38]] {
            let message = refusal(viewer(&app, secret).await, secret);
            assert!(message.starts_with("this is not a key of ours"), "{message}");
        }
    }

    async fn a_revoked_key_is_refused_at_once(app) {
        let made = create(&app, json!({"name": "Newsdesk", "role": "ADMIN"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        viewer(&app, secret).await.expect("a viewer");
        let first = app.run_with(REVOKE, json!({"id": made["key"]["id"]})).await;
        assert_eq!(first["data"]["revokeKey"]["key"]["revokedAt"], "2026-01-01T12:00:00Z", "{first:#}");
        assert_eq!(
            refusal(viewer(&app, secret).await, secret),
            "key 'Newsdesk' was revoked on 2026-01-01: ask an admin for another one"
        );
        app.wait_minutes(5);
        let again = app.run_with(REVOKE, json!({"id": made["key"]["id"]})).await;
        assert_eq!(again["data"], first["data"]);
    }

    async fn a_key_ends_when_it_says(app) {
        let made = create(&app, json!({"name": "Intern", "role": "READER", "expiresAt": "2026-01-01T13:00:00Z"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        app.wait_minutes(59);
        let found = viewer(&app, secret).await.expect("a viewer");
        assert_eq!(found.expires_at, Some(now(&app) + TimeDelta::minutes(1)));
        app.wait_minutes(1);
        assert_eq!(
            refusal(viewer(&app, secret).await, secret),
            "key 'Intern' expired on 2026-01-01: ask an admin for another one"
        );
    }

    async fn an_input_that_is_refused_makes_no_key(app) {
        for (input, path) in [
            (json!({"name": " ", "role": "READER"}), json!(["input", "name"])),
            (json!({"name": "Late", "role": "READER", "expiresAt": "2026-01-01T12:00:00Z"}), json!(["input", "expiresAt"])),
        ] {
            let got = create(&app, input).await;
            assert_eq!(got["userErrors"][0]["code"], "BAD_USER_INPUT");
            assert_eq!(got["userErrors"][0]["path"], path);
            assert_eq!((&got["key"], &got["secret"]), (&Value::Null, &Value::Null));
        }
        assert_eq!(key::list(&app.session.db).await.expect("keys").len(), 0);
    }

    async fn at_any_moment_a_name_belongs_to_one_key(app) {
        let first = create(&app, json!({"name": "Newsdesk", "role": "CURATOR", "expiresAt": "2026-01-01T13:00:00Z"})).await;
        let id = first["key"]["id"].as_str().expect("an id");
        let refused = create(&app, json!({"name": " Newsdesk ", "role": "READER"})).await;
        assert_eq!(refused["userErrors"][0]["code"], "CONFLICT");
        assert_eq!(refused["userErrors"][0]["path"], json!(["input", "name"]));
        let message = refused["userErrors"][0]["message"].as_str().expect("a message");
        assert!(message.contains(id) && message.contains("revoke"), "{message}");
        assert_eq!(key::list(&app.session.db).await.expect("keys").len(), 1);
        // A key that has ended is in the history still, and may be there under its name alone.
        app.wait_minutes(61);
        assert_eq!(create(&app, json!({"name": "Newsdesk", "role": "READER"})).await["userErrors"][0]["code"], "CONFLICT");
        app.run_with(REVOKE, json!({"id": id})).await;
        let second = create(&app, json!({"name": "Newsdesk", "role": "READER"})).await;
        assert_eq!(second["userErrors"], json!([]));
        // The database holds to it, whoever asks.
        let mut twin = key::list(&app.session.db).await.expect("keys").remove(1);
        twin.id = uuid::Uuid::from_u128(1);
        twin.secret_hash = "0".repeat(64);
        let stored = api_key::Entity::insert(twin.into_active_model()).exec(app.session.db.writer()).await;
        assert!(matches!(stored.expect_err("refused").sql_err(), Some(SqlErr::UniqueConstraintViolation(_))));
    }

    async fn only_admins_make_keys_and_everybody_revokes_their_own(app) {
        for role in [Role::Reader, Role::Contributor, Role::Curator] {
            let got = app.run_as(holder(role), CREATE, json!({"input": {"name": "Mine", "role": "ADMIN"}})).await;
            assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN", "{got:#}");
        }
        let made = create(&app, json!({"name": "Reader", "role": "READER"})).await;
        let other = create(&app, json!({"name": "Other", "role": "READER"})).await;
        let holder = Actor::Key(viewer(&app, made["secret"].as_str().expect("a secret")).await.expect("a viewer"));
        let got = app.run_as(Actor::Anonymous, REVOKE, json!({"id": made["key"]["id"]})).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
        let got = app.run_as(holder.clone(), REVOKE, json!({"id": other["key"]["id"]})).await;
        assert_eq!(got["errors"][0]["extensions"]["code"], "FORBIDDEN");
        let got = app.run_as(holder, REVOKE, json!({"id": made["key"]["id"]})).await;
        assert_eq!(got["data"]["revokeKey"]["key"]["id"], made["key"]["id"], "{got:#}");
    }

    async fn an_unknown_key_cannot_be_revoked(app) {
        let got = app.run_with(REVOKE, json!({"id": "key_00000000000000000000000001"})).await;
        assert_eq!(
            got["data"]["revokeKey"]["userErrors"],
            json!([{"code": "NOT_FOUND", "message": "there is no key key_00000000000000000000000001", "path": ["input", "id"]}])
        );
        let got = app.run_with(REVOKE, json!({"id": "claim_00000000000000000000000001"})).await;
        assert_eq!(got["data"]["revokeKey"]["userErrors"][0]["code"], "BAD_USER_INPUT");
    }

    async fn its_use_is_noted_to_the_minute(app) {
        let made = create(&app, json!({"name": "Newsdesk", "role": "READER"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        let before = app.session.db.statements();
        viewer(&app, secret).await.expect("a viewer");
        // The note is counted a moment after others can read it.
        while app.session.db.statements() - before < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let noon = now(&app);
        assert_eq!(last_used(&app, Some(noon)).await, Some(noon));
        let before = app.session.db.statements();
        viewer(&app, secret).await.expect("a viewer");
        assert_eq!(app.session.db.statements() - before, 1, "nothing is written in the same minute");
        app.wait_minutes(1);
        viewer(&app, secret).await.expect("a viewer");
        let later = noon + TimeDelta::minutes(1);
        assert_eq!(last_used(&app, Some(later)).await, Some(later));
        assert_eq!(app.session.db.version().await.expect("a version"), 0);
        // A note that comes late changes nothing.
        let id = key::list(&app.session.db).await.expect("keys")[0].id;
        store::api_key::touch(&app.session.db, id, noon).await.expect("noted");
        assert_eq!(last_used(&app, Some(later)).await, Some(later));
    }

    async fn a_server_that_is_a_copy_checks_keys_and_writes_nothing(app) {
        let made = create(&app, json!({"name": "Newsdesk", "role": "READER"})).await;
        let secret = made["secret"].as_str().expect("a secret");
        let before = app.session.db.statements();
        let found = key::check(&app.session.db, secret, now(&app)).await.expect("a key");
        assert_eq!(found.name, "Newsdesk");
        assert_eq!(app.session.db.statements() - before, 1);
        let session = claimbase::app::Session { read_only: true, ..app.session.clone() };
        let error = key::revoke(&session, found.id).await.expect_err("refused");
        assert!(matches!(error, Error::Forbidden(_)));
    }
}
