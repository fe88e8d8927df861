//! Whose voice a root is, and how it reaches the attributions that rest on it.

use std::collections::{BTreeMap, BTreeSet};

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
#[derive(Clone, Default)]
struct Named {
    /// The voices that members name, by the attribution.
    voices: BTreeMap<Uuid, Uuid>,
    /// Whether a member names a group without a name.
    unnamed: bool,
    /// The publisher of the first member that is marked as own reporting.
    own_reporting: Option<(Uuid, Uuid)>,
    /// The documents of its members, one as often as it has members.
    documents: Vec<Uuid>,
}

impl Named {
    fn voice(&self) -> Option<Uuid> {
        self.voices.first_key_value().map(|(_, &voice)| voice)
    }

    fn only_voice(&self) -> Option<Uuid> {
        let voice = self.voice()?;
        self.voices.values().all(|&other| other == voice).then_some(voice)
    }
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
    let unknown = unknown_origins(&roots, &named);
    pass_down(graph, &roots, &unknown)
}

fn named(attributions: &[Attribution], graph: &Graph, agents: &Agents, lens: Lens) -> Vec<Named> {
    let mut voices = Voices::new(agents, lens);
    let mut named = vec![Named::default(); graph.len];
    for (attribution, &group) in attributions.iter().zip(&graph.ring_of) {
        let named = &mut named[group];
        named.documents.push(attribution.source);
        if let Some(agent) = attribution.agent {
            match voices.of(agent) {
                Some(voice) => {
                    named.voices.insert(attribution.id, voice);
                }
                None => named.unnamed = true,
            }
        }
        if attribution.originality == Originality::OwnReporting
            && let Some(voice) = attribution.publisher.and_then(|agent| voices.of(agent))
        {
            let own = (attribution.id, voice);
            named.own_reporting = named.own_reporting.map_or(Some(own), |held| Some(held.min(own)));
        }
    }
    for (document, &group) in graph.documents.iter().zip(&graph.ring_of[attributions.len()..]) {
        named[group].documents.push(*document);
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
    if named.voices.is_empty() && named.unnamed {
        return None;
    }
    nearest.or_else(|| named.own_reporting.map(|(_, publisher)| publisher))
}

/// For each unknown root the document that names its origin: roots that share a document share it.
fn unknown_origins(roots: &[Root], named: &[Named]) -> Vec<Option<Uuid>> {
    let unknown = |group: usize| roots[group] == Root::Unknown;
    let documents: BTreeSet<Uuid> = (0..roots.len())
        .filter(|&group| unknown(group))
        .flat_map(|group| named[group].documents.iter().copied())
        .collect();
    // In the order of the ids, so that the first of a set is the first by id.
    let documents: Vec<Uuid> = documents.into_iter().collect();
    let place: HashMap<Uuid, usize> =
        documents.iter().enumerate().map(|(place, &id)| (id, place)).collect();
    let mut sets = Sets::new(documents.len());
    let first_document =
        |group: usize| named[group].documents.first().map(|document| place[document]);
    for group in (0..roots.len()).filter(|&group| unknown(group)) {
        if let Some(first) = first_document(group) {
            named[group].documents.iter().for_each(|document| sets.join(first, place[document]));
        }
    }
    let origins = (0..roots.len()).map(|group| {
        let first = if unknown(group) { first_document(group) } else { None };
        first.map(|first| documents[sets.first(first)])
    });
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
    let mut place: HashMap<Vec<Origin>, usize> = HashMap::default();
    let mut of: Vec<usize> = Vec::with_capacity(graph.len);
    for (group, root) in roots.iter().enumerate() {
        let inherited: BTreeSet<usize> =
            graph.parents[group].iter().map(|&parent| of[parent]).collect();
        let set: Vec<Origin> = match root {
            Root::Agent(agent) => vec![Origin::Known(*agent)],
            Root::Unknown => unknown[group].map(Origin::Unknown).into_iter().collect(),
            Root::Above => {
                if let Some(&only) = inherited.first().filter(|_| inherited.len() == 1) {
                    of.push(only);
                    continue;
                }
                let all: BTreeSet<Origin> =
                    inherited.iter().flat_map(|&set| sets[set].iter().copied()).collect();
                all.into_iter().collect()
            }
        };
        of.push(*place.entry(set).or_insert_with_key(|set| {
            sets.push(set.clone());
            sets.len() - 1
        }));
    }
    (sets, of)
}
