//! All histories on one calendar: each day the clocks move, people act, and some cases are looked at.

use acceptance::{Engine, within};
use chrono::NaiveDate;
use futures_util::StreamExt as _;
use futures_util::stream;
use tokio::sync::watch;

use crate::act::Verdict;
use crate::chance::Chance;
use crate::compare::{Differs, compare};
use crate::counts::Counts;
use crate::history::{History, Manner, Step};
use crate::model::calendar::after;
use crate::platform::{Platform, SERVICES};
use crate::send::{Callers, Done, STALE, refusal};
use crate::told::told;

const AT_ONCE: usize = 16;

/// When in a day a process is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    DuringTheAdvance,
    DuringTheActs,
    AfterTheActs,
}

struct Kill {
    on: NaiveDate,
    service: usize,
    moment: Moment,
}

/// Plays histories to their end.
pub(crate) async fn play(engine: Engine, seed: u64, mut histories: Vec<History>, kills: usize) -> Counts {
    let first = histories.iter().map(History::first_day).min().unwrap();
    let last = histories.iter().map(|history| history.last_day).max().unwrap();
    let platform = Platform::start(engine, first).await;
    let callers = Callers::of(&platform, first).await;
    let kills = kills_of(seed, first, last, kills);
    let mut counts = Counts { again: again(engine, seed), ..Counts::default() };
    let mut reached = first;
    for today in first.iter_days().take_while(|day| *day <= last) {
        if histories.iter().all(|history| history.over) {
            break;
        }
        reached = today;
        let killed: Vec<_> = kills.iter().filter(|kill| kill.on == today).collect();
        let during = killed.iter().filter(|kill| matches!(kill.moment, Moment::DuringTheAdvance));
        let advance = within("a day", platform.advance(today));
        let ((), ()) = tokio::join!(advance, async {
            for kill in during {
                platform.kill(kill.service, today).await;
            }
        });
        platform.settle().await;
        for history in histories.iter_mut().filter(|history| !history.over && history.first_day() <= today) {
            history.case.pass(today);
        }
        let mut first_round = true;
        while histories.iter().any(|history| history.acts_on(today)) {
            let during = killed.iter().filter(|kill| first_round && !matches!(kill.moment, Moment::DuringTheAdvance));
            let during: Vec<_> =
                during.map(|kill| (kill.service, matches!(kill.moment, Moment::AfterTheActs))).collect();
            round(&callers, today, &mut histories, &during, &mut counts).await;
            first_round = false;
        }
        for kill in killed {
            counts.kill(SERVICES[kill.service]);
        }
        let looked: Vec<_> = (0..histories.len()).filter(|at| histories[*at].is_looked_at(today)).collect();
        look(&callers, today, &mut histories, &looked, &mut counts).await;
        for history in histories.iter_mut().filter(|history| !history.over && history.last_day <= today) {
            history.over = true;
            counts.history(history);
        }
    }
    platform.end(reached).await.expect("every ledger is whole, and every deadline as the law asks");
    counts
}

fn again(engine: Engine, seed: u64) -> String {
    let years = std::env::var("HISTORY_YEARS").map_or_else(|_| String::new(), |_| "HISTORY_YEARS=1 ".to_owned());
    let engine = format!("{engine:?}").to_lowercase();
    format!("HISTORY_SEED={seed} {years}cargo test -p acceptance --test histories {engine}")
}

fn kills_of(seed: u64, first: NaiveDate, last: NaiveDate, count: usize) -> Vec<Kill> {
    let mut chance = Chance::part(seed, u64::MAX);
    let days = u64::try_from((last - first).num_days()).unwrap().max(1);
    let moments = [Moment::DuringTheAdvance, Moment::DuringTheActs, Moment::AfterTheActs];
    let mut kill = |number| {
        let on = after(first, chance.next() % days);
        Kill { on, service: number % SERVICES.len(), moment: chance.one(&moments) }
    };
    (0..count).map(&mut kill).collect()
}

/// Every history that acts now does one act; then everyone hears of all.
async fn round(
    callers: &Callers<'_>,
    today: NaiveDate,
    histories: &mut [History],
    kills: &[(usize, bool)],
    counts: &mut Counts,
) {
    let acting: Vec<_> = (0..histories.len()).filter(|at| histories[*at].acts_on(today)).collect();
    let steps: Vec<_> = acting.iter().map(|at| (*at, histories[*at].step())).collect();
    let answered = watch::Sender::new(0_usize);
    let asking = stream::iter(&steps)
        .map(|(at, step)| {
            let who = &histories[*at].who;
            async {
                let outcome = ask(callers, who, step).await;
                answered.send_modify(|count| *count += 1);
                outcome
            }
        })
        .buffered(AT_ONCE)
        .collect::<Vec<_>>();
    let killing = async {
        for (service, after_all) in kills {
            let wanted = if *after_all { steps.len() } else { steps.len() / 2 };
            let mut answers = answered.subscribe();
            within("acts", answers.wait_for(|count| *count >= wanted)).await.unwrap();
            callers.platform().kill(*service, today).await;
        }
    };
    let (outcomes, ()) = tokio::join!(asking, killing);
    callers.platform().settle().await;
    let mut looked = Vec::new();
    for ((at, step), outcome) in steps.iter().zip(outcomes) {
        let history = &mut histories[*at];
        if step.manner != Manner::Once {
            counts.manner(&format!("{:?}", step.manner));
        }
        if let Some(case_id) = judge(today, history, step, outcome, counts) {
            history.who.case_id = case_id;
        }
        if history.looks_now() {
            looked.push(*at);
        }
    }
    look(callers, today, histories, &looked, counts).await;
}

/// What an act was answered; and whether what surrounds it was answered as it must be.
struct Outcome {
    answer: Result<Done, String>,
    around: Result<(), String>,
}

async fn ask(callers: &Callers<'_>, who: &crate::send::Who, step: &Step) -> Outcome {
    let Step { act, manner, id, other_id, verdict } = step;
    let mut around = Ok(());
    if *manner == Manner::StaleFirst {
        let stale = callers.send(who, act, other_id, STALE).await.map_err(|status| refusal(&status));
        let expected = |name: &str| match verdict {
            Verdict::Refused(names) => name == "ETAG_MISMATCH" || names.contains(&name),
            Verdict::Accepted => name == "ETAG_MISMATCH",
        };
        if !matches!(&stale, Err(name) if expected(name)) {
            around = Err(format!("on a version that is not: {stale:?}"));
        }
    }
    let answer = callers.send(who, act, id, "").await.map_err(|status| refusal(&status));
    match manner {
        Manner::Twice => {
            let again = callers.send(who, act, id, "").await.map_err(|status| refusal(&status));
            if again != answer {
                around = Err(format!("the same request again: {again:?}, at first {answer:?}"));
            }
        }
        Manner::OtherUnderTheSameId if answer.is_ok() => {
            let other = callers.send(who, act, id, STALE).await.map_err(|status| refusal(&status));
            if other != Err("REQUEST_ID_REUSED".to_owned()) {
                around = Err(format!("another request under the same id: {other:?}"));
            }
        }
        _ => {}
    }
    Outcome { answer, around }
}

/// Compares the answer with the verdict of the model. Gives the case that was opened.
fn judge(
    today: NaiveDate,
    history: &mut History,
    step: &Step,
    outcome: Outcome,
    counts: &mut Counts,
) -> Option<String> {
    let said = match &outcome.answer {
        Ok(_) => "accepted",
        Err(name) => name,
    };
    counts.verdict(&step.act.name(), said);
    history.log.push(format!("{today}  {:?}: {said}", step.act));
    let same = match &step.verdict {
        Verdict::Accepted => outcome.answer.is_ok(),
        Verdict::Refused(names) => names.contains(&said),
    };
    let expected = match &step.verdict {
        Verdict::Accepted => "accepted".to_owned(),
        Verdict::Refused(names) => names.join(" or "),
    };
    if !same {
        let what = format!("{}: model {expected}, program {said}", step.act.name());
        counts.differs(history, &what, &[]);
        history.over = true;
    } else if let Err(what) = outcome.around {
        counts.differs(history, &what, &[]);
        history.over = true;
    }
    outcome.answer.ok().map(|done| done.case_id).filter(|case_id| !case_id.is_empty())
}

/// Compares what is told of some cases with the model.
async fn look(
    callers: &Callers<'_>,
    today: NaiveDate,
    histories: &mut [History],
    looked: &[usize],
    counts: &mut Counts,
) {
    let answers = stream::iter(looked)
        .map(|at| {
            let (who, recognised) = (&histories[*at].who, histories[*at].case.recognised());
            async move { told(callers, who, recognised).await }
        })
        .buffered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
    for (at, answer) in looked.iter().zip(answers) {
        let history = &mut histories[*at];
        counts.comparisons += 1;
        let differences = match answer {
            Ok(lines) => compare(&history.case.shown(), &lines),
            Err(status) => {
                let (name, model) = ("reading".to_owned(), "the case".to_owned());
                vec![Differs { name, model, told: refusal(&status) }]
            }
        };
        if !differences.is_empty() {
            counts.differs(history, &format!("on {today}"), &differences);
            history.over = true;
        }
    }
}
