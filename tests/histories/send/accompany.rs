//! Acts of the coordinator, and what a partner tells.

use super::words::{agreed, channel_of, form, invitation, named, next_way, purpose_of};
use super::{Callers, Done, Who};
use crate::act::{Act, EndReason, Meeting, Told};
use crate::platform::{DOSSIER, EXCHANGE};
use acceptance::day::wire;
use chrono::NaiveDate;
use tonic::Status;
use trajet_contracts::dossier::v1::dossier_service_client::DossierServiceClient as Dossier;
use trajet_contracts::dossier::v1::{
    EndTrajectoryRequest, MakeAppointmentRequest, NextWay, OpenRouteBRequest, RecordAttemptRequest,
    RecordConsentsRequest, RecordContactRefusalRequest, RecordContactRequest, RecordNoShowRequest,
    RequestAuthorisationRequest, RescheduleAppointmentRequest, RescheduledBy, TrajectoryEndReason,
};
use trajet_contracts::exchange::v1::codex_fact::Fact;
use trajet_contracts::exchange::v1::exchange_service_client::ExchangeServiceClient as Exchange;
use trajet_contracts::exchange::v1::{
    CodexEnd, CodexFact, CodexPlanSigned, CodexRequest, CodexRequester, PreReturnVisit, ReportCodexFactRequest,
    WorkResumedUnderPlan,
};

impl Callers<'_> {
    pub(super) async fn accompany(&self, who: &Who, act: &Act, id: &str, etag: &str) -> Result<Done, Status> {
        let (request_id, case_id, etag) = (id.to_owned(), who.case_id.clone(), etag.to_owned());
        macro_rules! accompany {
            ($method:ident, $request:ident { $($field:ident: $value:expr),* $(,)? }) => {{
                let request = $request { request_id, case_id, etag, $($field: $value),* };
                call!(self, DOSSIER, Dossier, self.coordinator, $method, request)
            }};
        }
        match act {
            Act::OpenRouteB { on, keep } => {
                accompany!(open_route_b, OpenRouteBRequest { received_on: wire(*on), keep_questionnaire: *keep })
            }
            Act::Appoint { purpose, on, channel, invited } => accompany!(
                make_appointment,
                MakeAppointmentRequest {
                    purpose: purpose_of(*purpose).into(),
                    appointment_on: wire(*on),
                    channel: channel_of(*channel).into(),
                    coordinator: String::new(),
                    invitation: Some(invitation(*invited)),
                    contact: Some(named()),
                }
            ),
            Act::Reschedule { number, on, channel, told } => accompany!(
                reschedule_appointment,
                RescheduleAppointmentRequest {
                    appointment: *number,
                    appointment_on: wire(*on),
                    channel: channel_of(*channel).into(),
                    rescheduled_by: RescheduledBy::InsuredPerson.into(),
                    notice: Some(invitation(*told)),
                    coordinator: String::new(),
                    contact: None,
                }
            ),
            Act::NoShow { number } => accompany!(record_no_show, RecordNoShowRequest { appointment: *number }),
            Act::Attempt { purpose, on, channel } => accompany!(
                record_attempt,
                RecordAttemptRequest {
                    purpose: purpose_of(*purpose).into(),
                    tried_on: wire(*on),
                    channel: channel_of(*channel).into(),
                }
            ),
            Act::RefuseContact { purpose, on } => accompany!(
                record_contact_refusal,
                RecordContactRefusalRequest { purpose: purpose_of(*purpose).into(), refused_on: wire(*on) }
            ),
            Act::Meet(Meeting { purpose, on, channel, appointment, explained, checked, consent, actions, way }) => {
                accompany!(
                    record_contact,
                    RecordContactRequest {
                        purpose: purpose_of(*purpose).into(),
                        held_on: wire(*on),
                        channel: channel_of(*channel).into(),
                        appointment: *appointment,
                        role_explained: *explained,
                        first_step_checked: *checked,
                        consent: consent.as_ref().map(|decisions| form(decisions, *on)),
                        actions: agreed(*actions),
                        next_way: way.map_or(NextWay::Unspecified, next_way).into(),
                        results: String::new(),
                    }
                )
            }
            Act::Consents { decisions, on } => {
                accompany!(record_consents, RecordConsentsRequest { consent: Some(form(decisions, *on)) })
            }
            Act::AskAuthorisation { on } => {
                accompany!(request_authorisation, RequestAuthorisationRequest { asked_on: on.and_then(wire) })
            }
            Act::EndTrajectory { on, reason } => {
                let reason = match reason {
                    EndReason::NotWished => TrajectoryEndReason::NotWished,
                    EndReason::Negative => TrajectoryEndReason::NegativeDecision,
                    EndReason::Ended => TrajectoryEndReason::IncapacityEnded,
                };
                accompany!(end_trajectory, EndTrajectoryRequest { ended_on: wire(*on), reason: reason.into() })
            }
            other => unreachable!("{other:?} is an act of another service"),
        }
    }

    pub(super) async fn tell(&self, who: &Who, what: Told, on: NaiveDate, id: &str) -> Result<Done, Status> {
        let fact = match what {
            Told::Requested => {
                Fact::Requested(CodexRequest { requested_on: wire(on), requested_by: CodexRequester::Worker.into() })
            }
            Told::Visit => Fact::PreReturnVisit(PreReturnVisit { held_on: wire(on), ..PreReturnVisit::default() }),
            Told::Signed => Fact::PlanSigned(CodexPlanSigned { signed_on: wire(on) }),
            Told::Resumed => Fact::WorkResumed(WorkResumedUnderPlan { resumed_on: wire(on) }),
            Told::Ended => {
                let article = "I.4-76".to_owned();
                Fact::Ended(CodexEnd { ended_on: wire(on), article, definitively_unfit: false })
            }
        };
        let fact = Some(CodexFact { fact: Some(fact), ..CodexFact::default() });
        let request = ReportCodexFactRequest { request_id: id.to_owned(), niss: who.niss.clone(), fact };
        let bearer = self.partner.clone();
        let call = async |channel| {
            Exchange::with_interceptor(channel, bearer.clone()).report_codex_fact(request.clone()).await
        };
        let answer = self.platform.answer(EXCHANGE, call).await?.into_inner();
        Ok(Done { case_id: String::new(), etag: answer.etag, cursor: answer.cursor })
    }
}
