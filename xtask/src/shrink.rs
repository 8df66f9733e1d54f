//! Style sheets and scripts without what a browser does not need.

/// A style sheet without comments and needless white space. Strings stay as they are.
pub fn css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    // White space that has been read; it is written only where it divides something.
    let mut space = false;
    while let Some(c) = rest.next() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if c == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
            space = true;
            continue;
        }
        // Around these nothing is divided; a `:` or a `+` may need what stands before it.
        let apart = |c| matches!(c, '{' | '}' | ';' | ',');
        let last = out.chars().next_back();
        if space && !apart(c) && !last.is_none_or(|last| apart(last) || last == ':') {
            out.push(' ');
        }
        space = false;
        if c == '}' && last == Some(';') {
            out.pop();
        }
        out.push(c);
        if c == '"' || c == '\'' {
            copy_string(&mut rest, c, &mut out);
        }
    }
    out
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) {
    let mut before = ' ';
    // The star that opens it does not close it.
    for c in rest.skip(1) {
        if before == '*' && c == '/' {
            return;
        }
        before = c;
    }
}

fn copy_string(rest: &mut impl Iterator<Item = char>, quote: char, out: &mut String) {
    let mut escaped = false;
    for c in rest {
        out.push(c);
        if c == quote && !escaped {
            return;
        }
        escaped = c == '\\' && !escaped;
    }
}

/// A script, or a page with scripts in it, without the lines that are comments, and without indentation. Where a text of
/// a script goes over several lines it is left alone, because there a line need not be what it looks like.
pub fn lines(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut comment = false;
    for line in text.lines().map(str::trim) {
        let remark = line.starts_with("<!--") && line.ends_with("-->");
        if comment || line.starts_with("/*") {
            comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") && !remark {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{css, lines};

    #[test]
    fn a_style_sheet_keeps_what_it_says() {
        for (long, short) in [
            (
                "/* a */\na,\n b > c {\n  color: red;\n}\n",
                "a,b > c{color:red}",
            ),
            (
                "a :hover { width: calc(1px + 2px) }",
                "a :hover{width:calc(1px + 2px)}",
            ),
            (
                "@container page (min-width: 10em) { a { b: c } }",
                "@container page (min-width:10em){a{b:c}}",
            ),
            ("@media (a) and (b){x{y:z;}}", "@media (a) and (b){x{y:z}}"),
            (
                "a::before { content: \" /* ; */ \\\" } \"; }",
                "a::before{content:\" /* ; */ \\\" } \"}",
            ),
            (
                "font: 1px / 1.45 var(--sans, 'A  B')",
                "font:1px / 1.45 var(--sans,'A  B')",
            ),
            ("/* not closed", ""),
        ] {
            assert_eq!(css(long), short, "{long}");
            assert_eq!(css(&css(long)), css(long), "{long}");
        }
    }

    #[test]
    fn a_script_keeps_its_lines() {
        let long =
            "/** a\n * b\n */\n  f(\"//\"); // c\n\n  // d\n  g(`x`);\n<!-- i -->\n/* e */\nh();";
        assert_eq!(lines(long), "f(\"//\"); // c\ng(`x`);\nh();\n");
        let text = "f(`\n  // kept\n`);\n";
        assert_eq!(lines(text), text);
    }
}
