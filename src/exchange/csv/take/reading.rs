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
        engine::Faults,
    },
};

/// A year by which dates are read where the one that tells it cannot be read, which is noted: the row
/// is refused, and no other fault hangs on it.
const ANY_YEAR: i32 = 2000;

/// The cells of one claim of a row.
pub(super) struct Cells<'a> {
    pub(super) plan: &'a Plan,
    pub(super) row: &'a Row,
    pub(super) spec: &'a Spec,
}

/// A claim as its cells say it, without what cannot be read.
pub(super) struct Reading {
    pub(super) as_of: Option<PartialDate>,
    /// The number; `None` for a statement.
    pub(super) quantity: Option<QuantitySpec>,
    /// What the number is of; `None` for a statement.
    pub(super) counted: Option<Counted>,
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

impl<'a> Cells<'a> {
    /// Whether there is anything to read: where numbers are counted, one is said.
    pub(super) fn is_said(&self) -> bool {
        let fields = [Field::Quantity, Field::Low, Field::High];
        !self.spec.counts() || fields.iter().any(|field| self.get(*field).is_some())
    }

    /// What the cells say; what is wrong with them is noted.
    pub(super) fn read(self, faults: &mut Faults) -> Result<Reading> {
        Reader { cells: self, faults }.read()
    }

    fn get(&self, field: Field) -> Option<&'a str> {
        self.spec.get(self.row, field)
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.get(field).map(str::to_owned)
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

    /// A document that is otherwise like `like`.
    fn document(
        &self,
        url: Option<String>,
        title: Option<String>,
        publisher: Option<Named<AgentKind>>,
        published_on: Option<PartialDate>,
        like: AddSource,
    ) -> Result<Document> {
        // A date that is there and was not read is at fault itself.
        let is_dated = published_on.is_some() || self.get(Field::PublishedOn).is_some();
        let made = match (&url, &publisher, &published_on) {
            (Some(url), _, _) => Some(url.clone()),
            (None, Some(Named { name, new: _ }), Some(date)) => Some(format!("{name}, {date}")),
            (None, Some(Named { name, new: _ }), None) if is_dated => Some(name.clone()),
            _ => None,
        };
        let Some(title) = title.or(made) else {
            let message = "nothing says where this is said: write an address, a title, or a \
                           publisher and a date";
            return Err(Error::invalid(Field::SourceUrl.key(), message));
        };
        let new = AddSource { url, title, published_on, ..like };
        Ok(Document { publisher, authors: self.agents(Field::Authors), new })
    }
}

/// Reads the cells of one claim, and notes what is wrong with them.
struct Reader<'a, 'f> {
    cells: Cells<'a>,
    faults: &'f mut Faults,
}

impl Reader<'_, '_> {
    fn date(&mut self, field: Field) -> Result<Option<PartialDate>> {
        let order = self.cells.plan.map.date_order;
        let read = |text: &str| date::read(text, order, None).within(field.key());
        let date = self.cells.get(field).map(read).transpose();
        Ok(self.faults.note(date)?.flatten())
    }

    fn word<T>(&mut self, field: Field, all: &[T]) -> Result<Option<T>>
    where
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        let read = self.cells.get(field).map(|value| word(field.key(), value, all)).transpose();
        Ok(self.faults.note(read)?.flatten())
    }

    fn read(mut self) -> Result<Reading> {
        let as_of = self.date(Field::AsOf)?;
        let counts = self.cells.spec.counts();
        let quantity = if counts { self.quantity()? } else { None };
        let counted = if counts { Some(self.counted()?) } else { None };
        let sources = self.sources(as_of.as_ref())?;
        let wording = self.wording()?;
        let cells = self.cells;
        Ok(Reading {
            as_of,
            quantity,
            counted,
            event: cells.owned(Field::Event),
            text: cells.owned(Field::Text),
            agent: cells.owned(Field::Agent).map(|name| cells.agent(Field::Agent, name)),
            via: cells.agents(Field::Via),
            sources,
            wording,
        })
    }

    fn quantity(&mut self) -> Result<Option<QuantitySpec>> {
        if !self.cells.is_said() {
            let message = "there is no number in this row: write one, or leave it out";
            return self.faults.note(Err(Error::invalid(Field::Quantity.key(), message)));
        }
        let cells = [Field::Quantity, Field::Low, Field::High].map(|field| self.cells.get(field));
        number::read(cells, self.faults)
    }

    /// What is counted; without a measure where that is missing.
    fn counted(&mut self) -> Result<Counted> {
        if let Some(name) = self.cells.owned(Field::Statistic) {
            return Ok(Counted::Statistic(name));
        }
        let measure = self.cells.owned(Field::Measure).ok_or_else(|| {
            let message = "nothing says what is counted: write a measure";
            Error::invalid(Field::Measure.key(), message)
        });
        let new = self.cells.plan.map.new_places;
        Ok(Counted::Key(Box::new(Key {
            measure: self.faults.note(measure)?.unwrap_or_default(),
            event: self.cells.owned(Field::Event),
            place: self.cells.owned(Field::Place).map(|name| Named { name, new }),
            population: self.cells.owned(Field::Population),
            period_start: self.date(Field::PeriodStart)?,
            period_end: self.date(Field::PeriodEnd)?,
        })))
    }

    fn wording(&mut self) -> Result<Wording> {
        let cells = &self.cells;
        let quote = cells.owned(Field::Quote).map(|exact| NewQuote {
            exact,
            prefix: None,
            suffix: None,
            start: None,
            end: None,
            language: cells.owned(Field::QuoteLanguage),
            translation: cells.owned(Field::QuoteTranslation),
        });
        Ok(Wording {
            quantity_text: None,
            quote,
            stance: self.word(Field::Stance, Stance::ALL)?,
            verb: self.cells.owned(Field::Verb),
            hedge: self.word(Field::Hedge, Hedge::ALL)?,
            hedge_text: self.cells.owned(Field::HedgeText),
            said_on: self.date(Field::SaidOn)?,
            originality: self.word(Field::Originality, Originality::ALL)?,
            proposed: None,
        })
    }

    /// The sources of the row: its own, then those of the cell that holds several.
    fn sources(&mut self, as_of: Option<&PartialDate>) -> Result<Vec<Source>> {
        let published_on = self.date(Field::PublishedOn)?;
        let year = self.year(published_on.as_ref(), as_of);
        let several = parts(self.cells.get(Field::Sources));
        let own = [Field::SourceUrl, Field::SourceTitle];
        let has_own = own.iter().any(|field| self.cells.get(*field).is_some());
        let like = self.like()?;
        let mut sources = Vec::with_capacity(several.len() + 1);
        if has_own || several.is_empty() {
            let cells = &self.cells;
            let publisher = cells.owned(Field::Publisher);
            let publisher = publisher.map(|name| cells.agent(Field::Publisher, name));
            let (url, title) = (cells.owned(Field::SourceUrl), cells.owned(Field::SourceTitle));
            let read = cells.document(url, title, publisher, published_on.clone(), like.clone());
            let read = self.faults.note(read)?;
            sources.extend(read.map(|document| Source { field: Field::SourceUrl, document }));
        }
        let order = self.cells.plan.map.date_order;
        for entry in several {
            let read = named::Named::read(&entry, order, year).and_then(|named| {
                let named::Named { url, publisher, date } = named;
                let publisher = publisher.map(|name| self.cells.agent(Field::Sources, name));
                let date = date.or_else(|| published_on.clone().filter(|_| url.is_none()));
                let read = self.cells.document(url, None, publisher, date, like.clone());
                read.map_err(without_path)
            });
            let read = self.faults.note(read.within(Field::Sources.key()))?;
            sources.extend(read.map(|document| Source { field: Field::Sources, document }));
        }
        Ok(sources)
    }

    /// The year of dates without one.
    fn year(&self, published_on: Option<&PartialDate>, as_of: Option<&PartialDate>) -> Option<i32> {
        let near = published_on.or(as_of);
        let years = near.map(|date| (date.earliest().year(), date.latest().year()));
        let year = years.and_then(|(first, last)| (first == last).then_some(first));
        let dates = [(Field::PublishedOn, published_on), (Field::AsOf, as_of)];
        let is_unread = dates
            .into_iter()
            .any(|(field, date)| date.is_none() && self.cells.get(field).is_some());
        year.or(is_unread.then_some(ANY_YEAR))
    }

    /// What all sources of the row have in common.
    fn like(&mut self) -> Result<AddSource> {
        let kind = self.word(Field::SourceKind, SourceKind::ALL)?.unwrap_or(SourceKind::Other);
        Ok(AddSource {
            url: None,
            title: String::new(),
            kind,
            publisher: None,
            authors: Vec::new(),
            published_on: None,
            language: self.cells.owned(Field::Language),
            archive_url: self.cells.owned(Field::ArchiveUrl),
            accessed_on: self.day(Field::AccessedOn)?,
            text: None,
            text_public: false,
            external_ids: Vec::new(),
            imprint: Imprint::default(),
        })
    }

    fn day(&mut self, field: Field) -> Result<Option<NaiveDate>> {
        let Some(date) = self.date(field)? else { return Ok(None) };
        let day = date.exact_day().ok_or_else(|| {
            let message = format!("{date} is no single day: write it as 2018-01-22");
            Error::invalid(field.key(), message)
        });
        self.faults.note(day)
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
