//! Tracks beside the case, and the estimate that none is made of meanwhile (rules Q4, M4 and X5).

use chrono::NaiveDate;

use super::{ESTIMATE, EXAMINATION};
use crate::act::{Grounds, Kind, Told, Verdict};
use crate::model::calendar::{after, last_of, months};
use crate::model::{Case, Service, Track, When};

impl Track {
    fn joins(&self, other: &Track) -> bool {
        other.kind == self.kind && other.from < self.from && other.covers(self.from)
    }

    fn point(&self) -> &'static str {
        match self.kind {
            Kind::Codex => "M4.a",
            Kind::Work => "M4.b",
            Kind::RouteB => "M4.c",
        }
    }
}

impl Case {
    pub(super) fn start_track(&mut self, kind: Kind, from: NaiveDate, to: Option<NaiveDate>) -> Verdict {
        let mut grounds = Grounds::default();
        grounds.wrong(from < self.start || from > self.today || to.is_some_and(|to| to < from));
        grounds.wrong(kind == Kind::RouteB);
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.overlaps(kind, from, to), "TRACK_ALREADY_IN_FORCE");
        grounds.add(self.ended_before(from), "INCAPACITY_ENDED");
        if grounds.none() {
            if kind == Kind::Codex {
                self.codex_ends.extend(to);
            }
            self.begin_track(Track { kind, from, to, told: false });
        }
        grounds.verdict()
    }

    fn overlaps(&self, kind: Kind, from: NaiveDate, to: Option<NaiveDate>) -> bool {
        let of_kind = self.tracks.iter().filter(|track| track.kind == kind);
        of_kind.into_iter().any(|track| track.lasts_to(from) && to.is_none_or(|to| track.from <= to))
    }

    pub(super) fn begin_track(&mut self, track: Track) {
        self.tracks.push(track);
        self.settle_tracks();
        self.bar_contact(&[track]);
    }

    pub(super) fn end_track(&mut self, kind: Kind, on: NaiveDate) -> Verdict {
        let mut grounds = Grounds::default();
        let later = |track: &&Track| track.kind == kind && track.to.is_none_or(|to| to > on);
        let later: Vec<_> = self.tracks.iter().filter(later).collect();
        grounds.add(later.is_empty(), "TRACK_NOT_IN_FORCE");
        // The days beside a CODEX trajectory that go on from one day to the next are one period.
        let begun = |track: &&Track| track.from <= on || kind == Kind::Codex && self.joined_on(on, track.from);
        grounds.wrong(!later.is_empty() && !later.iter().any(begun));
        grounds.add(matches!(self.decision, Some((false, _))), "RECOGNITION_REFUSED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.finish_track(kind, on);
        }
        grounds.verdict()
    }

    /// The day is one beside a CODEX trajectory, and the other is the next day.
    fn joined_on(&self, on: NaiveDate, next: NaiveDate) -> bool {
        next == after(on, 1) && self.tracks.iter().any(|track| track.kind == Kind::Codex && track.covers(on))
    }

    pub(in crate::model) fn finish_track(&mut self, kind: Kind, on: NaiveDate) {
        let later = |track: &&mut Track| track.kind == kind && track.from <= on && track.lasts_to(on);
        self.tracks.iter_mut().filter(later).for_each(|track| track.to = Some(on));
        if kind == Kind::Codex {
            self.codex_ends.push(on);
        }
        self.settle_tracks();
    }

    /// The days beside a CODEX trajectory follow from all that is known, whichever was told first (X5); no track goes on
    /// after the incapacity, and the estimate follows the tracks (M4).
    pub(super) fn settle_tracks(&mut self) {
        let ends: Vec<_> = self.codex.iter().filter(|(what, _)| *what == Told::Ended).map(|(_, on)| *on).collect();
        for track in self.tracks.iter_mut().filter(|track| track.kind == Kind::Codex) {
            let recorded = self.codex_ends.iter().filter(|_| track.told);
            let first_end = ends.iter().chain(recorded).copied().filter(|on| *on >= track.from).min();
            track.to = [track.to, first_end].into_iter().flatten().min();
        }
        // An end is that of what was asked for by its day and of which no earlier end was told; or it waits.
        let begins: Vec<_> = self.tracks.iter().filter(|track| track.kind == Kind::Codex).map(|one| one.from).collect();
        let first_end = |from: &NaiveDate| ends.iter().filter(|on| *on >= from).min();
        self.waiting_ends.retain(|on| !begins.iter().any(|from| first_end(from) == Some(on)));
        if let Some(end) = self.end {
            let known = self.tracks.clone();
            let joined = |track: &Track| known.iter().any(|other| track.joins(other));
            self.tracks.retain(|track| track.from <= end.last || !track.told && !joined(track));
            for track in self.tracks.iter_mut().filter(|track| track.to.is_none_or(|to| to > end.last)) {
                track.to = Some(end.last.max(track.from));
            }
        }
        self.follow_tracks();
    }

    /// M4: no estimate while a track lasts; the duty goes if one is in force on the last day of month 4, and is there again
    /// if none is any more.
    fn follow_tracks(&mut self) {
        let Some((true, recognised)) = self.decision else { return };
        if self.estimate.is_some() || self.end.is_some() {
            return;
        }
        let due = last_of(self.start, 4);
        let lasting = self.tracks.iter().filter(|track| track.covers(due)).min_by_key(|track| track.from).copied();
        if let Some(track) = lasting {
            let from = track.from.max(recognised);
            // The texts do not say since when it is not to be done if one CODEX trajectory follows on another.
            let joined = self.tracks.iter().any(|other| track.joins(other) || other.joins(&track));
            let on = if joined && track.kind == Kind::Codex { When::Silent } else { When::On(from) };
            if self.duties.take_away(ESTIMATE, Some(due), track.from, on, track.point()) {
                self.duties.waive_about(EXAMINATION, from, track.point());
            }
            self.aim_after_tracks();
        } else if !self.duties.open_until(ESTIMATE, Some(due)) {
            self.reach("the estimate is asked again after a track");
            self.duties.waive(ESTIMATE, When::Silent, "?");
            self.duties.open_again();
        }
        self.ask_examination();
    }

    /// When the last track ends after month 4, the platform aims at an estimate in the month after it.
    fn aim_after_tracks(&mut self) {
        if let Some(opens) = self.duties.aimed(ESTIMATE) {
            let later =
                self.tracks.iter().filter(|track| track.lasts_to(opens)).min_by_key(|track| track.from).copied();
            if let Some(track) = later {
                self.reach("a later track");
                let from = track.from.max(opens);
                self.duties.take_away(ESTIMATE, None, from, When::On(from), track.point());
                self.duties.waive_about(EXAMINATION, from, track.point());
            }
        }
        let ends: Option<Vec<_>> = self.tracks.iter().map(|track| track.to).collect();
        let opens = ends.and_then(|ends| ends.into_iter().max()).map(|last| after(last, 1));
        if let Some(opens) = opens
            && self.duties.aimed(ESTIMATE) != Some(opens)
        {
            self.reach("the estimate is aimed at after a track");
            self.duties.waive(ESTIMATE, When::Silent, "?");
            // A target of the same days is there again; so is that of the examination.
            if !self.duties.aim_again(ESTIMATE, opens) {
                let target = When::On(months(opens, 1));
                self.duties.plan(Service::Assessment, ESTIMATE, When::On(opens), When::Never, target);
            }
        }
    }

    /// Q7: an estimate after a questionnaire that could not be completed needs an examination.
    pub(in crate::model) fn ask_examination(&mut self) {
        let needed = self.form.known() == "IMPOSSIBLE" && !self.duties.waived_for(EXAMINATION, "M5");
        if needed && self.duties.open(ESTIMATE) && !self.duties.open(EXAMINATION) {
            self.duties.plan(Service::Assessment, EXAMINATION, When::Silent, When::Silent, When::Silent);
        }
    }

    /// What an occupational physician tells is kept, whatever it is; of what nobody knows yet, nothing follows.
    pub(in crate::model) fn tell(&mut self, what: Told, on: NaiveDate) -> Verdict {
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

    pub(super) fn take_over(&mut self, what: Told, on: NaiveDate) {
        // What happened after the incapacity is not of this case.
        if self.ended_before(on) {
            return;
        }
        self.codex.push((what, on));
        match what {
            Told::Requested => {
                self.reach("CODEX requested, as a partner told");
                self.begin_track(Track { kind: Kind::Codex, from: on, to: None, told: true });
            }
            Told::Ended => {
                self.reach("CODEX ended, as a partner told");
                if !self.waiting_ends.contains(&on) {
                    self.waiting_ends.push(on);
                }
                self.settle_tracks();
            }
            _ => {}
        }
    }
}
