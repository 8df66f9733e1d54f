//! Labels, broken into lines that fit.

use super::broken::broken;
use crate::present::TextRun;

/// A line of a label: runs of text that follow each other.
pub type LabelLine = Vec<TextRun>;

/// About how wide a text is in letters of that size: no less than common system fonts take.
pub fn width(runs: &[TextRun], font: f64) -> f64 {
    runs.iter().map(|run| run_width(run, font)).sum()
}

/// The longest of some names that fits as strong text, or the first.
pub fn longest(names: &[String], room: f64, font: f64) -> String {
    let fits = |name: &&String| run_width(&TextRun::strong(name.as_str()), font) <= room;
    let name = names.iter().rfind(fits).or(names.first());
    name.cloned().unwrap_or_default()
}

/// The runs in lines no wider than `room`, and no more than `most` of them. Lines end at spaces; a word that is wider than
/// the room is broken within, and what has no line any more ends in "…".
pub fn wrap(runs: &[TextRun], font: f64, room: f64, most: usize) -> Vec<LabelLine> {
    if most > 0 && width(runs, font) <= room {
        let mut line = runs.to_vec();
        trim(&mut line);
        return Some(line).filter(|it| !it.is_empty()).into_iter().collect();
    }
    let mut lines = vec![Vec::new()];
    let mut used = 0.0;
    for word in words(runs) {
        let length = width(&word, font);
        let space = lines.last().and_then(|line| between(line, &word));
        let gap = space.as_ref().map_or(0.0, |space| run_width(space, font));
        match space {
            Some(_) if used + gap + length > room => {
                lines.push(Vec::new());
                used = 0.0;
            }
            Some(space) => {
                used += gap;
                extend(&mut lines, space);
            }
            None => {}
        }
        if length <= room {
            used += length;
            word.into_iter().for_each(|run| extend(&mut lines, run));
        } else {
            used = broken(&mut lines, word, font, (used, room));
        }
    }
    lines.iter_mut().for_each(trim);
    // A line may have been nothing but what parts its neighbours.
    lines.retain(|line| !line.is_empty());
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            shorten(last, font, room);
        }
    }
    lines
}

/// The words, each with the manners of its parts: a word may go over several runs. An arrow stays with what it leads to.
fn words(runs: &[TextRun]) -> Vec<LabelLine> {
    let mut words: Vec<LabelLine> = vec![Vec::new()];
    for run in runs {
        for (number, part) in run.text.split(' ').enumerate() {
            let arrow = matches!(words.last().map(Vec::as_slice), Some([only]) if only.text == "→");
            match words.last_mut() {
                Some(last) if number > 0 && arrow => last.push(TextRun::plain(" ")),
                Some(last) if number > 0 && !last.is_empty() => words.push(Vec::new()),
                _ => {}
            }
            if let Some(last) = words.last_mut().filter(|_| !part.is_empty()) {
                last.push(TextRun {
                    text: part.to_owned(),
                    ..*run
                });
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The space before a word, in the manner of both sides where they agree; none where a line begins with it.
fn between(line: &LabelLine, word: &LabelLine) -> Option<TextRun> {
    let (last, next) = (line.last()?, word.first()?);
    let same = last.value == next.value && last.strong == next.strong;
    Some(if same {
        TextRun {
            text: " ".to_owned(),
            ..*last
        }
    } else {
        TextRun::plain(" ")
    })
}

/// Adds a run to the last line: to its last run, where that is in the same manner.
pub(super) fn extend(lines: &mut [LabelLine], run: TextRun) {
    let Some(line) = lines.last_mut() else { return };
    match line.last_mut() {
        Some(last) if last.value == run.value && last.strong == run.strong => {
            last.text.push_str(&run.text);
        }
        _ => line.push(run),
    }
}

/// A line does not end with what parts it from the next one.
fn trim(line: &mut LabelLine) {
    while let Some(last) = line.last_mut() {
        let kept = last.text.trim_end_matches([' ', '·']).len();
        last.text.truncate(kept);
        if !last.text.is_empty() {
            break;
        }
        line.pop();
    }
}

/// Makes room for "…" at the end of a line.
fn shorten(line: &mut LabelLine, font: f64, room: f64) {
    let sign = TextRun::plain("…");
    let room = room - run_width(&sign, font);
    while width(line, font) > room
        && let Some(last) = line.last_mut()
    {
        if last.text.pop().is_none() {
            line.pop();
        }
    }
    trim(line);
    line.push(sign);
}

fn run_width(run: &TextRun, font: f64) -> f64 {
    run.text
        .chars()
        .map(|letter| advance(letter, run, font))
        .sum()
}

/// About how far a letter goes.
pub(super) fn advance(letter: char, run: &TextRun, font: f64) -> f64 {
    // In parts of the font's size.
    let plain = match letter {
        // Monospace, a little smaller.
        _ if run.value.is_some() && letter.is_ascii() => return font * 0.6,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '·' | '\'' | '/' | '\\' => {
            0.38
        }
        'm' | 'w' | 'M' | 'W' | '…' | '→' => 0.94,
        'A'..='Z' => 0.72,
        '\u{1100}'.. => 1.05,
        _ => 0.63,
    };
    font * if run.strong { plain * 1.08 } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value_kind::ValueKind;

    fn text(lines: &[LabelLine]) -> Vec<String> {
        let text = |line: &LabelLine| line.iter().map(|run| run.text.as_str()).collect();
        lines.iter().map(text).collect()
    }

    fn label() -> [TextRun; 4] {
        [
            TextRun::plain("bind_ack · "),
            TextRun::strong("CHALLENGE"),
            TextRun::plain(" "),
            TextRun::value("f99b4ba8…", ValueKind::Challenge),
        ]
    }

    #[test]
    fn a_label_is_broken_where_it_does_not_fit() {
        let wide = wrap(&label(), 12.5, 400.0, 3);
        assert_eq!(text(&wide), ["bind_ack · CHALLENGE f99b4ba8…"]);
        assert_eq!(wide[0].len(), 4);
        let narrow = wrap(&label(), 12.5, 110.0, 3);
        assert_eq!(text(&narrow), ["bind_ack", "CHALLENGE", "f99b4ba8…"]);
        assert_eq!(narrow[2][0].value, Some(ValueKind::Challenge));
    }

    #[test]
    fn no_line_is_wider_than_its_room() {
        let long = [
            TextRun::plain("a"),
            TextRun::strong("WWWWWWWWWWWWWWWWWWWWWWWWW"),
            TextRun::plain("b c d → e"),
        ];
        for runs in [&label()[..], &long] {
            for room in [20, 40, 60, 90, 130, 300] {
                for line in wrap(runs, 11.0, f64::from(room), 4) {
                    assert!(width(&line, 11.0) <= f64::from(room), "{line:?}");
                }
            }
        }
    }

    #[test]
    fn no_line_is_empty() {
        let label = [
            TextRun::plain("200 · "),
            TextRun::plain("“Inbox” · "),
            TextRun::strong("AP-REP"),
        ];
        for room in 1..300 {
            let lines = wrap(&label, 12.5, f64::from(room), 9);
            assert!(
                !lines
                    .iter()
                    .any(|line| text(std::slice::from_ref(line))[0].is_empty())
            );
        }
    }

    #[test]
    fn what_has_no_line_any_more_is_said_to_be_there() {
        assert_eq!(
            text(&wrap(&label(), 12.5, 110.0, 2)),
            ["bind_ack", "CHALLENGE…"]
        );
        let arrows = [TextRun::plain("one → two → three")];
        assert_eq!(
            text(&wrap(&arrows, 12.5, 60.0, 3)),
            ["one", "→ two", "→ three"]
        );
    }
}
