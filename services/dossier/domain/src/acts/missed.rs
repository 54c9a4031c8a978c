//! A last day that went by: recorded on the day after, and the duty stays (T6).

use chrono::NaiveDate;
use trajet_law::deadline::Step;

use crate::course::Course;
use crate::event::Event;
use crate::rejection::Rejection;

/// Records the miss.
pub(crate) fn decide(course: &mut Course, step: Step, today: NaiveDate) -> Result<(), Rejection> {
    let missed_on = course.state.deadlines.open(step).and_then(|deadline| deadline.miss_before(today));
    let on = missed_on.ok_or(Rejection::NotMissed)?;
    course.push(Event::DeadlineMissed { step, on });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Command;
    use crate::samples::{Case, day, first_contact};
    use crate::timer::{TimerKind, timers};

    const FIRE: Command = Command::FireMissed(Step::FirstContactCategory4);

    #[test]
    fn t6_the_miss_is_recorded_on_the_day_after_the_last_and_the_duty_stays() {
        let mut case = Case::referred();
        let [timer] = timers(&case.state)[..] else { panic!("one timer") };
        assert_eq!((timer.kind, timer.fire_on), (TimerKind::Missed(Step::FirstContactCategory4), day(2023, 3, 1)));
        assert_eq!(case.refusal(day(2023, 2, 28), &FIRE), "NOT_MISSED");
        let events = case.on(day(2023, 3, 4), &FIRE);
        assert_eq!(events, [Event::DeadlineMissed { step: Step::FirstContactCategory4, on: day(2023, 3, 1) }]);
        assert_eq!(timers(&case.state), []);
        assert_eq!(case.refusal(day(2023, 3, 4), &FIRE), "NOT_MISSED");
        case.on(day(2023, 3, 10), &first_contact(day(2023, 3, 10)));
        let (_, missed_on, closed) = case.deadline(Step::FirstContactCategory4).expect("it was planned");
        assert_eq!((missed_on, closed.is_some()), (Some(day(2023, 3, 1)), true));
    }
}
