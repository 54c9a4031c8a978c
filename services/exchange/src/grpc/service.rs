//! The calls. Each reads from top to bottom: who calls, which ledger, is every field right, the act, the answer.

use tonic::{Request, Response, Status};
use trajet_access::Caller;
use trajet_belgium::{MunicipalityCode, Niss};
use trajet_contracts::exchange::v1::exchange_service_server::ExchangeService;
use trajet_contracts::exchange::v1::{
    AcknowledgeReferralRequest, AcknowledgeReferralResponse, AnnulActRequest, AnnulActResponse, AnswerReferralRequest,
    AnswerReferralResponse, CommitToRequest, CommitToResponse, CompetentService, FindCompetentPartnersRequest,
    FindCompetentPartnersResponse, GetExchangeCaseRequest, GetExchangeCaseResponse, ListCaseHistoryRequest,
    ListCaseHistoryResponse, ListPartnersRequest, ListPartnersResponse, ListReferralsRequest, ListReferralsResponse,
    ListReportsRequest, ListReportsResponse, ListUnmatchedReportsRequest, ListUnmatchedReportsResponse,
    RegisterPartnerRequest, RegisterPartnerResponse, Report, ReportCodexFactRequest, ReportCodexFactResponse,
    ReportCommitmentRequest, ReportCommitmentResponse, ReportRehabilitationFactRequest,
    ReportRehabilitationFactResponse, UnmatchedReport,
};
use trajet_exchange_domain::{Command, Event, PartnerFact, PartnerKind, State};
use trajet_law::referral::Saying;
use trajet_ledger::feed::timestamp;
use trajet_ledger::{Ledger, Outcome};
use trajet_runtime::{Entropy, Failure, Violations};
use trajet_service::past;
use trajet_service::read::case_id;
use trajet_service::{Envelope, Ledgers, Served, annul_act, history, submit};

use super::history::{TELLING, require_case};
use super::refusal::refusal;
use super::{convert, pages, receipt, referral};
use crate::ledger::Exchange;
use crate::{registry, reports};

/// The gRPC service over the ledgers of all insurers that this process serves.
#[derive(Clone)]
pub struct Service {
    ledgers: Ledgers<Exchange>,
    entropy: Entropy,
}

impl Service {
    pub(crate) fn new(ledgers: Ledgers<Exchange>, entropy: Entropy) -> Self {
        Self { ledgers, entropy }
    }

    /// Keeps what a partner of a kind that `tells` such things reports.
    ///
    /// One that is no such partner learns nothing by the fields of its request; what it sent while it was one, and sends
    /// again, the ledger answers before it looks at that.
    async fn keep(
        &self,
        ledger: &Served<Exchange>,
        caller: &Caller,
        checked: Checked,
        tells: fn(PartnerKind) -> bool,
    ) -> Result<Outcome, Failure> {
        let kind = kind_of(ledger, caller).await?;
        let (envelope, (niss, fact)) =
            if kind.is_some_and(tells) { checked? } else { checked.map_err(|_| Failure::PartnerNotRegistered)? };
        let registered = kind.is_some_and(|kind| fact.told_by(kind));
        let partner = caller.organisation;
        let within_limit = reports::within_limit(ledger, partner, niss).await;
        let within_limit = within_limit.map_err(|error| ledger.failure(&error))?;
        let report = self.entropy.time_ordered_id(ledger.clock().now());
        let command = Command::Receive { niss, partner, fact, registered, within_limit };
        submit(ledger, caller, envelope, report, command, refusal).await
    }
}

/// What kind of partner the caller's organisation is today, if it is one: only a partner reports, each kind its own, and
/// reads what it reported (X5, X7, X9, X10).
async fn kind_of(ledger: &Ledger<Exchange>, caller: &Caller) -> Result<Option<PartnerKind>, Failure> {
    let kind = registry::kind_on(ledger, caller.organisation, ledger.clock().today()).await;
    kind.map_err(|error| ledger.failure(&error))
}

/// Only a partner of today reads its inbox and speaks of what is in it.
async fn require_partner(ledger: &Ledger<Exchange>, caller: &Caller) -> Result<(), Failure> {
    kind_of(ledger, caller).await?.map(drop).ok_or(Failure::PartnerNotRegistered)
}

/// Answers a partner's word on a referral: `$saying` reads from the request what is said.
macro_rules! said {
    ($self:ident, $request:ident, $saying:expr => $response:ident) => {{
        let (caller, ledger, request) = $self.ledgers.receive($request).await?;
        require_partner(ledger, &caller).await?;
        let saying: fn(&mut Violations, &_) -> Option<Saying> = $saying;
        let checked = referral::check(&request, (&request.request_id, &request.referral_id), |violations| {
            saying(violations, &request)
        });
        let referral::Said { referral_id, etag, cursor, course } = referral::say(ledger, &caller, checked).await?;
        Ok(Response::new($response { referral_id, etag, cursor, course }))
    }};
}

/// What a request reports, and on whom, once all its fields are right.
type Checked = Result<(Envelope, (Niss, PartnerFact)), Failure>;

#[tonic::async_trait]
impl ExchangeService for Service {
    async fn annul_act(&self, request: Request<AnnulActRequest>) -> Result<Response<AnnulActResponse>, Status> {
        annul_act!(
            self,
            request,
            |_: &mut _, _: &_, _: &_| Some(Vec::new()),
            |_: &_, mistake, instead: Vec<Command>| Command::Annul { mistake, instead },
            Event::annulled,
            refusal => AnnulActResponse
        )
    }

    async fn register_partner(
        &self,
        request: Request<RegisterPartnerRequest>,
    ) -> Result<Response<RegisterPartnerResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, &request.etag);
        let registration = convert::check_partner(&mut violations, request.partner);
        let (envelope, registration) = violations.finish_with(envelope.zip(registration))?;
        let number = registration.number;
        let stream = registry::stream_of(ledger.name(), number);
        let done = submit(ledger, &caller, envelope, stream, Command::Register(registration), refusal).await?;
        Ok(Response::new(RegisterPartnerResponse {
            partner_number: number.as_str().to_owned(),
            etag: done.version.to_string(),
            cursor: done.cursor.to_string(),
        }))
    }

    async fn report_codex_fact(
        &self,
        request: Request<ReportCodexFactRequest>,
    ) -> Result<Response<ReportCodexFactResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, "");
        let niss = violations.check("niss", Niss::parse(&request.niss));
        let fact = convert::check_fact(&mut violations, request.fact, ledger.clock().today()).map(PartnerFact::Codex);
        let checked = violations.finish_with(envelope.zip(niss.zip(fact)));
        let tells = |kind: PartnerKind| kind == PartnerKind::OccupationalHealthService;
        let done = self.keep(ledger, &caller, checked, tells).await?;
        Ok(Response::new(ReportCodexFactResponse {
            report_id: done.stream.to_string(),
            etag: done.version.to_string(),
            cursor: receipt::cursor(ledger, done.stream),
        }))
    }

    async fn report_rehabilitation_fact(
        &self,
        request: Request<ReportRehabilitationFactRequest>,
    ) -> Result<Response<ReportRehabilitationFactResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let mut violations = Violations::default();
        let envelope = Envelope::read(&mut violations, &request, &request.request_id, "");
        let niss = violations.check("niss", Niss::parse(&request.niss));
        let fact = convert::check_told(&mut violations, request.fact, ledger.clock().today());
        let checked = violations.finish_with(envelope.zip(niss.zip(fact)));
        let tells = |kind: PartnerKind| kind == PartnerKind::Cscmi || kind.is_regional();
        let done = self.keep(ledger, &caller, checked, tells).await?;
        Ok(Response::new(ReportRehabilitationFactResponse {
            report_id: done.stream.to_string(),
            etag: done.version.to_string(),
            cursor: receipt::cursor(ledger, done.stream),
        }))
    }

    async fn list_reports(
        &self,
        request: Request<ListReportsRequest>,
    ) -> Result<Response<ListReportsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        if kind_of(ledger, &caller).await?.is_none() {
            return Err(Failure::PartnerNotRegistered.into());
        }
        let ListReportsRequest { page_size, page_token, min_cursor } = request;
        let size = page_size_of(page_size)?;
        receipt::read_after_report(ledger, &min_cursor).await?;
        let (found, next_page_token) = pages::own_reports(ledger, caller.organisation, size, &page_token).await?;
        let shown: Vec<_> = found.iter().map(|report| report.stream).collect();
        let reports = found.into_iter().map(|report| {
            let (fact, rehabilitation) = report.fact;
            let received_at = Some(timestamp(report.received_at));
            Report { report_id: report.stream.to_string(), fact, received_at, rehabilitation }
        });
        let told = ListReportsResponse { reports: reports.collect(), next_page_token };
        Ok(self.ledgers.shown(&caller, shown, told)?)
    }

    async fn list_referrals(
        &self,
        request: Request<ListReferralsRequest>,
    ) -> Result<Response<ListReferralsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        require_partner(ledger, &caller).await?;
        let ListReferralsRequest { after, page_size, min_cursor } = request;
        let size = page_size_of(page_size)?;
        receipt::read_after_referral(ledger, &min_cursor)?;
        let (entries, shown) = referral::list(ledger, caller.organisation, after, size).await?;
        Ok(self.ledgers.shown(&caller, shown, ListReferralsResponse { entries })?)
    }

    async fn acknowledge_referral(
        &self,
        request: Request<AcknowledgeReferralRequest>,
    ) -> Result<Response<AcknowledgeReferralResponse>, Status> {
        said!(self, request, |_, _| Some(Saying::Acknowledge) => AcknowledgeReferralResponse)
    }

    async fn answer_referral(
        &self,
        request: Request<AnswerReferralRequest>,
    ) -> Result<Response<AnswerReferralResponse>, Status> {
        said!(
            self,
            request,
            |violations, request: &AnswerReferralRequest| referral::check_answer(violations, request.answer)
                => AnswerReferralResponse
        )
    }

    async fn commit_to(&self, request: Request<CommitToRequest>) -> Result<Response<CommitToResponse>, Status> {
        said!(self, request, referral::check_commitment => CommitToResponse)
    }

    async fn report_commitment(
        &self,
        request: Request<ReportCommitmentRequest>,
    ) -> Result<Response<ReportCommitmentResponse>, Status> {
        said!(
            self,
            request,
            |violations, request: &ReportCommitmentRequest| {
                referral::check_outcome(violations, request.number, request.outcome)
            } => ReportCommitmentResponse
        )
    }

    async fn list_unmatched_reports(
        &self,
        request: Request<ListUnmatchedReportsRequest>,
    ) -> Result<Response<ListUnmatchedReportsResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let ListUnmatchedReportsRequest { page_size, page_token, min_cursor } = request;
        let size = page_size_of(page_size)?;
        receipt::read_after(ledger, &min_cursor).await?;
        let (found, next_page_token) = pages::unmatched_reports(ledger, &caller, size, &page_token).await?;
        let shown: Vec<_> = found.iter().map(|report| report.stream).collect();
        let reports = found.into_iter().map(|report| {
            let (fact, rehabilitation) = report.fact;
            UnmatchedReport {
                report_id: report.stream.to_string(),
                partner_number: report.partner,
                niss: report.niss,
                fact,
                received_at: Some(timestamp(report.received_at)),
                rehabilitation,
            }
        });
        let told = ListUnmatchedReportsResponse { reports: reports.collect(), next_page_token };
        Ok(self.ledgers.shown(&caller, shown, told)?)
    }

    async fn list_partners(
        &self,
        request: Request<ListPartnersRequest>,
    ) -> Result<Response<ListPartnersResponse>, Status> {
        let (_, ledger, request) = self.ledgers.receive(request).await?;
        let ListPartnersRequest { on, kind, page_size, page_token, min_cursor } = request;
        let mut violations = Violations::default();
        let on = violations.optional_date("on", on);
        let kind = if kind == 0 { Some(None) } else { convert::check_kind(&mut violations, "kind", kind).map(Some) };
        let size = violations.page_size("page_size", page_size, pages::PAGE.0, pages::PAGE.1);
        let (on, (kind, size)) = violations.finish_with(on.zip(kind.zip(size)))?;
        let on = on.unwrap_or_else(|| ledger.clock().today());
        receipt::read_after(ledger, &min_cursor).await?;
        let (found, next_page_token) = pages::partners(ledger, on, kind, size, &page_token).await?;
        let partners = found.iter().map(convert::tell_registered).collect();
        Ok(Response::new(ListPartnersResponse { partners, next_page_token }))
    }

    async fn find_competent_partners(
        &self,
        request: Request<FindCompetentPartnersRequest>,
    ) -> Result<Response<FindCompetentPartnersResponse>, Status> {
        let (_, ledger, request) = self.ledgers.receive(request).await?;
        let FindCompetentPartnersRequest { municipality_code, on, min_cursor } = request;
        let mut violations = Violations::default();
        let municipality = violations.check("municipality_code", MunicipalityCode::parse(&municipality_code));
        let on = violations.optional_date("on", on);
        let (municipality, on) = violations.finish_with(municipality.zip(on))?;
        let on = on.unwrap_or_else(|| ledger.clock().today());
        receipt::read_after(ledger, &min_cursor).await?;
        let mut services = Vec::new();
        for kind in municipality.services().iter().map(|service| PartnerKind::from(*service)) {
            let found = registry::on_day(ledger, on, Some(kind), "", pages::PAGE.1.into()).await;
            let found = found.map_err(|error| ledger.failure(&error))?;
            services.push(CompetentService {
                kind: convert::tell_kind(kind).into(),
                partners: found.iter().map(|found| convert::tell_registration(&found.entry.registered)).collect(),
            });
        }
        Ok(Response::new(FindCompetentPartnersResponse { services }))
    }

    async fn get_exchange_case(
        &self,
        request: Request<GetExchangeCaseRequest>,
    ) -> Result<Response<GetExchangeCaseResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let (case_id, moment) = past::asked(ledger, &request.case_id, request.as_of, request.known_at)?;
        receipt::read_after(ledger, &request.min_cursor).await?;
        let seen = past::read(ledger, case_id, moment, Event::matter).await?.ok_or(Failure::CaseNotFound)?;
        let State::Case(case) = &seen.then else { return Err(Failure::CaseNotFound.into()) };
        let told = GetExchangeCaseResponse {
            exchange_case: Some(convert::tell_case(case_id, seen.version, case, caller.role)),
            as_of: seen.told_as_of(),
            known_at: seen.told_known_at(),
        };
        Ok(self.ledgers.shown(&caller, [case_id], told)?)
    }

    async fn list_case_history(
        &self,
        request: Request<ListCaseHistoryRequest>,
    ) -> Result<Response<ListCaseHistoryResponse>, Status> {
        let (caller, ledger, request) = self.ledgers.receive(request).await?;
        let case_id = case_id(&request.case_id)?;
        receipt::read_after(ledger, &request.min_cursor).await?;
        require_case(ledger, case_id).await?;
        let (entries, next_page_token) =
            history::list(ledger, case_id, request.page_size, &request.page_token, TELLING).await?;
        Ok(self.ledgers.shown(&caller, [case_id], ListCaseHistoryResponse { entries, next_page_token })?)
    }
}

fn page_size_of(page_size: i32) -> Result<u32, Failure> {
    let mut violations = Violations::default();
    let size = violations.page_size("page_size", page_size, pages::PAGE.0, pages::PAGE.1);
    violations.finish_with(size)
}
