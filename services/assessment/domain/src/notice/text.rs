//! The words of the letters, in the four languages. `{day}` stands for the day that a letter is about.

use trajet_belgium::{Language, Texts};

use crate::people::Contact;

/// One letter: what stands between the salutation and the coordinator's contact details.
pub(super) struct Words {
    /// What it is about.
    pub(super) subject: Texts,
    /// What was decided.
    pub(super) decided: Texts,
    /// What the person can do.
    pub(super) next: Texts,
    /// That the text is our own.
    pub(super) own: Texts,
}

pub(super) const TRAJECTORY_REFUSED_1: Words = Words {
    subject: Texts {
        fr: "Votre demande de trajet Retour Au Travail",
        nl: "Uw vraag om een Terug Naar Werk-traject",
        de: "Ihr Antrag auf ein Verfahren für die Rückkehr zur Arbeit",
        en: "Your request for a Return To Work trajectory",
    },
    decided: Texts {
        fr: "Le {day}, lors d'un examen, vous avez demandé au médecin-conseil de commencer un trajet Retour Au Travail. \
             Compte tenu de votre situation médicale, le médecin-conseil ne peut pas accepter cette demande maintenant.",
        nl: "Op {day} hebt u tijdens een onderzoek aan de adviserend arts gevraagd om een Terug Naar Werk-traject te \
             beginnen. Gezien uw medische situatie kan de adviserend arts daar nu niet op ingaan.",
        de: "Am {day} haben Sie bei einer Untersuchung den Vertrauensarzt gebeten, ein Verfahren für die Rückkehr zur \
             Arbeit zu beginnen. Angesichts Ihrer medizinischen Situation kann der Vertrauensarzt dem jetzt nicht zustimmen.",
        en: "On {day}, at an examination, you asked the advising physician to begin a Return To Work trajectory. In view \
             of your medical situation, the advising physician cannot agree to it now.",
    },
    next: Texts {
        fr: "Cette décision vaut pour le moment. Vous pouvez à tout moment contacter un coordinateur Retour Au Travail, \
             et lui demander un trajet plus tard.",
        nl: "Deze beslissing geldt voor nu. U kunt altijd contact opnemen met een Terug Naar Werk-coördinator, en later \
             bij die coördinator om een traject vragen.",
        de: "Diese Entscheidung gilt für jetzt. Sie können sich jederzeit an einen Koordinator für die Rückkehr zur \
             Arbeit wenden und dort später ein Verfahren beantragen.",
        en: "This decision is for now. You can contact a Return To Work coordinator at any time, and ask the coordinator \
             for a trajectory later.",
    },
    own: NOT_PUBLISHED,
};

pub(super) const TRAJECTORY_NOT_AUTHORISED_1: Words = Words {
    subject: Texts {
        fr: "Votre trajet Retour Au Travail ne peut pas commencer maintenant",
        nl: "Uw Terug Naar Werk-traject kan nu niet beginnen",
        de: "Ihr Verfahren für die Rückkehr zur Arbeit kann jetzt nicht beginnen",
        en: "Your Return To Work trajectory cannot begin now",
    },
    decided: Texts {
        fr: "Après votre entretien avec le coordinateur, le médecin-conseil a décidé le {day} que, compte tenu de votre \
             situation médicale, le trajet Retour Au Travail que vous avez demandé ne peut pas commencer maintenant.",
        nl: "Na uw gesprek met de coördinator heeft de adviserend arts op {day} beslist dat, gezien uw medische situatie, \
             het Terug Naar Werk-traject dat u hebt gevraagd nu niet kan beginnen.",
        de: "Nach Ihrem Gespräch mit dem Koordinator hat der Vertrauensarzt am {day} entschieden, dass angesichts Ihrer \
             medizinischen Situation das beantragte Verfahren für die Rückkehr zur Arbeit jetzt nicht beginnen \
             kann.",
        en: "After your meeting with the coordinator, the advising physician decided on {day} that, in view of your \
             medical situation, the Return To Work trajectory that you asked for cannot begin now.",
    },
    next: Texts {
        fr: "Le coordinateur Retour Au Travail vous invitera à un nouvel entretien, pour voir avec vous ce qui est \
             possible. Vous pouvez aussi le contacter vous-même.",
        nl: "De Terug Naar Werk-coördinator nodigt u uit voor een nieuw gesprek, om samen te bekijken wat mogelijk is. U \
             kunt ook zelf contact opnemen.",
        de: "Der Koordinator für die Rückkehr zur Arbeit wird Sie zu einem neuen Gespräch einladen, um mit Ihnen zu \
             sehen, was möglich ist. Sie können sich auch selbst an ihn wenden.",
        en: "The Return To Work coordinator will invite you to another meeting, to see with you what is possible. You can \
             also contact the coordinator yourself.",
    },
    own: NOT_PUBLISHED,
};

pub(super) const WORK_NOT_AUTHORISED_1: Words = Words {
    subject: Texts {
        fr: "Votre demande de travail autorisé",
        nl: "Uw aanvraag om toegelaten arbeid",
        de: "Ihr Antrag auf erlaubte Arbeit",
        en: "Your application for authorised work",
    },
    decided: Texts {
        fr: "Vous avez demandé l'autorisation de travailler pendant votre incapacité. Le médecin-conseil a décidé le {day} \
             de ne pas autoriser ce travail, compte tenu des conditions de l'autorisation et de votre situation médicale.",
        nl: "U hebt gevraagd om tijdens uw arbeidsongeschiktheid te mogen werken. De adviserend arts heeft op {day} beslist \
             dit werk niet toe te laten, gezien de voorwaarden van de toelating en uw medische situatie.",
        de: "Sie haben beantragt, während Ihrer Arbeitsunfähigkeit arbeiten zu dürfen. Der Vertrauensarzt hat am {day} \
             entschieden, diese Arbeit angesichts der Bedingungen der Erlaubnis und Ihrer medizinischen Situation nicht zu \
             erlauben.",
        en: "You asked to be authorised to work during your incapacity. On {day} the advising physician decided not to \
             authorise this work, in view of the conditions of the authorisation and of your medical situation.",
    },
    next: Texts {
        fr: "Si vous travaillez déjà, contactez le médecin-conseil sans attendre. Pour un autre travail, ou d'autres heures, \
             vous pouvez faire une nouvelle demande avant de commencer. Un coordinateur Retour Au Travail peut vous aider.",
        nl: "Bent u al aan het werk, neem dan meteen contact op met de adviserend arts. Voor ander werk, of andere uren, kunt \
             u een nieuwe aanvraag doen voordat u begint. Een Terug Naar Werk-coördinator kan u helpen.",
        de: "Falls Sie schon arbeiten, wenden Sie sich bitte sofort an den Vertrauensarzt. Für eine andere Arbeit oder andere \
             Stunden können Sie vor dem Beginn einen neuen Antrag stellen. Ein Koordinator für die Rückkehr zur Arbeit kann \
             Ihnen helfen.",
        en: "If you are already at work, contact the advising physician at once. For other work, or other hours, you can apply \
             again before you begin. A Return To Work coordinator can help you.",
    },
    own: NO_FORM,
};

/// That no source gives a letter.
const NO_FORM: Texts = Texts {
    fr: "Le texte de cette lettre est celui de la plateforme Trajet : aucun formulaire officiel ne lui est connu.",
    nl: "De tekst van deze brief is van het platform Trajet: het kent geen officieel formulier.",
    de: "Der Text dieses Schreibens stammt von der Plattform Trajet: ein amtliches Formular ist ihr nicht bekannt.",
    en: "The text of this letter is that of the Trajet platform: it knows of no official form.",
};

/// That the form of the annex is not this one.
const NOT_PUBLISHED: Texts = Texts {
    fr: "Le texte de cette lettre est celui de la plateforme Trajet : le formulaire officiel n'est pas publié.",
    nl: "De tekst van deze brief is van het platform Trajet: het officiële formulier is niet gepubliceerd.",
    de: "Der Text dieses Schreibens stammt von der Plattform Trajet: das amtliche Formular ist nicht veröffentlicht.",
    en: "The text of this letter is that of the Trajet platform: the official form is not published.",
};

/// How a day is written.
pub(super) const DAY: Texts = Texts { fr: "%d/%m/%Y", nl: "%d/%m/%Y", de: "%d.%m.%Y", en: "%-d %B %Y" };

pub(super) fn salutation(language: Language, name: &str) -> String {
    match language {
        Language::French => format!("Bonjour {name},"),
        Language::Dutch => format!("Beste {name},"),
        Language::German => format!("Guten Tag {name},"),
        Language::English => format!("Dear {name},"),
    }
}

pub(super) fn contact(language: Language, contact: &Contact) -> String {
    let Contact { name, phone, email } = contact;
    match language {
        Language::French => format!("Votre contact : {name}, téléphone {phone}, e-mail {email}."),
        Language::Dutch => format!("Uw contactpersoon: {name}, telefoon {phone}, e-mail {email}."),
        Language::German => format!("Ihre Kontaktperson: {name}, Telefon {phone}, E-Mail {email}."),
        Language::English => format!("Your contact: {name}, telephone {phone}, e-mail {email}."),
    }
}
