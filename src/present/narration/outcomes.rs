//! The words of the page of outcomes: what its axes, values, letters and differences are called.

use super::interface::counted;
use super::names::LONG;
use crate::hosts::Identity;
use crate::lab::Outcome;
use crate::lab::grid::Axis;

/// Above what the table is about, where that is folded.
pub const ABOUT: &str = "Rows, columns, base, files";
/// The name of the table.
pub const TABLE: &str = "Outcomes";
/// Above the differences of the rows.
pub const DIFFERS: &str = "Differs from yours by";
/// Among them: the list of what the account of IIS may delegate to has the back end, whichever it is.
pub const LISTED: &str = "Services it may delegate to: the back end’s";
/// In place of the differences where there are none.
pub const YOURS: &str = "yours";
/// The switch that leaves only the cells that came out otherwise than the person's own.
pub const DIFFERING: &str = "What differs from mine";
/// The button that exchanges rows and columns.
pub const SWAP: &str = "Swap rows and columns";
/// Before what is the same in the whole table.
pub const FIXED: &str = "Fixed";
/// Behind an era that some situations came after.
pub const OR_LATER: &str = ", or the time that a situation came with";
/// What the settings have where it is none of an axis' values.
pub const OF_ITS_OWN: &str = "as set in the Lab";
/// The way to the run of a cell beside the person's own.
pub const COMPARE: &str = "Compare";
/// What runs while the cells are computed.
pub const COMPUTING: &str = "Computing the outcomes";
/// The button that goes on after a stop.
pub const GO_ON: &str = "Go on";
/// Above what the letters mean.
pub const LETTERS: &str = "What the letters say";
/// The letters of a run in which nobody decides.
pub const UNDECIDED: &str = "?";
/// What stands in place of letters where a row and a column cannot both be true.
pub const SENSELESS: &str = "–";
/// What [`SENSELESS`] means, in the list of letters.
pub const SENSELESS_SAYS: &str = "the row and the column cannot both be true";
/// The way to the run of a cell.
pub const OPEN: &str = "Open in the Lab";
/// Where nothing is left of the table.
pub const NOTHING_DIFFERS: &str = "Every cell comes out as with your settings.";
/// In the dialog that shares the table.
pub const SHARE: &str = "It restores your settings, the rows and the columns. \
    Everything is computed again where it is opened.";
/// Before the address of a table.
pub const SAME_TABLE: &str = "The same table:";

/// What a value of an axis is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValueWords {
    /// The short name of the value.
    pub id: &'static str,
    /// What it has in common with its neighbours; empty where nothing.
    pub group: &'static str,
    /// Its name, as it stands at the head of its row or column.
    pub name: &'static str,
    /// What may stand below it; empty where nothing.
    pub below: &'static str,
}

/// What rows or columns differ in.
pub fn axis_name(axis: Axis) -> &'static str {
    match axis {
        Axis::Era => "Era",
        Axis::BackEnd => "Back end",
        Axis::Placement => "Placement",
        Axis::BrowsingFrom => "Browsing from",
        Axis::BrowserPolicy => "Browser policy",
        Axis::AccountFlags => "Account",
        Axis::SignIn => "Sign-in",
        Axis::Delegation => "Delegation",
        Axis::Situations => "Situations",
    }
}

/// The words of all values of an axis, in the order in which people read them.
pub fn words(axis: Axis) -> &'static [ValueWords] {
    match axis {
        Axis::Era => &ERAS,
        Axis::BackEnd => &BACK_ENDS,
        Axis::Placement => &PLACEMENTS,
        Axis::BrowsingFrom => &ORIGINS,
        Axis::BrowserPolicy => &POLICIES,
        Axis::AccountFlags => &FLAGS,
        Axis::SignIn => &SIGN_INS,
        Axis::Delegation => &DELEGATIONS,
        Axis::Situations => &SITUATIONS,
    }
}

const ERAS: [ValueWords; 3] = [
    plain("1998", "1998", "NT 4.0, IIS 4"),
    plain("2003", "2003", "IIS 6"),
    plain("today", "Today", "IIS 10"),
];

const BACK_ENDS: [ValueWords; 4] = [
    plain("same-host", "Same host", "one hop"),
    plain("mapi", "MAPI", "NTLM only"),
    plain("http", "HTTP", "EWS, WebDAV"),
    plain("sql", "SQL", "TDS"),
];

const PLACEMENTS: [ValueWords; 2] = [
    plain("same-host", "Same host", "one hop"),
    plain("another-host", "Another host", "two hops"),
];

const ORIGINS: [ValueWords; 2] = [
    plain("desk", "A desk", ""),
    plain("server", "The server", "of IIS"),
];

/// By the list of browsers of today, and by the zone that Internet Explorer goes by.
const POLICIES: [ValueWords; 4] = [
    plain("intranet", "IIS not listed", "IE: intranet"),
    plain("delegates", "IIS listed", "IE: intranet"),
    plain("internet", "IIS not listed", "IE: internet"),
    plain("internet-delegates", "IIS listed", "IE: internet"),
];

const FLAGS: [ValueWords; 4] = [
    plain("none", "Not marked", ""),
    plain("sensitive", "Sensitive", "cannot be delegated"),
    plain("protected", "Protected Users", "member"),
    plain("locked", "Locked out", "may not sign in"),
];

const SIGN_INS: [ValueWords; 8] = [
    plain("anonymous", "Anonymous", "no scheme"),
    plain("basic-interactive", "Basic", "Interactive"),
    plain("basic-batch", "Basic", "Batch"),
    plain("basic-network", "Basic", "Network"),
    plain("basic-cleartext", "Basic", "ClearText"),
    plain("digest", "Digest", ""),
    plain("ntlm", "NTLM", ""),
    plain("negotiate", "Negotiate", "then NTLM"),
];

const DELEGATIONS: [ValueWords; 7] = [
    plain("none", "None", ""),
    plain("unconstrained", "Unconstrained", "browser as it is"),
    plain("forwarded", "Unconstrained", "browser delegates"),
    plain("not-listed", "Constrained", "another service listed"),
    plain("kerberos-only", "Constrained", "Kerberos only"),
    plain("any-protocol", "Constrained", "any protocol"),
    plain("resource-based", "Resource-based", ""),
];

const PASSWORD: &str = "Anonymous, Basic";
const CHALLENGED: &str = "Digest, NTLM";
const CONNECTIONS: &str = "Connections";
const ON_THE_SERVER: &str = "On the server";
const REFUSED: &str = "Refused";
const KERBEROS: &str = "Kerberos";
const CONSTRAINED: &str = "Constrained";
const RESOURCE_BASED: &str = "Resource-based";
const ACCOUNT: &str = "The account";
const AROUND: &str = "Around it";

const SITUATIONS: [ValueWords; 43] = [
    of(PASSWORD, "A1", "No scheme is offered"),
    of(
        PASSWORD,
        "B0",
        "Basic, Interactive: the default until IIS 5",
    ),
    of(PASSWORD, "B1", "Basic, Batch"),
    of(PASSWORD, "B2", "Basic, Network"),
    of(PASSWORD, "B3", "Basic, ClearText: the default since IIS 6"),
    of(PASSWORD, "B4", "Basic, and no domain, typed or default"),
    of(CHALLENGED, "D1", "Digest"),
    of(CHALLENGED, "N1", "NTLM"),
    of(CHALLENGED, "N2", "NTLM, public folders on another host"),
    of(
        CHALLENGED,
        "N3",
        "Negotiate without an SPN: falls back to NTLM",
    ),
    of(CONNECTIONS, "C1", "NTLM, two visits on one connection"),
    of(CONNECTIONS, "C2", "NTLM, two visits on two connections"),
    of(CONNECTIONS, "C3", "NTLM without keep-alive"),
    of(CONNECTIONS, "C3B", "Basic without keep-alive"),
    of(CONNECTIONS, "C4", "NTLM anew for each request"),
    of(ON_THE_SERVER, "L2", "NTLM, browsing on the server"),
    of(
        ON_THE_SERVER,
        "L3",
        "The same by another name, loopback check on",
    ),
    of(REFUSED, "L1", "NTLM, client level 2 and DC level 5"),
    of(REFUSED, "W1", "NTLM, wrong password"),
    of(REFUSED, "W2", "NTLM, no such account"),
    of(REFUSED, "W3", "Basic, signed in but not admitted"),
    of(REFUSED, "R1", "NTLM, the cached answer is sent on"),
    of(KERBEROS, "K1", "Kerberos, no delegation"),
    of(
        KERBEROS,
        "K2",
        "Unconstrained, the browser forwards its TGT",
    ),
    of(
        KERBEROS,
        "K3",
        "Unconstrained, the browser does not forward it",
    ),
    of(CONSTRAINED, "K4", "Constrained, the back end is listed"),
    of(CONSTRAINED, "K5", "Constrained, another service is listed"),
    of(CONSTRAINED, "K6", "Kerberos only, and an NTLM visitor"),
    of(
        CONSTRAINED,
        "K7",
        "Protocol transition, and an NTLM visitor",
    ),
    of(RESOURCE_BASED, "K8", "The back end lets IIS act"),
    of(RESOURCE_BASED, "K9", "It does, and an NTLM visitor"),
    of(
        RESOURCE_BASED,
        "K9B",
        "It does, an NTLM visitor, and IIS has a list",
    ),
    of(ACCOUNT, "K10A", "Sensitive, unconstrained"),
    of(ACCOUNT, "K10B", "Sensitive, constrained"),
    of(ACCOUNT, "K10C", "Sensitive, resource-based"),
    of(ACCOUNT, "K11", "Sensitive, Basic"),
    of(ACCOUNT, "P1", "Protected Users, NTLM"),
    of(ACCOUNT, "P2", "Protected Users, constrained"),
    of(AROUND, "S1", "SPN on the pool account, kernel mode"),
    of(AROUND, "S2", "Unconstrained, a user of another forest"),
    of(AROUND, "S3", "Constrained, IIS’s clock six minutes ahead"),
    of(AROUND, "S4", "SPN on two accounts"),
    of(AROUND, "S5", "Constrained, an IP address in the bar"),
];

const fn plain(id: &'static str, name: &'static str, below: &'static str) -> ValueWords {
    ValueWords {
        id,
        group: "",
        name,
        below,
    }
}

const fn of(group: &'static str, id: &'static str, name: &'static str) -> ValueWords {
    ValueWords {
        id,
        group,
        name,
        below: "",
    }
}

/// What an outcome's letters say.
pub fn meaning(outcome: &Option<Outcome>) -> String {
    let who = |identity: &Identity| super::names::identity(identity, LONG);
    match outcome {
        Some(Outcome::Opened(identity)) => format!("signed in as {}, and let in", who(identity)),
        Some(Outcome::Anonymous) => "taken for ANONYMOUS LOGON, and denied".to_owned(),
        Some(Outcome::NotAuthenticated) => "the back end does not know who calls".to_owned(),
        Some(Outcome::NoRights(identity)) => {
            format!("known as {}, and not admitted", who(identity))
        }
        Some(Outcome::FirstHop(None)) => {
            "hop 1 ends before a sign-in is judged: the back end is never asked".to_owned()
        }
        Some(Outcome::FirstHop(_)) => {
            "IIS refuses the sign-in of hop 1: the back end is never asked".to_owned()
        }
        None => "nobody decides anything".to_owned(),
    }
}

/// How much was computed, and how long that took.
pub fn computed(runs: usize, milliseconds: f64) -> String {
    format!("computed {} in {milliseconds:.0} ms", counted(runs, "run"))
}

/// How much is computed so far.
pub fn computing(cells: usize, all: usize) -> String {
    format!("{cells} of {all} cells")
}

/// The switch that leaves what differs, with how many cells do.
pub fn differing(cells: usize) -> String {
    format!("{DIFFERING} · {cells}")
}

/// Above what the person's own settings come to.
pub fn own(place: Option<&str>, letters: &str) -> String {
    match place {
        Some(place) => format!("Yours: {place}, {letters}"),
        None => format!("Yours, no cell of this table: {letters}"),
    }
}

/// The name of a cell's button.
pub fn cell(row: &str, column: &str, letters: &str, here: bool) -> String {
    let here = if here { ", yours" } else { "" };
    format!("{row}, {column}: {letters}{here}")
}

/// The heading of a table that is taken along.
pub fn heading(rows: Axis, columns: Axis) -> String {
    format!("{TABLE}: {} by {}", axis_name(rows), axis_name(columns))
}
