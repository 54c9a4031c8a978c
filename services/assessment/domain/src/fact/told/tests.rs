use trajet_law::presumption::Kind;
use trajet_law::rehabilitation::RehabilitationFact;

use super::*;
use crate::samples::day;

fn partner(number: &str) -> EnterpriseNumber {
    number.parse().expect("an enterprise number")
}

fn asked(number: u32) -> Told {
    let on = day(2023, 1, 23);
    Told::AuthorisationAsked { number, on, contact_on: on, actions: Vec::new() }
}

#[test]
fn t9_what_is_told_anew_takes_the_place_of_the_same_request_or_service_alone() {
    let on = day(2023, 2, 6);
    let requested = |number: &str| Told::CodexRequested { on, partner: partner(number), employer: None };
    let ended = |number: &str| Told::CodexEnded { on, partner: partner(number), employer: None };
    let (one, other) = ("0206653946", "0403019261");
    let presumed = |number, first| {
        Told::Presumed(Presumed { number, kind: Kind::Ami, first, last: day(2023, 8, 5), parameter: None })
    };
    let of_programme = |fact| Told::Rehabilitation { fact, partner: partner(one) };
    let (started, later) = (RehabilitationFact::Started { on }, RehabilitationFact::Started { on: day(2023, 2, 7) });
    let intake = RehabilitationFact::IntakeHeld { on };
    for (told, same, another) in [
        (asked(1), asked(1), asked(2)),
        (requested(one), requested(one), requested(other)),
        (ended(one), ended(one), ended(other)),
        (Told::Died { on }, Told::Died { on: day(2023, 2, 7) }, Told::Relapsed { on }),
        (requested(one), requested(one), ended(one)),
        (presumed(1, on), presumed(1, day(2023, 2, 7)), presumed(2, on)),
        (of_programme(started), of_programme(later), of_programme(intake)),
    ] {
        assert!(told.is_of_what(&same), "{told:?}");
        assert!(!told.is_of_what(&another), "{told:?}");
    }
}

#[test]
fn what_is_told_is_shown_by_its_code_alone() {
    let told = asked(7);
    assert_eq!((told.code(), format!("{told:?}")), ("authorisation_asked", "authorisation_asked".to_owned()));
    assert_eq!(Told::Died { on: day(2023, 2, 6) }.code(), "died");
}
