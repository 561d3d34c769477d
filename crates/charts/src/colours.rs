//! Checks that the colours of the style sheet meet their requirements.

use std::collections::BTreeMap;

const SHEET: &str = include_str!("../../../style/60-charts.css");

/// Red, green and blue in linear light.
type Light = [f64; 3];

/// The custom properties of light mode and of dark mode.
fn modes() -> [BTreeMap<String, Light>; 2] {
    let (light, dark) = SHEET.split_once("prefers-color-scheme: dark").unwrap();
    [colours(light), colours(dark)]
}

fn colours(sheet: &str) -> BTreeMap<String, Light> {
    sheet
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--chart-")?.strip_suffix(';')?.split_once(": #"))
        .map(|(name, code)| {
            let channel = |at: usize| {
                let value = f64::from(u8::from_str_radix(&code[at..at + 2], 16).unwrap()) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            (name.to_owned(), [channel(0), channel(2), channel(4)])
        })
        .collect()
}

/// Contrast ratio as defined by WCAG 2.2.
fn contrast(one: Light, other: Light) -> f64 {
    let luminance = |[red, green, blue]: Light| 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

fn times(matrix: [[f64; 3]; 3], light: Light) -> Light {
    matrix.map(|row| row.iter().zip(light).map(|(factor, value)| factor * value).sum())
}

/// Normal vision, then full protanopia, deuteranopia and tritanopia according to Machado, Oliveira and Fernandes
/// (2009).
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
];

/// Distance in Oklab (Ottosson 2020).
fn distance(one: Light, other: Light) -> f64 {
    let cones = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    let opponents = [
        [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
    ];
    let oklab = |light: Light| times(opponents, times(cones, light.map(|value| value.clamp(0.0, 1.0))).map(f64::cbrt));
    oklab(one).iter().zip(oklab(other)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn lines_stand_out_and_texts_can_be_read_in_both_modes() {
    for mode in modes() {
        let check = |front: &str, ground: &str, least: f64| {
            let reached = contrast(mode[front], mode[ground]);
            assert!(reached >= least, "{front} on {ground}: {reached:.2}");
        };
        for place in 1..=8 {
            check(&format!("series-{place}"), "surface", 3.0);
            check(&format!("series-{place}-text"), "surface", 4.5);
        }
        for text in ["ink", "ink-quiet", "target", "online", "counter", "neutral"] {
            check(text, "surface", 4.5);
        }
        for line in ["accent", "second-measure", "boundary-outer", "axis"] {
            check(line, "surface", 3.0);
        }
        check("on-accent", "accent", 4.5);
        check("on-second-measure", "second-measure", 4.5);
        check("ink", "accent-quiet", 4.5);
        check("ink", "second-measure-quiet", 4.5);
        check("on-online", "online", 4.5);
        for place in 0..7 {
            let text = if place < 4 { "on-class-low" } else { "on-class-high" };
            check(text, &format!("class-{place}"), 4.5);
        }
    }
}

#[test]
fn lines_are_told_apart_with_each_kind_of_colour_blindness() {
    for mode in modes() {
        let series: Vec<Light> = (1..=8).map(|place| mode[&format!("series-{place}")]).collect();
        for sight in SIGHTS {
            for (place, one) in series.iter().enumerate() {
                for (other_place, other) in series[..place].iter().enumerate() {
                    let apart = distance(times(sight, *one), times(sight, *other));
                    assert!(apart >= 0.09, "series {} and {}: {apart:.3}", other_place + 1, place + 1);
                }
            }
        }
    }
}

#[test]
fn both_modes_name_the_same_colours() {
    let [light, dark] = modes();
    assert!(light.keys().eq(dark.keys()));
}
