//! What had gone out because of an annulled act is void, and the person is told so (GDPR, articles 16 and 19).

use prost_types::Timestamp;
use trajet_contracts::assessment::v1::annul_act_request::Instead;
use trajet_contracts::assessment::v1::{AnnulActRequest, RecordRepresentationRequest};
use trajet_contracts::r#type::v1::{
    Annulment, AnnulmentAskedBy, AnnulmentReason, CorrectingNotice, Language, Representation, SentKind,
};
use trajet_service::representation;

use super::*;
use crate::samples;

impl World {
    /// A person who is written to in a language, and whose trajectory is refused by a letter of 5 December 2022.
    async fn refused_in(language: Language) -> (Self, String) {
        let world = Self::on("2022-09-05").await;
        let mut declaration = world.declaration_from("2022-09-01");
        declaration.person.as_mut().unwrap().language = language.into();
        let id = world.declare(declaration).await.unwrap().case_id;
        world.service.recognise_incapacity(physician(world.recognition(&id, "2022-09-05"))).await.unwrap();
        world.until("2022-12-05").await;
        let estimate = RecordFirstEstimateRequest { examined: true, ..world.estimate(&id, Category::TwoNoReturn) };
        world.service.record_first_estimate(physician(estimate)).await.unwrap();
        world.service.refuse_trajectory(physician(world.trajectory_refusal(&id, "2022-12-05"))).await.unwrap();
        (world, id)
    }
}

fn words(notice: &CorrectingNotice) -> String {
    let letter = notice.notice.as_ref().unwrap();
    format!("{}\n{}", letter.subject, letter.paragraphs.join("\n"))
}

#[tokio::test]
async fn t9_m12_who_got_a_letter_by_mistake_is_told_once_in_their_language_that_it_is_void() {
    for (language, expected) in [
        (Language::French, ["Bonjour", "Le 05/12/2022, vous avez reçu", "vous ne devez pas y donner suite"]),
        (Language::Dutch, ["Beste", "Op 05/12/2022 kreeg u", "u hoeft er geen gevolg aan te geven"]),
        (Language::German, ["Guten Tag", "Am 05.12.2022 haben Sie", "Sie müssen dem nicht nachkommen"]),
    ] {
        // Given a letter that refuses a trajectory
        let (world, id) = World::refused_in(language).await;
        world.until("2022-12-20").await;
        let wrong = world.entry(&id, "trajectory_refused").await;
        // When the refusal is annulled, as one of another person, and the request is repeated
        let annulment = Annulment {
            act_position: wrong,
            reason: AnnulmentReason::WrongPerson.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        };
        let (request_id, annulment) = (world.id(), Some(annulment));
        let request = AnnulActRequest { request_id, case_id: id.clone(), annulment, ..Default::default() };
        let done = world.service.annul_act(physician(request.clone())).await.unwrap().into_inner();
        let again = world.service.annul_act(physician(request)).await.unwrap().into_inner();
        // Then one notice says so
        assert_eq!((done.correcting_notices.as_slice(), &again), (&[wrong][..], &done));
        let [notice] = &done.notices[..] else { panic!("one notice: {done:?}") };
        assert_eq!(
            (notice.position, notice.sent(), notice.sent_on),
            (wrong, SentKind::TrajectoryRefused, on("2022-12-05"))
        );
        let letter = notice.notice.as_ref().unwrap();
        assert_eq!((letter.issued_on, letter.language()), (on("2022-12-20"), language));
        assert_eq!(letter.coordinator, Some(tell_contact(&contact())));
        let words = words(notice);
        assert!(expected.iter().all(|expected| words.contains(expected)), "{words}");
        assert!(!words.contains(NISS), "{words}");
        // It is shown with the case and told by the history, and not before its day or before it was known.
        let case = world.case(&id).await;
        assert_eq!((&case.correcting_notices, case.trajectory_refusals.len()), (&done.notices, 0));
        let entries = world.entries(&id).await;
        let annulled = entries.last().unwrap();
        let told = format!("a correcting notice was issued for entries {wrong}");
        assert!(annulled.kind == "act_annulled" && annulled.summary.contains(&told), "{}", annulled.summary);
        let at = annulled.recorded_at.unwrap();
        let earlier = Timestamp { seconds: at.seconds - 1, ..at };
        for (as_of, known_at, shown) in
            [(None, Some(earlier), 0), (on("2022-12-19"), None, 0), (on("2022-12-20"), None, 1)]
        {
            let request = GetCaseRequest { case_id: id.clone(), as_of, known_at, ..Default::default() };
            let then = world.service.get_case(physician(request)).await.unwrap().into_inner().incapacity_case.unwrap();
            assert_eq!(then.correcting_notices.len(), shown);
        }
        world.until("2023-02-01").await;
        assert_eq!(world.case(&id).await.correcting_notices.len(), 1);
    }
}

#[tokio::test]
async fn t9_what_one_caller_annulled_is_not_told_to_another_who_gave_the_request_the_same_identifier() {
    let (world, id) = World::refused_in(Language::Dutch).await;
    let request = |act_position, request_id: &String| AnnulActRequest {
        request_id: request_id.clone(),
        case_id: id.clone(),
        annulment: Some(Annulment {
            act_position,
            reason: AnnulmentReason::WrongDate.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        }),
        ..Default::default()
    };
    let (request_id, wrong) = (world.id(), world.entry(&id, "trajectory_refused").await);
    let first = world.service.annul_act(physician(request(wrong, &request_id))).await.unwrap().into_inner();
    assert_eq!(first.correcting_notices, [wrong]);
    let estimate = world.entry(&id, "first_estimate_made").await;
    let colleague = called_by(staff(Role::Physician, "physician-4"), request(estimate, &request_id));
    let second = world.service.annul_act(colleague).await.unwrap().into_inner();
    assert_eq!((second.correcting_notices, second.notices), (vec![], vec![]));
}

#[tokio::test]
async fn t9_with_a_declaration_of_the_wrong_person_all_that_they_got_is_void() {
    let (world, id) = World::refused_in(Language::French).await;
    let declared = world.entry(&id, "incapacity_declared").await;
    let done = world.annul(&id, declared, AnnulmentReason::WrongPerson, None).await.unwrap();
    let case = world.case(&id).await;
    assert_eq!((case.status(), case.person), (CaseStatus::Annulled, None));
    assert_eq!((case.correcting_notices.len(), &case.correcting_notices), (1, &done.notices));
    assert!(words(&case.correcting_notices[0]).contains("Bonjour Anna Peeters,"));
}

#[tokio::test]
async fn t9_t6_after_a_death_no_notice_is_written() {
    for (cause, written) in [(EndCause::Deceased, 0), (EndCause::WorkResumed, 1)] {
        let (world, id) = World::refused_in(Language::Dutch).await;
        world.until("2022-12-20").await;
        let end = EndIncapacityRequest {
            request_id: world.id(),
            case_id: id.clone(),
            etag: String::new(),
            last_day: on("2022-12-15"),
            cause: cause.into(),
            ..Default::default()
        };
        world.service.end_incapacity(physician(end)).await.unwrap();
        let wrong = world.entry(&id, "trajectory_refused").await;
        let done = world.annul(&id, wrong, AnnulmentReason::WrongContent, None).await.unwrap();
        assert_eq!((done.correcting_notices.len(), done.notices.len()), (written, written));
        assert_eq!(world.case(&id).await.correcting_notices.len(), written);
        let summary = world.entries(&id).await.last().unwrap().summary.clone();
        assert_eq!(summary.contains("correcting notice"), written == 1, "{summary}");
    }
}

#[tokio::test]
async fn t9_m7_an_invitation_to_the_wrong_day_goes_with_the_right_one_to_who_represents_the_person() {
    let (world, id) = World::recognised().await;
    let representation = representation::tell(&samples::representation());
    let represented = RecordRepresentationRequest {
        request_id: world.id(),
        case_id: id.clone(),
        etag: String::new(),
        representation: Some(Representation { number: 0, ends_on: None, ..representation }),
    };
    world.service.record_representation(physician(represented)).await.unwrap();
    world.until("2022-11-14").await;
    let invitation = |examination_on| InviteToExaminationRequest {
        examination_on: on(examination_on),
        invitation: Some(Invitation {
            invited_on: on("2022-11-14"),
            proof: InvitationProof::Letter.into(),
            reference: String::new(),
        }),
        ..Default::default()
    };
    let wrong = InviteToExaminationRequest { request_id: world.id(), case_id: id.clone(), ..invitation("2022-12-05") };
    world.service.invite_to_examination(physician(wrong)).await.unwrap();
    let wrong = world.entry(&id, "examination_invited").await;
    let right = Some(Instead::Examination(invitation("2022-12-12")));
    let done = world.annul(&id, wrong, AnnulmentReason::WrongDate, right).await.unwrap();
    let [notice] = &done.notices[..] else { panic!("one notice") };
    assert_eq!((notice.sent(), notice.about_on), (SentKind::ExaminationInvitation, on("2022-12-05")));
    let letter = notice.notice.as_ref().unwrap();
    assert_eq!((letter.language(), letter.addressee.is_some()), (Language::French, true));
    assert!(letter.paragraphs[0].contains("Jan Maes") && letter.paragraphs[0].contains("Anna Peeters"));
    let words = words(notice);
    for expected in ["examen le 05/12/2022", "pour le 12/12/2022", "à votre mutualité"] {
        assert!(words.contains(expected), "{words}");
    }
    let invited: Vec<_> = world.case(&id).await.examination_invitations.iter().map(|it| it.examination_on).collect();
    assert_eq!(invited, [on("2022-12-12")]);
}

#[tokio::test]
async fn t9_r3_an_annulment_that_is_answered_with_letters_is_a_look_and_tells_who_is_kept_out_since_none() {
    let (world, id) = World::refused_in(Language::Dutch).await;
    let looks = || {
        let records = world.app.ledgers().reads();
        records.map(|(_, reads)| reads.ledger().head_cursor().position).sum::<i64>()
    };
    let annulment = |act_position| AnnulActRequest {
        request_id: world.id(),
        case_id: id.clone(),
        annulment: Some(Annulment {
            act_position,
            reason: AnnulmentReason::WrongContent.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        }),
        ..Default::default()
    };
    let request = annulment(world.entry(&id, "trajectory_refused").await);
    let before = looks();
    let first = world.service.annul_act(physician(request.clone())).await.unwrap().into_inner();
    assert_eq!((first.notices.len(), looks()), (1, before + 1));
    // Nothing had gone out by this one: it shows nothing.
    let estimate = annulment(world.entry(&id, "first_estimate_made").await);
    let before = looks();
    world.service.annul_act(physician(estimate)).await.unwrap();
    assert_eq!(looks(), before);
    // Who is kept out since, and repeats the request, gets the first outcome without the letter.
    let system = called_by(staff(Role::InternalSystem, "intake"), world.restriction(&id));
    world.service.restrict_file(system).await.unwrap();
    let before = looks();
    let again = world.service.annul_act(physician(request)).await.unwrap().into_inner();
    assert_eq!((&again.cursor, &again.correcting_notices), (&first.cursor, &first.correcting_notices));
    assert_eq!((again.notices.len(), looks()), (0, before));
}
