//! Bodies of answers that were printed whole, as *Follow TCP Stream* does.

use crate::crypto::lower;

/// Where it stands between the answers of a connection.
#[derive(Default)]
pub(super) struct Bodies {
    at: At,
    /// The line of the next answer that is no 401, once it was looked for.
    next: Option<usize>,
}

#[derive(Default, PartialEq, Eq)]
enum At {
    #[default]
    Elsewhere,
    /// In the head of a 401 after which another answer comes.
    Head,
    /// In its body.
    Body,
}

impl Bodies {
    /// Whether the first of these lines is of the body of a 401 that was a step on the way: what it says to people was never
    /// shown. `number` is that line's.
    pub(super) fn skips(&mut self, number: usize, lines: &[&str]) -> bool {
        let line = lines.first().map_or("", |line| line.trim());
        if status(line) == Some(401) {
            let way = self.answered(number, lines) < usize::MAX;
            self.at = if way { At::Head } else { At::Elsewhere };
        } else if status(line).is_some() || line.contains(" HTTP/1.") {
            self.at = At::Elsewhere;
        } else if self.at == At::Head && matches!(line, "" | "<") {
            self.at = At::Body;
        }
        // What somebody says between two answers is no body.
        self.at == At::Body && (line.starts_with('<') || line.starts_with("401"))
    }

    /// In which line the next answer begins that is no 401. It is looked for once until then.
    fn answered(&mut self, number: usize, lines: &[&str]) -> usize {
        let known = self.next.filter(|next| *next > number);
        let found = known.unwrap_or_else(|| {
            let mut all = lines.iter();
            let place = all.position(|line| status(line.trim()).is_some_and(|it| it != 401));
            place.map_or(usize::MAX, |place| number + place)
        });
        self.next = Some(found);
        found
    }
}

/// The status with which an answer begins.
fn status(line: &str) -> Option<u32> {
    let line = lower(line.trim_start_matches(['<', ' ']).get(..12)?);
    line.strip_prefix("http/1.")?.get(2..)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Bodies;

    fn skipped(text: &str) -> Vec<&str> {
        let lines: Vec<&str> = text.lines().collect();
        let mut bodies = Bodies::default();
        let mut skipped = Vec::new();
        for at in 0..lines.len() {
            if bodies.skips(at + 1, &lines[at..]) {
                skipped.push(lines[at]);
            }
        }
        skipped
    }

    #[test]
    fn the_body_of_a_refusal_is_skipped_where_another_answer_comes() {
        let refused =
            "GET / HTTP/1.1\n\nHTTP/1.1 401 Unauthorized\nServer: é\n\n<h2>401</h2>\nIt asks.\n";
        assert!(skipped(refused).is_empty());
        let steps = [
            refused,
            refused,
            "GET / HTTP/1.1\n\nHTTP/1.1 200 OK\n\n<h1>",
        ]
        .concat();
        assert_eq!(skipped(&steps), ["<h2>401</h2>"; 2]);
    }
}
