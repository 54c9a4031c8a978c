//! The gRPC service of reports, over all ledgers that this process holds.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use trajet_access::{Caller, Role};
use trajet_contracts::date::to_proto;
use trajet_contracts::report::v1::report_service_server::ReportService;
use trajet_contracts::report::v1::{
    Action, ActionKind, Figure, LedgerPart, ListActionsRequest, ListActionsResponse, ListBarometerRequest,
    ListBarometerResponse, ListIndicatorsRequest, ListIndicatorsResponse, Theme,
};
use trajet_ledger::Cursor;
use trajet_report::{Case, Figures, NoPeriod, Period, ROUNDED_TO, rounded};
use trajet_runtime::{Failure, Violations};
use uuid::Uuid;

use super::source::ReportSource;

/// Answers on their way to a reader: a slow one makes the computing wait, not the memory grow.
const AHEAD: usize = 2;
/// A reader that takes no answer for so long is cut off.
const PATIENCE: Duration = Duration::from_secs(30);
/// The most cursors of a request.
const MOST_CURSORS: usize = 16;

type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;
/// How a case is counted.
type Count = fn(&Case, Period, NaiveDate, &mut Figures);

/// Serves reports on some ledgers.
#[derive(Clone)]
pub struct ReportServer {
    sources: Arc<Vec<Arc<dyn ReportSource>>>,
    stop: CancellationToken,
}

/// A report that can be computed: on which ledgers, each up to which place.
struct Asked {
    period: Period,
    ledgers: Vec<(Arc<dyn ReportSource>, Cursor)>,
}

/// How exactly a caller is told.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// As it is.
    Exactly,
    /// Rounded, and only as it is now: of one place after the other it would tell at which event a figure changes.
    Rounded,
}

impl Told {
    /// Who may read the history of any case learns nothing from a small number.
    fn figures(caller: &Caller) -> Self {
        if caller.role == Role::Auditor { Self::Exactly } else { Self::Rounded }
    }
}

impl ReportServer {
    /// A server over these ledgers. What it computes ends when `stop` is cancelled.
    #[must_use]
    pub fn new(sources: Vec<Arc<dyn ReportSource>>, stop: CancellationToken) -> Self {
        Self { sources: Arc::new(sources), stop }
    }

    /// Reads what is asked for: a period that is over, of the caller's insurer, up to places that its ledgers have.
    async fn asked(
        &self,
        caller: &Caller,
        period: Result<Period, NoPeriod>,
        up_to: &[String],
        told: Told,
    ) -> Result<Asked, Failure> {
        let insurer = caller.insurer.as_str();
        let mine: Vec<_> = self.sources.iter().filter(|source| source.insurer() == insurer).cloned().collect();
        let Some(one) = mine.first() else {
            return Err(Failure::InsurerNotServed { insurer: insurer.to_owned() });
        };
        let mut violations = Violations::default();
        let period = match period {
            Ok(period) => {
                violations.require("year", period.is_over_on(one.today()), "is not over");
                Some(period)
            }
            Err(NoPeriod::Year) => violations.check("year", Err("is not from 2022 to 2059")),
            Err(NoPeriod::Month) => violations.check("month", Err("is not from 1 to 12")),
        };
        violations.require("up_to", up_to.len() <= MOST_CURSORS, "has more than 16 cursors");
        let may_choose = told == Told::Exactly || up_to.is_empty();
        violations.require("up_to", may_choose, "is for whom figures are not rounded");
        let read = up_to.iter().map(|text| text.parse::<Cursor>()).collect::<Result<Vec<_>, _>>();
        let given = violations.check("up_to", read);
        if let Some(given) = given.as_ref().filter(|given| !given.is_empty()) {
            let named = |source: &Arc<dyn ReportSource>| given.iter().any(|cursor| cursor.ledger == source.ledger());
            violations.require("up_to", mine.iter().all(named), "names no place in a ledger of this process");
        }
        let (period, given) = violations.finish_with(period.zip(given))?;
        if given.iter().any(|cursor| cursor.ledger.rsplit('/').next() != Some(insurer)) {
            return Err(Failure::CursorForeign { ledger: one.ledger().to_owned() });
        }
        let mut ledgers = Vec::with_capacity(mine.len());
        for source in mine {
            let place = source.place(given.iter().find(|cursor| cursor.ledger == source.ledger())).await?;
            ledgers.push((source, place));
        }
        Ok(Asked { period, ledgers })
    }

    /// Answers with what a task sends, until it is done, the reader is gone or the process stops.
    fn answer<T, F>(&self, compute: impl FnOnce(mpsc::Sender<Result<T, Status>>) -> F) -> Answers<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let (sender, receiver) = mpsc::channel(AHEAD);
        let (stop, computing) = (self.stop.clone(), compute(sender.clone()));
        tokio::spawn(async move {
            let end = tokio::select! {
                end = computing => end,
                () = stop.cancelled() => Err(Failure::Draining),
                () = sender.closed() => return,
            };
            if let Err(failure) = end {
                let _ = sender.send_timeout(Err(failure.into()), PATIENCE).await;
            }
        });
        Box::pin(ReceiverStream::new(receiver))
    }

    async fn figures<T: Send + 'static>(
        &self,
        caller: &Caller,
        period: Result<Period, NoPeriod>,
        up_to: &[String],
        count: Count,
        answer: fn(Vec<Figure>, LedgerPart, u32) -> T,
    ) -> Result<Response<Answers<T>>, Status> {
        let told = Told::figures(caller);
        let Asked { period, ledgers } = self.asked(caller, period, up_to, told).await?;
        let answers = self.answer(move |sender| async move {
            for (source, place) in ledgers {
                let mut figures = Figures::default();
                let mut part = part(&source, &place);
                let mut after = None;
                // Before the first event there is no case either.
                let known_on = source.known_on(&place).await?.unwrap_or_default();
                loop {
                    let page = source.page(after, &place).await?;
                    part.cases += page.cases;
                    part.erased += page.erased;
                    for (_, case) in page.streams {
                        count(&case, period, known_on, &mut figures);
                    }
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                let (figures, rounded_to) = match told {
                    Told::Exactly => (tell(figures.exact()), 0),
                    Told::Rounded => {
                        (part.cases, part.erased) = (rounded(part.cases), rounded(part.erased));
                        (tell(figures.rounded()), ROUNDED_TO)
                    }
                };
                let rounded_to = u32::try_from(rounded_to).unwrap_or(u32::MAX);
                send(&sender, source.ledger(), answer(figures, part, rounded_to)).await?;
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }
}

#[tonic::async_trait]
impl ReportService for ReportServer {
    type ListActionsStream = Answers<ListActionsResponse>;
    type ListIndicatorsStream = Answers<ListIndicatorsResponse>;
    type ListBarometerStream = Answers<ListBarometerResponse>;

    async fn list_actions(
        &self,
        request: Request<ListActionsRequest>,
    ) -> Result<Response<Self::ListActionsStream>, Status> {
        let caller = Caller::of(&request)?.clone();
        let ListActionsRequest { year, up_to } = request.into_inner();
        let Asked { period, ledgers } = self.asked(&caller, Period::year(year), &up_to, Told::Exactly).await?;
        let answers = self.answer(move |sender| async move {
            for (source, place) in ledgers {
                let mut part = part(&source, &place);
                let mut after = None;
                loop {
                    let page = source.page(after, &place).await?;
                    part.cases += page.cases;
                    part.erased += page.erased;
                    let actions =
                        page.streams.iter().flat_map(|(stream, case)| actions(&source, *stream, case, period, year));
                    let actions: Vec<_> = actions.collect();
                    after = page.next;
                    let told = ListActionsResponse { actions, part: after.is_none().then(|| part.clone()) };
                    send(&sender, source.ledger(), told).await?;
                    if after.is_none() {
                        break;
                    }
                }
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }

    async fn list_indicators(
        &self,
        request: Request<ListIndicatorsRequest>,
    ) -> Result<Response<Self::ListIndicatorsStream>, Status> {
        let caller = Caller::of(&request)?.clone();
        let ListIndicatorsRequest { year, up_to } = request.into_inner();
        let answer = |figures, part, rounded_to| ListIndicatorsResponse { figures, part: Some(part), rounded_to };
        self.figures(&caller, Period::year(year), &up_to, Case::indicate, answer).await
    }

    async fn list_barometer(
        &self,
        request: Request<ListBarometerRequest>,
    ) -> Result<Response<Self::ListBarometerStream>, Status> {
        let caller = Caller::of(&request)?.clone();
        let ListBarometerRequest { year, month, up_to } = request.into_inner();
        let period = u32::try_from(month).map_err(|_| NoPeriod::Month).and_then(|month| Period::month(year, month));
        let answer = |figures, part, rounded_to| ListBarometerResponse { figures, part: Some(part), rounded_to };
        self.figures(&caller, period, &up_to, |case, period, _, figures| case.measure(period, figures), answer).await
    }
}

async fn send<T>(sender: &mpsc::Sender<Result<T, Status>>, ledger: &str, answer: T) -> Result<(), Failure> {
    let sent = sender.send_timeout(Ok(answer), PATIENCE).await;
    sent.map_err(|_| Failure::StreamCut { ledger: ledger.to_owned() })
}

fn part(source: &Arc<dyn ReportSource>, place: &Cursor) -> LedgerPart {
    LedgerPart { ledger: source.ledger().to_owned(), up_to: place.to_string(), cases: 0, erased: 0 }
}

fn actions(
    source: &Arc<dyn ReportSource>,
    stream: Uuid,
    case: &Case,
    period: Period,
    year: i32,
) -> impl Iterator<Item = Action> {
    let actions = case.actions(period);
    let case_reference = if actions.is_empty() { String::new() } else { source.reference(stream, year) };
    actions.into_iter().map(move |(on, action)| Action {
        case_reference: case_reference.clone(),
        kind: kind(action).into(),
        on: Some(to_proto(on)),
    })
}

/// The contracts name actions and themes by the same codes.
fn kind(action: trajet_report::Action) -> ActionKind {
    let name = format!("ACTION_KIND_{}", action.code().to_uppercase());
    ActionKind::from_str_name(&name).unwrap_or_default()
}

fn tell(figures: impl Iterator<Item = trajet_report::Figure>) -> Vec<Figure> {
    figures
        .map(|figure| Figure {
            theme: theme(figure.measure.theme()).into(),
            measure: figure.measure.code().to_owned(),
            of: figure.of,
            band: figure.band,
            count: figure.count,
        })
        .collect()
}

fn theme(theme: trajet_report::Theme) -> Theme {
    Theme::from_str_name(&format!("THEME_{}", theme.code().to_uppercase())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use trajet_report::Measure;

    use super::*;

    #[test]
    fn r1_every_action_has_a_kind_of_its_own_in_the_contract() {
        let kinds: BTreeSet<_> = trajet_report::Action::ALL.iter().map(|action| kind(*action) as i32).collect();
        assert_eq!(kinds.len(), trajet_report::Action::ALL.len());
        assert!(!kinds.contains(&0), "an action is told as unspecified");
        assert_eq!(
            kinds.iter().max().copied(),
            i32::try_from(kinds.len()).ok(),
            "the contract has kinds that nobody tells"
        );
    }

    #[test]
    fn r6_every_theme_and_measure_stands_in_the_contract() {
        let contract = include_str!("../../../../proto/trajet/report/v1/report.proto");
        for one in trajet_report::Theme::ALL {
            assert_ne!(theme(*one), Theme::Unspecified, "{one:?}");
        }
        for measure in Measure::ALL {
            let before_its_value = format!("THEME_{} =", measure.theme().code().to_uppercase());
            let comments = contract.split(&before_its_value).next().unwrap_or_default();
            let comments = comments.rsplit("  THEME_").next().unwrap_or_default();
            assert!(comments.contains(&format!("`{}`:", measure.code())), "{measure:?}");
        }
    }
}
