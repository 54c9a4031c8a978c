//! Rehabilitation programmes and contacts of the team, over the contracts.

use trajet_contracts::assessment::v1::{
    CoveredCost, ProposeRehabilitationRequest, RecordRehabilitationFactRequest, RecordReintegrationEvaluationRequest,
    RecordTeamContactRequest, RehabilitationAmountKind, RehabilitationGround, RehabilitationInitiative,
    RehabilitationMode, RehabilitationProposal, SubmitRehabilitationRequest, TeamContactKind, TeamContactMaker,
    WithdrawRehabilitationRequest,
};
use trajet_contracts::exchange::v1::RehabilitationFactTold;
use trajet_contracts::r#type::v1::rehabilitation_fact::Fact as OfProgramme;
use trajet_contracts::r#type::v1::{
    ContactChannel, CscmiAnswer, CscmiDecision, ProgrammeOutcome, RehabilitationEnd, RehabilitationFact,
    RehabilitationHours, RehabilitationStart,
};

use super::*;

impl World {
    /// A proposal of a day, which the person asked for on that day.
    pub(super) fn proposal(&self, case: &str, proposed_on: &str) -> ProposeRehabilitationRequest {
        ProposeRehabilitationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            proposal: Some(RehabilitationProposal {
                proposed_on: on(proposed_on),
                initiative: RehabilitationInitiative::Person.into(),
                agreed_on: on(proposed_on),
                ground: RehabilitationGround::DefinitivelyUnfit.into(),
                mode: RehabilitationMode::Classic.into(),
                costs: vec![CoveredCost::Travel.into()],
                ..RehabilitationProposal::default()
            }),
            ..ProposeRehabilitationRequest::default()
        }
    }

    pub(super) fn submission(&self, case: &str, submitted_on: &str) -> SubmitRehabilitationRequest {
        let submitted_on = on(submitted_on);
        SubmitRehabilitationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            submitted_on,
            ..SubmitRehabilitationRequest::default()
        }
    }

    pub(super) fn rehabilitation_withdrawal(&self, case: &str, withdrawn_on: &str) -> WithdrawRehabilitationRequest {
        let withdrawn_on = on(withdrawn_on);
        WithdrawRehabilitationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            withdrawn_on,
            ..WithdrawRehabilitationRequest::default()
        }
    }

    pub(super) fn recorded(&self, case: &str, fact: OfProgramme) -> RecordRehabilitationFactRequest {
        let fact = Some(RehabilitationFact { fact: Some(fact) });
        RecordRehabilitationFactRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            fact,
            ..RecordRehabilitationFactRequest::default()
        }
    }

    pub(super) fn reintegration(&self, case: &str, evaluated_on: &str) -> RecordReintegrationEvaluationRequest {
        RecordReintegrationEvaluationRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            evaluated_on: on(evaluated_on),
            examined: true,
            ..RecordReintegrationEvaluationRequest::default()
        }
    }

    pub(super) fn team_contact(&self, case: &str, held_on: &str, kind: TeamContactKind) -> RecordTeamContactRequest {
        RecordTeamContactRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            held_on: on(held_on),
            kind: kind.into(),
            channel: ContactChannel::Telephone.into(),
            ..RecordTeamContactRequest::default()
        }
    }

    /// A partner tells of a programme.
    async fn told_of_programme(&self, case: &str, position: u64, fact: OfProgramme) {
        let fact = Some(RehabilitationFact { fact: Some(fact) });
        let told = RehabilitationFactTold { fact, partner_number: "0206653946".into() };
        let event = event(&case, position, &ExchangeEvent { fact: Some(FromExchange::RehabilitationFactTold(told)) });
        self.take(reactions::exchange::react(&event, "exchange/300")).await;
    }

    /// A case with a proposal that was submitted.
    async fn proposed() -> (Self, String) {
        let (world, id) = Self::recognised().await;
        world.until("2022-10-06").await;
        world.service.propose_rehabilitation(physician(world.proposal(&id, "2022-10-05"))).await.unwrap();
        world.service.submit_rehabilitation(physician(world.submission(&id, "2022-10-06"))).await.unwrap();
        (world, id)
    }
}

pub(super) fn started(day: &str) -> OfProgramme {
    OfProgramme::Started(RehabilitationStart { started_on: on(day) })
}

fn approved(day: &str) -> OfProgramme {
    OfProgramme::Answered(CscmiAnswer { answered_on: on(day), decision: CscmiDecision::Approved.into() })
}

fn hours(first: &str, last: &str, minutes: u32) -> OfProgramme {
    OfProgramme::HoursFollowed(RehabilitationHours { first_day: on(first), last_day: on(last), minutes })
}

fn succeeded(day: &str) -> OfProgramme {
    let outcome = ProgrammeOutcome::Succeeded.into();
    OfProgramme::Ended(RehabilitationEnd { ended_on: on(day), outcome })
}

#[tokio::test]
async fn m16_a_programme_goes_from_proposal_to_evaluation_and_tells_what_is_due() {
    let (world, id) = World::proposed().await;
    let service = &world.service;
    world.until("2022-12-05").await;
    service.record_first_estimate(physician(world.estimate(&id, Category::TwoNoReturn))).await.unwrap();
    world.until("2023-04-03").await;
    let unapproved = service.record_rehabilitation_fact(physician(world.recorded(&id, started("2022-11-07")))).await;
    let unapproved = unapproved.unwrap_err();
    assert_eq!((told(&unapproved, "refusal"), told(&unapproved, "rule")), ("NOT_APPROVED".into(), "M16".into()));
    assert_names_nobody(&unapproved);

    // Out of order: the end and the hours wait for the answer.
    world.told_of_programme(&id, 11, succeeded("2023-03-31")).await;
    world.told_of_programme(&id, 12, started("2023-01-09")).await;
    world.told_of_programme(&id, 13, hours("2023-01-09", "2023-03-31", 21_630)).await;
    let parked = world.case(&id).await.parked;
    let waiting: Vec<_> = parked.iter().map(|fact| (fact.kind.as_str(), fact.because.as_str())).collect();
    assert_eq!(waiting, [("trajet.exchange.v1.RehabilitationFactTold", "out_of_order"); 3]);
    world.told_of_programme(&id, 14, approved("2022-11-02")).await;

    let case = world.case(&id).await;
    assert!(case.parked.is_empty());
    let [programme] = &case.rehabilitation[..] else { panic!("one programme") };
    assert_eq!((programme.number, programme.started_on), (1, on("2023-01-09")));
    assert_eq!(programme.end.unwrap().outcome(), ProgrammeOutcome::Succeeded);
    assert_eq!((programme.phase_first_day, programme.phase_last_day), (on("2023-04-01"), on("2023-09-30")));
    let due: Vec<_> = programme.amounts.iter().map(|due| (due.kind(), due.hours, due.cents)).collect();
    let premium = (RehabilitationAmountKind::HourlyPremium, 360, 180_000);
    assert_eq!(due, [premium, (RehabilitationAmountKind::SuccessAllowance, 0, 50_000)]);
    let basis = programme.amounts[0].basis.clone().unwrap();
    let figure = "rehabilitation.hourly_premium_cents@2022-01-01";
    assert_eq!((basis.rule.as_str(), basis.parameter.as_str()), ("M16", figure));

    let early = service.record_reintegration_evaluation(physician(world.reintegration(&id, "2023-04-03"))).await;
    let early = early.unwrap_err();
    assert_eq!((told(&early, "refusal"), told(&early, "earliest")), ("PHASE_NOT_OVER".into(), "2023-10-01".into()));
    world.until("2023-10-02").await;
    assert_eq!(world.steps().await, ["reintegration_evaluation"]);
    service.record_reintegration_evaluation(physician(world.reintegration(&id, "2023-10-02"))).await.unwrap();
    assert!(world.steps().await.is_empty());
    let case = world.case(&id).await;
    assert!(!case.rehabilitation[0].evaluation.unwrap().still_unfit);
    let fed: Vec<_> = world.fed().await.into_iter().filter(|kind| kind.contains("Programme")).collect();
    assert_eq!(fed, ["ProgrammeSubmitted", "ProgrammeStarted", "ProgrammeEnded"]);
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn m16_all_that_is_wrong_with_a_proposal_is_told_at_once() {
    let (world, id) = World::recognised().await;
    let request = |proposal| {
        let proposal = Some(proposal);
        ProposeRehabilitationRequest { proposal, ..world.proposal(&id, "2022-09-05") }
    };
    let wrong = async |proposal| {
        let status = world.service.propose_rehabilitation(physician(request(proposal))).await.unwrap_err();
        assert_names_nobody(&status);
        fields(&status)
    };
    assert_eq!(
        wrong(RehabilitationProposal::default()).await,
        ["proposed_on", "initiative", "agreed_on", "ground", "mode", "costs"].map(|field| format!("proposal.{field}"))
    );
    let whole = world.proposal(&id, "2022-09-05").proposal.unwrap();
    let convention =
        RehabilitationProposal { mode: RehabilitationMode::Convention.into(), costs: vec![4, 4], ..whole.clone() };
    let expected = ["proposal.partner_number", "proposal.orientation_assessed_on", "proposal.costs[1]"];
    assert_eq!(wrong(convention).await, expected);
    let outside = RehabilitationProposal {
        partner_number: "0206653946".into(),
        orientation_assessed_on: on("2022-09-05"),
        ..whole.clone()
    };
    assert_eq!(wrong(outside).await, ["proposal.partner_number", "proposal.orientation_assessed_on"]);
    let late = RehabilitationProposal { agreed_on: on("2022-09-06"), ..whole };
    assert_eq!(wrong(late).await, ["proposal.agreed_on"]);
    let nothing = ProposeRehabilitationRequest { proposal: None, ..world.proposal(&id, "2022-09-05") };
    let status = world.service.propose_rehabilitation(physician(nothing)).await.unwrap_err();
    assert_eq!(fields(&status), ["proposal"]);
}

#[tokio::test]
async fn m19_a_proposal_that_the_person_does_not_wish_any_more_is_closed() {
    let (world, id) = World::proposed().await;
    world.service.withdraw_rehabilitation(physician(world.rehabilitation_withdrawal(&id, "2022-10-06"))).await.unwrap();
    let case = world.case(&id).await;
    let programme = &case.rehabilitation[0];
    assert_eq!(programme.closed_on, on("2022-10-06"));
    assert_eq!(programme.closed_because.as_ref().unwrap().rule, "M19");
    let again =
        world.service.withdraw_rehabilitation(physician(world.rehabilitation_withdrawal(&id, "2022-10-06"))).await;
    assert_eq!(told(&again.unwrap_err(), "refusal"), "NO_PROPOSAL_OPEN");
}

#[tokio::test]
async fn m18_the_end_of_the_incapacity_ends_what_is_followed_and_is_told() {
    let (world, id) = World::proposed().await;
    world.until("2023-02-01").await;
    world.told_of_programme(&id, 11, approved("2022-11-02")).await;
    world.told_of_programme(&id, 12, started("2023-01-09")).await;
    let ended = world.end(&id, "2023-01-31", EndCause::Other);
    world.service.end_incapacity(physician(ended)).await.unwrap();
    let programme = world.case(&id).await.rehabilitation.remove(0);
    let end = programme.end.unwrap();
    assert_eq!((end.ended_on, end.outcome()), (on("2023-01-31"), ProgrammeOutcome::Unspecified));
    assert!(world.fed().await.contains(&"ProgrammeEnded".to_owned()));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn m17_a_member_of_the_team_is_refused_the_contacts_of_the_physician_with_the_rule() {
    let (world, id) = World::recognised().await;
    world.until("2022-12-05").await;
    let contact = |kind| world.team_contact(&id, "2022-12-05", kind);
    let member = |message| by(Role::TeamMember, "300", message);
    for kind in [TeamContactKind::Intermediate, TeamContactKind::InvalidityProlongation] {
        let refused = world.service.record_team_contact(member(contact(kind))).await.unwrap_err();
        let said = ["refusal", "rule", "citation"].map(|key| told(&refused, key));
        assert_eq!(said[..2], ["ONLY_PREPARATORY_CONTACTS", "M17"]);
        assert!(said[2].starts_with("Circular 2022/383, part VII"), "{said:?}");
        world.service.record_team_contact(physician(contact(kind))).await.unwrap();
    }
    for kind in [TeamContactKind::Preparatory, TeamContactKind::Reintegration] {
        world.service.record_team_contact(member(contact(kind))).await.unwrap();
    }
    let made: Vec<_> = world.case(&id).await.team_contacts.iter().map(|made| (made.kind(), made.maker())).collect();
    let (by_physician, by_member) = (TeamContactMaker::Physician, TeamContactMaker::TeamMember);
    let expected = [
        (TeamContactKind::Intermediate, by_physician),
        (TeamContactKind::InvalidityProlongation, by_physician),
        (TeamContactKind::Preparatory, by_member),
        (TeamContactKind::Reintegration, by_member),
    ];
    assert_eq!(made, expected);
}
