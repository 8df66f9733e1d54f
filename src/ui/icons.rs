//! Icons, as inline SVG in the colour of the text.

use super::el::{El, el};
use crate::hosts::Role;
use yew::prelude::*;

fn svg(width: &'static str, height: &'static str) -> El {
    el("svg", "icon")
        .attr("width", width)
        .attr("height", height)
        .attr("viewBox", &format!("0 0 {width} {height}"))
        .attrs(&[("aria-hidden", "true")])
}

fn path(shape: &'static str) -> El {
    el("path", "").attr("d", shape)
}

fn icon(width: &'static str, height: &'static str, shape: &'static str) -> Html {
    svg(width, height)
        .attrs(&[
            ("fill", "none"),
            ("stroke", "currentColor"),
            ("stroke-width", "1.5"),
            ("stroke-linecap", "round"),
            ("stroke-linejoin", "round"),
        ])
        .child(path(shape).html())
        .html()
}

fn solid(shape: &'static str) -> Html {
    svg("12", "12")
        .attrs(&[("fill", "currentColor")])
        .child(path(shape).html())
        .html()
}

/// A host's icon.
pub fn host(role: Role) -> Html {
    match role {
        Role::Browser => icon(
            "17",
            "15",
            "M3 1h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM5 14h7",
        ),
        Role::FrontEnd => icon(
            "16",
            "16",
            "M8 1.3a6.7 6.7 0 1 0 0 13.4a6.7 6.7 0 1 0 0-13.4M1.5 8h13M8 1.4c4 4 4 9.2 0 13.2M8 1.4c-4 4-4 9.2 0 13.2",
        ),
        Role::Mailbox => icon(
            "17",
            "14",
            "M3 1h11a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2zM1.5 2.5l7 5.5 7-5.5",
        ),
        Role::DomainController => icon(
            "16",
            "16",
            "M10.5 1.5a4 4 0 1 0 0 8a4 4 0 1 0 0-8M7.5 8.5l-6 6M3.5 12.5l2 2M5.5 10.5l1.5 1.5",
        ),
    }
}

/// The mark of a success.
pub fn tick() -> Html {
    icon("16", "16", "M3 8.5l3.5 3.5L13 4.5")
}

/// The mark of a failure.
pub fn cross() -> Html {
    icon("16", "16", "M4 4l8 8M12 4l-8 8")
}

/// The mark of something under way.
pub fn dots() -> Html {
    icon("16", "16", "M3 8h.01M8 8h.01M13 8h.01")
}

/// Sliders, for the settings.
pub fn sliders() -> Html {
    icon("16", "16", "M2 4h6M12 4h2M2 12h2M8 12h6M10 2.5v3M6 10.5v3")
}

/// Half a disc, for the theme.
pub fn theme() -> Html {
    solid("M6 .5a5.5 5.5 0 1 0 0 11zM6 .5a5.5 5.5 0 1 1 0 11v-1a4.5 4.5 0 1 0 0-9z")
}

/// Play; one on.
pub fn play() -> Html {
    solid("M2.5 1v10l8-5z")
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
    solid("M9.5 1v10l-8-5z")
}

/// To the end.
pub fn last() -> Html {
    solid("M9 1h2v10H9zM1 1l7 5-7 5z")
}

/// The project's mark: one hop that lands, one that does not.
pub fn logo() -> Html {
    let second = el("path", "logo-second").attr("d", "M14 15c1-9 8-9 10 0");
    let dot = |x: &'static str| {
        el("circle", "")
            .attr("cx", x)
            .attrs(&[("cy", "15"), ("r", "1.4"), ("fill", "currentColor")])
            .html()
    };
    svg("26", "18")
        .attrs(&[
            ("fill", "none"),
            ("stroke", "currentColor"),
            ("stroke-width", "2"),
            ("stroke-linecap", "round"),
        ])
        .child(path("M2 15C3 6 10 6 12 15").html())
        .child(second.attrs(&[("stroke-dasharray", "3 4")]).html())
        .child(dot("2"))
        .child(dot("13"))
        .html()
}
