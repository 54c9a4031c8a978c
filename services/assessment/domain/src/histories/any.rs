//! Histories at random.

use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;
use trajet_law::parameter::PRESUMPTION_MONTHS;
use trajet_law::presumption::Kind;
use trajet_law::rehabilitation::{ProgrammeOutcome, RehabilitationFact};
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};

use super::TIMED;
use crate::command::Command;
use crate::decision::{DecidedBy, RefusalReason};
use crate::end::EndCause;
use crate::estimate::Category;
use crate::fact::{ProfileSummary, Told};
use crate::past::{Past, PastEstimate};
use crate::presumed::Presumed;
use crate::samples::{
    amend_work, answer, apply_for_work, approved, authorise_work, declare_from, employer, end, end_track, ended,
    estimate, estimate_of, evaluate, evaluate_reintegration, followed, intake, other_body, other_employer,
    other_service, past_from, propose, recognise, refuse, refuse_work, refused_by_cscmi, representation, resume_work,
    service, start, started, submit, take_over, told, told_of, track, withdraw,
};
use crate::track::TrackKind;

/// A day around the incapacities of the histories, which begin in the eight months from 1 September 2021 on.
fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..600).prop_map(|days| start() - Days::new(365) + Days::new(days))
}

fn any_kind() -> impl Strategy<Value = TrackKind> {
    prop::sample::select(TrackKind::ALL)
}

pub(super) fn any_told() -> impl Strategy<Value = Told> {
    (any_day(), any_day(), 0..20, 1_u32..3).prop_map(|(on, other, which, number)| match which {
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

fn any_work() -> impl Strategy<Value = Command> {
    (any_day(), 1_u64..60, prop::option::of(0_u64..200), 0..12).prop_map(|(on, days, lasting, which)| {
        let later = on + Days::new(days);
        let until = lasting.map(|lasting| later + Days::new(lasting));
        match which {
            0..4 => apply_for_work(on, later),
            4..7 => resume_work(later),
            7 | 8 => authorise_work(later, on + Days::new(1), until),
            9 => refuse_work(later),
            10 => amend_work(on, later, until),
            _ => Command::WithdrawWorkApplication { withdrawn_on: later },
        }
    })
}

/// What is told of a programme.
fn any_fact() -> impl Strategy<Value = RehabilitationFact> {
    let outcome = prop::sample::select(ProgrammeOutcome::ALL);
    prop_oneof![
        3 => any_day().prop_map(approved),
        1 => any_day().prop_map(refused_by_cscmi),
        1 => any_day().prop_map(intake),
        3 => any_day().prop_map(started),
        2 => (any_day(), 0_u64..20).prop_map(|(first, days)| followed(first, first + Days::new(days), 60)),
        2 => (any_day(), outcome).prop_map(|(on, outcome)| ended(on, outcome)),
    ]
}

/// The steps of a programme, each with the days that pass before it.
fn any_programme() -> impl Strategy<Value = Vec<(u64, Command)>> {
    (1_usize..8, prop::collection::vec(0_u64..30, 7), any::<bool>(), 0..4).prop_map(|(steps, days, by_hand, then)| {
        let day = |index: usize| start() - Days::new(300) + Days::new(days[..=index].iter().sum::<u64>());
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
    })
}

fn any_command() -> impl Strategy<Value = Command> {
    let decided_by = prop_oneof![3 => Just(DecidedBy::AdvisingPhysician), 1 => Just(other_body())];
    let by = decided_by.clone();
    prop_oneof![
        3 => (0_u64..240).prop_map(|days| declare_from(start() - Days::new(365) + Days::new(days))),
        // Before every incapacity, if it is told: nobody is recognised from a day after which they worked (M2).
        4 => (any_day(), decided_by, prop::option::of(0_u64..200)).prop_map(|(decided_on, decided_by, days)| {
            let activity_ceased_on = days.map(|days| start() - Days::new(365 + days));
            Command::Recognise { decided_on, decided_by, activity_ceased_on }
        }),
        1 => any_day().prop_map(refuse),
        1 => (any_day(), by).prop_map(|(decided_on, decided_by)| {
            Command::RefuseRecognition { decided_on, decided_by, reason: RefusalReason::FileIncomplete }
        }),
        5 => (any_kind(), any_day(), prop::option::of(any_day()))
            .prop_map(|(kind, from, until)| track(kind, from, until)),
        5 => (any_kind(), any_day()).prop_map(|(kind, on)| end_track(kind, on)),
        5 => prop::sample::select(Category::ALL).prop_map(estimate),
        3 => (any_day(), prop::sample::select(Category::ALL), any::<bool>())
            .prop_map(|(on, category, examined)| estimate_of(on, category, examined)),
        3 => prop::sample::select(TIMED.to_vec()).prop_map(Command::FireMissed),
        6 => (0_u64..8, any_told()).prop_map(|(position, fact)| told(position, fact)),
        5 => (any_day(), prop::sample::select(Category::ALL), any::<bool>())
            .prop_map(|(on, category, examined)| evaluate(on, category, examined)),
        1 => any_day().prop_map(|decided_on| Command::DispenseExamination { decided_on, findings: crate::DispensationFindings::BOTH }),
        3 => (any_day(), any::<bool>()).prop_map(|(on, authorised)| answer(on, authorised)),
        8 => any_work(),
        2 => any_day().prop_map(propose),
        2 => any_day().prop_map(submit),
        1 => any_day().prop_map(withdraw),
        3 => any_fact().prop_map(Command::RecordRehabilitation),
        3 => (0_u64..8, any_fact()).prop_map(|(position, fact)| told_of(position + 60, fact)),
        1 => any_day().prop_map(evaluate_reintegration),
        1 => (any_day(), prop::option::of(0_u64..200)).prop_map(|(from, days)| {
            let until = days.map(|days| from + Days::new(days));
            Command::RecordRepresentation(Representation { from, until, ..representation() })
        }),
        1 => (1_u32..3, any_day()).prop_map(|(number, last_day)| Command::EndRepresentation { number, last_day }),
        1 => (any_day(), prop::sample::select(EndCause::ALL)).prop_map(|(last_day, cause)| end(last_day, cause)),
        1 => any_day().prop_map(|on| Command::NoteRelapse { on }),
    ]
}

/// Commands, each with the days that pass before it. Most histories begin with a recognised case.
pub(super) fn any_history() -> impl Strategy<Value = Vec<(u64, Command)>> {
    let commands = prop::collection::vec((0_u64..40, any_command()), 0..30);
    let programme = prop::option::weighted(0.3, any_programme());
    (any::<u8>(), 0_u64..240, programme, commands).prop_map(|(which, days, programme, commands)| {
        let first_day = start() - Days::new(365) + Days::new(days);
        let declared = (days, declare_from(first_day));
        let recognised = (2, recognise(first_day));
        let on = |days| first_day + Days::new(days);
        let at_work = [
            (3, apply_for_work(on(3), on(10))),
            (10, resume_work(on(8))),
            (5, authorise_work(on(12), on(4), (which < 128).then(|| on(100)))),
        ];
        let known = |bit: u8, days: u64| (which & bit != 0).then(|| on(days));
        let category = [Category::One, Category::Two, Category::Three, Category::Four][usize::from(which / 5 % 4)];
        let made = |on| PastEstimate { on, category, examined: which % 3 == 0 };
        let taken_over = take_over(Past {
            work_since: known(4, 50),
            codex_since: known(8, 60),
            first_estimate: known(16, 95).map(made),
            last_evaluation: known(16, 95).and(known(32, 99)).map(made),
            ..past_from(first_day, on(2), on(100 + u64::from(which)))
        });
        let opening = match which % 6 {
            0 => vec![],
            5 => vec![(days + 100 + u64::from(which), taken_over)],
            1 => vec![declared],
            2 => [declared, recognised].into_iter().chain(at_work).collect(),
            _ => vec![declared, recognised],
        };
        opening.into_iter().chain(programme.into_iter().flatten()).chain(commands).collect()
    })
}
