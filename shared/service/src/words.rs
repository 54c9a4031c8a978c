//! The words of a name, so that a person is found however the name is written.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of a text, each once: lower case, without accents, ligatures taken apart. Whatever is neither letter nor
/// digit parts two words: `d'Hondt` has the words `d` and `hondt`, `Müller-Peeters` has `muller` and `peeters`.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    let mut plain = String::with_capacity(text.len());
    // Taken apart before and after: some capitals have a lower case only then, some lower cases an accent only then.
    let letters = text.nfkd().flat_map(char::to_lowercase).nfkd();
    for letter in letters.filter(|letter| !is_combining_mark(*letter)) {
        match apart(letter) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(letter),
        }
    }
    plain.split(parts).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a character stands between words. Unicode counts some apostrophes among the letters.
fn parts(letter: char) -> bool {
    !letter.is_alphanumeric() || ('\u{2b0}'..='\u{2ff}').contains(&letter)
}

/// What normalisation leaves whole, as it is written without the letter.
fn apart(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'þ' => "th",
        'ŧ' => "t",
        // A sigma at the end of a word is the same letter.
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Vec<String> {
        words(text).into_iter().collect()
    }

    #[test]
    fn a_name_falls_apart_at_spaces_hyphens_and_apostrophes() {
        assert_eq!(of("Van den Broeck"), ["broeck", "den", "van"]);
        assert_eq!(of("Müller-Peeters"), ["muller", "peeters"]);
        for apostrophe in ['\'', '’', '‘', 'ʼ', 'ʹ', '`', '´'] {
            assert_eq!(of(&format!("d{apostrophe}Hondt")), ["d", "hondt"], "{apostrophe:?}");
        }
        assert_eq!(of("  Jean--Luc  J.P.  Jean "), ["j", "jean", "luc", "p"]);
        assert_eq!(of(" - ' "), Vec::<String>::new());
    }

    #[test]
    fn accents_case_and_ligatures_make_no_difference() {
        for (written, meant) in [
            ("ÉLÉONORE", "eleonore"),
            ("Éléonore", "eleonore"),
            ("E\u{301}le\u{301}onore", "eleonore"),
            ("Weiß", "weiss"),
            ("WEIẞ", "weiss"),
            ("Œdipe", "oedipe"),
            ("Cæsar", "caesar"),
            ("Ĳsbrand", "ijsbrand"),
            ("ﬁlip", "filip"),
            ("Łukasz", "lukasz"),
            ("Sørensen", "sorensen"),
            ("Đorđević", "dordevic"),
            ("İbrahim", "ibrahim"),
            ("Yıldız", "yildiz"),
            ("Þór", "thor"),
            ("ΓΙΩΡΓΟΣ", "γιωργοσ"),
            ("Γιώργος", "γιωργοσ"),
            ("Ｐｅｅｔｅｒｓ", "peeters"),
        ] {
            assert_eq!(of(written), [meant], "{written}");
        }
    }

    proptest! {
        #[test]
        fn what_was_taken_apart_stays_as_it_is(text in "\\PC{0,40}") {
            let once = words(&text);
            let again: BTreeSet<String> = once.iter().flat_map(|word| words(word)).collect();
            prop_assert_eq!(once, again);
        }
    }
}
