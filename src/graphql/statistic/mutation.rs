//! Adding and changing statistics, and naming them in inputs.

use async_graphql::{Context, ID, InputObject, Object, OneofObject};
use entity::vocab::RecordKind;

use super::object::Statistic;
use crate::{
    Result as Checked, Within as _,
    app::statistic::{self, AddStatistic, StatisticKey, UpdateStatistic},
    domain::{partial_date::PartialDate as Day, record_id::RecordId},
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::{Ref, reference, scalar},
        payload::{payload, settle},
        scalar::{PartialDate, Sent},
    },
};

/// A period, both its dates included.
#[derive(Clone, InputObject)]
pub struct PeriodInput {
    /// Its first date; null when open.
    start: Option<Sent<PartialDate>>,
    /// Its last date, not before the first; null when open.
    end: Option<Sent<PartialDate>>,
}

impl PeriodInput {
    fn read(self) -> Checked<(Option<Day>, Option<Day>)> {
        let Self { start, end } = self;
        Ok((scalar("start", start)?, scalar("end", end)?))
    }
}

/// What makes a statistic the one that it is. The same key is the same statistic.
#[derive(Clone, InputObject)]
pub struct StatisticKeyInput {
    /// What is counted.
    measure: Ref,
    /// In which event; null when it is not about one.
    event: Option<Ref>,
    /// Where; null when everywhere.
    place: Option<Ref>,
    /// Of whom: "protesters", "security forces"; null when of everybody.
    population: Option<String>,
    /// Its period; null when it has none of its own: then the event's dates bound it.
    period: Option<PeriodInput>,
}

impl StatisticKeyInput {
    /// The key it means.
    pub fn read(self) -> Checked<StatisticKey> {
        let Self { measure, event, place, population, period } = self;
        let (start, end) = period.map(PeriodInput::read).transpose().within("period")?.unzip();
        Ok(StatisticKey {
            measure: measure.read(RecordKind::Measure).within("measure")?,
            event: reference("event", RecordKind::Event, event)?,
            place: reference("place", RecordKind::Place, place)?,
            population,
            period_start: start.flatten(),
            period_end: end.flatten(),
        })
    }
}

/// A statistic: one on record, or by its key.
#[derive(Clone, OneofObject)]
pub enum StatisticRef {
    /// One on record, by its id.
    Id(ID),
    /// One on record, by its slug.
    Slug(String),
    /// By its key; a statistic with this key is added if none is on record.
    Key(StatisticKeyInput),
}

impl StatisticRef {
    /// The statistic it means.
    pub fn read(self) -> Checked<statistic::StatisticRef> {
        let known = |reference: Ref| {
            Ok(statistic::StatisticRef::Known(reference.read(RecordKind::Statistic)?))
        };
        match self {
            Self::Id(id) => known(Ref::Id(id)),
            Self::Slug(slug) => known(Ref::Slug(slug)),
            Self::Key(key) => Ok(statistic::StatisticRef::Key(Box::new(key.read().within("key")?))),
        }
    }
}

/// A new statistic.
#[derive(Clone, InputObject)]
pub struct AddStatisticInput {
    /// What is counted.
    measure: Ref,
    /// In which event; null when it is not about one.
    event: Option<Ref>,
    /// Where; null when everywhere.
    place: Option<Ref>,
    /// Of whom: "protesters", "security forces"; null when of everybody.
    population: Option<String>,
    /// Its period; null when it has none of its own: then the event's dates bound it.
    period: Option<PeriodInput>,
    /// Name in addresses: lower-case letters, digits and hyphens; made from the title unless given.
    slug: Option<String>,
    /// Title as shown; made from the key unless given, as in "People arrested, Iran protests
    /// 2017-18, Tehran, protesters, 2017-12-30 to 2018-01-01".
    title: Option<String>,
}

impl AddStatisticInput {
    /// The statistic it means.
    pub fn read(self) -> Checked<AddStatistic> {
        let Self { measure, event, place, population, period, slug, title } = self;
        let key = StatisticKeyInput { measure, event, place, population, period };
        Ok(AddStatistic { key: key.read()?, slug, title })
    }
}

/// A change of how a statistic is called: what is left out or null stays as it is.
#[derive(InputObject)]
pub struct UpdateStatisticInput {
    /// Which statistic.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one. Null changes
    /// whatever is there.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Name in addresses. Addresses with the slug before lead nowhere then.
    slug: Option<String>,
    /// Title as shown.
    title: Option<String>,
}

impl UpdateStatisticInput {
    fn read(self) -> Checked<UpdateStatistic> {
        let Self { id, expected_revision, reason, slug, title } = self;
        Ok(UpdateStatistic {
            id: RecordId::of(RecordKind::Statistic, &id).within("id")?,
            expected_revision,
            reason,
            slug,
            title,
        })
    }
}

payload! {
    /// What adding a statistic did.
    AddStatisticPayload {
        /// The statistic; null when the input has to be mended.
        statistic: Option<Statistic>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
    }
}

payload! {
    /// What changing a statistic did.
    UpdateStatisticPayload {
        /// The statistic as it is now; null when the input has to be mended.
        statistic: Option<Statistic>,
    }
}

#[derive(Default)]
pub struct StatisticMutation;

#[Object]
impl StatisticMutation {
    /// Records a statistic, or finds the one with the same key: measure, event, place, population
    /// and period. Takes the role contributor.
    async fn add_statistic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The statistic.")] input: AddStatisticInput,
    ) -> Result<AddStatisticPayload> {
        let outcome = match input.read() {
            Ok(new) => statistic::add(ctx.session(), new).await,
            Err(error) => Err(error),
        };
        settle(outcome, |done| AddStatisticPayload {
            statistic: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Changes how a statistic is called: its slug and its title. Its key cannot change, for it is
    /// what the statistic is, and another key is another statistic: add that one, and record its
    /// claims there. Takes the role curator.
    async fn update_statistic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateStatisticInput,
    ) -> Result<UpdateStatisticPayload> {
        let outcome = match input.read() {
            Ok(change) => statistic::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateStatisticPayload {
            statistic: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
