//! What happened to a case: the only things that are stored.

use chrono::NaiveDate;
use trajet_law::annul::Annulled;
use trajet_law::deadline::{DatedFact, Deadline, Facts, Plan, Step};
use trajet_law::ending::Closing;
use trajet_law::file_access::FileChanged;
use trajet_law::rehabilitation::HoursFollowed;
use trajet_law::replan::Replanned;
use trajet_law::representation::Representation;
use trajet_law::rule::{Ground, Rule};
use trajet_law::taken_over::{TakenOver, not_judged_by};

use crate::authorised_work::{Application, WorkRefusalReason, WorkTerms};
use crate::certificate::Prolongation;
use crate::correction::StartCorrection;
use crate::decision::{Recognition, Refusal};
use crate::declaration::Declaration;
use crate::end::IncapacityEnd;
use crate::estimate::{Estimate, Referral};
use crate::examination::{Evaluation, Invitation};
use crate::fact::{Fact, ParkedBecause, Producer};
use crate::notice::Notice;
use crate::rehabilitation::{CscmiAnswer, ProgrammeEnd, Proposal, ReintegrationEvaluation};
use crate::team::TeamContact;
use crate::track::Track;
use crate::trajectory::TrajectoryRefusal;

/// An event of a case. It carries the dates and rules it was decided under, so that applying it needs no law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What happened before the mutuality went live, as the act that took the case over tells it: nothing that was done here.
    BeforeGoLive(Box<Self>),
    /// An incapacity was declared, so that there is a case.
    IncapacityDeclared {
        /// What was declared.
        declaration: Box<Declaration>,
        /// The day of the declaration.
        on: NaiveDate,
    },
    /// A legal representative was recorded, or their last day was.
    PersonRepresented(Representation),
    /// A certificate that prolongs the incapacity was recorded.
    CertificateAdded(Prolongation),
    /// The physician stated another first day of incapacity; what that does to the deadlines follows.
    StartCorrected(StartCorrection),
    /// An open deadline was planned again, with other days.
    DeadlineReplanned {
        /// The deadline as it was planned.
        before: Plan,
        /// The deadline as it is planned now.
        after: Plan,
        /// The day from which it counts.
        on: NaiveDate,
        /// Why: T9, or T8 where the law changed.
        because: Ground,
        /// The facts by which it moved.
        rests_on: Facts,
    },
    /// The incapacity was recognised.
    IncapacityRecognised(Recognition),
    /// The recognition was refused.
    RecognitionRefused(Refusal),
    /// A concurrent track was recorded.
    TrackStarted(Track),
    /// The track of this kind and first day was given its last day, or turned out never to have been.
    TrackEnded(Track),
    /// A deadline was planned.
    DeadlinePlanned {
        /// The deadline.
        plan: Plan,
        /// The day of the act that planned it.
        on: NaiveDate,
    },
    /// What a deadline asks for was done, in time or late.
    DeadlineMet {
        /// What was to be done.
        step: Step,
        /// The day of the act.
        on: NaiveDate,
    },
    /// The last day passed without the act.
    DeadlineMissed {
        /// What was to be done.
        step: Step,
        /// The day after the last.
        on: NaiveDate,
    },
    /// What a deadline asks for need not be done any more.
    DeadlineWaived {
        /// What was to be done.
        step: Step,
        /// The day from which it need not.
        on: NaiveDate,
        /// Why.
        because: Ground,
        /// The facts that took it away.
        rests_on: Facts,
    },
    /// A waived deadline is open again, with the same dates.
    DeadlineReopened {
        /// The deadline.
        plan: Plan,
        /// The day from which it is open again.
        on: NaiveDate,
    },
    /// A fact of the questionnaire service was taken note of.
    QuestionnaireNoted(Fact),
    /// A fact of the dossier or of the exchange service was taken note of.
    FactNoted(Fact),
    /// The first estimate was made.
    FirstEstimateMade(Estimate),
    /// The person was referred to the coordinator.
    PersonReferred(Referral),
    /// A fact was told that cannot act yet.
    FactParked {
        /// The fact.
        fact: Fact,
        /// Why it cannot.
        because: ParkedBecause,
    },
    /// A parked fact can act now; what it does follows.
    FactReleased {
        /// The fact.
        fact: Fact,
    },
    /// A later evaluation was made.
    EvaluationMade(Evaluation),
    /// The person was invited to an examination.
    ExaminationInvited {
        /// The invitation.
        invitation: Invitation,
        /// The rule that asks for the examination.
        because: Ground,
    },
    /// A trajectory that the person asked for at an examination was refused.
    TrajectoryRefused(TrajectoryRefusal),
    /// A trajectory of route B was authorised.
    TrajectoryAuthorised {
        /// The number of the request.
        request: u32,
        /// The day of the decision.
        on: NaiveDate,
    },
    /// A trajectory of route B was not authorised.
    TrajectoryNotAuthorised {
        /// The number of the request.
        request: u32,
        /// The day of the decision.
        on: NaiveDate,
        /// The letter; none after a death.
        notice: Option<Notice>,
    },
    /// A rehabilitation programme was proposed.
    RehabilitationProposed {
        /// Its number in the case.
        number: u32,
        /// The proposal.
        proposal: Box<Proposal>,
    },
    /// The proposal was submitted to the CSCMI.
    RehabilitationSubmitted {
        /// The number of the programme.
        number: u32,
        /// The day.
        on: NaiveDate,
    },
    /// The proposal was closed before the programme started.
    RehabilitationClosed {
        /// The number of the programme.
        number: u32,
        /// The day.
        on: NaiveDate,
        /// Why.
        because: Ground,
    },
    /// The CSCMI answered.
    RehabilitationAnswered {
        /// The number of the programme.
        number: u32,
        /// The answer.
        answer: CscmiAnswer,
    },
    /// A regional service held the intake.
    RehabilitationIntakeHeld {
        /// The number of the programme.
        number: u32,
        /// The day.
        on: NaiveDate,
    },
    /// The programme started: from this day incapacity is presumed (M18).
    ProgrammeStarted {
        /// Its number.
        number: u32,
        /// Its first day.
        on: NaiveDate,
    },
    /// Hours of the programme were followed.
    ProgrammeHoursFollowed {
        /// The number of the programme.
        number: u32,
        /// The hours.
        hours: HoursFollowed,
    },
    /// The programme ended: until its last day incapacity was presumed (M18).
    ProgrammeEnded {
        /// Its number.
        number: u32,
        /// Its first day.
        from: NaiveDate,
        /// The end.
        end: ProgrammeEnd,
    },
    /// The incapacity was evaluated with the new skills.
    ReintegrationEvaluated {
        /// The number of the programme.
        number: u32,
        /// The evaluation.
        evaluation: ReintegrationEvaluation,
    },
    /// A contact of the multidisciplinary team was recorded.
    TeamContactRecorded(TeamContact),
    /// The incapacity ended, or the person died. It is recorded with the same end again when the person died after it, or when another
    /// incapacity was recognised as a relapse of it.
    IncapacityEnded(IncapacityEnd),
    /// Authorised work was applied for.
    WorkAppliedFor {
        /// The number of the application in the case.
        number: u32,
        /// What was applied for.
        application: Application,
    },
    /// The work that was applied for was resumed, or the day of the resumption was corrected.
    WorkResumed {
        /// The number of the application.
        number: u32,
        /// The real first day.
        on: NaiveDate,
    },
    /// The work was authorised.
    WorkAuthorised {
        /// The number of the application.
        number: u32,
        /// What is authorised.
        terms: WorkTerms,
    },
    /// What is authorised was amended.
    WorkAmended {
        /// The number of the application.
        number: u32,
        /// What is authorised from a day on.
        terms: WorkTerms,
    },
    /// The work was not authorised.
    WorkNotAuthorised {
        /// The number of the application.
        number: u32,
        /// The day of the decision.
        on: NaiveDate,
        /// Why.
        reason: WorkRefusalReason,
        /// The letter; none after a death.
        notice: Option<Notice>,
    },
    /// The person withdrew the application.
    WorkApplicationWithdrawn {
        /// The number of the application.
        number: u32,
        /// The day.
        on: NaiveDate,
    },
    /// An act was annulled, or what another service told was taken back. What it strikes does not stand any more.
    ActAnnulled(Annulled),
    /// Who may see the file changed, or an access to it was reviewed.
    FileChanged(Box<FileChanged>),
}

impl From<Closing> for Event {
    fn from(closing: Closing) -> Self {
        match closing {
            Closing::Missed { step, on } => Self::DeadlineMissed { step, on },
            Closing::Waived { step, on, because, rests_on } => Self::DeadlineWaived { step, on, because, rests_on },
        }
    }
}

impl Event {
    /// A fact that is taken note of.
    pub(crate) fn noted(fact: Fact) -> Self {
        match fact.told.producer() {
            Producer::Questionnaire => Self::QuestionnaireNoted(fact),
            Producer::Dossier | Producer::Exchange | Producer::Assessment => Self::FactNoted(fact),
        }
    }

    /// A deadline that moves, why, and by which fact if not by the law alone. One whose time is over before the law, or before go-live, is waived: it is not judged (T8).
    pub(crate) fn replanned(
        moved: Replanned,
        on: NaiveDate,
        (because, by): (Ground, Option<DatedFact>),
        taken_over: Option<&TakenOver>,
    ) -> Self {
        let rests_on = moved.rests_on(by);
        let Replanned { before, after } = moved;
        if let Some((because, rests_on)) = not_judged_by(&after, taken_over) {
            return Self::DeadlineWaived { step: after.step, on, because, rests_on };
        }
        Self::DeadlineReplanned { before, after, on, because, rests_on }
    }

    /// The miss of a deadline, unless it is recorded, or on this day its last one is not past.
    pub(crate) fn missed(deadline: &Deadline, on: NaiveDate) -> Option<Self> {
        Some(Self::DeadlineMissed { step: deadline.plan.step, on: deadline.miss_before(on)? })
    }

    /// The annulment, if it is one.
    #[must_use]
    pub const fn annulled(&self) -> Option<&Annulled> {
        if let Self::ActAnnulled(annulled) = self { Some(annulled) } else { None }
    }

    /// Whether it is about who may see the file, and not about the case.
    #[must_use]
    pub const fn about_the_file(&self) -> bool {
        matches!(self, Self::FileChanged(_))
    }

    /// The legal date of the event.
    #[must_use]
    pub fn effective_on(&self) -> NaiveDate {
        match self {
            Self::BeforeGoLive(fact) => fact.effective_on(),
            Self::ActAnnulled(annulled) => annulled.on,
            Self::FileChanged(changed) => changed.on,
            Self::IncapacityDeclared { on, .. }
            | Self::DeadlinePlanned { on, .. }
            | Self::DeadlineMet { on, .. }
            | Self::DeadlineMissed { on, .. }
            | Self::DeadlineWaived { on, .. }
            | Self::DeadlineReopened { on, .. }
            | Self::DeadlineReplanned { on, .. }
            | Self::TrajectoryAuthorised { on, .. }
            | Self::TrajectoryNotAuthorised { on, .. }
            | Self::WorkResumed { on, .. }
            | Self::WorkNotAuthorised { on, .. }
            | Self::WorkApplicationWithdrawn { on, .. }
            | Self::RehabilitationSubmitted { on, .. }
            | Self::RehabilitationClosed { on, .. }
            | Self::RehabilitationIntakeHeld { on, .. }
            | Self::ProgrammeStarted { on, .. } => *on,
            Self::RehabilitationProposed { proposal, .. } => proposal.on,
            Self::RehabilitationAnswered { answer, .. } => answer.on,
            Self::ProgrammeHoursFollowed { hours, .. } => hours.period.last,
            Self::ProgrammeEnded { end, .. } => end.last_day,
            Self::ReintegrationEvaluated { evaluation, .. } => evaluation.on,
            Self::TeamContactRecorded(contact) => contact.on,
            Self::WorkAppliedFor { application, .. } => application.applied_on,
            Self::WorkAuthorised { terms, .. } | Self::WorkAmended { terms, .. } => terms.decided_on,
            Self::PersonRepresented(representation) => representation.from,
            Self::CertificateAdded(added) => added.issued_on,
            Self::StartCorrected(corrected) => corrected.on,
            Self::IncapacityRecognised(recognition) => recognition.decided_on,
            Self::RecognitionRefused(refusal) => refusal.decided_on,
            Self::TrackStarted(track) => track.from,
            Self::TrackEnded(track) => track.until.unwrap_or(track.from),
            Self::FirstEstimateMade(estimate) => estimate.on,
            Self::PersonReferred(referral) => referral.on,
            Self::QuestionnaireNoted(fact)
            | Self::FactNoted(fact)
            | Self::FactParked { fact, .. }
            | Self::FactReleased { fact } => fact.effective_on(),
            Self::EvaluationMade(evaluation) => evaluation.on,
            Self::ExaminationInvited { invitation, .. } => invitation.invited_on,
            Self::TrajectoryRefused(refusal) => refusal.asked_on,
            Self::IncapacityEnded(end) => end.told_on(),
        }
    }

    /// The rule, or its point, on which the event rests.
    #[must_use]
    pub fn ground(&self) -> Ground {
        match self {
            Self::BeforeGoLive(fact) => fact.ground(),
            Self::FileChanged(_) => Rule::D2.into(),
            Self::IncapacityDeclared { .. } | Self::IncapacityRecognised(_) | Self::RecognitionRefused(_) => {
                Rule::M1.into()
            }
            Self::TrackStarted(track) | Self::TrackEnded(track) => track.kind.ground(),
            Self::DeadlinePlanned { plan, .. } | Self::DeadlineReopened { plan, .. } => plan.rule.into(),
            Self::DeadlineMet { step, .. } | Self::DeadlineMissed { step, .. } => rule_of(*step).into(),
            Self::PersonRepresented(_) => Rule::D1.into(),
            Self::CertificateAdded(_) => Rule::M22.into(),
            Self::ActAnnulled(_) | Self::StartCorrected(_) => Rule::T9.into(),
            Self::DeadlineWaived { because, .. }
            | Self::DeadlineReplanned { because, .. }
            | Self::ExaminationInvited { because, .. }
            | Self::RehabilitationClosed { because, .. } => *because,
            Self::FirstEstimateMade(estimate) if estimate.questionnaire.kept_back_for_a_medical_reason() => {
                Rule::M20.into()
            }
            Self::FirstEstimateMade(_) => Rule::M3.into(),
            Self::PersonReferred(_) => Rule::M10.into(),
            Self::QuestionnaireNoted(fact)
            | Self::FactNoted(fact)
            | Self::FactParked { fact, .. }
            | Self::FactReleased { fact } => fact.ground(),
            Self::EvaluationMade(_) => Rule::M9.into(),
            Self::TrajectoryRefused(_) => Rule::M12.into(),
            Self::TrajectoryAuthorised { .. } | Self::TrajectoryNotAuthorised { .. } => Rule::M13.into(),
            Self::RehabilitationProposed { .. } => Rule::M19.into(),
            Self::RehabilitationSubmitted { .. }
            | Self::RehabilitationAnswered { .. }
            | Self::RehabilitationIntakeHeld { .. }
            | Self::ProgrammeHoursFollowed { .. }
            | Self::ReintegrationEvaluated { .. } => Rule::M16.into(),
            Self::ProgrammeStarted { .. } => Rule::M18.into(),
            Self::ProgrammeEnded { end, .. } => end.because,
            Self::TeamContactRecorded(_) => Rule::M17.into(),
            Self::IncapacityEnded(end) => end.ground(),
            Self::WorkAppliedFor { .. }
            | Self::WorkResumed { .. }
            | Self::WorkAuthorised { .. }
            | Self::WorkAmended { .. }
            | Self::WorkNotAuthorised { .. } => Rule::M14.into(),
            Self::WorkApplicationWithdrawn { .. } => Rule::M21.into(),
        }
    }

    /// The rule on which the event rests.
    #[must_use]
    pub fn rule(&self) -> Rule {
        self.ground().rule
    }
}

/// The rule that sets a step of this service.
fn rule_of(step: Step) -> Rule {
    match step {
        Step::FirstEstimate => Rule::M3,
        Step::EstimateExamination => Rule::M5,
        Step::Category1Examination => Rule::M7,
        Step::Category3Examination => Rule::M8,
        Step::RouteBDecision => Rule::M13,
        Step::AuthorisedWorkDecision => Rule::M14,
        Step::ReintegrationEvaluation => Rule::M16,
        _ => Rule::T6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::day;

    #[test]
    fn t6_what_was_met_or_missed_rests_on_the_rule_of_its_step() {
        let on = day(2022, 12, 31);
        for (step, rule) in [
            (Step::FirstEstimate, Rule::M3),
            (Step::EstimateExamination, Rule::M5),
            (Step::Category1Examination, Rule::M7),
            (Step::Category3Examination, Rule::M8),
            (Step::RouteBDecision, Rule::M13),
            (Step::AuthorisedWorkDecision, Rule::M14),
            (Step::ReintegrationEvaluation, Rule::M16),
        ] {
            assert_eq!(Event::DeadlineMet { step, on }.rule(), rule, "{step:?}");
            assert_eq!(Event::DeadlineMissed { step, on }.rule(), rule, "{step:?}");
        }
    }
}
