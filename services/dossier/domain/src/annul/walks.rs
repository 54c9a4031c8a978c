//! What is asked of a dossier is told by the events that it records.

use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::histories::annulled::each_command_is_told_by_its_events;
use trajet_law::referral::{Content, Overridden, Progress, Recipient, Referral, ReferralKey, ReferralKind, Said};
use trajet_law::route_c::{Presentation, RegionalForm};

use super::*;
use crate::ami::{
    AmiCommand, AmiEndReason, Evaluation, FreeText, InformDutyKind, NewCommitment, Observation, Outcome, ResultReached,
    StartSituation, Work, WorkContract,
};
use crate::assignment::Qualification;
use crate::command::NewAppointment;
use crate::concertation::{Author, ConcertationCommand, NewOutsider, OutsiderKind};
use crate::consent::ConsentPurpose;
use crate::contact::{Channel, Purpose, RescheduledBy};
use crate::fact::{CodexEnd, CodexKind, CodexNote, Told, TrackKind};
use crate::guidance::{Guidance, GuidanceResult};
use crate::other_track::{OtherTrackCommand, OtherTrackKind};
use crate::partner_referral::{NewReferral, ReferralCommand};
use crate::people::SubjectId;
use crate::samples::{
    adapt, appoint, codex_note, commit, commitment, completed, coordinator, day, decided, discussed, ended, establish,
    first_contact, first_contact_refused, followed_up, form, interview, keeping, new_appointment, plan_content,
    recognised, referred, referring, representation, route_b, sent, signature, told, work, work_ends,
};
use crate::trajectory::ChosenEnd;

/// Plays a walk behind the recognition of 5 September 2022.
fn walk(acts: &[(NaiveDate, Command)]) {
    let law = AskedAgain(State::default().law);
    each_command_is_told_by_its_events(&law, &[&[(day(2022, 9, 5), recognised())], acts].concat());
}

/// Referred, met on 20 January 2023 with every consent, and committed on 1 February in situation B.
pub(super) fn committed() -> Vec<(NaiveDate, Command)> {
    let on = day(2023, 2, 1);
    vec![
        (day(2022, 12, 12), referred(day(2022, 12, 12), true)),
        (day(2023, 1, 20), first_contact(day(2023, 1, 20))),
        (on, commit(commitment(StartSituation::B, on))),
    ]
}

/// With a first interview on 20 February and a plan of 1 March 2023.
fn planned() -> Vec<(NaiveDate, Command)> {
    let on = day(2023, 3, 1);
    let plan = [(day(2023, 2, 20), interview(day(2023, 2, 20))), (on, establish(plan_content(on), on))];
    [committed(), plan.to_vec()].concat()
}

#[test]
fn t9_what_is_recorded_of_appointments_is_told_by_its_events() {
    let other = |on, invited_on, coordinator| NewAppointment { coordinator, ..new_appointment(on, invited_on) };
    let colleague = SubjectId("coordinator-8".into());
    walk(&[
        (day(2022, 12, 12), referred(day(2022, 12, 12), true)),
        (day(2022, 12, 20), appoint(Purpose::FirstContact, day(2023, 1, 10), day(2022, 12, 20))),
        (
            day(2022, 12, 27),
            Command::Reschedule {
                number: 1,
                by: RescheduledBy::InsuredPerson,
                appointment: other(day(2023, 1, 16), day(2022, 12, 27), Some(colleague.clone())),
                contact: None,
            },
        ),
        (day(2023, 1, 17), Command::RecordNoShow { number: 2, by: colleague }),
        (
            day(2023, 1, 18),
            Command::RecordAttempt {
                purpose: Purpose::FirstContact,
                on: day(2023, 1, 18),
                channel: Channel::Video,
                by: coordinator(),
            },
        ),
        (day(2023, 1, 19), Command::RecordRefusal { purpose: Purpose::FirstContact, on: day(2023, 1, 19) }),
    ]);
}

#[test]
fn t9_what_is_recorded_of_a_request_is_told_by_its_events() {
    let on = day(2023, 1, 10);
    let negative = [
        (day(2022, 11, 14), sent(day(2022, 11, 10))),
        (day(2022, 11, 20), completed(day(2022, 11, 20))),
        (on, keeping(on)),
        (day(2023, 1, 20), first_contact(day(2023, 1, 20))),
        (day(2023, 1, 23), Command::RequestAuthorisation { asked_on: Some(day(2023, 1, 22)) }),
        (day(2023, 2, 1), decided(1, day(2023, 2, 1), false)),
        (day(2023, 2, 6), discussed(day(2023, 2, 6))),
        (day(2023, 2, 7), Command::EndTrajectory { on: day(2023, 2, 7), reason: ChosenEnd::NegativeDecision }),
    ];
    walk(&negative);
    let not_wished = (day(2023, 1, 30), Command::EndTrajectory { on: day(2023, 1, 30), reason: ChosenEnd::NotWished });
    walk(&[(on, route_b(on)), (day(2023, 1, 20), first_contact(day(2023, 1, 20))), not_wished]);
    walk(&[(on, route_b(on)), (day(2023, 1, 20), first_contact_refused(day(2023, 1, 20)))]);
    // Of an appointment nothing was recorded; another one is aimed at.
    walk(&[
        (on, route_b(on)),
        (on, appoint(Purpose::FirstContact, day(2023, 1, 16), on)),
        (day(2023, 1, 17), Command::FireLapsed),
    ]);
}

#[test]
fn t9_what_a_timer_records_is_told_by_its_events() {
    walk(&[
        (day(2022, 12, 12), referred(day(2022, 12, 12), true)),
        (day(2022, 12, 19), work(day(2022, 12, 19), None)),
        (day(2023, 2, 1), work_ends(day(2023, 1, 31))),
        (day(2023, 5, 2), Command::FireMissed(Step::FirstContactCategory4)),
    ]);
    walk(&[
        (day(2022, 12, 12), referred(day(2022, 12, 12), true)),
        (day(2022, 12, 19), work(day(2022, 12, 19), Some(day(2023, 1, 31)))),
        (day(2023, 2, 1), Command::FireBarEnded),
    ]);
}

#[test]
fn t9_what_is_told_is_told_by_its_events() {
    let programme = [
        (day(2022, 11, 14), told(Told::ProgrammeSubmitted { number: 1, on: day(2022, 11, 7) })),
        (day(2022, 11, 14), told(Told::ProgrammeClosed { number: 2, on: day(2022, 11, 7) })),
        (day(2022, 11, 15), told(Told::ProgrammeStarted { number: 1, on: day(2022, 11, 14) })),
        (day(2022, 12, 2), told(Told::ProgrammeEnded { number: 1, from: day(2022, 11, 14), until: day(2022, 12, 1) })),
    ];
    let corrected = Told::StartCorrected { from: day(2022, 9, 1), to: day(2022, 9, 2), on: day(2022, 10, 3) };
    let presented = Told::Presented(Presentation { on: day(2022, 11, 1), form: RegionalForm::ALL[0] });
    let facts = [
        (day(2022, 9, 6), told(Told::Represented(representation(day(2022, 9, 5), None)))),
        // It waits for its start.
        (
            day(2022, 9, 7),
            told(Told::TrackEnded { kind: TrackKind::CodexRequested, from: None, until: day(2022, 9, 30) }),
        ),
        (day(2022, 10, 3), told(corrected)),
        (day(2022, 11, 2), told(presented)),
        (day(2022, 11, 7), told(Told::WorkBegan { application: 1, on: day(2022, 11, 7) })),
    ];
    let ended = [(day(2022, 12, 20), ended(day(2022, 12, 15), false))];
    walk(&[&facts[..], &programme, &ended].concat());
}

#[test]
fn t9_what_is_recorded_of_a_trajectory_of_the_sickness_insurance_is_told_by_its_events() {
    let ami = |command| Command::Ami(command);
    let employer = Employer::parse("0411724220").expect("a number");
    let of = |kind, on| CodexNote { employer: Some(employer), ..codex_note(kind, on) };
    let asked = CodexNote { requested_by: Some(CodexRequester::Employer), ..of(CodexKind::Requested, day(2023, 5, 1)) };
    let over = CodexEnd { article: "I.4-76".into(), definitively_unfit: false };
    let over = CodexNote { end: Some(over), ..of(CodexKind::Ended, day(2023, 5, 22)) };
    let informed = |kind, on| {
        let reference = Some("I-1".to_owned());
        ami(AmiCommand::RecordInformed { kind, on, reference })
    };
    let observed = |on, outcome| ami(AmiCommand::Observe(Observation { on, outcome, stopped: None }));
    let words = || FreeText("words".into());
    let at_work = Outcome {
        work: Some(Work {
            since: day(2023, 7, 3),
            contract: WorkContract::Permanent,
            as_before: false,
            percent_of_full_time: 80,
        }),
        ..Outcome::default()
    };
    let evaluation =
        |on, outcome: Outcome| Evaluation { on, result: ResultReached::Wholly, outcome, findings: words() };
    let course = [
        (day(2023, 2, 3), informed(InformDutyKind::Start, day(2023, 2, 3))),
        (day(2023, 2, 20), interview(day(2023, 2, 20))),
        (day(2023, 3, 1), establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1))),
        (day(2023, 3, 3), informed(InformDutyKind::Results, day(2023, 3, 3))),
        (day(2023, 4, 3), adapt(plan_content(day(2023, 4, 3)), day(2023, 4, 3))),
        (day(2023, 4, 11), ami(AmiCommand::FollowUp(followed_up(day(2023, 4, 11))))),
        (day(2023, 5, 2), told(Told::Codex(asked))),
        (day(2023, 5, 3), ami(AmiCommand::Suspend { on: day(2023, 5, 3) })),
        (day(2023, 5, 23), told(Told::Codex(over))),
        (day(2023, 5, 30), ami(AmiCommand::Resume { on: day(2023, 5, 30), agreed: true })),
        (day(2023, 7, 3), ami(AmiCommand::End { last_day: day(2023, 7, 2), reason: AmiEndReason::ResultReached })),
        (day(2023, 7, 10), ami(AmiCommand::Evaluate(evaluation(day(2023, 7, 10), at_work)))),
        (day(2023, 10, 4), observed(day(2023, 10, 4), at_work)),
    ];
    walk(&[committed(), course.to_vec()].concat());
    // The physician signs later, and without a plan it is stopped.
    let on = day(2023, 2, 1);
    let unsigned = NewCommitment { physician: None, ..commitment(StartSituation::B, on) };
    let later = [
        (day(2022, 12, 12), referred(day(2022, 12, 12), true)),
        (day(2023, 1, 20), first_contact(day(2023, 1, 20))),
        (on, commit(unsigned)),
        (day(2023, 2, 6), ami(AmiCommand::Sign(signature(day(2023, 2, 6))))),
        (day(2023, 3, 1), ami(AmiCommand::End { last_day: day(2023, 3, 1), reason: AmiEndReason::Stopped })),
    ];
    walk(&later);
}

#[test]
fn t9_what_is_recorded_of_consent_looks_and_the_file_is_told_by_its_events() {
    let on = day(2023, 3, 6);
    let given = Command::Assign {
        coordinator: SubjectId("coordinator-8".into()),
        on: Some(day(2023, 3, 7)),
        qualification: Qualification::Qualified,
    };
    let track = OtherTrackCommand::Record { kind: OtherTrackKind::ALL[0], since: day(2023, 3, 8), last_day: None };
    let past = OtherTrackCommand::Record {
        kind: OtherTrackKind::ALL[1],
        since: day(2023, 3, 1),
        last_day: Some(day(2023, 3, 7)),
    };
    let over = OtherTrackCommand::End { number: 1, last_day: day(2023, 3, 20) };
    let result = GuidanceResult {
        on: day(2023, 3, 21),
        of: Guidance::OtherTrack,
        result: ResultReached::Wholly,
        outcome: Outcome { volunteering: true, ..Outcome::default() },
        findings: FreeText("words".into()),
    };
    let acts = [
        (on, Command::RecordConsents(form(&[(ConsentPurpose::Exchange, false)], on))),
        (day(2023, 3, 7), given),
        (day(2023, 3, 8), Command::OtherTrack(track)),
        (day(2023, 3, 8), Command::OtherTrack(past)),
        (day(2023, 3, 21), Command::OtherTrack(over)),
        (day(2023, 3, 22), Command::RegisterResult(result)),
        (day(2023, 4, 3), Command::RecordLook { on: day(2023, 4, 3), by: coordinator() }),
    ];
    walk(&[&committed()[..2], &acts].concat());
}

#[test]
fn t9_what_is_recorded_of_a_concertation_is_told_by_its_events() {
    let physician = || Author { party: Party::Physician, subject: SubjectId("physician-1".into()) };
    let concert = Command::Concertation;
    let invite = |by, name: &str, concerted_on| ConcertationCommand::Invite {
        thread: 1,
        by,
        outsider: NewOutsider {
            kind: OutsiderKind::TreatingPhysician,
            name: name.into(),
            agreed_on: day(2023, 1, 21),
            concerted_on,
        },
    };
    let on = day(2023, 1, 23);
    let acts = [
        (on, concert(ConcertationCommand::Open { by: referring(), text: "Which work would fit?".into() })),
        (on, concert(ConcertationCommand::MarkRead { thread: 1, by: physician(), up_to: Some(1) })),
        (on, concert(ConcertationCommand::Post { thread: 1, by: physician(), text: "Light work.".into() })),
        (on, concert(invite(referring(), "Dr Claes", Some(on)))),
        (on, concert(invite(physician(), "Dr Maes", None))),
        (day(2023, 1, 24), concert(ConcertationCommand::Close { thread: 1, by: physician() })),
    ];
    walk(&[&committed()[..2], &acts].concat());
}

/// A referral for a training, to a service that need not be competent.
pub(super) fn refer(key: u8, recipient: Recipient, by: Author, on: NaiveDate) -> Command {
    let concerted_on = (by.party == Party::Coordinator).then_some(on);
    Command::Referral(ReferralCommand::Refer(NewReferral {
        number: None,
        key: Some(ReferralKey([key; 16])),
        referral: Referral {
            kind: ReferralKind::Training,
            recipient,
            organisation: Some("0206653946".to_owned()),
            employer: None,
            overridden: Some(Overridden::Language),
            agreed_on: on,
            content: Content::default(),
        },
        agreement_reference: "A-7".to_owned(),
        concerted_on,
        by,
    }))
}

#[test]
fn t9_what_is_recorded_of_referrals_is_told_by_its_events() {
    let physician = Author { party: Party::Physician, subject: SubjectId("physician-1".into()) };
    let said = |number, key: u8, on, progress| {
        told(Told::Referral { number, key: Some(ReferralKey([key; 16])), said: Said { on, progress } })
    };
    let on = day(2023, 2, 6);
    let acts = [
        (on, refer(1, Recipient::Actiris, referring(), on)),
        (day(2023, 2, 7), refer(2, Recipient::Vdab, physician, day(2023, 2, 7))),
        (day(2023, 2, 8), said(1, 1, day(2023, 2, 8), Progress::Sent)),
        (day(2023, 2, 9), said(1, 1, day(2023, 2, 9), Progress::Accepted)),
        (day(2023, 2, 13), Command::Referral(ReferralCommand::Withdraw { number: 1, agreement: false })),
        (day(2023, 2, 14), Command::Referral(ReferralCommand::Withdraw { number: 2, agreement: true })),
    ];
    walk(&[&planned()[..], &acts].concat());
}
