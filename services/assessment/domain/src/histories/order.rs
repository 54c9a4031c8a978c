//! What does not depend on the order in which it is told or recorded.

use std::fmt::Debug;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::codex::Employer;
use trajet_law::deadline::{Closure, Plan, Step};

use super::times;
use crate::EndCause;
use crate::command::Command;
use crate::estimate::Category;
use crate::fact::Told;
use crate::samples::{
    Case, day, employer, end, estimate_of, other_employer, other_service, service, told, told_impossible, track,
};
use crate::state::work;
use crate::track::TrackKind;

/// The day on which everything is told.
fn today() -> NaiveDate {
    day(2023, 3, 1)
}

/// What one of two services tells of the trajectories of one of two employers, or of one whom it does not name: a request, or
/// else an end.
#[derive(Debug, Clone)]
struct Codex {
    requested: bool,
    on: NaiveDate,
    first_service: bool,
    employer: Option<Employer>,
}

impl Codex {
    fn told(&self) -> Command {
        let Self { on, employer, .. } = *self;
        let partner = if self.first_service { service() } else { other_service() };
        let place = u64::try_from((on - day(2022, 1, 1)).num_days()).unwrap_or_default() * 12;
        let of = EMPLOYERS.iter().position(|of| of().as_ref() == employer.as_ref()).unwrap_or_default() as u64;
        let position = place + of * 4 + u64::from(self.requested) * 2 + u64::from(self.first_service);
        told(
            position,
            if self.requested {
                Told::CodexRequested { on, partner, employer }
            } else {
                Told::CodexEnded { on, partner, employer }
            },
        )
    }
}

/// The employers whom a word names.
const EMPLOYERS: &[fn() -> Option<Employer>] = &[|| None, || Some(employer()), || Some(other_employer())];

/// A day around the month 4 of [`Case`].
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..60).prop_map(|days| day(2022, 11, 20) + Days::new(days))
}

fn any_codex() -> impl Strategy<Value = Codex> {
    let of = prop::sample::select(EMPLOYERS);
    (any::<bool>(), any_day(), any::<bool>(), of).prop_map(|(requested, on, first_service, of)| Codex {
        requested,
        on,
        first_service,
        employer: of(),
    })
}

/// What keeps an estimate back.
fn any_track() -> impl Strategy<Value = Command> {
    let kind = prop::sample::select(vec![TrackKind::AuthorisedWork, TrackKind::RouteBAuthorised]);
    let lasting = prop::option::weighted(0.7, 0_u64..60);
    prop_oneof![
        3 => (kind, any_day(), lasting).prop_map(|(kind, from, days)| track(kind, from, days.map(|days| from + Days::new(days)))),
        2 => any_codex().prop_map(|codex| codex.told()),
    ]
}

/// What keeps an estimate back, a finding that asks for an examination, and the end of the incapacity.
fn any_causes() -> impl Strategy<Value = Vec<Command>> {
    let (found_on, last_day) = (prop::option::of(any_day()), prop::option::weighted(0.2, any_day()));
    (prop::collection::vec(any_track(), 0..5), found_on, last_day).prop_map(|(mut causes, found_on, last_day)| {
        causes.extend(found_on.map(told_impossible));
        causes.extend(last_day.map(|last_day| end(last_day, EndCause::Other)));
        causes
    })
}

/// A list, and the same in another order.
fn in_two_orders<T: Clone + Debug>(lists: impl Strategy<Value = Vec<T>>) -> impl Strategy<Value = (Vec<T>, Vec<T>)> {
    lists.prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle()))
}

/// A recognised case after these commands, and whether none of them was refused.
fn played<'a>(commands: impl IntoIterator<Item = &'a Command>) -> (Case, bool) {
    let mut case = Case::recognised();
    let refused = commands.into_iter().filter(|command| case.attempt(today(), command).is_err()).count();
    (case, refused == 0)
}

fn days() -> impl Iterator<Item = NaiveDate> {
    day(2022, 11, 1).iter_days().take(120)
}

fn beside_a_track(case: &Case) -> Vec<NaiveDate> {
    days().filter(|day| case.state.track_on(*day).is_some()).collect()
}

/// The employer of a request: told again on its day with the one employer whom that day names, it is the same request.
fn of_whom(facts: &[Codex], asked: &Codex) -> Option<Employer> {
    let again = facts.iter().filter(|it| it.requested && it.first_service == asked.first_service && it.on == asked.on);
    let named: Vec<_> = again.filter_map(|other| other.employer).collect();
    asked.employer.or_else(|| named.first().copied().filter(|one| named.iter().all(|other| other == one)))
}

/// Whether an end is of what was asked for.
fn is_of(facts: &[Codex], end: &Codex, asked: &Codex) -> bool {
    let by_then = |it: &&Codex| it.requested && it.first_service == end.first_service && it.on <= end.on;
    let of = |asked: &Codex| of_whom(facts, asked);
    let known: Vec<&Codex> = facts.iter().filter(by_then).collect();
    if end.employer.is_some() {
        let same = known.iter().any(|other| of(other) == end.employer);
        return of(asked) == if same { end.employer } else { None };
    }
    let left = |other: &&&Codex| !is_over_before(facts, other, end.on);
    let left: Vec<_> = known.iter().filter(left).map(|other| of(other)).collect();
    if left.contains(&None) { of(asked).is_none() } else { left.iter().all(|other| *other == of(asked)) }
}

/// Whether what was asked for was certainly over before a day: an end of an earlier day that is later than it, with a name, or
/// without one while nothing of another employer went on.
fn is_over_before(facts: &[Codex], asked: &Codex, day: NaiveDate) -> bool {
    let ends = facts.iter().filter(|end| !end.requested && end.first_service == asked.first_service);
    let mut ends = ends.filter(|end| asked.on < end.on && end.on < day);
    ends.any(|end| {
        let beside = facts.iter().filter(|it| it.requested && it.first_service == end.first_service && it.on <= end.on);
        let mut beside = beside.filter(|other| !is_over_before(facts, other, end.on));
        let mut alone = || beside.all(|other| of_whom(facts, other) == of_whom(facts, asked));
        is_of(facts, end, asked) && (end.employer.is_some() || alone())
    })
}

/// The days beside a trajectory: each request lasts to the first end, of that day or later, of its service and employer. Where no
/// request by that end is of its employer, it is of those without a name, or, without a name itself, of the one employer that is left
/// by the ends of earlier days: those with a name, and those without one while there was one employer alone.
fn beside_by_the_facts(facts: &[Codex], last_day: NaiveDate) -> Vec<NaiveDate> {
    let goes_on = |asked: &Codex, day: NaiveDate| {
        let over = |end: &Codex| {
            let of_it = end.first_service == asked.first_service && is_of(facts, end, asked);
            !end.requested && of_it && (asked.on..day).contains(&end.on)
        };
        asked.requested && asked.on <= day && !facts.iter().any(over)
    };
    days().filter(|day| *day <= last_day && facts.iter().any(|fact| goes_on(fact, *day))).collect()
}

fn open_estimate(case: &Case) -> Option<[Option<NaiveDate>; 3]> {
    case.state.open(Step::FirstEstimate).map(|deadline| days_of(&deadline.plan))
}

fn days_of(plan: &Plan) -> [Option<NaiveDate>; 3] {
    [plan.opens, plan.due, plan.target]
}

/// What was met: its step, its days, and the day on which it was.
fn met(case: &Case) -> Vec<(Step, [Option<NaiveDate>; 3], NaiveDate)> {
    let met = case.state.deadlines.iter().filter_map(|deadline| match deadline.closed {
        Some(Closure::Met { on }) => Some((deadline.plan.step, days_of(&deadline.plan), on)),
        _ => None,
    });
    met.collect()
}

proptest! {
    #![proptest_config(times(4))]

    #[test]
    fn m4_a_the_days_beside_a_trajectory_follow_from_the_facts_in_whatever_order(
        (facts, shuffled) in in_two_orders(prop::collection::vec(any_codex(), 0..8)),
    ) {
        let commands = |facts: &[Codex]| facts.iter().map(Codex::told).collect::<Vec<_>>();
        let ((one, _), (other, _)) = (played(&commands(&facts)), played(&commands(&shuffled)));
        prop_assert_eq!(beside_a_track(&one), beside_by_the_facts(&facts, NaiveDate::MAX));
        prop_assert_eq!(beside_a_track(&one), beside_a_track(&other));
        prop_assert_eq!(open_estimate(&one), open_estimate(&other));
    }

    #[test]
    fn m4_a_t6_so_they_do_whenever_the_end_of_the_incapacity_is_entered(
        facts in prop::collection::vec(any_codex(), 0..7), last_day in any_day(), place in any::<prop::sample::Index>(),
    ) {
        let mut commands: Vec<_> = facts.iter().map(Codex::told).collect();
        commands.insert(place.index(facts.len() + 1), end(last_day, EndCause::Other));
        let (case, _) = played(&commands);
        prop_assert_eq!(beside_a_track(&case), beside_by_the_facts(&facts, last_day));
        prop_assert!(work(&case.state).is_empty());
    }

    #[test]
    fn m3_m4_m5_an_estimate_entered_late_meets_the_same_whatever_was_recorded_first(
        (causes, shuffled) in in_two_orders(any_causes()), days in 0_u64..90, examined in any::<bool>(),
    ) {
        let ((mut one, accepted), (mut other, accepted_shuffled)) = (played(&causes), played(&shuffled));
        prop_assume!(accepted && accepted_shuffled);
        prop_assert_eq!(open_estimate(&one), open_estimate(&other));
        let estimate = estimate_of(day(2022, 12, 1) + Days::new(days), Category::Two, examined);
        let made = one.attempt(today(), &estimate).map(|_| ()).map_err(|refused| refused.code());
        prop_assert_eq!(&made, &other.attempt(today(), &estimate).map(|_| ()).map_err(|refused| refused.code()));
        prop_assert_eq!(met(&one), met(&other));
        prop_assert!(met(&one).iter().all(|(_, [opens, ..], on)| opens.is_none_or(|opens| opens <= *on)));
        prop_assert_eq!(met(&one).iter().filter(|(step, ..)| *step == Step::FirstEstimate).count(), usize::from(made.is_ok()));
        prop_assert!(made.is_err() || (work(&one.state).is_empty() && work(&other.state).is_empty()));
    }
}
