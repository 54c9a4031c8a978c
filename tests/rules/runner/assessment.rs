//! The office of the medical assessment: what the advising physician's service is told and asked.

mod past;
mod rehabilitation;
mod told;
mod work;

use chrono::{NaiveDate, NaiveTime};
use trajet_assessment_domain::{
    Category, Certificate, Channel, Command, Concertation, Contact, Context, DecidedBy, Declaration,
    DispensationFindings, Employment, EndCause, EndDecision, Evaluation, Event, Former, Invitation, InvitationProof,
    Person, Prognosis, Prolongation, RefusalReason, Rejection, StartReason, State, SubjectId, TeamContact,
    TeamContactKind, TeamContactMaker, TimerKind, Track, TrackKind, TrajectoryDecision, apply, decide, notice, timers,
};
use trajet_belgium::{Language, Sex};
use trajet_law::annul::{Annul, Cause};
use trajet_law::codex::CodexRequester;
use trajet_law::deadline::Deadlines;
use trajet_law::law::Law;
use trajet_law::scheme::Scheme;

use crate::belgian::niss;
use crate::history::{History, annul, correcting};
use crate::office::{Happened, Office, Questions, Refused, Words, because_of, first_due};
use crate::said::{Said, one_of, one_of_law};

/// The case as the assessment knows it.
#[derive(Default)]
pub(crate) struct Assessment {
    state: State,
    history: History<Event>,
}

impl Office for Assessment {
    type Command = Command;

    const WORDS: Words<Command> = &[
        ("incapacity declared", declared),
        ("case taken over", past::taken_over),
        ("certificate added", certificate_added),
        ("first day corrected", first_day_corrected),
        ("incapacity recognised", recognised),
        ("recognition refused", recognition_refused),
        ("track started", track_started),
        ("track ended", track_ended),
        ("first estimate", first_estimate),
        ("invited to an examination", invited),
        ("examination not appropriate", dispensed),
        ("evaluation", evaluation),
        ("trajectory asked for and refused", trajectory_refused),
        ("trajectory authorised", |said| decided(said, TrajectoryDecision::Authorised)),
        ("trajectory not authorised", |said| {
            decided(said, TrajectoryDecision::NotCompatible { coordinator: coordinator() })
        }),
        ("team contact", team_contact),
        ("incapacity ended", ended),
        ("another incapacity recognised as a relapse", told::relapsed),
        ("work applied for", work::applied_for),
        ("work resumed", |said| Command::RecordWorkResumption { resumed_on: said.on }),
        ("work authorised", work::authorised),
        ("work not authorised", work::not_authorised),
        ("authorised work amended", work::amended),
        ("application for work withdrawn", |said| Command::WithdrawWorkApplication { withdrawn_on: said.on }),
        ("rehabilitation proposed", rehabilitation::proposed),
        ("rehabilitation submitted to the CSCMI", |said| Command::SubmitRehabilitation { on: said.on }),
        ("rehabilitation not wished any more", |said| Command::WithdrawRehabilitation { on: said.on }),
        ("the CSCMI answered", rehabilitation::answered),
        ("programme started", rehabilitation::started),
        ("hours of the programme followed", rehabilitation::followed),
        ("programme ended", rehabilitation::ended),
        ("intake held", rehabilitation::intake),
        ("evaluation after the phase of reintegration", rehabilitation::evaluated),
        ("questionnaire sent", told::sent),
        ("questionnaire kept back", told::kept_back),
        ("questionnaire not returned", told::not_returned),
        ("questionnaire incomplete", told::incomplete),
        ("questionnaire completed", told::completed),
        ("questionnaire impossible to complete", told::impossible),
        ("trajectory asked for", told::requested),
        ("authorisation asked", told::authorisation_asked),
        ("consents decided", told::consents),
        ("trajectory ended", told::trajectory_ended),
        ("incapacity presumed", told::presumed),
        ("CODEX trajectory asked for", told::codex_requested),
        ("CODEX trajectory ended", told::codex_ended),
    ];

    const QUESTIONS: Questions<Self> = &[
        ("the correcting notices", |office, _| correcting(&office.state.correcting_notices)),
        ("the standing", |office, _| office.state.status().map_or("unknown", |status| status.code()).into()),
        ("the category", |office, said| {
            let category = office.state.category_on(said.day("on"));
            category.map_or("none", Category::code).to_owned()
        }),
        ("the first day of invalidity", |office, _| {
            let recognition = office.state.recognition();
            recognition.map_or_else(|| "none".to_owned(), |recognition| recognition.invalid_from.to_string())
        }),
        ("the body that decided", |office, _| match office.state.recognition().map(|known| &known.decided_by) {
            Some(DecidedBy::AdvisingPhysician) => "the advising physician".to_owned(),
            Some(DecidedBy::OtherBody { name }) => name.clone(),
            None => "none".to_owned(),
        }),
        ("the expected end and the first prognosis", |office, _| {
            let declaration = office.state.declaration.as_ref();
            let prognosis = declaration.map_or("none", |known| known.certificate.prognosis.code());
            let end = office.state.expected_end().map_or_else(|| "none".to_owned(), |day| day.to_string());
            format!("{end}, {}", prognosis.replace('_', " "))
        }),
        ("the evaluations", |office, _| {
            let one = |(on, category, examined): (NaiveDate, Category, bool)| {
                format!("{on} category {}, {}", category.code(), if examined { "examined" } else { "on the file" })
            };
            office.state.estimates().map(one).collect::<Vec<_>>().join("; ")
        }),
        ("the questionnaire at the first estimate", |office, _| {
            let estimate = office.state.first_estimate.as_ref();
            let known = estimate.map(|estimate| crate::office::variant(&estimate.questionnaire));
            known.map_or_else(|| "none".to_owned(), |name| crate::office::in_words(&name))
        }),
        ("the concertation at the first estimate", |office, _| {
            let held = office.state.first_estimate.as_ref().and_then(|estimate| estimate.concertation.as_ref());
            held.map_or_else(|| "none".to_owned(), |held| held.held_on.to_string())
        }),
        ("the last letter", |office, _| {
            let refused = office.state.refusals.last().and_then(|refusal| refusal.notice.as_ref());
            let answers = office.state.requests.last().and_then(|request| request.answer.as_ref());
            let not_compatible = answers.and_then(|answer| match &answer.decision {
                trajet_assessment_domain::AnsweredWith::NotCompatible(notice) => notice.as_ref(),
                trajet_assessment_domain::AnsweredWith::Authorised => None,
            });
            let about_work = office.state.work.last().and_then(|work| match &work.answer {
                Some(trajet_assessment_domain::WorkAnswer::NotAuthorised { notice, .. }) => notice.as_ref(),
                _ => None,
            });
            refused.or(not_compatible).or(about_work).map_or_else(|| "none".to_owned(), letter)
        }),
        ("the agreed actions are shown to the physician", |office, _| {
            if office.state.actions_shown() { "yes" } else { "no" }.to_owned()
        }),
        ("the amounts due", rehabilitation::amounts),
        ("the phase of reintegration", rehabilitation::phase),
        ("the authorised work", work::terms),
    ];

    const EVENTS: &'static [(&'static str, &'static str, &'static str)] =
        &[(include_str!("../../../services/assessment/domain/src/event.rs"), "pub enum Event {", "")];

    fn under(law: &'static Law) -> Self {
        Self { state: State { law, ..State::default() }, ..Self::default() }
    }

    fn act(&mut self, command: &Command, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        let events = decide(&self.state, command, &context(today)).map_err(|why| refused(&why))?;
        for event in &events {
            apply(&mut self.state, event);
        }
        let cause = match command {
            Command::Note(_) => Cause::Fact,
            Command::FireMissed(_) => Cause::Timer,
            _ => Cause::Act,
        };
        self.history.record(cause, today, &events);
        Ok(events.iter().map(happened).collect())
    }

    fn due(&self, today: NaiveDate) -> Option<(NaiveDate, Command)> {
        let due = timers(&self.state).into_iter().map(|timer| (timer.fire_on, timer.kind));
        let (on, TimerKind::Missed(step)) = first_due(due, today)?;
        Some((on, Command::FireMissed(step)))
    }

    fn deadlines(&self) -> Option<&Deadlines> {
        Some(&self.state.deadlines)
    }

    fn recorded(&self) -> Option<u64> {
        Some(self.history.recorded())
    }

    fn annul(&mut self, act: Annul, today: NaiveDate) -> Result<Vec<Happened>, Refused> {
        annul!(self, trajet_assessment_domain, act, &[], context(today), |why| refused(&why), happened)
    }
}

fn context(today: NaiveDate) -> Context {
    Context { now: today.and_time(NaiveTime::MIN).and_utc(), today, claimed_by: None }
}

fn refused(why: &Rejection) -> Refused {
    let (code, ground, parameter) = (why.code(), why.ground(), why.parameter().cloned());
    Refused { code, ground, earliest: why.earliest(), latest: why.latest(), parameter }
}

fn happened(event: &Event) -> Happened {
    let because_of = because_of(event.decision());
    Happened { because_of, ..Happened::of(event, event.effective_on(), event.ground()) }
}

/// A letter: to whom it speaks of whom, and its text without the name of a diagnosis.
fn letter(notice: &notice::Notice) -> String {
    let letter = notice::render(notice, &person(), notice.on);
    let text = letter.paragraphs.join(" ");
    let reached = [&notice.contact.name, &notice.contact.phone].iter().all(|detail| text.contains(detail.as_str()));
    let coordinator =
        if reached { "with the coordinator and their telephone number" } else { "without the coordinator" };
    format!("{} of {}, {coordinator}", notice.text.code().replace('_', " "), notice.on)
}

fn person() -> Person {
    Person {
        niss: niss(),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: None,
        sex: Some(Sex::Female),
        language: Language::French,
        municipality: "21004".parse().unwrap(),
        phone: None,
        email: None,
    }
}

/// The coordinator whom letters name.
pub(crate) fn coordinator() -> Contact {
    Contact { name: "Marie Lambert".into(), phone: "+3225550123".into(), email: "marie@post.example".into() }
}

fn declared(said: &mut Said) -> Command {
    Command::DeclareIncapacity(Box::new(declaration(said)))
}

fn declaration(said: &mut Said) -> Declaration {
    let start = said.day("first day");
    let relapse = said.date("relapse of an incapacity of");
    let relapse_last = said.date("which ended");
    Declaration {
        person: person(),
        scheme: said
            .one_of("scheme", |code| code.parse().ok(), Scheme::ALL.iter().map(|one| one.code()))
            .unwrap_or(Scheme::Employees),
        certificate: Certificate {
            issued_on: said.date("certificate of").unwrap_or(start),
            incapacity_start: start,
            expected_end: said.date("expected end").unwrap_or_else(|| trajet_law::months::months_after(start, 3)),
            prognosis: one_of!(said, "prognosis", Prognosis).unwrap_or(Prognosis::Uncertain),
            physician: None,
        },
        employment: if said.flag("no contract") {
            Employment::NoContract
        } else {
            Employment::Contract { employer: None }
        },
        activity_ceased_on: if said.flag("activity not ceased") {
            None
        } else {
            Some(said.date("activity ceased").unwrap_or(start))
        },
        relapse_of: relapse.map(|first| Former { case: [9; 16], incapacity_start: first, last_day: relapse_last }),
    }
}

fn certificate_added(said: &mut Said) -> Command {
    Command::AddCertificate(Prolongation {
        issued_on: said.on,
        from: said.day("from"),
        until: said.day("until"),
        prognosis: one_of!(said, "prognosis", Prognosis).unwrap_or(Prognosis::Uncertain),
        physician: None,
    })
}

fn first_day_corrected(said: &mut Said) -> Command {
    let reason = one_of!(said, "because", StartReason).unwrap_or(StartReason::CertificateCorrected);
    Command::CorrectStart {
        niss: niss(),
        start: said.day("to"),
        decided_on: said.on,
        reason,
        activity_ceased_on: said.date("activity ceased"),
    }
}

fn decided_by(said: &mut Said) -> DecidedBy {
    said.text("by").map_or(DecidedBy::AdvisingPhysician, |name| DecidedBy::OtherBody {
        name: if name == "a body without a name" { String::new() } else { name },
    })
}

fn recognised(said: &mut Said) -> Command {
    let activity_ceased_on = said.date("activity ceased");
    Command::Recognise { decided_on: said.on, decided_by: decided_by(said), activity_ceased_on }
}

fn recognition_refused(said: &mut Said) -> Command {
    let reason = one_of!(said, "because", RefusalReason).unwrap_or(RefusalReason::NotUnfit);
    Command::RefuseRecognition { decided_on: said.on, decided_by: decided_by(said), reason }
}

fn track(said: &mut Said) -> TrackKind {
    let kind = one_of!(said, "of", TrackKind);
    kind.unwrap_or_else(|| {
        said.wrong(format!("\"{}\" needs \"of …\", such as \"of authorised work\"", said.phrase));
        TrackKind::AuthorisedWork
    })
}

fn track_started(said: &mut Said) -> Command {
    let (until, kind) = (said.date("until"), track(said));
    if said.flag("asked by the advising physician") {
        return Command::AskForCodex;
    }
    let asked_by = one_of_law!(said, "asked by the", CodexRequester);
    Command::StartConcurrentTrack(Track { kind, from: said.on, until, told: false, asked_by })
}

fn track_ended(said: &mut Said) -> Command {
    Command::EndConcurrentTrack { kind: track(said), on: said.on }
}

fn category(said: &mut Said) -> Category {
    let number = said.needed("category", 2_u8);
    Category::from_code(&number.to_string()).unwrap_or_else(|| {
        said.wrong(format!("there is no category {number}: the categories are 1 to 4"));
        Category::Two
    })
}

fn concertation(said: &mut Said) -> Option<Concertation> {
    let held_on = said.date("concertation with the coordinator on")?;
    Some(Concertation { coordinator: SubjectId("coordinator".into()), held_on })
}

fn first_estimate(said: &mut Said) -> Command {
    let (category, concertation) = (category(said), concertation(said));
    Command::RecordFirstEstimate { on: Some(said.on), category, examined: said.flag("examined"), concertation }
}

fn invited(said: &mut Said) -> Command {
    Command::InviteToExamination(Invitation {
        invited_on: said.on,
        proof: InvitationProof::RegisteredLetter,
        reference: "RR123".into(),
        examination_on: said.day("for"),
    })
}

fn dispensed(said: &mut Said) -> Command {
    let completion_impossible = !said.flag("the questionnaire could be completed");
    let examination_inappropriate = !said.flag("an examination would be appropriate");
    let findings = DispensationFindings { completion_impossible, examination_inappropriate };
    Command::DispenseExamination { decided_on: said.on, findings }
}

fn evaluation(said: &mut Said) -> Command {
    let (category, concertation) = (category(said), concertation(said));
    Command::RecordEvaluation(Evaluation { on: said.on, category, examined: said.flag("examined"), concertation })
}

fn trajectory_refused(said: &mut Said) -> Command {
    Command::RefuseTrajectory { asked_on: said.on, coordinator: coordinator() }
}

#[expect(clippy::needless_pass_by_ref_mut, reason = "every phrase is read alike")]
fn decided(said: &mut Said, decision: TrajectoryDecision) -> Command {
    Command::DecideTrajectory { decided_on: said.on, decision }
}

fn team_contact(said: &mut Said) -> Command {
    Command::RecordTeamContact(TeamContact {
        on: said.on,
        kind: one_of!(said, "kind", TeamContactKind).unwrap_or(TeamContactKind::Preparatory),
        channel: Channel::Telephone,
        maker: one_of!(said, "by", TeamContactMaker).unwrap_or(TeamContactMaker::TeamMember),
        made_by: SubjectId("somebody".into()),
    })
}

fn ended(said: &mut Said) -> Command {
    let cause = one_of!(said, "because", EndCause).unwrap_or(EndCause::NoLongerUnfit);
    let decision = cause
        .by_decision()
        .then(|| EndDecision { decided_on: said.date("decided on").unwrap_or(said.on), decided_by: decided_by(said) });
    Command::EndIncapacity { last_day: said.on, cause, decision }
}
