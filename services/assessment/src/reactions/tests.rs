#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::NaiveDate;
use prost_types::Any;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::dossier_event::Fact as FromDossier;
use trajet_contracts::dossier::v1::{
    AgreedAction, AuthorisationAsked, ConsentsRecorded, DossierEvent, FirstContactHeld, TrajectoryEndReason,
    TrajectoryEnded, TrajectoryRequested,
};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as FromExchange;
use trajet_contracts::exchange::v1::{
    CodexEnd, CodexFact, CodexFactTold, CodexPlanSigned, CodexRequest, ExchangeEvent, PreReturnVisit,
    WorkResumedUnderPlan,
};
use trajet_contracts::google::r#type::Date;

use trajet_law::rule::{Ground, Rule};

use super::*;
use crate::samples::{CASE, day, sample_each, service};

type Reacted = Result<Option<FactCommand<Assessment>>, UnreadableFact>;

fn event<M: Name>(message: &M) -> FeedEvent {
    let payload = Some(Any::from_msg(message).unwrap());
    FeedEvent { position: 7, case_id: CASE.to_string(), payload, ..FeedEvent::default() }
}

fn from_dossier(fact: Option<FromDossier>) -> Reacted {
    dossier::react(&event(&DossierEvent { fact }), "dossier/300")
}

fn from_exchange(fact: Option<Codex>) -> Reacted {
    let told = CodexFactTold { fact: Some(CodexFact { fact }), partner_number: "0403019261".into() };
    exchange::react(&event(&ExchangeEvent { fact: Some(FromExchange::CodexFactTold(told)) }), "exchange/300")
}

/// What is noted, and by which ledger it was told.
fn noted(reacted: Reacted) -> Option<(Told, String)> {
    let reaction = reacted.unwrap()?;
    assert_eq!(reaction.stream, CASE);
    match reaction.command {
        Command::Note(Fact { told, source: Source { ledger, position: 7 } }) => Some((told, ledger)),
        other => panic!("{other:?}"),
    }
}

fn on(text: &str) -> Option<Date> {
    text.parse().ok().map(to_proto)
}

fn asked(actions: Vec<i32>) -> AuthorisationAsked {
    AuthorisationAsked { number: 2, asked_on: on("2022-11-16"), contact_on: on("2022-11-14"), actions }
}

sample_each! {
    every_dossier_fact: FromDossier {
        FromDossier::TrajectoryRequested(_) => FromDossier::TrajectoryRequested(TrajectoryRequested {
            received_on: on("2022-10-10"),
            questionnaire_needed: true,
        }),
        FromDossier::FirstContactHeld(_) => FromDossier::FirstContactHeld(FirstContactHeld::default()),
        FromDossier::ConsentsRecorded(_) => FromDossier::ConsentsRecorded(ConsentsRecorded::default()),
        FromDossier::AuthorisationAsked(_) => FromDossier::AuthorisationAsked(asked(vec![
            AgreedAction::PreReturnVisit.into(),
            AgreedAction::FurtherContact.into(),
        ])),
        FromDossier::TrajectoryEnded(_) => FromDossier::TrajectoryEnded(TrajectoryEnded {
            ended_on: on("2023-01-20"),
            reason: TrajectoryEndReason::NotWished.into(),
        }),
    }
}

sample_each! {
    every_codex_fact: Codex {
        Codex::Requested(_) => Codex::Requested(CodexRequest {
            requested_on: on("2022-10-12"),
            ..CodexRequest::default()
        }),
        Codex::PreReturnVisit(_) => Codex::PreReturnVisit(PreReturnVisit::default()),
        Codex::PlanSigned(_) => Codex::PlanSigned(CodexPlanSigned::default()),
        Codex::WorkResumed(_) => Codex::WorkResumed(WorkResumedUnderPlan::default()),
        Codex::Ended(_) => Codex::Ended(CodexEnd { ended_on: on("2022-11-12"), ..CodexEnd::default() }),
    }
}

#[test]
fn m13_of_the_dossier_the_request_its_authorisation_and_its_end_are_noted() {
    let told: Vec<_> = every_dossier_fact().into_iter().map(|fact| noted(from_dossier(Some(fact)))).collect();
    let asked = Told::AuthorisationAsked {
        number: 2,
        on: day("2022-11-16"),
        contact_on: day("2022-11-14"),
        actions: vec!["pre_return_visit".into(), "further_contact".into()],
    };
    let expected = [
        Some(Told::TrajectoryRequested { on: day("2022-10-10") }),
        None,
        None,
        Some(asked),
        Some(Told::TrajectoryEnded { on: day("2023-01-20"), because: Ground::point(Rule::D11, 'c') }),
    ];
    assert_eq!(told, expected.map(|told| told.map(|told| (told, "dossier/300".to_owned()))));
}

#[test]
fn m4_a_of_a_codex_trajectory_its_beginning_and_its_end_are_noted() {
    let told: Vec<_> = every_codex_fact().into_iter().map(|fact| noted(from_exchange(Some(fact)))).collect();
    let partner = service();
    let requested = |on: NaiveDate| Told::CodexRequested { on, partner };
    let expected = [
        Some(requested(day("2022-10-12"))),
        None,
        None,
        None,
        Some(Told::CodexEnded { on: day("2022-11-12"), partner }),
    ];
    assert_eq!(told, expected.map(|told| told.map(|told| (told, "exchange/300".to_owned()))));
}

#[test]
fn what_is_not_known_yet_or_cannot_be_read_stops_the_listener() {
    let unreadable = [
        from_dossier(None),
        from_dossier(Some(FromDossier::TrajectoryRequested(TrajectoryRequested::default()))),
        from_dossier(Some(FromDossier::TrajectoryEnded(TrajectoryEnded::default()))),
        from_dossier(Some(FromDossier::AuthorisationAsked(AuthorisationAsked::default()))),
        from_dossier(Some(FromDossier::AuthorisationAsked(asked(vec![0])))),
        from_dossier(Some(FromDossier::AuthorisationAsked(asked(vec![99])))),
        from_exchange(None),
        from_exchange(Some(Codex::Requested(CodexRequest::default()))),
        from_exchange(Some(Codex::Ended(CodexEnd::default()))),
        exchange::react(&event(&ExchangeEvent { fact: None }), "exchange/300"),
        exchange::react(&event(&DossierEvent { fact: None }), "exchange/300"),
    ];
    for reacted in unreadable {
        assert_eq!(reacted.err().unwrap().position, 7);
    }
    let erased = FeedEvent { erased: true, payload: None, ..event(&ExchangeEvent { fact: None }) };
    assert!(exchange::react(&erased, "exchange/300").unwrap().is_none());
}
