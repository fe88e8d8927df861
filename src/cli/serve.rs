//! `claimbase serve`: migrates, makes the first key, and serves until it is told to stop.

use std::net::{IpAddr, SocketAddr};

use entity::vocab::Role;

use super::{
    database::{self, Want},
    flags::{Flags, SERVER},
    output::{Exit, Outcome, Stop, print, say},
    session,
};
use crate::{
    app::{
        Actor, Session,
        key::{self, NewKey},
    },
    config::{Address, Config, Origin},
    error::Code,
    exchange::corpus,
    graphql::{self, limits::Limits as Cost},
    http::{self, Limits, Listener, Parts, Settings},
};

/// Serve pages, the API and the playground. Brings the database up to date first, and makes an admin key
/// if there is none yet.
#[derive(clap::Args)]
pub struct Serve {
    /// Load the example corpus, which is inside the program, if the database is empty; without --database it is sqlite:claimbase-demo.db.
    #[arg(long)]
    demo: bool,

    /// Open the first page in the browser.
    #[arg(long)]
    open: bool,

    #[command(flatten)]
    pub(super) flags: Flags<SERVER>,
}

impl Serve {
    /// Serves.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { demo, open, flags: _ } = self;
        let address = match &config.database.origin {
            Origin::Default if demo => Address::demo(),
            _ => config.database.value.clone(),
        };
        let settings = settings(&config);
        // Before anything is written: a first key must not be lost to a busy port.
        let listener = Listener::bind(&settings)?;
        let session = if config.read_only.value {
            let db = database::open(&address, Want::Ready).await?;
            Session { read_only: true, ..session::program(db)? }
        } else {
            let db = database::open(&address, Want::Any).await?;
            database::update(&db, &address).await?;
            session::program(db)?
        };
        if demo && !session.read_only {
            load_example(&session).await?;
        }
        let key = if session.read_only { None } else { first_key(&session).await? };
        let places = Places::new(&listener.addresses(), key.as_deref());
        // Whoever reads that it serves may stop it at once.
        let told_to_stop = told_to_stop()?;
        print(&welcome(&address, &places, &config, key.as_deref(), demo))?;
        if open {
            open_browser(&places.base);
        }
        let cost =
            Cost { cost: config.max_cost.value, depth: config.max_depth.value, ..Cost::default() };
        let parts =
            Parts { schema: graphql::schema(cost), session: session.acting_as(Actor::Anonymous) };
        let served = http::serve(listener, settings, parts, told_to_stop).await;
        let closed = session.db.close().await;
        served?;
        closed?;
        Ok(Exit::Done)
    }
}

fn settings(config: &Config) -> Settings {
    let limits = Limits {
        body_bytes: config.max_body.value,
        requests_per_second: config.max_rate.value,
        burst: config.max_burst.value,
        ..Limits::default()
    };
    Settings {
        listen: config.listen.value.clone(),
        cors: config.cors.value.clone(),
        hosts: config.host.value.clone(),
        private: config.private.value,
        playground: config.playground.value,
        introspection: config.introspection.value,
        cache: config.cache.value,
        trusted_documents: config.trusted_documents.value.clone(),
        behind_proxy: config.behind_proxy.value,
        limits,
    }
}

/// The admin key of a database that has none yet.
async fn first_key(session: &Session) -> Result<Option<String>, Stop> {
    if key::list(&session.db).await?.iter().any(|key| key.role == Role::Admin) {
        return Ok(None);
    }
    let new = NewKey { name: "admin".to_owned(), role: Role::Admin, expires_at: None };
    match key::create(session, new, (session.entropy)()).await {
        Ok((_, secret)) => Ok(Some(secret)),
        // Another server that started with this one has made it.
        Err(error) if error.code() == Code::Conflict => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Puts the example corpus into a database that has no record yet.
async fn load_example(session: &Session) -> Result<(), Stop> {
    if session.db.version().await? > 0 {
        return Ok(());
    }
    let report = corpus::import(session, corpus::embedded()).await?;
    match report.rejects.first() {
        Some(reject) => {
            Err(Stop::failed(format!("the example corpus does not fit this program: {reject}")))
        }
        None => Ok(()),
    }
}

/// Where the server can be reached from this machine.
struct Places {
    base: String,
    playground: String,
}

impl Places {
    fn new(addresses: &[SocketAddr], key: Option<&str>) -> Self {
        let mut address =
            addresses.first().copied().unwrap_or(SocketAddr::from(([127, 0, 0, 1], 0)));
        if address.ip().is_unspecified() {
            let loopback = match address.ip() {
                IpAddr::V4(_) => IpAddr::from([127, 0, 0, 1]),
                IpAddr::V6(_) => IpAddr::V6(std::net::Ipv6Addr::LOCALHOST),
            };
            address.set_ip(loopback);
        }
        let base = format!("http://{address}");
        // The page takes the key out of the address before anything else; it is never sent.
        let fragment = key.map_or_else(String::new, |key| format!("#key={key}"));
        let playground = format!("{base}/playground{fragment}");
        Self { base, playground }
    }
}

/// Ten lines at most.
fn welcome(
    address: &Address,
    places: &Places,
    config: &Config,
    key: Option<&str>,
    demo: bool,
) -> String {
    let Places { base, playground } = places;
    let version = env!("CARGO_PKG_VERSION");
    let kind = if config.read_only.value { ", read-only" } else { "" };
    let mut lines = vec![format!("claimbase {version} serves {address}{kind}")];
    lines.push(format!("  Pages       {base}/"));
    if config.playground.value {
        lines.push(format!("  Playground  {playground}"));
    }
    lines.push(format!("  GraphQL     {base}/graphql"));
    if config.introspection.value {
        lines.push(format!("  Schema      {base}/schema.graphql"));
    }
    if let Some(key) = key {
        lines.push(format!(
            "  Admin key   {key}  (shown this once; send it as Authorization: Bearer KEY)"
        ));
    }
    lines.push("Try next:".to_owned());
    let question = if demo {
        r#"{ statistic(slug: \"iran-2018-arrested\") { title claims { totalCount nodes { text } } } }"#
    } else {
        "{ statistics { totalCount nodes { slug title } } }"
    };
    let bearer = if config.private.value {
        format!(" -H 'Authorization: Bearer {}'", key.unwrap_or("KEY"))
    } else {
        String::new()
    };
    lines.push(format!(
        "  curl {base}/graphql{bearer} -H 'Content-Type: application/json' \
         -d '{{\"query\":\"{question}\"}}'"
    ));
    lines.push(format!(
        "  claimbase key create --name NAME --role contributor{}",
        same(address, config)
    ));
    lines.push("Ctrl-C stops it.".to_owned());
    lines.join("\n") + "\n"
}

/// The flag that names the same database, unless the next command finds it without one.
fn same(address: &Address, config: &Config) -> String {
    let is_flag = matches!(config.database.origin, Origin::Flag(_));
    if !is_flag && *address == config.database.value {
        return String::new();
    }
    let plain = |letter: char| letter.is_alphanumeric() || "/:._-".contains(letter);
    match address.to_string() {
        shown if shown.chars().all(plain) => format!(" --database {shown}"),
        // It has letters that a shell would take for its own, or a password that is not shown.
        _ => " --database URL".to_owned(),
    }
}

/// In a thread of its own: some systems wait until the browser is closed.
fn open_browser(url: &str) {
    let url = url.to_owned();
    std::thread::spawn(move || {
        if let Err(error) = opener::open_browser(&url) {
            say(&format!("note: no browser could be opened: {error}"));
        }
    });
}

/// Ctrl-C, or SIGTERM as service managers send it; listened for from now on.
#[cfg(unix)]
fn told_to_stop() -> Result<impl Future<Output = ()>, Stop> {
    use tokio::signal::unix::{SignalKind, signal};
    let listen = |kind| {
        signal(kind).map_err(|error| Stop::failed(format!("cannot listen for signals: {error}")))
    };
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
fn told_to_stop() -> Result<impl Future<Output = ()>, Stop> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
