//! The duties to inform: the occupational physician of the start (D14), the treating physician of the results (D19).
//!
//! Circular 2022/383, part IV, 4.1 and 4.2. One whose purpose was refused is recorded as barred, shown, and not carried out
//! (D31). It can be carried out once the person consents, and nobody is late by it (own reading).

use chrono::NaiveDate;

use crate::ami::{AmiHappened, AmiRejection, InformDuty, InformDutyKind};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;

/// A duty arises. Nobody is informed any more when the incapacity is over.
pub(super) fn arise(course: &mut Course, trajectory: u32, kind: InformDutyKind, on: NaiveDate) {
    let found = course.state.ami.iter().find(|found| found.number == trajectory);
    if let Some(found) = found.filter(|_| course.state.end.is_none()) {
        let number = u32::try_from(found.duties.len()).unwrap_or(u32::MAX).saturating_add(1);
        course.push(Event::ami(trajectory, AmiHappened::DutyArose { number, kind, on }));
    }
}

/// Records that all duties of a kind that arose by a day were carried out.
pub(crate) fn decide(
    course: &mut Course,
    kind: InformDutyKind,
    on: NaiveDate,
    reference: Option<&str>,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let state = &course.state;
    let recognised_on = recognised(state)?.recognised_on;
    possible(ImpossibleDate::outside(DateField::InformedOn, on, recognised_on, today))?;
    within_incapacity(state, on)?;
    let open = |duty: &&InformDuty| duty.kind == kind && duty.informed.is_none() && duty.arose_on <= on;
    let with_open = state.ami.iter().filter(|trajectory| trajectory.duties.iter().any(|duty| open(&duty)));
    let with_open: Vec<u32> = with_open.map(|trajectory| trajectory.number).collect();
    if with_open.is_empty() {
        return Err(AmiRejection::DutyNotOpen(kind).into());
    }
    consented(state)?;
    if !kind.purposes().iter().all(|purpose| state.consents.granted(*purpose)) {
        return Err(AmiRejection::DutyBarred.into());
    }
    let pending = state.ami.iter().flat_map(|trajectory| &trajectory.duties).filter(open).any(InformDuty::is_pending);
    for number in with_open {
        let reference = reference.map(str::to_owned);
        course.push(Event::ami(number, AmiHappened::Informed { kind, on, reference }));
    }
    if pending {
        course.meet_open(kind.step(), on);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::rule::Rule;

    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, StartSituation};
    use crate::consent::ConsentPurpose;
    use crate::samples::{Case, all_granted, commit, commitment, day, first, form, interview, new_contact};

    fn inform(kind: InformDutyKind, on: NaiveDate) -> Command {
        Command::Ami(AmiCommand::RecordInformed { kind, on, reference: Some("M-1".into()) })
    }

    fn without(purpose: ConsentPurpose) -> Case {
        let mut case = Case::referred();
        let mut consent = all_granted(day(2023, 1, 20));
        consent.decisions.insert(purpose, false);
        case.on(
            day(2023, 1, 20),
            &Command::RecordContact { contact: new_contact(day(2023, 1, 20)), kind: first(consent) },
        );
        case.on(day(2023, 2, 1), &commit(commitment(StartSituation::B, day(2023, 2, 1))));
        case
    }

    #[test]
    fn d14_the_occupational_physician_is_told_of_the_start() {
        let mut case = Case::committed();
        assert_eq!(case.due(Step::AmiStartNotice), Some(day(2023, 2, 8)));
        assert_eq!(case.refusal(day(2023, 2, 3), &inform(InformDutyKind::Start, day(2023, 1, 31))), "DUTY_NOT_OPEN");
        case.on(day(2023, 2, 3), &inform(InformDutyKind::Start, day(2023, 2, 2)));
        let met = Some(Closure::Met { on: day(2023, 2, 2) });
        assert_eq!(case.deadline(Step::AmiStartNotice).and_then(|it| it.2), met);
        assert_eq!(case.state.ami[0].duties[0].informed, Some((day(2023, 2, 2), Some("M-1".into()))));
        assert_eq!(case.refusal(day(2023, 2, 3), &inform(InformDutyKind::Start, day(2023, 2, 3))), "DUTY_NOT_OPEN");
    }

    #[test]
    fn d31_a_duty_whose_purpose_was_refused_is_recorded_as_barred_and_not_carried_out() {
        let mut case = without(ConsentPurpose::OccupationalPhysician);
        assert_eq!(case.state.ami[0].duties[0].barred_on, Some(day(2023, 2, 1)));
        assert_eq!(case.deadline(Step::AmiStartNotice), None);
        assert_eq!(case.refusal(day(2023, 2, 3), &inform(InformDutyKind::Start, day(2023, 2, 2))), "DUTY_BARRED");
        // Nobody is late by it when the person consents, and it can be carried out.
        let granted = form(&[(ConsentPurpose::OccupationalPhysician, true)], day(2023, 2, 6));
        case.on(day(2023, 2, 6), &Command::RecordConsents(granted));
        assert_eq!(case.deadline(Step::AmiStartNotice), None);
        case.on(day(2023, 2, 6), &inform(InformDutyKind::Start, day(2023, 2, 6)));
        assert!(case.state.ami[0].duties[0].informed.is_some());
    }

    #[test]
    fn d19_d31_the_treating_physician_is_told_results_and_a_withdrawal_bars_it() {
        let mut case = Case::committed();
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        assert_eq!(case.due(Step::AmiResultsNotice), Some(day(2023, 3, 6)));
        let withdrawn = form(&[(ConsentPurpose::Exchange, false)], day(2023, 2, 22));
        case.on(day(2023, 2, 22), &Command::RecordConsents(withdrawn));
        let waived = Some(Closure::Waived { on: day(2023, 2, 22), because: Rule::D31.into() });
        assert_eq!(case.deadline(Step::AmiResultsNotice).and_then(|it| it.2), waived);
        assert_eq!(case.state.ami[0].duties[1].barred_on, Some(day(2023, 2, 22)));
        assert!(case.state.ami[0].duties[0].is_pending(), "the other purpose is consented to");
    }

    #[test]
    fn d19_another_trajectory_leaves_the_results_of_the_one_before_to_be_told() {
        let mut case = Case::committed();
        case.on(day(2023, 2, 13), &interview(day(2023, 2, 13)));
        let end = AmiCommand::End { last_day: day(2023, 2, 15), reason: crate::ami::AmiEndReason::Stopped };
        case.on(day(2023, 2, 15), &Command::Ami(end));
        case.on(day(2023, 2, 16), &commit(commitment(StartSituation::B, day(2023, 2, 16))));
        assert_eq!(case.due(Step::AmiResultsNotice), Some(day(2023, 2, 27)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 2, 21), &inform(InformDutyKind::Results, day(2023, 2, 21)));
        let duties = case.state.ami.iter().flat_map(|trajectory| &trajectory.duties);
        assert!(duties.filter(|duty| duty.kind == InformDutyKind::Results).all(|duty| duty.informed.is_some()));
        assert_eq!(case.due(Step::AmiResultsNotice), None);
    }

    #[test]
    fn d19_what_arose_by_a_day_is_told_together_and_what_arose_later_has_its_own_day() {
        let mut case = Case::committed();
        case.on(day(2023, 2, 13), &interview(day(2023, 2, 13)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 2, 21), &inform(InformDutyKind::Results, day(2023, 2, 15)));
        assert_eq!(case.due(Step::AmiResultsNotice), Some(day(2023, 3, 6)));
    }
}
