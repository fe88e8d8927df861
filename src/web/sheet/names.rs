//! What origins are called.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{agent, source};
use uuid::Uuid;

use super::records;
use crate::{
    Result,
    domain::origin::Origin,
    store::{Read, said},
};

/// The names of agents and the titles of documents.
#[derive(Default)]
pub struct Names {
    agents: HashMap<Uuid, agent::Model>,
    titles: HashMap<Uuid, String>,
}

impl Names {
    /// Of agents that were loaded.
    #[must_use]
    pub fn of_agents(agents: HashMap<Uuid, agent::Model>) -> Self {
        Self { agents, titles: HashMap::new() }
    }

    /// Loads what some origins are called, as they were called at a moment where one is given.
    pub async fn load(
        db: &impl Read,
        origins: impl IntoIterator<Item = Origin>,
        at: Option<DateTime<Utc>>,
    ) -> Result<Self> {
        let (mut agents, mut sources) = (Vec::new(), Vec::new());
        for origin in origins {
            match origin {
                Origin::Known(id) => agents.push(id),
                Origin::Unknown(id) => sources.push(id),
            }
        }
        sources.sort_unstable();
        sources.dedup();
        let agents = records(db, agents, at).await?;
        let mut titles = HashMap::new();
        if at.is_some() {
            let rows: HashMap<Uuid, source::Model> = records(db, sources, at).await?;
            titles.extend(rows.into_iter().map(|(id, row)| (id, row.title)));
        } else {
            for ids in sources.chunks(super::KEYS) {
                let found = said::titles(db, ids).await?;
                titles.extend(found.into_iter().map(|row| (row.id, row.title)));
            }
        }
        Ok(Self { agents, titles })
    }

    /// What an origin is called where it is said that it is unknown.
    #[must_use]
    pub fn short(&self, origin: Origin) -> String {
        match origin {
            Origin::Unknown(id) if self.titles.contains_key(&id) => {
                format!("in “{}”", self.titles[&id])
            }
            Origin::Known(_) | Origin::Unknown(_) => self.of(origin),
        }
    }

    /// What an origin is called.
    #[must_use]
    pub fn of(&self, origin: Origin) -> String {
        match origin {
            Origin::Known(id) => {
                self.agents.get(&id).map_or_else(|| "an agent".to_owned(), |row| row.name.clone())
            }
            Origin::Unknown(id) => match self.titles.get(&id) {
                Some(title) => format!("unknown, in “{title}”"),
                None => "unknown".to_owned(),
            },
        }
    }
}
