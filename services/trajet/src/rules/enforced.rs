//! Which functions enforce each rule. The tests of the architecture see to it that they exist.

use trajet_law::rule::Rule;

/// Functions of a file, whose path is from the root of the workspace.
pub(super) type InFile = (&'static str, &'static [&'static str]);

/// The functions that enforce a rule, first those that count and plan. None for a rule of which nothing is modelled yet.
#[expect(clippy::too_many_lines, reason = "one entry a rule, in the order of the ids")]
pub(super) fn enforced(rule: Rule) -> &'static [InFile] {
    match rule {
        Rule::T1 => &[("shared/law/src/brussels.rs", &["date_of", "morning_of", "midnight_after"])],
        Rule::T2 => &[("shared/law/src/months.rs", &["months_after", "month_of_incapacity", "last_day_of_month_k"])],
        Rule::T3 => {
            &[("shared/law/src/months.rs", &["within_days", "within_weeks", "within_months", "cover_of_months"])]
        }
        Rule::T4 => &[("shared/law/src/primary_incapacity.rs", &["primary_incapacity", "invalidity_plan"])],
        Rule::T5 => &[
            ("shared/law/src/working_days.rs", &["works_on", "nth_working_day_after"]),
            ("shared/belgium/src/holidays.rs", &["is_public_holiday"]),
        ],
        Rule::T6 => &[
            ("shared/law/src/deadline.rs", &["is_missed_on", "miss_before"]),
            ("shared/law/src/deadline/deadlines.rs", &["plan", "meet", "miss", "waive", "reopen"]),
            ("shared/law/src/deadline/escalation.rs", &["escalated_on"]),
            ("shared/law/src/ending.rs", &["close"]),
            ("services/assessment/domain/src/acts/missed.rs", &["decide"]),
            ("services/assessment/domain/src/acts/end_incapacity.rs", &["decide"]),
            ("services/questionnaire/domain/src/acts/end.rs", &["note"]),
            ("services/dossier/domain/src/acts/missed.rs", &["decide"]),
            ("services/dossier/domain/src/acts/end_incapacity.rs", &["decide"]),
            ("services/exchange/domain/src/acts/note.rs", &["ended"]),
        ],
        Rule::T7 => &[
            ("shared/law/src/scheme.rs", &["in_scope"]),
            ("services/assessment/domain/src/acts/declare.rs", &["decide"]),
        ],
        Rule::T8 => &[
            ("shared/law/src/parameter.rs", &["of"]),
            ("shared/law/src/law.rs", &["figure", "planning"]),
            ("services/assessment/domain/src/acts/follow_law.rs", &["decide"]),
            ("services/questionnaire/domain/src/acts/replan.rs", &["follow_law"]),
            ("shared/law/src/deadline.rs", &["predates_the_law"]),
        ],
        Rule::T9 => &[
            ("shared/law/src/replan.rs", &["replan"]),
            ("services/assessment/domain/src/acts/correct_start.rs", &["decide"]),
            ("services/assessment/domain/src/acts/replan.rs", &["with_moves"]),
            ("services/assessment/domain/src/acts/follow.rs", &["replaced"]),
            ("services/questionnaire/domain/src/acts/replan.rs", &["note"]),
            ("services/dossier/domain/src/replan.rs", &["replan_open"]),
            ("services/exchange/domain/src/acts/note.rs", &["corrected"]),
        ],
        Rule::Q1 => &[
            ("shared/law/src/questionnaire.rs", &["send_plan"]),
            ("services/questionnaire/domain/src/acts/note.rs", &["recognised"]),
            ("services/questionnaire/domain/src/acts/send.rs", &["decide"]),
        ],
        Rule::Q2 => &[("services/questionnaire/domain/src/acts/waive.rs", &["decide"])],
        Rule::Q3 => &[
            ("services/questionnaire/domain/src/acts/waive.rs", &["decide"]),
            ("services/questionnaire/domain/src/notice.rs", &["render"]),
        ],
        Rule::Q4 => &[("services/questionnaire/domain/src/acts/send.rs", &["kept_back"])],
        Rule::Q5 => &[
            ("shared/law/src/questionnaire.rs", &["return_plan"]),
            ("services/questionnaire/domain/src/acts/submit.rs", &["decide"]),
        ],
        Rule::Q6 => &[
            ("shared/law/src/questionnaire.rs", &["help_plan"]),
            ("services/questionnaire/domain/src/acts/return_missed.rs", &["decide"]),
            ("services/questionnaire/domain/src/acts/help.rs", &["decide"]),
            ("services/questionnaire/domain/src/acts/delegate.rs", &["decide"]),
            ("services/dossier/domain/src/acts/questionnaire.rs", &["decide"]),
        ],
        Rule::Q7 => &[
            ("services/questionnaire/domain/src/acts/impossible.rs", &["decide"]),
            ("services/assessment/domain/src/acts/follow/examination.rs", &["with_examination"]),
        ],
        Rule::Q8 => &[
            ("services/questionnaire/domain/src/acts/note.rs", &["requested"]),
            ("services/questionnaire/domain/src/acts/send_route_b.rs", &["decide"]),
            ("services/dossier/domain/src/acts/open_route_b.rs", &["decide"]),
            ("services/dossier/domain/src/acts/questionnaire.rs", &["serves"]),
        ],
        Rule::Q9 => &[
            ("services/questionnaire/domain/src/answers.rs", &["check", "missing"]),
            ("services/questionnaire/domain/src/definition/check.rs", &["check"]),
            ("services/questionnaire/domain/src/acts/draft.rs", &["decide"]),
            ("services/questionnaire/domain/src/acts/correct.rs", &["decide"]),
            ("services/questionnaire/domain/src/reading.rs", &["read"]),
        ],
        Rule::Q10 => &[("services/questionnaire/domain/src/acts/submit.rs", &["decide"])],
        Rule::M1 => &[
            ("services/assessment/domain/src/acts/declare.rs", &["decide"]),
            ("services/assessment/domain/src/acts/mod.rs", &["undecided"]),
            ("services/assessment/domain/src/acts/recognise.rs", &["decide"]),
            ("services/assessment/domain/src/acts/refuse.rs", &["decide"]),
        ],
        Rule::M2 => &[("services/assessment/domain/src/acts/recognise.rs", &["decide"])],
        Rule::M3 => &[
            ("shared/law/src/estimate.rs", &["first_estimate_plan"]),
            ("services/assessment/domain/src/acts/recognise.rs", &["decide"]),
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
        ],
        Rule::M4 => &[
            ("shared/law/src/estimate.rs", &["estimate_after_track_plan"]),
            ("services/assessment/domain/src/acts/start_track.rs", &["decide"]),
            ("services/assessment/domain/src/acts/end_track.rs", &["decide"]),
            ("services/assessment/domain/src/acts/note/codex.rs", &["told"]),
            ("services/assessment/domain/src/acts/follow.rs", &["kept_back", "after_the_tracks"]),
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
        ],
        Rule::M5 => &[
            ("shared/law/src/estimate.rs", &["examination_plan"]),
            (
                "services/assessment/domain/src/acts/follow/examination.rs",
                &["with_examination", "examination_asked_on"],
            ),
            ("services/assessment/domain/src/acts/invite.rs", &["decide"]),
            ("services/assessment/domain/src/acts/dispense.rs", &["decide"]),
        ],
        Rule::M6 => &[
            ("shared/law/src/estimate.rs", &["category_1_until"]),
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
            ("services/assessment/domain/src/acts/evaluate.rs", &["decide"]),
        ],
        Rule::M7 => &[
            ("shared/law/src/estimate.rs", &["category_1_examination_plan"]),
            ("services/assessment/domain/src/acts/invite.rs", &["decide"]),
            ("services/assessment/domain/src/acts/evaluate.rs", &["decide", "examination"]),
        ],
        Rule::M8 => &[
            ("shared/law/src/estimate.rs", &["category_3_examination_plan", "category_3_late_examination_plan"]),
            ("services/assessment/domain/src/acts/invite.rs", &["decide"]),
            ("services/assessment/domain/src/acts/evaluate.rs", &["decide", "examination"]),
        ],
        Rule::M9 => &[("services/assessment/domain/src/acts/evaluate.rs", &["decide", "asked_examination"])],
        Rule::M10 => &[
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
            ("services/assessment/domain/src/acts/evaluate.rs", &["decide"]),
            ("services/dossier/domain/src/acts/refer.rs", &["decide"]),
        ],
        Rule::M11 => &[
            ("services/assessment/domain/src/acts/start_track.rs", &["not_by_the_physician"]),
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
            ("services/assessment/domain/src/acts/evaluate.rs", &["decide"]),
        ],
        Rule::M12 => &[
            ("services/assessment/domain/src/acts/refuse_trajectory.rs", &["decide"]),
            ("services/assessment/domain/src/notice.rs", &["render"]),
        ],
        Rule::M13 => &[
            ("shared/law/src/route_b.rs", &["decision_plan"]),
            ("services/assessment/domain/src/acts/note.rs", &["take"]),
            ("services/assessment/domain/src/acts/decide_trajectory.rs", &["decide"]),
            ("services/assessment/domain/src/notice.rs", &["render"]),
        ],
        Rule::M14 => &[
            (
                "shared/law/src/authorised_work.rs",
                &["decision_plan", "decision_before_resumption_plan", "medical_reduction"],
            ),
            ("services/assessment/domain/src/acts/authorised_work/apply_for.rs", &["decide"]),
            ("services/assessment/domain/src/acts/authorised_work/resume.rs", &["decide", "deadline"]),
            ("services/assessment/domain/src/acts/authorised_work/answer.rs", &["decide"]),
            ("services/assessment/domain/src/acts/authorised_work/amend.rs", &["decide"]),
            ("services/assessment/domain/src/acts/authorised_work/mod.rs", &["terms", "performed"]),
            ("services/assessment/domain/src/notice.rs", &["render"]),
        ],
        Rule::M16 => &[
            ("shared/law/src/rehabilitation.rs", &["reintegration_phase", "reintegration_evaluation_plan", "amounts"]),
            ("services/assessment/domain/src/acts/rehabilitation/propose.rs", &["decide"]),
            ("services/assessment/domain/src/acts/rehabilitation/submit.rs", &["decide"]),
            ("services/assessment/domain/src/acts/rehabilitation/record.rs", &["decide"]),
            (
                "services/assessment/domain/src/acts/rehabilitation/follow.rs",
                &["answered", "started", "followed", "ended"],
            ),
            ("services/assessment/domain/src/acts/rehabilitation/evaluate.rs", &["decide"]),
        ],
        Rule::M17 => &[
            ("services/assessment/domain/src/acts/team_contact.rs", &["decide", "open_to_the_team"]),
            ("shared/service/src/work/visible.rs", &["to"]),
            ("services/assessment/src/grpc/access.rs", &["prepared", "shown"]),
        ],
        Rule::M18 => &[
            ("shared/law/src/presumption.rs", &["presumption"]),
            ("services/assessment/domain/src/acts/rehabilitation/follow.rs", &["started", "ended"]),
            ("services/assessment/domain/src/acts/rehabilitation.rs", &["ended_with", "cut_off"]),
            ("services/assessment/src/grpc/feed.rs", &["fact"]),
            ("services/dossier/domain/src/presumption.rs", &["programmes"]),
        ],
        Rule::M19 => &[
            ("services/assessment/domain/src/acts/rehabilitation/propose.rs", &["decide"]),
            ("services/assessment/domain/src/acts/rehabilitation/withdraw.rs", &["decide"]),
        ],
        Rule::M20 => &[
            ("services/assessment/domain/src/acts/note.rs", &["take"]),
            ("services/assessment/domain/src/fact/questionnaire.rs", &["kept_back_for_a_medical_reason"]),
            ("services/assessment/domain/src/acts/first_estimate.rs", &["decide"]),
        ],
        Rule::M21 => &[
            ("shared/law/src/benefit.rs", &["reduction"]),
            ("services/assessment/domain/src/acts/authorised_work/apply_for.rs", &["decide"]),
            ("services/assessment/domain/src/acts/authorised_work/withdraw.rs", &["decide"]),
        ],
        Rule::M22 => &[
            ("shared/law/src/certificate.rs", &["covers_until"]),
            ("services/assessment/domain/src/acts/declare.rs", &["decide"]),
            ("services/assessment/domain/src/acts/add_certificate.rs", &["decide"]),
        ],
        Rule::D1 => &[
            ("services/assessment/domain/src/acts/represent.rs", &["record", "end"]),
            ("services/dossier/domain/src/acts/consents.rs", &["represented"]),
            ("services/questionnaire/src/grpc/access.rs", &["represents"]),
            ("shared/law/src/representation.rs", &["entitle", "addressee"]),
            ("services/dossier/domain/src/acts/note.rs", &["standing"]),
            ("services/dossier/domain/src/state.rs", &["trajectory"]),
        ],
        Rule::D2 => &[
            ("shared/access/src/table.rs", &["permit"]),
            ("shared/service/src/work/visible.rs", &["to"]),
            ("services/questionnaire/src/grpc/access.rs", &["may_touch", "visible"]),
            ("services/questionnaire/domain/src/acts/mod.rs", &["may_help"]),
            ("services/dossier/domain/src/state.rs", &["trajectory"]),
        ],
        Rule::D3 => &[
            ("services/dossier/domain/src/acts/contact.rs", &["complete", "granted", "agreed"]),
            ("services/dossier/domain/src/acts/consents.rs", &["decide"]),
            ("services/dossier/domain/src/state.rs", &["trajectory"]),
            ("services/assessment/domain/src/consent.rs", &["consents_to_follow_up"]),
        ],
        Rule::D4 => &[
            ("shared/law/src/first_contact.rs", &["category_4_at_first_estimate", "after_later_category_4"]),
            ("services/dossier/domain/src/duty.rs", &["contact_plan", "referral_to_meet"]),
            ("services/dossier/domain/src/follow.rs", &["route_a"]),
            ("services/dossier/domain/src/acts/refer.rs", &["decide"]),
        ],
        Rule::D5 => &[
            ("shared/law/src/first_contact.rs", &["after_bar"]),
            ("services/dossier/domain/src/duty.rs", &["not_barred"]),
            ("services/dossier/domain/src/bar.rs", &["apply_bar", "lift_bar"]),
            ("services/dossier/domain/src/acts/bar_ended.rs", &["decide"]),
        ],
        Rule::D6 => &[
            (
                "shared/law/src/route_b.rs",
                &["appointment_plan", "contact_after_questionnaire", "contact_after_request"],
            ),
            ("services/dossier/domain/src/acts/open_route_b.rs", &["decide"]),
            ("services/dossier/domain/src/acts/make_appointment.rs", &["make"]),
            ("services/dossier/domain/src/acts/questionnaire.rs", &["back"]),
            ("services/dossier/domain/src/follow.rs", &["route_b"]),
            ("services/dossier/domain/src/acts/lapsed.rs", &["decide"]),
        ],
        Rule::D7 => &[
            ("shared/law/src/route_b.rs", &["authorisation_request_plan"]),
            ("services/dossier/domain/src/acts/contact.rs", &["decide"]),
            ("services/dossier/domain/src/acts/request_authorisation.rs", &["decide"]),
        ],
        Rule::D8 => &[
            ("shared/law/src/route_b.rs", &["contact_after_refusal"]),
            ("services/dossier/domain/src/acts/note.rs", &["refused"]),
            ("services/dossier/domain/src/duty.rs", &["undiscussed"]),
            ("services/dossier/domain/src/acts/end_trajectory.rs", &["decide"]),
        ],
        Rule::D9 => &[("services/dossier/domain/src/acts/contact.rs", &["complete", "held"])],
        Rule::D10 => &[
            ("services/dossier/domain/src/contact.rs", &["permits"]),
            ("services/dossier/domain/src/acts/make_appointment.rs", &["permitted"]),
        ],
        Rule::D11 => &[
            ("services/dossier/domain/src/acts/contact.rs", &["agreed"]),
            ("services/dossier/domain/src/acts/refuse_contact.rs", &["decide"]),
            ("services/dossier/domain/src/acts/end_trajectory.rs", &["decide"]),
            ("services/assessment/domain/src/acts/note.rs", &["trajectory_ended"]),
        ],
        Rule::D12 => &[("services/dossier/domain/src/ami/situation.rs", &["permitted"])],
        Rule::D13 => &[
            ("shared/law/src/ami.rs", &["signature_plan"]),
            ("services/dossier/domain/src/ami/commitment.rs", &["complete_on"]),
            ("services/dossier/domain/src/acts/ami/commit.rs", &["decide", "not_before_contact", "started"]),
            ("services/dossier/domain/src/acts/ami/sign.rs", &["decide"]),
        ],
        Rule::D14 => &[
            ("shared/law/src/ami.rs", &["start_notice_plan", "suspension_plan", "resumption_plan"]),
            ("services/dossier/domain/src/ami/commitment.rs", &["beside_an_employer"]),
            ("services/dossier/domain/src/ami/suspension.rs", &["employer_request", "over"]),
            ("services/dossier/domain/src/acts/ami/inform.rs", &["decide", "arise"]),
            ("services/dossier/domain/src/acts/ami/suspend.rs", &["suspend", "resume"]),
            ("services/dossier/domain/src/acts/ami/end.rs", &["decide"]),
        ],
        Rule::D15 => &[
            ("shared/law/src/ami.rs", &["first_interview_plan"]),
            ("services/dossier/domain/src/acts/ami/interview.rs", &["held"]),
        ],
        Rule::D16 => &[
            ("shared/law/src/ami.rs", &["plan_plan"]),
            ("services/dossier/domain/src/ami/plan.rs", &["missing"]),
            ("services/dossier/domain/src/acts/ami/establish_plan.rs", &["decide", "sound"]),
            ("services/dossier/domain/src/acts/ami/adapt_plan.rs", &["decide"]),
        ],
        Rule::D17 => &[
            ("services/dossier/domain/src/ami/plan.rs", &["is_outside"]),
            ("services/dossier/domain/src/acts/ami/establish_plan.rs", &["sound"]),
            ("services/dossier/domain/src/concertation/decide.rs", &["invite", "may_be_present"]),
            ("services/dossier/domain/src/concertation/settle.rs", &["leave"]),
        ],
        Rule::D18 => &[("services/dossier/domain/src/acts/ami/establish_plan.rs", &["decide"])],
        Rule::D19 => &[
            ("shared/law/src/ami.rs", &["follow_up_plan", "results_notice_plan", "look_plan"]),
            ("services/dossier/domain/src/ami/follow.rs", &["follow", "wanted", "next_follow_up"]),
            ("services/dossier/domain/src/acts/ami/interview.rs", &["rolls"]),
            ("services/dossier/domain/src/acts/ami/follow_up.rs", &["decide"]),
            ("services/dossier/domain/src/acts/ami/adapt_plan.rs", &["replan_follow_up"]),
            ("services/dossier/domain/src/look.rs", &["follow", "last_look"]),
            ("services/dossier/domain/src/acts/look.rs", &["decide"]),
            ("services/dossier/domain/src/acts/ami/establish_plan.rs", &["sound"]),
            ("services/dossier/domain/src/acts/ami/inform.rs", &["decide"]),
        ],
        Rule::D24 => &[
            ("shared/law/src/ami.rs", &["evaluation_plan", "return_observation_plan"]),
            ("services/dossier/domain/src/ami/follow.rs", &["evaluated"]),
            ("services/dossier/domain/src/ami/outcome.rs", &["returned"]),
            (
                "services/dossier/domain/src/acts/ami/evaluate.rs",
                &["evaluate", "observe", "is_asked", "lives", "begun"],
            ),
            ("services/dossier/domain/src/acts/ami/end.rs", &["decide", "end"]),
        ],
        Rule::D25 => &[("services/dossier/domain/src/other_track.rs", &["decide", "last_day_of"])],
        Rule::D26 => &[
            ("shared/law/src/concertation.rs", &["physician_reads", "coordinator_reads"]),
            ("services/dossier/domain/src/concertation/decide.rs", &["open", "post", "mark_read", "close"]),
            ("services/dossier/domain/src/concertation/settle.rs", &["read"]),
        ],
        Rule::D27 => &[("services/dossier/domain/src/concertation/decide.rs", &["invite"])],
        Rule::D20 | Rule::D21 => &[
            ("shared/law/src/presumption.rs", &["presumption", "ends"]),
            ("services/dossier/domain/src/presumption.rs", &["follow", "known"]),
        ],
        Rule::D22 => &[
            ("shared/law/src/presumption/codex.rs", &["codex_plans"]),
            ("services/dossier/domain/src/presumption.rs", &["follow"]),
        ],
        Rule::D23 => &[
            ("shared/law/src/presumption.rs", &["covers"]),
            ("services/dossier/domain/src/presumption.rs", &["presumed_on"]),
            ("services/dossier/src/grpc/convert/presumption.rs", &["tell_presumptions"]),
        ],
        Rule::M15 => &[
            ("services/assessment/domain/src/presumed.rs", &["presumed_after"]),
            ("services/assessment/domain/src/acts/end_incapacity.rs", &["decide"]),
        ],
        Rule::D28 => &[
            ("services/dossier/domain/src/acts/ami/establish_plan.rs", &["sound"]),
            ("services/dossier/domain/src/acts/ami/adapt_plan.rs", &["concerted"]),
        ],
        Rule::D29 => &[
            ("services/dossier/src/grpc/convert/registry.rs", &["check_registration"]),
            ("services/dossier/domain/src/acts/ami/establish_plan.rs", &["sound"]),
            ("services/assessment/domain/src/notice.rs", &["render"]),
            ("services/questionnaire/domain/src/notice.rs", &["render"]),
            ("services/dossier/domain/src/notice.rs", &["render"]),
        ],
        Rule::D30 => &[
            ("services/dossier/domain/src/acts/make_appointment.rs", &["decide"]),
            ("services/dossier/domain/src/acts/reschedule.rs", &["decide"]),
            ("services/dossier/src/grpc/convert/dossier.rs", &["tell_preparation"]),
        ],
        Rule::D31 => &[
            ("services/dossier/domain/src/state.rs", &["trajectory"]),
            ("services/dossier/domain/src/acts/request_authorisation.rs", &["decide"]),
            ("services/dossier/domain/src/ami/follow.rs", &["bar"]),
            ("services/dossier/src/report.rs", &["fact"]),
        ],
        Rule::X1 => &[
            ("shared/belgium/src/territory.rs", &["services", "employment_service"]),
            ("services/exchange/domain/src/acts/register.rs", &["decide"]),
            ("services/exchange/src/registry.rs", &["on_day"]),
            ("services/exchange/src/grpc/service.rs", &["find_competent_partners"]),
        ],
        Rule::X5 => &[
            ("services/exchange/domain/src/acts/receive.rs", &["decide"]),
            ("services/exchange/domain/src/acts/take.rs", &["decide"]),
            ("services/assessment/domain/src/acts/note/codex.rs", &["told"]),
            ("services/dossier/domain/src/acts/note.rs", &["act"]),
        ],
        Rule::X7 => &[
            ("services/exchange/src/grpc/service.rs", &["kind_of"]),
            ("services/exchange/src/reports.rs", &["of_partner"]),
            ("services/exchange/domain/src/acts/receive.rs", &["decide"]),
            ("services/exchange/domain/src/acts/matched.rs", &["decide"]),
            ("services/exchange/domain/src/acts/erase.rs", &["decide"]),
        ],
        Rule::X9 => &[
            ("services/exchange/domain/src/told.rs", &["told_by"]),
            ("services/exchange/domain/src/acts/receive.rs", &["decide"]),
            ("services/assessment/domain/src/acts/rehabilitation/follow.rs", &["told", "answered"]),
        ],
        Rule::X10 => &[
            ("services/exchange/domain/src/told.rs", &["told_by"]),
            ("services/exchange/domain/src/acts/take.rs", &["decide"]),
            ("services/assessment/domain/src/acts/rehabilitation/follow.rs", &["told", "effect", "with_released"]),
        ],
        Rule::K1 => &[
            ("shared/law/src/coordinator.rs", &["standing", "certify_by", "warning"]),
            ("services/dossier/domain/src/registry/decide.rs", &["decide", "dated"]),
            ("services/dossier/domain/src/assignment.rs", &["required"]),
        ],
        Rule::K2 => &[
            ("shared/law/src/coordinator.rs", &["year_duty", "failed_year", "counts", "warning"]),
            ("services/dossier/domain/src/registry/decide.rs", &["decide", "announced"]),
            ("services/dossier/domain/src/registry.rs", &["moments"]),
        ],
        Rule::K3 => &[
            ("shared/law/src/coordinator.rs", &["standing"]),
            ("services/dossier/domain/src/assignment.rs", &["required", "may_meet", "first_appointment", "to_be_held"]),
            ("services/dossier/domain/src/acts/assign.rs", &["decide"]),
            ("services/dossier/src/registry.rs", &["qualification"]),
            ("services/dossier/src/grpc/registry_pages.rs", &["to_reassign"]),
        ],
        Rule::R2 => &[
            ("shared/law/src/retention.rs", &["erased_on"]),
            ("services/assessment/domain/src/end.rs", &["erased_on"]),
        ],
        Rule::R5 => &[
            ("shared/service/src/ledgers.rs", &["receive"]),
            ("shared/service/src/listen.rs", &["permit"]),
            ("shared/service/src/pseudonyms.rs", &["niss"]),
        ],
        Rule::R1 => &[
            ("shared/report/src/case.rs", &["actions"]),
            ("shared/report/src/action.rs", &["also_by_itself"]),
            ("shared/service/src/report/source.rs", &["page", "reference"]),
            ("shared/service/src/report/serve.rs", &["list_actions", "asked"]),
            ("services/assessment/src/report.rs", &["fact"]),
            ("services/dossier/src/report.rs", &["fact"]),
        ],
        Rule::R6 => &[
            ("shared/report/src/indicators.rs", &["count", "acted", "lengths", "reach"]),
            ("shared/report/src/deadlines.rs", &["count"]),
            ("shared/report/src/barometer.rs", &["count", "acted"]),
            ("shared/report/src/figure.rs", &["rounded"]),
            ("shared/service/src/report/serve.rs", &["list_indicators", "list_barometer"]),
            ("services/assessment/src/report.rs", &["fact"]),
            ("services/questionnaire/src/report.rs", &["fact"]),
            ("services/dossier/src/report.rs", &["fact"]),
            ("services/exchange/src/report.rs", &["fact"]),
        ],
        Rule::X2 | Rule::X3 | Rule::X4 | Rule::X6 | Rule::X8 | Rule::X11 | Rule::R3 | Rule::R4 => &[],
    }
}
