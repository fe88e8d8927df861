//! The columns of every table, in the order of its entity's fields.

use entity::{
    agent, alias, api_key, assessment, attribution, attribution_via, candidate_rejection, claim,
    claim_link, claim_verdict, database_state, derivation, event, event_place, external_id,
    finding, idempotency_key, import, import_row, match_key, measure, place, relation_override,
    revision, search_entry, source, source_author, statistic, statistic_summary,
};

use super::row::table;

table!(place {
    id,
    slug,
    name,
    kind,
    parent_id,
    iso_code,
    latitude,
    longitude,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(measure {
    id,
    slug,
    name,
    definition,
    unit,
    value_type,
    integral,
    accumulation,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(agent {
    id,
    slug,
    name,
    kind,
    parent_id,
    speaks_for_id,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(event {
    id,
    slug,
    name,
    kind,
    start,
    start_earliest,
    start_latest,
    end,
    end_earliest,
    end_latest,
    parent_id,
    canonical_id,
    merged_into_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(event_place { event_id, place_id, position });
table!(alias { id, agent_id, event_id, place_id, measure_id, position, name, folded });
table!(external_id {
    id,
    agent_id,
    event_id,
    place_id,
    measure_id,
    source_id,
    position,
    scheme,
    value
});
table!(statistic {
    id,
    slug,
    title,
    identity,
    key_hash,
    measure_id,
    event_id,
    place_id,
    population,
    period_start,
    period_start_earliest,
    period_start_latest,
    period_end,
    period_end_earliest,
    period_end_latest,
    canonical_id,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(source {
    id,
    identity,
    url,
    title,
    kind,
    publisher_id,
    published_on,
    published_on_earliest,
    published_on_latest,
    language,
    archive_url,
    accessed_on,
    content_hash,
    body,
    body_public,
    sort_date,
    status,
    status_reason,
    revision,
    created_at,
    updated_at,
    imprint
});
table!(source_author { source_id, agent_id, position });
table!(claim {
    id,
    identity,
    kind,
    statistic_id,
    event_id,
    text,
    quantity_text,
    qualifier,
    value,
    low,
    high,
    reading_low,
    reading_high,
    reading_soft,
    as_of,
    as_of_earliest,
    as_of_latest,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(attribution {
    id,
    identity,
    claim_id,
    source_id,
    agent_id,
    stance,
    verb,
    hedge,
    hedge_text,
    quantity_text,
    quote_exact,
    quote_prefix,
    quote_suffix,
    quote_start,
    quote_end,
    quote_language,
    quote_translation,
    quote_status,
    said_on,
    said_on_earliest,
    said_on_latest,
    originality,
    rule_set,
    candidate,
    sort_date,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(attribution_via { attribution_id, agent_id, position });
table!(derivation {
    id,
    identity,
    attribution_id,
    parent_attribution_id,
    parent_source_id,
    kind,
    confirmation,
    note,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(relation_override {
    id,
    identity,
    claim_id,
    other_claim_id,
    verdict,
    reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(candidate_rejection {
    id,
    identity,
    rule_set,
    quote,
    url,
    reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(claim_link {
    id,
    identity,
    claim_id,
    other_claim_id,
    kind,
    confirmation,
    note,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(assessment {
    id,
    identity,
    claim_id,
    reviewer_id,
    rating_text,
    rating,
    reviewed_on,
    reviewed_on_earliest,
    reviewed_on_latest,
    url,
    rationale,
    status,
    status_reason,
    revision,
    created_at,
    updated_at,
    rating_mapping
});
table!(finding {
    id,
    identity,
    code,
    severity,
    rule_version,
    message,
    claim_id,
    attribution_id,
    source_id,
    agent_id,
    other_claim_id,
    other_source_id,
    other_agent_id,
    resolution,
    resolution_reason,
    status,
    status_reason,
    revision,
    created_at,
    updated_at
});
table!(revision {
    id,
    sequence,
    position,
    record_kind,
    record_key,
    number,
    action,
    before,
    after,
    statistic_id,
    reason,
    actor,
    recorded_at
});
table!(api_key {
    id,
    name,
    role,
    prefix,
    secret_hash,
    created_at,
    expires_at,
    revoked_at,
    last_used_at
});
table!(idempotency_key { id, key, input_hash, claim_id, is_new, created_at });
table!(import {
    id,
    format,
    file_name,
    file_hash,
    map,
    actor,
    started_at,
    ended_at,
    row_count,
    refused_count,
    undone_at,
    undone_reason,
    feed,
    gone_count
});
table!(import_row { import_id, line, record_kind, record_key, is_new, revision, is_changed });
table!(search_entry { id, record_kind, record_key, title_folded, body, folded });
table!(match_key { record_kind, record_key, value });
table!(database_state { id, version });
table!(claim_verdict { claim_id, verdict });
table!(statistic_summary {
    statistic_id,
    stale,
    marks,
    marked_version,
    computed_version,
    verdict,
    summary,
    range_low,
    range_high,
    spread,
    median,
    origins_min,
    origins_max,
    position_count,
    claim_count,
    attribution_count,
    conflict_count
});
