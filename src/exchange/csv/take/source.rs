//! The sources of a row.

use chrono::{Datelike as _, NaiveDate};
use entity::{source, vocab::SourceKind};
use uuid::Uuid;

use super::{One, parts};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        reference::Ref,
        source::{self as sources, AddSource},
    },
    domain::partial_date::PartialDate,
    exchange::csv::{map::Field, named::Named},
};

impl One<'_> {
    /// The sources of the row: its own, then those of the cell that holds several.
    pub(super) async fn sources(
        &mut self,
        as_of: Option<&PartialDate>,
    ) -> Result<Vec<source::Model>> {
        let published_on = self.date(Field::PublishedOn)?;
        let near = published_on.as_ref().or(as_of);
        let year = near.map(|date| (date.earliest().year(), date.latest().year()));
        let year = year.and_then(|(first, last)| (first == last).then_some(first));
        let several = parts(self.get(Field::Sources));
        let own = [Field::SourceUrl, Field::SourceTitle];
        let has_own = own.iter().any(|field| self.get(*field).is_some());
        let mut sources = Vec::with_capacity(several.len() + 1);
        if has_own || several.is_empty() {
            sources.push(self.own_source(published_on.clone()).await?);
        }
        let order = self.plan.map.date_order;
        for entry in several {
            let named = Named::read(&entry, order, year).within(Field::Sources.key())?;
            let Named { url, publisher, date } = named;
            let publisher = match publisher {
                Some(name) => Some((self.agent_called(Field::Sources, &name).await?, name)),
                None => None,
            };
            let date = date.or_else(|| published_on.clone().filter(|_| url.is_none()));
            let source = self.source(url, None, publisher, date).await;
            let source = source.map_err(|error| match error {
                Error::Input { problem, message, .. } => {
                    Error::Input { problem, path: Vec::new(), message }
                }
                other => other,
            });
            sources.push(source.within(Field::Sources.key())?);
        }
        Ok(sources)
    }

    async fn own_source(&mut self, published_on: Option<PartialDate>) -> Result<source::Model> {
        let publisher = match self.owned(Field::Publisher) {
            Some(name) => Some((self.agent_called(Field::Publisher, &name).await?, name)),
            None => None,
        };
        let (url, title) = (self.owned(Field::SourceUrl), self.owned(Field::SourceTitle));
        self.source(url, title, publisher, published_on).await
    }

    async fn source(
        &mut self,
        url: Option<String>,
        title: Option<String>,
        publisher: Option<(Uuid, String)>,
        published_on: Option<PartialDate>,
    ) -> Result<source::Model> {
        let made = match (&url, &publisher, &published_on) {
            (Some(url), _, _) => Some(url.clone()),
            (None, Some((_, name)), Some(date)) => Some(format!("{name}, {date}")),
            _ => None,
        };
        let Some(title) = title.or(made) else {
            let message = "nothing says where this is said: write an address, a title, or a \
                           publisher and a date";
            return Err(Error::invalid(Field::SourceUrl.key(), message));
        };
        let mut authors = Vec::new();
        for name in parts(self.owned(Field::Authors).as_deref()) {
            let id = self.agent_called(Field::Authors, &name).await?;
            authors.push(AgentRef::Known(Ref::Id(id)));
        }
        let new = AddSource {
            url,
            title,
            kind: self.word(Field::SourceKind, SourceKind::ALL)?.unwrap_or(SourceKind::Other),
            publisher: publisher.map(|(id, _)| AgentRef::Known(Ref::Id(id))),
            authors,
            published_on,
            language: self.owned(Field::Language),
            archive_url: self.owned(Field::ArchiveUrl),
            accessed_on: self.day(Field::AccessedOn)?,
            text: None,
            text_public: false,
            external_ids: Vec::new(),
            imprint: crate::domain::imprint::Imprint::default(),
        };
        let added = sources::add_in(self.at.txn, new).await?;
        self.made.note_new(&added);
        Ok(added.counting().within(Field::SourceUrl.key())?.row)
    }

    fn day(&self, field: Field) -> Result<Option<NaiveDate>> {
        let Some(date) = self.date(field)? else { return Ok(None) };
        let Some(day) = date.exact_day() else {
            let message = format!("{date} is no single day: write it as 2018-01-22");
            return Err(Error::invalid(field.key(), message));
        };
        Ok(Some(day))
    }
}
