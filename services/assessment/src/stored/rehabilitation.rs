//! Rehabilitation programmes and contacts of the team, as they are stored.

use chrono::NaiveDate;
use prost::Message as _;
use trajet_assessment_domain::{
    CscmiAnswer, Event, Mode, ProgrammeEnd, Proposal, ReintegrationEvaluation, SubjectId, TeamContact,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_law::months::Period;
use trajet_law::parameter::Dated;
use trajet_law::rehabilitation::HoursFollowed;
use trajet_law::rule::Ground;
use trajet_service::plan::{Unreadable, day, optional_day};
use trajet_service::rehabilitation;

use super::facts::read_partner;
use crate::grpc::convert;

/// The kind and the bytes of an event.
type Written = (&'static str, Vec<u8>);

pub(super) fn write_proposed(number: u32, proposal: &Proposal) -> Written {
    let proposal = Some(convert::tell_proposal(proposal));
    ("rehabilitation_proposed", stored::RehabilitationProposed { number, proposal }.encode_to_vec())
}

pub(super) fn write_submitted(number: u32, on: NaiveDate) -> Written {
    let submitted_on = Some(to_proto(on));
    ("rehabilitation_submitted", stored::RehabilitationSubmitted { number, submitted_on }.encode_to_vec())
}

pub(super) fn write_closed(number: u32, on: NaiveDate, because: Ground) -> Written {
    let (closed_on, because) = (Some(to_proto(on)), because.to_string());
    ("rehabilitation_closed", stored::RehabilitationClosed { number, closed_on, because }.encode_to_vec())
}

pub(super) fn write_answered(number: u32, answer: CscmiAnswer) -> Written {
    let answer = Some(convert::tell_answer(answer));
    ("rehabilitation_answered", stored::RehabilitationAnswered { number, answer }.encode_to_vec())
}

pub(super) fn write_intake(number: u32, on: NaiveDate) -> Written {
    let held_on = Some(to_proto(on));
    ("rehabilitation_intake_held", stored::RehabilitationIntakeHeld { number, held_on }.encode_to_vec())
}

pub(super) fn write_started(number: u32, on: NaiveDate) -> Written {
    let started_on = Some(to_proto(on));
    ("programme_started", stored::ProgrammeStarted { number, started_on }.encode_to_vec())
}

pub(super) fn write_hours(number: u32, hours: &HoursFollowed) -> Written {
    let hours = Some(rehabilitation::tell_hours(hours));
    ("programme_hours_followed", stored::ProgrammeHoursFollowed { number, hours }.encode_to_vec())
}

pub(super) fn write_ended(number: u32, from: NaiveDate, end: &ProgrammeEnd) -> Written {
    let phase = end.phase.as_ref();
    let message = stored::ProgrammeEnded {
        number,
        started_on: Some(to_proto(from)),
        ended_on: Some(to_proto(end.last_day)),
        outcome: end.outcome.map(rehabilitation::tell_outcome).unwrap_or_default().into(),
        because: end.because.to_string(),
        phase_first_day: phase.map(|phase| to_proto(phase.value.first)),
        phase_last_day: phase.map(|phase| to_proto(phase.value.last)),
        phase_parameter: phase.map(|phase| phase.version.to_string()).unwrap_or_default(),
    };
    ("programme_ended", message.encode_to_vec())
}

pub(super) fn write_evaluated(number: u32, evaluation: ReintegrationEvaluation) -> Written {
    let evaluation = Some(convert::tell_reintegration_evaluation(evaluation));
    ("reintegration_evaluated", stored::ReintegrationEvaluated { number, evaluation }.encode_to_vec())
}

pub(super) fn write_team_contact(contact: &TeamContact) -> Written {
    let contact = Some(convert::tell_team_contact(contact));
    ("team_contact_recorded", stored::TeamContactRecorded { contact }.encode_to_vec())
}

pub(super) fn read_ended(message: &stored::ProgrammeEnded) -> Result<Event, Unreadable> {
    let first = optional_day(message.phase_first_day, "first day of the phase")?;
    let last = optional_day(message.phase_last_day, "last day of the phase")?;
    let phase = first.zip(last).map(|(first, last)| {
        let version = message.phase_parameter.parse().map_err(|_| Unreadable("parameter"))?;
        Ok(Dated { value: Period { first, last }, version })
    });
    let end = ProgrammeEnd {
        last_day: day(message.ended_on, "last day")?,
        outcome: rehabilitation::hear_outcome(message.outcome()),
        because: message.because.parse().map_err(|_| Unreadable("ground"))?,
        phase: phase.transpose()?,
    };
    Ok(Event::ProgrammeEnded { number: message.number, from: day(message.started_on, "first day")?, end })
}

pub(super) fn read_proposed(message: stored::RehabilitationProposed) -> Result<Event, Unreadable> {
    let told = message.proposal.ok_or(Unreadable("proposal"))?;
    let mode = match told.mode() {
        contract::RehabilitationMode::Unspecified => return Err(Unreadable("mode")),
        contract::RehabilitationMode::Classic => Mode::Classic,
        contract::RehabilitationMode::Ips => Mode::Ips,
        contract::RehabilitationMode::Convention => Mode::Convention {
            partner: read_partner(&told.partner_number)?,
            orientation_on: day(told.orientation_assessed_on, "day of the orientation assessment")?,
        },
    };
    let costs =
        told.costs().map(|cost| convert::hear_cost(cost).ok_or(Unreadable("kind of cost"))).collect::<Result<_, _>>();
    let proposal = Proposal {
        on: day(told.proposed_on, "day of the proposal")?,
        initiative: convert::hear_initiative(told.initiative()).ok_or(Unreadable("initiative"))?,
        agreed_on: day(told.agreed_on, "day of the agreement")?,
        ground: convert::hear_ground(told.ground()).ok_or(Unreadable("ground"))?,
        mode,
        assessed_on: optional_day(told.assessed_on, "day of the assessment")?,
        costs: costs?,
    };
    Ok(Event::RehabilitationProposed { number: message.number, proposal: Box::new(proposal) })
}

pub(super) fn read_submitted(message: &stored::RehabilitationSubmitted) -> Result<Event, Unreadable> {
    let on = day(message.submitted_on, "day of the submission")?;
    Ok(Event::RehabilitationSubmitted { number: message.number, on })
}

pub(super) fn read_closed(message: &stored::RehabilitationClosed) -> Result<Event, Unreadable> {
    let because = message.because.parse().map_err(|_| Unreadable("ground"))?;
    Ok(Event::RehabilitationClosed { number: message.number, on: day(message.closed_on, "day")?, because })
}

pub(super) fn read_answered(message: stored::RehabilitationAnswered) -> Result<Event, Unreadable> {
    let told = message.answer.ok_or(Unreadable("answer"))?;
    let decision = rehabilitation::hear_decision(told.decision()).ok_or(Unreadable("decision"))?;
    let answer = CscmiAnswer { on: day(told.answered_on, "day of the answer")?, decision };
    Ok(Event::RehabilitationAnswered { number: message.number, answer })
}

pub(super) fn read_intake(message: &stored::RehabilitationIntakeHeld) -> Result<Event, Unreadable> {
    Ok(Event::RehabilitationIntakeHeld { number: message.number, on: day(message.held_on, "day of the intake")? })
}

pub(super) fn read_started(message: &stored::ProgrammeStarted) -> Result<Event, Unreadable> {
    Ok(Event::ProgrammeStarted { number: message.number, on: day(message.started_on, "first day")? })
}

pub(super) fn read_hours(message: stored::ProgrammeHoursFollowed) -> Result<Event, Unreadable> {
    let hours = rehabilitation::hear_hours(message.hours)?;
    Ok(Event::ProgrammeHoursFollowed { number: message.number, hours })
}

pub(super) fn read_evaluated(message: stored::ReintegrationEvaluated) -> Result<Event, Unreadable> {
    let told = message.evaluation.ok_or(Unreadable("evaluation"))?;
    let on = day(told.evaluated_on, "day of the evaluation")?;
    let evaluation = ReintegrationEvaluation { on, examined: told.examined, still_unfit: told.still_unfit };
    Ok(Event::ReintegrationEvaluated { number: message.number, evaluation })
}

pub(super) fn read_team_contact(message: stored::TeamContactRecorded) -> Result<Event, Unreadable> {
    let told = message.contact.ok_or(Unreadable("contact"))?;
    Ok(Event::TeamContactRecorded(TeamContact {
        on: day(told.held_on, "day of the contact")?,
        kind: convert::hear_team_contact_kind(told.kind()).ok_or(Unreadable("kind of contact"))?,
        channel: convert::hear_channel(told.channel()).ok_or(Unreadable("channel"))?,
        maker: convert::hear_maker(told.maker()).ok_or(Unreadable("maker"))?,
        made_by: SubjectId(told.made_by),
    }))
}
