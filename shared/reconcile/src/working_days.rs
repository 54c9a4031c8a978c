//! Working days (jours ouvrables / werkdagen): every day but Sundays and the ten legal public holidays (rule T5, own reading; law
//! of 4 January 1974; royal decree of 18 April 1974, art. 1).

use crate::day::Day;

/// The holidays that fall on a day of their own: month and day of the month.
const FIXED: [(i32, i32); 7] = [(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)];
/// Those that go with Easter: Easter Monday, Ascension Day and Whit Monday, in days after Easter Sunday.
const AFTER_EASTER: [i32; 3] = [1, 39, 50];

/// So many working days after a day, which itself does not count.
pub(crate) fn after(day: Day, count: u32) -> Day {
    let mut at = day;
    for _ in 0..count {
        at = at.next();
        while !works(at) {
            at = at.next();
        }
    }
    at
}

fn works(day: Day) -> bool {
    let (year, month, of_month) = day.civil();
    let moves = AFTER_EASTER.iter().any(|days| easter(year).is_some_and(|easter| easter.plus_days(*days) == day));
    !(day.is_sunday() || FIXED.contains(&(month, of_month)) || moves)
}

/// Easter Sunday, as Gauss computed it.
fn easter(year: i32) -> Option<Day> {
    let (lunar, century) = (year % 19, year / 100);
    let leaps = century - century / 4;
    let moon = (15 - (13 + 8 * century) / 25 + leaps) % 30;
    let full = (19 * lunar + moon) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full + (4 + leaps) % 7) % 7;
    let late = (full == 29 && sunday == 6) || (full == 28 && sunday == 6 && lunar > 10);
    let days = full + sunday - if late { 7 } else { 0 };
    Day::of(year, 3, 22).map(|first| first.plus_days(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::day;

    #[test]
    fn t5_easter_is_that_of_the_almanac() {
        for on in [
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2022-04-17",
            "2023-04-09",
            "2024-03-31",
            "2025-04-20",
            "2038-04-25",
        ] {
            assert_eq!(easter(day(on).civil().0), Some(day(on)));
        }
    }

    #[test]
    fn t5_sundays_and_the_ten_holidays_are_no_working_days() {
        // In 2023 all ten but New Year's Day, which was a Sunday.
        let holidays = ["04-10", "05-01", "05-18", "05-29", "07-21", "08-15", "11-01", "11-11", "12-25"];
        let mut free = Vec::new();
        let mut at = day("2023-01-01");
        while at <= day("2023-12-31") {
            if !works(at) && !at.is_sunday() {
                free.push(at);
            }
            at = at.next();
        }
        assert_eq!(free, holidays.map(|on| day(&format!("2023-{on}"))));
        assert!(works(day("2023-12-30")), "a Saturday");
    }

    #[test]
    fn m14_the_thirtieth_working_day_is_counted_from_the_day_after() {
        // January 2023 from Tuesday the 3rd: Saturdays count, Sundays do not.
        assert_eq!(after(day("2023-01-02"), 1), day("2023-01-03"));
        assert_eq!(after(day("2023-01-02"), 30), day("2023-02-06"));
        // All Saints' Day and Armistice Day of 2022 lie within.
        assert_eq!(after(day("2022-10-24"), 30), day("2022-11-30"));
    }
}
