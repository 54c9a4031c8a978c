//! What the tests share: one event of every kind, a person, a case.

use chrono::NaiveDate;
use trajet_assessment_domain::{
    Category, Certificate, Concertation, DecidedBy, Declaration, Employment, Estimate, Event, Fact, FactorCounts,
    ParkedBecause, Person, ProfileSummary, Prognosis, Questionnaire, Recognition, Referral, Refusal, RefusalReason,
    Source, SubjectId, Told, Track, TrackKind,
};
use trajet_belgium::{Language, Sex};
use trajet_law::deadline::{Plan, Step};
use trajet_law::estimate::first_estimate_plan;
use trajet_law::rule::{Ground, Rule};
use trajet_law::scheme::Scheme;
use uuid::Uuid;

/// A case.
pub(crate) const CASE: Uuid = Uuid::from_u128(0x0183_0a5f_4c00_7cc1_9d53_0a1b_2c3d_4e5f);

/// The identification number of [`person`].
pub(crate) const NISS: &str = "85073003328";

/// What no error, no summary and no message without a person may hold.
pub(crate) const PERSONAL: [&str; 8] =
    [NISS, "Peeters", "Anna", "21004", "+3225550199", "anna.peeters@post.example", "11478761004", "0403019261"];

/// A day, in ISO 8601.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a test uses dates that exist")
}

pub(crate) fn person() -> Person {
    Person {
        niss: NISS.parse().expect("the number is right"),
        surname: "Peeters".into(),
        first_names: "Anna".into(),
        birth_date: Some(day("1985-07-30")),
        sex: Some(Sex::Female),
        language: Language::Dutch,
        municipality: "21004".parse().expect("the code is right"),
        phone: Some("+3225550199".into()),
        email: Some("anna.peeters@post.example".into()),
    }
}

/// A declaration that fills every field.
pub(crate) fn declaration() -> Declaration {
    Declaration {
        person: person(),
        scheme: Scheme::Employees,
        certificate: Certificate {
            issued_on: day("2022-09-02"),
            incapacity_start: day("2022-09-01"),
            expected_end: day("2022-12-31"),
            prognosis: Prognosis::ReturnWithSupport,
            physician: Some("11478761004".parse().expect("the number is right")),
        },
        employment: Employment::Contract { employer: Some("0403019261".parse().expect("the number is right")) },
        activity_ceased_on: Some(day("2022-09-01")),
    }
}

fn plan() -> Plan {
    first_estimate_plan(day("2022-09-01"), day("2022-09-05"))
}

fn track(until: Option<NaiveDate>) -> Track {
    Track { kind: TrackKind::AuthorisedWork, from: day("2022-10-01"), until }
}

fn profile() -> ProfileSummary {
    ProfileSummary {
        personal: FactorCounts { helping: 3, hindering: 1, neutral: 2 },
        environmental: FactorCounts { helping: 4, hindering: 5, neutral: 6 },
    }
}

pub(crate) fn fact(told: Told) -> Fact {
    Fact { told, source: Source { ledger: "questionnaire/300".into(), position: 7 } }
}

/// One of each thing that the questionnaire service tells.
pub(crate) fn told() -> [Told; 5] {
    [
        Told::Sent { on: day("2022-11-10"), due_back: day("2022-11-24") },
        Told::Waived { on: day("2022-10-03"), because: Ground::point(Rule::Q4, 'b') },
        Told::NotReturned { due_back: day("2022-11-24"), help_asked_on: day("2022-11-25") },
        Told::Incomplete { on: day("2022-11-20") },
        Told::Completed { on: day("2022-11-20"), profile: profile() },
    ]
}

/// Lists a sample beside each variant of an enum: a new variant does not compile until it has one.
macro_rules! sample_each {
    ($(#[$doc:meta])* $name:ident: $type:ty { $($variant:pat => $sample:expr,)+ }) => {
        $(#[$doc])*
        pub(crate) fn $name() -> Vec<$type> {
            let _every_variant = |value: &$type| match value { $($variant => {})+ };
            vec![$({
                let sample: $type = $sample;
                assert!(matches!(&sample, $variant), "a sample stands beside its own variant");
                sample
            }),+]
        }
    };
}

pub(crate) use sample_each;

sample_each! {
    /// One event of every kind. The golden files hold the same: what is written here does not change.
    one_of_each: Event {
        Event::IncapacityDeclared { .. } => Event::IncapacityDeclared {
            declaration: Box::new(declaration()),
            on: day("2022-09-03"),
        },
        Event::IncapacityRecognised(_) => Event::IncapacityRecognised(Recognition {
            person: person(),
            incapacity_start: day("2022-09-01"),
            decided_on: day("2022-09-05"),
            decided_by: DecidedBy::AdvisingPhysician,
            activity_ceased_on: day("2022-09-01"),
            invalid_from: day("2023-09-01"),
        }),
        Event::RecognitionRefused(_) => Event::RecognitionRefused(Refusal {
            decided_on: day("2023-09-05"),
            decided_by: DecidedBy::OtherBody { name: "a body with a name".into() },
            reason: RefusalReason::FileIncomplete,
        }),
        Event::TrackStarted(_) => Event::TrackStarted(track(None)),
        Event::TrackEnded(_) => Event::TrackEnded(track(Some(day("2022-10-31")))),
        Event::DeadlinePlanned { .. } => Event::DeadlinePlanned { plan: plan(), on: day("2022-09-05") },
        Event::DeadlineMet { .. } => Event::DeadlineMet { step: Step::FirstEstimate, on: day("2022-12-05") },
        Event::DeadlineMissed { .. } => Event::DeadlineMissed { step: Step::FirstEstimate, on: day("2023-01-01") },
        Event::DeadlineWaived { .. } => Event::DeadlineWaived {
            step: Step::FirstEstimate,
            on: day("2022-10-01"),
            because: TrackKind::AuthorisedWork.ground(),
        },
        Event::DeadlineReopened { .. } => Event::DeadlineReopened { plan: plan(), on: day("2022-11-01") },
        Event::QuestionnaireNoted(_) => {
            let [_, _, _, _, completed] = told();
            Event::QuestionnaireNoted(fact(completed))
        },
        Event::FirstEstimateMade(_) => Event::FirstEstimateMade(Estimate {
            on: day("2022-12-05"),
            category: Category::Four,
            examined: true,
            concertation: Some(Concertation {
                coordinator: SubjectId("coordinator-1".into()),
                held_on: day("2022-12-02"),
            }),
            questionnaire: Questionnaire::Completed { on: day("2022-11-20"), profile: profile() },
        }),
        Event::PersonReferred(_) => Event::PersonReferred(Referral { on: day("2022-12-05"), initial: true }),
        Event::FactParked { .. } => {
            let [sent, ..] = told();
            Event::FactParked { fact: fact(sent), because: ParkedBecause::NotDeclared }
        },
        Event::FactReleased { .. } => {
            let [_, waived, ..] = told();
            Event::FactReleased { fact: fact(waived) }
        },
    }
}

/// What the golden files do not show: the other values of each enumeration, and what may be absent.
pub(crate) fn more() -> Vec<Event> {
    let mut events: Vec<_> = told().map(fact).map(Event::QuestionnaireNoted).into();
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
    ];
    events.extend(Category::ALL.iter().zip(known).map(|(category, questionnaire)| {
        let (on, category) = (day("2022-12-05"), *category);
        Event::FirstEstimateMade(Estimate { on, category, examined: false, concertation: None, questionnaire })
    }));
    events
}
