//! Pages and pictures for people: who may look, what may be kept, what is not there.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    web,
};

use super::{State, etag::Tag, negotiate::Media, refusal::Refusal};
use crate::{
    Result,
    error::Code,
    store::Db,
    web::{
        ask::Ask,
        chart, problem,
        sheet::{self, Found},
        shell::{self, ICON, STYLE, STYLE_ADDRESS},
        statistic,
    },
};

/// What a page comes to.
enum Answer {
    /// This text.
    Text(Kind, String),
    /// It is at another address.
    Moved(String),
    /// There is nothing.
    Nothing,
}

/// What sort of text.
#[derive(Clone, Copy)]
enum Kind {
    Page,
    Picture,
}

impl Kind {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Picture => "image/svg+xml; charset=utf-8",
        }
    }

    fn policy(self) -> &'static str {
        match self {
            Self::Page => shell::POLICY,
            Self::Picture => &chart::POLICY,
        }
    }
}

/// `/statistics/{name}`: the page or, by the ending of the name, a picture or a file.
pub async fn statistic(
    state: web::Data<State>,
    request: HttpRequest,
    path: web::Path<String>,
) -> HttpResponse {
    let base = base(&state, &request);
    let name = path.into_inner();
    answer(&state, &request, async move |db, query| {
        let (slug, kind) = match name.strip_suffix(".svg") {
            Some(slug) => (slug, Kind::Picture),
            None => (name.as_str(), Kind::Page),
        };
        let ask = Ask::parse(&query)?;
        let view = ask.view;
        let suffix = &name[slug.len()..];
        Ok(match sheet::find(&db, slug, ask).await? {
            None => Answer::Nothing,
            Some(Found::Moved(slug)) => {
                let query = if query.is_empty() { query } else { format!("?{query}") };
                Answer::Moved(format!("/statistics/{slug}{suffix}{query}"))
            }
            Some(Found::Here(sheet)) => match kind {
                Kind::Page => Answer::Text(kind, statistic::page(&db, &sheet, &base).await?),
                Kind::Picture => {
                    let chart = sheet.chart(&db, sheet::DRAWN).await?;
                    Answer::Text(kind, chart.draw(view, chart::Place::Alone))
                }
            },
        })
    })
    .await
}

/// The style sheet of the pages, and the picture in the tab.
pub async fn asset(path: web::Path<String>) -> HttpResponse {
    if *path == "icon.svg" {
        return HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, Kind::Picture.content_type()))
            .insert_header((CACHE_CONTROL, "public, max-age=86400"))
            .body(ICON);
    }
    if *STYLE_ADDRESS != format!("/assets/{path}") {
        return super::not_found().await;
    }
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(STYLE.as_str())
}

/// Lets a request in and answers it, or says on a page why not.
async fn answer<F>(
    state: &State,
    request: &HttpRequest,
    work: impl FnOnce(Db, String) -> F,
) -> HttpResponse
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    answered(state, request, work).await.unwrap_or_else(|refusal| refused(&refusal))
}

async fn answered<F>(
    state: &State,
    request: &HttpRequest,
    work: impl FnOnce(Db, String) -> F,
) -> std::result::Result<HttpResponse, Refusal>
where
    F: Future<Output = Result<Answer>> + Send + 'static,
{
    let actor = state.enter(request).await?;
    let query = request.query_string().to_owned();
    let asked = format!("{} {} {query}", base(state, request), request.path());
    let tag = Tag::of(state, &asked, &actor, Media::Json).await;
    if let Some(tag) = tag.as_ref().filter(|tag| tag.is_known(request.headers())) {
        return Ok(tag.put(HttpResponse::NotModified(), &actor).finish());
    }
    let found = state.ask(|db| work(db, query)).await?;
    let (kind, text) = match found {
        Answer::Text(kind, text) => (kind, text),
        Answer::Moved(address) => {
            return Ok(HttpResponse::TemporaryRedirect()
                .insert_header((header::LOCATION, address))
                .finish());
        }
        Answer::Nothing => {
            return Err(Refusal::new(Code::NotFound, "there is nothing at this address"));
        }
    };
    let mut response = HttpResponse::Ok();
    if let Some(tag) = tag {
        response = tag.put(response, &actor);
    } else {
        response.insert_header((CACHE_CONTROL, "no-store"));
    }
    Ok(response
        .insert_header((CONTENT_TYPE, kind.content_type()))
        .insert_header((CONTENT_SECURITY_POLICY, kind.policy()))
        .body(text))
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
            .insert_header((CONTENT_SECURITY_POLICY, Kind::Page.policy()))
            .body(text),
        Err(_) => refusal.respond(Media::Json),
    }
}

/// Where this server is, as the one who asks knows it.
fn base(state: &State, request: &HttpRequest) -> String {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let forwarded = request.headers().get("x-forwarded-proto").and_then(|it| it.to_str().ok());
    let secure = state.settings.behind_proxy && forwarded == Some("https");
    format!("{}://{}", if secure { "https" } else { "http" }, host.unwrap_or("localhost"))
}
