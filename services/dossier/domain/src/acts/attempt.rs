//! A person who could not be reached. The deadline of the contact stays, and so does the duty (own reading).

use chrono::NaiveDate;

use super::make_appointment::permitted;
use crate::contact::{Attempt, AttemptKind, Channel, Purpose};
use crate::course::Course;
use crate::duty::duty;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::people::SubjectId;
use crate::permitted::{recognised, within_incapacity};
use crate::rejection::Rejection;

/// Records the attempt. A first contact that authorised work bars on that day is not due.
pub(crate) fn decide(
    course: &mut Course,
    purpose: Purpose,
    on: NaiveDate,
    channel: Channel,
    by: &SubjectId,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let recognised_on = recognised(&course.state)?.recognised_on;
    possible(ImpossibleDate::outside(DateField::TriedOn, on, recognised_on, today))?;
    within_incapacity(&course.state, on)?;
    if duty(&course.state, purpose, on)?.barred {
        return Err(Rejection::NoContactDue(purpose));
    }
    permitted(purpose, channel)?;
    let attempt = Attempt { kind: AttemptKind::NotReached, purpose, on, channel, by: by.clone(), appointment: None };
    course.push(Event::AttemptMade(attempt));
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::Step;

    use super::*;
    use crate::Command;
    use crate::samples::{Case, coordinator, day, work};

    fn tried(on: NaiveDate, channel: Channel) -> Command {
        Command::RecordAttempt { purpose: Purpose::FirstContact, on, channel, by: coordinator() }
    }

    #[test]
    fn d4_who_cannot_be_reached_is_still_to_be_met() {
        let mut case = Case::referred();
        case.on(day(2023, 1, 10), &tried(day(2023, 1, 9), Channel::Video));
        assert_eq!(case.state.attempts.len(), 1);
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 2, 28)));
    }

    #[test]
    fn d4_d5_d10_an_attempt_needs_a_contact_that_is_due_and_its_channel() {
        let on = day(2023, 1, 10);
        assert_eq!(Case::opened().refusal(on, &tried(on, Channel::Video)), "NO_CONTACT_DUE");
        assert_eq!(Case::referred().refusal(on, &tried(on, Channel::Telephone)), "CHANNEL_NOT_PERMITTED");
        assert_eq!(Case::referred().refusal(on, &tried(day(2023, 1, 11), Channel::Video)), "IMPOSSIBLE_DATES");
        assert_eq!(Case::referred().refusal(on, &tried(day(2022, 12, 11), Channel::Video)), "NO_CONTACT_DUE");
        let mut barred = Case::referred();
        barred.on(on, &work(on, None));
        assert_eq!(barred.refusal(on, &tried(on, Channel::Video)), "NO_CONTACT_DUE");
    }
}
