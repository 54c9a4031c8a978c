//! A stream as its events leave it.

use chrono::NaiveDate;
use trajet_law::file_access::FileAccess;
use trajet_law::referral::{Course, Progress, ReferralKey, Said};

use crate::event::Event;
use crate::fact::{Ending, Fact, ParkedBecause, Recognition, StartCorrection};
use crate::partner::Partner;
use crate::referral::{CaseReferral, Inbox};
use crate::report::{Report, Told};

/// A stream: what its first event made it. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum State {
    /// Nothing was recorded.
    #[default]
    Empty,
    /// A case.
    Case(Case),
    /// A partner.
    Partner(Partner),
    /// A report.
    Report(Report),
    /// An inbox.
    Inbox(Inbox),
    /// A report that was erased.
    Erased,
}

/// The exchange side of an incapacity case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// The day on which the whole case was annulled: nothing of it stands.
    pub annulled_on: Option<NaiveDate>,
    /// Who may see the file (D2).
    pub file: Box<FileAccess>,
    /// The recognition, without which there are only facts told ahead of it.
    pub recognition: Option<Box<Recognition>>,
    /// The corrections of its first day, in their order (T9).
    pub corrections: Vec<StartCorrection>,
    /// What partners told, in the order in which it was taken over.
    pub told: Vec<Told>,
    /// The referrals to partners, in the order in which they were told.
    pub referrals: Vec<CaseReferral>,
    /// The end of the incapacity.
    pub ended: Option<Ending>,
    /// The facts that cannot act yet.
    pub parked: Vec<(Fact, ParkedBecause)>,
}

impl Case {
    /// The referral that a word is about. Of those without a name of their own it is the last one that has the number.
    #[must_use]
    pub fn referral(&self, number: u32, key: Option<ReferralKey>) -> Option<&CaseReferral> {
        self.referrals.iter().rfind(|one| one.is(number, key))
    }

    fn progress(&mut self, number: u32, key: Option<ReferralKey>, said: Said) {
        if let Some(referral) = self.referrals.iter_mut().rfind(|one| one.is(number, key)) {
            referral.course.add(said);
        }
    }
}

impl State {
    /// The facts that cannot act yet.
    pub(crate) fn parked(&self) -> &[(Fact, ParkedBecause)] {
        if let Self::Case(case) = self { &case.parked } else { &[] }
    }

    fn case(&mut self) -> Option<&mut Case> {
        if *self == Self::Empty {
            *self = Self::Case(Case::default());
        }
        if let Self::Case(case) = self { Some(case) } else { None }
    }

    fn partner(&mut self) -> Option<&mut Partner> {
        if *self == Self::Empty {
            *self = Self::Partner(Partner::default());
        }
        if let Self::Partner(partner) = self { Some(partner) } else { None }
    }
}

/// Applies an event. It decides nothing and accepts every event.
pub fn apply(state: &mut State, event: &Event) {
    match event {
        Event::CaseOpened(_)
        | Event::ActAnnulled(_)
        | Event::FileAccessTold(_)
        | Event::FactTold(_)
        | Event::StartCorrected(_)
        | Event::IncapacityEnded(_)
        | Event::ReferralReceived(_)
        | Event::ReferralProgressed { .. }
        | Event::ReferralEnded(_)
        | Event::FactParked { .. }
        | Event::FactReleased { .. } => {
            if let Some(case) = state.case() {
                apply_to_case(case, event);
            }
        }
        Event::PartnerRegistered(entry) => {
            if let Some(partner) = state.partner() {
                partner.entries.push(entry.clone());
            }
        }
        Event::PartnerChanged { name, valid_to, recorded_at, .. } => {
            if let Some(entry) = state.partner().and_then(|partner| partner.entries.last_mut()) {
                entry.registered.name.clone_from(name);
                entry.registered.valid_to = *valid_to;
                entry.recorded_at = *recorded_at;
            }
        }
        Event::InboxFilled { partner, entry } => {
            if *state == State::Empty {
                *state = State::Inbox(Inbox { partner: *partner, entries: Vec::new() });
            }
            if let State::Inbox(inbox) = state {
                inbox.entries.push(*entry);
            }
        }
        Event::ReportReceived(report) => {
            if *state == State::Empty {
                *state = State::Report(report.clone());
            }
        }
        Event::ReportMatched { case, .. } => {
            if let State::Report(report) = state {
                report.case = Some(*case);
            }
        }
        Event::ReportUnmatched { .. } => {
            if let State::Report(report) = state {
                report.case = None;
            }
        }
        Event::ReportErased { .. } => {
            if let State::Report(_) = state {
                *state = State::Erased;
            }
        }
    }
}

fn apply_to_case(case: &mut Case, event: &Event) {
    match event {
        // What it strikes is not applied any more: the history is folded without it.
        Event::ActAnnulled(annulled) => {
            case.annulled_on = case.annulled_on.or(annulled.whole_case.then_some(annulled.on));
        }
        Event::FileAccessTold(told) => *case.file = told.access.clone(),
        Event::CaseOpened(recognition) => case.recognition = Some(Box::new(recognition.clone())),
        Event::StartCorrected(corrected) => {
            if let Some(recognition) = &mut case.recognition {
                recognition.incapacity_start = corrected.to;
            }
            case.corrections.push(corrected.clone());
        }
        Event::FactTold(told) => case.told.push(told.clone()),
        Event::IncapacityEnded(ending) => case.ended = Some(ending.clone()),
        Event::FactParked { fact, because } => case.parked.push((fact.clone(), *because)),
        Event::FactReleased { fact } => case.parked.retain(|(parked, _)| parked != fact),
        Event::ReferralReceived(asked) => {
            case.referrals.push(CaseReferral { asked: asked.clone(), course: Course::default() });
        }
        Event::ReferralProgressed { number, key, said } => case.progress(*number, *key, *said),
        Event::ReferralEnded(ended) => {
            case.progress(ended.number, ended.key, Said { on: ended.on, progress: Progress::Ended(ended.because) });
        }
        Event::PartnerRegistered(_)
        | Event::PartnerChanged { .. }
        | Event::InboxFilled { .. }
        | Event::ReportReceived(_)
        | Event::ReportMatched { .. }
        | Event::ReportUnmatched { .. }
        | Event::ReportErased { .. } => {}
    }
}
