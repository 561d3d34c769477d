//! What the desk does to rows of a history: they are undone, and removed if they were entered by mistake.

use axum::http::StatusCode;
use exchange::city_table::CityTable;

use super::Desk;

/// Undoes an event that was typed, and brings it back by undoing that.
pub(super) async fn undo_event(desk: &mut Desk, table: CityTable, typed_as: &str) {
    let address = format!("/staff/tables/{}", table.name);
    let mut last = typed_as.to_owned();
    let mut shown = Vec::new();
    for what in ["undone", "back"] {
        let answer = desk.editor.post(&format!("{last}/undo"), &[("reason", "取り違え")]).await;
        last = desk.approved(&format!("{}, {what}", table.name), &answer).await;
        let page = desk.editor.get(&address).await.text();
        shown.push(page.contains("2025-04-02") || page.contains("2025年4月2日"));
    }
    assert_eq!(shown, [false, true], "{}", table.name);
}

/// The rows of a history that its page offers to remove, as its forms send them.
async fn offered_events(desk: &mut Desk, history: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(&desk.editor.get(history).await.text());
    let fields = scraper::Selector::parse("input[name='event']").unwrap();
    page.select(&fields).map(|field| field.attr("value").unwrap().to_owned()).collect()
}

/// Removes the rows of a history with one key, one after the other, as entered by mistake. Only a removal says why.
pub(super) async fn remove_events(desk: &mut Desk, table: CityTable, history: &str) {
    let target = history.replacen("/history", "/history/remove", 1);
    let mut events = offered_events(desk, history).await;
    assert!(!events.is_empty(), "{}: there is something to remove", table.name);
    let without = desk.editor.post(&target, &[("event", &events[0])]).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST, "{}: a reason is needed", table.name);
    let unknown = desk.editor.post(&target, &[("event", "[\"a\"]"), ("reason", "誤記")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", table.name);
    while let Some(event) = events.first().cloned() {
        let answer = desk.editor.post(&target, &[("event", &event), ("reason", "誤記")]).await;
        desk.approved(&format!("{}, removed", table.name), &answer).await;
        let left = offered_events(desk, history).await;
        assert_eq!(left.len() + 1, events.len(), "{}: one row and no other", table.name);
        events = left;
    }
}
