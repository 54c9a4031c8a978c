//! A case's events in one sentence each. No sentence names the person, what was agreed, or anything medical.

use chrono::NaiveDate;
use trajet_dossier_domain::ami::{AmiEvent, AmiHappened};
use trajet_dossier_domain::{
    Attempt, AttemptKind, BeforeGoLive, ConcertationEvent, Event, OtherTrackEvent, Purpose, QuestionnaireTold,
    ReferralEvent, RegistryEvent, Told,
};
use trajet_law::deadline::{Plan, Step};
use trajet_service::annul;
use trajet_service::explain::Explaining;
use trajet_service::file_access;
use trajet_service::history::{Telling, before_go_live, replanned};

/// How this service tells its events.
pub(crate) const TELLING: Telling<Event> = Telling { summary, plan };

/// How this service explains what its events decided.
pub(crate) const EXPLAINING: Explaining<Event> =
    Explaining { matter: Event::matter, decision: Event::decision, tells: Event::tells };

fn plan(event: &Event) -> Option<&Plan> {
    match event {
        // The name of its figure tells what that of the step does.
        Event::DeadlinePlanned { plan, .. } if plan.step != Step::ProgrammeSubmission => Some(plan),
        _ => None,
    }
}

/// A step, but for the name of one that tells for what the plan is: who reads the history may not be told that (D18, D31).
const fn named(step: Step) -> &'static str {
    match step {
        Step::ProgrammeSubmission => "a step of the physician for the plan",
        _ => step.code(),
    }
}

/// What an event is.
pub(crate) fn summary(event: &Event) -> String {
    match event {
        Event::ActAnnulled(annulled) => annul::summary(annulled),
        Event::FileAccessTold(told) => file_access::summary_of_told(&told.access),
        Event::Noted(fact) => noted(&fact.told),
        Event::BeforeGoLive { what, .. } => before(*what).to_owned(),
        Event::DeadlinePlanned { plan, .. } => match (plan.due, plan.target) {
            (Some(due), _) => format!("{} was planned: due {due}.", named(plan.step)),
            (None, Some(target)) => format!("{} was planned: aimed at {target}.", named(plan.step)),
            (None, None) => format!("{} was planned.", named(plan.step)),
        },
        Event::DeadlineReplanned { before, after, because, .. } => {
            replanned(named(after.step), before, after, *because)
        }
        Event::DeadlineMet { step, .. } => format!("{} was done.", named(*step)),
        Event::DeadlineMissed { step, .. } => format!("{} was not done in time.", named(*step)),
        Event::DeadlineWaived { step, because, .. } => format!("{} need not be done ({because}).", named(*step)),
        Event::TrajectoryRequested { questionnaire_needed: true, .. } => {
            "The person asked for a trajectory, and is invited to fill in a questionnaire.".to_owned()
        }
        Event::TrajectoryRequested { questionnaire_needed: false, .. } => {
            "The person asked for a trajectory, and no questionnaire is needed.".to_owned()
        }
        Event::QuestionnaireBack { .. } => {
            "The questionnaire that the request waited for is not awaited any more.".to_owned()
        }
        Event::AppointmentMade(appointment) => {
            let made = format!("Appointment {} for {} was made", appointment.number, purpose(appointment.purpose));
            match appointment.replaces {
                None => format!("{made} on {}.", appointment.on),
                Some((replaced, _)) => format!("{made} on {}, in the place of {replaced}.", appointment.on),
            }
        }
        Event::AppointmentCancelled { number, because, .. } => {
            format!("Appointment {number} was cancelled ({because}).")
        }
        Event::AttemptMade(attempt) => attempted(attempt),
        Event::ContactRefused(refusal) => format!("The person refused {}.", purpose(refusal.purpose)),
        Event::ContactHeld(contact) => {
            format!(
                "Contact {}, {}, took place ({}).",
                contact.number,
                purpose(contact.purpose),
                contact.channel.code()
            )
        }
        Event::ConsentsRecorded(_) => "The person decided on consent.".to_owned(),
        Event::AuthorisationAsked(asked) => {
            let told = if asked.actions_told { "with" } else { "without" };
            format!("Authorisation {} was asked of the physician, {told} the agreed actions.", asked.number)
        }
        Event::TrajectoryEnded { reason, .. } => format!("The trajectory ended ({}).", reason.code()),
        Event::Ami(event) => ami(event),
        Event::PresumptionBegan(one) => {
            format!(
                "Presumption of incapacity {} began ({}){}.",
                one.number,
                one.presumed.kind,
                until(one.presumed.last)
            )
        }
        Event::PresumptionEnded(one) => {
            let because = one.presumed.ends_by.map(|ground| format!(" ({ground})")).unwrap_or_default();
            format!("Presumption of incapacity {} has its last day{}{because}.", one.number, until(one.presumed.last))
        }
        Event::NoticeIssued(notice) => {
            format!("The letter {} was issued, in language {}.", notice.text.code(), notice.language)
        }
        Event::FactParked { because, .. } => format!("A fact was told that cannot act yet ({}).", because.code()),
        Event::FactReleased { .. } => "A fact that waited can act.".to_owned(),
        Event::CoordinatorAssigned(assignment) => {
            let how = if assignment.by_hand { "by hand" } else { "by the first appointment or contact" };
            format!("The dossier was given to a coordinator from {} on, {how}.", assignment.on)
        }
        Event::Looked(_) => "The coordinator looked at the dossier.".to_owned(),
        Event::OtherTrack(OtherTrackEvent::Recorded { number, since, .. }) => {
            format!("Track {number} outside a formal trajectory was registered, from {since} on.")
        }
        Event::OtherTrack(OtherTrackEvent::Ended { number, last_day }) => {
            format!("The last day of track {number} outside a formal trajectory was {last_day}.")
        }
        Event::ResultRegistered(result) => {
            format!("The result of guidance was registered ({}).", result.of.code().replace('_', " "))
        }
        Event::Concertation(event) => concertation(event),
        Event::Referral(ReferralEvent::Made(made)) => {
            format!("Referral {} was made.", made.number)
        }
        Event::Referral(ReferralEvent::Ended { number, because, .. }) => {
            format!("Referral {number} ended before its recipient was done ({because}).")
        }
        Event::Registry(event) => registry(event),
    }
}

const fn before(what: BeforeGoLive) -> &'static str {
    match what {
        BeforeGoLive::QuestionnaireSent => "Before go-live: A questionnaire was sent.",
        BeforeGoLive::QuestionnaireBack => "Before go-live: A questionnaire came back, completed.",
        BeforeGoLive::TrajectoryRequested => "Before go-live: The person asked for a trajectory, which goes on.",
        BeforeGoLive::FirstContactHeld => "Before go-live: The last first contact with the coordinator took place.",
    }
}

fn concertation(event: &ConcertationEvent) -> String {
    match event {
        ConcertationEvent::ThreadOpened { thread, by, .. } => {
            format!("Concertation {thread} was opened by the {}.", by.party.code())
        }
        ConcertationEvent::MessagePosted { thread, message } => {
            format!("The {} wrote message {} in concertation {thread}.", message.party.code(), message.number)
        }
        ConcertationEvent::MessagesRead { thread, mark } => {
            format!("The {} read concertation {thread} up to message {}.", mark.party.code(), mark.up_to)
        }
        ConcertationEvent::OutsiderInvited { thread, outsider } => {
            format!("Somebody else ({}) was brought into concertation {thread}.", outsider.kind.code())
        }
        ConcertationEvent::OutsiderLeft { thread, because, .. } => {
            format!("Somebody else has no part in concertation {thread} any more ({because}).")
        }
        ConcertationEvent::ThreadClosed { thread, by, .. } => {
            format!("Concertation {thread} was closed by the {}.", by.party.code())
        }
    }
}

fn registry(event: &RegistryEvent) -> String {
    match event {
        RegistryEvent::CoordinatorRegistered { .. } => "A coordinator was registered.".to_owned(),
        RegistryEvent::AttendanceRecorded { attended: true, held_on, .. } => {
            format!("The coordinator was at the intervision of {held_on}.")
        }
        RegistryEvent::AttendanceRecorded { held_on, .. } => {
            format!("The coordinator was not at the intervision of {held_on}.")
        }
        RegistryEvent::MomentRecorded { moment, .. } => format!("An intervision on {} was recorded.", moment.held_on),
    }
}

fn until(last: Option<NaiveDate>) -> String {
    last.map(|last| format!(", {last} as far as is known")).unwrap_or_default()
}

fn noted(told: &Told) -> String {
    match told {
        Told::Recognised(recognition) => {
            let told = format!("An incapacity that began on {} was recognised.", recognition.incapacity_start);
            before_go_live(told, recognition.taken_over.as_ref())
        }
        Told::TrackStarted(track) => format!("A concurrent track was told from {} on.", track.from),
        Told::TrackEnded { from: Some(from), until, .. } if until < from => {
            "A concurrent track was told never to have been.".to_owned()
        }
        Told::TrackEnded { until, .. } => format!("A concurrent track was told to end on {until}."),
        Told::Represented(told) => match told.until {
            Some(until) => format!("A legal representative is recorded from {} to {until}.", told.from),
            None => format!("A legal representative is recorded from {} on.", told.from),
        },
        Told::Referred { .. } => "The physician referred the person to the coordinator.".to_owned(),
        Told::AuthorisationDecided { number, .. } => format!("The physician answered authorisation {number}."),
        Told::WorkBegan { on, .. } => format!("Work that was applied for was told to begin on {on}."),
        Told::ProgrammeSubmitted { on, .. } => {
            format!("A programme was told to be submitted to the CSCMI on {on}.")
        }
        Told::ProgrammeClosed { on, .. } => format!("Nothing more was told to come of a programme from {on} on."),
        Told::ProgrammeStarted { on, .. } => format!("A programme was told to start on {on}."),
        Told::ProgrammeEnded { from, until, .. } if until < from => {
            "A programme was told never to have been.".to_owned()
        }
        Told::ProgrammeEnded { until, .. } => format!("A programme was told to end on {until}."),
        Told::StartCorrected { from, to, .. } => format!("The first day of incapacity is {to}, and not {from}."),
        Told::IncapacityEnded(end) => match (end.died_on, end.relapsed_on) {
            (Some(_), _) => format!("The case was told to be closed for good on {}.", end.told_on()),
            (None, Some(on)) => format!("Another incapacity was told to begin on {on}."),
            (None, None) => format!("The last day of incapacity was {}.", end.last_day),
        },
        Told::Referral { number, said, .. } => format!("Referral {number}: {}.", said.progress.what()),
        Told::Questionnaire(told) => match told {
            QuestionnaireTold::Sent { .. } => "A questionnaire was sent.",
            QuestionnaireTold::NotReturned { .. } => {
                "The questionnaire was not back: the coordinators were asked to help."
            }
            QuestionnaireTold::HelpGiven { .. } => "The person was contacted about the questionnaire.",
            QuestionnaireTold::Completed { correction: false, .. } => "The questionnaire came back duly completed.",
            QuestionnaireTold::Completed { correction: true, .. } => "The questionnaire was corrected.",
            QuestionnaireTold::Impossible { .. } => "The questionnaire was found impossible to complete.",
        }
        .to_owned(),
        // To which one is told by the dossier, where consent to the trajectory is not refused (D3).
        Told::Presented(_) => "The person presented themselves to a regional service.".to_owned(),
        Told::Codex(note) => format!("An occupational physician told a fact ({}).", note.kind.code()),
    }
}

/// What happened in a trajectory of the sickness insurance.
fn ami(event: &AmiEvent) -> String {
    let number = event.trajectory;
    match &event.happened {
        AmiHappened::Committed(commitment) => {
            let signed = if commitment.physician.is_some() { "all three" } else { "coordinator and person" };
            format!("A commitment to trajectory {number} of the sickness insurance was signed by {signed}.")
        }
        AmiHappened::Signed(_) => format!("The physician signed the commitment to trajectory {number}."),
        AmiHappened::Started { on, .. } => format!("Trajectory {number} of the sickness insurance started on {on}."),
        AmiHappened::DutyArose { kind, .. } => format!("Duty to inform of {} arose.", kind.code()),
        AmiHappened::DutyBarred { kind, .. } => {
            format!("Duty to inform of {} is barred, its purpose not being consented to.", kind.code())
        }
        AmiHappened::Informed { kind, .. } => format!("Duty to inform of {} was carried out.", kind.code()),
        AmiHappened::PlanEstablished { .. } => format!("The plan of trajectory {number} was established."),
        AmiHappened::PlanAdapted { version, .. } => {
            format!(
                "The plan of trajectory {number} was adapted: version {version} follows version {}.",
                version.saturating_sub(1)
            )
        }
        AmiHappened::FollowedUp(_) => format!("The plan of trajectory {number} was followed up without an interview."),
        AmiHappened::Suspended { on, request } => {
            format!("Trajectory {number} was suspended on {on}, after the employer's request of {}.", request.on)
        }
        AmiHappened::Resumed { on, .. } => format!("Trajectory {number} was resumed on {on}."),
        AmiHappened::Ended { last_day, reason } => {
            format!("The last day of trajectory {number} was {last_day} ({}).", reason.code())
        }
        AmiHappened::Evaluated(_) => format!("The results of trajectory {number} were evaluated."),
        AmiHappened::Observed(_) => format!("It was looked at what became of trajectory {number}."),
    }
}

fn attempted(attempt: &Attempt) -> String {
    let purpose = purpose(attempt.purpose);
    match attempt.kind {
        AttemptKind::NoShow => format!("The person did not come to {purpose}."),
        AttemptKind::NotReached => {
            format!("The person could not be reached for {purpose} ({}).", attempt.channel.code())
        }
    }
}

const fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::FirstContact => "a first contact",
        Purpose::NegativeDecision => "a contact on a negative decision",
        Purpose::FollowUp => "a follow-up interview",
        Purpose::Other => "another contact",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{PERSONAL, more, one_of_each};

    #[test]
    fn every_event_is_one_sentence_without_personal_data() {
        for event in one_of_each().into_iter().chain(more()) {
            let sentence = summary(&event);
            assert!(sentence.ends_with('.') && !sentence.contains(". "), "{sentence}");
            // The step is public, and its name is not the category of anybody.
            let said = sentence.replace("first_contact_category_4", "");
            for word in PERSONAL {
                assert!(!said.contains(word), "{word} in {sentence}");
            }
        }
    }
}
