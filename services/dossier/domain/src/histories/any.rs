//! Histories at random.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Duration, Months, NaiveDate};
use proptest::prelude::*;
use trajet_law::codex::{CodexRequester, Employer};
use trajet_law::coordinator::Lack;
use trajet_law::deadline::Step;
use trajet_law::histories::first_days::any_first_day;
use trajet_law::months::LATEST;
use trajet_law::parameter::LAW_IN_FORCE_FROM;
use trajet_law::route_c::{Presentation, RegionalForm};
use trajet_law::taken_over::TakenOver;

use crate::ami::StartSituation;
use crate::assignment::Qualification;
use crate::command::{Command, ContactKind, NewAppointment, NewContact};
use crate::concertation::{Author, ConcertationCommand, NewOutsider, OutsiderKind, Party};
use crate::consent::{ConsentForm, ConsentPurpose};
use crate::contact::{AgreedAction, Channel, NextWay, Purpose, RescheduledBy};
use crate::fact::{
    CodexEnd, CodexKind, CodexNote, IncapacityEnd, QuestionnaireTold, Recognition, Told, Track, TrackKind, VisitOutcome,
};
use crate::other_track::{OtherTrackCommand, OtherTrackKind};
use crate::people::SubjectId;
use crate::samples::{
    Case, all_granted, codex_note, commit, commitment, contact_details, coordinator, decided, establish, first_contact,
    form, interview, new_appointment, new_contact, plan_content, recognition, referred, told, work, work_ends,
};
use crate::state::State;
use crate::trajectory::ChosenEnd;

use super::{ami, referral};

/// A day of an incapacity, or a little before.
pub(super) fn any_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    (0..260_u64).prop_map(move |offset| first - Days::new(12) + Days::new(offset))
}

pub(super) fn any_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(all)
}

pub(super) fn any_questionnaire(first: NaiveDate) -> impl Strategy<Value = QuestionnaireTold> {
    (any_day(first), any::<bool>(), 0..5).prop_map(|(on, flag, which)| match which {
        0 => QuestionnaireTold::Sent { on, route_b: flag },
        1 => QuestionnaireTold::NotReturned { due_back: on, help_asked_on: on + Days::new(1) },
        2 => QuestionnaireTold::HelpGiven { on, reached: flag },
        3 => QuestionnaireTold::Completed { on, correction: flag },
        _ => QuestionnaireTold::Impossible { on },
    })
}

pub(super) fn any_codex(first: NaiveDate) -> impl Strategy<Value = CodexNote> {
    let kind = (any_of(CodexKind::ALL), any_day(first), any_of(&["0206653946", "0403019261"]));
    let detail = (any_of(CodexRequester::ALL), prop::option::of(any_of(VisitOutcome::ALL)), any::<bool>());
    let employer = prop::option::of(any_of(&["0411724220", "0428759497"]));
    (kind, detail, employer).prop_map(|((kind, on, partner), (by, outcome, definitively_unfit), employer)| CodexNote {
        requested_by: (kind == CodexKind::Requested).then_some(by),
        visit_outcome: outcome.filter(|_| kind == CodexKind::PreReturnVisit),
        end: (kind == CodexKind::Ended).then(|| CodexEnd { article: "I.4-76".into(), definitively_unfit }),
        partner: Some(partner.into()),
        employer: employer.and_then(|number| Employer::parse(number).ok()),
        ..codex_note(kind, on)
    })
}

/// In primary incapacity, on its last days, or after it.
pub(super) fn any_presentation_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    prop_oneof![2 => any_day(first), 1 => (0..60_u64).prop_map(move |offset| first + Months::new(11) + Days::new(offset))]
}

/// Another first day than the one that a history was drawn around: of the same months, or of a year in which the law is another one.
pub(super) fn any_other_first_day(first: NaiveDate) -> impl Strategy<Value = NaiveDate> {
    prop_oneof![4 => any_day(first), 1 => any_first_day()]
}

/// A recognition, four days after the first.
pub(super) fn recognised_from(first: NaiveDate) -> Recognition {
    Recognition { incapacity_start: first, recognised_on: first + Days::new(4), ..recognition() }
}

/// An end: 1 of who died, 2 by a decision.
pub(super) fn end(last_day: NaiveDate, how: u8) -> IncapacityEnd {
    IncapacityEnd { last_day, deceased: how == 1, by_decision: how == 2, died_on: None, relapsed_on: None }
}

pub(super) fn any_fact(first: NaiveDate) -> impl Strategy<Value = Command> {
    let asked_by = prop::option::of(any_of(CodexRequester::ALL));
    let track = (any_of(TrackKind::ALL), any_day(first), prop::option::of(0..60_u64), asked_by);
    prop_oneof![
        1 => any::<bool>().prop_map(move |has_contract| {
            told(Told::Recognised(Recognition { has_contract, ..recognised_from(first) }))
        }),
        2 => (any_other_first_day(first), any_day(first))
            .prop_map(move |(to, on)| told(Told::StartCorrected { from: first, to, on })),
        3 => track.prop_map(|(kind, from, length, asked_by)| {
            let asked_by = asked_by.filter(|_| kind == TrackKind::CodexRequested);
            told(Told::TrackStarted(Track { kind, from, until: length.map(|length| from + Days::new(length)), asked_by }))
        }),
        3 => (any_of(TrackKind::ALL), prop::option::of(any_day(first)), any_day(first))
            .prop_map(|(kind, from, until)| told(Told::TrackEnded { kind, from, until })),
        4 => (any_day(first), any::<bool>()).prop_map(|(on, initial)| referred(on, initial)),
        4 => (1..4_u32, any_day(first), any::<bool>()).prop_map(|(number, on, authorised)| decided(number, on, authorised)),
        4 => any_questionnaire(first).prop_map(|fact| told(Told::Questionnaire(fact))),
        2 => any_codex(first).prop_map(|note| told(Told::Codex(note))),
        2 => referral::any_told(first),
        2 => (any_of(RegionalForm::ALL), any_presentation_day(first))
            .prop_map(|(form, on)| told(Told::Presented(Presentation { on, form }))),
        1 => (1..3_u32, any_day(first)).prop_map(|(application, on)| told(Told::WorkBegan { application, on })),
        1 => (1..3_u32, any_day(first)).prop_map(|(number, on)| told(Told::ProgrammeSubmitted { number, on })),
        1 => (1..3_u32, any_day(first)).prop_map(|(number, on)| told(Told::ProgrammeClosed { number, on })),
        1 => (1..3_u32, any_day(first)).prop_map(|(number, on)| told(Told::ProgrammeStarted { number, on })),
        1 => (1..3_u32, any_day(first), 0..60_u64).prop_map(|(number, from, length)| {
            told(Told::ProgrammeEnded { number, from, until: from - Days::new(1) + Days::new(length) })
        }),
        1 => (any_day(first), 0..3_u8).prop_map(|(last_day, how)| told(Told::IncapacityEnded(end(last_day, how)))),
        // Of few ends, so that what came after one is told with the same one again.
        2 => (any_of(&[(100_u64, 0_u8), (140, 0), (140, 2)]), prop::option::of(0..200_u64), prop::option::of(1..200_u64))
            .prop_map(move |((last, how), died, relapsed)| {
                let last_day = first + Days::new(last - 12);
                let after = |days: Option<u64>| days.map(|days| last_day + Days::new(days));
                let end = IncapacityEnd { died_on: after(died), relapsed_on: after(relapsed), ..end(last_day, how) };
                told(Told::IncapacityEnded(end))
            }),
    ]
}

pub(super) fn any_form(first: NaiveDate) -> impl Strategy<Value = ConsentForm> {
    let some = (prop::collection::btree_map(any_of(ConsentPurpose::ALL), any::<bool>(), 0..5), any_day(first));
    prop_oneof![
        3 => any_day(first).prop_map(all_granted),
        1 => some.prop_map(|(decisions, on): (BTreeMap<_, _>, _)| form(&decisions.into_iter().collect::<Vec<_>>(), on)),
    ]
}

pub(super) fn any_kind(first: NaiveDate) -> impl Strategy<Value = ContactKind> {
    prop_oneof![
        4 => any_form(first).prop_map(crate::samples::first),
        2 => Just(ContactKind::NegativeDecision),
        1 => Just(ContactKind::Other),
    ]
}

pub(super) fn any_contact(first: NaiveDate) -> impl Strategy<Value = NewContact> {
    let actions = prop::collection::btree_set(any_of(AgreedAction::ALL), 0..3);
    let appointment = prop::option::weighted(0.2, 1..4_u32);
    let way = prop::option::weighted(0.9, any_of(NextWay::ALL));
    (any_day(first), any_of(&[Channel::Physical, Channel::Video, Channel::Telephone]), appointment, actions, way)
        .prop_map(|(on, channel, appointment, actions, next_way): (_, _, _, BTreeSet<_>, _)| NewContact {
            channel,
            appointment,
            actions,
            next_way,
            ..new_contact(on)
        })
}

pub(super) fn any_appointment(first: NaiveDate) -> impl Strategy<Value = NewAppointment> {
    (any_day(first), 0..20_u64, prop::option::of(any_coordinator()), any_qualification()).prop_map(
        |(invited_on, days, coordinator, qualification)| NewAppointment {
            coordinator,
            qualification,
            ..new_appointment(invited_on + Days::new(days), invited_on)
        },
    )
}

pub(super) fn any_author() -> impl Strategy<Value = Author> {
    any_of(Party::ALL).prop_map(|party| Author { party, subject: SubjectId(format!("{}-1", party.code())) })
}

pub(super) fn any_concertation(first: NaiveDate) -> impl Strategy<Value = ConcertationCommand> {
    let outsider = (any_of(OutsiderKind::ALL), any_day(first), prop::option::of(any_day(first)));
    let outsider = outsider.prop_map(|(kind, agreed_on, concerted_on)| NewOutsider {
        kind,
        name: "Dr Claes".into(),
        agreed_on,
        concerted_on,
    });
    prop_oneof![
        4 => any_author().prop_map(|by| ConcertationCommand::Open { by, text: "?".into() }),
        4 => (1..4_u32, any_author()).prop_map(|(thread, by)| ConcertationCommand::Post { thread, by, text: "!".into() }),
        4 => (1..4_u32, any_author(), prop::option::of(0..4_u32))
            .prop_map(|(thread, by, up_to)| ConcertationCommand::MarkRead { thread, by, up_to }),
        4 => (1..4_u32, any_author(), outsider)
            .prop_map(|(thread, by, outsider)| ConcertationCommand::Invite { thread, by, outsider }),
        1 => (1..4_u32, any_author()).prop_map(|(thread, by)| ConcertationCommand::Close { thread, by }),
    ]
}

pub(super) fn any_coordinator() -> impl Strategy<Value = SubjectId> {
    (1..4_u8).prop_map(|number| SubjectId(format!("coordinator-{number}")))
}

pub(super) fn any_qualification() -> impl Strategy<Value = Qualification> {
    let lacking = Qualification::Lacking(Lack::Degree);
    prop_oneof![6 => Just(Qualification::Qualified), 1 => Just(Qualification::NotRegistered), 1 => Just(lacking)]
}

pub(super) fn any_act(first: NaiveDate) -> impl Strategy<Value = Command> {
    let by = coordinator;
    prop_oneof![
        4 => (any_day(first), any::<bool>()).prop_map(|(received_on, keep_questionnaire)| {
            Command::OpenRouteB { received_on, keep_questionnaire }
        }),
        4 => (any_of(Purpose::ALL), any_appointment(first)).prop_map(|(purpose, appointment)| {
            Command::MakeAppointment { purpose, appointment, contact: contact_details() }
        }),
        2 => (1..4_u32, any_appointment(first)).prop_map(|(number, appointment)| {
            Command::Reschedule { number, by: RescheduledBy::InsuredPerson, appointment, contact: None }
        }),
        1 => (1..4_u32).prop_map(move |number| Command::RecordNoShow { number, by: by() }),
        1 => (any_of(Purpose::ALL), any_day(first), any_of(Channel::ALL)).prop_map(move |(purpose, on, channel)| {
            Command::RecordAttempt { purpose, on, channel, by: by() }
        }),
        1 => (any_of(Purpose::ALL), any_day(first)).prop_map(|(purpose, on)| Command::RecordRefusal { purpose, on }),
        8 => (any_contact(first), any_kind(first)).prop_map(|(contact, kind)| Command::RecordContact { contact, kind }),
        2 => any_form(first).prop_map(Command::RecordConsents),
        4 => Just(Command::RequestAuthorisation { asked_on: None }),
        1 => (any_day(first), any_of(ChosenEnd::ALL)).prop_map(|(on, reason)| Command::EndTrajectory { on, reason }),
        1 => any_of(Step::ALL).prop_map(Command::FireMissed),
        2 => (any_coordinator(), prop::option::of(any_day(first)), any_qualification()).prop_map(
            |(coordinator, on, qualification)| Command::Assign { coordinator, on, qualification }
        ),
        10 => ami::any_ami(first),
        2 => any_day(first).prop_map(move |on| Command::RecordLook { on, by: by() }),
        2 => (any_of(OtherTrackKind::ALL), any_day(first), prop::option::of(0..30_u64)).prop_map(|(kind, since, length)| {
            let last_day = length.map(|length| since + Days::new(length));
            Command::OtherTrack(OtherTrackCommand::Record { kind, since, last_day })
        }),
        1 => (1..4_u32, any_day(first))
            .prop_map(|(number, last_day)| Command::OtherTrack(OtherTrackCommand::End { number, last_day })),
        2 => ami::any_result(first),
        3 => ami::any_interview(first),
        6 => any_concertation(first).prop_map(Command::Concertation),
        4 => referral::any_act(first),
        1 => Just(Command::FireBarEnded),
        1 => Just(Command::FireLapsed),
        2 => Just(Command::FollowLaw),
    ]
}

pub(super) fn any_command(first: NaiveDate) -> impl Strategy<Value = Command> {
    prop_oneof![any_fact(first), any_act(first)]
}

/// What is known of a case that is taken over on some day after its recognition: facts of before that day.
pub(super) fn any_taken_over(first: NaiveDate) -> impl Strategy<Value = TakenOver> {
    let known = || prop::option::of(1..100_u64);
    (5..240_u64, known(), known(), known(), known()).prop_map(move |(live, sent, back, requested, contact)| {
        let recognised_on = first + Days::new(4);
        let on = (recognised_on + Days::new(live)).max(LAW_IN_FORCE_FROM);
        let before = |days: Option<u64>| days.map(|days| (on - Days::new(days)).max(recognised_on));
        let questionnaire_sent_on = before(sent);
        TakenOver {
            on,
            questionnaire_sent_on,
            questionnaire_returned_on: before(back)
                .filter(|back| questionnaire_sent_on.is_some_and(|sent| sent <= *back)),
            trajectory_requested_on: before(requested),
            first_contact_on: before(contact),
        }
    })
}

/// What was told of the time around go-live: a referral of before it, and authorised work that lasted then or ended near it.
pub(super) fn any_of_before(live: NaiveDate) -> impl Strategy<Value = Vec<Command>> {
    let near = move |days: std::ops::Range<i64>| days.prop_map(move |days| live + Duration::days(days));
    let referral = (near(-110..0), any::<bool>()).prop_map(|(on, initial)| referred(on, initial));
    let begun = (near(-60..3), prop::option::of(0..70_i64))
        .prop_map(|(from, length)| work(from, length.map(|length| from + Duration::days(length))));
    let end = prop::option::of(near(-6..12).prop_map(work_ends));
    let again = prop::option::weighted(0.3, near(1..60).prop_map(|from| work(from, Some(from + Duration::days(20)))));
    (referral, prop::option::weighted(0.8, begun), end, again)
        .prop_map(|(referral, begun, end, again)| begun.into_iter().chain([referral]).chain(end).chain(again).collect())
}

/// As assessment tells it, which states no day that is still to come: of an end, nor of a corrected first day (T9), which lies in the
/// years that the platform accepts.
pub(super) fn stated_by(today: NaiveDate, mut command: Command) -> Command {
    let Command::Note(fact) = &mut command else { return command };
    match &mut fact.told {
        Told::StartCorrected { to, on, .. } => (*to, *on) = ((*to).min(today).min(LATEST), (*on).min(today)),
        Told::IncapacityEnded(end) => {
            end.last_day = end.last_day.min(today);
            end.died_on = end.died_on.filter(|on| *on <= today);
            end.relapsed_on = end.relapsed_on.filter(|on| *on <= today);
        }
        _ => {}
    }
    command
}

pub(super) type History = trajet_law::histories::drawn::History<Command>;

/// The case of a history, in which nothing happened yet.
pub(super) fn case_of(history: &History) -> Case {
    Case { state: State { law: history.law(), ..State::default() }, events: Vec::new() }
}

/// Commands, under a law that changes in some histories.
pub(super) fn any_history(first: NaiveDate) -> impl Strategy<Value = History> {
    let law_changes_on = prop::option::weighted(0.3, any_day(first));
    (law_changes_on, any_steps(first)).prop_map(|(law_changes_on, steps)| History { law_changes_on, steps })
}

/// The same under the law as it is, for what is told of in its figures.
pub(super) fn any_history_by_the_law(first: NaiveDate) -> impl Strategy<Value = History> {
    any_steps(first).prop_map(|steps| History { law_changes_on: None, steps })
}

/// Commands on days that follow each other; most histories begin with a recognition and a referral or a request, some of them of
/// a case that is taken over.
pub(super) fn any_steps(first: NaiveDate) -> impl Strategy<Value = Vec<(NaiveDate, Command)>> {
    let taken_over = any_taken_over(first).prop_flat_map(|known| {
        let of_before = prop_oneof![1 => Just(Vec::new()), 1 => any_of_before(known.on)];
        of_before.prop_map(move |of_before| (Some(known), of_before))
    });
    let taken_over = prop_oneof![7 => Just((None, Vec::new())), 3 => taken_over];
    (0..6, taken_over, prop::collection::vec((0..12_u64, any_command(first)), 0..40)).prop_map(
        move |(begun, (taken_over, of_before), steps)| {
            // Nobody acts here before there is a law, however long ago the incapacity began.
            let estimated_on = (first + Days::new(102)).max(LAW_IN_FORCE_FROM);
            let mut today = taken_over.map_or(estimated_on, |known| known.on.max(estimated_on));
            if !of_before.is_empty() {
                today = taken_over.map_or(today, |known| known.on);
            }
            let mut history = Vec::new();
            if begun > 0 {
                history.push((today, told(Told::Recognised(Recognition { taken_over, ..recognised_from(first) }))));
            }
            for (days, command) in (0..).zip(of_before) {
                history.push((today + Days::new(days), command));
            }
            match begun {
                1 => history.push((today, referred(today, true))),
                3 | 4 => {
                    history.push((today, referred(today, true)));
                    history.push((today, first_contact(today)));
                    history.push((today, commit(commitment(StartSituation::B, today))));
                    if begun == 4 {
                        history.push((today, interview(today)));
                        history.push((today, establish(plan_content(today), today)));
                    }
                }
                2 => history.push((today, Command::OpenRouteB { received_on: today, keep_questionnaire: false })),
                _ => {}
            }
            for (pause, command) in steps {
                today = today + Days::new(pause);
                history.push((today, stated_by(today, command)));
            }
            history
        },
    )
}
