//! The pages of a front end: what a back end answered, written down.

use super::CallPurpose;
use crate::hosts::Era;
use crate::hosts::services::back_end_call::BackEndAnswer;
use crate::hosts::services::http_server::AuthenticatedClient;
use crate::wire::http::Response;

/// The classic pages catch the error and write it into an ordinary page; a later one, and one that queries a database,
/// fails with 500. What SQL Server says goes into the page as it is.
pub fn page_of(answer: &BackEndAnswer, opens: &CallPurpose, era: Era) -> Response {
    let (title, failed, thing) = match opens {
        // The words of Outlook Web Access 5.5 (Q174352).
        CallPurpose::Mailbox { .. } => ("Inbox - ", "Failed to get Inbox", "mailbox"),
        CallPurpose::Folder => ("", "Failed to open the folder", "folder"),
        CallPurpose::Database => ("Orders - ", "", "database"),
    };
    match answer {
        BackEndAnswer::Opened(name) | BackEndAnswer::Queried(name) => {
            html(&format!("<h1>{title}{}</h1>", escape(name)))
        }
        BackEndAnswer::Sql { message, .. } => failure(&escape(message)),
        _ if era == Era::Today || failed.is_empty() => {
            failure(&format!("Unable to open the {thing}"))
        }
        _ => html(&format!("<h1>{failed}</h1>")),
    }
}

/// The page for a call that failed: a 500 that says so.
fn failure(said: &str) -> Response {
    Response::new(500, "Internal Server Error")
        .with_content("text/html", format!("<h1>{said}</h1>\n"))
}

/// A page that says who asked.
pub fn who_am_i(client: &AuthenticatedClient) -> Response {
    Response::new(200, "OK").with_content("text/plain", format!("{}\n", client.token.identity))
}

/// There is no such page.
pub fn not_found() -> Response {
    Response::new(404, "Not Found").with_content("text/html", "<h1>404 Not Found</h1>\n")
}

/// A page that is fine.
pub fn html(body: &str) -> Response {
    Response::new(200, "OK").with_content("text/html", format!("{body}\n"))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
    out
}
