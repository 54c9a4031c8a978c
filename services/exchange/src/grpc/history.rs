//! Events in one sentence each. No sentence names a person or says anything medical.

use trajet_exchange_domain::{CodexFact, Event, PartnerFact};
use trajet_law::rehabilitation::RehabilitationFact;
use trajet_ledger::Ledger;
use trajet_runtime::Failure;
use trajet_service::annul;
use trajet_service::file_access;
use trajet_service::history::Telling;
use uuid::Uuid;

use crate::ledger::Exchange;

/// How this service tells its events. It plans no deadline.
pub(crate) const TELLING: Telling<Event> = Telling { summary, plan: |_| None };

/// What an event is.
pub(crate) fn summary(event: &Event) -> String {
    match event {
        Event::ActAnnulled(annulled) => annul::summary(annulled),
        Event::FileAccessTold(told) => file_access::summary_of_told(&told.access),
        Event::CaseOpened(recognition) => {
            format!("An incapacity that began on {} was recognised.", recognition.incapacity_start)
        }
        Event::FactTold(told) => format!("The partner {} told {}.", told.partner.as_str(), what(&told.fact)),
        Event::StartCorrected(told) => format!("The first day of incapacity is {}, and not {}.", told.to, told.from),
        Event::IncapacityEnded(ending) if ending.died_on.is_some() => {
            format!("The case was closed for good on {}.", event.effective_on())
        }
        Event::IncapacityEnded(ending) => format!("The incapacity ended on {}.", ending.last_day),
        Event::ReferralReceived(asked) => format!("Referral {} waits to be sent.", asked.number),
        Event::ReferralProgressed { number, said, .. } => format!("Referral {number}: {}.", said.progress.what()),
        Event::ReferralEnded(ended) => {
            format!("Referral {} ended before the partner was done ({}).", ended.number, ended.because)
        }
        Event::InboxFilled { entry, .. } => format!("The inbox got its entry {}.", entry.number),
        Event::FactParked { because, .. } => format!("A fact was told that cannot act yet ({}).", because.code()),
        Event::FactReleased { .. } => "A fact that waited can act.".to_owned(),
        Event::PartnerRegistered(entry) => {
            format!("The partner {} was registered.", entry.registered.number.as_str())
        }
        Event::PartnerChanged { .. } => "The partner's entry was changed.".to_owned(),
        Event::ReportReceived(report) => format!("The partner {} sent a report.", report.partner.as_str()),
        Event::ReportMatched { .. } => "The report was taken over into a case.".to_owned(),
        Event::ReportUnmatched { .. } => {
            "The case that took the report over was annulled; the report waits again.".to_owned()
        }
        Event::ReportErased { .. } => "The report was kept long enough and erased.".to_owned(),
    }
}

fn what(fact: &PartnerFact) -> &'static str {
    match fact {
        PartnerFact::Codex(told) => what_of_codex(&told.fact),
        PartnerFact::Rehabilitation(fact) => match fact {
            RehabilitationFact::Answered { .. } => "its answer to a proposal for a rehabilitation programme",
            RehabilitationFact::IntakeHeld { .. } => "of an intake for a rehabilitation programme",
            RehabilitationFact::Started { .. } => "of the start of a rehabilitation programme",
            RehabilitationFact::HoursFollowed(_) => "of hours of a rehabilitation programme",
            RehabilitationFact::Ended { .. } => "of the end of a rehabilitation programme",
        },
        PartnerFact::Presented(_) => "that the person presented themselves",
    }
}

fn what_of_codex(fact: &CodexFact) -> &'static str {
    match fact {
        CodexFact::Requested { .. } => "of a request to start a CODEX trajectory",
        CodexFact::PreReturnVisit { .. } => "of a visit before the return to work",
        CodexFact::PlanSigned { .. } => "that the plan of the CODEX trajectory was signed",
        CodexFact::WorkResumed { .. } => "that work was resumed under the plan",
        CodexFact::Ended { .. } => "of the end of the CODEX trajectory",
    }
}

/// Whether the first event of a stream is one of a case: it was recognised, or something was told of it before that.
pub(crate) fn begins_a_case(kind: &str) -> bool {
    ["case_opened", "fact_parked", "file_access_told"].contains(&kind)
}

/// Makes sure that a stream is a case, erased or not: what partners and reports went through is told to nobody.
///
/// # Errors
/// If it is none, or the store fails.
pub(crate) async fn require_case(ledger: &Ledger<Exchange>, stream: Uuid) -> Result<(), Failure> {
    let first = ledger.history(stream, 0, 1).await.map_err(|error| ledger.failure(&error))?;
    let begins_case = first.first().is_some_and(|first| begins_a_case(&first.stored.kind));
    if begins_case { Ok(()) } else { Err(Failure::CaseNotFound) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{more, one_of_each};

    #[test]
    fn every_event_is_one_sentence_without_personal_data() {
        let forbidden = ["Peeters", "Anna", "85073003328", "21004", "Health at Work", "I.4-76", "unfit", "died"];
        for event in one_of_each().into_iter().chain(more()) {
            let sentence = summary(&event);
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
            for word in &forbidden {
                assert!(!sentence.contains(word), "{word} in {sentence}");
            }
        }
    }
}
