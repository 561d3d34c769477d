//! One word for how far a procedure can be done online.

use leptos::prelude::*;

use super::icon::{Icon, Sign};
use crate::domain::availability::Availability;
use crate::pages::Visit;

/// Sign, word and colour; unknown is said and is none of the others.
#[component]
pub fn AvailabilityBadge(availability: Option<Availability>) -> impl IntoView {
    let visit = Visit::current();
    let (class, sign) = match availability {
        Some(Availability::Complete) => ("badge complete", Sign::Check),
        Some(Availability::Partial) => ("badge partial", Sign::Half),
        Some(Availability::Counter) => ("badge counter", Sign::Building),
        Some(Availability::Excluded) => ("badge", Sign::Dash),
        None => ("badge", Sign::Question),
    };
    view! {
        <span class=class>
            <Icon sign=sign />
            {visit.word("availability", availability.map_or("unknown", Availability::as_str))}
        </span>
    }
}
