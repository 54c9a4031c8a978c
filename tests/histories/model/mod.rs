//! One case over the four services, read once more from the texts and the contracts: what each act does, and what the
//! passing of days does by itself. Nothing here is shared with the platform.

mod assessment;
pub(crate) mod calendar;
mod dossier;
mod duty;
mod examples;
mod questionnaire;
mod shown;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::act::{Act, Kind, Told, Verdict};
pub(crate) use dossier::State;
pub(crate) use duty::Fate;
use duty::{Duties, Service, When};

/// A mistake made on purpose, to see that it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    /// The questionnaire is due back a day late (Q5).
    LateReturn,
    /// The examination of category 3 is due a month late (M8).
    LateExamination,
    /// Authorised work does not bar a first contact (D5).
    NoBar,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Track {
    pub(crate) kind: Kind,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    /// A request that a partner told, and not a period that was recorded here.
    told: bool,
}

impl Track {
    fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.lasts_to(day)
    }

    fn lasts_to(&self, day: NaiveDate) -> bool {
        self.to.is_none_or(|to| to >= day)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct End {
    pub(crate) last: NaiveDate,
    deceased: bool,
    recorded: NaiveDate,
}

/// An estimate or a later evaluation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evaluation {
    pub(crate) on: NaiveDate,
    pub(crate) category: u8,
    pub(crate) examined: bool,
}

/// One case. Facts that one service tells another are known to both at once: the driver compares when all were heard.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) start: NaiveDate,
    pub(crate) contract: bool,
    pub(crate) today: NaiveDate,
    pub(crate) declared: bool,
    ceased: Option<NaiveDate>,
    /// Whether it was recognised, and when.
    pub(crate) decision: Option<(bool, NaiveDate)>,
    pub(crate) end: Option<End>,
    pub(crate) tracks: Vec<Track>,
    duties: Duties,
    /// The first estimate, and what was known of the questionnaire then.
    pub(crate) estimate: Option<(Evaluation, &'static str)>,
    evaluations: Vec<Evaluation>,
    invitations: Vec<(NaiveDate, NaiveDate)>,
    /// Since when the examination after an impossible questionnaire is dispensed with.
    dispensed: Option<NaiveDate>,
    refused_trajectories: Vec<NaiveDate>,
    /// The days of the referrals, and whether the first estimate made them.
    pub(crate) referrals: Vec<(NaiveDate, bool)>,
    pub(crate) form: questionnaire::Form,
    pub(crate) road: dossier::Road,
    pub(crate) codex: Vec<(Told, NaiveDate)>,
    /// Ends of CODEX trajectories that were recorded here, by themselves or with their first day.
    codex_ends: Vec<NaiveDate>,
    /// Ends that a partner told and that end nothing that is known.
    waiting_ends: Vec<NaiveDate>,
    /// What was told of a person of whom no incapacity was recognised yet.
    waiting: Vec<(Told, NaiveDate)>,
    slip: Option<Slip>,
    pub(crate) slipped: bool,
    pub(crate) reached: BTreeSet<&'static str>,
}

impl Case {
    pub(crate) fn new(start: NaiveDate, contract: bool, slip: Option<Slip>) -> Self {
        Self {
            start,
            contract,
            today: start,
            declared: false,
            ceased: None,
            decision: None,
            end: None,
            tracks: Vec::new(),
            duties: Duties::default(),
            estimate: None,
            evaluations: Vec::new(),
            invitations: Vec::new(),
            dispensed: None,
            refused_trajectories: Vec::new(),
            referrals: Vec::new(),
            form: questionnaire::Form::default(),
            road: dossier::Road::default(),
            codex: Vec::new(),
            codex_ends: Vec::new(),
            waiting_ends: Vec::new(),
            waiting: Vec::new(),
            slip,
            slipped: false,
            reached: BTreeSet::new(),
        }
    }

    /// A day begins: what is due on it happens, and what was due before and is not done is missed.
    pub(crate) fn pass(&mut self, today: NaiveDate) {
        self.today = today;
        self.follow();
    }

    /// What follows by itself, from the day or from an act.
    fn follow(&mut self) {
        self.duties.pass_but(self.today, "questionnaire_send");
        self.ask_help();
        self.send();
        self.unbar_contact();
        self.aim_again();
        self.duties.pass(self.today);
    }

    /// Someone acts, today.
    pub(crate) fn act(&mut self, act: &Act) -> Verdict {
        let verdict = match act {
            Act::Tell { what, on } => self.tell(*what, *on),
            _ => self.assess(act).or_else(|| self.question(act)).or_else(|| self.accompany(act)).unwrap(),
        };
        self.follow();
        verdict
    }

    /// A report waits for the recognition of the incapacity that it is about.
    pub(crate) fn awaits_recognition(&self) -> bool {
        !self.waiting.is_empty()
    }

    pub(crate) fn recognised(&self) -> bool {
        matches!(self.decision, Some((true, _)))
    }

    /// On the last day of work no text says whether the contact that it bars is due again.
    pub(crate) fn is_open_to_both(&self) -> bool {
        let ends = |track: &Track| track.kind == Kind::Work && track.to == Some(self.today);
        self.road.referred && self.tracks.iter().any(ends)
    }

    fn ended_before(&self, day: NaiveDate) -> bool {
        self.end.is_some_and(|end| day > end.last)
    }

    pub(crate) fn reach(&mut self, situation: &'static str) {
        self.reached.insert(situation);
    }

    fn slips(&self, slip: Slip) -> bool {
        self.slip == Some(slip)
    }

    /// A mistake made on purpose shows from now on.
    fn slipped(&mut self) {
        self.slipped = true;
    }

    /// The days around which something changes: where mistakes are made.
    pub(crate) fn days(&self) -> Vec<NaiveDate> {
        let months = [4, 6, 7, 12].map(|month| calendar::last_of(self.start, month));
        let appointments = self.road.appointments.iter().map(|appointment| appointment.on);
        let fixed = [calendar::after(self.start, 70), calendar::first_of(self.start, 4)];
        self.duties.days().chain(months).chain(fixed).chain(appointments).collect()
    }

    pub(crate) fn has_open(&self, step: &str) -> bool {
        self.duties.open(step)
    }

    /// How often each step was missed, and how often done after that, waived, or done in time.
    pub(crate) fn fates(&self) -> BTreeMap<String, usize> {
        let mut fates = BTreeMap::new();
        for duty in &self.duties.0 {
            let fate = match (&duty.fate, duty.missed) {
                (Fate::Open, None) => "open",
                (Fate::Open, Some(_)) => "missed",
                (Fate::Met(_), None) => "in time",
                (Fate::Met(_), Some(_)) => "late",
                (Fate::Waived(..), _) => "waived",
            };
            *fates.entry(format!("{} {fate}", duty.step)).or_default() += 1;
        }
        fates
    }
}
