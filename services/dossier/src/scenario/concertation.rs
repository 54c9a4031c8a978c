//! Concertation between physician and coordinator.

use super::*;

const TEXT: &str = "Which work would fit?";

impl World {
    pub(super) async fn open(
        &self,
        by: impl Fn(OpenThreadRequest) -> Request<OpenThreadRequest>,
    ) -> Result<String, Status> {
        let request = OpenThreadRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            text: TEXT.into(),
        };
        Ok(self.service.open_thread(by(request)).await?.into_inner().cursor)
    }

    async fn post(&self, by: impl Fn(PostMessageRequest) -> Request<PostMessageRequest>) -> Result<(), Status> {
        let request = PostMessageRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            thread: 1,
            text: "Light work.\nNo lifting.".into(),
        };
        self.service.post_message(by(request)).await.map(drop)
    }

    fn invited(&self) -> InviteToThreadRequest {
        InviteToThreadRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            thread: 1,
            kind: OutsiderKind::TreatingPhysician.into(),
            name: "Dr Claes".into(),
            agreed_on: on("2022-12-12"),
            concerted_on: on("2022-12-12"),
        }
    }

    async fn thread(&self, by: impl Fn(GetThreadRequest) -> Request<GetThreadRequest>) -> GetThreadResponse {
        let request = GetThreadRequest { case_id: CASE.to_string(), thread: 1, ..GetThreadRequest::default() };
        self.service.get_thread(by(request)).await.unwrap().into_inner()
    }

    async fn steps(&self, by: impl Fn(ListWorkRequest) -> Request<ListWorkRequest>) -> Vec<String> {
        let work = self.work(by(ListWorkRequest::default())).await;
        work.rows.iter().flat_map(|row| &row.items).map(|item| step(item).to_owned()).collect()
    }

    pub(super) async fn withdraw(&self, purpose: ConsentPurpose, signed_on: &str) {
        let withdrawal = RecordConsentsRequest {
            request_id: self.id(),
            case_id: CASE.to_string(),
            etag: String::new(),
            consent: Some(ConsentForm {
                decisions: vec![ConsentDecision { purpose: purpose.into(), granted: false }],
                signed_on: on(signed_on),
                ..ConsentForm::default()
            }),
        };
        self.service.record_consents(coordinator(withdrawal)).await.unwrap();
    }
}

#[tokio::test]
async fn d26_what_waits_stands_on_the_list_of_the_other_without_a_word_of_it_on_sqlite() {
    d26_what_waits_stands_on_the_list_of_the_other_without_a_word_of_it(World::on("2022-12-12").await).await;
}

#[tokio::test]
async fn d26_what_waits_stands_on_the_list_of_the_other_without_a_word_of_it_on_postgres() {
    d26_what_waits_stands_on_the_list_of_the_other_without_a_word_of_it(World::on_postgres("2022-12-12").await).await;
}

async fn d26_what_waits_stands_on_the_list_of_the_other_without_a_word_of_it(world: World) {
    world.recognised(CASE).await;
    world.open(physician).await.unwrap();
    assert_eq!(world.steps(coordinator).await, ["concertation_coordinator"]);
    let row = world.work(coordinator(ListWorkRequest::default())).await;
    assert!(!format!("{row:?}").contains(TEXT));
    let GetThreadResponse { thread, messages, .. } = world.thread(coordinator).await;
    let thread = thread.unwrap();
    assert_eq!((thread.messages, thread.unread, thread.members.len()), (1, 1, 1));
    assert_eq!((messages[0].text.as_str(), messages[0].party()), (TEXT, ConcertationParty::Physician));
    assert_eq!(world.steps(coordinator).await.len(), 1, "looking is not reading");

    let mark =
        MarkReadRequest { request_id: world.id(), case_id: CASE.to_string(), etag: String::new(), thread: 1, up_to: 0 };
    let done = world.service.mark_read(coordinator(mark.clone())).await.unwrap().into_inner();
    assert_eq!(world.service.mark_read(coordinator(mark)).await.unwrap().into_inner(), done);
    assert!(world.steps(coordinator).await.is_empty());
    world.post(coordinator).await.unwrap();
    assert_eq!(world.steps(physician).await, ["concertation_physician"]);
    world.post(physician).await.unwrap();
    assert_eq!(world.steps(coordinator).await, ["concertation_coordinator"]);
    let thread = world.thread(physician).await.thread.unwrap();
    assert_eq!((thread.unread, thread.members.len(), thread.read.len()), (0, 2, 1));
    assert!(world.fed().await.is_empty(), "what the two say is nobody else's business");
    let request = ListCaseHistoryRequest { case_id: CASE.to_string(), ..ListCaseHistoryRequest::default() };
    let history = world.service.list_case_history(physician(request)).await.unwrap().into_inner();
    assert!(!format!("{history:?}").contains("work would fit"));
    // Managers see that something waits beyond its target, and no thread.
    world.until("2022-12-20").await;
    assert_eq!(world.steps(manager).await, ["concertation_coordinator"]);
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d3_d17_d27_somebody_else_comes_with_consent_and_leaves_with_it() {
    let world = World::referred().await;
    world.open(coordinator).await.unwrap();
    let early = world.service.invite_to_thread(coordinator(world.invited())).await.unwrap_err();
    assert_eq!(refused(&early), ("EXCHANGE_NOT_CONSENTED".into(), "D3".into()));
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    let alone = InviteToThreadRequest { concerted_on: None, ..world.invited() };
    let alone = world.service.invite_to_thread(coordinator(alone)).await.unwrap_err();
    assert_eq!(refused(&alone), ("CONCERTATION_MISSING".into(), "D27".into()));
    world.service.invite_to_thread(coordinator(world.invited())).await.unwrap();
    let physicians_own = InviteToThreadRequest { concerted_on: None, ..world.invited() };
    world.service.invite_to_thread(physician(physicians_own)).await.unwrap();
    let outsiders = world.thread(physician).await.thread.unwrap().outsiders;
    assert_eq!((outsiders[0].name.as_str(), outsiders[0].left_on, outsiders.len()), ("Dr Claes", None, 2));
    world.until("2022-12-14").await;
    world.withdraw(ConsentPurpose::Exchange, "2022-12-13").await;
    let outsiders = world.thread(physician).await.thread.unwrap().outsiders;
    assert!(outsiders.iter().all(|outsider| outsider.left_on == on("2022-12-14")));
    world.post(physician).await.unwrap();
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn d3_what_rests_on_consent_is_withheld_when_it_is_withdrawn() {
    let world = World::referred().await;
    world.open(coordinator).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    world.post(physician).await.unwrap();
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2022-12-12").await;
    let shown: Vec<_> = world.thread(coordinator).await.messages.into_iter().map(|it| (it.text, it.withheld)).collect();
    assert_eq!(shown, [(TEXT.to_owned(), false), (String::new(), true)]);
    let refusal = world.post(coordinator).await.unwrap_err();
    assert_eq!(refused(&refusal), ("CONCERTATION_NOT_CONSENTED".into(), "D3".into()));
}

#[tokio::test]
async fn d26_threads_and_messages_come_a_page_at_a_time() {
    let world = World::referred().await;
    for _ in 0..3 {
        world.open(physician).await.unwrap();
    }
    world.post(coordinator).await.unwrap();
    let list = async |token: &str| {
        let request = ListThreadsRequest {
            case_id: CASE.to_string(),
            page_size: 2,
            page_token: token.into(),
            min_cursor: String::new(),
        };
        world.service.list_threads(coordinator(request)).await
    };
    let first = list("").await.unwrap().into_inner();
    let second = list(&first.next_page_token).await.unwrap().into_inner();
    let numbers = |page: &ListThreadsResponse| page.threads.iter().map(|it| (it.number, it.unread)).collect::<Vec<_>>();
    assert_eq!((numbers(&first), numbers(&second)), (vec![(3, 1), (2, 1)], vec![(1, 0)]));
    assert_eq!(second.next_page_token, "");
    let get = async |thread: u32, token: &str| {
        let request = GetThreadRequest {
            case_id: CASE.to_string(),
            thread,
            page_size: 1,
            page_token: token.into(),
            min_cursor: String::new(),
        };
        world.service.get_thread(coordinator(request)).await
    };
    let first = get(1, "").await.unwrap().into_inner();
    let second = get(1, &first.next_page_token).await.unwrap().into_inner();
    assert_eq!((first.messages[0].number, second.messages[0].number, second.next_page_token.as_str()), (1, 2, ""));
    for wrong in [get(2, &first.next_page_token).await.unwrap_err(), list(&first.next_page_token).await.unwrap_err()] {
        assert_eq!(reason(&wrong), "PAGE_TOKEN_INVALID");
    }
    assert_eq!(reason(&get(4, "").await.unwrap_err()), "THREAD_NOT_FOUND");
    let unknown = ListThreadsRequest { case_id: OTHER_CASE.to_string(), ..ListThreadsRequest::default() };
    assert_eq!(reason(&world.service.list_threads(physician(unknown)).await.unwrap_err()), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn d26_all_that_is_wrong_with_a_message_is_told_without_repeating_it() {
    let world = World::referred().await;
    world.open(physician).await.unwrap();
    let close =
        || CloseThreadRequest { request_id: world.id(), case_id: CASE.to_string(), etag: String::new(), thread: 1 };
    for (text, problem) in [("", "required"), (" \n", "required"), ("a\tb", "control"), (&*"x".repeat(4_001), "longer")]
    {
        let wrong = PostMessageRequest { text: text.into(), ..PostMessageRequest::default() };
        let status = world.service.post_message(physician(wrong)).await.unwrap_err();
        assert_eq!(fields(&status), ["request_id", "case_id", "thread", "text"]);
        let told = status.get_details_bad_request().unwrap().field_violations;
        assert!(told[3].description.contains(problem) && !format!("{status:?}").contains("xxx"));
    }
    let wrong = InviteToThreadRequest { kind: 9, name: String::new(), agreed_on: None, ..world.invited() };
    let status = world.service.invite_to_thread(physician(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["kind", "name", "agreed_on"]);
    let unknown = CloseThreadRequest { thread: 7, ..close() };
    assert_eq!(reason(&world.service.close_thread(physician(unknown)).await.unwrap_err()), "THREAD_NOT_FOUND");
    world.service.close_thread(physician(close())).await.unwrap();
    assert_eq!(refused(&world.post(physician).await.unwrap_err()), ("THREAD_CLOSED".into(), "D26".into()));
}
