//! What is lacking in traffic, and how to get it.

use crate::present::traffic::{Lack, Remedy, Shortage};

/// What is lacking: a sentence.
pub fn shortage(shortage: &Shortage) -> String {
    let Shortage { lack, of, count } = shortage;
    let times = match count {
        1 => String::new(),
        count => format!(" ({count} times)"),
    };
    match lack {
        Lack::Encrypted { .. } => {
            format!(
                "What goes through TLS to {of} is encrypted{times}: sign-ins in it are not seen."
            )
        }
        Lack::FinalOnly => format!(
            "Of sign-ins to {of} the browser’s file has the final response only{times}: no token stands in it."
        ),
        Lack::Stripped => {
            format!("Who wrote the file took the tokens to and from {of} away{times}.")
        }
        Lack::LastLeg => format!(
            "Of sign-ins to {of} the browser’s file has the last request only{times}: what came before stands nowhere in it."
        ),
        Lack::Legs => format!("Messages of sign-ins to {of} are missing{times}."),
        Lack::NotTried => {
            format!("{of} asks who it is, and nothing is sent{times}: why, the file does not tell.")
        }
        Lack::Answer => format!("The end of sign-ins to {of} is not seen{times}."),
        Lack::Judgement => format!(
            "How the account’s domain controller judged the proof shown to {of} is not seen{times}: it is asked over Netlogon’s secure channel."
        ),
        Lack::Ticket => {
            format!("Who signs in to {of} stands in the ticket, which is encrypted{times}.")
        }
        Lack::Rest => format!("Not all of {of} was read."),
    }
}

/// How to get what is lacking: a sentence.
pub fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::NetLog => {
            "Record a NetLog at chrome://net-export with “Include cookies and credentials”, or use Fiddler or mitmproxy as a proxy."
        }
        Remedy::Keys => {
            "The file has the keys of TLS: open it with Wireshark, or record a NetLog at chrome://net-export with “Include cookies and credentials”."
        }
        Remedy::EarlierCapture => {
            "Start the capture before the client connects, and stop it after the answer."
        }
        Remedy::WhyNothing => {
            "Record a NetLog at chrome://net-export: it names the service asked for, and the error of the security library."
        }
        Remedy::Events => {
            "Export events 4776 of the domain controller and 4624 or 4625 of the server as XML, and add them."
        }
        Remedy::Keytab => "Add a keytab of the service’s account, or its password.",
        Remedy::WholeFile => "Copy the file again; what could be read is shown.",
    }
}
