//! One ledger listens to another over real gRPC: each fact once, in order, whoever is killed.

use std::net::SocketAddr;
use std::sync::Arc;

use prost::Name as _;
use prost_types::Any;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::Channel;
use tonic::transport::server::TcpIncoming;
use tonic::{Extensions, Request};
use trajet_contracts::feed::v1::feed_service_server::FeedServiceServer;
use trajet_contracts::feed::v1::{Batch, FeedEvent, ListRequest};
use trajet_ledger::feed::{
    Client, Consumer, Credential, FactCommand, FeedServer, FeedSource, Published, Translated, UnreadableFact,
};
use trajet_ledger::{Ledger, Recorded};
use trajet_runtime::{Entropy, Failure};

use crate::bench::{Bench, assert_whole, on_both_engines, position, until, within};
use crate::toy::{Bank, Command, Event, Listener, add, ask, first_day, id};

on_both_engines!(
    each_fact_is_taken_once_and_in_order_though_the_consumer_is_killed,
    two_replicas_of_a_consumer_take_each_fact_once,
    a_consumer_goes_on_after_the_producer_was_away,
    what_is_nobody_elses_business_is_not_told,
    a_fact_that_cannot_be_read_stops_the_consumer_there,
    a_fact_whose_reading_panics_stops_the_consumer_there,
    a_fact_with_a_field_of_a_later_version_stops_the_consumer_there,
);

/// The feed of some ledgers, served until it is stopped.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    pub(crate) stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Served {
    pub(crate) fn new(sources: Vec<Arc<dyn FeedSource>>) -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), sources)
    }

    fn at(address: SocketAddr, sources: Vec<Arc<dyn FeedSource>>) -> Self {
        let incoming = TcpIncoming::bind(address).unwrap();
        let address = incoming.local_addr().unwrap();
        let stop = CancellationToken::new();
        let service = FeedServiceServer::new(FeedServer::new(sources, permit, stop.clone()));
        let server = tonic::transport::Server::builder().add_service(service);
        let serving = server.serve_with_incoming_shutdown(incoming, stop.clone().cancelled_owned());
        Self { address, stop, serving: tokio::spawn(async { serving.await.unwrap() }) }
    }

    pub(crate) fn client(&self) -> Client {
        client(self.address)
    }

    /// Stops, and waits for the end of every stream.
    pub(crate) async fn end(self) {
        self.stop.cancel();
        within(self.serving).await.unwrap();
    }
}

/// Insurer 300 may listen, and no other.
fn permit(_: &Extensions, ledger: &str) -> Result<(), Failure> {
    match ledger.rsplit_once('/') {
        Some((_, "300")) => Ok(()),
        _ => Err(Failure::InsurerNotServed { insurer: "300".to_owned() }),
    }
}

fn client(address: SocketAddr) -> Client {
    let channel = Channel::from_shared(format!("http://{address}")).unwrap().connect_lazy();
    let credential = Credential(Arc::new(|| Ok("Bearer test".parse().unwrap())));
    Client::new(InterceptedService::new(channel, credential))
}

/// The accounts as others are told of them: what was added, and nothing else.
pub(crate) fn publish(bank: &Ledger<Bank>) -> Arc<Published<Bank>> {
    fn translate(recorded: &Recorded<Event>) -> Option<Translated> {
        let Some(Event::Added { amount, .. }) = &recorded.event else { return None };
        let told = Any { type_url: "toy".to_owned(), value: amount.to_be_bytes().to_vec() };
        // Four times a field that the message does not have.
        let later = || Any { type_url: Batch::type_url(), value: [0x78, 1].repeat(4) };
        let payload = if *amount == LATER { later() } else { told };
        Some(Translated { kind: "added", payload: Some(payload) })
    }
    Arc::new(Published::new(bank.clone(), translate))
}

fn take(fact: &FeedEvent, _: &str) -> Result<Option<FactCommand<Listener>>, UnreadableFact> {
    let command = match i64::from_be_bytes(fact.payload.clone().unwrap().value.try_into().unwrap()) {
        UNREADABLE => return Err(UnreadableFact { position: fact.position, why: "a test".to_owned() }),
        PANICS => panic!("asked to"),
        REFUSED => Command::Refuse,
        PANICS_LATER => Command::PanicLater { in_views: true },
        MODERN => Command::Modernise,
        amount => Command::Fact { amount },
    };
    let followed_by = if command == (Command::Fact { amount: JOINED }) { 2 } else { 0 };
    Ok(Some(FactCommand { followed_by, ..FactCommand::of(fact.case_id.parse().unwrap(), command) }))
}

pub(crate) const UNREADABLE: i64 = 13;
pub(crate) const PANICS: i64 = 14;
pub(crate) const REFUSED: i64 = 15;
pub(crate) const PANICS_LATER: i64 = 16;
pub(crate) const MODERN: i64 = 17;
pub(crate) const LATER: i64 = 18;
/// Decided together with what is told of the two events behind it.
pub(crate) const JOINED: i64 = 19;

/// Listens until it is aborted.
pub(crate) fn listen(listener: &Ledger<Listener>, address: SocketAddr) -> JoinHandle<()> {
    let consumer = Consumer::new(listener.clone(), "toy/300".to_owned(), Arc::new(move || client(address)), take);
    tokio::spawn(consumer.run(CancellationToken::new()))
}

/// The same, and tells how often it has tried to connect.
pub(crate) fn listen_counted(
    listener: &Ledger<Listener>,
    address: SocketAddr,
) -> (JoinHandle<()>, watch::Receiver<u32>) {
    let (attempts, seen) = watch::channel(0);
    let connect = move || {
        attempts.send_modify(|count| *count += 1);
        client(address)
    };
    let consumer = Consumer::new(listener.clone(), "toy/300".to_owned(), Arc::new(connect), take);
    (tokio::spawn(consumer.run(CancellationToken::new())), seen)
}

/// Waits until the listener has taken over all there is.
pub(crate) async fn heard(listener: &Ledger<Listener>, bank: &Ledger<Bank>) {
    let head = bank.current_cursor().await.unwrap();
    until(async || listener.cursor_of("toy/300").await.unwrap().as_ref() == Some(&head)).await;
}

/// Adds to some accounts, and does now and then what is not told.
pub(crate) async fn write(bank: &Ledger<Bank>, requests: std::ops::Range<u128>) {
    let asked = requests.map(|n| {
        let command = if n % 7 == 3 {
            Command::SetTimer { kind: "a".to_owned(), on: first_day() }
        } else {
            add(1 + i64::try_from(n % 5).unwrap())
        };
        bank.execute(ask(id(n % 6), n, command))
    });
    for outcome in futures_util::future::join_all(asked).await {
        outcome.unwrap();
    }
}

/// What was told is what was taken over: the same facts from the same places in the same order, once each.
async fn assert_taken(listener: &Ledger<Listener>, bank: &Ledger<Bank>) {
    let told: Vec<(i64, Event)> = bank
        .events_after(0, i64::MAX)
        .await
        .unwrap()
        .into_iter()
        .filter_map(|recorded| match recorded.event {
            Some(Event::Added { amount, .. }) => Some((recorded.stored.position, Event::FactTaken { amount })),
            _ => None,
        })
        .collect();
    let taken = listener.events_after(0, i64::MAX).await.unwrap();
    let taken: Vec<(i64, Event)> =
        taken.into_iter().map(|recorded| (recorded.source.unwrap().position, recorded.event.unwrap())).collect();
    assert_eq!(taken, told);
    assert_whole(listener, told.len() as u64).await;
}

async fn each_fact_is_taken_once_and_in_order_though_the_consumer_is_killed(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    let served = Served::new(vec![publish(&bank)]);
    let entropy = Entropy::seeded(3);
    for round in 0..8 {
        let listening = listen(&listener, served.address);
        let before = position(&listener).await;
        let [some] = entropy.bytes();
        let killed_at = before + i64::from(some % 24);
        let (killed, ()) = tokio::join!(
            async {
                until(async || position(&listener).await >= killed_at).await;
                listening.abort();
                listening.await
            },
            write(&bank, round * 40..(round + 1) * 40),
        );
        assert!(killed.unwrap_err().is_cancelled());
    }
    let restarted = bench.listener().await;
    let listening = listen(&restarted, served.address);
    heard(&restarted, &bank).await;
    listening.abort();
    assert_taken(&restarted, &bank).await;
    served.stop.cancel();
}

async fn two_replicas_of_a_consumer_take_each_fact_once(bench: Bench) {
    let bank = bench.bank().await;
    let replicas = [bench.listener().await, bench.listener().await];
    let served = Served::new(vec![publish(&bank)]);
    let listening = replicas.each_ref().map(|replica| listen(replica, served.address));
    for round in 0..5 {
        write(&bank, round * 30..(round + 1) * 30).await;
        heard(&replicas[0], &bank).await;
    }
    for task in listening {
        task.abort();
    }
    assert_taken(&replicas[1], &bank).await;
}

async fn a_consumer_goes_on_after_the_producer_was_away(bench: Bench) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    let served = Served::new(vec![publish(&bank)]);
    let address = served.address;
    let listening = listen(&listener, address);
    write(&bank, 0..10).await;
    heard(&listener, &bank).await;
    served.end().await;
    write(&bank, 10..20).await;
    let again = Served::at(address, vec![publish(&bench.bank().await)]);
    heard(&listener, &bank).await;
    listening.abort();
    assert_taken(&listener, &bank).await;
    again.stop.cancel();
}

async fn what_is_nobody_elses_business_is_not_told(bench: Bench) {
    let bank = bench.bank().await;
    write(&bank, 0..40).await;
    let mut client = Served::new(vec![publish(&bank)]).client();
    let (mut cursor, mut positions) = (String::new(), Vec::new());
    loop {
        let request = ListRequest { ledger: "toy/300".to_owned(), cursor, kinds: vec![], page_size: 7 };
        let page = client.list(Request::new(request)).await.unwrap().into_inner();
        let batch = page.batch.unwrap();
        positions.extend(batch.events.iter().map(|event| event.position));
        cursor = batch.cursor;
        if page.at_head {
            break;
        }
    }
    assert_eq!(cursor, bank.current_cursor().await.unwrap().to_string());
    assert!(positions.is_sorted() && positions.len() == 34, "{positions:?}");
    let none = ListRequest { ledger: "toy/300".to_owned(), kinds: vec!["other".to_owned()], ..ListRequest::default() };
    assert_eq!(client.list(none).await.unwrap().into_inner().batch.unwrap().events, []);
}

async fn a_fact_that_cannot_be_read_stops_the_consumer_there(bench: Bench) {
    stops_at(bench, UNREADABLE).await;
}

async fn a_fact_whose_reading_panics_stops_the_consumer_there(bench: Bench) {
    stops_at(bench, PANICS).await;
}

async fn a_fact_with_a_field_of_a_later_version_stops_the_consumer_there(bench: Bench) {
    stops_at(bench, LATER).await;
}

async fn stops_at(bench: Bench, unreadable: i64) {
    let (bank, listener) = (bench.bank().await, bench.listener().await);
    write(&bank, 0..3).await;
    let served = Served::new(vec![publish(&bank)]);
    let listening = listen(&listener, served.address);
    heard(&listener, &bank).await;
    let before = bank.current_cursor().await.unwrap();
    bank.execute(ask(id(1), 50, add(unreadable))).await.unwrap();
    write(&bank, 4..8).await;
    listening.abort();
    // Whoever tries again stops at the same place.
    let (listening, mut attempts) = listen_counted(&listener, served.address);
    within(attempts.wait_for(|count| *count == 3)).await.unwrap();
    listening.abort();
    assert_eq!(listener.cursor_of("toy/300").await.unwrap(), Some(before));
}
