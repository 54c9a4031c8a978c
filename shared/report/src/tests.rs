//! Worked facts, and what each report makes of them.

use chrono::NaiveDate;
use trajet_law::deadline::{Plan, Step};
use trajet_law::estimate::first_estimate_plan;
use trajet_law::presumption::{Kind, Presumption};
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::TakenOver;

use crate::{Action, Case, Due, Fact, Figure, Figures, Measure, NoPeriod, Party, Period, What};

mod durability;
mod lengths;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn did(on: &str, action: Action) -> Fact {
    Fact::did(day(on), action)
}

fn did_of(on: &str, action: Action, number: u32, of: &'static str) -> Fact {
    Fact::did_of(day(on), action, number, of)
}

fn tells(on: &str, what: What) -> Fact {
    Fact::on(day(on), what)
}

fn case(facts: impl IntoIterator<Item = Fact>) -> Case {
    let mut case = Case::default();
    facts.into_iter().for_each(|fact| case.learn(fact));
    case
}

fn year(year: i32) -> Period {
    Period::year(year).expect("a year under the law")
}

fn lines(figures: &Figures) -> Vec<String> {
    let line = |Figure { measure, of, band, count }: Figure| format!("{} {of} {band} {count}", measure.code());
    figures.exact().map(line).collect()
}

fn indicated(case: &Case, of: i32) -> Vec<String> {
    known(case, of, "2024-12-31")
}

/// The indicators of a year, by what was known on a day.
fn known(case: &Case, of: i32, on: &str) -> Vec<String> {
    let mut figures = Figures::default();
    case.indicate(year(of), day(on), &mut figures);
    lines(&figures)
}

fn measured(case: &Case, of: i32, month: u32) -> Vec<String> {
    let mut figures = Figures::default();
    case.measure(Period::month(of, month).expect("a month under the law"), &mut figures);
    lines(&figures)
}

/// As the dossier tells it: referred in December, met in January, committed, planned and ended with its result.
fn dossier() -> Case {
    case([
        tells("2022-09-05", What::Heard { start: day("2022-09-01"), has_contract: true }),
        tells("2022-12-05", What::HeardOfAReferral),
        did("2023-01-10", Action::Invited),
        did_of("2023-01-25", Action::FirstContact, 0, "ami_trajectory"),
        did("2023-02-01", Action::Committed),
        did_of("2023-02-03", Action::Started, 0, "b"),
        did_of("2023-03-01", Action::PlanEstablished, 0, "employment"),
        did_of("2023-10-31", Action::AmiEnded, 0, "result_reached"),
    ])
}

#[test]
fn r1_the_message_tells_the_actions_of_its_year_by_day() {
    let actions = |of| dossier().actions(year(of));
    assert_eq!(actions(2022), []);
    let of_2023: Vec<_> = actions(2023).into_iter().map(|(on, action)| format!("{on} {}", action.code())).collect();
    assert_eq!(
        of_2023,
        [
            "2023-01-10 invited",
            "2023-01-25 first_contact",
            "2023-02-01 committed",
            "2023-02-03 started",
            "2023-03-01 plan_established",
            "2023-10-31 ami_ended",
        ]
    );
}

#[test]
fn r1_what_is_entered_late_stands_in_the_year_in_which_it_took_place() {
    let late = case([did("2023-02-01", Action::FirstContact), did("2022-12-30", Action::Referred)]);
    assert_eq!(late.actions(year(2022)), [(day("2022-12-30"), Action::Referred)]);
    assert_eq!(late.actions(year(2023)), [(day("2023-02-01"), Action::FirstContact)]);
}

#[test]
fn r1_what_happens_without_a_trajectory_is_an_action_of_one_only_from_its_beginning_on() {
    let work = [did("2022-11-01", Action::WorkAppliedFor), did("2022-12-20", Action::WorkDecided)];
    assert_eq!(case(work.clone()).actions(year(2022)), []);
    let referred = did("2022-12-05", Action::Referred);
    let mut begun = case(work.clone());
    begun.learn(referred);
    let expected = [(day("2022-12-05"), Action::Referred), (day("2022-12-20"), Action::WorkDecided)];
    assert_eq!(begun.actions(year(2022)), expected);
    // The request is the dossier's to tell: who heard of it tells what follows.
    let mut heard = case(work);
    heard.learn(tells("2022-12-20", What::HeardOfARequest));
    assert_eq!(heard.actions(year(2022)), [(day("2022-12-20"), Action::WorkDecided)]);
}

#[test]
fn r1_a_corrected_day_takes_the_place_of_the_first_and_what_never_was_is_not_told() {
    let corrected = case([
        did("2022-12-05", Action::Referred),
        did_of("2022-12-20", Action::WorkResumed, 1, ""),
        did_of("2022-12-22", Action::WorkResumed, 2, ""),
        did_of("2023-01-02", Action::WorkResumed, 1, ""),
        did_of("2022-12-28", Action::ProgrammeStarted, 1, ""),
        did_of("2022-12-27", Action::ProgrammeEnded, 1, "not_told"),
    ]);
    let expected = [(day("2022-12-05"), Action::Referred), (day("2022-12-22"), Action::WorkResumed)];
    assert_eq!(corrected.actions(year(2022)), expected);
    assert_eq!(corrected.actions(year(2023)), [(day("2023-01-02"), Action::WorkResumed)]);
}

#[test]
fn r6_a_trajectory_counts_in_the_year_of_its_end() {
    assert_eq!(indicated(&dossier(), 2022), ["begun_after contract 91_to_180_days 1"]);
    assert_eq!(
        indicated(&dossier(), 2023),
        [
            "trajectory_length result_reached 181_to_365_days 1",
            "time_to_first_contact contract 31_to_60_days 1",
            "reached_after contract 91_to_180_days 1",
            "contact first_contact  1",
            "plan employment  1",
            "ami_outcome result_reached  1",
        ]
    );
}

#[test]
fn r6_each_deadline_counts_once_by_its_last_day_and_what_became_of_it() {
    let plan = first_estimate_plan(day("2022-09-01"), day("2022-09-05"));
    let target = Plan { step: Step::AmiPlan, due: None, target: Some(day("2022-12-31")), ..plan.clone() };
    let moved = Plan { due: Some(day("2023-01-31")), ..plan.clone() };
    let due = |on: &str, due| Fact::due(day(on), due);
    let fate = |facts: &[Fact], of| indicated(&case(facts.iter().cloned()), of);
    let planned = due("2022-09-05", Due::Planned(plan.clone()));
    let met = |on: &str| due(on, Due::Met(Step::FirstEstimate));
    let missed = due("2023-01-01", Due::Missed(Step::FirstEstimate));
    let waived = due("2022-10-01", Due::Waived(Step::FirstEstimate));
    let reopened = due("2022-10-02", Due::Reopened(Step::FirstEstimate));
    let one = |band: &str| vec![format!("deadline first_estimate {band} 1")];
    assert_eq!(fate(std::slice::from_ref(&planned), 2022), one("open"));
    assert_eq!(fate(&[planned.clone(), met("2022-12-31")], 2022), one("in_time"));
    assert_eq!(fate(&[planned.clone(), missed.clone()], 2022), one("not_done"));
    assert_eq!(fate(&[planned.clone(), missed.clone(), met("2023-01-07")], 2022), one("late_1_to_7_days"));
    assert_eq!(fate(&[planned.clone(), missed.clone(), met("2023-01-08")], 2022), one("late_8_to_30_days"));
    assert_eq!(fate(&[planned.clone(), missed.clone(), met("2023-01-31")], 2022), one("late_over_30_days"));
    let too_late = due("2023-01-20", Due::Waived(Step::FirstEstimate));
    assert_eq!(fate(&[planned.clone(), missed, too_late], 2022), one("not_done"), "what was missed stays missed");
    assert_eq!(fate(&[planned.clone(), waived.clone()], 2022), one("not_needed"));
    assert_eq!(fate(&[planned.clone(), waived, reopened], 2022), one("open"));
    let replanned = [planned.clone(), due("2022-12-01", Due::Replanned(moved))];
    assert_eq!(fate(&replanned, 2022), [""; 0]);
    assert_eq!(fate(&replanned, 2023), one("open"));
    let moved = Plan { due: Some(day("2023-01-31")), ..plan.clone() };
    let missed = due("2023-01-01", Due::Missed(Step::FirstEstimate));
    let too_late = [planned.clone(), missed, due("2023-01-09", Due::Replanned(moved)), met("2023-01-20")];
    assert_eq!(fate(&too_late, 2022), one("not_done"), "what was missed by its earlier days stays missed");
    assert_eq!(fate(&too_late, 2023), one("in_time"));
    assert_eq!(fate(&[due("2022-12-01", Due::Planned(target))], 2022), ["target ami_plan open 1"]);
    assert_eq!(fate(&[planned], 2023), [""; 0]);
}

#[test]
fn r6_a_step_that_was_waived_and_comes_back_with_the_same_days_counts_once() {
    let plan = first_estimate_plan(day("2022-09-01"), day("2022-09-05"));
    let due = |on: &str, due| Fact::due(day(on), due);
    let planned = |on: &str| due(on, Due::Planned(plan.clone()));
    let waived = |on: &str| due(on, Due::Waived(Step::FirstEstimate));
    let missed = |on: &str| due(on, Due::Missed(Step::FirstEstimate));
    let met = |on: &str| due(on, Due::Met(Step::FirstEstimate));
    let fate = |facts: &[Fact], of| indicated(&case(facts.iter().cloned()), of);
    let one = |band: &str| vec![format!("deadline first_estimate {band} 1")];
    // Barred, and not any more.
    let lifted = [planned("2022-09-05"), waived("2022-10-09"), planned("2022-10-14")];
    assert_eq!(fate(&lifted, 2022), one("open"));
    assert_eq!(fate(&[&lifted[..], &[met("2022-12-20")]].concat(), 2022), one("in_time"));
    // Missed, then found not to have been asked, then found to have been so after all.
    let corrected = [planned("2022-09-05"), missed("2023-01-01"), waived("2023-01-09"), planned("2023-01-12")];
    assert_eq!(fate(&corrected, 2022), one("not_done"));
    let done = [missed("2023-01-12"), met("2023-01-20")];
    assert_eq!(fate(&[&corrected[..], &done].concat(), 2022), one("late_8_to_30_days"));
    // With other days it is another one, and so is the one of another trajectory.
    let later = Plan { due: Some(day("2023-01-31")), ..plan.clone() };
    let moved = [planned("2022-09-05"), waived("2022-12-09"), due("2023-01-02", Due::Planned(later))];
    assert_eq!((fate(&moved, 2022), fate(&moved, 2023)), (one("not_needed"), one("open")));
    let ended = did_of("2022-10-09", Action::Ended, 0, "not_wished");
    let anew = [planned("2022-09-05"), ended, waived("2022-10-09"), planned("2022-10-14")];
    assert_eq!(fate(&anew, 2022), [one("not_needed"), one("open")].concat());
    // What was done and is planned again was done.
    let again = [planned("2022-09-05"), met("2022-12-05"), planned("2022-12-06")];
    assert_eq!(fate(&again, 2022), [one("in_time"), one("open")].concat());
    // Moved away from its days after it was missed by them, and back.
    let away = Plan { due: Some(day("2023-01-31")), ..plan.clone() };
    let back = [
        planned("2022-09-05"),
        missed("2023-01-01"),
        due("2023-01-05", Due::Replanned(away)),
        due("2023-01-06", Due::Replanned(plan.clone())),
    ];
    assert_eq!((fate(&back, 2022), fate(&back, 2023)), (one("not_done"), Vec::new()));
}

#[test]
fn r1_r6_a_referral_to_a_partner_counts_in_the_month_in_which_it_took_place_by_its_recipient() {
    let referred = case([
        tells("2022-12-05", What::HeardOfAReferral),
        did_of("2023-02-28", Action::ReferredOn, 1, "occupational_physician"),
        did_of("2023-03-01", Action::ReferredOn, 2, "vdab"),
        did_of("2023-03-02", Action::ReferralTakenBack, 1, ""),
    ]);
    assert_eq!(measured(&referred, 2023, 2), ["partner_referral occupational_physician  1"]);
    assert_eq!(measured(&referred, 2023, 3), ["partner_referral vdab  1"]);
    assert_eq!(indicated(&referred, 2023), ["referred_on occupational_physician  1", "referred_on vdab  1"]);
    let actions: Vec<_> = referred.actions(year(2023)).into_iter().map(|(_, action)| action).collect();
    assert_eq!(actions, [Action::ReferredOn, Action::ReferredOn, Action::ReferralTakenBack]);
}

#[test]
fn r6_an_answer_counts_by_how_long_it_took() {
    let answered = case([
        did_of("2022-10-03", Action::AuthorisationAsked, 1, ""),
        tells("2022-10-14", What::HeardAnAnswer { number: 1 }),
        did_of("2022-10-20", Action::RehabilitationSubmitted, 1, ""),
        did_of("2022-12-01", Action::RehabilitationAnswered, 1, "approved"),
        // Of one that nobody asked for here, no time is known.
        tells("2022-12-14", What::HeardAnAnswer { number: 2 }),
    ]);
    assert_eq!(
        indicated(&answered, 2022),
        ["authorisation_answered  8_to_14_days 1", "cscmi_answered  31_to_60_days 1"]
    );
}

#[test]
fn r1_x5_what_is_told_again_with_its_employer_or_with_what_came_of_it_counts_once() {
    let party = |service, employer| Party { service: Some(service), employer };
    let asked = |on: &str, of, party| did_of(on, Action::CodexRequested, 0, of).told_of(party);
    let counted = |facts: &[Fact]| {
        let rows = case(facts.iter().cloned()).actions(year(2023));
        rows.into_iter().filter(|(_, action)| *action == Action::CodexRequested).count()
    };
    let begun = tells("2022-12-05", What::HeardOfAReferral);
    let (first, on) = (begun.clone(), "2023-02-06");
    let unnamed = asked(on, "", party(1, None));
    assert_eq!(counted(&[first.clone(), unnamed.clone(), asked(on, "employer", party(1, Some(8)))]), 1);
    assert_eq!(counted(&[first.clone(), asked(on, "", party(1, Some(8))), unnamed.clone()]), 1);
    let others =
        [asked(on, "", party(1, Some(9))), asked(on, "", party(2, None)), asked("2023-02-07", "", party(1, None))];
    for other in others {
        assert_eq!(counted(&[first.clone(), asked(on, "", party(1, Some(8))), other]), 2);
    }
    assert_eq!(format!("{:?}", party(1, Some(8))), "Party(..)");
}

#[test]
fn r6_a_presumption_counts_by_its_last_known_day() {
    let presumed = |last: &str, point| Presumption {
        kind: Kind::Ami,
        first: day("2022-11-01"),
        last: Some(day(last)),
        ends_by: Some(Ground::point(Rule::D20, point)),
        parameter: None,
    };
    let told = |last, point| tells("2022-11-01", What::Presumed { number: 1, presumed: presumed(last, point) });
    let ended = case([told("2023-04-30", 'd'), told("2022-12-11", 'a')]);
    assert_eq!(indicated(&ended, 2022), ["presumption_length ami 31_to_60_days 1", "presumption_end ami D20.a 1"]);
    assert_eq!(indicated(&ended, 2023), [""; 0]);
}

#[test]
fn r6_the_first_and_the_last_day_of_a_presumption_are_days_of_it_and_one_of_no_day_is_not_told() {
    let told = |first: &str, last: &str| {
        let presumed = Presumption {
            kind: Kind::Ami,
            first: day(first),
            last: Some(day(last)),
            ends_by: Some(Ground::point(Rule::D20, 'a')),
            parameter: None,
        };
        indicated(&case([tells(first, What::Presumed { number: 1, presumed })]), 2023)
    };
    let lasted =
        |band: &str| vec![format!("presumption_length ami {band} 1"), "presumption_end ami D20.a 1".to_owned()];
    // Six full months are of one band, in whichever month they began: 181 days, and 184.
    assert_eq!(told("2022-09-01", "2023-02-28"), lasted("181_to_365_days"));
    assert_eq!(told("2023-03-01", "2023-08-31"), lasted("181_to_365_days"));
    assert_eq!(told("2022-09-01", "2023-02-27"), told("2022-09-01", "2023-02-26"), "180 days and 179");
    assert_eq!(told("2023-03-01", "2023-03-01"), lasted("0_to_7_days"));
    assert_eq!(told("2023-03-01", "2023-02-28"), [""; 0], "work was performed on its first day");
}

#[test]
fn r6_a_relapse_counts_from_its_first_day_as_it_was_corrected() {
    let relapsed = tells("2022-03-05", What::Relapsed { after: Some(day("2022-02-20")) });
    let recognised = tells("2022-03-05", What::Recognised { start: day("2022-03-01"), has_contract: true });
    let corrected = tells("2022-03-20", What::Corrected { start: day("2022-02-25") });
    assert_eq!(indicated(&case([relapsed, recognised, corrected]), 2022), ["relapse  0_to_7_days 1"]);
}

#[test]
fn r6_a_return_counts_after_a_trajectory_and_a_relapse_after_the_former_end() {
    let ended = |begun: Option<&str>| {
        let recognised = What::Recognised { start: day("2022-03-01"), has_contract: true };
        let relapsed = tells("2022-03-05", What::Relapsed { after: Some(day("2022-02-20")) });
        let facts = [relapsed, tells("2022-03-05", recognised)];
        let referral = begun.map(|on| did_of(on, Action::Referred, 0, "initial"));
        case(
            facts
                .into_iter()
                .chain(referral)
                .chain([tells("2022-09-30", What::IncapacityEnded { how: "work_resumed" })]),
        )
    };
    let figures = |begun| {
        let all = indicated(&ended(begun), 2022);
        all.into_iter().filter(|line| !line.starts_with("begun_after")).collect::<Vec<_>>()
    };
    let relapse = "relapse  8_to_14_days 1";
    assert_eq!(figures(None), [relapse]);
    assert_eq!(figures(Some("2022-06-06")), ["incapacity_ended work_resumed  1", relapse]);
}

#[test]
fn r6_a_referral_counts_in_the_month_in_which_it_took_place() {
    let late = case([
        tells("2022-12-05", What::Estimated { category: "4", first: true, examined: false }),
        // Entered in January.
        did_of("2022-12-30", Action::Referred, 0, "initial"),
    ]);
    let expected = ["estimate first on_the_file 1", "category 4 first 1", "referral initial  1"];
    assert_eq!(measured(&late, 2022, 12), expected);
    assert_eq!(measured(&late, 2023, 1), [""; 0]);
}

#[test]
fn r6_a_month_has_the_themes_of_the_barometer() {
    let mut month = case([
        tells("2023-01-02", What::Recognised { start: day("2023-01-01"), has_contract: true }),
        tells("2023-01-03", What::QuestionnaireSent),
        tells("2023-01-04", What::QuestionnaireBack),
        tells("2023-01-05", What::QuestionnaireImpossible),
        did_of("2023-01-06", Action::CodexRequested, 0, "worker"),
        did("2023-01-07", Action::IntakeHeld),
        did("2023-01-08", Action::Requested),
        did_of("2023-01-09", Action::WorkAppliedFor, 1, "person"),
        did_of("2023-01-10", Action::WorkDecided, 1, "authorised"),
        did_of("2023-01-11", Action::WorkResumed, 1, ""),
        did_of("2023-01-12", Action::RehabilitationProposed, 1, ""),
        did_of("2023-01-13", Action::RehabilitationAnswered, 1, "refused"),
        did_of("2023-01-13", Action::ProgrammeEnded, 1, "succeeded"),
        tells("2023-01-31", What::IncapacityEnded { how: "other" }),
    ]);
    dossier().facts.into_iter().for_each(|fact| month.learn(fact));
    assert_eq!(
        measured(&month, 2023, 1),
        [
            "entered new  1",
            "left other  1",
            "questionnaire_sent   1",
            "questionnaire_back   1",
            "questionnaire_impossible   1",
            "request   1",
            "way ami_trajectory  1",
            "codex_request worker  1",
            "intake   1",
            "work_application person  1",
            "work_decision authorised  1",
            "work_resumption   1",
            "programme programme_ended succeeded 1",
            "programme rehabilitation_answered refused 1",
            "programme rehabilitation_proposed  1",
        ]
    );
    let expected = ["commitment   1", "ami_start b  1"];
    assert_eq!(measured(&month, 2023, 2), expected);
}

#[test]
fn r6_a_coordinator_is_recruited_once_and_in_function_until_the_end() {
    let told = |until: Option<&str>| tells("2022-03-01", What::InFunction { until: until.map(day) });
    let coordinator = case([told(None), told(Some("2023-02-10"))]);
    assert_eq!(measured(&coordinator, 2022, 2), [""; 0]);
    assert_eq!(measured(&coordinator, 2022, 3), ["recruited   1", "in_function   1"]);
    assert_eq!(measured(&coordinator, 2023, 1), ["in_function   1"]);
    assert_eq!(measured(&coordinator, 2023, 2), ["departed   1"]);
}

#[test]
fn r6_small_counts_of_persons_are_rounded_and_those_of_coordinators_are_not() {
    for (count, rounded) in [(1, None), (2, None), (3, Some(5)), (7, Some(5)), (8, Some(10)), (13, Some(15))] {
        let mut figures = Figures::default();
        for _ in 0..count {
            figures.count(Measure::Referral, "initial", "");
            figures.count(Measure::Recruited, "", "");
        }
        let told: Vec<_> = figures.rounded().map(|figure| (figure.measure, figure.count)).collect();
        let referrals = rounded.map(|count| (Measure::Referral, count));
        let expected: Vec<_> = [(Measure::Recruited, count)].into_iter().chain(referrals).collect();
        assert_eq!(told, expected);
    }
}

#[test]
fn r1_r6_a_period_is_one_of_the_law_and_over_on_the_day_after() {
    assert_eq!(Period::year(2021), Err(NoPeriod::Year));
    assert_eq!(Period::year(2060), Err(NoPeriod::Year));
    assert_eq!(Period::month(2022, 13), Err(NoPeriod::Month));
    let december = Period::month(2022, 12).expect("a month");
    assert!(december.contains(day("2022-12-01")) && december.contains(day("2022-12-31")));
    assert!(!december.contains(day("2022-11-30")) && !december.contains(day("2023-01-01")));
    assert!(!december.is_over_on(day("2022-12-31")) && december.is_over_on(day("2023-01-01")));
    assert_eq!(december.last(), day("2022-12-31"));
}

/// A case that was referred, met and asked for in another system, and went live here on 5 December 2022.
fn taken_over(facts: impl IntoIterator<Item = Fact>) -> Case {
    let mut case = case(facts);
    case.take_over(TakenOver { trajectory_requested_on: Some(day("2022-10-03")), ..TakenOver::on(day("2022-12-05")) });
    case
}

#[test]
fn r1_what_was_done_before_go_live_is_another_system_s_to_tell_and_says_since_when_a_trajectory_goes_on() {
    let work = did_of("2022-12-06", Action::WorkResumed, 1, "");
    let facts = [
        did_of("2022-12-01", Action::Referred, 0, "initial"),
        did("2022-12-04", Action::FirstContact),
        did("2022-12-05", Action::Looked),
        work.clone(),
    ];
    let expected = [(day("2022-12-05"), Action::Looked), (day("2022-12-06"), Action::WorkResumed)];
    assert_eq!(taken_over(facts).actions(year(2022)), expected);
    // The request that was taken over began the trajectory in which the work is resumed.
    assert_eq!(taken_over([work.clone()]).actions(year(2022)), expected[1..]);
    assert_eq!(case([work]).actions(year(2022)), []);
}

#[test]
fn r6_a_case_that_is_taken_over_enters_on_the_day_of_go_live_once_and_nothing_of_before_is_counted() {
    let facts = || {
        [
            tells("2022-09-05", What::Recognised { start: day("2022-09-01"), has_contract: true }),
            tells("2022-11-10", What::QuestionnaireSent),
            tells("2022-12-02", What::Estimated { category: "4", first: true, examined: false }),
            did_of("2022-12-02", Action::Referred, 0, "initial"),
            tells("2022-12-20", What::Estimated { category: "3", first: false, examined: true }),
        ]
    };
    let of = |month| measured(&taken_over(facts()), 2022, month);
    assert_eq!((of(9), of(11)), (vec![], vec![]));
    assert_eq!(of(12), ["entered taken_over  1", "estimate later examined 1", "category 3 later 1"]);
    assert_eq!(indicated(&taken_over(facts()), 2022), [""; 0]);
    // Who only heard of the case does not count it.
    let heard = tells("2022-09-05", What::Heard { start: day("2022-09-01"), has_contract: true });
    assert_eq!(measured(&taken_over([heard]), 2022, 12), [""; 0]);
}

#[test]
fn r6_a_length_counts_from_the_real_day_though_that_lay_before_go_live() {
    let of_the_dossier = taken_over([
        tells("2022-09-05", What::Heard { start: day("2022-09-01"), has_contract: true }),
        tells("2022-11-01", What::HeardOfAReferral),
        did("2022-12-12", Action::FirstContact),
        did_of("2022-12-19", Action::Ended, 0, "not_wished"),
    ]);
    let figures = indicated(&of_the_dossier, 2022);
    assert!(figures.iter().any(|line| line.starts_with("time_to_first_contact contract ")), "{figures:?}");
    assert!(figures.iter().any(|line| line.starts_with("trajectory_length not_wished ")), "{figures:?}");
    assert!(figures.iter().all(|line| !line.starts_with("begun_after")), "{figures:?}");
    // So it does of what the person had asked for in the papers.
    let asked = taken_over([did_of("2022-12-19", Action::RequestEnded, 0, "negative_decision")]);
    assert_eq!(indicated(&asked, 2022), ["trajectory_length negative_decision 61_to_90_days 1"]);
}

#[test]
fn r6_work_that_was_resumed_counts_from_the_first_day_of_a_trajectory_on() {
    let resumed = |on: &str| {
        let told =
            indicated(&case([did_of(on, Action::WorkResumed, 1, ""), did("2022-12-05", Action::Referred)]), 2022);
        told.iter().any(|line| line.starts_with("work_resumed "))
    };
    assert_eq!(["2022-12-04", "2022-12-05", "2022-12-06"].map(resumed), [false, true, true]);
    let without = case([did_of("2022-12-05", Action::WorkResumed, 1, "")]);
    assert_eq!(indicated(&without, 2022), [""; 0]);
}

#[test]
fn r1_what_is_of_a_trajectory_alone_is_an_action_of_one_whenever_that_began() {
    let looked = case([did("2022-12-01", Action::Looked)]);
    assert_eq!(looked.actions(year(2022)), [(day("2022-12-01"), Action::Looked)]);
}

#[test]
fn r1_a_programme_of_one_day_was() {
    let followed = case([
        did("2022-12-05", Action::Referred),
        did_of("2022-12-28", Action::ProgrammeStarted, 1, ""),
        did_of("2022-12-28", Action::ProgrammeEnded, 1, "not_told"),
    ]);
    let told: Vec<_> = followed.actions(year(2022)).into_iter().map(|(_, action)| action).collect();
    assert_eq!(told, [Action::Referred, Action::ProgrammeStarted, Action::ProgrammeEnded]);
}
