//! The derivations of one statistic as a graph: joined attributions, rings, and who is whose
//! parent.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocab::{DerivationKind, Stance};
use foldhash::{HashMap, HashSet};
use uuid::Uuid;

use super::{Attribution, Derivation, Parent, Ring};

/// Attributions grouped so that what is left has no circle.
///
/// Three layers: a node is an attribution, or a document that is named as a parent; a join is the
/// nodes that are one wire item or one utterance; a group is the joins of one ring, most often one
/// join alone. Groups are numbered so that parents come before their children.
pub(super) struct Graph {
    /// The group of each attribution, by its place among them, and after these of each document.
    pub(super) ring_of: Vec<usize>,
    /// How many groups there are.
    pub(super) len: usize,
    /// The documents that are nodes, in the order of their nodes, which follow the attributions.
    pub(super) documents: Vec<Uuid>,
    /// The groups from which each group has its claim: none for a root.
    pub(super) parents: Vec<Vec<usize>>,
    /// Whether the group is circular.
    pub(super) circular: Vec<bool>,
    /// Circular reporting, for findings.
    pub(super) rings: Vec<Ring>,
}

/// An edge between nodes or joins, from child to parent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    child: usize,
    parent: usize,
    computes: bool,
}

/// The edges between nodes, before anything is joined.
struct Nodes {
    documents: Vec<Uuid>,
    joins: Vec<(usize, usize)>,
    edges: Vec<Edge>,
}

impl Graph {
    pub(super) fn new(attributions: &[Attribution], derivations: &[Derivation]) -> Self {
        let Nodes { documents, joins, edges } = Nodes::new(attributions, derivations);
        let nodes = attributions.len() + documents.len();
        let join_of = joined(nodes, &joins);
        let across: BTreeSet<Edge> = edges
            .iter()
            .map(|edge| Edge {
                child: join_of[edge.child],
                parent: join_of[edge.parent],
                computes: edge.computes,
            })
            .filter(|edge| edge.child != edge.parent)
            .collect();
        let (group_of_join, len) = circles(nodes, &across.iter().copied().collect::<Vec<_>>());
        let ring_of: Vec<usize> = join_of.iter().map(|&join| group_of_join[join]).collect();

        let mut join_in = vec![None; len];
        let mut circular = vec![false; len];
        for (&group, &join) in ring_of.iter().zip(&join_of) {
            circular[group] |= *join_in[group].get_or_insert(join) != join;
        }
        let parents = parents(len, &across, &group_of_join, &circular);

        let mut rings = rings_between(attributions, &ring_of, &circular, &parents);
        rings.extend(rings_within(attributions, nodes, &join_of, &edges, |node| {
            (circular[ring_of[node]], !parents[ring_of[node]].is_empty())
        }));
        rings.sort();
        Self { ring_of, len, documents, parents, circular, rings }
    }
}

impl Nodes {
    fn new(attributions: &[Attribution], derivations: &[Derivation]) -> Self {
        // A denial takes its claim from nobody and hands it to nobody; a mention hands it on.
        let carries = |attribution: &Attribution| {
            matches!(attribution.stance, Stance::Asserts | Stance::Mentions)
        };
        let place: HashMap<Uuid, usize> = attributions
            .iter()
            .enumerate()
            .filter(|(_, attribution)| carries(attribution))
            .map(|(place, attribution)| (attribution.id, place))
            .collect();
        let named: HashSet<Uuid> = derivations
            .iter()
            .filter_map(|derivation| match derivation.parent {
                Parent::Attribution(_) => None,
                Parent::Source(source) => Some(source),
            })
            .collect();
        let inside = |it: &Attribution| carries(it) && named.contains(&it.source);
        let places = Places::new(attributions.iter().enumerate().filter(|(_, it)| inside(it)));
        let mut out = Self { documents: Vec::new(), joins: Vec::new(), edges: Vec::new() };
        let mut document_of: HashMap<(Uuid, Uuid), usize> = HashMap::default();
        for derivation in derivations {
            let Some(&child) = place.get(&derivation.child) else { continue };
            let parent = match derivation.parent {
                Parent::Attribution(id) => match place.get(&id) {
                    Some(&parent) => parent,
                    None => continue,
                },
                // Its own document is not where an attribution has its claim from.
                Parent::Source(source) if source == attributions[child].source => continue,
                Parent::Source(source) => {
                    let claim = attributions[child].claim;
                    *document_of.entry((source, claim)).or_insert_with(|| {
                        let node = attributions.len() + out.documents.len();
                        out.documents.push(source);
                        let parents = places.of(source, claim).iter();
                        out.edges.extend(parents.map(|&parent| Edge {
                            child: node,
                            parent,
                            computes: false,
                        }));
                        node
                    })
                }
            };
            match derivation.kind {
                DerivationKind::SameWire | DerivationKind::SameUtterance => {
                    out.joins.push((child, parent));
                }
                DerivationKind::Quotes
                | DerivationKind::Relays
                | DerivationKind::Derives
                | DerivationKind::Translates => {
                    let computes = derivation.kind == DerivationKind::Derives;
                    out.edges.push(Edge { child, parent, computes });
                }
            }
        }
        out
    }
}

/// Where each document says something on the statistic.
#[derive(Default)]
struct Places {
    in_source: HashMap<Uuid, Vec<usize>>,
    of_claim: HashMap<(Uuid, Uuid), Vec<usize>>,
}

impl Places {
    fn new<'a>(attributions: impl Iterator<Item = (usize, &'a Attribution)>) -> Self {
        let mut out = Self::default();
        for (node, Attribution { source, claim, .. }) in attributions {
            out.in_source.entry(*source).or_default().push(node);
            out.of_claim.entry((*source, *claim)).or_default().push(node);
        }
        out
    }

    /// Where in a document a claim was taken from of which only the document is known: where the
    /// document makes the same claim, else the one place where it says anything on the statistic.
    /// Of several other places none is chosen: that would put one speaker's figure into another's
    /// mouth.
    fn of(&self, source: Uuid, claim: Uuid) -> &[usize] {
        if let Some(places) = self.of_claim.get(&(source, claim)) {
            return places;
        }
        match self.in_source.get(&source).map(Vec::as_slice) {
            Some(only @ [_]) => only,
            Some(_) | None => &[],
        }
    }
}

/// The first node of the join in which each node is.
fn joined(nodes: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut sets = Sets::new(nodes);
    for &(a, b) in pairs {
        sets.join(a, b);
    }
    (0..nodes).map(|node| sets.first(node)).collect()
}

/// From which groups each has its claim.
///
/// A figure that was computed from two or more others, of which none is merely itself by another
/// way, is new: it has no parents, and its root is its own.
fn parents(
    len: usize,
    edges: &BTreeSet<Edge>,
    group_of_join: &[usize],
    circular: &[bool],
) -> Vec<Vec<usize>> {
    let mut parents = vec![BTreeSet::new(); len];
    let mut computed_from: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); len];
    for edge in edges {
        let (child, parent) = (group_of_join[edge.child], group_of_join[edge.parent]);
        if child == parent {
            continue;
        }
        parents[child].insert(parent);
        if edge.computes {
            computed_from[child].insert(edge.parent);
        }
    }
    let kept = parents.into_iter().enumerate().map(|(group, parents)| {
        let new_figure = !circular[group] && computed_from[group].len() > 1;
        if new_figure { Vec::new() } else { parents.into_iter().collect() }
    });
    kept.collect()
}

fn rings_between(
    attributions: &[Attribution],
    ring_of: &[usize],
    circular: &[bool],
    parents: &[Vec<usize>],
) -> Vec<Ring> {
    let mut members: BTreeMap<usize, Vec<Uuid>> = BTreeMap::new();
    for (attribution, &group) in attributions.iter().zip(ring_of) {
        if circular[group] {
            members.entry(group).or_default().push(attribution.id);
        }
    }
    let rings = members.into_iter().map(|(group, mut members)| {
        members.sort_unstable();
        Ring { members, way_out: !parents[group].is_empty() }
    });
    rings.collect()
}

/// Rings that a join hides: attributions that are one utterance and also derive from each other.
fn rings_within(
    attributions: &[Attribution],
    nodes: usize,
    join_of: &[usize],
    edges: &[Edge],
    group: impl Fn(usize) -> (bool, bool),
) -> Vec<Ring> {
    let inside: Vec<Edge> =
        edges.iter().copied().filter(|edge| join_of[edge.child] == join_of[edge.parent]).collect();
    if inside.is_empty() {
        return Vec::new();
    }
    let (circle_of, len) = circles(nodes, &inside);
    let mut members = vec![Vec::new(); len];
    for (node, &circle) in circle_of.iter().enumerate() {
        members[circle].push(node);
    }
    for edge in inside.iter().filter(|edge| edge.child == edge.parent) {
        members[circle_of[edge.child]].push(edge.child);
    }
    let rings = members.into_iter().filter(|nodes| nodes.len() > 1).filter_map(|nodes| {
        let (already_told, way_out) = group(nodes[0]);
        let ids: BTreeSet<Uuid> =
            nodes.iter().filter_map(|&node| attributions.get(node)).map(|it| it.id).collect();
        (!already_told).then(|| Ring { members: ids.into_iter().collect(), way_out })
    });
    rings.collect()
}

/// Disjoint sets, each named by its first member.
pub(super) struct Sets(Vec<usize>);

impl Sets {
    pub(super) fn new(len: usize) -> Self {
        Self((0..len).collect())
    }

    pub(super) fn first(&mut self, mut at: usize) -> usize {
        while self.0[at] != at {
            self.0[at] = self.0[self.0[at]];
            at = self.0[at];
        }
        at
    }

    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// The circle of each node, numbered so that parents come first, and how many there are: Tarjan's
/// strongly connected components, without recursion, since a chain may be longer than the stack.
fn circles(nodes: usize, edges: &[Edge]) -> (Vec<usize>, usize) {
    const NEW: usize = usize::MAX;
    let mut starts = vec![0; nodes + 1];
    for edge in edges {
        starts[edge.child + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    let mut fill = starts.clone();
    let mut targets = vec![0; edges.len()];
    for edge in edges {
        targets[fill[edge.child]] = edge.parent;
        fill[edge.child] += 1;
    }

    let mut circle_of = vec![NEW; nodes];
    let mut found_at = vec![NEW; nodes];
    let mut lowest = vec![NEW; nodes];
    let mut next_edge = starts.clone();
    let (mut stack, mut path) = (Vec::new(), Vec::new());
    let (mut found, mut len) = (0, 0);
    for root in 0..nodes {
        if found_at[root] != NEW {
            continue;
        }
        path.push(root);
        while let Some(&node) = path.last() {
            if found_at[node] == NEW {
                found_at[node] = found;
                lowest[node] = found;
                found += 1;
                stack.push(node);
            }
            if next_edge[node] < starts[node + 1] {
                let target = targets[next_edge[node]];
                next_edge[node] += 1;
                if found_at[target] == NEW {
                    path.push(target);
                } else if circle_of[target] == NEW {
                    lowest[node] = lowest[node].min(found_at[target]);
                }
                continue;
            }
            path.pop();
            if let Some(&caller) = path.last() {
                lowest[caller] = lowest[caller].min(lowest[node]);
            }
            if lowest[node] == found_at[node] {
                while let Some(member) = stack.pop() {
                    circle_of[member] = len;
                    if member == node {
                        break;
                    }
                }
                len += 1;
            }
        }
    }
    (circle_of, len)
}
