//! What the four services tell of a case, in the lines of the model.

mod dossier;

use acceptance::day::read;
use tonic::Status;
use trajet_contracts::assessment::v1::assessment_service_client::AssessmentServiceClient;
use trajet_contracts::assessment::v1::{self as assessment, Category, TrajectoryDecision};
use trajet_contracts::dossier::v1::GetDossierRequest;
use trajet_contracts::dossier::v1::dossier_service_client::DossierServiceClient;
use trajet_contracts::exchange::v1::GetExchangeCaseRequest;
use trajet_contracts::exchange::v1::exchange_service_client::ExchangeServiceClient;
use trajet_contracts::google::r#type::Date;
use trajet_contracts::questionnaire::v1::questionnaire_service_client::QuestionnaireServiceClient;
use trajet_contracts::questionnaire::v1::{self as questionnaire, HelpResult, SendingRoute, WaiverGround};
use trajet_contracts::r#type::v1::{ConcurrentTrack, ConcurrentTrackKind, Deadline, DeadlineOutcome, ParkedFact};

use crate::act::Kind;
use crate::compare::{self, Lines, or_none};
use crate::platform::{ASSESSMENT, DOSSIER, EXCHANGE, QUESTIONNAIRE};
use crate::send::{Callers, Who};
use dossier::{channel, in_dossier, in_exchange};

/// All that is told of a case; of one that is not recognised, what medical assessment tells.
pub(crate) async fn told(callers: &Callers<'_>, who: &Who, recognised: bool) -> Result<Lines, Status> {
    let mut lines = Lines::default();
    let bearer = callers.physician();
    let ask = async |channel| {
        let request = assessment::GetCaseRequest { case_id: who.case_id.clone(), ..Default::default() };
        AssessmentServiceClient::with_interceptor(channel, bearer.clone()).get_case(request).await
    };
    let answer = callers.platform().answer(ASSESSMENT, ask).await?;
    in_assessment(&mut lines, &answer.into_inner().incapacity_case.unwrap());
    if !recognised {
        return Ok(lines);
    }
    let ask = async |channel| {
        let request = questionnaire::GetQuestionnaireCaseRequest { case_id: who.case_id.clone(), ..Default::default() };
        QuestionnaireServiceClient::with_interceptor(channel, bearer.clone()).get_questionnaire_case(request).await
    };
    let answer = callers.platform().answer(QUESTIONNAIRE, ask).await?;
    in_questionnaire(&mut lines, &answer.into_inner().questionnaire_case.unwrap());
    let ask = async |channel| {
        let request = GetDossierRequest { case_id: who.case_id.clone(), ..Default::default() };
        DossierServiceClient::with_interceptor(channel, callers.coordinator().clone()).get_dossier(request).await
    };
    let answer = callers.platform().answer(DOSSIER, ask).await?;
    in_dossier(&mut lines, &answer.into_inner().dossier.unwrap());
    let ask = async |channel| {
        let request = GetExchangeCaseRequest { case_id: who.case_id.clone(), ..Default::default() };
        ExchangeServiceClient::with_interceptor(channel, bearer.clone()).get_exchange_case(request).await
    };
    let answer = callers.platform().answer(EXCHANGE, ask).await?;
    in_exchange(&mut lines, &answer.into_inner().exchange_case.unwrap());
    Ok(lines)
}

fn day(date: Option<Date>) -> String {
    or_none(read(date))
}

/// A name without the words that all of its kind begin with.
fn short<'a>(name: &'a str, prefix: &str) -> &'a str {
    name.strip_prefix(prefix).unwrap_or(name)
}

fn common(lines: &mut Lines, service: &str, deadlines: &[Deadline], tracks: &[ConcurrentTrack], parked: &[ParkedFact]) {
    for Deadline { plan, missed_on, outcome, closed_on, waived_because, standing: _ } in deadlines {
        let plan = plan.as_ref().unwrap();
        // When a dossier is looked at again is a custom and no text: the platform's own second reading judges it at the end.
        if plan.step == "dossier_look" {
            continue;
        }
        let fate = match DeadlineOutcome::try_from(*outcome).unwrap() {
            DeadlineOutcome::Open => "open".to_owned(),
            DeadlineOutcome::Met => format!("met {}", day(*closed_on)),
            _ => format!("waived {} {}", day(*closed_on), waived_because.as_ref().unwrap().rule),
        };
        let (opens, due, target) = (day(plan.opens), day(plan.due), day(plan.target));
        let missed = day(*missed_on);
        let words = format!("opens {opens} due {due} target {target} missed {missed} {fate}");
        lines.add(&format!("{service}.deadline {}", plan.step), words);
    }
    let periods = tracks.iter().map(|track| {
        let kind = match track.kind() {
            ConcurrentTrackKind::CodexRequested => Kind::Codex,
            ConcurrentTrackKind::AuthorisedWork => Kind::Work,
            _ => Kind::RouteB,
        };
        (kind, read(track.starts_on).unwrap(), read(track.ends_on))
    });
    lines.put(format!("{service}.tracks"), compare::tracks(periods.collect()));
    for fact in parked {
        lines.add(&format!("{service}.parked"), format!("{} {} {}", fact.kind, fact.because, day(fact.effective_on)));
    }
}

fn category(category: Category) -> i32 {
    category.into()
}

fn in_assessment(lines: &mut Lines, case: &assessment::Case) {
    common(lines, "assessment", &case.deadlines, &case.tracks, &case.parked);
    lines.put("assessment.status", short(case.status().as_str_name(), "CASE_STATUS_"));
    lines.put("assessment.decision", day(case.decision.as_ref().and_then(|decision| decision.decided_on)));
    let status =
        |status: assessment::QuestionnaireStatus| short(status.as_str_name(), "QUESTIONNAIRE_STATUS_").to_owned();
    let heard = case.questionnaire.as_ref().map_or("NOT_SENT".to_owned(), |note| status(note.status()));
    lines.put("assessment.questionnaire", heard);
    if let Some(estimate) = &case.first_estimate {
        let (on, examined) = (day(estimate.estimated_on), estimate.examined);
        let known = status(estimate.questionnaire());
        let words = format!("{on} category {} examined {examined} {known}", category(estimate.category()));
        lines.put("assessment.estimate", words);
    }
    for one in &case.evaluations {
        let (on, category) = (day(one.evaluated_on), category(one.category()));
        lines.add("assessment.evaluation", format!("{on} category {category} examined {}", one.examined));
    }
    for one in &case.examination_invitations {
        let invited = day(one.invitation.as_ref().unwrap().invited_on);
        lines.add("assessment.invitation", format!("{invited} for {}", day(one.examination_on)));
    }
    for one in &case.trajectory_refusals {
        let letter = day(one.notice.as_ref().unwrap().issued_on);
        lines.add("assessment.trajectory refused", format!("asked {} letter {letter}", day(one.asked_on)));
    }
    for one in &case.authorisation_requests {
        let answer = match one.decision() {
            TrajectoryDecision::Unspecified => "awaited".to_owned(),
            TrajectoryDecision::Authorised => format!("authorised {}", day(one.decided_on)),
            TrajectoryDecision::NotCompatible => format!("not authorised {}", day(one.decided_on)),
        };
        let (asked, contact, actions) = (day(one.asked_on), day(one.contact_on), one.actions.len());
        lines.add("assessment.authorisation", format!("asked {asked} contact {contact} actions {actions} {answer}"));
    }
    if let Some(referral) = &case.referral {
        lines.put("assessment.referral", format!("{} initial {}", day(referral.referred_on), referral.initial));
    }
    if let Some(end) = &case.end {
        lines.put("assessment.end", format!("{} recorded {}", day(end.last_day), day(end.recorded_on)));
    }
}

fn in_questionnaire(lines: &mut Lines, case: &questionnaire::QuestionnaireCase) {
    common(lines, "questionnaire", &case.deadlines, &case.tracks, &case.parked);
    lines.put("questionnaire.stage", short(case.stage().as_str_name(), "STAGE_"));
    for sending in case.earlier_sendings.iter().chain(&case.sending) {
        let route = if sending.route() == SendingRoute::A { "A" } else { "B" };
        let words = format!("{} back by {} route {route}", day(sending.sent_on), day(sending.due_back));
        lines.add("questionnaire.sending", words);
    }
    if let Some(waiver) = &case.waiver {
        let rule = match waiver.ground() {
            WaiverGround::Unspecified => "?",
            WaiverGround::Medical => "Q2",
            WaiverGround::CodexRequested => "Q4.a",
            WaiverGround::AuthorisedWork => "Q4.b",
            WaiverGround::RouteBAuthorised => "Q4.c",
        };
        lines.put("questionnaire.waiver", format!("{} {rule}", day(waiver.waived_on)));
        lines.put("questionnaire.letter", case.notice.is_some());
    }
    for one in &case.submissions {
        let words = format!("{} corrects {} sending {}", day(one.returned_on), one.corrects, one.sending);
        lines.add("questionnaire.submission", words);
    }
    if case.sending.is_some() {
        let days: Vec<_> = case.incomplete_on.iter().map(|on| day(Some(*on))).collect();
        lines.put("questionnaire.incomplete", days.join(" "));
    }
    if let Some(help) = &case.help {
        let delegated = !help.delegate.is_empty();
        lines.put("questionnaire.help", format!("asked {} delegated {delegated}", day(help.asked_on)));
        for one in &help.contacts {
            let result = match one.result() {
                HelpResult::Unspecified => "?",
                HelpResult::Helped => "WithIt",
                HelpResult::WillReturn => "WillReturn",
                HelpResult::Declined => "Declined",
                HelpResult::NotReached => "NotReached",
            };
            let words = format!("{} {} {result}", day(one.held_on), channel(one.channel()));
            lines.add("questionnaire.help contact", words);
        }
    }
    if let Some(impossible) = &case.impossibility {
        lines.put("questionnaire.impossible", day(impossible.found_on));
    }
    if let Some(end) = &case.end {
        lines.put("questionnaire.end", format!("{} deceased {}", day(end.last_day), end.deceased));
    }
}
