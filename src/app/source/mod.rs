//! Adding, finding and changing sources: documents in which things are said.

mod change;

use chrono::NaiveDate;
use entity::{
    agent, source,
    vocab::{RecordStatus, Role, SourceKind},
};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

pub use change::{UpdateSource, update, update_in};

use super::{
    Session,
    agent::{AgentRef, external, resolve_in as resolve_agent_in},
    date::Columns,
    finding::{duplicate, early},
    whole::{Recorded, Subject, Whole, create},
};
use crate::{
    Error, Result, Within as _,
    domain::{
        address, identity,
        imprint::Imprint,
        language,
        likeness::source::Document,
        partial_date::{PartialDate, stored},
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        Read, Txn,
        part::{ExternalId, Parts},
        record::{self, Record, rows_where},
        search::SearchText,
    },
};

/// Longest title, in characters.
const TITLE_MAX: usize = 1_000;

/// Longest text of a source that is kept, in characters.
const TEXT_MAX: usize = 2_000_000;

/// A source that is to be on record.
#[derive(Clone, Debug, Serialize)]
pub struct AddSource {
    /// Where it is on the web; `None` when it is not.
    pub url: Option<String>,
    /// Its title.
    pub title: String,
    /// What sort of document.
    pub kind: SourceKind,
    /// Who published it; `None` when not known.
    pub publisher: Option<AgentRef>,
    /// Who wrote it.
    pub authors: Vec<AgentRef>,
    /// When it was published; `None` when not known.
    pub published_on: Option<PartialDate>,
    /// Its language as a BCP 47 tag; `None` when not recorded.
    pub language: Option<String>,
    /// Where a copy is archived; `None` when nowhere.
    pub archive_url: Option<String>,
    /// The day it was read; `None` when not recorded.
    pub accessed_on: Option<NaiveDate>,
    /// Its text; `None` when it is not to be kept.
    pub text: Option<String>,
    /// Whether everybody may read the text that is kept.
    pub text_public: bool,
    /// Keys in somebody else's system.
    pub external_ids: Vec<ExternalId>,
    /// Volume, pages, editors and the like; empty when not known.
    pub imprint: Imprint,
}

/// A source as an input names it.
#[derive(Clone, Debug, Serialize)]
pub enum SourceRef {
    /// One on record, by its id.
    Known(Uuid),
    /// One on record, by its address.
    Url(String),
    /// A new one.
    New(Box<AddSource>),
}

impl Subject for source::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(text_of(self)?))
    }

    async fn notice(&self, txn: &Txn) -> Result<()> {
        duplicate::settle_source_in(txn, self).await?;
        early::settle_sources_in(txn, &[self.id]).await
    }
}

/// What the search finds of a source.
pub(super) fn text_of(row: &source::Model) -> Result<SearchText> {
    let mut body = row.title.clone();
    // A text that not everybody may read must not show in what a search found.
    let public = row.body.as_deref().filter(|_| row.body_public);
    for more in [row.url.as_deref(), public].into_iter().flatten() {
        body.push_str(" · ");
        body.push_str(more);
    }
    let published_on = stored(row.published_on.as_deref())?;
    let keys = document(row, row.publisher_id, published_on.as_ref()).keys();
    Ok(SearchText { title: row.title.clone(), body, keys })
}

/// What its likeness to others is judged by; the publisher as the caller names it.
pub(super) fn document<'a>(
    row: &'a source::Model,
    publisher: Option<Uuid>,
    published_on: Option<&'a PartialDate>,
) -> Document<'a> {
    let source::Model { url, title, content_hash, .. } = row;
    Document {
        url: url.as_deref(),
        title,
        publisher,
        published_on,
        content: content_hash.as_deref(),
    }
}

/// Puts a source on record, or finds the same document.
pub async fn add(session: &Session, new: AddSource) -> Result<Recorded<source::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddSource) -> Result<Recorded<source::Model>> {
    let mut row = draft(txn, &new)?;
    let AddSource { publisher, authors, external_ids, .. } = new;
    let external_ids = external(&external_ids)?;
    // Before the publisher, who may be new: what is on record already changes nothing.
    if let Some(url) = &row.url
        && let Some(known) = find_by_url(txn, url).await?
    {
        return Ok(Recorded::known(known));
    }
    row.publisher_id = publisher_id(txn, publisher).await?;
    let mut identities = identities(txn, &row).await?;
    if let Some(known) = find_same(txn, &identities).await? {
        return Ok(Recorded::known(known));
    }
    row.identity = identities.swap_remove(0);
    let authors = author_ids(txn, authors).await?;
    let parts = Parts { external_ids, authors, ..Parts::default() };
    Ok(Recorded::new(create(txn, Whole { row, parts }, None).await?))
}

/// A new source as an input gives it, checked, without its publisher and its identity.
pub(super) fn draft(txn: &Txn, new: &AddSource) -> Result<source::Model> {
    let AddSource {
        url,
        title,
        kind,
        publisher: _,
        authors: _,
        published_on,
        language,
        archive_url,
        accessed_on,
        text,
        text_public,
        external_ids: _,
        imprint,
    } = new;
    let mut row = source::Model {
        id: txn.id(),
        identity: String::new(),
        url: web_address("url", url.as_deref())?,
        title: text::line("title", title, TITLE_MAX)?,
        kind: *kind,
        publisher_id: None,
        published_on: None,
        published_on_earliest: None,
        published_on_latest: None,
        language: language_tag(language.as_deref())?,
        archive_url: web_address("archiveUrl", archive_url.as_deref())?,
        accessed_on: *accessed_on,
        content_hash: None,
        body: None,
        body_public: *text_public,
        sort_date: undated(),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
        imprint: imprint.clone().checked().within("imprint")?.stored()?,
    };
    set_date(&mut row, published_on.as_ref());
    set_text(&mut row, text.as_deref())?;
    Ok(row)
}

/// The source that an input names.
pub async fn resolve_in(txn: &Txn, reference: SourceRef) -> Result<source::Model> {
    match reference {
        SourceRef::Known(id) => {
            let kind = Prefix::Source;
            let missing = || Error::not_found("id", kind.as_str(), RecordId::new(kind, id));
            record::find(txn, id).await?.ok_or_else(missing)
        }
        SourceRef::Url(url) => {
            let url = address::parse(&url).within("url")?;
            let missing = || Error::not_found("url", "source", format!("with the address {url}"));
            find_by_url(txn, &url).await?.ok_or_else(missing)
        }
        SourceRef::New(new) => {
            let added = Box::pin(add_in(txn, *new)).await.and_then(Recorded::counting);
            Ok(added.within("new")?.row)
        }
    }
}

/// The source at this address, in whatever way it is written.
pub async fn find_by_url(db: &impl Read, url: &str) -> Result<Option<source::Model>> {
    let identity = identity::source(Some(&address::normalise(url)), None, None, None);
    record::find_where(db, "identity", identity).await
}

/// The identity of a source; after it those that it would have had under a publisher that was
/// merged into its own.
async fn identities(db: &impl Read, row: &source::Model) -> Result<Vec<String>> {
    let mut all = vec![identity_under(row, row.publisher_id)];
    if row.url.is_none()
        && let Some(publisher) = row.publisher_id
    {
        let family: Vec<agent::Model> = rows_where(db, "canonical_id", &[publisher], "id").await?;
        let others = family.iter().filter(|row| row.id != publisher);
        all.extend(others.map(|publisher| identity_under(row, Some(publisher.id))));
    }
    Ok(all)
}

/// The identity of a source under a publisher.
pub(super) fn identity_under(row: &source::Model, publisher: Option<Uuid>) -> String {
    let url = row.url.as_deref().map(address::normalise);
    let date = row.published_on.as_deref();
    identity::source(url.as_deref(), publisher, date, Some(&row.title))
}

async fn find_same(db: &impl Read, identities: &[String]) -> Result<Option<source::Model>> {
    for identity in identities {
        if let Some(row) = record::find_where(db, "identity", identity.as_str()).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

fn web_address(field: &str, url: Option<&str>) -> Result<Option<String>> {
    url.map(address::parse).transpose().within(field)
}

fn language_tag(tag: Option<&str>) -> Result<Option<String>> {
    tag.map(|tag| language::parse("language", tag)).transpose()
}

async fn publisher_id(txn: &Txn, publisher: Option<AgentRef>) -> Result<Option<Uuid>> {
    let Some(publisher) = publisher else { return Ok(None) };
    Ok(Some(resolve_agent_in(txn, publisher).await.within("publisher")?.id()))
}

/// The authors, each once, in the order given.
async fn author_ids(txn: &Txn, authors: Vec<AgentRef>) -> Result<Vec<Uuid>> {
    let mut ids = Vec::with_capacity(authors.len());
    for (index, author) in authors.into_iter().enumerate() {
        let id = resolve_agent_in(txn, author).await.within(index).within("authors")?.id();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Where lists show what has no date: last.
fn undated() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day of the calendar")
}

fn set_date(row: &mut source::Model, published_on: Option<&PartialDate>) {
    let Columns { text, earliest, latest } = published_on.into();
    row.published_on = text;
    row.published_on_earliest = earliest;
    row.published_on_latest = latest;
    row.sort_date = earliest.unwrap_or_else(undated);
}

fn set_text(row: &mut source::Model, text: Option<&str>) -> Result<()> {
    row.body = text.map(|text| text::body("text", text, TEXT_MAX)).transpose()?;
    row.content_hash = row.body.as_deref().map(content_hash);
    Ok(())
}

/// By which two sources that keep one text are known.
pub(super) fn content_hash(body: &str) -> String {
    format!("{:x}", Sha256::digest(body))
}
