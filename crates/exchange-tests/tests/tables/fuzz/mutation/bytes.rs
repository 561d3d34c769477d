//! Mutations below any format.

use crate::fuzz::dice::Dice;

/// Sequences that mean something to one of the readers.
const TOKENS: [&[u8]; 16] = [
    b"\0",
    b"\xFF\xFE",
    b"\xEF\xBB\xBF",
    b"\r",
    b"\n\n\n",
    b"\"",
    b"\",\"",
    b"\t",
    b";",
    b"\x1B$B",
    b"\xEF\xBF\xBD",
    b"\xC0\x80",
    b"\xED\xA0\x80",
    b"PK\x05\x06",
    b"<!ENTITY a \"b\">",
    b"[[[[",
];

pub(super) fn mutate(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = file.to_vec();
    if bytes.is_empty() {
        return dice.pick(&TOKENS).to_vec();
    }
    match dice.below(7) {
        0 => {
            for _ in 0..=dice.below(8) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
        1 => bytes.truncate(dice.below(file.len())),
        2 => {
            let range = dice.range(file.len(), 4096);
            bytes.drain(range);
        }
        3 => {
            let range = dice.range(file.len(), 4096);
            let doubled = file[range.clone()].repeat(1 + dice.below(20));
            bytes.splice(range.end..range.end, doubled);
        }
        4 => {
            let (from, to) = (dice.range(file.len(), 4096), dice.below(file.len()));
            let moved: Vec<u8> = bytes.drain(from).collect();
            let to = to.min(bytes.len());
            bytes.splice(to..to, moved);
        }
        5 => {
            let at = dice.below(file.len());
            bytes.splice(at..at, dice.pick(&TOKENS).iter().copied());
        }
        _ => bytes = mutate_words(file, dice),
    }
    bytes
}

/// Overwrites aligned numbers, as the records of an old workbook and the directory of an archive hold them.
pub(super) fn mutate_words(file: &[u8], dice: &mut Dice) -> Vec<u8> {
    const NUMBERS: [u32; 12] =
        [0, 1, 2, 0x7F, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFF];
    let mut bytes = file.to_vec();
    // The header of a compound file decides most, so half of the numbers are among its first ones.
    let end = if dice.once_in(2) { file.len() } else { file.len().min(2048) };
    for _ in 0..=dice.below(6) {
        let width = *dice.pick(&[1, 2, 4]);
        let at = dice.below(end) / width * width;
        let number =
            if dice.once_in(4) { dice.roll().to_le_bytes() } else { u64::from(*dice.pick(&NUMBERS)).to_le_bytes() };
        for (byte, new) in bytes[at..].iter_mut().zip(&number[..width]) {
            *byte = *new;
        }
    }
    bytes
}
