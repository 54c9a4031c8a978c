//! Recording a contact of the multidisciplinary team with the person (M17).
//!
//! Circular 2022/383, part VII: who is no physician only prepares the evaluation of incapacity: no contact on the
//! prolongation of invalidity, and none in between. All tasks of reintegration are open to them. Own readings: the circular
//! says it of who is coordinator as well, and we hold it for every member who is no physician; once the incapacity is
//! invalidity, what would prepare its evaluation is on its prolongation.

use chrono::NaiveDate;
use trajet_law::primary_incapacity::invalidity_plan;

use super::{by_the_end, start_of};
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;
use crate::team::{TeamContact, TeamContactKind, TeamContactMaker};

/// Records a contact of today or before.
pub(crate) fn decide(state: &State, contact: &TeamContact, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    let recognition = state.recognition().ok_or(Rejection::NotRecognised)?;
    possible(ImpossibleDate::outside(DateField::ContactHeldOn, contact.on, start, today))?;
    by_the_end(state, contact.on)?;
    if contact.maker == TeamContactMaker::TeamMember && !open_to_the_team(contact, recognition.invalid_from) {
        let prepares = contact.kind == TeamContactKind::Preparatory;
        let months = || invalidity_plan(start, state.judged(recognition.decided_on)).parameter;
        let invalid_from = prepares.then(|| (recognition.invalid_from, months()));
        return Err(Rejection::OnlyPreparatoryContacts { invalid_from });
    }
    Ok(vec![Event::TeamContactRecorded(contact.clone())])
}

/// Whether who is no physician may make it, by the day on which invalidity begins.
fn open_to_the_team(contact: &TeamContact, invalid_from: NaiveDate) -> bool {
    match contact.kind {
        TeamContactKind::Reintegration => true,
        TeamContactKind::Preparatory => contact.on < invalid_from,
        TeamContactKind::Intermediate | TeamContactKind::InvalidityProlongation => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::samples::{Case, day, end, subject};
    use crate::{Channel, EndCause};

    fn contact(on: NaiveDate, kind: TeamContactKind, maker: TeamContactMaker) -> Command {
        let (channel, made_by) = (Channel::Telephone, subject("nurse-1"));
        Command::RecordTeamContact(TeamContact { on, kind, channel, maker, made_by })
    }

    #[test]
    fn m17_who_is_no_physician_prepares_and_reintegrates_and_makes_no_other_contact() {
        let mut case = Case::recognised();
        let on = day(2022, 12, 5);
        for kind in TeamContactKind::ALL {
            let asked = contact(on, *kind, TeamContactMaker::TeamMember);
            match kind {
                TeamContactKind::Preparatory | TeamContactKind::Reintegration => {
                    let events = case.on(on, &asked);
                    assert!(matches!(&events[..], [Event::TeamContactRecorded(_)]));
                    assert_eq!((events[0].ground().to_string(), events[0].effective_on()), ("M17".into(), on));
                }
                TeamContactKind::Intermediate | TeamContactKind::InvalidityProlongation => {
                    let refused = case.refused(on, &asked);
                    assert_eq!(refused, Rejection::OnlyPreparatoryContacts { invalid_from: None });
                    assert_eq!(refused.ground().map(|ground| ground.to_string()), Some("M17".into()));
                }
            }
        }
        assert_eq!(case.state.team_contacts.len(), 2);
    }

    #[test]
    fn m17_the_physician_makes_every_contact() {
        let mut case = Case::recognised();
        let on = day(2023, 10, 5);
        for kind in TeamContactKind::ALL {
            case.on(on, &contact(on, *kind, TeamContactMaker::Physician));
        }
        assert_eq!(case.state.team_contacts.len(), 4);
    }

    #[test]
    fn m17_nobody_of_the_team_prepares_once_incapacity_is_invalidity_by_the_day_of_the_contact() {
        let mut case = Case::recognised();
        let (last, first, today) = (day(2023, 8, 31), day(2023, 9, 1), day(2023, 10, 5));
        let by_team = |on, kind| contact(on, kind, TeamContactMaker::TeamMember);
        case.on(today, &by_team(last, TeamContactKind::Preparatory));
        let late = by_team(first, TeamContactKind::Preparatory);
        let refused = case.refused(today, &late);
        let months = refused.parameter().map(ToString::to_string);
        assert_eq!(refused.code(), "ONLY_PREPARATORY_CONTACTS");
        assert_eq!((refused.latest(), months.as_deref()), (Some(last), Some("primary_incapacity.months@2022-01-01")));
        case.on(today, &by_team(first, TeamContactKind::Reintegration));
    }

    #[test]
    fn m17_a_contact_is_of_a_recognised_incapacity_and_of_today_or_before() {
        let kind = TeamContactKind::Preparatory;
        let by_team = |on| contact(on, kind, TeamContactMaker::TeamMember);
        assert_eq!(Case::declared().refused(day(2022, 9, 4), &by_team(day(2022, 9, 4))), Rejection::NotRecognised);
        let mut case = Case::recognised();
        for impossible in [day(2022, 8, 31), day(2022, 12, 6)] {
            assert_eq!(case.refused(day(2022, 12, 5), &by_team(impossible)).code(), "IMPOSSIBLE_DATES");
        }
        case.on(day(2022, 12, 5), &end(day(2022, 11, 30), EndCause::WorkResumed));
        assert_eq!(case.refused(day(2022, 12, 5), &by_team(day(2022, 12, 1))).code(), "INCAPACITY_ENDED");
        case.on(day(2022, 12, 5), &by_team(day(2022, 11, 30)));
    }
}
