//! Response compression.

use std::io::Write;

use axum::body::Bytes;

use super::negotiation::Coding;

/// Below this size in bytes, compression saves less than one packet.
const SMALLEST: usize = 1_000;

/// The compressed body, or the original if compression would not help. Takes milliseconds for a large page: it runs
/// where pages are rendered, never on a thread that handles requests.
pub(super) fn compressed(coding: Coding, body: &Bytes) -> (Coding, Bytes) {
    if body.len() < SMALLEST || coding == Coding::Identity {
        return (Coding::Identity, body.clone());
    }
    let form = compress(coding, body);
    form.filter(|form| form.len() < body.len()).map_or((Coding::Identity, body.clone()), |form| (coding, form))
}

fn compress(coding: Coding, body: &[u8]) -> Option<Bytes> {
    let form = Vec::with_capacity(body.len() / 4);
    match coding {
        Coding::Brotli => {
            // Quality 9 saves 5% over quality 5 on the largest pages, in milliseconds; 11 would save 20% and take a
            // hundred times as long. Each variant is compressed once per revision and then cached.
            let mut writer = brotli::CompressorWriter::new(form, 16 * 1024, 9, 20);
            writer.write_all(body).ok()?;
            Some(writer.into_inner().into())
        }
        Coding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(form, flate2::Compression::new(6));
            writer.write_all(body).ok()?;
            writer.finish().ok().map(Bytes::from)
        }
        Coding::Identity => None,
    }
}

/// Compresses a stream in parts and returns output as it becomes available.
pub(super) enum Encoder {
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
    Gzip(Box<flate2::write::GzEncoder<Vec<u8>>>),
    Identity,
}

impl Encoder {
    pub(super) fn of(coding: Coding) -> Self {
        match coding {
            // Above quality 5 the encoder state takes tens of megabytes, and many long lists may be in progress at
            // once.
            Coding::Brotli => Self::Brotli(Box::new(brotli::CompressorWriter::new(Vec::new(), 16 * 1024, 5, 19))),
            Coding::Gzip => {
                Self::Gzip(Box::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6))))
            }
            Coding::Identity => Self::Identity,
        }
    }

    /// Compresses a part; the output may be empty.
    pub(super) fn write(&mut self, part: Vec<u8>) -> Vec<u8> {
        let why = "writing to memory cannot fail";
        match self {
            Self::Brotli(writer) => {
                writer.write_all(&part).expect(why);
                std::mem::take(writer.get_mut())
            }
            Self::Gzip(writer) => {
                writer.write_all(&part).expect(why);
                std::mem::take(writer.get_mut())
            }
            Self::Identity => part,
        }
    }

    /// The final output, after the last part.
    pub(super) fn finish(self) -> Vec<u8> {
        match self {
            Self::Brotli(writer) => writer.into_inner(),
            Self::Gzip(writer) => writer.finish().expect("writing to memory cannot fail"),
            Self::Identity => Vec::new(),
        }
    }
}
