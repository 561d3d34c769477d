//! Where to start: a button for each application channel that has a URL, text for the others.

use domain::procedure::{Channel, ChannelKind, Procedure};
use domain::web_address;
use leptos::prelude::*;

use crate::components::base::city_text::city_text;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::offices::channel_contact::channel_contact;
use crate::page_context::PageContext;

/// Application channels of a procedure, online ones first. Those without a link say whom to call, where to write or where
/// to go. `is_doubtful`: the entry also says that applying is not online, so no button stands out.
#[component]
pub fn Channels<'a>(procedure: &'a Procedure, channels: Vec<Channel>, is_doubtful: bool) -> Markup {
    let context = PageContext::current();
    if channels.is_empty() {
        return view! { <p>{context.text("start-unknown")}</p> }.into_markup();
    }
    let (online, others): (Vec<Channel>, Vec<Channel>) =
        channels.into_iter().partition(|channel| web_address::link(&channel.url).is_some());
    // The first channel is the primary choice. Several primary buttons would compete.
    let buttons: Vec<_> = online
        .into_iter()
        .enumerate()
        .map(|(place, channel)| {
            let class = if place == 0 && !is_doubtful { "button" } else { "button secondary" };
            let address = channel.url.clone();
            let front = (channel.kind.is_electronic() && web_address::is_front_page(&address)).then(|| {
                view! { <p class="small quiet front-page">{context.text("channel-front-page")}</p> }
            });
            view! {
                <li>
                    <a class=class href=address rel="external">
                        <ChannelName channel=channel />
                        <Icon sign=Sign::Away />
                    </a>
                    {front}
                </li>
            }
        })
        .collect();
    let words: Vec<_> = others
        .into_iter()
        .map(|channel| {
            let means = context.word("channel-means", channel.kind.as_str());
            // An address that is not a valid link is shown as text, so that the staff can correct it.
            let address = (!channel.url.is_empty()).then(|| view! { " " <span>{channel.url.clone()}</span> });
            let contact = channel_contact(&context, procedure, channel.kind).map(|contact| view! { " " {contact} });
            view! { <li><b><ChannelName channel=channel /></b> <span>{means}</span> {address} {contact}</li> }
        })
        .collect();
    let doubtful = (is_doubtful && !buttons.is_empty())
        .then(|| view! { <p class="small quiet">{context.text("start-address-doubtful")}</p> });
    view! {
        {doubtful}
        {(!buttons.is_empty()).then(|| view! { <ul role="list" class="row">{buttons}</ul> })}
        {(!words.is_empty()).then(|| view! { <ul role="list" class="ways">{words}</ul> })}
    }
    .into_markup()
}

/// The channel's kind, followed by its own name if it has one.
#[component]
fn ChannelName(channel: Channel) -> Markup {
    let context = PageContext::current();
    let generic = context.word("channel", channel.kind.as_str());
    let own_name_helps = !channel.name.is_empty() && channel.kind != ChannelKind::Mynaportal;
    if own_name_helps {
        view! { <span>{generic} " " {city_text(&context, &channel.name)}</span> }.into_markup()
    } else {
        generic.into_markup()
    }
}
