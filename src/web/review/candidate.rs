//! A candidate as a page shows it: what a text seems to say, with every guess marked.

use entity::{
    source,
    vocab::{Hedge, RecordKind, Stance},
};

use crate::{
    app::candidate::{Fit, Proposal},
    domain::{
        extract::{Candidate, Guess},
        record_id::RecordId,
    },
    web::{
        form::{self, Form},
        words,
    },
};

/// What a text seems to say.
pub struct Shown {
    /// The figure in its words, or that it is a statement.
    pub figure: String,
    /// What is counted, or the statement; empty where the text does not say.
    pub counted: String,
    /// Whether that is a guess.
    pub counted_guessed: bool,
    /// Who says so; empty where the text does itself.
    pub speaker: String,
    /// Whether that is a guess.
    pub speaker_guessed: bool,
    /// The word that reports it; empty where there is none.
    pub verb: String,
    /// Whether that is a guess.
    pub verb_guessed: bool,
    /// Through whom the text has it; empty where nobody is between.
    pub via: String,
    /// How it stands to the claim, how it was hedged, and the dates.
    pub manner: Vec<Said>,
    /// The words before the quote.
    pub prefix: String,
    /// The quote.
    pub exact: String,
    /// The words after it.
    pub suffix: String,
}

/// Something more that is said, and whether it is a guess.
pub struct Said {
    /// The words.
    pub words: String,
    /// Whether it is a guess.
    pub guessed: bool,
}

impl Shown {
    /// What is found in a text.
    pub fn of(candidate: &Candidate) -> Self {
        let guessed = |guess| candidate.guessed.contains(&guess);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let figure = candidate.quantity.as_ref().map(|quantity| quantity.text.clone());
        let is_statement = figure.is_none();
        Self {
            figure: figure.unwrap_or_else(|| "Statement".to_owned()),
            counted: text(if is_statement { &candidate.statement } else { &candidate.counted }),
            counted_guessed: guessed(Guess::Counted),
            speaker: text(&candidate.agent_text),
            speaker_guessed: guessed(Guess::Agent),
            verb: text(&candidate.verb),
            verb_guessed: guessed(Guess::Verb),
            via: candidate.via.join(", "),
            manner: manner(candidate),
            prefix: candidate.quote.prefix.clone(),
            exact: candidate.quote.exact.clone(),
            suffix: candidate.quote.suffix.clone(),
        }
    }
}

fn manner(candidate: &Candidate) -> Vec<Said> {
    let guessed = |guess| candidate.guessed.contains(&guess);
    let mut manner = Vec::new();
    if candidate.stance != Stance::Asserts {
        let words = words::stance(candidate.stance).to_owned();
        manner.push(Said { words, guessed: false });
    }
    if candidate.hedge != Hedge::None {
        let words = words::hedge(candidate.hedge).to_owned();
        manner.push(Said { words, guessed: guessed(Guess::Hedge) });
    }
    if let Some(day) = &candidate.said_on {
        let words = format!("said on {}", words::date(day.as_str()));
        manner.push(Said { words, guessed: false });
    }
    if let Some(day) = &candidate.as_of {
        let words = format!("as of {}", words::date(day.as_str()));
        manner.push(Said { words, guessed: guessed(Guess::AsOf) });
    }
    manner
}

/// A candidate that somebody is to decide on.
pub struct Waiting {
    /// What the text seems to say.
    pub shown: Shown,
    /// What the figure may be of, the likeliest first.
    pub statistics: Vec<Likely>,
    /// Who may have said it, the likeliest first.
    pub agents: Vec<Likely>,
    /// What whoever has a key can do.
    pub forms: Vec<Form>,
}

/// What words may mean.
pub struct Likely {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub href: String,
}

impl Waiting {
    /// What is proposed in the text of a source.
    pub fn of(proposal: &Proposal, source: &source::Model) -> Self {
        let id = RecordId::new(RecordKind::Source, source.id).to_string();
        let statistic = |fit: &Fit<entity::statistic::Model>| Likely {
            name: fit.row.title.clone(),
            href: format!("/statistics/{}", fit.row.slug),
        };
        let agent = |fit: &Fit<entity::agent::Model>| Likely {
            name: fit.row.name.clone(),
            href: format!("/agents/{}", fit.row.slug),
        };
        Self {
            shown: Shown::of(&proposal.candidate),
            statistics: proposal.statistics.iter().map(statistic).collect(),
            agents: proposal.agents.iter().map(agent).collect(),
            forms: vec![form::accept(&id, proposal), form::reject(source.url.as_deref(), proposal)],
        }
    }
}
