//! A place in the list of conflicts, as clients hand it back.

use std::{fmt, str::FromStr};

use uuid::Uuid;

use crate::{Error, Result, domain::origin::Origin};

/// A place in the list that stays the same when other conflicts come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(super) class: Class,
    pub(super) ratio: u64,
    pub(super) high: u64,
    pub(super) a: Origin,
    pub(super) b: Origin,
    pub(super) nth: u32,
}

/// How many of the two origins are not known; known ones come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Known,
    Mixed,
    Unknown,
}

impl Class {
    pub(super) const ALL: [Self; 3] = [Self::Known, Self::Mixed, Self::Unknown];

    pub(super) const fn of(a: Origin, b: Origin) -> Self {
        match (a.is_known(), b.is_known()) {
            (true, true) => Self::Known,
            (true, false) | (false, true) => Self::Mixed,
            (false, false) => Self::Unknown,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { class, ratio, high, a, b, nth } = self;
        let class = match class {
            Class::Known => 0,
            Class::Mixed => 1,
            Class::Unknown => 2,
        };
        write!(f, "{class}.{ratio:x}.{high:x}.")?;
        for origin in [a, b] {
            match origin {
                Origin::Known(id) => write!(f, "k{}.", id.simple())?,
                Origin::Unknown(id) => write!(f, "u{}.", id.simple())?,
            }
        }
        write!(f, "{nth}")
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| {
            Error::invalid("after", "this is not a cursor of this list; use one that it gave")
        })
    }
}

impl Cursor {
    fn read(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [class, ratio, high, a, b, nth] = parts[..] else { return None };
        let class = match class {
            "0" => Class::Known,
            "1" => Class::Mixed,
            "2" => Class::Unknown,
            _ => return None,
        };
        let bits = |text| u64::from_str_radix(text, 16).ok();
        let origin = |text: &str| {
            let known = text.strip_prefix('k').map(|id| Uuid::try_parse(id).map(Origin::Known));
            let unknown =
                || text.strip_prefix('u').map(|id| Uuid::try_parse(id).map(Origin::Unknown));
            known.or_else(unknown)?.ok()
        };
        Some(Self {
            class,
            ratio: bits(ratio)?,
            high: bits(high)?,
            a: origin(a)?,
            b: origin(b)?,
            nth: nth.parse().ok()?,
        })
    }
}
