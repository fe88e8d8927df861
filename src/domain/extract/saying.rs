//! The verbs with which somebody is said to say something.

use entity::vocab::{Hedge, Stance};

use super::lexis::among;

/// Verbs that take a whole statement without "that".
const PLAIN: &str = "said says say told tells added adds wrote writes stated replied remarked \
    responded explained tweeted posted asked insisted warned noted argued complained \
    acknowledged \
    admitted conceded declared recalled warn argue insist admit acknowledge complain explain \
    add";

/// Verbs that take "that" and a statement.
const THAT: &str = "notes states announced announces warns insists argues maintained maintains \
    acknowledges admits concedes declares revealed reveals disclosed discloses confirmed \
    confirms explains testified concluded concludes complains suggested suggests observed \
    responds stressed stresses asserted asserts emphasised emphasized reiterated predicted \
    predicts \
    claimed claims claim alleged alleges allege reported reports report contended contends \
    pledged \
    vowed promised found showed shows indicated indicates estimated estimates estimate believes \
    believed believe denied denies deny calculated established boasted hinted affirmed";

/// Verbs that take a figure.
const FIGURE: &str = "reported reports report counted counts recorded records registered \
    documented estimated estimates estimate put puts tallied listed logged announced confirmed \
    confirms claimed claims claim alleged acknowledged admitted accused blamed identified \
    verified \
    found showed shows gave cited revealed disclosed noted denied denies deny disputed disputes \
    rejected rejects dismissed dismisses contested contests refuted challenged questioned \
    doubted retracted withdrew denounced ridiculed spoke speaks expected expects predicted \
    forecast projected";

/// Forms of the plural, which are infinitives as often.
const PLURAL: &str = "say tell warn argue insist admit acknowledge complain explain add \
allege claim report \
    estimate believe deny contend";

/// Forms that are nouns as often.
const NOUNS: &str = "reports report claims claim estimates estimate counts count records notes \
    states shows puts doubts";

/// What a verb of saying does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks of one word")]
pub(super) struct Saying {
    /// It takes a statement as it is.
    pub(super) plain: bool,
    /// It takes a statement after "that".
    pub(super) that: bool,
    /// It takes a figure as its object.
    pub(super) figure: bool,
    /// It may be a noun.
    pub(super) noun: bool,
    /// It goes with a subject in the plural only.
    pub(super) plural: bool,
    pub(super) stance: Stance,
    pub(super) hedge: Hedge,
}

/// What the word does as a verb of saying; `None` where it is none.
pub(super) fn saying(word: &str) -> Option<Saying> {
    let (plain, that, figure) = (among(PLAIN, word), among(THAT, word), among(FIGURE, word));
    let stance = if among("denied denies deny", word) {
        Stance::Denies
    } else if among(
        "disputed disputes rejected rejects dismissed dismisses contested contests refuted \
            challenged doubted denounced ridiculed",
        word,
    ) {
        Stance::Disputes
    } else if among("asked questioned", word) {
        Stance::Questions
    } else if among("retracted withdrew", word) {
        Stance::Retracts
    } else {
        Stance::Asserts
    };
    let hedge = if among("claimed claims claim alleged alleges allege", word) {
        Hedge::Allegedly
    } else if among(
        "estimated estimates estimate believes believed believe expected expects predicted \
            predicts forecast projected",
        word,
    ) {
        Hedge::Estimated
    } else {
        Hedge::None
    };
    let (noun, plural) = (among(NOUNS, word), among(PLURAL, word));
    (plain || that || figure).then_some(Saying {
        plain,
        that: plain || that,
        figure: plain || figure,
        noun,
        plural,
        stance,
        hedge,
    })
}

/// Whether the word is a verb of saying and nothing else.
pub(super) fn is_plain(word: &str) -> bool {
    among(PLAIN, word)
}
