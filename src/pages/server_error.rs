//! The honest 500 and 503. They are written without the renderer, the data and the texts, for any of them may be what failed.

use crate::server::assets;
use crate::server::middleware::request_log::RequestId;

/// What a page of an error says, in each language.
struct Words {
    title: [&'static str; 3],
    text: [&'static str; 3],
}

const FAULT: Words = Words {
    title: ["エラーが発生しました", "ページを　見せる　ことが　できません", "Something went wrong"],
    text: [
        "サーバーの不具合により、ページを表示できませんでした。不具合は記録されています。しばらくしてから、もう一度お試しください。",
        "コンピューターの　ちょうしが　よく　ありません。あなたの　まちがいでは　ありません。すこし　まって、もう　いちど　ためして　ください。",
        "The page could not be shown because of a fault on the server. It is not your mistake, and it has been recorded. \
         Please try again in a little while.",
    ],
};

const BUSY: Words = Words {
    title: ["ただいま混み合っています", "いま　こんで　います", "Busy at the moment"],
    text: [
        "ただいま処理が混み合っているため、受け付けできませんでした。送信された内容は保存されていないことがあります。少し待ってから、ご確認のうえ、もう一度お試しください。",
        "いま　とても　こんで　います。おくった　ことは　のこって　いない　かもしれません。すこし　まって、たしかめて、もう　いちど　ためして　ください。",
        "Too much is going on at the moment, and your request could not be taken. What you sent may not have been saved. \
         Please wait a little, look, and try again.",
    ],
};

/// The whole page of a fault, in all three languages at once: which was asked for may not be known any more. The name
/// of the request leads those who look after the server to the cause in its log.
#[must_use]
pub fn server_error_page(id: Option<RequestId>) -> String {
    page(&FAULT, id)
}

/// The page of a request that waited in vain for the database.
#[must_use]
pub fn busy_page(id: Option<RequestId>) -> String {
    page(&BUSY, id)
}

fn page(words: &Words, id: Option<RequestId>) -> String {
    let id = id.map_or_else(String::new, |id| {
        format!("<p>番号 / <span lang=\"en\">Reference</span>: <code>{id}</code></p>\n")
    });
    let (style, icon) = (assets::address("pkg/tetsuzuki.css"), assets::address("icon.svg"));
    let Words { title: [title, title_easy, title_en], text: [text, text_easy, text_en] } = words;
    format!(
        r#"<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title} / {title_en}</title>
<link rel="stylesheet" href="{style}">
<link rel="icon" href="{icon}" type="image/svg+xml">
</head>
<body>
<main>
<div class="wrap sections">
<section class="stack">
<h1>{title}</h1>
<p class="lead">{text}</p>
<p><a class="button" href="/">トップページへ</a></p>
</section>
<section class="stack">
<h2>{title_easy}</h2>
<p>{text_easy}</p>
<p><a href="/easy">はじめの　ページへ</a></p>
</section>
<section class="stack" lang="en">
<h2>{title_en}</h2>
<p>{text_en}</p>
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
    fn who_waited_in_vain_is_told_so_and_not_of_a_fault() {
        let page = busy_page(None);
        for expected in ["混み合っています", "保存されていないことが", "こんで", "may not have been saved"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(!page.contains("不具合") && !page.contains("fault"));
    }

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
