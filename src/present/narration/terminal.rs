//! What the examples say on a terminal.

use super::names::{LONG, scheme_name};
use super::text::join;
use super::{kdc, kerberos, statuses};
use crate::hosts::security::kerberos::{KerberosFailure, TicketSummary};
use crate::hosts::{ExchangeKind, Scheme, TicketDecision, TicketGained};
use crate::present::foreign::cut;
use crate::prose;

/// What `decode --help` prints.
pub const DECODE_USAGE: &str = "\
Usage: decode [options] < anything with tokens in it

  --password P        checks proofs and opens what is encrypted with it; DOUBLE_HOP_PASSWORD may hold it
  --nt-hash H         the same with an NT hash
  --user U            whose they are, where it is another than the messages say: the service’s account for its tickets, say
  --domain D          its domain or realm, likewise
  --keytab FILE       opens tickets with the keys of a keytab or a credential cache; as often as wanted
  --key H             opens what this key of Kerberos opens
  --certificate FILE  what the channel bindings are held against: the server’s certificate
  --bindings H        the same, as their hash
  --host NAME         what the target’s name is held against
  --secrets yes|no    whether passwords and keys are shown; no unless said";

/// What `traffic --help` prints.
pub const TRAFFIC_USAGE: &str = "\
Usage: traffic FILE… [--password P] [--nt-hash H] [--user U] [--keytab FILE]… [--export KIND] [--redact]

  FILE             a capture (pcap, pcapng, ETL), a HAR, a NetLog, a SAZ, Burp’s XML, flows of mitmproxy, an IIS log, an event
                   log as EVTX, XML, text or CSV, or what klist prints, also in gzip or zip; several make one picture
  --password P     checks every proof with it; DOUBLE_HOP_PASSWORD may hold it
  --nt-hash H      the same with an NT hash
  --user U         whose they are; everybody’s unless given
  --keytab FILE    opens tickets with its keys
  --export KIND    json (the default), csv, markdown, pcapng, har, mermaid, plantuml, svg or playing-svg
  --redact         with other names and addresses, and without proofs, tickets and keys";

/// What `--export` names is no form of export.
pub fn no_export(key: &str) -> String {
    format!("--export does not know “{key}”")
}

/// An archive of HTTP is wanted of what has none.
pub const NO_HTTP: &str = "there is no HTTP in it, so there is nothing for a HAR";

/// A file of keys is none.
pub fn no_keys(path: &str) -> String {
    format!("{path} holds no keys: a keytab or a credential cache is wanted")
}

/// An NT hash is none.
pub fn no_hash(typed: &str) -> String {
    format!("--nt-hash is 32 hexadecimal digits, not “{typed}”")
}

/// A file is no traffic.
pub fn no_traffic(path: &str) -> String {
    format!(
        "{path}: neither a capture nor a browser’s file nor a log that is known here; tokens in it are found by the example decode"
    )
}

/// What `outcomes --help` prints.
pub const OUTCOMES_USAGE: &str = "\
Usage: outcomes [--set KEY=VALUE]… [--row R --column C]

  --set KEY=VALUE  a setting, by its key in links; before the situation is applied
  --row R          prints the link of that situation, K1 say …
  --column C       … in that arrangement: same-host, remote-mapi, remote-http or remote-sql";

/// What `repair --help` prints.
pub const REPAIR_USAGE: &str = "\
Usage: repair (--link LINK | --row R --column C) [--pin KEY]…

  --link LINK  the settings, as the page's links have them
  --row R      a situation of the table of outcomes, K1 say …
  --column C   … in that arrangement: same-host, remote-mapi, remote-http or remote-sql
  --pin KEY    a setting that stays as it is, or one of no-client, no-basic, no-spn, no-domain-admin, no-back-end,
               no-application, keep-protection";

/// How a search ended.
pub fn repairs(runs: usize, changes: usize, found: usize) -> String {
    format!("{found} smallest sets of {changes} changes, in {runs} runs")
}

/// What `diagnose --help` prints.
pub const DIAGNOSE_USAGE: &str =
    "Usage: diagnose [--link '#v=1&…'] < what is seen, one observation a line";

/// How `sign_in` is called.
pub const SIGN_IN_USAGE: &str = "\
Usage: sign_in URL --user U --domain D [--password P] [options]

  URL                http://host[:port][/path]
  --user U           the account
  --domain D         its domain; may be empty
  --password P       its password; or in the environment as DOUBLE_HOP_PASSWORD
  --client-level N   LmCompatibilityLevel, 0 to 5; 3 unless said
  --connect ADDRESS  where the server is, if its name does not say it
  --negotiate        signs in with a ticket, or with NTLM in place of it, and in no other way
  --kdc ADDRESS      the KDC that is asked for tickets; port 88 unless said
  --realm R          its realm; the domain in capitals unless said";

/// What `serve --help` prints.
pub const SERVE_USAGE: &str = "\
Usage: serve --user U --domain D [--password P] [options]
       serve --scheme negotiate --keytab F [options]

  --user U               the account that exists
  --domain D             its domain
  --password P           its password; or in the environment as DOUBLE_HOP_PASSWORD
  --listen ADDRESS       where to listen, 127.0.0.1:8183 unless said; port 0 takes a free one
  --scheme LIST          the schemes offered, in order, with commas; ntlm,basic unless said
  --keytab F             a file with the keys that it opens tickets with, for the scheme negotiate
  --delegate             shows each TGT that a client has forwarded
  --client-level N       LmCompatibilityLevel of the server, 0 to 5; 3 unless said
  --dc-level N           LmCompatibilityLevel of the domain controller, 0 to 5; 3 unless said
  --connections N        how many at once, 128 unless said; one more ends the one that is silent longest
  --idle-ms N            how long a connection may be silent between requests, 30000 unless said
  --request-ms N         how long the head of a request may take, 10000 unless said; its body, three times that";

/// What `kdc --help` prints.
pub const KDC_USAGE: &str = "\
Usage: kdc [options]

  --listen ADDRESS       where to listen, UDP and TCP, 127.0.0.1:8888 unless said; port 0 takes a free one
  --realm REALM          its realm, CONTOSO.EXAMPLE unless said
  --accounts FILE        its accounts; without it alice, svc-web, svc-sql and svc-rbcd, each with the password Spring-98
  --keytab ACCOUNT=FILE  writes the account's keys to a file, for its name and its service principal names; as often as wanted
  --clock-ahead N        its clock is N minutes ahead, or behind where N is negative; 0 unless said
  --connections N        how many at once, 128 unless said; one more ends the one that is silent longest
  --idle-ms N            how long a connection may be silent, 10000 unless said

A line of the file of accounts is an account: a name, a password, attributes. What has blanks stands in \"double quotes\";
# before a word begins a remark. A name that ends with $ is a computer's. The attributes, of which lists have commas:

  spn=LIST               servicePrincipalName, such as HTTP/web01.contoso.example
  upn=NAME               userPrincipalName
  trusted-for-delegation, trusted-to-authenticate, sensitive, protected
  disabled, locked, expired, outside-hours, password-expired, must-change
                         one of them, where the account may not sign in
  may-delegate-to=LIST   msDS-AllowedToDelegateTo: SPNs
  lets-act=LIST          msDS-AllowedToActOnBehalfOfOtherIdentity: accounts
  etypes=LIST            its keys, some of aes256, aes128, rc4; all of them unless said";

/// What became of a request, in a line that cannot steer the terminal, whatever names are in it.
pub fn ticket_line(decision: &TicketDecision) -> String {
    let [_, granted] = kdc::granted(decision.exchange);
    let outcome = match decision.code {
        0 => prose! { granted, " (", kerberos::flag_names(decision.flags), ")" },
        code => prose! {
            kerberos::error_name(code), decision.status.map(|status| prose! { ", ", statuses::status(status) })
        },
    };
    // S4U2self and S4U2proxy are for somebody else; elsewhere another name is another spelling.
    let for_another = matches!(
        decision.exchange,
        ExchangeKind::ToSelf | ExchangeKind::Proxy
    );
    let client = for_another.then(|| prose! { " for ", cut(&decision.client, LONG) });
    let asker = match decision.asker.as_str() {
        "" => "somebody".to_owned(),
        asker => cut(asker, LONG),
    };
    let line = prose! {
        asker, " asks for ", cut(&decision.service, LONG), client, ": ", outcome, ". ",
        kdc::rule(decision)
    };
    cut(line.to_string(), usize::MAX)
}

/// A client has forwarded its TGT, in a line that cannot steer the terminal.
pub fn forwarded_line(of: &str, tgt: &TicketSummary) -> String {
    let until = tgt.end.http_date();
    let line = prose! {
        "has the forwarded TGT of ", cut(of, LONG), ": ", cut(&tgt.service, LONG), " in ", cut(&tgt.realm, LONG), " (",
        kerberos::flag_names(tgt.flags), ")", until.map(|until| prose! { ", until ", until })
    };
    cut(line.to_string(), usize::MAX)
}

/// A client has got a ticket, in a line that cannot steer the terminal.
pub fn gained_line(gained: &TicketGained) -> String {
    let line = prose! {
        "ticket of ", cut(&gained.client, LONG), " for ", cut(&gained.service, LONG), " in ", cut(&gained.realm, LONG), " (",
        kerberos::flag_names(gained.flags), ")"
    };
    cut(line.to_string(), usize::MAX)
}

/// A client has no ticket and goes on with NTLM, in a line that cannot steer the terminal.
pub fn falls_back_line(service: &str, failure: &KerberosFailure) -> String {
    let line = prose! { "no ticket for ", cut(service, LONG), ", as ", kerberos::failed(failure), ": NTLM instead" };
    cut(line.to_string(), usize::MAX)
}

/// A KDC refused what was typed.
pub fn refused_line((code, status): (i64, Option<u32>)) -> String {
    let status = status.map(|status| prose! { ", ", statuses::status(status) });
    let line = prose! { "the KDC refused with ", kerberos::error_name(code), status };
    cut(line.to_string(), usize::MAX)
}

/// A server answered with an error of Kerberos.
pub fn answered_line(code: i64) -> String {
    prose! { "the server answered with ", kerberos::error_name(code) }.to_string()
}

/// A server that was shown a ticket has proved to have its key, or has not.
pub fn proves_line(service: &str, proven: bool) -> String {
    let what = match proven {
        true => " has proved that it has the key",
        false => " has not proved that it has the key",
    };
    cut(prose! { cut(service, LONG), what }.to_string(), usize::MAX)
}

/// `decode` found nothing.
pub const NO_TOKEN: &str =
    "no token was found: nothing here reads as NTLM, SPNEGO, Kerberos, Basic or Digest";

/// `decode` stopped at so many tokens more.
pub fn more_tokens(number: usize) -> String {
    prose! { number, " more tokens were not decoded" }.to_string()
}

/// `sign_in` is offered schemes that it does not support, or none.
pub fn no_scheme(offered: &[String]) -> String {
    if offered.is_empty() {
        return "the server offers no way to sign in".to_owned();
    }
    let names = offered.iter().map(|name| cut(name, 40));
    let names = join(names, ", ", ", ");
    let own = join(Scheme::ALL.into_iter().map(scheme_name), ", ", " and ");
    prose! { "the server offers ", names, ", the browser ", own }.to_string()
}
