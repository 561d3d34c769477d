//! Prints the backtest of the projection: `cargo xtask backtest` runs it.
//!
//! Usage: `backtest COUNTS [FORECASTS]`. COUNTS is a table of card counts, as `read_series` takes it. FORECASTS are
//! those of statsmodels: a line for each city and origin, `city,YYYY-MM-DD,` and the rates expected 1, 2, 3 … months
//! later.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::process::ExitCode;

use chrono::NaiveDate;
use domain::projection::CHOSEN;
use domain::projection::backtest::{HORIZONS, OutsideForecasts, Score, quantiles, read_series, scores};
use domain::projection::method::Method;
use domain::projection::published::{QUANTILES, differences, rounded};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(counts) = arguments.first() else {
        return Err("the counts are missing; usage: backtest COUNTS [FORECASTS]".into());
    };
    let series = read_series(&fs::read_to_string(counts)?)?;
    let outside = arguments.get(1).map(|file| MonthlyForecasts::read(&fs::read_to_string(file)?)).transpose()?;
    let mut computed = Vec::new();
    println!(
        "{:<22} {:>6} {:>9} {:>12} {:>14} {:>15} {:>10}",
        "method", "months", "forecasts", "error, points", "covered, years", "covered, cities", "width"
    );
    for method in Method::ALL {
        let found = match (&outside, method) {
            (Some(outside), Method::ExponentialSmoothing) => scores(*method, &series, Some(outside)),
            _ => scores(*method, &series, None),
        };
        for score in &found {
            print(score);
        }
        computed.extend(found);
    }
    println!();
    let mut agrees = true;
    for (months, published) in QUANTILES {
        let found = quantiles(CHOSEN, months, &series).ok_or("no forecasts to take quantiles of")?;
        println!("quantiles of {CHOSEN}, {months} months: {:.3} {:.3}", found[0], found[1]);
        agrees &= published.iter().zip(found).all(|(one, other)| (one - other).abs() <= 0.0006);
    }
    for (published, found) in differences(&computed) {
        agrees = false;
        println!("published: {published:?}\n computed: {:?}", found.as_ref().map(rounded));
    }
    if agrees {
        println!("These are the published results.");
        Ok(ExitCode::SUCCESS)
    } else {
        println!(
            "These are not the published results. If method or counts have changed, publish the new ones in \
             crates/domain/src/projection/published.rs and docs/adr."
        );
        Ok(ExitCode::FAILURE)
    }
}

fn print(score: &Score) {
    let (method, months) = (score.method.as_str(), score.months);
    println!(
        "{method:<22} {months:>6} {:>9} {:>13.3} {:>13.1}% {:>14.1}% {:>10.2}",
        score.forecasts, score.error, score.covered_years, score.covered_cities, score.width
    );
}

/// Forecasts for whole months after each origin, linear between them.
struct MonthlyForecasts(HashMap<(String, NaiveDate), Vec<f64>>);

impl MonthlyForecasts {
    fn read(text: &str) -> Result<Self, Box<dyn Error>> {
        let mut found = HashMap::new();
        for line in text.lines() {
            let mut cells = line.split(',');
            let (Some(city), Some(origin)) = (cells.next(), cells.next()) else {
                return Err(format!("'{line}' is not a forecast; expected city,day,rate,rate …").into());
            };
            let rates = cells.map(str::parse).collect::<Result<Vec<f64>, _>>()?;
            let needed = HORIZONS.iter().max().map_or(0, |months| *months as usize + 1);
            if rates.len() < needed {
                return Err(format!("'{line}' has {} months; expected at least {needed}", rates.len()).into());
            }
            found.insert((city.to_owned(), origin.parse()?), rates);
        }
        Ok(Self(found))
    }
}

impl OutsideForecasts for MonthlyForecasts {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few months")]
    fn percent(&self, city: &str, origin: NaiveDate, months: f64) -> Option<f64> {
        let rates = self.0.get(&(city.to_owned(), origin))?;
        // The first rate is that of the first month; horizons are close to one month at least.
        let after = (months.max(1.0) - 1.0).min((rates.len() - 1) as f64);
        let (low, high) = (rates[after.floor() as usize], rates[after.ceil() as usize]);
        Some(low + after.fract() * (high - low))
    }
}
