//! What rules and imports suggest, as a page shows it: derivations and links that wait for a person.

use entity::{
    claim_link, derivation,
    vocab::{Confirmation, DerivationKind, LinkKind},
};
use uuid::Uuid;

use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        Read,
        filter::{Filter, Test},
        list::list,
        record::Record,
    },
    web::{
        form::{self, Form},
        line::Line,
        mention::{Mention, Mentions, Named},
        newest::{cut, how_many, newest_before},
        sheet::relays,
        words,
    },
};

/// A page of what is suggested.
pub struct Suggested<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// The last of the page, where others follow; `None` on the last page.
    pub last: Option<Uuid>,
}

/// A suggested derivation.
pub struct Derived {
    /// Its id.
    pub id: String,
    /// How one is said to be taken from the other.
    pub kind: &'static str,
    /// Why somebody thinks so; empty where nothing was said.
    pub note: String,
    /// Where the claim may be taken from elsewhere.
    pub from: Option<Line>,
    /// What it may be taken from, where that is a place.
    pub parent: Option<Line>,
    /// What it may be taken from, where only the source is known.
    pub source: Option<Mention>,
    /// What whoever has a key can do.
    pub forms: Vec<Form>,
}

/// A suggested link.
pub struct Linked {
    /// Its id.
    pub id: String,
    /// How one claim is said to stand to the other.
    pub kind: &'static str,
    /// Why somebody thinks so; empty where nothing was said.
    pub note: String,
    /// The one.
    pub claim: Option<Mention>,
    /// The other.
    pub other: Option<Mention>,
    /// What whoever has a key can do.
    pub forms: Vec<Form>,
}

/// Derivations that wait, the newest first.
pub async fn derivations(
    db: &impl Read,
    before: Option<Uuid>,
    most: usize,
) -> Result<Suggested<Derived>> {
    let (found, last) = waiting::<derivation::Model>(db, before, most).await?;
    let mut named = Named::default();
    for row in &found {
        named
            .attributions
            .extend([row.attribution_id].into_iter().chain(row.parent_attribution_id));
        named.sources.extend(row.parent_source_id);
    }
    let via = relays(db, &named.attributions, None).await?;
    let mentions = Mentions::load(db, named).await?;
    let line = |id: Uuid| {
        let relays = via.get(&id).map_or(&[][..], Vec::as_slice);
        mentions.said(id).map(|row| Line::of(row, relays))
    };
    let row = |row: derivation::Model| Derived {
        id: RecordId::new(Prefix::Derivation, row.id).to_string(),
        forms: form::confirm_derivation(&row),
        kind: taken(row.kind),
        note: row.note.unwrap_or_default(),
        from: line(row.attribution_id),
        parent: row.parent_attribution_id.and_then(line),
        source: row.parent_source_id.and_then(|id| mentions.source(id)),
    };
    Ok(Suggested { rows: found.into_iter().map(row).collect(), last })
}

/// Links that wait, the newest first.
pub async fn links(db: &impl Read, before: Option<Uuid>, most: usize) -> Result<Suggested<Linked>> {
    let (found, last) = waiting::<claim_link::Model>(db, before, most).await?;
    let claims = found.iter().flat_map(|row| [row.claim_id, row.other_claim_id]).collect();
    let mentions = Mentions::load(db, Named { claims, ..Named::default() }).await?;
    let row = |row: claim_link::Model| Linked {
        id: RecordId::new(Prefix::Link, row.id).to_string(),
        forms: form::confirm_link(&row),
        kind: stands(row.kind),
        note: row.note.unwrap_or_default(),
        claim: mentions.claim(row.claim_id),
        other: mentions.claim(row.other_claim_id),
    };
    Ok(Suggested { rows: found.into_iter().map(row).collect(), last })
}

/// The rows, and the last one where others follow.
async fn waiting<R: Record>(
    db: &impl Read,
    before: Option<Uuid>,
    most: usize,
) -> Result<(Vec<R>, Option<Uuid>)> {
    let mut found = list(db, &newest_before(suggested(), most, before)).await?;
    let last = cut(&mut found, most);
    Ok((found, last))
}

/// How many suggestions of a sort wait.
pub async fn count<R: Record>(db: &impl Read) -> Result<i64> {
    how_many::<R>(db, suggested()).await
}

fn suggested() -> Filter {
    Filter::Column("confirmation", Test::Eq(words::spelled(&Confirmation::Suggested).into()))
}

const fn taken(kind: DerivationKind) -> &'static str {
    match kind {
        DerivationKind::Quotes => "may quote",
        DerivationKind::Relays => "may relay",
        DerivationKind::Derives => "may be computed from",
        DerivationKind::Translates => "may be a translation of",
        DerivationKind::SameWire => "may print the same wire item as",
        DerivationKind::SameUtterance => "may report the same utterance as",
    }
}

const fn stands(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Supports => "may speak for",
        LinkKind::Disputes => "may speak against",
        LinkKind::Corrects => "may correct",
        LinkKind::Supersedes => "may take the place of",
        LinkKind::PartOfTotal => "may be a part of the total",
        LinkKind::SameAs => "may be the same proposition as",
    }
}
