//! What a person learns of what is held on them, and of who looked.

use acceptance::{Client, Engine, Installation, Role, Server, day, on_both_engines};
use tonic::{Code, Status};
use trajet_contracts::access::v1::{
    Access, AccessKind, ExportMyDataRequest, ExportMyDataResponse, ListAccessesRequest, ListAccessesResponse,
};
use trajet_contracts::assessment::v1::Category;

on_both_engines!(
    r4_the_person_gets_what_every_service_holds_and_no_name_of_staff,
    r3_r4_the_person_sees_who_looked_and_who_acted_page_by_page,
    r4_a_case_does_not_exist_for_whom_it_is_not_about,
);

const SERVICES: [&str; 4] = ["assessment", "questionnaire", "dossier", "exchange"];

async fn with_a_case(engine: Engine) -> (Server, String) {
    let installation = Installation::new(engine).await;
    let server = installation.serve(&["--simulated-clock", "--start", "2022-12-01"]).await;
    let physician = server.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    physician.estimate(&case_id, Category::FourReturnWithActions).await;
    server.settle().await;
    (server, case_id)
}

async fn export(client: &Client, service: &str, case_id: &str) -> Result<Vec<ExportMyDataResponse>, Status> {
    let request = ExportMyDataRequest { service: service.to_owned(), case_id: case_id.to_owned() };
    let mut stream = client.access().export_my_data(request).await?.into_inner();
    let mut parts = Vec::new();
    while let Some(part) = stream.message().await? {
        parts.push(part);
    }
    Ok(parts)
}

async fn accesses(
    client: &Client,
    service: &str,
    case_id: &str,
    (page_size, page_token): (i32, String),
) -> Result<ListAccessesResponse, Status> {
    let (service, case_id) = (service.to_owned(), case_id.to_owned());
    let request = ListAccessesRequest { service, case_id, page_size, page_token };
    Ok(client.access().list_accesses(request).await?.into_inner())
}

fn told(access: &Access) -> (AccessKind, &str, &str, &str, &str) {
    let what = access.what.rsplit('/').next().unwrap_or_default();
    (access.kind(), &access.role, &access.purpose, what, &access.subject)
}

async fn r4_the_person_gets_what_every_service_holds_and_no_name_of_staff(engine: Engine) {
    let (server, case_id) = with_a_case(engine).await;
    let person = server.client_as(Role::InsuredPerson, &case_id, "300");
    let history = server.client(Role::Physician).assessment_history(&case_id).await;
    for service in SERVICES {
        let parts = export(&person, service, &case_id).await.unwrap();
        let entries: Vec<_> = parts.iter().flat_map(|part| &part.entries).collect();
        assert!(!entries.is_empty() && entries.iter().all(|entry| entry.values.is_some()), "{service}");
        assert!(parts.last().unwrap().standing.is_some(), "{service}");
        let whole: String = parts
            .iter()
            .flat_map(|part| part.entries.iter().map(|entry| format!("{:?}", entry.values)))
            .chain(parts.iter().map(|part| format!("{:?}", part.standing)))
            .collect();
        assert!(whole.contains("surname") && whole.contains("niss"), "{service}");
        assert!(!whole.contains("0411724220"), "{service}: who acted is told by the role");
        if service == "assessment" {
            let kinds: Vec<_> = entries.iter().map(|entry| &entry.kind).collect();
            assert_eq!(kinds, history.iter().map(|entry| &entry.kind).collect::<Vec<_>>());
        }
    }
    server.stop().await;
}

async fn r3_r4_the_person_sees_who_looked_and_who_acted_page_by_page(engine: Engine) {
    let (server, case_id) = with_a_case(engine).await;
    server.client(Role::Physician).case(&case_id).await;
    server.client(Role::Auditor).assessment_history(&case_id).await;
    let person = server.client_as(Role::InsuredPerson, &case_id, "300");
    let all = accesses(&person, "assessment", &case_id, (0, String::new())).await.unwrap().accesses;
    let expected = [
        (AccessKind::Read, "auditor", "audit", "ListCaseHistory", ""),
        (AccessKind::Read, "physician", "assessment", "GetCase", ""),
        (AccessKind::Act, "physician", "assessment", "first_estimate_made", ""),
        (AccessKind::Act, "physician", "assessment", "incapacity_recognised", ""),
    ];
    let mut shown: Vec<_> = all.iter().map(told).filter(|told| expected.contains(told)).collect();
    shown.sort_unstable();
    let mut wanted = expected.to_vec();
    wanted.sort_unstable();
    assert_eq!(shown, wanted, "{all:#?}");

    // What is asked meanwhile is recorded too, and newer than the first page: the pages go on from where they were.
    let mut paged = Vec::new();
    let mut token = String::new();
    loop {
        let page = accesses(&person, "assessment", &case_id, (1, token)).await.unwrap();
        paged.extend(page.accesses);
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    let own = |access: &&Access| access.role != "insured-person";
    assert_eq!(paged.iter().filter(own).collect::<Vec<_>>(), all.iter().filter(own).collect::<Vec<_>>());

    let auditor = server.client_as(Role::Auditor, "auditor-9", "300");
    let exact = accesses(&auditor, "assessment", &case_id, (200, String::new())).await.unwrap().accesses;
    let own = |access: &&Access| access.role == "insured-person" && access.purpose == "own-access";
    assert!(exact.iter().filter(own).count() > 1, "who asked for their own data is recorded as well");
    assert!(exact.iter().filter(|access| access.role == "physician").all(|access| access.subject == "physician"));
    server.stop().await;
}

async fn r4_a_case_does_not_exist_for_whom_it_is_not_about(engine: Engine) {
    let (server, case_id) = with_a_case(engine).await;
    let other = server.client(Role::Physician).declare_and_recognise(2, day("2022-09-01")).await.case_id;
    server.settle().await;
    for (client, code) in [
        (server.client_as(Role::InsuredPerson, &other, "300"), Code::NotFound),
        (server.client_as(Role::Representative, "somebody", "300"), Code::NotFound),
        (server.client(Role::Physician), Code::PermissionDenied),
        (server.client(Role::InternalSystem), Code::PermissionDenied),
    ] {
        for service in SERVICES {
            let refused = export(&client, service, &case_id).await.unwrap_err();
            assert_eq!(refused.code(), code, "{service}: {refused}");
            let refused = accesses(&client, service, &case_id, (0, String::new())).await.unwrap_err();
            assert_eq!(refused.code(), code, "{service}: {refused}");
        }
    }
    let auditor = server.client(Role::Auditor);
    assert_eq!(export(&auditor, "dossier", &case_id).await.unwrap_err().code(), Code::PermissionDenied);
    let person = server.client_as(Role::InsuredPerson, &case_id, "300");
    let refused = export(&person, "payroll", "not a case").await.unwrap_err();
    assert_eq!(refused.code(), Code::InvalidArgument);
    server.stop().await;
}
