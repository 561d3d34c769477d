//! Where to start: a button for each application channel that has a URL, text for the others.

use domain::procedure::{Channel, ChannelKind, Procedure};
use domain::web_address;
use leptos::prelude::*;

use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::offices::channel_contact::channel_contact;
use crate::language::Language;
use crate::page_context::PageContext;

/// Application channels of a procedure, online ones first. Those without a link say whom to call, where to write or where to go.
#[component]
pub fn Channels<'a>(procedure: &'a Procedure, channels: Vec<Channel>) -> Markup {
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
            let class = if place == 0 { "button" } else { "button secondary" };
            let address = channel.url.clone();
            view! {
                <li>
                    <a class=class href=address rel="external">
                        <ChannelName channel=channel />
                        <Icon sign=Sign::Away />
                    </a>
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
    view! {
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
        let foreign = (context.language == Language::English).then_some("ja");
        view! { <span>{generic} " " <span lang=foreign>{channel.name}</span></span> }.into_markup()
    } else {
        generic.into_markup()
    }
}
