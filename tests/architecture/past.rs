//! Every method that shows one case can be asked for it as it was (ADR 14): whoever adds one gives its request both fields, and
//! says in its answer for when it tells.

use std::collections::BTreeSet;

use prost_reflect::{DescriptorPool, Kind, MessageDescriptor, MethodDescriptor};
use trajet_access::{AccessTable, Handling};
use trajet_contracts::FILE_DESCRIPTOR_SET;

use crate::assert_none;

/// What tells every entry, with its day and the instant at which it was recorded, needs neither.
const TELLS_EVERY_ENTRY: [&str; 6] = [
    "trajet.access.v1.AccessService/ExportMyData",
    "trajet.access.v1.AccessService/ListAccesses",
    "trajet.assessment.v1.AssessmentService/ListCaseHistory",
    "trajet.dossier.v1.DossierService/ListCaseHistory",
    "trajet.exchange.v1.ExchangeService/ListCaseHistory",
    "trajet.questionnaire.v1.QuestionnaireService/ListCaseHistory",
];

/// What is asked about a day of its own, which can be to come: that day stands in the place of `as_of`.
const OF_A_DAY: [&str; 2] =
    ["trajet.dossier.v1.DossierService/GetPlan", "trajet.dossier.v1.DossierService/GetPresumption"];

const DAY: &str = "google.type.Date";
const INSTANT: &str = "google.protobuf.Timestamp";

/// The methods of the platform that show a case which the request names.
fn reads_of_one_case(pool: &DescriptorPool) -> Vec<MethodDescriptor> {
    let shows = |method: &MethodDescriptor| {
        let (service, name) = (method.parent_service(), method.name());
        let row = AccessTable::rows().iter().find(|row| row.method == format!("{}/{name}", service.full_name()));
        row.is_some_and(|row| row.handling == Handling::Read)
    };
    let methods = pool.services().flat_map(|service| service.methods().collect::<Vec<_>>());
    methods.filter(shows).filter(|method| method.input().get_field_by_name("case_id").is_some()).collect()
}

fn named(method: &MethodDescriptor) -> String {
    format!("{}/{}", method.parent_service().full_name(), method.name())
}

/// Whether a message has one value of a type under a name.
fn has(message: &MessageDescriptor, name: &str, kind: &str) -> bool {
    let field = message.get_field_by_name(name).filter(|field| !field.is_list());
    field.is_some_and(|field| matches!(field.kind(), Kind::Message(it) if it.full_name() == kind))
}

fn breaches(pool: &DescriptorPool) -> Vec<String> {
    let mut breaches = Vec::new();
    let mut excepted: BTreeSet<_> = [&TELLS_EVERY_ENTRY[..], &OF_A_DAY].concat().into_iter().collect();
    for method in reads_of_one_case(pool) {
        let name = named(&method);
        excepted.remove(name.as_str());
        if TELLS_EVERY_ENTRY.contains(&name.as_str()) {
            continue;
        }
        let of_a_day = OF_A_DAY.contains(&name.as_str());
        let (asked, told) = (method.input(), method.output());
        for (message, field, kind, needed) in [
            (&asked, "on", DAY, of_a_day),
            (&asked, "as_of", DAY, !of_a_day),
            (&asked, "known_at", INSTANT, true),
            (&told, "as_of", DAY, !of_a_day),
            (&told, "known_at", INSTANT, true),
        ] {
            if needed && !has(message, field, kind) {
                breaches.push(format!("{name}: {} has no {field}", message.name()));
            }
        }
    }
    breaches.extend(excepted.into_iter().map(|name| format!("{name} is excepted, and shows no case")));
    breaches
}

#[test]
fn every_read_of_one_case_takes_a_day_and_an_instant() {
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    let read: Vec<_> = reads_of_one_case(&pool).iter().map(named).collect();
    for looked_at in ["DossierService/GetDossier", "ConcertationService/GetThread", "AssessmentService/GetCase"] {
        assert!(read.iter().any(|name| name.ends_with(looked_at)), "{looked_at} is not in {read:?}");
    }
    assert_none(&breaches(&pool));
}

#[test]
fn a_planted_read_of_the_present_alone_is_found() {
    for (message, field, method) in [
        ("trajet.dossier.v1.GetThreadRequest", "as_of", "trajet.dossier.v1.ConcertationService/GetThread"),
        ("trajet.dossier.v1.GetThreadRequest", "known_at", "trajet.dossier.v1.ConcertationService/GetThread"),
        ("trajet.dossier.v1.GetThreadResponse", "known_at", "trajet.dossier.v1.ConcertationService/GetThread"),
        ("trajet.dossier.v1.GetPresumptionRequest", "known_at", OF_A_DAY[1]),
        ("trajet.dossier.v1.GetPlanRequest", "on", OF_A_DAY[0]),
        ("trajet.assessment.v1.GetCaseRequest", "as_of", "trajet.assessment.v1.AssessmentService/GetCase"),
    ] {
        let short = message.rsplit('.').next().unwrap();
        assert_eq!(breaches(&without(message, field)), [format!("{method}: {short} has no {field}")]);
    }
    // An exception does not outlive what it is for.
    let listed = without("trajet.access.v1.ListAccessesRequest", "case_id");
    assert_eq!(breaches(&listed), [format!("{} is excepted, and shows no case", TELLS_EVERY_ENTRY[1])]);
}

/// The contracts without a field of a message.
fn without(message: &str, field: &str) -> DescriptorPool {
    let mut files =
        DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap().file_descriptor_protos().cloned().collect::<Vec<_>>();
    for file in &mut files {
        let package = format!("{}.", file.package());
        let messages = file.message_type.iter_mut();
        for found in messages.filter(|it| message.strip_prefix(&package) == Some(it.name())) {
            found.field.retain(|it| it.name() != field);
        }
    }
    let mut pool = DescriptorPool::new();
    pool.add_file_descriptor_protos(files).unwrap();
    pool
}
