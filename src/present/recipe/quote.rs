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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_is_quoted() {
        assert_eq!(word("svc-web"), "svc-web");
        assert_eq!(word("o'neil"), "'o''neil'");
        assert_eq!(word("svc web$"), "'svc web$'");
        assert_eq!(in_cmd("CORP\\svc$"), "CORP\\svc$");
        assert_eq!(in_cmd("CORP\\svc web"), "\"CORP\\svc web\"");
    }
}
