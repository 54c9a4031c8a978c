//! What medical assessment tells.

use trajet_contracts::assessment::v1::AssessmentEvent;
use trajet_contracts::assessment::v1::assessment_event::Fact;
use trajet_contracts::feed::v1::FeedEvent;
use trajet_dossier_domain::{IncapacityEnd, Recognition, Told};
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::representation;
use trajet_service::taken_over;

use super::{NOT_KNOWN, Reacted};
use crate::stored::{read_person, read_track};

/// Turns a fact into the command that takes note of it.
pub(crate) fn react(event: &FeedEvent, source: &str) -> Reacted {
    super::react(event, source, told)
}

fn told(event: AssessmentEvent) -> Result<Option<Told>, Unreadable> {
    Ok(Some(match event.fact.ok_or(NOT_KNOWN)? {
        Fact::IncapacityRecognised(recognised) => Told::Recognised(Recognition {
            person: read_person(recognised.person)?,
            incapacity_start: day(recognised.incapacity_start, "first day of incapacity")?,
            recognised_on: day(recognised.recognised_on, "day of the recognition")?,
            has_contract: recognised.has_contract,
            taken_over: taken_over::hear(recognised.taken_over)?,
        }),
        Fact::ConcurrentTrackStarted(started) => Told::TrackStarted(read_track(started.track)?),
        Fact::ConcurrentTrackEnded(ended) => {
            let track = read_track(ended.track)?;
            let until = track.until.ok_or(Unreadable("last day of the track"))?;
            Told::TrackEnded { kind: track.kind, from: Some(track.from), until }
        }
        Fact::PersonRepresented(represented) => Told::Represented(representation::hear(represented.representation)?),
        Fact::PersonReferred(referred) => {
            Told::Referred { on: day(referred.referred_on, "day of the referral")?, initial: referred.initial }
        }
        Fact::TrajectoryAuthorised(answer) => Told::AuthorisationDecided {
            number: answer.request,
            on: day(answer.decided_on, "day of the answer")?,
            authorised: true,
        },
        Fact::TrajectoryNotAuthorised(answer) => Told::AuthorisationDecided {
            number: answer.request,
            on: day(answer.decided_on, "day of the answer")?,
            authorised: false,
        },
        Fact::IncapacityCorrected(corrected) => Told::StartCorrected {
            from: day(corrected.previous_start, "first day as it stood")?,
            to: day(corrected.incapacity_start, "first day of incapacity")?,
            on: day(corrected.corrected_on, "day of the correction")?,
        },
        Fact::AppliedWorkBegan(begun) => {
            Told::WorkBegan { application: begun.application, on: day(begun.began_on, "first day of the work")? }
        }
        Fact::ProgrammeSubmitted(submitted) => Told::ProgrammeSubmitted {
            number: submitted.number,
            on: day(submitted.submitted_on, "day of the submission")?,
        },
        Fact::ProgrammeClosed(closed) => Told::ProgrammeClosed {
            number: closed.number,
            on: day(closed.closed_on, "day from which nothing more comes of the programme")?,
        },
        Fact::ProgrammeStarted(started) => Told::ProgrammeStarted {
            number: started.number,
            on: day(started.started_on, "first day of the programme")?,
        },
        Fact::ProgrammeEnded(ended) => Told::ProgrammeEnded {
            number: ended.number,
            from: day(ended.started_on, "first day of the programme")?,
            until: day(ended.ended_on, "last day of the programme")?,
        },
        Fact::IncapacityEnded(ended) => Told::IncapacityEnded(IncapacityEnd {
            last_day: day(ended.last_day, "last day of incapacity")?,
            deceased: ended.deceased,
            by_decision: ended.by_decision,
            died_on: optional_day(ended.died_on, "day of the death")?,
            relapsed_on: optional_day(ended.relapsed_on, "first day of the relapse")?,
        }),
        // The dossier does not depend on them: a category reaches it by the referral alone.
        // What is annulled, and who may see the file, is heard before it comes here.
        Fact::FactsAnnulled(_)
        | Fact::FileAccessChanged(_)
        | Fact::RecognitionRefused(_)
        | Fact::FirstEstimateMade(_)
        | Fact::EvaluationMade(_) => {
            return Ok(None);
        }
    }))
}
