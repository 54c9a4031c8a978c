//! What had gone out because of an annulled act is void, and the person is told so (GDPR, articles 16 and 19).

use trajet_contracts::questionnaire::v1::{AnnulActRequest, AnnulActResponse};
use trajet_contracts::r#type::v1::{
    Annulment, AnnulmentAskedBy, AnnulmentReason, CorrectingNotice, FactsAnnulled, HistoryEntry, InsuredPerson,
    Language, SentKind,
};

use super::*;

impl World {
    /// A case of a person who is written to in a language, on the day of the recognition.
    async fn recognised_in(language: Language) -> Self {
        let world = Self::on("2022-09-05").await;
        let recognised = IncapacityRecognised {
            person: Some(InsuredPerson { language: language.into(), ..tell_person(&person()) }),
            incapacity_start: Some(to_proto(day("2022-09-01"))),
            recognised_on: Some(to_proto(day("2022-09-05"))),
            has_contract: true,
            taken_over: None,
        };
        world.told(CASE, Told::IncapacityRecognised(recognised)).await;
        world
    }

    async fn entries(&self) -> Vec<HistoryEntry> {
        let request = ListCaseHistoryRequest { case_id: CASE.to_string(), page_size: 200, ..Default::default() };
        self.service.list_case_history(physician(request)).await.unwrap().into_inner().entries
    }

    /// Annuls the last act with an entry of a kind, twice by the same request.
    async fn annul(&self, kind: &str) -> (u64, AnnulActResponse) {
        let act_position = self.entries().await.into_iter().rfind(|entry| entry.kind == kind).unwrap().position;
        let annulment = Annulment {
            act_position,
            reason: AnnulmentReason::WrongPerson.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
        };
        let (request_id, annulment) = (self.id(), Some(annulment));
        let request = AnnulActRequest { request_id, case_id: CASE.to_string(), annulment, ..Default::default() };
        let done = self.service.annul_act(physician(request.clone())).await.unwrap().into_inner();
        let again = self.service.annul_act(physician(request)).await.unwrap().into_inner();
        assert_eq!(again, done);
        self.views_follow_from_the_events().await;
        (act_position, done)
    }

    /// Medical assessment takes the whole case back.
    async fn taken_back(&self, position: u64) {
        let annulled = FactsAnnulled {
            positions: Vec::new(),
            whole_case: true,
            annulled_on: Some(to_proto(self.bench.clock.today())),
            reason: AnnulmentReason::RecordedTwice.into(),
            asked_by: AnnulmentAskedBy::Keeper.into(),
            followed_by: 0,
        };
        let event = event(&CASE, position, &AssessmentEvent { fact: Some(Told::FactsAnnulled(annulled)) });
        self.bench.take(self.ledger(), reactions::assessment::react(&event, "assessment/300")).await;
        self.views_follow_from_the_events().await;
    }
}

fn words(notice: &CorrectingNotice) -> String {
    let letter = notice.notice.as_ref().unwrap();
    format!("{}\n{}", letter.subject, letter.paragraphs.join("\n"))
}

#[tokio::test]
async fn t9_q3_who_was_told_by_mistake_that_none_is_sent_is_told_once_in_their_language() {
    for (language, expected) in [
        (
            Language::French,
            ["Le 03/10/2022, vous avez reçu", "pas de questionnaire", "vous ne devez pas y donner suite"],
        ),
        (Language::German, ["Am 03.10.2022 haben Sie", "keinen Fragebogen", "Sie müssen dem nicht nachkommen"]),
    ] {
        let world = World::recognised_in(language).await;
        world.until("2022-10-03").await;
        world.service.waive_questionnaire(physician(world.waiver(CASE))).await.unwrap();
        let letter = world.entries().await.into_iter().find(|entry| entry.kind == "notice_issued").unwrap().position;
        world.until("2022-10-10").await;
        let (_, done) = world.annul("sending_waived").await;
        assert_eq!(done.correcting_notices, [letter]);
        let [notice] = &done.notices[..] else { panic!("one notice: {done:?}") };
        assert_eq!(
            (notice.sent(), notice.sent_on),
            (SentKind::QuestionnaireNotSent, Some(to_proto(day("2022-10-03"))))
        );
        let issued = notice.notice.as_ref().unwrap();
        assert_eq!((issued.language(), issued.issued_on), (language, Some(to_proto(day("2022-10-10")))));
        assert_eq!(issued.coordinator, world.waiver(CASE).coordinator);
        let words = words(notice);
        assert!(expected.iter().all(|expected| words.contains(expected)), "{words}");
        let case = world.case(CASE, coordinator).await.unwrap();
        assert_eq!((case.notice, &case.correcting_notices), (None, &done.notices));
        let summary = world.entries().await.last().unwrap().summary.clone();
        assert!(summary.contains(&format!("a correcting notice was issued for entries {letter}")), "{summary}");
        // The questionnaire is sent on its day.
        world.until("2022-11-10").await;
        let case = world.case(CASE, coordinator).await.unwrap();
        assert_eq!((case.stage(), case.correcting_notices.len()), (Stage::Sent, 1));
    }
}

#[tokio::test]
async fn t9_q1_a_questionnaire_that_went_to_the_wrong_person_need_not_be_filled_in() {
    for (language, expected) in [
        (Language::French, "un questionnaire sur le retour au travail"),
        (Language::Dutch, "een vragenlijst over de terugkeer naar werk"),
    ] {
        let world = World::recognised_in(language).await;
        world.until("2022-11-10").await;
        world.until("2022-11-14").await;
        for position in [90, 91] {
            world.taken_back(position).await;
            let case = world.case(CASE, physician).await.unwrap();
            assert_eq!((case.person, case.sending), (None, None));
            let [notice] = &case.correcting_notices[..] else { panic!("one notice, also when it is heard twice") };
            assert_eq!((notice.sent(), notice.sent_on), (SentKind::Questionnaire, Some(to_proto(day("2022-11-10")))));
            let words = words(notice);
            assert!(words.contains(expected) && words.contains("Anna Peeters"), "{words}");
        }
        assert_eq!(world.until("2023-06-01").await, 0);
    }
}

#[tokio::test]
async fn t9_t6_after_a_death_no_notice_is_written() {
    for (deceased, written) in [(true, 0), (false, 1)] {
        let world = World::recognised_in(Language::French).await;
        world.until("2022-11-14").await;
        world.ended(CASE, "2022-11-12", deceased).await;
        world.taken_back(90).await;
        assert_eq!(world.case(CASE, physician).await.unwrap().correcting_notices.len(), written);
        let summary = world.entries().await.last().unwrap().summary.clone();
        assert_eq!(summary.contains("correcting notice"), written == 1, "{summary}");
    }
}
