//! What IIS means by the sub-status of a 401, for somebody who signs in.

use super::status_name;
use crate::traffic::leg::Status;

/// By their numbers (KB943891, "The HTTP status code in IIS"); 401.7 is of IIS 6.
const MEANINGS: [(u32, &str); 11] = [
    (0, "the application sends it, not the server"),
    (1, "the logon failed"),
    (
        2,
        "anonymous access is off, and no proof came that the server could use: none, one in a scheme that is off, or a ticket that does not open",
    ),
    (
        3,
        "the access list of the file or folder, by which whom the request runs as may not read it",
    ),
    (
        4,
        "a filter of the server, ISAPI, refuses whom the request runs as",
    ),
    (
        5,
        "the application, ISAPI or CGI, refuses whom the request runs as",
    ),
    (
        7,
        "a rule for the address that is asked for, URL authorization, does not let them in",
    ),
    (
        501,
        "too many requests at once from this client, whoever it is: Dynamic IP Restrictions",
    ),
    (
        502,
        "too many requests in a short time from this client, whoever it is: Dynamic IP Restrictions",
    ),
    (
        503,
        "the client’s address is on the list of those that are denied, whoever it is",
    ),
    (
        504,
        "the client’s host name is on the list of those that are denied, whoever it is",
    ),
];

/// What a server answers, with its sub-status, where a log has one: `HTTP 401.3`.
pub(super) fn with_substatus(status: &Status, substatus: Option<u32>) -> String {
    let name = status_name(status);
    match (status, substatus) {
        (Status::Http(401), Some(substatus)) => format!("{name}.{substatus}"),
        _ => name,
    }
}

/// The same, with what that means: `HTTP 401.1 (the logon failed)`.
pub(super) fn explained_status(status: &Status, substatus: Option<u32>) -> String {
    let name = with_substatus(status, substatus);
    let known = |(number, _): &&(u32, &str)| Some(*number) == substatus;
    let mut meanings = MEANINGS.iter().filter(|_| *status == Status::Http(401));
    match meanings.find(known) {
        Some((_, meaning)) => format!("{name} ({meaning})"),
        None => name,
    }
}
