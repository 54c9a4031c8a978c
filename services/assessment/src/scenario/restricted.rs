//! A restricted file, and access to it in an emergency.

use trajet_assessment_domain::Command;
use trajet_contracts::assessment::v1::{
    ChangeFileAccessRequest, EmergencyAccess, EmergencyAccessState, EmergencyReason, EmergencyReviewOutcome,
    FindPersonsRequest, LiftRestrictionRequest, ListEmergencyAccessesRequest, OpenInEmergencyRequest,
    RestrictFileRequest, RestrictionReason, ReviewEmergencyAccessRequest,
};
use trajet_law::file_access::FileAct;
use trajet_ledger::{ExecuteError, Submission};
use trajet_service::test_support::assert_kept_out;

use super::access::refused;
use super::*;

/// Who is on the list.
const LISTED: &str = "dr-listed";
/// Somebody who is not: the physician of the other tests.
const LEFT_OUT: &str = "physician-3";

fn as_<T>(role: Role, subject: &str, message: T) -> Request<T> {
    called_by(staff(role, subject), message)
}

fn told_of(status: &Status) -> (Code, String, Vec<u8>) {
    (status.code(), status.message().to_owned(), status.details().to_vec())
}

impl World {
    pub(super) fn restriction(&self, case: &str) -> RestrictFileRequest {
        RestrictFileRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            admitted: vec![LISTED.to_owned(), "ma-listed".to_owned()],
            reason: RestrictionReason::OwnStaff.into(),
        }
    }

    /// A case that is restricted on 5 December 2022.
    async fn restricted() -> (Self, String) {
        let (world, case) = Self::recognised().await;
        world.until("2022-12-05").await;
        let request = as_(Role::InternalSystem, "intake", world.restriction(&case));
        world.service.restrict_file(request).await.unwrap();
        (world, case)
    }

    fn emergency(&self, case: &str) -> OpenInEmergencyRequest {
        OpenInEmergencyRequest {
            request_id: self.id(),
            case_id: case.to_owned(),
            etag: String::new(),
            reason: EmergencyReason::NobodyAvailable.into(),
            words: "The estimate is due and nobody is there".to_owned(),
        }
    }

    async fn opened_by(&self, role: Role, subject: &str, case: &str) -> Result<(), Status> {
        self.service.open_in_emergency(as_(role, subject, self.emergency(case))).await.map(|_| ())
    }

    async fn read_by(&self, subject: &str, case: &str) -> Result<Case, Status> {
        let request = GetCaseRequest { case_id: case.to_owned(), ..GetCaseRequest::default() };
        let answer = self.service.get_case(as_(Role::Physician, subject, request)).await?;
        Ok(answer.into_inner().incapacity_case.unwrap())
    }

    async fn accesses(&self, role: Role, subject: &str, state: EmergencyAccessState) -> Vec<EmergencyAccess> {
        let request = ListEmergencyAccessesRequest { state: state.into(), ..ListEmergencyAccessesRequest::default() };
        self.service.list_emergency_accesses(as_(role, subject, request)).await.unwrap().into_inner().accesses
    }

    async fn reviewed_by(&self, subject: &str, access: &str, outcome: EmergencyReviewOutcome) -> Result<(), Status> {
        let (request_id, access_id) = (self.id(), access.to_owned());
        let request = ReviewEmergencyAccessRequest { request_id, access_id, outcome: outcome.into() };
        self.service.review_emergency_access(as_(Role::Manager, subject, request)).await.map(|_| ())
    }

    /// How many rows, persons and cases the lists show of the person of the case.
    async fn shown(&self, role: Role, subject: &str) -> [usize; 3] {
        let all = ListWorkRequest { soon_within_days: Some(90), ..ListWorkRequest::default() };
        let work = self.service.list_work(as_(role, subject, all)).await.unwrap().into_inner();
        if role != Role::Physician {
            return [work.rows.len(), 0, 0];
        }
        let by_name = FindPersonsRequest { name: "peeters".into(), ..FindPersonsRequest::default() };
        let persons = self.service.find_persons(as_(role, subject, by_name)).await.unwrap().into_inner();
        let by_number = FindCasesRequest { niss: NISS.into(), min_cursor: String::new() };
        let cases = self.service.find_cases(as_(role, subject, by_number)).await.unwrap().into_inner();
        [work.rows.len(), persons.persons.len(), cases.cases.len()]
    }
}

#[tokio::test]
async fn d2_a_restricted_file_answers_who_is_not_on_its_list_as_one_that_does_not_exist() {
    let (world, case) = World::restricted().await;
    let hidden = refused(&world, &case, "300").await;
    let absent = refused(&world, &UNKNOWN.to_string(), "300").await;
    for (hidden, absent) in hidden.iter().zip(&absent) {
        assert_eq!(told_of(hidden), told_of(absent));
        assert_eq!(reason(hidden), "CASE_NOT_FOUND");
    }
    let service = "trajet.assessment.v1.AssessmentService";
    let compared = assert_kept_out(world.app.service(), service, &case, LEFT_OUT).await;
    assert!(compared >= 35, "{compared} answers were compared");

    // A relapse of it is a relapse of nothing.
    let relapse = |of: &str| {
        let request = world.declaration_from("2022-12-01");
        DeclareIncapacityRequest { relapse_of: of.to_owned(), ..request }
    };
    let hidden = world.service.declare_incapacity(physician(relapse(&case))).await.unwrap_err();
    let absent = world.service.declare_incapacity(physician(relapse(&UNKNOWN.to_string()))).await.unwrap_err();
    assert_eq!(told_of(&hidden), told_of(&absent));
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn d2_a_restricted_file_is_on_no_list_of_who_is_not_on_its_own() {
    let (world, case) = World::restricted().await;
    assert_eq!(world.shown(Role::Physician, LISTED).await, [1, 1, 1]);
    assert_eq!(world.shown(Role::Physician, LEFT_OUT).await, [0, 0, 0]);
    assert_eq!(world.shown(Role::TeamMember, LEFT_OUT).await, [0, 0, 0]);
    assert_eq!(world.shown(Role::TeamMember, LISTED).await, [1, 0, 0]);
    world.until("2022-12-28").await;
    assert_eq!(world.shown(Role::Manager, LEFT_OUT).await, [0, 0, 0]);
    assert_eq!(world.shown(Role::Manager, "ma-listed").await, [1, 0, 0], "what was escalated");
    let lift = LiftRestrictionRequest { request_id: world.id(), case_id: case.clone(), etag: String::new() };
    world.service.lift_restriction(as_(Role::Manager, "ma-listed", lift)).await.unwrap();
    assert_eq!(world.shown(Role::Physician, LEFT_OUT).await, [1, 1, 1]);
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn d2_others_than_staff_are_not_kept_out_and_the_case_goes_on() {
    let (world, case) = World::restricted().await;
    let history = ListCaseHistoryRequest { case_id: case.clone(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(as_(Role::Auditor, "au-1", history)).await.unwrap().into_inner();
    let last = history.entries.last().unwrap();
    assert_eq!((last.kind.as_str(), last.basis.as_ref().unwrap().rule.as_str()), ("file_restricted", "D2"));
    assert_eq!(last.summary, "The file was restricted to 2 of the staff (own staff).");
    let request = as_(Role::Physician, LISTED, world.estimate(&case, Category::TwoNoReturn));
    world.service.record_first_estimate(request).await.unwrap();
    let restriction = world.read_by(LISTED, &case).await.unwrap().restriction.unwrap();
    assert_eq!((restriction.admitted.len(), restriction.reason()), (2, RestrictionReason::OwnStaff));
    assert_eq!(world.fed().await, ["IncapacityRecognised", "FileAccessChanged", "FirstEstimateMade"]);
}

#[tokio::test]
async fn d2_who_keeps_themselves_out_is_told_again_that_they_did() {
    let (world, case) = World::recognised().await;
    let request = world.restriction(&case);
    let first = world.service.restrict_file(physician(request.clone())).await.unwrap().into_inner();
    assert_eq!(reason(&world.read_by(LEFT_OUT, &case).await.unwrap_err()), "CASE_NOT_FOUND");
    let again = world.service.restrict_file(physician(request.clone())).await.unwrap().into_inner();
    assert_eq!((again.case_id, again.etag, again.cursor), (first.case_id, first.etag, first.cursor));
    // Under the same identifier another case, and another act on another hidden one, answer as ever.
    let other = RestrictFileRequest { case_id: UNKNOWN.to_string(), ..request.clone() };
    assert_eq!(reason(&world.service.restrict_file(physician(other)).await.unwrap_err()), "REQUEST_ID_REUSED");
}

#[tokio::test]
async fn d2_the_list_is_changed_and_every_change_stands_in_the_history() {
    let (world, case) = World::restricted().await;
    let change = |admit: &[&str], remove: &[&str]| ChangeFileAccessRequest {
        request_id: world.id(),
        case_id: case.clone(),
        etag: String::new(),
        admit: admit.iter().map(|it| (*it).to_owned()).collect(),
        remove: remove.iter().map(|it| (*it).to_owned()).collect(),
    };
    let by_listed = |request| world.service.change_file_access(as_(Role::Physician, LISTED, request));
    by_listed(change(&[LEFT_OUT], &["ma-listed"])).await.unwrap();
    assert!(world.read_by(LEFT_OUT, &case).await.is_ok());
    by_listed(change(&[], &[LEFT_OUT])).await.unwrap();
    assert_eq!(reason(&world.read_by(LEFT_OUT, &case).await.unwrap_err()), "CASE_NOT_FOUND");
    let refused = by_listed(change(&[], &[LISTED])).await.unwrap_err();
    assert_eq!((reason(&refused), told(&refused, "refusal")), ("LEGAL_REFUSAL".into(), "NOBODY_LEFT".into()));
    let wrong = by_listed(change(&["Dr X", "co-1", "co-1"], &["co-1"])).await.unwrap_err();
    assert_eq!(fields(&wrong), ["admit[0]", "admit[2]", "remove"]);
    let history = ListCaseHistoryRequest { case_id: case.clone(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(as_(Role::Auditor, "au-1", history)).await.unwrap().into_inner();
    let kinds: Vec<_> = history.entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds[kinds.len() - 3..], ["file_restricted", "file_list_changed", "file_list_changed"]);
    // The account of who may look is not annulled.
    let annulment = trajet_contracts::r#type::v1::Annulment {
        act_position: history.entries.last().unwrap().position,
        reason: 2,
        asked_by: 2,
    };
    let annul = trajet_contracts::assessment::v1::AnnulActRequest {
        request_id: world.id(),
        case_id: case.clone(),
        annulment: Some(annulment),
        ..Default::default()
    };
    let refused = world.service.annul_act(as_(Role::Physician, LISTED, annul)).await.unwrap_err();
    assert_eq!(told(&refused, "refusal"), "ABOUT_THE_FILE");
}

#[tokio::test]
async fn d2_a_file_is_opened_in_an_emergency_until_the_end_of_the_next_day() {
    let (world, case) = World::restricted().await;
    let request = world.emergency(&case);
    let open = || world.service.open_in_emergency(as_(Role::Physician, LEFT_OUT, request.clone()));
    let first = open().await.unwrap().into_inner();
    assert!(world.read_by(LEFT_OUT, &case).await.is_ok());
    assert_eq!(world.shown(Role::Physician, LEFT_OUT).await, [1, 1, 1]);
    assert_eq!(open().await.unwrap().into_inner().etag, first.etag, "asked again");
    world.opened_by(Role::Physician, LEFT_OUT, &case).await.unwrap();
    assert_eq!(world.accesses(Role::Auditor, "au-1", EmergencyAccessState::Unspecified).await.len(), 1);
    world.until("2022-12-06").await;
    assert!(world.read_by(LEFT_OUT, &case).await.is_ok());
    world.until("2022-12-07").await;
    assert_eq!(reason(&world.read_by(LEFT_OUT, &case).await.unwrap_err()), "CASE_NOT_FOUND");
    assert_eq!(world.shown(Role::Physician, LEFT_OUT).await, [0, 0, 0]);
    assert_eq!(world.fed().await, ["IncapacityRecognised", "FileAccessChanged", "FileAccessChanged"]);
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn d2_an_emergency_tells_nothing_of_a_case_that_is_not_closed() {
    let (world, case) = World::restricted().await;
    let open = world.declare(world.declaration_from("2021-09-01")).await.unwrap().case_id;
    let ask = async |subject: &str, case: &str, etag: &str| {
        let request = OpenInEmergencyRequest { etag: etag.to_owned(), ..world.emergency(case) };
        let asked = world.service.open_in_emergency(as_(Role::Physician, subject, request)).await;
        told_of(&asked.unwrap_err())
    };
    for etag in ["", "1", "77"] {
        let absent = ask(LEFT_OUT, &UNKNOWN.to_string(), etag).await;
        assert_eq!(ask(LEFT_OUT, &open, etag).await, absent, "it is not restricted");
        assert_eq!(ask(LISTED, &case, etag).await, absent, "they are on the list");
    }
    let nothing = OpenInEmergencyRequest { words: " ".into(), reason: 0, ..world.emergency(&case) };
    let wrong = world.service.open_in_emergency(as_(Role::Physician, LEFT_OUT, nothing)).await.unwrap_err();
    assert_eq!(fields(&wrong), ["reason", "words"]);
}

#[tokio::test]
async fn d2_somebody_else_reviews_an_access_and_need_not_see_the_file() {
    let (world, case) = World::restricted().await;
    world.opened_by(Role::Coordinator, "co-1", &case).await.unwrap();
    world.opened_by(Role::Physician, "ma-1", &case).await.unwrap();
    let open = world.accesses(Role::Manager, "ma-1", EmergencyAccessState::Open).await;
    let [one, own] = open.as_slice() else { panic!("two wait: {open:?}") };
    let (one, own) = if one.subject == "co-1" { (one, own) } else { (own, one) };
    assert_eq!((one.role.as_str(), one.reason()), ("coordinator", EmergencyReason::NobodyAvailable));
    assert_eq!((one.last_day, one.review_by, one.overdue), (on("2022-12-06"), on("2022-12-12"), false));
    assert_eq!(one.words, "The estimate is due and nobody is there");

    // Who may see the file is told the case, and nobody else.
    let named = |accesses: &[EmergencyAccess]| accesses.iter().all(|access| access.case_id == case);
    assert!(named(&open), "they opened it");
    assert!(named(&world.accesses(Role::Auditor, "au-1", EmergencyAccessState::Open).await));
    let unnamed = world.accesses(Role::Manager, "ma-2", EmergencyAccessState::Open).await;
    assert!(unnamed.len() == 2 && unnamed.iter().all(|access| access.case_id.is_empty()));

    // It is work of every manager, with its day.
    let work = async |subject: &str| {
        let request = as_(Role::Manager, subject, ListWorkRequest::default());
        world.service.list_work(request).await.unwrap().into_inner().emergency_accesses
    };
    assert_eq!(work("ma-2").await, unnamed);
    let of_physician = world.service.list_work(as_(Role::Physician, LISTED, ListWorkRequest::default())).await;
    assert!(of_physician.unwrap().into_inner().emergency_accesses.is_empty());

    let justified = EmergencyReviewOutcome::Justified;
    let refused = world.reviewed_by("ma-1", &own.access_id, justified).await.unwrap_err();
    assert_eq!((reason(&refused), told(&refused, "refusal")), ("LEGAL_REFUSAL".into(), "OWN_ACCESS".into()));
    let unknown = world.reviewed_by("ma-2", &"0".repeat(32), justified).await.unwrap_err();
    assert_eq!(fields(&unknown), ["access_id"]);
    world.reviewed_by("ma-1", &one.access_id, justified).await.unwrap();
    let other = world.reviewed_by("ma-2", &one.access_id, EmergencyReviewOutcome::NotJustified).await.unwrap_err();
    assert_eq!(told(&other, "refusal"), "ALREADY_REVIEWED");

    let reviewed = world.accesses(Role::Manager, "ma-2", EmergencyAccessState::Reviewed).await;
    let review = reviewed[0].review.as_ref().unwrap();
    assert_eq!((reviewed.len(), review.reviewed_by.as_str(), review.outcome()), (1, "ma-1", justified));
    world.until("2022-12-13").await;
    let late = work("ma-2").await;
    assert_eq!((late.len(), late[0].overdue, late[0].access_id.as_str()), (1, true, own.access_id.as_str()));
    assert_eq!(
        world.fed().await.len(),
        5,
        "who may see the file is told after a review too, and not that there was one"
    );
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn d2_the_list_of_accesses_has_pages() {
    let (world, case) = World::restricted().await;
    for subject in ["co-1", "co-2", "co-3"] {
        world.opened_by(Role::Coordinator, subject, &case).await.unwrap();
    }
    let page = async |subject: &str, page_token: String| {
        let request = ListEmergencyAccessesRequest { page_size: 2, page_token, ..Default::default() };
        let answer = world.service.list_emergency_accesses(as_(Role::Manager, subject, request)).await;
        answer.map(tonic::Response::into_inner)
    };
    let first = page("ma-2", String::new()).await.unwrap();
    assert_eq!(first.accesses.len(), 2);
    let second = page("ma-2", first.next_page_token.clone()).await.unwrap();
    assert_eq!((second.accesses.len(), second.next_page_token.as_str()), (1, ""));
    assert!(!first.accesses.contains(&second.accesses[0]));
    assert_eq!(reason(&page("ma-3", first.next_page_token).await.unwrap_err()), "PAGE_TOKEN_INVALID");
}

#[tokio::test]
async fn d2_what_is_annulled_stays_closed() {
    let (world, case) = World::restricted().await;
    let annul = trajet_contracts::assessment::v1::AnnulActRequest {
        request_id: world.id(),
        case_id: case.clone(),
        annulment: Some(trajet_contracts::r#type::v1::Annulment { act_position: 1, reason: 1, asked_by: 2 }),
        ..Default::default()
    };
    world.service.annul_act(as_(Role::Physician, LISTED, annul)).await.unwrap();
    assert_eq!(world.read_by(LISTED, &case).await.unwrap().status(), CaseStatus::Annulled);
    assert_eq!(reason(&world.read_by(LEFT_OUT, &case).await.unwrap_err()), "CASE_NOT_FOUND");
    let lift = LiftRestrictionRequest { request_id: world.id(), case_id: case.clone(), etag: String::new() };
    world.service.lift_restriction(as_(Role::InternalSystem, "intake", lift)).await.unwrap();
    assert!(world.read_by(LEFT_OUT, &case).await.is_ok());
    test_support::views_follow_from_the_events(world.ledger()).await;
}

#[tokio::test]
async fn d2_an_act_that_was_under_way_when_the_file_was_restricted_is_decided_as_on_no_case() {
    // Given an act of somebody who could see the file when they sent it
    let (world, case) = World::restricted().await;
    let act = |subject: &str| Submission {
        stream: case.parse().unwrap(),
        command: Command::ChangeFile(FileAct::ChangeList {
            admit: [subject.to_owned()].into(),
            remove: std::collections::BTreeSet::new(),
            by: Some(subject.to_owned()),
        }),
        request: trajet_ledger::Request {
            method: "ChangeFileAccess".to_owned(),
            id: world.id().parse().unwrap(),
            content: Vec::new(),
        },
        if_version: Some(1),
        actor: trajet_service::act::actor(&staff(Role::Physician, subject)),
        trace: String::new(),
        source: None,
    };
    // When it is decided after the restriction, then it is as on no case, whatever version it expects
    let decided = world.ledger().execute(act(LEFT_OUT)).await;
    assert!(matches!(decided, Err(ExecuteError::Closed)), "{decided:?}");
    let decided = world.ledger().execute(act(LISTED)).await;
    assert!(matches!(decided, Err(ExecuteError::VersionMismatch { .. })), "{decided:?}");
}

#[tokio::test]
async fn r3_a_refusal_that_tells_of_a_case_is_recorded_as_a_look_at_it() {
    let (world, case) = World::recognised().await;
    let looks = || {
        let records = world.app.ledgers().reads();
        records.map(|(_, reads)| reads.ledger().head_cursor().position).sum::<i64>()
    };
    // Given what tells nothing of a case: a request that is wrong by itself, and a case that is not there
    let before = looks();
    let by_itself = RestrictFileRequest { etag: "x".to_owned(), ..world.restriction(&case) };
    let system = |message| as_(Role::InternalSystem, "intake", message);
    world.service.restrict_file(system(by_itself)).await.unwrap_err();
    world.service.restrict_file(system(world.restriction(&UNKNOWN.to_string()))).await.unwrap_err();
    assert_eq!(looks(), before);
    // When a refusal tells the version of a case, that the person has one, or what the law makes of it
    let late = RestrictFileRequest { etag: "77".to_owned(), ..world.restriction(&case) };
    let refused = world.service.restrict_file(system(late)).await.unwrap_err();
    assert_eq!((reason(&refused).as_str(), looks()), ("ETAG_MISMATCH", before + 1));
    let refused = world.declare(world.declaration_from("2022-09-01")).await.unwrap_err();
    assert_eq!((reason(&refused).as_str(), looks()), ("CASE_ALREADY_OPEN", before + 2));
    let again = physician(world.recognition(&case, "2022-09-05"));
    world.service.recognise_incapacity(again).await.unwrap_err();
    // Then it is recorded as a look before it leaves
    assert_eq!(looks(), before + 3);
}

#[tokio::test]
async fn d2_of_which_case_one_is_a_relapse_is_told_to_whom_that_case_is_open() {
    // Given a case that ended, and a relapse of it
    let (world, case) = World::recognised().await;
    let end = world.end(&case, "2022-09-05", EndCause::Other);
    world.service.end_incapacity(physician(end)).await.unwrap();
    world.until("2022-09-12").await;
    let relapse = DeclareIncapacityRequest { relapse_of: case.clone(), ..world.declaration_from("2022-09-12") };
    let relapse = world.declare(relapse).await.unwrap().case_id;
    assert_eq!(world.read_by(LEFT_OUT, &relapse).await.unwrap().relapse_of, case);
    // When the former case is restricted
    let request = as_(Role::InternalSystem, "intake", world.restriction(&case));
    world.service.restrict_file(request).await.unwrap();
    // Then neither the case nor the cases of the person tell it to who is kept out, and both to who is not
    assert_eq!(world.read_by(LEFT_OUT, &relapse).await.unwrap().relapse_of, "");
    assert_eq!(world.read_by(LISTED, &relapse).await.unwrap().relapse_of, case);
    let found = world.found(&tell_person(&declaration().person).niss).await;
    assert_eq!(found.iter().map(|one| one.relapse_of.as_str()).collect::<Vec<_>>(), [""]);
}
