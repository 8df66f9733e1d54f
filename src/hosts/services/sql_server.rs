//! SQL Server over TDS: it takes Windows authentication only, and opens a database to those who may sign in.

use super::admission::{authorize, note_login};
use super::pass_through::PassThrough;
use super::tds_inbox::PacketInbox;
use crate::hosts::security::{
    Acceptance, Accepted, Acceptor, Denied, PendingValidation, SecurityPackage, negotiate::Spnego,
};
use crate::hosts::{
    ConnectionId, Context, Decision, DenialReason, Era, Host, Identity, Input, Note, PeerError,
    SendError,
};
use crate::wire::netlogon::LogonResponse;
use crate::wire::ntstatus::STATUS_NO_LOGON_SERVERS;
use crate::wire::tds::{
    ColumnData, Complaint, LOGIN_FAILED, Login7, Packet, Prelogin, TdsMessage, Token,
    UNTRUSTED_LOGIN, VERSION, done,
};
use std::collections::HashMap;

/// The one query that is answered: the name by which SQL Server knows the caller.
pub const QUERY: &str = "SELECT SUSER_SNAME()";

/// What an administrator sets of a SQL Server.
#[derive(Clone, Debug)]
pub struct SqlServerSettings {
    /// Who may sign in, as `DOMAIN\name`.
    pub admits: Vec<String>,
}

/// A SQL Server, called over TDS. It tells those whom it admits under what name it knows them.
pub struct SqlServer {
    admits: Vec<String>,
    lines: HashMap<ConnectionId, Line>,
    authority: PassThrough<(ConnectionId, Box<dyn PendingValidation>)>,
}

#[derive(Default)]
struct Line {
    inbox: PacketInbox,
    /// The database that the caller asked for.
    database: String,
    caller: Caller,
}

/// What is known of a caller. One variant per state.
#[derive(Default)]
enum Caller {
    #[default]
    Connected,
    Greeted,
    Asked(Box<dyn Acceptor>),
    Judging,
    SignedIn(Identity),
}

impl SqlServer {
    /// A SQL Server.
    pub fn new(settings: SqlServerSettings) -> Self {
        Self {
            admits: settings.admits,
            lines: HashMap::new(),
            authority: PassThrough::default(),
        }
    }

    /// Takes all packets that are there.
    fn receive(&mut self, id: ConnectionId, context: &mut Context<'_>) {
        while let Some(line) = self.lines.get_mut(&id) {
            let message = match line.inbox.next() {
                Ok(None) => return,
                Ok(Some(packet)) => packet.message,
                Err(error) => {
                    return self.misbehaved(id, PeerError::Malformed(error), context);
                }
            };
            match (message, std::mem::take(&mut line.caller)) {
                (TdsMessage::Prelogin(_), Caller::Connected) => {
                    line.caller = Caller::Greeted;
                    let prelogin = Prelogin::without_encryption(version(context.machine.era), None);
                    self.reply(id, TdsMessage::PreloginResponse(prelogin), context);
                }
                (TdsMessage::Login7(login), Caller::Greeted) => self.login(id, *login, context),
                (TdsMessage::Sspi(token), Caller::Asked(state)) => {
                    self.accept(id, state, &token, context);
                }
                (TdsMessage::Batch(statement), Caller::SignedIn(identity)) => {
                    let tokens = executed(&statement, &identity, context);
                    line.caller = Caller::SignedIn(identity);
                    self.reply(id, TdsMessage::Response(tokens), context);
                }
                _ => return self.misbehaved(id, PeerError::OutOfPlace, context),
            }
        }
    }

    fn login(&mut self, id: ConnectionId, login: Login7, context: &mut Context<'_>) {
        if !login.is_integrated() {
            // It knows no names and passwords of its own.
            note_failure(id, DenialReason::SchemeNotOffered, context);
            let error = login_failed(&login.user_name, context);
            return self.refuse(id, error, context);
        }
        if let Some(line) = self.lines.get_mut(&id) {
            line.database = login.database;
        }
        // Negotiate takes NTLM as it is, too.
        self.accept(id, Spnego.accept(id, None), &login.sspi, context);
    }

    /// A token of SSPI, in whichever message.
    fn accept(
        &mut self,
        id: ConnectionId,
        state: Box<dyn Acceptor>,
        token: &[u8],
        context: &mut Context<'_>,
    ) {
        match state.step(token, context) {
            Ok(Acceptance::Continue { question, state }) => {
                self.advance(id, Caller::Asked(state));
                let tokens = vec![Token::Sspi(question)];
                self.reply(id, TdsMessage::Response(tokens), context);
            }
            Ok(Acceptance::Known(accepted)) => self.known(id, *accepted, context),
            Ok(Acceptance::Judge(question, state)) => {
                self.advance(id, Caller::Judging);
                if let Some(((_, state), response)) =
                    self.authority.ask(&question, (id, state), context)
                {
                    self.judged(id, state, &response, context);
                }
            }
            Err(denied) => self.untrusted(id, denied, context),
        }
    }

    /// The authority answered, in time or not at all.
    fn judged(
        &mut self,
        id: ConnectionId,
        state: Box<dyn PendingValidation>,
        response: &LogonResponse,
        context: &mut Context<'_>,
    ) {
        let line = self.lines.get_mut(&id);
        if !line.is_some_and(|line| matches!(line.caller, Caller::Judging)) {
            return;
        }
        match state.conclude(response, context) {
            Ok(accepted) => self.known(id, *accepted, context),
            Err(denied) => self.untrusted(id, denied, context),
        }
    }

    /// The caller is known, and signs in if that is one who may.
    fn known(&mut self, id: ConnectionId, accepted: Accepted, context: &mut Context<'_>) {
        let identity = accepted.token.identity;
        note_login(id, identity.clone(), accepted.login, context);
        let Some(line) = self.lines.get_mut(&id) else {
            return;
        };
        let database = std::mem::take(&mut line.database);
        if !authorize(&identity, &database, &self.admits, id, context) {
            let error = login_failed(&identity.to_string(), context);
            return self.refuse(id, error, context);
        }
        line.caller = Caller::SignedIn(identity);
        let [major, minor, high, low, ..] = version(context.machine.era);
        let proof = accepted.reply.map(Token::Sspi);
        let mut tokens = Vec::from_iter(proof);
        tokens.extend([
            Token::Database {
                new: database,
                old: "master".to_owned(),
            },
            Token::LoginAck {
                interface: 1,
                tds_version: VERSION,
                program: "Microsoft SQL Server".to_owned(),
                program_version: [major, minor, high, low],
            },
            finished(0, 0),
        ]);
        self.reply(id, TdsMessage::Response(tokens), context);
    }

    /// Nobody vouches for the caller. A ticket that does not open is answered with a token: the caller's own library says
    /// what is wrong, and hangs up.
    fn untrusted(&mut self, id: ConnectionId, mut denied: Box<Denied>, context: &mut Context<'_>) {
        let reply = denied.reply.take();
        note_failure(id, denied, context);
        if let Some(token) = reply {
            return self.reply(id, TdsMessage::Response(vec![Token::Sspi(token)]), context);
        }
        let message = "Login failed. The login is from an untrusted domain and cannot be used with Windows authentication.";
        let error = complaint(UNTRUSTED_LOGIN, 14, message.to_owned(), context);
        self.refuse(id, error, context);
    }

    /// Says an error, and hangs up.
    fn refuse(&mut self, id: ConnectionId, error: Token, context: &mut Context<'_>) {
        let tokens = vec![error, finished(done::ERROR, 0)];
        self.reply(id, TdsMessage::Response(tokens), context);
        self.hang_up(id, context);
    }

    /// Sends a packet; what cannot be said in one ends the connection.
    fn reply(&mut self, id: ConnectionId, message: TdsMessage, context: &mut Context<'_>) {
        match Packet::new(message).encode() {
            Ok(bytes) => context.out.send(id, bytes),
            Err(error) => {
                let error = SendError::Pdu(error);
                let note = Note::decision(Decision::CannotSend { error }).on(id);
                context.out.note(note);
                self.hang_up(id, context);
            }
        }
    }

    fn misbehaved(&mut self, id: ConnectionId, error: PeerError, context: &mut Context<'_>) {
        let note = Note::decision(Decision::PeerMisbehaved { error }).on(id);
        context.out.note(note);
        self.hang_up(id, context);
    }

    fn hang_up(&mut self, id: ConnectionId, context: &mut Context<'_>) {
        if self.lines.remove(&id).is_some() {
            context.out.close(id);
        }
    }

    fn advance(&mut self, id: ConnectionId, caller: Caller) {
        if let Some(line) = self.lines.get_mut(&id) {
            line.caller = caller;
        }
    }
}

impl Host for SqlServer {
    fn handle(&mut self, input: Input, context: &mut Context<'_>) {
        match input {
            Input::Start => {}
            Input::Opened(id) => {
                self.lines.insert(id, Line::default());
            }
            Input::Received(id, bytes) if self.authority.is_channel(id) => {
                if let Some(((caller, state), response)) = self.authority.answer(&bytes) {
                    self.judged(caller, state, &response, context);
                }
            }
            Input::Received(id, bytes) => {
                if let Some(line) = self.lines.get_mut(&id) {
                    line.inbox.push(&bytes);
                }
                self.receive(id, context);
            }
            Input::Closed(id) if self.authority.is_channel(id) => {
                let response = LogonResponse {
                    status: STATUS_NO_LOGON_SERVERS,
                    validation: None,
                };
                for (caller, state) in self.authority.lost() {
                    self.judged(caller, state, &response, context);
                }
            }
            Input::Closed(id) => {
                self.lines.remove(&id);
            }
        }
    }
}

/// The version of the SQL Server of its time, and of the client's library: major, minor, build (big-endian), and
/// nothing more. SQL Server 7.0, 2000 and 2022.
pub fn version(era: Era) -> [u8; 6] {
    let (major, build) = match era {
        Era::Y1998 => (7, 623_u16),
        Era::Y2003 => (8, 760),
        Era::Today => (16, 1000),
    };
    let [high, low] = build.to_be_bytes();
    [major, 0, high, low, 0, 0]
}

fn note_failure(id: ConnectionId, denied: impl Into<Box<Denied>>, context: &mut Context<'_>) {
    let note = denied
        .into()
        .into_note(|because| Decision::AuthenticationFails { because });
    context.out.note(note.on(id));
}

/// What comes of a statement.
fn executed(statement: &str, identity: &Identity, context: &Context<'_>) -> Vec<Token> {
    if !statement.eq_ignore_ascii_case(QUERY) {
        let message = "Statement is not supported in this version of SQL Server.";
        let error = complaint(40510, 16, message.to_owned(), context);
        return vec![error, finished(done::ERROR, 0)];
    }
    let column = ColumnData {
        name: String::new(),
        // NVARCHAR(128).
        max_length: 256,
    };
    vec![
        Token::Columns(vec![column]),
        Token::Row(vec![Some(identity.to_string())]),
        finished(done::COUNT, 1),
    ]
}

fn finished(status: u16, rows: u64) -> Token {
    Token::Done {
        status,
        // Of a query that is 193, SELECT.
        command: if rows > 0 { 193 } else { 0 },
        rows,
    }
}

/// The error of a caller who may not sign in. Its state is 1 whatever the cause, which only the server's own log has.
fn login_failed(name: &str, context: &Context<'_>) -> Token {
    let message = format!("Login failed for user '{name}'.");
    complaint(LOGIN_FAILED, 14, message, context)
}

fn complaint(number: u32, class: u8, message: String, context: &Context<'_>) -> Token {
    Token::Error(Complaint {
        number,
        state: 1,
        class,
        message,
        server: context.machine.name.clone(),
        procedure: String::new(),
        line: 1,
    })
}
