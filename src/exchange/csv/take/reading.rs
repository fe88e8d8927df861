//! What the cells of a row say, before anything is looked up.

use chrono::{Datelike as _, NaiveDate};
use entity::vocab::{AgentKind, Hedge, Originality, SourceKind, Stance};

use crate::{
    Error, Result, Within as _,
    app::{
        attribution::{NewQuote, Wording},
        bulk::{Counted, Document, Key, Named},
        claim::QuantitySpec,
        source::AddSource,
    },
    domain::{imprint::Imprint, partial_date::PartialDate},
    exchange::{
        csv::{
            map::{Field, word},
            named, number,
            plan::{Plan, Spec},
            rows::Row,
        },
        date,
    },
};

/// The cells of one claim of a row.
pub(super) struct Cells<'a> {
    pub(super) plan: &'a Plan,
    pub(super) row: &'a Row,
    pub(super) spec: &'a Spec,
}

/// A claim as its cells say it.
pub(super) struct Reading {
    pub(super) as_of: Option<PartialDate>,
    /// The number and what it is of; `None` for a statement.
    pub(super) number: Option<(QuantitySpec, Counted)>,
    /// What a statement is about.
    pub(super) event: Option<String>,
    pub(super) text: Option<String>,
    pub(super) agent: Option<Named<AgentKind>>,
    pub(super) via: Vec<Named<AgentKind>>,
    pub(super) sources: Vec<Source>,
    pub(super) wording: Wording,
}

/// A source, and the field from which it comes.
pub(super) struct Source {
    pub(super) field: Field,
    pub(super) document: Document,
}

impl Cells<'_> {
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.spec.get(self.row, field)
    }

    /// Whether there is anything to read: where numbers are counted, one is said.
    pub(super) fn is_said(&self) -> bool {
        let fields = [Field::Quantity, Field::Low, Field::High];
        !self.spec.counts() || fields.iter().any(|field| self.get(*field).is_some())
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.get(field).map(str::to_owned)
    }

    fn date(&self, field: Field) -> Result<Option<PartialDate>> {
        let order = self.plan.map.date_order;
        let read = |text: &str| date::read(text, order, None).within(field.key());
        self.get(field).map(read).transpose()
    }

    fn word<T>(&self, field: Field, all: &[T]) -> Result<Option<T>>
    where
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        self.get(field).map(|value| word(field.key(), value, all)).transpose()
    }

    pub(super) fn read(&self) -> Result<Reading> {
        let as_of = self.date(Field::AsOf)?;
        let number = if self.spec.counts() {
            let cells = [Field::Quantity, Field::Low, Field::High].map(|field| self.get(field));
            Some((number::read(cells)?, self.counted()?))
        } else {
            None
        };
        let sources = self.sources(as_of.as_ref())?;
        Ok(Reading {
            number,
            event: self.owned(Field::Event),
            text: self.owned(Field::Text),
            agent: self.owned(Field::Agent).map(|name| self.agent(Field::Agent, name)),
            via: self.agents(Field::Via),
            sources,
            wording: self.wording()?,
            as_of,
        })
    }

    fn counted(&self) -> Result<Counted> {
        if let Some(name) = self.owned(Field::Statistic) {
            return Ok(Counted::Statistic(name));
        }
        let Some(measure) = self.owned(Field::Measure) else {
            let message = "nothing says what is counted: write a measure";
            return Err(Error::invalid(Field::Measure.key(), message));
        };
        let new = self.plan.map.new_places;
        Ok(Counted::Key(Box::new(Key {
            measure,
            event: self.owned(Field::Event),
            place: self.owned(Field::Place).map(|name| Named { name, new }),
            population: self.owned(Field::Population),
            period_start: self.date(Field::PeriodStart)?,
            period_end: self.date(Field::PeriodEnd)?,
        })))
    }

    fn wording(&self) -> Result<Wording> {
        let quote = self.owned(Field::Quote).map(|exact| NewQuote {
            exact,
            prefix: None,
            suffix: None,
            start: None,
            end: None,
            language: self.owned(Field::QuoteLanguage),
            translation: self.owned(Field::QuoteTranslation),
        });
        Ok(Wording {
            quantity_text: None,
            quote,
            stance: self.word(Field::Stance, Stance::ALL)?,
            verb: self.owned(Field::Verb),
            hedge: self.word(Field::Hedge, Hedge::ALL)?,
            hedge_text: self.owned(Field::HedgeText),
            said_on: self.date(Field::SaidOn)?,
            originality: self.word(Field::Originality, Originality::ALL)?,
            proposed: None,
        })
    }

    /// An agent of a field, and as what the map lets it be added.
    fn agent(&self, field: Field, name: String) -> Named<AgentKind> {
        let map = &self.plan.map;
        let new = match field {
            Field::Publisher | Field::Sources => map.new_publishers,
            _ => map.new_agents,
        };
        Named { name, new }
    }

    fn agents(&self, field: Field) -> Vec<Named<AgentKind>> {
        parts(self.get(field)).into_iter().map(|name| self.agent(field, name)).collect()
    }

    /// The sources of the row: its own, then those of the cell that holds several.
    fn sources(&self, as_of: Option<&PartialDate>) -> Result<Vec<Source>> {
        let published_on = self.date(Field::PublishedOn)?;
        let near = published_on.as_ref().or(as_of);
        let year = near.map(|date| (date.earliest().year(), date.latest().year()));
        let year = year.and_then(|(first, last)| (first == last).then_some(first));
        let several = parts(self.get(Field::Sources));
        let own = [Field::SourceUrl, Field::SourceTitle];
        let has_own = own.iter().any(|field| self.get(*field).is_some());
        let mut sources = Vec::with_capacity(several.len() + 1);
        if has_own || several.is_empty() {
            let publisher = self.owned(Field::Publisher);
            let publisher = publisher.map(|name| self.agent(Field::Publisher, name));
            let (url, title) = (self.owned(Field::SourceUrl), self.owned(Field::SourceTitle));
            let document = self.document(url, title, publisher, published_on.clone())?;
            sources.push(Source { field: Field::SourceUrl, document });
        }
        let order = self.plan.map.date_order;
        for entry in several {
            let read = named::Named::read(&entry, order, year).within(Field::Sources.key())?;
            let named::Named { url, publisher, date } = read;
            let publisher = publisher.map(|name| self.agent(Field::Sources, name));
            let date = date.or_else(|| published_on.clone().filter(|_| url.is_none()));
            let document = self.document(url, None, publisher, date);
            let document = document.map_err(without_path).within(Field::Sources.key())?;
            sources.push(Source { field: Field::Sources, document });
        }
        Ok(sources)
    }

    fn document(
        &self,
        url: Option<String>,
        title: Option<String>,
        publisher: Option<Named<AgentKind>>,
        published_on: Option<PartialDate>,
    ) -> Result<Document> {
        let made = match (&url, &publisher, &published_on) {
            (Some(url), _, _) => Some(url.clone()),
            (None, Some(Named { name, new: _ }), Some(date)) => Some(format!("{name}, {date}")),
            _ => None,
        };
        let Some(title) = title.or(made) else {
            let message = "nothing says where this is said: write an address, a title, or a \
                           publisher and a date";
            return Err(Error::invalid(Field::SourceUrl.key(), message));
        };
        let kind = self.word(Field::SourceKind, SourceKind::ALL)?.unwrap_or(SourceKind::Other);
        let new = AddSource {
            url,
            title,
            kind,
            publisher: None,
            authors: Vec::new(),
            published_on,
            language: self.owned(Field::Language),
            archive_url: self.owned(Field::ArchiveUrl),
            accessed_on: self.day(Field::AccessedOn)?,
            text: None,
            text_public: false,
            external_ids: Vec::new(),
            imprint: Imprint::default(),
        };
        Ok(Document { publisher, authors: self.agents(Field::Authors), new })
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

/// An error of a source that one cell names among others: it is about that cell, whatever it is about.
pub(super) fn without_path(error: Error) -> Error {
    match error {
        Error::Input { problem, path: _, message } => {
            Error::Input { problem, path: Vec::new(), message }
        }
        other => other,
    }
}

/// The entries of a cell that holds several.
fn parts(cell: Option<&str>) -> Vec<String> {
    let entries = cell.unwrap_or_default().split([';', '\n', '|']).map(str::trim);
    entries.filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}
