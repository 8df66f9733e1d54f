//! What is set of a web server.

use super::Scheme;
use crate::hosts::LogonType;

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
