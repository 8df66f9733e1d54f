//! The page: the only Yew code. Components show what they are given and dispatch actions; effects are in hooks.

mod app;
mod breakpoints;
mod browser;
mod bytes;
mod command;
mod compare;
mod context;
mod controls;
pub mod crash;
mod decode;
mod diagnose;
mod diagram;
mod dialogs;
mod dispatch;
mod export;
mod first;
mod header;
mod hooks;
mod hosts;
mod icon;
mod inspector;
mod lab;
mod live_region;
mod logo;
mod outcomes;
mod outside_link;
mod parts;
mod problems;
mod prose;
mod provenance;
mod renders;
mod repairs;
mod scenario_bar;
mod seat;
mod settings;
mod shared;
mod shown;
mod store;
mod style;
mod tamper;
mod traffic;
mod transport;
mod verdict;

pub use app::{App, AppProps};
pub use renders::renders;

/// Puts the page in place of the first paint. `seed` draws a random number.
pub fn start(seed: fn() -> u64) {
    let document = gloo::utils::document();
    let root = document
        .get_element_by_id("app")
        .unwrap_or_else(|| gloo::utils::body().into());
    root.set_inner_html("");
    let props = AppProps {
        seed: (move |()| seed()).into(),
        id_prefix: yew::AttrValue::default(),
    };
    yew::Renderer::<App>::with_root_and_props(root, props).render();
}
