#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use chrono::NaiveDate;
use trajet_assessment_domain::Presumed;
use trajet_contracts::dossier::v1::dossier_event::Fact as FromDossier;
use trajet_contracts::dossier::v1::{
    AgreedAction, AmiEnded, AmiResumed, AmiStarted, AmiSuspended, AuthorisationAsked, ConsentDecision, ConsentPurpose,
    ConsentsRecorded, DossierEvent, FirstContactHeld, PlanAdapted, PlanEstablished, Presumption, PresumptionBegan,
    PresumptionEnded, PresumptionKind, ReferralEnded, ReferralMade, TrajectoryEndReason, TrajectoryEnded,
    TrajectoryRequested,
};
use trajet_contracts::exchange::v1::codex_fact::Fact as Codex;
use trajet_contracts::exchange::v1::exchange_event::Fact as FromExchange;
use trajet_contracts::exchange::v1::{
    CodexEnd, CodexFact, CodexFactTold, CodexPlanSigned, CodexRequest, ExchangeEvent, PreReturnVisit,
    RehabilitationFactTold, WorkResumedUnderPlan,
};
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as OfProgramme;
use trajet_contracts::r#type::v1::{LegalSource, RegionalPresentation, RehabilitationFact, RehabilitationStart};
use trajet_law::presumption::Kind;
use trajet_law::rule::{Ground, Rule};
use trajet_service::test_support::{self, on};

use super::*;
use crate::samples::{CASE, day, regional_service, sample_each, service};

type Reacted = Result<Option<FactCommand<Assessment>>, UnreadableFact>;

fn event(message: &impl Name) -> FeedEvent {
    test_support::event(&CASE, 7, message)
}

fn from_dossier(fact: Option<FromDossier>) -> Reacted {
    dossier::react(&event(&DossierEvent { fact }), "dossier/300")
}

fn from_exchange(fact: Option<Codex>) -> Reacted {
    let told =
        CodexFactTold { fact: Some(CodexFact { fact, ..CodexFact::default() }), partner_number: "0403019261".into() };
    exchange::react(&event(&ExchangeEvent { fact: Some(FromExchange::CodexFactTold(told)) }), "exchange/300")
}

/// What is noted, and by which ledger it was told.
fn noted(reacted: Reacted) -> Option<(Told, String)> {
    let reaction = reacted.unwrap()?;
    assert_eq!(reaction.stream, CASE);
    match reaction.command {
        Command::Note(Fact { told, source: Source { ledger, position: 7 } }) => Some((told, ledger)),
        Command::Annul { .. } => None,
        other => panic!("{other:?}"),
    }
}

fn asked(actions: Vec<i32>) -> AuthorisationAsked {
    AuthorisationAsked { number: 2, asked_on: on("2022-11-16"), contact_on: on("2022-11-14"), actions }
}

fn consents(decisions: &[(i32, bool)]) -> FromDossier {
    let decision = |(purpose, granted): &(i32, bool)| ConsentDecision { purpose: *purpose, granted: *granted };
    let decisions = decisions.iter().map(decision).collect();
    FromDossier::ConsentsRecorded(ConsentsRecorded { decisions, since: on("2022-11-14") })
}

fn presumption(kind: PresumptionKind, last_day: &str) -> Presumption {
    let days = (on("2022-11-14"), on(last_day));
    let begun_by = Some(LegalSource { parameter: "presumption.months@2022-01-01".into(), ..LegalSource::default() });
    Presumption {
        number: 1,
        kind: kind.into(),
        first_day: days.0,
        last_day: days.1,
        begun_by,
        ..Presumption::default()
    }
}

sample_each! {
    every_dossier_fact: FromDossier {
        FromDossier::TrajectoryRequested(_) => FromDossier::TrajectoryRequested(TrajectoryRequested {
            received_on: on("2022-10-10"),
            questionnaire_needed: true,
        }),
        FromDossier::FactsAnnulled(_) => {
            FromDossier::FactsAnnulled(trajet_service::annul::tell(&test_support::annulled()))
        },
        FromDossier::FirstContactHeld(_) => FromDossier::FirstContactHeld(FirstContactHeld::default()),
        FromDossier::ConsentsRecorded(_) => consents(&[
            (ConsentPurpose::Trajectory.into(), true),
            (ConsentPurpose::Exchange.into(), true),
            (ConsentPurpose::PhysicianFollowUp.into(), false),
        ]),
        FromDossier::AuthorisationAsked(_) => FromDossier::AuthorisationAsked(asked(vec![
            AgreedAction::PreReturnVisit.into(),
            AgreedAction::FurtherContact.into(),
        ])),
        FromDossier::TrajectoryEnded(_) => FromDossier::TrajectoryEnded(TrajectoryEnded {
            ended_on: on("2023-01-20"),
            reason: TrajectoryEndReason::NotWished.into(),
        }),
        FromDossier::AmiStarted(_) => FromDossier::AmiStarted(AmiStarted::default()),
        FromDossier::PlanEstablished(_) => FromDossier::PlanEstablished(PlanEstablished::default()),
        FromDossier::PlanAdapted(_) => FromDossier::PlanAdapted(PlanAdapted::default()),
        FromDossier::AmiSuspended(_) => FromDossier::AmiSuspended(AmiSuspended::default()),
        FromDossier::AmiResumed(_) => FromDossier::AmiResumed(AmiResumed::default()),
        FromDossier::AmiEnded(_) => FromDossier::AmiEnded(AmiEnded::default()),
        FromDossier::ReferralMade(_) => FromDossier::ReferralMade(ReferralMade::default()),
        FromDossier::ReferralEnded(_) => FromDossier::ReferralEnded(ReferralEnded::default()),
        FromDossier::PresumptionBegan(_) => {
            FromDossier::PresumptionBegan(PresumptionBegan { presumption: Some(presumption(PresumptionKind::Codex, "2023-05-13")) })
        },
        FromDossier::PresumptionEnded(_) => {
            FromDossier::PresumptionEnded(PresumptionEnded { presumption: Some(presumption(PresumptionKind::Ami, "2023-01-08")) })
        },
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
fn m13_d3_of_the_dossier_the_request_its_authorisation_its_end_and_consent_are_noted() {
    let told: Vec<_> = every_dossier_fact().into_iter().map(|fact| noted(from_dossier(Some(fact)))).collect();
    let asked = Told::AuthorisationAsked {
        number: 2,
        on: day("2022-11-16"),
        contact_on: day("2022-11-14"),
        actions: vec!["pre_return_visit".into(), "further_contact".into()],
    };
    let presumed = |kind, last| {
        let parameter = "presumption.months@2022-01-01".parse().ok();
        Told::Presumed(Presumed { number: 1, kind, first: day("2022-11-14"), last: day(last), parameter })
    };
    let expected = [
        Some(Told::TrajectoryRequested { on: day("2022-10-10") }),
        // Taken back.
        None,
        None,
        Some(Told::ConsentsDecided {
            since: day("2022-11-14"),
            trajectory: Some(true),
            physician_follow_up: Some(false),
        }),
        Some(asked),
        Some(Told::TrajectoryEnded { on: day("2023-01-20"), because: Ground::point(Rule::D11, 'c') }),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        Some(presumed(Kind::Codex, "2023-05-13")),
        Some(presumed(Kind::Ami, "2023-01-08")),
    ];
    assert_eq!(told, expected.map(|told| told.map(|told| (told, "dossier/300".to_owned()))));
}

#[test]
fn m18_the_presumption_of_a_programme_is_known_by_the_programme_itself() {
    let of = |kind| {
        from_dossier(Some(FromDossier::PresumptionBegan(PresumptionBegan {
            presumption: Some(presumption(kind, "2023-05-13")),
        })))
    };
    assert!(noted(of(PresumptionKind::Programme)).is_none());
    assert!(of(PresumptionKind::Unspecified).is_err());
}

#[test]
fn m4_a_of_a_codex_trajectory_its_beginning_and_its_end_are_noted() {
    let told: Vec<_> = every_codex_fact().into_iter().map(|fact| noted(from_exchange(Some(fact)))).collect();
    let partner = service();
    let requested = |on: NaiveDate| Told::CodexRequested { on, partner, employer: None };
    let expected = [
        Some(requested(day("2022-10-12"))),
        None,
        None,
        None,
        Some(Told::CodexEnded { on: day("2022-11-12"), partner, employer: None }),
    ];
    assert_eq!(told, expected.map(|told| told.map(|told| (told, "exchange/300".to_owned()))));
}

#[test]
fn x9_x10_what_partners_tell_of_a_programme_is_noted() {
    let start = OfProgramme::Started(RehabilitationStart { started_on: on("2023-01-09") });
    let told =
        |fact| RehabilitationFactTold { fact: Some(RehabilitationFact { fact }), partner_number: "0206653946".into() };
    let sent = |told| ExchangeEvent { fact: Some(FromExchange::RehabilitationFactTold(told)) };
    let expected = Told::Rehabilitation {
        fact: trajet_law::rehabilitation::RehabilitationFact::Started { on: day("2023-01-09") },
        partner: regional_service(),
    };
    let reacted = exchange::react(&event(&sent(told(Some(start)))), "exchange/300");
    assert_eq!(noted(reacted), Some((expected, "exchange/300".to_owned())));
    // Who presented themselves needs nothing of the physician (X8).
    let presented = OfProgramme::Presented(RegionalPresentation::default());
    let reacted = exchange::react(&event(&sent(told(Some(presented)))), "exchange/300");
    assert!(reacted.is_ok_and(|reacted| reacted.is_none()));
    let no_partner = RehabilitationFactTold { partner_number: String::new(), ..told(Some(start)) };
    for unreadable in [told(None), RehabilitationFactTold::default(), no_partner] {
        assert!(exchange::react(&event(&sent(unreadable)), "exchange/300").is_err());
    }
}

#[test]
fn a_value_that_only_a_later_version_knows_does_not_stop_the_listener() {
    let actions = asked(vec![AgreedAction::FurtherContact.into(), 0, 99]);
    let told = noted(from_dossier(Some(FromDossier::AuthorisationAsked(actions)))).map(|(told, _)| told);
    let Some(Told::AuthorisationAsked { actions, .. }) = told else { panic!("it is noted") };
    assert_eq!(actions, ["further_contact", "other_0", "other_99"]);

    let ended = TrajectoryEnded { ended_on: on("2023-01-20"), reason: 99 };
    let told = noted(from_dossier(Some(FromDossier::TrajectoryEnded(ended)))).map(|(told, _)| told);
    assert_eq!(told, Some(Told::TrajectoryEnded { on: day("2023-01-20"), because: Rule::D6.into() }));
}

#[test]
fn d3_a_decision_on_other_purposes_alone_does_not_concern_an_assessment() {
    for purpose in [ConsentPurpose::Exchange.into(), ConsentPurpose::OccupationalPhysician.into(), 99] {
        assert_eq!(noted(from_dossier(Some(consents(&[(purpose, false)])))), None);
    }
}

#[test]
fn what_is_not_known_yet_or_cannot_be_read_stops_the_listener() {
    let unreadable = [
        from_dossier(None),
        from_dossier(Some(FromDossier::TrajectoryRequested(TrajectoryRequested::default()))),
        from_dossier(Some(FromDossier::TrajectoryEnded(TrajectoryEnded::default()))),
        from_dossier(Some(FromDossier::AuthorisationAsked(AuthorisationAsked::default()))),
        from_dossier(Some(FromDossier::ConsentsRecorded(ConsentsRecorded {
            decisions: vec![ConsentDecision { purpose: ConsentPurpose::Trajectory.into(), granted: true }],
            since: None,
        }))),
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
