//! The Content-Security-Policy of the shipped page.

use crate::Outcome;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// How the line begins that the policy follows, minified or not.
const ENCODING: &str = "<meta charset";

/// The page with its policy in place: its own files, WebAssembly, and exactly the scripts
/// that stand in it now.
pub fn write_into(html: &str) -> Outcome<String> {
    if html.contains("http-equiv=\"Content-Security-Policy\"") {
        return Err("index.html already has a Content-Security-Policy; the build writes it".into());
    }
    if has_attribute(html, "style=") {
        return Err(
            "index.html has a `style=` attribute, which its policy would block; use a class".into(),
        );
    }
    // A policy binds what comes after it, so it comes first, right behind the encoding.
    let after = html
        .find(ENCODING)
        .and_then(|start| Some(start + html.get(start..)?.find('>')? + 1))
        .and_then(|end| html.split_at_checked(end));
    let (head, rest) =
        after.ok_or_else(|| format!("index.html has no {ENCODING} for the policy to follow"))?;
    let policy = policy(&inline_scripts(html));
    Ok(format!(
        "{head}\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{rest}"
    ))
}

fn policy(scripts: &[&str]) -> String {
    let hashes: String = scripts
        .iter()
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
}

/// Whether an attribute stands there, and not the end of another name.
fn has_attribute(html: &str, name: &str) -> bool {
    let behind_space = |(at, _): (usize, &str)| {
        html.get(..at)
            .is_some_and(|before| before.ends_with(|it: char| it.is_ascii_whitespace()))
    };
    html.match_indices(name).any(behind_space)
}

/// The text of each script element without `src`, exactly as the browser hashes it.
fn inline_scripts(html: &str) -> Vec<&str> {
    html.split("<script")
        .skip(1)
        .filter_map(|element| {
            let (attributes, rest) = element.split_once('>')?;
            let (text, _) = rest.split_once("</script>")?;
            (!has_attribute(attributes, "src=")).then_some(text)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_in_the_page_are_allowed_by_their_hash() {
        let html = "<head><meta charset=utf-8><script>alert(1)</script>\
                    <script src=\"a.js\"></script></head>";
        let page = write_into(html).unwrap_or_default();
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        assert!(
            page.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
            "{page}"
        );
        assert_eq!(page.matches("sha256-").count(), 1);
        assert_eq!(
            inline_scripts("<script data-src=\"b.js\">1</script>"),
            ["1"]
        );
        assert!(page.find("Content-Security-Policy") < page.find("<script"));
    }

    #[test]
    fn a_page_that_cannot_keep_the_policy_is_refused() {
        assert!(write_into("<head></head>").is_err());
        assert!(write_into("<meta charset=\"utf-8\"><p style=\"color:red\">").is_err());
        assert!(write_into("<meta charset=\"utf-8\"><p\nstyle=\"color:red\">").is_err());
    }
}
