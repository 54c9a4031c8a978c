//! The words of a correcting notice, in the four languages. `{on}` is the day on which something went out, `{about}` the day
//! that it was about.

use chrono::NaiveDate;
use trajet_belgium::{Language, Texts};

use super::{AskAt, SentKind, Stands, WentOut};

const DAY: Texts = Texts { fr: "%d/%m/%Y", nl: "%d/%m/%Y", de: "%d.%m.%Y", en: "%-d %B %Y" };

pub(super) const SUBJECT: Texts = Texts {
    fr: "Retour au travail : un envoi qui n'est pas valable",
    nl: "Terug naar werk: een zending die niet geldig is",
    de: "Rückkehr zur Arbeit: eine Sendung, die nicht gültig ist",
    en: "Returning to work: something we sent you that is not valid",
};

pub(super) const SALUTATION: Texts =
    Texts { fr: "Bonjour {name},", nl: "Beste {name},", de: "Guten Tag {name},", en: "Dear {name}," };

const VOID: Texts = Texts {
    fr: "Le {on}, vous avez reçu de notre part {what}. Cet envoi reposait sur une erreur dans notre dossier. Il n'est pas \
         valable : vous ne devez pas y donner suite.",
    nl: "Op {on} kreeg u van ons {what}. Dat berustte op een vergissing in ons dossier. Het is niet geldig: u hoeft er geen \
         gevolg aan te geven.",
    de: "Am {on} haben Sie von uns {what} erhalten. Das beruhte auf einem Irrtum in unserer Akte. Es ist nicht gültig: Sie \
         müssen dem nicht nachkommen.",
    en: "On {on} you received {what} from us. That rested on a mistake in our file. It is not valid: you do not have to \
         follow it.",
};

const ANOTHER: Texts = Texts {
    fr: "Un nouvel envoi le remplace : vous le recevez séparément.",
    nl: "Er komt een nieuwe zending in de plaats: u krijgt die apart.",
    de: "An ihre Stelle tritt eine neue Sendung, die Sie getrennt erhalten.",
    en: "A new one takes its place, which you receive separately.",
};

const ANOTHER_DAY: Texts = Texts {
    fr: "Une autre invitation la remplace : elle est pour le {about}.",
    nl: "Er komt een andere uitnodiging in de plaats: die is voor {about}.",
    de: "An ihre Stelle tritt eine andere Einladung: Sie ist für den {about}.",
    en: "Another invitation takes its place: it is for {about}.",
};

const APPOINTMENT: Texts = Texts {
    fr: "Votre rendez-vous du {about} a lieu comme convenu.",
    nl: "Uw afspraak op {about} gaat door zoals afgesproken.",
    de: "Ihr Termin am {about} findet wie vereinbart statt.",
    en: "Your appointment on {about} takes place as agreed.",
};

const NO_APPOINTMENT: Texts = Texts {
    fr: "Vous n'avez pas de rendez-vous le {about} : vous ne devez pas venir.",
    nl: "U hebt op {about} geen afspraak: u hoeft niet te komen.",
    de: "Sie haben am {about} keinen Termin: Sie müssen nicht kommen.",
    en: "You have no appointment on {about}: you do not have to come.",
};

pub(super) const LATER: Texts = Texts {
    fr: "Si vous recevez de notre part un autre envoi à ce sujet, c'est celui-là qui compte.",
    nl: "Krijgt u hierover nog iets anders van ons, dan geldt dat.",
    de: "Falls Sie dazu noch etwas anderes von uns erhalten, gilt das.",
    en: "If you receive something else from us on this, that is what counts.",
};

const CONTACT: Texts = Texts {
    fr: "Avez-vous des questions ? Votre contact : {name}, téléphone {phone}, e-mail {email}.",
    nl: "Hebt u vragen? Uw contactpersoon: {name}, telefoon {phone}, e-mail {email}.",
    de: "Haben Sie Fragen? Ihre Kontaktperson: {name}, Telefon {phone}, E-Mail {email}.",
    en: "Do you have questions? Your contact: {name}, telephone {phone}, e-mail {email}.",
};

const FUND: Texts = Texts {
    fr: "Avez-vous des questions ? Posez-les à votre mutualité.",
    nl: "Hebt u vragen? Stel ze aan uw ziekenfonds.",
    de: "Haben Sie Fragen? Stellen Sie sie Ihrer Krankenkasse.",
    en: "Do you have questions? Ask your health insurance fund.",
};

const fn what(kind: SentKind) -> Texts {
    match kind {
        SentKind::Questionnaire => Texts {
            fr: "un questionnaire sur le retour au travail",
            nl: "een vragenlijst over de terugkeer naar werk",
            de: "einen Fragebogen zur Rückkehr zur Arbeit",
            en: "a questionnaire about returning to work",
        },
        SentKind::QuestionnaireNotSent => Texts {
            fr: "une lettre disant que vous ne recevez pas de questionnaire",
            nl: "een brief dat u geen vragenlijst krijgt",
            de: "ein Schreiben, dass Sie keinen Fragebogen erhalten",
            en: "a letter saying that you do not receive a questionnaire",
        },
        SentKind::ExaminationInvitation => Texts {
            fr: "une invitation à un examen le {about}",
            nl: "een uitnodiging voor een onderzoek op {about}",
            de: "eine Einladung zu einer Untersuchung am {about}",
            en: "an invitation to an examination on {about}",
        },
        SentKind::TrajectoryRefused => Texts {
            fr: "une lettre sur votre demande de trajet Retour Au Travail",
            nl: "een brief over uw vraag om een Terug Naar Werk-traject",
            de: "ein Schreiben zu Ihrem Antrag auf ein Verfahren für die Rückkehr zur Arbeit",
            en: "a letter about your request for a Return To Work trajectory",
        },
        SentKind::TrajectoryNotAuthorised => Texts {
            fr: "une lettre disant que votre trajet Retour Au Travail ne peut pas commencer maintenant",
            nl: "een brief dat uw Terug Naar Werk-traject nu niet kan beginnen",
            de: "ein Schreiben, dass Ihr Verfahren für die Rückkehr zur Arbeit jetzt nicht beginnen kann",
            en: "a letter saying that your Return To Work trajectory cannot begin now",
        },
        SentKind::WorkNotAuthorised => Texts {
            fr: "une lettre sur votre demande de travail autorisé",
            nl: "een brief over uw aanvraag om toegelaten arbeid",
            de: "ein Schreiben zu Ihrem Antrag auf erlaubte Arbeit",
            en: "a letter about your application for authorised work",
        },
        SentKind::Appointment => Texts {
            fr: "une invitation à un rendez-vous avec un coordinateur Retour Au Travail le {about}",
            nl: "een uitnodiging voor een afspraak met een Terug Naar Werk-coördinator op {about}",
            de: "eine Einladung zu einem Termin mit einem Koordinator für die Rückkehr zur Arbeit am {about}",
            en: "an invitation to an appointment with a Return To Work coordinator on {about}",
        },
        SentKind::AppointmentCancelled => Texts {
            fr: "une lettre disant que votre rendez-vous du {about} est annulé",
            nl: "een brief dat uw afspraak op {about} niet doorgaat",
            de: "ein Schreiben, dass Ihr Termin am {about} abgesagt ist",
            en: "a letter saying that your appointment on {about} is cancelled",
        },
    }
}

fn written(day: NaiveDate, language: Language) -> String {
    day.format(DAY.in_(language)).to_string()
}

/// What went out, and that it is void.
pub(super) fn void(sent: &WentOut, language: Language) -> String {
    let about = sent.about.map(|about| written(about, language)).unwrap_or_default();
    let what = what(sent.kind).in_(language).replace("{about}", &about);
    VOID.in_(language).replace("{on}", &written(sent.on, language)).replace("{what}", &what)
}

/// What holds in its place.
pub(super) fn stands(stands: Stands, language: Language) -> String {
    let (text, about) = match stands {
        Stands::Another(None) => return ANOTHER.in_(language).to_owned(),
        Stands::Another(Some(about)) => (ANOTHER_DAY, about),
        Stands::Appointment(about) => (APPOINTMENT, about),
        Stands::NoAppointment(about) => (NO_APPOINTMENT, about),
    };
    text.in_(language).replace("{about}", &written(about, language))
}

/// Whom to ask: who was named before, or else the insurer.
pub(super) fn ask(ask: Option<&AskAt>, language: Language) -> String {
    let Some(AskAt { name, phone, email }) = ask else { return FUND.in_(language).to_owned() };
    CONTACT.in_(language).replace("{phone}", phone).replace("{email}", email).replace("{name}", name)
}
