//! The key of the audit chain, which is never in the database, and the saved end of the chain beside it.

mod sealing;
mod serving;

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use domain::audit::Head;
use ring::{digest, hmac};

pub use self::serving::Serving;
use crate::error::AppError;
use crate::random::random_bytes;
use crate::sqlite_file::{require_private_permissions, set_private_permissions};

/// Length of a key in bytes.
const KEY_BYTES: usize = 32;

/// A key with the id that rows use to refer to it. The id is derived from the key, so no other key can have it.
#[derive(Clone)]
pub struct Key {
    id: String,
    secret: [u8; KEY_BYTES],
    /// Prepared once, because a log of a million rows is hashed with it.
    mac: hmac::Key,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.secret == other.secret
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Key {
    pub(crate) fn of(secret: [u8; KEY_BYTES]) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(b"tetsuzuki audit key");
        context.update(&secret);
        let id = hex::encode(context.finish().as_ref())[..16].to_owned();
        Self { id, secret, mac: hmac::Key::new(hmac::HMAC_SHA256, &secret) }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// The keyed hash of a message in hexadecimal.
    pub fn hash(&self, message: &[u8]) -> String {
        hex::encode(hmac::sign(&self.mac, message).as_ref())
    }
}

/// The keys of a file, oldest first. New rows use the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

impl Keys {
    pub fn current(&self) -> Option<&Key> {
        self.0.last()
    }

    pub fn find(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    fn read(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|line| Some(Key::of(bytes_of(line)?))).collect::<Option<Vec<_>>>()?;
        (!keys.is_empty()).then_some(Self(keys))
    }
}

fn bytes_of(line: &str) -> Option<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    hex::decode_to_slice(line, &mut bytes).ok()?;
    Some(bytes)
}

/// Where the key of an installation is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyPlace {
    /// Next to the database file, under its name with `.audit-key`.
    Beside,
    File(PathBuf),
}

/// The key file and, beside it, the end of the chain as this machine last wrote it.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
    keys: RwLock<Arc<Keys>>,
}

impl KeyFile {
    /// Reads the keys if the file exists. Otherwise the file is created with the first row.
    ///
    /// # Errors
    /// Returns an error if the file cannot be read or is malformed.
    pub fn at(path: PathBuf) -> Result<Self, AppError> {
        let file = Self { path, keys: RwLock::default() };
        file.reload()?;
        Ok(file)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the file again. Another process may have created it, or a key may have been added.
    pub fn reload(&self) -> Result<Arc<Keys>, AppError> {
        let read = File::open(&self.path).and_then(|mut file| {
            let mut text = String::new();
            file.read_to_string(&mut text)?;
            Ok((file, text))
        });
        let keys = match read {
            Ok((file, text)) => {
                require_private_permissions("the audit key file", &self.path, &file)?;
                Keys::read(&text).ok_or_else(|| {
                    AppError::Configuration(format!(
                        "the audit key file {} does not contain keys; expected 64 hexadecimal digits per line, as \
                         written by `openssl rand -hex 32`",
                        self.path.display()
                    ))
                })?
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Keys::default(),
            Err(cause) => {
                return Err(AppError::File { context: format!("the audit key file {}", self.path.display()), cause });
            }
        };
        let keys = Arc::new(keys);
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&keys);
        Ok(keys)
    }

    /// Creates the file with one key of 256 random bits, readable by its owner only. If another process has created it
    /// in the meantime, that file is used.
    ///
    /// The file is written under a temporary name and then linked into place, so that neither a crash nor another
    /// process ever sees a file without a key.
    pub fn create(&self) -> Result<Arc<Keys>, AppError> {
        let failed = |cause| AppError::File { context: format!("the audit key file {}", self.path.display()), cause };
        let key = hex::encode(random_bytes::<KEY_BYTES>()?);
        let aside = self.default_path(&format!(".{}.part", hex::encode(random_bytes::<8>()?)));
        let made = set_private_permissions(OpenOptions::new().write(true).create_new(true)).open(&aside).and_then(
            |mut file| {
                file.write_all(format!("{key}\n").as_bytes())?;
                file.sync_all()?;
                replace_atomically(&aside, &self.path)
            },
        );
        // The temporary file is no longer needed, whether or not a step failed.
        let _ = std::fs::remove_file(&aside);
        match made {
            Ok(()) => self.reload(),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => self.reload(),
            Err(cause) => Err(failed(cause)),
        }
    }

    /// The error to return if the log has rows and their key is missing. It says what to do.
    pub fn missing(&self, key_id: &str) -> AppError {
        AppError::Configuration(format!(
            "the audit log was written under the key {key_id}, which is not in {}; put the file with that key there, \
             or name it with --audit-key-file. Without the key, the log can be neither continued nor verified",
            self.path.display()
        ))
    }

    fn default_path(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        PathBuf::from(name)
    }

    fn head_path(&self) -> PathBuf {
        self.default_path(".head")
    }

    /// The end of the chain that this machine last saw; `None` if none is saved.
    ///
    /// # Errors
    /// Returns an error if the file exists but cannot be read.
    pub fn head(&self) -> Result<Option<Head>, AppError> {
        Ok(self.load_heads()?.seen)
    }

    /// What is saved about the end of the chain.
    ///
    /// # Errors
    /// Same as [`KeyFile::head`].
    pub fn load_heads(&self) -> Result<ChainHeads, AppError> {
        let path = self.head_path();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(ChainHeads::default()),
            Err(cause) => return Err(AppError::File { context: path.display().to_string(), cause }),
        };
        ChainHeads::read(&text).ok_or_else(|| {
            AppError::Tampered(format!(
                "{} does not contain the end of the audit log; find out what happened to it, or give a published head \
                 to `tetsuzuki verify --head`, before you remove it",
                path.display()
            ))
        })
    }

    /// Saves a later end of the chain. An earlier one never replaces a later one.
    pub fn note(&self, head: &Head) -> Result<(), AppError> {
        self.write_heads(|ends| {
            let is_later = ends.seen.as_ref().is_none_or(|there| there.number < head.number);
            is_later.then(|| ChainHeads { seen: Some(head.clone()), ..ends })
        })
    }

    /// Saves the end of the chain together with the sums of the row hashes.
    pub fn note_recorded(&self, head: &Head, sums: &Head) -> Result<(), AppError> {
        self.write_heads(|ends| {
            let is_later = ends.seen.as_ref().is_none_or(|there| there.number < head.number);
            let seen = if is_later { Some(head.clone()) } else { ends.seen.clone() };
            let sums = later_of(&ends, sums);
            Some(ChainHeads { seen, sums, announced: ends.announced })
        })
    }

    /// Saves the sums of the row hashes. An earlier state never replaces a later one.
    pub fn note_sums(&self, sums: &Head) -> Result<(), AppError> {
        self.write_heads(|ends| Some(ChainHeads { sums: later_of(&ends, sums), ..ends }))
    }

    /// Saves the row with which a replacement log will end. If the process is killed between the commit and
    /// [`KeyFile::reset`], the saved end would otherwise not exist in the new log.
    pub fn announce(&self, head: &Head) -> Result<(), AppError> {
        // If no end is saved, nothing can contradict the new log.
        self.write_heads(|ends| ends.seen.is_some().then(|| ChainHeads { announced: Some(head.clone()), ..ends }))
    }

    /// Saves the end of a restored chain, whatever was saved before.
    pub fn reset(&self, head: &Head) -> Result<(), AppError> {
        self.write_heads(|_| Some(ChainHeads { seen: Some(head.clone()), announced: None, sums: None }))
    }

    /// Writes under a lock, because several processes may write. The text is written in one piece and never gets
    /// shorter, so that a crash leaves either the old or the new one.
    fn write_heads(&self, next: impl Fn(ChainHeads) -> Option<ChainHeads>) -> Result<(), AppError> {
        let path = self.head_path();
        let failed = |cause| AppError::File { context: path.display().to_string(), cause };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = set_private_permissions(&mut options).open(&path).map_err(failed)?;
        file.lock().map_err(failed)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(failed)?;
        if let Some(next) = next(ChainHeads::read(&text).unwrap_or_default()) {
            file.seek(SeekFrom::Start(0)).map_err(failed)?;
            let line = |head: &Option<Head>| match head {
                Some(head) => format!("{:>20}:{}\n", head.number, head.hash),
                None => String::new(),
            };
            // A withdrawn announcement is overwritten with blanks: truncating the file would be a second step.
            let sums = line(&next.sums).replacen(' ', SUMS, 1);
            let next = format!("{}{}{sums}", line(&next.seen), line(&next.announced));
            let length = text.len().saturating_sub(1).max(next.len());
            file.write_all(format!("{next:<length$}\n").as_bytes()).map_err(failed)?;
            file.sync_data().map_err(failed)?;
        }
        Ok(())
    }
}

/// What is saved beside the key about the end of the chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainHeads {
    /// The end that this machine last saw.
    pub seen: Option<Head>,
    /// The last row of the log if the restore in progress has been committed.
    pub announced: Option<Head>,
    /// The sums of the row hashes that this machine last saw.
    pub sums: Option<Head>,
}

/// Marks the line with the sums.
const SUMS: &str = "=";

fn later_of(ends: &ChainHeads, sums: &Head) -> Option<Head> {
    let there = ends.sums.as_ref().filter(|there| there.number >= sums.number);
    Some(there.unwrap_or(sums).clone())
}

impl ChainHeads {
    /// `None` if the text is malformed.
    fn read(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let (sums, heads): (Vec<&str>, Vec<&str>) = lines.partition(|line| line.starts_with(SUMS));
        let mut sums = sums.into_iter().filter_map(|line| line.strip_prefix(SUMS));
        let mut heads = heads.into_iter();
        let read = |line: Option<&str>| line.map(str::parse).transpose().ok();
        let (seen, announced, kept) = (read(heads.next())?, read(heads.next())?, read(sums.next())?);
        (heads.next().is_none() && sums.next().is_none()).then_some(Self { seen, announced, sums: kept })
    }
}

/// Unlike a rename, a hard link never replaces a file that was created in the meantime.
fn replace_atomically(aside: &Path, place: &Path) -> std::io::Result<()> {
    std::fs::hard_link(aside, place).or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => Err(error),
        // Not every file system supports hard links.
        _ if place.exists() => Err(ErrorKind::AlreadyExists.into()),
        _ => std::fs::rename(aside, place),
    })?;
    // Without its directory entry the key is lost, and the whole log with it.
    #[cfg(unix)]
    if let Some(folder) = place.parent() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_named_after_itself_and_never_printed() {
        let keys = Keys::read(&format!("# first\n{}\n\n{}\n", "ab".repeat(32), "01".repeat(32))).expect("two keys");
        let current = keys.current().expect("a key");
        assert_eq!(current.secret[0], 1);
        assert_ne!(keys.0[0].id, keys.0[1].id);
        assert_eq!(keys.find(keys.0[0].id()), Some(&keys.0[0]));
        assert!(!format!("{keys:?}").contains("171"), "{keys:?}");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for text in ["", "# nothing\n", "abc", &"g".repeat(64), &"a".repeat(63)] {
            assert_eq!(Keys::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_same_message_under_another_key_has_another_hash() {
        let [one, other] = [[1; KEY_BYTES], [2; KEY_BYTES]].map(Key::of);
        assert_ne!(one.hash(b"row"), other.hash(b"row"));
        assert_eq!(one.hash(b"row"), one.hash(b"row"));
    }

    #[test]
    fn an_earlier_end_never_replaces_a_later_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::at(folder.path().join("key")).expect("no key yet");
        let head = |number: i64| Head { number, hash: format!("{number:064x}") };
        assert_eq!(file.head().expect("readable"), None);
        for number in [3, 12, 7] {
            file.note(&head(number)).expect("written");
        }
        assert_eq!(file.head().expect("readable"), Some(head(12)));
        file.reset(&head(7)).expect("written");
        assert_eq!(file.head().expect("readable"), Some(head(7)));
    }

    #[test]
    fn an_end_that_is_announced_is_kept_beside_the_one_that_was_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = KeyFile::at(folder.path().join("key")).expect("no key yet");
        let head = |number: i64| Some(Head { number, hash: format!("{number:064x}") });
        let [three, four, nine] = [3, 4, 9].map(|number| head(number).expect("a head"));
        file.announce(&three).expect("written");
        assert_eq!(
            file.load_heads().expect("readable"),
            ChainHeads::default(),
            "nothing was seen that it could contradict"
        );
        file.reset(&nine).expect("written");
        file.announce(&four).expect("written");
        assert_eq!(file.load_heads().expect("readable"), ChainHeads { seen: head(9), announced: head(4), sums: None });
        assert_eq!(file.head().expect("readable"), head(9));
        file.reset(&four).expect("written");
        assert_eq!(file.load_heads().expect("readable"), ChainHeads { seen: head(4), announced: None, sums: None });
        file.note(&nine).expect("written");
        assert_eq!(file.load_heads().expect("readable"), ChainHeads { seen: head(9), announced: None, sums: None });
    }

    #[test]
    fn what_is_no_end_is_refused() {
        for text in ["", "\n", "  "] {
            assert_eq!(ChainHeads::read(text), Some(ChainHeads::default()), "{text:?}");
        }
        let line = format!("1:{}\n", "0".repeat(64));
        for text in ["abc", &format!("{line}abc"), &line.repeat(3)] {
            assert_eq!(ChainHeads::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_key_is_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let makers: Vec<_> = (0..8)
                .map(|_| scope.spawn(|| KeyFile::at(path.clone()).and_then(|file| file.create()).expect("a key")))
                .collect();
            makers.into_iter().map(|maker| maker.join().expect("no panic")).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0]), "all have the same");
        let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_refused_with_the_command_that_mends_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        KeyFile::at(path.clone()).and_then(|file| file.create()).expect("a key");
        let allow = |mode| std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).expect("it is ours");
        for mode in [0o644, 0o604, 0o620, 0o660, 0o602] {
            allow(mode);
            let refused = KeyFile::at(path.clone()).expect_err("others can read or change it").to_string();
            assert!(refused.contains(&format!("chmod 600 {}", path.display())), "{mode:o}: {refused}");
        }
        for mode in [0o600, 0o400, 0o640, 0o440] {
            allow(mode);
            KeyFile::at(path.clone()).expect("its owner, and a group that was chosen");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_key_is_readable_by_its_owner_only_and_never_overwritten() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let file = KeyFile::at(path.clone()).expect("no key yet");
        let keys = file.create().expect("a key");
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        assert_eq!(file.create().expect("a key"), keys);
    }
}
