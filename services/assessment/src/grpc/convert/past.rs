//! A case that was running when the mutuality went live, as a row of a batch tells it.

use chrono::NaiveDate;
use trajet_assessment_domain::{Past, PastDates, PastEstimate};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::google::r#type::Date;
use trajet_law::taken_over::TakenOver;
use trajet_runtime::Violations;

use super::declaration::check_declaration;
use super::hear_category;
use super::requests::check_decided_by;

/// The past of a row: every field that is wrong is told at once, the dates against each other as well.
pub(crate) fn check_past(violations: &mut Violations, row: contract::CaseToTakeOver, today: NaiveDate) -> Option<Past> {
    let dates = dates(&row);
    let decided_by = check_decided_by(violations, row.decided_by, &row.other_body_name);
    let recognised_on = violations.date("recognised_on", row.recognised_on);
    let on = violations.date("taken_over_on", row.taken_over_on);
    violations.require("activity_ceased_on", row.activity_ceased_on.is_some(), "is missing");
    let work_since = violations.optional_date("authorised_work_since", row.authorised_work_since);
    let codex_since = violations.optional_date("codex_requested_on", row.codex_requested_on);
    let route_b_since = violations.optional_date("route_b_authorised_on", row.route_b_authorised_on);
    let sent = violations.optional_date("questionnaire_sent_on", row.questionnaire_sent_on);
    let returned = violations.optional_date("questionnaire_returned_on", row.questionnaire_returned_on);
    let referred_on = violations.optional_date("referred_on", row.referred_on);
    let requested = violations.optional_date("trajectory_requested_on", row.trajectory_requested_on);
    let contact = violations.optional_date("first_contact_on", row.first_contact_on);
    let first = row.first_estimate.map(|it| estimate(violations, "first_estimate", it));
    let last = row.last_evaluation.map(|it| estimate(violations, "last_evaluation", it));
    together(violations, &row);
    for date in dates.impossible(today) {
        violations.add(date.field.path(), date);
    }
    let declaration = check_declaration(violations, declared(row), today);
    Some(Past {
        declaration: declaration?,
        recognised_on: recognised_on?,
        decided_by: decided_by?,
        taken_over: TakenOver {
            on: on?,
            questionnaire_sent_on: sent?,
            questionnaire_returned_on: returned?,
            trajectory_requested_on: requested?,
            first_contact_on: contact?,
        },
        work_since: work_since?,
        codex_since: codex_since?,
        route_b_since: route_b_since?,
        first_estimate: if let Some(read) = first { Some(read?) } else { None },
        last_evaluation: if let Some(read) = last { Some(read?) } else { None },
        referred_on: referred_on?,
    })
}

/// What a row tells only together with something else, or not together with it.
fn together(violations: &mut Violations, row: &contract::CaseToTakeOver) {
    let sent = row.questionnaire_sent_on.is_some() || row.questionnaire_returned_on.is_none();
    violations.require("questionnaire_sent_on", sent, "is missing: the questionnaire came back");
    let estimated = row.first_estimate.is_some() || row.last_evaluation.is_none();
    violations.require("first_estimate", estimated, "is missing: there was an evaluation after it");
    let four: i32 = contract::Category::FourReturnWithActions.into();
    let in_category_4 = [row.first_estimate, row.last_evaluation].iter().flatten().any(|it| it.category == four);
    let referred = in_category_4 || row.referred_on.is_none();
    violations.require("referred_on", referred, "is given of somebody who was not put in category 4");
    let one_request = row.trajectory_requested_on.is_none() || row.route_b_authorised_on.is_none();
    violations.require("trajectory_requested_on", one_request, "is given together with its authorisation");
}

/// What a declaration says, and a row too.
fn declared(row: contract::CaseToTakeOver) -> contract::DeclareIncapacityRequest {
    contract::DeclareIncapacityRequest {
        person: row.person,
        scheme: row.scheme,
        certificate: row.certificate,
        employment: row.employment,
        activity_ceased_on: row.activity_ceased_on,
        ..contract::DeclareIncapacityRequest::default()
    }
}

fn estimate(violations: &mut Violations, field: &str, estimate: contract::PastEstimate) -> Option<PastEstimate> {
    violations.within(field, |inner| {
        let on = inner.date("made_on", estimate.made_on);
        let category = inner.enumeration("category", estimate.category).and_then(hear_category);
        Some(PastEstimate { on: on?, category: category?, examined: estimate.examined })
    })
}

/// The dates that are dates.
fn dates(row: &contract::CaseToTakeOver) -> PastDates {
    let known = |date: Option<Date>| date.and_then(|date| NaiveDate::try_from(date).ok());
    let start = known(row.certificate.as_ref().and_then(|it| it.incapacity_start));
    let four = |it: &contract::PastEstimate| it.category() == contract::Category::FourReturnWithActions;
    let made = |it: contract::PastEstimate| known(it.made_on);
    PastDates {
        incapacity_start: start.filter(|start| trajet_law::months::accepted(*start).is_ok()),
        activity_ceased_on: known(row.activity_ceased_on),
        recognised_on: known(row.recognised_on),
        taken_over_on: known(row.taken_over_on),
        work_since: known(row.authorised_work_since),
        codex_since: known(row.codex_requested_on),
        route_b_since: known(row.route_b_authorised_on),
        questionnaire_sent_on: known(row.questionnaire_sent_on),
        questionnaire_returned_on: known(row.questionnaire_returned_on),
        estimated_on: row.first_estimate.and_then(made),
        evaluated_on: row.last_evaluation.and_then(made),
        category_4_on: row.first_estimate.filter(four).or(row.last_evaluation.filter(four)).and_then(made),
        referred_on: known(row.referred_on),
        trajectory_requested_on: known(row.trajectory_requested_on),
        first_contact_on: known(row.first_contact_on),
    }
}
