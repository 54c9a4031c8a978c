//! Whether a trajectory can start, by what is known on a day. Circular 2022/383, part III, 3.2, step 5, and part IV, 4.1 (D12,
//! D13, M13).

use chrono::NaiveDate;
use trajet_law::rule::Rule;

use super::commitment::{EmployerLink, StartSituation};
use super::rejection::AmiRejection;
use crate::contact::NextWay;
use crate::duty::recognised;
use crate::fact::{CodexKind, TrackKind, VisitOutcome};
use crate::rejection::Rejection;
use crate::state::State;

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
    let answer = request.authorisations.last().and_then(|asked| asked.answer);
    let authorised = answer.is_some_and(|(answered_on, authorised)| authorised && answered_on <= day);
    if authorised { Ok(on) } else { Err(AmiRejection::NotAuthorised.into()) }
}

/// Refuses a situation that what is known on a day contradicts.
pub(crate) fn permitted(
    state: &State,
    situation: StartSituation,
    link: EmployerLink,
    day: NaiveDate,
) -> Result<(), Rejection> {
    let codex = |kind| state.tracks.iter().any(|track| track.kind == kind && track.in_force_on(day));
    if codex(TrackKind::CodexRequested) {
        return Err(AmiRejection::CodexGoesOn.into());
    }
    let had_contract = recognised(state)?.has_contract;
    let contract = had_contract && matches!(link, EmployerLink::CannotAnyMore | EmployerLink::ContractGoesOn);
    let told = |kind| state.codex.iter().any(move |note| note.kind == kind && note.on <= day);
    let met = match situation {
        StartSituation::A => link == if had_contract { EmployerLink::NoLonger } else { EmployerLink::None },
        StartSituation::B => contract && !told(CodexKind::PreReturnVisit) && !referred(state, day),
        StartSituation::C => contract && decided_against_codex(state, day),
        StartSituation::D => {
            let unfit = state.codex.iter().any(|note| note.ended_unfit() && note.on <= day);
            had_contract && unfit && link != EmployerLink::None
        }
    };
    if met { Ok(()) } else { Err(AmiRejection::SituationNotMet.into()) }
}

/// Whether the person was referred to the occupational physician: that way was chosen last, of what was chosen by a day.
fn referred(state: &State, day: NaiveDate) -> bool {
    let chosen = state.contacts.iter().filter(|contact| contact.on <= day && contact.next_way.is_some());
    chosen.max_by_key(|contact| contact.on).and_then(|contact| contact.next_way).is_some_and(NextWay::needs_contract)
}

/// Whether a visit before the return took place by a day, of which nobody told that the person resumes work or asks for a CODEX
/// trajectory: with the commitment the person decides against one.
fn decided_against_codex(state: &State, day: NaiveDate) -> bool {
    let visits = state.codex.iter().filter(|note| note.kind == CodexKind::PreReturnVisit && note.on <= day);
    let last = visits.max_by_key(|note| note.on);
    last.is_some_and(|note| note.visit_outcome.is_none_or(|outcome| outcome == VisitOutcome::CodexNotAsked))
}
