//! What Heimdal's `klist` prints, which macOS has too: a table with a line for each ticket, or with `-v` some lines for each.

use super::ListedTicket;
use super::mit::{bits, is_letters, names};
use super::mit_heimdal::Table;
use crate::traffic::files::timestamp;
use crate::traffic::leg::Timestamp;

pub(super) const TABLE: Table = Table {
    cache: "Credentials cache:",
    principal: "Principal:",
    begins,
    goes_on,
};

/// A row of the table, or with `-v` the first line of some.
fn begins(line: &str, principal: &str, mut ticket: ListedTicket) -> Option<ListedTicket> {
    row(line, principal, ticket.clone()).or_else(|| {
        let server = line.strip_prefix("Server:")?;
        server.trim().clone_into(&mut ticket.server);
        Some(ticket)
    })
}

/// A line of a ticket, as `-v` has it; whether it is one.
fn goes_on(line: &str, ticket: &mut ListedTicket) -> bool {
    let Some((key, value)) = line.trim().split_once(':') else {
        return false;
    };
    let words: Vec<&str> = value.split_whitespace().collect();
    match key {
        "Client" => value.trim().clone_into(&mut ticket.client),
        "Ticket etype" => ticket.encryption = value.trim().split(',').next().map(str::to_owned),
        "Session key" => ticket.session_key = Some(value.trim().to_owned()),
        "Auth time" | "Start time" => ticket.start = time(&words),
        "End time" => ticket.end = time(&words),
        "Renew till" => ticket.renew = time(&words),
        "Ticket flags" => {
            let names = value.split(',').map(|it| it.trim().replace('-', "_"));
            ticket.flag_names = names.collect();
            ticket.flags = bits(&ticket.flag_names);
        }
        _ => return false,
    }
    true
}

/// `Feb 22 11:03:30 2023  Feb 22 21:03:30 2023  krbtgt/C.TEST@C.TEST`, or `>>>Expired<<<` in the place of the second time. With
/// `-f` the letters of flags stand before the service.
fn row(line: &str, client: &str, mut ticket: ListedTicket) -> Option<ListedTicket> {
    let words: Vec<&str> = line.split_whitespace().take(10).collect();
    let (start, rest) = words.split_at_checked(4)?;
    ticket.start = Some(time(start)?);
    let (end, server) = match rest {
        [expired, .., server] if expired.starts_with(">>>") => (None, server),
        [.., server] => (time(rest), server),
        [] => return None,
    };
    (ticket.end, ticket.expired) = (end, end.is_none());
    let flags = rest.iter().rev().nth(1).filter(|it| is_letters(it));
    ticket.flag_names = flags.map(|it| names(it)).unwrap_or_default();
    ticket.flags = bits(&ticket.flag_names);
    client.clone_into(&mut ticket.client);
    (*server).clone_into(&mut ticket.server);
    Some(ticket)
}

fn time(words: &[&str]) -> Option<Timestamp> {
    let [month, day, time, year, ..] = words else {
        return None;
    };
    let month = timestamp::month_of(month)?;
    timestamp::local(&format!("{month}/{day}/{year} {time}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::files::day_order::DayOrder;
    use crate::traffic::files::klist::TicketMark;

    #[test]
    fn the_lines_of_heimdal() {
        let text = "Credentials cache: FILE:/tmp/cc\n        Principal: a@C.TEST\n    Cache version: 4\n\n\
            Server: HTTP/web@C.TEST\nClient: a@C.TEST\nTicket etype: aes256-cts-hmac-sha1-96, kvno 2\n\
            Auth time:  Feb 22 11:03:30 2023\nEnd time:   Feb 22 21:03:30 2023\n\
            Ticket flags: pre-authent, forwardable, ok-as-delegate\n";
        let mut tickets = Vec::new();
        TABLE.read(text, DayOrder::default(), |ticket, _| tickets.push(ticket));
        assert_eq!(tickets.len(), 1);
        assert_eq!(tickets[0].flags, 0x4024_0000);
        assert_eq!(
            tickets[0].encryption.as_deref(),
            Some("aes256-cts-hmac-sha1-96")
        );
        assert_eq!(
            (tickets[0].location.first, tickets[0].location.last),
            (5, 10)
        );
    }

    #[test]
    fn the_table_of_heimdal() {
        let text = "Credentials cache: API:12345\n        Principal: alice@C.TEST\n\n\
            \u{20} Issued                Expires               Principal\n\
            Feb 22 11:03:30 2023  Feb 22 21:03:30 2023  krbtgt/C.TEST@C.TEST\n\
            Feb  2 11:05:03 2023  >>>Expired<<<         HTTP/web@C.TEST\n";
        assert!(TABLE.is(text));
        let mut tickets = Vec::new();
        let cache = TABLE.read(text, DayOrder::default(), |ticket, _| tickets.push(ticket));
        assert_eq!(cache.as_deref(), Some("API:12345"));
        let servers: Vec<&str> = tickets.iter().map(|it| it.server.as_str()).collect();
        assert_eq!(servers, ["krbtgt/C.TEST@C.TEST", "HTTP/web@C.TEST"]);
        assert_eq!(tickets[0].client, "alice@C.TEST");
        assert_eq!(tickets[0].end, timestamp::iso("2023-02-22T21:03:30"));
        assert_eq!(
            (tickets[1].start, tickets[1].end),
            (timestamp::iso("2023-02-02T11:05:03"), None)
        );
        assert_eq!(tickets[0].marks(), []);
        assert_eq!(tickets[1].marks(), [TicketMark::Expired]);
    }

    #[test]
    fn the_column_of_flags() {
        let text = "Credentials cache: API:12345\n        Principal: alice@C.TEST\n\n\
            \u{20} Issued                Expires               Flags    Principal\n\
            Feb 22 11:03:30 2023  Feb 22 21:03:30 2023  FRIA     krbtgt/C.TEST@C.TEST\n\
            Feb  2 11:05:03 2023  >>>Expired<<<         fA       HTTP/web@C.TEST\n";
        let mut tickets = Vec::new();
        TABLE.read(text, DayOrder::default(), |ticket, _| tickets.push(ticket));
        let told = tickets
            .iter()
            .map(|it| (it.flags, it.flag_names.len(), &*it.server));
        let expected = [
            (0x40e0_0000, 4, "krbtgt/C.TEST@C.TEST"),
            (0x2020_0000, 2, "HTTP/web@C.TEST"),
        ];
        assert_eq!(told.collect::<Vec<_>>(), expected);
        assert!(tickets[0].end.is_some());
    }
}
