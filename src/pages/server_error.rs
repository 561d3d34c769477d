//! The honest 500. It is written without the renderer, the data and the texts, for any of them may be what failed.

use crate::server::assets;
use crate::server::middleware::request_log::RequestId;

/// The whole page, in all three languages at once: which was asked for may not be known any more. The name of the
/// request leads those who look after the server to the cause in its log.
#[must_use]
pub fn server_error_page(id: Option<RequestId>) -> String {
    let id = id.map_or_else(String::new, |id| {
        format!("<p>番号 / <span lang=\"en\">Reference</span>: <code>{id}</code></p>\n")
    });
    let (style, icon) = (assets::address("pkg/tetsuzuki.css"), assets::address("icon.svg"));
    format!(
        r#"<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>エラーが発生しました / Something went wrong</title>
<link rel="stylesheet" href="{style}">
<link rel="icon" href="{icon}" type="image/svg+xml">
</head>
<body>
<main>
<div class="wrap sections">
<section class="stack">
<h1>エラーが発生しました</h1>
<p class="lead">サーバーの不具合により、ページを表示できませんでした。不具合は記録されています。しばらくしてから、もう一度お試しください。</p>
<p><a class="button" href="/">トップページへ</a></p>
</section>
<section class="stack">
<h2>ページを　見せる　ことが　できません</h2>
<p>コンピューターの　ちょうしが　よく　ありません。あなたの　まちがいでは　ありません。すこし　まって、もう　いちど　ためして　ください。</p>
<p><a href="/easy">はじめの　ページへ</a></p>
</section>
<section class="stack" lang="en">
<h2>Something went wrong</h2>
<p>The page could not be shown because of a fault on the server. It is not your mistake, and it has been recorded. Please try again in a little while.</p>
<p><a href="/en">Home</a></p>
</section>
{id}</div>
</main>
</body>
</html>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_speaks_all_three_languages_and_leads_home_in_each() {
        let page = server_error_page(None);
        for expected in ["エラーが発生しました", "ページを　見せる", "Something went wrong"] {
            assert!(page.contains(expected), "{expected}");
        }
        for home in ["href=\"/\"", "href=\"/easy\"", "href=\"/en\""] {
            assert!(page.contains(home), "{home}");
        }
        assert!(!page.contains("<script"));
    }
}
