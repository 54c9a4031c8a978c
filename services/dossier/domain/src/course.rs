//! A decision under way: its events so far, and the case as they leave it.

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind, Facts, Plan, Step};
use trajet_law::ending::{Open, Outcome, outcome};
use trajet_law::replan::Replanned;
use trajet_law::rule::Ground;
use trajet_law::taken_over::TakenOver;

use crate::acts::ami::end::end as end_ami;
use crate::ami::AmiEndReason;
use crate::contact::Purpose;
use crate::event::Event;
use crate::fact::IncapacityEnd;
use crate::state::{State, apply};
use crate::trajectory::{EndReason, Referral};

/// The steps of route B that are a coordinator's.
const ROUTE_B: [Step; 4] =
    [Step::RouteBAppointment, Step::FirstContactRouteB, Step::AuthorisationRequest, Step::NegativeDecisionContact];

/// The events of a decision and the state after them, so that each part of it sees what the parts before it did.
pub(crate) struct Course {
    /// The case as the events leave it.
    pub(crate) state: State,
    events: Vec<Event>,
}

/// How much of a trajectory ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All of it: the person goes no further.
    All,
    /// What the person asked for; a referral goes on.
    RouteB,
}

impl Course {
    /// A decision of a day.
    pub(crate) fn of(state: &State, today: NaiveDate) -> Self {
        Self { state: State { today: Some(today), ..state.clone() }, events: Vec::new() }
    }

    /// Every event of the decision.
    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// The events so far.
    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    /// Whether anything was decided yet.
    pub(crate) const fn changed(&self) -> bool {
        !self.events.is_empty()
    }

    pub(crate) fn push(&mut self, event: Event) {
        apply(&mut self.state, &event);
        self.events.push(event);
    }

    /// Plans a step that has no open deadline, unless its time was over before the law (T8) or before go-live, or the end of the
    /// incapacity takes it away (T6).
    pub(crate) fn plan(&mut self, plan: Plan, on: NaiveDate) {
        let open = self.state.deadlines.open(plan.step).is_some();
        let kept = |end: IncapacityEnd| outcome(Open::Step(plan.step), end.ending()) == Some(Outcome::Kept);
        if !open && self.state.end.is_none_or(kept) && self.state.judges(&plan) {
            // Before go-live nothing was planned here.
            let on = TakenOver::not_before(self.state.taken_over(), on);
            self.push(Event::DeadlinePlanned { plan, on });
        }
    }

    /// Meets a deadline that is open, or was waived only from a later day on: what took place before is what happened to
    /// it, whenever it is entered (T6). That an open one was late is recorded first.
    pub(crate) fn meet(&mut self, step: Step, on: NaiveDate) {
        if self.state.deadlines.can_be_met(step, on) {
            self.miss_before(step, on);
            self.push(Event::DeadlineMet { step, on });
        }
    }

    /// Meets a deadline only if it is open.
    pub(crate) fn meet_open(&mut self, step: Step, on: NaiveDate) {
        if self.state.deadlines.open(step).is_some() {
            self.meet(step, on);
        }
    }

    /// Waives an open deadline, by the facts that take it away; that it was late is recorded first.
    pub(crate) fn waive(&mut self, step: Step, on: NaiveDate, because: Ground, rests_on: impl Into<Facts>) {
        if self.miss_before(step, on) {
            self.push(Event::DeadlineWaived { step, on, because, rests_on: rests_on.into() });
        }
    }

    /// Plans an open deadline again, why, and by which fact if not by the law or by those that it counts from; that the earlier one was late is recorded first.
    pub(crate) fn replan(&mut self, moved: Replanned, on: NaiveDate, because: (Ground, Option<DatedFact>)) {
        self.miss_before(moved.before.step, on);
        let taken_over = self.state.taken_over().copied();
        self.push(Event::replanned(moved, on, because, taken_over.as_ref()));
    }

    /// Records the miss of an open deadline whose last day lies before a day. Says whether it is open.
    fn miss_before(&mut self, step: Step, on: NaiveDate) -> bool {
        let Some(deadline) = self.state.deadlines.open(step) else { return false };
        if let Some(missed_on) = deadline.miss_before(on) {
            self.push(Event::DeadlineMissed { step, on: missed_on });
        }
        true
    }

    /// Ends what goes on and began by that day, with the deadlines and the appointments that belong to it. What began later
    /// goes on, whenever the end is entered, and so does all of it where something was done in the trajectory of the sickness
    /// insurance since: who went on after that day wished to (own reading). Nothing ends in an ended case.
    pub(crate) fn end_trajectory(&mut self, on: NaiveDate, reason: EndReason, scope: Scope) {
        let state = &self.state;
        let asked = state.request().is_some_and(|request| request.received_on <= on);
        let goes_on = |referral: &Referral| referral.on <= on && state.ended_since(referral.on).is_none();
        let referred = scope == Scope::All && state.referrals.iter().any(goes_on);
        let committed = state.current_ami().filter(|trajectory| trajectory.commitment.signed_on() <= on);
        let carried_on = committed.is_some_and(|trajectory| on < trajectory.carried_out(state).on);
        if !(asked || referred) || state.end.is_some() || (scope == Scope::All && carried_on) {
            return;
        }
        let committed = committed.is_some();
        let of_route_a = referred && state.route_a().is_some_and(|route_a| route_a.referral.on <= on);
        self.push(Event::TrajectoryEnded { on, reason, route_b_only: scope == Scope::RouteB });
        let of_route_a = of_route_a.then_some(Step::FirstContactCategory4);
        for step in ROUTE_B.into_iter().filter(|_| asked).chain(of_route_a) {
            self.waive(step, on, reason.ground(), FactKind::TrajectoryEnd.on(on));
        }
        if scope == Scope::All && committed {
            end_ami(self, on, AmiEndReason::NotWished);
        }
        let ended = |purpose| scope == Scope::All || purpose == Purpose::NegativeDecision;
        let begun = self.state.open_appointments().filter(|appointment| appointment.invitation.on <= on);
        let open = begun.filter(|appointment| ended(appointment.purpose));
        let numbers: Vec<u32> = open.map(|appointment| appointment.number).collect();
        for number in numbers {
            self.push(Event::AppointmentCancelled { number, on, because: reason.ground() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ami::StartSituation;
    use crate::samples::{
        Case, appoint, commit, commitment, discussed, ended, first_contact, first_contact_refused, new_appointment,
        one_more_from, referred, told,
    };
    use crate::samples::{contact_details, day};
    use crate::{ChosenEnd, Command, Stage};

    fn end(on: NaiveDate, reason: ChosenEnd) -> Command {
        Command::EndTrajectory { on, reason }
    }

    #[test]
    fn d8_the_end_of_a_request_leaves_the_referral_with_its_deadline_and_its_appointment() {
        let mut case = Case::not_authorised();
        let appointment = new_appointment(day(2023, 2, 27), day(2023, 2, 2));
        let (purpose, contact) = (Purpose::NegativeDecision, contact_details());
        case.on(day(2023, 2, 2), &Command::MakeAppointment { purpose, appointment, contact });
        case.on(day(2023, 2, 6), &referred(day(2023, 2, 3), false));
        case.on(day(2023, 2, 6), &appoint(Purpose::FirstContact, day(2023, 2, 20), day(2023, 2, 6)));
        case.on(day(2023, 2, 6), &discussed(day(2023, 2, 6)));
        let on = day(2023, 2, 7);
        let events = case.on(on, &end(on, ChosenEnd::NegativeDecision));
        let told = events.iter().find(|event| matches!(event, Event::TrajectoryEnded { .. }));
        let reason = EndReason::NegativeDecision;
        assert_eq!(told, Some(&Event::TrajectoryEnded { on, reason, route_b_only: true }));
        assert_eq!(case.due(Step::FirstContactCategory4), Some(day(2023, 3, 3)));
        let open: Vec<_> = case.state.open_appointments().map(|open| (open.purpose, open.on)).collect();
        assert_eq!(open, [(Purpose::FirstContact, day(2023, 2, 20))]);
    }

    #[test]
    fn d8_the_end_of_a_request_is_told_though_a_trajectory_was_begun_since() {
        let mut case = Case::not_authorised();
        case.on(day(2023, 2, 3), &referred(day(2023, 2, 3), false));
        case.on(day(2023, 2, 6), &first_contact(day(2023, 2, 6)));
        case.on(day(2023, 2, 20), &commit(commitment(StartSituation::B, day(2023, 2, 20))));
        let (purpose, on) = (Purpose::NegativeDecision, day(2023, 2, 15));
        let events = case.on(day(2023, 2, 21), &Command::RecordRefusal { purpose, on });
        let told = events.iter().find(|event| matches!(event, Event::TrajectoryEnded { .. }));
        assert!(matches!(told, Some(Event::TrajectoryEnded { route_b_only: true, .. })), "{events:?}");
        assert!(case.state.current_ami().is_some());
    }

    #[test]
    fn d11_what_was_carried_out_on_a_day_can_end_on_it() {
        let mut case = Case::planned();
        let on = day(2023, 3, 1);
        case.on(on, &end(on, ChosenEnd::NotWished));
        assert!(case.state.current_ami().is_none());
        assert_eq!(case.state.stage(), Stage::Ended);
    }

    #[test]
    fn t6_consent_refused_before_the_end_of_the_incapacity_ends_nothing_more_when_it_is_entered_after_it() {
        let mut case = Case::referred();
        case.on(day(2023, 2, 1), &ended(day(2023, 1, 31), false));
        let events = case.on(day(2023, 2, 3), &first_contact_refused(day(2023, 1, 20)));
        assert!(!events.iter().any(|event| matches!(event, Event::TrajectoryEnded { .. })), "{events:?}");
    }

    #[test]
    fn x8_what_is_told_again_moves_no_offer_by_a_law_that_changed_since() {
        let mut case = Case::opened();
        let form = trajet_law::route_c::RegionalForm::ALL[0];
        let on = day(2022, 11, 1);
        let presented = told(crate::Told::Presented(trajet_law::route_c::Presentation { on, form }));
        case.on(day(2022, 11, 2), &presented);
        let open = case.state.deadlines.open(Step::RouteBOffer).map(|open| open.plan.clone());
        assert!(open.is_some());
        case.state.law = one_more_from(day(2022, 10, 1));
        assert_eq!(case.on(day(2022, 11, 3), &presented), []);
        // It moves when the law is followed.
        case.on(day(2022, 11, 3), &Command::FollowLaw);
        assert_ne!(case.state.deadlines.open(Step::RouteBOffer).map(|open| open.plan.clone()), open);
    }
}
