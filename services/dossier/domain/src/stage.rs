//! Where a dossier stands, for lists and display.

use trajet_law::deadline::{Deadline, Step};

use crate::bar::barred;
use crate::codes::codes;
use crate::state::State;
use crate::trajectory::TrajectoryRequest;

codes! {
    /// Where a dossier stands; the law reads the dated facts, never this value.
    #[derive(Debug)]
    pub enum Stage {
        /// Nobody was referred and nobody asked.
        Known = "known",
        /// A first contact is to take place.
        FirstContactDue = "first_contact_due",
        /// The first contact is barred while authorised work is performed (D5).
        Barred = "barred",
        /// The first contact took place.
        Contacted = "contacted",
        /// Route B: the physician's authorisation is awaited (D7).
        DecisionAwaited = "decision_awaited",
        /// Route B: the physician did not authorise; a new contact is due (D8).
        NotAuthorised = "not_authorised",
        /// Route B: the physician authorised.
        Authorised = "authorised",
        /// The trajectory ended.
        Ended = "ended",
        /// A commitment awaits the physician's signature (D13).
        Committed = "committed",
        /// A formal trajectory of the sickness insurance goes on.
        AmiTrajectory = "ami_trajectory",
        /// It is suspended (D14).
        AmiSuspended = "ami_suspended",
    }
}

impl State {
    /// Where the dossier stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let route_a = self.deadlines.last(Step::FirstContactCategory4);
        if self.end.is_some() {
            return Stage::Ended;
        }
        if let Some(trajectory) = self.current_ami() {
            return match (trajectory.suspension(), trajectory.started_on) {
                (Some(_), _) => Stage::AmiSuspended,
                (None, None) => Stage::Committed,
                (None, Some(_)) => Stage::AmiTrajectory,
            };
        }
        if route_a.is_some_and(Deadline::is_open) {
            return Stage::FirstContactDue;
        }
        if let Some(request) = self.request() {
            return Stage::of(request);
        }
        let referral = self.referrals.last().filter(|referral| self.ended_since(referral.on).is_none());
        if barred(self).is_some() {
            Stage::Barred
        } else if referral.is_some_and(|referral| self.first_contact_day_since(referral.on).is_some()) {
            Stage::Contacted
        } else if referral.is_some() || (self.referrals.is_empty() && self.requests.is_empty()) {
            // A referral whose contact was to take place before the law calls for nothing.
            Stage::Known
        } else {
            Stage::Ended
        }
    }
}

impl Stage {
    /// Where a request that goes on stands.
    fn of(request: &TrajectoryRequest) -> Self {
        match request.authorisations.last().map(|asked| (asked.answer, asked.discussed_on)) {
            Some((None, _)) => Self::DecisionAwaited,
            Some((Some((_, true)), _)) => Self::Authorised,
            Some((Some((_, false)), None)) => Self::NotAuthorised,
            None if request.first_contact.is_none() => Self::FirstContactDue,
            None | Some((Some((_, false)), Some(_))) => Self::Contacted,
        }
    }
}
