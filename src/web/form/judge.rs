//! Forms that judge: findings, suggestions, candidates, and how two claims relate.

use entity::{
    agent, claim, claim_link, derivation, finding, relation_override,
    vocab::{RecordKind, RecordStatus, Resolution, Role, Verdict},
};

use super::{
    Form, Kind,
    enter::{SPEAKER, Stands, agent},
};
use crate::{
    app::candidate::Proposal,
    domain::{
        extract::{Candidate, Span},
        record_id::RecordId,
    },
    store::record::Record,
    web::words::{shortened, spelled},
};

/// Gives a verdict on a finding.
#[must_use]
pub fn resolve(row: &finding::Model) -> Form {
    let form = Form::new("Settle it", "resolveFinding", Role::Curator, "Settle")
        .hidden("id", RecordId::new(RecordKind::Finding, row.id).to_string())
        .number("expectedRevision", &row.revision);
    let verdicts = [
        (Resolution::Fixed, "it was right and has been mended"),
        (Resolution::Accepted, "it is right, and nothing needs to be done"),
        (Resolution::Dismissed, "it is not a problem"),
        (Resolution::Open, "nobody has settled it"),
    ];
    let choices = verdicts.iter().filter(|(verdict, _)| *verdict != row.resolution);
    let choices = choices.map(|(verdict, words)| (spelled(verdict), (*words).to_owned()));
    form.with("resolution", "Verdict", Kind::Choice(choices.collect())).reason(true)
}

/// Merges an agent that is on record twice into the one that was there before.
#[must_use]
pub fn merge_twins(later: &finding::Model) -> Option<Form> {
    let (merge, keep) = (later.agent_id?, later.other_agent_id?);
    let id = |id| RecordId::new(agent::Model::KIND, id).to_string();
    let form = Form::new("Merge the two", "mergeRecords", Role::Curator, "Merge")
        .hidden("merge", id(merge))
        .hidden("keep", id(keep))
        .reason(true);
    Some(form)
}

/// A form that gives a verdict on a suggestion.
fn judge<R: Record>(title: &'static str, mutation: &'static str, row: &R) -> Form {
    Form::new(title, mutation, Role::Curator, title)
        .hidden("id", RecordId::new(R::KIND, row.id()).to_string())
        .number("expectedRevision", &row.revision())
        .reason(true)
}

/// Confirms or rejects a suggested derivation.
#[must_use]
pub fn confirm_derivation(row: &derivation::Model) -> Vec<Form> {
    vec![judge("Confirm", "confirmDerivation", row), judge("Reject", "rejectDerivation", row)]
}

/// Confirms or rejects a suggested link.
#[must_use]
pub fn confirm_link(row: &claim_link::Model) -> Vec<Form> {
    vec![judge("Confirm", "confirmLink", row), judge("Reject", "rejectLink", row)]
}

/// Decides how two claims relate in place of the rules and, where a person did, leaves it to the
/// rules again. `said` is what is on record of the two, retracted or not.
#[must_use]
pub fn decide(
    row: &claim::Model,
    other: &claim::Model,
    said: Option<&relation_override::Model>,
) -> Vec<Form> {
    let verdicts = [
        (Verdict::Conflicts, "they cannot both be so"),
        (Verdict::Agrees, "they say the same"),
        (Verdict::Repeats, "it is one voice that says the same again"),
        (Verdict::Revises, "one takes the other's place"),
        (Verdict::Progresses, "the later one is higher, as a tally may be"),
        (Verdict::Near, "they miss each other by less than their words are worth"),
        (Verdict::Compatible, "both can be so"),
        (Verdict::NotComparable, "they cannot be compared"),
    ];
    let verdicts = verdicts.iter().map(|(verdict, words)| (spelled(verdict), (*words).to_owned()));
    let id = |row: &claim::Model| RecordId::new(RecordKind::Claim, row.id).to_string();
    let called = other.quantity_text.as_ref().unwrap_or(&other.text);
    let called = format!("“{}”", shortened(called, NAMED));
    let title = format!("Decide how it stands to {called}");
    let mut form = Form::new(title, "overrideRelation", Role::Curator, "Decide")
        .opened()
        .hidden("a", id(row))
        .hidden("b", id(other));
    if let Some(said) = said {
        form = form.number("expectedRevision", &said.revision);
    }
    let holds = said.filter(|said| said.status == RecordStatus::Active);
    let form = form
        .choose("verdict", "How the two stand", verdicts.collect())
        .value(holds.map(|said| spelled(&said.verdict)).unwrap_or_default())
        .line("reason", "Why")
        .hint("shown wherever the verdict is")
        .value(holds.map(|said| said.reason.clone()).unwrap_or_default())
        .required();
    let back = holds.map(|said| {
        let title = format!("Leave it to the rules again how it stands to {called}");
        Form::new(title, "retract", Role::Curator, "Leave it to them")
            .hidden("ids.0", RecordId::new(RecordKind::RelationOverride, said.id).to_string())
            .reason(true)
    });
    std::iter::once(form).chain(back).collect()
}

/// Characters of a claim in the name of a form.
const NAMED: usize = 60;

/// Puts a candidate on record, as it was proposed or as a person mends it.
#[must_use]
pub fn accept(source: &str, proposal: &Proposal) -> Form {
    let Candidate { quote, quantity, statement, agent_text, verb, hedge_text, said_on, .. } =
        &proposal.candidate;
    let (stance, hedge) = (proposal.candidate.stance, proposal.candidate.hedge);
    let name = |field: &str| format!("candidates.0.{field}");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let Span { exact, prefix, suffix, start, end } = quote;
    let mut form = Form::new("Let it stand", "acceptCandidates", Role::Contributor, "Accept")
        .hidden("source.id", source)
        .hidden(name("id"), proposal.id.as_str())
        .hidden(name("ruleSet"), proposal.candidate.rule_set.as_str())
        .hidden(name("quote.exact"), exact.as_str())
        .hidden(name("quote.prefix"), prefix.as_str())
        .hidden(name("quote.suffix"), suffix.as_str())
        .number(name("quote.start"), start)
        .number(name("quote.end"), end)
        .hidden(name("stance"), spelled(&stance))
        .hidden(name("hedge"), spelled(&hedge))
        .hidden(name("hedgeText"), text(hedge_text))
        .hidden(name("verb"), text(verb));
    if let Some(quantity) = quantity {
        let likely = proposal.statistics.first();
        let id = likely.map(|fit| RecordId::new(RecordKind::Statistic, fit.row.id).to_string());
        form = form
            .line(name("quantity.text"), "How many")
            .value(quantity.text.as_str())
            .required()
            .record(name("statistic"), "What is counted", "STATISTIC", id.unwrap_or_default())
            .value(likely.map(|fit| fit.row.title.clone()).unwrap_or_default())
            .required();
    } else {
        form = form.text(name("text"), "In a sentence").value(text(statement)).required().record(
            name("event"),
            "About which event",
            "EVENT",
            "",
        );
    }
    let stands = match proposal.agents.first() {
        Some(fit) => Stands {
            id: RecordId::new(RecordKind::Agent, fit.row.id).to_string(),
            name: fit.row.name.clone(),
        },
        None => Stands { id: String::new(), name: text(agent_text) },
    };
    form = agent(form, name("agent"), SPEAKER, stands);
    let day = |day: &Option<crate::domain::partial_date::PartialDate>| {
        day.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    form.line(name("saidOn"), "Said on")
        .value(day(said_on))
        .line(name("asOf"), "As of")
        .hint("the moment that it describes")
        .value(day(&proposal.candidate.as_of))
}

/// Puts on record that a candidate is none.
#[must_use]
pub fn reject(url: Option<&str>, proposal: &Proposal) -> Form {
    let form = Form::new("Reject it", "rejectCandidates", Role::Contributor, "Reject");
    let form = match url {
        Some(url) => form.hidden("url", url),
        None => form,
    };
    form.hidden("candidates.0.id", proposal.id.as_str())
        .hidden("candidates.0.ruleSet", proposal.candidate.rule_set.as_str())
        .hidden("candidates.0.quote", proposal.candidate.quote.exact.as_str())
        .reason(false)
}
