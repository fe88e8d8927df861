//! One test for each sentence of the rules.

use entity::vocab::{AgentKind, DerivationKind as Kind, Originality, Stance};
use uuid::Uuid;

use super::{agent, agents, attribution, by, derived, source};
use crate::domain::{
    origin::{
        Agent, Agents, Attribution, Derivation, Lens, Origin, OriginCount, Origins, Parent, Ring,
        one_origin, origins,
    },
    relation::tests::support::id,
};

const MP: u128 = 100;
const UN: u128 = 101;
const UNNAMED: u128 = 110;

fn found(attributions: &[Attribution], derivations: &[Derivation]) -> Origins {
    origins(attributions, derivations, &agents(), Lens::Agent)
}

fn of(origins: &Origins, attribution: u128) -> Vec<Origin> {
    origins.of(id(attribution)).to_vec()
}

fn known(agent: u128) -> Vec<Origin> {
    vec![Origin::Known(id(agent))]
}

fn unknown(number: u128) -> Vec<Origin> {
    vec![Origin::Unknown(source(number))]
}

fn count(origins: &Origins, attributions: &[Attribution]) -> (usize, usize) {
    let all = origins.of_all(attributions.iter().map(|attribution| attribution.id));
    let OriginCount { min, max } = OriginCount::of(all);
    (min, max)
}

#[test]
fn ten_outlets_that_relay_one_man_are_one_voice() {
    let attributions: Vec<_> =
        (1..=10).map(|number| if number == 1 { by(1, MP) } else { attribution(number) }).collect();
    let relays: Vec<_> = (2..=10).map(|number| derived(number, number - 1, Kind::Relays)).collect();
    let origins = found(&attributions, &relays);
    assert!((1..=10).all(|number| of(&origins, number) == known(MP)));
    assert_eq!(count(&origins, &attributions), (1, 1));
    assert_eq!(count(&found(&attributions, &[]), &attributions), (1, 10));
}

#[test]
fn one_wire_and_one_utterance_join() {
    let attributions = [attribution(1), by(2, MP), attribution(3)];
    let joins = [derived(1, 2, Kind::SameWire), derived(3, 2, Kind::SameUtterance)];
    let origins = found(&attributions, &joins);
    assert!((1..=3).all(|number| of(&origins, number) == known(MP)));
    let nobody = found(&[attribution(1), attribution(2)], &[derived(2, 1, Kind::SameWire)]);
    assert_eq!((of(&nobody, 1), of(&nobody, 2)), (unknown(1), unknown(1)));
}

#[test]
fn a_figure_computed_from_two_is_new() {
    let attributions = [by(1, MP), by(2, 102), by(3, UN), attribution(4)];
    let one = [derived(3, 1, Kind::Derives)];
    assert_eq!(of(&found(&attributions, &one), 3), known(MP));
    let two =
        [derived(3, 1, Kind::Derives), derived(3, 2, Kind::Derives), derived(4, 3, Kind::Quotes)];
    let origins = found(&attributions, &two);
    assert_eq!((of(&origins, 3), of(&origins, 4)), (known(UN), known(UN)));
    let one_wire = [&two[..], &[derived(1, 2, Kind::SameWire)]].concat();
    assert_eq!(of(&found(&attributions, &one_wire), 3), known(MP));
}

#[test]
fn what_rests_on_two_roots_has_two_origins() {
    let attributions = [by(1, MP), attribution(2), attribution(3)];
    let quotes = [derived(3, 1, Kind::Quotes), derived(3, 2, Kind::Translates)];
    let origins = found(&attributions, &quotes);
    assert_eq!(of(&origins, 3), [known(MP), unknown(2)].concat());
    assert!(!one_origin(origins.of(id(3)), origins.of(id(1))));
    assert!(one_origin(origins.of(id(1)), origins.of(id(1))));
    assert!(!one_origin(origins.of(id(2)), origins.of(id(2))));
}

#[test]
fn the_name_nearest_to_the_root_names_it_for_all() {
    let attributions = [attribution(1), attribution(2), by(3, MP), by(4, UN), attribution(5)];
    let chain = [
        derived(2, 1, Kind::Relays),
        derived(3, 2, Kind::Relays),
        derived(4, 3, Kind::Relays),
        derived(5, 1, Kind::Relays),
    ];
    let origins = found(&attributions, &chain);
    assert!((1..=5).all(|number| of(&origins, number) == known(MP)));
}

#[test]
fn own_reporting_makes_the_publisher_the_origin_and_is_never_a_default() {
    let published = Attribution { publisher: Some(id(UN)), ..attribution(1) };
    assert_eq!(of(&found(std::slice::from_ref(&published), &[]), 1), unknown(1));
    let own = Attribution { originality: Originality::OwnReporting, ..published };
    assert_eq!(of(&found(std::slice::from_ref(&own), &[]), 1), known(UN));
    let named = Attribution { agent: Some(id(MP)), ..own.clone() };
    assert_eq!(of(&found(&[named], &[]), 1), known(MP));
    let unnamed = Attribution { agent: Some(id(UNNAMED)), ..own };
    assert_eq!(of(&found(&[unnamed], &[]), 1), unknown(1));
}

#[test]
fn a_root_that_names_only_an_unnamed_group_is_unknown() {
    let attributions = [by(1, UNNAMED), by(2, MP)];
    let origins = found(&attributions, &[derived(2, 1, Kind::Quotes)]);
    assert_eq!((of(&origins, 1), of(&origins, 2)), (unknown(1), unknown(1)));
}

#[test]
fn one_source_is_at_most_one_unknown_origin() {
    let same = |number| Attribution { source: source(1), ..attribution(number) };
    let attributions = [same(1), same(2), attribution(3), attribution(4)];
    let origins = found(&attributions, &[derived(3, 2, Kind::SameWire)]);
    assert_eq!(count(&origins, &attributions), (1, 2));
    assert_eq!((of(&origins, 1), of(&origins, 3)), (unknown(1), unknown(1)));
}

#[test]
fn a_document_stands_for_the_place_where_it_makes_the_claim() {
    let other = |number: u128, claim| Attribution {
        claim: id(claim),
        source: source(9),
        ..by(number, 101 + number)
    };
    let attributions = [other(1, 1), other(2, 2), attribution(3)];
    let from_document =
        [Derivation { child: id(3), parent: Parent::Source(source(9)), kind: Kind::Quotes }];
    assert_eq!(of(&found(&attributions, &from_document), 3), known(102));
    let another_claim = [attributions[1].clone(), attributions[2].clone()];
    assert_eq!(of(&found(&another_claim, &from_document), 3), known(103));
    let two_others = [other(1, 4), other(2, 2), attribution(3)];
    assert_eq!(of(&found(&two_others, &from_document), 3), unknown(9));
    assert_eq!(of(&found(&two_others[2..], &from_document), 3), unknown(9));
    let named = [by(3, MP)];
    assert_eq!(of(&found(&named, &from_document), 3), known(MP));
}

#[test]
fn two_that_take_it_from_one_document_are_one_unknown_origin() {
    let attributions = [attribution(1), attribution(2), attribution(3)];
    let from =
        |child, kind| Derivation { child: id(child), parent: Parent::Source(source(9)), kind };
    let origins = found(&attributions, &[from(1, Kind::Quotes), from(2, Kind::SameWire)]);
    assert_eq!(count(&origins, &attributions), (1, 2));
    let from_itself =
        [Derivation { child: id(1), parent: Parent::Source(source(1)), kind: Kind::Quotes }];
    let origins = found(&attributions, &from_itself);
    assert_eq!((of(&origins, 1), origins.rings.len()), (unknown(1), 0));
}

#[test]
fn a_denial_gives_no_origin_and_a_mention_passes_it_on() {
    let denies = Attribution { stance: Stance::Denies, ..by(1, MP) };
    let attributions = [denies, attribution(2)];
    let origins = found(&attributions, &[derived(2, 1, Kind::Quotes)]);
    assert_eq!((of(&origins, 1), of(&origins, 2)), (vec![], unknown(2)));
    let mentions = Attribution { stance: Stance::Mentions, ..by(1, MP) };
    let origins = found(&[mentions, attribution(2)], &[derived(2, 1, Kind::Quotes)]);
    assert_eq!((of(&origins, 1), of(&origins, 2)), (vec![], known(MP)));
}

#[test]
fn a_ring_is_found_and_takes_the_way_out() {
    let attributions = [attribution(1), by(2, UN), attribution(3), by(4, MP)];
    let ring =
        [derived(1, 2, Kind::Quotes), derived(2, 3, Kind::Relays), derived(3, 1, Kind::Translates)];
    let origins = found(&attributions, &ring);
    assert!((1..=3).all(|number| of(&origins, number) == known(UN)));
    let members = vec![id(1), id(2), id(3)];
    assert_eq!(origins.rings, [Ring { members: members.clone(), way_out: false }]);

    let way_out = [&ring[..], &[derived(3, 4, Kind::Quotes)]].concat();
    let origins = found(&attributions, &way_out);
    assert!((1..=4).all(|number| of(&origins, number) == known(MP)));
    assert_eq!(origins.rings, [Ring { members, way_out: true }]);

    let two_names = [by(1, MP), by(2, UN), attribution(3)];
    let origins = found(&two_names, &ring);
    assert!((1..=3).all(|number| of(&origins, number) == unknown(1)));
}

#[test]
fn a_ring_within_one_utterance_or_of_one_is_found_too() {
    let attributions = [attribution(1), attribution(2)];
    let ring = [
        derived(1, 2, Kind::Quotes),
        derived(2, 1, Kind::Quotes),
        derived(1, 2, Kind::SameUtterance),
    ];
    let origins = found(&attributions, &ring);
    assert_eq!(origins.rings, [Ring { members: vec![id(1), id(2)], way_out: false }]);
    assert_eq!(of(&origins, 2), unknown(1));
    let itself = found(&attributions, &[derived(2, 2, Kind::Derives)]);
    assert_eq!(itself.rings, [Ring { members: vec![id(2)], way_out: false }]);
    assert!(found(&attributions, &ring[1..]).rings.is_empty());
}

#[test]
fn merges_spokesmen_and_parents_are_followed() {
    let spokesman = Agent { speaks_for: Some(id(2)), ..agent(1, AgentKind::Person) };
    let judiciary = Agent {
        merged_into: Some(id(3)),
        parent: Some(id(5)),
        ..agent(2, AgentKind::GovernmentBody)
    };
    let kept = Agent { parent: Some(id(4)), ..agent(3, AgentKind::GovernmentBody) };
    let state = agent(4, AgentKind::Organisation);
    let officials = Agent { speaks_for: Some(id(3)), ..agent(6, AgentKind::UnnamedGroup) };
    let agents: Agents = [spokesman, judiciary, kept, state, officials].into_iter().collect();
    let attributions = [by(11, 1), by(12, 3), by(13, 6), by(14, 4)];
    let under = |lens| origins(&attributions, &[], &agents, lens);
    let plain = under(Lens::Agent);
    assert!((11..=13).all(|number| of(&plain, number) == known(3)));
    assert_eq!(count(&plain, &attributions), (2, 2));
    let affiliated = under(Lens::Affiliation);
    assert!((11..=14).all(|number| of(&affiliated, number) == known(4)));
}

#[test]
fn agents_that_speak_for_each_other_are_one() {
    let speaks =
        |number, other| Agent { speaks_for: Some(id(other)), ..agent(number, AgentKind::Person) };
    let agents: Agents = [speaks(1, 2), speaks(2, 3), speaks(3, 2)].into_iter().collect();
    let attributions = [by(11, 3), by(12, 1), by(13, 2)];
    let origins = origins(&attributions, &[], &agents, Lens::Agent);
    assert!((11..=13).all(|number| of(&origins, number) == known(2)));
}

#[test]
fn a_chain_and_a_ring_of_100_000_are_no_danger() {
    let attributions: Vec<_> = (0..100_000)
        .map(|number| if number == 0 { by(0, MP) } else { attribution(number) })
        .collect();
    let mut chain: Vec<_> =
        (1..100_000).map(|number| derived(number, number - 1, Kind::Relays)).collect();
    let origins = found(&attributions, &chain);
    assert_eq!(count(&origins, &attributions), (1, 1));
    assert!(origins.rings.is_empty());
    chain.push(derived(0, 99_999, Kind::Quotes));
    let origins = found(&attributions, &chain);
    assert_eq!(of(&origins, 50_000), known(MP));
    assert_eq!(origins.rings.len(), 1);
    assert_eq!(origins.rings[0].members.len(), 100_000);
}

#[test]
fn counts_are_a_range() {
    let count = |known: u128, unknown: u128| {
        let known = (0..known).map(|number| Origin::Known(id(number)));
        let origins = known.chain((0..unknown).map(|number| Origin::Unknown(id(number))));
        let OriginCount { min, max } = OriginCount::of(origins);
        (min, max)
    };
    assert_eq!(count(0, 0), (0, 0));
    assert_eq!(count(0, 3), (1, 3));
    assert_eq!(count(2, 3), (2, 5));
    assert_eq!(Uuid::nil(), id(0));
}
