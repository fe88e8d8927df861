//! Create `v_claim_rows` and `v_statistic_summary`, for tools that speak SQL. A later migration that
//! changes a column they name drops them first and creates them anew.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

const VIEWS: [&str; 2] = ["v_claim_rows", "v_statistic_summary"];

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(&claim_rows(db.get_database_backend())).await?;
        db.execute_unprepared(STATISTIC_SUMMARY).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for view in VIEWS {
            manager.get_connection().execute_unprepared(&format!("DROP VIEW {view}")).await?;
        }
        Ok(())
    }
}

/// A row for each place where a claim is made, as in the files of rows. Instead of the origin, which
/// takes following derivations to their ends, it has whom the place itself names.
fn claim_rows(backend: DbBackend) -> String {
    let claim = typed_id("claim", "claim.id", backend);
    let attribution = typed_id("attribution", "attribution.id", backend);
    let relays = "FROM attribution_via AS via
        JOIN agent AS passed ON passed.id = via.agent_id
        JOIN agent AS relay ON relay.id = passed.canonical_id
        WHERE via.attribution_id = attribution.id";
    let via = if backend == DbBackend::Postgres {
        format!("SELECT string_agg(relay.name, '; ' ORDER BY via.position) {relays}")
    } else {
        // Older versions of SQLite, which tools bring, know no order inside of group_concat.
        format!(
            "SELECT group_concat(name, '; ') FROM (SELECT relay.name AS name {relays} ORDER BY via.position)"
        )
    };
    format!(
        "CREATE VIEW v_claim_rows AS
        SELECT kept.slug AS statistic,
            {claim} AS claim_id,
            COALESCE(claim.quantity_text, claim.text) AS text,
            claim.qualifier AS qualifier,
            claim.value AS value,
            claim.low AS low,
            claim.high AS high,
            claim.reading_low AS reading_low,
            claim.reading_high AS reading_high,
            measure.unit AS unit,
            claim.as_of AS as_of,
            agent.name AS agent,
            ({via}) AS via,
            source.title AS source_title,
            source.url AS source_url,
            publisher.name AS publisher,
            source.published_on AS published_on,
            attribution.stance AS stance,
            attribution.quote_exact AS quote,
            CASE
                WHEN attribution.stance <> 'ASSERTS' THEN NULL
                WHEN voice.kind <> 'UNNAMED_GROUP' THEN voice.name
                WHEN attribution.agent_id IS NULL AND attribution.originality = 'OWN_REPORTING'
                    AND publisher.kind <> 'UNNAMED_GROUP' THEN publisher.name
                ELSE 'unknown'
            END AS named_origin,
            CASE
                WHEN claim.status = 'ACTIVE' AND attribution.status = 'ACTIVE'
                    AND source.status = 'ACTIVE' THEN 'ACTIVE'
                ELSE 'RETRACTED'
            END AS status,
            COALESCE(claim.as_of_earliest, attribution.said_on_earliest,
                source.published_on_earliest) AS day,
            {attribution} AS attribution_id
        FROM attribution
            JOIN claim ON claim.id = attribution.claim_id
            JOIN source ON source.id = attribution.source_id
            LEFT JOIN statistic ON statistic.id = claim.statistic_id
            LEFT JOIN statistic AS kept ON kept.id = statistic.canonical_id
            LEFT JOIN measure AS counted ON counted.id = kept.measure_id
            LEFT JOIN measure ON measure.id = counted.canonical_id
            LEFT JOIN agent AS named ON named.id = attribution.agent_id
            LEFT JOIN agent ON agent.id = named.canonical_id
            LEFT JOIN agent AS spoken ON spoken.id = COALESCE(agent.speaks_for_id, agent.id)
            LEFT JOIN agent AS voice ON voice.id = spoken.canonical_id
            LEFT JOIN agent AS issuer ON issuer.id = source.publisher_id
            LEFT JOIN agent AS publisher ON publisher.id = issuer.canonical_id
        WHERE claim.status <> 'MERGED' AND attribution.status <> 'MERGED'
            AND source.status <> 'MERGED'"
    )
}

/// A row for each statistic that stands for itself.
const STATISTIC_SUMMARY: &str = "CREATE VIEW v_statistic_summary AS
    SELECT statistic.slug AS statistic,
        statistic.title AS title,
        measure.slug AS measure,
        event.slug AS event,
        place.slug AS place,
        measure.unit AS unit,
        summary.verdict AS verdict,
        summary.summary AS summary,
        summary.range_low AS range_low,
        summary.range_high AS range_high,
        summary.spread AS spread,
        summary.median AS median,
        summary.origins_min AS origins_min,
        summary.origins_max AS origins_max,
        summary.position_count AS position_count,
        summary.claim_count AS claim_count,
        summary.attribution_count AS attribution_count,
        summary.conflict_count AS conflict_count,
        COALESCE(summary.stale, TRUE) AS stale
    FROM statistic
        LEFT JOIN statistic_summary AS summary ON summary.statistic_id = statistic.id
        JOIN measure AS counted ON counted.id = statistic.measure_id
        JOIN measure ON measure.id = counted.canonical_id
        LEFT JOIN event AS held ON held.id = statistic.event_id
        LEFT JOIN event ON event.id = held.canonical_id
        LEFT JOIN place AS located ON located.id = statistic.place_id
        LEFT JOIN place ON place.id = located.canonical_id
    WHERE statistic.status = 'ACTIVE' AND statistic.canonical_id = statistic.id";

/// The id of a record as the API writes it: what it is, then its UUID in Crockford base32. Each of
/// the 26 letters stands for five bits, which lie in two hexadecimal digits.
fn typed_id(prefix: &str, id: &str, backend: DbBackend) -> String {
    let postgres = backend == DbBackend::Postgres;
    // 132 bits: the letters begin after the first two.
    let hex = if postgres {
        format!("'0' || replace({id}::text, '-', '')")
    } else {
        format!("'0' || hex({id})")
    };
    let letters = (0..26).map(|letter| {
        let first_bit = 2 + 5 * letter;
        let (digit, shift) = (first_bit / 4 + 1, 3 - first_bit % 4);
        let pair = if postgres {
            format!("('x' || substr({hex}, {digit}, 2))::bit(8)::int")
        } else {
            let value =
                |digit: i32| format!("instr('0123456789ABCDEF', substr({hex}, {digit}, 1))");
            format!("({} * 16 + {} - 17)", value(digit), value(digit + 1))
        };
        format!("substr('0123456789abcdefghjkmnpqrstvwxyz', (({pair} >> {shift}) & 31) + 1, 1)")
    });
    format!("'{prefix}_' || {}", letters.collect::<Vec<_>>().join(" || "))
}
