//! An office with two members of staff, and browsers that keep cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use domain::password::Password;
use domain::staff::Roles;
use domain::table_kind::TableKind;
use scraper::{ElementRef, Html, Selector};
use store::Db;
use tetsuzuki::server::staff::accounts::{Accounts, Caller, NewMember, NewPassword};
use tetsuzuki::server::staff::passwords::Hasher;
use tower::ServiceExt;

use crate::support::{Answer, City, Database, World, day, noon_of_today, procedure};

pub const EDITOR: &str = "editor@city.example.jp";
/// An administrator.
pub const OFFICE: &str = "office@city.example.jp";
pub const PASSWORD: &str = "kaze ni fukarete aruku";

pub fn roles(departments: &[&str], is_approver: bool, is_administrator: bool) -> Roles {
    let departments = departments.iter().map(|code| code.parse().unwrap()).collect();
    Roles { departments, is_approver, is_administrator }
}

/// Two departments with three procedures, an editor of one of them, and an administrator.
pub async fn office(database: &Database) -> City {
    let city = World::new()
        .with_department("citizens", "市民課")
        .with_department("tax", "税務課")
        .with_procedure(procedure("moving-out", "転出届").department("citizens"))
        .with_procedure(
            procedure("moving-in", "転入届")
                .department("citizens")
                .with(|procedure| procedure.checked_on = Some(day("2026-10-01"))),
        )
        .with_procedure(procedure("tax-proof", "納税証明書").department("tax"))
        .on(database)
        .await;
    add(database, EDITOR, "編集 次郎", roles(&["citizens"], false, false)).await;
    add(database, OFFICE, "管理 花子", roles(&[], false, true)).await;
    city
}

/// Adds an account, as the command line does.
pub async fn add(database: &Database, e_mail: &str, name: &str, roles: Roles) {
    let (db, hasher) = (database.open().await, Hasher::default());
    let new = NewMember { e_mail: e_mail.parse().unwrap(), name: name.parse().unwrap(), roles };
    let accounts = Accounts { db: &db, hasher: &hasher, now: noon_of_today() };
    accounts.add(Caller::CommandLine, new, NewPassword::Chosen(Password::of(PASSWORD))).await.unwrap();
}

/// A browser of a member of staff who has logged in.
pub async fn browser_of(city: &City, e_mail: &str) -> Browser {
    let mut browser = Browser::new(city);
    assert_eq!(browser.log_in(e_mail, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

/// Sets which tables a department keeps.
pub async fn charge(office: &mut Browser, department: &str, tables: &[TableKind]) {
    let address = format!("/staff/departments/{department}");
    let page = office.get(&address).await;
    let mut fields = sent_fields(&page.text(), &format!("form[action='{address}']"));
    fields.retain(|(name, _)| name == "seen");
    fields.extend(tables.iter().map(|table| ("keeps".to_owned(), table.to_string())));
    let answer = office.post_fields(&address, &fields).await;
    assert_eq!(answer.header("location"), "/staff/departments?done=yes", "{}", answer.text());
}

/// The fields of a button on the page of a proposal; none if there is no such button.
pub fn button(page: &Answer, proposal: &str, action: &str) -> Vec<(String, String)> {
    sent_fields(&page.text(), &format!("form[action='{proposal}/{action}']"))
}

/// Presses a button on the page of a proposal.
pub async fn press(browser: &mut Browser, proposal: &str, action: &str) -> Answer {
    let mut page = browser.get(proposal).await;
    let mut fields = button(&page, proposal, action);
    // A busy machine may still be reading the file; the page then reloads itself.
    for _ in 0..200 {
        if !fields.is_empty() || !page.text().contains("このページは自動で更新されます") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        page = browser.get(proposal).await;
        fields = button(&page, proposal, action);
    }
    assert!(!fields.is_empty(), "no form for {action}: {}", page.text());
    browser.post_fields(&format!("{proposal}/{action}"), &fields).await
}

/// Sends a form, and once more with a tick if it says that some of its figures are unusual.
pub async fn send_confirmed(browser: &mut Browser, address: &str, fields: &[(String, String)]) -> Answer {
    let answer = browser.post_fields(address, fields).await;
    let mut again = sent_fields(&answer.text(), &format!("form[action='{address}']"));
    if answer.status != StatusCode::OK || !again.iter().any(|(name, _)| name == "warned") {
        return answer;
    }
    again.push(("confirmed".to_owned(), "yes".to_owned()));
    browser.post_fields(address, &again).await
}

/// The forms that wait for a login, as they are stored.
pub async fn list_lost_forms(database: &Database) -> Vec<Vec<u8>> {
    const SQL: &str = "SELECT sealed FROM lost_forms ORDER BY kept_at, name";
    match database.open().await {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(SQL).fetch_all(&readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(SQL).fetch_all(&pool).await.unwrap(),
    }
}

/// All hashes of secrets in the database.
pub async fn stored_secrets(database: &Database) -> Vec<String> {
    texts(
        database,
        "SELECT token_hash FROM sessions UNION ALL SELECT token_hash FROM known_browsers \
         UNION ALL SELECT password_hash FROM staff ORDER BY 1",
    )
    .await
}

/// The id of each session with the e-mail address of its owner.
pub async fn list_sessions(database: &Database) -> Vec<(String, String)> {
    texts(database, "SELECT s.id || ' ' || m.e_mail FROM sessions s JOIN staff m ON m.id = s.staff_id")
        .await
        .into_iter()
        .map(|line| line.split_once(' ').map(|(id, owner)| (id.to_owned(), owner.to_owned())).unwrap())
        .collect()
}

/// The stored single sign-on logins that are not finished.
pub async fn list_pending_logins(database: &Database) -> Vec<String> {
    texts(database, "SELECT token_hash || ' ' || begun_at || ' ' || next_page FROM pending_logins").await
}

async fn texts(database: &Database, sql: &'static str) -> Vec<String> {
    match database.open().await {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_all(&readers).await.unwrap(),
        Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap(),
    }
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A browser with cookies and an IP address.
#[derive(Debug, Clone)]
pub struct Browser {
    pub city: City,
    pub cookies: BTreeMap<String, String>,
    pub address: &'static str,
    /// The value of `Sec-Fetch-Site`: where the page with the form or link is.
    pub site: &'static str,
}

impl Browser {
    pub fn new(city: &City) -> Self {
        Self { city: city.clone(), cookies: BTreeMap::new(), address: "192.0.2.1:50000", site: "same-origin" }
    }

    pub async fn get(&mut self, address: &str) -> Answer {
        self.send(Method::GET, address, FORM, Vec::new()).await
    }

    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.send(Method::POST, address, FORM, pairs.join("&").into_bytes()).await
    }

    /// Sends a form with a file as a browser does.
    pub async fn post_file(&mut self, address: &str, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Answer {
        const LIMIT: &str = "----WebKitFormBoundary7MA4YWxkTrZu0gW";
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = format!("--{LIMIT}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--{LIMIT}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{LIMIT}--\r\n").as_bytes());
        self.send(Method::POST, address, &format!("multipart/form-data; boundary={LIMIT}"), body).await
    }

    /// Sends fields that were read from a page.
    pub async fn post_fields(&mut self, address: &str, fields: &[(String, String)]) -> Answer {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.post(address, &fields).await
    }

    pub async fn log_in(&mut self, e_mail: &str, password: &str) -> Answer {
        self.post("/staff/login", &[("e_mail", e_mail), ("password", password)]).await
    }

    /// The id of an account, from its link in the list of accounts.
    pub async fn id_of(&mut self, e_mail: &str) -> String {
        let page = self.get("/staff/people").await.text();
        let before = &page[..page.find(&format!("<td>{e_mail}</td>")).unwrap()];
        before.rsplit("/staff/people/").next().unwrap().split('"').next().unwrap().to_owned()
    }

    async fn send(&mut self, method: Method, address: &str, kind: &str, body: Vec<u8>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("content-type", kind)
            .header("content-length", body.len())
            .header("sec-fetch-site", self.site)
            .header("user-agent", "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0")
            .header("cookie", cookies.join("; "))
            .extension(ConnectInfo(self.address.parse::<SocketAddr>().unwrap()))
            .body(Body::from(body))
            .unwrap();
        let (parts, body) = self.city.router.clone().oneshot(request).await.unwrap().into_parts();
        for line in parts.headers.get_all("set-cookie") {
            let (pair, attributes) = line.to_str().unwrap().split_once("; ").unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        answer.assert_has_all_texts(address);
        answer
    }
}

/// Breaks the database so that every query for a session fails.
pub async fn break_accounts(database: &Database) {
    let Db::Sqlite { writer, .. } = database.open().await else { panic!("not SQLite") };
    sqlx::query("ALTER TABLE sessions RENAME TO sessions_gone").execute(&writer).await.unwrap();
}

/// Captures what is logged.
#[derive(Debug, Clone, Default)]
pub struct Log(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Log {
    pub fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Captures everything that this thread logs until the guard is dropped.
    pub fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || log.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }
}

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The fields that a browser would send for an unchanged form: the first form that matches the selector.
pub fn sent_fields(page: &str, form: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(page);
    let all = |selector: &str| Selector::parse(selector).unwrap();
    let Some(form) = page.select(&all(form)).next() else { return Vec::new() };
    let mut fields = Vec::new();
    for field in form.select(&all("input[name], select[name], textarea[name]")) {
        let element = field.value();
        let name = element.attr("name").unwrap().to_owned();
        let value = |field: &ElementRef<'_>| field.value().attr("value").unwrap_or_default().to_owned();
        match (element.name(), element.attr("type")) {
            ("select", _) => {
                let chosen = field.select(&all("option[selected]")).next();
                let chosen = chosen.or_else(|| field.select(&all("option")).next());
                fields.push((name, chosen.map(|option| value(&option)).unwrap_or_default()));
            }
            ("textarea", _) => {
                // The first line break belongs to the markup.
                let text: String = field.text().collect();
                fields.push((name, text.strip_prefix('\n').unwrap_or(&text).to_owned()));
            }
            (_, Some("checkbox" | "radio")) => {
                if element.attr("checked").is_some() {
                    fields.push((name, value(&field)));
                }
            }
            _ => fields.push((name, value(&field))),
        }
    }
    fields
}
