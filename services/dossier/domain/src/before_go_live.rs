//! What happened in a case before the mutuality went live, as the taking over told it: nothing that was done on this platform.

use chrono::NaiveDate;
use trajet_law::deadline::{DatedFact, FactKind};
use trajet_law::matter::{Matter, Subject};
use trajet_law::rule::Rule;
use trajet_law::taken_over::TakenOver;

use crate::codes::codes;
use crate::fact::QuestionnaireTold;
use crate::state::State;
use crate::trajectory::TrajectoryRequest;

codes! {
    /// Something that happened before go-live.
    #[derive(Debug)]
    pub enum BeforeGoLive {
        /// The questionnaire was sent (Q1).
        QuestionnaireSent = "questionnaire_sent_before_go_live",
        /// It came back, completed (Q5).
        QuestionnaireBack = "questionnaire_back_before_go_live",
        /// The person asked for a trajectory, which goes on (D6).
        TrajectoryRequested = "trajectory_requested_before_go_live",
        /// The last first contact with the coordinator took place (D9).
        FirstContactHeld = "first_contact_held_before_go_live",
    }
}

impl BeforeGoLive {
    /// The rule on which it rests.
    #[must_use]
    pub const fn rule(self) -> Rule {
        match self {
            Self::QuestionnaireSent => Rule::Q1,
            Self::QuestionnaireBack => Rule::Q5,
            Self::TrajectoryRequested => Rule::D6,
            Self::FirstContactHeld => Rule::D9,
        }
    }

    /// The dated fact that it tells.
    pub(crate) const fn tells(self, on: NaiveDate) -> DatedFact {
        match self {
            Self::QuestionnaireSent => FactKind::QuestionnaireSent,
            Self::QuestionnaireBack => FactKind::QuestionnaireBack,
            Self::TrajectoryRequested => FactKind::TrajectoryRequested,
            Self::FirstContactHeld => FactKind::Contact,
        }
        .on(on)
    }

    /// What it is about, where `request` is the last request.
    pub(crate) fn matter(self, request: Subject) -> Matter {
        match self {
            Self::TrajectoryRequested => Matter::Begins(request),
            Self::QuestionnaireSent | Self::QuestionnaireBack | Self::FirstContactHeld => Matter::Itself,
        }
    }
}

/// What the taking over told, each with its day. A request comes after the questionnaire that serves it.
pub(crate) fn told(known: &TakenOver) -> impl Iterator<Item = (BeforeGoLive, NaiveDate)> {
    let told = [
        (BeforeGoLive::QuestionnaireSent, known.questionnaire_sent_on),
        (BeforeGoLive::QuestionnaireBack, known.questionnaire_returned_on),
        (BeforeGoLive::TrajectoryRequested, known.trajectory_requested_on),
        (BeforeGoLive::FirstContactHeld, known.first_contact_on),
    ];
    told.into_iter().filter_map(|(what, on)| Some((what, on?)))
}

/// Takes it in.
pub(crate) fn apply(state: &mut State, what: BeforeGoLive, on: NaiveDate) {
    match what {
        BeforeGoLive::QuestionnaireSent => state.questionnaire.push(QuestionnaireTold::Sent { on, route_b: false }),
        BeforeGoLive::QuestionnaireBack => {
            state.questionnaire.push(QuestionnaireTold::Completed { on, correction: false });
        }
        BeforeGoLive::TrajectoryRequested => {
            // One that came back before serves the trajectory.
            let back = state.taken_over().is_some_and(|known| known.questionnaire_returned_on.is_some());
            state.requests.push(TrajectoryRequest {
                number: state.next_request(),
                received_on: on,
                questionnaire_needed: !back,
                questionnaire_out: state.questionnaire_out(),
                questionnaire_back_on: None,
                first_contact: None,
                authorisations: Vec::new(),
                ended: None,
            });
        }
        BeforeGoLive::FirstContactHeld => {
            state.contacted_before_go_live = Some(on);
            if let Some(request) = state.requests.last_mut().filter(|request| request.received_on <= on) {
                request.first_contact = Some(on);
            }
        }
    }
}
