//! What is wrong with a request: every bad field at once.

use std::fmt::Display;

use chrono::NaiveDate;
use trajet_contracts::google::r#type::Date;
use uuid::Uuid;

use super::Failure;

/// More than this many are counted but not told: they would not fit in the headers of an answer.
const TOLD_AT_MOST: usize = 32;

/// A field and what is wrong with it. Never holds the value: that may be personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The path of the field in the request, for example `person.niss` or `answers[2].choice`.
    pub field: String,
    /// What is wrong, to be read after the field's name.
    pub problem: String,
}

/// Collects what is wrong with a request.
///
/// Each check gives the checked value, or notes a violation and gives `None`. So a request is converted in one go and all
/// its bad fields are told together:
///
/// ```
/// use trajet_runtime::grpc::Violations;
///
/// let mut violations = Violations::default();
/// let case = violations.uuid("case_id", "0198c7a1-7d4c-7cc1-9d53-0a1b2c3d4e5f");
/// let name = violations.text("other_body_name", "", 80);
/// let command = case.zip(name);
/// assert!(violations.finish_with(command).is_err());
/// ```
#[derive(Debug, Default)]
pub struct Violations {
    found: Vec<Violation>,
    untold: usize,
    path: String,
}

impl Violations {
    /// Notes that a field is wrong. `problem` must not repeat the value.
    pub fn add(&mut self, field: &str, problem: impl Display) {
        if self.found.len() == TOLD_AT_MOST {
            self.untold += 1;
            return;
        }
        self.found.push(Violation { field: join(&self.path, field), problem: problem.to_string() });
    }

    /// Checks what lies inside a field: `within("person", ...)` makes `niss` into `person.niss`.
    pub fn within<T>(&mut self, field: &str, check: impl FnOnce(&mut Self) -> T) -> T {
        let inner = join(&self.path, field);
        let outer = std::mem::replace(&mut self.path, inner);
        let checked = check(self);
        self.path = outer;
        checked
    }

    /// The value of a conversion. The error's text must not repeat the value.
    pub fn check<T, E: Display>(&mut self, field: &str, converted: Result<T, E>) -> Option<T> {
        converted.map_err(|problem| self.add(field, problem)).ok()
    }

    /// A condition between fields, told of one of them.
    pub fn require(&mut self, field: &str, holds: bool, problem: &str) {
        if !holds {
            self.add(field, problem);
        }
    }

    /// A message that must be there.
    pub fn message<T>(&mut self, field: &str, message: Option<T>) -> Option<T> {
        if message.is_none() {
            self.add(field, "is required");
        }
        message
    }

    /// A value of an enumeration: known, and not unspecified.
    pub fn enumeration<E: TryFrom<i32>>(&mut self, field: &str, number: i32) -> Option<E> {
        if number == 0 {
            self.add(field, "is required");
            return None;
        }
        self.check(field, E::try_from(number).map_err(|_| "is not a value of this enumeration"))
    }

    /// A UUID in its one canonical form: 36 characters, lower case, with hyphens.
    pub fn uuid(&mut self, field: &str, text: &str) -> Option<Uuid> {
        if text.is_empty() {
            self.add(field, "is required");
            return None;
        }
        let canonical = |id: &Uuid| !id.is_nil() && id.as_hyphenated().encode_lower(&mut [0; 36]) == text;
        let id = Uuid::try_parse(text).ok().filter(canonical);
        self.check(field, id.ok_or("is not a UUID in lower case with hyphens"))
    }

    /// A civil date that must be there.
    pub fn date(&mut self, field: &str, date: Option<Date>) -> Option<NaiveDate> {
        let date = self.message(field, date)?;
        self.check(field, date.try_into())
    }

    /// A civil date that may be absent: `Some(None)` then.
    pub fn optional_date(&mut self, field: &str, date: Option<Date>) -> Option<Option<NaiveDate>> {
        match date {
            None => Some(None),
            Some(date) => self.check(field, date.try_into()).map(Some),
        }
    }

    /// A text that must be there, of at most `longest` characters and without control characters.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) -> Option<String> {
        if text.trim().is_empty() {
            self.add(field, "is required");
            return None;
        }
        self.optional_text(field, text, longest)
    }

    /// A text that may be empty, of at most `longest` characters and without control characters.
    pub fn optional_text(&mut self, field: &str, text: &str, longest: usize) -> Option<String> {
        if text.chars().count() > longest {
            self.add(field, format_args!("is longer than {longest} characters"));
            return None;
        }
        if text.chars().any(char::is_control) {
            self.add(field, "holds control characters");
            return None;
        }
        Some(text.to_owned())
    }

    /// The size of a page: `usual` where the caller leaves it to us, and never more than `largest`.
    pub fn page_size(&mut self, field: &str, asked: i32, usual: u32, largest: u32) -> Option<u32> {
        match u32::try_from(asked) {
            Ok(0) => Some(usual),
            Ok(size) => Some(size.min(largest)),
            Err(_) => {
                self.add(field, "is negative");
                None
            }
        }
    }

    /// Ends the checking.
    ///
    /// # Errors
    /// If any field was wrong: with all of them.
    pub fn finish(self) -> Result<(), Failure> {
        if self.found.is_empty() { Ok(()) } else { Err(self.into_failure()) }
    }

    /// Ends the checking with the value that was made of the checked fields.
    ///
    /// # Errors
    /// If any field was wrong: with all of them.
    pub fn finish_with<T>(mut self, value: Option<T>) -> Result<T, Failure> {
        if let Some(value) = value {
            return self.finish().map(|()| value);
        }
        if self.found.is_empty() {
            self.add("*", "is incomplete");
        }
        Err(self.into_failure())
    }

    fn into_failure(mut self) -> Failure {
        if self.untold > 0 {
            let problem = format!("and {} more are wrong", self.untold);
            self.found.push(Violation { field: "*".into(), problem });
        }
        Failure::Invalid(self.found)
    }
}

fn join(path: &str, field: &str) -> String {
    if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use proptest::prelude::*;
    use trajet_contracts::error::v1::ErrorReason;

    use super::*;

    fn told(violations: Violations) -> Vec<(String, String)> {
        match violations.finish() {
            Ok(()) => Vec::new(),
            Err(Failure::Invalid(found)) => found.into_iter().map(|v| (v.field, v.problem)).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn all_bad_fields_are_told_at_once_by_their_paths() {
        let mut v = Violations::default();
        v.uuid("request_id", "");
        v.within("person", |v| {
            v.check("niss", Err::<(), _>("has a wrong check number"));
            v.within("addresses[1]", |v| v.text("street", "\t", 10));
        });
        v.require("ends_on", false, "lies before starts_on");
        let fields: Vec<_> = told(v).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["request_id", "person.niss", "person.addresses[1].street", "ends_on"]);
    }

    #[test]
    fn a_good_request_gives_its_value() {
        let mut v = Violations::default();
        let id = v.uuid("id", "0198c7a1-7d4c-7cc1-9d53-0a1b2c3d4e5f");
        let date = v.date("on", Some(Date { year: 2022, month: 10, day: 1 }));
        let until = v.optional_date("until", None);
        let reason = v.enumeration::<ErrorReason>("reason", 1);
        assert_eq!((until, reason), (Some(None), Some(ErrorReason::ValidationFailed)));
        let (_, date) = v.finish_with(id.zip(date)).unwrap();
        assert_eq!(date, NaiveDate::from_ymd_opt(2022, 10, 1).unwrap());
    }

    #[test]
    fn a_value_without_violation_is_required() {
        let failure = Violations::default().finish_with(None::<()>).unwrap_err();
        assert!(matches!(failure, Failure::Invalid(found) if found.len() == 1));
    }

    #[test]
    fn each_kind_of_field_is_refused_when_it_is_wrong() {
        let date = |year, month, day| Some(Date { year, month, day });
        let mut v = Violations::default();
        for text in
            ["x", "0198C7A1-7D4C-7CC1-9D53-0A1B2C3D4E5F", "0198c7a17d4c7cc19d530a1b2c3d4e5f", &Uuid::nil().to_string()]
        {
            assert_eq!(v.uuid("uuid", text), None);
        }
        for wrong in [None, date(2022, 2, 29), date(2022, 0, 1), date(2022, -1, 1), date(0, 1, 1), date(10_000, 1, 1)] {
            assert_eq!(v.date("date", wrong), None);
        }
        assert_eq!(v.optional_date("optional_date", date(2022, 13, 1)), None);
        assert_eq!(v.enumeration::<ErrorReason>("enum", 0), None);
        assert_eq!(v.enumeration::<ErrorReason>("enum", 9_999), None);
        assert_eq!(v.text("text", "  ", 10), None);
        assert_eq!(v.text("text", "éééé", 3), None);
        assert_eq!(v.optional_text("text", "a\u{0}b", 10), None);
        assert_eq!(v.page_size("page_size", -1, 50, 200), None);
        assert_eq!(v.message("message", None::<()>), None);
        assert_eq!(told(v).len(), 4 + 6 + 1 + 2 + 3 + 1 + 1);
    }

    #[test]
    fn a_page_has_a_usual_and_a_largest_size() {
        let mut v = Violations::default();
        assert_eq!(v.page_size("page_size", 0, 50, 200), Some(50));
        assert_eq!(v.page_size("page_size", 7, 50, 200), Some(7));
        assert_eq!(v.page_size("page_size", 7_000, 50, 200), Some(200));
        assert_eq!(told(v), []);
    }

    #[test]
    fn an_answer_tells_a_bounded_number_of_violations() {
        let mut v = Violations::default();
        for index in 0..100 {
            v.add(&format!("answers[{index}]"), "is wrong");
        }
        let told = told(v);
        assert_eq!(told.len(), TOLD_AT_MOST + 1);
        assert_eq!(told.last().unwrap().1, "and 68 more are wrong");
    }

    proptest! {
        #[test]
        fn no_violation_repeats_the_value(value in "[0-9]{11}|[A-Za-zé\u{0}]{12,20}") {
            let mut v = Violations::default();
            v.uuid("a", &value);
            v.text("b", &value, 5);
            v.optional_text("c", &value, 5);
            for (_, problem) in told(v) {
                prop_assert!(!problem.contains(&value));
            }
        }
    }
}
