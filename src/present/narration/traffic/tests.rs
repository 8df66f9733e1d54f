//! What is said of how a sign-in ends.

use super::because;
use crate::traffic::collection::Collection;
use crate::traffic::files::FileExtras;
use crate::traffic::leg::{
    Contents, FileLocation, Flow, Leg, Method, Party, Protocol, Sender, SentCredential, Status,
    Unit,
};

/// Why a sign-in to SQL Server with that credential ends so that is answered by that error.
fn sql(credential: SentCredential, code: u32, words: Option<&str>) -> String {
    let mut contents = Contents::default();
    let party = Party::default;
    contents
        .flows
        .push(Flow::new(party(), party(), Protocol::Tds));
    let location = FileLocation {
        unit: Unit::Packet,
        first: 1,
        last: 1,
    };
    let mut login = Leg::new(0, Sender::Client, None, location);
    login.credential = Some(credential);
    let mut answer = Leg::new(0, Sender::Server, None, location);
    answer.status = Some(Status::Sql(code));
    answer.words = words.map(str::to_owned);
    contents.legs = vec![login, answer];
    let mut collection = Collection::default();
    collection.add("file", contents, FileExtras::default());
    because(&collection.attempts[0])
}

#[test]
fn errors_of_sql_server_that_are_not_about_the_proof_are_not_said_to_be() {
    let password = || SentCredential::Clear(Method::Native, "sa".to_owned(), None);
    let ticket = || SentCredential::Token(Method::Kerberos, [0x6e, 2, 5, 5].into());
    for (credential, code, says) in [
        (password(), 4060, "takes the proof"),
        (password(), 18488, "about the account"),
        (password(), 18461, "not about the proof"),
        (password(), 18456, "does not take the proof"),
        (ticket(), 18452, "does not take the proof"),
        (ticket(), 18456, "about the account"),
    ] {
        let said = sql(credential, code, None);
        assert!(said.contains(says), "{code}: {said}");
    }
    let words = "Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'.";
    let said = sql(ticket(), 18456, Some(words));
    let whom = "The server says: “Login failed for user 'NT AUTHORITY\\ANONYMOUS LOGON'”.";
    assert!(said.ends_with(whom), "{said}");
}
