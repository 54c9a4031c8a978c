//! Who may call the exchange with the partners.

use super::{Row, act, open, read};
use crate::caller::Role::{Auditor, Coordinator, InternalSystem, Operator, PartnerAgent, Physician};
use crate::purpose::Purpose::Exchange;

pub(super) const ROWS: &[Row] = &[
    open(
        "trajet.exchange.v1.ExchangeService/RegisterPartner",
        Exchange,
        &[Operator],
        "Who is a partner is the mutuality's to say, and names no insured person (X1).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/ReportCodexFact",
        Exchange,
        &[PartnerAgent],
        "The occupational physician tells (X5).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/ReportRehabilitationFact",
        Exchange,
        &[PartnerAgent],
        "The CSCMI and the regional services tell (X8, X9, X10).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/AnnulAct",
        Exchange,
        &[Physician],
        "What a partner told by mistake is in the medical file and in the dossier.",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListReports",
        Exchange,
        &[PartnerAgent],
        "A partner sees what it sent, of its own organisation (X7).",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListReferrals",
        Exchange,
        &[PartnerAgent],
        "A partner reads its own inbox: what it may have of what is addressed to it (X3, X6, X7).",
    ),
    act(
        "trajet.exchange.v1.ExchangeService/AcknowledgeReferral",
        Exchange,
        &[PartnerAgent],
        "Whom a referral is addressed to acknowledges it (X4, X7).",
    ),
    act("trajet.exchange.v1.ExchangeService/AnswerReferral", Exchange, &[PartnerAgent], "As for acknowledging it."),
    act("trajet.exchange.v1.ExchangeService/CommitTo", Exchange, &[PartnerAgent], "As for acknowledging it."),
    act("trajet.exchange.v1.ExchangeService/ReportCommitment", Exchange, &[PartnerAgent], "As for acknowledging it."),
    read(
        "trajet.exchange.v1.ExchangeService/ListUnmatchedReports",
        Exchange,
        &[Physician, InternalSystem],
        "Whoever can find out whom it is about.",
    ),
    open(
        "trajet.exchange.v1.ExchangeService/ListPartners",
        Exchange,
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    open(
        "trajet.exchange.v1.ExchangeService/FindCompetentPartners",
        Exchange,
        &[Coordinator, Physician, Operator, InternalSystem],
        "The registry names organisations only.",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/GetExchangeCase",
        Exchange,
        &[Coordinator, Physician],
        "What a partner told belongs to the dossier and the medical file (D2).",
    ),
    read(
        "trajet.exchange.v1.ExchangeService/ListCaseHistory",
        Exchange,
        &[Physician, Auditor],
        "Who decided, and who checks that it was decided lawfully.",
    ),
];
