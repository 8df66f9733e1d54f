//! Icons, as inline SVG in the colour of the text.

use crate::hosts::Role;
use yew::prelude::*;

fn icon(size: (&'static str, &'static str), path: &'static str) -> Html {
    let view = format!("0 0 {} {}", size.0, size.1);
    html! {
        <svg class="icon" width={size.0} height={size.1} viewBox={view} fill="none" stroke="currentColor"
            stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <path d={path} />
        </svg>
    }
}

fn solid(path: &'static str) -> Html {
    html! {
        <svg class="icon" width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
            <path d={path} />
        </svg>
    }
}

/// A host's icon.
pub fn host(role: Role) -> Html {
    match role {
        Role::Browser => icon(
            ("17", "15"),
            "M3 1h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM5 14h7",
        ),
        Role::FrontEnd => icon(
            ("16", "16"),
            "M8 1.3a6.7 6.7 0 1 0 0 13.4a6.7 6.7 0 1 0 0-13.4M1.5 8h13M8 1.4c4 4 4 9.200 0 13.200M8 1.400c-4 4-4 9.200 0 13.200",
        ),
        Role::Mailbox => icon(
            ("17", "14"),
            "M3 1h11a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM1.500 2.500l7 5.500 7-5.500",
        ),
        Role::DomainController => icon(
            ("16", "16"),
            "M10.500 1.500a4 4 0 1 0 0 8a4 4 0 1 0 0-8M7.500 8.500l-6 6M3.500 12.500l2 2M5.500 10.500l1.500 1.500",
        ),
    }
}

/// The mark of a success.
pub fn tick() -> Html {
    icon(("16", "16"), "M3 8.500l3.500 3.500L13 4.500")
}

/// The mark of a failure.
pub fn cross() -> Html {
    icon(("16", "16"), "M4 4l8 8M12 4l-8 8")
}

/// The mark of something under way.
pub fn dots() -> Html {
    icon(("16", "16"), "M3 8h.01M8 8h.01M13 8h.01")
}

/// Sliders, for the settings.
pub fn sliders() -> Html {
    icon(
        ("16", "16"),
        "M2 4h6M12 4h2M2 12h2M8 12h6M10 2.500v3M6 10.500v3",
    )
}

/// Half a disc, for the theme.
pub fn theme() -> Html {
    html! {
        <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.5" />
            <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />
        </svg>
    }
}

/// Play.
pub fn play() -> Html {
    solid("M2.500 1v10l8-5z")
}

/// Pause.
pub fn pause() -> Html {
    solid("M2 1h3v10H2zM7 1h3v10H7z")
}

/// To the start.
pub fn first() -> Html {
    solid("M1 1h2v10H1zM11 1v10L4 6z")
}

/// One back.
pub fn previous() -> Html {
    solid("M9.500 1v10l-8-5z")
}

/// One on.
pub fn next() -> Html {
    solid("M2.500 1v10l8-5z")
}

/// To the end.
pub fn last() -> Html {
    solid("M9 1h2v10H9zM1 1l7 5-7 5z")
}

/// The project's mark: one hop that lands, one that does not.
pub fn logo() -> Html {
    html! {
        <svg width="26" height="18" viewBox="0 0 26 18" fill="none" stroke="currentColor" stroke-width="2"
            stroke-linecap="round" aria-hidden="true">
            <path d="M2 15C3 6 10 6 12 15" />
            <path class="logo-second" d="M14 15c1-9 8-9 10 0" stroke-dasharray="3 4" />
            <circle cx="2" cy="15" r="1.400" fill="currentColor" />
            <circle cx="13" cy="15" r="1.400" fill="currentColor" />
        </svg>
    }
}
