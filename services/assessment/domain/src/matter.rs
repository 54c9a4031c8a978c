//! What each event is about, so that a case can be read as it was on a day.

use trajet_law::matter::{Matter, Subject};

use crate::event::Event;
use crate::track::Track;

impl Event {
    /// What the event is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::BeforeGoLive(fact) => fact.matter(),
            Self::DeadlinePlanned { plan, .. } => Matter::plans(plan.step),
            // It takes the place of the deadline of before, which it closes.
            Self::DeadlineReplanned { after, .. } => Matter::plans(after.step),
            Self::DeadlineReopened { plan, .. } => Matter::of_deadline(plan.step),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } | Self::DeadlineWaived { step, .. } => {
                Matter::of_deadline(*step)
            }
            Self::TrackStarted(track) => Matter::Begins(subject(track)),
            Self::TrackEnded(track) => Matter::Replaces(subject(track)),
            Self::WorkAppliedFor { number, .. } => Matter::Begins(Subject::new("work", number)),
            Self::WorkResumed { number, .. } => Matter::Replaces(Subject::new("work_resumption", number)),
            Self::WorkAuthorised { number, .. }
            | Self::WorkAmended { number, .. }
            | Self::WorkNotAuthorised { number, .. }
            | Self::WorkApplicationWithdrawn { number, .. } => Matter::Of(Subject::new("work", number)),
            Self::RehabilitationProposed { number, .. } => Matter::Begins(programme(*number)),
            Self::RehabilitationSubmitted { number, .. }
            | Self::RehabilitationClosed { number, .. }
            | Self::RehabilitationAnswered { number, .. }
            | Self::RehabilitationIntakeHeld { number, .. }
            | Self::ProgrammeStarted { number, .. }
            | Self::ProgrammeHoursFollowed { number, .. }
            | Self::ReintegrationEvaluated { number, .. } => Matter::Of(programme(*number)),
            Self::ProgrammeEnded { number, .. } => Matter::Replaces(programme(*number)),
            Self::ActAnnulled(_)
            | Self::FileChanged(_)
            | Self::IncapacityDeclared { .. }
            | Self::PersonRepresented(_)
            | Self::CertificateAdded(_)
            | Self::StartCorrected(_)
            | Self::IncapacityRecognised(_)
            | Self::RecognitionRefused(_)
            | Self::QuestionnaireNoted(_)
            | Self::FactNoted(_)
            | Self::FirstEstimateMade(_)
            | Self::PersonReferred(_)
            | Self::FactParked { .. }
            | Self::FactReleased { .. }
            | Self::EvaluationMade(_)
            | Self::ExaminationInvited { .. }
            | Self::TrajectoryRefused(_)
            | Self::TeamContactRecorded(_)
            // An answer names its request, which was asked by then.
            | Self::TrajectoryAuthorised { .. }
            | Self::TrajectoryNotAuthorised { .. }
            | Self::IncapacityEnded(_) => Matter::Itself,
        }
    }
}

fn subject(track: &Track) -> Subject {
    Subject::new("track", &format_args!("{} {}", track.kind.code(), track.from))
}

fn programme(number: u32) -> Subject {
    Subject::new("programme", &number)
}
