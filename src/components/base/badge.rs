//! Badges for the availability of a procedure and for the kind of a change.

use domain::availability::Availability;
use domain::ending::Validity;
use domain::timeline::ChangeKind;
use leptos::prelude::*;

use super::icon::{Icon, Sign};
use super::markup::{IntoMarkup, Markup};
use crate::page_context::PageContext;

/// Icon, word and colour. Unknown has its own badge and counts as none of the others.
#[component]
pub fn AvailabilityBadge(availability: Option<Availability>) -> Markup {
    let context = PageContext::current();
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
            {context.word("availability", availability.map_or("unknown", Availability::as_str))}
        </span>
    }
    .into_markup()
}

/// The badge of a procedure that is not in force; nothing for one that is.
#[component]
pub fn ValidityBadge(validity: Validity) -> Markup {
    let context = PageContext::current();
    let name = match validity {
        Validity::InForce => return ().into_markup(),
        Validity::Ended => "validity-ended",
        Validity::Withdrawn => "validity-withdrawn",
    };
    view! { <span class="badge"><Icon sign=Sign::Dash /> {context.text(name)}</span> }.into_markup()
}

/// Icon, word and colour of a kind of change.
#[component]
pub fn ChangeBadge(kind: ChangeKind) -> Markup {
    let context = PageContext::current();
    let (class, sign) = match kind {
        ChangeKind::WentOnline => ("badge complete", Sign::Check),
        ChangeKind::Withdrawn => ("badge counter", Sign::Building),
        ChangeKind::Planned => ("badge partial", Sign::Clock),
        ChangeKind::Excluded | ChangeKind::Ended | ChangeKind::EntryWithdrawn => ("badge", Sign::Dash),
        ChangeKind::Included | ChangeKind::Other => ("badge", Sign::Change),
    };
    view! {
        <span class=class>
            <Icon sign=sign />
            {context.word("change-kind", kind.as_str())}
        </span>
    }
    .into_markup()
}
