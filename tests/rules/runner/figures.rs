//! The figures that refusals name (T8): the one that is named is the one that decided.

use std::collections::BTreeMap;

use trajet_law::law::{LAW, Law};
use trajet_law::parameter::{NUMBERS, Parameter, ParameterVersion, Version};

use crate::office::Refused;
use crate::scenario::{self, Scenario};
use crate::{folder, names};

/// Refusals that rest on what the office is told with its figure, and weighs no more: what a coordinator lacks, and a presumption.
const TOLD: [&str; 2] = ["COORDINATOR_NOT_QUALIFIED", "INCAPACITY_PRESUMED"];

/// The law with another figure in the place of one.
fn with(named: &ParameterVersion, value: u32) -> &'static Law {
    let known = NUMBERS.iter().find(|parameter| parameter.id() == named.id).unwrap();
    let first = Version { value, source: "another figure", ..*known.versions().next().unwrap() };
    let other: &Parameter<u32> = Box::leak(Box::new(Parameter::new(known.id(), first, &[])));
    Box::leak(Box::new(Law::amended(Box::leak(Box::new([other])))))
}

/// Whether a fact comes to something else where the figure that its refusal names is another one, and all others are the same.
fn decides(named: &ParameterVersion, scenario: &Scenario, place: usize) -> bool {
    let value = named.figure(None).unwrap().value;
    let (before, told) =
        (&scenario.refusals(&LAW)[place], |value| scenario.refusals(with(named, value)).swap_remove(place));
    let days = |refused: &Option<Refused>| {
        refused.as_ref().map(|refused| (refused.code, refused.ground, refused.earliest, refused.latest))
    };
    let others = [1, value.saturating_sub(1).max(1), value + 1, 2 * value, 100];
    others.into_iter().filter(|other| *other != value).any(|other| days(&told(other)) != days(before))
}

/// Every scenario in which something is refused by a figure is played again with other figures of that name alone: in one of those
/// with that refusal at least, it must come to something else. A refusal can name several conditions at once, of which the figure is
/// one.
#[test]
fn t8_a_refusal_names_the_figure_that_decided() {
    let mut named = BTreeMap::new();
    for (file, _) in names::files(&folder()).unwrap() {
        for scenario in scenario::of(&file) {
            let refused = scenario.refusals(&LAW).into_iter().enumerate();
            let refused = refused.filter_map(|(place, refused)| Some((place, refused?)));
            for (place, refused) in refused.filter(|(_, refused)| !TOLD.contains(&refused.code)) {
                let Some(parameter) = refused.parameter else { continue };
                let decided = named.entry((refused.code, parameter.id.clone())).or_insert(false);
                *decided = *decided || decides(&parameter, &scenario, place);
            }
        }
    }
    let undecided: Vec<_> = named.iter().filter(|(_, decided)| !**decided).map(|(name, _)| name).collect();
    assert!(undecided.is_empty(), "these come to the same with other figures: {undecided:?}");
    let named: Vec<_> = named.keys().map(|(code, id)| format!("{code} {id}")).collect();
    let expected = [
        "CATEGORY_ONE_TOO_LATE category_1.spontaneous_return_by_month",
        "ESTIMATE_TOO_EARLY estimate.month",
        "ONLY_PREPARATORY_CONTACTS primary_incapacity.months",
        "OTHER_BODY_DECIDES primary_incapacity.months",
        "PHASE_NOT_OVER rehabilitation.reintegration_phase_months",
        "PHYSICIAN_DECIDES primary_incapacity.months",
        "PREDATES_THE_LAW questionnaire.send_after_days",
        "RHYTHM_UNJUSTIFIED ami.follow_up_months",
        "WORK_CONDITIONS_NOT_FOUND authorised_work.medical_reduction_percent",
    ];
    assert_eq!(named, expected, "each refusal that the law in force gives for a figure is in a scenario");
}
