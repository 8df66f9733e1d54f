//! Which back end a front end calls for a client, and as whom.

use super::CallPurpose;
use super::pages::html;
use super::settings::FrontEndApplication;
use crate::hosts::Reply;
use crate::hosts::security::Caller;
use crate::hosts::services::back_end_call::{BackEndProtocol, Call};
use crate::hosts::services::http_server::AuthenticatedClient;
use crate::wire::http::Response;

/// What a public folder server opens in place of a mailbox: the root of its folders.
const PUBLIC_FOLDERS: &str = "Public Folders";

/// The database that an application opens on SQL Server: its connection string says so.
pub const DATABASE: &str = "Sales";

impl FrontEndApplication {
    /// The page that is open to anybody, from which one comes to the other.
    pub fn public_page(&self) -> Response {
        match self.protocol {
            BackEndProtocol::Sql => html("<a href=\"orders.aspx\">Orders</a>"),
            BackEndProtocol::Mapi | BackEndProtocol::Http => {
                html("<form action=\"logonfrm\">Mailbox: <input name=\"mailbox\"></form>")
            }
        }
    }

    /// The call that the protected page makes for a client, and what it opens. The query names the mailbox.
    pub fn call(&self, client: &AuthenticatedClient, query: &str) -> (Call, CallPurpose) {
        let database = self.protocol == BackEndProtocol::Sql;
        let call = Call {
            service: self.back_end.clone(),
            protocol: self.protocol,
            resource: match database {
                true => DATABASE.to_owned(),
                false => mailbox(query),
            },
            thread: client.token.identity.clone(),
            caller: self.caller(client),
            negotiate: self.negotiate,
        };
        if database {
            return (call, CallPurpose::Database);
        }
        let then = self.folders.as_ref().map(|folders| Call {
            service: folders.clone(),
            resource: PUBLIC_FOLDERS.to_owned(),
            ..call.clone()
        });
        (call, CallPurpose::Mailbox { then })
    }

    /// Whose word is used on hop 2: the thread's, unless it is answered by hand.
    fn caller(&self, client: &AuthenticatedClient) -> Caller {
        match (&self.reply, &client.replayable) {
            (Some(Reply::Replay), Some(message)) => Caller::Replay(message.clone()),
            (None | Some(Reply::Replay | Reply::Thread), _) => Caller::Thread(client.token.clone()),
            (Some(reply), _) => Caller::Hand(reply.clone()),
        }
    }
}

fn mailbox(query: &str) -> String {
    let mut fields = form_urlencoded::parse(query.as_bytes());
    let named = fields.find(|(key, _)| key == "mailbox");
    named.map_or_else(String::new, |(_, value)| value.into_owned())
}
