//! What each event is about, so that a case can be read as it was on a day.

use chrono::NaiveDate;
use trajet_law::matter::{Matter, Subject};

use crate::ami::AmiHappened;
use crate::concertation::ConcertationEvent;
use crate::event::Event;
use crate::fact::{Told, TrackKind};
use crate::other_track::OtherTrackEvent;
use crate::partner_referral::ReferralEvent;

impl Event {
    /// What the event is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::DeadlinePlanned { plan, .. } => Matter::plans(plan.step),
            // It takes the place of the deadline of before, which it closes.
            Self::DeadlineReplanned { after, .. } => Matter::plans(after.step),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } | Self::DeadlineWaived { step, .. } => {
                Matter::of_deadline(*step)
            }
            Self::BeforeGoLive { what, .. } => what.matter(request()),
            Self::TrajectoryRequested { .. } => Matter::Begins(request()),
            Self::QuestionnaireBack { .. } | Self::AuthorisationAsked(_) => Matter::Of(request()),
            Self::AppointmentMade(appointment) => Matter::Begins(Subject::new("appointment", &appointment.number)),
            Self::AppointmentCancelled { number, .. } => Matter::Of(Subject::new("appointment", number)),
            Self::Ami(event) => {
                let trajectory = Subject::new("ami_trajectory", &event.trajectory);
                match event.happened {
                    AmiHappened::Committed(_) => Matter::Begins(trajectory),
                    _ => Matter::Of(trajectory),
                }
            }
            Self::OtherTrack(OtherTrackEvent::Recorded { number, .. }) => Matter::Begins(other_track(*number)),
            Self::OtherTrack(OtherTrackEvent::Ended { number, .. }) => Matter::Of(other_track(*number)),
            Self::Concertation(event) => concerted(event),
            Self::Referral(ReferralEvent::Made(made)) => Matter::Begins(referral(made.number)),
            Self::Referral(ReferralEvent::Ended { number, .. }) => Matter::Of(referral(*number)),
            Self::PresumptionBegan(one) => Matter::Begins(Subject::new("presumption", &one.number)),
            Self::PresumptionEnded(one) => Matter::Replaces(Subject::new("presumption", &one.number)),
            Self::Noted(fact) => noted(&fact.told),
            Self::ActAnnulled(_)
            | Self::FileAccessTold(_)
            | Self::AttemptMade(_)
            | Self::ContactRefused(_)
            | Self::ContactHeld(_)
            | Self::ConsentsRecorded(_)
            | Self::TrajectoryEnded { .. }
            | Self::NoticeIssued(_)
            | Self::CoordinatorAssigned(_)
            | Self::Looked(_)
            | Self::ResultRegistered(_)
            // No case.
            | Self::Registry(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. } => Matter::Itself,
        }
    }
}

fn concerted(event: &ConcertationEvent) -> Matter {
    let concertation = |thread: &u32| Subject::new("concertation", thread);
    let outsider = |thread: &u32, number: u32| Subject::new("outsider", &format_args!("{thread} {number}"));
    match event {
        ConcertationEvent::ThreadOpened { thread, .. } => Matter::Begins(concertation(thread)),
        ConcertationEvent::MessagePosted { thread, .. }
        | ConcertationEvent::MessagesRead { thread, .. }
        | ConcertationEvent::ThreadClosed { thread, .. } => Matter::Of(concertation(thread)),
        ConcertationEvent::OutsiderInvited { thread, outsider: invited } => {
            Matter::Begins(outsider(thread, invited.number))
        }
        ConcertationEvent::OutsiderLeft { thread, number, .. } => Matter::Of(outsider(thread, *number)),
    }
}

fn noted(told: &Told) -> Matter {
    match told {
        Told::TrackStarted(started) => Matter::Begins(track(started.kind, started.from)),
        Told::TrackEnded { kind, from: Some(from), .. } => Matter::Replaces(track(*kind, *from)),
        Told::WorkBegan { application, .. } => Matter::Replaces(Subject::new("begun_work", application)),
        Told::ProgrammeSubmitted { number, .. } => Matter::Replaces(Subject::new("programme_submitted", number)),
        Told::ProgrammeClosed { number, .. } => Matter::Replaces(Subject::new("programme_closed", number)),
        Told::ProgrammeStarted { number, .. } => Matter::Begins(Subject::new("programme", number)),
        Told::ProgrammeEnded { number, .. } => Matter::Replaces(Subject::new("programme", number)),
        Told::Referral { number, .. } => Matter::Of(referral(*number)),
        Told::Recognised(_)
        | Told::StartCorrected { .. }
        // One that does not say which track it ends, ends the one that began last by then.
        | Told::TrackEnded { from: None, .. }
        | Told::Represented(_)
        | Told::Referred { .. }
        // A decision names its request, which was asked by then.
        | Told::AuthorisationDecided { .. }
        | Told::IncapacityEnded(_)
        | Told::Questionnaire(_)
        | Told::Codex { .. }
        | Told::Presented(_) => Matter::Itself,
    }
}

fn track(kind: TrackKind, from: NaiveDate) -> Subject {
    Subject::new("track", &format_args!("{} {from}", kind.code()))
}

fn other_track(number: u32) -> Subject {
    Subject::new("other_track", &number)
}

/// A referral to a partner or another recipient.
fn referral(number: u32) -> Subject {
    Subject::new("partner_referral", &number)
}

/// The last request.
fn request() -> Subject {
    Subject::new("request", &"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Case;

    #[test]
    fn r3_a_trajectory_begins_with_its_commitment_and_all_else_is_of_it() {
        let planned = Case::planned();
        let of_it = planned.events.iter().filter_map(|event| match event {
            Event::Ami(_) => Some(event.matter()),
            _ => None,
        });
        let (begins, of): (Vec<_>, Vec<_>) = of_it.partition(|matter| matches!(matter, Matter::Begins(_)));
        let trajectory = || Subject::new("ami_trajectory", &1);
        assert_eq!(begins, [Matter::Begins(trajectory())]);
        assert!(of.len() > 1 && of.iter().all(|matter| *matter == Matter::Of(trajectory())), "{of:?}");
    }
}
