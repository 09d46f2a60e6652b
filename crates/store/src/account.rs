//! Accounts: settings and clock, which all regions of an account share.
//!
//! What belongs to a region refers to a row of that region, which holds nothing itself; see [`hold_region`].

use crate::convert::{corrupt, parsed};
use crate::error::StoreError;
use api::clock::Hand;
use api::id::AccountId;
use api::region::Region;
use api::time::UnixMillis;
use billing::PriceBook;
use sqlx::{FromRow, SqliteConnection};

/// An account as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    /// In the region that was asked for.
    pub id: AccountId,
    /// The price book in force.
    pub price_book: PriceBook,
    /// What it did with its clock.
    pub hand: Hand,
    /// When it was made.
    pub created_at: UnixMillis,
}

#[derive(FromRow)]
struct Row {
    id: String,
    price_book: String,
    clock_offset_ms: i64,
    clock_paused_at: Option<i64>,
    created_at: i64,
}

fn hand_of(offset_ms: i64, paused_at: Option<i64>) -> Hand {
    match paused_at {
        Some(at) => Hand::Paused(UnixMillis(at)),
        None => Hand::Ahead(offset_ms),
    }
}

impl TryFrom<Row> for AccountRow {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("account.id", AccountId::parse(row.id))?,
            price_book: price_book_of(&row.price_book)?,
            hand: hand_of(row.clock_offset_ms, row.clock_paused_at),
            created_at: UnixMillis(row.created_at),
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

/// Makes the row that what an account has in its region refers to. The account's own row, which is that of the default region, is
/// there before; without it, what refers to the region is refused.
///
/// # Errors
/// When the database fails.
pub(crate) async fn hold_region(
    db: &mut SqliteConnection,
    account: &AccountId,
    now: UnixMillis,
) -> Result<(), StoreError> {
    if account.region() == Region::DEFAULT {
        return Ok(());
    }
    sqlx::query(
        "insert into account (id, price_book, created_at) select ?1, price_book, ?2 from account where id = ?3 \
         on conflict (id) do nothing",
    )
    .bind(account.as_str())
    .bind(now.0)
    .bind(account.digits())
    .execute(db)
    .await?;
    Ok(())
}

/// One account, in the region of `id`.
///
/// # Errors
/// When the database fails.
pub async fn get(db: &mut SqliteConnection, id: &AccountId) -> Result<Option<AccountRow>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("select id, price_book, clock_offset_ms, clock_paused_at, created_at from account where id = ?")
            .bind(id.digits())
            .fetch_optional(db)
            .await?;
    row.map(|row| Ok(AccountRow { id: id.clone(), ..AccountRow::try_from(row)? })).transpose()
}

/// Chooses the price book; false when there is no such account.
///
/// # Errors
/// When the database fails.
pub async fn set_price_book(db: &mut SqliteConnection, id: &AccountId, book: PriceBook) -> Result<bool, StoreError> {
    let done = sqlx::query("update account set price_book = ? where id = ?")
        .bind(book.identifier())
        .bind(id.digits())
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what an account did with its clock; false when there is no such account. Of a clock that stands still, how far it was
/// ahead is kept too: what is stored by the machine's time is compared with that.
///
/// # Errors
/// When the database fails.
pub async fn set_hand(db: &mut SqliteConnection, id: &AccountId, hand: Hand) -> Result<bool, StoreError> {
    let query = match hand {
        Hand::Ahead(ms) => {
            sqlx::query("update account set clock_offset_ms = ?, clock_paused_at = null where id = ?").bind(ms)
        }
        Hand::Paused(at) => sqlx::query("update account set clock_paused_at = ? where id = ?").bind(at.0),
    };
    Ok(query.bind(id.digits()).execute(db).await?.rows_affected() > 0)
}

/// Accounts whose clock is not the machine's, and what they did with it.
///
/// # Errors
/// When the database fails.
pub async fn hands(db: &mut SqliteConnection) -> Result<Vec<(AccountId, Hand)>, StoreError> {
    let rows: Vec<(String, i64, Option<i64>)> = sqlx::query_as(
        "select id, clock_offset_ms, clock_paused_at from account where clock_offset_ms <> 0 or clock_paused_at is not null",
    )
    .fetch_all(db)
    .await?;
    let hand = |(id, ms, at)| Ok((parsed("account.id", AccountId::parse(id))?, hand_of(ms, at)));
    rows.into_iter().map(hand).collect()
}
