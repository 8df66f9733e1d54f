//! A log as an HTTP archive, HAR 1.2 (<http://www.softwareishard.com/blog/har-12-spec/>): all legs, one entry each.

mod exchange;
mod message;

use crate::lab::{Hop, HostId, Log};
use crate::present::Passwords;
use crate::present::json::JsonWriter;
use crate::traffic::writer::OURS;
use exchange::{HttpExchange, exchanges};
use std::collections::BTreeMap;

/// What goes into an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HarOptions {
    /// Also what servers ask each other, not only what the first connections' clients ask.
    pub all_hops: bool,
    /// Also passwords and what is as good: Basic, cookies, bodies of requests. Browsers leave such headers out unless
    /// somebody asks for them.
    pub passwords: Passwords,
    /// The browser whose file the log was made of: it shows no more than that did, and is read like it.
    pub browser: Option<&'static str>,
}

/// Whether a log has anything for an archive.
pub fn has_http(log: &Log) -> bool {
    !exchanges(log).is_empty()
}

/// The HTTP exchanges of a log as an archive, in the order of their requests.
pub fn har(log: &Log, options: HarOptions) -> String {
    let mut exchanges = exchanges(log);
    exchanges.retain(|exchange| {
        options.all_hops || matches!(exchange.connection.hop, Hop::Number(0 | 1))
    });
    // A page for each host that asks: importers sort entries by them. It begins with its first exchange.
    let mut pages: BTreeMap<HostId, &HttpExchange<'_>> = BTreeMap::new();
    for exchange in &exchanges {
        pages.entry(exchange.connection.from).or_insert(exchange);
    }
    let mut json = JsonWriter::default();
    json.object(|json| {
        json.name("log");
        json.object(|json| {
            json.text("version", "1.2");
            json.name("creator");
            json.object(|json| {
                json.text("name", OURS);
                json.text("version", env!("CARGO_PKG_VERSION"));
            });
            if let Some(browser) = options.browser {
                json.name("browser");
                json.object(|json| {
                    json.text("name", browser);
                    json.text("version", "");
                });
            }
            json.list("pages", &pages, |json, (host, first)| {
                json.object(|json| {
                    json.text("startedDateTime", &first.started());
                    json.text("id", &page(*host));
                    json.text("title", log.host(*host).map_or("", |host| &host.name));
                    json.name("pageTimings");
                    json.object(|_| {});
                });
            });
            json.list("entries", &exchanges, |json, exchange| {
                json.object(|json| {
                    json.text("pageref", &page(exchange.connection.from));
                    exchange.write(json, options.passwords);
                });
            });
        });
    });
    json.into_text()
}

/// The name of the page of a host's exchanges.
fn page(host: HostId) -> String {
    format!("page_{}", host.0)
}

#[cfg(test)]
mod tests;
