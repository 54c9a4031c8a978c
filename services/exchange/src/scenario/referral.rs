//! Referrals: sent into inboxes, read and answered by their partners, and by nobody else (X2 to X4, X6, X7).

mod heard;

use std::sync::Arc;

use trajet_contracts::dossier::v1::dossier_event::Fact as Made;
use trajet_contracts::dossier::v1::{DossierEvent, ReferralEnded, ReferralMade};
use trajet_contracts::exchange::v1::answer_referral_request::Answer;
use trajet_contracts::exchange::v1::report_commitment_request::Outcome;
use trajet_contracts::exchange::v1::{
    AcknowledgeReferralRequest, AnnulActRequest, AnswerReferralRequest, CommitToRequest, InboxEntry,
    ListReferralsRequest, ReportCommitmentRequest,
};
use trajet_contracts::r#type::v1 as common;
use trajet_law::codex::Employer;
use trajet_law::referral::{Recipient, Referral, ReferralEnd};
use trajet_ledger::Cursor;
use trajet_service::referral::{tell, tell_end};

use super::*;
use crate::heard::Head;
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

/// A dossier whose ledger ends at a place.
fn dossier_ends_at(position: i64) -> Head {
    Arc::new(move || Box::pin(async move { Ok(Cursor::new("dossier/300", Uuid::from_u128(1), position, &[7; 32])) }))
}

impl World {
    async fn dossier_told(&self, position: u64, fact: Made) {
        let event = event(&CASE, position, &DossierEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::dossier::react(&event, "dossier/300")).await;
    }

    async fn referred(&self, position: u64, recipient: Recipient, to: &str) {
        self.referred_of(position, recipient, to, None).await;
    }

    async fn referred_of(&self, position: u64, recipient: Recipient, to: &str, employer: Option<Employer>) {
        let organisation = Some(to.to_owned());
        let referral = Referral { organisation, employer, ..asked(recipient).referral };
        let made_on = Some(to_proto(day("2022-10-10")));
        // The first is told at position 41, the second at 42.
        let number = u32::try_from(position - 40).unwrap();
        let made = ReferralMade {
            number,
            made_on,
            referral: Some(tell(&referral)),
            key: Uuid::from_u128(position.into()).to_string(),
        };
        self.dossier_told(position, Made::ReferralMade(made)).await;
    }

    async fn ended(&self, number: u32, because: ReferralEnd) {
        let (ended_on, reason) = (Some(to_proto(day("2022-10-10"))), tell_end(because).into());
        let key = Uuid::from_u128(u128::from(number) + 40).to_string();
        self.dossier_told(45, Made::ReferralEnded(ReferralEnded { number, ended_on, reason, key })).await;
    }

    async fn sent(&self) {
        self.app.couriers[0].send_all(Some(&dossier_ends_at(0))).await.unwrap();
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

    async fn answered(&self, referral_id: &str, answer: Answer) -> Result<Option<common::ReferralCourse>, Status> {
        let request =
            AnswerReferralRequest { request_id: self.id(), referral_id: referral_id.into(), answer: Some(answer) };
        Ok(self.service.answer_referral(from(EMPLOYMENT, request)).await?.into_inner().course)
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
    let course = world.answered(id, Answer::Accepted(true)).await.unwrap().unwrap();
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
    // Of what the partner closed nothing is told, so that nobody asks again and again whether the incapacity goes on.
    assert_eq!(world.answered(id, Answer::Completed(true)).await.unwrap(), None);
    assert_eq!(world.answered(id, Answer::Completed(true)).await.unwrap(), None);
    // What was sent, and what the partner said, is not for the keeper of the record to annul.
    let list = ListCaseHistoryRequest { case_id: CASE.to_string(), page_size: 200, ..Default::default() };
    let history = world.service.list_case_history(by(Role::Physician, "0411724220", list)).await.unwrap().into_inner();
    let words: Vec<_> = history.entries.iter().filter(|entry| entry.kind == "referral_progressed").collect();
    let mut refusals = Vec::new();
    for word in words {
        let annulment = common::Annulment {
            act_position: word.position,
            reason: common::AnnulmentReason::WrongContent.into(),
            asked_by: common::AnnulmentAskedBy::Keeper.into(),
        };
        let (request_id, case_id, annulment) = (world.id(), CASE.to_string(), Some(annulment));
        let request = AnnulActRequest { request_id, case_id, annulment, ..Default::default() };
        let refused = world.service.annul_act(by(Role::Physician, "0411724220", request)).await.unwrap_err();
        refusals.push(refused.get_details_error_info().unwrap().metadata["refusal"].clone());
    }
    let another = "OF_ANOTHER_OFFICE";
    assert_eq!(refusals, ["NOT_AN_ACT", another, another, another, another, another]);
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
async fn x6_an_end_that_was_a_mistake_is_told_and_so_is_the_next_end() {
    // Given a partner that acknowledged a referral, and read that it is over
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    let id = world.inbox(EMPLOYMENT, 0).await[0].referral_id.clone();
    world.acknowledged(EMPLOYMENT, &id).await.unwrap();
    world.ended(1, ReferralEnd::ConsentWithdrawn).await;
    world.sent().await;
    assert!(world.inbox(EMPLOYMENT, 1).await[0].referral.is_none());
    // When the end is taken back, since the withdrawal was entered on another person's case
    let taken_back = common::FactsAnnulled {
        positions: vec![45],
        annulled_on: Some(to_proto(day("2022-10-10"))),
        reason: common::AnnulmentReason::WrongPerson.into(),
        asked_by: common::AnnulmentAskedBy::Keeper.into(),
        ..common::FactsAnnulled::default()
    };
    world.dossier_told(50, Made::FactsAnnulled(taken_back)).await;
    world.sent().await;
    // Then a partner that goes on from what it has reads that the referral stands
    let [stands] = &world.inbox(EMPLOYMENT, 2).await[..] else { panic!("one entry more") };
    assert_eq!((stands.number, &stands.referral_id), (3, &id));
    assert_eq!(stands.referral.as_ref().unwrap().course.as_ref().unwrap().stage(), common::ReferralStage::Acknowledged);
    // And that it is over when it ends
    let (ended_on, reason) = (Some(to_proto(day("2022-10-10"))), tell_end(ReferralEnd::Withdrawn).into());
    let key = Uuid::from_u128(41).to_string();
    world.dossier_told(60, Made::ReferralEnded(ReferralEnded { number: 1, ended_on, reason, key })).await;
    world.sent().await;
    let [over] = &world.inbox(EMPLOYMENT, 3).await[..] else { panic!("one entry more") };
    assert!(over.number == 4 && over.referral_id == id && over.referral.is_none());
    world.sent().await;
    assert!(world.inbox(EMPLOYMENT, 4).await.is_empty());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x6_a_case_that_cannot_be_read_holds_nobody_up() {
    // Given two cases with a referral each, of which the first in every order cannot be read
    let world = World::on("2022-10-10").await.with_a_case().await;
    let damaged = Uuid::from_u128(9);
    world.recognised(damaged, UNKNOWN, "2022-09-01").await;
    let told = |case: Uuid, position: u64| {
        let mut referral = asked(Recipient::Vdab).referral;
        referral.organisation = Some(EMPLOYMENT.to_owned());
        let key = Uuid::from_u128(position.into()).to_string();
        let made = ReferralMade {
            number: 1,
            made_on: Some(to_proto(day("2022-10-10"))),
            referral: Some(tell(&referral)),
            key,
        };
        event(&case, position, &DossierEvent { fact: Some(Made::ReferralMade(made)) })
    };
    let take = async |event| world.bench.take(world.ledger(), reactions::dossier::react(&event, "dossier/300")).await;
    take(told(damaged, 41)).await;
    take(told(CASE, 42)).await;
    super::crowd::damage(&world, &damaged.to_string()).await;
    // When the courier goes round, then the other one is sent, and nothing waits but what was set aside
    world.sent().await;
    assert_eq!(world.inbox(EMPLOYMENT, 0).await.len(), 1);
    // And when a case cannot be read any more of which an entry tells, then the page goes on behind it
    take(told(CASE, 43)).await;
    world.sent().await;
    super::crowd::damage(&world, &CASE.to_string()).await;
    let inbox = world.inbox(EMPLOYMENT, 0).await;
    assert_eq!(inbox.iter().map(|entry| (entry.number, entry.unreadable)).collect::<Vec<_>>(), [(1, true), (2, true)]);
    assert!(inbox.iter().all(|entry| entry.referral.is_none()));
}

#[tokio::test]
async fn x3_while_a_fact_of_the_case_is_stuck_nothing_is_sent_or_read() {
    const STICK: &str = "INSERT INTO stuck_fact (ledger, source, position, stream, kind, since_cursor, why, stuck_on) \
        VALUES ('exchange/300', 'dossier/300', $1, $2, 'trajet.dossier.v1.ReferralEnded', '', 'FAULT', '2022-10-10')";
    const MEND: &str = "DELETE FROM stuck_fact WHERE position = $1";
    let world = World::on("2022-10-10").await.with_a_case().await;
    world.referred(41, Recipient::Vdab, EMPLOYMENT).await;
    // Given a fact of the case that could not be taken over, behind which the end may wait
    let mut raw = super::crowd::raw(&world).await;
    sqlx::query(STICK).bind(44_i64).bind(CASE).execute(&mut raw).await.unwrap();
    world.sent().await;
    assert!(world.inbox(EMPLOYMENT, 0).await.is_empty());
    // When it is mended, then the referral is sent
    sqlx::query(MEND).bind(44_i64).execute(&mut raw).await.unwrap();
    world.sent().await;
    assert!(world.inbox(EMPLOYMENT, 0).await[0].referral.is_some());
    // And when another one is stuck, then what was sent is not read
    sqlx::query(STICK).bind(46_i64).bind(CASE).execute(&mut raw).await.unwrap();
    let entry = &world.inbox(EMPLOYMENT, 0).await[0];
    assert!(entry.referral.is_none() && entry.unreadable, "it does not read like one that is over");
    // Until that is mended too, under the same number
    sqlx::query(MEND).bind(46_i64).execute(&mut raw).await.unwrap();
    world.sent().await;
    let inbox = world.inbox(EMPLOYMENT, entry.number - 1).await;
    let told: Vec<_> = inbox.iter().map(|it| (it.number, it.referral.is_some(), it.unreadable)).collect();
    assert_eq!(told, [(entry.number, true, false)]);
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

#[tokio::test]
async fn x2_the_occupational_physician_reads_of_which_employer_a_referral_is() {
    let world = World::on("2022-10-10").await.with_a_case().await;
    for (position, number) in [(41, "0411724220"), (42, "0428759497")] {
        let employer = Employer::parse(number).ok();
        world.referred_of(position, Recipient::OccupationalPhysician, SERVICE, employer).await;
    }
    world.referred(43, Recipient::Vdab, EMPLOYMENT).await;
    world.sent().await;
    let read = |inbox: Vec<InboxEntry>| -> Vec<String> {
        inbox.into_iter().map(|entry| entry.referral.unwrap().employer_number).collect()
    };
    assert_eq!(read(world.inbox(SERVICE, 0).await), ["0411724220", "0428759497"]);
    assert_eq!(read(world.inbox(EMPLOYMENT, 0).await), [""]);
}
