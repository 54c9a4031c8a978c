#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use crate::municipalities::all;
use proptest::prelude::*;

fn codes() -> impl Iterator<Item = MunicipalityCode> {
    all().iter().map(|municipality| MunicipalityCode(municipality.code))
}

fn code(text: &str) -> MunicipalityCode {
    MunicipalityCode::parse(text).unwrap()
}

#[test]
fn x1_the_list_has_the_municipalities_of_2025_and_those_abolished_since_2019() {
    let count = |region| {
        let existing = codes().filter(|code| code.abolished_on().is_none());
        existing.filter(|code| code.region() == region).count()
    };
    assert_eq!(count(Region::Flanders), 285);
    assert_eq!(count(Region::Wallonia), 261);
    assert_eq!(count(Region::Brussels), 19);
    assert_eq!(codes().count(), 565 + 29);
    assert!(codes().is_sorted_by(|one, next| one < next), "no code twice");
}

#[test]
fn x1_the_lists_agree_with_the_581_municipalities_of_2019() {
    let abolished = codes().filter(|code| code.merged_into().is_some()).count();
    let mut new = codes().filter_map(MunicipalityCode::merged_into).collect::<Vec<_>>();
    new.sort();
    new.dedup();
    new.retain(|code| *code != self::code("11002")); // Antwerp took in Borsbeek and kept its code
    assert_eq!(565 - new.len() + abolished, 581);
}

#[test]
fn x1_every_entry_has_a_name_in_every_language() {
    for code in codes() {
        for language in Language::ALL {
            let name = code.name(language);
            assert!(!name.is_empty() && name.trim() == name, "{code}");
        }
    }
}

#[test]
fn x1_every_abolished_municipality_leads_to_one_that_exists_in_its_region() {
    for (code, successor) in codes().filter_map(|code| Some((code, code.merged_into()?))) {
        assert_eq!(code.abolished_on().is_some(), code.merged_into().is_some());
        assert_eq!(MunicipalityCode::try_from(successor.number()), Ok(successor));
        assert_eq!(successor.merged_into(), None);
        assert_eq!(successor.services(), code.services());
    }
}

#[test]
fn x1_abolished_municipalities_tell_when_and_into_what() {
    for (text, day, successor) in [
        ("44045", "2025-01-01", "46029"), // Moerbeke, into Lokeren in another arrondissement
        ("11007", "2025-01-01", "11002"), // Borsbeek, into Antwerp, which kept its code
        ("82003", "2024-12-02", "82039"), // Bastogne, with Bertogne
    ] {
        assert_eq!(code(text).abolished_on(), Some(day.parse().unwrap()));
        assert_eq!(code(text).merged_into(), Some(code(successor)));
    }
    assert_eq!(code("62063").abolished_on(), None);
    assert_eq!(code("62063").merged_into(), None);
}

#[test]
fn x1_each_region_has_its_services() {
    use RegionalService::{Actiris, Adg, Aviq, BruxellesFormation, Forem, Gtb, Phare, Vdab};
    for (text, region, services) in [
        ("11002", Region::Flanders, &[Vdab, Gtb][..]), // Antwerp
        ("24062", Region::Flanders, &[Vdab, Gtb]),     // Leuven
        ("71016", Region::Flanders, &[Vdab, Gtb]),     // Genk
        ("25112", Region::Wallonia, &[Forem, Aviq]),   // Wavre
        ("62063", Region::Wallonia, &[Forem, Aviq]),   // Liège
        ("92094", Region::Wallonia, &[Forem, Aviq]),   // Namur
        ("21004", Region::Brussels, &[Actiris, BruxellesFormation, Phare]),
        ("63023", Region::Wallonia, &[Adg]), // Eupen
    ] {
        assert_eq!(code(text).region(), region, "{text}");
        assert_eq!(code(text).services(), services, "{text}");
        assert_eq!(code(text).employment_service(), services[0], "{text}");
    }
}

#[test]
fn x1_places_whose_postal_code_misleads_go_by_their_municipality() {
    use RegionalService::{Forem, Vdab};
    for (text, name, service) in [
        ("73109", "Voeren", Vdab),            // 3790-3798, beside Liège
        ("57097", "Comines-Warneton", Forem), // 7780-7784, beside West Flanders
        ("57096", "Mouscron", Forem),         // 7700
        ("34043", "Spiere-Helkijn", Vdab),    // 8587
        ("45041", "Ronse", Vdab),             // 9600
        ("23098", "Drogenbos", Vdab),         // 1620, beside Brussels
        ("63080", "Waimes", Forem),           // 4950, beside the German-speaking municipalities
        ("63049", "Malmedy", Forem),          // 4960
    ] {
        let language = match service {
            Vdab => Language::Dutch,
            _ => Language::French,
        };
        assert_eq!(code(text).name(language), name);
        assert_eq!(code(text).employment_service(), service, "{name}");
    }
}

#[test]
fn x1_adg_is_competent_in_the_nine_german_speaking_municipalities_only() {
    let german =
        codes().filter(|code| code.services() == [RegionalService::Adg]).map(|code| code.name(Language::German));
    assert_eq!(
        german.collect::<Vec<_>>(),
        ["Amel", "Büllingen", "Bütgenbach", "Eupen", "Kelmis", "Lontzen", "Raeren", "Sankt Vith", "Burg-Reuland",]
    );
}

#[test]
fn x1_services_begin_with_the_one_employment_service() {
    for code in codes() {
        let roles = code.services().iter().map(|service| service.role());
        let employment = roles.filter(|role| *role == ServiceRole::Employment).count();
        assert_eq!(employment, 1);
        assert_eq!(code.employment_service().role(), ServiceRole::Employment);
    }
}

#[test]
fn x1_names_are_those_in_use_there() {
    let names = |text| Language::ALL.map(|language| code(text).name(language));
    assert_eq!(names("21004"), ["Bruxelles", "Brussel", "Brussel", "Brussel"]);
    assert_eq!(names("62063"), ["Liège", "Luik", "Liège", "Liège"]);
    assert_eq!(names("44021"), ["Gand", "Gent", "Gent", "Gent"]);
    assert_eq!(names("63067"), ["Saint-Vith", "Sankt Vith", "Sankt Vith", "Sankt Vith"]);
}

#[test]
fn what_is_no_code_is_refused_with_its_reason() {
    for text in ["", "1000", "4000", "620633", "6206", "62 063", "+2063", "6206a", "６2063", "02000", "021004"] {
        assert_eq!(MunicipalityCode::parse(text), Err(MunicipalityError::Form), "{text}");
    }
    // A province, an arrondissement, a made-up code, and codes that ended on 1 January 2019.
    for text in ["10000", "63000", "63002", "99999", "54007", "12030", "55010"] {
        assert_eq!(MunicipalityCode::parse(text), Err(MunicipalityError::Unknown), "{text}");
    }
    for number in [0, 9_999, 100_000, u32::MAX] {
        assert_eq!(MunicipalityCode::try_from(number), Err(MunicipalityError::Form));
    }
}

#[test]
fn regions_and_services_have_distinct_codes_and_names() {
    let regions = [Region::Flanders, Region::Wallonia, Region::Brussels];
    assert_eq!(regions.map(Region::code), ["BE-VLG", "BE-WAL", "BE-BRU"]);
    let mut services = codes().flat_map(MunicipalityCode::services).collect::<Vec<_>>();
    services.sort();
    services.dedup();
    let names = services.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names, ["VDAB", "GTB", "Forem", "AViQ", "ADG", "Actiris", "Bruxelles Formation", "PHARE"]);
}

proptest! {
    #[test]
    fn a_code_is_accepted_exactly_if_it_is_listed(number in 0..110_000_u32) {
        let listed = all().iter().any(|municipality| municipality.code == number);
        let text = number.to_string();
        prop_assert_eq!(MunicipalityCode::try_from(number).is_ok(), listed);
        prop_assert_eq!(MunicipalityCode::parse(&text), MunicipalityCode::try_from(number));
        if let Ok(code) = text.parse::<MunicipalityCode>() {
            prop_assert_eq!(code.to_string(), text);
            prop_assert_eq!(code.number(), number);
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = MunicipalityCode::parse(&text);
    }
}
