//! The rules told again the slow way, tried on small random graphs.

use std::collections::{BTreeMap, BTreeSet};

use entity::vocab::{DerivationKind as Kind, Originality, Stance};
use proptest::prelude::*;
use uuid::Uuid;

use super::{agents, attribution, derived, source};
use crate::domain::{
    origin::{Attribution, Derivation, Lens, Origin, OriginCount, Origins, Parent, origins},
    relation::tests::support::id,
};

const UNNAMED: u128 = 110;

/// Which attributions each one reaches by edges of a relation, itself included.
fn closure(len: usize, edges: &BTreeSet<(usize, usize)>) -> Vec<BTreeSet<usize>> {
    let mut reach: Vec<BTreeSet<usize>> = (0..len).map(|node| BTreeSet::from([node])).collect();
    loop {
        let before = reach.clone();
        for &(from, to) in edges {
            let more = reach[to].clone();
            reach[from].extend(more);
            for node in &mut reach {
                if node.contains(&from) {
                    node.insert(to);
                }
            }
        }
        if before == reach {
            return reach;
        }
    }
}

/// The origins of every attribution, for graphs whose derivations name attributions only.
#[expect(clippy::too_many_lines, reason = "one closure after the other, as the rules are told")]
fn model(attributions: &[Attribution], derivations: &[Derivation]) -> Vec<BTreeSet<Origin>> {
    let len = attributions.len();
    let place = |id: Uuid| attributions.iter().position(|attribution| attribution.id == id);
    let carries =
        |node: usize| matches!(attributions[node].stance, Stance::Asserts | Stance::Mentions);
    let (mut same, mut edges) = (BTreeSet::new(), BTreeSet::new());
    for derivation in derivations {
        let Parent::Attribution(parent) = derivation.parent else { panic!("not in this model") };
        let (Some(child), Some(parent)) = (place(derivation.child), place(parent)) else {
            continue;
        };
        if !carries(child) || !carries(parent) {
            continue;
        }
        match derivation.kind {
            Kind::SameWire | Kind::SameUtterance => {
                same.extend([(child, parent), (parent, child)]);
            }
            Kind::Quotes | Kind::Relays | Kind::Derives | Kind::Translates => {
                edges.insert((child, parent, derivation.kind == Kind::Derives));
            }
        }
    }
    let join: Vec<usize> =
        closure(len, &same).into_iter().map(|all| *all.first().expect("itself")).collect();
    let steps: BTreeSet<(usize, usize)> = edges
        .iter()
        .map(|&(child, parent, _)| (join[child], join[parent]))
        .filter(|(child, parent)| child != parent)
        .collect();
    let up = closure(len, &steps);
    let ring: Vec<BTreeSet<usize>> = (0..len)
        .map(|node| {
            let own = join[node];
            (0..len)
                .filter(|&it| up[own].contains(&join[it]) && up[join[it]].contains(&own))
                .collect()
        })
        .collect();
    let circular =
        |node: usize| ring[node].iter().map(|&it| join[it]).collect::<BTreeSet<_>>().len() > 1;
    let computed = |node: usize| {
        let from: BTreeSet<usize> = edges
            .iter()
            .filter(|&&(child, parent, derives)| {
                derives && ring[node].contains(&child) && !ring[node].contains(&parent)
            })
            .map(|&(_, parent, _)| join[parent])
            .collect();
        !circular(node) && from.len() > 1
    };
    let parents = |node: usize| -> BTreeSet<usize> {
        if computed(node) {
            return BTreeSet::new();
        }
        let own = edges.iter().filter(|(child, _, _)| ring[node].contains(child));
        own.map(|&(_, parent, _)| parent).filter(|parent| !ring[node].contains(parent)).collect()
    };
    let real = |agent: &Uuid| *agent != id(UNNAMED);
    let voices = |node: usize| -> Vec<Uuid> {
        let named = ring[node].iter().map(|&it| &attributions[it]);
        let named: BTreeMap<Uuid, Uuid> =
            named.filter_map(|it| Some((it.id, it.agent.filter(real)?))).collect();
        named.into_values().collect()
    };
    let nearest = |root: usize| {
        let mut level: BTreeSet<usize> = ring[root].clone();
        let mut seen = level.clone();
        while !level.is_empty() {
            let names: BTreeSet<Uuid> =
                level.iter().filter_map(|&it| voices(it).first().copied()).collect();
            if let Some(first) = names.first() {
                return Some(*first);
            }
            let below = (0..len).filter(|&it| !parents(it).is_disjoint(&level));
            level = below.filter(|it| !seen.contains(it)).collect();
            seen.extend(&level);
        }
        None
    };
    let voice = |root: usize| {
        if circular(root) {
            let voices = voices(root);
            let one = voices.windows(2).all(|pair| pair[0] == pair[1]);
            return voices.first().copied().filter(|_| one);
        }
        let unnamed = ring[root].iter().any(|&it| attributions[it].agent == Some(id(UNNAMED)));
        if unnamed && voices(root).is_empty() {
            return None;
        }
        let own = ring[root]
            .iter()
            .filter(|&&it| attributions[it].originality == Originality::OwnReporting);
        let publishers: BTreeMap<Uuid, Uuid> = own
            .map(|&it| &attributions[it])
            .filter_map(|it| Some((it.id, it.publisher.filter(real)?)))
            .collect();
        nearest(root).or_else(|| publishers.into_values().next())
    };
    let roots: Vec<usize> = (0..len).filter(|&node| parents(node).is_empty()).collect();
    let nobody: Vec<usize> = roots.iter().copied().filter(|&root| voice(root).is_none()).collect();
    let mut shared = BTreeSet::new();
    for &a in &nobody {
        for &b in &nobody {
            let one_ring = ring[a].contains(&b);
            if one_ring || attributions[a].source == attributions[b].source {
                shared.insert((a, b));
            }
        }
    }
    let shared = closure(len, &shared);
    let first_source = |root: usize| {
        shared[root].iter().map(|&it| attributions[it].source).min().expect("its own")
    };
    let origin = |root: usize| {
        voice(root).map_or_else(|| Origin::Unknown(first_source(root)), Origin::Known)
    };
    let all_steps: BTreeSet<(usize, usize)> = (0..len)
        .flat_map(|node| parents(node).into_iter().map(move |parent| (node, parent)))
        .collect();
    let rings: BTreeSet<(usize, usize)> = all_steps
        .into_iter()
        .chain((0..len).flat_map(|node| ring[node].iter().map(move |&other| (node, other))))
        .collect();
    let reach = closure(len, &rings);
    (0..len)
        .map(|node| {
            if attributions[node].stance != Stance::Asserts {
                return BTreeSet::new();
            }
            reach[node].iter().filter(|it| roots.contains(it)).map(|&it| origin(it)).collect()
        })
        .collect()
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Quotes),
        Just(Kind::Relays),
        Just(Kind::Derives),
        Just(Kind::Derives),
        Just(Kind::Translates),
        Just(Kind::SameWire),
        Just(Kind::SameUtterance),
    ]
}

fn any_attribution(number: u128) -> impl Strategy<Value = Attribution> {
    let agent = prop_oneof![
        3 => Just(None),
        2 => (100..103_u128).prop_map(Some),
        1 => Just(Some(UNNAMED)),
    ];
    let stance = prop_oneof![
        6 => Just(Stance::Asserts), 1 => Just(Stance::Denies), 1 => Just(Stance::Mentions)
    ];
    (agent, stance, any::<bool>(), proptest::option::of(100..104_u128), 0..6_u128).prop_map(
        move |(agent, stance, own, publisher, document)| Attribution {
            agent: agent.map(id),
            stance,
            originality: if own { Originality::OwnReporting } else { Originality::Unknown },
            publisher: publisher.map(id),
            source: source(document),
            ..attribution(number)
        },
    )
}

/// Up to eight attributions and twelve derivations among them, one of which leads nowhere.
fn any_graph() -> impl Strategy<Value = (Vec<Attribution>, Vec<Derivation>)> {
    (1..9_u128).prop_flat_map(|len| {
        let attributions: Vec<_> = (0..len).map(any_attribution).collect();
        let edge = (0..len, 0..=len, any_kind());
        let edges = proptest::collection::vec(edge, 0..12).prop_map(|edges| {
            edges.into_iter().map(|(child, parent, kind)| derived(child, parent, kind)).collect()
        });
        (attributions, edges)
    })
}

fn total(origins: &Origins, attributions: &[Attribution]) -> OriginCount {
    OriginCount::of(origins.of_all(attributions.iter().map(|attribution| attribution.id)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_fast_way_and_the_slow_way_agree((attributions, derivations) in any_graph()) {
        let found = origins(&attributions, &derivations, &agents(), Lens::Agent);
        for (attribution, expected) in attributions.iter().zip(model(&attributions, &derivations)) {
            let expected: Vec<Origin> = expected.into_iter().collect();
            prop_assert_eq!(found.of(attribution.id), &expected[..]);
        }
        let OriginCount { min, max } = total(&found, &attributions);
        prop_assert!(min <= max);
    }

    #[test]
    fn the_order_of_input_does_not_matter(
        ((attributions, derivations), mixed, edges_mixed) in any_graph().prop_flat_map(|graph| {
            let mixed = Just(graph.0.clone()).prop_shuffle();
            let edges = Just(graph.1.clone()).prop_shuffle();
            (Just(graph), mixed, edges)
        })
    ) {
        let one = origins(&attributions, &derivations, &agents(), Lens::Agent);
        let other = origins(&mixed, &edges_mixed, &agents(), Lens::Agent);
        for attribution in &attributions {
            prop_assert_eq!(one.of(attribution.id), other.of(attribution.id));
        }
        prop_assert_eq!(one.rings, other.rings);
    }

    #[test]
    fn a_repeat_never_raises_the_count(
        (mut attributions, mut derivations) in any_graph(), of in any::<prop::sample::Index>(),
        kind in prop_oneof![Just(Kind::Quotes), Just(Kind::Relays), Just(Kind::SameWire)],
        names_it in any::<bool>(), document in 0..9_u128
    ) {
        let before = origins(&attributions, &derivations, &agents(), Lens::Agent);
        let count = total(&before, &attributions);
        let repeated = attributions[of.index(attributions.len())].clone();
        if repeated.stance != Stance::Asserts {
            return Ok(());
        }
        attributions.push(Attribution {
            agent: repeated.agent.filter(|_| names_it),
            source: source(document),
            ..attribution(50)
        });
        derivations.push(Derivation { child: id(50), parent: Parent::Attribution(repeated.id), kind });
        let after = origins(&attributions, &derivations, &agents(), Lens::Agent);
        let raised = total(&after, &attributions);
        prop_assert!(raised.max <= count.max, "{:?} to {:?}", count, raised);
        if repeated.agent.is_none() || !names_it {
            prop_assert!(raised.min <= count.min, "{:?} to {:?}", count, raised);
        }
    }
}
