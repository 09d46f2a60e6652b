//! Opening the file, and the two kinds of connections to it.

use crate::error::{OpenError, StoreError};
use crate::key::InstallationKey;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, Sqlite, SqlitePool, Transaction};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What queries are asked of: a reading connection or a transaction, both of a [`Store`].
pub type Connection = sqlx::SqliteConnection;
/// A transaction that writes: see [`Store::write`].
pub type Write = Transaction<'static, Sqlite>;

/// Name of the database in the data folder.
pub const DATABASE_FILE: &str = "coldstart.sqlite3";
/// Name of the file that is locked while a server has the folder. The lock goes with the process, however that ends.
const LOCK_FILE: &str = "coldstart.lock";
/// Connections that read.
pub const READ_CONNECTIONS_MAX: u32 = 4;
/// How long a query waits for another program that has the file locked, such as a backup.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a query waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// The write-ahead log is cut to this size after a checkpoint.
const WAL_BYTES_KEPT: &str = "67108864";

static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// The database. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    key: InstallationKey,
    _lock: Option<Arc<File>>,
}

impl Store {
    /// Opens the database in `data_dir`, making folder and file if there are none and bringing an older file up to date.
    ///
    /// # Errors
    /// Names the folder and what is wrong with it.
    pub async fn open(data_dir: &Path) -> Result<Self, OpenError> {
        let path = || data_dir.to_owned();
        let lock = lock(data_dir)?;
        let key = InstallationKey::of_folder(data_dir)?;
        let file = options().filename(data_dir.join(DATABASE_FILE)).create_if_missing(true);
        let writer = pool(1).connect_with(file.clone().journal_mode(SqliteJournalMode::Wal)).await;
        let writer = writer.map_err(|source| OpenError::Database { path: path(), source })?;
        MIGRATIONS.run(&writer).await.map_err(|error| match error {
            MigrateError::VersionMissing(migration) => OpenError::Newer { path: path(), migration },
            source => OpenError::Migration { path: path(), source },
        })?;
        let readers = pool(READ_CONNECTIONS_MAX).connect_lazy_with(file.pragma("query_only", "on"));
        Ok(Self { writer, readers, key, _lock: Some(Arc::new(lock)) })
    }

    /// An empty database that is gone with its last clone, for tests. Reads and writes share one connection.
    ///
    /// # Errors
    /// If memory runs out.
    pub async fn in_memory() -> Result<Self, OpenError> {
        let path = || ":memory:".into();
        let writer = pool(1).connect_with(options().in_memory(true)).await;
        let writer = writer.map_err(|source| OpenError::Database { path: path(), source })?;
        let migrated = MIGRATIONS.run(&writer).await;
        migrated.map_err(|source| OpenError::Migration { path: path(), source })?;
        Ok(Self { readers: writer.clone(), writer, key: InstallationKey::random(), _lock: None })
    }

    /// What secrets of this installation are made from. It is in a file beside the database, not in it.
    #[must_use]
    pub fn installation_key(&self) -> InstallationKey {
        self.key
    }

    /// A connection that only reads. It does not wait for the writer, and sees what was committed before each query.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when all are busy for long.
    pub async fn read(&self) -> Result<PoolConnection<Sqlite>, StoreError> {
        Ok(self.readers.acquire().await?)
    }

    /// A transaction that only reads: all its queries see the same state.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub async fn snapshot(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        Ok(self.readers.begin().await?)
    }

    /// The one writing transaction; others wait for it. Dropped without [`commit`], it changes nothing.
    ///
    /// [`commit`]: crate::Store::commit
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it is not free for long, or another program has the file locked.
    pub async fn write(&self) -> Result<Write, StoreError> {
        Ok(self.writer.begin_with("begin immediate").await?)
    }

    /// Ends a writing transaction. When this returns, its changes are on disk.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the disk is full or fails; nothing was changed then.
    pub async fn commit(transaction: Write) -> Result<(), StoreError> {
        Ok(transaction.commit().await?)
    }

    /// Waits for queries under way, folds the write-ahead log into the file and closes it.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Two servers on one folder would each take the other's runs for interrupted ones.
fn lock(data_dir: &Path) -> Result<File, OpenError> {
    let folder = |source| OpenError::Folder { path: data_dir.to_owned(), source };
    std::fs::create_dir_all(data_dir).map_err(folder)?;
    let file = File::create(data_dir.join(LOCK_FILE)).map_err(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: data_dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(folder(source)),
    }
}

fn options() -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("journal_size_limit", WAL_BYTES_KEPT)
        .pragma("temp_store", "memory")
}

fn pool(connections: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            // On a full disk and on disk errors SQLite rolls back by itself. sqlx 0.9 then fails to roll back, takes the connection
            // for one inside a transaction, and would refuse every further one: such a connection is replaced.
            let usable = !connection.is_in_transaction();
            Box::pin(async move { Ok(usable) })
        })
}
