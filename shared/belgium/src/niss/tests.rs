//! The numbers below belong to nobody: they are made up, or made by the generator.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use super::*;
use chrono::Datelike;
use proptest::prelude::*;

fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let date = NaiveDate::from_ymd_opt(year, month, day);
    assert!(date.is_some());
    date
}

/// The number with those first nine digits and the check digits of that century.
fn with_check(first_nine: &str, century: i32) -> String {
    let prefix = if century == 2000 { "2" } else { "" };
    let number: u64 = format!("{prefix}{first_nine}").parse().unwrap();
    format!("{first_nine}{:02}", 97 - number % 97)
}

#[test]
fn known_numbers_tell_their_kind_date_and_sex() {
    use NissKind::{BisSexKnown, BisSexUnknown, Register};
    use Sex::{Female, Male};
    for (text, kind, birth_date, sex) in [
        ("85073003328", Register, date(1985, 7, 30), Some(Male)),
        ("17073003384", Register, date(2017, 7, 30), Some(Male)),
        ("98472899765", BisSexKnown, date(1998, 7, 28), Some(Male)),
        ("01490700185", BisSexKnown, date(2001, 9, 7), Some(Male)),
        ("53480200724", BisSexKnown, date(1953, 8, 2), Some(Male)),
        (&with_check("850730034", 1900), Register, date(1985, 7, 30), Some(Female)),
        (&with_check("852730034", 1900), BisSexUnknown, date(1985, 7, 30), None),
    ] {
        let niss = Niss::parse(text).unwrap();
        assert_eq!(niss.kind(), kind);
        assert_eq!(niss.is_bis(), kind != Register);
        assert_eq!(niss.birth_date(), birth_date);
        assert_eq!(niss.sex(), sex);
        assert_eq!(niss.as_str(), text);
    }
}

#[test]
fn the_usual_punctuation_is_read_and_written() {
    for text in ["85.07.30-033.28", "85 07 30 033 28", " 850730-03328 ", "850730.033-28"] {
        let niss = Niss::parse(text).unwrap();
        assert_eq!(niss.as_str(), "85073003328");
        assert_eq!(niss.punctuated(), "85.07.30-033.28");
        assert_eq!(text.parse(), Ok(niss));
        assert_eq!(Niss::try_from(text), Ok(niss));
    }
}

#[test]
fn anything_else_than_digits_and_punctuation_is_refused() {
    for text in ["85073003328a", "85/07/30 033 28", "85073003328\n", "850730_03328", "８5073003328"] {
        assert_eq!(Niss::parse(text), Err(NissError::Character));
    }
}

#[test]
fn another_length_is_refused_with_the_digits_found() {
    for (text, found) in [("", 0), (" .-", 0), ("8507300332", 10), ("850730033281", 12)] {
        assert_eq!(Niss::parse(text), Err(NissError::Length { found }));
    }
}

#[test]
fn an_unknown_date_is_accepted_and_given_as_none() {
    for first_nine in [
        "850000033", // neither month nor day
        "850700033", // no day
        "850030033", // no month
        "000001033", // the fictitious 1900/00/01 and 2000/00/01
        "852000033", // BIS: a month of 20 or 40 alone
        "854000033",
        "854030033",
    ] {
        for century in [1900, 2000] {
            let niss = Niss::parse(&with_check(first_nine, century)).unwrap();
            assert_eq!(niss.birth_date(), None);
        }
    }
}

#[test]
fn a_date_that_no_calendar_has_is_refused() {
    for (first_nine, error) in [
        ("851301033", NissError::Month),
        ("851901033", NissError::Month),
        ("853301033", NissError::Month),
        ("853901033", NissError::Month),
        ("855301033", NissError::Month),
        ("859901033", NissError::Month),
        ("850132033", NissError::Day),
        ("850431033", NissError::Day),
        ("854631033", NissError::Day),
        ("850230033", NissError::Day),
        ("850032033", NissError::Day),
    ] {
        for century in [1900, 2000] {
            assert_eq!(Niss::parse(&with_check(first_nine, century)), Err(error));
        }
    }
}

#[test]
fn the_century_decides_on_29_february() {
    for (first_nine, century, expected) in [
        ("000229033", 1900, Err(NissError::LeapDay)),
        ("000229033", 2000, Ok(date(2000, 2, 29))),
        ("040229033", 1900, Ok(date(1904, 2, 29))),
        ("042229033", 2000, Ok(date(2004, 2, 29))),
        ("850229033", 1900, Err(NissError::LeapDay)),
        ("854229033", 2000, Err(NissError::LeapDay)),
    ] {
        let read = Niss::parse(&with_check(first_nine, century));
        assert_eq!(read.map(|niss| niss.birth_date()), expected);
    }
}

#[test]
fn the_counters_000_and_999_are_refused_and_their_neighbours_accepted() {
    for (counter, accepted) in [("000", false), ("001", true), ("998", true), ("999", false)] {
        let read = Niss::parse(&with_check(&format!("850730{counter}"), 1900));
        assert_eq!(read.err(), (!accepted).then_some(NissError::Counter));
    }
}

#[test]
fn check_digits_of_neither_century_are_refused() {
    let fitting = (0..100).filter(|check| Niss::parse(&format!("850730033{check:02}")).is_ok()).collect::<Vec<_>>();
    assert_eq!(fitting, [28, 57]);
}

#[test]
fn no_number_fits_both_centuries() {
    // The two check numbers depend on the remainder alone, so these are all cases.
    for remainder in 0..97 {
        assert_ne!(complement_to_97(remainder), complement_to_97(2_000_000_000 + remainder));
    }
}

#[test]
fn neither_debug_nor_errors_show_digits_of_the_number() {
    let niss = Niss::parse("85073003328").unwrap();
    assert_eq!(format!("{niss:?}"), "Niss(***********)");
    assert_eq!(format!("{:#?}", Some(niss)), "Some(\n    Niss(***********),\n)");
    assert_eq!(Niss::parse("8507300332").unwrap_err().to_string(), "11 digits are needed, 10 found");
    for wrong in ["85073003329", "85993003328", "85079903328", "85073099928"] {
        let message = Niss::parse(wrong).unwrap_err().to_string();
        assert!(!message.contains(wrong) && !message.contains("033") && !message.contains("85"));
    }
}

prop_compose! {
    /// Any number that can be issued, with its century.
    fn issued()(
        century in prop_oneof![Just(1900), Just(2000)],
        year in 0..100_i32,
        bis in prop_oneof![Just(0_u32), Just(20), Just(40)],
        month in 0..=12_u32,
        day in 0..=31_u32,
        counter in 1..=998_u32,
    ) -> (String, i32) {
        // A day too many becomes an unknown day.
        let exists = month == 0 || NaiveDate::from_ymd_opt(century + year, month, day).is_some();
        let day = if exists { day } else { 0 };
        let first_nine = format!("{year:02}{:02}{day:02}{counter:03}", month + bis);
        (with_check(&first_nine, century), century)
    }
}

/// Whether `text` is a number of the other century than `century`, told by its own check digits.
fn of_the_other_century(text: &str, century: i32) -> bool {
    with_check(&text[..9], 3900 - century) == text
}

proptest! {
    #[test]
    fn every_number_that_can_be_issued_is_read((text, century) in issued()) {
        let niss = Niss::parse(&text).unwrap();
        prop_assert_eq!(niss.as_str(), &text);
        prop_assert_eq!(Niss::parse(&niss.punctuated()), Ok(niss));
        prop_assert_eq!(niss.sex().is_none(), niss.kind() == NissKind::BisSexUnknown);
        if let Some(birth_date) = niss.birth_date() {
            prop_assert_eq!(birth_date.year() / 100 * 100, century);
            prop_assert_eq!(birth_date.format("%y").to_string(), &text[..2]);
        }
    }

    /// 11 x 9 changes of each number.
    #[test]
    fn a_wrong_digit_is_refused_unless_it_moves_the_year_by_6_into_the_other_century(
        (text, century) in issued(),
    ) {
        for at in 0..11 {
            for digit in (b'0'..=b'9').filter(|digit| *digit != text.as_bytes()[at]) {
                let mut wrong = text.clone().into_bytes();
                wrong[at] = digit;
                let wrong = String::from_utf8(wrong).unwrap();
                if Niss::parse(&wrong).is_ok() {
                    prop_assert!(of_the_other_century(&wrong, century));
                    prop_assert_eq!(at, 1);
                    prop_assert_eq!(digit.abs_diff(text.as_bytes()[at]), 6);
                }
            }
        }
    }

    #[test]
    fn swapped_neighbours_are_refused_unless_they_are_the_month_in_the_other_century(
        (text, century) in issued(),
    ) {
        for at in 0..10 {
            let mut wrong = text.clone().into_bytes();
            wrong.swap(at, at + 1);
            let wrong = String::from_utf8(wrong).unwrap();
            if wrong != text && Niss::parse(&wrong).is_ok() {
                prop_assert!(of_the_other_century(&wrong, century));
                prop_assert!(["02", "20", "24", "42"].contains(&&text[2..4]));
                prop_assert_eq!(at, 2);
            }
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        let _ = Niss::parse(&text);
    }

    #[test]
    fn arbitrary_digits_are_refused_or_kept(text in "[0-9 .-]{0,20}") {
        let digits = text.replace([' ', '.', '-'], "");
        match Niss::parse(&text) {
            Ok(niss) => prop_assert_eq!(niss.as_str(), digits),
            Err(NissError::Length { found }) => {
                prop_assert_eq!(found, digits.len());
                prop_assert_ne!(found, 11);
            }
            Err(error) => {
                prop_assert_ne!(error, NissError::Character);
                prop_assert_eq!(digits.len(), 11);
            }
        }
    }
}

/// The slips that the documentation names do exist.
#[test]
fn the_slips_that_no_check_digit_catches() {
    for (text, slip) in [
        // 1986 reads as 2080.
        (with_check("860730033", 1900), "80".to_owned() + &with_check("860730033", 1900)[2..]),
        // February of a National Register number and an unknown month of a BIS number.
        (with_check("850210033", 2000), "8520".to_owned() + &with_check("850210033", 2000)[4..]),
        // April and February of two BIS numbers.
        (with_check("852410033", 2000), "8542".to_owned() + &with_check("852410033", 2000)[4..]),
    ] {
        Niss::parse(&text).unwrap();
        Niss::parse(&slip).unwrap();
    }
}
