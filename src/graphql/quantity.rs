//! Quantities and their readings; what the parser makes of words.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, Object, SimpleObject};
use entity::{claim, measure, statistic, vocab};
use uuid::Uuid;

use super::{context::ContextExt as _, error::Result, vocab::Qualifier};
use crate::{
    Error, Within as _,
    domain::{lexicon, quantity, relation::Figure},
};

/// Named, versioned rules that read words as an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "lexicon::Lexicon")]
pub enum Lexicon {
    /// claimbase's own: the default.
    #[graphql(name = "CLAIMBASE_1")]
    Claimbase1,
    /// The Crowd Counting Consortium: hundreds are 200 or more, thousands 2,000, tens of thousands
    /// 20,000.
    Ccc,
    /// ACLED: tens are 10 or more, dozens 12, hundreds 100.
    Acled,
    /// Count Love: dozens are 20 or more, hundreds 100.
    CountLove,
    /// Airwars: dozens are 12 to 24.
    Airwars,
}

/// A number as it was said: nothing in it was invented.
#[derive(Clone, Description)]
pub struct Quantity {
    said: quantity::Quantity,
    /// Whose rules are used unless the field asks for others.
    usual: lexicon::Lexicon,
    measured: Measured,
}

/// What a reading depends on besides the words.
#[derive(Clone, Copy)]
enum Measured {
    /// The measure of this statistic says; the default reading is stored.
    By { statistic: Uuid, low: Option<f64>, high: Option<f64>, soft: bool },
    /// The caller said.
    Given { integral: bool },
}

impl Quantity {
    /// The quantity of a claim; `None` for a statement.
    pub fn of(row: &claim::Model) -> crate::Result<Option<Self>> {
        let (Some(qualifier), Some(text), Some(statistic)) =
            (row.qualifier, row.quantity_text.clone(), row.statistic_id)
        else {
            return if row.kind == vocab::ClaimKind::Statement {
                Ok(None)
            } else {
                Err(Error::broken("reading a claim", format!("{} has no quantity", row.id)))
            };
        };
        let said =
            quantity::Quantity { text, qualifier, value: row.value, low: row.low, high: row.high };
        let measured = Measured::By {
            statistic,
            low: row.reading_low,
            high: row.reading_high,
            soft: row.reading_soft,
        };
        Ok(Some(Self { said, usual: lexicon::Lexicon::default(), measured }))
    }

    /// A quantity that was read in a text, where nobody has said yet what it is of.
    pub fn said(said: quantity::Quantity) -> Self {
        let integral = said.value.is_none_or(|value| value.fract() == 0.0);
        Self { said, usual: lexicon::Lexicon::default(), measured: Measured::Given { integral } }
    }
}

#[Object(crate = "crate::graphql::lean", use_type_description)]
impl Quantity {
    /// The words, verbatim.
    async fn text(&self) -> &str {
        &self.said.text
    }

    /// How the number was qualified.
    async fn qualifier(&self) -> Qualifier {
        self.said.qualifier.into()
    }

    /// The number named; null when none was: a range, a vague word. A double: exact for every
    /// whole number up to 2^53.
    async fn value(&self) -> Option<f64> {
        self.said.value
    }

    /// The lower bound that the words give, inclusive; null when they leave it open.
    async fn low(&self) -> Option<f64> {
        self.said.low
    }

    /// The upper bound that the words give, inclusive; null when they leave it open.
    async fn high(&self) -> Option<f64> {
        self.said.high
    }

    /// What is counted: the unit of the statistic's measure; null for words without a statistic.
    async fn unit(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        match self.measured {
            Measured::By { statistic, .. } => {
                Ok(Some(measure_of(ctx, statistic).await?.unit.clone()))
            }
            Measured::Given { .. } => Ok(None),
        }
    }

    /// The interval by which it is compared, as a lexicon reads the words.
    async fn reading(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whose rules; CLAIMBASE_1 unless given, under readQuantity those asked for there."
        )]
        lexicon: Option<Lexicon>,
    ) -> Result<Reading> {
        let rules = lexicon.map_or(self.usual, Into::into);
        let (integral, count) = match self.measured {
            Measured::By { low, high, soft, .. } if rules == lexicon::Lexicon::default() => {
                return Ok(Reading { low, high, soft, lexicon: rules.into() });
            }
            Measured::By { statistic, .. } => {
                let measure = measure_of(ctx, statistic).await?;
                (measure.integral, measure.value_type == vocab::ValueType::Count)
            }
            Measured::Given { integral } => (integral, true),
        };
        let read = lexicon::read(&self.said, rules, integral, count);
        Ok(Reading { low: read.low, high: read.high, soft: read.soft(), lexicon: rules.into() })
    }
}

async fn measure_of(ctx: &Context<'_>, id: Uuid) -> Result<Arc<measure::Model>> {
    let row = ctx.record::<statistic::Model>(id).await?;
    ctx.record(row.measure_id).await
}

/// What was said, read as an interval.
#[derive(SimpleObject)]
pub struct Reading {
    /// Lower bound, inclusive; null when open.
    low: Option<f64>,
    /// Upper bound, inclusive; null when open.
    high: Option<f64>,
    /// Whether the lexicon, not the speaker, gave one of the bounds.
    soft: bool,
    /// Whose rules were used.
    lexicon: Lexicon,
}

impl From<&Figure> for Reading {
    fn from(figure: &Figure) -> Self {
        let bound = |bound: f64| bound.is_finite().then_some(bound);
        Self {
            low: bound(figure.low),
            high: bound(figure.high),
            soft: figure.soft_low || figure.soft_high,
            lexicon: figure.lexicon.into(),
        }
    }
}

#[derive(Default)]
pub struct QuantityQuery;

#[Object]
impl QuantityQuery {
    /// What the parser makes of words such as "at least 8,000". Nothing is stored.
    #[expect(clippy::unused_async, reason = "the macro takes nothing else")]
    async fn read_quantity(
        &self,
        #[graphql(desc = "The words.")] text: String,
        #[graphql(desc = "By whose rules they are read.", default_with = "Lexicon::Claimbase1")]
        lexicon: Lexicon,
        #[graphql(desc = "Whether only whole numbers make sense, as for people.", default = true)]
        integral: bool,
    ) -> Result<Quantity> {
        let parsed = quantity::parse(&text, integral).within("text")?;
        let measured = Measured::Given { integral };
        Ok(Quantity { said: parsed.quantity, usual: lexicon.into(), measured })
    }
}
