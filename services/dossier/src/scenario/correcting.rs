//! What had gone out because of an annulled act is void, and the person is told so (GDPR, articles 16 and 19).

use trajet_contracts::dossier::v1::AnnulActRequest;
use trajet_contracts::dossier::v1::annul_act_request::Instead;
use trajet_contracts::r#type::v1::{
    Annulment, AnnulmentAskedBy, AnnulmentReason, CorrectingNotice, FactsAnnulled, Language, SentKind,
};

use super::*;

impl World {
    /// A person who is written to in a language, referred, and invited on 20 December 2022 to come on 16 January 2023.
    async fn invited_in(language: Language) -> Self {
        let world = Self::on("2022-12-12").await;
        let person =
            Some(trajet_contracts::r#type::v1::InsuredPerson { language: language.into(), ..tell_person(&person()) });
        let recognised = IncapacityRecognised {
            person,
            incapacity_start: on("2022-09-01"),
            recognised_on: on("2022-09-05"),
            has_contract: true,
            taken_over: None,
        };
        world.assessed(CASE, Assessed::IncapacityRecognised(recognised)).await;
        let referred = PersonReferred { referred_on: on("2022-12-12"), initial: true, category: 4 };
        world.assessed(CASE, Assessed::PersonReferred(referred)).await;
        world.until("2022-12-20").await;
        world.service.make_appointment(coordinator(world.appointment("2023-01-16", "2022-12-20"))).await.unwrap();
        world
    }
}

fn words(notice: &CorrectingNotice) -> String {
    let letter = notice.notice.as_ref().unwrap();
    format!("{}\n{}", letter.subject, letter.paragraphs.join("\n"))
}

#[tokio::test]
async fn t9_d30_who_was_invited_by_mistake_is_told_once_in_their_language_not_to_come() {
    for (language, expected) in [
        (Language::French, ["Le 20/12/2022, vous avez reçu", "rendez-vous", "le 16/01/2023", "vous ne devez pas"]),
        (Language::English, ["On 20 December 2022 you", "appointment", "on 16 January 2023", "you do not have to"]),
    ] {
        let world = World::invited_in(language).await;
        world.until("2023-01-05").await;
        let made = world.entries().await.into_iter().find(|entry| entry.kind == "appointment_made").unwrap().position;
        let annulment = Annulment {
            act_position: made,
            reason: AnnulmentReason::WrongPerson.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        };
        let (request_id, annulment) = (world.id(), Some(annulment));
        let request = AnnulActRequest { request_id, case_id: CASE.to_string(), annulment, ..Default::default() };
        let done = world.service.annul_act(coordinator(request.clone())).await.unwrap().into_inner();
        let again = world.service.annul_act(coordinator(request)).await.unwrap().into_inner();
        assert_eq!((done.correcting_notices.as_slice(), &again), (&[made][..], &done));
        let [notice] = &done.notices[..] else { panic!("one notice: {done:?}") };
        let told = (notice.sent(), notice.sent_on, notice.about_on);
        assert_eq!(told, (SentKind::Appointment, on("2022-12-20"), on("2023-01-16")));
        let letter = notice.notice.as_ref().unwrap();
        assert_eq!((letter.language(), letter.coordinator.clone()), (language, Some(reached())));
        let words = words(notice);
        assert!(expected.iter().all(|expected| words.contains(expected)), "{words}");
        let dossier = world.read().await;
        assert_eq!((&dossier.correcting_notices, dossier.notices.len()), (&done.notices, 0));
        let entries = world.entries().await;
        let annulled = entries.iter().find(|entry| entry.kind == "act_annulled").unwrap();
        let told = format!("a correcting notice was issued for entries {made}");
        assert!(annulled.summary.contains(&told), "{}", annulled.summary);
        world.views_follow_from_the_events().await;
    }
}

#[tokio::test]
async fn t9_d30_an_invitation_to_the_wrong_day_says_the_right_one() {
    let world = World::invited_in(Language::Dutch).await;
    let right = || MakeAppointmentRequest {
        request_id: String::new(),
        case_id: String::new(),
        ..world.appointment("2023-01-18", "2022-12-20")
    };
    let named = MakeAppointmentRequest { case_id: CASE.to_string(), ..right() };
    let refused = world.annul("appointment_made", Some(Instead::Appointment(named))).await.unwrap_err();
    assert_eq!(fields(&refused), ["instead"]);
    let done = world.annul("appointment_made", Some(Instead::Appointment(right()))).await.unwrap();
    let words = words(&done.notices[0]);
    assert!(words.contains("op 16/01/2023") && words.contains("die is voor 18/01/2023"), "{words}");
    let appointments = world.read().await.preparation.unwrap().appointments;
    assert_eq!(appointments.iter().map(|it| it.appointment_on).collect::<Vec<_>>(), [on("2023-01-18")]);
    // A new day that was recorded by mistake: the day before stands.
    let moved = |appointment_on| RescheduleAppointmentRequest {
        appointment: 1,
        appointment_on: on(appointment_on),
        channel: ContactChannel::Video.into(),
        rescheduled_by: RescheduledBy::InsuredPerson.into(),
        notice: invitation("2022-12-20"),
        ..RescheduleAppointmentRequest::default()
    };
    let recorded =
        RescheduleAppointmentRequest { request_id: world.id(), case_id: CASE.to_string(), ..moved("2023-01-25") };
    world.service.reschedule_appointment(coordinator(recorded)).await.unwrap();
    let done = world.annul("appointment_made", Some(Instead::Rescheduling(moved("2023-01-26")))).await.unwrap();
    assert!(words_of(&done.notices).contains("die is voor 26/01/2023"));
    let done = world.annul("appointment_made", None).await.unwrap();
    assert!(words_of(&done.notices).contains("Uw afspraak op 18/01/2023 gaat door"), "{done:?}");
    assert_eq!(world.read().await.correcting_notices.len(), 3);
}

fn words_of(notices: &[CorrectingNotice]) -> String {
    let [notice] = notices else { panic!("one notice: {notices:?}") };
    words(notice)
}

#[tokio::test]
async fn t9_t6_an_appointment_that_was_cancelled_because_of_what_is_taken_back_takes_place() {
    let world = World::invited_in(Language::German).await;
    world.until("2023-01-05").await;
    let ended =
        IncapacityEnded { last_day: on("2023-01-04"), deceased: false, by_decision: false, ..Default::default() };
    let told = event(&CASE, 30, &AssessmentEvent { fact: Some(Assessed::IncapacityEnded(ended)) });
    world.bench.take(world.ledger(), reactions::assessment::react(&told, "assessment/300")).await;
    assert_eq!(world.read().await.notices.len(), 1);
    let annulled = |whole_case| FactsAnnulled {
        positions: if whole_case { Vec::new() } else { vec![30] },
        whole_case,
        annulled_on: on("2023-01-09"),
        reason: AnnulmentReason::WrongPerson.into(),
        asked_by: AnnulmentAskedBy::Keeper.into(),
        followed_by: 0,
    };
    world.until("2023-01-09").await;
    for position in [90, 91] {
        let told = event(&CASE, position, &AssessmentEvent { fact: Some(Assessed::FactsAnnulled(annulled(false))) });
        world.bench.take(world.ledger(), reactions::assessment::react(&told, "assessment/300")).await;
        let dossier = world.read().await;
        assert_eq!(dossier.notices, [], "heard twice it does nothing");
        let words = words_of(&dossier.correcting_notices);
        assert!(words.contains("Ihr Termin am 16.01.2023 findet wie vereinbart statt."), "{words}");
    }
    // With the whole case the invitation is void, too; to whom it went the service still knows.
    let told = event(&CASE, 92, &AssessmentEvent { fact: Some(Assessed::FactsAnnulled(annulled(true))) });
    world.bench.take(world.ledger(), reactions::assessment::react(&told, "assessment/300")).await;
    let dossier = world.read().await;
    let kinds: Vec<_> = dossier.correcting_notices.iter().map(CorrectingNotice::sent).collect();
    assert_eq!((dossier.person, kinds), (None, vec![SentKind::AppointmentCancelled, SentKind::Appointment]));
    assert!(words(&dossier.correcting_notices[1]).contains("Guten Tag Anna Peeters,"));
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn t9_t6_after_a_death_no_notice_is_written() {
    for (deceased, written) in [(true, 0), (false, 1)] {
        let world = World::invited_in(Language::French).await;
        world.until("2023-01-17").await;
        world.ended("2023-01-17", deceased).await;
        let done = world.annul("appointment_made", None).await.unwrap();
        assert_eq!((done.correcting_notices.len(), done.notices.len()), (written, written));
        assert_eq!(world.read().await.correcting_notices.len(), written);
    }
}
