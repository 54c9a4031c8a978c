//! Inviting the person to an examination, with the proof (M5, M7, M8).
//!
//! Circular 2022/383, part III, 3.1, steps 4 and 5. The texts ask for no form of invitation.

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::months::LATEST;
use trajet_law::rule::Rule;

use super::{by_the_end, start_of};
use crate::event::Event;
use crate::examination::Invitation;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::rejection::Rejection;
use crate::state::State;

/// The steps that are examinations.
const EXAMINATIONS: [Step; 3] = [Step::EstimateExamination, Step::Category1Examination, Step::Category3Examination];

/// Records an invitation of today or before. It rests on the rule of the examination that is open, or else on M9: any
/// evaluation can be made at an examination.
pub(crate) fn decide(state: &State, invitation: &Invitation, today: NaiveDate) -> Result<Vec<Event>, Rejection> {
    let start = start_of(state)?;
    state.recognition().ok_or(Rejection::NotRecognised)?;
    let Invitation { invited_on, examination_on, .. } = *invitation;
    let invited = ImpossibleDate::outside(DateField::InvitedOn, invited_on, start, today);
    let examined = ImpossibleDate::outside(DateField::ExaminationOn, examination_on, invited_on, LATEST);
    possible(examined.into_iter().chain(invited))?;
    // An examination after the last day does not take place, whenever the person was invited to it.
    by_the_end(state, examination_on)?;
    let asked = EXAMINATIONS.into_iter().find_map(|step| state.open(step));
    let because = asked.map_or(Rule::M9, |deadline| deadline.plan.rule).into();
    Ok(vec![Event::ExaminationInvited { invitation: invitation.clone(), because }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Command;
    use crate::estimate::Category;
    use crate::examination::InvitationProof;
    use crate::samples::{Case, day, refuse, told_impossible};
    use crate::{EndCause, samples};

    fn invite(invited_on: NaiveDate, examination_on: NaiveDate) -> Command {
        let (proof, reference) = (InvitationProof::RegisteredLetter, "RR-2022-7".to_owned());
        Command::InviteToExamination(Invitation { invited_on, proof, reference, examination_on })
    }

    #[test]
    fn m5_m7_m8_m9_an_invitation_rests_on_the_examination_that_is_open() {
        let mut impossible = Case::recognised();
        impossible.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
        let cases = [
            (impossible, Rule::M5),
            (Case::estimated(Category::One), Rule::M7),
            (Case::estimated(Category::Three), Rule::M8),
            (Case::estimated(Category::Two), Rule::M9),
            (Case::recognised(), Rule::M9),
        ];
        for (mut case, rule) in cases {
            let events = case.on(day(2022, 12, 9), &invite(day(2022, 12, 8), day(2022, 12, 20)));
            assert_eq!((events.len(), events[0].rule(), events[0].effective_on()), (1, rule, day(2022, 12, 8)));
            assert_eq!(case.state.invitations[0].examination_on, day(2022, 12, 20));
        }
    }

    #[test]
    fn m8_nobody_is_invited_in_the_future_nor_to_a_day_before_the_invitation() {
        let mut case = Case::recognised();
        let refused = case.refused(day(2022, 12, 9), &invite(day(2022, 12, 10), day(2022, 12, 9)));
        let found: Vec<_> = refused.impossible_dates().iter().map(|date| date.field.path()).collect();
        assert_eq!(found, ["examination_on", "invitation.invited_on"]);
        case.on(day(2022, 12, 9), &invite(day(2022, 12, 9), day(2022, 12, 9)));
    }

    #[test]
    fn m8_only_during_a_recognised_incapacity_is_somebody_invited() {
        let (today, command) = (day(2022, 12, 9), invite(day(2022, 12, 9), day(2022, 12, 20)));
        assert_eq!(Case::default().refused(today, &command), Rejection::NotDeclared);
        assert_eq!(Case::declared().refused(today, &command), Rejection::NotRecognised);
        let mut refused = Case::declared();
        refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
        assert_eq!(refused.refused(today, &command), Rejection::RecognitionRefused);
        let mut ended = Case::recognised();
        ended.on(today, &samples::end(day(2022, 12, 8), EndCause::Other));
        assert_eq!(ended.refused(today, &command).code(), "INCAPACITY_ENDED");
        let to_a_day_after_the_last = invite(day(2022, 12, 8), day(2022, 12, 9));
        assert_eq!(ended.refused(today, &to_a_day_after_the_last).latest(), Some(day(2022, 12, 8)));
        ended.on(today, &invite(day(2022, 12, 5), day(2022, 12, 8)));
    }
}
