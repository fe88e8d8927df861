//! Recording and changing reviewers' judgements of claims.

use entity::{
    assessment, claim,
    vocab::{Action, Rating, RecordKind, RecordStatus, Role},
};
use uuid::Uuid;

use super::{
    Session,
    agent::{self, AgentRef},
    derivation::known,
    link::statistic_of_claim,
    whole::{Recorded, Subject, Whole, create, load_to_change, save},
};
use crate::{
    Error, Result, Within as _,
    domain::{address, identity, partial_date::PartialDate, record_id::RecordId, text},
    store::{Read, Txn, part::Parts, record::find_where, search::SearchText},
};

/// Longest rating, in characters.
const RATING_MAX: usize = 300;

/// Longest rationale, in characters.
const RATIONALE_MAX: usize = 20_000;

/// A judgement that is to be on record.
#[derive(Clone, Debug)]
pub struct NewAssessment {
    /// The claim.
    pub claim: Uuid,
    /// Who judged.
    pub reviewer: AgentRef,
    /// The rating in the reviewer's own words.
    pub rating_text: String,
    /// The rating, normalised; `None` when nobody normalised it.
    pub rating: Option<Rating>,
    /// The mapping that normalised it; `None` where a person did, or nobody.
    pub rating_mapping: Option<String>,
    /// When it was judged; `None` when it was not said.
    pub reviewed_on: Option<PartialDate>,
    /// Address of the review; `None` when it has none.
    pub url: Option<String>,
    /// The reasons given; `None` when none are recorded.
    pub rationale: Option<String>,
}

/// A change of a judgement: `None` leaves a field as it is, `Some(None)` empties it.
#[derive(Clone, Debug)]
pub struct UpdateAssessment {
    /// Which assessment.
    pub id: Uuid,
    /// The revision that the caller read; `None` changes whatever is there.
    pub expected_revision: Option<i32>,
    /// Why.
    pub reason: Option<String>,
    /// Who judged.
    pub reviewer: Option<AgentRef>,
    /// The rating in the reviewer's own words.
    pub rating_text: Option<String>,
    /// The rating, normalised.
    pub rating: Option<Option<Rating>>,
    /// The mapping that normalised it, where the rating changes; `None` where a person did, or nobody.
    pub rating_mapping: Option<String>,
    /// When it was judged.
    pub reviewed_on: Option<Option<PartialDate>>,
    /// Address of the review.
    pub url: Option<Option<String>>,
    /// The reasons given.
    pub rationale: Option<Option<String>>,
}

impl Subject for assessment::Model {
    async fn search_text(&self, _: &Parts, _: &impl Read) -> Result<Option<SearchText>> {
        let Some(rationale) = &self.rationale else { return Ok(None) };
        let title = self.rating_text.clone();
        Ok(Some(SearchText::new(title.clone(), format!("{title} · {rationale}"))))
    }

    async fn statistic(&self, db: &impl Read) -> Result<Option<Uuid>> {
        statistic_of_claim(db, self.claim_id).await
    }
}

/// Puts a judgement on record, or finds the same one.
pub async fn assess(session: &Session, new: NewAssessment) -> Result<Recorded<assessment::Model>> {
    session
        .write(Role::Contributor, move |txn| {
            let new = new.clone();
            Box::pin(async move { assess_in(txn, new).await?.counting() })
        })
        .await
}

/// The same within a transaction.
pub async fn assess_in(txn: &Txn, new: NewAssessment) -> Result<Recorded<assessment::Model>> {
    let NewAssessment {
        claim,
        reviewer,
        rating_text,
        rating,
        rating_mapping,
        reviewed_on,
        url,
        rationale,
    } = new;
    known::<claim::Model>(txn, "claim", claim).await?;
    let mut row = assessment::Model {
        id: txn.id(),
        identity: String::new(),
        claim_id: claim,
        reviewer_id: agent::resolve_in(txn, reviewer).await.within("reviewer")?.id,
        rating_text: words(&rating_text)?,
        rating,
        reviewed_on: None,
        reviewed_on_earliest: None,
        reviewed_on_latest: None,
        url: address(url)?,
        rationale: reasons(rationale)?,
        status: RecordStatus::Active,
        status_reason: None,
        revision: 1,
        created_at: txn.now(),
        updated_at: txn.now(),
        rating_mapping,
    };
    date(&mut row, reviewed_on.as_ref());
    row.identity = identity_of(&row);
    if let Some(known) = find_where(txn, "identity", row.identity.as_str()).await? {
        return Ok(Recorded::known(known));
    }
    let whole = Whole { row, parts: Parts::default() };
    Ok(Recorded::new(create(txn, whole, None).await?))
}

/// Changes a judgement.
pub async fn update(session: &Session, change: UpdateAssessment) -> Result<assessment::Model> {
    session
        .write(Role::Curator, move |txn| {
            let change = change.clone();
            Box::pin(update_in(txn, change))
        })
        .await
}

/// The same within a transaction.
pub async fn update_in(txn: &Txn, change: UpdateAssessment) -> Result<assessment::Model> {
    let UpdateAssessment {
        id,
        expected_revision,
        reason,
        reviewer,
        rating_text,
        rating,
        rating_mapping,
        reviewed_on,
        url,
        rationale,
    } = change;
    let before = load_to_change::<assessment::Model>(txn, id, expected_revision).await?;
    let mut after = before.clone();
    let row = &mut after.row;
    if let Some(reviewer) = reviewer {
        row.reviewer_id = agent::resolve_in(txn, reviewer).await.within("reviewer")?.id;
    }
    if let Some(said) = rating_text {
        row.rating_text = words(&said)?;
    }
    if let Some(rating) = rating {
        row.rating = rating;
        row.rating_mapping = rating_mapping;
    }
    if let Some(reviewed_on) = reviewed_on {
        date(row, reviewed_on.as_ref());
    }
    if let Some(url) = url {
        row.url = address(url)?;
    }
    if let Some(rationale) = rationale {
        row.rationale = reasons(rationale)?;
    }
    row.identity = identity_of(row);
    let same: Option<assessment::Model> =
        find_where(txn, "identity", row.identity.as_str()).await?;
    if let Some(other) = same.filter(|other| other.id != row.id) {
        let other = RecordId::new(RecordKind::Assessment, other.id);
        let message = format!("it would be the same as {other}: change that one instead");
        return Err(Error::conflict("", message));
    }
    save(txn, &before, after, Action::Updated, reason).await
}

fn words(rating: &str) -> Result<String> {
    text::line("ratingText", rating, RATING_MAX)
}

fn reasons(rationale: Option<String>) -> Result<Option<String>> {
    rationale.map(|rationale| text::body("rationale", &rationale, RATIONALE_MAX)).transpose()
}

fn address(url: Option<String>) -> Result<Option<String>> {
    url.map(|url| address::parse(&url)).transpose().within("url")
}

fn date(row: &mut assessment::Model, reviewed_on: Option<&PartialDate>) {
    row.reviewed_on = reviewed_on.map(ToString::to_string);
    row.reviewed_on_earliest = reviewed_on.map(PartialDate::earliest);
    row.reviewed_on_latest = reviewed_on.map(PartialDate::latest);
}

/// The identity of an assessment.
pub(super) fn identity_of(row: &assessment::Model) -> String {
    let url = row.url.as_deref().map(address::normalise);
    identity::assessment(
        row.claim_id,
        row.reviewer_id,
        &row.rating_text,
        row.reviewed_on.as_deref(),
        url.as_deref(),
    )
}
