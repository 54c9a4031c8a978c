//! Whether a trajectory can start, by what is known on a day. Circular 2022/383, part III, 3.2, step 5, and part IV, 4.1 (D12,
//! D13, M13).

use chrono::NaiveDate;
use trajet_law::codex::Employer;
use trajet_law::rule::Rule;

use super::commitment::{Commitment, EmployerLink, StartSituation};
use super::rejection::AmiRejection;
use crate::codex::CodexParty;
use crate::contact::NextWay;
use crate::fact::{CodexKind, CodexNote, TrackKind, VisitOutcome};
use crate::partner_referral::PartnerReferral;
use crate::permitted::recognised;
use crate::rejection::Rejection;
use crate::state::State;
use crate::trajectory::TrajectoryRequest;

/// The day of the first contact of what goes on, on a day: a referral, or a request that the physician authorised by then.
pub(crate) fn contacted_on(state: &State, day: NaiveDate) -> Result<NaiveDate, Rejection> {
    let referrals = state
        .referrals
        .iter()
        .filter(|referral| referral.on <= day && state.ended_since(referral.on).is_none_or(|ended_on| day < ended_on));
    let held_on = |since| state.first_contact_day_since(since).filter(|on| *on <= day);
    if let Some(on) = referrals.clone().filter_map(|referral| held_on(referral.on)).min() {
        return Ok(on);
    }
    let Some(request) = state.requests.iter().rfind(|request| request.goes_on(day)) else {
        let referred = referrals.count() > 0;
        return Err(if referred { Rejection::NotContacted { rule: Rule::D13 } } else { Rejection::NoRequest });
    };
    let contact = request.first_contact.filter(|on| *on <= day);
    let on = contact.ok_or(Rejection::NotContacted { rule: Rule::D13 })?;
    if answered(request, day) == Some(true) { Ok(on) } else { Err(AmiRejection::NotAuthorised.into()) }
}

/// What the physician last decided by a day on what a request is for.
fn answered(request: &TrajectoryRequest, day: NaiveDate) -> Option<bool> {
    let answers = request.authorisations.iter().filter_map(|asked| asked.answer);
    answers.rev().find(|(answered_on, _)| *answered_on <= day).map(|(_, authorised)| authorised)
}

/// Refuses what would carry out on a day what does not go on, or what the physician has not authorised (M13). The person can be
/// referred to the occupational physician before the decision, for that is offered at the first contact, and not while the last
/// one is negative (D8; own reading).
pub(crate) fn carried_out(state: &State, day: NaiveDate, to_the_physician: bool) -> Result<(), Rejection> {
    let refused = contacted_on(state, day).err();
    let undecided = || {
        let request = state.requests.iter().rfind(|request| request.goes_on(day));
        request.is_some_and(|request| answered(request, day).is_none())
    };
    match refused {
        Some(Rejection::Ami(AmiRejection::NotAuthorised)) if to_the_physician && undecided() => Ok(()),
        // What is refused is more than the start of a trajectory of the sickness insurance.
        Some(Rejection::NotContacted { .. }) => Err(Rejection::NotContacted { rule: Rule::D3 }),
        Some(refused) => Err(refused),
        None => Ok(()),
    }
}

/// Refuses a situation that what is known on a day contradicts.
pub(crate) fn permitted(state: &State, commitment: &Commitment, day: NaiveDate) -> Result<(), Rejection> {
    without_codex(state, day)?;
    let Commitment { situation, employer_link: link, employer, .. } = *commitment;
    let had_contract = recognised(state)?.has_contract;
    let contract = had_contract && matches!(link, EmployerLink::CannotAnyMore | EmployerLink::ContractGoesOn);
    let visited = state.codex.iter().filter(|note| note.kind == CodexKind::PreReturnVisit && note.on <= day);
    let visited = visited.filter(|note| concerns(note.employer, employer)).count() > 0;
    let met = match situation {
        StartSituation::A => link == if had_contract { EmployerLink::NoLonger } else { EmployerLink::None },
        StartSituation::B => contract && !visited && !referred(state, employer, day),
        StartSituation::C => contract && decided_against_codex(state, employer, day),
        StartSituation::D => {
            let unfit = last_for_an_employer(state, (CodexKind::Ended, employer), day, CodexNote::ended_unfit);
            had_contract && unfit && link != EmployerLink::None
        }
    };
    if met { Ok(()) } else { Err(AmiRejection::SituationNotMet.into()) }
}

/// Whether what names one employer, or none, may be of the employer whom a commitment is about; of any where it names none (own
/// reading).
fn concerns(named: Option<Employer>, about: Option<Employer>) -> bool {
    named.is_none() || about.is_none() || named == about
}

/// Refuses what starts on a day beside a CODEX trajectory, in whatever situation (own reading).
pub(crate) fn without_codex(state: &State, day: NaiveDate) -> Result<(), Rejection> {
    let beside = state.tracks.iter().any(|track| track.kind == TrackKind::CodexRequested && track.in_force_on(day));
    if beside { Err(AmiRejection::CodexGoesOn.into()) } else { Ok(()) }
}

/// Whether the person was referred to the occupational physician by a day: that way was chosen at a contact, or a referral was
/// made and not undone, and no other way was chosen since.
fn referred(state: &State, about: Option<Employer>, day: NaiveDate) -> bool {
    let chosen = state.contacts.iter().filter_map(|contact| Some((contact.on, contact.next_way?.needs_contract())));
    let made = led_to_codex(state, about, day);
    let all = chosen.chain(made.map(|one| (one.made_on, true)));
    all.filter(|(on, _)| *on <= day).max_by_key(|(on, _)| *on).is_some_and(|(_, to_the_physician)| to_the_physician)
}

/// The referrals to the occupational physician that may be about an employer and were not undone by a day.
fn led_to_codex(state: &State, about: Option<Employer>, day: NaiveDate) -> impl Iterator<Item = &PartnerReferral> {
    let made = state.partner_referrals.iter().filter(move |one| one.leads_to_codex() && !one.undone_by(day));
    made.filter(move |one| concerns(one.referral.employer, about))
}

/// Whether a visit before the return took place by a day, for the employer or for some employer where none is named, after which the person decided against a CODEX
/// trajectory.
fn decided_against_codex(state: &State, about: Option<Employer>, day: NaiveDate) -> bool {
    let against = |visit: &CodexNote| decided_against(state, visit, about, day);
    last_for_an_employer(state, (CodexKind::PreReturnVisit, about), day, against)
}

/// Whether what an occupational physician told last of a kind by a day, for some employer, is so. It says nothing of another
/// employer; what was told without naming one can be for each (own reading). Of two words on one day the one by which the person is
/// definitively unfit is the last (D14).
fn last_for_an_employer(
    state: &State,
    (kind, about): (CodexKind, Option<Employer>),
    day: NaiveDate,
    is_so: impl Fn(&CodexNote) -> bool,
) -> bool {
    let notes = state.codex.iter().filter(|note| note.kind == kind && note.on <= day);
    let notes = notes.filter(|note| concerns(note.employer, about));
    let notes: Vec<(CodexParty, &CodexNote)> = notes.map(|note| (CodexParty::named(note), note)).collect();
    let named = |of: &CodexParty| notes.iter().any(|(it, _)| it.employer.is_some() && it.may_be(of));
    let mut parties = notes.iter().map(|(of, _)| of).filter(|of| of.employer.is_some() || !named(of));
    parties.any(|party| {
        let of_it = notes.iter().filter(|(of, _)| of.may_be(party)).map(|(_, note)| *note);
        of_it.max_by_key(|note| (note.on, note.ended_unfit())).is_some_and(&is_so)
    })
}

/// Whether the person decided against a CODEX trajectory after a visit, by a day: the last way that was chosen since decides, at a
/// contact or by a referral to the occupational physician; where none was, the commitment does, if nobody told that they resume
/// work or ask for one.
fn decided_against(state: &State, visit: &CodexNote, about: Option<Employer>, day: NaiveDate) -> bool {
    let since = state.contacts.iter().filter(|contact| visit.on < contact.on && contact.on <= day);
    let chosen = since.filter_map(|contact| {
        let way = contact.next_way?;
        (way == NextWay::AmiTrajectory || way.needs_contract()).then_some((contact.on, way == NextWay::AmiTrajectory))
    });
    let made =
        led_to_codex(state, about, day).map(|one| (one.made_on, false)).filter(|(on, _)| visit.on < *on && *on <= day);
    let against = chosen.chain(made).max_by_key(|(on, _)| *on).map(|(_, against)| against);
    against.unwrap_or_else(|| visit.visit_outcome.is_none_or(|outcome| outcome == VisitOutcome::CodexNotAsked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contact::NextWay;
    use crate::samples::{Case, codex_note, day, new_contact, referring, signature, told};
    use crate::{ChosenEnd, Command, ContactKind, NewContact};
    use trajet_law::referral::{Content, Overridden, Recipient, Referral, ReferralKey, ReferralKind};

    use crate::fact::{CodexEnd, Told};
    use crate::partner_referral::{NewReferral, ReferralCommand};

    const VISIT: fn() -> NaiveDate = || day(2023, 2, 6);

    /// Met, and seen by the occupational physician on 6 February 2023.
    fn visited(outcome: VisitOutcome) -> Case {
        let mut case = Case::met();
        let note = CodexNote { visit_outcome: Some(outcome), ..codex_note(CodexKind::PreReturnVisit, VISIT()) };
        case.on(VISIT(), &told(Told::Codex(note)));
        case
    }

    fn chose(case: &mut Case, on: NaiveDate, way: NextWay) {
        let contact = NewContact { next_way: Some(way), ..new_contact(on) };
        case.on(on, &Command::RecordContact { contact, kind: ContactKind::Other });
    }

    fn refer(case: &mut Case, on: NaiveDate, kind: ReferralKind, recipient: Recipient) {
        refer_about(case, on, kind, recipient, None);
    }

    fn refer_about(
        case: &mut Case,
        on: NaiveDate,
        kind: ReferralKind,
        recipient: Recipient,
        employer: Option<Employer>,
    ) {
        let new = NewReferral {
            number: None,
            key: Some(ReferralKey([9; 16])),
            referral: Referral {
                kind,
                recipient,
                organisation: Some("0206653946".to_owned()),
                employer,
                overridden: recipient.is_partner().then_some(Overridden::Language),
                agreed_on: on,
                content: Content::default(),
            },
            agreement_reference: "A-7".to_owned(),
            concerted_on: Some(on),
            by: referring(),
        };
        case.on(on, &Command::Referral(ReferralCommand::Refer(new)));
    }

    #[test]
    fn d12_c_what_was_chosen_after_the_visit_and_by_that_day_decides() {
        let against = |case: &Case, day| decided_against_codex(&case.state, None, day);
        let (visit, next) = (VISIT(), day(2023, 2, 7));
        // A visit after which a trajectory is asked for, until another way is chosen after it
        let mut case = visited(VisitOutcome::CodexAsked);
        chose(&mut case, visit, NextWay::AmiTrajectory);
        assert!(!against(&case, visit), "what was chosen on its day was chosen before it");
        chose(&mut case, next, NextWay::AmiTrajectory);
        assert_eq!([visit, next].map(|day| against(&case, day)), [false, true]);
        // One after which none is asked for, until the person is referred for one
        let mut case = visited(VisitOutcome::CodexNotAsked);
        assert_eq!([day(2023, 2, 5), visit].map(|day| against(&case, day)), [false, true]);
        refer(&mut case, next, ReferralKind::Training, Recipient::Actiris);
        assert!(against(&case, next), "a training leads to no such trajectory");
        for (made_on, at_the_visit, after) in [(visit, true, true), (next, true, false)] {
            let mut case = visited(VisitOutcome::CodexNotAsked);
            refer(&mut case, made_on, ReferralKind::CodexTrajectory, Recipient::OccupationalPhysician);
            assert_eq!([visit, next].map(|day| against(&case, day)), [at_the_visit, after], "{made_on}");
        }
    }

    fn about(situation: StartSituation, employer_link: EmployerLink, employer: Option<Employer>) -> Commitment {
        let on = day(2023, 2, 10);
        let (coordinator, person) = (signature(on), signature(on));
        let coordinator_subject = crate::samples::coordinator();
        Commitment { situation, employer_link, employer, coordinator_subject, coordinator, person, physician: None }
    }

    fn situation_d_of(employer: Option<Employer>) -> Commitment {
        about(StartSituation::D, EmployerLink::NoLonger, employer)
    }

    #[test]
    fn d12_of_an_employer_who_is_named_what_names_another_does_not_count() {
        let [one, other] = ["0411724220", "0428759497"].map(|number| Employer::parse(number).ok());
        let on = day(2023, 2, 10);
        let end = |definitively_unfit| Some(CodexEnd { article: "I.4-76".into(), definitively_unfit });
        let visit = |employer, outcome| {
            let visit_outcome = Some(outcome);
            let note = codex_note(CodexKind::PreReturnVisit, VISIT());
            told(Told::Codex(CodexNote { visit_outcome, employer, ..note }))
        };
        let ended = |employer, unfit| {
            told(Told::Codex(CodexNote { end: end(unfit), employer, ..codex_note(CodexKind::Ended, VISIT()) }))
        };
        let goes_on = EmployerLink::ContractGoesOn;
        let [not_asked, asked] = [VisitOutcome::CodexNotAsked, VisitOutcome::CodexAsked];
        let (b, c, d) = (StartSituation::B, StartSituation::C, StartSituation::D);
        // What was told, and whether each situation is met: for the one employer, for the other, and where none is named.
        for (facts, situation, met) in [
            (vec![visit(one, not_asked)], b, [false, true, false]),
            (vec![visit(None, not_asked)], b, [false, false, false]),
            (vec![visit(one, not_asked)], c, [true, false, true]),
            (vec![visit(one, not_asked), visit(other, asked)], c, [true, false, true]),
            (vec![visit(None, not_asked)], c, [true, true, true]),
            (vec![ended(one, true)], d, [true, false, true]),
            (vec![ended(one, true), ended(other, false)], d, [true, false, true]),
        ] {
            let mut case = Case::met();
            for fact in &facts {
                case.on(VISIT(), fact);
            }
            let link = if situation == d { EmployerLink::NoLonger } else { goes_on };
            let found =
                [one, other, None].map(|employer| permitted(&case.state, &about(situation, link, employer), on));
            assert_eq!(found.map(|it| it.is_ok()), met, "{situation:?} {facts:?}");
        }
        // A referral about one employer refers the person for that one.
        let mut case = Case::met();
        refer_about(&mut case, VISIT(), ReferralKind::PreReturnVisit, Recipient::OccupationalPhysician, one);
        let found = [one, other, None].map(|employer| permitted(&case.state, &about(b, goes_on, employer), on));
        assert_eq!(found.map(|it| it.is_ok()), [false, true, false]);
        // Nor does it take back what was decided against after a visit for another.
        let mut case = Case::met();
        case.on(VISIT(), &visit(one, not_asked));
        let to = Recipient::OccupationalPhysician;
        refer_about(&mut case, day(2023, 2, 7), ReferralKind::CodexTrajectory, to, other);
        assert!(permitted(&case.state, &about(c, goes_on, one), on).is_ok());
        assert!(permitted(&case.state, &about(c, goes_on, None), on).is_err());
    }

    #[test]
    fn d12_d_the_last_end_for_each_employer_decides() {
        let (one, other) = ("0411724220", "0428759497");
        let ended = |employer: Option<&str>, on, definitively_unfit| {
            let end = Some(CodexEnd { article: "I.4-76".into(), definitively_unfit });
            let employer = employer.map(|number| Employer::parse(number).expect("a number"));
            told(Told::Codex(CodexNote { end, employer, ..codex_note(CodexKind::Ended, on) }))
        };
        let (first, later) = (day(2023, 2, 1), day(2023, 2, 10));
        let unfit = |of| ended(of, first, true);
        for (facts, situation_d) in [
            (vec![unfit(Some(one))], true),
            (vec![ended(Some(one), first, false)], false),
            // What ended later for the same employer counts, and says nothing of another.
            (vec![unfit(Some(one)), ended(Some(one), later, false)], false),
            (vec![unfit(Some(one)), ended(Some(other), later, false)], true),
            (vec![ended(Some(one), first, false), ended(Some(one), later, true)], true),
            // One that names nobody can be of each.
            (vec![unfit(Some(one)), ended(None, later, false)], false),
            (vec![unfit(None), ended(Some(one), later, false)], false),
            (vec![unfit(None)], true),
            // Of two on one day the one by which they are unfit, whichever was told first.
            (vec![unfit(Some(one)), ended(Some(one), first, false)], true),
            (vec![ended(Some(one), first, false), unfit(Some(one))], true),
        ] {
            let mut case = Case::met();
            for fact in &facts {
                case.on(later, fact);
            }
            assert_eq!(permitted(&case.state, &situation_d_of(None), later).is_ok(), situation_d, "{facts:?}");
        }
        // An end is of its day on.
        let mut case = Case::met();
        case.on(later, &ended(Some(one), later, true));
        assert!(permitted(&case.state, &situation_d_of(None), first).is_err());
    }

    #[test]
    fn d13_on_the_day_on_which_the_person_wishes_no_more_nothing_goes_on() {
        let mut case = Case::met();
        let on = day(2023, 2, 10);
        case.on(on, &Command::EndTrajectory { on, reason: ChosenEnd::NotWished });
        assert_eq!(contacted_on(&case.state, day(2023, 2, 9)), Ok(day(2023, 1, 20)));
        assert_eq!(contacted_on(&case.state, on), Err(Rejection::NoRequest));
    }
}
