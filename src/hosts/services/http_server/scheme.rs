//! How a web server authenticates: the schemes it offers, and what they do.

use crate::hosts::security::{
    Scope, SecurityPackage, TokenForm, digest::WDigest, negotiate::Spnego, ntlm::Ntlm,
};
use crate::hosts::{Context, DenialReason, Era, LogonType, Machine};
use crate::wire::http::{AuthChallenge, Params};

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

    /// What a sign-in by it holds for.
    pub fn scope(self) -> Scope {
        self.package()
            .map_or(Scope::Request, SecurityPackage::scope)
    }

    /// How its tokens are written.
    pub fn token_form(self) -> TokenForm {
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

/// How a web server authenticates.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The schemes a 401 offers, in order.
    pub schemes: Vec<Scheme>,
    /// Whether connections stay open after an answer, as NTLM needs it.
    pub keep_alive: bool,
    /// Whether an NTLM sign-in is forgotten after one request (`authPersistSingleRequest`).
    pub single_request: bool,
    /// By which logon type a password of Basic is checked: IIS's LogonMethod.
    pub basic_logon: LogonType,
    /// The domain of a Basic user name that has none; empty means this computer.
    pub default_domain: String,
    /// The value of the `Server` header, such as `Microsoft-IIS/10.0`.
    pub product: &'static str,
}

/// A realm is all that Basic asks with (RFC 7617 2): the computer's DNS name, without what a header cannot hold.
fn basic_offer(machine: &Machine) -> String {
    let realm = machine.dns_name().replace(char::is_control, "-");
    let offer = AuthChallenge {
        scheme: Scheme::Basic.name().to_owned(),
        params: Params::List(vec![("realm".to_owned(), realm)]),
    };
    offer.to_string()
}
