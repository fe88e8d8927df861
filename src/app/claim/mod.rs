//! Recording and changing claims.

mod change;
mod draft;
mod figure;
mod once;

use entity::{
    attribution, claim, event, measure, statistic,
    vocab::{ClaimKind, RecordStatus, Role},
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Session,
    attribution::{self as attributing, NewAttribution},
    finding::{self, REASON_MAX, Subject as About, early},
    reference::{Ref, resolve_id},
    statistic::{self as statistics, StatisticRef},
    whole::{Recorded, Subject, Whole, create},
};
use crate::{
    Error, Result, Within as _,
    domain::{
        identity,
        partial_date::PartialDate,
        quantity::{self, Quantity},
        record_id::{Prefix, RecordId},
        text,
    },
    store::{
        Read, Txn,
        part::Parts,
        record::{self, Record, find_where, rows_where},
        search::SearchText,
    },
};
pub use change::{UpdateClaim, update};
pub(super) use draft::{numbered, set_as_of};
pub(super) use figure::{Door, Figure, RULES, findings, read as read_figure, worded_notices};
pub use figure::{QuantitySpec, quantity_of};

use self::draft::blank;
/// Longest text of a claim, in characters.
pub const TEXT_MAX: usize = 2_000;

/// Most attributions that one call records.
pub const ATTRIBUTIONS_MAX: usize = 100;

/// A claim that is to be on record: of a number, or a statement.
#[derive(Clone, Debug, Serialize)]
pub struct RecordClaim {
    /// What the number is of; `None` for a statement.
    pub statistic: Option<StatisticRef>,
    /// What a statement is about; `None` when it is about no event.
    pub event: Option<Ref>,
    /// The proposition in a sentence; `None` makes it from the statistic and the number's words.
    pub text: Option<String>,
    /// The number; `None` for a statement.
    pub quantity: Option<QuantitySpec>,
    /// The moment the number describes; `None` when it was not said.
    pub as_of: Option<PartialDate>,
    /// Where it is made: at least once.
    pub attributions: Vec<NewAttribution>,
    /// The client's name of this very request; `None` when it does without. It is the session's:
    /// [`record_in`] does not look at it.
    pub idempotency_key: Option<String>,
}

/// What recording a claim did.
#[derive(Clone, Debug)]
pub struct RecordedClaim {
    /// The claim.
    pub claim: Recorded<claim::Model>,
    /// Its attributions, in the order given. When a request with an idempotency key is repeated,
    /// those that it recorded.
    pub attributions: Vec<Recorded<attribution::Model>>,
}

impl Subject for claim::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        Ok(Some(text_of(self)))
    }

    async fn statistic(&self, _: &impl Read) -> Result<Option<Uuid>> {
        Ok(self.statistic_id)
    }

    async fn notice(&self, txn: &Txn) -> Result<()> {
        early::settle_claim_in(txn, self.id).await
    }
}

/// What the search finds of a claim.
pub(super) fn text_of(row: &claim::Model) -> SearchText {
    let mut body = row.text.clone();
    if let Some(words) = &row.quantity_text
        && !body.contains(words.as_str())
    {
        body.push_str(" · ");
        body.push_str(words);
    }
    SearchText::new(row.text.clone(), body)
}

/// A claim with what its number is measured by.
pub(super) struct Claimed<'a> {
    /// The claim.
    pub(super) row: &'a claim::Model,
    /// Its measure; `None` for a statement.
    pub(super) measure: Option<&'a measure::Model>,
}

/// Puts a claim on record with its attributions, or adds those that are new to the claim that is
/// on record already.
pub async fn record(session: &Session, new: RecordClaim) -> Result<RecordedClaim> {
    let holder = session.actor.viewer().map(|viewer| viewer.key_id.to_string());
    let holder = holder.unwrap_or_else(|| "program".to_owned());
    session
        .write(Role::Contributor, move |txn| {
            let (holder, new) = (holder.clone(), new.clone());
            Box::pin(async move { once::record(txn, &holder, new).await })
        })
        .await
}

/// The same within a transaction.
pub async fn record_in(txn: &Txn, new: RecordClaim) -> Result<RecordedClaim> {
    record_through(txn, new, Door::Entered).await
}

/// The same for published data. Its bounds are taken with a finding where they are out of order, and
/// taking it once more leaves what people have since changed or retracted as it is.
pub async fn import_in(txn: &Txn, new: RecordClaim) -> Result<RecordedClaim> {
    record_through(txn, new, Door::Published).await
}

/// Refuses a number that could be one of nothing or, where it is known what is counted, not of that.
pub async fn check_number_in(
    txn: &Txn,
    number: &QuantitySpec,
    measure: Option<Uuid>,
) -> Result<()> {
    let checked = match measure {
        Some(id) => {
            let measure = measure_of(txn, id).await?;
            figure::read(number, &measure, Door::Published).map(drop)
        }
        // Beside bounds, words need not be a number.
        None if number.low.is_some() || number.high.is_some() => Ok(()),
        None => quantity::parse(&number.text, false).map(drop),
    };
    checked.within("quantity")
}

async fn record_through(txn: &Txn, new: RecordClaim, door: Door) -> Result<RecordedClaim> {
    let RecordClaim { statistic, event, text, quantity, as_of, attributions, idempotency_key: _ } =
        new;
    check_attributions(attributions.len())?;
    let text = checked_text(text)?;
    let mut draft = match (statistic, quantity) {
        (Some(_), _) if event.is_some() => {
            let message = "the event of a number is that of its statistic: leave event out";
            return Err(Error::invalid("event", message));
        }
        (Some(statistic), Some(quantity)) => {
            statistical(txn, statistic, &quantity, text, as_of.as_ref(), door).await?
        }
        (Some(_), None) => {
            let message = "a claim on a statistic needs a number: send quantity, or, for a \
                           statement, leave statistic out";
            return Err(Error::invalid("quantity", message));
        }
        (None, Some(_)) => {
            let message = "a number needs a statistic: send statistic, which says what is \
                           counted, or leave quantity out";
            return Err(Error::invalid("statistic", message));
        }
        (None, None) => statement(txn, event, text).await?,
    };
    set_as_of(&mut draft.row, as_of.as_ref());
    let mut claim = put(txn, &draft).await?;
    if door == Door::Entered {
        claim = claim.counting()?;
    }
    let claimed = Claimed { row: &claim.row, measure: draft.measure.as_ref() };
    let own_words = draft.row.quantity_text.filter(|words| is_worded_otherwise(&claim.row, words));
    let mut recorded = Vec::with_capacity(attributions.len());
    for (index, new) in attributions.into_iter().enumerate() {
        let adding = attributing::add_in(txn, &claimed, new, own_words.as_deref(), door);
        let done = Box::pin(adding).await;
        recorded.push(done.within(index).within("attributions")?);
    }
    Ok(RecordedClaim { claim, attributions: recorded })
}

/// Whether a claim is on record in other words, which are then those of its new attribution.
pub(super) fn is_worded_otherwise(recorded: &claim::Model, words: &str) -> bool {
    recorded.quantity_text.as_ref().is_some_and(|recorded| recorded != words)
}

/// A checked text of a claim.
pub(super) fn checked_text(text: Option<String>) -> Result<Option<String>> {
    text.map(|text| text::body("text", &text, TEXT_MAX)).transpose()
}

fn check_attributions(count: usize) -> Result<()> {
    if count == 0 {
        let message = "there is no attribution: say at least once where the claim is made";
        return Err(Error::invalid("attributions", message));
    }
    if count > ATTRIBUTIONS_MAX {
        let message = format!(
            "there are {count} attributions: give {ATTRIBUTIONS_MAX} at most, and record it \
             once more with the others"
        );
        return Err(Error::invalid("attributions", message));
    }
    Ok(())
}

/// A claim before it is known whether it is on record.
struct Draft {
    row: claim::Model,
    /// Every identity under which it can be on record: more than one after merges.
    identities: Vec<String>,
    statistic: Option<statistic::Model>,
    measure: Option<measure::Model>,
    figure: Option<Figure>,
}

async fn statistical(
    txn: &Txn,
    statistic: StatisticRef,
    quantity: &QuantitySpec,
    text: Option<String>,
    as_of: Option<&PartialDate>,
    door: Door,
) -> Result<Draft> {
    let statistic = statistics::resolve_in(txn, statistic).await.within("statistic")?;
    let measure = measure_of(txn, statistic.measure_id).await?;
    let figure = figure::read(quantity, &measure, door).within("quantity")?;
    let as_of = as_of.map(PartialDate::as_str);
    let identities = identities(txn, statistic.canonical_id, &figure.quantity, as_of).await?;
    let row = numbered(txn, &statistic, &figure, text, identities[0].clone());
    Ok(Draft {
        row,
        identities,
        statistic: Some(statistic),
        measure: Some(measure),
        figure: Some(figure),
    })
}

async fn statement(txn: &Txn, event: Option<Ref>, text: Option<String>) -> Result<Draft> {
    let Some(text) = text else {
        let message = "a claim without a statistic is a statement and needs its text: give it, \
                       or, for a number, its statistic and quantity";
        return Err(Error::invalid("text", message));
    };
    let event_id = resolve_id::<event::Model>(txn, "event", event.as_ref()).await?;
    let identities = statement_identities(txn, event_id, &text).await?;
    let mut row = blank(txn, ClaimKind::Statement, identities[0].clone(), text);
    row.event_id = event_id;
    Ok(Draft { row, identities, statistic: None, measure: None, figure: None })
}

async fn put(txn: &Txn, draft: &Draft) -> Result<Recorded<claim::Model>> {
    for identity in &draft.identities {
        if let Some(row) = find_where(txn, "identity", identity.as_str()).await? {
            return Ok(Recorded::known(row));
        }
    }
    if let Some(statistic) = &draft.statistic {
        check_counts(statistic)?;
    }
    let row = create(txn, Whole { row: draft.row.clone(), parts: Parts::default() }, None).await?;
    if let (Some(figure), Some(measure)) = (&draft.figure, &draft.measure)
        && !figure.notices.is_empty()
    {
        notice(txn, row.id, figure, measure).await?;
    }
    Ok(Recorded::new(row))
}

/// Refuses a new claim on what was retracted.
fn check_counts(statistic: &statistic::Model) -> Result<()> {
    if statistic.status == RecordStatus::Active {
        return Ok(());
    }
    let message = format!(
        "{} was retracted: restore it, or record the claim on another statistic",
        RecordId::new(Prefix::Statistic, statistic.id)
    );
    Err(Error::conflict("statistic", message))
}

/// Brings what was noticed about a claim that came back or was set back in line with it, and so its
/// attributions.
pub(super) async fn follow_in(txn: &Txn, id: Uuid) -> Result<()> {
    let Some(row) = record::find_itself::<claim::Model>(txn, id).await? else { return Ok(()) };
    let counted = counted(txn, &row).await?;
    let measure = counted.as_ref().map(|(_, measure)| measure);
    if let Some(measure) = measure {
        let about = About::Claim(id);
        let found = findings(figure::noticed(&row, measure), measure, about);
        finding::replace_in(txn, about, &RULES, found).await?;
    }
    attributing::follow_claim_in(txn, &Claimed { row: &row, measure }).await
}

/// Brings the findings about a claim in line with its number.
async fn notice(txn: &Txn, claim: Uuid, figure: &Figure, measure: &measure::Model) -> Result<()> {
    let about = About::Claim(claim);
    let found = findings(figure.notices.clone(), measure, about);
    finding::replace_in(txn, about, &RULES, found).await
}

/// The measure of a statistic, after merges.
async fn measure_of(txn: &Txn, id: Uuid) -> Result<measure::Model> {
    let measure = record::find(txn, id).await?;
    measure
        .ok_or_else(|| Error::broken("reading what a statistic counts", format!("no measure {id}")))
}

/// What a claim's number is of, and by what it is measured; `None` for a statement.
pub(super) async fn counted(
    txn: &Txn,
    row: &claim::Model,
) -> Result<Option<(statistic::Model, measure::Model)>> {
    let Some(id) = row.statistic_id else { return Ok(None) };
    let statistic: Option<statistic::Model> = record::find(txn, id).await?;
    let statistic = statistic.ok_or_else(|| {
        Error::broken("reading what a claim counts", format!("no statistic {id}"))
    })?;
    let measure = measure_of(txn, statistic.measure_id).await?;
    Ok(Some((statistic, measure)))
}

/// Every identity of a number on a statistic, that of the statistic kept first: a claim that was
/// recorded before a merge has the identity of before.
async fn identities(
    txn: &Txn,
    statistic: Uuid,
    quantity: &Quantity,
    as_of: Option<&str>,
) -> Result<Vec<String>> {
    let said = quantity.canonical();
    let statistics = read_as::<statistic::Model>(txn, statistic).await?;
    Ok(statistics.into_iter().map(|id| identity::claim(id, &said, as_of)).collect())
}

async fn statement_identities(txn: &Txn, event: Option<Uuid>, text: &str) -> Result<Vec<String>> {
    let Some(event) = event else { return Ok(vec![identity::statement(None, text)]) };
    let events = read_as::<event::Model>(txn, event).await?;
    Ok(events.into_iter().map(|id| identity::statement(Some(id), text)).collect())
}

/// The ids that are read as this record after merges, its own first.
pub(super) async fn read_as<R: Record>(db: &impl Read, id: Uuid) -> Result<Vec<Uuid>> {
    let rows: Vec<R> = rows_where(db, "canonical_id", &[id], "id").await?;
    let others = rows.iter().map(Record::id).filter(|&other| other != id);
    Ok(std::iter::once(id).chain(others).collect())
}

/// The id that this one leads to after merges.
pub(super) async fn kept<R: Record>(db: &impl Read, id: Option<Uuid>) -> Result<Option<Uuid>> {
    let Some(id) = id else { return Ok(None) };
    Ok(Some(record::find::<R>(db, id).await?.map_or(id, |row| row.id())))
}

/// A checked reason.
pub(super) fn checked_reason(reason: Option<String>) -> Result<Option<String>> {
    reason.map(|reason| text::body("reason", &reason, REASON_MAX)).transpose()
}
