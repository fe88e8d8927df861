//! What stands apart, and why: claims that are not compared, here and on narrower or wider
//! statistics.

use std::collections::{BTreeMap, HashMap};

use entity::{claim, statistic};
use uuid::Uuid;

use crate::{
    Result,
    app::comparison::key_of,
    domain::relation::{RelationCode, other_statistic},
    store::{Read, crossref},
    web::{
        sheet::{Sheet, records},
        words,
    },
};

/// Claims that are shown at most.
const SHOWN: u64 = 40;

/// What stands apart.
pub struct Beside {
    /// The claims on this statistic.
    pub own: Vec<Apart>,
    /// The claims on others, statistic by statistic.
    pub others: Vec<Other>,
    /// How many claims are not shown; empty where all are.
    pub hidden: String,
}

/// A claim on this statistic that is not compared.
pub struct Apart {
    /// The figure as it is worded.
    pub figure: String,
    /// Why not.
    pub why: &'static str,
}

/// Another statistic of the same measure and event.
pub struct Other {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub href: String,
    /// Why its claims are not compared.
    pub why: &'static str,
    /// What is said on it.
    pub figures: Vec<String>,
}

/// Loads what stands apart from a statistic.
pub async fn load(db: &impl Read, sheet: &Sheet) -> Result<Beside> {
    let unlike = &sheet.outcome.unlike;
    let most = usize::try_from(SHOWN).unwrap_or(usize::MAX);
    let texts: HashMap<Uuid, &str> =
        sheet.view.claims().iter().map(|it| (it.id, it.quantity.text.as_str())).collect();
    let own = unlike.iter().take(most).map(|unlike| Apart {
        figure: texts.get(&unlike.claim).map_or("", |text| text).to_owned(),
        why: words::left_out(unlike.code),
    });
    let own: Vec<Apart> = own.collect();
    let mut hidden = i64::try_from(unlike.len() - own.len()).unwrap_or(i64::MAX);
    let mut others = Vec::new();
    // Statistics beside this one are known as they are now alone.
    if let (Some(counted), None) = (&sheet.view.facts().counted, sheet.ask.known_at) {
        let found = crossref::beside(db, sheet.statistic.id, None, SHOWN).await?;
        let shown = i64::try_from(found.len()).unwrap_or(i64::MAX);
        if found.len() >= most {
            hidden += crossref::count_beside(db, sheet.statistic.id).await? - shown;
        }
        let claims: HashMap<Uuid, claim::Model> =
            records(db, found.iter().map(|it| it.parent_key), None).await?;
        let statistics: HashMap<Uuid, statistic::Model> =
            records(db, found.iter().map(|it| it.row.id), None).await?;
        let mut by: BTreeMap<Uuid, (RelationCode, Vec<String>)> = BTreeMap::new();
        for it in &found {
            let code = other_statistic(&counted.key, &key_of(&it.row));
            let code = code.unwrap_or(RelationCode::OtherMeasure);
            let text = claims.get(&it.parent_key).and_then(|row| row.quantity_text.clone());
            by.entry(it.row.id).or_insert((code, Vec::new())).1.extend(text);
        }
        let other = |(id, (code, figures)): (Uuid, (RelationCode, Vec<String>))| {
            let row = statistics.get(&id)?;
            Some(Other {
                title: row.title.clone(),
                href: format!("/statistics/{}", row.slug),
                why: words::left_out(code),
                figures,
            })
        };
        others = by.into_iter().filter_map(other).collect();
    }
    Ok(Beside {
        own,
        others,
        hidden: match usize::try_from(hidden) {
            Ok(hidden) if hidden > 0 => words::plain(hidden),
            Ok(_) | Err(_) => String::new(),
        },
    })
}
