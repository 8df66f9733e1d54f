//! The page: the only Yew code. Views show the state and dispatch actions; effects follow it.

mod app;
mod bar;
mod branch;
mod bytes;
mod cards;
pub mod crash;
mod decode;
mod diagram;
mod dialogs;
mod effects;
mod el;
mod fields;
mod figure;
mod header;
mod icons;
mod inspector;
mod origins;
mod settings;
mod step_list;
mod store;
mod text;
mod transport;
mod verdict;

pub use app::{App, AppProps};

/// Puts the page in place of the first paint. `seed` draws a random number.
pub fn start(seed: fn() -> u64) {
    let document = gloo::utils::document();
    let root = document
        .get_element_by_id("app")
        .unwrap_or_else(|| gloo::utils::body().into());
    root.set_inner_html("");
    yew::Renderer::<App>::with_root_and_props(root, AppProps { seed }).render();
}
