//! A case as far as the questionnaire that is out goes: for a delegate who helps with it, and for a legal representative who
//! fills it in.

use chrono::NaiveDate;
use trajet_access::{Caller, Role};
use trajet_contracts::questionnaire::v1 as contract;
use trajet_law::deadline::Step;
use trajet_law::representation::{Representation, RepresentationScope};
use trajet_questionnaire_domain::{Round, State};
use trajet_service::past::Seen;
use trajet_service::{plan, representation};

/// Of a case what a task in it needs, own reading of D1, D2 and Q6: whose questionnaire it is, the sending that is out with what
/// was filled in for it, and until when it is waited for. A delegate sees the help too, and who fills it in for the person; a
/// representative of all representatives only themselves.
///
/// Nothing of earlier sendings is told, nor why none was sent, nor what runs beside. As of a day or an instant no more is told
/// than of the case as it is now. A field is told when somebody put it here.
pub(crate) fn for_the_task(
    case: contract::QuestionnaireCase,
    seen: &Seen<State>,
    caller: &Caller,
    today: NaiveDate,
) -> contract::QuestionnaireCase {
    let helps = caller.role == Role::Delegate;
    let number = |state: &State| state.round().map(|round: &Round| round.sent.number);
    let out = number(&seen.then).filter(|then| number(&seen.now) == Some(*then));
    let is_out = out.is_some();
    // While none was sent yet, the stage is told where it is that of now.
    let awaits_the_first = number(&seen.now).is_none() && seen.then.stage() == seen.now.stage();
    let asked = |step: Step| matches!(step, Step::QuestionnaireReturn | Step::QuestionnaireHelp);
    let open = seen.then.deadlines.iter().filter(|it| is_out && it.closed.is_none() && asked(it.plan.step));
    let shown = |it: &&Representation| {
        if helps {
            it.entitles(RepresentationScope::Questionnaire, today)
        } else {
            it.subject.as_deref() == Some(caller.subject.as_str())
        }
    };
    contract::QuestionnaireCase {
        case_id: case.case_id,
        etag: case.etag,
        person: case.person,
        incapacity_start: case.incapacity_start,
        stage: if is_out || awaits_the_first { case.stage } else { contract::Stage::Unspecified.into() },
        sending: case.sending.filter(|_| is_out),
        draft: case.draft.filter(|_| is_out),
        incomplete_on: if is_out { case.incomplete_on } else { Vec::new() },
        submissions: case.submissions.into_iter().filter(|it| Some(it.sending) == out).collect(),
        help: case.help.filter(|_| is_out && helps),
        deadlines: open.map(|deadline| plan::tell_on(deadline, seen.on)).collect(),
        impossibility: case.impossibility.filter(|_| is_out),
        end: case.end,
        representations: seen.now.representations.iter().filter(shown).map(representation::tell).collect(),
        ..Default::default()
    }
}
