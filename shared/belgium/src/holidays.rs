//! The ten legal public holidays (jours fériés légaux, wettelijke feestdagen): law of 4 January 1974 on
//! public holidays; royal decree of 18 April 1974, art. 1.
//!
//! Only these ten: no Sundays, no replacement days, no holidays of a Community or of an employer.

use chrono::{Datelike, Days, NaiveDate};

use crate::Texts;

/// One public holiday of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Holiday {
    /// The day it falls on.
    pub date: NaiveDate,
    /// What it is called.
    pub name: Texts,
}

/// When a holiday falls.
enum When {
    /// The same month and day each year.
    Fixed(u32, u32),
    /// So many days after Easter Sunday.
    AfterEaster(u64),
}

const HOLIDAYS: [(When, Texts); 10] = [
    (When::Fixed(1, 1), texts("Nouvel An", "Nieuwjaar", "Neujahr", "New Year's Day")),
    (When::AfterEaster(1), texts("Lundi de Pâques", "Paasmaandag", "Ostermontag", "Easter Monday")),
    (When::Fixed(5, 1), texts("Fête du Travail", "Dag van de Arbeid", "Tag der Arbeit", "Labour Day")),
    (When::AfterEaster(39), texts("Ascension", "Onze-Lieve-Heer-Hemelvaart", "Christi Himmelfahrt", "Ascension Day")),
    (When::AfterEaster(50), texts("Lundi de Pentecôte", "Pinkstermaandag", "Pfingstmontag", "Whit Monday")),
    (When::Fixed(7, 21), texts("Fête nationale", "Nationale feestdag", "Nationalfeiertag", "Belgian National Day")),
    (When::Fixed(8, 15), texts("Assomption", "Onze-Lieve-Vrouw-Hemelvaart", "Mariä Himmelfahrt", "Assumption Day")),
    (When::Fixed(11, 1), texts("Toussaint", "Allerheiligen", "Allerheiligen", "All Saints' Day")),
    (When::Fixed(11, 11), texts("Armistice", "Wapenstilstand", "Waffenstillstand", "Armistice Day")),
    (When::Fixed(12, 25), texts("Noël", "Kerstmis", "Weihnachten", "Christmas Day")),
];

const fn texts(fr: &'static str, nl: &'static str, de: &'static str, en: &'static str) -> Texts {
    Texts { fr, nl, de, en }
}

/// The ten legal public holidays of `year`, in the order of the calendar. Where two fall on one day, as
/// Labour Day and Ascension Day did on 1 May 2008, both are listed.
///
/// # Panics
/// For a year outside chrono's calendar, some 262,000 years from now.
#[must_use]
pub fn holidays(year: i32) -> [Holiday; 10] {
    let mut holidays = HOLIDAYS.map(|(when, name)| Holiday {
        date: match when {
            When::Fixed(month, day) => day_of(year, month, day),
            When::AfterEaster(days) => easter(year) + Days::new(days),
        },
        name,
    });
    holidays.sort_by_key(|holiday| holiday.date);
    holidays
}

/// Whether `date` is one of the ten legal public holidays.
#[must_use]
pub fn is_public_holiday(date: NaiveDate) -> bool {
    holidays(date.year()).iter().any(|holiday| holiday.date == date)
}

/// Easter Sunday in the Gregorian calendar: the anonymous computus (Meeus, Jones, Butcher).
fn easter(year: i32) -> NaiveDate {
    let golden = year.rem_euclid(19);
    let (century, year_of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let moon_correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - moon_correction + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * century.rem_euclid(4) + 2 * (year_of_century / 4) - epact - year_of_century % 4).rem_euclid(7);
    let late_moon = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days_from_22_march = epact + to_sunday - 7 * late_moon;
    let days = u64::try_from(days_from_22_march).expect("Easter is never before 22 March");
    day_of(year, 3, 22) + Days::new(days)
}

fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the year lies in chrono's calendar")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;
    use chrono::Weekday;
    use proptest::prelude::*;

    /// Easter Sunday as published, month x 100 + day, for 1990 to 2060.
    const EASTERS: [u32; 71] = [
        415, 331, 419, 411, 403, 416, 407, 330, 412, 404, 423, 415, 331, 420, 411, 327, 416, 408, 323, 412, 404, 424,
        408, 331, 420, 405, 327, 416, 401, 421, 412, 404, 417, 409, 331, 420, 405, 328, 416, 401, 421, 413, 328, 417,
        409, 325, 413, 405, 425, 410, 401, 421, 406, 329, 417, 409, 325, 414, 405, 418, 410, 402, 421, 406, 329, 418,
        402, 422, 414, 330, 418,
    ];

    fn names_on(date: NaiveDate) -> Vec<&'static str> {
        holidays(date.year())
            .iter()
            .filter(|holiday| holiday.date == date)
            .map(|holiday| holiday.name.in_(Language::English))
            .collect()
    }

    #[test]
    fn t5_easter_falls_on_the_published_days() {
        for (year, easter_day) in (1990..).zip(EASTERS) {
            assert_eq!(easter(year), day_of(year, easter_day / 100, easter_day % 100));
        }
        // The earliest and the latest day possible, and the two exceptions of the computus.
        for (year, month, day) in [(1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19)] {
            assert_eq!(easter(year), day_of(year, month, day));
        }
    }

    #[test]
    fn t5_the_ten_holidays_of_2026() {
        let listed = holidays(2026).map(|holiday| (holiday.date, holiday.name.en));
        let expected = [
            (1, 1, "New Year's Day"),
            (4, 6, "Easter Monday"),
            (5, 1, "Labour Day"),
            (5, 14, "Ascension Day"),
            (5, 25, "Whit Monday"),
            (7, 21, "Belgian National Day"),
            (8, 15, "Assumption Day"),
            (11, 1, "All Saints' Day"),
            (11, 11, "Armistice Day"),
            (12, 25, "Christmas Day"),
        ]
        .map(|(month, day, name)| (day_of(2026, month, day), name));
        assert_eq!(listed, expected);
    }

    #[test]
    fn t5_two_holidays_on_one_day_are_both_listed() {
        let day = day_of(2008, 5, 1);
        assert_eq!(names_on(day), ["Labour Day", "Ascension Day"]);
        assert!(is_public_holiday(day));
    }

    #[test]
    fn t5_ascension_before_labour_day_keeps_the_calendar_order() {
        assert_eq!(names_on(day_of(2285, 4, 30)), ["Ascension Day"]);
        assert!(holidays(2285).is_sorted_by_key(|holiday| holiday.date));
    }

    #[test]
    fn t5_days_that_are_celebrated_but_no_legal_holidays() {
        // Good Friday, Easter Sunday, Boxing Day, and the days of the three Communities.
        for (month, day) in [(4, 3), (4, 5), (12, 26), (7, 11), (9, 27), (11, 15)] {
            assert!(!is_public_holiday(day_of(2026, month, day)));
        }
    }

    #[test]
    fn t5_every_date_of_the_calendar_can_be_asked() {
        assert!(is_public_holiday(NaiveDate::MIN), "a New Year's Day");
        assert!(!is_public_holiday(NaiveDate::MAX));
    }

    proptest! {
        #[test]
        fn t5_easter_is_a_sunday_between_22_march_and_25_april(year in -260_000..260_000) {
            let easter = easter(year);
            prop_assert_eq!(easter.weekday(), Weekday::Sun);
            prop_assert!(easter >= day_of(year, 3, 22) && easter <= day_of(year, 4, 25));
        }

        #[test]
        fn t5_a_year_has_ten_holidays_in_order_and_no_other(year in 1583..4000) {
            let listed = holidays(year);
            prop_assert!(listed.is_sorted_by_key(|holiday| holiday.date));
            let days = day_of(year, 1, 1).iter_days().take_while(|day| day.year() == year);
            let found = days.filter(|day| is_public_holiday(*day)).collect::<Vec<_>>();
            let mut expected = listed.map(|holiday| holiday.date).to_vec();
            expected.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
