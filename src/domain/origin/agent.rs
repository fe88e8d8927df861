//! Who an agent speaks as: after merges, for whom it speaks and, under the stricter lens, who
//! controls it.

use entity::vocab::AgentKind;
use foldhash::HashMap;
use uuid::Uuid;

/// Under which agents are one voice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lens {
    /// Each agent is one, after merges and after following whom it speaks for.
    #[default]
    Agent,
    /// Agents with one controlling parent are one, under the topmost parent.
    Affiliation,
}

/// What is known of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: AgentKind,
    /// For whom it speaks; `None` where it speaks for itself.
    pub speaks_for: Option<Uuid>,
    /// Who controls it; `None` where nobody is known to.
    pub parent: Option<Uuid>,
    /// Into which agent it was merged; `None` where it stands for itself.
    pub merged_into: Option<Uuid>,
}

/// The agents that attributions and publishers name, and all to whom they lead.
#[derive(Clone, Debug, Default)]
pub struct Agents(HashMap<Uuid, Agent>);

impl FromIterator<Agent> for Agents {
    fn from_iter<T: IntoIterator<Item = Agent>>(agents: T) -> Self {
        Self(agents.into_iter().map(|agent| (agent.id, agent)).collect())
    }
}

/// Finds the voice behind each agent, and remembers it.
pub(super) struct Voices<'a> {
    agents: &'a Agents,
    lens: Lens,
    speakers: HashMap<Uuid, Uuid>,
    owners: HashMap<Uuid, Uuid>,
}

impl<'a> Voices<'a> {
    pub(super) fn new(agents: &'a Agents, lens: Lens) -> Self {
        Self { agents, lens, speakers: HashMap::default(), owners: HashMap::default() }
    }

    /// The voice behind an agent; `None` where it is a group without a name.
    pub(super) fn of(&mut self, agent: Uuid) -> Option<Uuid> {
        let agents = &self.agents.0;
        let next = |id: &Uuid| agents.get(id).and_then(|it| it.merged_into.or(it.speaks_for));
        let speaker = follow(agent, next, &mut self.speakers);
        if agents.get(&speaker).is_some_and(|it| it.kind == AgentKind::UnnamedGroup) {
            return None;
        }
        match self.lens {
            Lens::Agent => Some(speaker),
            Lens::Affiliation => {
                let next = |id: &Uuid| agents.get(id).and_then(|it| it.merged_into.or(it.parent));
                Some(follow(speaker, next, &mut self.owners))
            }
        }
    }
}

/// Where a chain ends; a chain that runs into a circle ends at the circle's first id.
fn follow(
    start: Uuid,
    next: impl Fn(&Uuid) -> Option<Uuid>,
    known: &mut HashMap<Uuid, Uuid>,
) -> Uuid {
    let mut path = Vec::new();
    let mut place_on_path = HashMap::default();
    let mut at = start;
    let end = loop {
        if let Some(&end) = known.get(&at) {
            break end;
        }
        if let Some(&place) = place_on_path.get(&at) {
            let circle: &[Uuid] = &path[place..];
            break circle.iter().copied().min().unwrap_or(at);
        }
        place_on_path.insert(at, path.len());
        path.push(at);
        match next(&at) {
            Some(further) => at = further,
            None => break at,
        }
    };
    known.extend(path.into_iter().map(|id| (id, end)));
    end
}
