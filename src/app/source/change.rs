//! Changing sources, and what hangs on them: the dates and the quotes of their attributions.

use chrono::NaiveDate;
use entity::{
    source,
    vocab::{Action, Role, SourceKind},
};
use uuid::Uuid;

use super::{
    TITLE_MAX, author_ids, find_same, identities, language_tag, publisher_id, set_date, set_text,
    web_address,
};
use crate::{
    Error, Result, Within as _,
    app::{
        Session,
        agent::{AgentRef, external},
        attribution::follow_source_in,
        whole::{Whole, load_to_change, save},
    },
    domain::{
        imprint::Imprint,
        partial_date::PartialDate,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{self, Txn, part::ExternalId},
};

/// A change of a source: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdateSource {
    /// Which source.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Where it is on the web.
    pub url: Option<Option<String>>,
    /// Its title.
    pub title: Option<String>,
    /// What sort of document.
    pub kind: Option<SourceKind>,
    /// Who published it.
    pub publisher: Option<Option<AgentRef>>,
    /// Who wrote it.
    pub authors: Option<Vec<AgentRef>>,
    /// When it was published.
    pub published_on: Option<Option<PartialDate>>,
    /// Its language as a BCP 47 tag.
    pub language: Option<Option<String>>,
    /// Where a copy is archived.
    pub archive_url: Option<Option<String>>,
    /// The day it was read.
    pub accessed_on: Option<Option<NaiveDate>>,
    /// Its text; `Some(None)` keeps it no longer.
    pub text: Option<Option<String>>,
    /// Whether everybody may read the text that is kept.
    pub text_public: Option<bool>,
    /// Keys in somebody else's system.
    pub external_ids: Option<Vec<ExternalId>>,
    /// Volume, pages, editors and the like, all of it.
    pub imprint: Option<Imprint>,
}

/// Changes a source.
pub async fn update(session: &Session, change: UpdateSource) -> Result<source::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateSource) -> Result<source::Model> {
    let id = change.id;
    let before = load_to_change::<source::Model>(txn, id, change.expected_revision).await?;
    let reason = change.reason.clone();
    let mut after = before.clone();
    apply(txn, &mut after, change).await?;
    recompute_identity(txn, &before.row, &mut after.row).await?;
    let row = save(txn, &before, after, Action::Updated, reason).await?;
    if row.sort_date != before.row.sort_date {
        // One statement, before each attribution is looked at: dates alone give no revisions.
        store::attribution::date_by_source(txn, row.id, row.sort_date).await?;
    }
    if row != before.row {
        follow_source_in(txn, &row).await?;
    }
    Ok(row)
}

async fn apply(txn: &Txn, source: &mut Whole<source::Model>, change: UpdateSource) -> Result<()> {
    let UpdateSource {
        id: _,
        expected_revision: _,
        reason: _,
        url,
        title,
        kind,
        publisher,
        authors,
        published_on,
        language,
        archive_url,
        accessed_on,
        text,
        text_public,
        external_ids,
        imprint,
    } = change;
    let row = &mut source.row;
    if let Some(url) = url {
        row.url = web_address("url", url.as_deref())?;
    }
    if let Some(title) = title {
        row.title = text::line("title", &title, TITLE_MAX)?;
    }
    if let Some(publisher) = publisher {
        row.publisher_id = publisher_id(txn, publisher).await?;
    }
    if let Some(published_on) = published_on {
        set_date(row, published_on.as_ref());
    }
    if let Some(language) = language {
        row.language = language_tag(language.as_deref())?;
    }
    if let Some(url) = archive_url {
        row.archive_url = web_address("archiveUrl", url.as_deref())?;
    }
    if let Some(text) = text {
        set_text(row, text.as_deref())?;
    }
    if let Some(imprint) = imprint {
        row.imprint = imprint.checked().within("imprint")?.stored()?;
    }
    row.kind = kind.unwrap_or(row.kind);
    row.accessed_on = accessed_on.unwrap_or(row.accessed_on);
    row.body_public = text_public.unwrap_or(row.body_public);
    if let Some(authors) = authors {
        source.parts.authors = author_ids(txn, authors).await?;
    }
    if let Some(ids) = external_ids {
        source.parts.external_ids = external(&ids)?;
    }
    Ok(())
}

/// Gives a source the identity of what it says now; refuses when another one has it.
async fn recompute_identity(
    txn: &Txn,
    before: &source::Model,
    after: &mut source::Model,
) -> Result<()> {
    let says = |row: &source::Model| {
        (row.url.clone(), row.title.clone(), row.publisher_id, row.published_on.clone())
    };
    if says(before) == says(after) {
        return Ok(());
    }
    let mut identities = identities(txn, after).await?;
    let other = find_same(txn, &identities).await?.filter(|other| other.id != after.id);
    after.identity = identities.swap_remove(0);
    let Some(other) = other else { return Ok(()) };
    let other_id = RecordId::new(Prefix::Source, other.id);
    let (field, same) = if after.url.is_some() {
        ("url", "is at this address")
    } else {
        ("title", "has this publisher, date and title")
    };
    let message = format!("another source {same}, {other_id}: change that one instead");
    Err(Error::conflict(field, message))
}
