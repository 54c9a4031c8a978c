//! Between the wire and the domain. What comes from the wire is checked whole; what goes there cannot fail.
//!
//! `hear` reads a value, `check` reads a field of a request and notes what is wrong with it, `tell` writes.

mod case;
mod contact;
mod declaration;
mod trajectory;

use trajet_assessment_domain::{
    Category, Concertation, DecidedBy, EndCause, InvitationProof, Prognosis, RefusalReason, SubjectId, Track,
    TrackKind, TrajectoryDecision,
};
use trajet_contracts::assessment::v1 as contract;
use trajet_contracts::date::to_proto;
use trajet_contracts::r#type::v1 as common;
use trajet_law::scheme::Scheme;
use trajet_runtime::Violations;
use trajet_service::contact::read_coordinator_contact;

pub(crate) use case::tell_case;
pub(crate) use contact::{hear_contact, hear_invitation, tell_contact, tell_invitation};
pub(crate) use declaration::{
    check_declaration, hear_declaration, hear_person, tell_certificate, tell_employment, tell_person,
};

const LONGEST_BODY: usize = 200;

/// Who decided, as a request says it.
pub(crate) fn check_decided_by(violations: &mut Violations, body: i32, name: &str) -> Option<DecidedBy> {
    let body = violations.enumeration("decided_by", body);
    let name = match body {
        Some(contract::DecidingBody::OtherBody) => violations.text("other_body_name", name, LONGEST_BODY),
        Some(_) if !name.is_empty() => {
            violations.add("other_body_name", "is given without another body");
            None
        }
        _ => violations.optional_text("other_body_name", name, LONGEST_BODY),
    };
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

/// The kind of a track that a request records: route B is decided and not recorded (M13).
pub(crate) fn check_recorded_kind(violations: &mut Violations, kind: i32) -> Option<TrackKind> {
    let kind = violations.enumeration("kind", kind).and_then(hear_track_kind)?;
    let recorded = if kind == TrackKind::RouteBAuthorised { Err("is decided, not recorded") } else { Ok(kind) };
    violations.check("kind", recorded)
}

/// What the physician decides, with the coordinator whom the letter of a negative decision names.
pub(crate) fn check_trajectory_decision(
    violations: &mut Violations,
    decision: i32,
    coordinator: Option<common::CoordinatorContact>,
) -> Option<TrajectoryDecision> {
    match violations.enumeration("decision", decision)? {
        contract::TrajectoryDecision::Unspecified => None,
        contract::TrajectoryDecision::NotCompatible => {
            let coordinator = read_coordinator_contact(violations, "coordinator", coordinator)?;
            Some(TrajectoryDecision::NotCompatible { coordinator: hear_contact(coordinator) })
        }
        contract::TrajectoryDecision::Authorised => {
            violations.require("coordinator", coordinator.is_none(), "is given without a negative decision");
            Some(TrajectoryDecision::Authorised)
        }
    }
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
same!(hear_end_cause, tell_end_cause, contract::EndCause, EndCause, {
    WorkResumed = WorkResumed,
    NoLongerUnfit = NoLongerUnfit,
    Deceased = Deceased,
    Other = Other,
});
same!(hear_proof, tell_proof, common::InvitationProof, InvitationProof, {
    Letter = Letter,
    RegisteredLetter = RegisteredLetter,
    Ebox = Ebox,
    Email = Email,
    Telephone = Telephone,
    InPerson = InPerson,
});
same!(hear_track_kind, tell_track_kind, common::ConcurrentTrackKind, TrackKind, {
    CodexRequested = CodexRequested,
    AuthorisedWork = AuthorisedWork,
    RouteBAuthorised = RouteBAuthorised,
});

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

#[cfg(test)]
mod tests {
    use trajet_runtime::Failure;

    use super::*;

    /// Who is heard to have decided; or else the fields that are wrong.
    fn decided_by(body: i32, name: &str) -> Result<DecidedBy, Vec<String>> {
        let mut violations = Violations::default();
        let heard = check_decided_by(&mut violations, body, name);
        violations.finish_with(heard).map_err(|failure| match failure {
            Failure::Invalid(found) => found.into_iter().map(|violation| violation.field).collect(),
            other => panic!("{other}"),
        })
    }

    #[test]
    fn m1_another_body_is_named_and_the_physician_is_not() {
        let [physician, other] = [contract::DecidingBody::AdvisingPhysician, contract::DecidingBody::OtherBody];
        let named = DecidedBy::OtherBody { name: "a body with a name".into() };
        assert_eq!(decided_by(physician.into(), ""), Ok(DecidedBy::AdvisingPhysician));
        assert_eq!(decided_by(other.into(), "a body with a name"), Ok(named));
        for (body, name) in [(physician, "a body with a name"), (other, ""), (other, " "), (other, "a\u{7}body")] {
            assert_eq!(decided_by(body.into(), name), Err(vec!["other_body_name".to_owned()]));
        }
        assert_eq!(decided_by(other.into(), &"b".repeat(201)), Err(vec!["other_body_name".to_owned()]));
        assert_eq!(decided_by(0, "a\u{7}body"), Err(vec!["decided_by".to_owned(), "other_body_name".to_owned()]));
    }

    #[test]
    fn m3_a_concertation_names_the_coordinator_and_the_day() {
        let mut violations = Violations::default();
        assert_eq!(check_concertation(&mut violations, None), Some(None));
        let concertation = contract::Concertation { coordinator: "Marie Lambert".into(), held_on: None };
        assert_eq!(check_concertation(&mut violations, Some(concertation)), None);
        let Err(Failure::Invalid(found)) = violations.finish() else { panic!("two fields are wrong") };
        let fields: Vec<_> = found.iter().map(|violation| violation.field.as_str()).collect();
        assert_eq!(fields, ["concertation.coordinator", "concertation.held_on"]);
        assert!(!found.iter().any(|violation| violation.problem.contains("Lambert")));
    }

    #[test]
    fn the_values_of_each_enumeration_stand_for_each_other() {
        macro_rules! both_ways {
            ($hear:ident, $tell:ident, $all:expr) => {
                for value in $all {
                    assert_eq!($hear($tell(*value)), Some(*value));
                }
                assert_eq!($hear(Default::default()), None);
            };
        }
        both_ways!(hear_scheme, tell_scheme, &[Scheme::Employees, Scheme::SelfEmployed]);
        both_ways!(hear_prognosis, tell_prognosis, Prognosis::ALL);
        both_ways!(hear_refusal_reason, tell_refusal_reason, RefusalReason::ALL);
        both_ways!(hear_category, tell_category, Category::ALL);
        both_ways!(hear_end_cause, tell_end_cause, EndCause::ALL);
        both_ways!(hear_proof, tell_proof, InvitationProof::ALL);
        both_ways!(hear_track_kind, tell_track_kind, TrackKind::ALL);
    }
}
