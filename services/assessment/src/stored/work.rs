//! Authorised work, as it is stored (M14, M21).

use chrono::NaiveDate;
use trajet_assessment_domain::{Application, Event, Notice, WorkRefusalReason, WorkTerms};
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1 as stored;
use trajet_service::plan::{Unreadable, day};

use super::trajectories::{read_notice, write_notice};
use crate::grpc::convert;

pub(super) fn write_applied(number: u32, application: &Application) -> stored::WorkAppliedFor {
    stored::WorkAppliedFor {
        number,
        applied_on: Some(to_proto(application.applied_on)),
        applicant: convert::tell_applicant(application.by).into(),
        work: Some(convert::tell_work(&application.work)),
        planned_from: Some(to_proto(application.planned_from)),
    }
}

pub(super) fn read_applied(message: stored::WorkAppliedFor) -> Result<Event, Unreadable> {
    let application = Application {
        applied_on: day(message.applied_on, "day of the application")?,
        by: convert::hear_applicant(message.applicant()).ok_or(Unreadable("applicant"))?,
        work: convert::hear_work(message.work)?,
        planned_from: day(message.planned_from, "planned first day")?,
    };
    Ok(Event::WorkAppliedFor { number: message.number, application })
}

pub(super) fn write_resumed(number: u32, on: NaiveDate) -> stored::WorkResumed {
    stored::WorkResumed { number, resumed_on: Some(to_proto(on)) }
}

pub(super) fn read_resumed(message: stored::WorkResumed) -> Result<Event, Unreadable> {
    let stored::WorkResumed { number, resumed_on } = message;
    Ok(Event::WorkResumed { number, on: day(resumed_on, "first day of the work")? })
}

pub(super) fn write_authorised(number: u32, terms: &WorkTerms) -> stored::WorkAuthorised {
    stored::WorkAuthorised { number, terms: Some(convert::tell_terms(terms)) }
}

pub(super) fn read_authorised(message: stored::WorkAuthorised) -> Result<Event, Unreadable> {
    let stored::WorkAuthorised { number, terms } = message;
    Ok(Event::WorkAuthorised { number, terms: convert::hear_terms(terms)? })
}

pub(super) fn write_amended(number: u32, terms: &WorkTerms) -> stored::WorkAmended {
    stored::WorkAmended { number, terms: Some(convert::tell_terms(terms)) }
}

pub(super) fn read_amended(message: stored::WorkAmended) -> Result<Event, Unreadable> {
    let stored::WorkAmended { number, terms } = message;
    Ok(Event::WorkAmended { number, terms: convert::hear_terms(terms)? })
}

pub(super) fn write_not_authorised(
    number: u32,
    on: NaiveDate,
    reason: WorkRefusalReason,
    notice: Option<&Notice>,
) -> stored::WorkNotAuthorised {
    stored::WorkNotAuthorised {
        number,
        decided_on: Some(to_proto(on)),
        reason: convert::tell_work_refusal(reason).into(),
        notice: notice.map(write_notice),
    }
}

pub(super) fn read_not_authorised(message: stored::WorkNotAuthorised) -> Result<Event, Unreadable> {
    Ok(Event::WorkNotAuthorised {
        number: message.number,
        on: day(message.decided_on, "day of the decision")?,
        reason: convert::hear_work_refusal(message.reason()).ok_or(Unreadable("reason"))?,
        notice: message.notice.map(read_notice).transpose()?,
    })
}

pub(super) fn write_withdrawn(number: u32, on: NaiveDate) -> stored::WorkApplicationWithdrawn {
    stored::WorkApplicationWithdrawn { number, withdrawn_on: Some(to_proto(on)) }
}

pub(super) fn read_withdrawn(message: stored::WorkApplicationWithdrawn) -> Result<Event, Unreadable> {
    let stored::WorkApplicationWithdrawn { number, withdrawn_on } = message;
    Ok(Event::WorkApplicationWithdrawn { number, on: day(withdrawn_on, "day of the withdrawal")? })
}
