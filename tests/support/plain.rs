//! Plain rows, written straight into the tables; who wants more of one writes it over.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    agent, attribution, claim, measure, source, statistic,
    vocab::{
        Accumulation, AgentKind, ClaimKind, Hedge, Originality, Qualifier, RecordStatus,
        SourceKind, Stance, ValueType,
    },
};
use uuid::Uuid;

fn unknown_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day")
}

/// A count of people that can only grow.
pub fn measure(id: Uuid, now: DateTime<Utc>) -> measure::Model {
    measure::Model {
        id,
        slug: "people-arrested".to_owned(),
        name: "people arrested".to_owned(),
        definition: "Arrested at least once.".to_owned(),
        unit: "person".to_owned(),
        value_type: ValueType::Count,
        integral: true,
        accumulation: Accumulation::Cumulative,
        canonical_id: id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

/// A statistic of a measure alone.
pub fn statistic(id: Uuid, measure_id: Uuid, now: DateTime<Utc>) -> statistic::Model {
    statistic::Model {
        id,
        slug: "people-arrested".to_owned(),
        title: "people arrested".to_owned(),
        identity: id.to_string(),
        key_hash: id.to_string(),
        measure_id,
        event_id: None,
        place_id: None,
        population: None,
        period_start: None,
        period_start_earliest: None,
        period_start_latest: None,
        period_end: None,
        period_end_earliest: None,
        period_end_latest: None,
        canonical_id: id,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

/// A claim that is exactly this number, or a statement where there is no statistic.
pub fn claim(
    id: Uuid,
    statistic_id: Option<Uuid>,
    number: f64,
    now: DateTime<Utc>,
) -> claim::Model {
    let said = statistic_id.map(|_| number);
    claim::Model {
        id,
        identity: id.to_string(),
        kind: if said.is_some() { ClaimKind::Statistical } else { ClaimKind::Statement },
        statistic_id,
        event_id: None,
        text: format!("{number} arrested"),
        quantity_text: said.map(|number| number.to_string()),
        qualifier: said.map(|_| Qualifier::Exact),
        value: said,
        low: said,
        high: said,
        reading_low: said,
        reading_high: said,
        reading_soft: false,
        as_of: None,
        as_of_earliest: None,
        as_of_latest: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

/// An article of which nothing is known.
pub fn source(id: Uuid, now: DateTime<Utc>) -> source::Model {
    source::Model {
        id,
        identity: id.to_string(),
        url: None,
        title: "An article".to_owned(),
        kind: SourceKind::Article,
        publisher_id: None,
        published_on: None,
        published_on_earliest: None,
        published_on_latest: None,
        language: None,
        archive_url: None,
        accessed_on: None,
        content_hash: None,
        body: None,
        body_public: false,
        sort_date: unknown_day(),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
        imprint: None,
    }
}

/// A source that says so in its own voice.
pub fn attribution(
    id: Uuid,
    claim_id: Uuid,
    source_id: Uuid,
    now: DateTime<Utc>,
) -> attribution::Model {
    attribution::Model {
        id,
        identity: id.to_string(),
        claim_id,
        source_id,
        agent_id: None,
        stance: Stance::Asserts,
        verb: None,
        hedge: Hedge::None,
        hedge_text: None,
        quantity_text: None,
        quote_exact: None,
        quote_prefix: None,
        quote_suffix: None,
        quote_start: None,
        quote_end: None,
        quote_language: None,
        quote_translation: None,
        quote_status: None,
        said_on: None,
        said_on_earliest: None,
        said_on_latest: None,
        originality: Originality::Unknown,
        rule_set: None,
        candidate: None,
        sort_date: unknown_day(),
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}

/// An organisation of which nothing is known but its name.
pub fn agent(id: Uuid, name: String, now: DateTime<Utc>) -> agent::Model {
    agent::Model {
        id,
        slug: name.to_lowercase().replace(' ', "-"),
        name,
        kind: AgentKind::Organisation,
        parent_id: None,
        speaks_for_id: None,
        canonical_id: id,
        merged_into_id: None,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: now,
        updated_at: now,
    }
}
