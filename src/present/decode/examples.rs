//! Something to try the desk with: sign-ins of the lab, computed when they are asked for.

use super::Report;
use super::taken::transcript;
use crate::hosts::Era;
use crate::lab::{BackEndLocation, Hop, Scenario, run};
use crate::wire::to_base64;

/// Something to try where nothing was pasted, made by the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// A sign-in that is let in.
    Good,
    /// One with another password than the account has.
    Wrong,
    /// A Kerberos ticket in Negotiate.
    Kerberos,
    /// A message that was cut.
    Cut,
}

/// An AP-REQ in SPNEGO for a service that does not exist: what is encrypted in it is numbers in a row.
const TICKET: &str = "YIIBTwYGKwYBBQUCoIIBQzCCAT+gMDAuBgkqhkiC9xIBAgIGCSqGSIb3EgECAgYKKwYBBAGCNwICHgYKKwYBBAGC\
     NwICCqKCAQkEggEFYIIBAQYJKoZIhvcSAQICAQBugfEwge6gAwIBBaEDAgEOogcDBQAgAAAAo4GbYYGYMIGVoAMC\
     AQWhERsPQ09OVE9TTy5FWEFNUExFoikwJ6ADAgECoSAwHhsESFRUUBsWd2ViLTAxLmNvbnRvc28uZXhhbXBsZaNQ\
     ME6gAwIBEqEDAgEGokIEQEBBQkNERUZHSElKS0xNTk9QUVJTVFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3Bx\
     cnN0dXZ3eHl6e3x9fn+kOzA5oAMCARKiMgQwgIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp+goaKjpKWm\
     p6ipqqusra6v";

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
        let text = transcript(&run(&scenario), Some(Hop::FIRST));
        let text = match self {
            Self::Good | Self::Wrong => text,
            Self::Kerberos => {
                return (request("Negotiate ", TICKET), "");
            }
            Self::Cut => cut(&text),
        };
        (text, Scenario::PASSWORD)
    }
}

/// A request with credentials.
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
    use super::super::{How, Summary};
    use super::*;

    #[test]
    fn each_example_shows_what_it_says() {
        let summary = |example: Example| -> Summary {
            let report = Report::of(example.paste().0.as_bytes());
            let number = report.told_by(0);
            let last = report.finds.tokens.len() - 1;
            report
                .summary(number.max(if example == Example::Kerberos {
                    last
                } else {
                    0
                }))
                .unwrap()
        };
        for example in [Example::Good, Example::Wrong] {
            let who = Some(("CONTOSO".to_owned(), "alice".to_owned()));
            assert_eq!(summary(example).who, who);
        }
        assert!(matches!(summary(Example::Kerberos).how, How::Ticket { .. }));
        assert!(summary(Example::Cut).missing.is_some());
    }
}
