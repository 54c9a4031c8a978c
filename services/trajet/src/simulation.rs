//! The simulated clock, as a service of this process.

use std::time::Duration;

use chrono::NaiveDate;
use tonic::{Request, Response, Status};
use trajet_contracts::date::to_proto;
use trajet_contracts::simulation::v1::clock_service_server::ClockService;
use trajet_contracts::simulation::v1::{
    AdvanceClockRequest, AdvanceClockResponse, ConsumerCursor, GetClockRequest, GetClockResponse, GetStandingRequest,
    GetStandingResponse, LedgerHead,
};
use trajet_law::months;
use trajet_ledger::Domain;
use trajet_runtime::{Clock, Failure, Violations};
use trajet_service::Ledgers;

use crate::apps::{Apps, Visit};
use crate::days::Watch;
use crate::platform::{Hearing, Service};

/// How often the day's work is looked at while it goes on.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// Serves a clock that is set by hand.
pub(crate) struct SimulatedClock {
    clock: Clock,
    apps: Apps,
    hearing: Hearing,
}

impl SimulatedClock {
    /// The clock of these apps, each of which hears some others.
    pub(crate) fn new(clock: Clock, apps: Apps, hearing: Hearing) -> Self {
        Self { clock, apps, hearing }
    }

    async fn standing(&self) -> Result<GetStandingResponse, Failure> {
        let mut look =
            Look { today: self.clock.today(), hearing: &self.hearing, standing: GetStandingResponse::default() };
        look.standing.timers_idle = self.apps.pending_reports().await? == 0;
        look.standing.today = Some(to_proto(look.today));
        self.apps.visit(&mut look).await?;
        Ok(look.standing)
    }

    /// Returns when this process has nothing left to do today. What another process still has to tell is not waited
    /// for: it cannot be seen from here.
    async fn day_done(&self) -> Result<(), Failure> {
        let mut watch = Watch::default();
        loop {
            let mut standing = self.standing().await?;
            let GetStandingResponse { heads, cursors, .. } = &mut standing;
            cursors.retain(|cursor| heads.iter().any(|head| head.ledger == cursor.source_ledger));
            match watch.look(vec![standing]) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(_) => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }
}

#[tonic::async_trait]
impl ClockService for SimulatedClock {
    async fn get_clock(&self, _: Request<GetClockRequest>) -> Result<Response<GetClockResponse>, Status> {
        Ok(Response::new(GetClockResponse { today: Some(to_proto(self.clock.today())) }))
    }

    async fn advance_clock(
        &self,
        request: Request<AdvanceClockRequest>,
    ) -> Result<Response<AdvanceClockResponse>, Status> {
        let mut violations = Violations::default();
        let to = violations.date("to_date", request.into_inner().to_date);
        let to = to.and_then(|to| violations.check("to_date", months::accepted(to)));
        if let Some(to) = to {
            violations.require("to_date", to >= self.clock.today(), "lies before the present day");
        }
        let to = violations.finish_with(to)?;
        self.day_done().await?;
        for day in self.clock.today().iter_days().skip(1).take_while(|day| *day <= to) {
            // Whoever moved the clock further in the meantime has done this day.
            let _ = self.clock.set(day);
            self.day_done().await?;
        }
        Ok(Response::new(AdvanceClockResponse { today: Some(to_proto(self.clock.today())) }))
    }

    async fn get_standing(&self, _: Request<GetStandingRequest>) -> Result<Response<GetStandingResponse>, Status> {
        Ok(Response::new(self.standing().await?))
    }
}

struct Look<'a> {
    today: NaiveDate,
    hearing: &'a Hearing,
    standing: GetStandingResponse,
}

impl Visit for Look<'_> {
    type Error = Failure;

    async fn service<D: Domain>(&mut self, service: Service, ledgers: &Ledgers<D>) -> Result<(), Failure> {
        for (insurer, ledger) in ledgers.all() {
            let failed = |error| ledger.failure(&error);
            let head = ledger.current_cursor().await.map_err(failed)?;
            let due = ledger.due_timers(self.today, 1).await.map_err(failed)?;
            self.standing.timers_idle &= due.is_empty();
            self.standing
                .heads
                .push(LedgerHead { ledger: ledger.name().to_owned(), position: head.position.unsigned_abs() });
            let others = self.hearing.get(&service).into_iter().flatten().copied();
            for producer in others.chain(service.hears_itself().then_some(service)) {
                let source_ledger = format!("{producer}/{insurer}");
                let cursor = ledger.cursor_of(&source_ledger).await.map_err(failed)?;
                self.standing.cursors.push(ConsumerCursor {
                    consumer: ledger.name().to_owned(),
                    source_ledger,
                    position: cursor.map_or(0, |cursor| cursor.position.unsigned_abs()),
                });
            }
        }
        Ok(())
    }
}
