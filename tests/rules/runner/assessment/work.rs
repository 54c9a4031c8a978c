//! Authorised work, as the assessment is asked for it.

use trajet_assessment_domain::{
    Applicant, Application, Authorisation, Command, Work, WorkAnswer, WorkDecision, WorkFindings, WorkRefusalReason,
    Workplace,
};

use super::{Assessment, coordinator};
use crate::said::{Said, one_of};

fn work(said: &mut Said) -> Work {
    Work {
        nature: "light assembly".into(),
        minutes_per_week: said.value::<u32>("hours a week").map_or(1140, |hours| hours * 60),
        place: one_of!(said, "at", Workplace).unwrap_or(Workplace::SameEmployer),
    }
}

pub(super) fn applied_for(said: &mut Said) -> Command {
    let by = one_of!(said, "by", Applicant).unwrap_or(Applicant::Person);
    Command::ApplyForWork(Application {
        applied_on: said.on,
        by,
        planned_from: said.day("planned from"),
        work: work(said),
    })
}

fn authorisation(said: &mut Said) -> Authorisation {
    let (from, until) = (said.day("from"), said.date("until"));
    let findings = WorkFindings {
        activity_ceased: Some(!said.flag("activity had not ceased")),
        reduction_percent: Some(said.value("reduction in percent").unwrap_or(50)),
        compatible: Some(!said.flag("not compatible")),
    };
    Authorisation { findings, work: work(said), conditions: "no lifting".into(), from, until }
}

pub(super) fn authorised(said: &mut Said) -> Command {
    let decision = WorkDecision::Authorised(authorisation(said));
    Command::DecideWork { decided_on: said.on, decision }
}

pub(super) fn not_authorised(said: &mut Said) -> Command {
    let reason = one_of!(said, "because", WorkRefusalReason).unwrap_or(WorkRefusalReason::NotCompatible);
    let decision = WorkDecision::NotAuthorised { reason, coordinator: coordinator() };
    Command::DecideWork { decided_on: said.on, decision }
}

pub(super) fn amended(said: &mut Said) -> Command {
    Command::AmendWork { decided_on: said.on, authorisation: authorisation(said) }
}

/// The work that is authorised, with its volume and place.
pub(super) fn terms(office: &Assessment, _: &mut Said) -> String {
    let Some(WorkAnswer::Authorised(terms)) = office.state.work.last().and_then(|work| work.answer.as_ref()) else {
        return "none".to_owned();
    };
    let one = |terms: &trajet_assessment_domain::WorkTerms| {
        let until = terms.until.map(|last| format!(" until {last}")).unwrap_or_default();
        let (hours, place) = (terms.work.minutes_per_week / 60, terms.work.place.code().replace('_', " "));
        format!("from {}{until}, {hours} hours a week, {place}, {}", terms.from, terms.conditions)
    };
    terms.iter().map(one).collect::<Vec<_>>().join("; ")
}
