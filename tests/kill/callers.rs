//! Those who act, each with a record of its own of what was acknowledged.

use std::sync::atomic::{AtomicUsize, Ordering};

use acceptance::acts::{Done, recognition};
use acceptance::day::wire;
use acceptance::people::{declaration, person, request_id};
use acceptance::{Client, Role, within};
use chrono::NaiveDate;
use futures_util::future::join_all;
use tokio::sync::watch;
use tonic::Status;
use trajet_contracts::assessment::v1::{
    DeclareIncapacityRequest, RecogniseIncapacityRequest, StartConcurrentTrackRequest,
};
use trajet_contracts::r#type::v1::ConcurrentTrackKind;

use crate::model::{self, Case, DAYS, FIRST, Step};
use crate::platform::Platform;

const CALLERS: usize = 16;

/// An act that was acknowledged.
#[derive(Debug)]
pub(crate) struct Act {
    pub(crate) case: Case,
    pub(crate) step: Step,
    pub(crate) request_id: String,
    pub(crate) done: Done,
}

/// How far the load is.
pub(crate) struct Load {
    next: AtomicUsize,
    again: AtomicUsize,
    today: watch::Sender<NaiveDate>,
    acknowledged: watch::Sender<usize>,
    /// How many cases of each day are finished.
    finished: watch::Sender<[usize; DAYS]>,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            next: AtomicUsize::new(0),
            again: AtomicUsize::new(0),
            today: watch::Sender::new(FIRST),
            acknowledged: watch::Sender::new(0),
            finished: watch::Sender::new([0; DAYS]),
        }
    }
}

impl Load {
    /// Carries the whole load, and gives every caller's record.
    pub(crate) async fn carry(&self, platform: &Platform) -> Vec<Act> {
        let records = join_all((0..CALLERS).map(|caller| self.caller(platform, caller))).await;
        records.into_iter().flatten().collect()
    }

    /// Takes cases up, one after another, until there is none left.
    async fn caller(&self, platform: &Platform, number: usize) -> Vec<Act> {
        let bearer = platform.bearer(Role::Physician, &subject(number));
        let mut record = Vec::new();
        while let Some(case) = Case::of(self.next.fetch_add(1, Ordering::Relaxed)) {
            let mut today = self.today.subscribe();
            within("the day of a case", today.wait_for(|today| *today >= case.day())).await.unwrap();
            let mut before = None;
            for step in case.steps() {
                let request = Request::new(case, *step, before.as_ref());
                let call = async |client: Client| request.send(&client).await;
                let (done, times) = platform.answer(&platform.parts()[0], &bearer, call).await;
                self.again.fetch_add(times - 1, Ordering::Relaxed);
                self.acknowledged.send_modify(|count| *count += 1);
                record.push(Act { case, step: *step, request_id: request.id().to_owned(), done: done.clone() });
                before = Some(done);
            }
            self.finished.send_modify(|finished| finished[case.day_number()] += 1);
        }
        record
    }

    /// How many calls were made again with the same request.
    pub(crate) fn made_again(&self) -> usize {
        self.again.load(Ordering::Relaxed)
    }

    /// Waits for so many acknowledged acts.
    pub(crate) async fn reaches(&self, acts: usize) {
        let mut acknowledged = self.acknowledged.subscribe();
        within("acts", acknowledged.wait_for(|count| *count >= acts)).await.unwrap();
    }

    /// Lets the cases of a day begin.
    pub(crate) fn begin(&self, day: NaiveDate) {
        self.today.send_replace(day);
    }

    /// Waits until the cases of the days before the last two are finished.
    pub(crate) async fn finished_before(&self, day: NaiveDate) {
        let days = usize::try_from((day - FIRST).num_days()).unwrap().saturating_sub(2).min(DAYS);
        let mut finished = self.finished.subscribe();
        let whole = |finished: &[usize; DAYS]| finished[..days].iter().all(|cases| *cases == model::CASES_A_DAY);
        within("cases", finished.wait_for(whole)).await.unwrap();
    }
}

fn subject(number: usize) -> String {
    format!("caller-{number}")
}

/// A request, the same however often it is made.
enum Request {
    Declare(Box<DeclareIncapacityRequest>),
    Recognise(RecogniseIncapacityRequest),
    Start(StartConcurrentTrackRequest),
}

impl Request {
    fn new(case: Case, step: Step, before: Option<&Done>) -> Self {
        let (case_id, etag) = before.map(|done| (done.case_id.clone(), done.etag.clone())).unwrap_or_default();
        match step {
            Step::Declare => Self::Declare(Box::new(declaration(person(case.person()), case.start()))),
            Step::Recognise => {
                Self::Recognise(RecogniseIncapacityRequest { etag, ..recognition(&case_id, case.day()) })
            }
            Step::StartTrack { last } => Self::Start(StartConcurrentTrackRequest {
                request_id: request_id(),
                case_id,
                etag,
                kind: ConcurrentTrackKind::AuthorisedWork.into(),
                starts_on: wire(case.day()),
                ends_on: last.and_then(|days| wire(case.day() + acceptance::days(days))),
                codex_asked_by: 0,
            }),
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Declare(request) => &request.request_id,
            Self::Recognise(request) => &request.request_id,
            Self::Start(request) => &request.request_id,
        }
    }

    async fn send(&self, client: &Client) -> Result<Done, Status> {
        let mut assessment = client.assessment();
        Ok(match self {
            Self::Declare(request) => assessment.declare_incapacity(*request.clone()).await?.into_inner().into(),
            Self::Recognise(request) => assessment.recognise_incapacity(request.clone()).await?.into_inner().into(),
            Self::Start(request) => assessment.start_concurrent_track(request.clone()).await?.into_inner().into(),
        })
    }
}
