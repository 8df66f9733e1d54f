//! Files: what a person drops or picks, and what they save. Nothing leaves the computer.

use crate::app::{Action, At, Paste};
use gloo::utils::{document, window};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, ClipboardEvent, DragEvent, Event, File, FileReader, HtmlElement, HtmlInputElement, Url,
};
use yew::Callback;

/// Larger files are not read: a browser keeps several copies of what it reads.
const MOST: f64 = 100_000_000.0;

/// Reads the file that was dropped; dropped text goes where the browser puts it.
pub fn dropped(dispatch: Callback<Action>) -> impl Fn(&Event) {
    move |event| {
        let data = event.unchecked_ref::<DragEvent>().data_transfer();
        let file = data
            .and_then(|data| data.files())
            .and_then(|files| files.get(0));
        if let Some(file) = file {
            event.prevent_default();
            read(&file, &dispatch);
        }
    }
}

/// Takes a text that is pasted and has more than `most` bytes before the browser puts it into the box: laying it out
/// there would take it long.
pub fn pasted(dispatch: Callback<Action>, most: usize) -> impl Fn(&Event) {
    move |event| {
        let data = event.unchecked_ref::<ClipboardEvent>().clipboard_data();
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        if let Some(text) = text.filter(|text| text.len() > most) {
            event.prevent_default();
            dispatch.emit(Action::Desk(At::Lay(Paste::Text(text.into()))));
        }
    }
}

/// Puts a text on the clipboard, and then says so; where there is none, as on a page without TLS, the browser is asked
/// to let the person copy it.
pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    if !window().is_secure_context() {
        let _ = window().prompt_with_message_and_default("Copy this:", text);
        return;
    }
    let done = Closure::once(move |_: JsValue| copied());
    let refused = Closure::once(|_: JsValue| ());
    let promise = window().navigator().clipboard().write_text(text);
    let _ = promise.then2(&done, &refused);
    // They live until the browser has answered.
    done.forget();
    refused.forget();
}

/// Reads the file that was picked.
pub fn picked(dispatch: Callback<Action>) -> impl Fn(&Event) {
    move |event| {
        let Some(input) = event.target() else { return };
        let input: HtmlInputElement = input.unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(&file, &dispatch);
        }
        // The same file can be picked again.
        input.set_value("");
    }
}

/// Text files become text that can be edited; others stay bytes.
fn read(file: &File, dispatch: &Callback<Action>) {
    let name = file.name();
    let lay = {
        let dispatch = dispatch.clone();
        move |paste| dispatch.emit(Action::Desk(At::Lay(paste)))
    };
    if file.size() > MOST {
        let said = format!(
            "{name} is larger than 100 MB and was not read. Cut out the part that matters."
        );
        return lay(Paste::Text(said.into()));
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

/// Clicks an element.
pub fn click(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.unchecked_into::<HtmlElement>().click();
    }
}

/// Hands a text to the browser to save under a name.
pub fn save(name: &str, text: &str) {
    let parts = Array::of1(&text.into());
    let Ok(blob) = Blob::new_with_str_sequence(&parts) else {
        return;
    };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else {
        return;
    };
    if let Ok(link) = document().create_element("a") {
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", name);
        link.unchecked_into::<HtmlElement>().click();
    }
    let _ = Url::revoke_object_url(&address);
}
