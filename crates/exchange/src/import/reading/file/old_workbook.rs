//! Checks the extent of the sheets in an old workbook before its reader allocates every cell in it. Two cells in
//! opposite corners would allocate all cells between them.

use super::{ReadError, ReadLimits};

/// The sector size of small streams. A stream of at least `LARGE_STREAM` bytes is not stored in them.
const SMALL_SECTOR: usize = 64;
const LARGE_STREAM: usize = 4096;

/// Sector numbers from here on are special markers.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// The maximum number of cells in a sheet of this format. A sheet may not claim more.
const CELLS_OF_A_SHEET: u64 = 65_536 * 256;

/// Maximum passes over the records of a sheet. A workbook may name the same sheet thousands of times.
const MOST_WALKS: usize = 4;

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000A;
pub(super) const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
pub(super) const SEVERAL_NUMBERS: u16 = 0x00BD;
/// Records that hold one cell: formula, number, label, rich label, boolean, packed number, shared label.
const CELLS: [u16; 7] = [0x0006, 0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD];

fn damaged(cause: &str) -> ReadError {
    ReadError::Damaged { cause: cause.to_owned() }
}

pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// The allocation tables of a compound file (MS-CFB).
struct CompoundFile<'bytes> {
    bytes: &'bytes [u8],
    sector: usize,
    next: Vec<u32>,
}

impl<'bytes> CompoundFile<'bytes> {
    fn read(bytes: &'bytes [u8]) -> Option<Self> {
        let sector = match short(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self { bytes, sector, next: Vec::new() };
        let mut tables: Vec<u32> = (0..109).filter_map(|entry| long(bytes, 76 + 4 * entry)).collect();
        let mut list = long(bytes, 68)?;
        let mut left = bytes.len() / sector;
        while list < FIRST_MARK && left > 0 {
            let entries = file.sector(list)?;
            let last = sector - 4;
            tables.extend((0..last / 4).filter_map(|entry| long(entries, 4 * entry)));
            list = long(entries, last)?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|table| *table < FIRST_MARK).take(bytes.len() / sector) {
            let entries = file.sector(table)?;
            file.next.extend((0..sector / 4).filter_map(|entry| long(entries, 4 * entry)));
        }
        Some(file)
    }

    /// A sector. The last one in the file may be truncated.
    fn sector(&self, number: u32) -> Option<&'bytes [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()))
    }

    /// The bytes of a chain of sectors, at most as many as the file has.
    fn chain(&self, mut number: u32) -> Vec<u8> {
        let mut contents = Vec::new();
        while let Some(sector) = self.sector(number).filter(|_| number < FIRST_MARK) {
            contents.extend_from_slice(sector);
            if contents.len() > self.bytes.len() {
                break;
            }
            match self.next.get(number as usize) {
                Some(next) => number = *next,
                None => break,
            }
        }
        contents
    }

    /// The allocation table of small sectors; empty if the file has none.
    fn small_table(&self) -> Vec<u32> {
        let has_one = long(self.bytes, 64).is_some_and(|sectors| sectors > 0);
        let table = long(self.bytes, 60).filter(|_| has_one).map(|start| self.chain(start)).unwrap_or_default();
        (0..table.len() / 4).filter_map(|entry| long(&table, 4 * entry)).collect()
    }

    /// The streams that hold a workbook.
    fn workbooks(&self) -> Option<Vec<Vec<u8>>> {
        let directory = self.chain(long(self.bytes, 48)?);
        // The reader takes names in any case, and may take another entry than one found by its exact name.
        let is_named = |entry: &[u8], name: &str| {
            let lower = |letter: u16| u8::try_from(letter).map_or(letter, |byte| u16::from(byte.to_ascii_lowercase()));
            let letters = (0..32).map_while(|at| short(entry, 2 * at)).take_while(|letter| *letter != 0);
            letters.map(lower).eq(name.encode_utf16().map(lower))
        };
        let small = || -> Option<(Vec<u8>, Vec<u32>)> {
            let contents = self.chain(long(&directory, 116)?);
            let table = self.chain(long(self.bytes, 60)?);
            Some((contents, (0..table.len() / 4).filter_map(|entry| long(&table, 4 * entry)).collect()))
        };
        let mut streams = Vec::new();
        for entry in directory.chunks_exact(128) {
            if !is_named(entry, "Workbook") && !is_named(entry, "Book") {
                continue;
            }
            let (start, size) = (long(entry, 116)?, long(entry, 120)? as usize);
            let mut stream = if size >= LARGE_STREAM {
                self.chain(start)
            } else {
                let (contents, next) = small()?;
                let mut stream = Vec::new();
                let mut number = start as usize;
                while let Some(sector) = contents.get(number * SMALL_SECTOR..(number + 1) * SMALL_SECTOR) {
                    stream.extend_from_slice(sector);
                    if stream.len() >= size {
                        break;
                    }
                    match next.get(number).filter(|next| **next < FIRST_MARK) {
                        Some(next) => number = *next as usize,
                        None => break,
                    }
                }
                stream
            };
            stream.truncate(size);
            streams.push(stream);
        }
        Some(streams)
    }
}

/// Whether the sectors of an allocation table follow one another in a circle.
fn has_circle(next: &[u32]) -> bool {
    // The first walk that came to each sector, from 1; 0 if none did.
    let mut first_walk = vec![0_u32; next.len()];
    for (walk, start) in (1..).zip(0..next.len()) {
        let mut at = start;
        while let Some(mark) = first_walk.get_mut(at).filter(|mark| **mark == 0) {
            *mark = walk;
            at = next[at] as usize;
        }
        if first_walk.get(at) == Some(&walk) {
            return true;
        }
    }
    false
}

/// Refuses a compound file whose reader would follow a chain of sectors until no memory is left.
fn check_chains(bytes: &[u8]) -> Result<(), ReadError> {
    let file = CompoundFile::read(bytes).ok_or_else(|| damaged("its table of sectors is missing"))?;
    if has_circle(&file.next) || has_circle(&file.small_table()) {
        return Err(damaged("its sectors follow one another in a circle"));
    }
    Ok(())
}

/// Iterates over records: number and contents. A truncated record ends the iteration; the reader reports it.
pub(super) fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (number, length) = (short(stream, at)?, usize::from(short(stream, at + 2)?));
        let contents = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((number, contents))
    })
}

/// The bounding rectangle of the cells in a sheet.
#[derive(Debug, Default)]
struct Extent {
    /// First and last row, first and last column.
    corners: Option<[u16; 4]>,
}

impl Extent {
    fn add(&mut self, row: u16, columns: [u16; 2]) {
        let [top, bottom, left, right] = self.corners.unwrap_or([row, row, columns[0], columns[0]]);
        self.corners = Some([
            top.min(row),
            bottom.max(row),
            left.min(columns[0]).min(columns[1]),
            right.max(columns[0]).max(columns[1]),
        ]);
    }

    fn cells(&self) -> u64 {
        self.corners
            .map_or(0, |[top, bottom, left, right]| (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1))
    }
}

/// The streams of a compound file that hold a workbook; none if it is not one.
pub(super) fn workbook_streams(bytes: &[u8]) -> Vec<Vec<u8>> {
    CompoundFile::read(bytes).and_then(|file| file.workbooks()).unwrap_or_default()
}

/// The number of cells in the extent of the sheet that begins at `start`, and the bytes of its records.
fn walk_sheet(stream: &[u8], start: usize) -> Result<(u64, usize), ReadError> {
    let mut extent = Extent::default();
    let (mut depth, mut walked) = (0_usize, 0);
    for (number, contents) in records(stream, start) {
        walked += contents.len() + 4;
        let cell = || Some((short(contents, 0)?, short(contents, 2)?));
        match number {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            DIMENSIONS => {
                let claimed = match contents.len() {
                    14 | 16 => long(contents, 4).zip(short(contents, 10)),
                    _ => short(contents, 2).map(u32::from).zip(short(contents, 6)),
                };
                if claimed.is_some_and(|(rows, columns)| u64::from(rows) * u64::from(columns) > CELLS_OF_A_SHEET) {
                    return Err(damaged("a sheet claims more cells than this format allows"));
                }
            }
            SEVERAL_NUMBERS => {
                if let Some(((row, first), last)) = cell().zip(short(contents, contents.len().saturating_sub(2))) {
                    extent.add(row, [first, last]);
                }
            }
            number if CELLS.contains(&number) => {
                if let Some((row, column)) = cell() {
                    extent.add(row, [column, column]);
                }
            }
            _ => {}
        }
    }
    Ok((extent.cells(), walked))
}

/// Refuses a compound file whose chains of sectors have no end, and a workbook whose sheets span more cells than the
/// limit. A compound file without a workbook is left to the reader, which reports it.
pub(super) fn check_extents(bytes: &[u8], limits: &ReadLimits) -> Result<(), ReadError> {
    check_chains(bytes)?;
    let streams = workbook_streams(bytes);
    let (mut cells, mut walked) = (0_u64, 0_usize);
    for stream in &streams {
        let sheets = records(stream, 0).take_while(|(number, _)| *number != END).filter(|(number, _)| *number == SHEET);
        for start in sheets.filter_map(|(_, contents)| long(contents, 0)) {
            let (of_sheet, bytes_of_sheet) = walk_sheet(stream, start as usize)?;
            cells = cells.saturating_add(of_sheet);
            walked += bytes_of_sheet;
            if cells > limits.cells as u64 {
                return Err(ReadError::TooManyCells { limit: limits.cells });
            }
            if walked > MOST_WALKS * bytes.len() {
                return Err(damaged("it lists one sheet many times"));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::read_table_file;
    use super::*;

    const WORKBOOK: &[u8] = include_bytes!("../../../../../exchange-tests/tests/cases/S08_percent_rate.xls");

    #[test]
    fn a_circle_is_told_from_chains_that_meet() {
        const END: u32 = 0xFFFF_FFFE;
        for ends in [&[][..], &[END], &[1, 2, END], &[2, 2, END], &[9, 0]] {
            assert!(!has_circle(ends), "{ends:?}");
        }
        for goes_round in [&[0][..], &[1, 0], &[END, 2, 3, 1], &[1, 2, 1]] {
            assert!(has_circle(goes_round), "{goes_round:?}");
        }
    }

    #[test]
    fn a_workbook_whose_sectors_go_round_is_refused_before_it_fills_the_memory() {
        let limits = ReadLimits::default();
        assert!(read_table_file("a.xls", WORKBOOK, &limits).is_ok());
        // The table of sectors, and the entry of the first sector of the directory.
        let number = |at: usize| long(WORKBOOK, at).expect("a header") as usize;
        let (directory, table) = (number(48), (number(76) + 1) * 512);
        let mut circle = WORKBOOK.to_vec();
        let entry = table + 4 * directory;
        circle[entry..entry + 4].copy_from_slice(&u32::try_from(directory).expect("a sector").to_le_bytes());
        let refused = read_table_file("a.xls", &circle, &limits).expect_err("a circle");
        assert!(matches!(&refused, ReadError::Damaged { cause } if cause.contains("circle")), "{refused}");
    }
}
