//! Declaration, decision, tracks, estimate, evaluations, and the end (rules M1 to M22).

mod evaluations;

use chrono::NaiveDate;

use super::calendar::{after, before, first_of, last_of, months};
use super::{Case, End, Evaluation, Service, Track, When};
use crate::act::{Act, Cause, Grounds, Kind, Told, Verdict};

const ESTIMATE: &str = "first_estimate";

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
            Act::Estimate { category, examined, concertation } => {
                self.make_estimate(*category, *examined, *concertation)
            }
            Act::Invite { invited, examination } => self.invite(*invited, *examination),
            Act::Dispense { on } => self.dispense(*on),
            Act::Evaluate { on, category, examined } => self.evaluate(*on, *category, *examined),
            Act::RefuseTrajectory { asked } => self.refuse_trajectory(*asked),
            Act::Decide { on, authorised } => self.decide(*on, *authorised),
            Act::End { last, cause } => self.end_incapacity(*last, *cause),
            _ => return None,
        })
    }

    fn declare(&mut self, ceased: Option<NaiveDate>, start: NaiveDate, employee: bool) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(start > self.today || ceased.is_some_and(|ceased| ceased > self.today));
        grounds.add(!employee, "SCHEME_OUT_OF_SCOPE");
        grounds.add(self.declared && start == self.start, "CASE_ALREADY_OPEN");
        if grounds.none() {
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
        grounds.add(ceased.or(self.ceased).is_none_or(|ceased| ceased > on), "ACTIVITY_NOT_CEASED");
        if !grounds.none() {
            return grounds.verdict();
        }
        self.decision = Some((true, on));
        self.reach(if other_body { "recognised by another body" } else { "recognised" });
        let (opens, due) = (first_of(self.start, 4), last_of(self.start, 4));
        self.duties.plan(Service::Assessment, ESTIMATE, When::On(opens), When::On(due), When::Never);
        self.waive_estimate();
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

    /// M4: no estimate while a track lasts; the duty goes if it lasts to the end of month 4, as far as is known.
    fn waive_estimate(&mut self) {
        let due = last_of(self.start, 4);
        let lasting = self.tracks.iter().filter(|track| track.covers(due)).min_by_key(|track| track.from).copied();
        if let Some(track) = lasting {
            let Some((_, recognised)) = self.decision else { return };
            let point = match track.kind {
                Kind::Codex => "M4.a",
                Kind::Work => "M4.b",
                Kind::RouteB => "M4.c",
            };
            for step in [ESTIMATE, "estimate_examination"] {
                self.duties.take_away(step, track.from, recognised, point);
            }
        }
    }

    /// The duty comes back when no track is left that took it away.
    fn ask_estimate_again(&mut self) {
        let due = last_of(self.start, 4);
        let waived = self.recognised() && self.estimate.is_none() && self.end.is_none() && !self.duties.open(ESTIMATE);
        if waived && !self.tracks.iter().any(|track| track.covers(due)) {
            self.reach("the estimate is asked again after a track");
            self.duties.open_again();
        }
    }

    fn start_track(&mut self, kind: Kind, from: NaiveDate, to: Option<NaiveDate>) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(from < self.start || from > self.today || to.is_some_and(|to| to < from));
        grounds.wrong(kind == Kind::RouteB);
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.overlaps(kind, from, to), "TRACK_ALREADY_IN_FORCE");
        grounds.add(self.ended_before(from), "INCAPACITY_ENDED");
        if grounds.none() {
            self.begin_track(Track { kind, from, to });
        }
        grounds.verdict()
    }

    fn overlaps(&self, kind: Kind, from: NaiveDate, to: Option<NaiveDate>) -> bool {
        let of_kind = self.tracks.iter().filter(|track| track.kind == kind);
        of_kind.into_iter().any(|track| track.lasts_to(from) && to.is_none_or(|to| track.from <= to))
    }

    fn begin_track(&mut self, mut track: Track) {
        if let Some(end) = self.end {
            track.to = Some(track.to.map_or(end.last, |to| to.min(end.last)));
        }
        self.tracks.push(track);
        self.waive_estimate();
        self.bar_contact(&[track]);
    }

    fn end_track(&mut self, kind: Kind, on: NaiveDate) -> Verdict {
        let mut grounds = Grounds::default();
        let later = self.tracks.iter().filter(|track| track.kind == kind && track.to.is_none_or(|to| to > on));
        let last = later.max_by_key(|track| track.from).copied();
        grounds.wrong(last.is_some_and(|track| on < track.from));
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(last.is_none(), "TRACK_NOT_IN_FORCE");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.finish_track(kind, on);
        }
        grounds.verdict()
    }

    pub(super) fn finish_track(&mut self, kind: Kind, on: NaiveDate) {
        let later = self.tracks.iter_mut().filter(|track| track.kind == kind && track.to.is_none_or(|to| to > on));
        if let Some(track) = later.max_by_key(|track| track.from) {
            track.to = Some(on.max(track.from));
            let requested = |(what, day): &(Told, NaiveDate)| (*what == Told::Requested && *day > on).then_some(*day);
            if kind == Kind::Codex
                && let Some(day) = self.codex.iter().filter_map(requested).min()
            {
                self.begin_codex(day);
            }
            self.ask_estimate_again();
        }
    }

    pub(crate) fn category(&self) -> Option<Evaluation> {
        self.evaluations.last().copied().or(self.estimate.map(|(first, _)| first))
    }

    fn end_incapacity(&mut self, last: NaiveDate, cause: Cause) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(last > self.today || last < self.start);
        grounds.add(self.decision.is_none(), "NOT_RECOGNISED");
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.end.is_some(), "INCAPACITY_ENDED");
        if grounds.none() {
            let deceased = cause == Cause::Deceased;
            self.end = Some(End { last, deceased, recorded: self.today });
            self.reach(if deceased { "ended by death" } else { "ended" });
            self.duties.pass(self.today);
            self.end_road(last);
            for track in self.tracks.iter_mut().filter(|track| track.to.is_none_or(|to| to > last)) {
                track.to = Some(last.max(track.from));
            }
            self.duties.waive_all(When::On(after(last, 1)), if deceased { "T6.b" } else { "T6.a" });
        }
        grounds.verdict()
    }

    /// What an occupational physician tells is kept, whatever it is; of what nobody knows yet, nothing follows.
    pub(super) fn tell(&mut self, what: Told, on: NaiveDate) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(on > self.today);
        if grounds.none() {
            if self.recognised() {
                self.take_over(what, on);
            } else {
                self.waiting.push((what, on));
            }
        }
        grounds.verdict()
    }

    fn take_over(&mut self, what: Told, on: NaiveDate) {
        self.codex.push((what, on));
        match what {
            Told::Requested => {
                self.reach("CODEX requested, as a partner told");
                self.begin_codex(on);
            }
            Told::Ended => {
                self.reach("CODEX ended, as a partner told");
                self.finish_track(Kind::Codex, on);
            }
            _ => {}
        }
    }

    /// X5: each request counts, from its day on or from the end of what is in force then.
    fn begin_codex(&mut self, on: NaiveDate) {
        let mut from = on;
        while let Some(track) = self.tracks.iter().find(|track| track.kind == Kind::Codex && track.covers(from)) {
            let Some(last) = track.to else { return };
            from = after(last, 1);
        }
        let later = self.tracks.iter().filter(|track| track.kind == Kind::Codex && track.from > from);
        let to = later.map(|track| before(track.from)).min();
        self.begin_track(Track { kind: Kind::Codex, from, to });
    }

    /// The day on which the questionnaire is sent.
    pub(super) fn day_of_sending(&self) -> NaiveDate {
        after(self.start, 70)
    }
}
