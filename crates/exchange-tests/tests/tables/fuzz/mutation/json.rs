//! Mutations of outlines.

use serde_json::{Map, Value, json};

use super::{TIMES, bytes, hostile};
use crate::fuzz::dice::Dice;

/// Members that the reader looks for, or that other programs write.
const MEMBERS: [&str; 14] = [
    "source",
    "attribution",
    "bbox",
    "crs",
    "code",
    "code6",
    "N03_001",
    "N03_003",
    "N03_004",
    "N03_007",
    "type",
    "geometry",
    "features",
    "coordinates",
];

pub(super) fn mutate(file: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    if dice.once_in(5) {
        return Some(mutate_text(file, dice));
    }
    let mut value: Value = serde_json::from_slice(file).ok()?;
    for _ in 0..*dice.pick(&TIMES) {
        descend(&mut value, dice);
    }
    serde_json::to_vec(&value).ok()
}

fn descend(value: &mut Value, dice: &mut Dice) {
    let stop = dice.once_in(5);
    match value {
        Value::Array(all) if !stop && !all.is_empty() => {
            let at = dice.below(all.len());
            descend(&mut all[at], dice);
        }
        Value::Object(all) if !stop && !all.is_empty() => {
            let at = dice.below(all.len());
            if let Some(inner) = all.values_mut().nth(at) {
                descend(inner, dice);
            }
        }
        Value::Array(all) => mutate_array(all, dice),
        Value::Object(all) => mutate_object(all, dice),
        one => *one = hostile_value(dice),
    }
}

fn mutate_array(all: &mut Vec<Value>, dice: &mut Dice) {
    let (at, other) = (dice.below(all.len()), dice.below(all.len()));
    match dice.below(5) {
        0 if !all.is_empty() => {
            all.remove(at);
        }
        1 if !all.is_empty() => {
            let again = all[at].clone();
            all.extend(std::iter::repeat_n(again, 1 + dice.below(50)));
        }
        2 if !all.is_empty() => all.swap(at, other),
        3 => all.truncate(at),
        _ => all.insert(at, hostile_value(dice)),
    }
}

fn mutate_object(all: &mut Map<String, Value>, dice: &mut Dice) {
    match dice.below(3) {
        0 => {
            let key = all.keys().nth(dice.below(all.len())).cloned();
            key.and_then(|key| all.remove(&key));
        }
        1 => {
            all.insert((*dice.pick(&MEMBERS)).to_owned(), hostile_value(dice));
        }
        _ => {
            let hostile = hostile::value(dice);
            all.insert(hostile, hostile_value(dice));
        }
    }
}

fn hostile_value(dice: &mut Dice) -> Value {
    match dice.below(9) {
        0 => Value::Null,
        1 => json!(*dice.pick(&[1e308, -1e308, 5e-324, 180.000_000_1, -90.000_000_1, 0.0, -0.0, 1e-300, 135.5])),
        2 => json!(*dice.pick(&[0, -1, i64::MAX, i64::MIN, 180, 271_403, 27141])),
        3 => json!([]),
        4 => json!({}),
        5 => json!([[135.5, 34.5], [135.6, 34.5, 1e308], [135.6, 34.6, 0, 0, 0], [135.5, 34.5]]),
        6 => (0..dice.below(120)).fold(json!([1.0, 2.0]), |inner, _| json!([inner])),
        7 => json!(dice.once_in(2)),
        _ => json!(hostile::value(dice)),
    }
}

/// What a parsed value cannot hold: numbers beyond any type, a name twice, nesting without end.
fn mutate_text(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    let digits: Vec<usize> = (1..file.len()).filter(|at| file[*at].is_ascii_digit() && file[at - 1] == b'[').collect();
    let at = if digits.is_empty() { dice.below(file.len()) } else { *dice.pick(&digits) };
    let end = at + file[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let new = match dice.below(6) {
        0 => "1e999".to_owned(),
        1 => format!("0.{}1", "0".repeat(5_000)),
        2 => "9".repeat(5_000),
        3 => "[".repeat(100_000),
        4 => format!("{}1{}", "[".repeat(60), "]".repeat(60)),
        _ => return bytes::mutate(file, dice),
    };
    [&file[..at], new.as_bytes(), &file[end..]].concat()
}
