//! What other services are told of a case.

use prost::{Message as _, Name as _};
use prost_types::Any;
use trajet_assessment_domain::{CscmiAnswer, Event};
use trajet_contracts::assessment::v1::assessment_event::Fact;
use trajet_contracts::assessment::v1::{
    AppliedWorkBegan, AssessmentEvent, Category, ConcurrentTrackEnded, ConcurrentTrackStarted, EvaluationMade,
    FileAccessChanged, FirstEstimateMade, IncapacityCorrected, IncapacityEnded, IncapacityRecognised, PersonReferred,
    PersonRepresented, ProgrammeClosed, ProgrammeEnded, ProgrammeStarted, ProgrammeSubmitted, RecognitionRefused,
    TrajectoryAuthorised, TrajectoryNotAuthorised,
};
use trajet_contracts::date::to_proto;
use trajet_law::ending::Ending;
use trajet_law::rehabilitation::CscmiDecision;
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;
use trajet_service::{annul, file_access, representation, taken_over};

use super::convert;
use crate::stored::before_go_live;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    let kind = kind(&recorded.stored.kind)?;
    let payload = match &recorded.event {
        None => None,
        Some(event) => {
            let message = AssessmentEvent { fact: Some(fact(event)?) };
            Some(Any { type_url: AssessmentEvent::type_url(), value: message.encode_to_vec() })
        }
    };
    Some(Translated { kind, payload })
}

/// The contract message by which a stored kind is told.
fn kind(stored: &str) -> Option<&'static str> {
    let of = before_go_live::of(stored).unwrap_or(stored);
    Some(match of {
        "act_annulled" => "trajet.type.v1.FactsAnnulled",
        "file_restricted"
        | "file_list_changed"
        | "file_restriction_lifted"
        | "file_opened"
        | "file_access_reviewed" => "trajet.assessment.v1.FileAccessChanged",
        "incapacity_recognised" => "trajet.assessment.v1.IncapacityRecognised",
        "person_represented" => "trajet.assessment.v1.PersonRepresented",
        "start_corrected" => "trajet.assessment.v1.IncapacityCorrected",
        "recognition_refused" => "trajet.assessment.v1.RecognitionRefused",
        "track_started" => "trajet.assessment.v1.ConcurrentTrackStarted",
        "track_ended" => "trajet.assessment.v1.ConcurrentTrackEnded",
        "first_estimate_made" => "trajet.assessment.v1.FirstEstimateMade",
        "person_referred" => "trajet.assessment.v1.PersonReferred",
        "evaluation_made" => "trajet.assessment.v1.EvaluationMade",
        "trajectory_authorised" => "trajet.assessment.v1.TrajectoryAuthorised",
        "trajectory_not_authorised" => "trajet.assessment.v1.TrajectoryNotAuthorised",
        "work_resumed" => "trajet.assessment.v1.AppliedWorkBegan",
        "rehabilitation_submitted" => "trajet.assessment.v1.ProgrammeSubmitted",
        // Of an answer, a refusal alone.
        "rehabilitation_answered" | "rehabilitation_closed" => "trajet.assessment.v1.ProgrammeClosed",
        "programme_started" => "trajet.assessment.v1.ProgrammeStarted",
        "programme_ended" => "trajet.assessment.v1.ProgrammeEnded",
        "incapacity_ended" => "trajet.assessment.v1.IncapacityEnded",
        _ => return None,
    })
}

fn fact(event: &Event) -> Option<Fact> {
    Some(match event {
        Event::BeforeGoLive(event) => return fact(event),
        Event::ActAnnulled(annulled) => Fact::FactsAnnulled(annul::tell(annulled)),
        // Who may see it, and not what changed that: nobody else learns that an access was reviewed.
        Event::FileChanged(changed) => Fact::FileAccessChanged(FileAccessChanged {
            access: Some(file_access::tell(&changed.access)),
            changed_on: Some(to_proto(changed.on)),
        }),
        Event::IncapacityRecognised(recognition) => Fact::IncapacityRecognised(IncapacityRecognised {
            person: Some(convert::tell_person(&recognition.person)),
            incapacity_start: Some(to_proto(recognition.incapacity_start)),
            recognised_on: Some(to_proto(recognition.decided_on)),
            has_contract: recognition.has_contract,
            taken_over: recognition.taken_over.as_ref().map(taken_over::tell),
        }),
        Event::PersonRepresented(represented) => {
            Fact::PersonRepresented(PersonRepresented { representation: Some(representation::tell(represented)) })
        }
        // Where the day on which activity ceased was corrected alone, no first day moved.
        Event::StartCorrected(corrected) if corrected.from == corrected.to => return None,
        Event::StartCorrected(corrected) => Fact::IncapacityCorrected(IncapacityCorrected {
            previous_start: Some(to_proto(corrected.from)),
            incapacity_start: Some(to_proto(corrected.to)),
            corrected_on: Some(to_proto(corrected.on)),
        }),
        Event::RecognitionRefused(refusal) => {
            Fact::RecognitionRefused(RecognitionRefused { refused_on: Some(to_proto(refusal.decided_on)) })
        }
        Event::TrackStarted(track) => {
            Fact::ConcurrentTrackStarted(ConcurrentTrackStarted { track: Some(convert::tell_track(track)) })
        }
        Event::TrackEnded(track) => {
            Fact::ConcurrentTrackEnded(ConcurrentTrackEnded { track: Some(convert::tell_track(track)) })
        }
        Event::FirstEstimateMade(estimate) => Fact::FirstEstimateMade(FirstEstimateMade {
            estimated_on: Some(to_proto(estimate.on)),
            category: convert::tell_category(estimate.category).into(),
        }),
        // Only who is in category 4 is referred (M10).
        Event::PersonReferred(referral) => Fact::PersonReferred(PersonReferred {
            referred_on: Some(to_proto(referral.on)),
            category: Category::FourReturnWithActions.into(),
            initial: referral.initial,
        }),
        Event::EvaluationMade(evaluation) => Fact::EvaluationMade(EvaluationMade {
            evaluated_on: Some(to_proto(evaluation.on)),
            category: convert::tell_category(evaluation.category).into(),
        }),
        Event::TrajectoryAuthorised { request, on } => {
            Fact::TrajectoryAuthorised(TrajectoryAuthorised { request: *request, decided_on: Some(to_proto(*on)) })
        }
        Event::TrajectoryNotAuthorised { request, on, .. } => Fact::TrajectoryNotAuthorised(TrajectoryNotAuthorised {
            request: *request,
            decided_on: Some(to_proto(*on)),
        }),
        // D20: paid work ends the presumption of a plan, authorised or not.
        Event::WorkResumed { number, on } => {
            Fact::AppliedWorkBegan(AppliedWorkBegan { application: *number, began_on: Some(to_proto(*on)) })
        }
        Event::IncapacityEnded(end) => Fact::IncapacityEnded(IncapacityEnded {
            last_day: Some(to_proto(end.last_day)),
            deceased: end.ending() == Ending::Deceased,
            by_decision: end.cause.by_decision(),
            died_on: end.died_on.map(to_proto),
            relapsed_on: end.relapsed_on.map(to_proto),
        }),
        Event::IncapacityDeclared { .. }
        | Event::CertificateAdded(_)
        | Event::DeadlineReplanned { .. }
        | Event::DeadlinePlanned { .. }
        | Event::DeadlineMet { .. }
        | Event::DeadlineMissed { .. }
        | Event::DeadlineWaived { .. }
        | Event::DeadlineReopened { .. }
        | Event::QuestionnaireNoted(_)
        | Event::FactNoted(_)
        | Event::ExaminationInvited { .. }
        | Event::TrajectoryRefused(_)
        | Event::WorkAppliedFor { .. }
        | Event::WorkAuthorised { .. }
        | Event::WorkAmended { .. }
        | Event::WorkNotAuthorised { .. }
        | Event::WorkApplicationWithdrawn { .. }
        | Event::TeamContactRecorded(_)
        | Event::FactParked { .. }
        | Event::FactReleased { .. } => return None,
        Event::RehabilitationProposed { .. }
        | Event::RehabilitationSubmitted { .. }
        | Event::RehabilitationClosed { .. }
        | Event::RehabilitationAnswered { .. }
        | Event::RehabilitationIntakeHeld { .. }
        | Event::ProgrammeStarted { .. }
        | Event::ProgrammeHoursFollowed { .. }
        | Event::ProgrammeEnded { .. }
        | Event::ReintegrationEvaluated { .. } => return of_programme(event),
    })
}

/// What is told of a rehabilitation programme: whether what a plan is for was submitted and is in hand (D18), and from when until when
/// incapacity is presumed (M18). Whether it was withdrawn or refused, or how it ended, is nobody else's business (D3).
fn of_programme(event: &Event) -> Option<Fact> {
    Some(match event {
        Event::RehabilitationSubmitted { number, on } => {
            Fact::ProgrammeSubmitted(ProgrammeSubmitted { number: *number, submitted_on: Some(to_proto(*on)) })
        }
        Event::RehabilitationClosed { number, on, .. }
        | Event::RehabilitationAnswered { number, answer: CscmiAnswer { on, decision: CscmiDecision::Refused } } => {
            Fact::ProgrammeClosed(ProgrammeClosed { number: *number, closed_on: Some(to_proto(*on)) })
        }
        Event::ProgrammeStarted { number, on } => {
            Fact::ProgrammeStarted(ProgrammeStarted { number: *number, started_on: Some(to_proto(*on)) })
        }
        Event::ProgrammeEnded { number, from, end } => Fact::ProgrammeEnded(ProgrammeEnded {
            number: *number,
            started_on: Some(to_proto(*from)),
            ended_on: Some(to_proto(end.last_day)),
        }),
        _ => return None,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use trajet_service::test_support::{self, assert_erased_keep_their_kinds};

    use super::*;
    use crate::samples::{PERSONAL, more, one_of_each};
    use crate::stored;

    fn recorded(event: &Event) -> Recorded<Event> {
        test_support::recorded(stored::write(event).0, event.clone())
    }

    /// That the CSCMI approved is not told, and that it refused is.
    fn approves(event: &Event) -> bool {
        let decision = CscmiDecision::Approved;
        matches!(event, Event::RehabilitationAnswered { answer, .. } if answer.decision == decision)
    }

    fn told(event: &Event) -> Option<(&'static str, Fact)> {
        let translated = translate(&recorded(event))?;
        let message: AssessmentEvent = translated.payload.unwrap().to_msg().unwrap();
        Some((translated.kind, message.fact.unwrap()))
    }

    fn full_name(fact: &Fact) -> String {
        match fact {
            Fact::FactsAnnulled(_) => trajet_contracts::r#type::v1::FactsAnnulled::full_name(),
            Fact::IncapacityRecognised(_) => IncapacityRecognised::full_name(),
            Fact::IncapacityCorrected(_) => IncapacityCorrected::full_name(),
            Fact::RecognitionRefused(_) => RecognitionRefused::full_name(),
            Fact::ConcurrentTrackStarted(_) => ConcurrentTrackStarted::full_name(),
            Fact::ConcurrentTrackEnded(_) => ConcurrentTrackEnded::full_name(),
            Fact::FirstEstimateMade(_) => FirstEstimateMade::full_name(),
            Fact::PersonReferred(_) => PersonReferred::full_name(),
            Fact::PersonRepresented(_) => PersonRepresented::full_name(),
            Fact::EvaluationMade(_) => EvaluationMade::full_name(),
            Fact::TrajectoryAuthorised(_) => TrajectoryAuthorised::full_name(),
            Fact::TrajectoryNotAuthorised(_) => TrajectoryNotAuthorised::full_name(),
            Fact::AppliedWorkBegan(_) => AppliedWorkBegan::full_name(),
            Fact::ProgrammeSubmitted(_) => ProgrammeSubmitted::full_name(),
            Fact::ProgrammeClosed(_) => ProgrammeClosed::full_name(),
            Fact::ProgrammeStarted(_) => ProgrammeStarted::full_name(),
            Fact::ProgrammeEnded(_) => ProgrammeEnded::full_name(),
            Fact::IncapacityEnded(_) => IncapacityEnded::full_name(),
            Fact::FileAccessChanged(_) => FileAccessChanged::full_name(),
        }
    }

    #[test]
    fn each_event_that_concerns_others_is_told_under_the_name_of_its_message() {
        let kinds: Vec<_> = one_of_each()
            .iter()
            .filter_map(told)
            .map(|(kind, fact)| {
                assert_eq!(kind, full_name(&fact));
                kind.rsplit('.').next().unwrap()
            })
            .collect();
        let expected = [
            "EvaluationMade",
            "PersonRepresented",
            "IncapacityCorrected",
            "IncapacityRecognised",
            "RecognitionRefused",
            "ConcurrentTrackStarted",
            "ConcurrentTrackEnded",
            "FirstEstimateMade",
            "PersonReferred",
            "EvaluationMade",
            "TrajectoryAuthorised",
            "TrajectoryNotAuthorised",
            "AppliedWorkBegan",
            "ProgrammeSubmitted",
            "ProgrammeClosed",
            "ProgrammeStarted",
            "ProgrammeEnded",
            "IncapacityEnded",
            "FactsAnnulled",
            "FileAccessChanged",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn what_is_told_and_what_is_kept_agree_for_every_event() {
        for event in one_of_each().iter().chain(&more()) {
            let told = kind(stored::write(event).0).is_some() && !approves(event);
            assert_eq!(told, fact(event).is_some(), "{event:?}");
        }
    }

    #[test]
    fn m1_a_recognition_alone_tells_who_the_person_is() {
        for event in one_of_each().iter().chain(&more()) {
            let Some((kind, fact)) = told(event) else { continue };
            let bytes = AssessmentEvent { fact: Some(fact) }.encode_to_vec();
            let text = String::from_utf8_lossy(&bytes);
            let named = PERSONAL.iter().any(|word| text.contains(word));
            assert_eq!(named, kind == "trajet.assessment.v1.IncapacityRecognised", "{kind}");
        }
    }

    #[test]
    fn m1_a_refusal_is_told_without_its_reason() {
        let refused = one_of_each().into_iter().chain(more()).filter(|it| matches!(it, Event::RecognitionRefused(_)));
        for event in refused {
            let expected = RecognitionRefused { refused_on: Some(to_proto(event.effective_on())) };
            assert_eq!(told(&event).unwrap().1, Fact::RecognitionRefused(expected));
        }
    }

    #[test]
    fn an_erased_event_keeps_its_kind_and_tells_no_more() {
        let told = one_of_each().into_iter().filter(|event| !approves(event));
        assert_erased_keep_their_kinds(told.map(|event| recorded(&event)), translate);
    }
}
