//! Puts references on record as sources.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use entity::{source, vocab::RecordKind};
use uuid::Uuid;

use super::{KEY, Reference};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        import as imports,
        reference::Ref,
        source::{self as sources, AddSource, UpdateSource},
        whole::{Recorded, Whole, load},
    },
    domain::{
        address,
        imprint::Imprint,
        record_id::{Prefix, RecordId},
        text::shown,
    },
    exchange::{
        engine::{At, Made, Shown, Taker, names},
        report::Fate,
    },
    store::{
        part::ExternalId,
        record::{self, find_itself},
    },
};

/// Why a source changes when a file says otherwise.
const REASON: &str = "a newer file of references says so";

/// Puts references on record.
#[derive(Debug, Default)]
pub struct References {
    /// The first line of each citation key of the file.
    keys: Mutex<HashMap<String, u64>>,
}

impl Taker for References {
    type Item = Reference;
    const KIND: Prefix = Prefix::Source;

    async fn take<'a>(
        &'a self,
        at: &'a At<'a>,
        reference: &'a Reference,
        made: &'a mut Made,
    ) -> Result<()> {
        self.check_key(reference, at.line)?;
        let done = Box::pin(put(at, made, reference)).await?;
        made.shown.push(Shown {
            line: at.line,
            text: done.row.title.clone(),
            quantity: None,
            as_of: done.row.published_on.clone(),
            agent: reference.authors.first().map(|author| author.name.clone()),
            sources: reference.publisher.iter().map(|named| named.name.clone()).collect(),
            is_new: done.is_new,
        });
        Ok(())
    }

    fn column(&self, _: usize, path: &[String]) -> String {
        path.first().cloned().unwrap_or_default()
    }
}

impl References {
    /// Refuses a key that stands on an earlier line already.
    fn check_key(&self, reference: &Reference, line: u64) -> Result<()> {
        let Some(key) = &reference.key else { return Ok(()) };
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *keys.entry(key.clone()).or_insert(line);
        if first >= line {
            return Ok(());
        }
        let message = format!(
            "the key {} stands on line {first} already: give each reference a key of its own",
            shown(key)
        );
        Err(Error::conflict("key", message))
    }
}

async fn put(
    at: &At<'_>,
    made: &mut Made,
    reference: &Reference,
) -> Result<Recorded<source::Model>> {
    let Some(title) = reference.title.clone() else {
        return Err(Error::invalid("title", "nothing says what it is called: write a title"));
    };
    let by_id = itself(at, reference).await?;
    let external_ids = external_ids(reference, by_id.is_some());
    let mut authors = Vec::with_capacity(reference.authors.len());
    for author in &reference.authors {
        authors.push(names::agent(at, made, "author", &author.name, author.kind).await?);
    }
    let publisher = match &reference.publisher {
        Some(named) => Some(names::agent(at, made, "publisher", &named.name, named.kind).await?),
        None => None,
    };
    let known = |id: Uuid| AgentRef::Known(Ref::Id(id));
    let new = AddSource {
        url: place(reference)?,
        title,
        kind: reference.kind,
        publisher: publisher.map(known),
        authors: authors.iter().copied().map(known).collect(),
        published_on: reference.published_on.clone(),
        language: reference.language.clone(),
        archive_url: None,
        accessed_on: reference.accessed_on,
        text: None,
        text_public: false,
        external_ids: external_ids.clone(),
        imprint: reference.imprint.clone(),
    };
    let added = match by_id {
        Some(row) => Recorded::known(row),
        None => sources::add_in(at.txn, new).await?,
    };
    let added = added.counting()?;
    if added.is_new {
        made.note(&added);
        return Ok(added);
    }
    let changed = bring_in_line(at, made, reference, &added.row, &authors, external_ids).await?;
    let Some(row) = changed else {
        made.note(&added);
        return Ok(added);
    };
    made.note_as(&row, Fate::Updated);
    Ok(Recorded::known(row))
}

/// The source that has the key for its id, as an export of ours gives it.
async fn itself(at: &At<'_>, reference: &Reference) -> Result<Option<source::Model>> {
    let id = reference.key.as_deref().map(|key| RecordId::of(RecordKind::Source, key));
    match id {
        Some(Ok(id)) => find_itself(at.txn, id).await,
        _ => Ok(None),
    }
}

/// The address, else that of its DOI.
fn place(reference: &Reference) -> Result<Option<String>> {
    if let Some(url) = &reference.url {
        return address::parse(url).map(Some).within("url");
    }
    let of_doi = |doi: &String| address::parse(&format!("https://doi.org/{doi}"));
    reference.doi.as_ref().map(of_doi).transpose().within("doi")
}

fn external_ids(reference: &Reference, is_own_key: bool) -> Vec<ExternalId> {
    let key = reference.key.as_ref().filter(|_| !is_own_key);
    let ids = [(KEY, key), ("doi", reference.doi.as_ref()), ("isbn", reference.isbn.as_ref())];
    let given = ids.into_iter().filter_map(|(scheme, value)| Some((scheme, value?)));
    given
        .map(|(scheme, value)| ExternalId { scheme: scheme.to_owned(), value: value.clone() })
        .collect()
}

/// Changes a source on record to what the reference says: what people changed since it was imported
/// stays, and what the reference leaves out. Its keys are always added. `None` where it says nothing
/// new.
async fn bring_in_line(
    at: &At<'_>,
    made: &mut Made,
    reference: &Reference,
    row: &source::Model,
    authors: &[Uuid],
    given: Vec<ExternalId>,
) -> Result<Option<source::Model>> {
    let Some(Whole { row: _, parts }) = load::<source::Model>(at.txn, row.id).await? else {
        return Ok(None);
    };
    let mut external_ids = parts.external_ids;
    let before = external_ids.len();
    for id in given {
        if !external_ids.contains(&id) {
            external_ids.push(id);
        }
    }
    let mut known = Vec::with_capacity(parts.authors.len());
    for author in parts.authors {
        let kept: Option<entity::agent::Model> = record::find(at.txn, author).await?;
        known.push(kept.map_or(author, |agent| agent.id));
    }
    let published_on = reference.published_on.as_ref();
    let known_imprint = Imprint::of_stored(row.imprint.as_deref())?;
    let said = reference.imprint.clone().checked()?;
    let imprint = said.or(known_imprint.clone());
    let known_refs = |id: &Uuid| AgentRef::Known(Ref::Id(*id));
    let mut change = UpdateSource {
        id: row.id,
        expected_revision: None,
        reason: Some(REASON.to_owned()),
        url: None,
        title: reference.title.clone().filter(|title| *title != row.title),
        kind: None,
        publisher: None,
        authors: (!authors.is_empty() && known != authors)
            .then(|| authors.iter().map(known_refs).collect()),
        published_on: published_on
            .filter(|date| row.published_on.as_deref() != Some(date.as_str()))
            .map(|date| Some(date.clone())),
        language: reference
            .language
            .clone()
            .filter(|language| row.language.as_ref() != Some(language))
            .map(Some),
        archive_url: None,
        accessed_on: reference.accessed_on.filter(|day| row.accessed_on != Some(*day)).map(Some),
        text: None,
        text_public: None,
        external_ids: (external_ids.len() > before).then_some(external_ids),
        imprint: (imprint != known_imprint).then_some(imprint),
    };
    let differs = change.title.is_some()
        || change.authors.is_some()
        || change.published_on.is_some()
        || change.language.is_some()
        || change.accessed_on.is_some()
        || change.imprint.is_some();
    if !differs && change.external_ids.is_none() {
        return Ok(None);
    }
    if differs && !follows(at, made, row).await? {
        let UpdateSource { title, authors, published_on, language, accessed_on, imprint, .. } =
            &mut change;
        (*title, *authors, *imprint) = (None, None, None);
        (*published_on, *language, *accessed_on) = (None, None, None);
    }
    let after = Box::pin(sources::update_in(at.txn, change)).await?;
    Ok((after.revision != row.revision).then_some(after))
}

/// Whether a source follows the file: not where people changed it since it was imported, nor where an
/// earlier line of the file says what it is.
async fn follows(at: &At<'_>, made: &mut Made, row: &source::Model) -> Result<bool> {
    let first = at.first_line(row.id).await?;
    if first.is_some_and(|line| line < at.line) {
        return Ok(false);
    }
    let follows = imports::is_as_imported(at.txn, row).await?;
    made.held += u64::from(!follows);
    Ok(follows)
}
