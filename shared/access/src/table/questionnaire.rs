//! Who may call the questionnaire.

use super::{Row, act, open, read};
use crate::caller::Role::{
    self, Auditor, Coordinator, Delegate, InsuredPerson, InternalSystem, Manager, Physician, Representative,
};
use crate::purpose::Purpose::Questionnaire;

/// The portal or the scan of a letter acts for the person; the coordinator and the delegate help (Q6).
const ANSWERS: &[Role] = &[InsuredPerson, Representative, Coordinator, Delegate, InternalSystem];

pub(super) const ROWS: &[Row] = &[
    act(
        "trajet.questionnaire.v1.QuestionnaireService/AnnulAct",
        Questionnaire,
        &[Physician],
        "The questionnaire is the physician's, who reads what was recorded of it (GDPR, article 16).",
    ),
    open(
        "trajet.questionnaire.v1.QuestionnaireService/GetDefinition",
        Questionnaire,
        Role::ALL,
        "The form is public and names nobody.",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/WaiveQuestionnaire",
        Questionnaire,
        &[Physician],
        "The reason is medical (Q2).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/SaveDraft",
        Questionnaire,
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/SubmitAnswers",
        Questionnaire,
        ANSWERS,
        "The person answers, alone or with help (Q6, Q9).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/CorrectAnswers",
        Questionnaire,
        &[InsuredPerson, Representative, Coordinator, InternalSystem],
        "The person corrects, alone or with help (Q9); a delegate's task is done once it is back (D2, Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/DelegateHelp",
        Questionnaire,
        &[Coordinator],
        "Help is the coordinator's to delegate (Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/RecordHelp",
        Questionnaire,
        &[Coordinator, Delegate],
        "Whoever helps records it (Q6).",
    ),
    act(
        "trajet.questionnaire.v1.QuestionnaireService/RecordImpossibility",
        Questionnaire,
        &[Coordinator, Delegate],
        "Whoever helped finds it out (Q7).",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/GetQuestionnaireCase",
        Questionnaire,
        &[Physician, Coordinator, Delegate, InsuredPerson, Representative],
        "The physician reads the answers; whoever helps sees what is missing (Q6); who fills it in reads their draft (Q9). A \
         delegate and a representative are told what the questionnaire that is out needs (D1, D2).",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ListWork",
        Questionnaire,
        &[Physician, Coordinator, Delegate, Manager],
        "Each sees the deadlines that are theirs, a manager those that were escalated.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/FindPersons",
        Questionnaire,
        &[Physician, Coordinator, Delegate],
        "Whose questionnaire they read or help with; a delegate finds whose help is theirs.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ListCaseHistory",
        Questionnaire,
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    read(
        "trajet.questionnaire.v1.QuestionnaireService/ExplainCase",
        Questionnaire,
        &[Physician, Coordinator],
        "Who reads the whole case: a delegate has a task in it (D2, Q6).",
    ),
];
