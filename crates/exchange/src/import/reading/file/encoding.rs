//! Decodes bytes into text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, EUC_JP, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use super::ReadError;

/// The encodings used for Japanese tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Utf8,
    /// UTF-8 with a byte-order mark, as Excel writes it.
    Utf8WithMark,
    /// UTF-16 with a byte-order mark, as in Excel's "Unicode text".
    Utf16,
    /// Windows code page 932: Shift_JIS with the NEC and IBM extensions.
    Cp932,
    EucJp,
}

impl TextEncoding {
    /// The common name of the encoding.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 (BOM)",
            Self::Utf16 => "UTF-16",
            Self::Cp932 => "CP932 (Shift_JIS)",
            Self::EucJp => "EUC-JP",
        }
    }
}

/// Detects the encoding of a text and decodes it. UTF-8 is not copied.
pub(super) fn decode(bytes: Cow<'_, [u8]>) -> Result<(Cow<'_, str>, TextEncoding), ReadError> {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return decode_utf8(bytes, 3, TextEncoding::Utf8WithMark);
    }
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return decode_strictly(rest, encoding, TextEncoding::Utf16).map(|text| (text.into(), TextEncoding::Utf16));
        }
    }
    if bytes.iter().any(|&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A)) {
        return Err(ReadError::NotText);
    }
    if std::str::from_utf8(&bytes).is_ok() || is_mostly_utf8(&bytes) {
        return decode_utf8(bytes, 0, TextEncoding::Utf8);
    }
    let shift_jis = decode_strictly(&bytes, SHIFT_JIS, TextEncoding::Cp932);
    let euc_jp = decode_strictly(&bytes, EUC_JP, TextEncoding::EucJp);
    match (shift_jis, euc_jp) {
        (Ok(text), Err(_)) => Ok((text.into(), TextEncoding::Cp932)),
        (Err(_), Ok(text)) => Ok((text.into(), TextEncoding::EucJp)),
        (Ok(shift_jis), Ok(euc_jp)) => {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(&bytes, true);
            if detector.guess(Some(b"jp"), Utf8Detection::Deny) == EUC_JP {
                Ok((euc_jp.into(), TextEncoding::EucJp))
            } else {
                Ok((shift_jis.into(), TextEncoding::Cp932))
            }
        }
        (Err(error), Err(_)) => Err(error),
    }
}

fn decode_utf8(
    bytes: Cow<'_, [u8]>,
    mark: usize,
    encoding: TextEncoding,
) -> Result<(Cow<'_, str>, TextEncoding), ReadError> {
    let bad = |bytes: &[u8], valid: usize| ReadError::BadCharacters { encoding, line: line_at(bytes, valid) };
    let text = match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(&bytes[mark..])
            .map(Cow::Borrowed)
            .map_err(|error| bad(bytes, mark + error.valid_up_to()))?,
        Cow::Owned(mut bytes) => {
            bytes.drain(..mark);
            String::from_utf8(bytes).map(Cow::Owned).map_err(|error| {
                let valid = error.utf8_error().valid_up_to();
                bad(error.as_bytes(), valid)
            })?
        }
    };
    Ok((text, encoding))
}

fn decode_strictly(bytes: &[u8], encoding: &'static Encoding, name: TextEncoding) -> Result<String, ReadError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let capacity = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(capacity);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => {
            text.shrink_to_fit();
            Ok(text)
        }
        // The text decoded so far ends at the first invalid character.
        (DecoderResult::Malformed(..) | DecoderResult::OutputFull, _) => {
            Err(ReadError::BadCharacters { encoding: name, line: line_at(text.as_bytes(), text.len()) })
        }
    }
}

fn line_at(bytes: &[u8], offset: usize) -> u64 {
    1 + bytes[..offset].iter().filter(|&&byte| byte == b'\n').count() as u64
}

/// Whether nearly all non-ASCII bytes form valid UTF-8 sequences. Such text is UTF-8 with an error, which another
/// encoding might accept as nonsense.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut read = 0;
    let mut breaks = 0usize;
    let mut text = String::with_capacity(bytes.len() + 16);
    while let (DecoderResult::Malformed(..), length) =
        decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true)
    {
        read += length;
        breaks += 1;
        decoder = UTF_8.new_decoder_without_bom_handling();
    }
    let sequences = text.chars().filter(|character| !character.is_ascii()).count();
    sequences > 4 && breaks * 3 < sequences
}
