//! The registry of partners (X1).

use super::*;

#[tokio::test]
async fn x1_the_registry_is_dated_on_sqlite() {
    x1_the_registry_is_dated(World::on("2022-12-15").await).await;
}

#[tokio::test]
async fn x1_the_registry_is_dated_on_postgres() {
    x1_the_registry_is_dated(World::on_postgres("2022-12-15").await).await;
}

async fn x1_the_registry_is_dated(world: World) {
    let ohs = PartnerKind::OccupationalHealthService;
    let until = |last: &str| Partner { valid_to: Some(to_proto(day(last))), ..partner("0206.653.946", ohs) };
    let first = world.register(until("2022-12-31")).await.unwrap();
    assert_eq!((first.partner_number.as_str(), first.etag.as_str()), (SERVICE, "1"));
    world.register(partner(EMPLOYMENT, PartnerKind::Vdab)).await.unwrap();
    // Again, as another kind, once the first entry has ended.
    let again = Partner { valid_from: Some(to_proto(day("2023-01-02"))), ..partner(SERVICE, PartnerKind::Cscmi) };
    assert_eq!(world.register(again).await.unwrap().etag, "2");

    let on = async |day_text: &str, kind: PartnerKind| {
        let request = ListPartnersRequest {
            on: Some(to_proto(day(day_text))),
            kind: kind.into(),
            ..ListPartnersRequest::default()
        };
        let listed = world.partners(request).await.partners;
        listed.into_iter().map(|it| (it.partner.unwrap().partner_number, it.etag)).collect::<Vec<_>>()
    };
    let own = |text: &[(&str, &str)]| text.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
    let all = PartnerKind::Unspecified;
    assert_eq!(on("2021-12-31", all).await, own(&[]));
    assert_eq!(on("2022-12-31", all).await, own(&[(SERVICE, "2"), (EMPLOYMENT, "1")]));
    assert_eq!(on("2022-12-31", ohs).await, own(&[(SERVICE, "2")]));
    assert_eq!(on("2023-01-01", all).await, own(&[(EMPLOYMENT, "1")]));
    assert_eq!(on("2023-01-02", PartnerKind::Cscmi).await, own(&[(SERVICE, "2")]));
    // Today, if no day is given.
    let today = world.partners(ListPartnersRequest { page_size: 1, ..ListPartnersRequest::default() }).await;
    let listed = &today.partners[0];
    assert_eq!(listed.partner.as_ref().unwrap().name, "Partner 0206.653.946");
    assert_eq!(listed.recorded_at.unwrap().seconds, world.bench.clock.now().timestamp());
    let request = ListPartnersRequest {
        page_size: 1,
        page_token: today.next_page_token.clone(),
        ..ListPartnersRequest::default()
    };
    let second = world.partners(request.clone()).await;
    assert_eq!(second.partners[0].partner.as_ref().unwrap().partner_number, EMPLOYMENT);
    assert_eq!(second.next_page_token, "");
    let other = ListPartnersRequest { on: Some(to_proto(day("2022-12-14"))), ..request };
    let status = world.service.list_partners(coordinator(other)).await.unwrap_err();
    assert_eq!(reason(&status), "PAGE_TOKEN_INVALID");
    assert!(world.fed().await.is_empty());
    world.views_follow_from_the_events().await;
}

#[tokio::test]
async fn x1_an_entry_changes_on_the_version_that_was_read() {
    let world = World::on("2022-12-15").await;
    let ohs = partner(SERVICE, PartnerKind::OccupationalHealthService);
    let first = world.register(ohs.clone()).await.unwrap();
    assert_eq!(world.register(ohs.clone()).await.unwrap().etag, first.etag, "what stands already does nothing");
    world.bench.clock.set(day("2022-12-20")).unwrap();
    let change = |name: &str, etag: &str| RegisterPartnerRequest {
        request_id: world.id(),
        partner: Some(Partner { name: name.into(), ..ohs.clone() }),
        etag: etag.into(),
    };
    let register = async |request| world.service.register_partner(by(Role::Operator, "0411724220", request)).await;
    let request = change("Health at Work", "1");
    let changed = register(request.clone()).await.unwrap().into_inner();
    assert_eq!(changed.etag, "2");
    assert_eq!(register(request).await.unwrap().into_inner(), changed);
    assert_eq!(reason(&register(change("Third", "1")).await.unwrap_err()), "ETAG_MISMATCH");
    let request = ListPartnersRequest { min_cursor: changed.cursor, ..ListPartnersRequest::default() };
    let listed = &world.partners(request).await.partners[0];
    assert_eq!(listed.partner.as_ref().unwrap().name, "Health at Work");
    assert_eq!((listed.etag.as_str(), listed.recorded_at.unwrap().seconds), ("2", world.bench.clock.now().timestamp()));

    let other_kind = Partner { kind: PartnerKind::Forem.into(), ..ohs.clone() };
    let other_day = Partner { valid_from: Some(to_proto(day("2022-02-01"))), ..ohs };
    for (asked, code) in [(other_kind, "OTHER_KIND"), (other_day, "OTHER_FIRST_DAY")] {
        let refused = world.register(asked).await.unwrap_err();
        let violation = &refused.get_details_precondition_failure().unwrap().violations[0];
        assert_eq!((violation.r#type.as_str(), violation.subject.as_str()), ("X1", code));
    }
}

#[tokio::test]
async fn x1_the_competent_services_follow_from_the_municipality() {
    use PartnerKind::{Actiris, Adg, Aviq, BruxellesFormation, Forem, Gtb, Phare, Vdab};
    let world = World::on("2022-12-15").await;
    world.register(partner(EMPLOYMENT, PartnerKind::Vdab)).await.unwrap();
    let find = async |municipality: &str, on: Option<&str>| {
        let request = FindCompetentPartnersRequest {
            municipality_code: municipality.into(),
            on: on.map(|text| to_proto(day(text))),
            min_cursor: String::new(),
        };
        let found = world.service.find_competent_partners(coordinator(request)).await?.into_inner().services;
        Ok::<_, Status>(found.into_iter().map(|found| (found.kind(), found.partners.len())).collect::<Vec<_>>())
    };
    assert_eq!(find("11002", None).await.unwrap(), [(Vdab, 1), (Gtb, 0)]);
    assert_eq!(find("11002", Some("2021-12-31")).await.unwrap(), [(Vdab, 0), (Gtb, 0)]);
    assert_eq!(find("62063", None).await.unwrap(), [(Forem, 0), (Aviq, 0)]);
    assert_eq!(find("63023", None).await.unwrap(), [(Adg, 0)]);
    assert_eq!(find("21004", None).await.unwrap(), [(Actiris, 0), (BruxellesFormation, 0), (Phare, 0)]);
    for wrong in ["", "1000", "99999"] {
        assert_eq!(fields(&find(wrong, None).await.unwrap_err()), ["municipality_code"]);
    }
}

#[tokio::test]
async fn x1_of_each_competent_service_no_more_are_told_than_a_page_holds() {
    let world = World::on("2022-12-15").await;
    for number in 0..201 {
        let base = 2_000_000 + number;
        let number = format!("{base:08}{:02}", 97 - base % 97);
        world.register(partner(&number, PartnerKind::Vdab)).await.unwrap();
    }
    let request = FindCompetentPartnersRequest { municipality_code: "11002".into(), ..Default::default() };
    let services = world.service.find_competent_partners(coordinator(request)).await.unwrap().into_inner().services;
    let vdab = services.iter().find(|service| service.kind == i32::from(PartnerKind::Vdab)).unwrap();
    assert_eq!(vdab.partners.len(), 200);
}
