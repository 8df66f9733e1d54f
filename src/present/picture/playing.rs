//! A picture that plays itself: the steps appear one after the other, over and over. It has no script, so that pages which
//! show pictures of others run it too; it moves by its own stylesheet.
//!
//! A cover lies over the steps to come, a light behind the one that is new, and a bar says how far it is: three animations of
//! one length. The pointer on the diagram holds them. Where the picture is a page of its own, a mark of the bar leads to its
//! step and holds there, because a link to it is the page's target then; the button plays again. Whoever wants no motion, and
//! programs that know no stylesheets, see the whole.

use super::diagram::{HEAD, Placed, fitted};
use super::pen::{Pen, TextStyle, colour, escaped};
use super::{INSIDE, MARGIN, Picture, RunDrawing, WIDTH, whole};
use crate::present::layout::{Length, Rect, Scene, View};
use std::fmt::{self, Write};

/// The diagram under a title and a bar, playing.
pub fn playing(title: &str, drawing: RunDrawing<'_>) -> Picture {
    let placed = Placed::new(drawing, INSIDE);
    let scene = placed.scene(View::ALL);
    let animation = Animation::of(&scene, drawing);
    let mut pen = Pen::default();
    pen.title(title);
    pen.put(format_args!("<style>"));
    animation.style(&mut pen);
    pen.put(format_args!("</style>"));
    let mut y = MARGIN + 18.0;
    let shown = fitted(title, 18.0, INSIDE);
    pen.text(
        (MARGIN, y),
        &shown,
        TextStyle {
            anchor: "start",
            size: 18.0,
            ink: colour::INK,
            strong: colour::INK,
        },
    );
    y += 14.0;
    // What can be the target comes first: the stylesheet knows only what follows it.
    animation.transport(&mut pen, drawing, y);
    pen.put(format_args!(r#"<g class="dh-run">"#));
    pen.put(format_args!(
        r#"<rect class="dh-bar" x="0" y="{}" width="{}" height="4" rx="2" fill="{}" transform="translate({} 0)"/>"#,
        Length(y + 8.0), Length(BAR), colour::CONNECTION, Length(MARGIN + BUTTON),
    ));
    y += 32.0;
    pen.begin(MARGIN, y);
    placed.head(&mut pen);
    pen.end();
    y += HEAD;
    // A picture in the picture cuts off what leaves it.
    pen.put(format_args!(
        r#"<svg x="{}" y="{}" width="{}" height="{}">"#,
        Length(MARGIN),
        Length(y),
        Length(INSIDE),
        Length(scene.height)
    ));
    placed.ground(&mut pen, &scene);
    pen.put(format_args!(
        r#"<rect class="dh-light" width="{}" height="1" fill="{LIGHT}" fill-opacity="0.55"/>"#,
        Length(INSIDE)
    ));
    for row in &scene.rows {
        placed.row(&mut pen, row);
    }
    pen.put(format_args!(
        r#"<rect class="dh-cover" width="{}" height="{}" fill="{}" fill-opacity="0.94"/></svg></g>"#,
        Length(INSIDE), Length(scene.height), colour::PAPER
    ));
    let bottom = (y + scene.height + MARGIN).ceil();
    Picture {
        svg: pen.finish(WIDTH, (0.0, bottom)),
        width: whole(WIDTH),
        height: whole(bottom),
    }
}

/// The light behind the newest step.
const LIGHT: &str = "#fdeebd";
/// The room of the button, and what is left for the bar.
const BUTTON: f64 = 28.0;
const BAR: f64 = INSIDE - BUTTON;
/// Bars have marks where they are at least so far apart.
const APART: f64 = 3.0;

/// How long a step takes to appear, the last one stands, and a word takes to read, in seconds.
const APPEARS: f64 = 0.35;
const ENDS: f64 = 4.0;
const WORD: f64 = 0.22;
/// What a step takes before its first word is read, and the most that it stands.
const STANDS: [f64; 2] = [0.9, 4.0];

/// When each step appears, and where it is.
struct Animation {
    scenes: Vec<Shot>,
    /// How long it takes, in seconds.
    length: f64,
    height: f64,
}

struct Shot {
    begins: f64,
    ends: f64,
    top: f64,
    height: f64,
}

/// How far something is, as a share of it: in percent.
struct Percent(f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}%", self.0 * 100.0)
    }
}

impl Animation {
    fn of(scene: &Scene, drawing: RunDrawing<'_>) -> Self {
        let [least, most] = STANDS;
        let mut begins = 0.5;
        let mut scenes = Vec::with_capacity(scene.rows.len());
        for row in &scene.rows {
            let label = (drawing.labels)(row.step);
            let runs = label.iter().flat_map(|label| label.iter());
            let words = runs.flat_map(|run| run.text.split_whitespace());
            let stands = words.fold(least, |time, _| time + WORD).min(most);
            scenes.push(Shot {
                begins,
                ends: begins + stands,
                top: row.y,
                height: row.height,
            });
            begins += stands;
        }
        Self {
            scenes,
            length: begins + ENDS,
            height: scene.height,
        }
    }

    /// The stylesheet. The names in it begin with `dh-`: the picture may become part of a page.
    fn style(&self, pen: &mut Pen) {
        let last = self.scenes.last().map_or(1.0, |shot| shot.ends);
        let mut cover = String::new();
        let mut light = String::new();
        let mut targets = String::new();
        for (number, shot) in self.scenes.iter().enumerate() {
            let bottom = Length(shot.top + shot.height);
            let (top, height) = (Length(shot.top), Length(shot.height));
            let begins = Percent(shot.begins / self.length);
            let there = Percent((shot.begins + APPEARS) / self.length);
            let ends = Percent(shot.ends / self.length);
            let light_is = format!("transform:translateY({top}px) scaleY({height})");
            // Writing to a string does not fail.
            let _ = write!(
                cover,
                "{begins}{{transform:translateY({top}px)}}{there},{ends}{{transform:translateY({bottom}px)}}"
            );
            let _ = write!(
                light,
                "{begins}{{{light_is};animation-timing-function:step-end}}"
            );
            if self.marks() {
                let far = shot.ends / last;
                let _ = write!(
                    targets,
                    "#dh-{}:target~.dh-run{{--dh-a:none;--dh-c:translateY({bottom}px);--dh-l:translateY({top}px) scaleY({height});--dh-b:scaleX({far:.4})}}",
                    number + 1
                );
            }
        }
        let height = Length(self.height);
        let length = self.length;
        pen.put(format_args!(
            ".dh-cover{{transform:var(--dh-c,translateY({height}px))}}\
             .dh-light{{transform:var(--dh-l,scaleY(0))}}\
             .dh-bar{{transform:translateX({}px) var(--dh-b,scaleX(1))}}\
             .dh-bar,.dh-cover,.dh-light{{pointer-events:none}}\
             a[id^=dh-]{{scroll-margin-top:96px}}a[id^=dh-]:hover rect,a[id^=dh-]:focus rect{{fill-opacity:.25}}\
             {targets}\
             @media screen and (prefers-reduced-motion:no-preference){{\
             .dh-cover{{animation:var(--dh-a,dh-cover {length:.2}s linear infinite)}}\
             .dh-light{{animation:var(--dh-a,dh-light {length:.2}s infinite)}}\
             .dh-bar{{animation:var(--dh-a,dh-bar {length:.2}s linear infinite)}}\
             .dh-run:hover *{{animation-play-state:paused}}}}\
             @keyframes dh-cover{{0%{{transform:translateY(0)}}{cover}to{{transform:translateY({height}px)}}}}\
             @keyframes dh-light{{0%{{transform:scaleY(0);animation-timing-function:step-end}}{light}{}{{transform:scaleY(0)}}to{{transform:scaleY(0)}}}}\
             @keyframes dh-bar{{0%{{transform:translateX({}px) scaleX(0)}}{},to{{transform:translateX({}px) scaleX(1)}}}}",
            Length(MARGIN + BUTTON),
            self.end(),
            Length(MARGIN + BUTTON),
            self.end(),
            Length(MARGIN + BUTTON),
        ));
    }

    /// When everything has been shown.
    fn end(&self) -> Percent {
        let last = self.scenes.last().map_or(0.0, |shot| shot.ends);
        Percent(last / self.length)
    }

    /// Whether each step has a mark on the bar.
    fn marks(&self) -> bool {
        let count = u32::try_from(self.scenes.len()).unwrap_or(u32::MAX);
        f64::from(count) * APART <= BAR
    }

    /// The button, and the bar with a mark for each step.
    fn transport(&self, pen: &mut Pen, drawing: RunDrawing<'_>, y: f64) {
        pen.put(format_args!(
            r##"<a id="dh-play" href="#dh-play"><title>Play</title><rect x="{}" y="{}" width="20" height="20" rx="4" fill="{}" fill-opacity="0.1"/><path d="M{} {}v10l8 -5z" fill="{}"/></a>"##,
            Length(MARGIN), Length(y), colour::QUIET, Length(MARGIN + 6.5), Length(y + 5.0), colour::QUIET
        ));
        let left = MARGIN + BUTTON;
        let rail = Rect {
            x: left,
            y: y + 8.0,
            width: BAR,
            height: 4.0,
        };
        pen.rect(rail, 2, colour::GROUND, "none");
        if !self.marks() {
            return;
        }
        let end = self.scenes.last().map_or(1.0, |shot| shot.ends);
        let place = |time: f64| left + BAR * time / end;
        for (number, shot) in self.scenes.iter().enumerate() {
            let label = (drawing.labels)(number);
            let words: String = label
                .iter()
                .flat_map(|label| label.iter())
                .map(|run| run.text.as_str())
                .collect();
            let (x, next) = (place(shot.begins), place(shot.ends));
            let number = number + 1;
            pen.put(format_args!(
                r##"<a id="dh-{number}" href="#dh-{number}"><title>{number}. {}</title><rect x="{}" y="{}" width="{}" height="20" fill="{}" fill-opacity="0"/>"##,
                escaped(&words), Length(x), Length(y), Length(next - x), colour::QUIET
            ));
            pen.line((x, y + 3.0), (x, y + 17.0), colour::LINE);
            pen.put(format_args!("</a>"));
        }
    }
}
