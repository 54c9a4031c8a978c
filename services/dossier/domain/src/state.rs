//! A case as its events leave it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use trajet_law::annul::CorrectingNotice;
use trajet_law::deadline::{Deadlines, Plan};
use trajet_law::file_access::FileAccess;
use trajet_law::law::{Judged, Law};
use trajet_law::representation::Representations;
use trajet_law::route_c::{Presentation, Reception, reception};
use trajet_law::taken_over::{TakenOver, not_judged};

use crate::ami::{self, AmiTrajectory};
use crate::assignment::Assignment;
use crate::before_go_live;
use crate::concertation::{self, Thread};
use crate::consent::{ConsentPurpose, Consents};
use crate::contact::{Appointment, AppointmentState, Attempt, AttemptKind, Contact, ContactRefusal, Purpose};
use crate::event::{AuthorisationAsked, Event, Notice};
use crate::fact::{
    CodexNote, Fact, IncapacityEnd, ParkedBecause, Programme, QuestionnaireTold, Recognition, Told, Track, TrackKind,
};
use crate::guidance::GuidanceResult;
use crate::look::Look;
use crate::other_track::{self, OtherTrack};
use crate::partner_referral::{self, PartnerReferral};
use crate::presumption::CasePresumption;
use crate::registry::{self, Registry};
use crate::trajectory::{Authorisation, EndReason, Referral, TrajectoryEnd, TrajectoryRequest};

/// A case: dated facts, never "is now" flags. Only [`apply`] changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// The day on which the whole case was annulled: nothing of it stands.
    pub annulled_on: Option<NaiveDate>,
    /// Who may see the file (D2).
    pub file: FileAccess,
    /// The law by which it is judged: nothing that happened, and the same for every case of a ledger.
    pub law: &'static Law,
    /// The day of the decision under way, by whose law it plans: nothing that happened, and none between decisions.
    pub today: Option<NaiveDate>,
    /// Who represents the person by law (D1).
    pub representations: Representations,
    /// The recognition, without which there are only facts told ahead of it.
    pub recognition: Option<Recognition>,
    /// The first days that corrections took away, in their order (T9).
    pub former_starts: Vec<NaiveDate>,
    /// The referrals, oldest first.
    pub referrals: Vec<Referral>,
    /// The person's own requests, oldest first.
    pub requests: Vec<TrajectoryRequest>,
    /// The concurrent tracks, in the order in which they were told.
    pub tracks: Vec<Track>,
    /// The first day of the work that was applied for, by the number of the application (M14, D20).
    pub begun_work: BTreeMap<u32, NaiveDate>,
    /// The days on which rehabilitation programmes were submitted to the CSCMI, by their numbers (M16, D18).
    pub programme_submitted: BTreeMap<u32, NaiveDate>,
    /// The days from which nothing more came of proposed programmes that did not start, by their numbers (M16, D18).
    pub programme_closed: BTreeMap<u32, NaiveDate>,
    /// The rehabilitation programmes that started, in the order in which they were told (M18).
    pub programmes: Vec<Programme>,
    /// What became of questionnaires, in the order in which it was told.
    pub questionnaire: Vec<QuestionnaireTold>,
    /// What occupational physicians told, in the order in which it was noted.
    pub codex: Vec<CodexNote>,
    /// That the person presented themselves to regional services, in the order in which it was told (X8).
    pub presentations: Vec<Presentation>,
    /// The appointments, oldest first, and what became of each.
    pub appointments: Vec<(Appointment, AppointmentState)>,
    /// The fruitless attempts, oldest first.
    pub attempts: Vec<Attempt>,
    /// The refused contacts, oldest first.
    pub refusals: Vec<ContactRefusal>,
    /// The contacts, oldest first.
    pub contacts: Vec<Contact>,
    /// Where consent stands.
    pub consents: Consents,
    /// The deadlines, in the order in which they were planned. None is ever removed.
    pub deadlines: Deadlines,
    /// The ends of what went on, in the order in which they were entered.
    pub ends: Vec<TrajectoryEnd>,
    /// The formal trajectories of the sickness insurance, oldest first.
    pub ami: Vec<AmiTrajectory>,
    /// The looks at the dossier, in the order in which they were recorded (D19).
    pub looks: Vec<Look>,
    /// What is done towards work outside a formal trajectory, in the order in which it was recorded (D25).
    pub other_tracks: Vec<OtherTrack>,
    /// The results of guidance that is no formal trajectory, in the order in which they were registered (D24).
    pub results: Vec<GuidanceResult>,
    /// The day of the last first contact of before go-live, where the case was taken over.
    pub contacted_before_go_live: Option<NaiveDate>,
    /// The end of the incapacity.
    pub end: Option<IncapacityEnd>,
    /// The presumptions of incapacity, in the order in which they were recorded (D20 to D22, M18).
    pub presumptions: Vec<CasePresumption>,
    /// The letters, oldest first.
    pub notices: Vec<Notice>,
    /// What told the person that something which had gone out is void, oldest first (GDPR, articles 16 and 19).
    pub correcting_notices: Vec<CorrectingNotice>,
    /// The facts that cannot act yet.
    pub parked: Vec<(Fact, ParkedBecause)>,
    /// To whom the dossier was given, in the order in which it was entered.
    pub assignments: Vec<Assignment>,
    /// The concertation between physician and coordinator, the oldest thread first.
    pub threads: Vec<Thread>,
    /// The referrals to partners and others, by their numbers (X2).
    pub partner_referrals: Vec<PartnerReferral>,
    /// What the stream holds if it is no case. A case holds nothing else.
    pub registry: Registry,
}

/// The coordinators' help with a questionnaire that is not back (Q6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HelpNote {
    /// The day on which it was asked.
    pub asked_on: NaiveDate,
    /// The day on which the help, or the questionnaire, ended it.
    pub ended_on: Option<NaiveDate>,
}

/// Who reads a dossier (D2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// A coordinator.
    Coordinator,
    /// The advising physician.
    Physician,
}

impl State {
    /// A day of the case, with the law by which what happens on it is judged (T8).
    #[must_use]
    pub fn judged(&self, on: NaiveDate) -> Judged {
        self.law.judging(on, self.recognition.as_ref().map(|known| known.incapacity_start))
    }

    /// A day of the case from which a deadline is counted, with the law by which it is planned (T8): [`Law::planning`].
    #[must_use]
    pub(crate) fn planning(&self, from: NaiveDate) -> Judged {
        self.law.planning(from, self.recognition.as_ref().map(|known| known.incapacity_start), self.today)
    }

    /// That the case was taken over when the mutuality went live, and what was known of it then.
    #[must_use]
    pub fn taken_over(&self) -> Option<&TakenOver> {
        self.recognition.as_ref()?.taken_over.as_ref()
    }

    /// Whether the platform judges a plan: its time was not over before the law (T8), nor before go-live.
    #[must_use]
    pub fn judges(&self, plan: &Plan) -> bool {
        not_judged(plan, self.taken_over()).is_none()
    }

    /// The day of the earliest first contact on a day or later, one of before go-live included.
    #[must_use]
    pub fn first_contact_day_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let before = self.contacted_before_go_live.filter(|on| day <= *on);
        self.first_contact_since(day).map(|contact| contact.on).into_iter().chain(before).min()
    }

    /// The request that goes on.
    #[must_use]
    pub fn request(&self) -> Option<&TrajectoryRequest> {
        self.requests.last().filter(|request| request.ended.is_none())
    }

    /// The number of the request that comes next.
    #[must_use]
    pub fn next_request(&self) -> u32 {
        u32::try_from(self.requests.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// The first contacts that took place on a day or later, the earliest.
    #[must_use]
    pub fn first_contact_since(&self, day: NaiveDate) -> Option<&Contact> {
        let of_the_kind = |contact: &&Contact| contact.purpose == Purpose::FirstContact && day <= contact.on;
        self.contacts.iter().filter(of_the_kind).min_by_key(|contact| contact.on)
    }

    /// Whether authorised work is performed on a day.
    #[must_use]
    pub fn working_on(&self, day: NaiveDate) -> bool {
        self.tracks.iter().any(|track| track.kind == TrackKind::AuthorisedWork && track.in_force_on(day))
    }

    /// The physician's referrals that go on, on a day: since which the trajectory did not end.
    pub(crate) fn referrals_on(&self, day: NaiveDate) -> impl Iterator<Item = &Referral> {
        let goes_on = move |on: NaiveDate| on <= day && self.ended_since(on).is_none_or(|ended_on| day < ended_on);
        self.referrals.iter().filter(move |referral| goes_on(referral.on))
    }

    /// The first day, of those from a day on, on which the person's trajectory ended by either route.
    #[must_use]
    pub fn ended_since(&self, day: NaiveDate) -> Option<NaiveDate> {
        let ends = self.ends.iter().filter(|end| !end.route_b_only && day <= end.on);
        ends.map(|end| end.on).min()
    }

    /// What follows for who presented themselves, by the first day of incapacity as it stands (X8); nothing on a day before it.
    #[must_use]
    pub fn reception(&self, presentation: &Presentation) -> Option<Reception> {
        let start = self.recognition.as_ref()?.incapacity_start;
        reception(start, self.judged(presentation.on))
    }

    /// The last help that was asked with a questionnaire.
    #[must_use]
    pub fn help(&self) -> Option<HelpNote> {
        let asked = self.questionnaire.iter().enumerate().rev().find_map(|(place, told)| match told {
            QuestionnaireTold::NotReturned { help_asked_on, .. } => Some((place, *help_asked_on)),
            _ => None,
        });
        asked.map(|(place, asked_on)| {
            let ended_on = self.questionnaire[place + 1..].iter().find_map(|told| told.ends_help_on());
            // Paper may have come back before the help was asked; the help did not end before it began.
            HelpNote { asked_on, ended_on: ended_on.map(|on| on.max(asked_on)) }
        })
    }

    /// Whether a questionnaire is out: sent, and neither back nor found impossible to complete, as far as was told.
    #[must_use]
    pub fn questionnaire_out(&self) -> bool {
        let settles = |told: &QuestionnaireTold| match told {
            QuestionnaireTold::Sent { .. } => Some(false),
            told => told.back_on().map(|_| true),
        };
        self.questionnaire.iter().rev().find_map(settles) == Some(false)
    }

    /// An open appointment.
    #[must_use]
    pub fn open_appointment(&self, number: u32) -> Option<&Appointment> {
        self.open_appointments().find(|appointment| appointment.number == number)
    }

    /// The open appointments, oldest first.
    pub fn open_appointments(&self) -> impl Iterator<Item = &Appointment> {
        let open = self.appointments.iter().filter(|(_, state)| *state == AppointmentState::Open);
        open.map(|(appointment, _)| appointment)
    }

    /// Whether a reader may see what was agreed and chosen: while consent to the first purpose is in force, and the physician
    /// while that to the second is as well (D1, D3, D31).
    #[must_use]
    pub fn shows_trajectory(&self, reader: Reader) -> bool {
        let told = reader == Reader::Coordinator || self.consents.granted(ConsentPurpose::PhysicianFollowUp);
        self.consents.granted(ConsentPurpose::Trajectory) && told
    }

    /// The contacts, with what was agreed and chosen where that is shown.
    #[must_use]
    pub fn trajectory(&self, shown: bool) -> Vec<Contact> {
        let shown = |contact: &Contact| {
            let mut contact = contact.clone();
            if !shown {
                contact.actions.clear();
                contact.next_way = None;
                contact.results = None;
            }
            contact
        };
        self.contacts.iter().map(shown).collect()
    }
}

/// Applies an event. It decides nothing and accepts every event.
pub fn apply(state: &mut State, event: &Event) {
    match event {
        // What it strikes is not applied any more: the history is folded without it.
        Event::ActAnnulled(annulled) => {
            state.annulled_on = state.annulled_on.or(annulled.whole_case.then_some(annulled.on));
            state.correcting_notices.extend(annulled.notices.iter().cloned());
        }
        Event::FileAccessTold(told) => state.file.clone_from(&told.access),
        Event::Noted(fact) => note(state, &fact.told),
        Event::BeforeGoLive { what, on } => before_go_live::apply(state, *what, *on),
        Event::DeadlinePlanned { plan, .. } => state.deadlines.plan(plan.clone()),
        Event::DeadlineReplanned { after, on, because, .. } => state.deadlines.replan(after.clone(), *on, *because),
        Event::DeadlineMet { step, on } => state.deadlines.meet(*step, *on),
        Event::DeadlineMissed { step, on } => state.deadlines.miss(*step, *on),
        Event::DeadlineWaived { step, on, because, .. } => state.deadlines.waive(*step, *on, *because),
        Event::TrajectoryRequested { received_on, questionnaire_needed, contact, number } => {
            let held = state.contacts.iter().find(|held| Some(held.number) == *contact);
            state.requests.push(TrajectoryRequest {
                number: number.unwrap_or_else(|| state.next_request()),
                received_on: *received_on,
                questionnaire_needed: *questionnaire_needed,
                questionnaire_out: state.questionnaire_out(),
                questionnaire_back_on: None,
                first_contact: held.map(|contact| contact.on),
                authorisations: Vec::new(),
                ended: None,
            });
        }
        Event::QuestionnaireBack { on } => {
            if let Some(request) = state.requests.last_mut() {
                request.questionnaire_back_on = Some(*on);
            }
        }
        Event::AppointmentMade(appointment) => {
            if let Some((replaced, _)) = appointment.replaces {
                settle(state, replaced, AppointmentState::Rescheduled);
            }
            state.appointments.push((appointment.clone(), AppointmentState::Open));
        }
        Event::AppointmentCancelled { number, .. } => settle(state, *number, AppointmentState::Cancelled),
        Event::AttemptMade(attempt) => {
            if let (AttemptKind::NoShow, Some(number)) = (attempt.kind, attempt.appointment) {
                settle(state, number, AppointmentState::NoShow);
            }
            state.attempts.push(attempt.clone());
        }
        Event::ContactRefused(refusal) => state.refusals.push(refusal.clone()),
        Event::ContactHeld(contact) => {
            if let Some(number) = contact.appointment {
                settle(state, number, AppointmentState::Held);
            }
            tie(state, contact);
            state.contacts.push(contact.clone());
        }
        Event::ConsentsRecorded(form) => state.consents.record(form),
        Event::AuthorisationAsked(asked) => ask(state, asked),
        Event::TrajectoryEnded { on, reason, route_b_only } => {
            // The end of the incapacity ends everything, and stands for itself.
            let all = *reason == EndReason::IncapacityEnded;
            let begun = |request: &&mut TrajectoryRequest| all || request.received_on <= *on;
            for request in state.requests.iter_mut().filter(|request| request.ended.is_none()).filter(begun) {
                request.ended = Some((*on, *reason));
            }
            if !all {
                state.ends.push(TrajectoryEnd { on: *on, reason: *reason, route_b_only: *route_b_only });
            }
        }
        Event::PresumptionBegan(known) | Event::PresumptionEnded(known) => {
            match state.presumptions.iter_mut().find(|one| one.number == known.number) {
                Some(one) => *one = known.clone(),
                None => state.presumptions.push(known.clone()),
            }
        }
        Event::NoticeIssued(notice) => state.notices.push(notice.clone()),
        Event::FactParked { fact, because } => state.parked.push((fact.clone(), *because)),
        Event::Ami(event) => ami::event::apply(&mut state.ami, event),
        Event::FactReleased { fact } => state.parked.retain(|(parked, _)| parked != fact),
        Event::CoordinatorAssigned(assignment) => state.assignments.push(assignment.clone()),
        Event::Looked(look) => state.looks.push(look.clone()),
        Event::OtherTrack(event) => other_track::apply(&mut state.other_tracks, event),
        Event::ResultRegistered(result) => state.results.push(result.clone()),
        Event::Concertation(event) => concertation::apply(&mut state.threads, event),
        Event::Referral(event) => partner_referral::apply(&mut state.partner_referrals, event),
        Event::Registry(event) => registry::apply(&mut state.registry, event),
    }
}

fn note(state: &mut State, told: &Told) {
    match told {
        Told::Recognised(recognition) => state.recognition = Some(recognition.clone()),
        Told::StartCorrected { from, to, .. } => {
            if let Some(recognition) = &mut state.recognition {
                recognition.incapacity_start = *to;
            }
            state.former_starts.push(*from);
        }
        Told::TrackStarted(track) => state.tracks.push(*track),
        Told::TrackEnded { kind, from, until } => {
            if let Some(index) = ended_track(&state.tracks, *kind, *from, *until) {
                state.tracks[index].until = Some(*until);
            }
            state.tracks.retain(|track| track.until.is_none_or(|last| track.from <= last));
        }
        Told::Represented(representation) => state.representations.record(representation),
        Told::Referred { on, initial } => {
            state.referrals.push(Referral { on: *on, initial: *initial });
        }
        Told::AuthorisationDecided { number, on, authorised } => {
            let mut asked = state.requests.iter_mut().flat_map(|request| &mut request.authorisations);
            if let Some(authorisation) = asked.find(|asked| asked.number == *number) {
                authorisation.answer = Some((*on, *authorised));
            }
        }
        Told::WorkBegan { application, on } => {
            state.begun_work.insert(*application, *on);
        }
        Told::ProgrammeSubmitted { number, on } => {
            state.programme_submitted.insert(*number, *on);
        }
        Told::ProgrammeClosed { number, on } => {
            state.programme_closed.insert(*number, *on);
        }
        Told::ProgrammeStarted { number, on } => {
            state.programmes.push(Programme { number: *number, from: *on, until: None });
        }
        Told::ProgrammeEnded { number, until, .. } => {
            if let Some(programme) = state.programmes.iter_mut().find(|programme| programme.number == *number) {
                programme.until = Some(*until);
            }
        }
        Told::IncapacityEnded(end) => state.end = Some(state.end.map_or(*end, |known| known.and(*end))),
        Told::Questionnaire(told) => state.questionnaire.push(*told),
        Told::Codex(note) => state.codex.push(note.clone()),
        Told::Presented(presentation) => state.presentations.push(*presentation),
        Told::Referral { number, key, said } => {
            if let Some(referral) = state.partner_referrals.iter_mut().find(|one| one.is(*number, *key)) {
                referral.course.add(*said);
            }
        }
    }
}

fn ask(state: &mut State, asked: &AuthorisationAsked) {
    let AuthorisationAsked { number, on, contact_on, actions_told, actions: _ } = asked;
    if let Some(request) = state.requests.last_mut() {
        request.authorisations.push(Authorisation {
            number: *number,
            asked_on: *on,
            contact_on: *contact_on,
            actions_told: *actions_told,
            answer: None,
            discussed_on: None,
        });
    }
}

/// Keeps a contact with the request whose first one it is, or with the negative decision that it discusses.
fn tie(state: &mut State, contact: &Contact) {
    let Some(request) = state.requests.iter_mut().find(|request| Some(request.number) == contact.request) else {
        return;
    };
    if contact.purpose == Purpose::FirstContact {
        request.first_contact = Some(contact.on);
    }
    if let Some(asked) = request.authorisations.iter_mut().find(|asked| Some(asked.number) == contact.authorisation) {
        asked.discussed_on = Some(contact.on);
    }
}

fn settle(state: &mut State, number: u32, became: AppointmentState) {
    if let Some((_, state)) = state.appointments.iter_mut().find(|(appointment, _)| appointment.number == number) {
        *state = became;
    }
}

/// The place of the track of a kind that ends on a day: the one with this first day; or, where that is not known, the one
/// that began last, on that day or before.
pub(crate) fn ended_track(
    tracks: &[Track],
    kind: TrackKind,
    from: Option<NaiveDate>,
    until: NaiveDate,
) -> Option<usize> {
    let begun = |track: &Track| from.map_or(track.from <= until, |from| track.from == from);
    let of_kind = tracks.iter().enumerate().filter(|(_, track)| track.kind == kind && begun(track));
    of_kind.max_by_key(|(_, track)| track.from).map(|(index, _)| index)
}
