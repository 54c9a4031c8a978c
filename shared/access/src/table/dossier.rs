//! Who may call the dossier of the coordinator.

use super::{Row, act, read};
use crate::caller::Role::{Auditor, Coordinator, InternalSystem, Manager, Physician};
use crate::purpose::Purpose::Coordination;

pub(super) const ROWS: &[Row] = &[
    act(
        "trajet.dossier.v1.DossierService/AnnulAct",
        Coordination,
        &[Coordinator, Physician],
        "The dossier is the coordinator's, who records contacts and consents; what a physician wrote in a thread they annul themselves (GDPR, article 16).",
    ),
    act(
        "trajet.dossier.v1.DossierService/OpenRouteB",
        Coordination,
        &[Coordinator, InternalSystem],
        "The person asks the coordinator, or by the mutuality's portal (D6).",
    ),
    act(
        "trajet.dossier.v1.DossierService/MakeAppointment",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RescheduleAppointment",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordNoShow",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordAttempt",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordContactRefusal",
        Coordination,
        &[Coordinator],
        "Contacts are the coordinator's.",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordContact",
        Coordination,
        &[Coordinator],
        "The contact is the coordinator's (D9).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordConsents",
        Coordination,
        &[Coordinator],
        "Consent is given to the coordinator (D3).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RequestAuthorisation",
        Coordination,
        &[Coordinator],
        "The coordinator asks the physician (D7).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EndTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator ends it with the person (D8, D11).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordCommitment",
        Coordination,
        &[Coordinator],
        "The coordinator starts the trajectory in concertation with physician and person (D13).",
    ),
    act(
        "trajet.dossier.v1.DossierService/SignCommitment",
        Coordination,
        &[Physician, Coordinator],
        "The physician signs, or the coordinator records the paper that the physician signed (D13).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EstablishPlan",
        Coordination,
        &[Coordinator],
        "The coordinator registers objectives, actions and agreements (D16).",
    ),
    act(
        "trajet.dossier.v1.DossierService/AdaptPlan",
        Coordination,
        &[Coordinator],
        "The coordinator registers what is adjusted in the plan (D16, D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordPlanFollowUp",
        Coordination,
        &[Coordinator],
        "The coordinator follows the plan up (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/SuspendAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator suspends it after the employer's request (D14).",
    ),
    act(
        "trajet.dossier.v1.DossierService/ResumeAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator starts it again (D14).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EvaluateAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator evaluates the results (D24).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordReturnObservation",
        Coordination,
        &[Coordinator],
        "The coordinator looks at whether a return lasts (D24).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RegisterResult",
        Coordination,
        &[Coordinator],
        "The coordinator registers the result obtained (D24).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordOtherTrack",
        Coordination,
        &[Coordinator],
        "The coordinator registers what is done outside a formal trajectory (D25).",
    ),
    act(
        "trajet.dossier.v1.DossierService/ReferToPartner",
        Coordination,
        &[Coordinator, Physician],
        "The coordinator refers, after concertation with the physician, who has the same power (D17, D27, X2).",
    ),
    act(
        "trajet.dossier.v1.DossierService/WithdrawReferral",
        Coordination,
        &[Coordinator, Physician],
        "As for referring.",
    ),
    act(
        "trajet.dossier.v1.DossierService/EndOtherTrack",
        Coordination,
        &[Coordinator],
        "The coordinator registers its end (D25).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordLook",
        Coordination,
        &[Coordinator],
        "The dossier is the coordinator's to look after (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/RecordInformed",
        Coordination,
        &[Coordinator, Physician],
        "The coordinator tells the occupational physician (D14), the physician the treating physician (D19).",
    ),
    act(
        "trajet.dossier.v1.DossierService/EndAmiTrajectory",
        Coordination,
        &[Coordinator],
        "The coordinator sets the last day (D20, D24).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetPlan",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier (D2).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetDossier",
        Coordination,
        &[Coordinator, Physician],
        "Only these two have access to the dossier (D2).",
    ),
    read(
        "trajet.dossier.v1.DossierService/GetPresumption",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier: the physician decides by it (M15), the coordinator tells the person.",
    ),
    read(
        "trajet.dossier.v1.DossierService/FindPersons",
        Coordination,
        &[Coordinator, Physician],
        "As for one dossier.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ListWork",
        Coordination,
        &[Coordinator, Physician, Manager],
        "The coordinator's deadlines; a manager sees those that were escalated.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ListCaseHistory",
        Coordination,
        &[Coordinator, Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
    read(
        "trajet.dossier.v1.DossierService/ExplainCase",
        Coordination,
        &[Coordinator, Physician],
        "As for the dossier itself (D2).",
    ),
];
