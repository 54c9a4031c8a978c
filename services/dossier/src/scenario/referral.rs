//! Referrals to partners: made with consent and agreement, told to the exchange, and followed (X2 to X4, X11).

use trajet_contracts::dossier::v1::{
    PartnerReferralView, ReferToPartnerRequest, ReferralWithdrawal, WithdrawReferralRequest,
};
use trajet_contracts::exchange::v1::exchange_event::Fact as Exchanged;
use trajet_contracts::exchange::v1::{ExchangeEvent, ReferralProgressed};
use trajet_contracts::explain::v1::Subject;
use trajet_contracts::r#type::v1 as common;
use trajet_law::referral::{CommitmentKind, DeclineReason, Progress, Said};
use trajet_service::referral::tell_said;

use super::explained::explained_to;
use super::*;

impl World {
    fn referral(&self) -> ReferToPartnerRequest {
        ReferToPartnerRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            referral: Some(common::Referral {
                kind: common::ReferralKind::Training.into(),
                recipient: common::ReferralRecipient::Actiris.into(),
                partner_number: "0206.653.946".into(),
                agreed_on: on("2022-12-12"),
                content: Some(common::ReferralContent { functioning: "No lifting.".into(), ..Default::default() }),
                ..common::Referral::default()
            }),
            agreement_reference: "A-7".into(),
            concerted_on: on("2022-12-12"),
        }
    }

    async fn contacted() -> Self {
        let world = Self::referred().await;
        world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
        world
    }

    /// What names the last referral in every service, as the exchange was told it.
    async fn key(&self) -> String {
        self.referrals(coordinator).await.pop().unwrap().made.unwrap().key
    }

    async fn partner_said(&self, said_on: &str, progress: Progress) {
        let progress = Some(tell_said(Said { on: day(said_on), progress }));
        let fact = Exchanged::ReferralProgressed(ReferralProgressed { number: 1, progress, key: self.key().await });
        let event = event(&CASE, 1, &ExchangeEvent { fact: Some(fact) });
        self.bench.take(self.ledger(), reactions::exchange::react(&event, "exchange/300")).await;
    }

    async fn referrals(
        &self,
        by: impl Fn(GetDossierRequest) -> Request<GetDossierRequest>,
    ) -> Vec<PartnerReferralView> {
        let request = GetDossierRequest { case_id: CASE.to_string(), ..GetDossierRequest::default() };
        self.service.get_dossier(by(request)).await.unwrap().into_inner().partner_referrals
    }

    async fn consents(&self, purpose: ConsentPurpose, signed_on: &str) {
        let consent = Some(ConsentForm {
            decisions: vec![ConsentDecision { purpose: purpose.into(), granted: false }],
            signed_on: on(signed_on),
            ..ConsentForm::default()
        });
        let case_id = CASE.to_string();
        let request = RecordConsentsRequest { request_id: self.id(), case_id, etag: String::new(), consent };
        self.service.record_consents(coordinator(request)).await.unwrap();
    }

    async fn follow_ups(&self) -> Vec<String> {
        let work = self.work(coordinator(ListWorkRequest::default())).await;
        let steps = work.rows.iter().flat_map(|row| &row.items).map(|item| step(item).to_owned());
        steps.filter(|step| step == "referral_follow_up").collect()
    }
}

#[tokio::test]
async fn x4_what_partners_owe_stands_on_the_coordinators_list_and_in_the_dossier() {
    let world = World::contacted().await;
    let request = world.referral();
    let done = world.service.refer_to_partner(coordinator(request.clone())).await.unwrap().into_inner();
    assert_eq!(world.service.refer_to_partner(coordinator(request)).await.unwrap().into_inner(), done);
    assert!(world.fed().await.contains(&"ReferralMade".to_owned()));
    assert_eq!(world.follow_ups().await.len(), 1, "it is not sent yet");
    world.partner_said("2022-12-12", Progress::Sent).await;
    assert_eq!(deadline(&world.read().await, "referral_follow_up").plan.as_ref().unwrap().target, on("2022-12-19"));
    world.until("2022-12-19").await;
    assert_eq!(world.follow_ups().await.len(), 1);
    world.partner_said("2022-12-19", Progress::Acknowledged).await;
    world.partner_said("2022-12-19", Progress::Accepted).await;
    assert_eq!(world.follow_ups().await.len(), 1, "something is to be undertaken");
    let by = day("2022-12-30");
    let promised = Progress::Committed { number: 1, kind: CommitmentKind::Interview, by };
    world.partner_said("2022-12-19", promised).await;
    world.until("2022-12-31").await;
    assert_eq!(world.follow_ups().await.len(), 1);
    let [view] = &world.referrals(coordinator).await[..] else { panic!("one referral") };
    let course = view.course.as_ref().unwrap();
    assert_eq!(course.stage(), common::ReferralStage::Accepted);
    assert_eq!(course.commitments[0].standing(), common::CommitmentStanding::Late);
    assert_eq!(view.rests_on(), ConsentPurpose::Exchange);
    let content = view.made.as_ref().unwrap().referral.as_ref().unwrap().content.as_ref().unwrap();
    assert_eq!(content.functioning, "No lifting.");
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(coordinator(request)).await.unwrap().into_inner();
    assert!(!format!("{history:?}").contains("lifting"));
    world.partner_said("2022-12-31", Progress::Kept { number: 1, kept_on: by }).await;
    assert_eq!(world.follow_ups().await.len(), 1, "its end is to come");
    world.partner_said("2022-12-31", Progress::Completed).await;
    assert!(world.follow_ups().await.is_empty());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x3_with_the_consent_the_referral_ends_and_what_it_told_is_not_shown() {
    let world = World::contacted().await;
    world.service.refer_to_partner(coordinator(world.referral())).await.unwrap();
    world.partner_said("2022-12-12", Progress::Sent).await;
    assert_eq!(world.referrals(physician).await.len(), 1);
    world.consents(ConsentPurpose::PhysicianFollowUp, "2022-12-12").await;
    assert!(world.referrals(physician).await.is_empty());
    world.until("2022-12-14").await;
    world.consents(ConsentPurpose::Exchange, "2022-12-13").await;
    let [view] = &world.referrals(coordinator).await[..] else { panic!("one referral") };
    assert_eq!(view.course.as_ref().unwrap().stage(), common::ReferralStage::Ended);
    assert_eq!(view.made.as_ref().unwrap().referral.as_ref().unwrap().content, None);
    assert!(world.fed().await.contains(&"ReferralEnded".to_owned()));
    let refusal = world.service.refer_to_partner(coordinator(world.referral())).await.unwrap_err();
    assert_eq!(refused(&refusal), ("EXCHANGE_NOT_CONSENTED".into(), "D3".into()));
    world.views_follow_from_the_events().await;
}

/// Of a referral that the dossier does not show the physician, an explanation tells them no word either.
#[tokio::test]
async fn d3_d31_an_explanation_withholds_the_words_on_a_referral_as_the_dossier_does() {
    let world = World::contacted().await;
    world.service.refer_to_partner(coordinator(world.referral())).await.unwrap();
    world.partner_said("2022-12-12", Progress::Sent).await;
    world.until("2022-12-14").await;
    world.partner_said("2022-12-14", Progress::Acknowledged).await;
    world.until("2022-12-15").await;
    world.partner_said("2022-12-15", Progress::Declined(DeclineReason::NoCapacity)).await;
    let words = async |by| {
        let told = explained_to(&world, "referral_follow_up", "", by).await;
        let kinds: Vec<_> = told.iter().flat_map(|one| &one.facts).map(|fact| fact.kind.clone()).collect();
        (kinds, told.iter().any(|one| one.withheld))
    };
    let all = words(coordinator).await;
    for kind in ["referral_waits", "referral_sent", "partner_word"] {
        assert!(all.0.iter().any(|told| told == kind), "{kind} {all:?}");
    }
    assert_eq!(words(physician).await, all);
    world.consents(ConsentPurpose::PhysicianFollowUp, "2022-12-15").await;
    assert_eq!(words(physician).await, (Vec::new(), true));
    assert_eq!(words(coordinator).await, all);
}

#[tokio::test]
async fn x2_d27_a_referral_is_explained_by_consent_and_concertation_and_withheld_as_the_referral_is() {
    let world = World::contacted().await;
    world.service.refer_to_partner(coordinator(world.referral())).await.unwrap();
    let told = async |by| {
        let all = explained_to(&world, "", "", by).await;
        let referrals = all.into_iter().filter(|one| one.subject() == Subject::PartnerReferral);
        referrals.map(|one| one.facts.into_iter().map(|fact| fact.kind).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let rests_on = vec![vec!["consent".to_owned(), "concerted".to_owned()]];
    assert_eq!((told(coordinator).await, told(physician).await), (rests_on.clone(), rests_on.clone()));
    world.consents(ConsentPurpose::PhysicianFollowUp, "2022-12-12").await;
    assert_eq!((told(coordinator).await, told(physician).await), (rests_on, vec![]));
}

#[tokio::test]
async fn d17_d27_the_physician_refers_and_takes_a_referral_back_as_the_coordinator_does() {
    let world = World::contacted().await;
    world.service.refer_to_partner(physician(world.referral())).await.unwrap();
    assert_eq!(world.referrals(coordinator).await.len(), 1);
    let withdrawal = WithdrawReferralRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        number: 1,
        reason: ReferralWithdrawal::NotNeeded.into(),
    };
    world.service.withdraw_referral(physician(withdrawal)).await.unwrap();
    let [view] = &world.referrals(coordinator).await[..] else { panic!("one referral") };
    assert_eq!(view.course.as_ref().unwrap().stage(), common::ReferralStage::Ended);
}

#[tokio::test]
async fn x11_what_is_handed_to_others_is_told_to_no_other_service() {
    let world = World::contacted().await;
    let mut request = world.referral();
    let referral = request.referral.as_mut().unwrap();
    referral.recipient = common::ReferralRecipient::Therapist.into();
    referral.kind = common::ReferralKind::Other.into();
    let numbered = world.service.refer_to_partner(coordinator(request.clone())).await.unwrap_err();
    assert_eq!(fields(&numbered), ["referral.partner_number"]);
    request.referral.as_mut().unwrap().partner_number.clear();
    world.service.refer_to_partner(coordinator(request)).await.unwrap();
    let [view] = &world.referrals(coordinator).await[..] else { panic!("one referral") };
    assert_eq!(view.course.as_ref().unwrap().stage(), common::ReferralStage::HandedOver);
    assert!(!world.fed().await.contains(&"ReferralMade".to_owned()));
    let withdrawal = WithdrawReferralRequest {
        request_id: world.id(),
        case_id: CASE.to_string(),
        etag: String::new(),
        number: 1,
        reason: ReferralWithdrawal::AgreementWithdrawn.into(),
    };
    world.service.withdraw_referral(coordinator(withdrawal.clone())).await.unwrap();
    let again = WithdrawReferralRequest { request_id: world.id(), ..withdrawal };
    let over = world.service.withdraw_referral(coordinator(again)).await.unwrap_err();
    assert_eq!(refused(&over), ("REFERRAL_OVER".into(), "X4".into()));
    world.views_follow_from_the_events().await;
}
