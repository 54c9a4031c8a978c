//! Estimate, examinations, later evaluations, and decisions on a trajectory.

use chrono::NaiveDate;

use super::{ESTIMATE, EXAMINATION};
use crate::act::{Grounds, Kind, Verdict};
use crate::model::calendar::{first_of, last_of, months};
use crate::model::{Case, Evaluation, Service, Slip, Track, When};

impl Case {
    pub(super) fn make_estimate(
        &mut self,
        on: NaiveDate,
        category: u8,
        examined: bool,
        concertation: Option<NaiveDate>,
    ) -> Verdict {
        let mut grounds = Grounds::default();
        let recognised = self.decision.map(|(_, on)| on);
        grounds.wrong(on > self.today || recognised.is_some_and(|recognised| on < recognised));
        grounds.wrong(concertation.is_some_and(|held| held > on || recognised.is_some_and(|on| held < on)));
        grounds.add(self.decision.is_none(), "NOT_RECOGNISED");
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.estimate.is_some(), "ALREADY_ESTIMATED");
        grounds.add(on < first_of(self.start, 4), "ESTIMATE_TOO_EARLY");
        grounds.add(self.tracks.iter().any(|track| track.covers(on)), "TRACK_IN_FORCE");
        grounds.add(category == 1 && on > last_of(self.start, 6), "CATEGORY_ONE_TOO_LATE");
        let needed = self.examination_needed(on);
        grounds.add(needed && !examined, "EXAMINATION_REQUIRED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if !grounds.none() {
            return grounds.verdict();
        }
        if on < self.today {
            self.reach("estimate entered late");
        }
        let evaluation = Evaluation { on, category, examined };
        self.estimate = Some((evaluation, self.form.known_on(on)));
        self.duties.meet_again(ESTIMATE, on);
        if needed {
            self.duties.meet_late(EXAMINATION, on);
        }
        // What opens later is not to be done any more; no text says since when, nor names a rule.
        for step in [ESTIMATE, EXAMINATION] {
            self.duties.waive(step, When::Silent, "?");
        }
        self.reach(["", "category 1", "category 2", "category 3", "category 4"][usize::from(category)]);
        self.categorise(evaluation, None);
        Verdict::Accepted
    }

    /// M5, by the days of what is known, whichever was recorded first.
    fn examination_needed(&self, on: NaiveDate) -> bool {
        self.form.known_on(on) == "IMPOSSIBLE" && self.dispensed.is_none_or(|since| on < since)
    }

    /// What follows from a category: an examination (M7, M8) or a referral (M10).
    pub(super) fn categorise(&mut self, Evaluation { on, category, examined }: Evaluation, from: Option<u8>) {
        if from == Some(category) {
            return;
        }
        let (month_7_begins, month_7_ends) = (first_of(self.start, 7), last_of(self.start, 7));
        match category {
            1 => self.duties.plan(
                Service::Assessment,
                "category_1_examination",
                When::On(month_7_begins),
                When::Never,
                When::On(month_7_ends),
            ),
            // Who was examined in month 7 or later has been.
            3 if examined && month_7_begins <= on => {}
            3 if on <= month_7_ends => {
                let mut due = month_7_ends;
                if self.slips(Slip::LateExamination) {
                    due = last_of(self.start, 8);
                    self.slipped();
                }
                let step = "category_3_examination";
                self.duties.plan(Service::Assessment, step, When::Silent, When::On(due), When::Never);
            }
            // After month 7 there is no last day to keep.
            3 => {
                let (step, target) = ("category_3_examination", When::On(months(on, 1)));
                self.duties.plan(Service::Assessment, step, When::Silent, When::Never, target);
                self.reach("category 3 on the file after month 7");
            }
            4 => self.refer(on, from.is_none()),
            _ => {}
        }
        if self.end.is_some() {
            for step in ["category_1_examination", "category_3_examination"] {
                self.duties.waive(step, When::Silent, "?");
            }
        }
    }

    pub(super) fn invite(&mut self, invited: NaiveDate, examination: NaiveDate) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(invited > self.today || examination < invited || invited < self.start);
        grounds.add(self.decision.is_none(), "NOT_RECOGNISED");
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.ended_before(examination), "INCAPACITY_ENDED");
        if grounds.none() {
            self.invitations.push((invited, examination));
            self.reach("invited to an examination");
        }
        grounds.verdict()
    }

    pub(super) fn dispense(&mut self, on: NaiveDate, found: [bool; 2]) -> Verdict {
        let mut grounds = Grounds::default();
        let impossible = self.form.last_impossible();
        grounds.wrong(on > self.today || on < impossible.unwrap_or(self.start));
        if found != [true; 2] {
            grounds.add(true, "NOT_DISPENSABLE");
            self.reach("one finding without the other");
        }
        let was_asked = self.duties.open_on(EXAMINATION, on) && self.examination_needed(on);
        grounds.add(!self.duties.open(EXAMINATION) && !was_asked, "EXAMINATION_NOT_ASKED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.duties.waive_late(EXAMINATION, on, "M5");
            self.dispensed = Some(on);
            self.reach("examination dispensed");
        }
        grounds.verdict()
    }

    pub(super) fn evaluate(
        &mut self,
        on: NaiveDate,
        category: u8,
        examined: bool,
        concertation: Option<NaiveDate>,
    ) -> Verdict {
        let mut grounds = Grounds::default();
        let recognised = self.decision.map(|(_, on)| on);
        grounds.wrong(concertation.is_some_and(|held| held > on || recognised.is_some_and(|on| held < on)));
        let earlier = self.category();
        let late = on > last_of(self.start, 6);
        grounds.wrong(on > self.today || on < earlier.map_or(self.start, |last| last.on));
        grounds.add(earlier.is_none(), "NOT_ESTIMATED");
        grounds.add(category == 1 && late, "CATEGORY_ONE_TOO_LATE");
        let one = late && self.duties.open("category_1_examination");
        let three = self.duties.open("category_3_examination");
        let required = one && earlier.is_some_and(|last| last.category == 1);
        grounds.add(required && !examined, "EXAMINATION_REQUIRED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        let (Some(last), true) = (earlier, grounds.none()) else { return grounds.verdict() };
        let evaluation = Evaluation { on, category, examined };
        self.evaluations.push(evaluation);
        if one && examined {
            self.duties.meet("category_1_examination", on);
            self.reach("category 1 examined");
        }
        if three && examined {
            self.duties.meet("category_3_examination", on);
            self.reach("category 3 examined");
        }
        if last.category != category {
            for step in ["category_1_examination", "category_3_examination"] {
                self.duties.waive(step, When::On(on), "M9");
            }
            self.reach("another category");
        }
        self.categorise(evaluation, Some(last.category));
        Verdict::Accepted
    }

    pub(super) fn refuse_trajectory(&mut self, asked: NaiveDate) -> Verdict {
        let mut grounds = Grounds::default();
        let first = self.estimate.map(|(first, _)| first);
        let examined = first.iter().chain(&self.evaluations).any(|one| one.examined && one.on == asked);
        grounds.wrong(asked > self.today || asked < self.start);
        grounds.add(first.is_none(), "NOT_ESTIMATED");
        grounds.add(self.category().is_some_and(|last| last.category == 4), "CATEGORY_ALLOWS");
        grounds.add(!examined, "NOT_AT_AN_EXAMINATION");
        grounds.add(self.refused_trajectories.contains(&asked), "TRAJECTORY_REFUSED");
        grounds.add(self.ended_before(asked), "INCAPACITY_ENDED");
        if grounds.none() {
            self.refused_trajectories.push(asked);
            self.reach("trajectory refused for its category");
        }
        grounds.verdict()
    }

    pub(super) fn decide(&mut self, on: NaiveDate, authorised: bool) -> Verdict {
        let mut grounds = Grounds::default();
        let (awaited, answered) = (self.road.awaited(), self.road.awaited_on(on));
        grounds.wrong(on > self.today || on < awaited.unwrap_or(self.start) && answered.is_none());
        grounds.add(awaited.is_none() && answered.is_none(), "NO_REQUEST_AWAITED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if let (Some(number), true) = (answered, grounds.none()) {
            self.duties.meet_late("route_b_decision", on);
            if authorised {
                self.reach("route B authorised");
                let to = self.road.authorisations[number].withdrawn;
                self.begin_track(Track { kind: Kind::RouteB, from: on, to, told: false });
            }
            self.answer_request(number, on, authorised);
        }
        grounds.verdict()
    }
}
