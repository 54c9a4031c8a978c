use trajet_law::deadline::Closure;

use super::*;
use crate::fact::{FactorCounts, ProfileSummary, Questionnaire};
use crate::samples::{
    Case, day, declare_from, end_track, estimate, recognise, refuse, told, told_completed, told_impossible, track,
};
use crate::{Category, Command};

fn known_after(facts: impl IntoIterator<Item = Told>) -> Questionnaire {
    let mut case = Case::recognised();
    for (position, fact) in (1..).zip(facts) {
        case.on(day(2022, 12, 1), &told(position, fact));
    }
    case.state.questionnaire()
}

fn sent() -> Told {
    Told::Sent { on: day(2022, 11, 10), due_back: day(2022, 11, 24), because: Rule::Q1.into() }
}

fn not_returned() -> Told {
    Told::NotReturned { due_back: day(2022, 11, 24), help_asked_on: day(2022, 11, 25) }
}

fn completed(on: chrono::NaiveDate) -> Told {
    let counts = |helping, hindering| FactorCounts { helping, hindering, neutral: 1 };
    Told::Completed { on, profile: ProfileSummary { personal: counts(3, 1), environmental: counts(0, 2) } }
}

#[test]
fn m3_the_last_thing_told_is_what_is_known() {
    assert_eq!(known_after([]), Questionnaire::NotSent);
    let (on, due_back) = (day(2022, 11, 10), day(2022, 11, 24));
    assert_eq!(known_after([sent()]), Questionnaire::Sent { on, due_back });
    let overdue = known_after([sent(), not_returned()]);
    assert_eq!(overdue, Questionnaire::NotReturned { on: day(2022, 11, 25) });
    let late = known_after([sent(), not_returned(), completed(day(2022, 12, 1))]);
    assert_eq!(late.effective_on(), Some(day(2022, 12, 1)));
}

#[test]
fn m3_an_incomplete_return_counts_as_none() {
    let incomplete = Told::Incomplete { on: day(2022, 11, 20) };
    assert_eq!(known_after([sent(), incomplete]), Questionnaire::NotReturned { on: day(2022, 11, 20) });
}

#[test]
fn m3_a_correction_replaces_the_completed_questionnaire_and_nothing_else_does() {
    let facts = [completed(day(2022, 11, 20)), completed(day(2022, 11, 22)), not_returned()];
    assert_eq!(known_after(facts).effective_on(), Some(day(2022, 11, 22)));
}

#[test]
fn m3_what_is_told_after_the_estimate_does_not_change_its_basis() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 5), &estimate(Category::One));
    let before = case.state.first_estimate.clone();
    case.on(day(2022, 12, 9), &told_completed(day(2022, 12, 9)));
    assert_eq!(case.state.first_estimate, before);
    assert_ne!(case.state.questionnaire(), Questionnaire::NotSent);
}

#[test]
fn t6_a_fact_keeps_its_own_day_and_rule() {
    let mut case = Case::recognised();
    let on = day(2022, 10, 3);
    let waived = case.on(day(2022, 10, 9), &told(1, Told::Waived { on, because: Rule::Q2.into() }));
    assert_eq!((waived[0].effective_on(), waived[0].rule()), (on, Rule::Q2));
    let sent = case.on(day(2022, 11, 12), &told(2, sent()));
    assert_eq!((sent[0].effective_on(), sent[0].rule()), (day(2022, 11, 10), Rule::Q1));
}

#[test]
fn t6_a_fact_told_twice_does_nothing() {
    for mut case in [Case::default(), Case::recognised()] {
        assert_eq!(case.on(day(2022, 11, 12), &told(1, sent())).len(), 1);
        assert_eq!(case.on(day(2022, 11, 12), &told(1, sent())), []);
    }
}

#[test]
fn t6_a_fact_is_noted_whatever_was_decided_and_parked_before_the_declaration() {
    let mut refused = Case::declared();
    refused.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
    for mut case in [refused, Case::declared(), Case::recognised()] {
        assert!(matches!(case.on(day(2022, 11, 12), &told(1, sent()))[..], [Event::QuestionnaireNoted(_)]));
    }
    let mut unknown = Case::default();
    unknown.on(day(2022, 11, 12), &told(1, sent()));
    assert_eq!(unknown.state.parked.len(), 1);
    assert_eq!(State { parked: Vec::new(), ..unknown.state }, State::default());
}

fn estimate_examination(case: &Case) -> Option<Closure> {
    case.standing(Step::EstimateExamination).1
}

#[test]
fn m5_a_questionnaire_that_cannot_be_completed_asks_for_an_examination() {
    let mut case = Case::recognised();
    let events = case.on(day(2022, 12, 5), &told_impossible(day(2022, 12, 2)));
    assert!(matches!(events[..], [Event::QuestionnaireNoted(_), Event::DeadlinePlanned { .. }]));
    assert_eq!((events[0].rule(), events[1].rule()), (Rule::Q7, Rule::M5));
    let plan = &case.state.open(Step::EstimateExamination).expect("it was planned").plan;
    assert_eq!((plan.opens, plan.due, plan.target), (Some(day(2022, 12, 2)), None, Some(day(2022, 12, 31))));
    assert_eq!(case.state.questionnaire(), Questionnaire::Impossible { on: day(2022, 12, 2) });
}

#[test]
fn m5_none_is_asked_for_where_no_estimate_is_to_be_made() {
    let mut waived = Case::recognised();
    waived.on(day(2022, 11, 5), &track(TrackKind::AuthorisedWork, day(2022, 11, 5), None));
    let mut before_the_law = Case::default();
    before_the_law.on(day(2021, 9, 1), &declare_from(day(2021, 9, 1)));
    before_the_law.on(day(2022, 2, 1), &recognise(day(2022, 2, 1)));
    let mut completed = Case::recognised();
    completed.on(day(2022, 12, 9), &told_completed(day(2022, 12, 9)));
    for mut case in [waived, before_the_law, completed, Case::estimated(Category::Two), Case::declared()] {
        assert_eq!(case.on(day(2022, 12, 9), &told_impossible(day(2022, 12, 9))).len(), 1);
        assert!(case.state.deadline(Step::EstimateExamination).is_none());
    }
}

#[test]
fn m5_a_finding_stands_until_a_questionnaire_comes_back_completed() {
    let kind = TrackKind::AuthorisedWork;
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &track(kind, day(2022, 12, 1), None));
    case.on(day(2022, 12, 5), &told_impossible(day(2022, 12, 5)));
    case.on(day(2022, 12, 6), &told(11, Told::Incomplete { on: day(2022, 12, 6) }));
    assert_eq!(case.state.questionnaire(), Questionnaire::Impossible { on: day(2022, 12, 5) });
    case.on(day(2022, 12, 12), &end_track(kind, day(2022, 12, 11)));
    assert_eq!(estimate_examination(&case), None);
    case.on(day(2022, 12, 13), &told_completed(day(2022, 12, 13)));
    assert!(matches!(case.state.questionnaire(), Questionnaire::Completed { .. }));
}

#[test]
fn m5_a_finding_of_a_later_day_than_a_completed_questionnaire_counts_again() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 2), &told_completed(day(2022, 10, 1)));
    case.on(day(2022, 12, 5), &told_impossible(day(2022, 12, 5)));
    assert_eq!(case.state.questionnaire(), Questionnaire::Impossible { on: day(2022, 12, 5) });
    assert_eq!(estimate_examination(&case), None);
}

#[test]
fn m3_what_is_known_does_not_depend_on_the_order_in_which_it_was_told() {
    let completed = [10, 12].map(|of| told_completed(day(2022, 12, of)));
    let impossible = told_impossible(day(2022, 12, 11));
    let known = |facts: &[&Command]| {
        let mut case = Case::recognised();
        for fact in facts {
            case.on(day(2022, 12, 13), fact);
        }
        let asked = case.state.open(Step::EstimateExamination).is_some();
        (
            case.state.questionnaire().effective_on(),
            matches!(case.state.questionnaire(), Questionnaire::Impossible { .. }),
            asked,
        )
    };
    let found = (Some(day(2022, 12, 11)), true, true);
    assert_eq!(known(&[&completed[0], &impossible]), found);
    assert_eq!(known(&[&impossible, &completed[0]]), found);
    let all = [&completed[0], &completed[1], &impossible];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(known(&order.map(|place| all[place])), (Some(day(2022, 12, 12)), false, false), "{order:?}");
    }
    // On one day, what was completed outweighs.
    let same_day = told_impossible(day(2022, 12, 10));
    for facts in [[&completed[0], &same_day], [&same_day, &completed[0]]] {
        assert_eq!(known(&facts), (Some(day(2022, 12, 10)), false, false));
    }
}

#[test]
fn q7_a_completed_questionnaire_that_comes_all_the_same_takes_the_examination_away() {
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
    case.on(day(2022, 12, 9), &told_completed(day(2022, 12, 8)));
    let waived = Closure::Waived { on: day(2022, 12, 8), because: Rule::Q7.into() };
    assert_eq!(estimate_examination(&case), Some(waived));
    case.on(day(2022, 12, 9), &estimate(Category::Two));
}

#[test]
fn m4_m5_a_track_takes_the_examination_away_with_the_estimate_and_its_end_gives_both_back() {
    let kind = TrackKind::AuthorisedWork;
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
    case.on(day(2022, 12, 5), &track(kind, day(2022, 12, 5), None));
    let waived = Closure::Waived { on: day(2022, 12, 5), because: kind.ground() };
    assert_eq!((case.first_estimate().1, estimate_examination(&case)), (Some(waived), Some(waived)));
    let events = case.on(day(2022, 12, 15), &end_track(kind, day(2022, 12, 14)));
    assert!(events[1..].iter().all(|event| matches!(event, Event::DeadlineReopened { .. })) && events.len() == 3);
    assert_eq!((case.first_estimate().1, estimate_examination(&case)), (None, None));
}

#[test]
fn m4_m5_the_end_of_a_track_asks_for_the_examination_that_was_found_necessary_beside_it() {
    let kind = TrackKind::AuthorisedWork;
    let mut case = Case::recognised();
    case.on(day(2022, 11, 5), &track(kind, day(2022, 11, 5), None));
    case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
    case.on(day(2022, 12, 15), &end_track(kind, day(2022, 12, 14)));
    assert_eq!(estimate_examination(&case), None);
}

#[test]
fn m4_m5_an_examination_that_was_dispensed_with_is_not_given_back() {
    let kind = TrackKind::AuthorisedWork;
    let mut case = Case::recognised();
    case.on(day(2022, 12, 2), &told_impossible(day(2022, 12, 2)));
    case.on(
        day(2022, 12, 3),
        &Command::DispenseExamination { decided_on: day(2022, 12, 3), findings: crate::DispensationFindings::BOTH },
    );
    case.on(day(2022, 12, 5), &track(kind, day(2022, 12, 5), None));
    case.on(day(2022, 12, 15), &end_track(kind, day(2022, 12, 14)));
    assert_eq!(case.first_estimate().1, None);
    let waived = Closure::Waived { on: day(2022, 12, 3), because: Rule::M5.into() };
    assert_eq!(estimate_examination(&case), Some(waived));
    // Another questionnaire, another finding.
    case.on(day(2022, 12, 20), &told(40, Told::Impossible { on: day(2022, 12, 20) }));
    assert_eq!(estimate_examination(&case), None);
}

#[test]
fn d6_a_request_for_a_trajectory_is_noted() {
    let mut case = Case::recognised();
    let events = case.on(day(2022, 10, 5), &told(1, Told::TrajectoryRequested { on: day(2022, 10, 4) }));
    assert!(matches!(events[..], [Event::FactNoted(_)]));
    assert_eq!((events[0].effective_on(), events[0].rule()), (day(2022, 10, 4), Rule::D6));
    assert_eq!(case.state.questionnaire(), Questionnaire::NotSent);
}
