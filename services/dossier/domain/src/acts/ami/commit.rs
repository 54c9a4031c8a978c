//! The statement of commitment, by which a trajectory starts.
//!
//! Circular 2022/383, part IV, 4.1 (D12, D13): coordinator, physician and person sign it, in one of four situations. The
//! trajectory starts on the day of the last signature (own reading). In situations B and C the occupational physician is
//! to be told (D14).

use chrono::NaiveDate;
use trajet_law::deadline::Step;
use trajet_law::rule::Rule;

use super::super::consents::represented;
use super::inform;
use crate::ami::{
    AmiEndReason, AmiHappened, AmiRejection, Commitment, CommitmentPart, InformDutyKind, NewCommitment, situation,
};
use crate::course::Course;
use crate::event::Event;
use crate::impossible::{DateField, ImpossibleDate, possible};
use crate::permitted::{consented, recognised, within_incapacity};
use crate::rejection::Rejection;
use crate::state::State;

/// Records the statement, and the start when it is complete.
pub(crate) fn decide(course: &mut Course, new: &NewCommitment, today: NaiveDate) -> Result<(), Rejection> {
    let state = &course.state;
    let commitment = Commitment {
        situation: new.situation,
        employer_link: new.employer_link,
        employer: new.employer,
        coordinator_subject: new.by.clone(),
        coordinator: new.coordinator.clone(),
        person: new.person.clone(),
        physician: new.physician.clone(),
    };
    let signed = [
        (DateField::CoordinatorSignedOn, Some(&commitment.coordinator)),
        (DateField::PersonSignedOn, Some(&commitment.person)),
        (DateField::PhysicianSignedOn, commitment.physician.as_ref()),
    ];
    let signed: Vec<_> = signed.into_iter().filter_map(|(field, it)| Some((field, it?.on))).collect();
    let recognised_on = recognised(state)?.recognised_on;
    possible(signed.iter().filter_map(|(field, on)| ImpossibleDate::outside(*field, *on, recognised_on, today)))?;
    let signed_on = commitment.signed_on();
    represented(state, commitment.person.representative, commitment.person.on)?;
    within_incapacity(state, commitment.complete_on().unwrap_or(signed_on))?;
    not_before_contact(state, signed_on, signed.iter().map(|(_, on)| *on))?;
    consented(state)?;
    let missing: Vec<_> = [(new.support, CommitmentPart::Support), (new.cooperation, CommitmentPart::Cooperation)]
        .into_iter()
        .filter_map(|(committed, part)| (!committed).then_some(part))
        .collect();
    if !missing.is_empty() {
        return Err(AmiRejection::CommitmentIncomplete(missing).into());
    }
    if state.ami.iter().any(|other| other.last_day().is_none_or(|last_day| signed_on <= last_day)) {
        return Err(AmiRejection::CommitmentStands.into());
    }
    situation::permitted(state, &commitment, signed_on)?;
    // It starts on the day of the last signature.
    commitment.complete_on().map_or(Ok(()), |on| situation::without_codex(state, on))?;

    let number = u32::try_from(state.ami.len()).unwrap_or(u32::MAX).saturating_add(1);
    course.push(Event::ami(number, AmiHappened::Committed(commitment)));
    started(course, number);
    if let Some(end) = course.state.end {
        let ended = AmiHappened::Ended { last_day: end.last_day, reason: AmiEndReason::IncapacityEnded };
        course.push(Event::ami(number, ended));
    }
    Ok(())
}

/// Nobody signs before the first contact (D13).
pub(super) fn not_before_contact(
    state: &State,
    signed_on: NaiveDate,
    mut days: impl Iterator<Item = NaiveDate>,
) -> Result<(), Rejection> {
    let contact_on = situation::contacted_on(state, signed_on)?;
    if days.any(|on| on < contact_on) { Err(Rejection::NotContacted { rule: Rule::D13 }) } else { Ok(()) }
}

/// Starts a trajectory whose statement is complete.
pub(super) fn started(course: &mut Course, number: u32) {
    let Some(trajectory) = course.state.ami.iter().find(|trajectory| trajectory.number == number) else { return };
    let situation = trajectory.commitment.situation;
    let Some(on) = trajectory.commitment.complete_on() else { return };
    course.meet(Step::AmiCommitmentSignature, on);
    course.push(Event::ami(number, AmiHappened::Started { on, situation }));
    if situation.beside_an_employer() {
        inform::arise(course, number, InformDutyKind::Start, on);
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::codex::Employer;
    use trajet_law::deadline::Closure;

    use super::*;
    use crate::ami::{EmployerLink, StartSituation};
    use crate::consent::ConsentPurpose;
    use crate::contact::{Channel, NextWay};
    use crate::fact::{CodexEnd, CodexKind, CodexNote, Told, Track, TrackKind, VisitOutcome};
    use crate::samples::{
        Case, codex_note, commit, commitment, completed, day, decided, ended, first, first_contact, form, keeping,
        new_contact, signature, told,
    };
    use crate::{Command, NewContact, Stage};

    const ON: fn() -> NaiveDate = || day(2023, 2, 1);

    fn visited(case: &mut Case) {
        case.on(ON(), &told(Told::Codex(codex_note(CodexKind::PreReturnVisit, day(2023, 1, 25)))));
    }

    fn codex_ended(case: &mut Case, definitively_unfit: bool) {
        let end = Some(CodexEnd { article: "I.4-76".into(), definitively_unfit });
        let note = CodexNote { end, ..codex_note(CodexKind::Ended, day(2023, 1, 27)) };
        case.on(ON(), &told(Told::Codex(note)));
    }

    fn attempt(case: &mut Case, situation: StartSituation, employer_link: EmployerLink) -> Result<(), &'static str> {
        let new = NewCommitment { employer_link, ..commitment(situation, ON()) };
        case.attempt(ON(), &commit(new)).map(|_| ()).map_err(|rejection| rejection.code())
    }

    #[test]
    fn d13_d15_the_trajectory_starts_with_the_last_signature_and_the_month_counts_from_the_two() {
        let mut case = Case::met();
        let new = NewCommitment {
            physician: None,
            person: signature(day(2023, 2, 3)),
            ..commitment(StartSituation::B, ON())
        };
        case.on(day(2023, 2, 3), &commit(new));
        assert_eq!(case.state.stage(), Stage::Committed);
        assert_eq!(case.due(Step::AmiFirstInterview), Some(day(2023, 3, 3)));
        assert_eq!(case.due(Step::AmiCommitmentSignature), Some(day(2023, 2, 17)));
        assert_eq!(case.due(Step::AmiStartNotice), None);

        let sign = Command::Ami(crate::ami::AmiCommand::Sign(signature(day(2023, 2, 10))));
        case.on(day(2023, 2, 10), &sign);
        assert_eq!(case.state.ami[0].started_on, Some(day(2023, 2, 10)));
        let met = Some(Closure::Met { on: day(2023, 2, 10) });
        assert_eq!(case.deadline(Step::AmiCommitmentSignature).and_then(|it| it.2), met);
        assert_eq!(case.due(Step::AmiFirstInterview), Some(day(2023, 3, 3)));
        assert_eq!(case.state.stage(), Stage::AmiTrajectory);
        assert_eq!(case.refusal(day(2023, 2, 11), &sign), "ALREADY_SIGNED");
    }

    #[test]
    fn d13_who_signs_on_the_day_of_the_first_contact_has_been_met() {
        let mut case = Case::met();
        let on = day(2023, 1, 20);
        case.on(on, &commit(commitment(StartSituation::B, on)));
        assert_eq!(case.state.ami[0].started_on, Some(on));
    }

    #[test]
    fn d13_what_the_physician_signed_by_the_last_day_can_be_entered_after_it() {
        let sign = |on| Command::Ami(crate::ami::AmiCommand::Sign(signature(on)));
        let mut case = Case::met();
        case.on(ON(), &commit(NewCommitment { physician: None, ..commitment(StartSituation::B, ON()) }));
        let (last_day, reason) = (day(2023, 2, 6), crate::ami::AmiEndReason::Stopped);
        case.on(last_day, &Command::Ami(crate::ami::AmiCommand::End { last_day, reason }));
        assert_eq!(case.refusal(day(2023, 2, 8), &sign(day(2023, 2, 7))), "NO_AMI_TRAJECTORY");
        case.on(day(2023, 2, 8), &sign(last_day));
        assert_eq!(case.state.ami[0].started_on, Some(last_day));
    }

    #[test]
    fn d13_the_statement_holds_both_commitments_and_all_that_it_lacks_is_named() {
        let new = NewCommitment { support: false, cooperation: false, ..commitment(StartSituation::B, ON()) };
        let refused = Case::met().attempt(ON(), &commit(new)).expect_err("it lacks both");
        assert_eq!(refused.to_string(), "the statement lacks the commitment to support, cooperation");
        let one = NewCommitment { cooperation: false, ..commitment(StartSituation::B, ON()) };
        assert_eq!(Case::met().refusal(ON(), &commit(one)), "COMMITMENT_INCOMPLETE");
    }

    #[test]
    fn d12_a_is_for_who_has_no_contract_any_more() {
        let mut without = Case::without_contract();
        without.on(day(2022, 12, 12), &crate::samples::referred(day(2022, 12, 12), true));
        let three: Vec<_> = ConsentPurpose::asked(false).map(|purpose| (purpose, true)).collect();
        let contact = Command::RecordContact {
            contact: new_contact(day(2023, 1, 20)),
            kind: first(form(&three, day(2023, 1, 20))),
        };
        without.on(day(2023, 1, 20), &contact);
        assert_eq!(attempt(&mut without, StartSituation::B, EmployerLink::CannotAnyMore), Err("SITUATION_NOT_MET"));
        assert_eq!(attempt(&mut without, StartSituation::A, EmployerLink::NoLonger), Err("SITUATION_NOT_MET"));
        assert_eq!(attempt(&mut without, StartSituation::A, EmployerLink::None), Ok(()));
        assert_eq!(without.due(Step::AmiStartNotice), None, "there is nobody to tell");
        assert_eq!(attempt(&mut Case::met(), StartSituation::A, EmployerLink::None), Err("SITUATION_NOT_MET"));
        assert_eq!(attempt(&mut Case::met(), StartSituation::A, EmployerLink::NoLonger), Ok(()));
    }

    #[test]
    fn d12_b_is_for_who_was_not_referred_to_the_occupational_physician() {
        let mut referred = Case::referred();
        let way = NewContact { next_way: Some(NextWay::PreReturnVisit), ..new_contact(day(2023, 1, 20)) };
        referred.on(
            day(2023, 1, 20),
            &Command::RecordContact { contact: way, kind: first(crate::samples::all_granted(day(2023, 1, 20))) },
        );
        assert_eq!(attempt(&mut referred, StartSituation::B, EmployerLink::CannotAnyMore), Err("SITUATION_NOT_MET"));
        let other = NewContact {
            next_way: Some(NextWay::AmiTrajectory),
            channel: Channel::Telephone,
            ..new_contact(day(2023, 1, 30))
        };
        referred.on(day(2023, 1, 30), &Command::RecordContact { contact: other, kind: crate::ContactKind::Other });
        assert_eq!(attempt(&mut referred, StartSituation::B, EmployerLink::NoLonger), Err("SITUATION_NOT_MET"));
        assert_eq!(attempt(&mut referred, StartSituation::B, EmployerLink::ContractGoesOn), Ok(()));
        let mut visited_case = Case::met();
        visited(&mut visited_case);
        assert_eq!(
            attempt(&mut visited_case, StartSituation::B, EmployerLink::CannotAnyMore),
            Err("SITUATION_NOT_MET")
        );
    }

    #[test]
    fn d12_c_follows_a_visit_and_d_a_codex_trajectory_that_ended_definitively_unfit() {
        let link = EmployerLink::CannotAnyMore;
        assert_eq!(attempt(&mut Case::met(), StartSituation::C, link), Err("SITUATION_NOT_MET"));
        let mut case = Case::met();
        visited(&mut case);
        assert_eq!(attempt(&mut case, StartSituation::C, link), Ok(()));
        for (outcome, expected) in [
            (VisitOutcome::WorkResumes, Err("SITUATION_NOT_MET")),
            (VisitOutcome::CodexAsked, Err("SITUATION_NOT_MET")),
            (VisitOutcome::CodexNotAsked, Ok(())),
        ] {
            let mut case = Case::met();
            visited(&mut case);
            let visit = codex_note(CodexKind::PreReturnVisit, day(2023, 1, 25));
            case.on(ON(), &told(Told::Codex(CodexNote { visit_outcome: Some(outcome), ..visit })));
            assert_eq!(attempt(&mut case, StartSituation::C, link), expected);
        }

        let mut case = Case::met();
        codex_ended(&mut case, false);
        assert_eq!(attempt(&mut case, StartSituation::D, link), Err("SITUATION_NOT_MET"));
        codex_ended(&mut case, true);
        assert_eq!(attempt(&mut case, StartSituation::D, EmployerLink::NoLonger), Ok(()));
        assert_eq!(case.due(Step::AmiStartNotice), None);
    }

    #[test]
    fn d12_x5_the_visit_for_one_employer_says_nothing_of_the_visit_for_another() {
        let link = EmployerLink::CannotAnyMore;
        let [one, other] = ["0403019261", "0206653946"].map(|number| Employer::parse(number).ok());
        let visit = |employer: Option<Employer>, outcome, on| {
            let visit_outcome = Some(outcome);
            told(Told::Codex(CodexNote { visit_outcome, employer, ..codex_note(CodexKind::PreReturnVisit, on) }))
        };
        let (against, resumes) = (VisitOutcome::CodexNotAsked, VisitOutcome::WorkResumes);
        let mut case = Case::met();
        case.on(ON(), &visit(one, against, day(2023, 1, 24)));
        case.on(ON(), &visit(other, resumes, day(2023, 1, 25)));
        assert_eq!(attempt(&mut case, StartSituation::C, link), Ok(()));

        // A visit that names nobody can be of each employer: the last by its day counts.
        for (named, unnamed, expected) in [(against, resumes, Err("SITUATION_NOT_MET")), (resumes, against, Ok(()))] {
            let mut case = Case::met();
            case.on(ON(), &visit(one, named, day(2023, 1, 24)));
            case.on(ON(), &visit(other, resumes, day(2023, 1, 25)));
            case.on(ON(), &visit(None, unnamed, day(2023, 1, 26)));
            assert_eq!(attempt(&mut case, StartSituation::C, link), expected);
        }
    }

    #[test]
    fn d12_a_codex_trajectory_in_force_bars_the_start() {
        let track = |until| {
            Told::TrackStarted(Track { kind: TrackKind::CodexRequested, from: day(2023, 1, 22), until, asked_by: None })
        };
        for (until, expected) in
            [(None, Err("CODEX_GOES_ON")), (Some(ON()), Err("CODEX_GOES_ON")), (Some(day(2023, 1, 31)), Ok(()))]
        {
            let mut case = Case::met();
            case.on(ON(), &told(track(until)));
            assert_eq!(attempt(&mut case, StartSituation::B, EmployerLink::CannotAnyMore), expected);
        }
    }

    #[test]
    fn d13_nobody_signs_before_the_first_contact_and_consent() {
        let b = |on| commit(commitment(StartSituation::B, on));
        assert_eq!(Case::opened().refusal(ON(), &b(ON())), "NO_REQUEST");
        assert_eq!(Case::referred().refusal(ON(), &b(ON())), "NOT_CONTACTED");
        assert_eq!(Case::met().refusal(ON(), &b(day(2023, 1, 19))), "NOT_CONTACTED");
        let early =
            NewCommitment { physician: Some(signature(day(2023, 1, 19))), ..commitment(StartSituation::B, ON()) };
        assert_eq!(Case::met().refusal(ON(), &commit(early)), "NOT_CONTACTED");
        assert_eq!(Case::met().refusal(ON(), &b(day(2023, 2, 2))), "IMPOSSIBLE_DATES");
        let mut withdrawn = Case::met();
        let form = form(&[(ConsentPurpose::Trajectory, false)], day(2023, 1, 25));
        withdrawn.on(day(2023, 1, 25), &Command::RecordConsents(form));
        assert_eq!(withdrawn.refusal(ON(), &b(ON())), "CONSENT_REFUSED");
        let mut over = Case::met();
        over.on(ON(), &ended(day(2023, 1, 31), false));
        assert_eq!(over.refusal(ON(), &b(ON())), "INCAPACITY_ENDED");
        over.on(ON(), &b(day(2023, 1, 30)));
        assert_eq!(over.state.ami[0].last_day(), Some(day(2023, 1, 31)));
        let open = over.state.deadlines.all_open().map(|open| open.plan.step);
        assert_eq!(open.collect::<Vec<_>>(), [Step::AmiEvaluation], "the results of what was over are evaluated");
    }

    #[test]
    fn m13_d13_route_b_needs_the_physicians_authorisation() {
        let b = commit(commitment(StartSituation::B, ON()));
        let mut case = Case::opened();
        case.on(day(2022, 11, 20), &completed(day(2022, 11, 20)));
        case.on(day(2023, 1, 10), &keeping(day(2023, 1, 10)));
        case.on(day(2023, 1, 20), &first_contact(day(2023, 1, 20)));
        assert_eq!(case.refusal(ON(), &b), "NOT_AUTHORISED");
        case.on(day(2023, 1, 23), &Command::RequestAuthorisation { asked_on: None });
        case.on(day(2023, 2, 6), &decided(1, day(2023, 2, 2), true));
        assert_eq!(case.refusal(day(2023, 2, 6), &b), "NOT_AUTHORISED");
        case.on(day(2023, 2, 6), &commit(commitment(StartSituation::B, day(2023, 2, 2))));
    }

    #[test]
    fn d13_one_trajectory_goes_on_at_a_time() {
        let mut case = Case::committed();
        let again = |on| commit(commitment(StartSituation::B, on));
        assert_eq!(case.refusal(day(2023, 2, 2), &again(day(2023, 2, 2))), "COMMITMENT_STANDS");
        let reason = AmiEndReason::Stopped;
        case.on(day(2023, 2, 5), &Command::Ami(crate::ami::AmiCommand::End { last_day: day(2023, 2, 5), reason }));
        assert_eq!(case.refusal(day(2023, 2, 6), &again(day(2023, 2, 5))), "COMMITMENT_STANDS");
        case.on(day(2023, 2, 6), &again(day(2023, 2, 6)));
        assert_eq!(case.state.ami[1].number, 2);
    }
}
