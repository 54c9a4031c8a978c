use super::*;
use crate::representation::RepresentationKind;
use crate::testing::day;

fn notice(kind: SentKind, language: Language) -> CorrectingNotice {
    CorrectingNotice {
        entry: 5,
        sent: WentOut {
            kind,
            on: day("2022-12-06"),
            about: Some(day("2023-01-16")),
            ask: Some(AskAt {
                name: "Marie Lambert".to_owned(),
                phone: "+3225550142".to_owned(),
                email: "marie.lambert@mutuality.example".to_owned(),
            }),
        },
        stands: None,
        text: CorrectingText::Correcting1,
        on: day("2022-12-20"),
        to: Recipient::of(("Peeters", "Anna"), language, None),
    }
}

fn notices() -> impl Iterator<Item = CorrectingNotice> {
    let stands = [
        None,
        Some(Stands::Another(None)),
        Some(Stands::Another(Some(day("2023-02-03")))),
        Some(Stands::Appointment(day("2023-02-03"))),
        Some(Stands::NoAppointment(day("2023-02-03"))),
    ];
    let each = SentKind::ALL.iter().flat_map(|kind| Language::ALL.map(|language| notice(*kind, language)));
    each.flat_map(move |notice| stands.map(|stands| CorrectingNotice { stands, ..notice.clone() }))
}

fn written(notice: &CorrectingNotice) -> String {
    let Letter { subject, paragraphs } = notice.letter();
    format!("{subject}\n{}", paragraphs.join("\n"))
}

#[test]
fn t9_a_correcting_notice_says_what_went_out_on_which_day_and_that_it_is_void() {
    for kind in SentKind::ALL {
        let expected = [
            (Language::French, "Le 06/12/2022,", "vous ne devez pas y donner suite", "16/01/2023"),
            (Language::Dutch, "Op 06/12/2022 ", "u hoeft er geen gevolg aan te geven", "16/01/2023"),
            (Language::German, "Am 06.12.2022 ", "Sie müssen dem nicht nachkommen", "16.01.2023"),
            (Language::English, "On 6 December 2022 ", "you do not have to follow it", "16 January 2023"),
        ];
        for (language, on, void, about) in expected {
            let letter = written(&notice(*kind, language));
            assert!(letter.contains(on) && letter.contains(void), "{letter}");
            let of_a_day = matches!(
                kind,
                SentKind::ExaminationInvitation | SentKind::Appointment | SentKind::AppointmentCancelled
            );
            assert_eq!(letter.contains(about), of_a_day, "{letter}");
        }
    }
}

#[test]
fn t9_a_correcting_notice_tells_each_kind_apart_and_leaves_nothing_open() {
    for language in Language::ALL {
        let letters: std::collections::BTreeSet<_> =
            SentKind::ALL.iter().map(|kind| written(&notice(*kind, language))).collect();
        assert_eq!(letters.len(), SentKind::ALL.len());
    }
    for letter in notices().map(|notice| written(&notice)) {
        assert!(!letter.contains('{') && !letter.contains('}'), "{letter}");
    }
}

#[test]
fn t9_a_correcting_notice_says_what_stands_instead() {
    let expected = [
        (
            Language::French,
            [
                "vous le recevez séparément",
                "pour le 03/02/2023",
                "03/02/2023 a lieu",
                "pas de rendez-vous le 03/02/2023",
            ],
        ),
        (
            Language::Dutch,
            ["u krijgt die apart", "voor 03/02/2023", "op 03/02/2023 gaat door", "op 03/02/2023 geen afspraak"],
        ),
        (
            Language::German,
            ["getrennt erhalten", "für den 03.02.2023", "am 03.02.2023 findet", "am 03.02.2023 keinen Termin"],
        ),
        (
            Language::English,
            [
                "you receive separately",
                "for 3 February 2023",
                "on 3 February 2023 takes place",
                "no appointment on 3 February 2023",
            ],
        ),
    ];
    let on = day("2023-02-03");
    for (language, words) in expected {
        let stand =
            [Stands::Another(None), Stands::Another(Some(on)), Stands::Appointment(on), Stands::NoAppointment(on)];
        for (stands, words) in stand.into_iter().zip(words) {
            let letter = CorrectingNotice { stands: Some(stands), ..notice(SentKind::Appointment, language) }.letter();
            assert_eq!(letter.paragraphs.iter().filter(|paragraph| paragraph.contains(words)).count(), 1, "{letter:?}");
        }
        let letter = notice(SentKind::Appointment, language).letter();
        assert_eq!(letter.paragraphs.len(), 4, "nothing more where nothing is known: {letter:?}");
    }
}

#[test]
fn t9_d29_a_correcting_notice_says_whom_to_ask() {
    for notice in notices() {
        let letter = written(&notice);
        for detail in ["Marie Lambert", "+3225550142", "marie.lambert@mutuality.example"] {
            assert!(letter.contains(detail), "{letter}");
        }
    }
    let fund = ["votre mutualité", "uw ziekenfonds", "Ihrer Krankenkasse", "your health insurance fund"];
    for (language, fund) in
        [Language::French, Language::Dutch, Language::German, Language::English].into_iter().zip(fund)
    {
        let mut notice = notice(SentKind::Questionnaire, language);
        notice.sent.ask = None;
        assert!(written(&notice).contains(fund));
    }
}

#[test]
fn t9_a_correcting_notice_names_nothing_medical() {
    let telling = [
        "diagnos",
        "maladie",
        "malade",
        "ziek",
        "krank",
        "disease",
        "illness",
        "health",
        "gezondheid",
        "gesundheit",
        "santé",
        "medical",
        "médical",
        "medisch",
        "medizin",
        "catégor",
        "categor",
        "kategor",
        "incap",
        "ongeschikt",
        "unfähig",
    ];
    for mut notice in notices() {
        notice.sent.ask = None;
        // The insurer is called by its name.
        let letter = written(&notice).to_lowercase();
        let letter = ["ziekenfonds", "krankenkasse", "health insurance fund"]
            .iter()
            .fold(letter, |letter, name| letter.replace(name, ""));
        assert_eq!(telling.iter().find(|word| letter.contains(**word)), None, "{letter}");
    }
}

#[test]
fn t9_d1_a_correcting_notice_to_a_representative_is_in_their_language_and_says_for_whom_it_is() {
    let representative = Representation {
        number: 1,
        kind: RepresentationKind::Guardian,
        scopes: [].into(),
        surname: "Maes".to_owned(),
        first_names: "Jan".to_owned(),
        language: Language::German,
        subject: None,
        from: day("2022-10-01"),
        until: None,
    };
    let own = notice(SentKind::Questionnaire, Language::German).letter();
    let to = Recipient::of(("Peeters", "Anna"), Language::Dutch, Some(&representative));
    let sent = CorrectingNotice { to, ..notice(SentKind::Questionnaire, Language::Dutch) }.letter();
    assert!(sent.paragraphs[0].contains("Jan Maes") && sent.paragraphs[0].contains("Anna Peeters"));
    assert_eq!((sent.subject, &sent.paragraphs[1..]), (own.subject, &own.paragraphs[..]));
}

#[test]
fn t9_a_person_without_first_names_is_greeted_by_the_surname() {
    let to = Recipient::of(("Peeters", ""), Language::Dutch, None);
    let letter = CorrectingNotice { to, ..notice(SentKind::Questionnaire, Language::Dutch) }.letter();
    assert_eq!(letter.paragraphs[0], "Beste Peeters,");
}

#[test]
fn nobody_shows_in_debug_output() {
    let shown = format!("{:?}", notice(SentKind::Questionnaire, Language::Dutch));
    assert!(!["Anna", "Peeters", "Marie", "+32"].iter().any(|word| shown.contains(word)), "{shown}");
    // What is kept back is marked, and not left out as if there were nobody.
    assert!(shown.contains("Recipient(..)") && shown.contains("AskAt"), "{shown}");
}
