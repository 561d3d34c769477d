//! Pagination of a list.

use leptos::prelude::*;

use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Links to the first, the last and the neighbouring pages. `addresses` contains the URL of every page in order.
#[component]
pub fn Pagination(page: usize, addresses: Vec<String>) -> Markup {
    if addresses.len() < 2 {
        return ().into_markup();
    }
    let context = PageContext::current();
    let last = addresses.len();
    let at = |number: usize| addresses[number - 1].clone();
    let previous = (page > 1 && page <= last).then(|| {
        view! { <li><a rel="prev" href=at(page - 1)>{context.text("previous")}</a></li> }
    });
    let next = (page < last).then(|| view! { <li><a rel="next" href=at(page + 1)>{context.text("next")}</a></li> });
    let numbers: Vec<_> = shown(page, last)
        .into_iter()
        .map(|number| match number {
            None => view! { <li aria-hidden="true">"…"</li> }.into_markup(),
            Some(number) => {
                let name = context.language.text_with("page-number", [("page", number.to_string().into())]);
                if number == page {
                    view! { <li><span aria-current="page" aria-label=name role="link" aria-disabled="true">{number}</span></li> }.into_markup()
                } else {
                    view! { <li><a href=at(number) aria-label=name>{number}</a></li> }.into_markup()
                }
            }
        })
        .collect();
    view! {
        <nav class="pagination" aria-label=context.text("pagination-label")>
            <ul role="list">{previous} {numbers} {next}</ul>
        </nav>
    }
    .into_markup()
}

/// The page numbers to show, with `None` for a gap of more than one.
fn shown(page: usize, last: usize) -> Vec<Option<usize>> {
    let wanted = |number: usize| number == 1 || number == last || number.abs_diff(page) <= 1;
    let mut numbers = Vec::new();
    for number in 1..=last {
        // A gap of one page is as long as its number.
        let fills_gap = number > 1 && number < last && wanted(number - 1) && wanted(number + 1);
        if wanted(number) || fills_gap {
            numbers.push(Some(number));
        } else if numbers.last().is_some_and(Option::is_some) {
            numbers.push(None);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(page: usize, last: usize) -> String {
        let numbers = shown(page, last).into_iter();
        numbers.map(|number| number.map_or("…".to_owned(), |number| number.to_string())).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn first_last_and_neighbours_are_shown() {
        assert_eq!(written(1, 4), "1 2 3 4");
        assert_eq!(written(1, 9), "1 2 … 9");
        assert_eq!(written(5, 9), "1 … 4 5 6 … 9");
        assert_eq!(written(9, 9), "1 … 8 9");
    }

    #[test]
    fn a_gap_of_one_page_shows_the_page() {
        assert_eq!(written(4, 9), "1 2 3 4 5 … 9");
    }
}
