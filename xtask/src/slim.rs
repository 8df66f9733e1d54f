//! What is shipped without what only its authors read: one stylesheet in place of many, no comments, no indentation.

use crate::Outcome;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

const LINK: &str = "<link rel=\"stylesheet\" href=\"./";

/// Joins the page's stylesheets into one and slims them, the page and the glue. Gives the page as it is to be written.
pub fn slim(staging: &Path, html: &str) -> Outcome<String> {
    let (html, names) = without_stylesheets(html);
    let mut styles = String::new();
    for name in &names {
        let file = staging.join(name);
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        styles.push_str(&css(&text));
        fs::remove_file(&file)
            .map_err(|error| format!("cannot remove {}: {error}", file.display()))?;
    }
    let hash: String = Sha256::digest(&styles)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("style-{hash}.css");
    write(&staging.join(&name), &styles)?;
    for entry in fs::read_dir(staging)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "js") {
            let text = fs::read_to_string(&path)?;
            write(&path, &glue(&text))?;
        }
    }
    let link = format!("{LINK}{name}\">");
    let html = html.replacen("</head>", &format!("{link}</head>"), 1);
    Ok(page(&html))
}

fn write(file: &Path, text: &str) -> Outcome {
    fs::write(file, text)
        .map_err(|error| format!("cannot write {}: {error}", file.display()).into())
}

/// The page without its links to stylesheets, and the names of these in order.
fn without_stylesheets(html: &str) -> (String, Vec<String>) {
    let mut pieces = html.split(LINK);
    let mut rest = pieces.next().unwrap_or_default().to_owned();
    let mut names = Vec::new();
    for piece in pieces {
        let (link, after) = piece.split_once('>').unwrap_or((piece, ""));
        let name = link.split('"').next().unwrap_or_default();
        names.push(name.to_owned());
        rest.push_str(after);
    }
    (rest, names)
}

/// A stylesheet without comments and needless blanks. Blanks around colons and operators stay: they can mean something.
fn css(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        if c == '"' || c == '\'' {
            let end = rest.get(1..).and_then(|inside| inside.find(c));
            taken = end.map_or(rest.len(), |end| end + 2);
            out.push_str(rest.get(..taken).unwrap_or_default());
        } else if rest.starts_with("/*") {
            taken = rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
                out.push(' ');
            }
        } else {
            if matches!(c, '{' | '}' | ';' | ',') && out.ends_with(' ') {
                out.pop();
            }
            if c == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(c);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Generated JavaScript, which has no text over several lines, without indentation and lines that are comments.
fn glue(text: &str) -> String {
    let lines = text.lines().map(str::trim);
    let kept = lines.filter(|line| {
        let comment = ["//", "/*", "*"]
            .iter()
            .any(|start| line.starts_with(start));
        !line.is_empty() && !comment
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// A page without comments and without indentation. The policy is written after this, so it knows the scripts as they
/// are now.
fn page(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((markup, script)) = rest.split_once("<script") {
        let (script, after) = script.split_once("</script>").unwrap_or((script, ""));
        let (attributes, text) = script.split_once('>').unwrap_or((script, ""));
        push_markup(&mut out, markup);
        out.push_str(&format!("<script{attributes}>\n{}</script>\n", glue(text)));
        rest = after;
    }
    push_markup(&mut out, rest);
    out
}

fn push_markup(out: &mut String, markup: &str) {
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, comment)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stylesheet_keeps_what_means_something() {
        let text = "/* a */\n.a .b,\n.c > d {\n  color: light-dark(#fff, #000);\n  width: calc(1px + 2px);\n}\n\n\
                    .e::before { content: \" ; /* \"; }\n@media (max-width: 9px) {\n  .f :hover { top: 0; }\n}\n";
        assert_eq!(
            css(text),
            ".a .b,.c > d{color: light-dark(#fff,#000);width: calc(1px + 2px)}\
             .e::before{content: \" ; /* \"}@media (max-width: 9px){.f :hover{top: 0}}"
        );
    }

    #[test]
    fn links_to_stylesheets_become_names() {
        let html = "<a>\n<link rel=\"stylesheet\" href=\"./x-1.css\"/>\n<link rel=\"stylesheet\" href=\"./y.css\"/><b>";
        let (html, names) = without_stylesheets(html);
        assert_eq!(html, "<a>\n\n<b>");
        assert_eq!(names, ["x-1.css", "y.css"]);
    }

    #[test]
    fn comments_go_from_markup_and_from_scripts() {
        let html = "<p>\n  a\n  b</p>\n<!-- c -->\n<script>\n  // d\n  e\n</script>\n  <i>f</i>";
        assert_eq!(
            page(html),
            "<p>\na\nb</p>\n<script>\ne\n</script>\n<i>f</i>\n"
        );
    }

    #[test]
    fn glue_keeps_its_statements() {
        assert_eq!(
            glue("/**\n * a\n */\nlet b = 1;\n\n    // c\n    d();\n"),
            "let b = 1;\nd();\n"
        );
    }
}
