//! Who stands behind one claim, and who denies it.

use std::collections::BTreeSet;

use entity::vocab::Stance;
use uuid::Uuid;

use crate::domain::origin::{Attribution, OriginCount, Origins};

/// How often something is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    /// In how many places.
    pub attributions: usize,
    /// In how many documents.
    pub sources: usize,
    /// By how many known publishers.
    pub publishers: usize,
}

/// Who stands behind one claim, and who stands against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Corroboration {
    /// How often it is asserted.
    pub asserted: Voices,
    /// From how many independent origins.
    pub origins: OriginCount,
    /// How often it is denied. A denial gives no origin.
    pub denied: Voices,
    /// How often it is called doubtful or wrong, with reasons or another figure.
    pub disputed: Voices,
}

/// The corroboration of one claim by its attributions; those of other claims must not be given.
#[must_use]
pub fn corroboration(attributions: &[&Attribution], origins: &Origins) -> Corroboration {
    let of = |stance: Stance| attributions.iter().copied().filter(move |it| it.stance == stance);
    let asserting = of(Stance::Asserts).map(|attribution| attribution.id);
    Corroboration {
        asserted: voices(of(Stance::Asserts)),
        origins: OriginCount::of(origins.of_all(asserting)),
        denied: voices(of(Stance::Denies)),
        disputed: voices(of(Stance::Disputes)),
    }
}

fn voices<'a>(attributions: impl Iterator<Item = &'a Attribution>) -> Voices {
    let mut count = 0;
    let (mut sources, mut publishers) = (BTreeSet::<Uuid>::new(), BTreeSet::<Uuid>::new());
    for attribution in attributions {
        count += 1;
        sources.insert(attribution.source);
        publishers.extend(attribution.publisher);
    }
    Voices { attributions: count, sources: sources.len(), publishers: publishers.len() }
}
