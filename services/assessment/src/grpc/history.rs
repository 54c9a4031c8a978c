//! A case's events in one sentence each. No sentence names the person, or anything medical.

use trajet_assessment_domain::{Event, Notice, Told};
use trajet_law::deadline::Plan;
use trajet_service::annul;
use trajet_service::explain::Explaining;
use trajet_service::history::{Telling, before_go_live, days, replanned};

use super::file;

/// How this service tells its events.
pub(crate) const TELLING: Telling<Event> = Telling { summary, plan };

/// How this service explains what its events decided.
pub(crate) const EXPLAINING: Explaining<Event> =
    Explaining { matter: Event::matter, decision: Event::decision, tells: Event::tells };

fn plan(event: &Event) -> Option<&Plan> {
    match event {
        Event::DeadlinePlanned { plan, .. } | Event::DeadlineReopened { plan, .. } => Some(plan),
        Event::DeadlineReplanned { after, .. } => Some(after),
        _ => None,
    }
}

/// What happened before the case was taken over. The recognition says on which day that was.
fn past(fact: &Event) -> String {
    match fact {
        Event::IncapacityRecognised(recognition) => before_go_live(summary(fact), recognition.taken_over.as_ref()),
        _ => format!("Before go-live: {}", summary(fact)),
    }
}

/// What an event is.
pub(crate) fn summary(event: &Event) -> String {
    match event {
        Event::BeforeGoLive(fact) => past(fact),
        Event::ActAnnulled(annulled) => annul::summary(annulled),
        Event::FileChanged(changed) => file::summary(changed),
        Event::IncapacityDeclared { declaration, .. } => {
            format!("An incapacity that began on {} was declared.", declaration.certificate.incapacity_start)
        }
        Event::PersonRepresented(represented) => match represented.until {
            Some(until) => format!("A legal representative is recorded from {} to {until}.", represented.from),
            None => format!("A legal representative is recorded from {} on.", represented.from),
        },
        Event::CertificateAdded(added) => {
            format!("A certificate from {} on gives {} as the expected end.", added.from, added.until)
        }
        Event::StartCorrected(corrected) if corrected.from == corrected.to => {
            "The day on which all activity had ceased was corrected.".to_owned()
        }
        Event::StartCorrected(corrected) => {
            format!("The first day of incapacity is {}, and not {}.", corrected.to, corrected.from)
        }
        Event::DeadlineReplanned { before, after, because, .. } => {
            replanned(after.step.code(), before, after, *because)
        }
        Event::IncapacityRecognised(recognition) => {
            format!("The incapacity was recognised; invalidity would begin on {}.", recognition.invalid_from)
        }
        Event::RecognitionRefused(_) => "The recognition was refused.".to_owned(),
        Event::TrackStarted(track) => format!("A concurrent track was recorded from {} on.", track.from),
        Event::TrackEnded(track) if track.never_was() => "A concurrent track turned out never to have been.".to_owned(),
        Event::TrackEnded(track) => match track.until {
            Some(last) => format!("A concurrent track was given its last day, {last}."),
            None => "A concurrent track was given its last day.".to_owned(),
        },
        Event::DeadlinePlanned { plan, .. } => {
            format!("{} was planned: {}.", plan.step.code(), days(plan))
        }
        Event::DeadlineMet { step, .. } => format!("{} was done.", step.code()),
        Event::DeadlineMissed { step, .. } => format!("{} was not done in time.", step.code()),
        Event::DeadlineWaived { step, because, .. } => format!("{} need not be done ({because}).", step.code()),
        Event::DeadlineReopened { plan, .. } => format!("{} is to be done again.", plan.step.code()),
        Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) => told(&fact.told),
        Event::FirstEstimateMade(_) => "The remaining capacities were first estimated.".to_owned(),
        Event::PersonReferred(_) => "The person was referred to the coordinator.".to_owned(),
        Event::FactParked { because, .. } => format!("A fact was told that cannot act yet ({}).", because.code()),
        Event::FactReleased { .. } => "A fact that waited can act.".to_owned(),
        Event::EvaluationMade(_) => "The remaining capacities were evaluated.".to_owned(),
        Event::ExaminationInvited { invitation, .. } => {
            format!("The person was invited to an examination on {}.", invitation.examination_on)
        }
        Event::TrajectoryRefused(refusal) => {
            format!(
                "A trajectory that the person asked for on {} was refused{}.",
                refusal.asked_on,
                by_letter(refusal.notice.as_ref())
            )
        }
        Event::TrajectoryAuthorised { request, .. } => format!("Request {request} for a trajectory was authorised."),
        Event::TrajectoryNotAuthorised { request, notice, .. } => {
            format!("Request {request} for a trajectory was not authorised{}.", by_letter(notice.as_ref()))
        }
        Event::WorkAppliedFor { application, .. } => {
            format!("Authorised work was applied for, planned from {} on.", application.planned_from)
        }
        Event::WorkResumed { number, on } => format!("The work of application {number} began on {on}."),
        Event::WorkAuthorised { number, terms } => {
            format!("The work of application {number} was authorised from {} on.", terms.from)
        }
        Event::WorkAmended { number, terms } => {
            format!("The work of application {number} was amended from {} on.", terms.from)
        }
        Event::WorkNotAuthorised { number, notice, .. } => {
            format!("The work of application {number} was not authorised{}.", by_letter(notice.as_ref()))
        }
        Event::WorkApplicationWithdrawn { number, .. } => format!("Application {number} for work was withdrawn."),
        Event::RehabilitationProposed { number, .. } => format!("Rehabilitation programme {number} was proposed."),
        Event::RehabilitationSubmitted { number, .. } => {
            format!("The proposal of programme {number} was submitted to the CSCMI.")
        }
        Event::RehabilitationClosed { number, because, .. } => {
            format!("The proposal of programme {number} was closed ({because}).")
        }
        Event::RehabilitationAnswered { number, .. } => format!("The CSCMI answered on programme {number}."),
        Event::RehabilitationIntakeHeld { number, .. } => format!("An intake for programme {number} was held."),
        Event::ProgrammeStarted { number, on } => format!("Programme {number} started on {on}."),
        Event::ProgrammeHoursFollowed { number, hours } => {
            format!("Hours of programme {number} were followed from {} to {}.", hours.period.first, hours.period.last)
        }
        Event::ProgrammeEnded { number, end, .. } => {
            format!("Programme {number} has its last day, {}.", end.last_day)
        }
        Event::ReintegrationEvaluated { number, .. } => {
            format!("The incapacity was evaluated with the new skills of programme {number}.")
        }
        Event::TeamContactRecorded(_) => "A contact of the team with the person was recorded.".to_owned(),
        Event::IncapacityEnded(end) => match (end.died_on, end.relapsed_on) {
            (Some(_), _) => format!("The case was closed for good on {}.", end.told_on()),
            (None, Some(on)) => format!("Another incapacity began on {on}."),
            (None, None) => format!("The incapacity ended on {}.", end.last_day),
        },
    }
}

fn by_letter(notice: Option<&Notice>) -> &'static str {
    notice.map_or("", |_| ", by letter")
}

fn told(told: &Told) -> String {
    match told {
        Told::Sent { due_back, .. } => format!("The questionnaire was sent, due back on {due_back}."),
        Told::Waived { .. } => "No questionnaire is sent.".to_owned(),
        Told::NotReturned { due_back, .. } => format!("The questionnaire was not back on {due_back}."),
        Told::Incomplete { .. } => "The questionnaire came back incomplete.".to_owned(),
        Told::Completed { .. } => "The completed questionnaire is back.".to_owned(),
        Told::Impossible { .. } => "The questionnaire cannot be completed.".to_owned(),
        Told::TrajectoryRequested { .. } => "The person asked the coordinator for a trajectory.".to_owned(),
        Told::AuthorisationAsked { number, .. } => {
            format!("The coordinator asked to authorise a trajectory, request {number}.")
        }
        Told::ConsentsDecided { .. } => "The person decided on consent.".to_owned(),
        Told::Presumed(one) => format!("Incapacity is presumed until {}, as far as is known.", one.last),
        Told::TrajectoryEnded { .. } => "The trajectory that the person asked for ended.".to_owned(),
        Told::CodexRequested { .. } => "An occupational physician was asked to start a trajectory.".to_owned(),
        Told::Rehabilitation { .. } => "A partner told of a rehabilitation programme.".to_owned(),
        Told::CodexEnded { .. } => "A trajectory with an occupational physician ended.".to_owned(),
        Told::Relapsed { on } => format!("The incapacity from {on} was recognised as a relapse of this one."),
        Told::Died { .. } => "The case of a relapse tells the death of the person.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::samples::{PERSONAL, more, one_of_each};

    #[test]
    fn every_event_is_one_sentence_without_personal_data() {
        let medical = ["category", "prognosis", "not_unfit", "medical", "coordinator-1", "a body with a name"];
        for event in one_of_each().into_iter().chain(more()) {
            // A step is named by its code, as on every work list.
            let sentence = Step::ALL.iter().fold(summary(&event), |text, step| text.replace(step.code(), "step"));
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
            for word in PERSONAL.iter().chain(&medical) {
                assert!(!sentence.contains(word), "{word} in {sentence}");
            }
        }
    }
}
