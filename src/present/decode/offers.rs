//! What a server offers, in a paste without a token.

use crate::wire::http::challenges;

/// So many lines are looked at: heads have fewer.
const MOST_LINES_READ: usize = 1_000;

/// The schemes in the `WWW-Authenticate` and `Proxy-Authenticate` headers of a text, in their order, each once.
pub fn offers(text: &str) -> Vec<String> {
    let mut offers: Vec<String> = Vec::new();
    for line in text.lines().take(MOST_LINES_READ) {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        // Programs that print heads put a mark before each line.
        let name = name
            .trim_start_matches(['<', '>', '*', ' ', '\t'])
            .trim_end();
        let asks = ["WWW-Authenticate", "Proxy-Authenticate"];
        if !asks.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            continue;
        }
        for challenge in challenges(value.trim()) {
            if !offers.contains(&challenge.scheme) {
                offers.push(challenge.scheme);
            }
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use super::offers;

    #[test]
    fn schemes_that_are_offered_are_found_in_any_head() {
        for (text, schemes) in [
            (
                "WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\n",
                &["Negotiate", "NTLM"][..],
            ),
            (
                "< HTTP/1.1 401\n< www-authenticate: Basic realm=\"a, b\", NTLM",
                &["Basic", "NTLM"],
            ),
            ("Proxy-Authenticate : NTLM", &["NTLM"]),
            (
                "WWW-Authenticate: NTLM, Basic realm=My Realm, Digest realm=\"open",
                &["NTLM", "Basic"],
            ),
            ("Authorization: NTLM\nServer: Negotiate", &[]),
            ("", &[]),
        ] {
            assert_eq!(offers(text), schemes, "{text}");
        }
    }
}
