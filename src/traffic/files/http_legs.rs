//! A request and its answer as legs of a sign-in.

use super::leg::{FileLocation, Leg, Method, Sender, SentCredential, Status, Timestamp};
use crate::traffic::http::{LenientHead, challenges, credential};
use std::collections::HashSet;

/// A head, and when and where it stands.
#[derive(Clone, Debug)]
pub struct LoggedHead {
    /// The first line and the headers.
    pub head: LenientHead,
    /// When it was said, by the clock of the file.
    pub at: Option<Timestamp>,
    /// The entry or line that it stands in.
    pub location: FileLocation,
}

/// For the server and for a proxy: the headers that carry proofs and challenges, and the status that asks for them.
const STRANDS: [(u64, &str, &str, u16); 2] = [
    (Leg::TO_SERVER, "Authorization", "WWW-Authenticate", 401),
    (
        Leg::TO_PROXY,
        "Proxy-Authorization",
        "Proxy-Authenticate",
        407,
    ),
];

/// Exchanges in the order of a file.
#[derive(Debug, Default)]
pub struct Exchanges {
    /// Servers, and proxies on the way to them, that asked for a proof to which none was sent yet.
    demands: HashSet<(u64, String)>,
}

impl Exchanges {
    /// What a request and its answer have to do with signing in: nothing, or both as legs, for the server and for a proxy.
    /// The requests come first. A token that was given out elsewhere (`Bearer`) counts where a server has just asked for one:
    /// otherwise it goes along with every request.
    pub fn legs(
        &mut self,
        flow: usize,
        request: Option<&LoggedHead>,
        response: Option<&LoggedHead>,
    ) -> Vec<Leg> {
        let status = response.and_then(|it| it.head.status());
        let server = request.and_then(|it| it.head.target());
        let (mut asked, mut answered) = (Vec::new(), Vec::new());
        for &(strand, proof, challenge, asks) in &STRANDS {
            let carried = request.and_then(|it| it.head.get(proof)).map(credential);
            let demand = (strand, server.unwrap_or_default().to_owned());
            let proves = match &carried {
                Some(Some(SentCredential::Token(Method::Other, _))) => self.demands.remove(&demand),
                carried => carried.is_some(),
            };
            if status == Some(asks) {
                self.demands.insert(demand);
            } else if !proves && response.is_none_or(|it| it.head.get(challenge).is_none()) {
                continue;
            }
            if let Some(said) = request {
                let mut leg = said.leg(flow, strand, Sender::Client);
                leg.request = said.head.request();
                leg.target = server.map(str::to_owned);
                leg.credential = carried.flatten();
                asked.push(leg);
            }
            if let Some(said) = response {
                let mut leg = said.leg(flow, strand, Sender::Server);
                leg.status = status.map(Status::Http);
                (leg.offers, leg.credential) = challenges(said.head.all(challenge));
                answered.push(leg);
            }
        }
        asked.append(&mut answered);
        asked
    }
}

impl LoggedHead {
    fn leg(&self, flow: usize, strand: u64, sender: Sender) -> Leg {
        let mut leg = Leg::new(flow, sender, self.at, self.location);
        leg.strand = strand;
        leg.message = self.head.to_bytes();
        leg
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::leg::{Method, SentCredential, Unit};
    use std::sync::Arc;

    fn said(text: &str) -> LoggedHead {
        LoggedHead {
            head: LenientHead::parse(text.as_bytes()),
            at: None,
            location: FileLocation {
                unit: Unit::Entry,
                first: 1,
                last: 1,
            },
        }
    }

    #[test]
    fn both_strands_of_one_exchange() {
        let request =
            said("GET http://s/x HTTP/1.1\nHost: s:80\nproxy-authorization: NTLM TlRM\n\nbody");
        let response = said(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, NTLM\r\nWWW-Authenticate: Basic realm=\"a, b\"\r\n\r\n",
        );
        let legs = Exchanges::default().legs(0, Some(&request), Some(&response));
        let strands: Vec<u64> = legs.iter().map(|leg| leg.strand).collect();
        assert_eq!(strands, [0, 1, 0, 1]);
        assert_eq!(legs[0].request.as_deref(), Some("GET /x"));
        assert_eq!(legs[0].target.as_deref(), Some("s"));
        assert_eq!(legs[0].credential, None);
        assert_eq!(
            legs[1].credential,
            Some(SentCredential::Token(Method::Ntlm, Arc::from(*b"NTL")))
        );
        assert_eq!(
            legs[2].offers,
            ["Negotiate", "NTLM", "Basic realm=\"a, b\""]
        );
        assert_eq!(legs[3].status, Some(Status::Http(401)));
    }

    #[test]
    fn an_exchange_without_a_sign_in_has_no_legs() {
        let request = said("GET / HTTP/1.1\n\n");
        let response = said("HTTP/1.1 200 OK\n\n");
        let legs = Exchanges::default().legs(0, Some(&request), Some(&response));
        assert_eq!(legs, []);
    }

    #[test]
    fn a_bearer_token_counts_where_it_was_asked_for() {
        let bearer = said("GET / HTTP/1.1\nHost: s\nAuthorization: Bearer eyJ\n\n");
        let bare = said("GET / HTTP/1.1\nHost: s\n\n");
        let [taken, refused] = ["200 OK", "401 No"].map(|it| said(&format!("HTTP/1.1 {it}\n\n")));
        let mut exchanges = Exchanges::default();
        let mut count = |request, response| exchanges.legs(0, Some(request), Some(response)).len();
        assert_eq!(count(&bearer, &taken), 0);
        assert_eq!(count(&bare, &refused), 2);
        assert_eq!(count(&bearer, &taken), 2);
        assert_eq!(count(&bearer, &taken), 0);
    }
}
