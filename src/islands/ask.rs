//! Asks the server for suggestions while the user types.

/// A suggestion: a procedure, a life event, or what others do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub address: String,
    pub name: String,
}

/// The suggestions for what was typed, best first; `None` if the server could not be reached. `page` is the address that
/// answers, in the language of the page.
#[cfg(feature = "hydrate")]
pub(super) async fn ask(page: &str, words: &str) -> Option<Vec<Offer>> {
    use js_sys::{Array, Reflect, encode_uri_component};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    let address = format!("{page}?q={}", String::from(encode_uri_component(words)));
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(&address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let answer = JsFuture::from(response.json().ok()?).await.ok()?;
    let items: Array = Reflect::get(&answer, &JsValue::from_str("items")).ok()?.dyn_into().ok()?;
    let text = |item: &JsValue, field: &str| Reflect::get(item, &JsValue::from_str(field)).ok()?.as_string();
    let offers =
        items.iter().filter_map(|item| Some(Offer { address: text(&item, "address")?, name: text(&item, "name")? }));
    Some(offers.collect())
}
