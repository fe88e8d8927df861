//! Puts a review on record: the claim, who is said to hold it and where, and the judgement.

use entity::{
    agent, assessment, attribution, claim, source,
    vocab::{Originality, RecordStatus, SourceKind, Stance},
};
use uuid::Uuid;

use super::item::{Appearance, Named, Review};
use crate::{
    Error, Result, Within as _,
    app::{
        agent::AgentRef,
        assessment::{self as assessments, NewAssessment, UpdateAssessment},
        attribution::{self as attributions, NewAttribution, UpdateAttribution},
        claim::{self as claims, RecordClaim},
        import as imports,
        reference::Ref,
        source::{self as sources, AddSource, SourceRef},
        whole::Recorded,
    },
    domain::{address, partial_date::PartialDate, rating, record_id::Prefix},
    exchange::{
        engine::{At, Made, Shown, Taker, names},
        report::Fate,
    },
    store::{
        Txn,
        record::{self, Record, rows_where},
    },
};

/// Why a record changes when a new release says otherwise.
const REASON: &str = "a newer release of the feed says so";

/// Puts reviews on record.
#[derive(Clone, Copy, Debug)]
pub struct Reviewer;

impl Taker for Reviewer {
    type Item = Review;
    const KIND: Prefix = Prefix::Assessment;

    async fn take<'a>(
        &'a self,
        at: &'a At<'a>,
        review: &'a Review,
        made: &'a mut Made,
    ) -> Result<()> {
        let reviewer = agent_of(at, made, "author", &review.reviewer).await?;
        let page = review_page(at, made, review, reviewer).await?;
        let claim = recorded_claim(at, made, review, &page).await?;
        let judged = judge(at, made, review, reviewer, &claim).await?;
        made.shown.push(Shown {
            line: at.line,
            text: claim.text,
            quantity: None,
            as_of: review.said_on.as_ref().map(ToString::to_string),
            agent: review.claimant.as_ref().map(|claimant| claimant.name.clone()),
            sources: vec![format!("{}: {}", review.reviewer.name, review.rating_text)],
            is_new: judged == Fate::New,
        });
        Ok(())
    }

    fn column(&self, _: usize, path: &[String]) -> String {
        let of = |step: &String| match step.as_str() {
            "text" => "claimReviewed".to_owned(),
            "ratingText" => "reviewRating".to_owned(),
            "rationale" => "reviewBody".to_owned(),
            "language" => "inLanguage".to_owned(),
            "title" => "name".to_owned(),
            step => step.to_owned(),
        };
        path.first().map(of).unwrap_or_default()
    }
}

async fn agent_of(at: &At<'_>, made: &mut Made, field: &str, named: &Named) -> Result<Uuid> {
    names::agent(at, made, field, &named.name, named.kind).await
}

fn known(id: Uuid) -> AgentRef {
    AgentRef::Known(Ref::Id(id))
}

/// The document in which the review stands: what it says of the claim is where we have it from.
async fn review_page(
    at: &At<'_>,
    made: &mut Made,
    review: &Review,
    reviewer: Uuid,
) -> Result<source::Model> {
    let title = review.title.clone().or_else(|| review.url.clone());
    let document = AddSource {
        url: review.url.clone(),
        title: title.unwrap_or_else(|| review.claim.chars().take(300).collect()),
        kind: SourceKind::Article,
        publisher: Some(known(reviewer)),
        authors: Vec::new(),
        published_on: review.reviewed_on.clone(),
        language: review.language.clone(),
        archive_url: None,
        accessed_on: None,
        text: None,
        text_public: false,
        external_ids: Vec::new(),
        imprint: crate::domain::imprint::Imprint::default(),
    };
    add(at, made, document).await
}

async fn add(at: &At<'_>, made: &mut Made, new: AddSource) -> Result<source::Model> {
    let added = sources::add_in(at.txn, new).await?;
    made.note_new(&added);
    Ok(added.counting().within("url")?.row)
}

async fn appearance(
    at: &At<'_>,
    made: &mut Made,
    appearance: &Appearance,
) -> Result<source::Model> {
    let Appearance { url, title, published_on, publisher } = appearance;
    let publisher = match publisher {
        Some(publisher) => Some(agent_of(at, made, "itemReviewed", publisher).await?),
        None => None,
    };
    let document = AddSource {
        url: Some(url.clone()),
        title: title.clone().unwrap_or_else(|| url.clone()),
        kind: SourceKind::Other,
        publisher: publisher.map(known),
        authors: Vec::new(),
        published_on: published_on.clone(),
        language: None,
        archive_url: None,
        accessed_on: None,
        text: None,
        text_public: false,
        external_ids: Vec::new(),
        imprint: crate::domain::imprint::Imprint::default(),
    };
    add(at, made, document).await.within("itemReviewed")
}

/// The claim, attributed to the claimant by the review and wherever it appeared.
async fn recorded_claim(
    at: &At<'_>,
    made: &mut Made,
    review: &Review,
    page: &source::Model,
) -> Result<claim::Model> {
    let claimant = match &review.claimant {
        Some(claimant) => Some(agent_of(at, made, "itemReviewed", claimant).await?),
        None => None,
    };
    let said_in = |source: Uuid, originality: Originality| NewAttribution {
        source: SourceRef::Known(source),
        agent: claimant.map(known),
        via: Vec::new(),
        quantity_text: None,
        quote: None,
        // A review does not assert in its own voice what it reviews.
        stance: Some(if claimant.is_some() { Stance::Asserts } else { Stance::Mentions }),
        verb: None,
        hedge: None,
        hedge_text: None,
        said_on: review.said_on.clone(),
        originality: Some(originality),
        proposed: None,
    };
    let mut places = vec![said_in(page.id, Originality::Relayed)];
    for appeared in &review.appearances {
        let source = appearance(at, made, appeared).await?;
        if source.id != page.id {
            places.push(said_in(source.id, Originality::Unknown));
        }
    }
    let new = RecordClaim {
        statistic: None,
        event: None,
        text: Some(review.claim.clone()),
        quantity: None,
        as_of: None,
        attributions: places,
        idempotency_key: None,
    };
    let done = Box::pin(claims::import_in(at.txn, new)).await?;
    made.note(&done.claim);
    for attributed in &done.attributions {
        if attributed.row.source_id == page.id {
            redate(at, made, attributed, review.said_on.as_ref()).await?;
        } else {
            made.note(attributed);
        }
    }
    Ok(done.claim.row)
}

/// Brings the day on which it was said in line with the review.
async fn redate(
    at: &At<'_>,
    made: &mut Made,
    attributed: &Recorded<attribution::Model>,
    said_on: Option<&PartialDate>,
) -> Result<()> {
    let row = &attributed.row;
    let said = said_on.filter(|day| row.said_on.as_deref() != Some(day.as_str()));
    let Some(said_on) = said.filter(|_| !attributed.is_new) else {
        made.note(attributed);
        return Ok(());
    };
    if !may_change(at, made, row).await? {
        made.note(attributed);
        return Ok(());
    }
    let change = UpdateAttribution {
        id: row.id,
        expected_revision: None,
        reason: Some(REASON.to_owned()),
        agent: None,
        via: None,
        quantity_text: None,
        quote: None,
        stance: None,
        verb: None,
        hedge: None,
        hedge_text: None,
        said_on: Some(Some(said_on.clone())),
        originality: None,
    };
    let row = Box::pin(attributions::update_in(at.txn, change)).await?;
    made.note_as(&row, Fate::Updated);
    Ok(())
}

/// Whether a record that the file says otherwise follows it: not where people changed it since it was
/// imported, nor where it was retracted. What the file itself says in two ways is refused.
async fn may_change<R: Record>(at: &At<'_>, made: &mut Made, row: &R) -> Result<bool> {
    let line = at.first_line(row.id()).await?;
    if let Some(line) = line.filter(|line| *line < at.line) {
        let message = format!(
            "line {line} has a review of the same claim at the same address that says otherwise: \
             keep one of them"
        );
        return Err(Error::conflict("url", message));
    }
    if row.status() != RecordStatus::Active {
        return Ok(false);
    }
    let follows = imports::is_as_imported(at.txn, row).await?;
    made.held += u64::from(!follows);
    Ok(follows)
}

/// Puts the judgement on record, or brings the one on record in line with it.
async fn judge(
    at: &At<'_>,
    made: &mut Made,
    review: &Review,
    reviewer: Uuid,
    claim: &claim::Model,
) -> Result<Fate> {
    let Some(row) = on_record(at.txn, review, reviewer, claim).await? else {
        let new = NewAssessment {
            claim: claim.id,
            reviewer: known(reviewer),
            rating_text: review.rating_text.clone(),
            rating: review.rating,
            rating_mapping: review.rating.map(|_| rating::MAPPING.to_owned()),
            reviewed_on: review.reviewed_on.clone(),
            url: review.url.clone(),
            rationale: review.rationale.clone(),
        };
        let done = assessments::assess_in(at.txn, new).await?;
        made.note(&done);
        return Ok(if done.is_new { Fate::New } else { Fate::Unchanged });
    };
    let change = difference(at.txn, review, reviewer, &row).await?;
    let Some(change) = change else {
        made.note(&Recorded::known(row));
        return Ok(Fate::Unchanged);
    };
    if !may_change(at, made, &row).await? {
        made.note(&Recorded::known(row));
        return Ok(Fate::Unchanged);
    }
    let row = assessments::update_in(at.txn, change).await?;
    made.note_as(&row, Fate::Updated);
    Ok(Fate::Updated)
}

/// The judgement of this claim at the address of the review; of several that of its reviewer, then
/// the oldest. A review without an address is known by its reviewer.
async fn on_record(
    txn: &Txn,
    review: &Review,
    reviewer: Uuid,
    claim: &claim::Model,
) -> Result<Option<assessment::Model>> {
    let rows: Vec<assessment::Model> = rows_where(txn, "claim_id", &[claim.id], "id").await?;
    let url = review.url.as_deref().map(address::normalise);
    let mut found: Option<assessment::Model> = None;
    for row in rows {
        if row.url.as_deref().map(address::normalise) != url {
            continue;
        }
        if stands_for(txn, row.reviewer_id).await? == reviewer {
            return Ok(Some(row));
        }
        if url.is_some() && found.is_none() {
            found = Some(row);
        }
    }
    Ok(found)
}

/// The agent that this one leads to, after merges.
async fn stands_for(txn: &Txn, agent: Uuid) -> Result<Uuid> {
    let kept: Option<agent::Model> = record::find(txn, agent).await?;
    Ok(kept.map_or(agent, |row| row.id))
}

/// What the review says otherwise than the record; `None` where nothing. What it leaves out stays.
async fn difference(
    txn: &Txn,
    review: &Review,
    reviewer: Uuid,
    row: &assessment::Model,
) -> Result<Option<UpdateAssessment>> {
    let other_words = review.rating_text != row.rating_text;
    let other_day = |day: &&PartialDate| row.reviewed_on.as_deref() != Some(day.as_str());
    let reasons = review.rationale.clone().filter(|text| row.rationale.as_ref() != Some(text));
    let change = UpdateAssessment {
        id: row.id,
        expected_revision: None,
        reason: Some(REASON.to_owned()),
        reviewer: (stands_for(txn, row.reviewer_id).await? != reviewer).then(|| known(reviewer)),
        rating_text: other_words.then(|| review.rating_text.clone()),
        rating: other_words.then_some(review.rating),
        rating_mapping: review.rating.map(|_| rating::MAPPING.to_owned()),
        reviewed_on: review.reviewed_on.as_ref().filter(other_day).cloned().map(Some),
        url: None,
        rationale: reasons.map(Some),
    };
    let UpdateAssessment { reviewer, rating_text, reviewed_on, rationale, .. } = &change;
    let any =
        reviewer.is_some() || rating_text.is_some() || reviewed_on.is_some() || rationale.is_some();
    Ok(any.then_some(change))
}
