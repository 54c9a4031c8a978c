//! Trajectories of the sickness insurance that were planned rightly, and each way to plan them wrongly.

mod employer;
mod submission;

use super::*;
use crate::{Ami, CodexService, Consent, Situation, Whom};

/// What was recorded on a day.
type Act = (&'static str, Vec<Fact>);

fn told(act: Ami) -> Fact {
    Fact::Ami { trajectory: 1, told: act }
}

fn committed(situation: Situation, on: &str, physician: Option<&str>) -> Ami {
    Ami::Committed { situation, coordinator: day(on), person: day(on), physician: physician.map(day) }
}

fn plan_signed(on: &str, rhythm: Option<i32>) -> Fact {
    told(Ami::Planned { coordinator: day(on), person: day(on), rhythm, rehabilitation: false })
}

fn interview(number: u32, on: &str) -> Fact {
    Fact::Held { number, purpose: Purpose::FollowUp, on: day(on), appointment: None, authorisation: None }
}

/// The first interview of 20 February 2023, and what it asks for.
fn first_interview() -> Vec<Fact> {
    vec![
        interview(1, "2023-02-20"),
        met(Step::AmiFirstInterview, "2023-02-20"),
        planned(Step::AmiPlan, aimed("2023-02-20", "2023-03-20")),
        planned(Step::AmiResultsNotice, aimed("2023-02-20", "2023-03-06")),
    ]
}

fn informed(whom: Whom, on: &str) -> Fact {
    told(Ami::Informed { whom, on: day(on) })
}

fn consented(on: &str, decisions: &[(Consent, bool)]) -> Fact {
    Fact::Consented { on: day(on), decisions: decisions.to_vec() }
}

const ALL: [(Consent, bool); 3] =
    [(Consent::Trajectory, true), (Consent::Exchange, true), (Consent::OccupationalPhysician, true)];

fn met(step: Step, on: &str) -> Fact {
    Fact::Met { step, on: day(on) }
}

fn waived(step: Step, on: &str, ground: &str) -> Fact {
    Fact::Waived { step, on: day(on), ground: ground.to_owned(), named: Vec::new() }
}

/// The incapacity of 1 September 2022, and consent to all purposes at a contact of 20 January 2023.
fn consenting() -> Vec<Act> {
    vec![("2022-09-05", vec![recognised()]), ("2023-01-20", vec![consented("2023-01-20", &ALL)])]
}

/// A trajectory of situation B from the commitment of 1 February 2023 to its end on 31 July, every day worked out by hand: the
/// physician signs nine days later, the first interview is within the month, the follow-up within three months of the plan.
fn story() -> Vec<Act> {
    let (signature, start, first) = (Step::AmiCommitmentSignature, Step::AmiStartNotice, Step::AmiFirstInterview);
    let (plan, follow, results) = (Step::AmiPlan, Step::AmiFollowUp, Step::AmiResultsNotice);
    let mut acts = consenting();
    acts.extend([
        (
            "2023-02-01",
            vec![
                told(committed(Situation::B, "2023-02-01", None)),
                planned(signature.clone(), aimed("2023-02-01", "2023-02-15")),
                planned(first.clone(), due("2023-03-01")),
            ],
        ),
        (
            "2023-02-10",
            vec![
                told(Ami::Signed { on: day("2023-02-10") }),
                met(signature, "2023-02-10"),
                planned(start.clone(), aimed("2023-02-10", "2023-02-17")),
            ],
        ),
        ("2023-02-15", vec![informed(Whom::OccupationalPhysician, "2023-02-15"), met(start, "2023-02-15")]),
        (
            "2023-02-20",
            vec![
                interview(1, "2023-02-20"),
                met(first, "2023-02-20"),
                planned(plan.clone(), aimed("2023-02-20", "2023-03-20")),
                planned(results.clone(), aimed("2023-02-20", "2023-03-06")),
            ],
        ),
        ("2023-03-01", vec![informed(Whom::TreatingPhysician, "2023-03-01"), met(results.clone(), "2023-03-01")]),
        (
            "2023-03-10",
            vec![
                plan_signed("2023-03-10", None),
                met(plan, "2023-03-10"),
                planned(follow.clone(), due("2023-06-10")),
                planned(results.clone(), aimed("2023-03-10", "2023-03-24")),
            ],
        ),
        ("2023-03-24", vec![informed(Whom::TreatingPhysician, "2023-03-24"), met(results.clone(), "2023-03-24")]),
        (
            "2023-06-05",
            vec![
                interview(2, "2023-06-05"),
                met(follow.clone(), "2023-06-05"),
                planned(follow.clone(), due("2023-09-05")),
                planned(results.clone(), aimed("2023-06-05", "2023-06-19")),
            ],
        ),
        ("2023-06-19", vec![informed(Whom::TreatingPhysician, "2023-06-19"), met(results, "2023-06-19")]),
        (
            "2023-08-01",
            vec![
                told(Ami::Ended { last: day("2023-07-31") }),
                waived(follow, "2023-08-01", "D24"),
                planned(Step::AmiEvaluation, aimed("2023-07-31", "2023-08-31")),
            ],
        ),
    ]);
    acts
}

fn seen(on: &str, at_work_since: Option<&str>) -> Fact {
    told(Ami::Found { on: day(on), at_work_since: at_work_since.map(day) })
}

/// The story goes on: the incapacity ended the day after the trajectory, the results are evaluated, and the return is looked at, every
/// day worked out by hand.
fn return_story() -> Vec<Act> {
    let look = || Step::ReturnObservation;
    let mut acts = story();
    acts.extend([
        ("2023-08-10", vec![Fact::Ended { last: day("2023-08-01"), died: None, relapsed: None }]),
        (
            "2023-08-20",
            vec![
                seen("2023-08-20", Some("2023-08-02")),
                met(Step::AmiEvaluation, "2023-08-20"),
                planned(look(), aimed("2023-11-02", "2023-11-30")),
            ],
        ),
        ("2023-10-01", vec![seen("2023-10-01", Some("2023-08-02"))]),
        (
            "2023-11-10",
            vec![
                seen("2023-11-10", Some("2023-09-15")),
                met(look(), "2023-11-10"),
                planned(look(), aimed("2024-02-02", "2024-03-01")),
            ],
        ),
        ("2024-02-05", vec![seen("2024-02-05", None), met(look(), "2024-02-05")]),
    ]);
    acts
}

#[test]
fn d24_a_return_that_is_looked_at_in_time_has_no_finding() {
    let story = return_story();
    for acts in 1..=story.len() {
        assert_eq!(found(&story[..acts]), [], "after {}", story[acts - 1].0);
    }
}

#[test]
fn d3_d24_after_consent_that_is_granted_again_the_look_to_come_is_asked() {
    let look = |opens, target| planned(Step::ReturnObservation, aimed(opens, target));
    let granted = |on, granted| consented(on, &[(Consent::Trajectory, granted)]);
    let evaluated = vec![
        seen("2023-08-20", Some("2023-08-02")),
        met(Step::AmiEvaluation, "2023-08-20"),
        look("2023-11-02", "2023-11-30"),
    ];
    let withdrawn = vec![granted("2023-09-01", false), waived(Step::ReturnObservation, "2023-09-01", "D3")];
    let again = |opens, target| {
        let mut acts = story();
        let again = vec![granted("2023-12-01", true), look(opens, target)];
        acts.extend([("2023-08-20", evaluated.clone()), ("2023-09-01", withdrawn.clone()), ("2023-12-01", again)]);
        found(&acts)
    };
    assert_eq!(again("2024-02-02", "2024-03-01"), []);
    assert_ne!(again("2023-11-02", "2023-11-30"), [], "of the time without consent");
}

#[test]
fn d24_an_evaluation_or_a_look_that_is_wrong_is_found() {
    let step = Step::ReturnObservation;
    let with = |acts: usize, last: Vec<Fact>| {
        let mut story = return_story()[..acts].to_vec();
        story.last_mut().expect("there are acts").1 = last;
        found(&story)
    };
    let base = story().len();
    let evaluated = || seen("2023-08-20", Some("2023-08-02"));
    let evaluation = met(Step::AmiEvaluation, "2023-08-20");
    // Taken away with the incapacity, and left open by a death.
    let ended = |deceased: bool| Fact::Ended {
        last: day("2023-08-01"),
        died: deceased.then(|| day("2023-08-01")),
        relapsed: None,
    };
    let taken_away = vec![ended(false), waived(Step::AmiEvaluation, "2023-08-02", "T6.a")];
    assert_eq!(with(base + 1, taken_away), [of(&Step::AmiEvaluation, FindingKind::Lost)]);
    assert_eq!(with(base + 1, vec![ended(true)]), [of(&Step::AmiEvaluation, FindingKind::Double)]);
    // Evaluated and still open; no look planned; one planned for another day; one that goes on though the work stopped.
    let look = |opens, target| planned(Step::ReturnObservation, aimed(opens, target));
    let right = look("2023-11-02", "2023-11-30");
    assert_eq!(with(base + 2, vec![evaluated(), right.clone()]), [of(&Step::AmiEvaluation, FindingKind::Double)]);
    assert_eq!(with(base + 2, vec![evaluated(), evaluation.clone()]), [of(&step, FindingKind::Lost)]);
    for wrong in [look("2023-11-03", "2023-11-30"), look("2023-11-02", "2023-11-29"), look("2024-02-02", "2024-03-01")]
    {
        let found = with(base + 2, vec![evaluated(), evaluation.clone(), wrong]);
        assert_eq!(found, [of(&step, FindingKind::WronglyDated)]);
    }
    let stopped = seen("2023-08-20", None);
    let still_open = vec![stopped, evaluation.clone(), right.clone()];
    assert_eq!(with(base + 2, still_open), [of(&step, FindingKind::Double)]);
    // Told with the same end again: a death, and a relapse, leave no look open, and a relapse leaves the evaluation.
    let on = |known: bool| known.then(|| day("2023-08-20"));
    let after =
        |deceased, relapsed| Fact::Ended { last: day("2023-08-01"), died: on(deceased), relapsed: on(relapsed) };
    let looked_at = || vec![evaluated(), evaluation.clone(), right.clone()];
    for (deceased, relapsed) in [(true, false), (false, true)] {
        let open = [looked_at(), vec![after(deceased, relapsed)]].concat();
        assert_eq!(with(base + 2, open), [of(&step, FindingKind::Double)]);
        let closed = waived(Step::ReturnObservation, "2023-08-21", if deceased { "T6.b" } else { "D24" });
        assert_eq!(with(base + 2, [looked_at(), vec![after(deceased, relapsed), closed]].concat()), []);
    }
    assert_eq!(with(base + 1, vec![after(false, true)]), []);
    let elsewhere = met(step.clone(), "2024-02-04");
    assert_eq!(with(base + 5, vec![seen("2024-02-05", None), elsewhere]), [of(&step, FindingKind::WronglyDated)]);
}

/// What is found on the day of the last act.
fn found(acts: &[Act]) -> Vec<(String, FindingKind)> {
    let ledger = Told::by(Office::Dossier);
    let ledger = acts.iter().fold(ledger, |ledger, (on, facts)| ledger.on(on, facts.iter().cloned()));
    let today = acts.last().map_or("2022-09-05", |(on, _)| *on);
    ledger.shown().found(today)
}

fn of(step: &Step, kind: FindingKind) -> (String, FindingKind) {
    (code(step), kind)
}

/// The story up to each of its facts that is such a one, with that fact changed.
fn planted(change: impl Fn(&Fact) -> Option<(Step, Vec<Fact>)>) -> Vec<(Step, Vec<Act>)> {
    let story = story();
    let mut planted = Vec::new();
    for (place, (on, facts)) in story.iter().enumerate() {
        for (number, fact) in facts.iter().enumerate() {
            let Some((step, instead)) = change(fact) else { continue };
            let mut acts = story[..place].to_vec();
            let rest = facts[number + 1..].iter().cloned();
            acts.push((*on, facts[..number].iter().cloned().chain(instead).chain(rest).collect()));
            planted.push((step, acts));
        }
    }
    planted
}

fn each_is_found(planted: &[(Step, Vec<Act>)], kind: FindingKind, times: usize) {
    assert_eq!(planted.len(), times);
    for (step, acts) in planted {
        let found = found(acts);
        assert!(found.contains(&of(step, kind)), "{step} {kind}: {found:?}");
    }
}

#[test]
fn d13_d14_d15_d16_d19_d24_a_trajectory_as_the_law_asks_has_no_finding() {
    let story = story();
    for acts in 1..=story.len() {
        assert_eq!(found(&story[..acts]), [], "after {}", story[acts - 1].0);
    }
}

#[test]
fn d13_d14_d15_d16_d19_d24_a_step_that_was_never_planned_is_lost() {
    let dropped = planted(|fact| match fact {
        Fact::Planned { step, .. } => Some((step.clone(), Vec::new())),
        _ => None,
    });
    each_is_found(&dropped, FindingKind::Lost, 10);
}

#[test]
fn d13_d14_d15_d16_d19_d24_a_step_that_was_planned_for_another_day_is_wrongly_dated() {
    for later in [-1, 1] {
        let moved = planted(|fact| match fact {
            Fact::Planned { step, dates } => {
                let by = |day: Option<Day>| day.map(|day| day.plus_days(later));
                let dates = Dates { opens: dates.opens, due: by(dates.due), target: by(dates.target) };
                Some((step.clone(), vec![planned(step.clone(), dates)]))
            }
            _ => None,
        });
        each_is_found(&moved, FindingKind::WronglyDated, 10);
    }
}

#[test]
fn d13_d14_d15_d16_d19_d24_a_step_that_was_planned_twice_or_stays_open_is_double() {
    let twice = planted(|fact| match fact {
        Fact::Planned { step, .. } => Some((step.clone(), vec![fact.clone(), fact.clone()])),
        _ => None,
    });
    each_is_found(&twice, FindingKind::Double, 10);
    let open = planted(|fact| match fact {
        Fact::Met { step, .. } | Fact::Waived { step, .. } => Some((step.clone(), Vec::new())),
        _ => None,
    });
    each_is_found(&open, FindingKind::Double, 9);
}

#[test]
fn d13_d14_d15_d16_d19_a_step_that_was_met_on_another_day_than_it_was_done_is_wrongly_dated() {
    let moved = planted(|fact| match fact {
        Fact::Met { step, on } => Some((step.clone(), vec![Fact::Met { step: step.clone(), on: on.previous() }])),
        _ => None,
    });
    // A follow-up that was met is planned anew in the same act, and what is planned is judged.
    let moved: Vec<_> = moved.into_iter().filter(|(step, _)| *step != Step::AmiFollowUp).collect();
    let of_results = moved.iter().filter(|(step, _)| *step == Step::AmiResultsNotice).count();
    assert_eq!(of_results, 3);
    each_is_found(&moved, FindingKind::WronglyDated, 7);
}

#[test]
fn d15_d19_a_miss_is_recorded_on_the_day_after_the_last_one_and_not_before() {
    for (acts, step, last) in [(3, Step::AmiFirstInterview, "2023-03-01"), (8, Step::AmiFollowUp, "2023-06-10")] {
        let begun = story()[..acts].to_vec();
        let without_results: Vec<Act> = begun;
        let missed = |recorded: &'static str, on: Day| {
            let mut acts = without_results.clone();
            acts.push((recorded, vec![Fact::Missed { step: step.clone(), on }]));
            found(&acts).into_iter().filter(|(of, _)| *of == code(&step)).map(|(_, kind)| kind).collect::<Vec<_>>()
        };
        let after = if acts == 3 { "2023-03-02" } else { "2023-06-11" };
        assert_eq!(missed(after, day(after)), []);
        assert_eq!(missed(last, day(after)), [FindingKind::Early]);
        assert_eq!(missed(after, day(after).next()), [FindingKind::WronglyDated]);
        let ledger = Told::by(Office::Dossier);
        let ledger = without_results.iter().fold(ledger, |ledger, (on, facts)| ledger.on(on, facts.iter().cloned()));
        let timer = (format!("missed_{step}"), FindingKind::Late);
        let late = ledger.shown().found(after);
        assert!(late.contains(&of(&step, FindingKind::Late)) && late.contains(&timer), "{late:?}");
    }
}

#[test]
fn d15_a_first_interview_that_was_late_has_its_miss_before_it_is_met() {
    let mut acts = story()[..3].to_vec();
    let held = |miss: bool| {
        let missed = Fact::Missed { step: Step::AmiFirstInterview, on: day("2023-03-02") };
        let then = [
            met(Step::AmiFirstInterview, "2023-03-06"),
            planned(Step::AmiPlan, aimed("2023-03-06", "2023-04-06")),
            planned(Step::AmiResultsNotice, aimed("2023-03-06", "2023-03-20")),
        ];
        let missed = [missed].into_iter().filter(|_| miss);
        ("2023-03-06", [interview(1, "2023-03-06")].into_iter().chain(missed).chain(then).collect())
    };
    acts.push(held(true));
    assert_eq!(found(&acts), []);
    acts.pop();
    acts.push(held(false));
    assert_eq!(found(&acts), [of(&Step::AmiFirstInterview, FindingKind::Late)]);
}

#[test]
fn d13_d16_a_plan_before_the_start_or_before_an_interview_is_early() {
    let early = [of(&Step::AmiPlan, FindingKind::Early)];
    let plan = |on: &'static str| {
        let (follow, results) = (day(on).plus_months(3).to_string(), day(on).plus_days(14).to_string());
        let mut facts = vec![plan_signed(on, None), planned(Step::AmiFollowUp, due(&follow))];
        facts.push(planned(Step::AmiResultsNotice, aimed(on, &results)));
        facts
    };
    // Without an interview.
    let mut acts = story()[..5].to_vec();
    let mut facts = plan("2023-02-16");
    facts.push(waived(Step::AmiFirstInterview, "2023-02-16", "D13"));
    acts.push(("2023-02-16", facts));
    assert_eq!(found(&acts), early);
    // Between the two signatures and that of the physician.
    let mut acts = story()[..3].to_vec();
    let then = [met(Step::AmiFirstInterview, "2023-02-05")];
    acts.push(("2023-02-06", [interview(1, "2023-02-05")].into_iter().chain(then).chain(plan("2023-02-06")).collect()));
    assert!(found(&acts).contains(&early[0]));
}

#[test]
fn d15_d19_a_timer_for_another_day_is_found() {
    let with = |change: fn(&mut Timer)| {
        let acts = story();
        let ledger = Told::by(Office::Dossier);
        let ledger = acts[..3].iter().fold(ledger, |ledger, (on, facts)| ledger.on(on, facts.iter().cloned()));
        let mut ledger = ledger.shown();
        ledger.case.timers.iter_mut().for_each(change);
        ledger.found("2023-02-01")
    };
    let timer = |kind| [("missed_ami_first_interview".to_owned(), kind)];
    assert_eq!(with(|_| {}), []);
    assert_eq!(with(|timer| timer.on = timer.on.previous()), timer(FindingKind::Early));
    assert_eq!(with(|timer| timer.on = timer.on.next()), timer(FindingKind::Late));
    let lost = with(|timer| timer.kind = "missed_ami_follow_up".to_owned());
    assert_eq!(lost, [timer(FindingKind::Lost)[0].clone(), ("missed_ami_follow_up".to_owned(), FindingKind::Double)]);
}

/// A trajectory that all three committed themselves to on 1 February 2023, with these decisions on consent before it.
fn started(situation: Situation, decisions: &[(Consent, bool)], plans: impl IntoIterator<Item = Fact>) -> Vec<Act> {
    let commitment = told(committed(situation, "2023-02-01", Some("2023-02-01")));
    let first = planned(Step::AmiFirstInterview, due("2023-03-01"));
    vec![
        ("2022-09-05", vec![recognised()]),
        ("2023-01-20", vec![consented("2023-01-20", decisions)]),
        ("2023-02-01", [commitment, first].into_iter().chain(plans).collect()),
    ]
}

fn start_notice() -> Fact {
    planned(Step::AmiStartNotice, aimed("2023-02-01", "2023-02-08"))
}

#[test]
fn d14_the_occupational_physician_is_told_in_situations_b_and_c() {
    for (situation, is_told) in
        [(Situation::A, false), (Situation::B, true), (Situation::C, true), (Situation::D, false)]
    {
        let found = |plan: Option<Fact>| found(&started(situation, &ALL, plan));
        let (with, without) = (found(Some(start_notice())), found(None));
        let wrong = if is_told { FindingKind::Lost } else { FindingKind::Double };
        let wrong = vec![of(&Step::AmiStartNotice, wrong)];
        assert_eq!((with, without), if is_told { (vec![], wrong) } else { (wrong, vec![]) }, "{situation:?}");
    }
}

#[test]
fn d31_a_word_whose_purpose_was_refused_is_not_asked_for_and_stays_barred() {
    let refused = [(Consent::Trajectory, true), (Consent::Exchange, true), (Consent::OccupationalPhysician, false)];
    let mut acts = started(Situation::B, &refused, None);
    assert_eq!(found(&acts), []);
    let double = [of(&Step::AmiStartNotice, FindingKind::Double)];
    assert_eq!(found(&started(Situation::B, &refused, Some(start_notice()))), double);
    // The person consents later: nothing is asked for, and a plan of it is one too many.
    acts.push(("2023-02-06", vec![consented("2023-02-06", &[(Consent::OccupationalPhysician, true)])]));
    assert_eq!(found(&acts), []);
    acts.push(("2023-02-07", vec![planned(Step::AmiStartNotice, aimed("2023-02-06", "2023-02-13"))]));
    assert_eq!(found(&acts), double);
}

#[test]
fn d19_d31_a_withdrawal_bars_the_word_on_results_and_leaves_that_on_the_start() {
    let held = first_interview();
    let withdrawn = |waives: Vec<Fact>| {
        let mut acts = started(Situation::B, &ALL, Some(start_notice()));
        acts.push(("2023-02-20", held.clone()));
        let withdrawal = consented("2023-02-22", &[(Consent::Exchange, false)]);
        acts.push(("2023-02-22", [withdrawal].into_iter().chain(waives).collect()));
        found(&acts)
    };
    let results = waived(Step::AmiResultsNotice, "2023-02-22", "D31");
    assert_eq!(withdrawn(vec![results.clone()]), []);
    assert_eq!(withdrawn(vec![]), [of(&Step::AmiResultsNotice, FindingKind::Double)]);
    let both = withdrawn(vec![results, waived(Step::AmiStartNotice, "2023-02-22", "D31")]);
    assert_eq!(both, [of(&Step::AmiStartNotice, FindingKind::Lost)]);
}

#[test]
fn d3_while_consent_is_withdrawn_nothing_is_asked_and_then_the_periods_count_from_its_day() {
    let mut acts = started(Situation::A, &ALL, None);
    let withdrawn = consented("2023-02-10", &[(Consent::Trajectory, false)]);
    acts.push(("2023-02-10", vec![withdrawn.clone()]));
    assert_eq!(found(&acts), [of(&Step::AmiFirstInterview, FindingKind::Double)]);
    acts.pop();
    acts.push(("2023-02-10", vec![withdrawn, waived(Step::AmiFirstInterview, "2023-02-10", "D3")]));
    assert_eq!(found(&acts), []);
    let again = |last: &str| {
        let granted = consented("2023-03-15", &[(Consent::Trajectory, true)]);
        let mut acts = acts.clone();
        acts.push(("2023-03-15", vec![granted, planned(Step::AmiFirstInterview, due(last))]));
        found(&acts)
    };
    assert_eq!(again("2023-04-15"), []);
    assert!(again("2023-03-01").contains(&of(&Step::AmiFirstInterview, FindingKind::WronglyDated)));
}

#[test]
fn d3_d16_consent_that_is_granted_once_more_moves_nothing() {
    let plan = |opens: &str, target: &str| {
        let mut acts = started(Situation::A, &ALL, None);
        acts.push(("2023-02-20", vec![consented("2023-02-20", &ALL)]));
        let held = [interview(1, "2023-02-15"), met(Step::AmiFirstInterview, "2023-02-15")];
        let plans = [
            planned(Step::AmiPlan, aimed(opens, target)),
            planned(Step::AmiResultsNotice, aimed("2023-02-15", "2023-03-01")),
        ];
        acts.push(("2023-02-21", held.into_iter().chain(plans).collect()));
        found(&acts)
    };
    assert_eq!(plan("2023-02-15", "2023-03-15"), []);
    assert_eq!(plan("2023-02-20", "2023-03-20"), [of(&Step::AmiPlan, FindingKind::WronglyDated)]);
}

#[test]
fn d19_the_dossier_justifies_another_rhythm_and_what_is_entered_late_rolls_nothing() {
    let mut acts = started(Situation::A, &ALL, None);
    let results = |on: &str, target: &str| planned(Step::AmiResultsNotice, aimed(on, target));
    acts.push((
        "2023-02-20",
        vec![
            interview(1, "2023-02-20"),
            met(Step::AmiFirstInterview, "2023-02-20"),
            results("2023-02-20", "2023-03-06"),
            plan_signed("2023-02-20", Some(5)),
            planned(Step::AmiFollowUp, due("2023-07-20")),
        ],
    ));
    assert_eq!(found(&acts), []);
    let rolled = [met(Step::AmiFollowUp, "2023-06-01"), planned(Step::AmiFollowUp, due("2023-11-01"))];
    acts.push(("2023-06-01", [interview(2, "2023-06-01")].into_iter().chain(rolled).collect()));
    // Entered after it, and held before it.
    acts.push(("2023-06-02", vec![interview(3, "2023-05-02")]));
    assert_eq!(found(&acts), []);
    let moved = Fact::Replanned { step: Step::AmiFollowUp, dates: due("2023-10-02"), on: day("2023-06-02") };
    acts.push(("2023-06-02", vec![moved]));
    assert_eq!(found(&acts), [of(&Step::AmiFollowUp, FindingKind::WronglyDated)]);
}

#[test]
fn d13_d19_d24_another_trajectory_leaves_the_results_to_be_told_and_takes_the_evaluation_to_its_own_end() {
    let again = |last: &[Fact]| {
        let mut acts = started(Situation::A, &ALL, None);
        acts.push(("2023-02-20", first_interview()));
        acts.push((
            "2023-02-24",
            vec![
                told(Ami::Ended { last: day("2023-02-24") }),
                waived(Step::AmiPlan, "2023-02-25", "D24"),
                planned(Step::AmiEvaluation, aimed("2023-02-24", "2023-03-24")),
            ],
        ));
        let second = committed(Situation::A, "2023-03-01", Some("2023-03-01"));
        let second = Fact::Ami { trajectory: 2, told: second };
        let first = planned(Step::AmiFirstInterview, due("2023-04-01"));
        acts.push(("2023-03-01", [second, first].into_iter().chain(last.iter().cloned()).collect()));
        found(&acts)
    };
    let evaluation = waived(Step::AmiEvaluation, "2023-03-01", "D13");
    let results = waived(Step::AmiResultsNotice, "2023-03-01", "D13");
    assert_eq!(again(std::slice::from_ref(&evaluation)), []);
    assert_eq!(again(&[]), [of(&Step::AmiEvaluation, FindingKind::Double)]);
    assert_eq!(again(&[evaluation, results]), [of(&Step::AmiResultsNotice, FindingKind::Lost)]);
}

#[test]
fn t6_d24_the_end_of_the_incapacity_leaves_the_evaluation_open_alone() {
    let end = Fact::Ended { last: day("2023-02-28"), died: None, relapsed: None };
    let ended = told(Ami::Ended { last: day("2023-02-28") });
    let closed =
        [waived(Step::AmiFirstInterview, "2023-03-01", "T6.a"), waived(Step::AmiStartNotice, "2023-03-01", "T6.a")];
    let evaluation = planned(Step::AmiEvaluation, aimed("2023-02-28", "2023-03-28"));
    for open in 0..=2 {
        let mut acts = started(Situation::B, &ALL, Some(start_notice()));
        let closed = closed.iter().skip(open).cloned();
        let ended = [end.clone(), ended.clone(), evaluation.clone()];
        acts.push(("2023-03-01", ended.into_iter().chain(closed).collect()));
        assert_eq!(found(&acts).len(), open, "{:?}", found(&acts));
    }
    // What took place before and is entered after it leaves nobody to be told.
    let mut acts = started(Situation::B, &ALL, Some(start_notice()));
    acts.push(("2023-03-01", [end, ended, evaluation].into_iter().chain(closed).collect()));
    acts.push(("2023-03-02", vec![interview(1, "2023-02-20"), met(Step::AmiFirstInterview, "2023-02-20")]));
    assert_eq!(found(&acts), []);
}

#[test]
fn t9_a_corrected_first_day_moves_nothing_of_a_trajectory() {
    let mut acts = started(Situation::A, &ALL, None);
    acts.push(("2023-02-10", vec![Fact::Corrected { start: day("2022-08-15"), on: day("2023-02-10") }]));
    assert_eq!(found(&acts), []);
    let moved = Fact::Replanned { step: Step::AmiFirstInterview, dates: due("2023-02-15"), on: day("2023-02-10") };
    acts.push(("2023-02-10", vec![moved]));
    assert_eq!(found(&acts), [of(&Step::AmiFirstInterview, FindingKind::WronglyDated)]);
}
