//! A button that opens files.

use crate::app::ReadOrder;
use crate::ui::browser::picked;
use crate::ui::dispatch::Dispatch;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A button that has files picked, which are read until `order` says otherwise; `file` is the input behind it.
pub fn file_button(
    dispatch: &Dispatch,
    file: &NodeRef,
    label: &'static str,
    order: &Rc<Cell<ReadOrder>>,
) -> Html {
    let open = {
        let file = file.clone();
        move |_: MouseEvent| {
            if let Some(file) = file.cast::<HtmlElement>() {
                file.click();
            }
        }
    };
    html! {
        <>
            <button class="ghost" type="button" onclick={open}>{label}</button>
            <input
                ref={file} class="unseen" type="file" tabindex="-1" aria-hidden="true" multiple={true}
                onchange={picked(dispatch.clone(), order.clone())}
            />
        </>
    }
}
