//! Long pages begin with links to their sections.

use scraper::{Html, Selector};

use crate::support::{City, Database};

#[tokio::test]
async fn long_pages_lead_to_their_sections() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let links = Selector::parse(".page-contents a").unwrap();
    for page in ["/cards", "/budget", "/sdg", "/data", "/definitions", "/accessibility", "/targets/online_rate"] {
        for prefix in ["", "/easy", "/en"] {
            let address = format!("{prefix}{page}");
            let document = Html::parse_document(&city.get(&address).await.text());
            let sections: Vec<&str> = document.select(&links).filter_map(|link| link.attr("href")).collect();
            assert!(sections.len() >= 4, "{address}: {sections:?}");
            for section in sections {
                let id = section.strip_prefix('#').unwrap();
                let heading = Selector::parse(&format!("h2[id='{id}']")).unwrap();
                assert_eq!(document.select(&heading).count(), 1, "{address}: {section}");
            }
        }
    }
}
