//! What the examples say on a terminal.

use super::foreign::cut;
use super::names::scheme_name;
use super::text::join;
use crate::hosts::Scheme;
use crate::prose;

/// How `decode` is called.
pub const DECODE_USAGE: &str = "usage: decode [--password P | --nt-hash H] [--user U] [--domain D] [--certificate FILE | --bindings H] [--host NAME] \
                     [--secrets yes] < anything with tokens in it";

/// How `sign_in` is called.
pub const SIGN_IN_USAGE: &str = "\
Usage: sign_in URL --user U --domain D [--password P] [--client-level N]

  URL                http://host[:port][/path]
  --user U           the account
  --domain D         its domain; may be empty
  --password P       its password; or in the environment as DOUBLE_HOP_PASSWORD
  --client-level N   LmCompatibilityLevel, 0 to 5; 3 unless said";

/// How `serve` is called.
pub const SERVE_USAGE: &str = "\
Usage: serve --user U --domain D [--password P] [options]

  --user U               the account that exists
  --domain D             its domain
  --password P           its password; or in the environment as DOUBLE_HOP_PASSWORD
  --listen ADDRESS       where to listen, 127.0.0.1:8183 unless said; port 0 takes a free one
  --scheme LIST          the schemes offered, in order, with commas; ntlm,basic unless said
  --client-level N       LmCompatibilityLevel of the server, 0 to 5; 3 unless said
  --dc-level N           LmCompatibilityLevel of the domain controller, 0 to 5; 3 unless said
  --connections N        how many at once, 128 unless said; one more ends the one that is silent longest
  --idle-ms N            how long a connection may be silent between requests, 30000 unless said
  --request-ms N         how long the head of a request may take, 10000 unless said; its body, three times that";

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
