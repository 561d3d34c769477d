//! `tetsuzuki staff`: staff accounts, managed by the operator.

use std::io::{IsTerminal, Read};

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use console::Term;
use domain::password::Password;
use domain::procedure::DepartmentCode;
use domain::staff::{Email, PersonName, Roles};
use store::Db;
use store::error::AppError;
use tetsuzuki::server::staff::accounts::{Accounts, Caller, NewMember, NewPassword, PasswordReset};
use tetsuzuki::server::staff::passwords::Hasher;
use tetsuzuki::server::staff::{AccountError, Mistake, Refusal};

/// Maximum length of a line with a password.
const LONGEST_LINE: u64 = 4096;

#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Adds an account, such as that of the first administrator
    Add {
        #[command(flatten)]
        who: Who,
        /// Name of the person
        #[arg(long)]
        name: PersonName,
        /// Code of a department whose procedures the person may edit; can be repeated
        #[arg(long, value_name = "CODE")]
        department: Vec<DepartmentCode>,
        /// May approve changes by others in these departments
        #[arg(long)]
        approver: bool,
        /// May manage accounts
        #[arg(long)]
        administrator: bool,
        #[command(flatten)]
        password: PasswordArguments,
    },
    /// Lists all accounts
    List,
    /// Disables an account and ends its sessions
    Disable {
        #[command(flatten)]
        who: Who,
    },
    /// Enables a disabled account
    Enable {
        #[command(flatten)]
        who: Who,
    },
    /// Sets a new password for an account and ends its sessions
    Reset {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        password: PasswordArguments,
    },
    /// Removes the link between an account and single sign-on; the next login with its e-mail address links it again
    Unlink {
        #[command(flatten)]
        who: Who,
    },
    /// Ends all sessions of an account
    EndSessions {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Debug, Args)]
pub struct Who {
    /// E-mail address of the account
    #[arg(long = "email", value_name = "ADDRESS")]
    e_mail: Email,
}

/// Without either, the command prompts for the password.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub struct PasswordArguments {
    /// Reads the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Generates a password and prints it; it must be changed at the first login, within seven days
    #[arg(long)]
    one_time_password: bool,
    /// Sets no password: the account is for single sign-on only, matched by the e-mail address that the provider has
    /// verified
    #[arg(long)]
    single_sign_on: bool,
}

pub async fn run(db: &Db, what: Staff, now: DateTime<Utc>) -> Result<(), AppError> {
    let hasher = Hasher::default();
    let accounts = Accounts { db, hasher: &hasher, now };
    match what {
        Staff::Add { who, name, department, approver, administrator, password } => {
            let roles = Roles {
                departments: department.into_iter().collect(),
                is_approver: approver,
                is_administrator: administrator,
            };
            accounts.check_departments(&roles).await?;
            let new = NewMember { e_mail: who.e_mail, name, roles };
            let given = accounts.add(Caller::CommandLine, new, password.given()?).await.map_err(in_words)?;
            tell("added", &given);
        }
        Staff::List => {
            for (member, sessions) in accounts.list().await? {
                let departments: Vec<&str> = member.roles.departments.iter().map(DepartmentCode::as_str).collect();
                let roles: Vec<&str> = member.roles.named().into_iter().map(|role| role.as_str()).collect();
                let state = match (member.disabled, member.must_change_password) {
                    (true, _) => "disabled",
                    (false, true) => "one-time password",
                    (false, false) => "open",
                };
                let opened_by = match (member.has_password, member.is_linked) {
                    (true, true) => "password, single sign-on",
                    (true, false) => "password",
                    (false, true) => "single sign-on",
                    (false, false) => "single sign-on (not yet used)",
                };
                println!(
                    "{}\t{}\t{}\t{}\t{}\t{state}\tsessions: {sessions}\t{opened_by}",
                    member.id,
                    member.e_mail.as_str(),
                    member.name.as_str(),
                    roles.join(","),
                    departments.join(","),
                );
            }
        }
        Staff::Disable { who } => {
            let id = accounts.find_by_e_mail(&who.e_mail).await?;
            accounts.save_disabled(Caller::CommandLine, &id, true).await.map_err(in_words)?;
            println!("disabled; all sessions have ended");
        }
        Staff::Enable { who } => {
            let id = accounts.find_by_e_mail(&who.e_mail).await?;
            accounts.save_disabled(Caller::CommandLine, &id, false).await.map_err(in_words)?;
            println!("enabled");
        }
        Staff::Reset { who, password } => {
            let id = accounts.find_by_e_mail(&who.e_mail).await?;
            let given = accounts.reset(Caller::CommandLine, &id, password.given()?).await.map_err(in_words)?;
            let done = if password.single_sign_on { "the password is gone" } else { "the password has been replaced" };
            tell(&format!("{done}; all sessions have ended"), &given);
        }
        Staff::Unlink { who } => {
            let id = accounts.find_by_e_mail(&who.e_mail).await?;
            accounts.unlink(Caller::CommandLine, &id).await.map_err(in_words)?;
            println!("the account is no longer linked to single sign-on; its sessions have ended");
        }
        Staff::EndSessions { who } => {
            let id = accounts.find_by_e_mail(&who.e_mail).await?;
            let ended = accounts.end_sessions(Caller::CommandLine, &id).await.map_err(in_words)?;
            println!("sessions ended: {ended}");
        }
    }
    Ok(())
}

fn tell(done: &str, given: &PasswordReset) {
    println!("{done}: {}", given.staff);
    if let Some(password) = &given.one_time {
        println!("one-time password (shown only now, to be changed at the first login): {}", password.as_str());
    }
}

impl PasswordArguments {
    fn given(&self) -> Result<NewPassword, AppError> {
        if self.one_time_password {
            return Ok(NewPassword::OneTime);
        }
        if self.single_sign_on {
            return Ok(NewPassword::Nothing);
        }
        let typed = if self.password_stdin { first_line()? } else { asked_for()? };
        Ok(NewPassword::Chosen(Password::of(&typed)))
    }
}

fn first_line() -> Result<String, AppError> {
    let mut text = String::new();
    std::io::stdin()
        .take(LONGEST_LINE)
        .read_to_string(&mut text)
        .map_err(|cause| AppError::File { context: "standard input".to_owned(), cause })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Prompts on the terminal without echoing the input.
fn asked_for() -> Result<String, AppError> {
    let terminal = Term::stderr();
    if !terminal.is_term() || !std::io::stdin().is_terminal() {
        return Err(AppError::BadInput(
            "there is no terminal to prompt for a password; use --password-stdin, --one-time-password or \
             --single-sign-on"
                .to_owned(),
        ));
    }
    let ask = |question: &str| {
        terminal
            .write_str(question)
            .and_then(|()| terminal.read_secure_line())
            .map_err(|cause| AppError::File { context: "the terminal".to_owned(), cause })
    };
    let typed = ask("Password: ")?;
    if ask("Repeat the password: ")? != typed {
        return Err(AppError::BadInput("the passwords do not match; nothing was changed".to_owned()));
    }
    Ok(typed)
}

/// A refusal, in words for the command line.
fn in_words(error: AccountError) -> AppError {
    let refusal = match error {
        AccountError::Refused(refusal) => refusal,
        AccountError::Failed(error) => return error,
    };
    let words: Vec<String> = match refusal {
        Refusal::Mistakes(mistakes) => mistakes.into_iter().map(words).collect(),
        Refusal::NoRight => vec!["you do not have permission to do this".to_owned()],
        Refusal::NotFound => vec!["there is no such account".to_owned()],
        Refusal::TooMany { seconds } => vec![format!("too many attempts; try again in {seconds} seconds")],
    };
    AppError::BadInput(words.join("; "))
}

fn words(mistake: Mistake) -> String {
    match mistake {
        Mistake::EMail => "that is not an e-mail address".to_owned(),
        Mistake::EMailTaken => {
            "an account with this e-mail address already exists; 'staff list' shows all accounts".to_owned()
        }
        Mistake::Name => "that is not a name".to_owned(),
        Mistake::Department => "one of the departments does not exist".to_owned(),
        Mistake::CurrentPassword => "the current password is wrong".to_owned(),
        Mistake::PasswordTooShort => {
            format!("the password is too short; use at least {} characters", Password::SHORTEST)
        }
        Mistake::PasswordTooLong => {
            format!("the password is too long; use at most {} characters", Password::LONGEST)
        }
        Mistake::PasswordCommon => "the password is a common one; use something long, like a sentence".to_owned(),
        Mistake::PasswordPersonal => "the password is too similar to the name or the e-mail address".to_owned(),
        Mistake::PasswordSame => "the password is the same as before".to_owned(),
        Mistake::NoPassword => "this account has no password".to_owned(),
        Mistake::PasswordRepeat => "the passwords do not match".to_owned(),
        Mistake::Form => "unexpected fields were sent".to_owned(),
    }
}
