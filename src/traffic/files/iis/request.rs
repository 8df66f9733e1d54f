//! What a request in a log of IIS tells of a sign-in.

use crate::traffic::files::log_record::{LogFlows, LogRecord};
use crate::traffic::http::host_and_port;
use crate::traffic::leg::{
    ERROR_ACCESS_DENIED, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
};
use std::net::IpAddr;
use std::sync::Arc;

/// The request as a message: who is said to have asked for what, and how it was answered. `line` is what it was read from.
pub fn leg(record: &LogRecord, status: Option<u16>, line: &str, flows: &mut LogFlows) -> Leg {
    let port = |name| record.number(name).and_then(|it| u16::try_from(it).ok());
    let text = |name| record.get(name).map(str::to_owned);
    let host = record.get("cs-host").or_else(|| record.get("cs(Host)"));
    let client = forwarded(record).unwrap_or_else(|| Party {
        address: record.address("c-ip"),
        port: port("c-port"),
        // Some servers look up whom they write of.
        name: text("c-ip").filter(|_| record.address("c-ip").is_none()),
    });
    let server = Party {
        address: record.address("s-ip"),
        port: port("s-port"),
        name: host
            .map(|it| host_and_port(it).0.to_owned())
            .or_else(|| text("s-computername")),
    };
    // Sites may share an address: what they are asked as tells them apart.
    let address = server.address.map(|it| it.to_string());
    let names = [server.name.clone(), text("s-sitename"), client.name.clone()];
    let to: Vec<String> = address
        .into_iter()
        .chain(names.into_iter().flatten())
        .collect();
    let to = to.join(" ").to_ascii_lowercase();
    let key = (
        client.address,
        client.port,
        Some(to),
        server.port.map(|it| it.to_string()),
    );
    let flow = flows.number(key, || Flow::new(client, server, Protocol::Log));
    let mut leg = Leg::new(flow, Sender::Server, record.at, record.location);
    let query = record
        .get("cs-uri-query")
        .map_or(String::new(), |it| format!("?{it}"));
    let path = record.get("cs-uri-stem");
    leg.request = path.map(|path| {
        format!(
            "{} {path}{query}",
            record.get("cs-method").unwrap_or_default()
        )
    });
    leg.target = host.map(str::to_owned);
    let refusal = status.and_then(|it| refusal(record, it));
    // Of who is refused the log has no name. A back end of Exchange calls who did not sign in to it so.
    let user = record.get("cs-username").map(name);
    let user = user.filter(|it| !it.eq_ignore_ascii_case("Anonymous"));
    let turned_away = user.is_none() && is_turned_away(record, status);
    let denied = turned_away || user.is_some() && is_denied(record, status);
    let nameless = record
        .fields
        .last()
        .is_some_and(|it| it.0 == "cs-username" && it.1.is_empty());
    let told = nameless || turned_away || refusal.is_some();
    let user = user.or_else(|| told.then(String::new));
    // IIS writes the name of who is refused with Basic alone; of Digest no log is known.
    let method = match refusal {
        Some(_) if user.as_ref().is_some_and(|it| !it.is_empty()) => Method::Basic,
        _ => Method::Other,
    };
    leg.credential = user.map(|it| SentCredential::Clear(method, it, None));
    leg.windows = match denied {
        true => Some(ERROR_ACCESS_DENIED),
        false => refusal.or_else(|| begun(record, status?)),
    };
    leg.substatus = record.number("sc-substatus");
    leg.status = status.map(Status::Http);
    leg.message = Arc::from(line.as_bytes());
    leg
}

/// Who asks through a load balancer or a proxy that says so, where that is logged: the first of `192.0.2.1, 10.0.0.7`, and some
/// write its port.
fn forwarded(record: &LogRecord) -> Option<Party> {
    let mut columns = ["X-Forwarded-For", "cs(X-Forwarded-For)"].into_iter();
    let told = columns.find_map(|it| record.get(it))?;
    let first = told.split([',', '+']).find(|it| !it.is_empty())?;
    let whole = |text: &str| text.trim_matches(['[', ']']).parse::<IpAddr>().ok();
    let with_port = || {
        let (address, port) = first.rsplit_once(':')?;
        Some((whole(address)?, port.parse().ok()))
    };
    let (address, port) = whole(first).map(|it| (it, None)).or_else(with_port)?;
    Some(Party {
        address: Some(address.to_canonical()),
        port,
        name: None,
    })
}

/// A user’s name as it is. IIS writes a space as `+`, which no account has in its name, nor `/`, with which some write a domain
/// before it; an address may have both. SharePoint writes a claim that ends with it, of Windows (`i:0#.w|contoso\alice`) or of
/// another issuer (`i:05.t|adfs|alice@contoso.com`); no account has a `|` in its name.
fn name(written: &str) -> String {
    let claim = written.rsplit_once('|');
    let written = claim.map_or(written, |(_, name)| name);
    match written.contains('@') {
        true => written.to_owned(),
        false => written.replace('+', " ").replacen('/', "\\", 1),
    }
}

/// Whether somebody whom the log names was let in and then shut out, by the file's access list (401.3), a filter (401.4), a rule
/// (401.7) or the application (401.0 and 401.5): of who is refused before that there is no name, but for Basic's 401.1.
fn is_denied(record: &LogRecord, status: Option<u16>) -> bool {
    let later = matches!(record.number("sc-substatus"), Some(0 | 3..=5 | 7));
    status == Some(401) && later
}

/// Whether a client is not let in whoever asks, for its address, its name, or how often it asks (401.501 to 401.504).
fn is_turned_away(record: &LogRecord, status: Option<u16>) -> bool {
    status == Some(401) && matches!(record.number("sc-substatus"), Some(501..=504))
}

/// The error of Windows for which a proof is refused: 401.1 with an error, but for those with which a sign-in goes on or has not
/// begun.
fn refusal(record: &LogRecord, status: u16) -> Option<u32> {
    let error = record.number("sc-win32-status")?;
    let asked = match record.number("sc-substatus") {
        Some(1) => true,
        // Errors of files and connections have lower numbers than those of logons ([MS-ERREF] 2.2).
        None => error >= 1300,
        _ => false,
    };
    (status == 401 && asked && !goes_on(error)).then_some(error)
}

/// The error of a 401.1 that refuses no proof: a sign-in goes on, or nobody tells that it does not. 0 where there is none.
fn begun(record: &LogRecord, status: u16) -> Option<u32> {
    let error = record.number("sc-win32-status").unwrap_or(0);
    let substatus = record.number("sc-substatus");
    (status == 401 && substatus == Some(1) && goes_on(error)).then_some(error)
}

/// Whether a sign-in goes on with that error: SEC_E_NO_CREDENTIALS, as an NTLM message comes before the last, and
/// SEC_I_CONTINUE_NEEDED ([MS-ERREF] 2.1); or there is none.
fn goes_on(error: u32) -> bool {
    matches!(error, 0 | 0x8009_030E | 0x0009_0312)
}
