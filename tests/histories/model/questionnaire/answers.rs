//! Answers, and the help with them.

use chrono::NaiveDate;

use super::{HELP, Help, RETURN, Submission};
use crate::act::{Channel, Grounds, Helped, Verdict};
use crate::model::{Case, When};

impl Case {
    pub(super) fn submit(&mut self, on: NaiveDate, complete: bool, other_version: bool) -> Verdict {
        let mut grounds = self.known();
        let last = self.form.last();
        grounds.add(last.is_none(), "NOT_SENT");
        grounds.add(other_version, "OTHER_VERSION");
        grounds.add(other_version, "DEFINITION_NOT_FOUND");
        grounds.add(last.is_some_and(|last| last.back.is_some()), "ALREADY_RETURNED");
        grounds.wrong(on > self.today || last.is_some_and(|last| on < last.on));
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        let sending = self.form.sendings.len();
        let (Some(last), true) = (self.form.sendings.last_mut(), grounds.none()) else { return grounds.verdict() };
        if !complete {
            last.incomplete.push(on);
            let impossible = last.impossible.is_some();
            if !impossible {
                self.form.hear("NOT_RETURNED", on);
            }
            self.reach("returned incomplete");
            return Verdict::Accepted;
        }
        let late = last.help.is_some();
        let last_asked = last.help.as_ref().map(|help| help.asked);
        let after_all = last.impossible.is_some();
        last.back = Some(on);
        self.form.submissions.push(Submission { on, corrects: 0, sending });
        self.form.hear("COMPLETED", on);
        self.duties.meet(RETURN, on);
        let asked = last_asked.unwrap_or(on);
        self.duties.meet(HELP, on.max(asked));
        self.duties.waive("estimate_examination", When::On(on), "Q7");
        self.reach(if late { "returned late" } else { "returned in time" });
        if after_all {
            self.reach("returned though it was found impossible");
        } else {
            self.questionnaire_back(on);
        }
        Verdict::Accepted
    }

    pub(super) fn correct(&mut self, corrects: u32, on: NaiveDate) -> Verdict {
        let mut grounds = self.known();
        let last = self.form.submissions.last();
        let corrects = usize::try_from(corrects).unwrap();
        grounds.add(self.form.last().is_none_or(|last| last.back.is_none()), "NOT_RETURNED");
        grounds.add(corrects != self.form.submissions.len(), "NOT_THE_LAST_ANSWER");
        grounds.wrong(on > self.today || last.is_some_and(|last| on < last.on) || corrects == 0);
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if let (Some(last), true) = (last, grounds.none()) {
            let sending = last.sending;
            self.form.submissions.push(Submission { on, corrects, sending });
            self.form.hear("COMPLETED", on);
            self.reach("answers corrected");
        }
        grounds.verdict()
    }

    /// Help must have been asked for with the one that is out.
    pub(super) fn helped(&self) -> Grounds {
        let mut grounds = self.known();
        grounds.add(self.form.last().is_none_or(|last| last.help.is_none()), "HELP_NOT_ASKED");
        grounds
    }

    pub(super) fn delegate(&mut self) -> Verdict {
        let mut grounds = self.helped();
        grounds.add(self.form.last().is_some_and(|last| last.back.is_some()), "ALREADY_RETURNED");
        grounds.add(self.form.last().is_some_and(|last| last.impossible.is_some()), "ALREADY_IMPOSSIBLE");
        grounds.add(self.end.is_some(), "INCAPACITY_ENDED");
        if grounds.none()
            && let Some(help) = self.form.sendings.last_mut().and_then(|last| last.help.as_mut())
        {
            help.delegated = true;
            self.reach("help delegated");
        }
        grounds.verdict()
    }

    pub(super) fn help(&mut self, on: NaiveDate, channel: Channel, result: Helped) -> Verdict {
        let mut grounds = self.helped();
        let help = self.form.sendings.last_mut().and_then(|last| last.help.as_mut());
        grounds.wrong(on > self.today || help.as_ref().is_some_and(|help| on < help.asked));
        grounds.add(self.end.is_some_and(|end| on > end.last), "INCAPACITY_ENDED");
        if let (Some(help), true) = (help, grounds.none()) {
            help.contacts.push((on, channel, result));
            if result != Helped::NotReached {
                self.duties.meet(HELP, on);
                self.reach("helped");
            }
        }
        grounds.verdict()
    }

    pub(super) fn impossible(&mut self, on: NaiveDate) -> Verdict {
        let mut grounds = self.known();
        let last = self.form.last();
        let reached = last.and_then(|last| last.help.as_ref()).and_then(Help::reached);
        grounds.wrong(on > self.today || reached.is_some_and(|reached| on < reached));
        grounds.add(last.is_none(), "NOT_SENT");
        grounds.add(last.is_some_and(|last| last.back.is_some()), "ALREADY_RETURNED");
        grounds.add(last.is_some_and(|last| last.impossible.is_some()), "ALREADY_IMPOSSIBLE");
        grounds.add(last.is_some() && reached.is_none(), "HELP_NOT_GIVEN");
        grounds.add(self.ended_before(on), "INCAPACITY_ENDED");
        if grounds.none()
            && let Some(last) = self.form.sendings.last_mut()
        {
            last.impossible = Some(on);
            self.form.hear("IMPOSSIBLE", on);
            self.duties.waive(RETURN, When::On(on), "Q7");
            self.reach("found impossible");
            self.ask_examination();
            self.questionnaire_back(on);
        }
        grounds.verdict()
    }
}
