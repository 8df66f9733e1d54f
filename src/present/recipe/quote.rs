//! Names as shells take them.

/// A name as a word of PowerShell: in quotes where it is more than letters, digits, dots and hyphens.
pub fn word(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    match !name.is_empty() && !name.starts_with('-') && name.chars().all(plain) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// A text in PowerShell’s quotes, within which a quote is doubled. PowerShell takes typographic quotes for quotes too.
pub fn quoted(text: &str) -> String {
    let doubled = |c: char| match c {
        '\'' | '‘' | '’' | '‚' | '‛' => vec![c, c],
        _ => vec![c],
    };
    let text: String = text.chars().flat_map(doubled).collect();
    format!("'{text}'")
}

/// A name as an argument of a program that is started at a prompt: in quotes where it has more than letters, digits and
/// what names of accounts and services are made of.
pub fn in_cmd(name: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '\\' | '/' | ':' | '$');
    match !name.is_empty() && name.chars().all(plain) {
        true => name.to_owned(),
        // Names of accounts have no quotes.
        false => format!("\"{}\"", name.replace('"', "")),
    }
}

/// Whether PowerShell would put something else for what a program's arguments have, in quotes or without: it expands `$name`,
/// takes a backtick for an escape and typographic quotes for quotes. A Command Prompt does none of this.
pub fn is_for_cmd(text: &str) -> bool {
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '{' | '(' | '$' | '?');
    let expands =
        |(at, _): (usize, &str)| text.get(at + 1..).is_some_and(|it| it.starts_with(name));
    text.contains(['`', '“', '”', '„']) || text.match_indices('$').any(expands)
}

/// Looks for objects that have one of these values (RFC 4515 escapes them).
pub fn dsquery(within: &str, attribute: &str, values: &[&str]) -> String {
    let is = |value: &&str| format!("({attribute}={})", in_filter(value));
    let each: String = values.iter().map(is).collect();
    match values {
        [_] => format!("dsquery * {within} -filter \"{each}\""),
        _ => format!("dsquery * {within} -filter \"(|{each})\""),
    }
}

fn in_filter(value: &str) -> String {
    let escaped = |c: char| match c {
        '\\' | '*' | '(' | ')' => format!("\\{:02x}", u32::from(c)),
        _ => c.to_string(),
    };
    value.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_powershell_would_expand_is_for_the_command_prompt() {
        for (text, is) in [
            ("setspn -S HTTP/web-01 CONTOSO\\svc$web", true),
            ("setspn -S HTTP/web-01 \"CONTOSO\\svc`n\"", true),
            ("setspn -S HTTP/web-01 CONTOSO\\gm-web$", false),
            ("setspn -S HTTP/web-01 \"CONTOSO\\svc web$\"", false),
        ] {
            assert_eq!(is_for_cmd(text), is, "{text}");
        }
    }

    #[test]
    fn names_stand_escaped_in_a_filter() {
        assert_eq!(
            dsquery("domainroot", "sAMAccountName", &["web (prod)"]),
            "dsquery * domainroot -filter \"(sAMAccountName=web \\28prod\\29)\""
        );
    }

    #[test]
    fn what_is_no_word_is_quoted() {
        assert_eq!(word("svc-web"), "svc-web");
        assert_eq!(word("o'neil"), "'o''neil'");
        assert_eq!(word("svc web$"), "'svc web$'");
        assert_eq!(in_cmd("CORP\\svc$"), "CORP\\svc$");
        assert_eq!(in_cmd("CORP\\svc web"), "\"CORP\\svc web\"");
    }
}
