//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.

use trajet_assessment_domain::{
    Category, Certificate, Concertation, DecidedBy, Declaration, Employment, Estimate, Person, Prognosis, Questionnaire,
    RefusalReason, State, SubjectId, Track, TrackKind,
};
use trajet_belgium::{EnterpriseNumber, MunicipalityCode, Nihii, Niss, Sex};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::internal::assessment::v1::IncapacityDeclared;
use trajet_contracts::r#type::v1 as common;
use trajet_law::scheme::Scheme;
use trajet_runtime::Violations;
use trajet_service::work::{hear_language, tell_language};

const LONGEST_NAME: usize = 100;
const LONGEST_BODY: usize = 200;
const LONGEST_CONTACT: usize = 254;

/// The parts of a declaration, as the request and the stored event both hold them.
pub(crate) struct DeclarationParts {
    person: Option<common::InsuredPerson>,
    scheme: i32,
    certificate: Option<contract::Certificate>,
    employment: Option<contract::Employment>,
    activity_ceased_on: Option<trajet_contracts::google::r#type::Date>,
}

impl From<contract::DeclareIncapacityRequest> for DeclarationParts {
    fn from(request: contract::DeclareIncapacityRequest) -> Self {
        let contract::DeclareIncapacityRequest { person, scheme, certificate, employment, activity_ceased_on, .. } = request;
        Self { person, scheme, certificate, employment, activity_ceased_on }
    }
}

impl From<IncapacityDeclared> for DeclarationParts {
    fn from(stored: IncapacityDeclared) -> Self {
        let IncapacityDeclared { person, scheme, certificate, employment, activity_ceased_on, .. } = stored;
        Self { person, scheme, certificate, employment, activity_ceased_on }
    }
}

pub(crate) fn hear_declaration(violations: &mut Violations, parts: impl Into<DeclarationParts>) -> Option<Declaration> {
    let parts = parts.into();
    let person = violations.message("person", parts.person);
    let person = person.and_then(|person| violations.within("person", |inner| hear_person(inner, person)));
    let scheme = violations.enumeration("scheme", parts.scheme).and_then(hear_scheme);
    let certificate = violations.message("certificate", parts.certificate);
    let certificate = certificate.and_then(|it| violations.within("certificate", |inner| hear_certificate(inner, it)));
    let employment = violations.message("employment", parts.employment);
    let employment = employment.and_then(|it| violations.within("employment", |inner| hear_employment(inner, it)));
    let activity_ceased_on = violations.optional_date("activity_ceased_on", parts.activity_ceased_on);
    Some(Declaration {
        person: person?,
        scheme: scheme?,
        certificate: certificate?,
        employment: employment?,
        activity_ceased_on: activity_ceased_on?,
    })
}

pub(crate) fn hear_person(violations: &mut Violations, person: common::InsuredPerson) -> Option<Person> {
    let niss = violations.check("niss", Niss::parse(&person.niss));
    let sex = violations.enumeration::<common::Sex>("sex", person.sex);
    let language = violations.enumeration("language", person.language).and_then(hear_language);
    let birth_date = violations.optional_date("birth_date", person.birth_date);
    let municipality = violations.check("municipality_code", MunicipalityCode::parse(&person.municipality_code));
    let name = violations.message("name", person.name);
    let surname = name.as_ref().and_then(|name| violations.text("name.surname", &name.surname, LONGEST_NAME));
    let first_names = name.and_then(|name| violations.optional_text("name.first_names", &name.first_names, LONGEST_NAME));
    let phone = violations.optional_text("phone", &person.phone, LONGEST_CONTACT);
    let email = violations.optional_text("email", &person.email, LONGEST_CONTACT);
    Some(Person {
        niss: niss?,
        surname: surname?,
        first_names: first_names?,
        birth_date: birth_date?,
        sex: hear_sex(sex?),
        language: language?,
        municipality: municipality?,
        phone: phone.map(present)?,
        email: email.map(present)?,
    })
}

fn present(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn hear_certificate(violations: &mut Violations, certificate: contract::Certificate) -> Option<Certificate> {
    let issued_on = violations.date("issued_on", certificate.issued_on);
    let start = violations.date("incapacity_start", certificate.incapacity_start);
    let start = start.and_then(|start| violations.check("incapacity_start", trajet_law::months::accepted(start)));
    let expected_end = violations.date("expected_end", certificate.expected_end);
    let prognosis = violations.enumeration("prognosis", certificate.prognosis).and_then(hear_prognosis);
    let physician = match certificate.physician_nihii.as_str() {
        "" => Some(None),
        nihii => violations.check("physician_nihii", Nihii::parse(nihii)).map(Some),
    };
    Some(Certificate {
        issued_on: issued_on?,
        incapacity_start: start?,
        expected_end: expected_end?,
        prognosis: prognosis?,
        physician: physician?,
    })
}

fn hear_employment(violations: &mut Violations, employment: contract::Employment) -> Option<Employment> {
    let employer = match employment.employer_number.as_str() {
        "" => Some(None),
        number => violations.check("employer_number", EnterpriseNumber::parse(number)).map(Some),
    };
    if !employment.has_contract {
        violations.require("employer_number", employment.employer_number.is_empty(), "is given without a contract");
        return Some(Employment::NoContract);
    }
    employer.map(|employer| Employment::Contract { employer })
}

/// Who decided, as a request says it.
pub(crate) fn check_decided_by(violations: &mut Violations, body: i32, name: &str) -> Option<DecidedBy> {
    let body = violations.enumeration::<contract::DecidingBody>("decided_by", body);
    let name = violations.optional_text("other_body_name", name, LONGEST_BODY);
    hear_decided_by(body?, name?)
}

/// The concertation of a request; `Some(None)` where there was none.
#[expect(clippy::option_option, reason = "absent and wrong are different answers")]
pub(crate) fn check_concertation(
    violations: &mut Violations,
    concertation: Option<contract::Concertation>,
) -> Option<Option<Concertation>> {
    let Some(concertation) = concertation else { return Some(None) };
    violations.within("concertation", |inner| {
        let coordinator = inner.check("coordinator", concertation.coordinator.parse::<trajet_access::Subject>());
        let held_on = inner.date("held_on", concertation.held_on);
        Some(Some(Concertation { coordinator: SubjectId(coordinator?.as_str().to_owned()), held_on: held_on? }))
    })
}

pub(crate) fn hear_decided_by(body: contract::DecidingBody, name: String) -> Option<DecidedBy> {
    match body {
        contract::DecidingBody::Unspecified => None,
        contract::DecidingBody::AdvisingPhysician => Some(DecidedBy::AdvisingPhysician),
        contract::DecidingBody::OtherBody => Some(DecidedBy::OtherBody { name }),
    }
}

pub(crate) fn tell_decided_by(decided_by: &DecidedBy) -> (contract::DecidingBody, String) {
    match decided_by {
        DecidedBy::AdvisingPhysician => (contract::DecidingBody::AdvisingPhysician, String::new()),
        DecidedBy::OtherBody { name } => (contract::DecidingBody::OtherBody, name.clone()),
    }
}

/// Two enumerations whose values stand for each other; the contract's unspecified one stands for none.
macro_rules! same {
    ($hear:ident, $tell:ident, $contract:ty, $domain:ty, { $($theirs:ident = $ours:ident),+ $(,)? }) => {
        pub(crate) fn $hear(value: $contract) -> Option<$domain> {
            match value {
                <$contract>::Unspecified => None,
                $(<$contract>::$theirs => Some(<$domain>::$ours),)+
            }
        }

        pub(crate) fn $tell(value: $domain) -> $contract {
            match value {
                $(<$domain>::$ours => <$contract>::$theirs,)+
            }
        }
    };
}

same!(hear_scheme, tell_scheme, contract::Scheme, Scheme, { Employees = Employees, SelfEmployed = SelfEmployed });
same!(hear_prognosis, tell_prognosis, contract::Prognosis, Prognosis, {
    ReturnExpected = ReturnExpected,
    ReturnWithSupport = ReturnWithSupport,
    NoReturnExpected = NoReturnExpected,
    Uncertain = Uncertain,
});
same!(hear_refusal_reason, tell_refusal_reason, contract::RefusalReason, RefusalReason, {
    NotUnfit = NotUnfit,
    ActivityNotCeased = ActivityNotCeased,
    NotCausedByHealth = NotCausedByHealth,
    FileIncomplete = FileIncomplete,
});
same!(hear_category, tell_category, contract::Category, Category, {
    OneSpontaneousReturn = One,
    TwoNoReturn = Two,
    ThreeTreatmentFirst = Three,
    FourReturnWithActions = Four,
});
same!(hear_track_kind, tell_track_kind, common::ConcurrentTrackKind, TrackKind, {
    CodexRequested = CodexRequested,
    AuthorisedWork = AuthorisedWork,
    RouteBAuthorised = RouteBAuthorised,
});

fn hear_sex(sex: common::Sex) -> Option<Sex> {
    match sex {
        common::Sex::Female => Some(Sex::Female),
        common::Sex::Male => Some(Sex::Male),
        common::Sex::Unknown | common::Sex::Unspecified => None,
    }
}

pub(crate) fn tell_person(person: &Person) -> common::InsuredPerson {
    let sex = match person.sex {
        Some(Sex::Female) => common::Sex::Female,
        Some(Sex::Male) => common::Sex::Male,
        None => common::Sex::Unknown,
    };
    common::InsuredPerson {
        niss: person.niss.as_str().to_owned(),
        name: Some(common::PersonName { surname: person.surname.clone(), first_names: person.first_names.clone() }),
        birth_date: person.birth_date.map(to_proto),
        sex: sex.into(),
        language: tell_language(person.language).into(),
        municipality_code: person.municipality.to_string(),
        phone: person.phone.clone().unwrap_or_default(),
        email: person.email.clone().unwrap_or_default(),
    }
}

pub(crate) fn tell_certificate(certificate: &Certificate) -> contract::Certificate {
    contract::Certificate {
        issued_on: Some(to_proto(certificate.issued_on)),
        incapacity_start: Some(to_proto(certificate.incapacity_start)),
        expected_end: Some(to_proto(certificate.expected_end)),
        prognosis: tell_prognosis(certificate.prognosis).into(),
        physician_nihii: certificate.physician.as_ref().map(|nihii| nihii.as_str().to_owned()).unwrap_or_default(),
    }
}

pub(crate) fn tell_employment(employment: Employment) -> contract::Employment {
    match employment {
        Employment::NoContract => contract::Employment::default(),
        Employment::Contract { employer } => contract::Employment {
            has_contract: true,
            employer_number: employer.map(|number| number.as_str().to_owned()).unwrap_or_default(),
        },
    }
}

pub(crate) fn tell_track(track: &Track) -> common::ConcurrentTrack {
    common::ConcurrentTrack {
        kind: tell_track_kind(track.kind).into(),
        starts_on: Some(to_proto(track.from)),
        ends_on: track.until.map(to_proto),
    }
}

pub(crate) fn tell_concertation(concertation: &Concertation) -> contract::Concertation {
    contract::Concertation {
        coordinator: concertation.coordinator.0.clone(),
        held_on: Some(to_proto(concertation.held_on)),
    }
}

fn tell_questionnaire(questionnaire: &Questionnaire) -> contract::QuestionnaireStatus {
    match questionnaire {
        Questionnaire::NotSent => contract::QuestionnaireStatus::NotSent,
        Questionnaire::Sent { .. } => contract::QuestionnaireStatus::Sent,
        Questionnaire::Waived { .. } => contract::QuestionnaireStatus::Waived,
        Questionnaire::NotReturned { .. } => contract::QuestionnaireStatus::NotReturned,
        Questionnaire::Completed { .. } => contract::QuestionnaireStatus::Completed,
    }
}

fn tell_estimate(estimate: &Estimate) -> contract::Estimate {
    contract::Estimate {
        estimated_on: Some(to_proto(estimate.on)),
        category: tell_category(estimate.category).into(),
        examined: estimate.examined,
        concertation: estimate.concertation.as_ref().map(tell_concertation),
        questionnaire: tell_questionnaire(&estimate.questionnaire).into(),
    }
}

/// A case as the contracts tell it; `None` while only facts were told of it, ahead of its declaration.
pub(crate) fn tell_case(case_id: uuid::Uuid, version: i64, state: &State) -> Option<contract::Case> {
    use trajet_assessment_domain::{CaseStatus, Decision, Event};

    let declaration = state.declaration.as_ref()?;
    let status = match state.status()? {
        CaseStatus::Declared => contract::CaseStatus::Declared,
        CaseStatus::Recognised => contract::CaseStatus::Recognised,
        CaseStatus::Refused => contract::CaseStatus::Refused,
    };
    let decision = state.decision.as_ref().map(|decision| {
        let (recognised, decided_on, decided_by, reason) = match decision {
            Decision::Recognised(it) => (true, it.decided_on, &it.decided_by, contract::RefusalReason::Unspecified),
            Decision::Refused(it) => (false, it.decided_on, &it.decided_by, tell_refusal_reason(it.reason)),
        };
        let (decided_by, other_body_name) = tell_decided_by(decided_by);
        contract::Decision {
            recognised,
            decided_on: Some(to_proto(decided_on)),
            decided_by: decided_by.into(),
            other_body_name,
            refusal_reason: reason.into(),
        }
    });
    let known = state.questionnaire();
    Some(contract::Case {
        case_id: case_id.to_string(),
        etag: version.to_string(),
        person: Some(tell_person(&declaration.person)),
        scheme: tell_scheme(declaration.scheme).into(),
        certificate: Some(tell_certificate(&declaration.certificate)),
        employment: Some(tell_employment(declaration.employment)),
        activity_ceased_on: state.activity_ceased_on().map(to_proto),
        incapacity_start: Some(to_proto(declaration.certificate.incapacity_start)),
        status: status.into(),
        decision,
        tracks: state.tracks.iter().map(tell_track).collect(),
        questionnaire: Some(contract::QuestionnaireNote {
            status: tell_questionnaire(&known).into(),
            effective_on: known.effective_on().map(to_proto),
        }),
        first_estimate: state.first_estimate.as_ref().map(tell_estimate),
        referral: state.referral.map(|referral| contract::Referral {
            referred_on: Some(to_proto(referral.on)),
            basis: Some(trajet_service::plan::source(Event::PersonReferred(referral).ground(), None)),
        }),
        deadlines: state.deadlines.iter().map(trajet_service::plan::tell).collect(),
        parked: state
            .parked
            .iter()
            .map(|(fact, because)| common::ParkedFact {
                source_ledger: fact.source.ledger.clone(),
                source_position: fact.source.position,
                kind: "questionnaire".to_owned(),
                because: because.code().to_owned(),
                effective_on: Some(to_proto(fact.effective_on())),
            })
            .collect(),
    })
}
