use chrono::Days;
use proptest::prelude::*;

use super::*;
use crate::calendar::legal_calendar;
use crate::deadline::{Closure, Plan};
use crate::route_b;
use crate::testing::day;

fn planned(plans: impl IntoIterator<Item = Plan>) -> Deadlines {
    let mut deadlines = Deadlines::default();
    for plan in plans {
        deadlines.plan(plan);
    }
    deadlines
}

fn apply(deadlines: &mut Deadlines, closings: &[Closing]) {
    for closing in closings {
        match *closing {
            Closing::Missed { step, on } => deadlines.miss(step, on),
            Closing::Waived { step, on, because, .. } => deadlines.waive(step, on, because),
        }
    }
}

#[test]
fn t6_d24_everything_that_can_be_open_has_one_row_and_every_step_is_waived_but_what_follows_a_return() {
    for step in Step::ALL {
        let rows: Vec<_> = TABLE.iter().filter(|row| row.open == Open::Step(*step)).collect();
        assert_eq!(rows.len(), 1, "{step}");
        let follows_a_return = [Step::AmiEvaluation, Step::ReturnObservation].contains(step);
        let ended = if follows_a_return { Outcome::Kept } else { Outcome::Waived };
        assert_eq!((rows[0].incapacity_ended, rows[0].deceased), (ended, Outcome::Waived), "{step}");
        assert_eq!(outcome(Open::Step(*step), Ending::IncapacityEnded), Some(ended));
    }
    for (index, row) in TABLE.iter().enumerate() {
        assert_eq!(row.open.code().parse(), Ok(row.open));
        assert!(TABLE[..index].iter().all(|other| other.open.code() != row.open.code()), "{}", row.open);
        assert!(row.why.ends_with('.') && !row.why.contains(". "), "{}", row.open);
    }
    assert!("lunch".parse::<Open>().is_err());
}

#[test]
fn t6_nobody_is_written_to_after_a_death() {
    assert!(TABLE.iter().all(|row| row.deceased != Outcome::ClosedWithLetter));
    let row = |open| TABLE.iter().find(|row| row.open == open).map(|row| (row.incapacity_ended, row.deceased));
    assert_eq!(row(Open::Notice), Some((Outcome::Kept, Outcome::NotSent)));
    assert_eq!(row(Open::Appointment), Some((Outcome::ClosedWithLetter, Outcome::Closed)));
    assert_eq!(row(Open::ParkedFact), Some((Outcome::Kept, Outcome::Kept)));
}

#[test]
fn t6_an_ending_differs_from_a_death_only_where_a_person_is_written_to_or_returned() {
    let differ = TABLE.iter().filter(|row| row.incapacity_ended != row.deceased).map(|row| row.open);
    assert_eq!(
        differ.collect::<Vec<_>>(),
        [Open::Step(Step::AmiEvaluation), Open::Step(Step::ReturnObservation), Open::Appointment, Open::Notice,]
    );
}

#[test]
fn t6_what_was_due_by_the_last_day_is_missed_first_and_everything_open_is_waived() {
    let mut deadlines = planned([
        route_b::contact_after_refusal(day("2023-02-20")),
        route_b::decision_plan(day("2023-02-21")),
        route_b::contact_after_request(day("2023-02-21")),
    ]);
    let on = day("2023-03-21");
    let closings = |because| {
        let waived = |step| Closing::Waived {
            step,
            on,
            because,
            rests_on: FactKind::IncapacityEnd.on(day("2023-03-20")).into(),
        };
        [
            Closing::Missed { step: Step::NegativeDecisionContact, on },
            waived(Step::NegativeDecisionContact),
            waived(Step::RouteBDecision),
            waived(Step::FirstContactRouteB),
        ]
    };
    assert_eq!(close(&deadlines, day("2023-03-20"), Ending::IncapacityEnded), closings(Ground::point(Rule::T6, 'a')));
    assert_eq!(close(&deadlines, day("2023-03-20"), Ending::Deceased), closings(Ground::point(Rule::T6, 'b')));

    deadlines.miss(Step::NegativeDecisionContact, on);
    deadlines.meet(Step::RouteBDecision, day("2023-03-01"));
    let [_, contact, _, first_contact] = closings(Ground::point(Rule::T6, 'a'));
    assert_eq!(close(&deadlines, day("2023-03-20"), Ending::IncapacityEnded), [contact, first_contact]);
}

#[test]
fn t6_d24_the_evaluation_of_a_trajectory_outlives_the_incapacity_and_not_the_person() {
    let deadlines = planned([crate::ami::evaluation_plan(day("2023-01-10"))]);
    assert_eq!(close(&deadlines, day("2023-03-20"), Ending::IncapacityEnded), []);
    let because = Ground::point(Rule::T6, 'b');
    let (step, on) = (Step::AmiEvaluation, day("2023-03-21"));
    let rests_on = FactKind::IncapacityEnd.on(day("2023-03-20")).into();
    assert_eq!(
        close(&deadlines, day("2023-03-20"), Ending::Deceased),
        [Closing::Waived { step, on, because, rests_on }]
    );
}

#[test]
fn codes_are_read_back() {
    for ending in Ending::ALL {
        assert_eq!(ending.code().parse(), Ok(*ending));
        assert_eq!(ending.ground().to_string().parse(), Ok(ending.ground()));
    }
    for outcome in Outcome::ALL {
        assert_eq!(outcome.code().parse(), Ok(*outcome));
    }
}

proptest! {
    #[test]
    fn t6_after_an_ending_nothing_is_open_and_no_day_after_it_is_missed(
        lasted in 0_u64..500,
        met in prop::collection::vec(any::<bool>(), 7),
        missed in prop::collection::vec(any::<bool>(), 7),
        deceased: bool,
    ) {
        let start = day("2022-09-01");
        let last_day = start + Days::new(lasted);
        let ending = if deceased { Ending::Deceased } else { Ending::IncapacityEnded };
        let mut before = planned(legal_calendar(start));
        for ((plan, met), missed) in legal_calendar(start).into_iter().zip(met).zip(missed) {
            if let Some(on) = before.last(plan.step).and_then(|deadline| deadline.miss_before(last_day)).filter(|_| missed) {
                before.miss(plan.step, on);
            }
            if met {
                before.meet(plan.step, last_day);
            }
        }
        let closings = close(&before, last_day, ending);
        let mut after = before.clone();
        apply(&mut after, &closings);

        prop_assert_eq!(after.all_open().count(), 0);
        prop_assert_eq!(close(&after, last_day, ending), []);
        for (was, is) in before.iter().zip(&after) {
            prop_assert_eq!(&was.plan, &is.plan);
            if !was.is_open() {
                prop_assert_eq!(was, is);
                continue;
            }
            let on = last_day + Days::new(1);
            prop_assert_eq!(is.closed, Some(Closure::Waived { on, because: ending.ground() }));
            let was_due = was.plan.due.is_some_and(|due| due <= last_day);
            prop_assert_eq!(is.missed_on, was.plan.miss_recorded_on().filter(|_| was_due));
        }
    }
}
