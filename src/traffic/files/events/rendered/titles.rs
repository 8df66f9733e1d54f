//! How descriptions of events begin.

use super::sentences;

/// How descriptions begin, and the event that each is of.
pub(super) const TITLES: [(&str, u32); 14] = [
    ("An account was successfully logged on", 4624),
    ("An account failed to log on", 4625),
    ("An account was logged off", 4634),
    ("A logon was attempted using explicit credentials", 4648),
    ("A Kerberos authentication ticket (TGT) was requested", 4768),
    ("A Kerberos service ticket was requested", 4769),
    ("A Kerberos service ticket was renewed", 4770),
    ("Kerberos pre-authentication failed", 4771),
    ("The computer attempted to validate the credentials", 4776),
    (
        "The domain controller attempted to validate the credentials",
        4776,
    ),
    ("NTLM client blocked audit", 8001),
    ("NTLM server blocked audit", 8002),
    ("NTLM server blocked in the domain audit", 8003),
    ("Domain Controller Blocked Audit", 8004),
];

/// How descriptions began before Vista, as lines of their own, and the event that each is of.
const OLD_TITLES: [(&str, u32); 10] = [
    ("Successful Logon", 528),
    ("Successful Network Logon", 540),
    ("Logon Failure", 529),
    ("Authentication Ticket Request", 672),
    ("Authentication Ticket Granted", 672),
    ("Authentication Ticket Request Failed", 676),
    ("Service Ticket Request", 673),
    ("Service Ticket Granted", 673),
    ("Service Ticket Request Failed", 677),
    ("Pre-authentication failed", 675),
];

/// How event 680 begins, the package behind it.
const OLD_ATTEMPT: &str = "Logon attempt by:";

/// Where in a line a title of an event stands, and the event.
pub fn titled(line: &str) -> Option<(usize, u32)> {
    let place = |(title, id): &(&str, u32)| Some((line.find(title)?, *id));
    let old = |(title, id): &(&str, u32)| {
        let at = line.find(title)?;
        let behind = line.get(at + title.len()..)?;
        behind.starts_with(':').then_some((at, *id))
    };
    let today = TITLES.iter().find_map(place);
    let attempt = || Some((line.find(OLD_ATTEMPT)?, 680));
    today
        .or_else(|| OLD_TITLES.iter().find_map(old))
        .or_else(attempt)
}

/// The event that a title is of, and how far `Message :` sets the description in.
pub(super) fn title(line: &str) -> Option<(u32, usize)> {
    // Copied text may have a key before it.
    let whole = line;
    let line = line
        .trim_start()
        .trim_start_matches("Message")
        .trim_start_matches([' ', ':', '=']);
    let mut titles = TITLES.iter();
    let titled = titles.find(|(title, _)| line.starts_with(title));
    let own = line.trim_end().strip_suffix(':');
    let mut old = OLD_TITLES.iter();
    let id = titled
        .or_else(|| old.find(|(title, _)| own == Some(title)))
        .map(|(_, id)| *id)
        .or_else(|| line.starts_with(OLD_ATTEMPT).then_some(680))
        .or_else(|| sentences::begun(line))?;
    let listed = whole.starts_with("Message") && !whole.starts_with("Message=");
    let before = whole.len().saturating_sub(line.len());
    let set_in = whole.starts_with([' ', '\t']);
    Some((id, if listed || set_in { before } else { 0 }))
}
