//! Which connection a request of a NetLog went over: a request goes on as a job, the job as a socket, and the socket tells
//! both its addresses.

use super::super::flows::Flows;
use super::super::leg::{Flow, Party, Protocol};
use super::event::{NetLogEvent, PHASE_END};
use crate::traffic::http::{Url, host_and_port};
use std::collections::HashMap;
use std::net::SocketAddr;

/// What is known of sources, by their numbers.
#[derive(Default)]
pub(super) struct Links {
    next: HashMap<i64, i64>,
    sockets: HashMap<i64, Socket>,
    urls: HashMap<i64, String>,
    flows: Flows<i64>,
}

#[derive(Clone, Copy, Default)]
struct Socket {
    local: Option<SocketAddr>,
    remote: Option<SocketAddr>,
}

impl Links {
    /// `source` goes on as the one that it depends on.
    pub(super) fn link(&mut self, source: i64, event: &NetLogEvent<'_>) {
        if let Some(next) = event.dependency() {
            self.next.insert(source, next);
        }
    }

    /// A TCP connection stands.
    pub(super) fn connected(&mut self, source: i64, event: &NetLogEvent<'_>) {
        if event.phase != PHASE_END {
            return;
        }
        let address = |name| event.text(name)?.parse().ok();
        let socket = Socket {
            local: address("local_address").or_else(|| address("source_address")),
            remote: address("remote_address"),
        };
        self.sockets.insert(source, socket);
    }

    /// A request tells its address.
    pub(super) fn named(&mut self, source: i64, event: &NetLogEvent<'_>) {
        if let Some(url) = event.text("url") {
            self.urls.insert(source, url);
        }
    }

    pub(super) fn url(&self, source: i64) -> Option<&str> {
        self.urls.get(&source).map(String::as_str)
    }

    /// Nothing more will come of that request.
    pub(super) fn forget(&mut self, source: i64) {
        if let Some(job) = self.next.remove(&source) {
            self.next.remove(&job);
        }
        self.urls.remove(&source);
    }

    /// The connection that a request goes over now; where the log does not tell, the request stands for it.
    pub(super) fn flow(&mut self, source: i64, target: Option<&str>) -> usize {
        let end = self.end(source);
        let socket = self.sockets.get(&end).copied();
        let key = if socket.is_some() { end } else { source };
        let socket = socket.unwrap_or_default();
        let url = self
            .urls
            .get(&source)
            .map(String::as_str)
            .and_then(Url::parse);
        let asked = target.map(host_and_port);
        self.flows.number(key, || {
            let mut client = party(socket.local);
            let mut server = party(socket.remote);
            client.name = None;
            server.name = url
                .map(|url| url.host)
                .or(asked.map(|it| it.0))
                .map(str::to_owned);
            let port = url.and_then(|url| url.port).or_else(|| asked?.1);
            server.port = server.port.or(port);
            Flow::new(
                client,
                server,
                url.map_or(Protocol::Http, |url| url.protocol()),
            )
        })
    }

    pub(super) fn into_flows(self) -> Vec<Flow> {
        self.flows.into_vec()
    }

    /// Where the links lead, in a few steps.
    fn end(&self, source: i64) -> i64 {
        let mut at = source;
        for _ in 0..4 {
            match self.next.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }
}

fn party(address: Option<SocketAddr>) -> Party {
    Party {
        address: address.map(|it| it.ip()),
        port: address.map(|it| it.port()),
        name: None,
    }
}
