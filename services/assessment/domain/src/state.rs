//! A case as its events leave it.

use chrono::NaiveDate;
use trajet_law::annul::CorrectingNotice;
use trajet_law::deadline::{Deadline, Deadlines, Plan, Step};
use trajet_law::file_access::File;
use trajet_law::law::{Judged, Law};
use trajet_law::questionnaire::return_plan;
use trajet_law::representation::Representations;
use trajet_law::taken_over::{TakenOver, not_judged};

use crate::authorised_work::{AuthorisedWork, WorkAnswer};
use crate::certificate::Prolongation;
use crate::codes::codes;
use crate::consent::consents_to_follow_up;
use crate::correction::StartCorrection;
use crate::decision::{Decision, Recognition};
use crate::declaration::{Declaration, Former};
use crate::end::IncapacityEnd;
use crate::estimate::{Category, Estimate, Referral};
use crate::event::Event;
use crate::examination::{Evaluation, Invitation};
use crate::fact::{Fact, ParkedBecause, Questionnaire, Told};
use crate::rehabilitation::{Programme, ProposalClosed};
use crate::team::TeamContact;
use crate::track::{Track, TrackKind};
use crate::trajectory::{Answer, AnsweredWith, AuthorisationRequest, TrajectoryRefusal, ends};

/// A case: dated facts, never "is now" flags. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The day on which the whole case was annulled: nothing of it stands.
    pub annulled_on: Option<NaiveDate>,
    /// Who may see the file, and how it came to that (D2).
    pub file: File,
    /// The law by which it is judged: nothing that happened, and the same for every case of a ledger.
    pub law: &'static Law,
    /// The day of the decision under way, by whose law it plans: nothing that happened, and none between decisions.
    pub today: Option<NaiveDate>,
    /// The declaration, without which there are only facts told ahead of it.
    pub declaration: Option<Declaration>,
    /// Who represents the person by law (D1).
    pub representations: Representations,
    /// The certificates that prolong the incapacity, in the order in which they were recorded.
    pub prolongations: Vec<Prolongation>,
    /// The first days that the physician stated, in their order.
    pub corrections: Vec<StartCorrection>,
    /// The decision on it.
    pub decision: Option<Decision>,
    /// The concurrent tracks, in the order in which they were recorded, without those that turned out never to have been.
    pub tracks: Vec<Track>,
    /// The last days of CODEX trajectories that were recorded by hand.
    pub codex_ended_by_hand: Vec<NaiveDate>,
    /// The deadlines, in the order in which they were planned. None is ever removed.
    pub deadlines: Deadlines,
    /// What other services told and could act, in the order in which it was noted.
    pub noted: Vec<Fact>,
    /// The first estimate.
    pub first_estimate: Option<Estimate>,
    /// The later evaluations, in their order.
    pub evaluations: Vec<Evaluation>,
    /// The last referral to the coordinator.
    pub referral: Option<Referral>,
    /// The invitations to examinations, in the order in which they were recorded.
    pub invitations: Vec<Invitation>,
    /// The trajectories refused because of the category, in the order in which they were recorded.
    pub refusals: Vec<TrajectoryRefusal>,
    /// The coordinator's requests for authorisation, in their order.
    pub requests: Vec<AuthorisationRequest>,
    /// The applications for authorised work, in the order in which they were recorded, with what became of them.
    pub work: Vec<AuthorisedWork>,
    /// The rehabilitation programmes, in the order of their numbers.
    pub programmes: Vec<Programme>,
    /// The contacts of the multidisciplinary team, in the order in which they were recorded.
    pub team_contacts: Vec<TeamContact>,
    /// The end of the incapacity.
    pub end: Option<IncapacityEnd>,
    /// What told the person that something which had gone out is void, oldest first (GDPR, articles 16 and 19).
    pub correcting_notices: Vec<CorrectingNotice>,
    /// The facts that cannot act yet.
    pub parked: Vec<(Fact, ParkedBecause)>,
}

codes! {
    /// How far a case is, for lists.
    #[derive(Debug)]
    pub enum CaseStatus {
        /// Declared; no decision yet.
        Declared = "declared",
        /// The incapacity is recognised.
        Recognised = "recognised",
        /// The recognition is refused.
        Refused = "refused",
        /// The incapacity ended, or the person died.
        Ended = "ended",
        /// It was annulled: nothing of it stands.
        Annulled = "annulled",
    }
}

impl State {
    /// A day of the case, with the law by which what happens on it is judged (T8).
    #[must_use]
    pub fn judged(&self, on: NaiveDate) -> Judged {
        self.law.judging(on, self.incapacity_start())
    }

    /// A day of the case from which a deadline is counted, with the law by which it is planned (T8): [`Law::planning`].
    #[must_use]
    pub(crate) fn planning(&self, from: NaiveDate) -> Judged {
        self.law.planning(from, self.incapacity_start(), self.today)
    }

    /// That the case was taken over when the mutuality went live, and what was known of it then.
    #[must_use]
    pub fn taken_over(&self) -> Option<&TakenOver> {
        self.recognition()?.taken_over.as_ref()
    }

    /// Whether the platform judges a plan: its time was not over before the law (T8), nor before go-live.
    #[must_use]
    pub fn judges(&self, plan: &Plan) -> bool {
        not_judged(plan, self.taken_over()).is_none()
    }

    /// How far the case is, once there is one.
    #[must_use]
    pub fn status(&self) -> Option<CaseStatus> {
        if self.annulled_on.is_some() {
            return Some(CaseStatus::Annulled);
        }
        self.declaration.as_ref().map(|_| match self.decision {
            _ if self.end.is_some() => CaseStatus::Ended,
            None => CaseStatus::Declared,
            Some(Decision::Recognised(_)) => CaseStatus::Recognised,
            Some(Decision::Refused(_)) => CaseStatus::Refused,
        })
    }

    /// The first day of incapacity (D): that of the certificate, or the last that the physician stated (T9).
    #[must_use]
    pub fn incapacity_start(&self) -> Option<NaiveDate> {
        let certified = self.declaration.as_ref()?.certificate.incapacity_start;
        Some(self.corrections.last().map_or(certified, |corrected| corrected.to))
    }

    /// The incapacity of which this one is a relapse (T9).
    #[must_use]
    pub fn former(&self) -> Option<Former> {
        self.declaration.as_ref()?.relapse_of
    }

    /// The recognition, if that is the decision.
    #[must_use]
    pub fn recognition(&self) -> Option<&Recognition> {
        match &self.decision {
            Some(Decision::Recognised(recognition)) => Some(recognition),
            _ => None,
        }
    }

    /// The day on which all activity had ceased, as the recognition, or else the last correction that states it, or else the
    /// declaration gives it.
    #[must_use]
    pub fn activity_ceased_on(&self) -> Option<NaiveDate> {
        let recognised = self.recognition().map(|recognition| recognition.activity_ceased_on);
        let corrected = || self.corrections.iter().rev().find_map(|corrected| corrected.activity_ceased_on);
        recognised.or_else(corrected).or(self.declaration.as_ref()?.activity_ceased_on)
    }

    /// The deadline for a step that counts, if one was planned.
    #[must_use]
    pub fn deadline(&self, step: Step) -> Option<&Deadline> {
        self.deadlines.last(step)
    }

    /// The deadline for a step, while it is open.
    #[must_use]
    pub fn open(&self, step: Step) -> Option<&Deadline> {
        self.deadlines.open(step)
    }

    /// What put the person in a category, oldest first: the day, the category, and whether they were examined.
    pub fn estimates(&self) -> impl Iterator<Item = (NaiveDate, Category, bool)> {
        let first = self.first_estimate.iter().map(|first| (first.on, first.category, first.examined));
        first.chain(self.evaluations.iter().map(|later| (later.on, later.category, later.examined)))
    }

    /// The category in force at the end of a day, if the person was estimated by then.
    #[must_use]
    pub fn category_on(&self, day: NaiveDate) -> Option<Category> {
        self.estimates().take_while(|(on, ..)| *on <= day).last().map(|(_, category, _)| category)
    }

    /// Whether nothing more is asked: the recognition was refused, or the incapacity ended.
    #[must_use]
    pub fn asks_nothing_more(&self) -> bool {
        matches!(self.status(), Some(CaseStatus::Refused | CaseStatus::Ended))
    }

    /// Whether the person died.
    #[must_use]
    pub fn deceased(&self) -> bool {
        self.end.as_ref().is_some_and(IncapacityEnd::is_death)
    }

    /// Whether the physician is shown the agreed actions: unless the person's last decision on the trajectory, or on its
    /// follow-up by the physician, is against it (D3). What nothing was told of was told with consent.
    #[must_use]
    pub fn actions_shown(&self) -> bool {
        consents_to_follow_up(&self.noted)
    }

    /// The concurrent track in force on a day that was recorded first.
    #[must_use]
    pub fn track_on(&self, day: NaiveDate) -> Option<&Track> {
        self.tracks.iter().find(|track| track.in_force_on(day))
    }

    /// What is known of the questionnaire.
    #[must_use]
    pub fn questionnaire(&self) -> Questionnaire {
        Questionnaire::after(self.questionnaire_before(NaiveDate::MAX), &self.noted)
    }

    /// What was known of the questionnaire at the end of a day, by the dates of what was told.
    #[must_use]
    pub fn questionnaire_on(&self, day: NaiveDate) -> Questionnaire {
        let facts = self.noted.iter().filter(|fact| fact.effective_on() <= day);
        Questionnaire::after(self.questionnaire_before(day), facts)
    }

    /// What the taking over told of the questionnaire up to the end of a day.
    fn questionnaire_before(&self, day: NaiveDate) -> Questionnaire {
        let by_then = |on: &NaiveDate| *on <= day;
        let Some(taken_over) = self.taken_over() else { return Questionnaire::NotSent };
        if let Some(on) = taken_over.questionnaire_returned_on.filter(by_then) {
            return Questionnaire::BackBeforeGoLive { on };
        }
        let sent = taken_over.questionnaire_sent_on.filter(by_then);
        let sent = sent.and_then(|on| return_plan(self.judged(on)).due.map(|due_back| (on, due_back)));
        sent.map_or(Questionnaire::NotSent, |(on, due_back)| Questionnaire::Sent { on, due_back })
    }
}

/// The deadlines on which someone must still act.
#[must_use]
pub fn work(state: &State) -> Vec<&Deadline> {
    state.deadlines.all_open().collect()
}

/// Applies an event. It decides nothing and accepts every event.
pub fn apply(state: &mut State, event: &Event) {
    match event {
        // What it strikes is not applied any more: the history is folded without it.
        Event::ActAnnulled(annulled) => {
            state.annulled_on = state.annulled_on.or(annulled.whole_case.then_some(annulled.on));
            state.correcting_notices.extend(annulled.notices.iter().cloned());
        }
        Event::FileChanged(changed) => state.file.apply(changed),
        Event::IncapacityDeclared { declaration, .. } => state.declaration = Some((**declaration).clone()),
        Event::PersonRepresented(representation) => state.representations.record(representation),
        Event::CertificateAdded(added) => state.prolongations.push(added.clone()),
        Event::StartCorrected(corrected) => {
            if let Some(Decision::Recognised(recognition)) = &mut state.decision {
                recognition.incapacity_start = corrected.to;
                recognition.invalid_from = corrected.invalid_from.unwrap_or(recognition.invalid_from);
                recognition.activity_ceased_on = corrected.activity_ceased_on.unwrap_or(recognition.activity_ceased_on);
            }
            state.corrections.push(corrected.clone());
        }
        Event::IncapacityRecognised(recognition) => state.decision = Some(Decision::Recognised(recognition.clone())),
        Event::RecognitionRefused(refusal) => state.decision = Some(Decision::Refused(refusal.clone())),
        Event::TrackStarted(track) => {
            ended_by_hand(state, track);
            state.tracks.push(track.clone());
        }
        Event::TrackEnded(ended) => {
            let same = |track: &&mut Track| track.kind == ended.kind && track.from == ended.from;
            if let Some(track) = state.tracks.iter_mut().find(same) {
                track.until = ended.until;
                ended_by_hand(state, ended);
            }
            state.tracks.retain(|track| !track.never_was());
        }
        Event::DeadlinePlanned { plan, .. } => state.deadlines.plan(plan.clone()),
        Event::DeadlineMet { step, on } => state.deadlines.meet(*step, *on),
        Event::DeadlineMissed { step, on } => state.deadlines.miss(*step, *on),
        Event::DeadlineWaived { step, on, because, .. } => state.deadlines.waive(*step, *on, *because),
        Event::DeadlineReplanned { after, on, because, .. } => state.deadlines.replan(after.clone(), *on, *because),
        Event::DeadlineReopened { plan, .. } => state.deadlines.reopen(plan.step),
        Event::QuestionnaireNoted(fact) | Event::FactNoted(fact) => {
            note(state, &fact.told);
            state.noted.push(fact.clone());
        }
        Event::FirstEstimateMade(estimate) => state.first_estimate = Some(estimate.clone()),
        Event::PersonReferred(referral) => state.referral = Some(*referral),
        Event::FactParked { fact, because } => state.parked.push((fact.clone(), *because)),
        Event::FactReleased { fact } => state.parked.retain(|(parked, _)| parked != fact),
        Event::EvaluationMade(evaluation) => state.evaluations.push(evaluation.clone()),
        Event::ExaminationInvited { invitation, .. } => state.invitations.push(invitation.clone()),
        Event::TrajectoryRefused(refusal) => state.refusals.push(refusal.clone()),
        Event::TrajectoryAuthorised { request, on } => {
            answer(state, *request, Answer { on: *on, decision: AnsweredWith::Authorised });
        }
        Event::TrajectoryNotAuthorised { request, on, notice } => {
            let decision = AnsweredWith::NotCompatible(notice.clone());
            answer(state, *request, Answer { on: *on, decision });
        }
        Event::WorkAppliedFor { number, application } => {
            state.work.push(AuthorisedWork::applied(*number, application.clone()));
        }
        Event::WorkResumed { number, on } => of_work(state, *number, |work| work.resumed_on = Some(*on)),
        Event::WorkAuthorised { number, terms } => {
            of_work(state, *number, |work| work.answer = Some(WorkAnswer::Authorised(vec![terms.clone()])));
        }
        Event::WorkAmended { number, terms } => of_work(state, *number, |work| {
            if let Some(WorkAnswer::Authorised(all)) = &mut work.answer {
                all.push(terms.clone());
            }
        }),
        Event::WorkNotAuthorised { number, on, reason, notice } => of_work(state, *number, |work| {
            work.answer = Some(WorkAnswer::NotAuthorised { on: *on, reason: *reason, notice: notice.clone() });
        }),
        Event::WorkApplicationWithdrawn { number, on } => {
            of_work(state, *number, |work| work.withdrawn_on = Some(*on));
        }
        Event::TeamContactRecorded(contact) => state.team_contacts.push(contact.clone()),
        Event::RehabilitationProposed { number, proposal } => {
            state.programmes.push(Programme::proposed(*number, (**proposal).clone()));
        }
        Event::RehabilitationSubmitted { number, .. }
        | Event::RehabilitationClosed { number, .. }
        | Event::RehabilitationAnswered { number, .. }
        | Event::RehabilitationIntakeHeld { number, .. }
        | Event::ProgrammeStarted { number, .. }
        | Event::ProgrammeHoursFollowed { number, .. }
        | Event::ProgrammeEnded { number, .. }
        | Event::ReintegrationEvaluated { number, .. } => {
            if let Some(programme) = state.programmes.iter_mut().rfind(|programme| programme.number == *number) {
                proceed(programme, event);
            }
        }
        Event::IncapacityEnded(end) => state.end = Some(end.clone()),
        Event::BeforeGoLive(fact) => apply(state, fact),
    }
}

/// What an event that names a programme changes of it.
fn proceed(programme: &mut Programme, event: &Event) {
    match event {
        Event::RehabilitationSubmitted { on, .. } => programme.submitted_on = Some(*on),
        Event::RehabilitationClosed { on, because, .. } => {
            programme.closed = Some(ProposalClosed { on: *on, because: *because });
        }
        Event::RehabilitationAnswered { answer, .. } => programme.answer = Some(*answer),
        Event::RehabilitationIntakeHeld { on, .. } => programme.intakes.push(*on),
        Event::ProgrammeStarted { on, .. } => programme.started_on = Some(*on),
        Event::ProgrammeHoursFollowed { hours, .. } => programme.hours.push(*hours),
        Event::ProgrammeEnded { end, .. } => programme.end = Some(end.clone()),
        Event::ReintegrationEvaluated { evaluation, .. } => programme.evaluation = Some(*evaluation),
        _ => {}
    }
}

/// Keeps the last day of a CODEX trajectory that was recorded by hand, with its first day or after it.
fn ended_by_hand(state: &mut State, track: &Track) {
    let by_hand = track.kind == TrackKind::CodexRequested && !track.told;
    state.codex_ended_by_hand.extend(track.until.filter(|_| by_hand));
}

fn note(state: &mut State, told: &Told) {
    match told {
        Told::AuthorisationAsked { number, on, contact_on, actions } => state.requests.push(AuthorisationRequest {
            number: *number,
            asked_on: *on,
            contact_on: *contact_on,
            actions: actions.clone(),
            answer: None,
            trajectory_ended_on: None,
        }),
        Told::TrajectoryEnded { on, .. } => {
            let noted = &state.noted;
            let awaited =
                |asked: &&mut AuthorisationRequest| asked.answer.is_none() && ends(noted, *on, asked.asked_on);
            for request in state.requests.iter_mut().filter(awaited) {
                request.trajectory_ended_on.get_or_insert(*on);
            }
        }
        _ => {}
    }
}

fn of_work(state: &mut State, number: u32, change: impl FnOnce(&mut AuthorisedWork)) {
    if let Some(work) = state.work.iter_mut().find(|work| work.number == number) {
        change(work);
    }
}

fn answer(state: &mut State, request: u32, answer: Answer) {
    if let Some(asked) = state.requests.iter_mut().rfind(|asked| asked.number == request) {
        asked.answer = Some(answer);
    }
}
