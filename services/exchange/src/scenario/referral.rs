//! Referrals: sent into inboxes, read and answered by their partners, and by nobody else (X2 to X4, X6, X7).

use trajet_contracts::dossier::v1::dossier_event::Fact as Made;
use trajet_contracts::dossier::v1::{DossierEvent, ReferralEnded, ReferralMade};
use trajet_contracts::exchange::v1::answer_referral_request::Answer;
use trajet_contracts::exchange::v1::report_commitment_request::Outcome;
use trajet_contracts::exchange::v1::{
    AcknowledgeReferralRequest, AnswerReferralRequest, CommitToRequest, InboxEntry, ListReferralsRequest,
    ReportCommitmentRequest,
};
use trajet_contracts::r#type::v1 as common;
use trajet_law::referral::{Recipient, ReferralEnd};
use trajet_service::referral::{tell, tell_end};

use super::*;
use crate::samples::asked;

/// Both engines run the same scenario.
macro_rules! on_both {
    ($($scenario:ident: $sqlite:ident, $postgres:ident;)+) => {$(
        #[tokio::test]
        async fn $sqlite() {
            $scenario(World::on("2022-10-10").await).await;
        }

        #[tokio::test]
        async fn $postgres() {
            $scenario(World::on_postgres("2022-10-10").await).await;
        }
    )+};
}

on_both! {
    x4_a_referral_runs_its_course: x4_a_referral_runs_its_course_on_sqlite, x4_a_referral_runs_its_course_on_postgres;
    x6_what_was_told_twice: x6_what_was_told_twice_is_there_once_on_sqlite, x6_what_was_told_twice_is_there_once_on_postgres;
}

impl World {
    async fn dossier_told(&self, position: u64, fact: Made) {
        let event = event(&CASE, position, &DossierEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::dossier::react(&event, "dossier/300")).await;
    }

    async fn referred(&self, position: u64, recipient: Recipient, to: &str) {
        let mut referral = asked(recipient).referral;
        referral.organisation = Some(to.to_owned());
        let made_on = Some(to_proto(day("2022-10-10")));
        // The first is told at position 41, the second at 42.
        let number = u32::try_from(position - 40).unwrap();
        let made = ReferralMade { number, made_on, referral: Some(tell(&referral)) };
        self.dossier_told(position, Made::ReferralMade(made)).await;
    }

    async fn ended(&self, number: u32, because: ReferralEnd) {
        let (ended_on, reason) = (Some(to_proto(day("2022-10-10"))), tell_end(because).into());
        self.dossier_told(45, Made::ReferralEnded(ReferralEnded { number, ended_on, reason })).await;
    }

    async fn sent(&self) {
        self.app.couriers[0].send_all().await.unwrap();
        assert_eq!(self.app.pending().await.unwrap(), 0);
    }

    async fn inbox(&self, organisation: &str, after: u64) -> Vec<InboxEntry> {
        let request = from(organisation, ListReferralsRequest { after, ..ListReferralsRequest::default() });
        self.service.list_referrals(request).await.unwrap().into_inner().entries
    }

    fn acknowledgement(&self, referral_id: &str) -> AcknowledgeReferralRequest {
        AcknowledgeReferralRequest { request_id: self.id(), referral_id: referral_id.into() }
    }

    async fn acknowledged(&self, organisation: &str, referral_id: &str) -> Result<common::ReferralCourse, Status> {
        let request = from(organisation, self.acknowledgement(referral_id));
        Ok(self.service.acknowledge_referral(request).await?.into_inner().course.unwrap())
    }

    async fn answered(&self, referral_id: &str, answer: Answer) -> Result<common::ReferralCourse, Status> {
        let request =
            AnswerReferralRequest { request_id: self.id(), referral_id: referral_id.into(), answer: Some(answer) };
        Ok(self.service.answer_referral(from(EMPLOYMENT, request)).await?.into_inner().course.unwrap())
    }

    /// With an employment service, and a case of somebody.
    async fn with_a_case(self) -> Self {
        let world = self.with_partners().await;
        world.register(partner(EMPLOYMENT, PartnerKind::Vdab)).await.unwrap();
        world.recognised(CASE, KNOWN, "2022-09-01").await;
        world
    }
}

fn stage(course: &common::ReferralCourse) -> common::ReferralStage {
    course.stage()
}

async fn x4_a_referral_runs_its_course(world: World) {
    let world = world.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    assert!(world.inbox(EMPLOYMENT, 0).await.is_empty(), "it waits to be sent");
    world.sent().await;
    let inbox = world.inbox(EMPLOYMENT, 0).await;
    let [entry] = &inbox[..] else { panic!("{}", inbox.len()) };
    let received = entry.referral.as_ref().unwrap();
    let content = received.content.as_ref().unwrap();
    assert_eq!(received.person.as_ref().unwrap().niss, KNOWN);
    assert_eq!((content.functioning.as_str(), content.diagnosis.as_str()), ("functioning", ""));
    let id = &entry.referral_id;

    assert_eq!(stage(&world.acknowledged(EMPLOYMENT, id).await.unwrap()), common::ReferralStage::Acknowledged);
    let course = world.answered(id, Answer::Accepted(true)).await.unwrap();
    assert_eq!(stage(&course), common::ReferralStage::Accepted);
    let commitment = CommitToRequest {
        request_id: world.id(),
        referral_id: id.clone(),
        kind: common::CommitmentKind::Interview.into(),
        by: Some(to_proto(day("2022-10-31"))),
    };
    let course = world.service.commit_to(from(EMPLOYMENT, commitment)).await.unwrap().into_inner().course.unwrap();
    assert_eq!(course.commitments[0].standing(), common::CommitmentStanding::Due);
    let refused = world.answered(id, Answer::Completed(true)).await.unwrap_err();
    assert_eq!(reason(&refused), "LEGAL_REFUSAL");
    let kept = ReportCommitmentRequest {
        request_id: world.id(),
        referral_id: id.clone(),
        number: 1,
        outcome: Some(Outcome::KeptOn(to_proto(day("2022-10-10")))),
    };
    let told = world.service.report_commitment(from(EMPLOYMENT, kept)).await.unwrap().into_inner();
    assert_eq!(told.course.unwrap().commitments[0].standing(), common::CommitmentStanding::Kept);
    let request = ListReferralsRequest { min_cursor: told.cursor, ..ListReferralsRequest::default() };
    assert_eq!(world.service.list_referrals(from(EMPLOYMENT, request)).await.unwrap().into_inner().entries.len(), 1);
    assert_eq!(stage(&world.answered(id, Answer::Completed(true)).await.unwrap()), common::ReferralStage::Completed);
    world.views_follow_from_the_events().await;
}

async fn x6_what_was_told_twice(world: World) {
    let world = world.with_a_case().await;
    for _ in 0..2 {
        world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
        world.sent().await;
        world.sent().await;
    }
    world.referred(42, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    let inbox = world.inbox(EMPLOYMENT, 0).await;
    assert_eq!(inbox.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2]);
    assert_ne!(inbox[0].referral_id, inbox[1].referral_id);

    // A partner that was away goes on from the last number that it has.
    world.ended(2, ReferralEnd::ConsentWithdrawn).await;
    world.sent().await;
    let since = world.inbox(EMPLOYMENT, 2).await;
    assert_eq!((since.len(), since[0].number, &since[0].referral_id), (1, 3, &inbox[1].referral_id));
    assert!(since[0].referral.is_none() && world.inbox(EMPLOYMENT, 3).await.is_empty());
    assert!(world.inbox(EMPLOYMENT, 1).await[0].referral.is_none(), "nothing of it is read any more");

    let request = world.acknowledgement(&inbox[0].referral_id);
    for _ in 0..2 {
        let repeated = from(EMPLOYMENT, request.clone());
        let told = world.service.acknowledge_referral(repeated).await.unwrap().into_inner();
        assert_eq!((told.etag.as_str(), told.course.unwrap().steps.len()), ("2", 2));
    }
    assert_eq!(world.acknowledged(EMPLOYMENT, &inbox[0].referral_id).await.unwrap().steps.len(), 2);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x7_to_another_organisation_a_referral_is_as_one_that_does_not_exist() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.register(partner("0403227515", PartnerKind::Vdab)).await.unwrap();
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    let id = world.inbox(EMPLOYMENT, 0).await[0].referral_id.clone();
    let other = world.acknowledged("0403227515", &id).await.unwrap_err();
    let none = world.acknowledged("0403227515", &Uuid::from_u128(7).to_string()).await.unwrap_err();
    assert_eq!(all_of(&other), all_of(&none));
    assert_eq!(reason(&other), "REFERRAL_NOT_FOUND");
    assert!(world.inbox("0403227515", 0).await.is_empty());
    let stranger = from("0411724220", ListReferralsRequest::default());
    assert_eq!(reason(&world.service.list_referrals(stranger).await.unwrap_err()), "PARTNER_NOT_REGISTERED");
}

#[tokio::test]
async fn x3_what_is_withdrawn_before_it_is_sent_is_never_sent() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    world.ended(1, ReferralEnd::ConsentWithdrawn).await;
    world.sent().await;
    assert!(world.inbox(EMPLOYMENT, 0).await.is_empty());
}

#[tokio::test]
async fn x4_to_who_is_no_such_partner_nothing_is_sent_and_the_dossier_is_told() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, SERVICE).await;
    world.sent().await;
    assert!(world.inbox(SERVICE, 0).await.is_empty());
    let page = world.app.feed_sources()[0].page(None, 100).await.unwrap();
    let kinds: Vec<_> = page.events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(kinds, ["trajet.exchange.v1.ReferralProgressed"]);
}

#[tokio::test]
async fn x6_what_the_dossier_takes_back_as_a_mistake_is_told_to_the_partner_that_has_it() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    let taken_back = common::FactsAnnulled {
        positions: vec![41],
        annulled_on: Some(to_proto(day("2022-10-10"))),
        reason: common::AnnulmentReason::WrongPerson.into(),
        asked_by: common::AnnulmentAskedBy::Keeper.into(),
        ..common::FactsAnnulled::default()
    };
    world.dossier_told(50, Made::FactsAnnulled(taken_back)).await;
    world.sent().await;
    let inbox = world.inbox(EMPLOYMENT, 0).await;
    assert_eq!(inbox.len(), 2);
    assert!(inbox.iter().all(|entry| entry.referral.is_none()));
}

#[tokio::test]
async fn every_field_that_is_wrong_is_told_at_once() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    let request = CommitToRequest { request_id: "x".into(), referral_id: "y".into(), kind: 0, by: None };
    let status = world.service.commit_to(from(EMPLOYMENT, request)).await.unwrap_err();
    assert_eq!(fields(&status), ["request_id", "referral_id", "kind", "by"]);
    let request = ReportCommitmentRequest {
        request_id: world.id(),
        referral_id: Uuid::from_u128(7).to_string(),
        number: 0,
        outcome: Some(Outcome::NotKept(false)),
    };
    let status = world.service.report_commitment(from(EMPLOYMENT, request)).await.unwrap_err();
    assert_eq!(fields(&status), ["number", "not_kept"]);
}
