//! Files: what a person drops, pastes or picks, and what they save. Nothing leaves the computer.

use crate::app::{Action, DecodeAction, Paste};
use crate::present::narration::interface;
use crate::ui::store::Dispatch;
use gloo::utils::document;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, File, FileReader, HtmlElement, HtmlInputElement, Url};
use yew::prelude::*;

/// Larger files are not read: a browser keeps several copies of what it reads.
const MOST: f64 = 100_000_000.0;

/// Reads the file that was dropped; dropped text goes where the browser puts it.
pub fn dropped(dispatch: Dispatch) -> Callback<DragEvent> {
    Callback::from(move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            event.prevent_default();
            read(&file, &dispatch);
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
            dispatch.emit(Action::Desk(DecodeAction::Lay(Paste::Text(text.into()))));
        }
    })
}

/// Reads the file that was picked.
pub fn picked(dispatch: Dispatch) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(&file, &dispatch);
        }
        // The same file can be picked again.
        input.set_value("");
    })
}

/// Text files become text that can be edited; others stay bytes.
fn read(file: &File, dispatch: &Dispatch) {
    let name = file.name();
    let lay = {
        let dispatch = dispatch.clone();
        move |paste| dispatch.emit(Action::Desk(DecodeAction::Lay(paste)))
    };
    if file.size() > MOST {
        return lay(Paste::Text(interface::file_too_large(&name).into()));
    }
    let Ok(reader) = FileReader::new() else {
        return;
    };
    let loaded = {
        let reader = reader.clone();
        Closure::once_into_js(move || {
            let Ok(result) = reader.result() else { return };
            let bytes = Uint8Array::new(&result).to_vec();
            lay(match String::from_utf8(bytes) {
                Ok(text) => Paste::Text(text.into()),
                Err(error) => Paste::File(name.into(), error.into_bytes().into()),
            });
        })
    };
    reader.set_onload(Some(loaded.unchecked_ref()));
    // What cannot be read stays where it is: the browser says so in its own way.
    let _ = reader.read_as_array_buffer(file);
}

/// Hands a text to the browser to save under a name.
pub fn save(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    if let Ok(blob) = Blob::new_with_str_sequence(&parts) {
        save_blob(name, &blob);
    }
}

/// Hands bytes to the browser to save under a name.
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
