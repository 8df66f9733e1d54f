//! Text in which Markdown sees no marks, no links and no borders of a table.

/// The text with its marks escaped (CommonMark 2.4, 6.1). What GitHub's readers would make a link of by themselves, where no escape
/// holds (GFM 6.9), is set as code: addresses, and names with an `@` and a dot behind it.
pub fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for part in text.split_inclusive(char::is_whitespace) {
        let word = part.trim_end();
        let bare = word.trim_matches(OUTSIDE);
        if is_linked(bare) && !bare.contains(never_in_code) {
            let start = word.find(bare).unwrap_or_default();
            escape(&mut markdown, &word[..start]);
            markdown.push_str(&format!("`{bare}`"));
            escape(&mut markdown, &word[start + bare.len()..]);
        } else {
            escape(&mut markdown, word);
        }
        if part.len() > word.len() {
            markdown.push(' ');
        }
    }
    markdown
}

/// What stands around an address in a sentence.
const OUTSIDE: &[char] = &['(', ')', '“', '”', '"', '\'', ',', '.', ';', ':'];

/// What would end the code, the cell or the line, or be taken for HTML by readers that know no better.
fn never_in_code(letter: char) -> bool {
    matches!(letter, '`' | '|' | '<') || letter.is_control()
}

fn is_linked(word: &str) -> bool {
    let mail = word.split_once('@').is_some_and(|(_, at)| at.contains('.'));
    mail || word.contains("://") || word.starts_with("www.")
}

fn escape(markdown: &mut String, text: &str) {
    for letter in text.chars() {
        if matches!(
            letter,
            '\\' | '*' | '_' | '`' | '<' | '[' | ']' | '#' | '|' | '&' | '~'
        ) {
            markdown.push('\\');
        }
        markdown.push(if letter.is_control() { ' ' } else { letter });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_text_and_addresses_lead_nowhere_else() {
        for (text, markdown) in [
            (r"CONTOSO\_al_ a|b", r"CONTOSO\\\_al\_ a\|b"),
            ("<b> *x* #1 &amp; ~~y~~", r"\<b> \*x\* \#1 \&amp; \~\~y\~\~"),
            (
                "http://host/_layouts, asked",
                "`http://host/_layouts`, asked",
            ),
            (
                "(krbtgt/A.EXAMPLE@A.EXAMPLE)",
                "(`krbtgt/A.EXAMPLE@A.EXAMPLE`)",
            ),
            ("alice@CONTOSO", "alice@CONTOSO"),
            ("http://a`b|c", r"http://a\`b\|c"),
            ("http://\u{1}<a", r"http:// \<a"),
            ("a\nb\u{1}c", "a b c"),
            ("", ""),
            ("“”", "“”"),
        ] {
            assert_eq!(escaped(text), markdown);
        }
    }
}
