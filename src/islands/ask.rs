//! Asks the server for procedures while the user types.

/// A suggested procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    pub id: String,
    pub name: String,
}

/// Maximum number of suggestions.
#[cfg(feature = "hydrate")]
const MOST: u32 = 8;

/// The procedures that match the words, best first; `None` if the server could not be reached.
#[cfg(feature = "hydrate")]
pub(super) async fn ask(words: &str, english: bool) -> Option<Vec<Offer>> {
    use js_sys::{Array, Reflect, encode_uri_component};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    let address = format!("/api/v1/procedures?per_page={MOST}&q={}", String::from(encode_uri_component(words)));
    let response = JsFuture::from(web_sys::window()?.fetch_with_str(&address)).await.ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let answer = JsFuture::from(response.json().ok()?).await.ok()?;
    let items: Array = Reflect::get(&answer, &JsValue::from_str("items")).ok()?.dyn_into().ok()?;
    let text = |item: &JsValue, field: &str| Reflect::get(item, &JsValue::from_str(field)).ok()?.as_string();
    let offers = items.iter().filter_map(|item| {
        let translated = if english { text(&item, "name_en").filter(|name| !name.is_empty()) } else { None };
        Some(Offer { id: text(&item, "id")?, name: translated.or_else(|| text(&item, "name"))? })
    });
    Some(offers.collect())
}
