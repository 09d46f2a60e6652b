//! Accounts: settings and clock.

use crate::convert::{corrupt, parsed};
use crate::error::StoreError;
use api::id::AccountId;
use api::time::UnixMillis;
use billing::PriceBook;
use sqlx::{FromRow, SqliteConnection};

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// Twelve digits.
    pub id: AccountId,
    /// The price book in force.
    pub price_book: PriceBook,
    /// How far its clock is ahead.
    pub clock_offset_ms: i64,
    /// When it was made.
    pub created_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    id: String,
    price_book: String,
    clock_offset_ms: i64,
    created_at: i64,
}

impl TryFrom<Row> for AccountRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let Row { id, price_book, clock_offset_ms, created_at } = row;
        Ok(Self {
            id: parsed("account.id", AccountId::parse(id))?,
            price_book: price_book_of(&price_book)?,
            clock_offset_ms,
            created_at: UnixMillis(created_at),
        })
    }
}

pub(crate) fn price_book_of(identifier: &str) -> Result<PriceBook, StoreError> {
    PriceBook::from_identifier(identifier).ok_or_else(|| corrupt("price book", identifier))
}

/// Makes an account with the default price book.
///
/// # Errors
/// [`Constraint::AccountId`](crate::Constraint::AccountId) when the id is taken.
pub async fn insert(db: &mut SqliteConnection, id: &AccountId, now: UnixMillis) -> Result<(), StoreError> {
    sqlx::query("insert into account (id, price_book, created_at) values (?, ?, ?)")
        .bind(id.as_str())
        .bind(PriceBook::default().identifier())
        .bind(now.0)
        .execute(db)
        .await?;
    Ok(())
}

/// One account.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, id: &AccountId) -> Result<Option<AccountRow>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("select id, price_book, clock_offset_ms, created_at from account where id = ?")
            .bind(id.as_str())
            .fetch_optional(db)
            .await?;
    row.map(AccountRow::try_from).transpose()
}

/// Chooses the price book; false when there is no such account.
///
/// # Errors
/// When the database fails.
pub async fn set_price_book(db: &mut SqliteConnection, id: &AccountId, book: PriceBook) -> Result<bool, StoreError> {
    let done = sqlx::query("update account set price_book = ? where id = ?")
        .bind(book.identifier())
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps how far the account's clock is ahead; false when there is no such account.
///
/// # Errors
/// When the database fails.
pub async fn set_clock_offset(db: &mut SqliteConnection, id: &AccountId, offset_ms: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("update account set clock_offset_ms = ? where id = ?")
        .bind(offset_ms)
        .bind(id.as_str())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Accounts whose clock is not the machine's, with how far it is ahead in milliseconds.
///
/// # Errors
/// When the database fails.
pub async fn clock_offsets(db: &mut SqliteConnection) -> Result<Vec<(AccountId, i64)>, StoreError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("select id, clock_offset_ms from account where clock_offset_ms <> 0").fetch_all(db).await?;
    rows.into_iter().map(|(id, ms)| Ok((parsed("account.id", AccountId::parse(id))?, ms))).collect()
}
