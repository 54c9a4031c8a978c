//! A second, independent reading of the rules against the running services: a small model of one case, written from the
//! texts and the contracts alone, is compared with what four processes answer and show in a thousand random histories,
//! while they are killed.
//!
//! | variable | changes |
//! | --- | --- |
//! | `HISTORY_SEED` | what is played |
//! | `HISTORIES` | how many histories: 250 on SQLite and 60 on PostgreSQL if it is not given |
//! | `HISTORY` | that this one alone is played again, without kills |
//! | `HISTORY_YEARS` | that the incapacities begin on any day of 2022 to 2024, and not of some months |
//! | `HISTORY_TELL` | how many of those that differ are told in full |

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod act;
mod chance;
mod choose;
mod compare;
mod counts;
mod history;
mod model;
mod platform;
mod play;
mod send;
mod told;

use acceptance::{Engine, day, on_both_engines};

use act::Verdict;
use counts::Counts;
use history::{History, Window};
use model::Slip;

on_both_engines!(the_program_and_a_second_reading_of_the_rules_agree);

const SEED: u64 = 20_221_117;
/// Of so many histories every situation is met.
const ENOUGH: usize = 1_000;
/// So many histories more have each of the mistakes that are made on purpose, and it comes to bear in them.
const PLANTED: usize = 8;
const SLIPS: [Slip; 3] = [Slip::LateReturn, Slip::LateExamination, Slip::NoBar];
const KILLS: usize = 24;

fn number(name: &str) -> Option<usize> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// A leap day and five ends of months; on the other engine the first months of the law.
fn window(engine: Engine) -> Window {
    match engine {
        _ if number("HISTORY_YEARS").is_some() => Window { first: day("2022-01-01"), days: 3 * 365 },
        Engine::Sqlite => Window { first: day("2023-10-20"), days: 134 },
        Engine::Postgres => Window { first: day("2022-01-01"), days: 60 },
    }
}

async fn the_program_and_a_second_reading_of_the_rules_agree(engine: Engine) {
    let seed = number("HISTORY_SEED").map_or(SEED, |seed| u64::try_from(seed).unwrap());
    let count = number("HISTORIES").unwrap_or(if engine == Engine::Sqlite { 250 } else { 60 });
    let alone = number("HISTORY");
    let history = |number: usize| {
        let slip = number.checked_sub(count).map(|planted| SLIPS[planted % SLIPS.len()]);
        History::new(seed, number, slip, window(engine))
    };
    let (histories, kills): (Vec<_>, _) = if let Some(number) = alone {
        (vec![history(number)], 0)
    } else {
        let planted = SLIPS.into_iter().flat_map(|slip| {
            let slips = move |history: &History| history.slip == Some(slip) && history.clone().slips();
            (count..).map(history).filter(slips).take(PLANTED)
        });
        ((0..count).map(history).chain(planted).collect(), KILLS)
    };
    let counts = play::play(engine, seed, histories, kills).await;
    counts.tell();
    let (planted, real): (Vec<_>, Vec<_>) = counts.differences.iter().partition(|(_, slip)| slip.is_some());
    for (told, _) in real.iter().take(number("HISTORY_TELL").unwrap_or(8)) {
        println!("\n{told}");
    }
    assert!(real.is_empty(), "the program and the model differ in {} histories of seed {seed}", real.len());
    if alone.is_some() {
        return;
    }
    for slip in SLIPS {
        let name = format!("{slip:?}");
        let found = planted.iter().filter(|(_, found)| found.as_ref() == Some(&name)).count();
        println!("{name} was planted in {PLANTED} histories and found in {found}");
        assert!(found > PLANTED / 2, "{name} was planted in {PLANTED} histories and found in {found}");
    }
    if count >= ENOUGH {
        assert_eq!(counts.missing(), [""; 0], "situations that no history of seed {seed} reached");
    }
}

/// The model alone: the histories are worth playing.
#[test]
fn a_thousand_histories_reach_every_situation() {
    let mut counts = Counts::default();
    for number in 0..ENOUGH {
        let mut history = History::new(SEED, number, None, window(Engine::Sqlite));
        history.play_alone(|step| {
            let verdict = match &step.verdict {
                Verdict::Accepted => "accepted".to_owned(),
                Verdict::Refused(names) => names.join(" or "),
            };
            counts.verdict(&step.act.name(), &verdict);
        });
        counts.history(&history);
    }
    counts.tell();
    assert_eq!(counts.missing(), [""; 0]);
}
