//! The words of HTTP that everybody writes, and that so tell nothing of anybody. Whatever else stands in a header, in a first
//! line or in the name of a program is somebody's own.

use super::http::CUT;
use std::net::Ipv4Addr;

/// Methods of HTTP and WebDAV, of RPC over HTTP ([MS-RPCH] 2.1.2), and what other protocols ask for.
const METHODS: &str = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK \
    SEARCH POLL SUBSCRIBE UNSUBSCRIBE REPORT RPC_IN_DATA RPC_OUT_DATA TKEY LOGIN7";

/// Schemes of HTTP and mechanisms of SASL, SPNEGO and Sicily.
const SCHEMES: &str = "Negotiate NTLM Kerberos Basic Digest Bearer NegoEx MS-KRB5 krb5 Nego2 PKU2U GSSAPI GSS-SPNEGO SPNEGO PLAIN \
    LOGIN EXTERNAL ANONYMOUS APOP CRAM-MD5 DIGEST-MD5 XOAUTH2 OAUTHBEARER OAuth SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-256 \
    SCRAM-SHA-256-PLUS MSN DPA Sicily";

/// Parameters of those (RFC 7616 3.3 and 3.4, RFC 6750 3).
const PARAMETERS: &str = "realm domain nonce opaque stale algorithm qop charset userhash username username* uri response cnonce \
    nc error error_description scope authorization_uri client_id trusted_issuers";

/// Headers whose values are read here.
const READ: &str = "Host Location Referer Origin Content-Location Authorization Proxy-Authorization WWW-Authenticate \
    Proxy-Authenticate";

/// Headers of whose values the words of everybody stay.
const KEPT: &str = "Accept Accept-Encoding Accept-Language Accept-Ranges Allow Cache-Control Connection Content-Encoding \
    Content-Length Content-Type Date Expect Keep-Alive Persistent-Auth Pragma Proxy-Connection Server Transfer-Encoding Upgrade \
    User-Agent Vary X-Powered-By";

/// Headers that have a name of everybody's, and a value of somebody's.
const NAMED: &str = "Age Authentication-Info Content-Disposition Content-Language Content-Range Cookie DNT ETag Expires Forwarded \
    From If-Match If-Modified-Since If-None-Match Last-Modified Link Proxy-Authentication-Info Range request-id Retry-After \
    Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User Set-Cookie SOAPAction SPRequestGuid Strict-Transport-Security TE \
    Trailer Upgrade-Insecure-Requests Via X-AspNet-Version X-Content-Type-Options X-FEServer X-Forwarded-For X-Forwarded-Host \
    X-Forwarded-Proto X-Frame-Options X-Requested-With X-UA-Compatible";

/// What stands in values: products, types, tokens, days and months.
const WORDS: &str = "Mozilla AppleWebKit Gecko 20100101 KHTML like Chrome Chromium HeadlessChrome Firefox Safari Edge Edg Version \
    MSIE Trident compatible Windows NT Win64 WOW64 x64 x86_64 X11 Linux Macintosh Intel Mac OS X rv .NET CLR .NET4.0C .NET4.0E \
    Microsoft-IIS Microsoft-HTTPAPI Microsoft-WinRM ASP.NET Apache Unix Debian Ubuntu nginx curl Wget python-requests Python \
    PowerShell WindowsPowerShell Microsoft WinRM Client Fiddler Burp mitmproxy Charles Proxy WebInspector WebKit Playwright \
    Google MSRPC Squid text html plain css xml javascript csv application json xhtml octet-stream x-www-form-urlencoded pdf zip \
    soap rpc image png gif jpeg webp avif apng svg x-icon font woff2 audio video multipart form-data boundary signed-exchange charset \
    utf-8 utf-16 us-ascii iso-8859-1 windows-1252 q v b3 gzip deflate br zstd compress identity chunked bytes none close \
    keep-alive upgrade h2c websocket timeout max 100-continue no-cache no-store no-transform private public must-revalidate \
    proxy-revalidate max-age s-maxage immutable true false MD5 MD5-sess SHA-256 SHA-256-sess SHA-512-256 SHA-512-256-sess auth \
    auth-int Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec GMT";

/// What is done with a header.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum HeaderKind {
    /// Its value is read, for names and tokens.
    Read,
    /// Of its value the words stay that everybody writes.
    Kept,
    /// It loses its value.
    Cut,
    /// It loses its name too.
    Unknown,
}

/// What is done with a header of that name.
pub fn header(name: &str) -> HeaderKind {
    let kinds = [
        (READ, HeaderKind::Read),
        (KEPT, HeaderKind::Kept),
        (NAMED, HeaderKind::Cut),
    ];
    let known = kinds.into_iter().find(|(names, _)| has(names, name));
    known.map_or(HeaderKind::Unknown, |(_, kind)| kind)
}

/// A method, where it is everybody's.
pub fn method(name: &str) -> &str {
    known(METHODS, name, "REDACTED")
}

/// A scheme or mechanism, where it is everybody's.
pub fn scheme(name: &str) -> &str {
    known(SCHEMES, name, CUT)
}

/// The name of a parameter, where it is everybody's.
pub fn parameter(name: &str) -> &str {
    known(PARAMETERS, name, CUT)
}

/// The value of a header, or the name of a program, with nothing in it but what everybody writes; a number too may be long
/// only where a header is one, and look like no address.
pub fn words(value: &str, header: &str) -> String {
    let is = |known: &str| header.eq_ignore_ascii_case(known);
    let is_known = |word: &str| {
        has(WORDS, word)
            || (is("Content-Length") && number(word, 20))
            || (is("Cache-Control") && number(word, 8))
            || number(word, 4)
            || (is("Accept-Language") && is_language(word))
            || (is("Allow") && has(METHODS, word))
            || (is("Vary") && self::header(word) != HeaderKind::Unknown)
    };
    let separates = |c: char| " ,;=/()\"*+".contains(c);
    let mut made = String::new();
    for piece in value.split_inclusive(separates) {
        let word = piece.trim_end_matches(separates);
        made.push_str(match word.is_empty() || is_known(word) {
            true => word,
            false => CUT,
        });
        made.push_str(piece.get(word.len()..).unwrap_or_default());
    }
    made
}

/// The standard reason of a status (RFC 9110 15).
pub fn reason(status: u16) -> &'static str {
    match status {
        100 => "Continue",
        101 => "Switching Protocols",
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        206 => "Partial Content",
        207 => "Multi-Status",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

fn known<'a>(all: &str, name: &'a str, instead: &'a str) -> &'a str {
    match has(all, name) {
        true => name,
        false => instead,
    }
}

fn has(all: &str, word: &str) -> bool {
    all.split_ascii_whitespace()
        .any(|known| known.eq_ignore_ascii_case(word))
}

/// Versions, ports, times: so many digits at once. What could be an address is none, but for a version that ends as browsers'
/// do now, in `.0.0.0`.
fn number(word: &str, longest: usize) -> bool {
    let mut parts = word.split(['.', ':']);
    let digits = parts.all(|part| {
        part.len() <= longest && !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit())
    });
    let is_address = word.parse::<Ipv4Addr>().is_ok() && !word.ends_with(".0.0.0");
    digits && !is_address && word.matches(':').count() < 3
}

/// `en` and `en-US`.
fn is_language(word: &str) -> bool {
    let (language, region) = word.split_once('-').unwrap_or((word, "US"));
    let two = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_alphabetic());
    two(language) && two(region)
}
