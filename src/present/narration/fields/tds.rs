//! The fields of TDS's packets.

use super::Meaning;

const TDS: &str = "[MS-TDS]";

const fn of(name: &'static str, sentence: &'static str) -> Meaning {
    Meaning::in_spec(name, TDS, sentence)
}

#[rustfmt::skip]
pub const SQL: &[Meaning] = &[
    of("Type", "Which message it is; of a change of settings, which one changed."),
    of("Status", "Whether it is the last packet of its message; of DONE, how the statement ended."),
    of("SPID", "The server’s process for this connection."),
    of("PL_OPTION", "An option, and where its data is."),
    of("PL_OPTION_TOKEN", "Which option it is."),
    of("PL_OFFSET", "Where its data begins, in bytes from the first option."),
    of("TERMINATOR", "No more options."),
    of("VERSION", "The version of the sender."),
    of("UL_VERSION", "Major and minor version, and the build."),
    of("US_SUBBUILD", "The build within it."),
    of("ENCRYPTION", "Whether the sender can encrypt: 2 says that it cannot."),
    of("INSTOPT", "Name of the instance that is called; empty for the default one."),
    of("THREADID", "The client’s thread, for debugging only."),
    of("MARS", "Whether several queries may run at once on this connection."),
    of("TDSVersion", "The version of TDS that is spoken."),
    of("OptionFlags1", "How numbers are written; whether the database must open."),
    of("OptionFlags2", "Its bit 0x80 says that SSPI signs in, not a password."),
    of("OffsetLength", "Where each text is, and how long."),
    of("HostName", "The client’s computer, as it calls itself."),
    of("UserName", "The name to sign in with; empty with SSPI."),
    of("Password", "The password, scrambled: everybody can read it."),
    of("AppName", "The application, as it calls itself."),
    of("ServerName", "The server; in LOGIN7 as the client calls it."),
    of("CltIntName", "The client’s library."),
    of("Database", "The database to open."),
    of("SSPI", "The first token of the sign-in, or the server’s token."),
    of("SSPIData", "The next token of the sign-in."),
    of("SSPIBuffer", "The server’s token."),
    of("TokenType", "What follows."),
    of("LOGINACK", "The client is signed in."),
    of("ENVCHANGE", "A setting changed: here the database that is open."),
    of("NewValue", "The value from now on."),
    of("OldValue", "The value before."),
    of("ProgName", "The server program."),
    of("ERROR", "Something failed."),
    of("Number", "The error’s number: 18456 is a failed login."),
    of("State", "Tells causes apart; of a failed login always 1."),
    of("Class", "How severe it is: from 11 on an error."),
    of("MsgText", "The error’s text, as callers see it."),
    of("DONE", "A statement is done."),
    of("DoneRowCount", "How many rows there were."),
    of("COLMETADATA", "The columns of the rows that follow."),
    of("ROW", "A row."),
    of("SQLText", "The statement."),
    of("ALL_HEADERS", "The transaction of the statement: none."),
    of("characters", "How many characters follow."),
    of("text", "The text."),
    Meaning::of_all(TDS, "Part of the frame of TDS; here always the same or ignored."),
];
