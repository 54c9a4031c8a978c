//! Declaration, decision, tracks, estimate, evaluations, and the end (rules M1 to M22).

mod evaluations;
mod presumed;
mod tracks;

use chrono::NaiveDate;

use super::calendar::{after, first_of, last_of, months};
use super::{Case, End, Evaluation, Service, When};
use crate::act::{Act, Cause, Grounds, Verdict};

const ESTIMATE: &str = "first_estimate";
const EXAMINATION: &str = "estimate_examination";

impl Case {
    /// What medical assessment makes of an act; nothing if it is not one of its own.
    pub(super) fn assess(&mut self, act: &Act) -> Option<Verdict> {
        if !self.declared && !matches!(act, Act::Declare { .. }) {
            unreachable!("nobody knows the case before it is declared");
        }
        Some(match act {
            Act::Declare { ceased, start, employee } => self.declare(*ceased, *start, *employee),
            Act::Recognise { on, other_body, ceased } => self.recognise(*on, *other_body, *ceased),
            Act::RefuseRecognition { on, other_body } => self.refuse(*on, *other_body),
            Act::StartTrack { kind, from, to } => self.start_track(*kind, *from, *to),
            Act::EndTrack { kind, on } => self.end_track(*kind, *on),
            Act::Estimate { category, examined, concertation, on } => {
                self.make_estimate(on.unwrap_or(self.today), *category, *examined, *concertation)
            }
            Act::Invite { invited, examination } => self.invite(*invited, *examination),
            Act::Dispense { on, found } => self.dispense(*on, *found),
            Act::Evaluate { on, category, examined, concertation } => {
                self.evaluate(*on, *category, *examined, *concertation)
            }
            Act::RefuseTrajectory { asked } => self.refuse_trajectory(*asked),
            Act::Decide { on, authorised } => self.decide(*on, *authorised),
            Act::End { last, cause, other_body } => self.end_incapacity(*last, *cause, *other_body),
            _ => return None,
        })
    }

    fn declare(&mut self, ceased: Option<NaiveDate>, start: NaiveDate, employee: bool) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(start > self.today || ceased.is_some_and(|ceased| ceased > self.today));
        grounds.add(!employee, "SCHEME_OUT_OF_SCOPE");
        let refused = matches!(self.decision, Some((false, _)));
        grounds.add(self.declared && start == self.start && !refused, "CASE_ALREADY_OPEN");
        if grounds.none() {
            if self.declared {
                self.reach("declared again after a refusal");
                let (reached, waiting) = (std::mem::take(&mut self.reached), std::mem::take(&mut self.waiting));
                *self = Self { today: self.today, reached, waiting, ..Self::new(start, self.contract, self.slip) };
            }
            self.declared = true;
            self.ceased = ceased;
        }
        grounds.verdict()
    }

    /// M1: the physician is the sole decider in the first twelve months.
    fn decided(&self, on: NaiveDate, other_body: bool) -> Grounds {
        let mut grounds = Grounds::default();
        let first_year = on < months(self.start, 12);
        grounds.wrong(on < self.start || on > self.today);
        grounds.add(self.decision.is_some(), "ALREADY_DECIDED");
        grounds.add(other_body && first_year, "PHYSICIAN_DECIDES");
        grounds.add(!other_body && !first_year, "OTHER_BODY_DECIDES");
        grounds
    }

    fn recognise(&mut self, on: NaiveDate, other_body: bool, ceased: Option<NaiveDate>) -> Verdict {
        let mut grounds = self.decided(on, other_body);
        grounds.wrong(ceased.is_some_and(|ceased| ceased > on));
        // M2: on the first day of incapacity at the latest.
        grounds.add(ceased.or(self.ceased).is_none_or(|ceased| ceased > self.start), "ACTIVITY_NOT_CEASED");
        if !grounds.none() {
            return grounds.verdict();
        }
        self.decision = Some((true, on));
        self.reach(if other_body { "recognised by another body" } else { "recognised" });
        let (opens, due) = (first_of(self.start, 4), last_of(self.start, 4));
        self.duties.plan(Service::Assessment, ESTIMATE, When::On(opens), When::On(due), When::Never);
        self.settle_tracks();
        self.plan_sending();
        for (what, on) in std::mem::take(&mut self.waiting) {
            self.reach("a report that waited for its case");
            self.take_over(what, on);
        }
        Verdict::Accepted
    }

    fn refuse(&mut self, on: NaiveDate, other_body: bool) -> Verdict {
        let grounds = self.decided(on, other_body);
        if grounds.none() {
            self.decision = Some((false, on));
            self.reach("recognition refused");
        }
        grounds.verdict()
    }

    pub(crate) fn category(&self) -> Option<Evaluation> {
        self.evaluations.last().copied().or(self.estimate.map(|(first, _)| first))
    }

    /// A decision is of the last day.
    fn end_incapacity(&mut self, last: NaiveDate, cause: Cause, other_body: bool) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(last > self.today || last < self.start);
        grounds.add(self.decision.is_none(), "NOT_RECOGNISED");
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.end.is_some(), "INCAPACITY_ENDED");
        if cause == Cause::NotUnfit {
            let first_year = last < months(self.start, 12);
            grounds.wrong(self.decision.is_some_and(|(_, recognised_on)| last < recognised_on));
            grounds.add(other_body && first_year, "PHYSICIAN_DECIDES");
            grounds.add(!other_body && !first_year, "OTHER_BODY_DECIDES");
        }
        // M15: no decision ends the recognition of who is presumed unfit on a later day.
        let presumed = cause == Cause::NotUnfit && self.presumed_after(last);
        grounds.add(presumed, "INCAPACITY_PRESUMED");
        if presumed {
            self.reach("a decision against a presumption");
        }
        if grounds.none() {
            let deceased = cause == Cause::Deceased;
            self.end = Some(End { last, deceased, recorded: self.today });
            self.reach(if deceased { "ended by death" } else { "ended" });
            self.duties.pass(self.today);
            self.end_road(last);
            self.settle_tracks();
            self.duties.waive_all(When::On(after(last, 1)), if deceased { "T6.b" } else { "T6.a" });
        }
        grounds.verdict()
    }

    /// The day on which the questionnaire is sent.
    pub(super) fn day_of_sending(&self) -> NaiveDate {
        after(self.start, 70)
    }
}
