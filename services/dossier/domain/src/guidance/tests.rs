use super::*;
use crate::Command;
use crate::ami::{Work, WorkContract};
use crate::consent::ConsentPurpose;
use crate::fact::{CodexKind, Told, Track, TrackKind};
use crate::other_track::{OtherTrackCommand, OtherTrackKind};
use crate::partner_referral::{NewReferral, ReferralCommand};
use crate::samples::{Case, codex_note, day, ended, establish, form, interview, plan_content, referring, told};
use trajet_law::referral::{Content, ReferralKey, ReferralKind};
use trajet_law::route_c::{Presentation, RegionalForm};

fn found(of: Guidance, on: NaiveDate) -> GuidanceResult {
    let outcome = Outcome::default();
    GuidanceResult { on, of, result: ResultReached::Partly, outcome, findings: FreeText("words".into()) }
}

fn result(of: Guidance, on: NaiveDate) -> Command {
    Command::RegisterResult(found(of, on))
}

fn at_work(of: Guidance, on: NaiveDate, since: NaiveDate) -> Command {
    let work = Work { since, contract: WorkContract::Permanent, as_before: true, percent_of_full_time: 50 };
    let outcome = Outcome { work: Some(work), ..Outcome::default() };
    Command::RegisterResult(GuidanceResult { outcome, ..found(of, on) })
}

fn refer(recipient: Recipient, on: NaiveDate) -> Command {
    let organisation = recipient.is_partner().then(|| "0206653946".to_owned());
    let kind = if recipient == Recipient::OccupationalPhysician {
        ReferralKind::PreReturnVisit
    } else {
        ReferralKind::Training
    };
    let content = Content::from_iter([]);
    Command::Referral(ReferralCommand::Refer(NewReferral {
        number: None,
        key: Some(ReferralKey([1; 16])),
        referral: trajet_law::referral::Referral {
            kind,
            recipient,
            organisation,
            employer: None,
            overridden: None,
            agreed_on: on,
            content,
        },
        agreement_reference: "A-7".into(),
        concerted_on: Some(on),
        by: referring(),
    }))
}

/// A case in which everybody guided the person, and the first day on which each did.
fn guided() -> (Case, [(Guidance, NaiveDate); 4]) {
    let mut case = Case::met();
    let track = OtherTrackCommand::Record { kind: OtherTrackKind::Training, since: day(2023, 1, 23), last_day: None };
    case.on(day(2023, 1, 23), &Command::OtherTrack(track));
    case.on(day(2023, 1, 24), &refer(Recipient::Actiris, day(2023, 1, 24)));
    case.on(day(2023, 1, 25), &refer(Recipient::OccupationalPhysician, day(2023, 1, 25)));
    let since = [
        (Guidance::Coordinator, day(2023, 1, 20)),
        (Guidance::OtherTrack, day(2023, 1, 23)),
        (Guidance::Partner, day(2023, 1, 24)),
        (Guidance::OccupationalPhysician, day(2023, 1, 25)),
    ];
    (case, since)
}

#[test]
fn d24_the_result_of_each_form_of_guidance_is_registered_from_its_first_day_on() {
    let today = day(2023, 2, 6);
    let (mut case, since) = guided();
    for (of, first) in since {
        let before = first.pred_opt().expect("a day");
        assert_eq!(case.refusal(today, &result(of, before)), "IMPOSSIBLE_DATES", "{of:?}");
        assert_eq!(case.refusal(today, &result(of, day(2023, 2, 7))), "IMPOSSIBLE_DATES", "{of:?}");
        let events = case.on(today, &result(of, first));
        assert_eq!(events, [Event::ResultRegistered(found(of, first))]);
        assert_eq!((events[0].effective_on(), events[0].ground()), (first, GuidanceResult::RULE.into()));
        case.on(today, &result(of, today));
    }
    assert_eq!(case.state.results.len(), 8);
}

#[test]
fn d24_where_nobody_guided_the_person_so_there_is_no_result() {
    let today = day(2023, 2, 6);
    let mut case = Case::met();
    for of in [Guidance::OccupationalPhysician, Guidance::Partner, Guidance::OtherTrack] {
        assert_eq!(case.refusal(today, &result(of, today)), "NOT_GUIDED", "{of:?}");
    }
    assert_eq!(Case::referred().refusal(today, &result(Guidance::Coordinator, today)), "NOT_GUIDED");
    case.on(day(2023, 2, 1), &told(Told::Codex(codex_note(CodexKind::Requested, day(2023, 2, 1)))));
    case.on(today, &result(Guidance::OccupationalPhysician, day(2023, 2, 1)));
    let mut by_hand = Case::met();
    let from = day(2023, 1, 30);
    by_hand.on(
        from,
        &told(Told::TrackStarted(Track { kind: TrackKind::CodexRequested, from, until: None, asked_by: None })),
    );
    by_hand.on(today, &result(Guidance::OccupationalPhysician, from));
    let presentation = Presentation { on: day(2023, 2, 2), form: RegionalForm::Amf };
    case.on(day(2023, 2, 2), &told(Told::Presented(presentation)));
    assert_eq!(case.refusal(today, &result(Guidance::Partner, day(2023, 2, 1))), "IMPOSSIBLE_DATES");
    case.on(today, &result(Guidance::Partner, day(2023, 2, 2)));
}

#[test]
fn d24_two_results_of_one_form_do_not_share_a_day() {
    let today = day(2023, 2, 6);
    let (mut case, _) = guided();
    case.on(today, &result(Guidance::Partner, today));
    assert_eq!(case.refusal(today, &at_work(Guidance::Partner, today, today)), "RESULT_REGISTERED");
    case.on(today, &result(Guidance::Coordinator, today));
    case.on(today, &result(Guidance::Partner, day(2023, 2, 5)));
}

#[test]
fn d3_d24_t6_a_result_needs_consent_and_outlives_the_incapacity_and_not_the_person() {
    let today = day(2023, 2, 6);
    let (mut case, _) = guided();
    case.on(today, &ended(day(2023, 2, 3), false));
    case.on(today, &at_work(Guidance::Coordinator, today, day(2023, 2, 4)));
    let (mut withdrawn, _) = guided();
    withdrawn.on(today, &Command::RecordConsents(form(&[(ConsentPurpose::Trajectory, false)], today)));
    assert_eq!(withdrawn.refusal(today, &result(Guidance::Coordinator, today)), "CONSENT_REFUSED");
    let (mut dead, _) = guided();
    dead.on(today, &ended(day(2023, 2, 3), true));
    assert_eq!(dead.refusal(today, &result(Guidance::Coordinator, today)), "INCAPACITY_ENDED");
}

#[test]
fn d24_the_work_lies_between_the_first_day_of_the_incapacity_and_the_day_on_which_it_is_found() {
    let today = day(2023, 2, 6);
    let (mut case, _) = guided();
    let start = case.state.recognition.as_ref().expect("it is recognised").incapacity_start;
    for since in [start.pred_opt().expect("a day"), day(2023, 2, 7)] {
        assert_eq!(case.refusal(today, &at_work(Guidance::Coordinator, today, since)), "IMPOSSIBLE_DATES");
    }
    case.on(today, &at_work(Guidance::Coordinator, today, start));
}

#[test]
fn d20_d24_paid_work_that_is_found_ends_the_presumption_the_day_before() {
    let mut case = Case::committed();
    case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
    case.on(day(2023, 3, 1), &establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1)));
    let last = |case: &Case| case.state.presumptions[0].presumed.last;
    assert_eq!(last(&case), Some(day(2023, 8, 31)));
    case.on(day(2023, 5, 2), &result(Guidance::Coordinator, day(2023, 5, 2)));
    assert_eq!(last(&case), Some(day(2023, 8, 31)));
    case.on(day(2023, 5, 9), &at_work(Guidance::Coordinator, day(2023, 5, 9), day(2023, 5, 3)));
    assert_eq!(last(&case), Some(day(2023, 5, 2)));
}

#[test]
fn d20_d24_work_that_began_before_the_plan_ends_its_presumption_where_it_was_done_up_to_a_day_after_it() {
    for (found_on, last) in [(day(2023, 2, 28), day(2023, 8, 31)), (day(2023, 3, 1), day(2023, 2, 28))] {
        let mut case = Case::committed();
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        case.on(day(2023, 3, 1), &establish(plan_content(day(2023, 3, 1)), day(2023, 3, 1)));
        case.on(day(2023, 5, 9), &at_work(Guidance::Coordinator, found_on, day(2023, 2, 6)));
        assert_eq!(case.state.presumptions[0].presumed.last, Some(last), "{found_on}");
    }
}
