use super::*;
use crate::samples;

/// Words that would tell a diagnosis or the category, in the four languages: common ones and stems.
const TELLING: [&str; 24] = [
    "cancer",
    "kanker",
    "krebs",
    "tumo",
    "oncol",
    "neuro",
    "démence",
    "dement",
    "trauma",
    "burn",
    "diagnos",
    "maladie",
    "ziekte",
    "krank",
    "disease",
    "illness",
    "catégor",
    "categor",
    "kategor",
    "état de santé",
    "gezondheid",
    "gesundheit",
    "health",
    "behandeling",
];

fn letter(text: NoticeText, language: Language) -> Letter {
    let notice = Notice { on: samples::day(2023, 3, 9), text, language, contact: samples::contact(), addressee: None };
    render(&notice, &samples::person(), samples::day(2023, 3, 7))
}

fn letters() -> impl Iterator<Item = (Language, String)> {
    NoticeText::ALL.iter().flat_map(|text| {
        Language::ALL.map(|language| {
            let Letter { subject, paragraphs } = letter(*text, language);
            (language, format!("{subject}\n{}", paragraphs.join("\n")))
        })
    })
}

#[test]
fn d1_a_letter_to_a_representative_says_for_whom_it_is_and_is_the_persons_letter() {
    for text in NoticeText::ALL {
        let to = |addressee| Notice {
            on: samples::day(2023, 3, 9),
            text: *text,
            language: Language::French,
            contact: samples::contact(),
            addressee,
        };
        let own = render(&to(None), &samples::person(), samples::day(2023, 3, 9));
        let sent = render(&to(Some(samples::representation())), &samples::person(), samples::day(2023, 3, 9));
        assert!(sent.paragraphs[0].contains("Jan Maes") && sent.paragraphs[0].contains("Peeters"));
        assert_eq!((&sent.subject, &sent.paragraphs[1..]), (&own.subject, &own.paragraphs[..]));
    }
}

#[test]
fn m12_m13_m14_a_letter_never_tells_the_category_or_a_word_of_health() {
    for (_, letter) in letters() {
        let letter = letter.to_lowercase();
        assert_eq!(TELLING.iter().find(|word| letter.contains(**word)), None, "{letter}");
    }
}

#[test]
fn m12_m13_m14_a_letter_speaks_of_the_medical_situation_in_the_words_of_its_language() {
    for (language, letter) in letters() {
        let words = match language {
            Language::French => "votre situation médicale",
            Language::Dutch => "uw medische situatie",
            Language::German => "Ihrer medizinischen Situation",
            Language::English => "your medical situation",
        };
        assert!(letter.contains(words), "{letter}");
    }
}

#[test]
fn m12_m13_m14_a_letter_says_that_its_text_is_our_own() {
    for text in NoticeText::ALL {
        let of_an_annex = match text {
            NoticeText::TrajectoryRefused1 | NoticeText::TrajectoryNotAuthorised1 => true,
            NoticeText::WorkNotAuthorised1 => false,
        };
        for language in Language::ALL {
            let words = match (language, of_an_annex) {
                (Language::French, true) => "le formulaire officiel n'est pas publié",
                (Language::Dutch, true) => "het officiële formulier is niet gepubliceerd",
                (Language::German, true) => "das amtliche Formular ist nicht veröffentlicht",
                (Language::English, true) => "the official form is not published",
                (Language::French, false) => "aucun formulaire officiel ne lui est connu",
                (Language::Dutch, false) => "het kent geen officieel formulier",
                (Language::German, false) => "ein amtliches Formular ist ihr nicht bekannt",
                (Language::English, false) => "it knows of no official form",
            };
            let written = letter(*text, language).paragraphs.join("\n");
            assert!(written.contains(words), "{written}");
        }
    }
}

#[test]
fn d29_a_letter_gives_the_coordinators_contact_details() {
    let Contact { name, phone, email } = samples::contact();
    for (_, letter) in letters() {
        assert!([&name, &phone, &email].iter().all(|detail| letter.contains(*detail)), "{letter}");
    }
}

#[test]
fn m12_m13_m14_a_letter_names_its_day_as_its_language_writes_it() {
    for (language, letter) in letters() {
        let day = match language {
            Language::French | Language::Dutch => "07/03/2023",
            Language::German => "07.03.2023",
            Language::English => "7 March 2023",
        };
        assert!(letter.contains(day) && !letter.contains("{day}"), "{letter}");
    }
}

#[test]
fn m12_a_person_without_first_names_is_greeted_by_the_surname() {
    let person = Person { first_names: String::new(), ..samples::person() };
    let greetings = Language::ALL.map(|language| {
        let text = NoticeText::TrajectoryRefused1;
        let notice =
            Notice { on: samples::day(2023, 3, 9), text, language, contact: samples::contact(), addressee: None };
        render(&notice, &person, samples::day(2023, 3, 7)).paragraphs.swap_remove(0)
    });
    assert_eq!(greetings, ["Bonjour Peeters,", "Beste Peeters,", "Guten Tag Peeters,", "Dear Peeters,"]);
}
