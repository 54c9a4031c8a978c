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
        self.thread_at(by, (None, None)).await.unwrap()
    }

    /// The same as of a day, and by what was known at an instant.
    async fn thread_at(
        &self,
        by: impl Fn(GetThreadRequest) -> Request<GetThreadRequest>,
        (as_of, known_at): (Option<Date>, Option<Timestamp>),
    ) -> Result<GetThreadResponse, Status> {
        let request = GetThreadRequest { case_id: CASE.to_string(), thread: 1, as_of, known_at, ..Default::default() };
        Ok(self.service.get_thread(by(request)).await?.into_inner())
    }

    async fn threads_at(
        &self,
        (as_of, known_at): (Option<Date>, Option<Timestamp>),
    ) -> Result<ListThreadsResponse, Status> {
        let request = ListThreadsRequest { case_id: CASE.to_string(), as_of, known_at, ..Default::default() };
        Ok(self.service.list_threads(coordinator(request)).await?.into_inner())
    }

    async fn steps(&self, by: impl Fn(ListWorkRequest) -> Request<ListWorkRequest>) -> Vec<String> {
        let work = self.work(by(ListWorkRequest::default())).await;
        work.rows.iter().flat_map(|row| &row.items).map(|item| step(item).to_owned()).collect()
    }

    pub(super) async fn withdraw(&self, purpose: ConsentPurpose, signed_on: &str) {
        self.decide_consents(ConsentForm {
            decisions: vec![ConsentDecision { purpose: purpose.into(), granted: false }],
            signed_on: on(signed_on),
            ..ConsentForm::default()
        })
        .await;
    }

    /// Grants a purpose after it was withdrawn.
    pub(super) async fn grant_again(&self, purpose: ConsentPurpose, signed_on: &str) {
        let decisions = vec![ConsentDecision { purpose: purpose.into(), granted: true }];
        self.decide_consents(ConsentForm { decisions, ..consent(signed_on) }).await;
    }

    async fn decide_consents(&self, form: ConsentForm) {
        let (request_id, case_id, etag) = (self.id(), CASE.to_string(), String::new());
        let request = RecordConsentsRequest { request_id, case_id, etag, consent: Some(form) };
        self.service.record_consents(coordinator(request)).await.unwrap();
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
async fn d26_a_thread_is_read_as_it_was_on_a_day_and_by_what_was_known() {
    let world = World::on("2022-12-12").await;
    world.recognised(CASE).await;
    world.open(physician).await.unwrap();
    world.until("2022-12-14").await;
    let (request_id, case_id, etag) = (world.id(), CASE.to_string(), String::new());
    let mark = MarkReadRequest { request_id, case_id, etag, thread: 1, up_to: 0 };
    world.service.mark_read(coordinator(mark)).await.unwrap();
    world.post(coordinator).await.unwrap();
    world.until("2022-12-20").await;
    world.post(physician).await.unwrap();
    world.open(physician).await.unwrap();

    let seen = async |moment: (Option<Date>, Option<Timestamp>)| {
        let threads = world.threads_at(moment).await.unwrap().threads;
        let GetThreadResponse { thread, messages, .. } = world.thread_at(coordinator, moment).await.unwrap();
        let thread = thread.unwrap();
        assert_eq!(threads.last(), Some(&thread));
        (threads.len(), messages.len(), thread.unread, thread.members.len(), thread.read.len())
    };
    for moment in [(on("2022-12-13"), None), (None, instant("2022-12-13T20:00:00Z"))] {
        assert_eq!(seen(moment).await, (1, 1, 1, 1, 0), "{moment:?}");
    }
    for moment in [(on("2022-12-14"), None), (on("2022-12-20"), instant("2022-12-19T20:00:00Z"))] {
        assert_eq!(seen(moment).await, (1, 2, 0, 2, 1), "{moment:?}");
    }
    let now = seen((None, None)).await;
    assert_eq!((now, seen((on("2022-12-20"), None)).await), ((2, 3, 1, 2, 1), now));

    let told = world.thread_at(physician, (None, instant("2022-12-13T20:00:00Z"))).await.unwrap();
    assert_eq!((told.as_of, told.known_at), (on("2022-12-13"), instant("2022-12-13T20:00:00Z")));
    let told = world.threads_at((on("2022-12-11"), None)).await.unwrap();
    assert!(told.threads.is_empty(), "the case was there, and no thread of it");
    assert_eq!((told.as_of, told.known_at.is_some()), (on("2022-12-11"), true));
    let before = world.thread_at(coordinator, (on("2022-12-11"), None)).await.unwrap_err();
    assert_eq!(reason(&before), "THREAD_NOT_FOUND");
    let unknown = (None, instant("2022-12-11T20:00:00Z"));
    assert_eq!(reason(&world.thread_at(coordinator, unknown).await.unwrap_err()), "CASE_NOT_FOUND");
    assert_eq!(reason(&world.threads_at(unknown).await.unwrap_err()), "CASE_NOT_FOUND");
}

#[tokio::test]
async fn d3_a_text_is_shown_where_consent_allows_it_now_and_did_then() {
    let world = World::referred().await;
    world.open(coordinator).await.unwrap();
    world.service.record_contact(coordinator(world.contact("2022-12-12"))).await.unwrap();
    world.post(physician).await.unwrap();
    let withheld = async |moment| {
        let messages = world.thread_at(coordinator, moment).await.unwrap().messages;
        assert!(messages.iter().all(|message| message.text.is_empty() == message.withheld));
        messages.into_iter().map(|message| message.withheld).collect::<Vec<_>>()
    };
    let granted = (on("2022-12-13"), None);
    let withdrawn = [(on("2022-12-15"), None), (None, instant("2022-12-15T20:00:00Z"))];
    world.until("2022-12-14").await;
    assert_eq!(withheld(granted).await, [false, false]);
    world.withdraw(ConsentPurpose::PhysicianFollowUp, "2022-12-14").await;
    assert_eq!(withheld(granted).await, [false, true], "a withdrawal hides the past as well");
    world.until("2022-12-20").await;
    world.grant_again(ConsentPurpose::PhysicianFollowUp, "2022-12-20").await;
    assert_eq!((withheld(granted).await, withheld((None, None)).await), (vec![false; 2], vec![false; 2]));
    for moment in withdrawn {
        assert_eq!(withheld(moment).await, [false, true], "what nobody could read then is not told now");
    }
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
            ..ListThreadsRequest::default()
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
            ..GetThreadRequest::default()
        };
        world.service.get_thread(coordinator(request)).await
    };
    let first = get(1, "").await.unwrap().into_inner();
    let second = get(1, &first.next_page_token).await.unwrap().into_inner();
    assert_eq!((first.messages[0].number, second.messages[0].number, second.next_page_token.as_str()), (1, 2, ""));
    for wrong in [get(2, &first.next_page_token).await.unwrap_err(), list(&first.next_page_token).await.unwrap_err()] {
        assert_eq!(reason(&wrong), "PAGE_TOKEN_INVALID");
    }
    // A page goes on with the standing of which the one before was.
    let then = |page_token: String, as_of| ListThreadsRequest {
        case_id: CASE.to_string(),
        page_size: 2,
        page_token,
        as_of,
        ..ListThreadsRequest::default()
    };
    let today = on("2022-12-12");
    let page = world.service.list_threads(coordinator(then(String::new(), today))).await.unwrap().into_inner();
    let next = world.service.list_threads(coordinator(then(page.next_page_token.clone(), today))).await.unwrap();
    assert_eq!(numbers(&next.into_inner()), [(1, 0)]);
    assert_eq!(reason(&list(&page.next_page_token).await.unwrap_err()), "PAGE_TOKEN_INVALID");
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
    let (case_id, as_of, known_at) = ("x".to_owned(), on("2022-12-13"), instant("2022-12-13T20:00:00Z"));
    let wrong = GetThreadRequest { case_id: case_id.clone(), as_of, known_at, page_size: -1, ..Default::default() };
    let status = world.service.get_thread(physician(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["case_id", "as_of", "known_at", "thread", "page_size"]);
    let wrong = ListThreadsRequest { case_id, as_of, known_at, page_size: -1, ..Default::default() };
    let status = world.service.list_threads(physician(wrong)).await.unwrap_err();
    assert_eq!(fields(&status), ["case_id", "as_of", "known_at", "page_size"]);
    let unknown = CloseThreadRequest { thread: 7, ..close() };
    assert_eq!(reason(&world.service.close_thread(physician(unknown)).await.unwrap_err()), "THREAD_NOT_FOUND");
    world.service.close_thread(physician(close())).await.unwrap();
    assert_eq!(refused(&world.post(physician).await.unwrap_err()), ("THREAD_CLOSED".into(), "D26".into()));
}
