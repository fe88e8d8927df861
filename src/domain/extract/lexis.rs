//! The words of English news prose that the rules know.

/// Whether a list of words holds one.
pub(super) fn among(words: &str, word: &str) -> bool {
    // Searching the list as one text is several times faster than cutting it into words.
    let list = words.as_bytes();
    let free =
        |at: Option<usize>| at.is_none_or(|at| list.get(at).is_none_or(|&byte| byte == b' '));
    !word.is_empty()
        && words
            .match_indices(word)
            .any(|(at, _)| free(at.checked_sub(1)) && free(Some(at + word.len())))
}

/// Abbreviations before a name.
pub(super) const TITLES: &str = "mr mrs ms dr prof gen col lt sgt capt maj cmdr adm gov sen rep \
    rev hon st pres supt insp amb brig cpl";

/// Months as they are cut short.
pub(super) const MONTHS_CUT: &str = "jan feb mar apr jun jul aug sep sept oct nov dec";

/// Labels of numbers as they are cut short.
pub(super) const NUMBER_LABELS_CUT: &str = "no nos art sec para fig ch vol pp p tel ext \
    approx ca";

/// Abbreviations that are never a word of their own.
pub(super) const ABBREVIATIONS: &str = "vs etc inc ltd corp approx dept univ";

/// What labels a number that counts nothing.
pub(super) const LABELS: &str = "article section page pages chapter paragraph clause rule law \
    act title part volume verse psalm figure table appendix annex number no nos nr room gate \
    platform terminal track line route highway road motorway interstate exit junction flight bus \
    train channel radio studio resolution decree order bill directive protocol amendment \
    proposition measure case docket file form version release update phase stage step round week \
    day month year grade level category class type model mark block unit district ward zone area \
    precinct sector division brigade battalion regiment squadron fleet floor suite apartment \
    flat \
    house box cell bed ward pier dock berth lot plot season episode game match heat group lane \
    pool apollo windows magnitude size top number-one mission psalm pier reactor shaft bay \
    minute question item point lesson";

/// Months.
pub(super) const MONTHS: &str = "january february march april may june july august september \
    october november december jan feb mar apr jun jul aug sep sept oct nov dec";

/// Days of the week.
pub(super) const WEEKDAYS: &str = "monday tuesday wednesday thursday friday saturday sunday mon \
    tue tues wed thu thurs fri sat sun";

/// Number words below a hundred.
pub(super) const UNITS: &str = "zero one two three four five six seven eight nine ten eleven \
    twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty \
    fifty sixty seventy eighty ninety";

/// Words that multiply a number.
pub(super) const SCALES: &str = "hundred thousand million billion trillion dozen score";

/// Vague words in the plural.
pub(super) const PLURAL_SCALES: &str = "tens dozens scores hundreds thousands millions billions";

/// Prepositions.
pub(super) const PREPOSITIONS: &str = "of in on at by from for to with without within into onto \
    across through throughout during since until till after before between among amid under over \
    near around against about inside outside along behind beyond beside besides despite per via \
    toward towards upon off out up down as like than including following because ahead";

/// Forms of be, have, do and the modal verbs.
pub(super) const AUXILIARIES: &str = "is are was were be been being has have had having do does \
    did will would can could may might must shall should wasn't weren't isn't aren't hasn't \
    haven't hadn't didn't doesn't don't won't wouldn't can't couldn't";

/// What begins another clause or stands for a noun.
pub(super) const CLAUSE_WORDS: &str = "and or but nor yet so that which who whom whose when \
where \
    while whereas although though because if unless whether once what why how he she it they \
    we i \
    you him her them us there this these those the a an his its their our my your not also \
    then even still now already only just both either neither all";

/// Words about time and place that end a noun phrase.
pub(super) const ADVERBS: &str = "today yesterday tomorrow tonight overnight last next ago later \
    earlier alone nationwide worldwide countrywide overall altogether together far recently here \
    more less each apiece again soon now then meanwhile however instead likewise too daily \
    weekly \
    monthly yearly annually inclusive combined early late every another such";

/// What happens to persons, in the form that follows "were" or a noun.
pub(super) const DEEDS_OF_PERSONS: &str = "killed dead died injured wounded hurt arrested \
detained \
    jailed imprisoned missing displaced executed sentenced hospitalised hospitalized released \
    evacuated rescued drowned abducted kidnapped infected homeless stranded deported freed \
    charged convicted unaccounted trapped captured beaten tortured shot hanged slain martyred \
    poisoned vaccinated employed unemployed dismissed fired sacked hired married orphaned \
    treated \
    questioned indicted acquitted summoned expelled recruited conscripted buried enrolled \
    registered disappeared murdered massacred lynched maimed burned burnt saved";

/// What happens to things.
pub(super) const DEEDS_OF_THINGS: &str = "destroyed damaged burned burnt flooded closed shut \
    collapsed seized looted sunk sank torched demolished razed cancelled canceled delayed \
    grounded diverted intercepted downed launched fired affected cut blocked stolen recovered \
    sold built planted felled withdrawn counted reopened captured liberated inundated submerged \
    washed evacuated lost vandalised vandalized confiscated confirmed reported recorded \
    registered documented issued granted approved rejected";

/// Verbs of doing, in the past, that say what the persons counted did.
pub(super) const ACTS: &str = "marched gathered attended protested demonstrated rallied fled \
died \
    drowned participated joined voted remained took turned escaped perished survived disappeared \
    starved returned assembled crossed signed cast lost stayed stopped walked went came queued \
    camped live lived work worked need needed suffered contracted tested recovered travelled \
    traveled arrived enrolled registered resigned surrendered defected deserted boycotted \
    watched lined packed filled occupied celebrated took left quit tried sought applied \
    complained \
    collapsed sank burned overturned struck";

/// Nouns that name a count, a toll or a rate: a number that they reach counts them.
pub(super) const TOLLS: &str = "toll number total turnout count figure crowd attendance rate \
    share population tally unemployment inflation participation audience membership circulation \
    capacity output production level percentage proportion sum casualties deaths arrests \
    injuries fatalities losses damage cost costs damages budget deficit debt revenue sales \
    profit value price losses support approval coverage dead wounded injured cases";

/// What one cannot tell a fact of the world by counting: their number is no claim.
pub(super) const UNCOUNTED: &str = "reason reasons thing things time times way ways question \
    questions step steps option options part parts side sides word words point points example \
    examples issue issues kind kinds type types sort sorts phase phases stage stages round \
    rounds \
    chapter chapters page pages game games match matches goal goals set sets run runs inning \
    innings lap laps wicket wickets degree degrees o'clock gmt utc est edt pst am pm a.m p.m \
    leg legs half halves factor factors aspect aspects theme themes topic topics lesson lessons \
    idea ideas fronts front choice choices thought thoughts sentence sentences paragraph \
    paragraphs line lines more-or-less hand hands foot eyes eye letter letters syllables letters";

/// Durations.
pub(super) const DURATIONS: &str = "second seconds minute minutes hour hours day days night \
nights \
    week weeks weekend weekends fortnight month months year years decade decades century \
    centuries generation generations moment moments season seasons term terms";

/// Distances, speeds and sizes.
pub(super) const DISTANCES: &str = "km kilometre kilometres kilometer kilometers mile miles \
metre \
    metres meter meters m cm mm centimetre centimetres centimeter centimeters foot feet ft inch \
    inches yard yards mph kph km/h knots knot nautical block blocks storey storeys story floors \
    megahertz mhz khz celsius fahrenheit c f volt volts watts";

/// Money.
pub(super) const MONEY: &str = "dollar dollars euro euros pound pounds rial rials toman tomans \
    rupee rupees yen yuan franc francs peso pesos lira krona kroner crown crowns ruble rubles \
    rouble roubles cents pence usd eur gbp";

/// Nouns of persons that the number one may count.
pub(super) const PERSONS: &str = "person people man woman child boy girl civilian protester \
    protestor demonstrator soldier officer policeman policewoman worker student passenger \
    resident prisoner detainee migrant refugee sailor miner fisherman firefighter journalist \
    guard rioter bystander patient driver pilot villager teacher nurse doctor farmer teenager \
    tourist crew suspect gunman attacker death fatality arrest injury casualty survivor victim \
    lawyer rebel fighter militant activist member";

/// Speakers that need no article: their plain plural begins a clause.
pub(super) const BARE_SPEAKERS: &str = "police officials organisers organizers authorities \
    witnesses activists residents doctors campaigners unions union protesters opponents rebels \
    critics media hospitals prosecutors guards rescuers medics observers scientists analysts \
    experts lawyers investigators ministers lawmakers researchers economists monitors \
    firefighters \
    employers farmers aid workers";

/// Adverbs that stand between a subject and its verb.
pub(super) const VERB_ADVERBS: &str = "also later earlier then now since previously already \
    reportedly allegedly separately meanwhile subsequently initially repeatedly recently still \
    always never once again further immediately first originally publicly officially formally \
    flatly firmly strongly swiftly quickly angrily privately today yesterday ever only just \
    thus therefore nevertheless consistently jointly";

/// Groups of which an earlier sentence gave the name.
pub(super) const GROUPS: &str = "group network organisation organization agency movement party \
    union coalition body council committee company firm association charity monitor watchdog \
    outlet newspaper paper channel website ministry institute commission society foundation \
    federation service department office operator bureau army statement alliance";

/// Persons of whom an earlier sentence gave the name.
pub(super) const OFFICES: &str = "official spokesman spokeswoman spokesperson leader minister \
    president governor mayor chief commander lawmaker general director chairman chairwoman \
    chairperson premier chancellor senator judge prosecutor lawyer doctor professor ambassador \
    activist chair secretary captain colonel bishop scientist economist researcher engineer";

/// Words of names of organisations.
pub(super) const ORGANISATION_WORDS: &str = "ministry network group council organisation \
    organization agency party union coalition committee commission office department government \
    army police guard corps force forces association society federation institute centre center \
    university hospital company corporation bank court parliament senate congress news times \
    post \
    herald tribune gazette press radio television tv watch count movement front league board \
    authority service bureau campaign alliance foundation trust club church community report \
    reports survey data figures study poll census officials authorities witnesses organisers \
    organizers activists residents doctors rebels media brigade monitors bulletin chronicle \
    observatory operator mission embassy secretariat assembly academy registry collective";

/// Who is told something without passing it on.
pub(super) const AUDIENCES: &str = "reporters journalists parliament congress council senate \
court \
    committee assembly meeting conference audience crowd rally lawmakers supporters \
    investigators \
    jury judge hearing inquiry summit tribunal commission forum ministers house board";

/// Words that introduce the source of somebody's report.
pub(super) const CITING: &str = "citing quoting";

/// Participles and past forms that do not end in -ed, and verbs that link.
pub(super) const IRREGULAR: &str = "lost taken given seen made found sent sold told shot hit \
    hurt cut shut won begun known driven thrown broken stolen chosen frozen spent brought bought \
    caught taught fought built lent met paid fed torn worn hidden swept struck hung sunk stung \
    stuck fallen gone become overrun remain remains kept drawn grown laid withdrawn overturned \
    beaten bitten eaten forgotten forbidden proven ridden risen shaken spoken sworn woken \
    written";
