//! Lines of a log whose head was not copied: which columns they have, told by what stands where. IIS writes the columns that
//! are switched on in one fixed order.

use super::COLUMNS;
use std::net::IpAddr;
use std::ops::Range;

/// So many columns there are, when all is switched on.
pub(super) const MOST_COLUMNS: usize = 22;
/// What comes before the method, when all is switched on; the date and the time always do.
const SITE: &str = "s-sitename";
const COMPUTER: &str = "s-computername";
/// Of the usual columns: those from the method to the client, and those of the status, which are always there.
const REQUEST: Range<usize> = 3..9;
const STATUS: Range<usize> = 11..14;
const PORT: &str = "s-port";
/// Between the client and the status, by how many they are.
const HEADERS: [&[&str]; 5] = [
    &[],
    &["cs(User-Agent)"],
    &["cs(User-Agent)", "cs(Referer)"],
    &["cs(User-Agent)", "cs(Referer)", "cs-host"],
    &["cs(User-Agent)", "cs(Cookie)", "cs(Referer)", "cs-host"],
];
/// Behind the status, by how many they are.
const BEHIND: [&[&str]; 4] = [
    &[],
    &["time-taken"],
    &["sc-bytes", "cs-bytes"],
    &["sc-bytes", "cs-bytes", "time-taken"],
];
const METHODS: [&str; 7] = [
    "GET", "POST", "HEAD", "PUT", "OPTIONS", "DELETE", "PROPFIND",
];

/// The columns of a whole line; nothing of a line that is none of a log, or not whole.
pub(super) fn columns(line: &str) -> Option<Vec<&'static str>> {
    if !super::log_lines::begins(line) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let method = words.iter().position(|it| METHODS.contains(it))?;
    let mut columns = vec!["date", "time"];
    for word in words.get(2..method)? {
        columns.push(match *word {
            _ if word.parse::<IpAddr>().is_ok() => "s-ip",
            _ if columns.len() == 2 => SITE,
            _ => COMPUTER,
        });
    }
    // Some leave the port out.
    let port = words.get(columns.len() + 3).is_some_and(|it| is_number(it));
    let request = COLUMNS.get(REQUEST)?.iter();
    columns.extend(request.filter(|it| port || **it != PORT));
    // Else the columns are others: the last of these is the client.
    words
        .get(columns.len().checked_sub(1)?)?
        .split('%')
        .next()?
        .parse::<IpAddr>()
        .ok()?;
    let rest = words.get(columns.len()..)?;
    let numbers = rest.iter().rev().take_while(|it| is_number(it)).count();
    let mut headers = rest.get(..rest.len() - numbers)?.len();
    if rest.first().is_some_and(|it| it.starts_with("HTTP/")) {
        columns.push("cs-version");
        headers -= 1;
    }
    columns.extend(*HEADERS.get(headers)?);
    match port {
        true => {
            columns.extend(COLUMNS.get(STATUS)?);
            columns.extend(*BEHIND.get(numbers.checked_sub(STATUS.len())?)?);
        }
        // What was chosen by hand mostly has no error of Windows.
        false => columns.extend(["sc-status", "sc-substatus", "sc-bytes", "time-taken"]),
    }
    (columns.len() == words.len()).then_some(columns)
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|it| it.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, columns};

    #[test]
    fn the_columns_are_told_by_what_stands_where() {
        let usual =
            "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 c\\al 10.0.0.1 Moz - 401 1 2148074254 31";
        assert_eq!(columns(usual), Some(COLUMNS.to_vec()));
        let all = "2024-03-22 00:53:06 W3SVC1 WEB01 fe80::1 GET /x - 80 - 10.0.0.1 HTTP/1.1 Moz k=v http://a/ web01 401 1 5 9 8 31";
        let told = columns(all).unwrap();
        assert_eq!(told[2..5], ["s-sitename", "s-computername", "s-ip"]);
        assert_eq!(
            told[11..],
            [
                "cs-version",
                "cs(User-Agent)",
                "cs(Cookie)",
                "cs(Referer)",
                "cs-host",
                "sc-status",
                "sc-substatus",
                "sc-win32-status",
                "sc-bytes",
                "cs-bytes",
                "time-taken"
            ]
        );
        // As Azure has them: no address of the server.
        let azure = "2024-03-22 00:53:06 SITE GET /x - 443 - 10.0.0.1 Moz - - web01 401 1 5 9 8 31";
        assert_eq!(columns(azure).unwrap()[2..4], ["s-sitename", "cs-method"]);
    }

    #[test]
    fn without_a_port_what_is_behind_the_substatus_is_no_error() {
        let line = "2004-10-28 11:28:56 10.0.0.9 GET /x - - 10.0.0.1 HTTP/1.1 401 2 1849 220";
        let told = columns(line).unwrap();
        assert_eq!(told[5..8], ["cs-uri-query", "cs-username", "c-ip"]);
        assert_eq!(
            told[9..],
            ["sc-status", "sc-substatus", "sc-bytes", "time-taken"]
        );
    }

    #[test]
    fn what_is_cut_or_no_request_has_none() {
        let line = "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 c\\al 10.0.0.1 Moz - 401 1";
        assert_eq!(columns(line), None);
        assert_eq!(columns("2024-03-22 00:53:06 GET ready"), None);
        let others = "2024-03-22 00:53:06 10.0.0.9 GET /x q=1 80 10.0.0.1 Moz - 401 1 5 31";
        assert_eq!(columns(others), None);
        assert_eq!(columns("GET /x HTTP/1.1"), None);
    }
}
