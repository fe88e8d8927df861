//! The door: routes, keys, limits, caching, sockets. What can be asked is decided in `graphql`.

mod answers;
mod assets;
mod body;
mod changes;
mod csv;
mod document;
mod edge;
mod etag;
mod files;
mod graphql;
mod health;
mod host;
mod keys;
mod limit;
mod listener;
mod message;
mod negotiate;
mod pages;
mod persisted;
mod rate;
mod reconcile;
mod refusal;
mod runtime;
mod settings;
mod socket;
mod unread;

use std::{
    future::ready,
    net::IpAddr,
    sync::{Arc, LazyLock},
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, Resource, guard,
    http::{StatusCode, header},
    middleware::{Compress, from_fn},
    web,
};
use tokio::{sync::watch, time::timeout};

use self::{
    answers::Answers,
    edge::Ids,
    etag::Tag,
    limit::{Pool, Share, Work},
    persisted::Documents,
    rate::Rate,
    refusal::Refusal,
    runtime::Runtime,
};
pub use self::{
    listener::Listener,
    settings::{Limits, Settings},
};
use crate::{
    Error, Result,
    app::{Actor, Session, summary},
    error::Code,
    graphql::{Records, Schema, sdl},
    store::Db,
};

/// What the door opens to.
#[derive(Clone)]
pub struct Parts {
    /// Runs requests.
    pub schema: Schema,
    /// The surroundings of every request; who asks is found out for each.
    pub session: Session,
}

/// What every request needs.
pub struct State {
    settings: Settings,
    schema: Schema,
    session: Session,
    documents: Documents,
    parsed: document::Parsed,
    answers: Answers,
    /// Records that queries share; `None` where the cache is off.
    records: Option<Arc<Records>>,
    rate: Rate,
    /// Sockets and event streams.
    open: Pool,
    /// Bytes of bodies that are being read.
    bodies: Pool,
    work: Work,
    ids: Ids,
    /// Only programs on this machine can reach it.
    loopback: bool,
    stopping: watch::Sender<bool>,
    /// Where requests run, apart from the threads that read and write sockets.
    runtime: Runtime,
}

impl State {
    fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.subscribe()
    }

    /// Asks the database in a task of its own: a client that leaves drops the future that serves
    /// it, and a question to the database must not be dropped half way.
    async fn ask<T, F, A>(&self, question: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Db) -> A,
        A: Future<Output = Result<T>> + Send + 'static,
    {
        let answer = self.runtime.spawn(question(self.session.db.clone())).await;
        answer.unwrap_or_else(|error| Err(Error::internal("asking the database", error)))
    }

    /// The version of the database; `None` if it cannot say, and then nothing may be kept.
    async fn version(&self) -> Option<i64> {
        self.ask(async |db| db.version().await).await.ok()
    }

    /// A place for one more socket or event stream.
    fn take_place(&self, address: IpAddr) -> Result<Share, Refusal> {
        let mut place = self.open.share(address);
        place.grow(1).map_err(|limit| {
            let message = format!("{limit} streams are open, which is the limit: try again soon");
            Refusal::limit("sockets", None, limit, message).status(StatusCode::SERVICE_UNAVAILABLE)
        })?;
        Ok(place)
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }
}

/// Serves until `shutdown` is ready, then closes politely within the drain time.
pub async fn serve(
    listener: Listener,
    settings: Settings,
    parts: Parts,
    shutdown: impl Future<Output = ()>,
) -> Result<()> {
    check_origins(&settings)?;
    let limits = settings.limits.clone();
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    let state = web::Data::new(State {
        documents: Documents::open(&settings)?,
        parsed: document::Parsed::default(),
        answers: Answers::new(settings.cache),
        records: settings.cache.then(Arc::default),
        rate: Rate::new(&settings.limits),
        open: Pool::new(limits.sockets, limits.sockets_per_address),
        bodies: Pool::new(limits.bodies_bytes, limits.bodies_bytes_per_address),
        work: Work::new(),
        ids: Ids::new(u64::from(getrandom::u32().unwrap_or_else(|_| std::process::id()))),
        loopback: listener.addresses().iter().all(|address| address.ip().is_loopback()),
        stopping: watch::Sender::new(false),
        runtime: Runtime::start(workers)?,
        schema: parts.schema,
        session: parts.session,
        settings,
    });
    if !state.session.read_only {
        state.runtime.spawn(keep_summaries(state.clone().into_inner()));
    }
    let shared = state.clone();
    let connections = listener::most_connections().unwrap_or(limits.connections);
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .wrap(Compress::default())
            .wrap(from_fn(edge::around))
            .configure(routes)
    })
    .workers(workers)
    .max_connections(limits.connections.min(connections).div_ceil(workers))
    .client_request_timeout(limits.header_time)
    .client_disconnect_timeout(Duration::from_secs(2))
    .keep_alive(Duration::from_secs(15))
    .shutdown_timeout(limits.drain_time.as_secs())
    .disable_signals();
    for listener in listener.into_sockets() {
        server = server.listen(listener).map_err(|error| Error::internal("listening", error))?;
    }
    let server = server.run();
    let handle = server.handle();
    tokio::pin!(server);
    let ended = tokio::select! {
        ended = &mut server => ended,
        () = shutdown => {
            state.stopping.send_replace(true);
            tokio::join!(server, handle.stop(true)).0
        }
    };
    // A mutation goes on after its socket is gone; the database is closed behind it.
    let _ = timeout(limits.drain_time, state.work.ended()).await;
    ended.map_err(|error| Error::internal("serving", error))
}

/// Brings comparisons up to date until the server stops, which waits for it.
async fn keep_summaries(state: Arc<State>) {
    let _working = state.work.begin();
    summary::keep(state.session.acting_as(Actor::Program), state.stopping()).await;
}

fn check_origins(settings: &Settings) -> Result<()> {
    for origin in settings.cors.iter().filter(|origin| *origin != "*") {
        let parsed = url::Url::parse(origin).ok().map(|url| url.origin().ascii_serialization());
        let web = origin.starts_with("http://") || origin.starts_with("https://");
        if !web || parsed.as_ref() != Some(origin) {
            let message = format!("{origin} is not an origin: give one like https://example.org");
            return Err(Error::invalid("cors", message));
        }
    }
    Ok(())
}

/// An address, and the methods that are answered there.
fn at(path: &str, allow: &'static str) -> Resource {
    let other = move |request: HttpRequest| ready(refusal::not_allowed(request.method(), allow));
    web::resource(path).default_service(web::to(other))
}

fn routes(config: &mut web::ServiceConfig) {
    const READ: &str = "GET, HEAD";
    let get = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    config
        .service(
            web::resource("/graphql")
                .route(web::get().to(graphql::get))
                .route(web::post().to(graphql::post))
                .default_service(web::to(graphql::other)),
        )
        .service(at("/changes", "GET").route(web::get().to(changes::stream)))
        .service(at("/schema.graphql", READ).route(get().to(schema)))
        .service(at("/playground", READ).route(get().to(assets::page)))
        .service(at("/playground/", READ).route(get().to(assets::way)))
        .service(at("/playground/{file:.+}", READ).route(get().to(assets::part)))
        .service(at("/assets/{file}", READ).route(get().to(pages::asset)))
        .service(at("/", READ).route(get().to(pages::home)))
        .service(at("/search", READ).route(get().to(pages::search)))
        .service(at("/findings", READ).route(get().to(pages::findings)))
        .service(at("/review", READ).route(get().to(pages::review)))
        .service(at("/enter", READ).route(get().to(pages::enter)))
        .service(at("/keys", READ).route(get().to(pages::keys)))
        .service(
            at("/{folder:agents|events|places|measures|sources|claims}/{name}", READ)
                .route(get().to(pages::record)),
        )
        .service(at("/claims.{format}", READ).route(get().to(pages::claims)))
        .service(at("/statistics/{name}/embed", READ).route(get().to(pages::embed)))
        .service(at("/statistics/{name}", READ).route(get().to(pages::statistic)))
        .service(
            at("/reconcile", "GET, HEAD, POST")
                .route(get().to(reconcile::get))
                .route(web::post().to(reconcile::post)),
        )
        .service(at("/reconcile/properties", READ).route(get().to(reconcile::properties)))
        .service(at("/reconcile/suggest/{what}", READ).route(get().to(reconcile::suggest)))
        .service(at("/reconcile/preview", READ).route(get().to(reconcile::preview)))
        .service(at("/reconcile/view", READ).route(get().to(reconcile::view)))
        .service(at("/healthz", READ).route(get().to(health::live)))
        .service(at("/readyz", READ).route(get().to(health::ready)))
        .default_service(web::to(not_found));
}

static SCHEMA: LazyLock<(String, Tag)> = LazyLock::new(|| {
    let text = sdl();
    let tag = Tag::of_text(&text);
    (text, tag)
});

async fn schema(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let actor = match state.enter(&request).await {
        Ok(actor) => actor,
        Err(refusal) => return refusal.respond(negotiate::Media::Json),
    };
    if !state.settings.introspection {
        return not_found().await;
    }
    let (text, tag) = &*SCHEMA;
    if tag.is_known(request.headers()) {
        return tag.put(HttpResponse::NotModified(), &actor).finish();
    }
    tag.put(HttpResponse::Ok(), &actor)
        .insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8"))
        .body(text.as_str())
}

async fn not_found() -> HttpResponse {
    Refusal::new(Code::NotFound, "there is nothing at this address").respond(negotiate::Media::Json)
}
