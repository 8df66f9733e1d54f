//! The schemes of HTTP: which packages they carry, how a server offers them, and how tokens stand in headers.

use crate::hosts::security::{
    Scope, SecurityPackage, TokenForm, digest::WDigest, negotiate::Spnego, ntlm::Ntlm,
};
use crate::hosts::{Context, DenialReason, Era, Machine};
use crate::wire::DecodeError;
use crate::wire::http::{AuthValue, Params};

/// A way to sign in over HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// RFC 4559: Kerberos, or NTLM where there is no ticket.
    Negotiate,
    /// `[MS-NTHT]`.
    Ntlm,
    /// RFC 7616: an answer to a nonce over each request.
    Digest,
    /// RFC 7617: name and password with each request.
    Basic,
}

impl Scheme {
    /// All schemes, the strongest first.
    pub const ALL: [Self; 4] = [Self::Negotiate, Self::Ntlm, Self::Digest, Self::Basic];

    /// The first era whose IIS and browser have it.
    pub fn since(self) -> Era {
        match self {
            Self::Ntlm | Self::Basic => Era::Y1998,
            // With IIS 5, in 2000.
            Self::Negotiate | Self::Digest => Era::Y2003,
        }
    }

    /// Its name in a header.
    pub fn name(self) -> &'static str {
        match self {
            Self::Negotiate => "Negotiate",
            Self::Ntlm => "NTLM",
            Self::Digest => "Digest",
            Self::Basic => "Basic",
        }
    }

    /// The security package whose tokens it carries; none where it carries a password.
    pub fn package(self) -> Option<&'static dyn SecurityPackage> {
        match self {
            Self::Negotiate => Some(&Spnego),
            Self::Ntlm => Some(&Ntlm),
            Self::Digest => Some(&WDigest),
            Self::Basic => None,
        }
    }

    /// Whether browsers sign in by it as whoever is logged on to the computer, without asking (Internet Explorer's policy
    /// “Logon options”): with a password for Digest or Basic somebody has to be asked.
    pub fn takes_who_is_logged_on(self) -> bool {
        matches!(self, Self::Negotiate | Self::Ntlm)
    }

    /// What a sign-in by it holds for.
    pub fn scope(self) -> Scope {
        self.package()
            .map_or(Scope::Request, SecurityPackage::scope)
    }

    /// The `Authorization` value that carries a package's token, and as `WWW-Authenticate` its question (`[MS-NTHT]` 2.2.2).
    pub fn with_token(self, token: &[u8]) -> String {
        match self.token_form() {
            TokenForm::Base64 => AuthValue::with_token(self.name(), token).to_string(),
            TokenForm::Parameters => format!("{} {}", self.name(), String::from_utf8_lossy(token)),
        }
    }

    /// The token in what stands behind the scheme's name; `None` where there is none.
    ///
    /// # Errors
    /// Where it is not base64 and should be.
    pub fn token_in(self, params: &Params) -> Option<Result<Vec<u8>, DecodeError>> {
        match (self.token_form(), params) {
            (TokenForm::Base64, params) => params.token_bytes(),
            (TokenForm::Parameters, Params::List(_)) => {
                Some(Ok(params.to_string().trim_start().as_bytes().to_vec()))
            }
            (TokenForm::Parameters, _) => None,
        }
    }

    /// How its tokens are written.
    fn token_form(self) -> TokenForm {
        self.package()
            .map_or(TokenForm::Base64, SecurityPackage::token_form)
    }

    /// How a 401 offers it; `refused` is why the client's last credentials were.
    pub fn offer(self, refused: Option<&DenialReason>, context: &mut Context<'_>) -> String {
        let params = match self.package() {
            Some(package) => package.offer(refused, context),
            None => return basic_offer(context.machine),
        };
        match params {
            Some(params) => format!("{} {params}", self.name()),
            None => self.name().to_owned(),
        }
    }

    /// The scheme of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }
}

/// A realm is all that Basic asks with (RFC 7617 2): the computer's DNS name, without what a header cannot hold.
fn basic_offer(machine: &Machine) -> String {
    let realm = machine.dns_name().replace(char::is_control, "-");
    let offer = AuthValue {
        scheme: Scheme::Basic.name().to_owned(),
        params: Params::List(vec![("realm".to_owned(), realm)]),
    };
    offer.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::http::Digest;

    #[test]
    fn a_name_with_a_backslash_that_is_not_escaped_comes_to_digest_as_it_was_written() {
        for written in ["CONTOSO\\alice", "CONTOSO\\\\alice"] {
            let value = format!("Digest username=\"{written}\", nc=00000001");
            let credentials = AuthValue::parse(&value).unwrap();
            let token = Scheme::Digest
                .token_in(&credentials.params)
                .unwrap()
                .unwrap();
            let digest = Digest::of_params(&token).unwrap();
            assert_eq!(digest.get("username"), Some("CONTOSO\\alice"));
        }
    }
}
