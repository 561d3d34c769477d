//! The list of words with their readings, and where it applies.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Segment, is_hard, is_kanji, is_reading, next_marked};

/// The words of every installation. A city adds its own in the table `readings`.
const STANDARD: &str = include_str!("../../data/readings.csv");

static STANDARD_LIST: LazyLock<Readings> =
    LazyLock::new(|| Readings::of(STANDARD.lines().skip(1).filter_map(|line| line.split_once(','))));

/// Marks the side on which something else stands: 〜課 ends a word, 各〜 begins one.
const SIDE: [char; 2] = ['〜', '～'];

/// The longest run of kanji that is looked at as a whole.
const LONGEST_RUN: usize = 40;

/// What it costs to cover a part of a run; the cheapest cover is taken, which is the one with the fewest words.
const COST_OF_WORD: u32 = 10;
const COST_OF_ENDING: u32 = 9;
const COST_OF_BEGINNING: u32 = 11;
const COST_OF_EASY_KANJI: u32 = 15;

/// What may follow a word of one kanji that has no ending of its own: the beginnings of particles.
const PARTICLES: &str = "をはがにのでともへやかよねだなまごどば";

/// Where a word may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    /// Only after another word, a number or a foreign word.
    End,
    /// Only before another word or a number.
    Beginning,
}

#[derive(Debug, Clone)]
struct Word {
    text: String,
    place: Place,
    /// The bytes of each part, and the reading of those that are kanji.
    parts: Vec<(usize, Option<String>)>,
}

/// Words with their readings.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    /// By their first character, the longest first.
    words: HashMap<char, Vec<Word>>,
    count: usize,
    /// Whether the words of the standard list follow. It is read when a page first needs it, not when a program starts.
    has_standard: bool,
}

/// A word found in a text.
#[derive(Debug, Clone, Copy)]
enum Piece<'l> {
    Known(&'l Word),
    /// An easy kanji that is attached to a word.
    Easy(usize),
}

impl Piece<'_> {
    const fn len(&self) -> usize {
        match self {
            Self::Known(word) => word.text.len(),
            Self::Easy(length) => *length,
        }
    }
}

/// The cheapest way to cover a run from a place on: what it costs, and the first word of it.
type Cover<'l> = Option<(u32, Option<Piece<'l>>)>;

impl Readings {
    /// A list of words. A word whose reading cannot be told apart for its kanji is left out.
    #[must_use]
    pub fn of<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut list = Self::default();
        words.into_iter().for_each(|(word, reading)| list.add(word, reading));
        list
    }

    /// The list that comes with the product.
    #[must_use]
    pub fn standard() -> &'static Self {
        &STANDARD_LIST
    }

    /// A list of a city, whose words come before those of the standard list.
    #[must_use]
    pub fn of_city<'a>(words: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { has_standard: true, ..Self::of(words) }
    }

    /// Adds a name with its reading, and each word inside it that has at least two kanji.
    pub fn add_name(&mut self, name: &str, reading: &str) {
        for (part, reading) in align(name, reading).unwrap_or_default() {
            if let Some(reading) = reading.filter(|_| part.chars().nth(1).is_some()) {
                self.add(part, reading);
            }
        }
    }

    /// Adds a word, unless it is there already: the first one counts.
    pub fn add(&mut self, word: &str, reading: &str) {
        let (text, place) = match (word.strip_prefix(SIDE), word.strip_suffix(SIDE)) {
            (Some(text), _) => (text, Place::End),
            (None, Some(text)) => (text, Place::Beginning),
            (None, None) => (word, Place::Anywhere),
        };
        let (Some(first), Some(parts)) = (text.chars().next(), align(text, reading)) else { return };
        // A reading for everything that has kanji and kana would be found in the middle of other words.
        if !is_kanji(first) {
            return;
        }
        let parts = parts.into_iter().map(|(part, reading)| (part.len(), reading.map(str::to_owned))).collect();
        let known = self.words.entry(first).or_default();
        if known.iter().any(|other| other.text == text && other.place == place) {
            return;
        }
        let at = known.partition_point(|other| other.text.len() >= text.len());
        known.insert(at, Word { text: text.to_owned(), place, parts });
        self.count += 1;
    }

    /// The number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count + if self.has_standard { Self::standard().count } else { 0 }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The parts of a text, with readings where the text carries them or the list has them. Joined, they are the text
    /// without its notation. `before` is the character before the text.
    #[must_use]
    pub fn segments<'t>(&'t self, text: &'t str, before: Option<char>) -> Vec<Segment<'t>> {
        let (mut segments, mut at, mut before) = (Vec::new(), 0, before);
        while let Some(marked) = next_marked(text, at) {
            self.cover(&text[at..marked.start], before, &mut segments);
            segments.push(Segment { base: marked.base, reading: Some(Cow::Borrowed(marked.reading)) });
            // Kanji beside a word that has its reading are a word of their own.
            (at, before) = (marked.end, None);
        }
        self.cover(&text[at..], before, &mut segments);
        segments
    }

    /// The parts of a text without notation.
    fn cover<'t>(&'t self, text: &'t str, before: Option<char>, segments: &mut Vec<Segment<'t>>) {
        let (mut at, mut plain) = (0, 0);
        while let Some(found) = text[at..].find(is_kanji) {
            let start = at + found;
            let run = text[start..].chars().take_while(|letter| is_kanji(*letter)).map(char::len_utf8).sum::<usize>();
            at = start + run;
            if let Some(pieces) = self.pieces(text, start, at, attached_to(&text[..start], before)) {
                if plain < start {
                    segments.push(Segment::plain(&text[plain..start]));
                }
                at = write(text, start, &pieces, segments);
                plain = at;
            }
        }
        if plain < text.len() {
            segments.push(Segment::plain(&text[plain..]));
        }
    }

    /// The words that cover a run of kanji; `None` if nothing is to be read. After a number, its counter may be an easy
    /// kanji: 14日以内 is a number of days, and 以内.
    fn pieces<'t>(&'t self, text: &str, start: usize, end: usize, previous: Option<char>) -> Option<Vec<Piece<'t>>> {
        let run = &text[start..end];
        if run.len() > LONGEST_RUN * 4 {
            return None;
        }
        let is_needed = run.chars().any(is_hard);
        let is_number = previous.is_some_and(char::is_numeric);
        let is_foreign = |letter: char| {
            letter.is_ascii_alphabetic() || matches!(letter, '\u{30a1}'..='\u{30fa}' | 'ー' | '%' | '％')
        };
        let is_attached = is_number || previous.is_some_and(is_foreign);
        let mut covering = Covering { list: self, text, start, known: HashMap::new() };
        let pieces = covering.words(start, is_attached)?;
        let whole = pieces.iter().map(Piece::len).sum::<usize>();
        // A word may go on behind the run: 引っ越し begins with an easy kanji.
        (is_needed || start + whole > end).then_some(pieces)
    }

    /// The words that begin with a character: those of this list, then those of the standard one.
    fn beginning_with(&self, first: char) -> impl Iterator<Item = &Word> {
        let own = self.words.get(&first).into_iter().flatten();
        let standard = self.has_standard.then(Self::standard).and_then(|list| list.words.get(&first));
        own.chain(standard.into_iter().flatten())
    }
}

/// The character that a run of kanji is attached to. か of 3か所 belongs to the counter.
fn attached_to(text: &str, before: Option<char>) -> Option<char> {
    let mut letters = text.chars().rev();
    let last = letters.next().or(before)?;
    let number = letters.next().filter(|letter| letter.is_numeric());
    if matches!(last, 'か' | 'カ' | 'ヵ' | 'ヶ' | 'ケ') { number.or(Some(last)) } else { Some(last) }
}

/// Writes the words of a run, and returns where it ends. Kanji that every reader knows get no reading.
fn write<'t>(text: &'t str, from: usize, pieces: &[Piece<'t>], segments: &mut Vec<Segment<'t>>) -> usize {
    let mut at = from;
    for piece in pieces {
        match piece {
            Piece::Easy(length) => {
                segments.push(Segment::plain(&text[at..at + length]));
                at += length;
            }
            Piece::Known(word) => {
                for (length, reading) in &word.parts {
                    let base = &text[at..at + length];
                    let reading = reading.as_deref().filter(|_| base.chars().any(is_hard)).map(Cow::Borrowed);
                    segments.push(Segment { base, reading });
                    at += length;
                }
            }
        }
    }
    at
}

/// Finds the cheapest cover of one run.
struct Covering<'l, 't> {
    list: &'l Readings,
    text: &'t str,
    start: usize,
    /// What is known already, by the place and whether something is before it.
    known: HashMap<(usize, bool), Cover<'l>>,
}

impl<'l> Covering<'l, '_> {
    fn words(&mut self, start: usize, is_attached: bool) -> Option<Vec<Piece<'l>>> {
        let (mut at, mut is_attached, mut pieces) = (start, is_attached, Vec::new());
        while let (_, Some(piece)) = self.best(at, is_attached)? {
            at += piece.len();
            pieces.push(piece);
            is_attached = true;
            if !self.goes_on(at) {
                break;
            }
        }
        Some(pieces)
    }

    /// Whether a kanji is left at a place, directly after a kanji.
    fn goes_on(&self, at: usize) -> bool {
        let is_after_kanji = self.text[..at].chars().next_back().is_some_and(is_kanji);
        is_after_kanji && self.text[at..].chars().next().is_some_and(is_kanji)
    }

    fn best(&mut self, at: usize, is_attached: bool) -> Cover<'l> {
        if at > self.start && !self.goes_on(at) {
            return Some((0, None));
        }
        if at - self.start > LONGEST_RUN * 4 {
            return None;
        }
        if let Some(known) = self.known.get(&(at, is_attached)) {
            return *known;
        }
        let first = self.text[at..].chars().next()?;
        let list = self.list;
        let mut best: Cover<'l> = None;
        for word in list.beginning_with(first) {
            let Some(cost) = self.cost(word, at, is_attached) else { continue };
            let Some((rest, _)) = self.best(at + word.text.len(), true) else { continue };
            // Of two covers that cost the same, the one that begins with the longer word; it was found first.
            let cost = cost + rest;
            let is_longer = |other: Option<Piece<'_>>| other.is_some_and(|other| word.text.len() > other.len());
            if best.is_none_or(|(least, other)| cost < least || (cost == least && is_longer(other))) {
                best = Some((cost, Some(Piece::Known(word))));
            }
        }
        if is_attached && is_kanji(first) && !is_hard(first) {
            let length = first.len_utf8();
            if let Some((rest, _)) = self.best(at + length, true) {
                let cost = COST_OF_EASY_KANJI + rest;
                if best.is_none_or(|(least, _)| cost < least) {
                    best = Some((cost, Some(Piece::Easy(length))));
                }
            }
        }
        self.known.insert((at, is_attached), best);
        best
    }

    /// What a word costs at a place; `None` if it is not there or may not be there.
    fn cost(&self, word: &Word, at: usize, is_attached: bool) -> Option<u32> {
        let rest = self.text[at..].strip_prefix(word.text.as_str())?;
        let next = rest.chars().next();
        match word.place {
            Place::End => is_attached.then_some(COST_OF_ENDING),
            Place::Beginning => {
                let begins =
                    |letter: char| is_kanji(letter) || letter.is_numeric() || matches!(letter, '\u{30a1}'..='\u{30fa}');
                next.is_some_and(begins).then_some(COST_OF_BEGINNING)
            }
            Place::Anywhere if word.text.chars().nth(1).is_some() => Some(COST_OF_WORD),
            // One kanji alone is read in many ways inside a word.
            Place::Anywhere => {
                let is_free = next.is_none_or(|letter| {
                    !is_kanji(letter) && (PARTICLES.contains(letter) || !matches!(letter, '\u{3041}'..='\u{3096}'))
                });
                (at == self.start && is_free).then_some(COST_OF_WORD)
            }
        }
    }
}

/// The parts of a word, with the reading of those that are kanji: 引っ越し, ひっこし is 引 ひ, っ, 越 こ, し. `None` if the
/// reading does not fit, or fits in more than one way.
#[must_use]
pub fn align<'a>(word: &'a str, reading: &'a str) -> Option<Vec<(&'a str, Option<&'a str>)>> {
    if !is_reading(reading) {
        return None;
    }
    let mut chunks: Vec<&str> = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|letter: char| is_kanji(letter) != is_kanji(first)).unwrap_or(rest.len());
        let (chunk, behind) = rest.split_at(end);
        chunks.push(chunk);
        rest = behind;
    }
    if chunks.len() > 12 || !chunks.iter().any(|chunk| chunk.starts_with(is_kanji)) {
        return None;
    }
    let mut found: Vec<Vec<(&str, Option<&str>)>> = Vec::new();
    fit(&chunks, reading, &mut Vec::new(), &mut found, &mut 0);
    match found.len() {
        1 => found.pop(),
        _ => None,
    }
}

/// The most attempts to fit a reading; beyond, it is not told apart.
const MOST_ATTEMPTS: u32 = 10_000;

fn fit<'a>(
    chunks: &[&'a str],
    reading: &'a str,
    taken: &mut Vec<(&'a str, Option<&'a str>)>,
    found: &mut Vec<Vec<(&'a str, Option<&'a str>)>>,
    attempts: &mut u32,
) {
    *attempts += 1;
    if found.len() > 1 || *attempts > MOST_ATTEMPTS {
        return;
    }
    let Some((chunk, rest)) = chunks.split_first() else {
        if reading.is_empty() {
            found.push(taken.clone());
        }
        return;
    };
    if chunk.starts_with(is_kanji) {
        for (end, letter) in reading.char_indices() {
            let end = end + letter.len_utf8();
            taken.push((*chunk, Some(&reading[..end])));
            fit(rest, &reading[end..], taken, found, attempts);
            taken.pop();
        }
        return;
    }
    let mut left = reading.chars();
    let is_same = chunk.chars().all(|letter| left.next().is_some_and(|other| hiragana(other) == hiragana(letter)));
    if is_same {
        taken.push((*chunk, None));
        fit(rest, left.as_str(), taken, found, attempts);
        taken.pop();
    }
}

fn hiragana(letter: char) -> char {
    match letter {
        '\u{30a1}'..='\u{30f6}' => char::from_u32(letter as u32 - 0x60).unwrap_or(letter),
        other => other,
    }
}
