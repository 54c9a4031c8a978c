//! An address that is known before the server to which it leads.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Passes connections on. Two processes that call each other each need the other's address first; this one is known
/// at once, and connections wait here until the other is ready.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    target: watch::Sender<Option<SocketAddr>>,
}

impl Relay {
    /// A relay that leads nowhere yet.
    pub async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (target, wanted) = watch::channel(None);
        tokio::spawn(async move {
            while let Ok((incoming, _)) = listener.accept().await {
                tokio::spawn(pass_on(incoming, wanted.clone()));
            }
        });
        Self { address, target }
    }

    /// Where it is called.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Leads to a server from now on.
    pub fn lead_to(&self, server: SocketAddr) {
        self.target.send_replace(Some(server));
    }
}

async fn pass_on(mut incoming: TcpStream, mut wanted: watch::Receiver<Option<SocketAddr>>) {
    let Ok(target) = wanted.wait_for(Option::is_some).await.map(|target| *target) else { return };
    let Some(target) = target else { return };
    if let Ok(mut outgoing) = TcpStream::connect(target).await {
        // An end of either side is the end of the connection; what it was is told by the call that sees it.
        let _ = tokio::io::copy_bidirectional(&mut incoming, &mut outgoing).await;
    }
}
