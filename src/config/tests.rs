//! Which place wins, and what is refused.

use super::*;

fn layer(name: &str, word: &str) -> Layer {
    Layer::from([(name.to_owned(), vec![word.to_owned()])])
}

fn variable(name: &str, value: &str) -> [(String, String); 1] {
    [(name.to_owned(), value.to_owned())]
}

fn file(text: &str) -> Result<Config> {
    Config::load(Layer::new(), [], Some((Path::new(FILE), text)))
}

fn message(outcome: Result<Config>) -> String {
    outcome.expect_err("refused").to_string()
}

#[test]
fn the_stronger_place_wins() {
    let toml = Some((Path::new(FILE), "listen = \"file:1\""));
    let environment = || variable("CLAIMBASE_LISTEN", "environment:1");
    let settled = |flags, environment, toml| {
        let config = Config::load(flags, environment, toml).expect("good settings");
        (config.listen.value, config.listen.origin.to_string())
    };
    let got = settled(layer("listen", "flag:1"), environment().to_vec(), toml);
    assert_eq!(got, ("flag:1".to_owned(), "flag --listen".to_owned()));
    let got = settled(Layer::new(), environment().to_vec(), toml);
    assert_eq!(got, ("environment:1".to_owned(), "environment CLAIMBASE_LISTEN".to_owned()));
    let got = settled(Layer::new(), Vec::new(), toml);
    assert_eq!(got, ("file:1".to_owned(), "file claimbase.toml".to_owned()));
    let got = settled(Layer::new(), Vec::new(), None);
    assert_eq!(got, ("127.0.0.1:8080".to_owned(), "default".to_owned()));
}

#[test]
fn every_default_can_be_read() {
    let config = Config::load(Layer::new(), [], None).expect("good defaults");
    for row in config.rows() {
        assert_eq!(row.value, row.about.default, "{}", row.about.name);
    }
}

#[test]
fn a_variable_may_hold_a_list_and_an_empty_one_is_none() {
    let origins = variable("CLAIMBASE_CORS", "https://a.example, https://b.example,");
    let config = Config::load(Layer::new(), origins, None).expect("a list");
    assert_eq!(config.cors.value, ["https://a.example", "https://b.example"]);
    let nothing = variable("CLAIMBASE_LISTEN", "");
    let config = Config::load(Layer::new(), nothing, None).expect("nothing");
    assert_eq!(config.listen.origin, Origin::Default);
}

#[test]
fn the_file_may_hold_every_kind_of_value() {
    let text = "private = true\ncors = [\"*\"]\nmax-rate = 5\ntrusted-documents = \"list.json\"";
    let config = file(text).expect("a good file");
    assert!(config.private.value);
    assert_eq!(config.cors.value, ["*"]);
    assert_eq!(config.max_rate.value, 5);
    assert_eq!(config.trusted_documents.value.as_deref(), Some(Path::new("list.json")));
}

#[test]
fn an_unknown_key_is_named() {
    let told = message(file("databse = \"sqlite:x.db\""));
    assert!(told.starts_with("claimbase.toml: there is no setting \"databse\";"), "{told}");
}

#[test]
fn a_wrong_value_is_named_with_its_origin() {
    let told = message(Config::load(layer("private", "maybe"), [], None));
    assert_eq!(told, "private is \"maybe\" (from flag --private): give on or off");
    let told = message(file("listen = [\"a\"]"));
    assert_eq!(told, "claimbase.toml: listen is [\"a\"]: give one string or number");
    let told = message(file("private = true\nlisten = "));
    assert!(told.starts_with("claimbase.toml, line 2: "), "{told}");
}

#[test]
fn a_password_is_not_shown() {
    let shown = |url: &str| Address::read(&[url.to_owned()]).expect("an address").to_string();
    assert_eq!(shown("postgres://me:secret@host/db"), "postgres://me:***@host/db");
    let query = shown("postgres://host/db?user=me&password=secret");
    assert_eq!(query, "postgres://host/db?user=me");
    assert_eq!(shown("sqlite:claimbase.db"), "sqlite:claimbase.db");
    assert_eq!(shown("sqlite:///srv/a b.db"), "sqlite:///srv/a b.db");
}

#[test]
fn a_variable_that_is_no_setting_is_found() {
    let names = ["CLAIMBASE_LISTN", "CLAIMBASE_LISTEN", "PATH"].map(str::to_owned);
    assert_eq!(Config::unknown_variables(names), ["CLAIMBASE_LISTN"]);
}
