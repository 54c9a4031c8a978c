use chrono::{Days, Months};
use proptest::prelude::*;

use super::*;
use crate::testing::day;

fn ami(established_on: &str, last_day: Option<&str>) -> Basis {
    Basis::AmiPlan { established_on: day(established_on), last_day: last_day.map(day) }
}

fn codex(signed_on: &str, resumed_on: Option<&str>) -> Basis {
    Basis::CodexPlan { signed_on: day(signed_on), resumed_on: resumed_on.map(day) }
}

fn span(first: &str, last: Option<&str>) -> Span {
    Span { first: day(first), last: last.map(day) }
}

fn work(first: &str, last: Option<&str>) -> Beside {
    Beside { work: vec![span(first, last)], ..Beside::default() }
}

fn programme(first: &str, last: Option<&str>) -> Beside {
    Beside { programmes: vec![span(first, last)], ..Beside::default() }
}

/// By the law that the platform holds.
fn presuming(basis: Basis, beside: &Beside) -> Option<Presumption> {
    presumption(basis, beside, basis.first_day())
}

/// The last day and what makes it the last, as text.
fn last(basis: Basis, beside: &Beside) -> (String, String) {
    let presumed = presuming(basis, beside).expect("the law is in force");
    let text = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    (text(presumed.last), presumed.ends_by.map_or_else(String::new, |ground| ground.to_string()))
}

fn ends(last: &str, ground: &str) -> (String, String) {
    (last.to_owned(), ground.to_owned())
}

#[test]
fn d20_an_ami_plan_presumes_for_six_months_from_the_day_it_is_established() {
    let presumed = presuming(ami("2023-03-15", None), &Beside::default()).expect("the law is in force");
    assert_eq!((presumed.kind, presumed.first, presumed.last), (Kind::Ami, day("2023-03-15"), Some(day("2023-09-14"))));
    assert_eq!(presumed.ends_by, Some(Ground::point(Rule::D20, 'd')));
    assert_eq!(presumed.parameter.map(|it| it.to_string()).as_deref(), Some("presumption.months@2022-01-01"));
    assert_eq!(last(ami("2022-08-31", None), &Beside::default()), ends("2023-02-27", "D20.d"));
}

#[test]
fn d20_it_ends_the_day_before_paid_work_and_the_day_before_a_programme() {
    assert_eq!(last(ami("2023-03-15", None), &work("2023-05-02", None)), ends("2023-05-01", "D20.a"));
    assert_eq!(last(ami("2023-03-15", None), &programme("2023-06-01", None)), ends("2023-05-31", "D20.b"));
    // Work and a programme of before it are over.
    assert_eq!(last(ami("2023-03-15", None), &work("2023-01-02", Some("2023-03-14"))), ends("2023-09-14", "D20.d"));
}

#[test]
fn d20_it_ends_on_the_last_day_that_the_coordinator_sets_and_never_after_six_months() {
    assert_eq!(last(ami("2023-03-15", Some("2023-07-31")), &Beside::default()), ends("2023-07-31", "D20.c"));
    assert_eq!(last(ami("2023-03-15", Some("2024-03-14")), &Beside::default()), ends("2023-09-14", "D20.d"));
}

#[test]
fn d20_of_several_ends_the_earliest_counts_and_on_one_day_the_one_that_the_law_names_first() {
    let both = Beside { work: vec![span("2023-06-01", None)], ..programme("2023-06-01", None) };
    assert_eq!(last(ami("2023-03-15", Some("2023-05-31")), &both), ends("2023-05-31", "D20.a"));
    assert_eq!(last(ami("2023-03-15", Some("2023-05-30")), &both), ends("2023-05-30", "D20.c"));
}

#[test]
fn d20_a_plan_established_while_work_is_performed_covers_no_day_and_begins_none_afterwards() {
    for beside in [work("2023-03-01", Some("2023-04-30")), work("2023-03-15", None), programme("2023-01-09", None)] {
        let presumed = presuming(ami("2023-03-15", None), &beside).expect("the law is in force");
        assert_eq!(presumed.last, Some(day("2023-03-14")));
        assert!(presumed.first.iter_days().take(400).all(|day| !presumed.covers(day)));
    }
}

#[test]
fn d21_a_codex_plan_presumes_until_the_day_before_work_resumes_under_it() {
    assert_eq!(last(codex("2023-03-15", Some("2023-05-02")), &Beside::default()), ends("2023-05-01", "D21.a"));
    assert_eq!(last(codex("2023-03-15", None), &Beside::default()), ends("2023-09-14", "D21.b"));
    assert_eq!(last(codex("2023-03-15", Some("2023-12-01")), &Beside::default()), ends("2023-09-14", "D21.b"));
    // A programme does not end it; there is no presumption during authorised work.
    assert_eq!(last(codex("2023-03-15", None), &programme("2023-04-01", None)), ends("2023-09-14", "D21.b"));
    assert_eq!(last(codex("2023-03-15", None), &work("2023-04-01", None)), ends("2023-03-31", "M14"));
}

#[test]
fn d22_signing_again_in_one_trajectory_begins_no_other_presumption() {
    let days = |texts: &[&str]| texts.iter().map(|text| day(text)).collect::<Vec<_>>();
    let signed = days(&["2023-04-20", "2023-03-15", "2023-09-01"]);
    assert_eq!(codex_plans(&signed, &[], &[]), [codex("2023-03-15", None)]);
    let ended = days(&["2023-06-30"]);
    assert_eq!(codex_plans(&signed, &[], &ended), [codex("2023-03-15", None), codex("2023-09-01", None)]);
    let resumed = days(&["2023-10-02", "2023-05-08", "2023-05-02", "2023-03-01"]);
    let plans = codex_plans(&signed, &resumed, &ended);
    assert_eq!(plans, [codex("2023-03-15", Some("2023-05-02")), codex("2023-09-01", Some("2023-10-02"))]);
    assert_eq!(codex_plans(&[], &resumed, &ended), []);
}

#[test]
fn d22_a_codex_presumption_after_an_ami_one_is_its_own() {
    let beside = Beside::default();
    assert_eq!(last(ami("2023-03-15", None), &beside), ends("2023-09-14", "D20.d"));
    assert_eq!(last(codex("2023-09-01", None), &beside), ends("2024-02-29", "D21.b"));
}

#[test]
fn d23_it_is_known_of_every_date_whether_it_is_covered() {
    let presumed = presuming(ami("2023-03-15", Some("2023-07-31")), &Beside::default()).expect("a presumption");
    let covered = |on: &str| presumed.covers(day(on));
    assert!(covered("2023-03-15") && covered("2023-07-31"));
    assert!(!covered("2023-03-14") && !covered("2023-08-01"));
}

#[test]
fn m18_a_programme_presumes_while_it_is_followed_and_not_in_the_six_months_after() {
    let beside = programme("2023-03-01", Some("2024-06-30"));
    let followed = Basis::Programme(beside.programmes[0]);
    assert_eq!(last(followed, &beside), ends("2024-06-30", "M18"));
    let presumed = presuming(followed, &beside).expect("a presumption");
    assert!(presumed.covers(day("2024-06-30")) && !presumed.covers(day("2024-07-01")));
    // It takes over from the plan's, on the day after.
    assert_eq!(last(ami("2023-02-01", None), &beside), ends("2023-02-28", "D20.b"));
    assert_eq!(last(Basis::Programme(span("2023-03-01", None)), &Beside::default()), ends("", ""));
}

#[test]
fn t6_it_ends_with_the_incapacity_and_with_the_person() {
    let until = |ending| Beside { end: Some((day("2023-05-31"), ending)), ..Beside::default() };
    let bases = [ami("2023-03-15", None), codex("2023-03-15", None), Basis::Programme(span("2023-03-15", None))];
    for basis in bases {
        assert_eq!(last(basis, &until(Ending::IncapacityEnded)), ends("2023-05-31", "T6.a"));
        assert_eq!(last(basis, &until(Ending::Deceased)), ends("2023-05-31", "T6.b"));
    }
    assert_eq!(last(ami("2023-06-15", None), &until(Ending::Deceased)), ends("2023-06-14", "T6.b"));
}

#[test]
fn t8_a_plan_of_before_the_law_presumes_nothing_under_it() {
    assert_eq!(presuming(ami("2021-12-31", None), &Beside::default()), None);
    assert_eq!(presuming(codex("2021-12-31", None), &Beside::default()), None);
    assert!(presuming(ami("2022-01-01", None), &Beside::default()).is_some());
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..900_u64).prop_map(|offset| day("2022-01-01") + Days::new(offset))
}

fn any_span() -> impl Strategy<Value = Span> {
    (any_day(), prop::option::of(0..300_u64))
        .prop_map(|(first, length)| Span { first, last: length.map(|length| first + Days::new(length)) })
}

fn any_plan() -> impl Strategy<Value = Basis> {
    prop_oneof![
        (any_day(), prop::option::of(any_day()))
            .prop_map(|(established_on, last_day)| Basis::AmiPlan { established_on, last_day }),
        (any_day(), prop::option::of(any_day()))
            .prop_map(|(signed_on, resumed_on)| Basis::CodexPlan { signed_on, resumed_on }),
    ]
}

fn any_beside() -> impl Strategy<Value = Beside> {
    let spans = || prop::collection::vec(any_span(), 0..3);
    (spans(), spans(), prop::option::of((any_day(), prop::sample::select(Ending::ALL))))
        .prop_map(|(work, programmes, end)| Beside { work, programmes, end })
}

proptest! {
    #[test]
    fn d20_d21_a_presumption_begins_with_its_plan_and_never_lasts_six_months_and_a_day(
        plan in any_plan(), beside in any_beside(),
    ) {
        let presumed = presuming(plan, &beside).expect("the law is in force");
        let (first, last) = (presumed.first, presumed.last.expect("a plan's has an end"));
        prop_assert_eq!(first, plan.first_day());
        prop_assert!(first <= last.succ_opt().expect("a day after"));
        prop_assert!(!presumed.covers(first + Months::new(6)) && last < first + Months::new(6));
        prop_assert!(presumed.ends_by.is_some() && presumed.parameter.is_some());
    }

    #[test]
    fn d20_d21_whatever_happens_besides_shortens_a_presumption_or_leaves_it(
        plan in any_plan(), beside in any_beside(), more in any_beside(),
    ) {
        let sooner = Beside {
            work: [beside.work.clone(), more.work].concat(),
            programmes: [beside.programmes.clone(), more.programmes].concat(),
            end: beside.end,
        };
        let (with, without) = (presuming(plan, &sooner), presuming(plan, &beside));
        let last = |it: Option<Presumption>| it.and_then(|it| it.last);
        prop_assert!(last(with) <= last(without));
    }

    #[test]
    fn d20_no_day_of_paid_work_or_of_a_programme_is_covered_by_the_presumption_of_an_ami_plan(
        established_on in any_day(), beside in any_beside(),
    ) {
        let presumed = presuming(Basis::AmiPlan { established_on, last_day: None }, &beside).expect("a presumption");
        for span in beside.work.iter().chain(&beside.programmes) {
            let days = span.first.iter_days().take_while(|day| span.last.map_or(*day < day_after(span.first, 400), |last| *day <= last));
            for day in days { prop_assert!(!presumed.covers(day)); }
        }
    }

    #[test]
    fn d22_a_trajectory_has_one_plan_whatever_is_signed_in_it(
        signed in prop::collection::vec(any_day(), 0..6), ended in prop::collection::vec(any_day(), 0..3),
        again in any_day(),
    ) {
        let plans = codex_plans(&signed, &[], &ended);
        let mut ends = ended.clone();
        ends.sort_unstable();
        ends.dedup();
        prop_assert!(plans.len() <= ends.len() + 1);
        // Signing an adapted plan after the first one changes nothing.
        let trajectory = |on: NaiveDate| ends.iter().find(|end| on <= **end);
        let adapts = plans.iter().any(|plan| plan.first_day() <= again && trajectory(plan.first_day()) == trajectory(again));
        if adapts {
            prop_assert_eq!(codex_plans(&[signed, vec![again]].concat(), &[], &ended), plans);
        }
    }
}

fn day_after(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

#[test]
fn d20_d21_m18_a_presumption_rests_on_what_began_it_and_on_what_ends_it() {
    let (first, last_day, next) = (day("2023-03-01"), day("2023-05-01"), day("2023-05-02"));
    let ending = |kind: Kind, by: Ground| {
        Presumption { kind, first, last: Some(last_day), ends_by: Some(by), parameter: None }.rests_on()
    };
    let work = [FactKind::WorkBegun, FactKind::CodexWorkResumed, FactKind::WorkResumed, FactKind::WorkReturnedTo];
    let all: [(Kind, FactKind, Ground, &[FactKind], NaiveDate); 7] = [
        (Kind::Ami, FactKind::PlanEstablished, Ground::point(Rule::D20, 'a'), &work, next),
        (Kind::Ami, FactKind::PlanEstablished, Ground::point(Rule::D20, 'b'), &[FactKind::ProgrammeStarted], next),
        (Kind::Ami, FactKind::PlanEstablished, Ground::point(Rule::D20, 'c'), &[FactKind::AmiEnd], last_day),
        (Kind::Codex, FactKind::CodexPlanSigned, Ground::point(Rule::D21, 'a'), &[FactKind::CodexWorkResumed], next),
        (Kind::Codex, FactKind::CodexPlanSigned, Rule::M14.into(), &[FactKind::WorkBegun], next),
        (Kind::Programme, FactKind::ProgrammeStarted, Rule::M18.into(), &[FactKind::ProgrammeEnd], last_day),
        (
            Kind::Programme,
            FactKind::ProgrammeStarted,
            Ground::point(Rule::T6, 'a'),
            &[FactKind::IncapacityEnd],
            last_day,
        ),
    ];
    for (kind, began, by, ended, until) in all {
        let rests_on = ending(kind, by);
        let [RestsOn::Fact(fact), RestsOn::Last(kinds, on)] = rests_on[..] else { panic!("{by}: two facts") };
        assert_eq!((fact, kinds, on), (began.on(first), ended, until), "{by}");
    }
    // The six months are a figure.
    assert_eq!(ending(Kind::Ami, Ground::point(Rule::D20, 'd')).len(), 1);
    assert_eq!(ending(Kind::Codex, Ground::point(Rule::D21, 'b')).len(), 1);
}
