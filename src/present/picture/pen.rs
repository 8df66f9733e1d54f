//! Shapes and words as SVG that any program draws: no stylesheet, no foreignObject, colours as attributes.

use crate::present::layout::{LabelLine, Length, Rect};
use crate::present::{TextRun, Tone};
use crate::value_kind::ValueKind;
use std::fmt::Write;

/// The colours of a picture: those of the page in the light.
pub mod colour {
    pub const PAPER: &str = "#ffffff";
    pub const GROUND: &str = "#f1f1ee";
    pub const LINE: &str = "#cfcec6";
    pub const INK: &str = "#17191d";
    pub const QUIET: &str = "#4f5660";
    pub const CONNECTION: &str = "#8a93ad";
    pub const OK: &str = "#177245";
    pub const OK_SOFT: &str = "#e3f3ea";
    pub const BAD: &str = "#bf2a36";
    pub const BAD_SOFT: &str = "#fbe7e8";
}

/// The colours of a tone: of its lines and words, and of a ground.
pub fn tint(tone: Tone, plain: (&'static str, &'static str)) -> (&'static str, &'static str) {
    match tone {
        Tone::Plain => plain,
        Tone::Good => (colour::OK, colour::OK_SOFT),
        Tone::Bad => (colour::BAD, colour::BAD_SOFT),
    }
}

fn value(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Password => "#8c5f06",
        ValueKind::NtHash => "#b3480f",
        ValueKind::Challenge => "#1f6fb2",
        ValueKind::Response => "#6a3fc0",
        ValueKind::SessionKey => "#0b7468",
        ValueKind::Ticket => "#b02a74",
        ValueKind::Token => "#5d646e",
    }
}

/// The fonts: those that common systems have, one after the other.
const SANS: &str = "Segoe UI, Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif";
const MONO: &str = "Cascadia Mono, Menlo, Consolas, DejaVu Sans Mono, monospace";

/// How a line of text is written.
#[derive(Clone, Copy)]
pub struct TextStyle<'a> {
    /// What of the line stands at its place: its `start`, its `middle` or its `end`.
    pub anchor: &'static str,
    /// How high its letters are.
    pub size: f64,
    /// The colour of what has none of its own.
    pub ink: &'a str,
    /// The colour of what carries the weight.
    pub strong: &'a str,
}

/// What is drawn, as it grows.
#[derive(Default)]
pub struct Pen(String);

impl Pen {
    /// A box with round corners.
    pub fn rect(
        &mut self,
        Rect {
            x,
            y,
            width,
            height,
        }: Rect,
        radius: u8,
        fill: &str,
        stroke: &str,
    ) {
        let [x, y, width, height] = [x, y, width, height].map(Length);
        self.put(format_args!(
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}" stroke="{stroke}"/>"#
        ));
    }

    /// A line from one place to another.
    pub fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), stroke: &str) {
        let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(Length);
        self.put(format_args!(
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}" stroke-width="1.5"/>"#
        ));
    }

    /// The tip of an arrow that points to a place from the side of that sign.
    pub fn tip(&mut self, (x, y): (f64, f64), side: f64, fill: &str) {
        self.put(format_args!(
            r#"<path d="M{} {}l{} -4.5v9z" fill="{fill}"/>"#,
            Length(x),
            Length(y),
            Length(9.0 * side)
        ));
    }

    /// A line of text.
    pub fn text(&mut self, (x, y): (f64, f64), runs: &LabelLine, style: TextStyle<'_>) {
        let TextStyle {
            anchor,
            size,
            ink,
            strong,
        } = style;
        let [x, y, size] = [x, y, size].map(Length);
        self.put(format_args!(
            r#"<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}""#
        ));
        let manner = |run: &TextRun| match (run.value, run.strong) {
            (Some(kind), _) => (value(kind), Some(("font-family", MONO))),
            (None, true) => (strong, Some(("font-weight", "600"))),
            (None, false) => (ink, None),
        };
        // What is all in one manner needs no parts.
        if let [only] = runs.as_slice() {
            self.manner(manner(only), &only.text);
        } else {
            self.put(format_args!(">"));
            for run in runs {
                self.put(format_args!("<tspan"));
                self.manner(manner(run), &run.text);
                self.put(format_args!("</tspan>"));
            }
        }
        self.put(format_args!("</text>"));
    }

    /// The end of a tag whose words have that colour, and perhaps one more attribute; and the words.
    fn manner(&mut self, (fill, more): (&str, Option<(&str, &str)>), text: &str) {
        self.put(format_args!(r#" fill="{fill}""#));
        if let Some((name, value)) = more {
            self.put(format_args!(r#" {name}="{value}""#));
        }
        self.put(format_args!(">"));
        self.escaped(text);
    }

    /// A heading: a line of strong text.
    pub fn heading(&mut self, place: (f64, f64), size: f64, text: &str, ink: &str) {
        let run = TextRun::strong(text);
        let style = TextStyle {
            anchor: "start",
            size,
            ink,
            strong: ink,
        };
        self.text(place, &vec![run], style);
    }

    /// What a program that reads the picture to somebody calls it.
    pub fn title(&mut self, title: &str) {
        self.put(format_args!("<title>{}</title>", escaped(title)));
    }

    /// What follows is moved.
    pub fn begin(&mut self, x: f64, y: f64) {
        let [x, y] = [x, y].map(Length);
        self.put(format_args!(r#"<g transform="translate({x} {y})">"#));
    }

    /// What follows stands where it says again.
    pub fn end(&mut self) {
        self.put(format_args!("</g>"));
    }

    /// The picture at its own size: what lies between two heights, so wide.
    pub fn finish(self, width: f64, (top, bottom): (f64, f64)) -> String {
        let [own_width, height] = [width, bottom - top].map(Length);
        let size = format!(r#" width="{own_width}" height="{height}""#);
        self.svg(&size, width, (top, bottom))
    }

    /// The same without a size: it becomes as large as the place it is put in.
    pub fn finish_without_size(self, width: f64, heights: (f64, f64)) -> String {
        self.svg("", width, heights)
    }

    fn svg(self, size: &str, width: f64, (top, bottom): (f64, f64)) -> String {
        let [width, top, height] = [width, top, bottom - top].map(Length);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 {top} {width} {height}" font-family="{SANS}" xml:space="preserve"><rect y="{top}" width="{width}" height="{height}" fill="{}"/>{}</svg>"#,
            colour::PAPER,
            self.0
        )
    }

    /// Writes what has no method of its own; the caller escapes it.
    pub fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.0.write_fmt(text);
    }

    /// Text as XML has it; what XML cannot hold is left out.
    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '\u{fffe}' | '\u{ffff}' => {}
                letter if letter.is_control() => {}
                letter => self.0.push(letter),
            }
        }
    }
}

/// Text as XML has it; what XML cannot hold is left out.
pub fn escaped(text: &str) -> String {
    let mut pen = Pen::default();
    pen.escaped(text);
    pen.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_the_colours_of_the_page_in_the_light() {
        let tokens = include_str!("../../../static/tokens.css");
        for (name, colour) in [
            ("surface", colour::PAPER),
            ("line-2", colour::LINE),
            ("ink", colour::INK),
            ("ink-2", colour::QUIET),
            ("ok", colour::OK),
            ("ok-soft", colour::OK_SOFT),
            ("bad", colour::BAD),
            ("bad-soft", colour::BAD_SOFT),
            ("v-password", value(ValueKind::Password)),
            ("v-hash", value(ValueKind::NtHash)),
            ("v-challenge", value(ValueKind::Challenge)),
            ("v-proof", value(ValueKind::Response)),
            ("v-key", value(ValueKind::SessionKey)),
            ("v-ticket", value(ValueKind::Ticket)),
            ("v-token", value(ValueKind::Token)),
        ] {
            let declared = format!("--{name}: light-dark({colour}, ");
            assert!(tokens.contains(&declared), "{declared}");
        }
    }
}
