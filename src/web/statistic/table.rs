//! Who says what and where, grouped by origin, a page at a time.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    Result,
    domain::{comparison::Voiced, origin::Origin},
    store::{Read, said},
    web::{
        ask::Ask,
        line::Line,
        sheet::{Names, Sheet, not_asserted, relays},
        words,
    },
};

/// Rows on a page.
const ROWS: usize = 40;

/// A page of the table.
pub struct Table {
    /// The groups that it shows.
    pub groups: Vec<Group>,
    /// Which rows it shows, of how many.
    pub shown: String,
    /// The page before; empty on the first one.
    pub previous: String,
    /// The page after; empty on the last one.
    pub next: String,
}

/// What one origin says.
pub struct Group {
    /// Its place in the table, from 1: part of its address.
    pub place: usize,
    /// What it is called.
    pub name: String,
    /// Whether it is known.
    pub known: bool,
    /// Whether it is an origin: what nobody asserts has none.
    pub voice: bool,
    /// Its latest figure; empty where none is compared.
    pub figure: String,
    /// How that stands to the figures of the others.
    pub verdicts: Vec<Verdict>,
    /// Whether it began on an earlier page.
    pub continued: bool,
    /// The places.
    pub rows: Vec<Line>,
}

/// How a figure stands to others.
pub struct Verdict {
    /// Its class in the style sheet.
    pub class: &'static str,
    /// In words.
    pub words: String,
}

/// Where a row stands before it is loaded.
struct Slot {
    group: usize,
    attribution: Uuid,
    tag: &'static str,
}

/// Loads the page of the table that is asked for.
pub async fn load(db: &impl Read, sheet: &Sheet) -> Result<Table> {
    let at = sheet.ask.known_at;
    let (origins, slots) = slots(sheet);
    let pages = slots.len().div_ceil(ROWS).max(1);
    let page = sheet.ask.page.clamp(1, pages);
    let first = (page - 1) * ROWS;
    let shown = &slots[first.min(slots.len())..(first + ROWS).min(slots.len())];
    let ids: Vec<Uuid> = shown.iter().map(|slot| slot.attribution).collect();
    let here: Vec<Option<Origin>> = {
        let mut groups: Vec<usize> = shown.iter().map(|slot| slot.group).collect();
        groups.dedup();
        groups.into_iter().map(|group| origins[group]).collect()
    };
    let rows = match at {
        Some(at) => said::known_at(db, &ids, at).await?,
        None => said::by_ids(db, &ids).await?,
    };
    let rows: HashMap<Uuid, said::SaidRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let via = relays(db, &ids, at).await?;
    let names = Names::load(db, here.into_iter().flatten(), at).await?;

    let mut groups: Vec<Group> = Vec::new();
    for slot in shown {
        let Some(row) = rows.get(&slot.attribution) else { continue };
        let place = slot.group + 1;
        if groups.last().is_none_or(|group| group.place != place) {
            let continued = slots[..first].last().is_some_and(|last| last.group == slot.group);
            groups.push(group(sheet, place, origins[slot.group], &names, continued));
        }
        let relays = via.get(&slot.attribution).map_or(&[][..], Vec::as_slice);
        let line = Line { tag: slot.tag, ..Line::of(row, relays) };
        if let Some(group) = groups.last_mut() {
            group.rows.push(line);
        }
    }
    let link = |page: usize| {
        let ask = Ask { page, ..sheet.ask.bare() };
        format!("{}#who", sheet.elsewhere(&ask))
    };
    let last = first + shown.len();
    Ok(Table {
        groups,
        shown: match slots.len() {
            0 => String::new(),
            all if all <= ROWS => words::counted(all, "place"),
            all => format!(
                "{} to {} of {}",
                words::plain(first + 1),
                words::plain(last),
                words::counted(all, "place")
            ),
        },
        previous: if page > 1 { link(page - 1) } else { String::new() },
        next: if page < pages { link(page + 1) } else { String::new() },
    })
}

/// Every row of the table, and the origin of each group; `None` for what nobody asserts.
fn slots(sheet: &Sheet) -> (Vec<Option<Origin>>, Vec<Slot>) {
    let mut said: HashMap<Origin, Vec<Voiced>> = HashMap::new();
    for voiced in sheet.view.roll() {
        said.entry(voiced.origin).or_default().push(voiced);
    }
    let mut origins: Vec<Option<Origin>> = Vec::new();
    let mut slots = Vec::new();
    let mut add = |origin: Origin, latest: Option<(Uuid, f64)>, mut said: Vec<Voiced>| {
        let group = origins.len();
        origins.push(Some(origin));
        let is_latest = |voiced: &Voiced| latest.is_some_and(|latest| latest.0 == voiced.claim);
        said.sort_by_key(|voiced| {
            let day = voiced.when.said.or(voiced.when.as_of).map(|days| days.last);
            (!is_latest(voiced), std::cmp::Reverse(day), voiced.claim)
        });
        for voiced in said {
            let tag = match latest {
                _ if is_latest(&voiced) => "",
                Some((_, value)) if voiced.figure.value == Some(value) => "in other words",
                Some(_) => "another figure",
                None => "not compared",
            };
            let slot = |attribution| Slot { group, attribution, tag };
            slots.extend(voiced.attributions.into_iter().map(slot));
        }
    };
    for position in sheet.positions() {
        let origin = position.said.origin;
        let latest = (position.said.claim_id, position.said.figure.value.unwrap_or(f64::NAN));
        add(origin, Some(latest), said.remove(&origin).unwrap_or_default());
    }
    let mut rest: Vec<(Origin, Vec<Voiced>)> = said.into_iter().collect();
    rest.sort_by_key(|(origin, _)| *origin);
    for (origin, said) in rest {
        add(origin, None, said);
    }
    let others = not_asserted(&sheet.view);
    if !others.is_empty() {
        let group = origins.len();
        origins.push(None);
        slots.extend(others.into_iter().map(|attribution| Slot { group, attribution, tag: "" }));
    }
    (origins, slots)
}

fn group(
    sheet: &Sheet,
    place: usize,
    origin: Option<Origin>,
    names: &Names,
    continued: bool,
) -> Group {
    let Some(origin) = origin else {
        return Group {
            place,
            name: "Not asserted: denied, disputed or only mentioned".to_owned(),
            known: true,
            voice: false,
            figure: String::new(),
            verdicts: Vec::new(),
            continued,
            rows: Vec::new(),
        };
    };
    let positions = &sheet.outcome.positions;
    let position = positions.iter().position(|position| position.said.origin == origin);
    let figure = position.and_then(|at| {
        let id = positions[at].said.claim_id;
        let claims = sheet.view.claims();
        let found = claims.binary_search_by_key(&id, |claim| claim.id).ok()?;
        Some(claims[found].quantity.text.clone())
    });
    let verdicts = position.map_or_else(Vec::new, |at| {
        let shown = |(verdict, count): (crate::domain::relation::Verdict, usize)| Verdict {
            class: class(verdict),
            words: format!("{} {}", words::verdict(verdict), words::plain(count)),
        };
        let mut tally = sheet.tally(at);
        tally.sort_by_key(|(verdict, _)| words::weight(*verdict));
        tally.into_iter().map(shown).collect()
    });
    Group {
        place,
        name: names.of(origin),
        known: origin.is_known(),
        voice: true,
        figure: figure.unwrap_or_default(),
        verdicts,
        continued,
        rows: Vec::new(),
    }
}

const fn class(verdict: crate::domain::relation::Verdict) -> &'static str {
    use crate::domain::relation::Verdict as V;
    match verdict {
        V::Conflicts => "conflict",
        V::Agrees | V::Repeats => "agree",
        V::NotComparable | V::Revises | V::Progresses | V::Compatible | V::Near => "other",
    }
}
