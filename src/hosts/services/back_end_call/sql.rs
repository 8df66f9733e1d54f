//! The call over TDS: PRELOGIN, LOGIN7 with the first token, the token that answers, one query.

use super::{BackEndAnswer, CallError, Line};
use crate::hosts::security::{
    Initiated, Initiator, KdcInquiry, SecurityPackage, Target, negotiate::Spnego, ntlm::Ntlm,
};
use crate::hosts::services::sql_server::{QUERY, version};
use crate::hosts::services::tds_inbox::PacketInbox;
use crate::hosts::{Context, Era};
use crate::wire::tds::{Login7, Packet, Prelogin, TdsMessage, Token};

/// What the call waits for.
pub struct SqlCall {
    inbox: PacketInbox,
    awaits: Awaits,
    /// What is to be asked of a KDC.
    pub(super) inquiry: Option<KdcInquiry>,
}

enum Awaits {
    /// The answer to the PRELOGIN.
    Prelogin,
    /// The server's token, which [`Initiator`] answers.
    Challenge(Box<dyn Initiator>),
    /// What comes of the sign-in.
    Login,
    /// The row of the query.
    Row,
}

impl Line {
    /// The first packet: neither side can encrypt.
    pub(super) fn prelogin(&self, context: &mut Context<'_>) -> Result<SqlCall, BackEndAnswer> {
        let version = version(context.machine.era);
        let prelogin = Prelogin::without_encryption(version, Some(0));
        self.say(TdsMessage::Prelogin(prelogin), context)?;
        Ok(SqlCall {
            inbox: PacketInbox::default(),
            awaits: Awaits::Prelogin,
            inquiry: None,
        })
    }

    /// Takes bytes.
    pub(super) fn sql(
        &self,
        state: SqlCall,
        bytes: &[u8],
        context: &mut Context<'_>,
    ) -> Result<SqlCall, BackEndAnswer> {
        let mut state = state;
        state.inbox.push(bytes);
        let Some(packet) = state.inbox.next()? else {
            return Ok(state);
        };
        let awaits = std::mem::replace(&mut state.awaits, Awaits::Prelogin);
        state.awaits = match (packet.message, awaits) {
            (TdsMessage::PreloginResponse(_), Awaits::Prelogin) => {
                let initiated = self.initiate(context)?;
                return self.log_in(state, initiated, context);
            }
            (TdsMessage::Response(tokens), awaits) => self.answered(tokens, awaits, context)?,
            _ => return Err(BackEndAnswer::Broken(CallError::Unexpected)),
        };
        Ok(state)
    }

    fn initiate(&self, context: &mut Context<'_>) -> Result<Initiated, BackEndAnswer> {
        let service = &self.call.service;
        // SqlClient asks DNS for the full name.
        let host = match service.host.contains('.') {
            true => service.host.clone(),
            false => format!("{}.{}", service.host, context.machine.domain.dns),
        };
        let target = Target {
            service: format!("MSSQLSvc/{host}:{}", service.port),
            delegate: false,
            request: None,
        };
        let caller = self.call.caller.clone();
        Ok(match self.call.negotiate {
            true => Spnego.initiate(caller, &target, context)?,
            false => Ntlm.initiate(caller, &target, context)?,
        })
    }

    /// The package has begun: LOGIN7 carries its first token.
    pub(super) fn log_in(
        &self,
        mut state: SqlCall,
        initiated: Initiated,
        context: &mut Context<'_>,
    ) -> Result<SqlCall, BackEndAnswer> {
        let (token, asked) = match initiated {
            Initiated::Asks(inquiry) => {
                state.inquiry = Some(inquiry);
                return Ok(state);
            }
            Initiated::Listens(_) => return Err(BackEndAnswer::Broken(CallError::NoChallenge)),
            Initiated::Speaks {
                token,
                answered,
                state,
            } => {
                if let Some(answered) = answered {
                    self.note(&answered, context);
                }
                (token, state)
            }
        };
        let (app_name, library) = match context.machine.era {
            Era::Today => ("ASP.NET", ".Net SqlClient Data Provider"),
            Era::Y1998 | Era::Y2003 => ("Internet Information Services", "OLEDB"),
        };
        let login = Login7 {
            host_name: context.machine.name.clone(),
            app_name: app_name.to_owned(),
            server_name: self.call.service.host.clone(),
            library: library.to_owned(),
            database: self.call.resource.clone(),
            ..Login7::integrated(token)
        };
        self.say(TdsMessage::Login7(Box::new(login)), context)?;
        state.awaits = Awaits::Challenge(asked);
        Ok(state)
    }

    fn answered(
        &self,
        tokens: Vec<Token>,
        awaits: Awaits,
        context: &mut Context<'_>,
    ) -> Result<Awaits, BackEndAnswer> {
        let acknowledged = tokens
            .iter()
            .any(|token| matches!(token, Token::LoginAck { .. }));
        let mut awaits = awaits;
        for token in tokens {
            awaits = match (token, awaits) {
                (Token::Error(error), _) => {
                    return Err(BackEndAnswer::Sql {
                        number: error.number,
                        message: error.message,
                    });
                }
                // The server's own proof comes with the acknowledgement.
                (Token::Sspi(proof), Awaits::Challenge(state)) if acknowledged => {
                    state.admitted(Some(&proof), context);
                    Awaits::Login
                }
                (Token::Sspi(question), Awaits::Challenge(state)) => {
                    let answered = state.step(&question, context)?;
                    self.note(&answered, context);
                    self.say(TdsMessage::Sspi(answered.message), context)?;
                    return Ok(Awaits::Login);
                }
                (Token::Row(values), Awaits::Row) => {
                    let login = values.into_iter().next().flatten();
                    return Err(BackEndAnswer::Queried(login.unwrap_or_default()));
                }
                (_, awaits) => awaits,
            };
        }
        if !acknowledged {
            return Err(BackEndAnswer::Broken(CallError::Unexpected));
        }
        self.say(TdsMessage::Batch(QUERY.to_owned()), context)?;
        Ok(Awaits::Row)
    }

    fn say(&self, message: TdsMessage, context: &mut Context<'_>) -> Result<(), BackEndAnswer> {
        let packet = Packet::new(message).encode()?;
        context.out.send(self.connection, packet);
        Ok(())
    }
}
