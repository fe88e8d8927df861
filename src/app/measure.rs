//! Adding and changing measures.

use entity::{
    measure,
    vocab::{Accumulation, Action, RecordStatus, Role, ValueType},
};
use uuid::Uuid;

use super::{
    Session,
    agent::{NAME_MAX, external, other_names},
    name::named_text,
    reference::create_named,
    whole::{Recorded, Subject, Whole, load_to_change, save},
};
use crate::{
    Error, Result,
    domain::text,
    store::{
        self, Read, Txn,
        part::{ExternalId, Parts},
        search::SearchText,
    },
};

/// Longest definition, in characters.
const DEFINITION_MAX: usize = 4_000;

/// Longest unit, in characters.
const UNIT_MAX: usize = 60;

/// A measure that is to be on record.
#[derive(Clone, Debug)]
pub struct AddMeasure {
    /// Name as shown.
    pub name: String,
    /// What counts and what does not.
    pub definition: String,
    /// What one of it is.
    pub unit: String,
    /// What sort of number.
    pub value_type: ValueType,
    /// Whether only whole numbers make sense; `None` for what its value type suggests: counts are
    /// whole, the rest is not.
    pub integral: Option<bool>,
    /// What a difference in time means.
    pub accumulation: Accumulation,
    /// Code in addresses; `None` makes one from the name.
    pub slug: Option<String>,
    /// Other names.
    pub aliases: Vec<String>,
    /// Keys in somebody else's system.
    pub external_ids: Vec<ExternalId>,
}

/// A change of a measure: `None` leaves a field as it is.
#[derive(Clone, Debug)]
pub struct UpdateMeasure {
    /// Which measure.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Name as shown.
    pub name: Option<String>,
    /// What counts and what does not.
    pub definition: Option<String>,
    /// What one of it is; fixed once there are claims.
    pub unit: Option<String>,
    /// What sort of number; fixed once there are claims.
    pub value_type: Option<ValueType>,
    /// Whether only whole numbers make sense; fixed once there are claims.
    pub integral: Option<bool>,
    /// What a difference in time means.
    pub accumulation: Option<Accumulation>,
    /// Other names.
    pub aliases: Option<Vec<String>>,
    /// Keys in somebody else's system.
    pub external_ids: Option<Vec<ExternalId>>,
}

impl Subject for measure::Model {
    async fn search_text(&self, parts: &Parts, db: &impl Read) -> Result<Option<SearchText>> {
        let mut text = named_text(db, self, parts).await?;
        text.body.push_str(" · ");
        text.body.push_str(&self.definition);
        Ok(Some(text))
    }
}

/// Puts a measure on record, or finds the one of the same name that counts in the same way.
pub async fn add(session: &Session, new: AddMeasure) -> Result<Recorded<measure::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { add_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn add_in(txn: &Txn, new: AddMeasure) -> Result<Recorded<measure::Model>> {
    let AddMeasure {
        name,
        definition,
        unit,
        value_type,
        integral,
        accumulation,
        slug,
        aliases,
        external_ids,
    } = new;
    let name = text::line("name", &name, NAME_MAX)?;
    let definition = text::body("definition", &definition, DEFINITION_MAX)?;
    let unit = text::line("unit", &unit, UNIT_MAX)?;
    let integral = integral.unwrap_or(value_type == ValueType::Count);
    let parts = Parts {
        aliases: other_names(&aliases)?,
        external_ids: external(&external_ids)?,
        ..Parts::default()
    };
    let id = txn.id();
    let build = |slug| {
        let row = measure::Model {
            id,
            slug,
            name: name.clone(),
            definition,
            unit: unit.clone(),
            value_type,
            integral,
            accumulation,
            canonical_id: id,
            merged_into_id: None,
            status: RecordStatus::Active,
            status_reason: None,
            revision: 1,
            created_at: txn.now(),
            updated_at: txn.now(),
        };
        Whole { row, parts }
    };
    let same = |row: &measure::Model| {
        (&row.unit, row.value_type, row.integral, row.accumulation)
            == (&unit, value_type, integral, accumulation)
    };
    create_named(txn, slug.as_deref(), &name, same, build).await
}

/// Changes a measure.
pub async fn update(session: &Session, change: UpdateMeasure) -> Result<measure::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateMeasure) -> Result<measure::Model> {
    let UpdateMeasure {
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
    } = change;
    let before = load_to_change::<measure::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(name) = name {
        row.name = text::line("name", &name, NAME_MAX)?;
    }
    if let Some(definition) = definition {
        row.definition = text::body("definition", &definition, DEFINITION_MAX)?;
    }
    if let Some(unit) = unit {
        row.unit = text::line("unit", &unit, UNIT_MAX)?;
    }
    row.value_type = value_type.unwrap_or(row.value_type);
    row.integral = integral.unwrap_or(row.integral);
    row.accumulation = accumulation.unwrap_or(row.accumulation);
    check_figures_keep_meaning(txn, &before.row, row).await?;
    if let Some(aliases) = aliases {
        after.parts.aliases = other_names(&aliases)?;
    }
    if let Some(ids) = external_ids {
        after.parts.external_ids = external(&ids)?;
    }
    save(txn, &before, after, Action::Updated, reason).await
}

/// Refuses a change under which figures on record would say something that nobody said.
///
/// What a difference in time means may change: comparisons are computed when they are asked for.
async fn check_figures_keep_meaning(
    txn: &Txn,
    before: &measure::Model,
    after: &measure::Model,
) -> Result<()> {
    let changed = [
        ("unit", before.unit != after.unit),
        ("valueType", before.value_type != after.value_type),
        ("integral", before.integral != after.integral),
    ];
    let Some((field, _)) = changed.into_iter().find(|(_, changed)| *changed) else {
        return Ok(());
    };
    if !store::measure::has_claims(txn, before.id).await? {
        return Ok(());
    }
    let message = format!(
        "the {field} of \"{}\" is fixed, for figures are on record that were read by it: add \
         another measure",
        before.name
    );
    Err(Error::conflict(field, message))
}
