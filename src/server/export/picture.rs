//! A drawing of a page as a standalone file, with inline colours instead of classes and with its title, sources and
//! sample mark. It uses a bundled font, so that it renders the same on every machine.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::{Arc, LazyLock};

use flate2::read::GzDecoder;
use html_escape::encode_double_quoted_attribute;
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree, WriteOptions};
use store::error::AppError;

/// The style sheet of the drawings. Files contain the colours that its classes resolve to.
const STYLE: &str = include_str!("../../../style/60-charts.css");

/// Compressed in the binary, because most processes never draw a file.
const FONT: &[u8] = include_bytes!("../../../assets/fonts/chart-text.ttf.gz");

/// Letters that [`FONT`] lacks, of languages besides Japanese and English.
const FURTHER_LETTERS: &[u8] = include_bytes!("../../../assets/fonts/chart-latin.ttf");

/// The family name of [`FONT`].
const FAMILY: &str = "BIZ UDPGothic";

/// Margin around the drawing, in its own units.
const MARGIN: f64 = 16.0;

/// The largest scale factor of a PNG.
pub const LARGEST_SCALE: u32 = 4;

/// The text around a drawing in a file.
#[derive(Debug, Clone)]
pub struct Frame {
    pub title: String,
    /// Lines below the drawing: sources, sample mark, date.
    pub lines: Vec<String>,
}

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    let mut font = Vec::new();
    GzDecoder::new(FONT).read_to_end(&mut font).expect("the font in the binary is complete, as a test shows");
    fonts.load_font_data(font);
    // Found by the letters that the first font does not have.
    fonts.load_font_data(FURTHER_LETTERS.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// The rules of the style sheet for the light theme, with every custom property replaced by its value.
static RULES: LazyLock<String> = LazyLock::new(|| resolved(STYLE));

/// The drawing as SVG. Text is converted to outlines, so that no font is needed to display it.
///
/// # Errors
/// Returns an error if the drawing cannot be parsed.
pub fn as_svg(drawing: &str, frame: &Frame) -> Result<String, AppError> {
    let tree = tree(drawing, frame)?;
    Ok(tree.to_string(&WriteOptions { preserve_text: false, ..WriteOptions::default() }))
}

/// The drawing as PNG on white, at `scale` times its size.
///
/// # Errors
/// Returns an error if the drawing cannot be parsed, or the image would be too large.
pub fn as_png(drawing: &str, frame: &Frame, scale: u32) -> Result<Vec<u8>, AppError> {
    let tree = tree(drawing, frame)?;
    let scale = scale.clamp(1, LARGEST_SCALE);
    let size = tree.size().to_int_size();
    let mut picture = size
        .width()
        .checked_mul(scale)
        .zip(size.height().checked_mul(scale))
        .and_then(|(width, height)| Pixmap::new(width, height))
        .ok_or_else(|| AppError::BadInput("the picture would be too large".to_owned()))?;
    picture.fill(Color::WHITE);
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let enlarged = Transform::from_scale(scale as f32, scale as f32);
    resvg::render(&tree, enlarged, &mut picture.as_mut());
    picture.encode_png().map_err(|error| AppError::BadInput(format!("the picture cannot be written: {error}")))
}

fn tree(drawing: &str, frame: &Frame) -> Result<Tree, AppError> {
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&FONTS),
        languages: vec!["ja".to_owned()],
        ..Options::default()
    };
    let framed = framed(drawing, frame).ok_or_else(unreadable)?;
    Tree::from_str(&framed, &options).map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "a chart could not be rendered");
        unreadable()
    })
}

fn unreadable() -> AppError {
    AppError::BadInput("this drawing cannot be made into a file".to_owned())
}

/// The drawing as a separate document, with style, title and lines.
fn framed(drawing: &str, frame: &Frame) -> Option<String> {
    let (width, height) = size_of(drawing)?;
    let whole_width = width + 2.0 * MARGIN;
    let titles = wrapped(&frame.title, (width / 16.0).max(8.0));
    let top = MARGIN + 24.0 * f64::from(u32::try_from(titles.len()).unwrap_or(1)) + 8.0;
    let lines: Vec<String> = frame.lines.iter().flat_map(|line| wrapped(line, width / 11.0)).collect();
    let foot = top + height + 12.0;
    let whole_height = foot + 17.0 * f64::from(u32::try_from(lines.len()).unwrap_or(1)) + MARGIN;
    let text = |at: usize, text: &str, start: f64, step: f64, class: &str| {
        let y = start + step * f64::from(u32::try_from(at).unwrap_or_default());
        format!("<text class=\"{class}\" x=\"{MARGIN}\" y=\"{y}\">{}</text>", encode_double_quoted_attribute(text))
    };
    let titles: String =
        titles.iter().enumerate().map(|(at, title)| text(at, title, MARGIN + 16.0, 24.0, "file-title")).collect();
    let lines: String =
        lines.iter().enumerate().map(|(at, line)| text(at, line, foot + 12.0, 17.0, "file-line")).collect();
    let placed = drawing.replacen(
        "width=\"100%\"",
        &format!("x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{height}\""),
        1,
    );
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole_width}\" height=\"{whole_height}\" \
         viewBox=\"0 0 {whole_width} {whole_height}\"><style>{rules}</style>\
         <rect class=\"file-ground\" width=\"{whole_width}\" height=\"{whole_height}\"/>{titles}{placed}{lines}</svg>",
        rules = &*RULES,
    ))
}

/// Width and height of the drawing's `viewBox`.
fn size_of(drawing: &str) -> Option<(f64, f64)> {
    let numbers = drawing.split_once("viewBox=\"")?.1.split_once('"')?.0;
    let mut numbers = numbers.split(' ').map(str::parse::<f64>);
    let (_, _) = (numbers.next()?, numbers.next()?);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Wraps a text into lines of at most `most` full-width characters.
fn wrapped(text: &str, most: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0.0;
    for letter in text.chars() {
        let breadth = if letter.is_ascii() { 0.6 } else { 1.0 };
        if used + breadth > most {
            lines.push(String::new());
            used = 0.0;
        }
        used += breadth;
        if let Some(line) = lines.last_mut() {
            line.push(letter);
        }
    }
    lines
}

/// Rules without at-rules and custom properties, for SVG readers other than browsers.
fn resolved(style: &str) -> String {
    let rules = rules_of(style);
    let mut properties: BTreeMap<String, String> = BTreeMap::new();
    // Properties that a class sets on its element, such as the colour of a series.
    let mut by_class: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (selector, declarations) in &rules {
        for (name, value) in declarations.iter().filter(|(name, _)| name.starts_with("--")) {
            if selector == ":root" {
                properties.entry(name.clone()).or_insert_with(|| value.clone());
            } else if let Some(class) = selector.strip_prefix(".chart ") {
                by_class.entry(class.to_owned()).or_default().insert(name.clone(), value.clone());
            }
        }
    }
    let mut text = format!(
        "text{{font-family:'{FAMILY}'}}.file-ground{{fill:#ffffff}}.file-title{{font-size:16px;fill:#1a1a1c}}\
         .file-line{{font-size:11px;fill:#595959}}"
    );
    for (selector, declarations) in &rules {
        let plain: Vec<&(String, String)> = declarations
            .iter()
            .filter(|(name, _)| !name.starts_with("--") && !matches!(name.as_str(), "font-family" | "width" | "height"))
            .collect();
        if plain.is_empty() || selector.contains(':') {
            continue;
        }
        let depends = |properties: &BTreeMap<String, String>| {
            plain.iter().any(|(_, value)| properties.keys().any(|name| value.contains(&format!("var({name})"))))
        };
        let write = |selector: &str, own: &BTreeMap<String, String>| -> String {
            let declarations: Vec<String> = plain
                .iter()
                .map(|(name, value)| (name, substituted(value, own, &properties)))
                .filter(|(_, value)| !value.contains("var("))
                .map(|(name, value)| format!("{name}:{value}"))
                .collect();
            if declarations.is_empty() { String::new() } else { format!("{selector}{{{}}}", declarations.join(";")) }
        };
        for one in selector.split(',').map(str::trim) {
            text += &write(one, &BTreeMap::new());
            for (class, own) in by_class.iter().filter(|(_, own)| depends(own)) {
                text += &write(&format!("{one}{class}"), own);
            }
        }
    }
    text
}

fn substituted(value: &str, own: &BTreeMap<String, String>, all: &BTreeMap<String, String>) -> String {
    let mut value = value.to_owned();
    // A property may refer to another, but never to itself.
    for _ in 0..4 {
        for (name, stands_for) in own.iter().chain(all) {
            value = value.replace(&format!("var({name})"), stands_for);
        }
    }
    value
}

/// Selectors with their declarations, outside at-rules.
fn rules_of(style: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut bare = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        bare.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    bare.push_str(rest);
    let mut rules = Vec::new();
    let mut rest = bare.as_str();
    while let Some((selector, after)) = rest.split_once('{') {
        let selector = selector.trim();
        if selector.starts_with('@') {
            let mut depth = 1;
            let end = after.char_indices().find_map(|(at, letter)| {
                depth += match letter {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                (depth == 0).then_some(at + 1)
            });
            rest = end.map_or("", |end| &after[end..]);
            continue;
        }
        let Some((body, after)) = after.split_once('}') else { break };
        let declarations = body
            .split(';')
            .filter_map(|declaration| declaration.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        rules.push((selector.to_owned(), declarations));
        rest = after;
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(text: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart chart-series\" width=\"100%\" \
             viewBox=\"0 0 200 60\"><title>t</title><path class=\"line series-2 emphasis\" d=\"M 0 0 L 100 10\"/>\
             <text class=\"label\" x=\"10\" y=\"40\" font-size=\"20\">{text}</text></svg>"
        )
    }

    fn frame(title: &str) -> Frame {
        Frame { title: title.to_owned(), lines: vec!["出典：総務省 <試験>".to_owned()] }
    }

    #[test]
    fn no_custom_property_is_left_and_a_series_has_its_own_colour() {
        assert!(!RULES.contains("var(") && !RULES.contains('@'), "{}", &*RULES);
        assert!(RULES.contains(".chart .line.series-2{"));
        let svg = as_svg(&drawing("堺"), &frame("題")).expect("a drawing");
        assert!(svg.contains("#ea6514"), "{svg}");
    }

    #[test]
    fn letters_are_outlines_and_differ_from_each_other_and_from_nothing() {
        let of = |text: &str| as_svg(&drawing(text), &frame("題")).expect("a drawing");
        assert!(!of("堺区").contains("<text"), "{}", of("堺区"));
        assert_ne!(of("堺"), of("東"));
        assert_ne!(of("堺"), of(""));
        // Of another language of the interface.
        assert_ne!(of("ợ"), of("ữ"));
        // A glyph missing from the font renders as a box, not as a gap.
        assert_ne!(of("\u{2a6d6}"), of(""));
    }

    #[test]
    fn a_picture_has_its_size_and_is_not_blank() {
        let picture = as_png(&drawing("堺区"), &frame("題"), 2).expect("a picture");
        let picture = Pixmap::decode_png(&picture).expect("a picture");
        assert_eq!(picture.width(), 2 * (200 + 32));
        let dark = picture.pixels().iter().filter(|pixel| pixel.red() < 128 && pixel.alpha() == 255).count();
        assert!(dark > 100, "{dark} dark points only");
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        assert!(as_svg("<svg>", &frame("")).is_err());
    }
}
