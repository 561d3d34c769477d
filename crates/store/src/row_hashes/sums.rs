//! Sums of hashes, and the groups in which hashes are stored.

use std::collections::BTreeMap;

/// Number of sums per table. If one does not match, only few rows are candidates.
pub(super) const BUCKETS: usize = 256;

/// Number of groups in which the hashes of a table are stored. One stored row per hash would make the largest import
/// take half as long again. A group is rewritten whenever one of its rows changes.
pub(super) const GROUPS: usize = 4 * BUCKETS;

/// What is hashed together: the owner and the rest of the key.
pub(super) type Unit = (String, String);

/// A keyed hash or a sum of keyed hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Sum([u64; 4]);

impl Sum {
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut lanes = [0; 4];
        let mut chunks = bytes.chunks_exact(8);
        for lane in &mut lanes {
            *lane = u64::from_be_bytes(chunks.next()?.try_into().ok()?);
        }
        (chunks.next().is_none() && chunks.remainder().is_empty()).then_some(Self(lanes))
    }

    pub(super) fn to_bytes(self) -> Vec<u8> {
        self.0.iter().flat_map(|lane| lane.to_be_bytes()).collect()
    }

    pub(super) fn add(&mut self, other: Self) {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_add(other);
        }
    }

    pub(super) fn subtract(&mut self, other: Self) {
        for (lane, other) in self.0.iter_mut().zip(other.0) {
            *lane = lane.wrapping_sub(other);
        }
    }
}

/// The sums of one table.
pub(super) struct Sums(pub(super) Vec<Sum>);

impl Sums {
    pub(super) fn none() -> Self {
        Self(vec![Sum::default(); BUCKETS])
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let sums: Option<Vec<Sum>> = bytes.chunks(32).map(Sum::read).collect();
        sums.filter(|sums| sums.len() == BUCKETS).map(Self)
    }

    pub(super) fn written(&self) -> Vec<u8> {
        self.0.iter().flat_map(|sum| sum.to_bytes()).collect()
    }

    pub(super) fn of(&mut self, owner: &str) -> &mut Sum {
        &mut self.0[bucket(owner)]
    }
}

/// Distributes owners evenly. This is not a cryptographic hash.
pub(super) fn group(owner: &str) -> usize {
    let hash = owner.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 8) ^ (hash >> 16) ^ (hash >> 24)) as usize % GROUPS
}

pub(super) fn bucket(owner: &str) -> usize {
    group(owner) % BUCKETS
}

/// Hashes that are stored together.
pub(super) type Hashes = BTreeMap<Unit, Sum>;

/// Writes owner and rest, each prefixed with its length, and the hash of each unit.
pub(super) fn write_group<'a>(hashes: impl IntoIterator<Item = (&'a Unit, &'a Sum)>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ((owner, rest), hash) in hashes {
        for text in [owner, rest] {
            bytes.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes.extend(hash.to_bytes());
    }
    bytes
}

/// Stops at the first malformed entry. The lost entries then match no row and no sum.
pub(super) fn read_group(mut bytes: &[u8]) -> Hashes {
    fn text(bytes: &mut &[u8]) -> Option<String> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        *bytes = rest;
        Some(str::from_utf8(text).ok()?.to_owned())
    }
    fn entry(bytes: &mut &[u8]) -> Option<(Unit, Sum)> {
        let unit = (text(bytes)?, text(bytes)?);
        let (hash, rest) = bytes.split_at_checked(32)?;
        *bytes = rest;
        Some((unit, Sum::read(hash)?))
    }
    std::iter::from_fn(|| entry(&mut bytes)).collect()
}

/// Combines the hashes of each unit into one sum.
pub(super) fn sum_by_unit(mut rows: Vec<(Unit, Sum)>) -> Vec<(Unit, Sum)> {
    rows.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    rows.dedup_by(|next, kept| {
        let is_same = next.0 == kept.0;
        if is_same {
            kept.1.add(next.1);
        }
        is_same
    });
    rows
}
