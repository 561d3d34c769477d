//! The 500 and 503 pages. They do not use the renderer, the data or the texts, because any of these may have failed.

use store::error::Unavailable;

use crate::server::http::assets;
use crate::server::http::middleware::request_log::RequestId;

/// The texts of an error page in one language.
struct Words {
    title: [&'static str; 3],
    text: [&'static str; 3],
}

const FAULT: Words = Words {
    title: ["エラーが発生しました", "ページを　見せる　ことが　できません", "Something went wrong"],
    text: [
        "サーバーの不具合により、ページを表示できませんでした。不具合は記録されています。しばらくしてから、もう一度お試しください。",
        "コンピューターの　ちょうしが　よく　ありません。あなたの　まちがいでは　ありません。すこし　まって、もう　いちど　ためして　ください。",
        "This page could not be shown because of a problem on the server. It is not your fault, and it has been \
         recorded. Try again in a little while.",
    ],
};

const BUSY: Words = Words {
    title: ["ただいま混み合っています", "いま　こんで　います", "The server is busy"],
    text: [
        "ただいま処理が混み合っているため、受け付けできませんでした。送信された内容は保存されていないことがあります。少し待ってから、ご確認のうえ、もう一度お試しください。",
        "いま　とても　こんで　います。おくった　ことは　のこって　いない　かもしれません。すこし　まって、たしかめて、もう　いちど　ためして　ください。",
        "Your request could not be handled because the server is too busy. What you sent may not have been saved. \
         Wait a little, check, and try again.",
    ],
};

const OUT_OF_SPACE: Words = Words {
    title: ["いまは保存できません", "いまは　のこす　ことが　できません", "Nothing can be saved at the moment"],
    text: [
        "サーバーの保存場所に空きがないため、送信された内容は保存されませんでした。あなたの操作の誤りではありません。公開中のページはご覧いただけます。空きができしだい保存できるようになりますので、しばらくしてから、もう一度お送りください。",
        "コンピューターの　中が　いっぱいです。おくった　ことは　のこって　いません。あなたの　まちがいでは　ありません。ページを　見る　ことは　できます。すこし　まって、もう　いちど　おくって　ください。",
        "The server has run out of space, so what you sent was not saved. It is not your fault, and the public pages \
         still work. Saving will work again once there is space. Send it again later.",
    ],
};

const READ_ONLY: Words = Words {
    title: OUT_OF_SPACE.title,
    text: [
        "サーバーのデータに書き込めない状態のため、送信された内容は保存されませんでした。あなたの操作の誤りではありません。公開中のページはご覧いただけます。しばらくしてから、もう一度お送りください。",
        "コンピューターの　ちょうしが　よく　ありません。おくった　ことは　のこって　いません。あなたの　まちがいでは　ありません。ページを　見る　ことは　できます。すこし　まって、もう　いちど　おくって　ください。",
        "The server cannot save data at the moment, so what you sent was not saved. It is not your fault, and the \
         public pages still work. Send it again later.",
    ],
};

const FILE_GONE: Words = Words {
    title: ["データベースが見つかりません", "データの　ばしょが　わかりません", "The database is missing"],
    text: [
        "サーバーのデータベースが元の場所にないため、受け付けできませんでした。送信された内容は保存されていません。公開中のページはご覧いただけます。担当者の対応が必要です。しばらくしてから、もう一度お試しください。",
        "コンピューターの　ちょうしが　よく　ありません。おくった　ことは　のこって　いません。あなたの　まちがいでは　ありません。ページを　見る　ことは　できます。しばらく　まって、もう　いちど　ためして　ください。",
        "The server cannot find its database, so your request could not be handled and nothing was saved. The public \
         pages still work. The people who run the server need to fix this. Try again later.",
    ],
};

/// The page of an internal error, in all three languages because the requested one may be unknown. Operators find the
/// cause in the server log by the request id.
#[must_use]
pub fn server_error_page(id: Option<RequestId>) -> String {
    page(&FAULT, id)
}

/// The page of a request that the database cannot serve at present but may serve later.
#[must_use]
pub fn unavailable_page(why: Unavailable, id: Option<RequestId>) -> String {
    let words = match why {
        Unavailable::Busy => &BUSY,
        Unavailable::OutOfSpace => &OUT_OF_SPACE,
        Unavailable::ReadOnly => &READ_ONLY,
        Unavailable::FileGone => &FILE_GONE,
    };
    page(words, id)
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
        let page = unavailable_page(Unavailable::Busy, None);
        for expected in ["混み合っています", "保存されていないことが", "こんで", "may not have been saved"]
        {
            assert!(page.contains(expected), "{expected}");
        }
        assert!(!page.contains("不具合") && !page.contains("fault"));
    }

    #[test]
    fn each_reason_is_said_in_words_of_its_own_in_three_languages() {
        let words = [
            (Unavailable::OutOfSpace, ["空きがない", "いっぱい", "run out of space"]),
            (Unavailable::ReadOnly, ["書き込めない", "のこって　いません", "cannot save data"]),
            (Unavailable::FileGone, ["元の場所にない", "ばしょ", "cannot find its database"]),
        ];
        for (why, expected) in words {
            let page = unavailable_page(why, None);
            assert!(expected.iter().all(|words| page.contains(words)), "{why:?}");
            assert!(!page.contains("混み合って"), "{why:?}");
        }
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
