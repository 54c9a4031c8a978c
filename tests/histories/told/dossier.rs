//! What the dossier and the exchange tell.

use trajet_contracts::dossier::v1::{self as dossier, AppointmentState, AttemptKind, ContactPurpose, NextWay};
use trajet_contracts::exchange::v1::codex_fact::Fact;
use trajet_contracts::exchange::v1::{self as exchange, CodexFact};
use trajet_contracts::r#type::v1::ContactChannel;

use super::{common, day, short};
use crate::compare::Lines;

pub(super) fn channel(channel: ContactChannel) -> &'static str {
    match channel {
        ContactChannel::Unspecified => "?",
        ContactChannel::Physical => "Physical",
        ContactChannel::Video => "Video",
        ContactChannel::Telephone => "Telephone",
        ContactChannel::Email => "Email",
    }
}

fn purpose(purpose: ContactPurpose) -> &'static str {
    match purpose {
        ContactPurpose::Unspecified => "?",
        ContactPurpose::FirstContact => "First",
        ContactPurpose::NegativeDecision => "Negative",
        ContactPurpose::FollowUp => "FollowUp",
        ContactPurpose::Other => "Other",
    }
}

pub(super) fn in_dossier(lines: &mut Lines, case: &dossier::Dossier) {
    let preparation = case.preparation.clone().unwrap_or_default();
    common(lines, "dossier", &case.deadlines, &preparation.tracks, &case.parked);
    lines.put("dossier.stage", short(case.stage().as_str_name(), "DOSSIER_STAGE_"));
    lines.put("dossier.contract", case.has_contract);
    for one in &preparation.referrals {
        lines.add("dossier.referral", format!("{} initial {}", day(one.referred_on), one.initial));
    }
    for request in &preparation.requests {
        let reason = short(request.end_reason().as_str_name(), "TRAJECTORY_END_REASON_");
        let ended = match request.ended_on {
            None => "goes on".to_owned(),
            on => format!("ended {} {reason}", day(on)),
        };
        let (needed, back) = (request.questionnaire_needed, day(request.questionnaire_back_on));
        lines.add("dossier.request", format!("{} needed {needed} back {back} {ended}", day(request.received_on)));
        for one in &request.authorisations {
            let answer = match one.decided_on {
                None => "awaited".to_owned(),
                on => format!("{} {}", day(on), one.authorised),
            };
            let (asked, contact, told) = (day(one.asked_on), day(one.contact_on), one.actions_told);
            lines.add("dossier.authorisation", format!("asked {asked} contact {contact} told {told} {answer}"));
        }
    }
    for one in &preparation.appointments {
        let state = match one.state() {
            AppointmentState::Unspecified => "?",
            AppointmentState::Open => "Open",
            AppointmentState::Held => "Held",
            AppointmentState::NoShow => "NoShow",
            AppointmentState::Rescheduled => "Rescheduled",
            AppointmentState::Cancelled => "Cancelled",
        };
        let (on, how, for_what) = (day(one.appointment_on), channel(one.channel()), purpose(one.purpose()));
        let invited = day(one.invitation.as_ref().unwrap().invited_on);
        let words = format!("{for_what} {on} {how} invited {invited} {state} replaces {}", one.replaces);
        lines.add("dossier.appointment", words);
    }
    for one in &preparation.attempts {
        let kind = if one.kind() == AttemptKind::NoShow { "no-show" } else { "not-reached" };
        let words = format!("{kind} {} {} {}", purpose(one.purpose()), day(one.tried_on), channel(one.channel()));
        lines.add("dossier.attempt", words);
    }
    for one in &preparation.refusals {
        lines.add("dossier.refusal", format!("{} {}", purpose(one.purpose()), day(one.refused_on)));
    }
    if let Some(help) = &preparation.help {
        lines.put("dossier.help", format!("asked {} ended {}", day(help.asked_on), day(help.ended_on)));
    }
    for note in &preparation.codex {
        lines.add("dossier.codex", format!("{} {}", note.kind, day(note.on)));
    }
    let trajectory = case.trajectory.clone().unwrap_or_default();
    for one in &trajectory.contacts {
        let way = match one.next_way() {
            NextWay::Unspecified => "-",
            NextWay::PreReturnVisit => "PreReturn",
            NextWay::CodexTrajectory => "Codex",
            NextWay::AmiTrajectory => "Ami",
            NextWay::None => "Nothing",
            NextWay::Undecided => "Undecided",
        };
        let (on, how, actions) = (day(one.held_on), channel(one.channel()), one.actions.len());
        lines.add("dossier.contact", format!("{} {on} {how} actions {actions} way {way}", purpose(one.purpose())));
    }
    for one in &trajectory.consents {
        lines.put(format!("dossier.consent {}", one.purpose), format!("{} since {}", one.granted, day(one.since)));
    }
    if let Some(end) = &case.end {
        lines.put("dossier.end", format!("{} deceased {}", day(end.last_day), end.deceased));
    }
}

pub(super) fn in_exchange(lines: &mut Lines, case: &exchange::ExchangeCase) {
    for one in &case.codex {
        lines.add("exchange.codex", told_by(one.fact.as_ref().unwrap()));
    }
    if case.ended_on.is_some() {
        lines.put("exchange.end", format!("{} deceased {}", day(case.ended_on), case.deceased));
    }
    for fact in &case.parked {
        lines.add("exchange.parked", format!("{} {} {}", fact.kind, fact.because, day(fact.effective_on)));
    }
}

fn told_by(fact: &CodexFact) -> String {
    match fact.fact.as_ref().unwrap() {
        Fact::Requested(one) => format!("Requested {}", day(one.requested_on)),
        Fact::PreReturnVisit(one) => format!("Visit {}", day(one.held_on)),
        Fact::PlanSigned(one) => format!("Signed {}", day(one.signed_on)),
        Fact::WorkResumed(one) => format!("Resumed {}", day(one.resumed_on)),
        Fact::Ended(one) => format!("Ended {}", day(one.ended_on)),
    }
}
