//! `claimbase chart`: the picture of a statistic, as a server draws it.

use std::{fs, path::PathBuf};

use chrono::NaiveDate;
use clap::ValueEnum;

use super::{
    database::{self, Want},
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, say},
};
use crate::{
    Error, Result,
    config::Config,
    domain::lexicon::Lexicon,
    store::Db,
    web::{
        ask::Ask,
        chart::{Place, View},
        sheet::{self, ALONE, Found},
    },
};

/// Draw a statistic as SVG: who says how many, and what lies open.
#[derive(clap::Args)]
pub struct Chart {
    /// Name of the statistic in addresses, as iran-2018-arrested.
    slug: String,

    /// The file to write; without it stdout.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// origins has a row for each origin; time shows what was said when.
    #[arg(long, value_enum, default_value = "origins")]
    view: Look,

    /// Only what was said or stated by this day.
    #[arg(long, value_name = "DAY")]
    as_of: Option<NaiveDate>,

    /// As it was on record then: a day, or a moment like 2026-01-31T12:00:00Z.
    #[arg(long, value_name = "MOMENT")]
    known_at: Option<String>,

    /// Whose rules read the words.
    #[arg(long, value_name = "NAME", value_parser = Lexicon::ALL.map(Lexicon::as_str))]
    lexicon: Option<String>,

    /// AGENT takes each agent for one voice, AFFILIATION those under one parent.
    #[arg(long, value_name = "LENS", value_parser = ["AGENT", "AFFILIATION"])]
    origin_by: Option<String>,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Look {
    Origins,
    Time,
}

impl Chart {
    /// Draws it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { slug, output, view, as_of, known_at, lexicon, origin_by, flags: _ } = self;
        let given = [("knownAt", known_at), ("lexicon", lexicon), ("originBy", origin_by)];
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(given.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let ask = Ask::parse(&query.finish()).map_err(|error| Stop::usage(error.to_string()))?;
        let view = match view {
            Look::Origins => View::Origins,
            Look::Time => View::Time,
        };
        let db = database::open(&config.database.value, Want::Ready).await?;
        let drawn = draw(&db, slug, Ask { as_of, ..ask }, view).await;
        db.close().await?;
        let drawn = drawn?;
        let Some(file) = output else {
            print(&drawn)?;
            return Ok(Exit::Done);
        };
        let name = file.display();
        fs::write(&file, &drawn)
            .map_err(|error| Stop::failed(format!("cannot write {name}: {error}")))?;
        say(&format!("drew {name}"));
        Ok(Exit::Done)
    }
}

async fn draw(db: &Db, mut slug: String, ask: Ask, view: View) -> Result<String> {
    // A merge leads to the record kept, which leads no further.
    loop {
        match sheet::find(db, &slug, ask.clone()).await? {
            Some(Found::Here(sheet)) => {
                return Ok(sheet.chart(db, ALONE).await?.draw(view, Place::Alone));
            }
            Some(Found::Moved(kept)) => slug = kept,
            None => return Err(Error::not_found("slug", "statistic with the slug", &slug)),
        }
    }
}
