//! Events that the golden files do not show.

use super::*;

/// What the golden files do not show: the other values of each enumeration, and what may be absent.
pub(crate) fn more() -> Vec<Event> {
    let mut events: Vec<_> = told().into_iter().flat_map(|told| [parked(told.clone()), noted(told)]).collect();
    events.push(Event::FactReleased { fact: fact(authorisation_asked()) });
    events.push(Event::IncapacityRecognised(Recognition { has_contract: true, ..recognition() }));
    events.extend(Prognosis::ALL.iter().zip(Language::ALL.iter().cycle()).map(|(prognosis, language)| {
        let person = Person {
            first_names: String::new(),
            birth_date: None,
            sex: None,
            language: *language,
            phone: None,
            email: None,
            ..person()
        };
        let certificate = Certificate { prognosis: *prognosis, physician: None, ..declaration().certificate };
        let employment = Employment::NoContract;
        let scheme = Scheme::SelfEmployed;
        let declaration = Box::new(Declaration { person, scheme, certificate, employment, activity_ceased_on: None });
        Event::IncapacityDeclared { declaration, on: day("2022-09-03") }
    }));
    events.push(Event::IncapacityDeclared {
        declaration: Box::new(Declaration {
            person: Person { sex: Some(Sex::Male), ..person() },
            employment: Employment::Contract { employer: None },
            ..declaration()
        }),
        on: day("2022-09-03"),
    });
    events.extend(RefusalReason::ALL.iter().map(|reason| {
        let decided_by = DecidedBy::AdvisingPhysician;
        Event::RecognitionRefused(Refusal { decided_on: day("2022-09-05"), decided_by, reason: *reason })
    }));
    events.extend(TrackKind::ALL.iter().flat_map(|kind| {
        let waived = Event::DeadlineWaived { step: Step::FirstEstimate, on: day("2022-10-01"), because: kind.ground() };
        [Event::TrackStarted(Track { kind: *kind, ..track(Some(day("2022-10-31"))) }), waived]
    }));
    let known = [
        Questionnaire::NotSent,
        Questionnaire::Sent { on: day("2022-11-10"), due_back: day("2022-11-24") },
        Questionnaire::Waived { on: day("2022-10-03"), because: Rule::Q2.into() },
        Questionnaire::NotReturned { on: day("2022-11-25") },
        Questionnaire::Impossible { on: day("2022-12-02") },
    ];
    events.extend(Category::ALL.iter().cycle().zip(known).map(|(category, questionnaire)| {
        let (on, category) = (day("2022-12-05"), *category);
        Event::FirstEstimateMade(Estimate { on, category, examined: false, concertation: None, questionnaire })
    }));
    events.extend(Category::ALL.iter().map(|category| {
        let (on, category) = (day("2023-01-10"), *category);
        Event::EvaluationMade(Evaluation { on, category, examined: false, concertation: None })
    }));
    events.extend(InvitationProof::ALL.iter().map(|proof| {
        let invitation = Invitation { reference: String::new(), ..invitation(*proof) };
        Event::ExaminationInvited { invitation, because: Rule::M9.into() }
    }));
    let (asked_on, on) = (day("2022-12-05"), day("2022-12-06"));
    events.push(Event::TrajectoryRefused(TrajectoryRefusal { asked_on, on, notice: None }));
    events.push(Event::TrajectoryNotAuthorised { request: 2, on, notice: None });
    events.extend(
        EndCause::ALL
            .iter()
            .map(|cause| Event::IncapacityEnded(IncapacityEnd { last_day: asked_on, cause: *cause, recorded_on: on })),
    );
    events
}

fn noted(told: Told) -> Event {
    match told.producer() {
        Producer::Questionnaire => Event::QuestionnaireNoted(fact(told)),
        Producer::Dossier | Producer::Exchange => Event::FactNoted(fact(told)),
    }
}

fn parked(told: Told) -> Event {
    Event::FactParked { fact: fact(told), because: ParkedBecause::NotStarted }
}
