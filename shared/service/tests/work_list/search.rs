//! The search for persons.

use trajet_contracts::questionnaire::v1::FindPersonsRequest;
use trajet_ledger::{Ledger, Location};
use trajet_service::people::{self, Found};
use trajet_service::work::Visible;

use crate::toy::{Shown, Toy, case_id, given_to, niss, open, show, surnames};

async fn find(ledger: &Ledger<Toy>, request: FindPersonsRequest, visible: Visible) -> Found {
    people::find(ledger, &ledger.domain().pseudonyms, &request, visible).await.unwrap()
}

fn name(name: &str) -> FindPersonsRequest {
    FindPersonsRequest { name: name.into(), ..Default::default() }
}

fn number(person: u64) -> FindPersonsRequest {
    FindPersonsRequest { niss: niss(person), ..Default::default() }
}

pub(crate) async fn a_name_is_found_by_any_of_its_words(location: Location) {
    let ledger = open(&location).await;
    let names = [
        ("d'Hondt", "Éléonore"),
        ("Van den Broeck", "Zoë"),
        ("Müller-Peeters", "Jean-François"),
        ("Peeters", "Anna"),
        ("Weiß", "Jürgen"),
    ];
    for (person, (surname, first_names)) in (0..).zip(names) {
        show(&ledger, person.into(), None, Shown::named(person, surname, first_names)).await;
    }
    for (asked, found) in [
        ("hondt", &["d'Hondt"][..]),
        ("D’HONDT", &["d'Hondt"]),
        ("eleonore hondt", &["d'Hondt"]),
        ("BROECK van", &["Van den Broeck"]),
        ("zoe", &["Van den Broeck"]),
        ("peeters", &["Müller-Peeters", "Peeters"]),
        ("peeters muller", &["Müller-Peeters"]),
        ("Francois Jean", &["Müller-Peeters"]),
        ("weiss", &["Weiß"]),
        ("WEIẞ jurgen", &["Weiß"]),
        ("peeter", &[]),
        ("peeters maes", &[]),
        ("peeters peeters", &["Müller-Peeters", "Peeters"]),
    ] {
        let persons = find(&ledger, name(asked), Visible::default()).await.persons;
        assert_eq!(surnames(&persons), found, "{asked}");
    }
}

pub(crate) async fn a_number_is_found_however_it_is_written(location: Location) {
    let ledger = open(&location).await;
    show(&ledger, 0, None, Shown::named(4, "Peeters", "Anna")).await;
    show(&ledger, 1, None, Shown::named(5, "Claes", "Bea")).await;
    // The same person, who has taken another name.
    show(&ledger, 2, None, Shown::named(4, "Maes", "Anna")).await;
    let digits = niss(4);
    for written in [digits.clone(), format!("85.07.30-005 {}", &digits[9..])] {
        let request = FindPersonsRequest { niss: written, ..Default::default() };
        let found = find(&ledger, request, Visible::default()).await;
        assert_eq!((found.persons.len(), found.next_page_token.as_str()), (1, ""));
        assert_eq!(found.persons[0].niss, digits);
        assert_eq!(found.persons[0].name.as_ref().unwrap().surname, "Maes");
        assert_eq!(found.persons[0].case_ids, [case_id(0), case_id(2)]);
    }
    assert_eq!(find(&ledger, name("peeters"), Visible::default()).await.persons.len(), 1);
}

pub(crate) async fn d2_who_may_not_be_seen_answers_like_who_is_not_there(location: Location) {
    let ledger = open(&location).await;
    show(&ledger, 0, None, Shown { given_to: Some("tine"), ..Shown::named(0, "Claes", "Bea") }).await;
    show(&ledger, 1, None, Shown { given_to: Some("omar"), ..Shown::named(0, "Claes-Maes", "Bea") }).await;
    show(&ledger, 2, None, Shown { given_to: Some("omar"), ..Shown::named(1, "Peeters", "Anna") }).await;

    let theirs = find(&ledger, name("claes"), given_to("tine")).await.persons;
    assert_eq!((theirs.len(), theirs[0].case_ids.as_slice()), (1, &[case_id(0)][..]));
    assert_eq!(theirs[0].name.as_ref().unwrap().surname, "Claes");
    for hidden in [name("maes"), name("peeters"), number(1)] {
        let answer = find(&ledger, hidden, given_to("tine")).await;
        let of_nobody = find(&ledger, number(9), given_to("tine")).await;
        assert_eq!(answer.persons, of_nobody.persons);
        assert_eq!(answer.next_page_token, of_nobody.next_page_token);
        assert!(answer.persons.is_empty() && answer.next_page_token.is_empty());
    }
    assert_eq!(find(&ledger, number(1), Visible::default()).await.persons.len(), 1);
}

pub(crate) async fn pages_of_persons_end(location: Location) {
    let ledger = open(&location).await;
    for case in 0..12_u64 {
        // Two cases a person: nobody is found twice.
        show(&ledger, case.into(), None, Shown::named(case / 2, "Peeters", &format!("Anna {case}"))).await;
    }
    let whole = find(&ledger, name("peeters"), Visible::default()).await.persons;
    assert_eq!(whole.len(), 6);
    let (mut persons, mut token, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let request = FindPersonsRequest { page_size: 4, page_token: token.clone(), ..name("peeters") };
        let found = find(&ledger, request, Visible::default()).await;
        persons.extend(found.persons);
        pages += 1;
        if found.next_page_token.is_empty() {
            break;
        }
        token = found.next_page_token;
    }
    assert_eq!((persons, pages), (whole, 2));
    let pseudonyms = &ledger.domain().pseudonyms;
    for (other, visible) in [(name("anna"), Visible::default()), (name("peeters"), given_to("tine"))] {
        let request = FindPersonsRequest { page_token: token.clone(), ..other };
        people::find(&ledger, pseudonyms, &request, visible).await.unwrap_err();
    }
}

pub(crate) async fn a_name_that_changed_is_found_anew(location: Location) {
    let ledger = open(&location).await;
    show(&ledger, 0, None, Shown::named(0, "Van den Broeck", "Bea")).await;
    show(&ledger, 0, Some(1), Shown::named(0, "Van Acker", "Bea")).await;
    assert_eq!(find(&ledger, name("van acker"), Visible::default()).await.persons.len(), 1);
    assert_eq!(find(&ledger, name("broeck"), Visible::default()).await.persons.len(), 0);
}
