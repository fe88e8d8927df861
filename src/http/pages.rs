//! Pages and pictures for people: who may look, what may be kept, what is not there.

use std::borrow::Cow;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_FRAME_OPTIONS},
    },
    web,
};

use entity::vocab::Role;

use super::{
    State,
    etag::{Tag, keep},
    files,
    host::base,
    negotiate::Media,
    refusal::Refusal,
};
use crate::{
    Error, Result,
    app::{Actor, summary},
    error::Code,
    store::Db,
    web::{
        ask::Ask,
        chart, enter, findings, home, keys, problem, record, review,
        rows::{self, Format, Narrow},
        search,
        sheet::{self, Found, Sheet},
        shell::{self, ICON, SCRIPT, SCRIPT_ADDRESS, STYLE, STYLE_ADDRESS},
        statistic,
    },
};

/// What a page comes to.
enum Answer {
    /// This text.
    Text(Kind, String),
    /// The rows of a statistic, under this name.
    Rows(String, Format, Box<rows::Statistic>),
    /// The rows of all claims.
    All(Format, Box<rows::All>),
    /// It is at another address.
    Moved(String),
    /// There is nothing.
    Nothing,
}

/// What sort of text.
#[derive(Clone, Copy)]
enum Kind {
    Page,
    /// A page that may stand in others.
    Embedded,
    Picture,
    Metadata,
}

impl Kind {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Page | Self::Embedded => "text/html; charset=utf-8",
            Self::Picture => "image/svg+xml; charset=utf-8",
            Self::Metadata => "application/csvm+json; charset=utf-8",
        }
    }

    /// `None` where the one that every answer has will do.
    fn policy(self, state: &State) -> Option<Cow<'static, str>> {
        match self {
            Self::Page => Some(shell::POLICY.into()),
            Self::Embedded => Some(shell::embedding_policy(&state.settings.cors).into()),
            Self::Picture => Some(chart::POLICY.as_str().into()),
            Self::Metadata => None,
        }
    }
}

/// `/`: the first page.
pub async fn home(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let session = state.session.acting_as(Actor::Program);
    answer(&state, &request, async move |db, query| {
        no_query(&query, "the first page")?;
        summary::refresh(&session).await?;
        Ok(Answer::Text(Kind::Page, home::page(&db).await?))
    })
    .await
}

/// `/search`: what is found.
pub async fn search(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let session = state.session.acting_as(Actor::Program);
    answer(&state, &request, async move |db, query| {
        summary::refresh(&session).await?;
        Ok(Answer::Text(Kind::Page, search::page(&db, &query).await?))
    })
    .await
}

/// `/findings`: what rules noticed.
pub async fn findings(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let session = state.session.acting_as(Actor::Program);
    answer(&state, &request, async move |db, query| {
        summary::refresh(&session).await?;
        Ok(Answer::Text(Kind::Page, findings::page(&db, &query).await?))
    })
    .await
}

/// `/review`: what waits for a person.
pub async fn review(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let work = async move |db, query: String, actor: Actor| {
        let found = review::page(&db, &query, actor.may(Role::Curator)).await?;
        Ok(found.map_or(Answer::Nothing, |text| Answer::Text(Kind::Page, text)))
    };
    answered(&state, &request, work).await.unwrap_or_else(|refusal| refused(&refusal))
}

/// `/enter`: where new records are entered.
pub async fn enter(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    answer(&state, &request, async move |_, query| {
        no_query(&query, "the page where records are entered")?;
        Ok(Answer::Text(Kind::Page, enter::page()?))
    })
    .await
}

/// `/keys`: the keys, for admins.
pub async fn keys(state: web::Data<State>, request: HttpRequest) -> HttpResponse {
    let now = state.session.now();
    let work = async move |db, query: String, actor: Actor| {
        no_query(&query, "the page of the keys")?;
        Ok(Answer::Text(Kind::Page, keys::page(&db, &actor, now).await?))
    };
    let given = async {
        let actor = state.enter(&request).await?;
        // Keys are made, used and revoked without a new version, so that no tag would tell.
        given(&state, &request, (None, actor), work).await
    };
    given.await.unwrap_or_else(|refusal| refused(&refusal))
}

fn no_query(query: &str, page: &str) -> Result<()> {
    if query.is_empty() {
        return Ok(());
    }
    Err(Error::invalid("query", format!("{page} takes no query string")))
}

/// `/agents/{name}` and the like: the page of a record.
pub async fn record(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> HttpResponse {
    let session = state.session.acting_as(Actor::Program);
    answer(&state, &request, async move |db, query| {
        let (folder, name) = path.into_inner();
        let found = match folder.as_str() {
            "agents" => {
                summary::refresh(&session).await?;
                record::agent(&db, &name, &query).await?
            }
            "events" => {
                summary::refresh(&session).await?;
                record::event(&db, &name).await?
            }
            "places" => {
                summary::refresh(&session).await?;
                record::place(&db, &name).await?
            }
            "measures" => {
                summary::refresh(&session).await?;
                record::measure(&db, &name).await?
            }
            "sources" => {
                summary::refresh(&session).await?;
                record::source(&db, &name, &query).await?
            }
            "claims" => record::claim(&db, &name, &query).await?,
            _ => None,
        };
        Ok(match found {
            None => Answer::Nothing,
            Some(record::Found::Page(text)) => Answer::Text(Kind::Page, text),
            Some(record::Found::Moved(address)) => Answer::Moved(address),
        })
    })
    .await
}

/// `/statistics/{name}`: the page or, by the ending of the name, a picture or a file.
pub async fn statistic(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    part(&state, &request, path.into_inner()).await
}

/// `/statistics/{name}/embed`: the answer and the picture, for a frame in another page.
pub async fn embed(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    if path.contains('.') {
        return super::not_found().await;
    }
    part(&state, &request, format!("{path}/embed")).await
}

/// A part of a statistic: its slug and, behind that, which part.
async fn part(state: &web::Data<State>, request: &HttpRequest, name: String) -> HttpResponse {
    let base = base(state, request);
    answer(state, request, async move |db, query| {
        // No slug has a full stop or a slash.
        let (slug, suffix) = name.split_at(name.find(['.', '/']).unwrap_or(name.len()));
        let ask = Ask::parse(&query)?;
        let view = ask.view;
        Ok(match sheet::find(&db, slug, ask).await? {
            None => Answer::Nothing,
            Some(Found::Moved(slug)) => {
                let query = if query.is_empty() { query } else { format!("?{query}") };
                Answer::Moved(format!("/statistics/{slug}{suffix}{query}"))
            }
            Some(Found::Here(sheet)) => match suffix {
                "" => Answer::Text(Kind::Page, statistic::page(&db, &sheet, &base).await?),
                "/embed" => Answer::Text(Kind::Embedded, statistic::embed(&db, &sheet).await?),
                ".svg" => {
                    let chart = sheet.chart(&db, sheet::ALONE).await?;
                    Answer::Text(Kind::Picture, chart.draw(view, chart::Place::Alone))
                }
                ".metadata.json" => {
                    Answer::Text(Kind::Metadata, rows::metadata(&db, &sheet, &base).await?)
                }
                _ => match suffix.strip_prefix('.').and_then(Format::by_ending) {
                    Some(format) => rows_of(*sheet, format),
                    None => Answer::Nothing,
                },
            },
        })
    })
    .await
}

/// `/claims.{format}`: the rows of all claims.
pub async fn claims(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    answer(&state, &request, async move |db, query| {
        let Some(format) = Format::by_ending(&path) else { return Ok(Answer::Nothing) };
        let narrow = Narrow::parse(&query)?.resolve(&db).await?;
        Ok(Answer::All(format, Box::new(rows::All::new(narrow, format))))
    })
    .await
}

fn rows_of(sheet: Sheet, format: Format) -> Answer {
    let name = sheet.statistic.slug.clone();
    Answer::Rows(name, format, Box::new(rows::Statistic::new(sheet, format)))
}

/// The style sheet and the script of the pages, and the picture in the tab.
pub async fn asset(path: web::Path<String>) -> HttpResponse {
    if *path == "icon.svg" {
        return HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, Kind::Picture.content_type()))
            .insert_header((CACHE_CONTROL, "public, max-age=86400"))
            .body(ICON);
    }
    let address = format!("/assets/{path}");
    let (kind, text) = if *STYLE_ADDRESS == address {
        ("text/css; charset=utf-8", STYLE.as_str())
    } else if *SCRIPT_ADDRESS == address {
        ("text/javascript; charset=utf-8", SCRIPT.as_str())
    } else {
        return super::not_found().await;
    };
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(text)
}

/// Lets a request in and answers it, or says on a page why not.
async fn answer<F>(
    state: &web::Data<State>,
    request: &HttpRequest,
    work: impl FnOnce(Db, String) -> F,
) -> HttpResponse
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    let work = |db, query, _: Actor| work(db, query);
    answered(state, request, work).await.unwrap_or_else(|refusal| refused(&refusal))
}

async fn answered<F>(
    state: &web::Data<State>,
    request: &HttpRequest,
    work: impl FnOnce(Db, String, Actor) -> F,
) -> std::result::Result<HttpResponse, Refusal>
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    let actor = state.enter(request).await?;
    let version = state.version().await;
    let tag = version.map(|version| Tag::of(version, state, request, &actor, Media::Json));
    given(state, request, (tag, actor), work).await
}

/// The answer to whoever was let in, unless they have it already, as its tag tells.
async fn given<F>(
    state: &web::Data<State>,
    request: &HttpRequest,
    (tag, actor): (Option<Tag>, Actor),
    work: impl FnOnce(Db, String, Actor) -> F,
) -> std::result::Result<HttpResponse, Refusal>
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    if let Some(tag) = tag.as_ref().filter(|tag| tag.is_known(request.headers())) {
        return Ok(tag.put(HttpResponse::NotModified(), &actor).finish());
    }
    let query = request.query_string().to_owned();
    let asking = actor.clone();
    let found = state.ask(|db| work(db, query, asking)).await?;
    let (kind, text) = match found {
        Answer::Text(kind, text) => (kind, text),
        Answer::Rows(name, format, rows) => {
            return files::send(state, request, (&name, format), (tag, &actor), *rows);
        }
        Answer::All(format, rows) => {
            return files::send(state, request, ("claims", format), (tag, &actor), *rows);
        }
        Answer::Moved(address) => {
            return Ok(HttpResponse::TemporaryRedirect()
                .insert_header((header::LOCATION, address))
                .finish());
        }
        Answer::Nothing => {
            return Err(Refusal::new(Code::NotFound, "there is nothing at this address"));
        }
    };
    let mut response = keep(tag.as_ref(), HttpResponse::Ok(), &actor);
    if let Some(policy) = kind.policy(state) {
        response.insert_header((CONTENT_SECURITY_POLICY, &*policy));
    }
    if let Kind::Embedded = kind {
        // Where a browser knows the policy it heeds that alone.
        response.insert_header((X_FRAME_OPTIONS, "SAMEORIGIN"));
    }
    Ok(response.insert_header((CONTENT_TYPE, kind.content_type())).body(text))
}

fn refused(refusal: &Refusal) -> HttpResponse {
    let status = refusal.http_status();
    let title = match status {
        StatusCode::NOT_FOUND => "Not found",
        StatusCode::UNAUTHORIZED => "A key is needed",
        StatusCode::BAD_REQUEST => "This cannot be read",
        status if status.is_server_error() => "Something went wrong",
        _ => "Not answered",
    };
    match problem::page(title, &refusal.message) {
        Ok(text) => refusal
            .respond_page()
            .insert_header((CONTENT_TYPE, Kind::Page.content_type()))
            .insert_header((CONTENT_SECURITY_POLICY, shell::POLICY))
            .body(text),
        Err(_) => refusal.respond(Media::Json),
    }
}
