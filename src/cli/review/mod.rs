//! `claimbase review`: a person goes through the candidates of a text.

mod ask;
mod edit;

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use entity::{attribution, claim, source, vocab::SourceKind};
use uuid::Uuid;

use self::ask::{Asked, Heard, Person};
use super::{
    database::{self, Want},
    extract::read,
    flags::{DATABASE, Flags},
    output::{Exit, Outcome, Stop, print, say},
    session, sheet,
};
use crate::{
    app::{
        Session,
        agent::{AddAgent, AgentRef},
        candidate::{
            self, AcceptCandidate, AcceptCandidates, Accepted, Document, Proposal, RejectCandidate,
            RejectCandidates,
        },
        source::{AddSource, SourceRef},
    },
    config::Config,
    domain::{
        imprint::Imprint,
        record_id::{Prefix, RecordId},
    },
    exchange::review::{self, ENDING},
    store::record,
};

/// The most relations that are shown of an accepted claim.
const RELATIONS: usize = 5;

/// Go through the candidates that claimbase extract found: accept, edit, skip or reject each.
///
/// What is accepted or rejected is on record at once, so that a review can be left and taken up again.
#[derive(clap::Args)]
pub struct Review {
    /// The file that claimbase extract wrote; without it, the newest one of this folder.
    file: Option<PathBuf>,

    /// Do not keep the text of a new source, only the quotes.
    #[arg(long)]
    without_text: bool,

    /// Ask about those that were decided on earlier, too.
    #[arg(long)]
    all: bool,

    #[command(flatten)]
    pub(super) flags: Flags<DATABASE>,
}

/// What a review has done.
#[derive(Default)]
struct Done {
    accepted: usize,
    known: usize,
    rejected: usize,
    skipped: usize,
    /// Accepted or rejected in an earlier review.
    before: usize,
}

impl Review {
    /// Does it.
    pub async fn run(self, config: Config) -> Outcome {
        let Self { file, without_text, all, flags: _ } = self;
        let file = match file {
            Some(file) => file,
            None => newest()?,
        };
        if file == Path::new("-") {
            return Err(Stop::usage("the answers come from stdin: name the file to review"));
        }
        let (document, found) = review::read(&read(&file)?)
            .map_err(|error| Stop::failed(format!("{}: {error}", file.display())))?;
        let db = database::open(&config.database.value, Want::Ready).await?;
        let session = session::program(db)?;
        let known = document.source(&session.db).await?;
        let row = known.as_ref().map(|(row, _)| row);
        let proposals = candidate::propose(&session.db, &document, row, found).await?;
        print(&sheet::source(&document, known.as_ref()))?;
        let source = source_ref(&document, known.as_ref(), without_text);
        let mut table =
            Table { session: &session, document: &document, source, done: Done::default() };
        let ended = table.go_through(&proposals, all).await;
        let done = table.done;
        session.db.close().await?;
        ended?;
        say(&done.sentence());
        Ok(Exit::Done)
    }
}

impl Done {
    fn sentence(&self) -> String {
        let Self { accepted, known, rejected, skipped, before } = self;
        format!(
            "accepted {accepted} ({known} of them on record already), rejected {rejected}, skipped \
             {skipped}; {before} decided earlier"
        )
    }
}

/// The review file written last in this folder.
fn newest() -> Result<PathBuf, Stop> {
    let failed = |error: std::io::Error| Stop::failed(format!("cannot read this folder: {error}"));
    let mut found: Vec<(SystemTime, PathBuf)> = Vec::new();
    for entry in fs::read_dir(".").map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = PathBuf::from(entry.file_name());
        if name.to_string_lossy().ends_with(ENDING) {
            let time = entry.metadata().and_then(|about| about.modified()).map_err(failed)?;
            found.push((time, name));
        }
    }
    let newest = found.into_iter().max().map(|(_, name)| name);
    newest.ok_or_else(|| {
        Stop::failed(format!(
            "there is no file *{ENDING} in this folder: make one with claimbase extract FILE"
        ))
    })
}

/// The source that accepted candidates are attributed to.
fn source_ref(
    document: &Document,
    known: Option<&(source::Model, bool)>,
    without_text: bool,
) -> SourceRef {
    if let Some((row, _)) = known {
        return SourceRef::Known(row.id);
    }
    let Document { title, url, published_on, language, text } = document;
    SourceRef::New(Box::new(AddSource {
        url: url.clone(),
        title: title.clone().unwrap_or_else(|| "Untitled".to_owned()),
        kind: SourceKind::Article,
        publisher: None,
        authors: Vec::new(),
        published_on: published_on.clone(),
        language: language.clone(),
        archive_url: None,
        accessed_on: None,
        text: (!without_text).then(|| text.clone()),
        text_public: false,
        external_ids: Vec::new(),
        imprint: Imprint::default(),
    }))
}

/// Where a review happens.
struct Table<'a> {
    session: &'a Session,
    document: &'a Document,
    source: SourceRef,
    done: Done,
}

impl Table<'_> {
    async fn go_through(&mut self, proposals: &[Proposal], all: bool) -> Result<(), Stop> {
        let mut person = Person;
        let decided = |one: &&Proposal| one.attribution.is_some() || one.rejection.is_some();
        if !all {
            self.done.before = proposals.iter().filter(decided).count();
        }
        let count = proposals.len();
        for (at, proposal) in proposals.iter().enumerate() {
            if !all && decided(&proposal) {
                continue;
            }
            print(&format!("\n{} of {count}  {}", at + 1, sheet::one(proposal, "        ")))?;
            if !self.decide(&mut person, proposal).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Asks until one candidate is decided on; whether the review goes on.
    async fn decide(&mut self, person: &mut Person, proposal: &Proposal) -> Result<bool, Stop> {
        let mut draft = AcceptCandidate::from(proposal);
        let mut edited = false;
        loop {
            match person.choose()? {
                Asked::Quit => return Ok(false),
                Asked::Skip => {
                    self.done.skipped += 1;
                    return Ok(true);
                }
                Asked::Reject => {
                    let Some(reason) = person.line("why (Enter says nothing)")? else {
                        return Ok(false);
                    };
                    self.reject(proposal, reason).await?;
                    return Ok(true);
                }
                Asked::Edit => {
                    let Some(mended) = edit::edit(person, proposal, draft.clone())? else {
                        return Ok(false);
                    };
                    draft = mended;
                    edited = true;
                    say("edited: a accepts it so");
                }
                Asked::Accept => {
                    if let Some(row) = &proposal.attribution {
                        self.on_record(row).await?;
                        return self.listen(person, &[row.id]).await;
                    }
                    if let Some(missing) = missing(proposal, &draft, edited) {
                        say(&missing);
                        continue;
                    }
                    match self.accept(draft.clone()).await? {
                        Ok(accepted) => return self.listen(person, &accepted).await,
                        Err(wrong) => say(&format!("not accepted: {wrong}; e mends it")),
                    }
                }
            }
        }
    }

    /// Puts one candidate on record and returns its attributions; what is wrong with it, where it
    /// cannot be.
    async fn accept(&mut self, draft: AcceptCandidate) -> Result<Result<Vec<Uuid>, String>, Stop> {
        let new = AcceptCandidates { source: self.source.clone(), candidates: vec![draft] };
        let done = match candidate::accept(self.session, new).await {
            Ok(done) => done,
            Err(error @ crate::Error::Input { .. }) => return Ok(Err(told(&error))),
            Err(error) => return Err(error.into()),
        };
        self.source = SourceRef::Known(done.source.id);
        let mut attributions = Vec::new();
        for Accepted { recorded, .. } in done.accepted {
            self.done.accepted += 1;
            let claim = recorded.claim.row;
            let is_new = recorded.attributions.iter().any(|one| one.is_new);
            attributions.extend(recorded.attributions.iter().map(|one| one.row.id));
            let how = match (recorded.claim.is_new, is_new) {
                (true, _) => "accepted",
                (false, true) => "accepted, as one more attribution of what is on record",
                (false, false) => "on record already, nothing was changed",
            };
            self.done.known += usize::from(!recorded.claim.is_new && !is_new);
            self.tell(how, &claim).await?;
        }
        Ok(Ok(attributions))
    }

    /// Asks of others whether they are the same voice as these attributions; whether the review goes
    /// on.
    async fn listen(&self, person: &mut Person, attributions: &[Uuid]) -> Result<bool, Stop> {
        for attribution in attributions {
            for voice in candidate::voices(self.session, *attribution).await? {
                print(&sheet::voice(&voice))?;
                let (is_same, told) = match person.hears()? {
                    Heard::Same => (true, "one voice: they count as one origin"),
                    Heard::Another => (false, "another voice: it will not be asked again"),
                    Heard::Skip => continue,
                    Heard::Quit => return Ok(false),
                };
                candidate::settle(self.session, *attribution, &voice, is_same).await?;
                print(&format!("  {told}\n"))?;
            }
        }
        Ok(true)
    }

    /// Shows what was accepted earlier, or entered otherwise.
    async fn on_record(&mut self, row: &attribution::Model) -> Result<(), Stop> {
        let claim: Option<claim::Model> = record::find(&self.session.db, row.claim_id).await?;
        self.done.accepted += 1;
        self.done.known += 1;
        match claim {
            Some(claim) => self.tell("on record already, nothing was changed", &claim).await,
            None => Ok(()),
        }
    }

    /// Says what became of a claim, and how it stands to the others.
    async fn tell(&self, how: &str, claim: &claim::Model) -> Result<(), Stop> {
        let id = RecordId::new(Prefix::Claim, claim.id);
        print(&format!("{how}: {id} {}\n", claim.text))?;
        let relations = candidate::relations(&self.session.db, claim, RELATIONS).await?;
        print(&sheet::relations(&relations))
    }

    async fn reject(&mut self, proposal: &Proposal, reason: String) -> Result<(), Stop> {
        let new = RejectCandidates {
            url: self.document.url.clone(),
            reason: (!reason.is_empty()).then_some(reason),
            candidates: vec![RejectCandidate {
                id: proposal.id.clone(),
                rule_set: proposal.candidate.rule_set.clone(),
                quote: proposal.candidate.quote.exact.clone(),
            }],
        };
        candidate::reject(self.session, new).await?;
        self.done.rejected += 1;
        print("rejected: it will not be proposed again\n")
    }
}

/// Why a candidate cannot stand as it was proposed; `None` where it can.
fn missing(proposal: &Proposal, draft: &AcceptCandidate, edited: bool) -> Option<String> {
    if draft.quantity.is_some() && draft.statistic.is_none() {
        return Some("no statistic is likely: e names one".to_owned());
    }
    let name = proposal.candidate.agent_text.as_deref()?;
    (draft.agent.is_none() && !edited)
        .then(|| format!("nobody on record is likely to be {name}: e names or adds them"))
}

/// What is wrong, and where.
fn told(error: &crate::Error) -> String {
    let crate::Error::Input { path, message, .. } = error else { return error.to_string() };
    // The list has one candidate.
    let field: Vec<&str> = path
        .iter()
        .map(String::as_str)
        .filter(|part| !matches!(*part, "candidates" | "0"))
        .collect();
    if field.is_empty() { message.clone() } else { format!("{}: {message}", field.join(".")) }
}

/// An agent to be added under this name.
fn new_agent(name: &str, kind: entity::vocab::AgentKind) -> AgentRef {
    AgentRef::New(Box::new(AddAgent {
        name: name.to_owned(),
        kind,
        slug: None,
        aliases: Vec::new(),
        parent: None,
        speaks_for: None,
        external_ids: Vec::new(),
    }))
}
