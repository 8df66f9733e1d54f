//! Icons, as inline SVG in the colour of the text.

use crate::hosts::Role;
use crate::present::narration::{Emblem, look};
use yew::prelude::*;

/// An icon, which stands beside a label or in a button that has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A browser.
    Browser,
    /// A web server.
    WebServer,
    /// A mailbox host.
    Mailbox,
    /// A database.
    Database,
    /// Keys, for whoever keeps the accounts.
    Accounts,
    /// The mark of a success.
    Tick,
    /// The mark of a failure.
    Cross,
    /// The mark of something under way.
    Dots,
    /// Sliders, for the settings.
    Sliders,
    /// An arrow that leaves a box, for the link to here.
    Share,
    /// Two columns, for two runs.
    Compare,
    /// Half a disc, for the theme.
    Theme,
    /// Play; one on.
    Play,
    /// Pause.
    Pause,
    /// To the start.
    First,
    /// One back.
    Previous,
    /// To the end.
    Last,
    /// Two things change places.
    Swap,
}

impl Icon {
    /// The icon of a host.
    pub fn of_host(role: Role) -> Self {
        match look(role).emblem {
            Emblem::Screen => Self::Browser,
            Emblem::Globe => Self::WebServer,
            Emblem::Envelope => Self::Mailbox,
            Emblem::Key => Self::Accounts,
            Emblem::Drum => Self::Database,
        }
    }

    /// The icon as SVG, hidden from those who do not see it.
    pub fn draw(self) -> Html {
        let (width, height, filled) = self.form();
        let view = format!("0 0 {width} {height}");
        // As large as the letters beside it.
        let [width, height] = [width, height].map(|it| format!("{}rem", f32::from(it) / 16.0));
        let (fill, stroke) = if filled {
            ("currentColor", "none")
        } else {
            ("none", "currentColor")
        };
        html! {
            <svg
                class="icon" {width} {height} viewBox={view} aria-hidden="true" {fill} {stroke}
                stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"
            >
                <path d={self.path()} />
            </svg>
        }
    }

    /// Its size in pixels, where letters have their usual size, and whether it is filled and not drawn with a line.
    fn form(self) -> (u8, u8, bool) {
        match self {
            Self::Browser => (17, 15, false),
            Self::Mailbox => (17, 14, false),
            Self::WebServer
            | Self::Database
            | Self::Accounts
            | Self::Tick
            | Self::Cross
            | Self::Dots
            | Self::Sliders
            | Self::Share
            | Self::Compare
            | Self::Swap => (16, 16, false),
            Self::Theme | Self::Play | Self::Pause | Self::First | Self::Previous | Self::Last => {
                (12, 12, true)
            }
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Browser => {
                "M3 1h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM5 14h7"
            }
            Self::WebServer => {
                "M8 1.3a6.7 6.7 0 1 0 0 13.4a6.7 6.7 0 1 0 0-13.4M1.5 8h13M8 1.4c4 4 4 9.2 0 13.2M8 1.4c-4 4-4 9.2 0 13.2"
            }
            Self::Mailbox => {
                "M3 1h11a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM1.5 2.5l7 5.5 7-5.5"
            }
            Self::Accounts => {
                "M10.5 1.5a4 4 0 1 0 0 8a4 4 0 1 0 0-8M7.5 8.5l-6 6M3.5 12.5l2 2M5.5 10.5l1.5 1.5"
            }
            Self::Database => {
                "M2.5 3.5a5.5 2.5 0 1 0 11 0a5.5 2.5 0 1 0-11 0v9a5.5 2.5 0 0 0 11 0v-9M2.5 8a5.5 2.5 0 0 0 11 0"
            }
            Self::Tick => "M3 8.5l3.5 3.5L13 4.5",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Dots => "M3 8h.01M8 8h.01M13 8h.01",
            Self::Sliders => "M2 4h6M12 4h2M2 12h2M8 12h6M10 2.5v3M6 10.5v3",
            Self::Share => "M8 10V2M5 5l3-3 3 3M3.5 8v6h9V8",
            Self::Compare => "M2 2.5h4.5v11H2zM9.5 2.5H14v11H9.5z",
            Self::Theme => {
                "M6 .5a5.5 5.5 0 1 0 0 11zM6 .5a5.5 5.5 0 1 1 0 11v-1a4.5 4.5 0 1 0 0-9z"
            }
            Self::Play => "M2.5 1v10l8-5z",
            Self::Pause => "M2 1h3v10H2zM7 1h3v10H7z",
            Self::First => "M1 1h2v10H1zM11 1v10L4 6z",
            Self::Previous => "M9.5 1v10l-8-5z",
            Self::Last => "M9 1h2v10H9zM1 1l7 5-7 5z",
            Self::Swap => "M2 5.5h11M10.5 3 13 5.5 10.5 8M14 10.5H3M5.5 8 3 10.5 5.5 13",
        }
    }
}
