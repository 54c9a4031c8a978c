//! What other services are told of a case: no appointment, and of what was agreed only what the physician may know.

use prost::{Message as _, Name as _};
use prost_types::Any;
use trajet_contracts::date::to_proto;
use trajet_contracts::dossier::v1::dossier_event::Fact;
use trajet_contracts::dossier::v1::{
    AmiEnded, AmiResumed, AmiStarted, AmiSuspended, AuthorisationAsked, ConsentsRecorded, DossierEvent,
    FirstContactHeld, PlanAdapted, PlanEstablished, PresumptionBegan, PresumptionEnded, ReferralEnded, ReferralMade,
    TrajectoryEnded, TrajectoryRequested,
};
use trajet_dossier_domain::ami::{AmiEvent, AmiHappened, PlanContent};
use trajet_dossier_domain::{Event, ReferralEvent};
use trajet_law::referral::Referral;
use trajet_ledger::Recorded;
use trajet_ledger::feed::Translated;
use trajet_service::annul;

use super::convert;

/// The contract event of a recorded one; `None` for what is nobody else's business. An erased event keeps its kind.
pub(crate) fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
    let kind = kind(&recorded.stored.kind)?;
    let payload = match &recorded.event {
        None => None,
        Some(event) => {
            let message = DossierEvent { fact: Some(fact(event)?) };
            Some(Any { type_url: DossierEvent::type_url(), value: message.encode_to_vec() })
        }
    };
    Some(Translated { kind, payload })
}

/// The contract message by which a stored kind is told.
fn kind(stored: &str) -> Option<&'static str> {
    Some(match stored {
        "act_annulled" => "trajet.type.v1.FactsAnnulled",
        "trajectory_requested" => "trajet.dossier.v1.TrajectoryRequested",
        "first_contact_held" => "trajet.dossier.v1.FirstContactHeld",
        "consents_recorded" => "trajet.dossier.v1.ConsentsRecorded",
        "authorisation_asked" => "trajet.dossier.v1.AuthorisationAsked",
        "ami_started" => "trajet.dossier.v1.AmiStarted",
        "ami_plan_established" => "trajet.dossier.v1.PlanEstablished",
        "ami_plan_adapted" => "trajet.dossier.v1.PlanAdapted",
        "ami_suspended" => "trajet.dossier.v1.AmiSuspended",
        "ami_resumed" => "trajet.dossier.v1.AmiResumed",
        "ami_ended" => "trajet.dossier.v1.AmiEnded",
        "presumption_began" => "trajet.dossier.v1.PresumptionBegan",
        "presumption_ended" => "trajet.dossier.v1.PresumptionEnded",
        "partner_referral_made" => "trajet.dossier.v1.ReferralMade",
        "partner_referral_ended" => "trajet.dossier.v1.ReferralEnded",
        "trajectory_ended" => "trajet.dossier.v1.TrajectoryEnded",
        _ => return None,
    })
}

fn fact(event: &Event) -> Option<Fact> {
    Some(match event {
        Event::ActAnnulled(annulled) => Fact::FactsAnnulled(annul::tell(annulled)),
        Event::TrajectoryRequested { received_on, questionnaire_needed, .. } => {
            Fact::TrajectoryRequested(TrajectoryRequested {
                received_on: Some(to_proto(*received_on)),
                questionnaire_needed: *questionnaire_needed,
            })
        }
        Event::ContactHeld(contact) => Fact::FirstContactHeld(FirstContactHeld { held_on: Some(to_proto(contact.on)) }),
        Event::ConsentsRecorded(form) => Fact::ConsentsRecorded(ConsentsRecorded {
            decisions: convert::tell_decisions(form),
            since: Some(to_proto(form.signed_on)),
        }),
        Event::AuthorisationAsked(asked) => Fact::AuthorisationAsked(AuthorisationAsked {
            number: asked.number,
            asked_on: Some(to_proto(asked.on)),
            contact_on: Some(to_proto(asked.contact_on)),
            actions: convert::tell_actions(&asked.actions),
        }),
        Event::PresumptionBegan(one) => {
            Fact::PresumptionBegan(PresumptionBegan { presumption: Some(convert::tell_presumption(one)) })
        }
        Event::PresumptionEnded(one) => {
            Fact::PresumptionEnded(PresumptionEnded { presumption: Some(convert::tell_presumption(one)) })
        }
        Event::TrajectoryEnded { on, reason, .. } => Fact::TrajectoryEnded(TrajectoryEnded {
            ended_on: Some(to_proto(*on)),
            reason: convert::tell_end_reason(*reason).into(),
        }),
        Event::Ami(event) => return ami(event),
        Event::Referral(event) => return referral(event),
        _ => return None,
    })
}

/// What the exchange is told of referrals: of those to partners, what their recipient may have (X3).
fn referral(event: &ReferralEvent) -> Option<Fact> {
    Some(match event {
        ReferralEvent::Made(made) => {
            let partner = made.referral.recipient.is_partner();
            let content = made.referral.content.for_recipient(made.referral.recipient);
            let referral = Referral { content, ..made.referral.clone() };
            let told = ReferralMade {
                number: made.number,
                made_on: Some(to_proto(made.made_on)),
                referral: Some(trajet_service::referral::tell(&referral)),
                key: trajet_service::referral::tell_key(made.key),
            };
            Fact::ReferralMade(partner.then_some(told)?)
        }
        ReferralEvent::Ended { number, key, on, because } => Fact::ReferralEnded(ReferralEnded {
            number: *number,
            ended_on: Some(to_proto(*on)),
            reason: trajet_service::referral::tell_end(*because).into(),
            key: trajet_service::referral::tell_key(*key),
        }),
    })
}

/// What others are told of a trajectory of the sickness insurance: what its plan is for with consent alone (D3, D18).
fn ami(event: &AmiEvent) -> Option<Fact> {
    let trajectory = event.trajectory;
    Some(match &event.happened {
        AmiHappened::Started { on, situation } => {
            let situation = convert::ami::tell_situation(*situation).into();
            Fact::AmiStarted(AmiStarted { trajectory, started_on: Some(to_proto(*on)), situation })
        }
        AmiHappened::PlanEstablished { content, aim_told, .. } => {
            let aim = aim(content, *aim_told);
            Fact::PlanEstablished(PlanEstablished {
                trajectory,
                established_on: Some(to_proto(event.effective_on())),
                aim,
            })
        }
        AmiHappened::PlanAdapted { version, content, on, aim_told, .. } => {
            let (aim, adapted_on) = (aim(content, *aim_told), Some(to_proto(*on)));
            Fact::PlanAdapted(PlanAdapted { trajectory, version: *version, adapted_on, aim })
        }
        AmiHappened::Suspended { on, .. } => {
            Fact::AmiSuspended(AmiSuspended { trajectory, suspended_on: Some(to_proto(*on)) })
        }
        AmiHappened::Resumed { on, .. } => Fact::AmiResumed(AmiResumed { trajectory, resumed_on: Some(to_proto(*on)) }),
        AmiHappened::Ended { last_day, reason } => {
            let reason = convert::ami::tell_ami_end_reason(*reason).into();
            Fact::AmiEnded(AmiEnded { trajectory, last_day: Some(to_proto(*last_day)), reason })
        }
        _ => return None,
    })
}

fn aim(content: &PlanContent, told: bool) -> i32 {
    Some(content.aim).filter(|_| told).map(convert::ami::tell_aim).unwrap_or_default().into()
}

#[cfg(test)]
mod tests;
