//! What a partner reads and says of the referrals that are addressed to it (X3, X4, X6, X7).

use prost::Name;
use trajet_access::Caller;
use trajet_belgium::EnterpriseNumber;
use trajet_contracts::date::to_proto;
use trajet_contracts::exchange::v1 as contract;
use trajet_contracts::exchange::v1::answer_referral_request::Answer;
use trajet_contracts::exchange::v1::report_commitment_request::Outcome as Told;
use trajet_contracts::r#type::v1 as common;
use trajet_exchange_domain::{Case, CaseReferral, Command, State};
use trajet_law::referral::Saying;
use trajet_ledger::{Ledger, StoreError};
use trajet_runtime::{Failure, Violations};
use trajet_service::employer;
use trajet_service::referral::{
    hear_commitment_kind, hear_decline, hear_information, tell_content, tell_course, tell_kind,
};
use trajet_service::{Envelope, Served, submit};
use uuid::Uuid;

use super::refusal::refusal;
use super::{convert, receipt};
use crate::inbox::{self, Entry};
use crate::ledger::Exchange;
use crate::matcher::is_lasting;

/// What a partner wants to say, once all fields of the request are right.
pub(super) type Checked = Result<(Envelope, (Uuid, Saying)), Failure>;

/// What became of a referral by a partner's word.
pub(super) struct Said {
    pub(super) referral_id: String,
    pub(super) etag: String,
    pub(super) cursor: String,
    pub(super) course: Option<common::ReferralCourse>,
}

/// The entries of the caller's inbox after one, and the cases of which they show something.
pub(super) async fn list(
    ledger: &Ledger<Exchange>,
    partner: EnterpriseNumber,
    after: u64,
    size: u32,
) -> Result<(Vec<contract::InboxEntry>, Vec<Uuid>), Failure> {
    let found = inbox::entries(ledger, partner, after, size).await.map_err(|error| ledger.failure(&error))?;
    let (mut told, mut shown) = (Vec::with_capacity(found.len()), Vec::new());
    for entry in found {
        let read = if entry.over { Ok(Received::Over) } else { received(ledger, partner, &entry).await };
        // What cannot be read holds its place, so that the partner goes on behind it.
        let (referral, unreadable) = match read {
            Ok(Received::Read(referral)) => (Some(*referral), false),
            Ok(Received::Over) => (None, false),
            Ok(Received::Unknown) => (None, true),
            Err(error) if is_lasting(&error) => {
                tracing::error!(ledger = ledger.name(), case = %entry.case, "an entry of an inbox cannot be read: {error}");
                (None, true)
            }
            Err(error) => return Err(ledger.failure(&error)),
        };
        shown.extend(referral.as_ref().map(|_| entry.case));
        told.push(contract::InboxEntry {
            number: entry.number,
            referral_id: entry.referral.to_string(),
            entered_on: Some(to_proto(entry.entered_on)),
            referral,
            unreadable,
        });
    }
    Ok((told, shown))
}

/// What an entry shows.
enum Received {
    /// The referral as its partner has it.
    Read(Box<contract::ReceivedReferral>),
    /// There is nothing to read any more.
    Over,
    /// Whether it still stands is not known, while a fact of the case is stuck.
    Unknown,
}

async fn received(ledger: &Ledger<Exchange>, partner: EnterpriseNumber, entry: &Entry) -> Result<Received, StoreError> {
    let Some(case) = read_case(ledger, entry.case).await? else { return Ok(Received::Over) };
    if inbox::is_stuck(ledger, entry.case).await? {
        return Ok(Received::Unknown);
    }
    let found = inbox::find_in(entry.case, &case.referrals, entry.referral).filter(|one| one.reached(partner));
    // What is over serves nothing any more, and of a case that ended nothing does, whatever the dossier has told yet.
    let readable = found.filter(|one| one.course.is_open() && case.ended.is_none());
    let shown = readable.and_then(|one| extract(ledger, &case, one));
    Ok(shown.map_or(Received::Over, |referral| Received::Read(Box::new(referral))))
}

/// What the law lets the recipient have of it, and nothing else (X3).
fn extract(ledger: &Ledger<Exchange>, case: &Case, one: &CaseReferral) -> Option<contract::ReceivedReferral> {
    let referral = &one.asked.referral;
    Some(contract::ReceivedReferral {
        person: Some(convert::tell_person(&case.recognition.as_ref()?.person)),
        kind: tell_kind(referral.kind).into(),
        content: Some(tell_content(&referral.content.for_recipient(referral.recipient))),
        employer_number: employer::tell(referral.employer),
        course: Some(tell_course(&one.course, ledger.clock().today())),
    })
}

async fn case(ledger: &Ledger<Exchange>, case_id: Uuid) -> Result<Option<Case>, Failure> {
    read_case(ledger, case_id).await.map_err(|error| ledger.failure(&error))
}

async fn read_case(ledger: &Ledger<Exchange>, case_id: Uuid) -> Result<Option<Case>, StoreError> {
    let found = ledger.state(case_id).await?;
    Ok(found.and_then(|(state, _)| if let State::Case(case) = state { Some(case) } else { None }))
}

/// Records a partner's word. What is not in its inbox is no referral, whoever else has it.
pub(super) async fn say(ledger: &Served<Exchange>, caller: &Caller, checked: Checked) -> Result<Said, Failure> {
    let (envelope, (referral, saying)) = checked?;
    let partner = caller.organisation;
    let case_id = inbox::case_of(ledger, partner, referral).await.map_err(|error| ledger.failure(&error))?;
    let case_id = case_id.ok_or(Failure::ReferralNotFound)?;
    let told_at = find(ledger, case_id, referral).await?.asked.source.position;
    let row = envelope.row()?;
    submit(ledger, caller, envelope, case_id, Command::Say { told_at, partner, saying }, refusal).await?;
    // The answer tells how it stands, whether this call wrote anything or not: it is a look at it, too (R3).
    ledger.looked(caller, row, case_id).await?;
    let case = case(ledger, case_id).await?.ok_or(Failure::ReferralNotFound)?;
    let course = &inbox::find_in(case_id, &case.referrals, referral).ok_or(Failure::ReferralNotFound)?.course;
    Ok(Said {
        referral_id: referral.to_string(),
        etag: course.steps().len().to_string(),
        cursor: receipt::referral_cursor(ledger, referral),
        // Why it is over is not the partner's to know, who may say again what it said before; and of what the partner itself
        // closed, whether the incapacity goes on is not.
        course: (course.is_open() && case.ended.is_none()).then(|| tell_course(course, ledger.clock().today())),
    })
}

async fn find(ledger: &Ledger<Exchange>, case_id: Uuid, referral: Uuid) -> Result<CaseReferral, Failure> {
    let case = case(ledger, case_id).await?.ok_or(Failure::ReferralNotFound)?;
    inbox::find_in(case_id, &case.referrals, referral).cloned().ok_or(Failure::ReferralNotFound)
}

/// Reads the fields that every word has, and what is said.
pub(super) fn check<R: Name>(
    request: &R,
    (request_id, referral_id): (&str, &str),
    saying: impl FnOnce(&mut Violations) -> Option<Saying>,
) -> Checked {
    let mut violations = Violations::default();
    let envelope = Envelope::read(&mut violations, request, request_id, "");
    let referral = violations.uuid("referral_id", referral_id);
    let saying = saying(&mut violations);
    violations.finish_with(envelope.zip(referral.zip(saying)))
}

pub(super) fn check_answer(violations: &mut Violations, answer: Option<Answer>) -> Option<Saying> {
    let certain = |violations: &mut Violations, field: &str, said: bool, saying: Saying| {
        violations.require(field, said, "is true where it is given");
        said.then_some(saying)
    };
    match violations.message("answer", answer)? {
        Answer::Accepted(said) => certain(violations, "accepted", said, Saying::Accept),
        Answer::Completed(said) => certain(violations, "completed", said, Saying::Complete),
        Answer::Declined(reason) => {
            violations.enumeration("declined", reason).and_then(hear_decline).map(Saying::Decline)
        }
        Answer::InformationAsked(what) => {
            violations.enumeration("information_asked", what).and_then(hear_information).map(Saying::AskInformation)
        }
    }
}

pub(super) fn check_commitment(violations: &mut Violations, request: &contract::CommitToRequest) -> Option<Saying> {
    let kind = violations.enumeration("kind", request.kind).and_then(hear_commitment_kind);
    let by = violations.date("by", request.by);
    Some(Saying::Commit { kind: kind?, by: by? })
}

pub(super) fn check_outcome(violations: &mut Violations, number: u32, outcome: Option<Told>) -> Option<Saying> {
    violations.require("number", number > 0, "is required");
    let saying = match violations.message("outcome", outcome)? {
        Told::KeptOn(date) => Saying::Keep { number, kept_on: violations.date("kept_on", Some(date))? },
        Told::MovedTo(date) => Saying::Renegotiate { number, by: violations.date("moved_to", Some(date))? },
        Told::NotKept(said) => {
            violations.require("not_kept", said, "is true where it is given");
            said.then_some(Saying::Break { number })?
        }
    };
    (number > 0).then_some(saying)
}
