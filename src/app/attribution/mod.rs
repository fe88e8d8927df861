//! Attributing claims, and changing attributions.

mod change;
mod quote;

use entity::{
    agent, attribution, claim, source,
    vocab::{FindingCode, Hedge, Originality, RecordKind, RecordStatus, Role, Stance},
};
use serde::Serialize;
use uuid::Uuid;

pub use change::{UpdateAttribution, follow_source_in, update, update_in};
pub(super) use change::{follow_claim_in, follow_in};
pub use quote::{NewQuote, QUOTE_MAX, is_placed};

use super::{
    Session,
    agent::{self as agents, AgentRef},
    claim::{self as claims, Claimed, Door, quantity_of, read_as},
    date::Columns,
    finding::{self, Subject as About, early},
    source::{self as sources, SourceRef},
    whole::{Recorded, Subject, Whole, create},
};
use crate::{
    Error, Result, Within as _,
    domain::{
        identity,
        partial_date::PartialDate,
        quantity,
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        Read, Txn,
        part::{self, Parts},
        record::{self, find_itself, find_where, rows_where},
        search::SearchText,
    },
};

/// Longest reporting verb, in characters.
const VERB_MAX: usize = 100;

/// Longest hedging words, in characters.
const HEDGE_MAX: usize = 300;

/// Most agents through whom one attribution is relayed.
const VIA_MAX: usize = 20;

/// The candidate that an attribution was before a person accepted it.
#[derive(Clone, Debug, Serialize)]
pub struct Proposed {
    /// The id of the candidate.
    pub candidate: String,
    /// The rules that proposed it.
    pub rule_set: String,
}

/// One more place where a claim is made.
#[derive(Clone, Debug, Serialize)]
pub struct NewAttribution {
    /// Where.
    pub source: SourceRef,
    /// Who is said to hold it; `None` for the source's own voice.
    pub agent: Option<AgentRef>,
    /// Through whom it was relayed, the one nearest to the speaker first.
    pub via: Vec<AgentRef>,
    /// The quantity as worded there; `None` when it is worded as in the claim.
    pub quantity_text: Option<String>,
    /// The words; `None` when not quoted.
    pub quote: Option<NewQuote>,
    /// How it stands to the claim; `None` where it asserts it.
    pub stance: Option<Stance>,
    /// Reporting verb; `None` when there is none.
    pub verb: Option<String>,
    /// How sure the wording is; `None` where nothing hedges it.
    pub hedge: Option<Hedge>,
    /// The hedging words; `None` when there are none.
    pub hedge_text: Option<String>,
    /// When it was said; `None` when that was not said.
    pub said_on: Option<PartialDate>,
    /// Where the source has it from; `None` where that is not known.
    pub originality: Option<Originality>,
    /// The candidate that it was; `None` when nothing proposed it.
    pub proposed: Option<Proposed>,
}

impl Subject for attribution::Model {
    async fn search_text(&self, parts: &Parts, db: &impl Read) -> Result<Option<SearchText>> {
        let claim: Option<claim::Model> = find_itself(db, self.claim_id).await?;
        let source: Option<source::Model> = find_itself(db, self.source_id).await?;
        let (Some(claim), Some(source)) = (claim, source) else { return Ok(None) };
        let ids: Vec<Uuid> = self.agent_id.into_iter().chain(parts.via.iter().copied()).collect();
        let agents: Vec<agent::Model> = rows_where(db, "id", &ids, "id").await?;
        let name = |id| agents.iter().find(|agent| agent.id == id).map(|agent| agent.name.clone());
        let names: Vec<String> = ids.into_iter().filter_map(name).chain([source.title]).collect();
        Ok(Some(found_by(&claim, self, &names)))
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        let claim: Option<claim::Model> = find_itself(db, self.claim_id).await?;
        Ok(claim.and_then(|claim| claim.statistic_id))
    }

    async fn notice(&self, txn: &Txn) -> Result<()> {
        early::settle_sources_in(txn, &[self.source_id]).await
    }
}

/// Says where a claim on record is made once more.
pub async fn attribute(
    session: &Session,
    claim: Uuid,
    new: NewAttribution,
) -> Result<Recorded<attribution::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(attribute_in(txn, claim, new))
        })
        .await
}

/// The same within a transaction.
pub async fn attribute_in(
    txn: &Txn,
    claim: Uuid,
    new: NewAttribution,
) -> Result<Recorded<attribution::Model>> {
    let row: Option<claim::Model> = find_itself(txn, claim).await?;
    let row =
        row.ok_or_else(|| Error::not_found("claim", "claim", RecordId::new(Prefix::Claim, claim)))?;
    let counted = claims::counted(txn, &row).await?;
    let measure = counted.as_ref().map(|(_, measure)| measure);
    let claimed = Claimed { row: &row, measure };
    add_in(txn, &claimed, new, None, Door::Entered).await.within("attribution")
}

/// Puts an attribution of a claim on record, or finds the one of the same source, agent and quote.
/// It has `own_words` for the number where it gives none itself.
pub(super) async fn add_in(
    txn: &Txn,
    claimed: &Claimed<'_>,
    new: NewAttribution,
    own_words: Option<&str>,
    door: Door,
) -> Result<Recorded<attribution::Model>> {
    let NewAttribution {
        source,
        agent,
        via,
        quantity_text,
        quote,
        stance,
        verb,
        hedge,
        hedge_text,
        said_on,
        originality,
        proposed,
    } = new;
    let source = sources::resolve_in(txn, source).await.within("source")?;
    let agent = speaker(txn, agent).await?;
    let via = relays(txn, via).await?;
    let worded_itself = quantity_text.is_some();
    let words = quantity_text.or_else(|| own_words.map(str::to_owned));
    let (candidate, rule_set) =
        proposed.map(|Proposed { candidate, rule_set }| (candidate, rule_set)).unzip();
    let mut row = attribution::Model {
        id: txn.id(),
        identity: String::new(),
        claim_id: claimed.row.id,
        source_id: source.id,
        agent_id: agent.as_ref().map(|agent| agent.id),
        stance: stance.unwrap_or(Stance::Asserts),
        verb: line("verb", verb, VERB_MAX)?,
        hedge: hedge.unwrap_or(Hedge::None),
        hedge_text: line("hedgeText", hedge_text, HEDGE_MAX)?,
        quantity_text: worded(claimed, words)?,
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
        originality: originality.unwrap_or(Originality::Unknown),
        rule_set,
        candidate,
        sort_date: source.sort_date,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
    };
    quote::write(&mut row, quote.as_ref()).within("quote")?;
    say_on(&mut row, said_on.as_ref(), &source);
    let identities = identities(txn, &row, row.agent_id).await?;
    for identity in &identities {
        let known = find_where::<attribution::Model>(txn, "identity", identity.as_str()).await?;
        let Some(known) = known else { continue };
        if door == Door::Published {
            return Ok(Recorded::known(known));
        }
        let known = Recorded::known(known).counting()?;
        let given = Given { stance, hedge, originality, words: worded_itself };
        given.check(&row, &known.row)?;
        check_via(txn, &via, &known.row).await?;
        return Ok(known);
    }
    check_active(claimed.row)?;
    row.identity.clone_from(&identities[0]);
    quote::place(&mut row, &source);
    let parts = Parts { via: via.iter().map(|agent| agent.id).collect(), ..Parts::default() };
    let row = create(txn, Whole { row, parts }, None).await?;
    let found = noticed(claimed, &row);
    if !found.is_empty() {
        finding::replace_in(txn, About::Attribution(row.id), &rules(), found).await?;
    }
    Ok(Recorded::new(row))
}

/// What an input gives of the fields that have a value even where they are not given.
struct Given {
    stance: Option<Stance>,
    hedge: Option<Hedge>,
    originality: Option<Originality>,
    /// Whether it has words of its own for the number.
    words: bool,
}

impl Given {
    /// Refuses what is given otherwise than on record, for it would be lost.
    fn check(&self, new: &attribution::Model, known: &attribution::Model) -> Result<()> {
        let differs = |new: &Option<String>, known: &Option<String>| new.is_some() && new != known;
        let words = self.words && new.quantity_text != known.quantity_text;
        let fields = [
            ("stance", self.stance.is_some_and(|stance| stance != known.stance)),
            ("verb", differs(&new.verb, &known.verb)),
            ("hedge", self.hedge.is_some_and(|hedge| hedge != known.hedge)),
            ("hedgeText", differs(&new.hedge_text, &known.hedge_text)),
            ("saidOn", differs(&new.said_on, &known.said_on)),
            ("originality", self.originality.is_some_and(|given| given != known.originality)),
            ("quantityText", words),
        ];
        let quote = [
            ("language", differs(&new.quote_language, &known.quote_language)),
            ("translation", differs(&new.quote_translation, &known.quote_translation)),
        ];
        if let Some((field, _)) = fields.into_iter().find(|(_, differs)| *differs) {
            return Err(otherwise(field, known));
        }
        match quote.into_iter().find(|(_, differs)| *differs) {
            Some((field, _)) => Err(otherwise(field, known)).within("quote"),
            None => Ok(()),
        }
    }
}

/// Refuses other relays than those on record, as they are after merges.
async fn check_via(txn: &Txn, via: &[agent::Model], known: &attribution::Model) -> Result<()> {
    if via.is_empty() {
        return Ok(());
    }
    let mut recorded = part::load(txn, RecordKind::Attribution, known.id).await?.via;
    let kept = record::by_ids::<agent::Model>(txn, &recorded).await?;
    for id in &mut recorded {
        if let Some(kept) = kept.iter().find(|kept| kept.parent_key == *id) {
            *id = kept.row.id;
        }
    }
    let same = via.iter().map(|agent| agent.id).eq(recorded);
    if same { Ok(()) } else { Err(otherwise("via", known)) }
}

fn otherwise(field: &str, known: &attribution::Model) -> Error {
    let message = format!(
        "this is on record as {} with another {field}, which stays: change it there with \
         updateAttribution, or leave {field} out",
        RecordId::new(Prefix::Attribution, known.id)
    );
    Error::conflict(field, message)
}

fn check_active(claim: &claim::Model) -> Result<()> {
    if claim.status == RecordStatus::Active {
        return Ok(());
    }
    let id = RecordId::new(Prefix::Claim, claim.id);
    let message = format!("{id} is retracted: restore it before it is attributed once more");
    Err(Error::conflict("", message))
}

async fn speaker(txn: &Txn, agent: Option<AgentRef>) -> Result<Option<agent::Model>> {
    match agent {
        Some(agent) => Ok(Some(agents::resolve_in(txn, agent).await.within("agent")?)),
        None => Ok(None),
    }
}

/// The agents who relayed, each once, in the order given.
async fn relays(txn: &Txn, via: Vec<AgentRef>) -> Result<Vec<agent::Model>> {
    if via.len() > VIA_MAX {
        let message = format!("via names {} agents: {VIA_MAX} at most are taken", via.len());
        return Err(Error::invalid("via", message));
    }
    let mut relays: Vec<agent::Model> = Vec::with_capacity(via.len());
    for (index, agent) in via.into_iter().enumerate() {
        let agent = agents::resolve_in(txn, agent).await.within(index).within("via")?;
        if relays.iter().all(|known| known.id != agent.id) {
            relays.push(agent);
        }
    }
    Ok(relays)
}

fn line(field: &str, value: Option<String>, max: usize) -> Result<Option<String>> {
    value.map(|value| text::line(field, &value, max)).transpose()
}

/// The words for the number there; `None` where they are those of the claim.
fn worded(claimed: &Claimed<'_>, words: Option<String>) -> Result<Option<String>> {
    let words = line("quantityText", words, quantity::LONGEST)?;
    if words.is_some() && claimed.row.quantity_text.is_none() {
        let message = "a statement has no number: leave quantityText out";
        return Err(Error::invalid("quantityText", message));
    }
    Ok(words.filter(|words| claimed.row.quantity_text.as_ref() != Some(words)))
}

fn say_on(row: &mut attribution::Model, said_on: Option<&PartialDate>, source: &source::Model) {
    let Columns { text, earliest, latest } = said_on.into();
    (row.said_on, row.said_on_earliest, row.said_on_latest) = (text, earliest, latest);
    // By the day it was said, else by that of its source.
    row.sort_date = row.said_on_earliest.unwrap_or(source.sort_date);
}

/// Every identity of an attribution to an agent, as it is after merges: one that was recorded
/// before a merge has the identity of before.
async fn identities(
    txn: &Txn,
    row: &attribution::Model,
    agent: Option<Uuid>,
) -> Result<Vec<String>> {
    let quote = row.quote_exact.as_deref();
    let of = |agent| identity::attribution(row.claim_id, row.source_id, agent, quote);
    let Some(agent) = agent else { return Ok(vec![of(None)]) };
    let agents = read_as::<agent::Model>(txn, agent).await?;
    Ok(agents.into_iter().map(|agent| of(Some(agent))).collect())
}

/// The findings that an attribution can give.
fn rules() -> Vec<FindingCode> {
    claims::RULES.into_iter().chain(quote::RULES).collect()
}

fn noticed(claimed: &Claimed<'_>, row: &attribution::Model) -> Vec<finding::Noticed> {
    let mut found = quote::findings(row, quantity_of(claimed.row).as_ref());
    if let (Some(words), Some(measure)) = (&row.quantity_text, claimed.measure) {
        let notices = claims::worded_notices(words, measure);
        found.extend(claims::findings(notices, measure, About::Attribution(row.id)));
    }
    found
}

/// What the search finds of an attribution: who said what where, and in which words. `names` are
/// those of the agents as they are recorded, the speaker first, and the title of the source.
pub(crate) fn found_by(
    claim: &claim::Model,
    row: &attribution::Model,
    names: &[String],
) -> SearchText {
    let said = [&claim.quantity_text, &row.quote_exact, &row.quote_translation, &row.quantity_text];
    let parts = names.iter().chain([&claim.text]).chain(said.into_iter().flatten());
    let body = parts.map(String::as_str).collect::<Vec<_>>().join(" · ");
    SearchText::new(String::new(), body)
}
