//! The command line: one binary, one subcommand a job.

use std::net::SocketAddr;
use std::process::ExitCode;

use chrono::Utc;
use clap::{Parser, Subcommand};
use tetsuzuki::error::AppError;
use tetsuzuki::server::db::Db;
use tetsuzuki::server::serve::serve;
use tetsuzuki::server::state::AppState;

/// A city's administrative procedures, card ownership and targets, published.
#[derive(Debug, Parser)]
#[command(name = "tetsuzuki", version)]
struct CommandLine {
    /// Address of the database: sqlite://FILE or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "DATABASE_URL", default_value = "sqlite://tetsuzuki.db", hide_env_values = true)]
    database: String,
    #[command(subcommand)]
    job: Job,
}

#[derive(Debug, Subcommand)]
enum Job {
    /// Serves the pages and the interface
    Serve {
        /// Address and port to listen on
        #[arg(long, default_value = "127.0.0.1:3000")]
        listen: SocketAddr,
    },
    /// Brings the tables of the database up to date
    Migrate,
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match run(CommandLine::parse()).await {
        Ok(code) => code,
        Err(error) => {
            if let Some(cause) = std::error::Error::source(&error) {
                tracing::error!(error = cause, "the command failed");
            }
            eprintln!("tetsuzuki: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: CommandLine) -> Result<ExitCode, AppError> {
    let db = Db::open(&command.database).await?;
    match command.job {
        Job::Serve { listen } => serve(AppState::new(db, Utc::now).await?, listen).await?,
        Job::Migrate => println!("the tables are up to date"),
    }
    Ok(ExitCode::SUCCESS)
}
