//! What lies behind the site, in ordinary words: the site knows its people, and their data does not come.

use super::contrast::Contrast;
use super::{Says, Word};
use crate::hosts::BackEndProtocol::{Http, Mapi, Sql};
use crate::lab::Observable as O;
use crate::present::causes::{Pick as P, Symptom as S};
use Says::{All, Any, Pick, Symptom};

const SITE: &str = "site|page|pages|portal|application|app |app,|intranet|web server|webserver|web box|iis|front end|front-end|frontend|login|log in|\
    logs in|logged in|logon|log on|logs on|sign in|signs in|signed in|sign-in|first hop|first server|authenticat|user|users|people|everybody|everyone|\
    kerberos|windows auth|start page|menu";
const DATABASE: &str = "sql|database|databases|db |db,|db.|warehouse|cube|ssas|query|queries|stored procedure|olap|datasource|data source|dataset";
const FILES: &str = "share|file server|fileserver|unc |unc path|\\\\|nas |nas,|folder|documents|document|files|pdf|attachment|network drive|storage|scans|images|drawings";
const SERVICE: &str = "api|web service|webservice|wcf|rest call|rest service|downstream|microservice|odata|endpoint|application b|app b |service b |server b |site b |\
    second site|other site|soap";
const MAILBOX: &str = "mailbox|mailboxes|inbox|calendar|exchange|mails|e-mails|contacts";
const OTHER: &str = "back end|backend|back-end|second server|other server|another server|next server|second hop|2nd hop|remote server|other machine|\
    data|report|reports|numbers|figures|lists|charts|orders|records|invoices";

/// By these words it is told that one server goes to another for somebody.
const FOR_SOMEBODY: &str = "impersonat|delegat|on behalf|own name|their name|as the user|as them|per user|identity|integrated security|windows auth|\
    windows login|integrated auth|kerberos|ntlm|sspi|trusted connection|credential|hop |hops|hop,|hop.|web server|webserver|web app|site|portal|page|iis|intranet|frontend|\
    front end|front-end|middle tier|web service";

/// One of these names a second server, or tells that one calls another.
pub(super) const SECOND: [&str; 6] = [DATABASE, FILES, SERVICE, MAILBOX, OTHER, CALLS];

/// By these it is told that one server calls another: a status that somebody sees is then the other's.
const CALLS: &str = "impersonat|delegat|on behalf|as the user|as them|per user|second hop|double hop|two hops|calls|the call|call to|from our web|from the web|from iis|from our site|\
    from the site|second server|other server|another server|next server|back end|backend|back-end|middle tier|front end|front-end|frontend";

/// Somebody works on another computer, from where a share is one hop more.
const REMOTING: &str = "invoke-command|enter-pssession|new-pssession|pssession|winrm|remoting|win_shell|ansible|remote session|winrs|psremoting";

/// What whoever is not let in sees.
const STATUS: &str = "401|403|unauthorized|unauthorised";

const ONE_COMPUTER: &str = "same box|same vm|same server|same machine|same host|one box|one server|one machine|single server|single box|on one|all-in-one";
const ITSELF: &str = "same box|same vm|same server|same machine|same host|same computer|same node|same application server|same app server|same web server|\
    calls itself|call itself|calling itself|to itself";
/// What somebody has on a computer of their own, and what asks no second time.
const PROGRAMS: &str = "chrome|firefox|edge|browser|curl|postman|sql|database|db ";
const TWO_COMPUTERS: &str = "own server|own vm|different vm|separate vm|own box|own machine|separate|another server|another box|another machine|other server|different server|different machine|\
    different box|split|moved|second server|remote";

const OF_A_DATABASE: Says = All(&[
    Word::Any(&[O::BackEnd(Sql)]),
    Word::Any(&[O::SecondHopFails]),
]);
const OF_FILES: Says = All(&[
    Word::Any(&[O::SecondHopFails]),
    Word::Lacks(O::BackEnd(Mapi)),
    Word::Lacks(O::BackEnd(Sql)),
]);
const OF_A_SERVICE: Says = All(&[
    Word::Any(&[O::BackEnd(Http)]),
    Word::Any(&[O::SecondHopFails]),
]);
const OF_A_MAILBOX: Says = All(&[
    Word::Any(&[O::BackEnd(Mapi)]),
    Word::Any(&[O::SecondHopFails]),
]);

/// The site works, and what it fetches for its people does not come.
pub(super) const DATA: &[Contrast] = &[
    Contrast {
        works: ONE_COMPUTER,
        fails: "",
        about: TWO_COMPUTERS,
        unless: "",
        says: Any(&[O::SecondHopFails]),
    },
    // It is called from itself, by the name that all call it by.
    Contrast {
        works: "",
        fails: ITSELF,
        about: "401|unauthorized|unauthorised|prompt|rejected|not let in",
        unless: PROGRAMS,
        says: Pick(P::FailsOnServerOnly),
    },
    Contrast {
        works: "",
        fails: "in explorer|from explorer|from windows explorer|straight to the share|straight on the share|directly to the share|directly on the share|in management studio|in ssms|with ssms",
        about: "too|also|as well|same|either",
        unless: "",
        says: Any(&[O::BackEndNoRights]),
    },
    behind(DATABASE, OF_A_DATABASE),
    // A client that opens a mailbox itself has no site before it.
    Contrast {
        works: SITE,
        fails: MAILBOX,
        about: "",
        unless: "outlook 2|outlook xp|outlook:|outlook settings|outlook client|from outlook|with outlook|in outlook|using outlook",
        says: OF_A_MAILBOX,
    },
    behind(FILES, OF_FILES),
    behind(SERVICE, OF_A_SERVICE),
    behind(OTHER, Any(&[O::SecondHopFails])),
    Contrast {
        works: "",
        fails: FILES,
        about: REMOTING,
        unless: "",
        says: Symptom(S::RemoteSession),
    },
    called(DATABASE, OF_A_DATABASE),
    called(SERVICE, OF_A_SERVICE),
    called(OTHER, Any(&[O::SecondHopFails])),
    alone(DATABASE, OF_A_DATABASE),
    alone(FILES, OF_FILES),
    // Whose name is told of is not called.
    Contrast {
        unless: "401|403|unauthorized|unauthorised|spn for|spn of",
        ..alone(SERVICE, OF_A_SERVICE)
    },
    alone(OTHER, Any(&[O::SecondHopFails])),
];

const fn behind(fails: &'static str, says: Says) -> Contrast {
    Contrast {
        works: SITE,
        fails,
        about: "",
        unless: "",
        says,
    }
}

/// What fails, where a line tells that it is called for somebody. A 401 is what the first server says too.
const fn alone(fails: &'static str, says: Says) -> Contrast {
    Contrast {
        works: "",
        fails,
        about: FOR_SOMEBODY,
        unless: STATUS,
        says,
    }
}

/// The same of what answers with a status, where two servers are told apart.
const fn called(fails: &'static str, says: Says) -> Contrast {
    Contrast {
        works: "",
        fails,
        about: CALLS,
        unless: "",
        says,
    }
}
