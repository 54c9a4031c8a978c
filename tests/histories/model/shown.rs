//! What the four services must show of the case.

use chrono::NaiveDate;

use super::Case;
use super::duty::{Duty, Fate, Service, When};
use crate::act::Told;
use crate::compare::{Lines, or_none, tracks};

impl Case {
    pub(crate) fn shown(&self) -> Lines {
        let mut lines = Lines::default();
        self.assessment(&mut lines);
        if self.recognised() {
            self.questionnaire(&mut lines);
            self.dossier(&mut lines);
            self.exchange(&mut lines);
            let tracks = self.tracks();
            for service in ["assessment", "questionnaire", "dossier"] {
                lines.put(format!("{service}.tracks"), &tracks);
            }
        } else {
            lines.put("assessment.tracks", self.tracks());
        }
        for duty in &self.duties.0 {
            deadline(&mut lines, duty);
        }
        lines
    }

    fn tracks(&self) -> String {
        tracks(self.tracks.iter().map(|track| (track.kind, track.from, track.to)).collect())
    }

    fn assessment(&self, lines: &mut Lines) {
        let status = match (self.decision, self.end) {
            (_, Some(_)) => "ENDED",
            (None, _) => "DECLARED",
            (Some((true, _)), _) => "RECOGNISED",
            (Some((false, _)), _) => "REFUSED",
        };
        lines.put("assessment.status", status);
        lines.put("assessment.decision", or_none(self.decision.map(|(_, on)| on)));
        lines.put("assessment.questionnaire", self.form.known());
        if let Some((estimate, questionnaire)) = self.estimate {
            let super::Evaluation { on, category, examined } = estimate;
            lines.put("assessment.estimate", format!("{on} category {category} examined {examined} {questionnaire}"));
        }
        for super::Evaluation { on, category, examined } in &self.evaluations {
            lines.add("assessment.evaluation", format!("{on} category {category} examined {examined}"));
        }
        for (invited, examination) in &self.invitations {
            lines.add("assessment.invitation", format!("{invited} for {examination}"));
        }
        for asked in &self.refused_trajectories {
            lines.add("assessment.trajectory refused", format!("asked {asked} letter ?"));
        }
        let road = &self.road;
        for one in &road.authorisations {
            let answer = match one.answer {
                None => "awaited".to_owned(),
                Some((on, true)) => format!("authorised {on}"),
                Some((on, false)) => format!("not authorised {on}"),
            };
            let actions = if road.shows_actions() { one.actions } else { 0 };
            let words = format!("asked {} contact {} actions {actions} {answer}", one.asked, one.contact);
            lines.add("assessment.authorisation", words);
        }
        if let Some((on, initial)) = self.referrals.last() {
            lines.put("assessment.referral", format!("{on} initial {initial}"));
        }
        for on in &self.waiting_ends {
            let words = format!("trajet.exchange.v1.CodexFactTold not_started {on}");
            lines.add("assessment.parked", words);
        }
        if let Some(end) = self.end {
            lines.put("assessment.end", format!("{} recorded {}", end.last, end.recorded));
        }
    }

    fn questionnaire(&self, lines: &mut Lines) {
        let form = &self.form;
        for sending in &form.sendings {
            let route = if sending.route_b { "B" } else { "A" };
            lines.add("questionnaire.sending", format!("{} back by {} route {route}", sending.on, sending.due));
        }
        if let Some((on, rule)) = form.waiver {
            lines.put("questionnaire.waiver", format!("{on} {rule}"));
            lines.put("questionnaire.letter", rule == "Q2");
        }
        for one in &form.submissions {
            let words = format!("{} corrects {} sending {}", one.on, one.corrects, one.sending);
            lines.add("questionnaire.submission", words);
        }
        if let Some(last) = form.last() {
            let days: Vec<_> = last.incomplete.iter().map(ToString::to_string).collect();
            lines.put("questionnaire.incomplete", days.join(" "));
            if let Some(help) = &last.help {
                lines.put("questionnaire.help", format!("asked {} delegated {}", help.asked, help.delegated));
                for (on, channel, result) in &help.contacts {
                    lines.add("questionnaire.help contact", format!("{on} {channel:?} {result:?}"));
                }
            }
            if let Some(on) = last.impossible {
                lines.put("questionnaire.impossible", on);
            }
        }
        lines.put("questionnaire.stage", self.form_stage());
        if let Some(end) = self.end {
            lines.put("questionnaire.end", format!("{} deceased {}", end.last, end.deceased));
        }
    }

    fn form_stage(&self) -> &'static str {
        let form = &self.form;
        match form.last() {
            Some(last) if last.back.is_some() => "RETURNED",
            Some(last) if last.impossible.is_some() => "IMPOSSIBLE",
            Some(_) if self.end.is_some() => "CLOSED",
            Some(last) if last.help.is_some() => "OVERDUE",
            Some(_) => "SENT",
            None if form.waiver.is_some() => "WAIVED",
            None if self.end.is_some() => "CLOSED",
            None => "PLANNED",
        }
    }

    fn dossier(&self, lines: &mut Lines) {
        let road = &self.road;
        lines.put("dossier.stage", self.stage());
        lines.put("dossier.contract", self.contract);
        for (on, initial) in &self.referrals {
            lines.add("dossier.referral", format!("{on} initial {initial}"));
        }
        for request in &road.requests {
            let ended = request.ended.map_or("goes on".to_owned(), |(on, why)| format!("ended {on} {why}"));
            let back = or_none(request.back);
            let words = format!("{} needed {} back {back} {ended}", request.received, request.needed);
            lines.add("dossier.request", words);
        }
        for one in &road.authorisations {
            let answer = one.answer.map_or("awaited".to_owned(), |(on, authorised)| format!("{on} {authorised}"));
            let words = format!("asked {} contact {} told {} {answer}", one.asked, one.contact, one.told);
            lines.add("dossier.authorisation", words);
        }
        for one in &road.appointments {
            let super::dossier::Appointment { purpose, on, channel, invited, state, replaces, .. } = one;
            let words = format!("{purpose:?} {on} {channel:?} invited {invited} {state:?} replaces {replaces}");
            lines.add("dossier.appointment", words);
        }
        for (no_show, purpose, on, channel) in &road.attempts {
            let kind = if *no_show { "no-show" } else { "not-reached" };
            lines.add("dossier.attempt", format!("{kind} {purpose:?} {on} {channel:?}"));
        }
        for (purpose, on) in &road.refusals {
            lines.add("dossier.refusal", format!("{purpose:?} {on}"));
        }
        let kept = road.consented(1);
        for one in &road.contacts {
            let actions = if kept { one.actions } else { 0 };
            let way = one.way.filter(|_| kept).map_or("-".to_owned(), |way| format!("{way:?}"));
            let words = format!("{:?} {} {:?} actions {actions} way {way}", one.purpose, one.on, one.channel);
            lines.add("dossier.contact", words);
        }
        for (purpose, (granted, since)) in &road.consents {
            lines.put(format!("dossier.consent {purpose}"), format!("{granted} since {since}"));
        }
        for (what, on) in self.told_once() {
            let kind = match what {
                Told::Requested => "codex_requested",
                Told::Visit => "pre_return_visit",
                Told::Signed => "codex_plan_signed",
                Told::Resumed => "work_resumed",
                Told::Ended => "codex_ended",
            };
            lines.add("dossier.codex", format!("{kind} {on}"));
        }
        if let Some(help) = self.form.sendings.iter().rev().find_map(|sending| sending.help.as_ref()) {
            lines.put("dossier.help", format!("asked {} ended ?", help.asked));
        }
        if let Some(end) = self.end {
            lines.put("dossier.end", format!("{} deceased {}", end.last, end.deceased));
        }
    }

    /// What a partner tells again adds nothing.
    fn told_once(&self) -> Vec<(Told, NaiveDate)> {
        let mut once = Vec::new();
        for told in &self.codex {
            if !once.contains(told) {
                once.push(*told);
            }
        }
        once
    }

    fn exchange(&self, lines: &mut Lines) {
        for (what, on) in self.told_once() {
            lines.add("exchange.codex", format!("{what:?} {on}"));
        }
        if let Some(end) = self.end {
            lines.put("exchange.end", format!("{} deceased {}", end.last, end.deceased));
        }
    }
}

fn deadline(lines: &mut Lines, duty: &Duty) {
    let Duty { of, step, opens, due, target, missed, fate, .. } = duty;
    let fate = match fate {
        Fate::Open => "open".to_owned(),
        Fate::Met(on) => format!("met {on}"),
        Fate::Waived(on, rule) => format!("waived {on} {rule}"),
    };
    let service = match of {
        Service::Assessment => "assessment",
        Service::Questionnaire => "questionnaire",
        Service::Dossier => "dossier",
    };
    let missed = match (missed, due) {
        // When nobody knows the last day, nobody knows the miss.
        (None, When::Silent) => "?".to_owned(),
        _ => or_none(*missed),
    };
    let words = format!("opens {opens} due {due} target {target} missed {missed} {fate}");
    lines.add(&format!("{service}.deadline {step}"), words);
}
