//! What an IIS is set to, and what runs on it.

use crate::hosts::services::back_end_call::BackEndProtocol;
use crate::hosts::services::http_server::WebSettings;
use crate::hosts::{Endpoint, Reply};
use crate::wire::http::MessageLimits;

/// What an administrator sets of an IIS, and what runs on it.
#[derive(Clone, Debug)]
pub struct IisSettings {
    /// The schemes it offers, and how long a sign-in lasts.
    pub web: WebSettings,
    /// Limits on what it reads.
    pub limits: MessageLimits,
    /// Whether pages are given to callers it does not know.
    pub anonymous: bool,
    /// The program behind its pages.
    pub application: Application,
}

/// What runs on an IIS.
#[derive(Clone, Debug)]
pub enum Application {
    /// The front end of a back end.
    FrontEnd(FrontEndApplication),
    /// A page that says who asked.
    WhoAmI,
}

/// The front end of a back end: of mailboxes, or of a database.
#[derive(Clone, Debug)]
pub struct FrontEndApplication {
    /// The paths by which pages are told apart.
    pub pages: Pages,
    /// Where the mailboxes or the database are.
    pub back_end: Endpoint,
    /// Where the public folders are, if not there: a visit opens one after the mailbox.
    pub folders: Option<Endpoint>,
    /// The protocol in which a back end is called.
    pub protocol: BackEndProtocol,
    /// Whether Kerberos may be tried over TDS.
    pub negotiate: bool,
    /// What is answered by hand on hop 2: sending the AUTHENTICATE of hop 1, as KB183545 tells it, is one way.
    pub reply: Option<Reply>,
}

/// The paths of a front end.
#[derive(Clone, Debug)]
pub struct Pages {
    /// Open to anybody.
    pub public: String,
    /// Opens the mailbox that the query names, or the database; asks for authentication by itself.
    pub protected: String,
}
