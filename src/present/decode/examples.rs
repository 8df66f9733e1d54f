//! Something to try Decode with: sign-ins of the lab, computed when they are asked for.

use super::Report;
use super::transcript::transcript;
use crate::hosts::{Era, Scheme};
use crate::lab::{BackEndLocation, DelegationTrust, Hop, Scenario, run};
use crate::wire::to_base64;

/// Something to try where nothing was pasted, made by the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// A sign-in that is let in.
    Good,
    /// One with another password than the account has.
    Wrong,
    /// A sign-in with Kerberos that hands over a ticket, with what the KDC was asked for it.
    Kerberos,
    /// A message that was cut.
    Cut,
}

impl Example {
    /// Every example, in the order of their buttons.
    pub const ALL: [Self; 4] = [Self::Good, Self::Wrong, Self::Kerberos, Self::Cut];

    /// What is pasted, and the password of the account.
    pub fn paste(self) -> (String, &'static str) {
        let mut scenario = Scenario::of(Era::Today);
        // One host, so that nothing is refused behind the sign-in.
        scenario.back_end.placement = BackEndLocation::SameHost;
        if self == Self::Wrong {
            scenario.client.password = Scenario::WRONG_PASSWORD.to_owned();
        }
        let mut hops: fn(Hop) -> bool = |hop| hop == Hop::FIRST;
        if self == Self::Kerberos {
            scenario.front_end.schemes = vec![Scheme::Negotiate];
            scenario.directory.delegation = DelegationTrust::Unconstrained;
            scenario.client.delegates = true;
            hops = |hop| hop != Hop::SECOND;
        }
        let text = transcript(&run(&scenario), hops);
        let text = match self {
            Self::Cut => cut(&text),
            _ => text,
        };
        (text, Scenario::PASSWORD)
    }
}

/// A request with credentials of that scheme, as text.
fn request(scheme: &str, token: &str) -> String {
    [
        "GET / HTTP/1.1\nHost: web-01.contoso.example\nAuthorization: ",
        scheme,
        token,
        "\n",
    ]
    .concat()
}

/// The AUTHENTICATE alone, as a log keeps it that has room for so much and no more.
fn cut(text: &str) -> String {
    let report = Report::of(text.as_bytes());
    let token = report
        .sets
        .first()
        .and_then(|set| report.token(set.authenticate?));
    let bytes = token.map_or(&[][..], |token| &token.bytes[..]);
    let bytes = bytes.get(..bytes.len() * 3 / 4).unwrap_or_default();
    request("NTLM ", &to_base64(bytes))
}

#[cfg(test)]
mod tests {
    use super::super::{SignInMethod, Summary};
    use super::*;
    use crate::traffic::FoundToken;
    use crate::wire::LayerKind;
    use crate::wire::kerberos::MessageKind;

    #[test]
    fn each_example_shows_what_it_says() {
        let summary = |example: Example| -> Summary {
            let report = Report::of(example.paste().0.as_bytes());
            let inside = |it: &FoundToken| it.kind == LayerKind::Kerberos(Some(MessageKind::ApReq));
            let ticket = report.found.tokens.iter().position(inside);
            let number = ticket.unwrap_or_else(|| report.told_by(0));
            report.summary(number).unwrap()
        };
        for example in [Example::Good, Example::Wrong] {
            let who = Some(("CONTOSO".to_owned(), "alice".to_owned()));
            assert_eq!(summary(example).who, who);
        }
        assert!(matches!(
            summary(Example::Kerberos).how,
            SignInMethod::Ticket { .. }
        ));
        assert!(summary(Example::Cut).missing.is_some());
    }
}
