//! Adding and changing measures.

use async_graphql::{Context, ID, InputObject, Object};
use entity::vocab::RecordKind;

use super::object::Measure;
use crate::{
    Result as Checked, Within as _,
    app::measure::{self, AddMeasure, UpdateMeasure},
    domain::record_id::RecordId,
    graphql::{
        context::ContextExt as _,
        error::Result,
        input::{ExternalIdInput, external_ids as read_external_ids},
        payload::{payload, settle},
        vocab::{Accumulation, ValueType},
    },
};

/// A new measure.
#[derive(Clone, InputObject)]
pub struct AddMeasureInput {
    /// Name as shown, as in "People arrested".
    name: String,
    /// What counts and what does not.
    definition: String,
    /// What one of it is: "person", "city", "USD".
    unit: String,
    /// What its numbers are.
    #[graphql(default_with = "ValueType::Count")]
    value_type: ValueType,
    /// Whether only whole numbers make sense; null for true where its numbers are counts, else
    /// false.
    integral: Option<bool>,
    /// What a difference in time means for it.
    accumulation: Accumulation,
    /// Code in addresses: lower-case letters, digits and hyphens; made from the name unless given.
    slug: Option<String>,
    /// Other names: spellings, abbreviations, names in other languages.
    aliases: Option<Vec<String>>,
    /// Its keys in other people's systems.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl From<AddMeasureInput> for AddMeasure {
    fn from(input: AddMeasureInput) -> Self {
        let AddMeasureInput {
            name,
            definition,
            unit,
            value_type,
            integral,
            accumulation,
            slug,
            aliases,
            external_ids,
        } = input;
        Self {
            name,
            definition,
            unit,
            value_type: value_type.into(),
            integral,
            accumulation: accumulation.into(),
            slug,
            aliases: aliases.unwrap_or_default(),
            external_ids: read_external_ids(external_ids),
        }
    }
}

/// A change of a measure: what is left out or null stays as it is.
#[derive(InputObject)]
pub struct UpdateMeasureInput {
    /// Which measure.
    id: ID,
    /// The revision you read; the change is refused when there is a newer one. Null changes
    /// whatever is there.
    expected_revision: Option<i32>,
    /// Why, for the history.
    reason: Option<String>,
    /// Name as shown.
    name: Option<String>,
    /// What counts and what does not.
    definition: Option<String>,
    /// What one of it is; fixed as soon as there is a claim on one of its statistics.
    unit: Option<String>,
    /// What its numbers are; fixed as soon as there is a claim on one of its statistics.
    value_type: Option<ValueType>,
    /// Whether only whole numbers make sense; fixed as soon as there is a claim on one of its
    /// statistics.
    integral: Option<bool>,
    /// What a difference in time means for it; comparisons follow at once.
    accumulation: Option<Accumulation>,
    /// All its other names, in place of those on record.
    aliases: Option<Vec<String>>,
    /// All its keys elsewhere, in place of those on record.
    external_ids: Option<Vec<ExternalIdInput>>,
}

impl UpdateMeasureInput {
    fn read(self) -> Checked<UpdateMeasure> {
        let Self {
            id,
            expected_revision,
            reason,
            name,
            definition,
            unit,
            value_type,
            integral,
            accumulation,
            aliases,
            external_ids,
        } = self;
        Ok(UpdateMeasure {
            id: RecordId::of(RecordKind::Measure, &id).within("id")?,
            expected_revision,
            reason,
            name,
            definition,
            unit,
            value_type: value_type.map(Into::into),
            integral,
            accumulation: accumulation.map(Into::into),
            aliases,
            external_ids: external_ids.map(|ids| read_external_ids(Some(ids))),
        })
    }
}

payload! {
    /// What adding a measure did.
    AddMeasurePayload {
        /// The measure; null when the input has to be mended.
        measure: Option<Measure>,
        /// Whether this call recorded it; false when it was on record already.
        is_new: bool,
    }
}

payload! {
    /// What changing a measure did.
    UpdateMeasurePayload {
        /// The measure as it is now; null when the input has to be mended.
        measure: Option<Measure>,
    }
}

#[derive(Default)]
pub struct MeasureMutation;

#[Object]
impl MeasureMutation {
    /// Records a measure, or finds the one of the same name that counts in the same way: by the
    /// same unit, value type and accumulation, and in whole numbers or not. Takes the role
    /// contributor.
    async fn add_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure.")] input: AddMeasureInput,
    ) -> Result<AddMeasurePayload> {
        let outcome = measure::add(ctx.session(), input.into()).await;
        settle(outcome, |done| AddMeasurePayload {
            measure: Some(done.row.into()),
            is_new: done.is_new,
            user_errors: Vec::new(),
        })
    }

    /// Changes a measure. Its unit, its value type and whether it is integral are fixed as soon as
    /// there is a claim on one of its statistics, retracted ones included: the figures on record
    /// were read by them, and would come to say what nobody said. Add another measure instead.
    /// Takes the role curator.
    async fn update_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateMeasureInput,
    ) -> Result<UpdateMeasurePayload> {
        let outcome = match input.read() {
            Ok(change) => measure::update(ctx.session(), change).await,
            Err(error) => Err(error),
        };
        settle(outcome, |row| UpdateMeasurePayload {
            measure: Some(row.into()),
            user_errors: Vec::new(),
        })
    }
}
