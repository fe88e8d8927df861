//! The one sentence of a verdict, for a person.

use entity::vocab::Qualifier;

use super::{Figure, Judged, RelationCode, Side, StatisticKey, Which};

/// A number with a comma between its thousands: 4,972; 2.5.
#[must_use]
pub fn number(value: f64) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = match plain.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (plain.as_str(), None),
    };
    let mut out = String::with_capacity(plain.len() * 2);
    if value < 0.0 {
        out.push('-');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// A figure in our words; in its own, between quotes, where it names no number.
#[must_use]
pub fn figure_words(figure: &Figure, text: &str) -> String {
    let own = || format!("\"{text}\"");
    let named = |words: &str| match figure.value {
        Some(value) => format!("{words}{}", number(value)),
        None => own(),
    };
    match figure.qualifier {
        Qualifier::Exact | Qualifier::None => named(""),
        Qualifier::About => named("about "),
        Qualifier::Nearly => named("nearly "),
        Qualifier::JustOver => named("just over "),
        Qualifier::AtLeast => named("at least "),
        Qualifier::MoreThan => named("more than "),
        Qualifier::AtMost => named("at most "),
        Qualifier::LessThan => named("fewer than "),
        Qualifier::Between => match (figure.said_low, figure.said_high) {
            (Some(low), Some(high)) => format!("{} to {}", number(low), number(high)),
            (Some(low), None) => format!("{} or more", number(low)),
            (None, Some(high)) => format!("up to {}", number(high)),
            (None, None) => own(),
        },
        Qualifier::Vague | Qualifier::Unknown | Qualifier::Relative => own(),
    }
}

/// Why `judged` was given to `a` and `b`.
///
/// The lower figure is named first whichever way round the two were given, so that the sentence is
/// the same for both.
pub(super) fn reason(a: &Side, b: &Side, judged: &Judged, same_origin: bool) -> String {
    let key = |side: &Side| (side.figure.key(), side.when, side.claim);
    let swapped = key(b) < key(a);
    let (low, high) = if swapped { (b, a) } else { (a, b) };
    let pair = Pair { low, high, low_is: if swapped { Which::B } else { Which::A } };
    let mut sentence = pair.sentence(judged);
    if a.key == b.key {
        sentence.push_str("; same statistic; ");
        sentence.push_str(if same_origin { "same origin" } else { other_origins(a, b) });
    }
    let soft = |figure: &Figure| figure.soft_low || figure.soft_high;
    if a.key == b.key && (soft(&a.figure) || soft(&b.figure)) {
        sentence.push_str("; read by ");
        sentence.push_str(a.figure.lexicon.as_str());
    }
    sentence
}

/// Why a confirmed link, or nothing, relates two claims without numbers.
pub(super) fn link_reason(judged: &Judged) -> String {
    let links = [
        (RelationCode::Supersedes, "one takes the other's place"),
        (RelationCode::Corrects, "one corrects the other"),
        (RelationCode::SameAs, "both are the same proposition"),
        (RelationCode::Part, "one is a part of the other's total"),
    ];
    match links.into_iter().find(|(code, _)| *code == judged.code) {
        Some((_, words)) => format!("{words}, as a person confirmed"),
        None => "at least one of them has no number to compare".to_owned(),
    }
}

fn other_origins(a: &Side, b: &Side) -> &'static str {
    let unknown = |side: &Side| side.origins.iter().any(|origin| !origin.is_known());
    let shared = a.origins.iter().any(|origin| origin.is_known() && b.origins.contains(origin));
    if a.origins.is_empty() || b.origins.is_empty() {
        "one without any origin"
    } else if shared {
        "not one origin alone"
    } else if unknown(a) || unknown(b) {
        "an unknown origin among them"
    } else {
        "different origins"
    }
}

/// Two sides, the lower first.
struct Pair<'a> {
    low: &'a Side<'a>,
    high: &'a Side<'a>,
    low_is: Which,
}

impl Pair<'_> {
    fn sentence(&self, judged: &Judged) -> String {
        let [low, high] = [self.low, self.high].map(|side| figure_words(&side.figure, side.text));
        match judged.code {
            RelationCode::Overridden
            | RelationCode::Supersedes
            | RelationCode::Corrects
            | RelationCode::SameAs
            | RelationCode::Part => {
                format!("{low} and {high}: {}", link_reason(judged))
            }
            RelationCode::OtherMeasure
            | RelationCode::OtherPlace
            | RelationCode::OtherPeriod
            | RelationCode::OtherPopulation
            | RelationCode::OtherEvent => {
                format!("{low} and {high} have different {}", parts(self.low.key, self.high.key))
            }
            RelationCode::ScopeDrift => format!(
                "one origin's {low} reappears under another {}",
                parts(self.low.key, self.high.key)
            ),
            RelationCode::NoNumber => link_reason(judged),
            RelationCode::Relative => {
                format!("{low} and {high}: at least one does not name its number")
            }
            RelationCode::OtherMoment => format!(
                "{low} and {high} describe different moments, {} and {}",
                moment(self.low),
                moment(self.high)
            ),
            RelationCode::OrderUnknown => format!(
                "{low} ({}) and {high} ({}): which came first is not known",
                moment(self.low),
                moment(self.high)
            ),
            RelationCode::SameFigure => format!("{low} is said again"),
            RelationCode::QualifierDrift => format!("{low} and {high} are one number in two words"),
            RelationCode::OtherWords => format!("{low} and {high} can be one number in two words"),
            RelationCode::Raised | RelationCode::Lowered => self.revised(judged, &low, &high),
            RelationCode::OneVoiceTwoFigures => {
                format!("{low} and {high} were said at one time and exclude each other")
            }
            RelationCode::Equal => format!("{low} and {high} are read as the same"),
            RelationCode::Within => self.within(&low, &high),
            RelationCode::Overlaps => format!("{low} and {high} overlap"),
            RelationCode::Soft => format!("{low} and {high} miss each other by less than a tenth"),
            RelationCode::SameNumber => format!("{low} and {high} name the same number"),
            RelationCode::LaterIsHigher => {
                format!("{} is above {}, and later", self.upper(&high), self.lower(&low))
            }
            RelationCode::LaterIsLower => {
                format!(
                    "{low} is below {}, and later, of a tally that can only grow",
                    self.floor(&high)
                )
            }
            RelationCode::NoCommonValue => self.apart(&low, &high),
        }
    }

    fn revised(&self, judged: &Judged, low: &str, high: &str) -> String {
        let (earlier, later) = if judged.later == Some(self.low_is) {
            ((high, self.high), (low, self.low))
        } else {
            ((low, self.low), (high, self.high))
        };
        let verb = if judged.code == RelationCode::Raised { "raised" } else { "lowered" };
        let [from, to] =
            [earlier, later].map(|(words, side)| format!("{words} ({})", moment(side)));
        format!("{from} was {verb} to {to}")
    }

    fn within(&self, low: &str, high: &str) -> String {
        let (inner, outer) = (&self.low.figure, &self.high.figure);
        if outer.low <= inner.low && inner.high <= outer.high {
            format!("{low} lies within {}", reading(outer, high))
        } else {
            format!("{high} lies within {}", reading(inner, low))
        }
    }

    fn apart(&self, low: &str, high: &str) -> String {
        let (below, above) = (&self.low.figure, &self.high.figure);
        if above.high.is_infinite() && above.value.is_some() {
            format!("{low} is below {}", self.floor(high))
        } else if below.low <= 0.0 && below.one_sided() && below.value.is_some() {
            format!("{high} is above {}", self.lower(low))
        } else {
            format!("{low} and {high} have no common value")
        }
    }

    /// The higher figure as the limit that the lower one misses.
    fn floor(&self, words: &str) -> String {
        let figure = &self.high.figure;
        match figure.value.filter(|_| figure.qualifier == Qualifier::AtLeast) {
            Some(value) => format!("the stated minimum of {}", number(value)),
            None => reading(figure, words),
        }
    }

    /// The lower figure as the limit that the higher one passes.
    fn lower(&self, words: &str) -> String {
        let figure = &self.low.figure;
        match figure.value.filter(|_| figure.qualifier == Qualifier::AtMost) {
            Some(value) => format!("the stated maximum of {}", number(value)),
            None => reading(figure, words),
        }
    }

    fn upper(&self, words: &str) -> String {
        reading(&self.high.figure, words)
    }
}

/// The words, with their reading where that is the lexicon's doing.
fn reading(figure: &Figure, words: &str) -> String {
    if !figure.soft_low && !figure.soft_high {
        return words.to_owned();
    }
    match (figure.low.is_finite(), figure.high.is_finite()) {
        (true, true) => {
            format!("{words} (read as {} to {})", number(figure.low), number(figure.high))
        }
        (true, false) => format!("{words} (read as {} or more)", number(figure.low)),
        (false, true) => format!("{words} (read as {} or less)", number(figure.high)),
        (false, false) => words.to_owned(),
    }
}

fn moment(side: &Side) -> String {
    let moment = side.when.as_of.or(side.when.said);
    moment.map_or_else(|| "undated".to_owned(), |days| days.to_string())
}

fn parts(a: &StatisticKey, b: &StatisticKey) -> String {
    let StatisticKey { measure, event, place, population, period } = a;
    let differs = [
        (*measure != b.measure, "measure"),
        (*place != b.place, "place"),
        (*period != b.period, "period"),
        (*population != b.population, "population"),
        (*event != b.event, "event"),
    ];
    let names: Vec<&str> =
        differs.into_iter().filter_map(|(differs, name)| differs.then_some(name)).collect();
    names.join(" and ")
}
