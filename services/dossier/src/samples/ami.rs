//! Events and refusals of a trajectory of the sickness insurance.

use trajet_dossier_domain::ami::{
    ActionKind, AmiEndReason, AmiEvent, AmiHappened, AmiRejection, Commitment, CommitmentPart, Concertation,
    EmployerLink, EmployerRequest, Evaluation, FollowUp, FreeText, InformDutyKind, NextFollowUp, Observation, Outcome,
    PlanAction, PlanAim, PlanContent, PlanPart, PlanParty, ResultReached, Rhythm, Signature, StartSituation, Work,
    WorkContract, WorkEndReason,
};
use trajet_dossier_domain::{Channel, CodexParty, Event, Guidance, GuidanceResult, SignatureKind, SubjectId};
use trajet_law::ami::{
    evaluation_plan, first_interview_plan, follow_up_plan, look_plan, plan_plan, results_notice_plan, resumption_plan,
    return_observation_plan, signature_plan, start_notice_plan, submission_plan, suspension_plan,
};
use trajet_law::deadline::{FactKind, Plan};
use trajet_law::parameter::ParameterVersion;
use trajet_law::rule::{Ground, Rule};
use trajet_service::sample_each;

use super::{NaiveDate, day, employer};

pub(crate) fn text() -> FreeText {
    FreeText("a course of administration".into())
}

fn signature(on: &str) -> Signature {
    Signature { on: day(on), kind: SignatureKind::Paper, reference: "S-2023/1".into(), representative: None }
}

fn commitment() -> Commitment {
    Commitment {
        situation: StartSituation::B,
        employer_link: EmployerLink::CannotAnyMore,
        employer: None,
        coordinator_subject: SubjectId("coordinator-1".into()),
        coordinator: signature("2023-02-01"),
        person: signature("2023-02-03"),
        physician: Some(signature("2023-02-10")),
    }
}

fn content() -> PlanContent {
    PlanContent {
        objectives: vec![text()],
        final_result: Some(FreeText("four fifths in an office".into())),
        actions: vec![PlanAction {
            kind: ActionKind::Training,
            carried_out_by: PlanParty::RegionalAdviser,
            what: text(),
        }],
        next_follow_up: Some(NextFollowUp { on: day("2023-05-02"), channel: Channel::Telephone }),
        aim: PlanAim::Employment,
        rhythm: Some(Rhythm { months: 5, reason: text() }),
        concertation: Concertation { on: day("2023-03-01"), participants: PlanParty::CORE.into(), agreed: true },
    }
}

fn established(content: PlanContent) -> AmiHappened {
    let (coordinator, person) = (signature("2023-03-01"), signature("2023-03-02"));
    AmiHappened::PlanEstablished { content, coordinator, person, aim_told: true }
}

fn adapted(content: PlanContent, aim_told: bool) -> AmiHappened {
    AmiHappened::PlanAdapted { version: 2, content, on: day("2023-04-03"), reason: text(), aim_told }
}

fn followed_up(participants: &[PlanParty], agreed: bool) -> AmiHappened {
    let participants = participants.iter().copied().collect();
    let concerted_on = None;
    AmiHappened::FollowedUp(FollowUp { on: day("2023-05-15"), participants, agreed, concerted_on, findings: text() })
}

fn suspended(of: CodexParty) -> AmiHappened {
    let request = EmployerRequest { on: day("2023-04-03"), of };
    AmiHappened::Suspended { on: day("2023-04-05"), request }
}

fn work(contract: WorkContract, as_before: bool) -> Work {
    Work { since: day("2023-08-02"), contract, as_before, percent_of_full_time: 80 }
}

fn evaluated(result: ResultReached, work: Option<Work>) -> AmiHappened {
    let outcome = Outcome { work, training: work.is_none(), volunteering: false };
    AmiHappened::Evaluated(Evaluation { on: day("2023-08-20"), result, outcome, findings: text() })
}

fn observed(work: Option<Work>, stopped: Option<WorkEndReason>) -> AmiHappened {
    let outcome = Outcome { work, training: false, volunteering: work.is_none() };
    let stopped = stopped.map(|reason| (day("2023-10-31"), reason));
    AmiHappened::Observed(Observation { on: day("2023-11-02"), outcome, stopped })
}

/// The result of guidance that is no formal trajectory.
pub(crate) fn guidance_result(of: Guidance) -> Event {
    let outcome = Outcome { work: Some(work(WorkContract::Permanent, true)), training: false, volunteering: true };
    let result = ResultReached::Partly;
    Event::ResultRegistered(GuidanceResult { on: day("2023-08-20"), of, result, outcome, findings: text() })
}

fn happened(happened: AmiHappened) -> Event {
    Event::Ami(AmiEvent { trajectory: 1, happened })
}

/// One event of every kind of a trajectory. The golden files hold the same: what is written here does not change.
pub(crate) fn one_of_each() -> Vec<Event> {
    let on = day("2023-02-10");
    let kind = InformDutyKind::Start;
    let all = [
        AmiHappened::Committed(commitment()),
        AmiHappened::Signed(signature("2023-02-10")),
        AmiHappened::Started { on, situation: StartSituation::B },
        AmiHappened::DutyArose { number: 1, kind, on },
        AmiHappened::DutyBarred { number: 1, kind, on },
        AmiHappened::Informed { kind, on, reference: Some("M-1".into()) },
        established(content()),
        adapted(content(), true),
        followed_up(&[PlanParty::InsuredPerson], false),
        suspended(super::party("0206653946")),
        AmiHappened::Resumed { on: day("2023-06-05"), unfit: true },
        AmiHappened::Ended { last_day: day("2023-08-01"), reason: AmiEndReason::ResultReached },
        evaluated(ResultReached::Wholly, Some(work(WorkContract::Permanent, true))),
        observed(None, Some(WorkEndReason::Relapse)),
    ];
    all.into_iter().map(happened).collect()
}

/// Every arm of every enumeration in an event of a trajectory, and what may be absent.
pub(crate) fn more() -> Vec<Event> {
    let on = day("2023-02-10");
    let mut all = vec![AmiHappened::Committed(Commitment { physician: None, ..commitment() })];
    all.push(AmiHappened::Committed(Commitment { employer: Some(employer()), ..commitment() }));
    for situation in StartSituation::ALL.iter().copied() {
        all.push(AmiHappened::Committed(Commitment { situation, ..commitment() }));
        all.push(AmiHappened::Started { on, situation });
    }
    for employer_link in EmployerLink::ALL.iter().copied() {
        all.push(AmiHappened::Committed(Commitment { employer_link, ..commitment() }));
    }
    for kind in SignatureKind::ALL.iter().copied() {
        all.push(AmiHappened::Signed(Signature { kind, ..signature("2023-02-10") }));
    }
    all.push(AmiHappened::Signed(Signature { representative: Some(1), ..signature("2023-02-10") }));
    for kind in InformDutyKind::ALL.iter().copied() {
        all.push(AmiHappened::DutyArose { number: 2, kind, on });
        all.push(AmiHappened::DutyBarred { number: 2, kind, on });
        all.push(AmiHappened::Informed { kind, on, reference: None });
    }
    for aim in PlanAim::ALL.iter().copied() {
        all.push(established(PlanContent { aim, rhythm: None, ..content() }));
    }
    for kind in ActionKind::ALL.iter().copied() {
        let action = PlanAction { kind, carried_out_by: PlanParty::OtherProvider, what: text() };
        all.push(established(PlanContent { actions: vec![action], ..content() }));
    }
    for party in PlanParty::ALL.iter().copied() {
        let action = PlanAction { kind: ActionKind::Other, carried_out_by: party, what: text() };
        let concertation = Concertation { participants: [party].into(), agreed: false, ..content().concertation };
        all.push(established(PlanContent { actions: vec![action], concertation, ..content() }));
    }
    all.extend([adapted(content(), false), adapted(PlanContent { rhythm: None, ..content() }, true)]);
    all.extend(PlanParty::ALL.iter().map(|party| followed_up(&[*party], true)));
    if let AmiHappened::FollowedUp(follow_up) = followed_up(&[PlanParty::RegionalAdviser], true) {
        all.push(AmiHappened::FollowedUp(FollowUp { concerted_on: Some(day("2023-05-10")), ..follow_up }));
    }
    let named = CodexParty { employer: Some(super::employer()), ..super::party("0206653946") };
    all.extend([suspended(CodexParty::default()), suspended(named), AmiHappened::Resumed { on, unfit: false }]);
    for reason in AmiEndReason::ALL.iter().copied() {
        all.push(AmiHappened::Ended { last_day: on, reason });
    }
    all.extend(ResultReached::ALL.iter().map(|result| evaluated(*result, None)));
    all.extend(WorkContract::ALL.iter().map(|contract| observed(Some(work(*contract, false)), None)));
    all.extend(WorkEndReason::ALL.iter().map(|reason| observed(None, Some(*reason))));
    all.into_iter().map(happened).collect()
}

/// A plan of every step of a trajectory.
pub(crate) fn plans(on: NaiveDate) -> Vec<Plan> {
    vec![
        signature_plan(on),
        start_notice_plan(on),
        first_interview_plan(on),
        plan_plan(on),
        follow_up_plan(on, Some(5)),
        results_notice_plan(on),
        submission_plan(on),
        suspension_plan(on),
        resumption_plan(on),
        look_plan(on),
        evaluation_plan(on),
    ]
    .into_iter()
    .chain(return_observation_plan(on, FactKind::ReturnSeen.on(on)))
    .collect()
}

/// The grounds on which a deadline of a trajectory is waived.
pub(crate) fn grounds() -> Vec<Ground> {
    let reasons = AmiEndReason::ALL.iter().map(|reason| reason.ground());
    reasons.chain([Rule::D31.into(), Rule::D3.into(), Rule::D18.into(), Rule::D19.into()]).collect()
}

fn rhythm_unjustified(parameter: Option<ParameterVersion>) -> AmiRejection {
    AmiRejection::RhythmUnjustified { latest: day("2023-06-01"), parameter }
}

sample_each! {
    one_rejection_of_each: AmiRejection {
        AmiRejection::CommitmentIncomplete(_) => AmiRejection::CommitmentIncomplete(CommitmentPart::ALL.into()),
        AmiRejection::SituationNotMet => AmiRejection::SituationNotMet,
        AmiRejection::CodexGoesOn => AmiRejection::CodexGoesOn,
        AmiRejection::CommitmentStands => AmiRejection::CommitmentStands,
        AmiRejection::NotAuthorised => AmiRejection::NotAuthorised,
        AmiRejection::NoAmiTrajectory => AmiRejection::NoAmiTrajectory,
        AmiRejection::AlreadySigned => AmiRejection::AlreadySigned,
        AmiRejection::NotStarted => AmiRejection::NotStarted,
        AmiRejection::NotInterviewed => AmiRejection::NotInterviewed,
        AmiRejection::PlanStands => AmiRejection::PlanStands,
        AmiRejection::NoPlan => AmiRejection::NoPlan,
        AmiRejection::NothingAdapted => AmiRejection::NothingAdapted,
        AmiRejection::AdaptationNotConcerted => AmiRejection::AdaptationNotConcerted,
        AmiRejection::FollowUpWithoutPerson => AmiRejection::FollowUpWithoutPerson,
        AmiRejection::Suspended => AmiRejection::Suspended,
        AmiRejection::NotSuspended => AmiRejection::NotSuspended,
        AmiRejection::NoEmployerRequest => AmiRejection::NoEmployerRequest,
        AmiRejection::CodexNotEnded => AmiRejection::CodexNotEnded,
        AmiRejection::ResumptionNotAgreed => AmiRejection::ResumptionNotAgreed,
        AmiRejection::NotAfterCodex => AmiRejection::NotAfterCodex,
        AmiRejection::NothingToEvaluate => AmiRejection::NothingToEvaluate,
        AmiRejection::NothingToObserve => AmiRejection::NothingToObserve,
        AmiRejection::NoWorkToStop => AmiRejection::NoWorkToStop,
        AmiRejection::WorkEndUnknown => AmiRejection::WorkEndUnknown,
        AmiRejection::PlanIncomplete(_) => AmiRejection::PlanIncomplete(PlanPart::ALL.into()),
        AmiRejection::ConcertationIncomplete => AmiRejection::ConcertationIncomplete,
        AmiRejection::NotAgreed => AmiRejection::NotAgreed,
        AmiRejection::ExchangeRefused => AmiRejection::ExchangeRefused,
        AmiRejection::JobCoachAction => AmiRejection::JobCoachAction,
        AmiRejection::RhythmUnjustified { .. } => rhythm_unjustified("ami.follow_up_months@2022-01-01".parse().ok()),
        AmiRejection::DutyNotOpen(_) => AmiRejection::DutyNotOpen(InformDutyKind::Start),
        AmiRejection::DutyBarred => AmiRejection::DutyBarred,
    }
}

/// Every refusal of an act of a trajectory.
pub(crate) fn every_rejection() -> Vec<AmiRejection> {
    let mut rejections = one_rejection_of_each();
    rejections.extend([AmiRejection::DutyNotOpen(InformDutyKind::Results), rhythm_unjustified(None)]);
    rejections
}
