//! How a person can be reached, as a request says it.

use super::violations::Violations;

/// Between the parts of a telephone number; they say nothing and are not kept.
const SEPARATORS: [char; 4] = [' ', '.', '/', '-'];
/// The longest address that a mail server takes (RFC 3696, erratum 1690).
const LONGEST_EMAIL: usize = 254;

impl Violations {
    /// A telephone number in international form: a plus sign and eight to fifteen digits, without the separators that
    /// the caller wrote.
    pub fn telephone(&mut self, field: &str, text: &str) -> Option<String> {
        let number: String = text.chars().filter(|character| !SEPARATORS.contains(character)).collect();
        let digits = number.strip_prefix('+').unwrap_or_default();
        let well_formed = (8..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        let problem = "is not a telephone number in international form: a plus sign and 8 to 15 digits";
        self.check(field, if well_formed { Ok(number) } else { Err(problem) })
    }

    /// An e-mail address. Only what could never be delivered to is refused: whether it exists is not for its form to say.
    pub fn email(&mut self, field: &str, text: &str) -> Option<String> {
        let (name, domain) = text.split_once('@').unwrap_or_default();
        let printed = |character: char| !character.is_whitespace() && !character.is_control();
        let plausible = !name.is_empty()
            && !domain.contains('@')
            && domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && text.chars().all(printed)
            && text.len() <= LONGEST_EMAIL;
        self.check(field, if plausible { Ok(text.to_owned()) } else { Err("is not an e-mail address") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_heard_without_its_separators() {
        let mut violations = Violations::default();
        for text in ["+3225550199", "+32 2 555 01 99", "+32.2/555-01.99"] {
            assert_eq!(violations.telephone("phone", text).as_deref(), Some("+3225550199"));
        }
        assert_eq!(violations.telephone("phone", "+12345678").as_deref(), Some("+12345678"));
        assert!(violations.finish().is_ok());
    }

    #[test]
    fn what_is_no_telephone_number_is_refused() {
        let too_long = "+1234567890123456";
        for text in ["", "+", "+1234567", too_long, "025550199", "+32 (0)2 555 01 99", "+32\n25550199", "++3225550199"]
        {
            assert_eq!(Violations::default().telephone("phone", text), None, "{text:?}");
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        let mut violations = Violations::default();
        for text in ["anna@post.example", "anna.peeters+1@mail.post.example"] {
            assert_eq!(violations.email("email", text).as_deref(), Some(text));
        }
        assert!(violations.finish().is_ok());
        let too_long = format!("{}@post.example", "a".repeat(242));
        let wrong = ["", "anna", "@post.example", "anna@", "anna@post", "a@b@post.example", "an na@post.example"];
        for text in wrong.into_iter().chain(["anna@post..example", "anna@.example", "anna\n@post.example", &too_long]) {
            assert_eq!(Violations::default().email("email", text), None, "{text:?}");
        }
    }
}
