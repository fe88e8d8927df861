//! `Candidate`: a claim that a text seems to make, with what it may be about.

use std::sync::Arc;

use async_graphql::{Description, ID, Object, SimpleObject};

use super::CandidateRejection;
use crate::{
    app::candidate::{Fit, Proposal},
    domain::extract,
    graphql::{
        agent::Agent,
        attribution::Attribution,
        quantity::Quantity,
        quote::Quote,
        scalar::{PartialDate, Url},
        statistic::Statistic,
        vocab::{Hedge, Stance},
    },
};

/// A claim that a text seems to make. It is a proposal: nothing is stored before a person accepts
/// it.
#[derive(Clone, Description)]
pub struct Candidate {
    pub(super) proposal: Proposal,
    /// Where the text is on the web.
    pub(super) url: Option<String>,
}

impl Candidate {
    const fn said(&self) -> &extract::Candidate {
        &self.proposal.candidate
    }
}

/// A statistic that a figure may be of.
#[derive(Clone, SimpleObject)]
pub struct StatisticMatch {
    /// The statistic.
    statistic: Statistic,
    /// How well the words fit it, from 0 to 1: a rank, no probability. What scores below 0.3 is not
    /// listed.
    score: f64,
}

/// An agent whom a name may mean.
#[derive(Clone, SimpleObject)]
pub struct AgentMatch {
    /// The agent.
    agent: Agent,
    /// How well the name fits, from 0 to 1: a rank, no probability. What scores below 0.3 is not
    /// listed.
    score: f64,
}

impl AgentMatch {
    fn of(fit: Fit<entity::agent::Model>) -> Self {
        Self { agent: fit.row.into(), score: fit.score }
    }
}

/// Through whom a candidate was relayed.
#[derive(Clone, SimpleObject)]
pub struct CandidateRelay {
    /// The name in the text.
    text: String,
    /// Whom it most likely means; null where nobody on record is likely.
    agent: Option<AgentMatch>,
}

#[Object(use_type_description)]
impl Candidate {
    /// Opaque. The same text at the same address gives the same id, whatever else is on the page and
    /// whatever the version of the rules; without an address, the same text does.
    async fn id(&self) -> ID {
        ID(self.proposal.id.clone())
    }

    /// The sentence of a figure, or the words of a statement, and where they stand in the text: in
    /// that of the article, where a web page was given.
    async fn quote(&self) -> Quote {
        Quote::found(&self.said().quote, self.url.clone())
    }

    /// The figure; null where it is a statement.
    async fn quantity(&self) -> Option<Quantity> {
        self.said().quantity.clone().map(Quantity::said)
    }

    /// What is counted, and what happened to it: "protesters killed"; null where it is a statement,
    /// or where the text does not say.
    async fn counted(&self) -> Option<&str> {
        self.said().counted.as_deref()
    }

    /// The proposition, without quotation marks; null where it is a figure.
    async fn statement(&self) -> Option<&str> {
        self.said().statement.as_deref()
    }

    /// What the figure is most likely of; null where nothing on record is likely, and for a
    /// statement.
    async fn statistic(&self) -> Option<Statistic> {
        self.proposal.statistics.first().map(|fit| fit.row.clone().into())
    }

    /// What the figure may be of, the likeliest first, 3 at most.
    async fn statistic_matches(&self) -> Vec<StatisticMatch> {
        let fits = self.proposal.statistics.iter();
        fits.map(|fit| StatisticMatch { statistic: fit.row.clone().into(), score: fit.score })
            .collect()
    }

    /// Who is said to say it, as named in the text; null where the text says it itself.
    async fn agent_text(&self) -> Option<&str> {
        self.said().agent_text.as_deref()
    }

    /// Whom that name most likely means; null where nobody on record is likely, and where the text
    /// says it itself.
    async fn agent(&self) -> Option<Agent> {
        self.proposal.agents.first().map(|fit| fit.row.clone().into())
    }

    /// Whom that name may mean, the likeliest first, 3 at most.
    async fn agent_matches(&self) -> Vec<AgentMatch> {
        self.proposal.agents.iter().cloned().map(AgentMatch::of).collect()
    }

    /// Through whom the text has it, the one nearest to the text first. In an attribution they stand
    /// the other way round.
    async fn via(&self) -> Vec<CandidateRelay> {
        let names = self.said().via.iter().zip(&self.proposal.via);
        let relay = |(text, fit): (&String, &Option<Fit<entity::agent::Model>>)| CandidateRelay {
            text: text.clone(),
            agent: fit.clone().map(AgentMatch::of),
        };
        names.map(relay).collect()
    }

    /// The word that reports it: "said", "according to"; null without a speaker.
    async fn verb(&self) -> Option<&str> {
        self.said().verb.as_deref()
    }

    /// How the speaker stands to it.
    async fn stance(&self) -> Stance {
        self.said().stance.into()
    }

    /// How sure the wording is.
    async fn hedge(&self) -> Hedge {
        self.said().hedge.into()
    }

    /// The words that hedge it; null where none do.
    async fn hedge_text(&self) -> Option<&str> {
        self.said().hedge_text.as_deref()
    }

    /// When it was said; null where the text does not say.
    async fn said_on(&self) -> Option<PartialDate> {
        self.said().said_on.clone().map(PartialDate)
    }

    /// The day that the figure describes; null where the text does not say.
    async fn as_of(&self) -> Option<PartialDate> {
        self.said().as_of.clone().map(PartialDate)
    }

    /// Which of agent, verb, counted, hedge and asOf were carried over from another sentence or
    /// inferred, rather than read.
    async fn guessed(&self) -> Vec<&'static str> {
        self.said().guessed.iter().map(|guess| guess.field()).collect()
    }

    /// The rules that propose it, with their version.
    async fn rule_set(&self) -> &str {
        &self.said().rule_set
    }

    /// Where it is on record: accepted before, or entered for the same source with the same number and
    /// a quote that is a part of this one or contains it; null where it is not.
    async fn attribution(&self) -> Option<Attribution> {
        self.proposal.attribution.clone().map(Attribution::from)
    }

    /// That a person rejected it; null where nobody did. What was rejected needs no second look.
    async fn rejection(&self) -> Option<CandidateRejection> {
        self.proposal.rejection.clone().map(Arc::new).map(CandidateRejection)
    }

    /// Where the text is on the web: the address given, else the one that the page gives for itself;
    /// null when neither is known.
    async fn url(&self) -> Option<Url> {
        self.url.clone().map(Url)
    }
}
