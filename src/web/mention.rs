//! Records as a page names them: what they are called, and where they lead.

use std::collections::HashMap;

use entity::{agent, claim, statistic, vocab::RecordKind};
use uuid::Uuid;

use super::{line, sheet::records};
use crate::{
    Result,
    domain::record_id::{Prefix, RecordId},
    store::{
        Read,
        said::{self, SaidRow},
    },
};

/// A record as a page names it.
pub struct Mention {
    /// What kind it is of.
    pub kind: &'static str,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it is about, or where it stands; empty where its name says it all.
    pub about: String,
    /// The page of that; empty where there is none.
    pub about_href: String,
}

/// The keys of records that a page names.
#[derive(Default)]
pub struct Named {
    pub claims: Vec<Uuid>,
    pub attributions: Vec<Uuid>,
    pub sources: Vec<Uuid>,
    pub agents: Vec<Uuid>,
}

/// Records that a page names, loaded all at once.
pub struct Mentions {
    claims: HashMap<Uuid, claim::Model>,
    statistics: HashMap<Uuid, statistic::Model>,
    said: HashMap<Uuid, SaidRow>,
    titles: HashMap<Uuid, String>,
    agents: HashMap<Uuid, agent::Model>,
}

impl Mentions {
    /// Loads them, in one statement for each kind.
    pub async fn load(db: &impl Read, named: Named) -> Result<Self> {
        let Named { claims, attributions, sources, agents } = named;
        let claims: HashMap<Uuid, claim::Model> = records(db, claims, None).await?;
        let of = claims.values().filter_map(|row| row.statistic_id);
        let statistics = records(db, of, None).await?;
        let said = said::by_ids(db, &attributions).await?;
        let titles = said::titles(db, &sources).await?;
        Ok(Self {
            claims,
            statistics,
            said: said.into_iter().map(|row| (row.id, row)).collect(),
            titles: titles.into_iter().map(|row| (row.id, row.title)).collect(),
            agents: records(db, agents, None).await?,
        })
    }

    /// A claim; `None` where it is not among them.
    pub fn claim(&self, id: Uuid) -> Option<Mention> {
        let row = self.claims.get(&id)?;
        let of = row.statistic_id.and_then(|id| self.statistics.get(&id));
        Some(Mention {
            kind: "claim",
            title: row.quantity_text.clone().unwrap_or_else(|| row.text.clone()),
            href: line::page("claims", RecordKind::Claim, row.id),
            about: of.map(|row| row.title.clone()).unwrap_or_default(),
            about_href: of.map(|row| format!("/statistics/{}", row.slug)).unwrap_or_default(),
        })
    }

    /// A place where a claim is made; `None` where it is not among them.
    pub fn attribution(&self, id: Uuid) -> Option<Mention> {
        let row = self.said.get(&id)?;
        let claim = line::page("claims", RecordKind::Claim, row.claim);
        Some(Mention {
            kind: "place",
            title: row.worded.as_ref().unwrap_or(&row.text).clone(),
            href: format!("{claim}#{}", RecordId::new(Prefix::Attribution, row.id)),
            about: row.source_title.clone(),
            about_href: line::page("sources", RecordKind::Source, row.source),
        })
    }

    /// The place itself; `None` where it is not among them.
    pub fn said(&self, id: Uuid) -> Option<&SaidRow> {
        self.said.get(&id)
    }

    /// A source; `None` where it is not among them.
    pub fn source(&self, id: Uuid) -> Option<Mention> {
        Some(Mention {
            kind: "source",
            title: self.titles.get(&id)?.clone(),
            href: line::page("sources", RecordKind::Source, id),
            about: String::new(),
            about_href: String::new(),
        })
    }

    /// An agent; `None` where it is not among them.
    pub fn agent(&self, id: Uuid) -> Option<Mention> {
        let row = self.agents.get(&id)?;
        Some(Mention {
            kind: "agent",
            title: row.name.clone(),
            href: format!("/agents/{}", row.slug),
            about: String::new(),
            about_href: String::new(),
        })
    }
}
