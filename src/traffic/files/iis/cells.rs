//! The cells of a line of a log.

/// The cells of a line with these columns: what blanks part, or else, as IIS Advanced Logging writes it, some of them in quotes
/// with blanks of their own; and IIS 4 leaves those that are in a user's name.
pub(super) fn cells<'a>(line: &'a str, columns: &[impl AsRef<str>]) -> Vec<&'a str> {
    let words = line.split_whitespace().map(|it| it.trim_matches('"'));
    let mut cells: Vec<&str> = words.collect();
    if cells.len() <= columns.len() {
        return cells;
    }
    if line.contains('"') {
        cells.clear();
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            let quoted = rest.strip_prefix('"');
            let end = quoted.and_then(|it| it.split_once('"'));
            let (cell, behind) =
                end.unwrap_or_else(|| rest.split_once(char::is_whitespace).unwrap_or((rest, "")));
            cells.push(cell);
            rest = behind.trim_start();
        }
        return cells;
    }
    let is_user = |it: &str| it.eq_ignore_ascii_case("cs-username");
    let user = columns.iter().position(|it| is_user(it.as_ref()));
    if let Some((before, name)) =
        user.and_then(|at| Some((at, between(line, at, columns.len() - at - 1)?)))
        && name.contains('\\')
        && !name.contains('+')
    {
        let behind = before + cells.len() - columns.len() + 1;
        cells.splice(before..behind, [name]);
    }
    cells
}

/// What stands in a line between its first and its last words, so many of each.
fn between(line: &str, first: usize, last: usize) -> Option<&str> {
    let mut rest = line.trim();
    for _ in 0..first {
        rest = rest.split_once(char::is_whitespace)?.1.trim_start();
    }
    for _ in 0..last {
        rest = rest.rsplit_once(char::is_whitespace)?.0.trim_end();
    }
    Some(rest)
}
