//! What `klist tgt` of Windows prints: the TGT of a session, in fields with names of their own.

use super::{ListedTicket, flags_of};
use crate::traffic::files::day_order::DayOrder;
use crate::traffic::files::timestamp;

pub(super) fn is(text: &str) -> bool {
    text.contains("Cached TGT:")
}

/// The ticket and its lines.
pub(super) fn read(text: &str, order: DayOrder) -> Option<(ListedTicket, String)> {
    let lines = (1_u32..).zip(text.lines());
    let mut lines = lines.skip_while(|(_, line)| line.trim() != "Cached TGT:");
    let (first, _) = lines.next()?;
    let (mut ticket, mut printed) = (ListedTicket::new(first, order), String::new());
    let (mut realm, mut target) = (String::new(), String::new());
    // Behind its fields come the bytes of the ticket.
    for (number, line) in lines.take_while(|(_, line)| !line.starts_with("EncodedTicket")) {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        let time = || timestamp::local_in(value.trim_end_matches("(local)"), order);
        match key.trim() {
            "ServiceName" => value.clone_into(&mut ticket.server),
            "ClientName" => value.clone_into(&mut ticket.client),
            "DomainName" => value.clone_into(&mut realm),
            "TargetDomainName" => value.clone_into(&mut target),
            "Ticket Flags" => (ticket.flags, ticket.flag_names) = flags_of(value),
            "Session Key" => {
                ticket.session_key = value.split_once(" - ").map(|(_, name)| name.to_owned());
            }
            "StartTime" => ticket.start = time(),
            "EndTime" => ticket.end = time(),
            "RenewUntil" => ticket.renew = time(),
            _ => {}
        }
        ticket.location.last = number;
        printed.push_str(line);
        printed.push('\n');
    }
    if !ticket.server.contains('/') && !target.is_empty() {
        ticket.server = format!("{}/{target}", ticket.server);
    }
    ticket.server = format!("{} @ {realm}", ticket.server);
    ticket.client = format!("{} @ {realm}", ticket.client);
    (!realm.is_empty()).then_some((ticket, printed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tgt_of_a_session() {
        let text = "Current LogonId is 0:0x1\n\nCached TGT:\n\nServiceName        : krbtgt\n\
            ClientName         : alice\nDomainName         : C.TEST\nTargetDomainName   : D.TEST\n\
            Ticket Flags       : 0x40e10000 -> forwardable renewable\n\
            Session Key        : KeyType 0x12 - AES-256-CTS-HMAC-SHA1-96\n\
            StartTime          : 2/22/2023 11:03:30 (local)\nEncodedTicket      : (size: 1)\n0000  61:82";
        let (ticket, printed) = read(text, DayOrder::default()).unwrap();
        assert_eq!(ticket.client, "alice @ C.TEST");
        assert_eq!(ticket.server, "krbtgt/D.TEST @ C.TEST");
        assert_eq!(ticket.flags, 0x40e1_0000);
        assert_eq!(ticket.start, timestamp::iso("2023-02-22T11:03:30"));
        assert!(!printed.contains("Encoded"));
    }
}
