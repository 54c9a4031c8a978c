//! A trajectory of the sickness insurance as its events leave it, and what is asked of it by day.

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::rule::{Ground, Rule};

use super::commitment::{Commitment, EmployerLink};
use super::duty::{InformDuty, InformDutyKind};
use super::outcome::{Evaluation, Observation};
use super::plan::{FollowUp, Plan, PlanVersion};
use super::suspension::Suspension;
use crate::codes::codes;
use crate::contact::Purpose;
use crate::state::State;

codes! {
    /// Why a trajectory ended (own list).
    #[derive(Debug)]
    pub enum AmiEndReason {
        /// The final result of the plan was reached.
        ResultReached = "result_reached",
        /// Coordinator and person stop, the result not being reached.
        Stopped = "stopped",
        /// The person does not wish to go on (D11.c).
        NotWished = "not_wished",
        /// The CODEX trajectory that suspended it ended otherwise than definitively unfit, and it is closed (D14).
        AfterCodex = "after_codex",
        /// The incapacity ended or the person died.
        IncapacityEnded = "incapacity_ended",
    }
}

impl AmiEndReason {
    /// The rule, or its point, on which the end rests.
    #[must_use]
    pub fn ground(self) -> Ground {
        match self {
            Self::ResultReached | Self::Stopped => Rule::D24.into(),
            Self::NotWished => Ground::point(Rule::D11, 'c'),
            Self::AfterCodex => Rule::D14.into(),
            Self::IncapacityEnded => Rule::T6.into(),
        }
    }
}

/// A trajectory: dated facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmiTrajectory {
    /// Its number in the case, from 1.
    pub number: u32,
    /// The commitment.
    pub commitment: Commitment,
    /// The day on which it started, once the commitment is complete (D13).
    pub started_on: Option<NaiveDate>,
    /// The plan, once it is established (D16).
    pub plan: Option<Plan>,
    /// The follow-ups of the plan that were no interviews, in the order in which they were recorded (D19).
    pub follow_ups: Vec<FollowUp>,
    /// The suspensions, oldest first (D14).
    pub suspensions: Vec<Suspension>,
    /// The duties to inform, oldest first.
    pub duties: Vec<InformDuty>,
    /// The last day, and why: [`AmiTrajectory::last_day`].
    pub ended: Option<(NaiveDate, AmiEndReason)>,
    /// The evaluation of its results (D24).
    pub evaluation: Option<Evaluation>,
    /// What was found later, in the order of the days (D24).
    pub observations: Vec<Observation>,
}

impl AmiTrajectory {
    /// A trajectory to which coordinator and person committed themselves.
    pub(crate) const fn of(number: u32, commitment: Commitment) -> Self {
        Self {
            number,
            commitment,
            started_on: None,
            plan: None,
            follow_ups: Vec::new(),
            suspensions: Vec::new(),
            duties: Vec::new(),
            ended: None,
            evaluation: None,
            observations: Vec::new(),
        }
    }

    /// The day on which its plan was established, from which the presumption of incapacity runs (D20).
    #[must_use]
    pub fn plan_established_on(&self) -> Option<NaiveDate> {
        self.plan.as_ref().map(Plan::established_on)
    }

    /// Its last day, as the coordinator set it or the end of the incapacity did (D20).
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.ended.map(|(last_day, _)| last_day)
    }

    /// Whether it goes on, on a day: from the commitment of coordinator and person up to its last day.
    #[must_use]
    pub fn goes_on(&self, day: NaiveDate) -> bool {
        self.commitment.signed_on() <= day && self.last_day().is_none_or(|last_day| day <= last_day)
    }

    /// The days of its follow-up interviews, in their order (D15, D19).
    #[must_use]
    pub fn interviews(&self, state: &State) -> Vec<NaiveDate> {
        let held = state.contacts.iter().filter(|contact| contact.purpose == Purpose::FollowUp);
        let mut days: Vec<_> = held.map(|contact| contact.on).filter(|on| self.goes_on(*on)).collect();
        days.sort_unstable();
        days
    }

    /// The day of the last follow-up of its plan: that of the plan itself, or of an interview or another follow-up after it (D19).
    pub(crate) fn last_follow_up(&self, state: &State) -> Option<NaiveDate> {
        let established_on = self.plan_established_on()?;
        let others = self.follow_ups.iter().map(|follow_up| follow_up.on);
        Some(self.interviews(state).into_iter().chain(others).fold(established_on, NaiveDate::max))
    }

    /// The duties of a kind that are still to be carried out.
    pub(crate) fn pending(&self, kind: InformDutyKind) -> impl Iterator<Item = &InformDuty> {
        self.duties.iter().filter(move |duty| duty.kind == kind && duty.is_pending())
    }

    /// The last thing that was done in it.
    pub(crate) fn last_act(&self, state: &State) -> DatedFact {
        let carried_out = self.carried_out(state);
        let started = self.started_on.map(|on| FactKind::CommitmentSigned.on(on));
        started.filter(|started| carried_out.on < started.on).unwrap_or(carried_out)
    }

    /// That it was last carried out: the physician, who signs, does not.
    pub(crate) fn carried_out(&self, state: &State) -> DatedFact {
        let interviews = self.interviews(state).into_iter().map(|on| FactKind::Contact.on(on));
        let follow_ups = self.follow_ups.iter().map(|follow_up| FactKind::PlanFollowedUp.on(follow_up.on));
        let established = self.plan_established_on().map(|on| FactKind::PlanEstablished.on(on));
        let adapted = self.plan.iter().flat_map(|plan| plan.versions.iter().skip(1));
        let adapted = adapted.map(|version| FactKind::PlanAdapted.on(version.since));
        let suspensions = self.suspensions.iter().map(|one| {
            let suspended = FactKind::AmiSuspended.on(one.since);
            one.resumed_on.map_or(suspended, |on| FactKind::AmiResumed.on(on))
        });
        let signed = FactKind::CommitmentSigned.on(self.commitment.signed_on());
        let others = interviews.chain(follow_ups).chain(established).chain(adapted).chain(suspensions);
        others.fold(signed, |last, fact| if last.on <= fact.on { fact } else { last })
    }

    /// By what a plan of it is followed up: that it was established, or that the trajectory was resumed since.
    pub(crate) fn followed_up_since(&self) -> Option<DatedFact> {
        let established = FactKind::PlanEstablished.on(self.plan_established_on()?);
        let resumed = self.suspensions.last().and_then(|suspension| suspension.resumed_on);
        let resumed = resumed.map(|on| FactKind::AmiResumed.on(on));
        Some(resumed.filter(|resumed| established.on < resumed.on).unwrap_or(established))
    }
}

impl State {
    /// The trajectory of the sickness insurance that has not ended.
    #[must_use]
    pub fn current_ami(&self) -> Option<&AmiTrajectory> {
        self.ami.last().filter(|trajectory| trajectory.ended.is_none())
    }

    /// The trajectory that has not ended, or that only the end of the incapacity cut off: what was decided of it by then can still
    /// be entered until its results are evaluated. One that goes on can be decided on whatever was evaluated, since the end
    /// that was evaluated may have been taken back.
    pub(crate) fn ami_to_settle(&self) -> Option<&AmiTrajectory> {
        let cut_off = |reason| reason == AmiEndReason::IncapacityEnded;
        let settled = |trajectory: &AmiTrajectory| trajectory.ended.is_some_and(|(_, reason)| !cut_off(reason));
        let evaluated = |trajectory: &AmiTrajectory| trajectory.ended.is_some() && trajectory.evaluation.is_some();
        self.ami.last().filter(|trajectory| !evaluated(trajectory) && !settled(trajectory))
    }

    /// Whether a trajectory is the last one, to which the deadlines belong.
    pub(crate) fn is_last_ami(&self, number: u32) -> bool {
        self.ami.last().is_some_and(|trajectory| trajectory.number == number)
    }

    /// The trajectory of the sickness insurance that goes on, on a day.
    #[must_use]
    pub fn ami_on(&self, day: NaiveDate) -> Option<&AmiTrajectory> {
        self.ami.iter().rfind(|trajectory| trajectory.goes_on(day))
    }

    /// Whether the person is bound by an employment contract on a day, by what is known: on the first day of incapacity, and by what
    /// was found with the last commitment since.
    pub(crate) fn is_under_contract(&self, day: NaiveDate) -> bool {
        let last = self.ami.iter().rfind(|trajectory| trajectory.commitment.signed_on() <= day);
        let found = last.map(|trajectory| trajectory.commitment.employer_link);
        let over = matches!(found, Some(EmployerLink::None | EmployerLink::NoLonger));
        self.recognition.as_ref().is_some_and(|known| known.has_contract) && !over
    }

    /// The plan that held on a day: the number of its trajectory, all of it, and the version of that day with its number. A plan
    /// holds until its trajectory ends.
    #[must_use]
    pub fn plan_on(&self, day: NaiveDate) -> Option<(u32, &Plan, (u32, &PlanVersion))> {
        let trajectory = self.ami_on(day)?;
        let plan = trajectory.plan.as_ref()?;
        Some((trajectory.number, plan, plan.on(day)?))
    }
}

#[cfg(test)]
mod tests {
    use trajet_law::codex::CodexRequester;
    use trajet_law::deadline::Step;

    use super::*;
    use crate::Command;
    use crate::ami::{AmiCommand, StartSituation};
    use crate::event::Event;
    use crate::fact::{CodexEnd, CodexKind, CodexNote, Told};
    use crate::samples::{
        Case, adapt, codex_note, commit, commitment, day, establish, followed_up, interview, plan_content, signature,
        told,
    };

    #[test]
    fn d13_the_last_act_of_a_trajectory_is_told_as_what_it_was() {
        let last = |case: &Case| case.state.ami[0].last_act(&case.state);
        let mut case = Case::committed();
        assert_eq!(last(&case), FactKind::CommitmentSigned.on(day(2023, 2, 1)));
        case.on(day(2023, 2, 20), &interview(day(2023, 2, 20)));
        assert_eq!(last(&case), FactKind::Contact.on(day(2023, 2, 20)));
        let mut case = Case::planned();
        assert_eq!(last(&case), FactKind::PlanEstablished.on(day(2023, 3, 1)));
        case.on(day(2023, 4, 3), &Command::Ami(AmiCommand::FollowUp(followed_up(day(2023, 4, 3)))));
        assert_eq!(last(&case), FactKind::PlanFollowedUp.on(day(2023, 4, 3)));
        case.on(day(2023, 4, 11), &adapt(plan_content(day(2023, 4, 11)), day(2023, 4, 11)));
        assert_eq!(last(&case), FactKind::PlanAdapted.on(day(2023, 4, 11)));
    }

    #[test]
    fn d13_the_physicians_signature_is_the_last_act_where_nothing_was_done_since() {
        let (on, signed_on) = (day(2023, 2, 1), day(2023, 2, 6));
        let mut case = Case::met();
        case.on(on, &commit(crate::ami::NewCommitment { physician: None, ..commitment(StartSituation::B, on) }));
        case.on(signed_on, &Command::Ami(AmiCommand::Sign(signature(signed_on))));
        let last = |case: &Case| case.state.ami[0].last_act(&case.state);
        assert_eq!(last(&case), FactKind::CommitmentSigned.on(signed_on));
        case.on(signed_on, &interview(signed_on));
        assert_eq!(last(&case), FactKind::Contact.on(signed_on));
    }

    #[test]
    fn d14_d19_a_plan_is_followed_up_since_it_was_established_or_the_trajectory_resumed() {
        let codex = |kind| codex_note(kind, day(2023, 2, 10));
        let asked = CodexNote { requested_by: Some(CodexRequester::Employer), ..codex(CodexKind::Requested) };
        let over = CodexEnd { article: "I.4-76".into(), definitively_unfit: true };
        let over = CodexNote { end: Some(over), on: day(2023, 2, 20), ..codex(CodexKind::Ended) };
        let resumed_on = day(2023, 2, 22);
        for (established_on, since) in [
            (day(2023, 2, 23), FactKind::PlanEstablished.on(day(2023, 2, 23))),
            (resumed_on, FactKind::PlanEstablished.on(resumed_on)),
        ] {
            let mut case = Case::committed();
            case.on(day(2023, 2, 10), &told(Told::Codex(asked.clone())));
            case.on(day(2023, 2, 13), &Command::Ami(AmiCommand::Suspend { on: day(2023, 2, 13) }));
            case.on(day(2023, 2, 20), &told(Told::Codex(over.clone())));
            case.on(resumed_on, &Command::Ami(AmiCommand::Resume { on: resumed_on, agreed: true }));
            case.on(resumed_on, &interview(resumed_on));
            case.on(established_on, &establish(plan_content(established_on), established_on));
            assert_eq!(case.state.ami[0].followed_up_since(), Some(since), "{established_on}");
        }
        // Suspended when there was a plan: it is followed up since the resumption.
        let mut case = Case::planned();
        let later = |note: &CodexNote, on| told(Told::Codex(CodexNote { on, ..note.clone() }));
        case.on(day(2023, 4, 3), &later(&asked, day(2023, 4, 3)));
        case.on(day(2023, 4, 5), &Command::Ami(AmiCommand::Suspend { on: day(2023, 4, 5) }));
        assert_eq!(case.state.ami[0].followed_up_since(), Some(FactKind::PlanEstablished.on(day(2023, 3, 1))));
        case.on(day(2023, 4, 14), &later(&over, day(2023, 4, 14)));
        let resumed_on = day(2023, 4, 17);
        case.on(resumed_on, &Command::Ami(AmiCommand::Resume { on: resumed_on, agreed: true }));
        assert_eq!(case.state.ami[0].followed_up_since(), Some(FactKind::AmiResumed.on(resumed_on)));
    }

    #[test]
    fn d13_d24_the_evaluation_of_a_trajectory_is_taken_away_by_the_commitment_to_the_next() {
        let mut case = Case::planned();
        let end = AmiCommand::End { last_day: day(2023, 5, 16), reason: AmiEndReason::Stopped };
        case.on(day(2023, 5, 16), &Command::Ami(end));
        let on = day(2023, 6, 1);
        let events = case.on(on, &commit(commitment(StartSituation::B, on)));
        let rests_on = FactKind::CommitmentSigned.on(on).into();
        let waived = Event::DeadlineWaived { step: Step::AmiEvaluation, on, because: Rule::D13.into(), rests_on };
        assert!(events.contains(&waived), "{events:?}");
    }
}
