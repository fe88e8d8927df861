//! A candidate as it would be accepted when a person lets it stand.

use super::{AcceptCandidate, Proposal};
use crate::{
    app::{
        agent::AgentRef, attribution::NewQuote, claim::QuantitySpec, reference::Ref,
        statistic::StatisticRef,
    },
    domain::extract::Span,
};

impl From<&Proposal> for AcceptCandidate {
    /// With the likeliest statistic and agents. Whoever is not on record is left out: only a person
    /// can say who it is.
    fn from(proposal: &Proposal) -> Self {
        let candidate = &proposal.candidate;
        let statistic = proposal.statistics.first();
        let known = |id| AgentRef::Known(Ref::Id(id));
        // In an attribution the one nearest to the speaker comes first.
        let via = proposal.via.iter().rev().flatten();
        let text = |words: &String| QuantitySpec {
            text: words.clone(),
            qualifier: None,
            value: None,
            low: None,
            high: None,
        };
        Self {
            id: proposal.id.clone(),
            rule_set: candidate.rule_set.clone(),
            statistic: statistic.map(|fit| StatisticRef::Known(Ref::Id(fit.row.id))),
            event: None,
            text: candidate.statement.clone(),
            quantity: candidate.quantity.as_ref().map(|quantity| text(&quantity.text)),
            as_of: candidate.as_of.clone(),
            agent: proposal.agents.first().map(|fit| known(fit.row.id)),
            via: via.map(|fit| known(fit.row.id)).collect(),
            quantity_text: None,
            quote: quote(&candidate.quote),
            stance: Some(candidate.stance),
            verb: candidate.verb.clone(),
            hedge: Some(candidate.hedge),
            hedge_text: candidate.hedge_text.clone(),
            said_on: candidate.said_on.clone(),
            originality: None,
        }
    }
}

fn quote(span: &Span) -> NewQuote {
    let position = |at: usize| i32::try_from(at).ok();
    NewQuote {
        exact: span.exact.clone(),
        prefix: Some(span.prefix.clone()),
        suffix: Some(span.suffix.clone()),
        start: position(span.start),
        end: position(span.end),
        language: None,
        translation: None,
    }
}
