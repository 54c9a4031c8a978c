mod performed;

use chrono::NaiveDate;
use trajet_law::deadline::{Closure, Deadline};
use trajet_law::rule::Rule;

use super::*;
use crate::command::{Command, WorkDecision};
use crate::declaration::{Declaration, Employment};
use crate::notice::{Notice, NoticeText};
use crate::samples::{
    Case, apply_for_work, authorisation, authorise_work, contact, day, declaration, end, person, recognise, refuse,
    refuse_work, resume_work,
};
use crate::{EndCause, WorkAnswer, timers};

/// Applied for on 20 September 2022, to begin on 3 October.
pub(super) fn applied() -> Case {
    let mut case = Case::recognised();
    case.on(day(2022, 9, 20), &apply_for_work(day(2022, 9, 20), day(2022, 10, 3)));
    case
}

/// Begun on 3 October 2022: the decision is due on 8 November.
pub(super) fn resumed() -> Case {
    let mut case = applied();
    case.on(day(2022, 10, 3), &resume_work(day(2022, 10, 3)));
    case
}

/// The deadlines of the decision in words.
fn decisions(case: &Case) -> Vec<String> {
    let of_step = case.state.deadlines.iter().filter(|deadline| deadline.plan.step == STEP);
    of_step.map(told).collect()
}

fn told(Deadline { plan, missed_on, closed }: &Deadline) -> String {
    let end = plan.due.map_or("aimed at", |_| "due");
    let missed = missed_on.map_or(String::new(), |on| format!(", missed {on}"));
    let closed = match closed {
        None => "open".to_owned(),
        Some(Closure::Met { on }) => format!("met {on}"),
        Some(Closure::Waived { on, because }) => format!("waived {on} {because}"),
    };
    format!("{end} {}{missed}, {closed}", plan.end().expect("it has an end"))
}

#[test]
fn m14_an_application_asks_for_a_decision_which_has_a_last_day_from_the_resumption_on() {
    let mut case = applied();
    assert_eq!(case.events.iter().rev().nth(1).map(Event::rule), Some(Rule::M14));
    assert_eq!(decisions(&case), ["aimed at 2022-10-04, open"]);
    assert!(case.state.tracks.is_empty(), "nothing is authorised yet");
    case.on(day(2022, 10, 4), &resume_work(day(2022, 10, 3)));
    assert_eq!(decisions(&case), ["aimed at 2022-10-04, waived 2022-10-03 T9", "due 2022-11-08, open"]);
    let plan = &case.state.open(STEP).expect("it is open").plan;
    assert_eq!((plan.opens, plan.warn_on), (Some(day(2022, 10, 3)), Some(day(2022, 11, 7))));
    assert!(timers(&case.state).iter().any(|timer| timer.fire_on == day(2022, 11, 9)));
    assert!(case.state.tracks.is_empty(), "what begins while it waits is not authorised yet");
}

#[test]
fn m14_a_decision_in_time_or_late_meets_the_deadline_and_a_miss_stays() {
    let mut in_time = resumed();
    in_time.on(day(2022, 11, 8), &authorise_work(day(2022, 11, 8), day(2022, 10, 3), None));
    assert_eq!(decisions(&in_time)[1..], ["due 2022-11-08, met 2022-11-08"]);

    let mut late = resumed();
    late.on(day(2022, 11, 9), &Command::FireMissed(STEP));
    late.on(day(2022, 11, 14), &refuse_work(day(2022, 11, 14)));
    assert_eq!(decisions(&late)[1..], ["due 2022-11-08, missed 2022-11-09, met 2022-11-14"]);

    let mut before_the_timer = resumed();
    before_the_timer.on(day(2022, 11, 14), &refuse_work(day(2022, 11, 14)));
    assert_eq!(decisions(&before_the_timer), decisions(&late));
}

#[test]
fn m14_work_is_applied_for_before_the_day_on_which_it_begins() {
    let today = day(2022, 10, 10);
    for planned_from in [day(2022, 10, 3), day(2022, 10, 2)] {
        let refused = Case::recognised().refused(today, &apply_for_work(day(2022, 10, 3), planned_from));
        assert_eq!((refused.code(), refused.rule()), ("NOT_APPLIED_BEFORE", Some(Rule::M14)));
    }
    for resumed_on in [day(2022, 9, 20), day(2022, 9, 19)] {
        assert_eq!(applied().refused(today, &resume_work(resumed_on)), Rejection::NotAppliedBefore);
    }
    applied().on(today, &resume_work(day(2022, 9, 21)));
}

#[test]
fn m14_who_applies_is_recognised_and_the_day_lies_from_the_recognition_to_today() {
    let apply = |applied_on| apply_for_work(applied_on, day(2022, 10, 3));
    let today = day(2022, 9, 20);
    assert_eq!(Case::declared().refused(today, &apply(today)), Rejection::NotRecognised);
    let mut case = Case::declared();
    case.on(today, &refuse(today));
    assert_eq!(case.refused(today, &apply(today)), Rejection::RecognitionRefused);
    for applied_on in [day(2022, 9, 4), day(2022, 9, 21)] {
        assert_eq!(Case::recognised().refused(today, &apply(applied_on)).impossible_dates().len(), 1);
    }
    Case::recognised().on(today, &apply(day(2022, 9, 5)));
}

#[test]
fn m14_one_application_waits_at_a_time() {
    let again = |on| apply_for_work(on, day(2022, 12, 1));
    let mut case = applied();
    assert_eq!(case.refused(day(2022, 9, 25), &again(day(2022, 9, 25))), Rejection::WorkApplicationPending);
    case.on(day(2022, 9, 26), &authorise_work(day(2022, 9, 26), day(2022, 10, 3), None));
    assert_eq!(case.refused(day(2022, 9, 27), &again(day(2022, 9, 27))), Rejection::WorkApplicationPending);
    case.on(day(2022, 10, 3), &resume_work(day(2022, 10, 3)));
    case.on(day(2022, 10, 4), &again(day(2022, 10, 4)));
    assert_eq!(case.state.work.iter().map(|work| work.number).collect::<Vec<_>>(), [1, 2]);
    let mut refused = applied();
    refused.on(day(2022, 9, 26), &refuse_work(day(2022, 9, 26)));
    assert_eq!(refused.refused(day(2022, 9, 27), &again(day(2022, 9, 25))), Rejection::WorkApplicationPending);
    refused.on(day(2022, 9, 27), &again(day(2022, 9, 26)));
}

#[test]
fn m14_work_is_authorised_on_the_findings_that_its_conditions_are_met() {
    let met = authorisation(day(2022, 10, 3), None).findings;
    let unmet = [
        WorkFindings::default(),
        WorkFindings { activity_ceased: None, ..met },
        WorkFindings { activity_ceased: Some(false), ..met },
        WorkFindings { reduction_percent: None, ..met },
        WorkFindings { reduction_percent: Some(49), ..met },
        WorkFindings { compatible: None, ..met },
        WorkFindings { compatible: Some(false), ..met },
    ];
    for findings in unmet {
        let authorisation = Authorisation { findings, ..authorisation(day(2022, 10, 3), None) };
        let decision = WorkDecision::Authorised(authorisation.clone());
        let today = day(2022, 10, 20);
        let refused = resumed().refused(today, &Command::DecideWork { decided_on: today, decision });
        assert_eq!((refused.code(), refused.rule()), ("WORK_CONDITIONS_NOT_FOUND", Some(Rule::M14)));
        let parameter = refused.parameter().map(ToString::to_string);
        assert_eq!(parameter.as_deref(), Some("authorised_work.medical_reduction_percent@2022-01-01"));
        assert!(refused.to_string().contains("at least 50 %"));

        let mut at_work = resumed();
        at_work.on(today, &authorise_work(today, day(2022, 10, 3), None));
        let amended = Command::AmendWork { decided_on: today, authorisation };
        assert_eq!(at_work.refused(today, &amended), refused, "an amendment needs them again");
    }
}

#[test]
fn m14_a_refusal_is_told_by_letter_and_nothing_is_performed() {
    let mut case = resumed();
    case.on(day(2022, 10, 20), &refuse_work(day(2022, 10, 18)));
    let notice = Notice {
        on: day(2022, 10, 20),
        text: NoticeText::WorkNotAuthorised1,
        language: person().language,
        contact: contact(),
        addressee: None,
    };
    let Some(WorkAnswer::NotAuthorised { on, notice: issued, .. }) = &case.state.work[0].answer else {
        panic!("it is refused")
    };
    assert_eq!((*on, issued.as_ref()), (day(2022, 10, 18), Some(&notice)));
    assert!(case.state.tracks.is_empty());
    assert_eq!(case.refused(day(2022, 10, 21), &refuse_work(day(2022, 10, 21))), Rejection::NoWorkApplication);
    // A first day of before the refusal is true, whenever it is entered; after it nobody begins.
    assert_eq!(case.refused(day(2022, 10, 21), &resume_work(day(2022, 10, 19))), Rejection::WorkNotAuthorised);
    case.on(day(2022, 10, 21), &resume_work(day(2022, 10, 18)));
}

#[test]
fn m14_a_decision_lies_from_the_application_to_today_and_is_about_one() {
    for decided_on in [day(2022, 9, 19), day(2022, 10, 21)] {
        assert_eq!(resumed().refused(day(2022, 10, 20), &refuse_work(decided_on)).impossible_dates().len(), 1);
    }
    for command in [refuse_work(day(2022, 10, 3)), resume_work(day(2022, 10, 3))] {
        assert_eq!(Case::recognised().refused(day(2022, 10, 20), &command), Rejection::NoWorkApplication);
    }
    // Nothing is authorised of before the application, nor only for days that were over before the work began.
    for (from, until) in [(day(2022, 9, 20), None), (day(2022, 9, 21), Some(day(2022, 10, 2)))] {
        let decided_on = day(2022, 10, 20);
        let refused = resumed().refused(decided_on, &authorise_work(decided_on, from, until));
        assert_eq!(refused.impossible_dates().len(), 1, "{from}");
    }
}

#[test]
fn m14_t9_a_first_day_that_is_corrected_moves_the_last_day_openly() {
    let mut case = resumed();
    assert_eq!(case.refused(day(2022, 10, 20), &resume_work(day(2022, 10, 3))), Rejection::ResumptionRecorded);
    case.on(day(2022, 11, 9), &Command::FireMissed(STEP));
    case.on(day(2022, 11, 10), &resume_work(day(2022, 10, 10)));
    let corrected =
        ["due 2022-11-08, missed 2022-11-09, waived 2022-10-10 T9".to_owned(), "due 2022-11-16, open".to_owned()];
    assert_eq!(decisions(&case)[1..], corrected);
    case.on(day(2022, 11, 10), &resume_work(day(2022, 10, 3)));
    assert_eq!(decisions(&case)[3..], ["due 2022-11-08, missed 2022-11-09, open"], "a miss stays");
}

#[test]
fn m14_a_first_day_that_is_entered_after_the_decision_shows_whether_it_was_late() {
    for (decided_on, expected) in [
        (day(2022, 11, 8), vec!["due 2022-11-08, met 2022-11-08"]),
        (day(2022, 11, 14), vec!["due 2022-11-08, missed 2022-11-09, met 2022-11-14"]),
        (day(2022, 10, 1), vec![]),
    ] {
        let mut case = applied();
        case.on(day(2022, 11, 20), &authorise_work(decided_on, day(2022, 10, 3), None));
        case.on(day(2022, 11, 20), &resume_work(day(2022, 10, 3)));
        assert_eq!(decisions(&case)[1..], expected, "{decided_on}");
        assert_eq!(case.state.tracks.len(), 1);
    }
}

#[test]
fn m21_authorised_work_is_voluntary_and_an_application_can_be_withdrawn_until_the_work_begins() {
    let withdraw = |withdrawn_on| Command::WithdrawWorkApplication { withdrawn_on };
    let mut case = resumed();
    let events = case.on(day(2022, 10, 6), &withdraw(day(2022, 10, 5)));
    assert_eq!((events.len(), events[0].rule()), (2, Rule::M21));
    assert_eq!(decisions(&case)[1..], ["due 2022-11-08, waived 2022-10-05 M21"]);
    assert_eq!(case.refused(day(2022, 10, 6), &refuse_work(day(2022, 10, 6))), Rejection::NoWorkApplication);
    assert_eq!(case.refused(day(2022, 10, 6), &withdraw(day(2022, 10, 6))), Rejection::NoWorkApplication);
    case.on(day(2022, 10, 6), &apply_for_work(day(2022, 10, 6), day(2022, 10, 10)));

    let mut late = resumed();
    late.on(day(2022, 11, 20), &withdraw(day(2022, 11, 20)));
    assert_eq!(decisions(&late)[1..], ["due 2022-11-08, missed 2022-11-09, waived 2022-11-20 M21"]);

    let mut authorised = applied();
    authorised.on(day(2022, 9, 26), &authorise_work(day(2022, 9, 26), day(2022, 10, 3), None));
    assert_eq!(authorised.refused(day(2022, 9, 27), &withdraw(day(2022, 9, 25))).impossible_dates().len(), 1);
    authorised.on(day(2022, 9, 27), &withdraw(day(2022, 9, 27)));
    assert_eq!(authorised.refused(day(2022, 10, 3), &resume_work(day(2022, 10, 3))), Rejection::NoWorkApplication);
}

#[test]
fn m21_who_has_no_contract_can_apply_and_be_authorised_as_who_has_one() {
    for employment in [Employment::NoContract, Employment::Contract { employer: None }] {
        let mut case = Case::default();
        let declared = Declaration { employment, ..declaration() };
        case.on(day(2022, 9, 3), &Command::DeclareIncapacity(Box::new(declared)));
        case.on(day(2022, 9, 5), &recognise(day(2022, 9, 5)));
        case.on(day(2022, 9, 20), &apply_for_work(day(2022, 9, 20), day(2022, 10, 3)));
        case.on(day(2022, 9, 21), &authorise_work(day(2022, 9, 21), day(2022, 10, 3), None));
        case.on(day(2022, 10, 3), &resume_work(day(2022, 10, 3)));
        assert_eq!(case.state.tracks.len(), 1);
    }
}

#[test]
fn t6_an_application_ends_with_the_incapacity_and_is_still_answered_as_of_before() {
    for (cause, letter) in [(EndCause::WorkResumed, true), (EndCause::Deceased, false)] {
        let mut case = resumed();
        case.on(day(2022, 10, 20), &end(day(2022, 10, 15), cause));
        let closed = case.state.deadline(STEP).and_then(|deadline| deadline.closed);
        assert!(matches!(closed, Some(Closure::Waived { on, .. }) if on == day(2022, 10, 16)));
        let today = day(2022, 10, 20);
        assert_eq!(case.refused(today, &refuse_work(day(2022, 10, 16))).code(), "INCAPACITY_ENDED");
        case.on(today, &refuse_work(day(2022, 10, 14)));
        let Some(WorkAnswer::NotAuthorised { notice, .. }) = &case.state.work[0].answer else { panic!("refused") };
        assert_eq!(notice.is_some(), letter);
        let late = apply_for_work(day(2022, 10, 16), day(2022, 10, 17));
        assert_eq!(case.refused(today, &late).code(), "INCAPACITY_ENDED");
        let before = case.on(today, &apply_for_work(day(2022, 10, 14), day(2022, 10, 15)));
        assert_eq!(before.len(), 1, "nobody is asked to decide");
    }
}

#[test]
fn t8_what_was_due_before_the_law_is_not_judged_by_it() {
    let mut case = Case::default();
    let start = NaiveDate::from_ymd_opt(2021, 9, 1).expect("a date");
    case.on(start, &crate::samples::declare_from(start));
    case.on(start, &recognise(start));
    case.on(day(2021, 9, 20), &apply_for_work(day(2021, 9, 20), day(2021, 10, 4)));
    case.on(day(2021, 10, 4), &resume_work(day(2021, 10, 4)));
    assert!(decisions(&case).is_empty());
}

#[test]
fn m14_work_may_begin_on_the_day_of_a_refusal_and_on_the_last_day_that_is_authorised() {
    let refused_on = day(2022, 10, 5);
    let mut refused = applied();
    refused.on(refused_on, &refuse_work(refused_on));
    assert_eq!(refused.refused(day(2022, 10, 7), &resume_work(day(2022, 10, 6))), Rejection::WorkNotAuthorised);
    refused.on(day(2022, 10, 7), &resume_work(refused_on));
    let until = day(2022, 10, 14);
    let mut authorised = applied();
    authorised.on(day(2022, 9, 26), &authorise_work(day(2022, 9, 26), day(2022, 10, 3), Some(until)));
    authorised.on(day(2022, 10, 17), &resume_work(until));
    let tracks: Vec<_> = authorised.state.tracks.iter().map(|track| (track.from, track.until)).collect();
    assert_eq!(tracks, [(until, Some(until))]);
}

#[test]
fn m14_a_decision_of_the_day_on_which_the_work_began_is_the_one_that_was_due() {
    let on = day(2022, 10, 3);
    let mut case = applied();
    case.on(on, &authorise_work(on, on, None));
    case.on(day(2022, 10, 4), &resume_work(on));
    assert_eq!(decisions(&case), ["aimed at 2022-10-04, met 2022-10-03", "due 2022-11-08, met 2022-10-03"]);
}
