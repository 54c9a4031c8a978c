use proptest::prelude::*;

use super::*;
use crate::testing::day;

fn coordinator() -> Coordinator {
    Coordinator { level_b: true, took_up_on: day("2022-02-01"), certified_on: None, ended_on: None }
}

fn certified() -> Coordinator {
    Coordinator { certified_on: Some(day("2022-06-15")), ..coordinator() }
}

fn moment(held_on: &str, attended: Option<bool>) -> Moment {
    Moment { held_on: day(held_on), minutes: 120, announced: true, attended }
}

/// Four moments of 2023, attended or not.
fn year(attended: [Option<bool>; 4]) -> Vec<Moment> {
    ["2023-02-10", "2023-05-12", "2023-09-08", "2023-12-01"]
        .into_iter()
        .zip(attended)
        .map(|(on, it)| moment(on, it))
        .collect()
}

#[test]
fn k1_without_the_certificate_two_years_from_taking_up_the_function() {
    let (took_up_on, until) = (day("2022-02-01"), day("2024-02-01"));
    let on = |text: &str| standing(&coordinator(), &[], day(text));
    assert_eq!(on("2022-01-31"), Standing::NotQualified(Lack::NotInFunction { from: day("2022-02-01") }));
    assert_eq!(on("2022-02-01"), Standing::Provisional { until });
    assert_eq!(on("2024-02-01"), Standing::Provisional { until });
    assert_eq!(on("2024-02-02"), Standing::NotQualified(Lack::Certificate { took_up_on, until }));
    // Whoever passes it late qualifies from then on.
    let late = Coordinator { certified_on: Some(day("2024-03-05")), ..coordinator() };
    assert_eq!(
        standing(&late, &[], day("2024-03-04")),
        Standing::NotQualified(Lack::Certificate { took_up_on, until })
    );
    assert_eq!(standing(&late, &[], day("2024-03-05")), Standing::Certified { since: day("2024-03-05") });
}

#[test]
fn k1_without_the_degree_nobody_qualifies() {
    let without = Coordinator { level_b: false, ..certified() };
    assert_eq!(standing(&without, &[], day("2023-01-01")), Standing::NotQualified(Lack::Degree));
    assert_eq!(Lack::Degree.rule(), Rule::K1);
}

#[test]
fn k1_the_end_of_the_two_years_is_warned_of() {
    let on = |text: &str| warning(&coordinator(), &[], day(text));
    assert_eq!(on("2023-11-02"), None);
    assert_eq!(on("2023-11-03"), Some(Warning::Certification { by: day("2024-02-01") }));
    assert_eq!(on("2024-02-02"), None, "what is lacking is not warned of");
}

#[test]
fn k3_a_function_that_ended_gives_no_dossiers() {
    let gone = Coordinator { ended_on: Some(day("2023-03-31")), ..certified() };
    assert_eq!(standing(&gone, &[], day("2023-03-31")), Standing::Certified { since: day("2022-06-15") });
    let lack = Lack::FunctionEnded { last_day: day("2023-03-31") };
    assert_eq!(standing(&gone, &[], day("2023-04-01")), Standing::NotQualified(lack));
    assert_eq!(lack.rule(), Rule::K3);
}

#[test]
fn k2_half_of_the_moments_of_a_calendar_year_are_attended() {
    let since = day("2022-06-15");
    let attended = year([Some(true), Some(false), Some(true), Some(false)]);
    assert_eq!(standing(&certified(), &attended, day("2024-01-01")), Standing::Certified { since });
    let duty = year_duty(&certified(), &attended, 2023, day("2023-12-31"));
    assert_eq!((duty.organised, duty.required, duty.attended, duty.left), (4, 2, 2, 0));
    assert_eq!((duty.met_on, duty.failed_on), (Some(day("2023-09-08")), None));
}

#[test]
fn k2_the_year_is_lost_from_the_day_on_which_too_few_moments_are_left() {
    let lost = year([Some(false), Some(true), Some(false), Some(false)]);
    let on = |text: &str| standing(&certified(), &lost, day(text));
    let lack = Lack::Intervision { year: 2023, since: day("2023-12-02") };
    assert_eq!(on("2023-12-01"), Standing::Certified { since: day("2022-06-15") });
    assert_eq!(on("2023-12-02"), Standing::NotQualified(lack));
    assert_eq!(on("2025-06-01"), Standing::NotQualified(lack), "and stays lost while no later year is met");
    assert_eq!(lack.rule(), Rule::K2);
}

#[test]
fn k2_who_meets_a_later_year_qualifies_again_from_that_day() {
    let mut moments = year([Some(false); 4]);
    moments.extend([moment("2024-02-09", Some(true)), moment("2024-06-07", None)]);
    let on = |text: &str| standing(&certified(), &moments, day(text));
    assert_eq!(on("2024-02-08"), Standing::NotQualified(Lack::Intervision { year: 2023, since: day("2023-09-09") }));
    assert_eq!(on("2024-02-09"), Standing::Certified { since: day("2022-06-15") });
}

#[test]
fn k2_when_every_moment_left_is_needed_it_is_warned_of() {
    let missing = year([Some(false), Some(false), None, None]);
    let on = |text: &str| warning(&certified(), &missing, day(text));
    assert_eq!(on("2023-05-12"), None);
    assert_eq!(on("2023-05-13"), Some(Warning::Intervision { left: 2 }));
    assert_eq!(warning(&certified(), &year([Some(true), Some(true), None, None]), day("2023-09-01")), None);
}

#[test]
fn k2_what_nobody_recorded_is_open_until_the_year_is_over() {
    let unrecorded = year([None; 4]);
    assert_eq!(
        standing(&certified(), &unrecorded, day("2023-12-31")),
        Standing::Certified { since: day("2022-06-15") }
    );
    let lack = Lack::Intervision { year: 2023, since: day("2024-01-01") };
    assert_eq!(standing(&certified(), &unrecorded, day("2024-01-01")), Standing::NotQualified(lack));
}

#[test]
fn k2_a_moment_counts_from_an_hour_and_a_half_if_it_was_announced_as_one() {
    let duty = |moment: Moment| year_duty(&certified(), &[moment], 2023, day("2023-06-01")).organised;
    let good = moment("2023-05-12", Some(true));
    assert_eq!(duty(good), 1);
    assert_eq!(duty(Moment { minutes: 90, ..good }), 1);
    assert_eq!(duty(Moment { minutes: 89, ..good }), 0);
    assert_eq!(duty(Moment { announced: false, ..good }), 0);
    assert_eq!(duty(moment("2022-06-14", Some(true))), 0, "of another year");
}

#[test]
fn k2_the_duty_begins_with_the_certificate_and_ends_with_the_function() {
    let of = |coordinator: &Coordinator, held_on: &str, year| {
        year_duty(coordinator, &[moment(held_on, None)], year, day("2024-01-01")).organised
    };
    assert_eq!((of(&certified(), "2022-06-14", 2022), of(&certified(), "2022-06-15", 2022)), (0, 1));
    assert_eq!(of(&coordinator(), "2022-06-15", 2022), 0);
    let gone = Coordinator { ended_on: Some(day("2023-03-31")), ..certified() };
    assert_eq!((of(&gone, "2023-03-31", 2023), of(&gone, "2023-04-01", 2023)), (1, 0));
}

#[test]
fn k2_of_more_than_four_moments_half_of_four_is_enough() {
    for (organised, required) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2), (5, 2), (8, 2)] {
        let moments: Vec<_> = (0..organised).map(|month| moment(&format!("2023-{:02}-10", month + 1), None)).collect();
        assert_eq!(year_duty(&certified(), &moments, 2023, day("2023-01-01")).required, required, "{organised}");
    }
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0..1_500_u32).prop_map(|days| days_after(day("2022-01-01"), days))
}

fn any_moment() -> impl Strategy<Value = Moment> {
    let attended = prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
    (any_day(), prop_oneof![Just(60_u32), Just(90)], any::<bool>(), attended)
        .prop_map(|(held_on, minutes, announced, attended)| Moment { held_on, minutes, announced, attended })
}

proptest! {
    #[test]
    fn k2_a_year_is_never_both_met_and_lost_and_its_figures_add_up(
        moments in prop::collection::vec(any_moment(), 0..20), today in any_day(), year in 2022..2026_i32,
    ) {
        let duty = year_duty(&certified(), &moments, year, today);
        prop_assert!(duty.met_on.is_none() || duty.failed_on.is_none());
        prop_assert!(duty.required <= duty.organised && duty.required <= 2);
        prop_assert!(duty.attended + duty.left <= duty.organised);
        prop_assert_eq!(duty.failed_on.is_some(), duty.attended + duty.left < duty.required);
        prop_assert_eq!(duty.met_on.is_some(), duty.required > 0 && duty.attended >= duty.required);
    }

    #[test]
    fn k2_who_attended_everything_never_loses_a_year(
        moments in prop::collection::vec(any_moment(), 0..20), today in any_day(),
    ) {
        let all: Vec<_> = moments.iter().map(|moment| Moment { attended: Some(true), ..*moment }).collect();
        let lost = |moments: &[Moment]| matches!(standing(&certified(), moments, today), Standing::NotQualified(Lack::Intervision { .. }));
        prop_assert!(!lost(&all));
    }
}

#[test]
fn k1_k2_what_is_lacking_names_the_figure_that_makes_it_so() {
    let named = |lack: Lack| lack.parameter().map(|parameter| parameter.to_string());
    let certificate = Lack::Certificate { took_up_on: day("2022-02-01"), until: day("2024-02-01") };
    assert_eq!(named(certificate).as_deref(), Some("coordinator.certification_within_months@2022-01-01"));
    let intervision = Lack::Intervision { year: 2023, since: day("2023-12-02") };
    assert_eq!(named(intervision).as_deref(), Some("intervision.share_percent@2022-01-01"));
    assert_eq!(named(Lack::Degree), None);
}

#[test]
fn k2_a_year_that_no_calendar_reaches_is_judged_on_the_day_that_is_asked() {
    assert_eq!(in_force(2023, day("2023-06-01")), day("2023-01-01"));
    assert_eq!(in_force(i32::MAX, day("2023-06-01")), day("2023-06-01"));
}

#[test]
fn k2_who_has_attended_enough_is_not_warned_though_no_moment_is_left() {
    let certified = Coordinator { certified_on: Some(day("2022-06-15")), ..coordinator() };
    let all = year([Some(true), Some(true), Some(false), Some(false)]);
    assert_eq!(warning(&certified, &all, day("2023-12-15")), None);
}
