//! The facts on which a waiver rests, as it names them: whether they were ever told.
//!
//! A step that was taken away by a fact which is not there was taken away by nothing: it is lost. The kinds are said once more, in
//! this program's own reading of the facts; one that it does not know was never told.

use std::collections::BTreeSet;

use crate::ami::Ami;
use crate::day::Day;
use crate::fact::{Fact, Kind, TakenOver};
use crate::finding::{FindingKind, Findings};
use crate::referral::Referral;
use crate::step::Step;

/// A dated fact, as a waiver names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its kind: `work_begun`.
    pub kind: String,
    /// Its day.
    pub on: Day,
}

/// The dated facts that a case was told.
#[derive(Debug, Default)]
pub(crate) struct Told(BTreeSet<(&'static str, Day)>);

impl Told {
    /// Takes in a fact that was recorded on a day.
    pub(crate) fn learn(&mut self, fact: &Fact, recorded: Day) {
        self.0.extend(tells(fact, recorded));
    }

    /// Judges what a waiver names: it was told by then, and is not of a later day. What was left out before go-live (T6.c) may be
    /// dated before it.
    pub(crate) fn judge(&self, waiver: &Fact, findings: &mut Findings) {
        let Fact::Waived { step, on, ground, named } = waiver else { return };
        for Named { kind, on: day } in named {
            let found = format!("waived by {kind} of {day}");
            if !self.0.iter().any(|(known, told)| known == kind && told == day) {
                let why = "the fact that took it away was never told";
                findings.add((step, ground.as_str()), FindingKind::Lost, "open", found, why);
            } else if on < day && ground != "T6.c" {
                let why = "it was taken away before the fact that took it away";
                findings.add((step, ground.as_str()), FindingKind::Early, format!("open until {day}"), found, why);
            }
        }
    }
}

/// The dated facts that a fact tells, by their kinds.
fn tells(fact: &Fact, recorded: Day) -> Vec<(&'static str, Day)> {
    match fact {
        Fact::Annulled { .. } => vec![("act_annulled", recorded)],
        Fact::Recognised { start, taken_over, .. } => {
            let before = taken_over.iter().flat_map(told_with_go_live);
            [("first_day", *start)].into_iter().chain(before).collect()
        }
        Fact::Corrected { start, on } => vec![("first_day", *start), ("first_day_corrected", *on)],
        Fact::TrackBegan { kind, from, until, by_employer } => {
            let begun = match kind {
                Kind::Codex => "codex_begun",
                Kind::Work => "work_begun",
                Kind::RouteB => "route_b_begun",
            };
            let asked = by_employer.then_some(("codex_requested", *from));
            let ended = until.iter().flat_map(|until| ends(*kind, *until));
            [(begun, *from)].into_iter().chain(asked).chain(ended).collect()
        }
        Fact::TrackEnded { kind, until, .. } => ends(*kind, *until).to_vec(),
        Fact::Sent { on, .. } => vec![("questionnaire_sent", *on)],
        Fact::Fell { on, .. } => vec![("appointment_fallen", *on)],
        Fact::AuthorisationAsked { on, contact_on, .. } => {
            vec![("authorisation_asked", *on), ("contact", *contact_on)]
        }
        Fact::Ami { told, .. } => of_trajectory(told),
        Fact::Referral { told, .. } => of_referral(*told),
        Fact::Ended { last, died, relapsed } => {
            let ends = [Some(*last), *died].into_iter().flatten().map(|on| ("incapacity_end", on));
            ends.chain(relapsed.map(|on| ("first_day", on))).collect()
        }
        // To dispense with an examination is to waive it.
        Fact::Waived { on, ground, .. } if ground == "M5" => vec![("examination_dispensed", *on)],
        Fact::Planned { step: Step::FirstEstimate, dates }
        | Fact::Replanned { step: Step::FirstEstimate, dates, .. } => {
            let opens = dates.opens.map(|on| ("estimate_opens", on));
            opens.into_iter().chain(dates.end().map(|on| ("estimate_end", on))).collect()
        }
        fact => of_one_day(fact).into_iter().collect(),
    }
}

/// A fact that tells one day alone.
fn of_one_day(fact: &Fact) -> Option<(&'static str, Day)> {
    Some(match fact {
        Fact::CodexAsked { on, .. } => ("codex_requested", *on),
        Fact::CodexOver { on, .. } => ("codex_end", *on),
        Fact::Looked { on } => ("looked", *on),
        Fact::NotSent { on } => ("questionnaire_waived", *on),
        Fact::HelpAsked { on } => ("help_asked", *on),
        Fact::Completed { on, .. } => ("questionnaire_back", *on),
        Fact::Impossible { on } => ("completion_impossible", *on),
        Fact::Estimated { on, .. } => ("estimate", *on),
        Fact::Referred { on, .. } => ("referral", *on),
        Fact::Requested { on, .. } => ("trajectory_requested", *on),
        Fact::Held { on, .. } => ("contact", *on),
        Fact::Answered { on, .. } => ("trajectory_decided", *on),
        Fact::WorkAppliedFor { on, .. } => ("work_applied_for", *on),
        Fact::WorkBegan { on, .. } => ("work_resumed", *on),
        Fact::WorkWithdrawn { on, .. } => ("work_withdrawn", *on),
        Fact::ProgrammeSucceeded { last_day, .. } => ("programme_end", *last_day),
        Fact::TrajectoryEnded { on, .. } => ("trajectory_end", *on),
        Fact::Consented { on, .. } => ("consent", *on),
        Fact::Written { on, .. } => ("message_posted", *on),
        Fact::Presented { on } => ("presentation", *on),
        _ => return None,
    })
}

fn told_with_go_live(before: &TakenOver) -> Vec<(&'static str, Day)> {
    let TakenOver { on, sent, back, requested, contact } = before;
    let known = [
        ("questionnaire_sent", sent),
        ("questionnaire_back", back),
        ("trajectory_requested", requested),
        ("contact", contact),
    ];
    let known = known.into_iter().filter_map(|(kind, on)| Some((kind, (*on)?)));
    [("go_live", *on)].into_iter().chain(known).collect()
}

/// The end of authorised work is told by a name of its own where a contact waits for it.
fn ends(kind: Kind, until: Day) -> [(&'static str, Day); 2] {
    [("track_end", until), (if kind == Kind::Work { "work_end" } else { "track_end" }, until)]
}

fn of_trajectory(told: &Ami) -> Vec<(&'static str, Day)> {
    match told {
        Ami::Committed { coordinator, person, physician, .. } => {
            let signed = *coordinator.max(person);
            let complete = physician.map(|on| on.max(signed));
            [signed].into_iter().chain(complete).map(|on| ("commitment_signed", on)).collect()
        }
        Ami::Signed { on } => vec![("commitment_signed", *on)],
        Ami::Planned { coordinator, person, .. } => vec![("plan_established", *coordinator.max(person))],
        Ami::Informed { on, .. } => vec![("informed", *on)],
        Ami::Adapted { on, .. } => vec![("plan_adapted", *on)],
        Ami::FollowedUp { on } => vec![("plan_followed_up", *on)],
        Ami::Suspended { on, .. } => vec![("ami_suspended", *on)],
        Ami::Resumed { on } => vec![("ami_resumed", *on)],
        Ami::Found { on, .. } => vec![("ami_evaluated", *on), ("return_seen", *on)],
        Ami::Ended { last } => vec![("ami_end", *last)],
    }
}

fn of_referral(told: Referral) -> Vec<(&'static str, Day)> {
    match told {
        Referral::Made { on, .. } | Referral::Asked { on } | Referral::CameBack { on } => vec![("referral_waits", on)],
        Referral::Sent { on } => vec![("referral_sent", on)],
        Referral::Answered { on } | Referral::Settled { on, .. } => vec![("partner_word", on)],
        Referral::Promised { by, on, .. } => vec![("commitment_due", by), ("partner_word", on)],
        Referral::Over { on } => vec![("referral_end", on)],
    }
}
