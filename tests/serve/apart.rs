//! The services in processes of their own.

use acceptance::acts::{fates, standings};
use acceptance::installation::{finished, program};
use acceptance::relay::Relay;
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines};
use futures_util::future::join_all;
use trajet_contracts::assessment::v1::{Category, QuestionnaireStatus};
use trajet_contracts::exchange::v1::GetExchangeCaseRequest;
use trajet_contracts::questionnaire::v1::ListWorkRequest;
use trajet_contracts::r#type::v1::{DeadlineOutcome, Standing};

on_both_engines!(
    two_processes_exchange_facts,
    a_process_that_was_away_hears_what_it_missed,
    a_service_alone_does_its_work_and_is_heard_later,
    four_processes_exchange_facts,
);

struct Apart {
    installation: Installation,
    assessment: Server,
    questionnaire: Server,
    to_questionnaire: Relay,
}

impl Apart {
    async fn start(engine: Engine) -> Self {
        let installation = Installation::new(engine).await;
        let to_questionnaire = Relay::new().await;
        let peer = format!("questionnaire={}", to_questionnaire.url());
        let options = ["--simulated-clock", "--start", "2022-09-01", "--only", "assessment", "--peer", &peer];
        let assessment = installation.serve(&options).await;
        let questionnaire = start_questionnaire(&installation, &assessment, "2022-09-01").await;
        to_questionnaire.lead_to(questionnaire.address());
        Self { installation, assessment, questionnaire, to_questionnaire }
    }

    async fn advance(&self, to: &str) {
        self.installation.advance_all(&[&self.assessment, &self.questionnaire], day(to)).await;
    }
}

async fn start_questionnaire(installation: &Installation, assessment: &Server, today: &str) -> Server {
    let peer = format!("assessment={}", assessment.url());
    let options = ["--simulated-clock", "--start", today, "--only", "questionnaire", "--peer", &peer];
    installation.serve_beside("questionnaire", &options).await
}

async fn two_processes_exchange_facts(engine: Engine) {
    let platform = Apart::start(engine).await;
    assert!(platform.assessment.ready().ends_with(" assessment"));
    assert!(platform.questionnaire.ready().ends_with(" questionnaire"));

    let physician = platform.assessment.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    platform.advance("2022-11-25").await;

    let told = platform.questionnaire.client(Role::Coordinator).questionnaire_case(&case_id).await;
    let send = fates(&told.deadlines)["questionnaire_send"];
    assert_eq!((send.2, send.3), (DeadlineOutcome::Met, Some(day("2022-11-10"))));
    let heard = physician.case(&case_id).await.questionnaire.unwrap();
    assert_eq!(heard.status(), QuestionnaireStatus::NotReturned);
}

async fn a_process_that_was_away_hears_what_it_missed(engine: Engine) {
    let platform = Apart::start(engine).await;
    let Apart { installation, assessment, questionnaire, to_questionnaire } = platform;
    questionnaire.kill().await;
    let physician = assessment.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;

    let questionnaire = start_questionnaire(&installation, &assessment, "2022-09-01").await;
    to_questionnaire.lead_to(questionnaire.address());
    installation.advance_all(&[&assessment, &questionnaire], day("2022-11-04")).await;
    let mut list = questionnaire.client(Role::Physician).questionnaire();
    let rows = list.list_work(ListWorkRequest::default()).await.unwrap().into_inner().rows;
    assert_eq!(standings(&rows).into_iter().collect::<Vec<_>>(), [("questionnaire_send".to_owned(), Standing::Soon)]);
    assert_eq!(rows[0].items[0].case_id, case_id);
}

async fn a_service_alone_does_its_work_and_is_heard_later(engine: Engine) {
    let installation = Installation::new(engine).await;
    let alone = ["--simulated-clock", "--start", "2022-09-01", "--only", "assessment"];
    let assessment = installation.serve(&alone).await;
    let physician = assessment.client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    installation.advance_all(&[&assessment], day("2022-10-01")).await;
    for missing in ["questionnaire", "dossier", "exchange"] {
        let warning = format!("{missing} is not heard by assessment: say where it is with --peer {missing}=");
        assert_eq!(assessment.written().matches(&warning).count(), 1, "{}", assessment.written());
    }

    let questionnaire = start_questionnaire(&installation, &assessment, "2022-10-01").await;
    installation.advance_all(&[&assessment, &questionnaire], day("2022-11-10")).await;
    let told = questionnaire.client(Role::Coordinator).questionnaire_case(&case_id).await;
    assert_eq!(fates(&told.deadlines)["questionnaire_send"].3, Some(day("2022-11-10")));
}

async fn four_processes_exchange_facts(engine: Engine) {
    const NAMES: [&str; 4] = ["assessment", "questionnaire", "dossier", "exchange"];
    let installation = Installation::new(engine).await;
    let relays = join_all(NAMES.map(|_| Relay::new())).await;
    let peers: Vec<_> = NAMES.iter().zip(&relays).map(|(name, relay)| format!("{name}={}", relay.url())).collect();
    let mut servers = Vec::new();
    for (index, name) in NAMES.iter().enumerate() {
        let mut options = vec!["--simulated-clock", "--start", "2022-09-01", "--only", name];
        let others = peers.iter().enumerate().filter(|(other, _)| *other != index);
        options.extend(others.flat_map(|(_, peer)| ["--peer", peer.as_str()]));
        let server = match index {
            0 => installation.serve(&options).await,
            _ => installation.serve_beside(name, &options).await,
        };
        assert!(!server.written().contains("is not heard"), "{}", server.written());
        relays[index].lead_to(server.address());
        servers.push(server);
    }
    let all: Vec<_> = servers.iter().collect();
    let physician = servers[0].client(Role::Physician);
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    installation.advance_all(&all, day("2022-12-05")).await;
    physician.estimate(&case_id, Category::FourReturnWithActions).await;
    installation.advance_all(&all, day("2022-12-06")).await;

    // Assessment is heard by the dossier, of the help with the questionnaire beside it.
    let dossier = servers[2].client(Role::Coordinator).dossier_of(&case_id).await;
    let fates = fates(&dossier.deadlines);
    assert_eq!(fates["first_contact_category_4"].0, Some(day("2023-02-28")));
    assert_eq!(fates["questionnaire_help"].2, DeadlineOutcome::Open);
    let request = GetExchangeCaseRequest { case_id: case_id.clone(), ..Default::default() };
    let told = servers[3].client(Role::Physician).exchange().get_exchange_case(request).await.unwrap().into_inner();
    assert_eq!(told.exchange_case.unwrap().case_id, case_id);

    // What all of them recorded is one history.
    let mut command = program();
    command.args(["case", "history", &case_id]).arg("--data").arg(installation.data());
    command.args(servers.iter().flat_map(|server| ["--server".to_owned(), server.url()]));
    let history = String::from_utf8(finished(command).await.stdout).unwrap();
    let services: Vec<_> = history.lines().filter_map(|line| line.split_whitespace().nth(1)).collect();
    assert!(NAMES.iter().all(|name| services.contains(name)), "{history}");
    assert_eq!((services.first(), services.last()), (Some(&"assessment"), Some(&"dossier")), "{history}");
}
