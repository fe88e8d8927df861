//! Adding and changing sources, and naming them in inputs.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, OneofObject};
use entity::vocab::RecordKind;

use super::{imprint::ImprintInput, object::Source};
use crate::{
    Result as Checked, Within as _,
    app::{
        agent, likely,
        source::{self, AddSource, UpdateSource},
    },
    domain::record_id::RecordId,
    graphql::{
        agent::AgentRef,
        context::ContextExt as _,
        error::Result,
        input::{
            ExternalIdInput, changed, changed_scalar, external_ids as read_external_ids, scalar,
        },
        node::Node,
        payload::{payload, settle},
        scalar::{Date, PartialDate, Sent, Url},
        vocab::SourceKind,
    },
};

/// A new source.
#[derive(Clone, InputObject)]
pub struct AddSourceInput {
    /// Its address; null when it has none. The same address in another spelling is the same source.
    url: Option<Url>,
    /// Title as printed.
    title: String,
    /// What sort of document.
    kind: SourceKind,
    /// Who published it; null when not known.
    publisher: Option<AgentRef>,
    /// Who wrote it.
    authors: Option<Vec<AgentRef>>,
    /// When it was published; null when not known.
    published_on: Option<Sent<PartialDate>>,
    /// BCP 47 tag of its language: en, fa, zh-Hant; null when not known.
    language: Option<String>,
    /// Address of an archived copy; null when there is none.
    archive_url: Option<Url>,
    /// When it was last read; null when not known.
    accessed_on: Option<Sent<Date>>,
    /// Its text, where you may keep it; null keeps none. Line ends become LF and white space around
    /// it is dropped; positions of quotes count in what is left.
    text: Option<String>,
    /// Whether everybody may read the text that is kept; else curators and admins alone may.
    #[graphql(default)]
    text_is_public: bool,
    /// Its keys in other people's systems.
    external_ids: Option<Vec<ExternalIdInput>>,
    /// Volume, pages, editors and the like; null when not known.
    imprint: Option<ImprintInput>,
}

impl AddSourceInput {
    /// The source it means.
    pub fn read(self) -> Checked<AddSource> {
        let Self {
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
            text_is_public,
            external_ids,
            imprint,
        } = self;
        Ok(AddSource {
            url: url.map(|url| url.0),
            title,
            kind: kind.into(),
            publisher: publisher.map(AgentRef::read).transpose().within("publisher")?,
            authors: read_authors(authors.unwrap_or_default())?,
            published_on: scalar("publishedOn", published_on)?,
            language,
            archive_url: archive_url.map(|url| url.0),
            accessed_on: scalar("accessedOn", accessed_on)?,
            text,
            text_public: text_is_public,
            external_ids: read_external_ids(external_ids),
            imprint: imprint.map(ImprintInput::read).unwrap_or_default(),
        })
    }
}

fn read_authors(authors: Vec<AgentRef>) -> Checked<Vec<agent::AgentRef>> {
    let read = |(index, author): (usize, AgentRef)| author.read().within(index).within("authors");
    authors.into_iter().enumerate().map(read).collect()
}

/// A source: one on record, or a new one.
#[derive(Clone, OneofObject)]
pub enum SourceRef {
    /// One on record, by its id.
    Id(ID),
    /// One on record, by its address, however it is spelt.
    Url(Url),
    /// A new one; the same document if that is on record.
    New(Box<AddSourceInput>),
}

impl SourceRef {
    /// The source it means.
    pub fn read(self) -> Checked<source::SourceRef> {
        Ok(match self {
            Self::Id(id) => {
                source::SourceRef::Known(RecordId::of(RecordKind::Source, &id).within("id")?)
            }
            Self::Url(url) => source::SourceRef::Url(url.0),
            Self::New(new) => source::SourceRef::New(Box::new(new.read().within("new")?)),
        })
    }
}

/// A change of a source: what is left out stays as it is, null empties a field.
#[derive(InputObject)]
pub struct UpdateSourceInput {
    /// Which source.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one. Null changes
    /// whatever is there.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Its address.
    url: MaybeUndefined<Url>,
    /// Title as printed.
    title: Option<String>,
    /// What sort of document.
    kind: Option<SourceKind>,
    /// Who published it.
    publisher: MaybeUndefined<AgentRef>,
    /// All who wrote it, in place of those on record.
    authors: Option<Vec<AgentRef>>,
    /// When it was published. Attributions without a date of their own are listed by it.
    published_on: MaybeUndefined<Sent<PartialDate>>,
    /// BCP 47 tag of its language.
    language: MaybeUndefined<String>,
    /// Address of an archived copy.
    archive_url: MaybeUndefined<Url>,
    /// When it was last read.
    accessed_on: MaybeUndefined<Sent<Date>>,
    /// Its text; null keeps it no longer. The quotes of its attributions are looked for in it anew.
    text: MaybeUndefined<String>,
    /// Whether everybody may read the text that is kept.
    text_is_public: Option<bool>,
    /// All its keys elsewhere, in place of those on record.
    external_ids: Option<Vec<ExternalIdInput>>,
    /// Volume, pages, editors and the like, in place of all that is on record.
    imprint: MaybeUndefined<ImprintInput>,
}

impl UpdateSourceInput {
    fn read(self) -> Checked<UpdateSource> {
        let Self {
            id,
            expected_revision,
            reason,
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
            text_is_public,
            external_ids,
            imprint,
        } = self;
        let publisher = match publisher {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(agent) => Some(Some(agent.read().within("publisher")?)),
        };
        Ok(UpdateSource {
            id: RecordId::of(RecordKind::Source, &id).within("id")?,
            expected_revision,
            reason,
            url: changed(url.map_value(|url| url.0)),
            title,
            kind: kind.map(Into::into),
            publisher,
            authors: authors.map(read_authors).transpose()?,
            published_on: changed_scalar("publishedOn", published_on)?,
            language: changed(language),
            archive_url: changed(archive_url.map_value(|url| url.0)),
            accessed_on: changed_scalar("accessedOn", accessed_on)?,
            text: changed(text),
            text_public: text_is_public,
            external_ids: external_ids.map(|ids| read_external_ids(Some(ids))),
            imprint: changed(imprint.map_value(ImprintInput::read)).map(Option::unwrap_or_default),
        })
    }
}

payload! {
    /// What adding a source did.
    AddSourcePayload {
        /// The source; null when the input has to be mended.
        source: Option<Source>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
        /// Sources that are likely the same document: at a variant of its address, with the same text,
        /// or of the same publisher and day with nearly the same title; 10 at most. Perhaps one of
        /// them was meant. Empty when it is not new.
        similar: Vec<Node>,
    }
}

payload! {
    /// What changing a source did.
    UpdateSourcePayload {
        /// The source as it is now; null when the input has to be mended.
        source: Option<Source>,
    }
}

#[derive(Default)]
pub struct SourceMutation;

#[Object]
impl SourceMutation {
    /// Records a source, or finds the same document: the one at the same address, or without an
    /// address the one of the same publisher, date and title. Takes the role contributor.
    async fn add_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source.")] input: AddSourceInput,
    ) -> Result<AddSourcePayload> {
        let outcome = match input.read() {
            Ok(new) => source::add(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        let similar = match &outcome {
            Ok(done) if done.is_new => likely::sources(ctx.db(), &done.row).await?,
            _ => Vec::new(),
        };
        settle(outcome, |done| AddSourcePayload {
            source: Some(done.row.into()),
            is_new: done.is_new,
            similar: similar.into_iter().map(|row| Source::from(row).into()).collect(),
            user_errors: Vec::new(),
        })
    }

    /// Changes a source. A new text moves the quotes of its attributions to where they stand in it.
    /// Refused when another source is at the same address, or without an address has the same
    /// publisher, date and title. Takes the role curator.
    async fn update_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateSourceInput,
    ) -> Result<UpdateSourcePayload> {
        let outcome = match input.read() {
            Ok(change) => source::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateSourcePayload {
            source: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
