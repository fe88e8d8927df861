//! One number for those who need one, and how it was come by.

use std::sync::Arc;

use async_graphql::{Context, Description, Enum, Object, SimpleObject};
use uuid::Uuid;

use super::{HeadlinePolicy, Origin, relation::claim_of, vocab::RelationCode};
use crate::{
    app::comparison::View,
    domain::comparison::{self, WhyLeftOut},
    graphql::{claim::Claim, error::Result, quantity::Lexicon},
};

/// One number, chosen by a named policy. No value is ever picked silently: it names its reason and
/// what it left out.
#[derive(SimpleObject)]
pub struct Headline {
    /// By which policy.
    policy: HeadlinePolicy,
    /// The number in words: "about 50", "1,000 to 8,000".
    text: String,
    /// From this number; null where it is open below.
    low: Option<f64>,
    /// To this number; null where it is open above.
    high: Option<f64>,
    /// Why this one, in a sentence.
    reason: String,
    /// What it says nothing of: positions first, then claims that are not compared at all.
    left_out: Vec<LeftOut>,
    /// By whose rules the words were read.
    lexicon: Lexicon,
}

/// Why a figure is not in a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum LeftOutReason {
    /// A newer figure has outgrown it.
    Outgrown,
    /// Its words name no number.
    NoNumber,
    /// It is only a limit.
    Limit,
    /// Nobody knows whose it is.
    UnknownOrigin,
    /// It is higher than the one chosen.
    Higher,
    /// It does not allow what the majority does.
    OutsideMajority,
    /// It is not the latest.
    NotLatest,
    /// It has no date.
    Undated,
    /// It is not compared at all; the code says why.
    Unlike,
}

/// A figure that is not in a headline.
#[derive(Description)]
pub struct LeftOut {
    claim: Uuid,
    origin: Option<Origin>,
    why: WhyLeftOut,
    view: Arc<View>,
}

#[Object(use_type_description)]
impl LeftOut {
    /// Which claim.
    async fn claim(&self, ctx: &Context<'_>) -> Result<Claim> {
        claim_of(ctx, Some(&self.view), self.claim).await
    }

    /// Whose position it is; null for a claim that is not compared at all.
    async fn origin(&self) -> Option<Origin> {
        self.origin
    }

    /// Why it was left out.
    async fn reason(&self) -> LeftOutReason {
        match self.why {
            WhyLeftOut::Outgrown => LeftOutReason::Outgrown,
            WhyLeftOut::NoNumber => LeftOutReason::NoNumber,
            WhyLeftOut::Limit => LeftOutReason::Limit,
            WhyLeftOut::UnknownOrigin => LeftOutReason::UnknownOrigin,
            WhyLeftOut::Higher => LeftOutReason::Higher,
            WhyLeftOut::OutsideMajority => LeftOutReason::OutsideMajority,
            WhyLeftOut::NotLatest => LeftOutReason::NotLatest,
            WhyLeftOut::Undated => LeftOutReason::Undated,
            WhyLeftOut::Unlike(_) => LeftOutReason::Unlike,
        }
    }

    /// Why it is not compared at all; null where it is.
    async fn code(&self) -> Option<RelationCode> {
        match self.why {
            WhyLeftOut::Unlike(code) => Some(code.into()),
            _ => None,
        }
    }
}

/// The number that a policy chooses for a statistic.
pub fn headline(view: &Arc<View>, policy: HeadlinePolicy) -> Result<Option<Headline>> {
    let Some(found) = view.comparison()?.headline(policy.into()) else { return Ok(None) };
    let comparison::Headline { policy, text, low, high, reason, left_out, lexicon } = found;
    let left_out = left_out.into_iter().map(|left_out| LeftOut {
        claim: left_out.claim,
        origin: left_out.origin.map(Origin),
        why: left_out.why,
        view: Arc::clone(view),
    });
    Ok(Some(Headline {
        policy: policy.into(),
        text,
        low,
        high,
        reason,
        left_out: left_out.collect(),
        lexicon: lexicon.into(),
    }))
}
