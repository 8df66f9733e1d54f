//! Words of what stands between: proxies and balancers, and connections that do not stay open.

use super::contrast::Contrast;
use super::{Entry, Says, Word};
use crate::lab::{Observable as O, SettingFinding as F};
use crate::present::causes::Symptom as S;
use Says::{All, Any};

/// What stands between does not keep connections open, or shares them.
const NOT_KEPT: Says = All(&[
    Word::Any(&[O::Is(F::KeepsAlive(false))]),
    Word::Symptom(S::AnotherUser),
]);

/// How long connections stay open.
pub(super) const CONNECTIONS: &[Entry] = &[
    (
        "tcp mode^layer 4^l4 mode&http mode^layer 7^l7 mode&ntlm^windows auth^negotiate^401^prompt&!now it works^was switched|proxying&ntlm|behind arr^through arr^application request routing&endless^forever^again and again^over and over^never ending^keeps asking^keeps prompting^keep asking&prompt^prompts^asking^prompting^credentials^password^login&!basic auth^does basic^forms auth^forms login^form-based^without prompt^works again and again|reverse proxy^nginx^haproxy^caddy^traefik&never ending^never-ending^endless^again and again^over and over&credentials^password^prompt^login&!does basic^with basic^basic auth in^basic auth on^basic authentication^forms^form-based^oauth^saml^oidc^openid|nginx^haproxy^reverse proxy^load balancer^load balance^load balanced&ntlm^windows auth^windows autenthication&type 3^prompt^pop up^popup^login box^new connection&!forms auth^forms login^form-based^forms-based|ntlm&new connection|type 1^type 2^type 3^type-1^type-3^challenge&different connection^different tcp connection^another connection^another tcp connection^different socket|multiplex&ntlm|new connection&each request^every request^per request|connection: close|connection is closed^closes the connection^closes connections^drops the connection^drops connections&ntlm|keep-alive&off|keep-alive&disabled|keepalive&off|keep-alives&off|keep-alives&disabled",
        Any(&[O::Is(F::KeepsAlive(false))]),
    ),
    (
        "bypass^eliminate^leave out^left out^take out^took out^skip&proxy^balancer&directly^direct to&works^no problem^no prompt&ntlm^windows auth^negotiate^integrated&!zone^browser settings^anonymous^share^fqdn",
        NOT_KEPT,
    ),
];

/// What stands between, and what works without it.
pub(super) const PROXIES: &[Contrast] = &[Contrast {
    works: "directly|direct works|works direct|direct to|direct access|direct connection|goes direct|standalone|stand-alone|without the proxy|without proxy|without nginx|without haproxy|without the balancer|without the load balancer|bypass|on its own port|each node|one node",
    fails: "proxy|proxied|nginx|haproxy|balancer|load balanced|load-balanced|netscaler|big-ip|f5 big|behind f5|behind an f5|behind our f5|behind the f5|through f5|through an f5|through our f5|through the f5|traefik|envoy|gateway|application request routing|behind arr|through arr|arr in front|with arr",
    about: "ntlm|windows auth|negotiate|integrated|asked|asks|prompt|credentials",
    // By another name it may be that name's SPN.
    // With a password in each request no connection has to stay.
    unless: "delegat|second hop|anonymous|kcd|spn|forms auth|forms login|form-based|forms-based|saml|openid|oidc|with basic|does basic|basic auth in front|basic authentication in front|basic auth on|basic authentication on",
    says: NOT_KEPT,
}];
