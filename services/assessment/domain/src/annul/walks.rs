//! What is asked of a medical assessment is told by the events that it records.

use trajet_law::histories::annulled::each_command_is_told_by_its_events;
use trajet_law::rehabilitation::ProgrammeOutcome;

use super::*;
use crate::end::EndCause;
use crate::estimate::Category;
use crate::examination::{Invitation, InvitationProof};
use crate::fact::Told;
use crate::samples::{
    Case, amend_work, answer, apply_for_work, approved, authorise_work, contact, context, correct, day, declare, end,
    end_track, ended, estimate_of, evaluate, evaluate_reintegration, followed, intake, past, prolong, propose,
    recognise, refuse, refuse_work, representation, resume_work, started, subject, submit, take_over, told, told_asked,
    told_completed, told_impossible, told_of, track, withdraw,
};
use crate::team::{Channel, TeamContact, TeamContactKind, TeamContactMaker};
use crate::track::TrackKind;

fn recorded(fact: trajet_law::rehabilitation::RehabilitationFact) -> Command {
    Command::RecordRehabilitation(fact)
}

/// Plays a walk behind the recognition of 5 September 2022.
fn walk(acts: &[(NaiveDate, Command)]) {
    let recognised = [(day(2022, 9, 5), declare()), (day(2022, 9, 5), recognise(day(2022, 9, 5)))];
    each_command_is_told_by_its_events(&AskedAgain(State::default().law), &[&recognised, acts].concat());
}

#[test]
fn t9_what_is_recorded_of_the_incapacity_is_told_by_its_events() {
    let invited = Command::InviteToExamination(Invitation {
        invited_on: day(2022, 11, 14),
        proof: InvitationProof::Letter,
        reference: String::new(),
        examination_on: day(2022, 12, 5),
    });
    let known = representation();
    let ended = Command::EndRepresentation { number: known.number, last_day: day(2022, 10, 31) };
    walk(&[
        (day(2022, 9, 20), prolong(day(2022, 10, 1), day(2022, 12, 31))),
        (day(2022, 9, 21), Command::RecordRepresentation(known)),
        (day(2022, 9, 22), correct(day(2022, 9, 2), day(2022, 9, 22))),
        (day(2022, 10, 3), track(TrackKind::CodexRequested, day(2022, 10, 3), None)),
        (day(2022, 10, 20), end_track(TrackKind::CodexRequested, day(2022, 10, 19))),
        (day(2022, 11, 1), ended),
        (day(2022, 11, 14), invited),
        (day(2022, 12, 5), estimate_of(day(2022, 12, 5), Category::Two, true)),
        (day(2022, 12, 6), Command::RefuseTrajectory { asked_on: day(2022, 12, 5), coordinator: contact() }),
        (day(2022, 12, 8), told_asked(1, day(2022, 12, 8))),
        (day(2022, 12, 12), answer(day(2022, 12, 12), false)),
        (day(2023, 1, 9), told_asked(2, day(2023, 1, 9))),
        (day(2023, 1, 12), answer(day(2023, 1, 12), true)),
        (day(2023, 2, 6), evaluate(day(2023, 2, 6), Category::Four, true)),
        (day(2023, 3, 1), end(day(2023, 2, 28), EndCause::WorkResumed)),
        (day(2023, 4, 3), told(30, Told::Relapsed { on: day(2023, 4, 1) })),
        (day(2023, 5, 2), told(31, Told::Died { on: day(2023, 5, 1) })),
    ]);
    let decision = Some(crate::end::EndDecision {
        decided_on: day(2022, 10, 3),
        decided_by: crate::decision::DecidedBy::AdvisingPhysician,
    });
    let (last_day, cause) = (day(2022, 10, 2), EndCause::NoLongerUnfit);
    walk(&[
        (day(2022, 10, 3), Command::EndIncapacity { last_day, cause, decision }),
        (day(2022, 10, 20), Command::NoteRelapse { on: day(2022, 10, 17) }),
        (day(2022, 11, 2), end(day(2022, 11, 1), EndCause::Deceased)),
    ]);
    let taken_over =
        [(day(2022, 12, 5), take_over(past(day(2022, 12, 5)))), (day(2022, 12, 9), told_completed(day(2022, 12, 9)))];
    each_command_is_told_by_its_events(&AskedAgain(State::default().law), &taken_over);
}

#[test]
fn t9_a_recognition_that_is_refused_is_told_by_its_event() {
    let law = AskedAgain(State::default().law);
    let mut case = Case::declared();
    let before = case.state.clone();
    let events = case.on(day(2022, 9, 7), &refuse(day(2022, 9, 7)));
    let again = law.again(&before, Cause::Act, &events.iter().collect::<Vec<_>>()).expect("it tells what was asked");
    assert_eq!(decide(&before, &again, &context(day(2022, 9, 7))), Ok(events));
}

#[test]
fn t9_what_follows_the_questionnaire_and_a_last_day_that_went_by_is_told_by_its_events() {
    let team = |kind, maker| {
        Command::RecordTeamContact(TeamContact {
            on: day(2022, 11, 22),
            kind,
            channel: Channel::Video,
            maker,
            made_by: subject("team"),
        })
    };
    walk(&[
        (day(2022, 11, 21), told_impossible(day(2022, 11, 21))),
        (day(2022, 11, 22), team(TeamContactKind::Preparatory, TeamContactMaker::TeamMember)),
        (
            day(2022, 11, 23),
            Command::DispenseExamination { decided_on: day(2022, 11, 23), findings: crate::DispensationFindings::BOTH },
        ),
        (day(2023, 1, 1), Command::FireMissed(Step::FirstEstimate)),
    ]);
}

#[test]
fn t9_what_is_recorded_of_work_is_told_by_its_events() {
    let from = day(2022, 10, 10);
    let applied = (day(2022, 10, 3), apply_for_work(day(2022, 10, 3), from));
    walk(&[
        applied.clone(),
        (from, resume_work(from)),
        (day(2022, 10, 18), authorise_work(day(2022, 10, 18), from, Some(day(2022, 12, 30)))),
        (day(2022, 12, 19), amend_work(day(2022, 12, 19), day(2022, 12, 19), Some(day(2023, 3, 31)))),
    ]);
    walk(&[applied.clone(), (day(2022, 10, 18), refuse_work(day(2022, 10, 18)))]);
    walk(&[applied, (day(2022, 10, 5), Command::WithdrawWorkApplication { withdrawn_on: day(2022, 10, 5) })]);
}

#[test]
fn t9_what_is_recorded_of_rehabilitation_is_told_by_its_events() {
    let proposed = [(day(2022, 10, 3), propose(day(2022, 10, 3))), (day(2022, 10, 5), submit(day(2022, 10, 5)))];
    let followed_in_november = followed(day(2022, 11, 14), day(2022, 11, 30), 1200);
    let by_hand = [
        (day(2022, 10, 20), recorded(approved(day(2022, 10, 20)))),
        (day(2022, 11, 2), recorded(intake(day(2022, 11, 2)))),
        (day(2022, 11, 14), recorded(started(day(2022, 11, 14)))),
        (day(2022, 12, 1), recorded(followed_in_november.clone())),
        (day(2023, 2, 1), recorded(ended(day(2023, 1, 31), ProgrammeOutcome::Succeeded))),
        (day(2023, 8, 1), evaluate_reintegration(day(2023, 8, 1))),
    ];
    walk(&[&proposed[..], &by_hand].concat());
    let told = [
        (day(2022, 10, 20), recorded(approved(day(2022, 10, 20)))),
        (day(2022, 11, 2), told_of(40, intake(day(2022, 11, 2)))),
        (day(2022, 11, 14), told_of(41, started(day(2022, 11, 14)))),
        (day(2022, 12, 1), told_of(42, followed_in_november)),
        (day(2023, 2, 1), told_of(43, ended(day(2023, 1, 31), ProgrammeOutcome::Failed))),
    ];
    walk(&[&proposed[..], &told].concat());
    walk(&[&proposed[..], &[(day(2022, 10, 12), withdraw(day(2022, 10, 12)))]].concat());
}
