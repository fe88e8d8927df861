//! Narrowing lists by what records are called: in any case, spelling or script.

use async_graphql::InputObject;
use entity::vocab::RecordKind;
use sea_orm::{ActiveEnum as _, Value};

use super::filter::FieldFilter;
use crate::{
    Result,
    domain::{fold::fold, likeness::name::Name},
    store::filter::{Filter, Hop, Test, hop},
};

/// By any name of a record: its own, its other names, and the names of what was merged into it. All
/// that is given must hold.
#[derive(InputObject)]
pub struct CalledFilter {
    /// Called just so, but for case, accents and the forms of letters: "SADEQI", "صادقي".
    eq: Option<String>,
    /// Called so in some spelling, script or order of words: "Sadeghi, Mahmoud" is found by "محمود
    /// صادقی". The consonants alone are compared, so that what is found may also be another name.
    like: Option<String>,
}

impl FieldFilter for CalledFilter {
    fn on(self, kind: RecordKind, _: &'static [&'static str]) -> Result<Filter> {
        let Self { eq, like } = self;
        let parts = [eq.map(|name| called(kind, &name)), like.map(|name| called_like(kind, &name))];
        Ok(Filter::All(parts.into_iter().flatten().collect()))
    }
}

fn is(column: &'static str, value: impl Into<Value>) -> Filter {
    Filter::Column(column, Test::Eq(value.into()))
}

fn called(kind: RecordKind, name: &str) -> Filter {
    const TITLED: &[Hop] = &[hop("id", "search_entry", "record_key")];
    let folded = fold(name);
    let titled =
        Filter::All(vec![is("record_kind", kind.to_value()), is("title_folded", folded.as_str())]);
    let mut ways = vec![Filter::Has(TITLED, Box::new(titled))];
    if let Some((merged, aliases)) = names(kind) {
        ways.push(Filter::Has(merged, Box::new(is("name", name))));
        ways.push(Filter::Has(aliases, Box::new(is("folded", folded))));
    }
    Filter::Any(ways)
}

/// From a record to those that were merged into it, itself among them, and on to the other names of
/// all of these; `None` for a kind without other names.
const fn names(kind: RecordKind) -> Option<(&'static [Hop], &'static [Hop])> {
    const AGENT: &[Hop] = &[hop("id", "agent", "canonical_id"), hop("id", "alias", "agent_id")];
    const EVENT: &[Hop] = &[hop("id", "event", "canonical_id"), hop("id", "alias", "event_id")];
    const PLACE: &[Hop] = &[hop("id", "place", "canonical_id"), hop("id", "alias", "place_id")];
    const MEASURE: &[Hop] =
        &[hop("id", "measure", "canonical_id"), hop("id", "alias", "measure_id")];
    let all = match kind {
        RecordKind::Agent => AGENT,
        RecordKind::Event => EVENT,
        RecordKind::Place => PLACE,
        RecordKind::Measure => MEASURE,
        RecordKind::Source
        | RecordKind::Statistic
        | RecordKind::Claim
        | RecordKind::Attribution
        | RecordKind::Derivation
        | RecordKind::ClaimLink
        | RecordKind::Assessment
        | RecordKind::Finding
        | RecordKind::RelationOverride
        | RecordKind::CandidateRejection => return None,
    };
    Some((all.split_at(1).0, all))
}

fn called_like(kind: RecordKind, name: &str) -> Filter {
    const SHARING: &[Hop] = &[hop("id", "match_key", "record_key")];
    let keys = Name::read(name).keys().into_iter().map(Value::from).collect();
    let shared = Filter::All(vec![
        is("record_kind", kind.to_value()),
        Filter::Column("value", Test::In(keys)),
    ]);
    Filter::Has(SHARING, Box::new(shared))
}
