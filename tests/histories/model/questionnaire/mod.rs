//! The questionnaire: sent, waived, helped with, back (rules Q1 to Q10).

mod answers;

use chrono::NaiveDate;

use super::calendar::after;
use super::{Case, Service, Slip, When};
use crate::act::{Act, Channel, Grounds, Helped, Kind, Verdict};

const SEND: &str = "questionnaire_send";
const RETURN: &str = "questionnaire_return";
const HELP: &str = "questionnaire_help";

#[derive(Debug, Clone, Default)]
pub(crate) struct Help {
    pub(crate) asked: NaiveDate,
    pub(crate) delegated: bool,
    pub(crate) contacts: Vec<(NaiveDate, Channel, Helped)>,
}

impl Help {
    /// The first day on which the person was reached.
    pub(crate) fn reached(&self) -> Option<NaiveDate> {
        let reached = self.contacts.iter().filter(|(_, _, result)| *result != Helped::NotReached);
        reached.map(|(on, ..)| *on).min()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Sending {
    pub(crate) on: NaiveDate,
    pub(crate) due: NaiveDate,
    pub(crate) route_b: bool,
    pub(crate) back: Option<NaiveDate>,
    pub(crate) impossible: Option<NaiveDate>,
    pub(crate) incomplete: Vec<NaiveDate>,
    pub(crate) help: Option<Help>,
}

impl Sending {
    pub(crate) fn settled(&self) -> bool {
        self.back.is_some() || self.impossible.is_some()
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Submission {
    pub(crate) on: NaiveDate,
    pub(crate) corrects: usize,
    pub(crate) sending: usize,
}

/// What medical assessment heard, and its day.
#[derive(Debug, Clone)]
struct Heard {
    what: &'static str,
    on: NaiveDate,
    sending: usize,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub(crate) sendings: Vec<Sending>,
    /// The day, and the point of the rule.
    pub(crate) waiver: Option<(NaiveDate, &'static str)>,
    pub(crate) submissions: Vec<Submission>,
    heard: Vec<Heard>,
}

impl Form {
    /// What medical assessment knows.
    pub(super) fn known(&self) -> &'static str {
        self.known_on(NaiveDate::MAX)
    }

    /// What is known of a day, by the dates: that one was completed, unless another one was found impossible on a later
    /// day; that it is impossible; or else what was heard last.
    pub(super) fn known_on(&self, day: NaiveDate) -> &'static str {
        let heard: Vec<_> = self.heard.iter().filter(|heard| heard.on <= day).collect();
        let completed = heard.iter().filter(|heard| heard.what == "COMPLETED");
        let last = completed.max_by_key(|heard| heard.on);
        let found = |found: &&&Heard| {
            let another = |last: &Heard| found.on > last.on && found.sending != last.sending;
            found.what == "IMPOSSIBLE" && last.is_none_or(|last| another(last))
        };
        match (heard.iter().find(found), last) {
            (Some(_), _) => "IMPOSSIBLE",
            (None, Some(_)) => "COMPLETED",
            _ => {
                let latest = heard.iter().max_by_key(|heard| heard.on).map(|heard| heard.what);
                let last = heard.last().map(|heard| heard.what);
                // No text says whether the last day or what was heard last tells it of a day.
                if day < NaiveDate::MAX && latest != last { "?" } else { last.unwrap_or("NOT_SENT") }
            }
        }
    }

    fn hear(&mut self, what: &'static str, on: NaiveDate) {
        self.heard.push(Heard { what, on, sending: self.sendings.len() });
    }

    /// The one that is out, or was last.
    pub(crate) fn last(&self) -> Option<&Sending> {
        self.sendings.last()
    }

    pub(crate) fn out(&self) -> bool {
        self.last().is_some_and(|sending| !sending.settled())
    }

    pub(super) fn last_impossible(&self) -> Option<NaiveDate> {
        self.sendings.iter().rev().find_map(|sending| sending.impossible)
    }

    pub(crate) fn completed(&self) -> bool {
        !self.submissions.is_empty()
    }
}

impl Case {
    pub(super) fn plan_sending(&mut self) {
        let due = When::On(self.day_of_sending());
        self.duties.plan(Service::Questionnaire, SEND, When::Never, due, When::Never);
    }

    /// Q1 and Q4: ten weeks after the first day, unless a track is in force.
    pub(super) fn send(&mut self) {
        let day = self.day_of_sending();
        if !self.duties.open(SEND) || self.today < day {
            return;
        }
        let on_the_day = self.tracks.iter().find(|track| track.covers(day)).map(|track| (track.kind, day));
        let now = || {
            let track = self.tracks.iter().find(|track| track.covers(self.today));
            track.map(|track| (track.kind, self.today))
        };
        if let Some((kind, on)) = on_the_day.or_else(now) {
            let point = match kind {
                Kind::Codex => "Q4.a",
                Kind::Work => "Q4.b",
                Kind::RouteB => "Q4.c",
            };
            self.reach(point);
            self.form.waiver = Some((on, point));
            self.form.hear("WAIVED", on);
            self.duties.waive(SEND, When::On(on), point);
            return;
        }
        if self.form.out() {
            self.reach("route A while a questionnaire is out");
            self.duties.waive(SEND, When::On(day), "Q8");
            return;
        }
        self.duties.pass(self.today);
        self.duties.meet(SEND, self.today);
        self.reach("sent by route A");
        self.send_one(false);
    }

    pub(super) fn send_one(&mut self, route_b: bool) {
        let mut due = after(self.today, 14);
        if self.slips(Slip::LateReturn) {
            due = after(due, 1);
            self.slipped();
        }
        let (on, back, impossible) = (self.today, None, None);
        self.form.sendings.push(Sending { on, due, route_b, back, impossible, incomplete: Vec::new(), help: None });
        self.form.hear("SENT", on);
        self.duties.plan(Service::Questionnaire, RETURN, When::Never, When::On(due), When::Never);
    }

    /// Q6: the day after the two weeks the coordinators are asked to help.
    pub(super) fn ask_help(&mut self) {
        let (today, ended) = (self.today, self.end.is_some());
        let Some(sending) = self.form.sendings.last_mut() else { return };
        if ended || sending.settled() || sending.help.is_some() || today <= sending.due {
            return;
        }
        sending.help = Some(Help { asked: today, ..Help::default() });
        self.form.hear("NOT_RETURNED", today);
        self.duties.plan(Service::Questionnaire, HELP, When::Silent, When::Never, When::On(after(today, 14)));
        self.duties.plan(Service::Dossier, HELP, When::Silent, When::Never, When::On(after(today, 14)));
        self.reach("not returned");
    }

    /// What the questionnaire service makes of an act; nothing if it is not one of its own.
    pub(super) fn question(&mut self, act: &Act) -> Option<Verdict> {
        Some(match act {
            Act::Waive { on } => self.waive(on.unwrap_or(self.today)),
            Act::Draft { other_version } => self.answers(*other_version).verdict(),
            Act::Submit { on, complete, other_version } => self.submit(*on, *complete, *other_version),
            Act::Correct { corrects, on } => self.correct(*corrects, *on),
            Act::Delegate => self.delegate(),
            Act::Help { on, channel, result } => self.help(*on, *channel, *result),
            Act::Impossible { on } => self.impossible(*on),
            _ => return None,
        })
    }

    /// A case of which nothing was told is not known. A track is told before the decision is.
    fn known(&self) -> Grounds {
        let mut grounds = Grounds::default();
        grounds.add(self.decision.is_none(), "CASE_NOT_FOUND");
        grounds.add(matches!(self.decision, Some((false, _))), "CASE_NOT_FOUND");
        grounds
    }

    fn waive(&mut self, on: NaiveDate) -> Verdict {
        let mut grounds = self.known();
        grounds.wrong(self.not_before_recognition(on));
        grounds.add(!self.recognised(), "NOT_RECOGNISED");
        grounds.add(self.form.sendings.iter().any(|sending| !sending.route_b), "ALREADY_SENT");
        grounds.add(self.form.waiver.is_some() || self.duties.waived(SEND), "ALREADY_WAIVED");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none() {
            self.form.waiver = Some((on, "Q2"));
            self.form.hear("WAIVED", on);
            self.duties.waive(SEND, When::On(on), "Q2");
            self.reach("Q2");
        }
        grounds.verdict()
    }

    fn answers(&self, other_version: bool) -> Grounds {
        let mut grounds = self.known();
        grounds.add(self.form.last().is_none(), "NOT_SENT");
        grounds.add(other_version, "OTHER_VERSION");
        grounds.add(other_version, "DEFINITION_NOT_FOUND");
        grounds.add(self.form.last().is_some_and(|last| last.back.is_some()), "ALREADY_RETURNED");
        grounds.add(self.ended_before(self.today), "INCAPACITY_ENDED");
        grounds
    }
}
