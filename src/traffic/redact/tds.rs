//! TDS, as SQL Server speaks it: names and tokens of the sign-in; statements and rows are cut.

use super::http::CUT;
use super::{Pseudonyms, cut, token};
use crate::wire::tds::{Complaint, Login7, Packet, TdsMessage, Token, frame, is_tds};

/// Redacts a packet; `None` where it is none.
pub fn redact(bytes: &[u8], names: &mut Pseudonyms) -> Option<Vec<u8>> {
    // One packet and nothing behind it.
    if !is_tds(bytes) || frame(bytes).ok()?? != bytes.len() {
        return None;
    }
    let mut packet = Packet::decode(bytes).value.ok()?;
    match &mut packet.message {
        TdsMessage::Batch(text) => *text = CUT.to_owned(),
        TdsMessage::Response(tokens) => {
            for token in tokens {
                change(token, names);
            }
        }
        TdsMessage::Login7(login) => change_login(login, names),
        TdsMessage::Sspi(sspi) => *sspi = token::or_zeros(sspi, names),
        TdsMessage::Prelogin(prelogin) | TdsMessage::PreloginResponse(prelogin) => {
            for option in &mut prelogin.options {
                // Version and encryption ([MS-TDS] 2.2.6.5) say nothing of anybody; instances, threads and traces do.
                if option.token > 1 {
                    cut::zero(&mut option.data);
                }
            }
        }
    }
    let bytes = packet.encode().ok()?;
    (Packet::decode(&bytes).value.as_ref() == Ok(&packet)).then_some(bytes)
}

fn change_login(login: &mut Login7, names: &mut Pseudonyms) {
    login.client_pid = 0;
    login.connection_id = 0;
    login.client_id = [0; 6];
    login.host_name = names.host(&login.host_name);
    login.user_name = names.user(&login.user_name);
    // An instance may stand behind the server's name.
    let server = login.server_name.split('\\').next().unwrap_or_default();
    login.server_name = names.host(server);
    let cut_texts = [
        &mut login.password,
        &mut login.app_name,
        &mut login.database,
        &mut login.attach,
        &mut login.new_password,
    ];
    for text in cut_texts {
        cut_text(text);
    }
    cut::zero(&mut login.extension);
    login.sspi = token::or_zeros(&login.sspi, names);
}

fn change(token: &mut Token, names: &mut Pseudonyms) {
    match token {
        Token::Error(complaint) | Token::Info(complaint) => change_complaint(complaint, names),
        Token::Sspi(sspi) => *sspi = token::or_zeros(sspi, names),
        Token::Database { new, old } => [new, old].into_iter().for_each(cut_text),
        Token::Row(values) => values.iter_mut().flatten().for_each(cut_text),
        Token::Columns(columns) => {
            for column in columns {
                cut_text(&mut column.name);
            }
        }
        Token::LoginAck { .. } | Token::Done { .. } => {}
    }
}

/// What an error says: of the sentence that everybody's server writes of a login that fails all but the name stays, of others
/// nothing.
pub fn words(text: &str, names: &mut Pseudonyms) -> String {
    const HEAD: &str = "Login failed for user '";
    const TAIL: &str = "'.";
    let name = text.strip_prefix(HEAD).and_then(|it| it.strip_suffix(TAIL));
    match name {
        Some(name) => format!("{HEAD}{}{TAIL}", names.user(name)),
        None if text.is_empty() => String::new(),
        None => CUT.to_owned(),
    }
}

fn change_complaint(complaint: &mut Complaint, names: &mut Pseudonyms) {
    complaint.message = words(&complaint.message, names);
    cut_text(&mut complaint.procedure);
    let server = complaint.server.split('\\').next().unwrap_or_default();
    complaint.server = names.host(server);
}

fn cut_text(text: &mut String) {
    if !text.is_empty() {
        *text = CUT.to_owned();
    }
}
