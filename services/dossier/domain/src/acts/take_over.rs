//! A case that was running when the mutuality went live, as its recognition tells it (own reading; T6).
//!
//! A first contact that was held is not due again; one whose last day lay before go-live is not planned, and can be held. Who had
//! asked for a trajectory is still owed what comes next: the targets of the platform count from go-live, the last days of the law
//! from their real dates. Consents are not taken over: they are asked again, or entered from their paper with its day (D3).

use trajet_law::deadline::FactKind;
use trajet_law::route_b::{authorisation_request_plan, contact_after_request};
use trajet_law::taken_over::TakenOver;

use crate::before_go_live::told;
use crate::course::Course;
use crate::event::Event;

/// Records what happened before, and plans what comes next of a request that goes on. The appointment is planned like any other ([`crate::follow`]).
pub(crate) fn decide(course: &mut Course) {
    let Some(known) = course.state.taken_over().copied() else { return };
    for (what, on) in told(&known) {
        course.push(Event::BeforeGoLive { what, on });
    }
    let Some(request) = course.state.request().cloned() else { return };
    let state = &course.state;
    let plan = match request.first_contact {
        Some(held_on) => {
            let from = TakenOver::or_go_live(Some(&known), FactKind::Contact.on(held_on));
            authorisation_request_plan(state.planning(from.on).being(from.kind))
        }
        None if request.questionnaire_needed => return,
        None => contact_after_request(state.planning(request.received_on)),
    };
    course.plan(plan, known.on);
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use trajet_law::deadline::{Closure, Step};
    use trajet_law::law::Law;
    use trajet_law::parameter::{Begun, LAW_IN_FORCE_FROM, Parameter, Version};
    use trajet_law::rule::Rule;

    use super::*;
    use crate::ami::{
        AmiCommand, AmiEndReason, Evaluation, FreeText, Outcome, ResultReached, StartSituation, Work, WorkContract,
    };
    use crate::bar::not_known;
    use crate::consent::ConsentPurpose;
    use crate::fact::{Recognition, Told};
    use crate::samples::{
        Case, all_granted, commit, commitment, completed, coordinator, day, establish, first_contact, form, interview,
        plan_content, recognition, referred, route_b, told, work, work_ends,
    };
    use crate::{Command, Rejection, Stage, timers};

    /// Route A's first contact is due in month 6, by 28 February 2023.
    const STEP: Step = Step::FirstContactCategory4;

    fn taken(known: TakenOver) -> Case {
        let mut case = Case::default();
        let recognition = Recognition { taken_over: Some(known), ..recognition() };
        case.on(known.on, &told(Told::Recognised(recognition)));
        case
    }

    fn referred_before(known: TakenOver) -> Case {
        let mut case = taken(known);
        case.on(known.on, &referred(day(2022, 12, 5), true));
        case
    }

    fn evaluated_at_work(on: NaiveDate, since: NaiveDate) -> Command {
        let work = Work { since, contract: WorkContract::Permanent, as_before: false, percent_of_full_time: 80 };
        let outcome = Outcome { work: Some(work), ..Outcome::default() };
        let (result, findings) = (ResultReached::Wholly, FreeText("words".into()));
        Command::Ami(AmiCommand::Evaluate(Evaluation { on, result, outcome, findings }))
    }

    fn open(case: &Case) -> Vec<(Step, Option<NaiveDate>)> {
        case.state.deadlines.all_open().map(|open| (open.plan.step, open.plan.end())).collect()
    }

    #[test]
    fn t6_the_contact_of_a_referral_of_before_go_live_is_due_by_its_real_day() {
        for live in [day(2022, 12, 12), day(2023, 2, 28)] {
            let mut case = referred_before(TakenOver::on(live));
            assert_eq!(open(&case), [(STEP, Some(day(2023, 2, 28)))]);
            assert_eq!(case.events.last().map(crate::Event::effective_on), Some(live));
            case.on(day(2023, 3, 1), &first_contact(day(2023, 3, 1)));
            assert_eq!(open(&case), [(Step::DossierLook, Some(day(2023, 6, 1)))]);
        }
    }

    #[test]
    fn t6_a_contact_that_was_due_before_go_live_is_not_planned_and_can_be_held() {
        let mut case = referred_before(TakenOver::on(day(2023, 3, 1)));
        assert_eq!((open(&case), timers(&case.state), case.state.deadlines.is_empty()), (vec![], vec![], true));
        assert_eq!(not_known(&case.state).and_then(|plan| plan.due), Some(day(2023, 2, 28)));
        case.on(day(2023, 3, 6), &first_contact(day(2023, 3, 6)));
        assert_eq!((case.state.stage(), not_known(&case.state)), (Stage::Contacted, None));
        assert_eq!(case.state.deadlines.last(STEP), None);
    }

    #[test]
    fn t6_a_contact_that_was_held_is_not_due_again_and_a_later_referral_is() {
        let held = TakenOver { first_contact_on: Some(day(2022, 12, 9)), ..TakenOver::on(day(2022, 12, 12)) };
        let mut case = referred_before(held);
        let look = (Step::DossierLook, Some(day(2023, 3, 9)));
        assert_eq!((open(&case), case.state.stage()), (vec![look], Stage::Contacted));
        assert!(case.state.deadlines.last(STEP).is_none() && not_known(&case.state).is_none());
        case.on(day(2023, 1, 9), &referred(day(2023, 1, 9), false));
        assert_eq!(open(&case), [look, (STEP, Some(day(2023, 2, 9)))]);
    }

    #[test]
    fn d5_work_of_before_go_live_bars_the_contact_and_its_end_brings_it_back() {
        for live in [day(2022, 12, 12), day(2023, 3, 6)] {
            let mut case = taken(TakenOver::on(live));
            case.on(live, &work(day(2022, 12, 7), None));
            case.on(live, &referred(day(2022, 12, 5), true));
            assert_eq!(open(&case), []);
            assert_eq!(not_known(&case.state), None);
            case.on(day(2023, 4, 15), &work_ends(day(2023, 4, 14)));
            assert_eq!(open(&case), [(STEP, Some(day(2023, 5, 14)))], "{live}");
            case.on(day(2023, 4, 20), &first_contact(day(2023, 4, 20)));
            let last = case.state.deadlines.last(STEP).and_then(|last| last.closed);
            assert_eq!(last, Some(Closure::Met { on: day(2023, 4, 20) }));
        }
    }

    #[test]
    fn d6_who_asked_before_go_live_is_owed_an_appointment_from_go_live_on() {
        let live = day(2022, 12, 12);
        let asked = TakenOver { trajectory_requested_on: Some(day(2022, 10, 3)), ..TakenOver::on(live) };
        let mut case = taken(asked);
        assert_eq!(open(&case), [(Step::RouteBAppointment, Some(day(2022, 12, 26)))]);
        let goes_on = case.attempt(live, &route_b(live)).map(|_| ());
        assert_eq!(goes_on, Err(Rejection::RequestGoesOn));
        case.on(day(2022, 12, 20), &completed(day(2022, 12, 20)));
        assert!(open(&case).contains(&(Step::FirstContactRouteB, Some(day(2023, 1, 20)))));
    }

    #[test]
    fn d6_a_questionnaire_of_before_go_live_is_not_awaited_and_the_month_counts_from_the_request() {
        let known = |requested| TakenOver {
            questionnaire_sent_on: Some(day(2022, 11, 10)),
            questionnaire_returned_on: Some(day(2022, 11, 20)),
            trajectory_requested_on: Some(requested),
            ..TakenOver::on(day(2022, 12, 12))
        };
        let appointment = (Step::RouteBAppointment, Some(day(2022, 12, 26)));
        let contact = |due| (Step::FirstContactRouteB, Some(due));
        assert_eq!(open(&taken(known(day(2022, 11, 21)))), [contact(day(2022, 12, 21))]);
        assert_eq!(open(&taken(known(day(2022, 11, 1)))), [appointment]);
    }

    #[test]
    fn d7_after_a_contact_of_before_go_live_the_authorisation_waits_for_consents_that_are_entered_again() {
        let live = day(2022, 12, 12);
        let mut case = taken(TakenOver {
            trajectory_requested_on: Some(day(2022, 11, 21)),
            first_contact_on: Some(day(2022, 12, 1)),
            ..TakenOver::on(live)
        });
        let look = (Step::DossierLook, Some(day(2023, 3, 1)));
        assert_eq!(open(&case), [(Step::AuthorisationRequest, Some(day(2022, 12, 19))), look]);
        let ask = Command::RequestAuthorisation { asked_on: None };
        assert_eq!(case.attempt(live, &ask).map(|_| ()), Err(Rejection::ConsentRefused));
        // Paper that was signed at that contact.
        case.on(live, &Command::RecordConsents(all_granted(day(2022, 12, 1))));
        case.on(live, &ask);
        // The dossier is looked at three months after that contact.
        assert_eq!(open(&case), [(Step::DossierLook, Some(day(2023, 3, 1)))]);
    }

    #[test]
    fn d19_a_dossier_that_was_to_be_looked_at_before_go_live_is_looked_at_within_three_months_of_that_day() {
        let contact = day(2022, 12, 9);
        for (live, target) in [(day(2023, 3, 9), day(2023, 3, 9)), (day(2023, 3, 10), day(2023, 6, 10))] {
            let mut case = referred_before(TakenOver { first_contact_on: Some(contact), ..TakenOver::on(live) });
            assert_eq!(open(&case), [(Step::DossierLook, Some(target))], "until consent is asked again");
            assert_eq!(case.refusal(live, &Command::RecordLook { on: live, by: coordinator() }), "CONSENT_REFUSED");
            case.on(live, &Command::RecordConsents(all_granted(contact)));
            assert_eq!(open(&case), [(Step::DossierLook, Some(target))]);
        }
    }

    #[test]
    fn d3_d19_consent_that_is_refused_after_go_live_ends_what_kept_the_dossier_in_sight() {
        let live = day(2022, 12, 12);
        let mut case = referred_before(TakenOver { first_contact_on: Some(day(2022, 12, 9)), ..TakenOver::on(live) });
        assert_eq!(open(&case), [(Step::DossierLook, Some(day(2023, 3, 9)))]);
        let refused = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 1, 9));
        case.on(day(2023, 1, 9), &Command::RecordConsents(refused));
        assert_eq!(open(&case), []);
    }

    #[test]
    fn d15_d19_a_trajectory_that_is_entered_from_its_papers_goes_on_from_go_live_where_its_next_step_lay_before() {
        let live = day(2023, 6, 5);
        let held = TakenOver { first_contact_on: Some(day(2022, 12, 9)), ..TakenOver::on(live) };
        let mut case = referred_before(held);
        case.on(live, &Command::RecordConsents(all_granted(day(2022, 12, 9))));
        case.on(live, &commit(commitment(StartSituation::B, day(2022, 12, 12))));
        let due = |case: &Case, step| open(case).into_iter().find(|(open, _)| *open == step).and_then(|(_, end)| end);
        assert_eq!(due(&case, Step::AmiFirstInterview), Some(day(2023, 7, 5)));
        case.on(live, &interview(day(2023, 1, 9)));
        assert_eq!(due(&case, Step::AmiPlan), Some(day(2023, 7, 5)));
        case.on(live, &establish(plan_content(day(2023, 1, 9)), day(2023, 1, 9)));
        assert_eq!(due(&case, Step::AmiFollowUp), Some(day(2023, 9, 5)));
        assert_eq!(due(&case, Step::DossierLook), None);
        // A last day that is still to come is the real one.
        case.on(live, &interview(day(2023, 3, 20)));
        assert_eq!(due(&case, Step::AmiFollowUp), Some(day(2023, 6, 20)));
        let missed = |event: &crate::Event| matches!(event, crate::Event::DeadlineMissed { .. });
        assert!(timers(&case.state).iter().all(|timer| live < timer.fire_on) && !case.events.iter().any(missed));
    }

    #[test]
    fn d24_t6_a_return_of_before_go_live_is_looked_at_next_when_a_look_is_to_come() {
        // At work since 1 May 2023: looked at after three months from 1 August, aimed at 29 August.
        for (live, opens) in [(day(2023, 8, 29), day(2023, 8, 1)), (day(2023, 8, 30), day(2023, 11, 1))] {
            let mut case =
                referred_before(TakenOver { first_contact_on: Some(day(2022, 12, 9)), ..TakenOver::on(live) });
            case.on(live, &Command::RecordConsents(all_granted(day(2022, 12, 9))));
            case.on(live, &commit(commitment(StartSituation::B, day(2022, 12, 12))));
            let (last_day, reason) = (day(2023, 5, 15), AmiEndReason::ResultReached);
            case.on(live, &Command::Ami(AmiCommand::End { last_day, reason }));
            case.on(live, &evaluated_at_work(day(2023, 6, 1), day(2023, 5, 1)));
            let look = case.state.deadlines.open(Step::ReturnObservation).and_then(|look| look.plan.opens);
            assert_eq!(look, Some(opens));
            assert_eq!(case.events.last().map(crate::Event::effective_on), Some(live));
            assert_eq!(case.on(live, &Command::FollowLaw), []);
        }
    }

    #[test]
    fn t8_a_law_that_moves_what_is_open_to_before_go_live_takes_it_away_and_brings_nothing_old_back() {
        let live = day(2023, 2, 6);
        let mut open_case = referred_before(TakenOver::on(live));
        assert_eq!(open(&open_case), [(STEP, Some(day(2023, 2, 28)))]);
        open_case.state.law = &MONTH_5;
        open_case.on(day(2023, 2, 7), &Command::FollowLaw);
        let closed = open_case.state.deadlines.last(STEP).and_then(|last| last.closed);
        assert_eq!(closed, Some(Closure::Waived { on: day(2023, 2, 7), because: TakenOver::ground() }));
        assert_eq!(open_case.on(day(2023, 2, 8), &Command::FollowLaw), []);

        let mut over = referred_before(TakenOver::on(day(2023, 3, 1)));
        over.state.law = &MONTH_5;
        assert_eq!(over.on(day(2023, 3, 2), &Command::FollowLaw), []);
    }

    static BY_MONTH_5: Parameter<u32> = Parameter::new(
        "first_contact.by_month",
        Version { valid_from: LAW_IN_FORCE_FROM, begun: Begun::AnyDay, value: 5, source: "a version of these tests" },
        &[],
    );
    static MONTH_5: Law = Law::amended(&[&BY_MONTH_5]);

    #[test]
    fn d3_without_a_contact_of_before_go_live_consents_wait_for_the_contact() {
        let mut case = taken(TakenOver::on(day(2022, 12, 12)));
        let refused = case.attempt(day(2022, 12, 12), &Command::RecordConsents(all_granted(day(2022, 12, 1))));
        assert_eq!(refused.map(|_| ()), Err(Rejection::NotContacted { rule: Rule::D3 }));
    }

    /// Since 7 December 2022 authorised work is performed: of before go-live, and without a known end.
    fn at_work(live: NaiveDate) -> Case {
        let mut case = taken(TakenOver::on(live));
        case.on(live, &work(day(2022, 12, 7), None));
        case.on(live, &referred(day(2022, 12, 5), true));
        case
    }

    #[test]
    fn d5_t6_work_that_ended_on_the_eve_of_go_live_or_before_leaves_the_contact_open_from_that_day() {
        for last_day in [day(2022, 12, 11), day(2022, 12, 9)] {
            let mut case = at_work(day(2022, 12, 12));
            assert_eq!(open(&case), []);
            let events = case.on(day(2022, 12, 14), &work_ends(last_day));
            assert_eq!(events.last().map(crate::Event::effective_on), Some(day(2022, 12, 12)));
            assert_eq!(open(&case), [(STEP, Some(day(2023, 2, 28)))]);
            assert!(timers(&case.state).iter().all(|timer| timer.fire_on == day(2023, 3, 1)));
        }
        let mut late = at_work(day(2023, 3, 6));
        late.on(day(2023, 3, 7), &work_ends(day(2023, 3, 5)));
        assert_eq!(open(&late), [(STEP, Some(day(2023, 4, 5)))]);
    }

    #[test]
    fn d5_t6_after_work_of_before_go_live_other_work_keeps_the_contact_back_too() {
        let mut case = at_work(day(2023, 3, 6));
        case.on(day(2023, 3, 8), &work_ends(day(2023, 3, 2)));
        assert_eq!(open(&case), [(STEP, Some(day(2023, 4, 2)))]);
        case.on(day(2023, 3, 20), &work(day(2023, 3, 20), Some(day(2023, 4, 10))));
        assert_eq!(open(&case), []);
        case.on(day(2023, 4, 11), &Command::FireBarEnded);
        assert_eq!(open(&case), [(STEP, Some(day(2023, 5, 10)))]);
    }

    #[test]
    fn d5_t6_work_of_before_go_live_whose_end_is_known_brings_the_contact_back_by_itself() {
        let live = day(2023, 3, 6);
        let mut case = taken(TakenOver::on(live));
        case.on(live, &work(day(2022, 12, 7), Some(day(2023, 4, 10))));
        case.on(live, &referred(day(2022, 12, 5), true));
        assert_eq!((open(&case), not_known(&case.state)), (vec![], None));
        case.on(day(2023, 4, 11), &Command::FireBarEnded);
        assert_eq!(open(&case), [(STEP, Some(day(2023, 5, 10)))]);
    }

    #[test]
    fn t9_a_correction_cannot_bring_a_contact_back_that_was_due_before_go_live() {
        let mut case = referred_before(TakenOver::on(day(2022, 12, 12)));
        let on = day(2022, 12, 13);
        case.on(on, &told(Told::StartCorrected { from: day(2022, 9, 1), to: day(2022, 4, 1), on }));
        // One month after the referral counts where month 6 is over.
        assert_eq!(open(&case), [(STEP, Some(day(2023, 1, 5)))]);
        let mut late = referred_before(TakenOver::on(day(2023, 1, 9)));
        late.on(
            day(2023, 1, 10),
            &told(Told::StartCorrected { from: day(2022, 9, 1), to: day(2022, 4, 1), on: day(2023, 1, 10) }),
        );
        let closed = late.state.deadlines.last(STEP).and_then(|last| last.closed);
        assert_eq!(closed, Some(Closure::Waived { on: day(2023, 1, 10), because: TakenOver::ground() }));
    }
}
