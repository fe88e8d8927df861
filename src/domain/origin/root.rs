//! Whose voice a root is, and how it reaches the attributions that rest on it.

use std::collections::BTreeSet;

use entity::vocab::Originality;
use foldhash::HashMap;
use uuid::Uuid;

use super::{
    Attribution, Origin,
    agent::{Agents, Lens, Voices},
    graph::{Graph, Sets},
};

/// Where a group has its claim from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    /// From its parents: it is no root.
    Above,
    /// From this agent.
    Agent(Uuid),
    /// From nobody knows whom.
    Unknown,
}

/// What the members of one group say about who is speaking.
///
/// Of several names the one on the attribution with the first id holds: ids grow with time, so that
/// a repeat which is recorded later never makes another voice of what is there.
#[derive(Clone, Copy, Default)]
struct Named {
    /// The first attribution that names a voice, and the voice.
    voice: Option<(Uuid, Uuid)>,
    /// Whether another one names another voice.
    several: bool,
    /// Whether a member names a group without a name.
    unnamed: bool,
    /// The first member that is marked as own reporting, and its publisher.
    own_reporting: Option<(Uuid, Uuid)>,
}

impl Named {
    fn voice(&self) -> Option<Uuid> {
        self.voice.map(|(_, voice)| voice)
    }

    fn only_voice(&self) -> Option<Uuid> {
        self.voice().filter(|_| !self.several)
    }

    fn name(&mut self, attribution: Uuid, voice: Uuid) {
        self.several |= self.voice().is_some_and(|held| held != voice);
        first(&mut self.voice, (attribution, voice));
    }
}

/// Keeps the one with the lower id.
fn first(held: &mut Option<(Uuid, Uuid)>, other: (Uuid, Uuid)) {
    *held = Some(held.map_or(other, |held| held.min(other)));
}

/// The distinct sets of origins, and for each group of the graph which of them is its own.
pub(super) fn origin_sets(
    attributions: &[Attribution],
    graph: &Graph,
    agents: &Agents,
    lens: Lens,
) -> (Vec<Vec<Origin>>, Vec<usize>) {
    let named = named(attributions, graph, agents, lens);
    let nearest = nearest_names(&named, graph);
    let roots: Vec<Root> = (0..graph.len)
        .map(|group| {
            if !graph.parents[group].is_empty() {
                return Root::Above;
            }
            voice_of_root(&named[group], nearest[group], graph.circular[group])
                .map_or(Root::Unknown, Root::Agent)
        })
        .collect();
    let unknown = unknown_origins(attributions, graph, &roots);
    pass_down(graph, &roots, &unknown)
}

fn named(attributions: &[Attribution], graph: &Graph, agents: &Agents, lens: Lens) -> Vec<Named> {
    let mut voices = Voices::new(agents, lens);
    let mut named = vec![Named::default(); graph.len];
    for (attribution, &group) in attributions.iter().zip(&graph.ring_of) {
        let named = &mut named[group];
        if let Some(agent) = attribution.agent {
            match voices.of(agent) {
                Some(voice) => named.name(attribution.id, voice),
                None => named.unnamed = true,
            }
        }
        if attribution.originality == Originality::OwnReporting
            && let Some(voice) = attribution.publisher.and_then(|agent| voices.of(agent))
        {
            first(&mut named.own_reporting, (attribution.id, voice));
        }
    }
    named
}

/// For each group the voice that it names or, where it names none, that the nearest of those names
/// which have their claim from it.
///
/// A root is one voice: who is nearest to it names it for everybody who rests on it. If each way
/// down were asked alone, one wire report would be an unknown origin in one outlet and the agency
/// in the next.
fn nearest_names(named: &[Named], graph: &Graph) -> Vec<Option<Uuid>> {
    let mut nearest: Vec<Option<(usize, Uuid)>> =
        named.iter().map(|named| named.voice().map(|voice| (0, voice))).collect();
    for child in (0..graph.len).rev() {
        let Some((distance, voice)) = nearest[child] else { continue };
        for &parent in &graph.parents[child] {
            let offered = (distance + 1, voice);
            if nearest[parent].is_none_or(|held| offered < held) {
                nearest[parent] = Some(offered);
            }
        }
    }
    nearest.into_iter().map(|nearest| nearest.map(|(_, voice)| voice)).collect()
}

/// Whose voice a root is; `None` where that is not known.
fn voice_of_root(named: &Named, nearest: Option<Uuid>, circular: bool) -> Option<Uuid> {
    if circular {
        return named.only_voice();
    }
    if named.voice.is_none() && named.unnamed {
        return None;
    }
    nearest.or_else(|| named.own_reporting.map(|(_, publisher)| publisher))
}

/// For each unknown root the document that names its origin: roots that share a document share it.
fn unknown_origins(
    attributions: &[Attribution],
    graph: &Graph,
    roots: &[Root],
) -> Vec<Option<Uuid>> {
    let documents = attributions.iter().map(|it| it.source).chain(graph.documents.iter().copied());
    let unknown: Vec<(usize, Uuid)> = graph
        .ring_of
        .iter()
        .copied()
        .zip(documents)
        .filter(|&(group, _)| roots[group] == Root::Unknown)
        .collect();
    // In the order of the ids, so that the first of a set is the first by id.
    let documents: BTreeSet<Uuid> = unknown.iter().map(|&(_, document)| document).collect();
    let documents: Vec<Uuid> = documents.into_iter().collect();
    let place: HashMap<Uuid, usize> =
        documents.iter().enumerate().map(|(place, &id)| (id, place)).collect();
    let mut sets = Sets::new(documents.len());
    let mut place_of = vec![None; roots.len()];
    for (group, document) in unknown {
        let document = place[&document];
        sets.join(*place_of[group].get_or_insert(document), document);
    }
    let origins = place_of.into_iter().map(|place| Some(documents[sets.first(place?)]));
    origins.collect()
}

/// Gives every group the origins of its roots. Equal sets are kept once, so that a chain of any
/// length costs no more than its edges.
fn pass_down(
    graph: &Graph,
    roots: &[Root],
    unknown: &[Option<Uuid>],
) -> (Vec<Vec<Origin>>, Vec<usize>) {
    let mut sets: Vec<Vec<Origin>> = Vec::new();
    let mut place_of: HashMap<Vec<Origin>, usize> = HashMap::default();
    let mut of: Vec<usize> = Vec::with_capacity(graph.len);
    for (group, root) in roots.iter().enumerate() {
        let mut place = |sets: &mut Vec<Vec<Origin>>, set: &[Origin]| {
            place_of.get(set).copied().unwrap_or_else(|| {
                sets.push(set.to_vec());
                place_of.insert(set.to_vec(), sets.len() - 1);
                sets.len() - 1
            })
        };
        let at = match root {
            Root::Agent(agent) => place(&mut sets, &[Origin::Known(*agent)]),
            Root::Unknown => place(&mut sets, unknown[group].map(Origin::Unknown).as_slice()),
            Root::Above => {
                let inherited: BTreeSet<usize> =
                    graph.parents[group].iter().map(|&parent| of[parent]).collect();
                if let Some(&only) = inherited.first().filter(|_| inherited.len() == 1) {
                    only
                } else {
                    let all: BTreeSet<Origin> =
                        inherited.iter().flat_map(|&set| sets[set].iter().copied()).collect();
                    place(&mut sets, &Vec::from_iter(all))
                }
            }
        };
        of.push(at);
    }
    (sets, of)
}
