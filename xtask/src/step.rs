//! Progress output for the user at the terminal: one line per step.

use std::fmt::Display;
use std::time::Duration;

/// A step starts.
pub fn doing(what: impl Display) {
    println!("→ {what}");
}

/// A step has nothing to do.
pub fn done_already(what: impl Display) {
    println!("✓ {what}: done already");
}

/// A step is finished.
pub fn done(what: impl Display) {
    println!("✓ {what}");
}

/// Something is not as good as it could be, but the work continues.
pub fn warn(what: impl Display) {
    println!("! {what}");
}

/// `8.1 s` or `3 min 20 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

/// `812 bytes`, `44.5 kB` or `31.2 MB`, in thousands.
pub fn size(bytes: u64) -> String {
    if bytes < 1_000 {
        return format!("{bytes} bytes");
    }
    // One decimal is precise enough for a size.
    #[allow(clippy::cast_precision_loss)]
    let thousands = bytes as f64 / 1_000.0;
    if thousands < 1_000.0 { format!("{thousands:.1} kB") } else { format!("{:.1} MB", thousands / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_told_in_the_unit_that_fits() {
        assert_eq!(duration(Duration::from_millis(8_140)), "8.1 s");
        assert_eq!(duration(Duration::from_secs(200)), "3 min 20 s");
    }

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        assert_eq!(size(812), "812 bytes");
        assert_eq!(size(44_512), "44.5 kB");
        assert_eq!(size(31_200_000), "31.2 MB");
    }
}
