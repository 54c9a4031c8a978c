//! One act, followed through all services.

use std::collections::BTreeSet;

use acceptance::leak::hex;
use acceptance::otlp::Collector;
use acceptance::{Engine, Installation, Role, Server, day, on_both_engines, within};
use trajet_contracts::r#type::v1::HistoryEntry;

on_both_engines!(a_trace_goes_on_through_the_feed, metrics_arrive);

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

async fn start(engine: Engine) -> (Collector, Server) {
    let (collector, address) = Collector::start();
    let options = ["--simulated-clock", "--start", "2022-09-01", "--otlp", &address];
    (collector, Installation::new(engine).await.serve(&options).await)
}

async fn a_trace_goes_on_through_the_feed(engine: Engine) {
    let (collector, server) = start(engine).await;
    let physician = server.client(Role::Physician).with("traceparent", &format!("00-{TRACE}-{CALLER}-01"));
    let case_id = physician.declare_and_recognise(1, day("2022-09-01")).await.case_id;
    server.settle().await;
    // Whoever looks at the history finds the trace, in every service.
    let traces = |history: Vec<HistoryEntry>| history.into_iter().map(|entry| entry.trace_id).collect::<BTreeSet<_>>();
    let one = BTreeSet::from([TRACE.to_owned()]);
    assert_eq!(traces(physician.assessment_history(&case_id).await), one);
    assert_eq!(traces(physician.questionnaire_history(&case_id).await), one);
    assert_eq!(server.stop().await.code, Some(0));

    let spans = collector.spans();
    let of_trace: Vec<_> = spans.iter().filter(|span| hex(&span.trace_id) == TRACE).collect();
    let all_named = |name: &str, count: usize| -> Vec<_> {
        let found: Vec<_> = of_trace.iter().copied().filter(|span| span.name == name).collect();
        assert_eq!(found.len(), count, "{name} among {:?}", of_trace.iter().map(|span| &span.name).collect::<Vec<_>>());
        found
    };
    let named = |name: &str| all_named(name, 1)[0];
    let declared = named("trajet.assessment.v1.AssessmentService/DeclareIncapacity");
    let recognised = named("trajet.assessment.v1.AssessmentService/RecogniseIncapacity");
    // By the questionnaire, the dossier and the exchange.
    let taken = all_named("take trajet.assessment.v1.IncapacityRecognised", 3);
    assert_eq!(hex(&declared.parent_span_id), CALLER);
    assert_eq!(hex(&recognised.parent_span_id), CALLER);
    // The fact is taken because the act was done, or by something that was done within it.
    for mut parent in taken {
        while hex(&parent.parent_span_id) != CALLER {
            let above = of_trace.iter().find(|span| span.span_id == parent.parent_span_id);
            parent = above.expect("every span of the trace leads to the caller");
        }
        assert_eq!(parent.name, recognised.name);
    }
}

async fn metrics_arrive(engine: Engine) {
    let (collector, server) = start(engine).await;
    server.client(Role::Physician).declare_and_recognise(1, day("2022-09-01")).await;
    server.settle().await;
    within("the end", server.stop()).await;
    let metrics: BTreeSet<_> = collector.metrics().into_iter().collect();
    for name in ["rpc.server.calls", "rpc.server.call.duration"] {
        assert!(metrics.contains(name), "{name} is not among {metrics:?}");
    }
    assert!(metrics.iter().any(|name| name.starts_with("trajet.")), "the ledgers measure nothing: {metrics:?}");
}
