//! Histories at random.

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::histories::first_days::any_first_day;
use trajet_law::parameter::PRESUMPTION_MONTHS;
use trajet_law::presumption::Kind;
use trajet_law::rehabilitation::{ProgrammeOutcome, RehabilitationFact};
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};

use super::TIMED;
use crate::certificate::Prolongation;
use crate::command::Command;
use crate::correction::StartReason;
use crate::decision::{DecidedBy, RefusalReason};
use crate::declaration::Prognosis;
use crate::end::EndCause;
use crate::estimate::Category;
use crate::fact::{ProfileSummary, Told};
use crate::past::{Past, PastEstimate};
use crate::presumed::Presumed;
use crate::samples::{
    amend_work, answer, apply_for_work, approved, authorise_work, declare_from, employer, end, end_track, ended,
    estimate, estimate_of, evaluate, evaluate_reintegration, followed, intake, other_body, other_employer,
    other_service, past_from, person, propose, recognise, refuse, refuse_work, refused_by_cscmi, representation,
    resume_work, service, started, submit, take_over, told, told_of, track, withdraw,
};
use crate::track::TrackKind;

pub(super) type History = trajet_law::histories::drawn::History<Command>;

/// A day of incapacity, or one of the two months before.
pub(super) fn any_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0_u64..560).prop_map(move |days| before(first, 60) + Days::new(days))
}

/// Another first day than the one that a history was drawn around: of the same months, or of a year in which the law is another one.
fn any_other_first_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        4 => (0_u64..90).prop_map(move |days| before(first, 60) + Days::new(days)),
        1 => any_first_day(),
    ]
}

fn before(day: NaiveDate, days: u64) -> NaiveDate {
    day - Days::new(days)
}

fn any_kind() -> impl Strategy<Value = TrackKind> {
    prop::sample::select(TrackKind::ALL)
}

pub(super) fn any_told(first: NaiveDate) -> impl Strategy<Value = Told> {
    (any_day(first), any_day(first), 0..20, 1_u32..3).prop_map(|(on, other, which, number)| match which {
        0 => Told::Sent { on, due_back: other, because: Rule::Q8.into() },
        1 => Told::Waived { on, because: Rule::Q2.into() },
        2 => Told::Waived { on, because: Ground::point(Rule::Q4, 'b') },
        3 => Told::NotReturned { due_back: on, help_asked_on: other },
        4 => Told::Incomplete { on },
        5 | 6 => Told::Impossible { on },
        7 => Told::TrajectoryRequested { on },
        // Two requests never have one number.
        8 | 9 => {
            let number = on.num_days_from_ce().unsigned_abs();
            Told::AuthorisationAsked { number, on, contact_on: other, actions: Vec::new() }
        }
        16 => Told::ConsentsDecided { since: on, trajectory: Some(number == 1), physician_follow_up: None },
        10 => Told::TrajectoryEnded { on, because: Ground::point(Rule::D11, 'c') },
        11..=14 => {
            let partner = if number == 1 { service() } else { other_service() };
            // Of one of two employers, or of none that is named, as the days happen to fall.
            let employer =
                [None, Some(employer()), Some(other_employer())][other.num_days_from_ce().unsigned_abs() as usize % 3];
            if which < 13 {
                Told::CodexRequested { on, partner, employer }
            } else {
                Told::CodexEnded { on, partner, employer }
            }
        }
        17 => {
            let (first, last) = (on.min(other), on.max(other));
            let parameter = Some(PRESUMPTION_MONTHS.on(first).version);
            Told::Presumed(Presumed { number, kind: Kind::Ami, first, last, parameter })
        }
        18 => Told::Relapsed { on },
        19 => Told::Died { on },
        _ => Told::Completed { on, profile: ProfileSummary::default() },
    })
}

fn any_work(first: NaiveDate) -> impl Strategy<Value = Command> {
    (any_day(first), 1_u64..60, prop::option::of(0_u64..200), 0..13).prop_map(|(on, days, lasting, which)| {
        let later = on + Days::new(days);
        let until = lasting.map(|lasting| later + Days::new(lasting));
        match which {
            0..4 => apply_for_work(on, later),
            4..7 => resume_work(later),
            7 | 8 => authorise_work(later, on + Days::new(1), until),
            9 => refuse_work(later),
            10 | 11 => amend_work(on, later, until),
            _ => Command::WithdrawWorkApplication { withdrawn_on: later },
        }
    })
}

/// What is told of a programme.
fn any_fact(first: NaiveDate) -> impl Strategy<Value = RehabilitationFact> {
    let outcome = prop::sample::select(ProgrammeOutcome::ALL);
    prop_oneof![
        3 => any_day(first).prop_map(approved),
        1 => any_day(first).prop_map(refused_by_cscmi),
        1 => any_day(first).prop_map(intake),
        3 => any_day(first).prop_map(started),
        2 => (any_day(first), 0_u64..20).prop_map(|(first, days)| followed(first, first + Days::new(days), 60)),
        2 => (any_day(first), outcome).prop_map(|(on, outcome)| ended(on, outcome)),
    ]
}

/// The steps of a programme, each with the days that pass before it.
fn any_programme(first: NaiveDate) -> impl Strategy<Value = Vec<(u64, Command)>> {
    (1_usize..8, prop::collection::vec(0_u64..30, 7), any::<bool>(), 0..4).prop_map(
        move |(steps, days, by_hand, then)| {
            let day = |index: usize| first + Days::new(20 + days[..=index].iter().sum::<u64>());
            let fact = |position: u64, fact| {
                if by_hand { Command::RecordRehabilitation(fact) } else { told_of(position, fact) }
            };
            let all = [
                propose(day(0)),
                submit(day(1)),
                fact(50, approved(day(2))),
                fact(51, started(day(3))),
                fact(52, followed(day(4), day(4), 600)),
                fact(53, ended(day(5), ProgrammeOutcome::Succeeded)),
                evaluate_reintegration(day(6) + Days::new(200)),
            ];
            let then = match then {
                0 => Some(end(day(6), EndCause::Other)),
                1 => Some(propose(day(6))),
                _ => None,
            };
            all.into_iter().take(steps).chain(then).map(|command| (40, command)).collect()
        },
    )
}

fn any_command(first: NaiveDate) -> impl Strategy<Value = Command> {
    let decided_by = prop_oneof![3 => Just(DecidedBy::AdvisingPhysician), 1 => Just(other_body())];
    let by = decided_by.clone();
    prop_oneof![
        3 => any_other_first_day(first).prop_map(declare_from),
        // Before every incapacity, if it is told: nobody is recognised from a day after which they worked (M2).
        4 => (any_day(first), decided_by, prop::option::of(0_u64..200)).prop_map(move |(decided_on, decided_by, days)| {
            let activity_ceased_on = days.map(|days| before(first, 60 + days));
            Command::Recognise { decided_on, decided_by, activity_ceased_on }
        }),
        1 => any_day(first).prop_map(refuse),
        1 => (any_day(first), by).prop_map(|(decided_on, decided_by)| {
            Command::RefuseRecognition { decided_on, decided_by, reason: RefusalReason::FileIncomplete }
        }),
        5 => (any_kind(), any_day(first), prop::option::of(any_day(first)))
            .prop_map(|(kind, from, until)| track(kind, from, until)),
        5 => (any_kind(), any_day(first)).prop_map(|(kind, on)| end_track(kind, on)),
        5 => prop::sample::select(Category::ALL).prop_map(estimate),
        3 => (any_day(first), prop::sample::select(Category::ALL), any::<bool>())
            .prop_map(|(on, category, examined)| estimate_of(on, category, examined)),
        3 => prop::sample::select(TIMED.to_vec()).prop_map(Command::FireMissed),
        6 => (0_u64..8, any_told(first)).prop_map(|(position, fact)| told(position, fact)),
        5 => (any_day(first), prop::sample::select(Category::ALL), any::<bool>())
            .prop_map(|(on, category, examined)| evaluate(on, category, examined)),
        1 => any_day(first).prop_map(|decided_on| Command::DispenseExamination { decided_on, findings: crate::DispensationFindings::BOTH }),
        3 => (any_day(first), any::<bool>()).prop_map(|(on, authorised)| answer(on, authorised)),
        8 => any_work(first),
        2 => any_day(first).prop_map(propose),
        2 => any_day(first).prop_map(submit),
        1 => any_day(first).prop_map(withdraw),
        3 => any_fact(first).prop_map(Command::RecordRehabilitation),
        3 => (0_u64..8, any_fact(first)).prop_map(|(position, fact)| told_of(position + 60, fact)),
        1 => any_day(first).prop_map(evaluate_reintegration),
        1 => (any_day(first), prop::option::of(0_u64..200)).prop_map(|(from, days)| {
            let until = days.map(|days| from + Days::new(days));
            Command::RecordRepresentation(Representation { from, until, ..representation() })
        }),
        1 => (1_u32..3, any_day(first)).prop_map(|(number, last_day)| Command::EndRepresentation { number, last_day }),
        1 => (any_day(first), prop::sample::select(EndCause::ALL)).prop_map(|(last_day, cause)| end(last_day, cause)),
        1 => any_day(first).prop_map(|on| Command::NoteRelapse { on }),
        8 => any_correction(first),
        3 => (any_day(first), any_day(first), 0_u64..400).prop_map(|(issued_on, from, days)| {
            let (until, prognosis) = (from + Days::new(days), Prognosis::Uncertain);
            Command::AddCertificate(Prolongation { issued_on, from, until, prognosis, physician: None })
        }),
        3 => Just(Command::FollowLaw),
    ]
}

/// Another first day (T9).
fn any_correction(first: NaiveDate) -> impl Strategy<Value = Command> {
    let stated = (any_other_first_day(first), any_day(first), prop::sample::select(StartReason::ALL));
    // On the first day, before every one, or as it was recorded.
    (stated, prop::option::of(any::<bool>())).prop_map(move |((start, decided_on, reason), ceased)| {
        let activity_ceased_on = ceased.map(|early| if early { before(first, 70).min(start) } else { start });
        Command::CorrectStart { niss: person().niss, start, decided_on, reason, activity_ceased_on }
    })
}

/// Commands on days that follow each other. Most histories begin with a recognised case, and in some of them the law changes.
pub(super) fn any_history(first: NaiveDate) -> impl Strategy<Value = History> {
    let law_changes_on = prop::option::weighted(0.3, any_day(first));
    (law_changes_on, any_steps(first)).prop_map(|(law_changes_on, steps)| History { law_changes_on, steps })
}

/// The same under the law as it is, for what is told of in its figures.
pub(super) fn any_history_by_the_law(first: NaiveDate) -> impl Strategy<Value = History> {
    any_steps(first).prop_map(|steps| History { law_changes_on: None, steps })
}

fn any_steps(first: NaiveDate) -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let commands = prop::collection::vec((0_u64..40, any_command(first)), 0..30);
    let programme = prop::option::weighted(0.3, any_programme(first));
    (any::<u8>(), 0_u64..20, programme, commands).prop_map(move |(which, decided_after, programme, commands)| {
        let on = |days| first + Days::new(days);
        let recognised = [(0, declare_from(first)), (decided_after, recognise(on(decided_after)))];
        let decided = |days| on(decided_after + days);
        let at_work = [
            (3, apply_for_work(decided(3), decided(10))),
            (10, resume_work(decided(8))),
            (5, authorise_work(decided(12), decided(4), (which < 128).then(|| decided(100)))),
        ];
        let known = |bit: u8, days: u64| (which & bit != 0).then(|| on(days));
        let category = [Category::One, Category::Two, Category::Three, Category::Four][usize::from(which / 5 % 4)];
        let made = |on| PastEstimate { on, category, examined: which % 3 == 0 };
        let taken_over = take_over(Past {
            work_since: known(4, 50),
            codex_since: known(8, 60),
            first_estimate: known(16, 95).map(made),
            last_evaluation: known(16, 95).and(known(32, 99)).map(made),
            ..past_from(first, on(2), on(100 + u64::from(which)))
        });
        let opening = match which % 9 {
            0 => vec![],
            5 | 8 => vec![(100 + u64::from(which), taken_over)],
            1 => recognised.into_iter().take(1).collect(),
            2 => recognised.into_iter().chain(at_work).collect(),
            _ => recognised.to_vec(),
        };
        let mut today = first;
        let steps = opening.into_iter().chain(programme.into_iter().flatten()).chain(commands);
        let dated = |(days, command): (u64, Command)| {
            today = today + Days::new(days);
            (today, command)
        };
        steps.map(dated).collect()
    })
}
