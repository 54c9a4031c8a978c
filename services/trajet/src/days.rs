//! Simulated days, over all the processes of a platform: a day ends when no timer is due anywhere and every consumer has
//! read all that there is to read.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::time::Instant;
use tonic::Code;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Channel, Uri};
use trajet_access::{DevelopmentTokens, Insurer, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::simulation::v1::clock_service_client::ClockServiceClient;
use trajet_contracts::simulation::v1::{
    AdvanceClockRequest, GetClockRequest, GetStandingRequest, GetStandingResponse, LedgerHead,
};
use trajet_ledger::feed::Credential;

use crate::error::Error;
use crate::peers;

/// A day that has not ended by then never will: something is broken, and is named.
const PATIENCE: Duration = Duration::from_mins(1);
const LOOK_EVERY: Duration = Duration::from_millis(1);
/// A process that is all of the platform ends each day by itself: it goes so many on before it answers.
const DAYS_ALONE: u64 = 7;

/// What keeps a day from ending.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Open {
    /// A timer is due, or a partner's report is still to be carried to its case.
    Timer,
    /// A consumer has not read all of its source.
    Behind { consumer: String, source: String, at: u64, head: u64 },
    /// Nobody who was asked knows how far a source goes.
    SourceUnseen { consumer: String, source: String },
}

impl fmt::Display for Open {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timer => f.write_str("a timer is still due, or a report still to be carried to its case"),
            Self::Behind { consumer, source, at, head } => {
                write!(f, "{consumer} has read {source} up to {at} of {head}")
            }
            Self::SourceUnseen { consumer, source } => {
                write!(f, "{consumer} listens to {source}, which none of the servers holds")
            }
        }
    }
}

/// What is still to be done on a day; a source that nobody sees comes last.
fn open_work(standings: &[GetStandingResponse]) -> Option<Open> {
    if standings.iter().any(|standing| !standing.timers_idle) {
        return Some(Open::Timer);
    }
    let heads = standings.iter().flat_map(|standing| &standing.heads);
    let heads: BTreeMap<_, _> = heads.map(|head| (head.ledger.as_str(), head.position)).collect();
    let mut unseen = None;
    for cursor in standings.iter().flat_map(|standing| &standing.cursors) {
        let (consumer, source) = (cursor.consumer.clone(), cursor.source_ledger.clone());
        match heads.get(source.as_str()) {
            Some(head) if *head == cursor.position => {}
            Some(head) => {
                return Some(Open::Behind { consumer, source, at: cursor.position, head: *head });
            }
            None => unseen = Some(Open::SourceUnseen { consumer, source }),
        }
    }
    unseen
}

/// Looks at a day until its end. One look is not enough: while it goes from ledger to ledger, work may move from one
/// that it has not seen yet to one that it has.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    quiet_at: Option<Vec<LedgerHead>>,
}

impl Watch {
    /// Whether the day has ended: two looks in a row found nothing open and the same heads.
    ///
    /// # Errors
    /// What is open.
    pub(crate) fn look(&mut self, standings: Vec<GetStandingResponse>) -> Result<bool, Open> {
        if let Some(open) = open_work(&standings) {
            self.quiet_at = None;
            return Err(open);
        }
        let heads = standings.into_iter().flat_map(|standing| standing.heads).collect();
        let ended = self.quiet_at.as_ref() == Some(&heads);
        self.quiet_at = Some(heads);
        Ok(ended)
    }
}

type Clock = ClockServiceClient<InterceptedService<Channel, Credential>>;

/// The simulated clocks of a platform's processes, moved together.
pub(crate) struct Days {
    clocks: Vec<Clock>,
}

impl Days {
    /// The clocks of these servers.
    pub(crate) fn of(servers: &[Uri], tokens: &DevelopmentTokens, insurer: Insurer) -> Self {
        let clock = |server| {
            let subject = "clock".parse().expect("an identifier");
            let credential = peers::credential(tokens, peers::caller(Role::Operator, subject, insurer));
            Clock::new(InterceptedService::new(peers::channel(server), credential))
        };
        Self { clocks: servers.iter().map(clock).collect() }
    }

    /// The day that each server shows.
    pub(crate) async fn shown(&mut self) -> Result<Vec<NaiveDate>, Error> {
        let mut days = Vec::new();
        for clock in &mut self.clocks {
            days.push(day(clock.get_clock(GetClockRequest {}).await?.into_inner().today)?);
        }
        Ok(days)
    }

    /// Moves every clock to a day, day by day: each day ends everywhere before the next begins.
    ///
    /// # Errors
    /// If a server fails, or a day does not end.
    pub(crate) async fn advance(&mut self, to: NaiveDate) -> Result<(), Error> {
        let mut shown = self.shown().await?;
        for (clock, _) in self.clocks.iter_mut().zip(&shown).filter(|(_, shown)| **shown > to) {
            // The clock itself says that it never goes back.
            clock.advance_clock(AdvanceClockRequest { to_date: Some(to_proto(to)) }).await?;
        }
        let Some(mut today) = shown.iter().copied().min() else {
            return Ok(());
        };
        loop {
            for (clock, shown) in self.clocks.iter_mut().zip(&mut shown).filter(|(_, shown)| **shown < today) {
                *shown = go_on(clock, today).await?;
            }
            self.settle(today).await?;
            if today >= to {
                return Ok(());
            }
            let stride = if self.clocks.len() == 1 { DAYS_ALONE } else { 1 };
            today = today.checked_add_days(chrono::Days::new(stride)).map_or(to, |next| next.min(to));
        }
    }

    /// Returns when the day's work is done everywhere: two looks in a row found nothing open and the same heads.
    pub(crate) async fn settle(&mut self, today: NaiveDate) -> Result<(), Error> {
        let give_up = Instant::now() + PATIENCE;
        let mut watch = Watch::default();
        loop {
            let mut standings = Vec::with_capacity(self.clocks.len());
            for clock in &mut self.clocks {
                standings.push(clock.get_standing(GetStandingRequest {}).await?.into_inner());
            }
            match watch.look(standings) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(open) if matches!(open, Open::SourceUnseen { .. }) || Instant::now() > give_up => {
                    return Err(Error::DayWithoutEnd { day: today, why: open.to_string() });
                }
                Err(_) => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }
}

/// Moves a clock. A call may end before all days on the way have: it is repeated, and goes on.
async fn go_on(clock: &mut Clock, to: NaiveDate) -> Result<NaiveDate, Error> {
    let give_up = Instant::now() + PATIENCE;
    loop {
        match clock.advance_clock(AdvanceClockRequest { to_date: Some(to_proto(to)) }).await {
            Ok(answer) => return day(answer.into_inner().today),
            Err(status) if status.code() == Code::DeadlineExceeded && Instant::now() < give_up => {}
            Err(status) => return Err(status.into()),
        }
    }
}

fn day(date: Option<trajet_contracts::google::r#type::Date>) -> Result<NaiveDate, Error> {
    let day = date.and_then(|date| date.try_into().ok());
    day.ok_or_else(|| tonic::Status::internal("a clock shows no day").into())
}

#[cfg(test)]
mod tests {
    use trajet_contracts::simulation::v1::ConsumerCursor;

    use super::*;

    fn standing(timers_idle: bool, head: (&str, u64), cursor: (&str, u64)) -> GetStandingResponse {
        GetStandingResponse {
            today: None,
            timers_idle,
            heads: vec![LedgerHead { ledger: head.0.to_owned(), position: head.1 }],
            cursors: vec![ConsumerCursor {
                consumer: head.0.to_owned(),
                source_ledger: cursor.0.to_owned(),
                position: cursor.1,
            }],
        }
    }

    #[test]
    fn a_day_ends_when_no_timer_is_due_and_every_cursor_is_at_its_head() {
        let questionnaire = standing(true, ("questionnaire/300", 5), ("assessment/300", 7));
        let done = standing(true, ("assessment/300", 7), ("questionnaire/300", 5));
        assert_eq!(open_work(&[questionnaire.clone(), done.clone()]), None);
        let mut watch = Watch::default();
        assert_eq!(watch.look(vec![questionnaire.clone(), done.clone()]), Ok(false));
        assert_eq!(watch.look(vec![questionnaire.clone(), done]), Ok(true));

        let due = standing(false, ("assessment/300", 7), ("questionnaire/300", 5));
        assert_eq!(open_work(&[questionnaire.clone(), due]), Some(Open::Timer));

        let behind = standing(true, ("assessment/300", 8), ("questionnaire/300", 5));
        let expected =
            Open::Behind { consumer: "questionnaire/300".into(), source: "assessment/300".into(), at: 7, head: 8 };
        assert_eq!(open_work(&[questionnaire.clone(), behind]), Some(expected));

        let expected = Open::SourceUnseen { consumer: "questionnaire/300".into(), source: "assessment/300".into() };
        assert_eq!(open_work(&[questionnaire]), Some(expected));
    }
}
