//! Makes a file that is wrong in some way out of one that is right.

mod bytes;
mod hostile;
mod json;
mod table;
mod workbook;

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;

use super::dice::Dice;

/// A mutant grows no larger than this in bytes. What large files do is the matter of `tests/hostile_files`.
const LARGEST: usize = 2 << 20;

/// How often something is mutated: mostly once, because a file with many faults is refused for the first.
const TIMES: [usize; 6] = [1, 1, 1, 1, 2, 4];

/// Mutates a file, each time at a random level: its bytes, the parts of its archive, its cells.
pub(super) fn mutate(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut mutant = file.to_vec();
    for _ in 0..*dice.pick(&TIMES) {
        mutant = mutate_once(&mutant, dice);
        if mutant.len() > LARGEST {
            mutant.truncate(LARGEST);
        }
    }
    mutant
}

fn mutate_once(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    if dice.once_in(6) {
        return bytes::mutate(file, dice);
    }
    let mutant = match file {
        [b'P', b'K', 3, 4, ..] => workbook::mutate(file, dice),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(bytes::mutate_words(file, dice)),
        [0x1F, 0x8B, ..] => mutate_compressed(file, dice),
        [b'{', ..] => json::mutate(file, dice),
        _ => table::mutate(file, dice),
    };
    mutant.unwrap_or_else(|| bytes::mutate(file, dice))
}

fn mutate_compressed(file: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    MultiGzDecoder::new(file).take(LARGEST as u64).read_to_end(&mut text).ok()?;
    compress(&table::mutate(&text, dice)?)
}

fn compress(text: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).ok()?;
    encoder.finish().ok()
}
