//! A request and its answer as legs of a sign-in.

use super::leg::{Leg, Moment, Sender, Spot, Status};
use crate::traffic::http::{Head, challenges, credential};

/// A head, and when and where it stands.
#[derive(Clone, Debug)]
pub struct Said {
    /// What was said.
    pub head: Head,
    /// When it was said, by the clock of the file.
    pub at: Option<Moment>,
    /// Where in the file.
    pub spot: Spot,
}

/// For the server and for a proxy: the headers that carry proofs and challenges, and the status that asks for them.
const STRANDS: [(u64, &str, &str, u16); 2] = [
    (0, "Authorization", "WWW-Authenticate", 401),
    (1, "Proxy-Authorization", "Proxy-Authenticate", 407),
];

/// What a request and its answer have to do with signing in: nothing, or both as legs, for the server and for a proxy.
/// The requests come first.
pub fn legs(flow: usize, request: Option<&Said>, response: Option<&Said>) -> Vec<Leg> {
    let status = response.and_then(|it| it.head.status());
    let strands = STRANDS.iter().filter(|(_, proof, challenge, asks)| {
        request.is_some_and(|it| it.head.proves(proof))
            || response.is_some_and(|it| it.head.get(challenge).is_some())
            || status == Some(*asks)
    });
    let (mut asked, mut answered) = (Vec::new(), Vec::new());
    for &(strand, proof, challenge, _) in strands {
        if let Some(said) = request {
            let mut leg = said.leg(flow, strand, Sender::Client);
            leg.request = said.head.request();
            leg.target = said.head.target().map(str::to_owned);
            leg.credential = said.head.get(proof).and_then(credential);
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

impl Said {
    fn leg(&self, flow: usize, strand: u64, sender: Sender) -> Leg {
        let mut leg = Leg::new(flow, sender, self.at, self.spot);
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

    fn said(text: &str) -> Said {
        Said {
            head: Head::parse(text.as_bytes()),
            at: None,
            spot: Spot {
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
        let legs = legs(0, Some(&request), Some(&response));
        let strands: Vec<u64> = legs.iter().map(|leg| leg.strand).collect();
        assert_eq!(strands, [0, 1, 0, 1]);
        assert_eq!(legs[0].request.as_deref(), Some("GET /x"));
        assert_eq!(legs[0].target.as_deref(), Some("s:80"));
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
        assert_eq!(
            legs(0, Some(&request), Some(&said("HTTP/1.1 200 OK\n\n"))),
            []
        );
    }
}
