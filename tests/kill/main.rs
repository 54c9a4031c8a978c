//! Ten times kill -9 under load: what was acknowledged is there, once, and so is everything that follows from it.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod calendar;
mod callers;
mod count;
mod days;
mod found;
mod model;
mod platform;

use acceptance::{Engine, on_both_engines};
use trajet_runtime::Entropy;

use callers::Load;
use count::Counts;
use found::Found;
use platform::Platform;

on_both_engines!(t6_ten_kills_lose_nothing_and_do_nothing_twice);

const KILLS: usize = 10;
/// The same kills in every run: after how many acts, and for how many days.
const SEED: u64 = 20_220_101;

async fn t6_ten_kills_lose_nothing_and_do_nothing_twice(engine: Engine) {
    let platform = Platform::start(engine).await;
    let load = Load::default();
    let (acts, (), ()) = tokio::join!(load.carry(&platform), calendar::turn(&platform, &load), kill(&platform, &load));
    platform.settle().await;

    let found = Found::read(&platform).await;
    let days = platform.stop().await;
    let verified = platform.verify().await;
    println!("{engine:?}: {KILLS} kills, {} calls made again", load.made_again());
    Counts::compare(&acts, &found, &days).check();
    verified.expect("every ledger is whole");
}

/// Ends a process at seeded moments of the load, each in its turn, and starts it again some days later: as after a
/// failure that nobody saw for a while.
async fn kill(platform: &Platform, load: &Load) {
    let chance = Entropy::seeded(SEED);
    let below = |limit: usize| usize::from_le_bytes(chance.bytes()) % limit;
    let tenth = model::acts() / KILLS;
    for kill in 0..KILLS {
        let acts = kill * tenth + below(tenth);
        let days_away = below(4);
        load.reaches(acts).await;
        let part = &platform.parts()[kill % 2];
        platform.kill(part, days_away).await;
        println!("kill {}: {} after {acts} acts, away for {days_away} days", kill + 1, part.name());
    }
}
