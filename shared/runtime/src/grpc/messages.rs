//! What people read when a call fails, in each language.

use trajet_belgium::Texts;
use trajet_contracts::error::v1::ErrorReason;

/// The message of a reason. A new reason does not compile until it has its four texts.
#[expect(clippy::too_many_lines, reason = "a table is read row by row")]
pub(super) fn texts(reason: ErrorReason) -> Texts {
    match reason {
        ErrorReason::Unspecified | ErrorReason::Internal => Texts {
            en: "Something went wrong on our side. Please report the incident number.",
            fr: "Une erreur s'est produite de notre côté. Veuillez communiquer le numéro d'incident.",
            nl: "Er ging iets mis aan onze kant. Gelieve het incidentnummer te melden.",
            de: "Bei uns ist ein Fehler aufgetreten. Bitte melden Sie die Vorfallnummer.",
        },
        ErrorReason::ValidationFailed => Texts {
            en: "Some of the data are missing or not correct.",
            fr: "Certaines données manquent ou sont incorrectes.",
            nl: "Sommige gegevens ontbreken of zijn onjuist.",
            de: "Einige Angaben fehlen oder sind nicht korrekt.",
        },
        ErrorReason::CredentialsMissing => Texts {
            en: "Please sign in.",
            fr: "Veuillez vous identifier.",
            nl: "Gelieve u aan te melden.",
            de: "Bitte melden Sie sich an.",
        },
        ErrorReason::CredentialsInvalid => Texts {
            en: "Your session is not valid or has ended. Please sign in again.",
            fr: "Votre session n'est pas valable ou a pris fin. Veuillez vous identifier à nouveau.",
            nl: "Uw sessie is ongeldig of beëindigd. Gelieve u opnieuw aan te melden.",
            de: "Ihre Sitzung ist ungültig oder beendet. Bitte melden Sie sich erneut an.",
        },
        ErrorReason::RoleNotPermitted => Texts {
            en: "Your role does not allow this.",
            fr: "Votre rôle ne le permet pas.",
            nl: "Uw rol laat dit niet toe.",
            de: "Ihre Rolle erlaubt dies nicht.",
        },
        ErrorReason::InsurerNotServed => Texts {
            en: "Your insurance institution is not served here.",
            fr: "Votre organisme assureur n'est pas desservi ici.",
            nl: "Uw verzekeringsinstelling wordt hier niet bediend.",
            de: "Ihr Versicherungsträger wird hier nicht bedient.",
        },
        ErrorReason::CaseNotFound => Texts {
            en: "There is no such case.",
            fr: "Ce dossier n'existe pas.",
            nl: "Dit dossier bestaat niet.",
            de: "Diese Akte gibt es nicht.",
        },
        ErrorReason::DefinitionNotFound => Texts {
            en: "There is no such questionnaire.",
            fr: "Ce questionnaire n'existe pas.",
            nl: "Deze vragenlijst bestaat niet.",
            de: "Diesen Fragebogen gibt es nicht.",
        },
        ErrorReason::CaseAlreadyOpen => Texts {
            en: "This person already has a case that begins on this day.",
            fr: "Cette personne a déjà un dossier qui commence ce jour-là.",
            nl: "Deze persoon heeft al een dossier dat op deze dag begint.",
            de: "Diese Person hat bereits eine Akte, die an diesem Tag beginnt.",
        },
        ErrorReason::RequestIdReused => Texts {
            en: "This request number was already used for another request.",
            fr: "Ce numéro de demande a déjà servi pour une autre demande.",
            nl: "Dit aanvraagnummer werd al voor een andere aanvraag gebruikt.",
            de: "Diese Anfragenummer wurde bereits für eine andere Anfrage verwendet.",
        },
        ErrorReason::EtagMismatch => Texts {
            en: "The case has changed in the meantime. Please look at it again before you decide.",
            fr: "Le dossier a changé entre-temps. Veuillez le relire avant de décider.",
            nl: "Het dossier is intussen gewijzigd. Gelieve het opnieuw te bekijken voor u beslist.",
            de: "Die Akte wurde inzwischen geändert. Bitte sehen Sie sie erneut ein, bevor Sie entscheiden.",
        },
        ErrorReason::LegalRefusal => Texts {
            en: "The rules do not allow this step in this case today.",
            fr: "La réglementation ne permet pas cette étape dans ce dossier aujourd'hui.",
            nl: "De regelgeving laat deze stap in dit dossier vandaag niet toe.",
            de: "Die Vorschriften lassen diesen Schritt in dieser Akte heute nicht zu.",
        },
        ErrorReason::CursorForeign => Texts {
            en: "The reading position belongs to another register.",
            fr: "La position de lecture appartient à un autre registre.",
            nl: "De leespositie hoort bij een ander register.",
            de: "Die Leseposition gehört zu einem anderen Register.",
        },
        ErrorReason::CursorDiverged => Texts {
            en: "The register does not have the history that was read before. Please alert an operator.",
            fr: "Le registre n'a pas l'historique lu auparavant. Veuillez alerter un opérateur.",
            nl: "Het register heeft niet de geschiedenis die eerder werd gelezen. Gelieve een operator te verwittigen.",
            de: "Das Register hat nicht den zuvor gelesenen Verlauf. Bitte verständigen Sie den Betrieb.",
        },
        ErrorReason::CursorAhead => Texts {
            en: "The latest data are not available yet. Please try again in a moment.",
            fr: "Les dernières données ne sont pas encore disponibles. Veuillez réessayer dans un instant.",
            nl: "De laatste gegevens zijn nog niet beschikbaar. Gelieve het zo dadelijk opnieuw te proberen.",
            de: "Die neuesten Daten sind noch nicht verfügbar. Bitte versuchen Sie es gleich noch einmal.",
        },
        ErrorReason::PageTokenInvalid => Texts {
            en: "This page does not belong to this list. Please start again from the first page.",
            fr: "Cette page n'appartient pas à cette liste. Veuillez recommencer à la première page.",
            nl: "Deze pagina hoort niet bij deze lijst. Gelieve opnieuw te beginnen bij de eerste pagina.",
            de: "Diese Seite gehört nicht zu dieser Liste. Bitte beginnen Sie wieder bei der ersten Seite.",
        },
        ErrorReason::LedgerBusy => Texts {
            en: "It is very busy. Nothing was recorded. Please try again in a moment.",
            fr: "Le service est très sollicité. Rien n'a été enregistré. Veuillez réessayer dans un instant.",
            nl: "Het is erg druk. Er werd niets geregistreerd. Gelieve het zo dadelijk opnieuw te proberen.",
            de: "Der Dienst ist stark ausgelastet. Nichts wurde erfasst. Bitte versuchen Sie es gleich noch einmal.",
        },
        ErrorReason::StoreUnavailable => Texts {
            en: "The data cannot be reached at the moment. Please try again.",
            fr: "Les données sont momentanément inaccessibles. Veuillez réessayer.",
            nl: "De gegevens zijn op dit ogenblik niet bereikbaar. Gelieve het opnieuw te proberen.",
            de: "Die Daten sind zurzeit nicht erreichbar. Bitte versuchen Sie es erneut.",
        },
        ErrorReason::Draining => Texts {
            en: "The service is restarting. Please try again.",
            fr: "Le service redémarre. Veuillez réessayer.",
            nl: "De dienst start opnieuw op. Gelieve het opnieuw te proberen.",
            de: "Der Dienst startet neu. Bitte versuchen Sie es erneut.",
        },
        ErrorReason::DeadlineExceeded => Texts {
            en: "The answer took too long. Please try again: nothing is done twice.",
            fr: "La réponse a pris trop de temps. Veuillez réessayer : rien n'est fait deux fois.",
            nl: "Het antwoord duurde te lang. Gelieve het opnieuw te proberen: niets gebeurt twee keer.",
            de: "Die Antwort dauerte zu lange. Bitte versuchen Sie es erneut: Nichts geschieht zweimal.",
        },
        ErrorReason::ClockNotSimulated => Texts {
            en: "The date can only be set where the clock is simulated.",
            fr: "La date ne peut être réglée que si l'horloge est simulée.",
            nl: "De datum kan enkel worden ingesteld waar de klok gesimuleerd is.",
            de: "Das Datum lässt sich nur bei einer simulierten Uhr einstellen.",
        },
        ErrorReason::StreamCut => Texts {
            en: "The connection was closed. Please go on from where it stopped.",
            fr: "La connexion a été fermée. Veuillez reprendre là où elle s'est arrêtée.",
            nl: "De verbinding werd gesloten. Gelieve verder te gaan waar ze stopte.",
            de: "Die Verbindung wurde geschlossen. Bitte setzen Sie dort fort, wo sie endete.",
        },
        ErrorReason::PartnerNotRegistered => Texts {
            en: "Your organisation is not registered as a partner for this.",
            fr: "Votre organisation n'est pas enregistrée comme partenaire à cet effet.",
            nl: "Uw organisatie is hiervoor niet als partner geregistreerd.",
            de: "Ihre Organisation ist dafür nicht als Partner eingetragen.",
        },
        ErrorReason::ReportLimitReached => Texts {
            en: "Your organisation has sent as many reports on this person as can be kept.",
            fr: "Votre organisation a envoyé sur cette personne autant de messages qu'il peut en être conservé.",
            nl: "Uw organisatie heeft over deze persoon zoveel berichten gestuurd als er bewaard kunnen worden.",
            de: "Ihre Organisation hat zu dieser Person so viele Meldungen gesandt, wie aufbewahrt werden können.",
        },
        ErrorReason::CoordinatorNotFound => Texts {
            en: "There is no such coordinator.",
            fr: "Ce coordinateur n'existe pas.",
            nl: "Deze coördinator bestaat niet.",
            de: "Diesen Koordinator gibt es nicht.",
        },
        ErrorReason::ThreadNotFound => Texts {
            en: "There is no such concertation.",
            fr: "Cette concertation n'existe pas.",
            nl: "Dit overleg bestaat niet.",
            de: "Diese Beratung gibt es nicht.",
        },
        ErrorReason::ReferralNotFound => Texts {
            en: "There is no such referral.",
            fr: "Ce renvoi n'existe pas.",
            nl: "Deze doorverwijzing bestaat niet.",
            de: "Diese Überweisung gibt es nicht.",
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use trajet_belgium::Language;

    use super::*;

    #[test]
    fn every_reason_has_a_text_of_its_own_in_each_language() {
        let reasons: Vec<_> = (1..).map_while(|number| ErrorReason::try_from(number).ok()).collect();
        assert!(reasons.len() > 20);
        let texts: HashSet<_> =
            reasons.iter().flat_map(|reason| Language::ALL.map(|language| texts(*reason).in_(language))).collect();
        assert_eq!(texts.len(), reasons.len() * Language::ALL.len());
        assert!(texts.iter().all(|text| text.ends_with('.') && text.len() < 200));
    }
}
