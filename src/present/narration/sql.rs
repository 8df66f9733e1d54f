//! TDS's packets without an NTLM message in them.

use super::kerberos_messages::proves;
use super::names::LONG;
use super::source::{MS_TDS, SQL_ERROR_18456};
use super::statuses::answered;
use super::step::{Headline, StepContext, StepNarrative};
use super::text::{password, strong};
use crate::hosts::BackEndAnswer;
use crate::present::foreign::{cut, tail};
use crate::present::summary::SqlMessage;
use crate::prose;
use crate::wire::tds::LOGIN_FAILED;

/// What is simplified in all of it.
const VERSION: &str = "The bytes are those of TDS 7.4, whatever the era; a message is one packet.";

/// What is told of a packet of TDS, by what is in it.
pub fn narrate(moment: &StepContext<'_>, message: &SqlMessage) -> Box<StepNarrative> {
    match message {
        SqlMessage::Prelogin => prelogin(moment),
        SqlMessage::Token { carrier, .. } => without_token(moment, carrier),
        SqlMessage::Login(user) => login(moment, user),
        SqlMessage::SignedIn { database, proof } => {
            let told = signed_in(moment, database);
            if *proof {
                proves(told, "A token of SSPI")
            } else {
                told
            }
        }
        SqlMessage::Error { number, message } => error(moment, *number, message),
        SqlMessage::Query(statement) => query(moment, statement),
        SqlMessage::Row(value) => row(moment, value),
    }
}

fn prelogin(moment: &StepContext<'_>) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("PRELOGIN"), " · no encryption" },
        title: prose! { "PRELOGIN: versions, and no encryption" },
        sentence: prose! {
            moment.host(), " tells ", moment.to(), " its version, and that it cannot encrypt."
        },
    })
    .because(prose! { "Nobody signs in yet. What can be settled before the sign-in is settled here." })
    .simplified(
        "Real ones agree on TLS here, at least for the LOGIN7, and carry its handshake in PRELOGIN packets. The lab has \
         none, so that the bytes can be read; TLS would change nothing about who is let in.",
    )
    .simplified(VERSION)
    .cite(&[MS_TDS.section("2.2.6.5")])
}

fn without_token(moment: &StepContext<'_>, carrier: &'static str) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { carrier, " · no token of a kind known here" },
        title: prose! { carrier, ", without a token known here" },
        sentence: prose! { moment.host(), " sends ", moment.to(), " ", carrier, " without a token of a kind that is known here." },
    })
    .cite(&[MS_TDS.section("2.2.6")])
}

fn login(moment: &StepContext<'_>, user: &str) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("LOGIN7"), " · ", cut(user, 20), ", ", password() },
        title: prose! { "LOGIN7 with a name and a password" },
        sentence: prose! {
            moment.host(), " signs in at ", moment.to(), " as ", cut(user, LONG), ", with a ", password(), " of SQL Server’s own."
        },
    })
    .because(prose! { "The password is scrambled, not encrypted: everybody on the way can read it." })
    .cite(&[MS_TDS.section("2.2.6.4")])
}

fn signed_in(moment: &StepContext<'_>, database: &str) -> Box<StepNarrative> {
    let database = cut(database, 20);
    StepNarrative::new(Headline {
        label: prose! { strong("LOGINACK"), " · “", &database, "” is open" },
        title: prose! { "Signed in: the database “", &database, "” is open" },
        sentence: prose! {
            moment.host(), " answers ", moment.to(), " LOGINACK: the database “", database, "” is open."
        },
    })
    .because(prose! { "From here on the connection is the caller’s: each statement runs with that caller’s rights." })
    .simplified("A real answer also tells of language, collation and packet size.")
    .cite(&[MS_TDS.section("2.2.7.14"), MS_TDS.section("2.2.7.9")])
}

fn error(moment: &StepContext<'_>, number: u32, message: &str) -> Box<StepNarrative> {
    let told = StepNarrative::new(Headline {
        label: prose! { strong(format!("ERROR {number}")), " · “", tail(message.trim_end_matches('.'), 30), "”" },
        title: prose! { "SQL Server refuses: error ", number },
        sentence: prose! {
            moment.host(), " answers ", moment.to(), " error ", number, ": “", cut(message.trim_end_matches('.'), 120), "”."
        },
    });
    let answer = BackEndAnswer::Sql {
        number,
        message: message.to_owned(),
    };
    let told = told.because(answered(&answer));
    if number != LOGIN_FAILED {
        return told.cite(&[MS_TDS.section("2.2.7.10")]);
    }
    told.because(prose! {
        "The caller is told state 1, whatever the cause. Only SQL Server’s own error log has the real one."
    })
    .cite(&[MS_TDS.section("2.2.7.10"), SQL_ERROR_18456.whole()])
}

fn query(moment: &StepContext<'_>, statement: &str) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("SQL batch"), " · ", cut(statement, 30) },
        title: prose! { "A query: ", cut(statement, 30) },
        sentence: prose! { moment.host(), " asks ", moment.to(), " ", cut(statement, 3 * LONG), "." },
    })
    .because(prose! { "SUSER_SNAME() is the name by which SQL Server knows who signed in on this connection." })
    .simplified(VERSION)
    .cite(&[MS_TDS.section("2.2.6.7")])
}

fn row(moment: &StepContext<'_>, value: &str) -> Box<StepNarrative> {
    StepNarrative::new(Headline {
        label: prose! { strong("ROW"), " · ", cut(value, 40) },
        title: prose! { "A row: ", cut(value, 40) },
        sentence: prose! { moment.host(), " answers ", moment.to(), " with a row: ", cut(value, 3 * LONG), "." },
    })
    .cite(&[MS_TDS.section("2.2.7.4"), MS_TDS.section("2.2.7.20")])
}
