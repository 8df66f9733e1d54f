//! Pictures in pixels, which the browser draws from an SVG.

use super::files::save_blob;
use crate::present::picture::Picture;
use gloo::utils::document;
use js_sys::futures::spawn_local;
use js_sys::{Promise, encode_uri_component};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement};

/// Browsers draw no picture that is higher or wider, in pixels.
const LONGEST: u32 = 16_384;

/// How many pixels a point of a picture gets: two, or one where two would be too many. None where even one is.
pub fn scale(picture: &Picture) -> Option<u32> {
    [2, 1]
        .into_iter()
        .find(|scale| picture.width.max(picture.height) * scale <= LONGEST)
}

/// Draws a picture and hands it to the browser to save under a name. Of what cannot be drawn `failed` is told.
pub fn save_png(name: &'static str, picture: &Picture, failed: impl FnOnce() + 'static) {
    let Some((image, scale)) = HtmlImageElement::new().ok().zip(scale(picture)) else {
        return failed();
    };
    let size = (picture.width * scale, picture.height * scale);
    let loaded = Promise::new(&mut |loaded, failed| {
        image.set_onload(Some(&loaded));
        image.set_onerror(Some(&failed));
    });
    // An address that holds the picture itself: nothing is fetched.
    let svg = String::from(encode_uri_component(&picture.svg));
    image.set_src(&format!("data:image/svg+xml;charset=utf-8,{svg}"));
    spawn_local(async move {
        let drawn = match loaded.await {
            Ok(_) => draw(&image, size).await,
            Err(_) => None,
        };
        match drawn {
            Some(blob) => save_blob(name, &blob),
            None => failed(),
        }
    });
}

/// The picture in pixels; none where the browser refuses, as where there would be too many.
async fn draw(image: &HtmlImageElement, (width, height): (u32, u32)) -> Option<Blob> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.unchecked_into();
    let (width, height) = (f64::from(width), f64::from(height));
    context
        .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
        .ok()?;
    let drawn = Promise::new(&mut |drawn, refused| {
        if let Err(error) = canvas.to_blob(&drawn) {
            // Nobody is there to hear that it cannot be said.
            let _ = refused.call1(&JsValue::UNDEFINED, &error);
        }
    });
    drawn.await.ok()?.dyn_into().ok()
}
