use chrono::NaiveDate;
use trajet_law::deadline::{Closure, FactKind, Step};
use trajet_law::months::Period;
use trajet_law::presumption::Kind;
use trajet_law::rehabilitation::{AmountKind, ProgrammeOutcome, RehabilitationFact};
use trajet_law::rule::{Ground, Rule};

use crate::command::Command;
use crate::end::EndCause;
use crate::event::Event;
use crate::fact::{ParkedBecause, Told};
use crate::impossible::DateField;
use crate::rehabilitation::{Mode, Proposal, RehabilitationGround, ReintegrationEvaluation};
use crate::samples::{
    Case, approved, day, end, ended, evaluate_reintegration, followed, proposal, propose, refuse, refused_by_cscmi,
    service, start, started, submit, told_of, withdraw,
};
use crate::{Presumed, Rejection, samples, work};

const SUCCEEDED: ProgrammeOutcome = ProgrammeOutcome::Succeeded;
const FAILED: ProgrammeOutcome = ProgrammeOutcome::Failed;

/// Proposed on 5 October 2022, submitted on the 6th, approved on 2 November.
fn approved_case() -> Case {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    case.on(day(2022, 11, 2), &record(approved(day(2022, 11, 2))));
    case
}

/// The same, and started on 1 January 2023.
fn followed_case() -> Case {
    let mut case = approved_case();
    case.on(day(2023, 1, 2), &record(started(day(2023, 1, 1))));
    case
}

fn record(fact: RehabilitationFact) -> Command {
    Command::RecordRehabilitation(fact)
}

fn code(case: &mut Case, today: NaiveDate, command: &Command) -> &'static str {
    case.refused(today, command).code()
}

#[test]
fn m19_a_programme_is_proposed_from_recognition_on() {
    let mut case = Case::declared();
    let refused = case.refused(day(2022, 9, 4), &propose(day(2022, 9, 4)));
    assert_eq!((refused.code(), refused.ground()), ("NOT_YET_RECOGNISED", Some(Rule::M19.into())));
    let mut case = Case::recognised();
    let early = case.refused(day(2022, 9, 6), &propose(day(2022, 9, 4)));
    assert_eq!((early.code(), early.earliest()), ("NOT_YET_RECOGNISED", Some(day(2022, 9, 5))));
    let events = case.on(day(2022, 9, 6), &propose(day(2022, 9, 5)));
    assert!(matches!(&events[..], [Event::RehabilitationProposed { number: 1, .. }]));
    assert_eq!((events[0].ground(), events[0].effective_on()), (Rule::M19.into(), day(2022, 9, 5)));
    let mut refused = Case::declared();
    refused.on(day(2022, 9, 4), &refuse(day(2022, 9, 4)));
    assert_eq!(code(&mut refused, day(2022, 9, 5), &propose(day(2022, 9, 5))), "RECOGNITION_REFUSED");
}

#[test]
fn m19_each_ground_has_its_point() {
    let points = RehabilitationGround::ALL.iter().map(|ground| ground.ground().to_string());
    assert_eq!(points.collect::<Vec<_>>(), ["M19.a", "M19.b"]);
}

#[test]
fn m19_nobody_agrees_or_is_assessed_after_the_proposal() {
    let on = day(2022, 10, 5);
    let late = day(2022, 10, 6);
    let convention = Mode::Convention { partner: service(), orientation_on: late };
    let wrong = Proposal { agreed_on: late, assessed_on: Some(late), mode: convention, ..proposal(on) };
    let refused = Case::recognised().refused(late, &Command::ProposeRehabilitation(Box::new(wrong)));
    let fields: Vec<_> = refused.impossible_dates().iter().map(|date| date.field).collect();
    assert_eq!(fields, [DateField::AgreedOn, DateField::AssessedOn, DateField::OrientationAssessedOn]);
    let to_come = Case::recognised().refused(on, &propose(late));
    assert_eq!(to_come.impossible_dates()[0].field.path(), "proposal.proposed_on");
}

#[test]
fn m19_the_person_may_withdraw_until_the_programme_starts() {
    let mut case = approved_case();
    assert_eq!(code(&mut case, day(2022, 11, 3), &withdraw(day(2022, 11, 1))), "IMPOSSIBLE_DATES");
    let events = case.on(day(2022, 11, 3), &withdraw(day(2022, 11, 3)));
    assert_eq!(events, [Event::RehabilitationClosed { number: 1, on: day(2022, 11, 3), because: Rule::M19.into() }]);
    assert_eq!(code(&mut case, day(2022, 11, 9), &record(started(day(2022, 11, 4)))), "PROPOSAL_CLOSED");
    assert_eq!(code(&mut case, day(2022, 11, 9), &withdraw(day(2022, 11, 9))), "NO_PROPOSAL_OPEN");
    let mut case = followed_case();
    let refused = case.refused(day(2023, 1, 9), &withdraw(day(2023, 1, 9)));
    assert_eq!((refused.code(), refused.ground()), ("PROGRAMME_STARTED", Some(Rule::M19.into())));
}

#[test]
fn m16_one_proposal_is_open_at_a_time() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    let refused = case.refused(day(2022, 10, 6), &propose(day(2022, 10, 6)));
    assert_eq!((refused.code(), refused.ground()), ("PROGRAMME_OPEN", Some(Rule::M16.into())));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    case.on(day(2022, 11, 2), &record(refused_by_cscmi(day(2022, 11, 2))));
    assert_eq!(code(&mut case, day(2022, 11, 9), &propose(day(2022, 11, 1))), "PROGRAMME_OPEN");
    let events = case.on(day(2022, 11, 9), &propose(day(2022, 11, 2)));
    assert!(matches!(&events[..], [Event::RehabilitationProposed { number: 2, .. }]));
}

#[test]
fn m16_a_proposal_is_submitted_once_and_the_cscmi_answers_what_was_submitted() {
    let mut case = Case::recognised();
    assert_eq!(code(&mut case, day(2022, 10, 6), &submit(day(2022, 10, 6))), "NO_PROPOSAL_OPEN");
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    let answer = record(approved(day(2022, 11, 2)));
    assert_eq!(code(&mut case, day(2022, 11, 2), &answer), "NOT_SUBMITTED");
    assert_eq!(code(&mut case, day(2022, 10, 6), &submit(day(2022, 10, 4))), "IMPOSSIBLE_DATES");
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    assert_eq!(code(&mut case, day(2022, 10, 7), &submit(day(2022, 10, 7))), "ALREADY_SUBMITTED");
    assert_eq!(code(&mut case, day(2022, 11, 2), &record(approved(day(2022, 10, 5)))), "NOT_SUBMITTED");
    case.on(day(2022, 11, 2), &answer);
    assert_eq!(case.on(day(2022, 11, 3), &answer), []);
    assert_eq!(code(&mut case, day(2022, 11, 3), &record(refused_by_cscmi(day(2022, 11, 2)))), "CONTRADICTS");
}

#[test]
fn m16_a_programme_starts_after_its_approval_and_hours_and_end_come_after_the_start() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    let refused = case.refused(day(2022, 10, 9), &record(started(day(2022, 10, 9))));
    assert_eq!((refused.code(), refused.ground()), ("NOT_APPROVED", Some(Rule::M16.into())));
    case.on(day(2022, 11, 2), &record(approved(day(2022, 11, 2))));
    assert_eq!(code(&mut case, day(2022, 11, 9), &record(started(day(2022, 11, 1)))), "NOT_APPROVED");
    let hours = record(followed(day(2022, 11, 7), day(2022, 11, 11), 600));
    assert_eq!(code(&mut case, day(2022, 11, 30), &hours), "NOT_STARTED");
    assert_eq!(code(&mut case, day(2022, 11, 30), &record(ended(day(2022, 11, 30), FAILED))), "NOT_STARTED");
    case.on(day(2022, 11, 30), &record(started(day(2022, 11, 8))));
    assert_eq!(code(&mut case, day(2022, 11, 30), &hours), "NOT_STARTED");
    case.on(day(2022, 11, 30), &record(followed(day(2022, 11, 8), day(2022, 11, 11), 600)));
    assert_eq!(code(&mut case, day(2022, 11, 30), &record(started(day(2022, 11, 9)))), "CONTRADICTS");
}

#[test]
fn m16_a_refused_proposal_starts_nothing() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    case.on(day(2022, 11, 2), &record(refused_by_cscmi(day(2022, 11, 2))));
    assert_eq!(code(&mut case, day(2022, 11, 9), &record(started(day(2022, 11, 9)))), "NOT_APPROVED");
}

#[test]
fn m16_hours_of_a_day_are_told_once_and_lie_within_the_programme() {
    let mut case = followed_case();
    let today = day(2023, 7, 1);
    let january = record(followed(day(2023, 1, 1), day(2023, 1, 31), 3_600));
    case.on(today, &january);
    assert_eq!(case.on(today, &january), []);
    let overlapping = record(followed(day(2023, 1, 31), day(2023, 2, 28), 60));
    assert_eq!(code(&mut case, today, &overlapping), "HOURS_OVERLAP");
    assert_eq!(code(&mut case, today, &record(ended(day(2023, 1, 30), FAILED))), "OUTSIDE_THE_PROGRAMME");
    case.on(today, &record(ended(day(2023, 3, 31), FAILED)));
    let after = record(followed(day(2023, 3, 1), day(2023, 4, 1), 60));
    assert_eq!(code(&mut case, today, &after), "OUTSIDE_THE_PROGRAMME");
    case.on(today, &record(followed(day(2023, 3, 1), day(2023, 3, 31), 90)));
    let due: Vec<_> =
        case.state.programmes[0].amounts(start().into()).iter().map(|due| (due.hours, due.cents)).collect();
    assert_eq!(due, [(Some(61), 30_500)]);
}

#[test]
fn m16_success_gives_the_allowance_the_phase_and_the_evaluation_at_its_end() {
    let mut case = followed_case();
    let events = case.on(day(2023, 7, 3), &record(ended(day(2023, 6, 30), SUCCEEDED)));
    assert!(matches!(&events[..], [Event::ProgrammeEnded { .. }, Event::DeadlinePlanned { .. }]));
    let programme = &case.state.programmes[0];
    let phase = Period { first: day(2023, 7, 1), last: day(2023, 12, 31) };
    assert_eq!(programme.phase().map(|phase| phase.value), Some(phase));
    let due: Vec<_> = programme.amounts(start().into()).iter().map(|due| (due.kind, due.cents)).collect();
    assert_eq!(due, [(AmountKind::SuccessAllowance, 50_000)]);
    let planned = case.state.open(Step::ReintegrationEvaluation).expect("the evaluation is planned");
    assert_eq!((planned.plan.opens, planned.plan.due), (Some(day(2024, 1, 1)), None));

    let early = case.refused(day(2023, 12, 31), &evaluate_reintegration(day(2023, 12, 31)));
    assert_eq!((early.code(), early.earliest()), ("PHASE_NOT_OVER", Some(day(2024, 1, 1))));
    assert_eq!(early.parameter().map(|it| it.id.as_str()), Some("rehabilitation.reintegration_phase_months"));
    let events = case.on(day(2024, 1, 9), &evaluate_reintegration(day(2024, 1, 8)));
    let evaluation = ReintegrationEvaluation { on: day(2024, 1, 8), examined: true, still_unfit: false };
    assert_eq!(events[0], Event::ReintegrationEvaluated { number: 1, evaluation });
    assert_eq!(case.standing(Step::ReintegrationEvaluation), (None, Some(Closure::Met { on: day(2024, 1, 8) })));
    assert_eq!(code(&mut case, day(2024, 1, 10), &evaluate_reintegration(day(2024, 1, 10))), "ALREADY_EVALUATED");
}

#[test]
fn m16_without_success_there_is_neither_phase_nor_allowance_nor_evaluation() {
    let mut case = followed_case();
    let events = case.on(day(2023, 7, 3), &record(ended(day(2023, 6, 30), FAILED)));
    assert_eq!(events.len(), 1);
    assert_eq!(
        (case.state.programmes[0].phase(), case.state.programmes[0].amounts(start().into())),
        (None, Vec::new())
    );
    assert_eq!(code(&mut case, day(2024, 1, 9), &evaluate_reintegration(day(2024, 1, 9))), "NO_REINTEGRATION_PHASE");
    assert!(case.state.deadline(Step::ReintegrationEvaluation).is_none());
}

#[test]
fn m16_a_second_success_moves_the_evaluation_to_the_end_of_its_own_phase() {
    let mut case = followed_case();
    let today = day(2024, 1, 1);
    case.on(today, &record(ended(day(2023, 2, 28), SUCCEEDED)));
    case.on(today, &propose(day(2023, 3, 1)));
    case.on(today, &submit(day(2023, 3, 1)));
    case.on(today, &record(approved(day(2023, 3, 15))));
    case.on(today, &record(started(day(2023, 4, 1))));
    let events = case.on(today, &record(ended(day(2023, 5, 31), SUCCEEDED)));
    let step = Step::ReintegrationEvaluation;
    let on = day(2023, 5, 31);
    let rests_on = FactKind::ProgrammeEnd.on(on).into();
    let waived = Event::DeadlineWaived { step, on, because: Rule::M16.into(), rests_on };
    assert_eq!(events[1], waived);
    assert_eq!(case.state.open(step).and_then(|open| open.plan.opens), Some(day(2023, 12, 1)));
    case.on(today, &evaluate_reintegration(day(2023, 12, 1)));
    assert!(case.state.programmes[0].evaluation.is_none() && case.state.programmes[1].evaluation.is_some());
}

#[test]
fn m18_the_start_and_the_end_of_an_approved_programme_are_dated_facts() {
    let mut case = followed_case();
    let first = case.events.last().expect("it started");
    assert_eq!(*first, Event::ProgrammeStarted { number: 1, on: day(2023, 1, 1) });
    assert_eq!((first.ground(), first.effective_on()), (Rule::M18.into(), day(2023, 1, 1)));
    case.on(day(2023, 7, 3), &record(ended(day(2023, 6, 30), FAILED)));
    let programme = &case.state.programmes[0];
    let last_day = programme.end.as_ref().map(|end| end.last_day);
    assert_eq!((programme.started_on, last_day), (Some(day(2023, 1, 1)), Some(day(2023, 6, 30))));
}

#[test]
fn m15_m18_no_decision_ends_the_recognition_of_who_follows_a_programme() {
    let decided = |last_day| end(last_day, EndCause::NoLongerUnfit);
    let presumed = |until| Rejection::IncapacityPresumed { kind: Kind::Programme, until, parameter: None };
    let mut case = followed_case();
    let refused = case.refused(day(2023, 2, 1), &decided(day(2023, 1, 31)));
    assert_eq!((refused.code(), refused.earliest(), &refused), ("INCAPACITY_PRESUMED", None, &presumed(None)));
    case.on(day(2023, 4, 3), &record(ended(day(2023, 3, 31), SUCCEEDED)));
    let refused = case.refused(day(2023, 4, 3), &decided(day(2023, 3, 30)));
    assert_eq!(refused, presumed(Some(day(2023, 3, 31))));
    case.on(day(2023, 4, 3), &decided(day(2023, 3, 31)));
    // Of two presumptions the one that lasts longer bars.
    let mut planned = followed_case();
    let (first, last) = (day(2022, 12, 1), day(2023, 5, 31));
    let of_plan = Presumed { number: 1, kind: Kind::Ami, first, last, parameter: None };
    planned.on(day(2023, 1, 3), &samples::told(5, Told::Presumed(of_plan)));
    planned.on(day(2023, 4, 3), &record(ended(day(2023, 3, 31), FAILED)));
    assert_eq!(planned.refused(day(2023, 4, 3), &decided(day(2023, 3, 31))).earliest(), Some(day(2023, 5, 31)));
    // One that never was bars nothing; nor does one bar what is no decision.
    let mut never = approved_case();
    never.on(day(2023, 1, 2), &decided(day(2023, 1, 1)));
    followed_case().on(day(2023, 2, 1), &end(day(2023, 1, 31), EndCause::WorkResumed));
}

#[test]
fn m18_with_the_incapacity_the_programme_ends_and_a_proposal_closes() {
    for (cause, point) in [(EndCause::WorkResumed, 'a'), (EndCause::Deceased, 'b')] {
        let because = Ground::point(Rule::T6, point);
        let mut case = followed_case();
        case.on(day(2023, 3, 5), &end(day(2023, 3, 1), cause));
        let programme = &case.state.programmes[0];
        let known = programme.end.as_ref().map(|end| (end.last_day, end.outcome, end.because));
        assert_eq!(known, Some((day(2023, 3, 1), None, because)));

        let mut case = approved_case();
        let events = case.on(day(2023, 3, 5), &end(day(2023, 3, 1), cause));
        assert_eq!(events.last(), Some(&Event::RehabilitationClosed { number: 1, on: day(2023, 3, 1), because }));
    }
}

#[test]
fn m18_a_programme_that_started_after_the_last_day_turns_out_never_to_have_been() {
    let mut case = followed_case();
    case.on(day(2023, 3, 5), &end(day(2022, 12, 15), EndCause::Deceased));
    let last_day = case.state.programmes[0].end.as_ref().map(|end| end.last_day);
    assert_eq!(last_day, Some(day(2022, 12, 31)));
}

#[test]
fn m18_what_took_place_before_the_end_is_still_recorded_and_plans_nothing() {
    let mut case = approved_case();
    case.on(day(2023, 3, 5), &end(day(2023, 3, 1), EndCause::WorkResumed));
    let events = case.on(day(2023, 3, 9), &told_of(1, started(day(2023, 1, 1))));
    let [Event::FactNoted(_), Event::ProgrammeStarted { .. }, Event::ProgrammeEnded { end: cut, .. }] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((cut.last_day, cut.outcome), (day(2023, 3, 1), None));
    let events = case.on(day(2023, 3, 9), &told_of(2, ended(day(2023, 2, 28), SUCCEEDED)));
    assert_eq!(events.len(), 2, "the evaluation is not planned");
    let programme = &case.state.programmes[0];
    assert_eq!(programme.end.as_ref().map(|end| end.last_day), Some(day(2023, 2, 28)));
    assert_eq!(programme.amounts(start().into()).len(), 1);
    let late = case.on(day(2023, 3, 9), &told_of(3, followed(day(2023, 3, 1), day(2023, 3, 2), 60)));
    assert!(matches!(&late[..], [Event::FactParked { because: ParkedBecause::AfterTheEnd, .. }]));
    assert!(work(&case.state).is_empty());
}

#[test]
fn x9_the_answer_of_the_cscmi_carries_the_proposal_on() {
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    let events = case.on(day(2022, 11, 2), &told_of(1, approved(day(2022, 11, 2))));
    assert!(matches!(&events[..], [Event::FactNoted(_), Event::RehabilitationAnswered { .. }]));
    assert_eq!((events[0].ground(), events[1].ground()), (Rule::X9.into(), Rule::M16.into()));
    assert_eq!(case.state.programmes[0].approved_on(), Some(day(2022, 11, 2)));
    assert!(matches!(&case.on(day(2022, 11, 3), &told_of(2, approved(day(2022, 11, 2))))[..], [Event::FactNoted(_)]));
}

#[test]
fn x10_what_is_told_out_of_order_waits_for_what_comes_first_and_is_taken_by_its_days() {
    let mut case = Case::recognised();
    let today = day(2023, 7, 3);
    let ahead = [
        ended(day(2023, 6, 30), SUCCEEDED),
        followed(day(2023, 2, 1), day(2023, 2, 28), 120),
        started(day(2023, 1, 1)),
        approved(day(2022, 11, 2)),
        samples::intake(day(2022, 10, 20)),
    ];
    for (position, fact) in (1..).zip(ahead) {
        let parked = case.on(today, &told_of(position, fact));
        assert!(matches!(&parked[..], [Event::FactParked { because: ParkedBecause::OutOfOrder, .. }]));
    }
    case.on(today, &propose(day(2022, 10, 5)));
    assert_eq!((case.state.parked.len(), case.state.programmes[0].intakes.len()), (4, 1));
    case.on(today, &submit(day(2022, 10, 6)));
    assert!(case.state.parked.is_empty());
    let programme = &case.state.programmes[0];
    let last_day = programme.end.as_ref().map(|end| end.last_day);
    assert_eq!(
        (programme.started_on, last_day, programme.hours.len()),
        (Some(day(2023, 1, 1)), Some(day(2023, 6, 30)), 1)
    );
    assert!(case.state.open(Step::ReintegrationEvaluation).is_some());
}

#[test]
fn x10_what_contradicts_the_case_is_parked_and_stays() {
    let mut case = followed_case();
    let parked = case.on(day(2023, 2, 1), &told_of(1, started(day(2023, 1, 9))));
    assert!(matches!(&parked[..], [Event::FactParked { because: ParkedBecause::Contradicts, .. }]));
    case.on(day(2023, 7, 3), &told_of(2, ended(day(2023, 6, 30), FAILED)));
    assert_eq!(case.state.parked.len(), 1);
}

#[test]
fn x10_what_is_told_of_a_refused_incapacity_is_only_noted() {
    let mut case = Case::declared();
    case.on(day(2022, 9, 5), &refuse(day(2022, 9, 5)));
    let events = case.on(day(2022, 9, 20), &told_of(1, started(day(2022, 9, 20))));
    assert!(matches!(&events[..], [Event::FactNoted(_)]));
}

#[test]
fn m16_what_is_recorded_happened_during_the_incapacity_and_by_today() {
    let mut case = approved_case();
    for impossible in [start() - chrono::Days::new(1), day(2022, 11, 4)] {
        assert_eq!(code(&mut case, day(2022, 11, 3), &record(approved(impossible))), "IMPOSSIBLE_DATES");
    }
    assert_eq!(code(&mut Case::declared(), day(2022, 9, 4), &record(approved(day(2022, 9, 4)))), "NOT_RECOGNISED");
}

#[test]
fn m18_a_proposal_that_is_entered_after_the_end_closed_with_the_incapacity() {
    let mut case = Case::recognised();
    case.on(day(2023, 3, 5), &end(day(2023, 3, 1), EndCause::WorkResumed));
    let events = case.on(day(2023, 3, 6), &propose(day(2022, 10, 5)));
    let because = Ground::point(Rule::T6, 'a');
    assert_eq!(events[1..], [Event::RehabilitationClosed { number: 1, on: day(2023, 3, 1), because }]);
    // What followed before the end can be entered as well.
    case.on(day(2023, 3, 6), &submit(day(2022, 10, 6)));
    case.on(day(2023, 3, 6), &record(approved(day(2022, 11, 2))));
    let events = case.on(day(2023, 3, 6), &record(started(day(2023, 1, 1))));
    assert!(matches!(&events[..], [Event::ProgrammeStarted { .. }, Event::ProgrammeEnded { .. }]));
    assert_eq!(code(&mut case, day(2023, 3, 6), &propose(day(2023, 3, 2))), "INCAPACITY_ENDED");
}

#[test]
fn m16_what_was_withdrawn_can_be_said_to_have_been_submitted_by_that_day_and_not_after_it() {
    let withdrawn_on = day(2022, 10, 12);
    for (on, refused) in [(day(2022, 10, 11), false), (withdrawn_on, false), (day(2022, 10, 13), true)] {
        let mut case = Case::recognised();
        case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
        case.on(withdrawn_on, &withdraw(withdrawn_on));
        let found = case.attempt(day(2022, 10, 14), &submit(on)).err();
        assert_eq!(found, refused.then_some(Rejection::NoProposalOpen), "{on}");
    }
}

#[test]
fn m16_what_is_told_of_the_day_on_which_a_proposal_closed_is_still_of_it() {
    let closed = day(2022, 11, 3);
    let mut case = Case::recognised();
    case.on(day(2022, 10, 5), &propose(day(2022, 10, 5)));
    case.on(day(2022, 10, 6), &submit(day(2022, 10, 6)));
    case.on(closed, &withdraw(closed));
    assert_eq!(code(&mut case, day(2022, 11, 9), &record(approved(day(2022, 11, 4)))), "PROPOSAL_CLOSED");
    assert!(!case.on(day(2022, 11, 9), &record(approved(closed))).is_empty());
}

#[test]
fn m16_what_is_told_again_is_known_and_what_is_told_otherwise_contradicts_it() {
    let today = day(2023, 7, 3);
    let mut case = followed_case();
    assert_eq!(case.on(today, &record(started(day(2023, 1, 1)))), []);
    assert_eq!(code(&mut case, today, &record(started(day(2023, 1, 2)))), "CONTRADICTS");
    case.on(today, &record(ended(day(2023, 6, 30), SUCCEEDED)));
    assert_eq!(case.on(today, &record(ended(day(2023, 6, 30), SUCCEEDED))), []);
    assert_eq!(code(&mut case, today, &record(ended(day(2023, 6, 30), FAILED))), "CONTRADICTS");
    assert_eq!(code(&mut case, today, &record(ended(day(2023, 6, 29), SUCCEEDED))), "CONTRADICTS");
}
