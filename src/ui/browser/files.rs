//! Files: what a person drops, pastes or picks, and what they save. Nothing leaves the computer.

use super::read_file::read_files;
use crate::app::{Action, DecodeAction, Paste, ReadOrder};
use crate::ui::dispatch::Dispatch;
use gloo::utils::{document, window};
use js_sys::{Array, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Blob, FileList, HtmlElement, HtmlInputElement, Url};
use yew::prelude::*;

/// Reads the files that were dropped, until `order` says otherwise; dropped text goes where the browser puts it.
pub fn dropped(dispatch: Dispatch, order: Rc<Cell<ReadOrder>>) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(files) = files.filter(|files| files.length() > 0) {
            event.prevent_default();
            read_all(&files, &dispatch, &order);
        }
    })
}

/// The same as `dropped`, after going to the place of the page that a fragment names.
pub fn dropped_at(fragment: Rc<str>, dropped: Callback<DragEvent>) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        if files.is_some_and(|files| files.length() > 0) {
            // A browser that refuses reads them all the same.
            let _ = window().location().set_hash(&fragment);
            dropped.emit(event);
        }
    })
}

/// Takes a text that is pasted and has more than `most` bytes before the browser puts it into the box: laying it out
/// there would take it long.
pub fn pasted(dispatch: Dispatch, most: usize) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let data = event
            .dyn_ref::<web_sys::ClipboardEvent>()
            .and_then(|event| event.clipboard_data());
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| text.len() > most) {
            event.prevent_default();
            dispatch.emit(Action::Decode(DecodeAction::Lay(Paste::Text(text.into()))));
        }
    })
}

/// Reads the files that were picked, until `order` says otherwise.
pub fn picked(dispatch: Dispatch, order: Rc<Cell<ReadOrder>>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = input.files() {
            read_all(&files, &dispatch, &order);
        }
        // The same file can be picked again.
        input.set_value("");
    })
}

fn read_all(files: &FileList, dispatch: &Dispatch, order: &Rc<Cell<ReadOrder>>) {
    let files = (0..files.length()).filter_map(|number| files.get(number));
    read_files(files.collect(), dispatch.clone(), order.clone());
}

/// Hands a text to the browser to save under a name.
pub fn save(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
        save_blob(name, &blob);
    }
}

/// Hands bytes to the browser to save under a name.
pub fn save_bytes(name: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    if let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) {
        save_blob(name, &blob);
    }
}

/// Hands a blob to the browser to save under a name.
pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", name);
        link.unchecked_into::<HtmlElement>().click();
    }
    let _ = Url::revoke_object_url(&address);
}
