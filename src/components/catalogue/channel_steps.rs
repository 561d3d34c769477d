//! The steps by application channel: how each step is done.

use domain::channel_steps::{ChannelStep, channel_step, channels_with_steps};
use domain::procedure::Channel;
use domain::step::Steps;
use leptos::prelude::*;

use crate::components::base::city_text::city_text;
use crate::components::base::icon::{Icon, Sign};
use crate::components::base::markup::{IntoMarkup, Markup};
use crate::components::base::table::TableRegion;
use crate::page_context::PageContext;

/// One row per step and one column per channel. Empty if no channel is known.
#[component]
pub fn ChannelSteps<'a>(channels: &'a [Channel], steps: Steps) -> Markup {
    let context = PageContext::current();
    let ways = channels_with_steps(channels, &steps);
    if ways.is_empty() {
        return ().into_markup();
    }
    let heads: Vec<_> = ways.iter().map(|way| view! { <th scope="col">{short_name(&context, way)}</th> }).collect();
    let mut unknown = false;
    let rows: Vec<_> = steps
        .iter()
        .map(|(step, recorded)| {
            let cells: Vec<_> = ways
                .iter()
                .map(|way| {
                    let done = channel_step(way.kind, step, recorded);
                    unknown |= done == ChannelStep::Ask;
                    let (class, sign) = look(done);
                    view! {
                        <td>
                            <span class=format!("step-state {class}")>
                                <Icon sign=sign />
                                {context.word("way", done.as_str())}
                            </span>
                        </td>
                    }
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">
                        {context.word("step", step.as_str())}
                        <span class="step-means">{context.word("step-means", step.as_str())}</span>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect();
    let note = unknown.then(|| view! { <p class="small quiet">{context.text("channel-steps-note")}</p> });
    view! {
        <TableRegion label=context.text("channel-steps-label")>
            <table class="channel-steps">
                <thead>
                    <tr><th scope="col">{context.text("channel-steps-step")}</th> {heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableRegion>
        {note}
    }
    .into_markup()
}

/// The channel's own name if it has one, otherwise its kind.
fn short_name(context: &PageContext, way: &Channel) -> Markup {
    if way.name.is_empty() {
        return context.word("channel-short", way.kind.as_str()).into_markup();
    }
    city_text(context, &way.name)
}

const fn look(done: ChannelStep) -> (&'static str, Sign) {
    match done {
        ChannelStep::Online => ("online", Sign::Check),
        ChannelStep::Counter | ChannelStep::CounterIfNeeded => ("counter", Sign::Building),
        ChannelStep::NotNeeded => ("not-needed", Sign::Dash),
        ChannelStep::Mail => ("elsewhere", Sign::Letter),
        ChannelStep::Phone => ("elsewhere", Sign::Phone),
        ChannelStep::Ask => ("unknown", Sign::Question),
    }
}
