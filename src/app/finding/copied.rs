//! Likely copies: suggested as derivations, for a person to confirm or reject.

use std::collections::{HashMap, HashSet};

use entity::{
    derivation,
    vocab::{Action, Confirmation, DerivationKind, RecordStatus, Stance},
};
use uuid::Uuid;

use super::NO_LONGER_SO;
use crate::{
    Result,
    app::{
        comparison::Facts,
        derivation::{NewDerivation, Parent, derive_in},
        whole::{Whole, save},
    },
    domain::{
        finding::copied::{Printed, Suggestion, suggested},
        origin::{Lens, Origins},
    },
    store::{Txn, finding as stored, part::Parts},
};

/// How a note begins by which a rule's suggestion is known from a person's.
const OPENING: &str = "likely a copy: ";

/// Brings the suggested derivations of a statistic in line with what looks like a copy now.
///
/// A pair of which somebody has said anything is left alone, so that what was rejected is not
/// suggested again; a suggestion of this rule that no longer holds is taken back.
pub(super) async fn suggest_in(
    txn: &Txn,
    statistic: Uuid,
    facts: &Facts,
    quotes: &HashMap<Uuid, String>,
) -> Result<()> {
    let known = stored::derivations(txn, statistic).await?;
    let marked: HashSet<Uuid> =
        known.iter().filter(|row| counts(row)).map(|row| row.attribution_id).collect();
    let origins = facts.origins(Lens::Agent);
    let found = suggested(&printed(facts, &origins, quotes, &marked));
    let told = Told::new(facts, &known);
    let mut holds = HashSet::new();
    for Suggestion { child, parent, note } in found {
        let note = format!("{OPENING}{note}");
        let own = known.iter().find(|row| {
            is_own(row) && row.attribution_id == child && row.parent_attribution_id == Some(parent)
        });
        match own {
            Some(row) => {
                holds.insert(row.id);
                renew(txn, row, note).await?;
            }
            None if told.about(child, parent) => {}
            None => {
                let new = NewDerivation {
                    attribution: child,
                    parent: Parent::Attribution(parent),
                    kind: DerivationKind::Relays,
                    confirmation: Confirmation::Suggested,
                    note: Some(note),
                };
                derive_in(txn, new).await?;
            }
        }
    }
    let gone = known.iter().filter(|row| is_own(row) && !holds.contains(&row.id));
    for row in gone.filter(|row| row.status == RecordStatus::Active) {
        let reason = Some(NO_LONGER_SO.to_owned());
        let before = Whole { row: row.clone(), parts: Parts::default() };
        let mut after = before.clone();
        after.row.status = RecordStatus::Retracted;
        after.row.status_reason.clone_from(&reason);
        save(txn, &before, after, Action::Retracted, reason).await?;
    }
    Ok(())
}

/// What is looked at for copies: what asserts a number in words that are kept, on a known day.
fn printed<'a>(
    facts: &'a Facts,
    origins: &'a Origins,
    quotes: &'a HashMap<Uuid, String>,
    derived: &HashSet<Uuid>,
) -> Vec<Printed<'a>> {
    let values: HashMap<Uuid, f64> =
        facts.claims().iter().filter_map(|claim| Some((claim.id, claim.quantity.value?))).collect();
    let asserting = facts.own().iter().filter(|it| it.stance == Stance::Asserts);
    let printed = asserting.filter_map(|said| {
        let origins = origins.of(said.id);
        let named = said.agent.is_some() && origins.iter().all(|origin| origin.is_known());
        Some(Printed {
            id: said.id,
            source: said.source,
            value: *values.get(&said.claim)?,
            quote: quotes.get(&said.id)?,
            published_on: said.published_on.as_ref()?,
            origins,
            marked: named || derived.contains(&said.id),
        })
    });
    printed.collect()
}

/// Pairs of which somebody has said something: the attribution, and the attribution or source that
/// it takes its claim from.
struct Told<'a> {
    facts: &'a Facts,
    known: HashSet<(Uuid, Uuid)>,
}

impl<'a> Told<'a> {
    fn new(facts: &'a Facts, known: &[derivation::Model]) -> Self {
        let parents = known.iter().flat_map(|row| {
            let parents = [row.parent_attribution_id, row.parent_source_id];
            parents.into_iter().flatten().map(|parent| (row.attribution_id, parent))
        });
        Self { facts, known: parents.collect() }
    }

    fn about(&self, child: Uuid, parent: Uuid) -> bool {
        let source = self.facts.attribution(parent).map(|it| it.source);
        self.known.contains(&(child, parent))
            || self.known.contains(&(parent, child))
            || source.is_some_and(|source| self.known.contains(&(child, source)))
    }
}

fn counts(row: &derivation::Model) -> bool {
    row.status == RecordStatus::Active && row.confirmation == Confirmation::Confirmed
}

/// Whether this rule made it and nobody has decided on it: neither on the suggestion nor on the
/// record.
fn is_own(row: &derivation::Model) -> bool {
    let kept =
        row.status == RecordStatus::Active || row.status_reason.as_deref() == Some(NO_LONGER_SO);
    kept && row.confirmation == Confirmation::Suggested
        && row.note.as_deref().is_some_and(|note| note.starts_with(OPENING))
}

async fn renew(txn: &Txn, row: &derivation::Model, note: String) -> Result<()> {
    let before = Whole { row: row.clone(), parts: Parts::default() };
    let mut after = before.clone();
    after.row.note = Some(note);
    after.row.status = RecordStatus::Active;
    after.row.status_reason = None;
    let back = row.status != RecordStatus::Active;
    let action = if back { Action::Restored } else { Action::Updated };
    save(txn, &before, after, action, None).await.map(drop)
}
