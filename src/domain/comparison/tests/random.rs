//! Random statistics, small enough to try everything on them.

use entity::vocab::{DerivationKind, LinkKind, Originality, Stance};
use proptest::prelude::*;

use super::Record;
use crate::domain::{
    comparison::Claim,
    origin::{Attribution, Derivation, Parent},
    relation::{
        Exceptions, Link, Override, Verdict,
        tests::support::{any_accumulation, any_date, any_words, date, id},
    },
};

fn any_claim(number: u128) -> impl Strategy<Value = Claim> {
    let stated = prop_oneof![2 => Just(None), 1 => any_date()];
    (any_words(), stated).prop_map(move |(words, as_of)| Claim {
        id: id(10_000 + number),
        quantity: words.quantity,
        reading: words.reading,
        as_of,
    })
}

fn any_attribution(number: u128, claims: u128) -> impl Strategy<Value = Attribution> {
    let agent = prop_oneof![
        2 => Just(None), 6 => (100..104_u128).prop_map(Some), 1 => Just(Some(110))
    ];
    let stance = prop_oneof![8 => Just(Stance::Asserts), 1 => Just(Stance::Denies)];
    let publisher = proptest::option::of(105..107_u128);
    (agent, stance, publisher, 0..8_u128, 0..claims, any_date(), any_date()).prop_map(
        move |(agent, stance, publisher, source, claim, said_on, published_on)| Attribution {
            id: id(20_000 + number),
            claim: id(10_000 + claim),
            source: id(30_000 + source),
            publisher: publisher.map(id),
            agent: agent.map(id),
            originality: Originality::Unknown,
            stance,
            said_on,
            published_on,
        },
    )
}

fn any_exceptions(claims: u128) -> impl Strategy<Value = Exceptions> {
    let kind = prop_oneof![
        Just(LinkKind::Supersedes),
        Just(LinkKind::SameAs),
        Just(LinkKind::PartOfTotal),
        Just(LinkKind::Supports),
    ];
    let link = (0..claims, 0..claims, kind).prop_map(|(from, to, kind)| Link {
        from: id(10_000 + from),
        to: id(10_000 + to),
        kind,
    });
    let said = (0..claims, 0..claims, prop::sample::select(Verdict::ALL))
        .prop_filter("two claims", |(a, b, _)| a != b)
        .prop_map(|(a, b, verdict)| Override {
            a: id(10_000 + a),
            b: id(10_000 + b),
            verdict,
            reason: "because".to_owned(),
        });
    let said = proptest::collection::vec(said, 0..if claims > 1 { 2 } else { 1 });
    (proptest::collection::vec(link, 0..2), said)
        .prop_map(|(links, overrides)| Exceptions::new(links, overrides))
}

/// Up to seven claims in up to twelve attributions, with a few derivations and decisions.
pub(super) fn any_record() -> impl Strategy<Value = Record> {
    (1..8_u128, 1..13_u128).prop_flat_map(|(claims, attributions)| {
        let derivation =
            (0..attributions, 0..attributions, any::<bool>()).prop_map(|(child, parent, wire)| {
                Derivation {
                    child: id(20_000 + child),
                    parent: Parent::Attribution(id(20_000 + parent)),
                    kind: if wire { DerivationKind::SameWire } else { DerivationKind::Quotes },
                }
            });
        let end =
            prop_oneof![Just(None), Just(Some(date("2018-01-04"))), Just(Some(date("2018-01-31")))];
        let exceptions = prop_oneof![2 => Just(Exceptions::default()), 1 => any_exceptions(claims)];
        (
            any_accumulation(),
            end,
            (0..claims).map(any_claim).collect::<Vec<_>>(),
            (0..attributions).map(|it| any_attribution(it, claims)).collect::<Vec<_>>(),
            proptest::collection::vec(derivation, 0..3),
            exceptions,
            prop_oneof![3 => Just(None), 1 => (1..9_u32).prop_map(Some)],
        )
            .prop_map(
                |(accumulation, end, claims, attributions, derivations, exceptions, day)| {
                    let as_of = day.and_then(|day| date(&format!("2018-01-{day:02}")).exact_day());
                    Record {
                        end,
                        claims,
                        attributions,
                        derivations,
                        exceptions,
                        as_of,
                        ..Record::new(accumulation, None)
                    }
                },
            )
    })
}
