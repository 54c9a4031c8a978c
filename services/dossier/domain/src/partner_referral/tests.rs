use trajet_law::codex::Employer;
use trajet_law::deadline::{Closure, Step};
use trajet_law::explain::Subject;
use trajet_law::referral::{
    Class, CommitmentKind, Content, DeclineReason, Overridden, ReferralKey, ReferralKind, Stage,
};
use trajet_law::rule::Ground;

use super::*;
use crate::Command;
use crate::concertation::Party;
use crate::consent::ConsentForm;
use crate::event::Event;
use crate::fact::Told;
use crate::samples::{Case, coordinator, day, ended, first_contact, first_contact_refused, form, referring, told};
use crate::trajectory::ChosenEnd;

const STEP: Step = Step::ReferralFollowUp;

/// A referral for a training to Actiris, competent in Brussels where the person of these tests lives.
fn new(recipient: Recipient, kind: ReferralKind, agreed_on: NaiveDate) -> NewReferral {
    let organisation = recipient.is_partner().then(|| "0206653946".to_owned());
    let content = Content::from_iter([]);
    NewReferral {
        number: None,
        key: Some(ReferralKey([1; 16])),
        referral: Referral { kind, recipient, organisation, employer: None, overridden: None, agreed_on, content },
        agreement_reference: "A-7".into(),
        concerted_on: Some(agreed_on),
        by: referring(),
    }
}

fn refer(new: NewReferral) -> Command {
    Command::Referral(ReferralCommand::Refer(new))
}

fn to_actiris(on: NaiveDate) -> Command {
    refer(new(Recipient::Actiris, ReferralKind::Training, on))
}

fn withdraw(number: u32, agreement: bool) -> Command {
    Command::Referral(ReferralCommand::Withdraw { number, agreement })
}

fn said(on: NaiveDate, progress: Progress) -> Command {
    told(Told::Referral { number: 1, key: Some(ReferralKey([1; 16])), said: Said { on, progress } })
}

fn consents(decisions: &[(ConsentPurpose, bool)], on: NaiveDate) -> Command {
    Command::RecordConsents(ConsentForm { ..form(decisions, on) })
}

fn stage(case: &Case) -> Stage {
    case.state.partner_referrals.last().expect("a referral").course.stage()
}

/// A case with a referral of 1 February 2023.
fn made() -> Case {
    let mut case = Case::met();
    case.on(day(2023, 2, 1), &to_actiris(day(2023, 2, 1)));
    case
}

#[test]
fn x2_a_referral_is_made_after_the_first_contact_and_not_before() {
    let mut case = Case::referred();
    assert_eq!(case.refusal(day(2023, 1, 19), &to_actiris(day(2023, 1, 19))), "NOT_CONTACTED");
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    let events = case.on(day(2023, 1, 20), &to_actiris(day(2023, 1, 20)));
    let [Event::Referral(event @ ReferralEvent::Made(made)), Event::DeadlinePlanned { .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((made.number, made.made_on, event.ground()), (1, day(2023, 1, 20), Rule::X2.into()));
    assert_eq!(stage(&case), Stage::Queued);
}

#[test]
fn x3_it_rests_on_the_consent_of_its_purpose() {
    let mut refused = Case::referred();
    refused.on(day(2023, 1, 20), &first_contact_refused(day(2023, 1, 20)));
    assert!(refused.attempt(day(2023, 1, 21), &to_actiris(day(2023, 1, 21))).is_err());

    let mut case = Case::met();
    case.on(day(2023, 1, 25), &consents(&[(ConsentPurpose::Exchange, false)], day(2023, 1, 25)));
    assert_eq!(case.refusal(day(2023, 1, 26), &to_actiris(day(2023, 1, 26))), "EXCHANGE_NOT_CONSENTED");
    let to_physician = |on| refer(new(Recipient::OccupationalPhysician, ReferralKind::PreReturnVisit, on));
    case.on(day(2023, 1, 26), &to_physician(day(2023, 1, 26)));
    case.on(day(2023, 1, 27), &consents(&[(ConsentPurpose::OccupationalPhysician, false)], day(2023, 1, 27)));
    assert_eq!(case.refusal(day(2023, 1, 27), &to_physician(day(2023, 1, 27))), "PHYSICIAN_NOT_CONSENTED");
}

#[test]
fn x3_the_occupational_physician_is_asked_of_who_has_a_contract() {
    let mut case = Case::without_contract();
    case.on(day(2023, 1, 10), &crate::samples::referred(day(2022, 12, 12), true));
    let contact = crate::samples::new_contact(day(2023, 1, 20));
    let asked: Vec<_> = ConsentPurpose::asked(false).map(|purpose| (purpose, true)).collect();
    let kind = crate::samples::first(form(&asked, day(2023, 1, 20)));
    case.on(day(2023, 1, 20), &Command::RecordContact { contact, kind });
    let to_physician = refer(new(Recipient::OccupationalPhysician, ReferralKind::PreReturnVisit, day(2023, 1, 20)));
    assert_eq!(case.refusal(day(2023, 1, 20), &to_physician), "PURPOSE_NEEDS_CONTRACT");
    case.on(day(2023, 1, 20), &to_actiris(day(2023, 1, 20)));
}

#[test]
fn x3_the_person_agrees_to_this_referral_since_the_consent() {
    let mut case = Case::met();
    let agreed = |on| {
        refer(NewReferral {
            concerted_on: Some(day(2023, 1, 20)),
            ..new(Recipient::Actiris, ReferralKind::Training, on)
        })
    };
    assert_eq!(case.refusal(day(2023, 2, 1), &agreed(day(2023, 1, 19))), "AGREEMENT_NOT_IN_FORCE");
    case.on(day(2023, 2, 1), &agreed(day(2023, 1, 20)));
    case.on(day(2023, 2, 3), &withdraw(1, true));
    assert_eq!(case.refusal(day(2023, 2, 10), &agreed(day(2023, 2, 3))), "AGREEMENT_NOT_IN_FORCE");
    case.on(day(2023, 2, 10), &agreed(day(2023, 2, 4)));
    case.on(day(2023, 2, 11), &withdraw(2, false));
    case.on(day(2023, 2, 11), &agreed(day(2023, 2, 4)));
}

#[test]
fn x3_an_agreement_that_was_taken_back_was_to_one_referral_and_no_other() {
    let on = day(2023, 2, 3);
    for (recipient, kind, refused) in [
        (Recipient::Actiris, ReferralKind::Training, Some("AGREEMENT_NOT_IN_FORCE")),
        (Recipient::Actiris, ReferralKind::Other, None),
        (Recipient::OccupationalPhysician, ReferralKind::Other, None),
    ] {
        let mut case = made();
        case.on(on, &withdraw(1, true));
        let again = NewReferral { key: Some(ReferralKey([2; 16])), ..new(recipient, kind, on) };
        let found = case.attempt(on, &refer(again)).err().map(|refusal| refusal.code());
        assert_eq!(found, refused, "{recipient:?} {kind:?}");
    }
}

#[test]
fn x11_of_who_is_no_partner_nothing_is_awaited() {
    let mut case = Case::met();
    let on = day(2023, 2, 1);
    case.on(on, &refer(new(Recipient::TreatingPhysician, ReferralKind::Other, on)));
    assert_eq!((stage(&case), case.due(STEP)), (Stage::Queued, None));
    case.on(
        on,
        &refer(NewReferral { key: Some(ReferralKey([2; 16])), ..new(Recipient::Actiris, ReferralKind::Training, on) }),
    );
    assert!(case.due(STEP).is_some());
}

#[test]
fn x5_a_referral_to_the_occupational_physician_leads_to_a_codex_trajectory_until_it_is_undone() {
    let (on, back_on) = (day(2023, 2, 1), day(2023, 2, 6));
    for (kind, leads) in
        [(ReferralKind::PreReturnVisit, true), (ReferralKind::CodexTrajectory, true), (ReferralKind::Other, false)]
    {
        let mut case = Case::met();
        case.on(on, &refer(new(Recipient::OccupationalPhysician, kind, on)));
        assert_eq!(case.state.partner_referrals[0].leads_to_codex(), leads, "{kind:?}");
        let undone_by = |case: &Case, day| case.state.partner_referrals[0].undone_by(day);
        assert!(!undone_by(&case, back_on));
        case.on(back_on, &withdraw(1, false));
        assert_eq!([day(2023, 2, 5), back_on].map(|day| undone_by(&case, day)), [false, true]);
    }
}

#[test]
fn x3_a_refusal_says_what_stands_in_the_way() {
    let classes = ReferralRejection::ClassNotPermitted(vec![Class::ALL[0], Class::ALL[1]]);
    let says = classes.to_string();
    assert!(says.ends_with(&format!("{}, {}", Class::ALL[0].code(), Class::ALL[1].code())), "{says}");
    assert_eq!(ReferralRejection::Over.to_string(), "the referral is over");
}

#[test]
fn x3_a_class_goes_only_to_who_may_have_it() {
    let mut case = Case::met();
    let with = |recipient, class: Class| {
        let mut new = new(recipient, ReferralKind::Other, day(2023, 2, 1));
        new.referral.content = Content::from_iter([(class, "a text".into())]);
        refer(new)
    };
    let on = day(2023, 2, 1);
    assert_eq!(case.refusal(on, &with(Recipient::Actiris, Class::Diagnosis)), "CLASS_NOT_PERMITTED");
    assert_eq!(case.refusal(on, &with(Recipient::OtherProvider, Class::Functioning)), "CLASS_NOT_PERMITTED");
    case.on(on, &with(Recipient::OccupationalPhysician, Class::Diagnosis));
    case.on(on, &with(Recipient::Actiris, Class::Functioning));
}

#[test]
fn x2_the_recipient_does_what_is_asked() {
    let mut case = Case::met();
    let visit = refer(new(Recipient::Actiris, ReferralKind::PreReturnVisit, day(2023, 2, 1)));
    assert_eq!(case.refusal(day(2023, 2, 1), &visit), "KIND_NOT_TAKEN");
}

#[test]
fn x1_another_regional_service_is_asked_with_a_reason() {
    let mut case = Case::met();
    let mut vdab = new(Recipient::Vdab, ReferralKind::Training, day(2023, 2, 1));
    assert_eq!(case.refusal(day(2023, 2, 1), &refer(vdab.clone())), "SERVICE_NOT_COMPETENT");
    vdab.referral.overridden = Some(Overridden::Language);
    case.on(day(2023, 2, 1), &refer(vdab));
    let mut actiris = new(Recipient::Actiris, ReferralKind::Training, day(2023, 2, 1));
    actiris.referral.overridden = Some(Overridden::Language);
    case.on(day(2023, 2, 1), &refer(actiris));
    let reasons: Vec<_> = case.state.partner_referrals.iter().map(|one| one.referral.overridden).collect();
    assert_eq!(reasons, [Some(Overridden::Language), None]);
}

#[test]
fn d27_nobody_is_referred_without_concertation_with_the_physician() {
    let mut case = Case::met();
    let alone = NewReferral { concerted_on: None, ..new(Recipient::Actiris, ReferralKind::Training, day(2023, 2, 1)) };
    assert_eq!(case.refusal(day(2023, 2, 1), &refer(alone.clone())), "CONCERTATION_MISSING");
    let by = Author { party: Party::Physician, ..referring() };
    case.on(day(2023, 2, 1), &refer(NewReferral { by, concerted_on: Some(day(2023, 2, 1)), ..alone }));
    assert_eq!(case.state.partner_referrals[0].concerted_on, None, "no concertation with themselves");
}

/// A referral of the physician's own, with whom nobody concerts.
fn by_the_physician(recipient: Recipient, kind: ReferralKind, on: NaiveDate) -> Command {
    let by = Author { party: Party::Physician, ..referring() };
    refer(NewReferral { by, concerted_on: None, ..new(recipient, kind, on) })
}

#[test]
fn d27_m13_the_physician_refers_at_any_stage_and_the_coordinator_only_what_is_authorised() {
    let therapist = |on| refer(new(Recipient::Therapist, ReferralKind::Other, on));
    let own = |on| by_the_physician(Recipient::Therapist, ReferralKind::Other, on);
    let mut undecided = Case::contacted();
    assert_eq!(undecided.refusal(day(2023, 1, 25), &therapist(day(2023, 1, 24))), "NOT_AUTHORISED");
    undecided.on(day(2023, 1, 25), &own(day(2023, 1, 24)));
    assert_eq!(stage(&undecided), Stage::Queued);
    let mut refused = Case::not_authorised();
    assert_eq!(refused.refusal(day(2023, 2, 3), &therapist(day(2023, 2, 3))), "NOT_AUTHORISED");
    refused.on(day(2023, 2, 3), &own(day(2023, 2, 3)));
    let visit = by_the_physician(Recipient::OccupationalPhysician, ReferralKind::PreReturnVisit, day(2023, 2, 3));
    assert_eq!(refused.refusal(day(2023, 2, 3), &visit), "NOT_AUTHORISED", "that way is offered at a contact");
}

#[test]
fn d27_what_waits_for_no_contact_goes_on_with_a_request_of_which_nobody_was_met_yet() {
    let on = day(2023, 2, 1);
    let with_key = |key: u8, command: Command| match command {
        Command::Referral(ReferralCommand::Refer(new)) => {
            refer(NewReferral { key: Some(ReferralKey([key; 16])), ..new })
        }
        other => other,
    };
    let own = by_the_physician(Recipient::Therapist, ReferralKind::Other, on);
    let advice = by_the_physician(Recipient::OccupationalPhysician, ReferralKind::AdaptedWorkAdvice, on);
    let mut case = Case::met();
    for (key, command) in (1..).zip([to_actiris(on), own, advice]) {
        case.on(on, &with_key(key, command));
    }
    case.on(day(2023, 2, 13), &crate::samples::route_b(day(2023, 2, 13)));
    // Who went no further before they asked anew
    let went_no_further = crate::samples::new_contact(day(2023, 2, 10));
    let next_way = Some(crate::contact::NextWay::None);
    let contact = crate::NewContact { actions: [].into(), next_way, ..went_no_further };
    case.on(day(2023, 2, 15), &Command::RecordContact { contact, kind: crate::ContactKind::Other });
    let stages: Vec<_> = case.state.partner_referrals.iter().map(|one| one.course.stage()).collect();
    assert_eq!(stages, [Stage::Ended, Stage::Queued, Stage::Ended]);
}

#[test]
fn x4_the_look_moves_to_what_waits_earlier_while_the_former_is_awaited_still() {
    let mut case = made();
    let vdab = new(Recipient::Vdab, ReferralKind::Training, day(2023, 2, 1));
    let referral = Referral { overridden: Some(Overridden::Language), ..vdab.referral.clone() };
    case.on(day(2023, 2, 1), &refer(NewReferral { key: Some(ReferralKey([2; 16])), referral, ..vdab }));
    let of_vdab = |on, progress| {
        let (key, said) = (Some(ReferralKey([2; 16])), Said { on, progress });
        told(Told::Referral { number: 2, key, said })
    };
    case.on(day(2023, 2, 3), &said(day(2023, 2, 3), Progress::Sent));
    case.on(day(2023, 2, 3), &of_vdab(day(2023, 2, 3), Progress::Sent));
    assert_eq!(case.due(STEP), Some(day(2023, 2, 10)));
    let events = case.on(day(2023, 2, 6), &of_vdab(day(2023, 2, 6), Progress::Returned));
    let [Event::Noted(_), Event::DeadlineReplanned { before, after, .. }] = &events[..] else { panic!("{events:?}") };
    assert_eq!((before.target, after.target), (Some(day(2023, 2, 10)), Some(day(2023, 2, 7))));
}

#[test]
fn m11_the_physician_asks_the_occupational_physician_for_no_codex_trajectory_at_any_stage() {
    let (on, to) = (day(2023, 2, 1), Recipient::OccupationalPhysician);
    let codex = ReferralKind::CodexTrajectory;
    let mut case = Case::met();
    assert_eq!(case.refusal(on, &by_the_physician(to, codex, on)), "CODEX_NOT_BY_PHYSICIAN");
    case.on(on, &by_the_physician(to, ReferralKind::PreReturnVisit, on));
    case.on(on, &refer(new(to, codex, on)));
    assert_eq!(case.state.partner_referrals.len(), 2, "a visit, and what the coordinator asks for with the person");
}

#[test]
fn d27_the_physicians_own_referral_waits_for_no_contact_but_for_consent_and_for_something_that_goes_on() {
    let own = |on| by_the_physician(Recipient::Therapist, ReferralKind::Other, on);
    let mut case = Case::referred();
    assert_eq!(case.refusal(day(2023, 1, 19), &own(day(2023, 1, 19))), "CONSENT_REFUSED", "it is asked at the contact");
    case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
    case.on(day(2023, 2, 1), &Command::EndTrajectory { on: day(2023, 2, 1), reason: ChosenEnd::NotWished });
    assert_eq!(case.refusal(day(2023, 2, 2), &own(day(2023, 2, 2))), "NO_REQUEST");
    // The physician refers to the coordinator once more: no contact yet, and the consents stand.
    case.on(day(2023, 3, 20), &crate::samples::referred(day(2023, 3, 20), false));
    assert_eq!(case.refusal(day(2023, 3, 21), &to_actiris(day(2023, 3, 21))), "NOT_CONTACTED");
    case.on(day(2023, 3, 21), &own(day(2023, 3, 21)));
    assert_eq!(stage(&case), Stage::Queued, "it does not end for want of a contact");
    case.on(day(2023, 3, 22), &Command::EndTrajectory { on: day(2023, 3, 22), reason: ChosenEnd::NotWished });
    assert_eq!(stage(&case), Stage::Ended);
}

#[test]
fn x11_a_recipient_of_their_own_is_no_partner_and_rests_on_consent_and_agreement_all_the_same() {
    let mut case = Case::met();
    let therapist = |on| refer(new(Recipient::Therapist, ReferralKind::Other, on));
    assert_eq!(case.refusal(day(2023, 2, 1), &therapist(day(2023, 1, 19))), "AGREEMENT_NOT_IN_FORCE");
    let events = case.on(day(2023, 2, 1), &therapist(day(2023, 2, 1)));
    assert_eq!(events[0].ground(), Ground::from(Rule::X11));
    case.on(day(2023, 2, 2), &consents(&[(ConsentPurpose::Exchange, false)], day(2023, 2, 2)));
    assert_eq!(stage(&case), Stage::Ended);
    assert_eq!(case.refusal(day(2023, 2, 3), &therapist(day(2023, 2, 3))), "EXCHANGE_NOT_CONSENTED");
}

#[test]
fn x4_one_of_a_kind_to_the_same_stands_at_a_time_and_so_many_in_all() {
    let mut case = made();
    assert_eq!(case.refusal(day(2023, 2, 2), &to_actiris(day(2023, 2, 2))), "REFERRAL_STANDS");
    for number in 1..MOST_OPEN_REFERRALS {
        let mut other = new(Recipient::Actiris, ReferralKind::Training, day(2023, 2, 2));
        other.referral.organisation = Some(format!("{number:010}"));
        case.on(day(2023, 2, 2), &refer(other));
    }
    let other = refer(new(Recipient::Actiris, ReferralKind::Other, day(2023, 2, 2)));
    assert_eq!(case.refusal(day(2023, 2, 2), &other), "TOO_MANY_REFERRALS");
    assert_eq!(case.refusal(day(2023, 2, 2), &withdraw(21, false)), "NO_SUCH_REFERRAL");
    case.on(day(2023, 2, 2), &withdraw(1, false));
    assert_eq!(case.refusal(day(2023, 2, 2), &withdraw(1, false)), "REFERRAL_OVER");
    case.on(day(2023, 2, 2), &other);
}

#[test]
fn x2_a_referral_is_a_decision_to_be_explained_with_its_concertation() {
    let mut case = Case::met();
    let events = case.on(day(2023, 2, 1), &to_actiris(day(2023, 2, 1)));
    let decided = events.iter().find_map(Event::decision).map(|decision| decision.subject);
    let concerted = Some(day(2023, 2, 1));
    let made = |it| matches!(it, Subject::PartnerReferral { number: 1, concerted_on } if concerted_on == concerted);
    assert!(decided.is_some_and(made));
}

#[test]
fn x4_of_each_employer_one_stands_and_one_that_names_none_may_be_of_any() {
    let on = day(2023, 2, 2);
    let visit = |employer: Option<&str>| {
        let mut new = new(Recipient::OccupationalPhysician, ReferralKind::PreReturnVisit, on);
        new.referral.employer = employer.map(|number| Employer::parse(number).expect("a number"));
        refer(new)
    };
    let (one, other) = (Some("0411724220"), Some("0428759497"));
    let mut case = Case::met();
    case.on(on, &visit(one));
    assert_eq!(case.refusal(on, &visit(one)), "REFERRAL_STANDS");
    assert_eq!(case.refusal(on, &visit(None)), "REFERRAL_STANDS");
    case.on(on, &visit(other));
    // Who takes back what they agreed to of one employer agrees to another still.
    case.on(day(2023, 2, 3), &withdraw(1, true));
    assert_eq!(case.refusal(day(2023, 2, 3), &visit(one)), "AGREEMENT_NOT_IN_FORCE");
    case.on(day(2023, 2, 3), &withdraw(2, false));
    case.on(day(2023, 2, 3), &visit(other));
    let mut unnamed = Case::met();
    unnamed.on(on, &visit(None));
    assert_eq!(unnamed.refusal(on, &visit(other)), "REFERRAL_STANDS");
}

#[test]
fn x3_a_referral_ends_with_the_consent_the_trajectory_or_the_incapacity() {
    for (command, because) in [
        (consents(&[(ConsentPurpose::Exchange, false)], day(2023, 2, 10)), ReferralEnd::ConsentWithdrawn),
        (consents(&[(ConsentPurpose::Trajectory, false)], day(2023, 2, 10)), ReferralEnd::ConsentWithdrawn),
        (Command::EndTrajectory { on: day(2023, 2, 10), reason: ChosenEnd::NotWished }, ReferralEnd::TrajectoryEnded),
        (ended(day(2023, 2, 9), true), ReferralEnd::IncapacityEnded),
        (ended(day(2023, 2, 9), false), ReferralEnd::IncapacityEnded),
    ] {
        let mut case = made();
        case.on(day(2023, 2, 2), &said(day(2023, 2, 2), Progress::Sent));
        let events = case.on(day(2023, 2, 10), &command);
        let over = ReferralEvent::Ended { number: 1, key: Some(ReferralKey([1; 16])), on: day(2023, 2, 10), because };
        assert!(events.contains(&Event::Referral(over)), "{because}");
        assert_eq!((stage(&case), case.due(STEP)), (Stage::Ended, None), "{because}");
        let closed = case.deadline(STEP).expect("it was awaited").2;
        assert!(matches!(closed, Some(Closure::Waived { .. })), "{because}");
        case.on(day(2023, 2, 11), &said(day(2023, 2, 10), Progress::Acknowledged));
        assert_eq!((stage(&case), case.due(STEP)), (Stage::Ended, None), "what comes late opens nothing");
    }
}

#[test]
fn x4_what_a_partner_owes_stands_on_the_coordinators_list_first_the_first() {
    let mut case = made();
    assert_eq!(case.due(STEP), Some(day(2023, 2, 2)), "it is not sent yet");
    case.on(day(2023, 2, 2), &said(day(2023, 2, 2), Progress::Sent));
    assert_eq!(case.due(STEP), Some(day(2023, 2, 9)));
    case.on(day(2023, 2, 4), &said(day(2023, 2, 3), Progress::Acknowledged));
    let closed: Vec<_> =
        case.state.deadlines.iter().filter(|one| one.plan.step == STEP).map(|one| one.closed).collect();
    let met = |on| Some(Closure::Met { on });
    assert_eq!(closed, [met(day(2023, 2, 2)), met(day(2023, 2, 3)), None]);
    assert_eq!(case.due(STEP), Some(day(2023, 2, 10)), "an answer is to come");
    case.on(day(2023, 2, 6), &said(day(2023, 2, 6), Progress::Accepted));
    assert_eq!(case.due(STEP), Some(day(2023, 2, 13)), "something is to be undertaken");
    let commit = |number, by| Progress::Committed { number, kind: CommitmentKind::Interview, by };
    case.on(day(2023, 2, 6), &said(day(2023, 2, 6), commit(1, day(2023, 3, 10))));
    assert_eq!(case.due(STEP), Some(day(2023, 3, 11)));
    case.on(day(2023, 2, 7), &said(day(2023, 2, 7), commit(2, day(2023, 2, 20))));
    assert_eq!(case.due(STEP), Some(day(2023, 2, 21)), "another one comes before it");
    case.on(day(2023, 2, 8), &said(day(2023, 2, 8), Progress::Renegotiated { number: 2, by: day(2023, 2, 28) }));
    assert_eq!(case.due(STEP), Some(day(2023, 3, 1)));
    let kept = |number, on| Progress::Kept { number, kept_on: on };
    case.on(day(2023, 2, 25), &said(day(2023, 2, 25), kept(2, day(2023, 2, 24))));
    assert_eq!(case.due(STEP), Some(day(2023, 3, 11)));
    case.on(day(2023, 3, 20), &said(day(2023, 3, 20), kept(1, day(2023, 3, 20))));
    assert_eq!(case.due(STEP), Some(day(2023, 3, 27)), "its end is to come");
    case.on(day(2023, 3, 21), &said(day(2023, 3, 21), Progress::Completed));
    assert_eq!(case.due(STEP), None);
}

#[test]
fn x4_what_comes_back_or_is_asked_waits_for_the_coordinator_the_day_after() {
    let asked = Progress::InformationAsked(trajet_law::referral::InformationAsked::ALL[0]);
    for (word, is_over) in
        [(Progress::Returned, true), (Progress::Declined(DeclineReason::Other), true), (asked, false)]
    {
        let told = || {
            let mut case = made();
            if word != Progress::Returned {
                case.on(day(2023, 2, 2), &said(day(2023, 2, 2), Progress::Sent));
                case.on(day(2023, 2, 2), &said(day(2023, 2, 2), Progress::Acknowledged));
            }
            case.on(day(2023, 2, 3), &said(day(2023, 2, 3), word));
            assert_eq!(case.due(STEP), Some(day(2023, 2, 4)), "{:?}", stage(&case));
            case
        };
        // A look of the same day may have been before the word.
        let mut case = told();
        case.on(day(2023, 2, 3), &Command::RecordLook { on: day(2023, 2, 3), by: coordinator() });
        assert_eq!(case.due(STEP), Some(day(2023, 2, 4)));
        case.on(day(2023, 2, 6), &Command::RecordLook { on: day(2023, 2, 6), by: coordinator() });
        assert_eq!(
            case.due(STEP),
            (!is_over).then_some(day(2023, 2, 4)),
            "a question waits for the partner's next word"
        );
        if is_over {
            let closed = case.deadline(STEP).and_then(|(.., closed)| closed);
            assert_eq!(closed, Some(Closure::Met { on: day(2023, 2, 6) }));
            // Who refers again knows of it too.
            let mut case = told();
            case.on(day(2023, 2, 6), &to_actiris(day(2023, 2, 6)));
            assert_eq!(case.due(STEP), Some(day(2023, 2, 7)));
        }
        // With what led to it nothing waits.
        let mut case = told();
        case.on(day(2023, 2, 6), &Command::EndTrajectory { on: day(2023, 2, 6), reason: ChosenEnd::NotWished });
        assert_eq!(case.due(STEP), None);
        assert!(matches!(case.deadline(STEP), Some((.., Some(Closure::Waived { .. })))));
    }
}

#[test]
fn x4_what_is_told_of_a_referral_that_is_not_known_waits_and_is_not_taken_for_what_is_told_of_another() {
    // What the partner of an annulled referral said, and one that was made before referrals had names of their own.
    for of in [Some(ReferralKey([9; 16])), None] {
        let mut case = Case::met();
        let word = told(Told::Referral {
            number: 1,
            key: of,
            said: Said { on: day(2023, 2, 2), progress: Progress::Accepted },
        });
        case.on(day(2023, 2, 2), &word);
        assert_eq!(case.state.parked.len(), 1);
        case.on(day(2023, 2, 3), &to_actiris(day(2023, 2, 3)));
        assert_eq!((case.state.partner_referrals[0].number, stage(&case)), (1, Stage::Queued));
        case.on(day(2023, 2, 4), &word);
        assert_eq!(
            (stage(&case), case.due(STEP)),
            (Stage::Queued, Some(day(2023, 2, 4))),
            "the number is the same, the referral is not"
        );
        case.on(day(2023, 2, 4), &said(day(2023, 2, 4), Progress::Sent));
        assert_eq!((stage(&case), case.state.parked.len()), (Stage::Sent, 1));
    }
}

#[test]
fn x4_the_same_day_agreed_again_is_heard_again() {
    let mut case = made();
    for progress in [Progress::Sent, Progress::Acknowledged, Progress::Accepted] {
        case.on(day(2023, 2, 2), &said(day(2023, 2, 2), progress));
    }
    let commit = Progress::Committed { number: 1, kind: CommitmentKind::Interview, by: day(2023, 3, 10) };
    case.on(day(2023, 2, 2), &said(day(2023, 2, 2), commit));
    for by in [20, 25, 20] {
        let moved = Progress::Renegotiated { number: 1, by: day(2023, 3, by) };
        case.on(day(2023, 2, 6), &said(day(2023, 2, 6), moved));
        assert_eq!(case.due(STEP), Some(day(2023, 3, by + 1)));
    }
}

#[test]
fn x3_an_agreement_of_before_a_withdrawal_of_the_first_purpose_is_none() {
    let mut case = made();
    case.on(day(2023, 2, 10), &consents(&[(ConsentPurpose::Trajectory, false)], day(2023, 2, 10)));
    case.on(day(2023, 2, 20), &consents(&[(ConsentPurpose::Trajectory, true)], day(2023, 2, 20)));
    assert_eq!(case.refusal(day(2023, 2, 21), &to_actiris(day(2023, 2, 1))), "AGREEMENT_NOT_IN_FORCE");
    case.on(day(2023, 2, 21), &to_actiris(day(2023, 2, 20)));
}

#[test]
fn x3_an_agreement_that_was_taken_back_is_that_to_the_same_referral_alone() {
    let (agreed, back) = (day(2023, 2, 3), day(2023, 2, 6));
    let mut case = made();
    case.on(back, &withdraw(1, true));
    assert_eq!(case.refusal(back, &to_actiris(agreed)), "AGREEMENT_NOT_IN_FORCE");
    // For something else, and to somebody else.
    case.on(back, &refer(new(Recipient::Actiris, ReferralKind::Other, agreed)));
    case.on(back, &refer(new(Recipient::Phare, ReferralKind::Training, agreed)));
}
