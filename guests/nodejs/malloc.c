/*
 * The heap: two-level segregated fit, good to pack and constant in time.
 *
 * The compiler's own malloc rounds every block up to a power of two and never joins free ones, so that a function would
 * need twice the memory that it uses, and the measured memory would say nothing. Here blocks lie side by side, free
 * neighbours are joined, and the last one grows in place.
 *
 * A block is a 4-byte head (size of the whole block, a multiple of 8, and two flags) and its bytes, aligned to 8. A free
 * block holds its neighbours in its bin and, in its last 4 bytes, its size, by which the next block finds it. A head of
 * size 0 ends the heap.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define PAGE 65536u
#define FREE 1u      /* this block */
#define PREV_FREE 2u /* the block before */
#define BLOCK_MIN 16u
#define SIZE_MAX_ASKED 0xF0000000u
#define ROWS 26
#define COLUMNS 16

typedef struct block {
  uint32_t head;
  struct block *next, *previous; /* only while free */
} block;

extern unsigned char __heap_base;
static uint32_t row_bits, column_bits[ROWS];
static block *bins[ROWS][COLUMNS];
static block *end; /* the head of size 0 */

static uint32_t size_of(const block *b) { return b->head & ~7u; }
static block *at(const void *from, int32_t offset) { return (block *)((char *)from + offset); }
static block *after(const block *b) { return at(b, size_of(b)); }
static void *bytes_of(block *b) { return (char *)b + 4; }
static block *block_of(void *bytes) { return at(bytes, -4); }

static void bin_of(uint32_t size, uint32_t *row, uint32_t *column) {
  if (size < 128) {
    *row = 0;
    *column = size / 8;
  } else {
    uint32_t log = 31 - __builtin_clz(size);
    *row = log - 6;
    *column = (size >> (log - 4)) ^ 16;
  }
}

static void take_out(block *b) {
  uint32_t row, column;
  bin_of(size_of(b), &row, &column);
  if (b->next) b->next->previous = b->previous;
  if (b->previous) {
    b->previous->next = b->next;
  } else {
    bins[row][column] = b->next;
    if (!b->next && !(column_bits[row] &= ~(1u << column))) row_bits &= ~(1u << row);
  }
  b->head &= ~FREE;
  after(b)->head &= ~PREV_FREE;
}

/* Makes it free, joins it with free neighbours and puts it into its bin. */
static void put_in(block *b) {
  if (b->head & PREV_FREE) {
    block *before = at(b, -(int32_t)((uint32_t *)b)[-1]);
    take_out(before);
    before->head += size_of(b);
    b = before;
  }
  block *next = after(b);
  if (next->head & FREE) {
    take_out(next);
    b->head += size_of(next);
    next = after(b);
  }
  uint32_t row, column, size = size_of(b);
  bin_of(size, &row, &column);
  b->head |= FREE;
  next->head |= PREV_FREE;
  ((uint32_t *)next)[-1] = size;
  b->previous = NULL;
  b->next = bins[row][column];
  if (b->next) b->next->previous = b;
  bins[row][column] = b;
  row_bits |= 1u << row;
  column_bits[row] |= 1u << column;
}

static block *find(uint32_t size) {
  uint32_t row, column;
  if (size >= 128) size += (1u << (27 - __builtin_clz(size))) - 1; /* every block of the bin is large enough */
  bin_of(size, &row, &column);
  if (row >= ROWS) return NULL;
  uint32_t columns = column_bits[row] & (~0u << column);
  if (!columns) {
    uint32_t rows = row + 1 < 32 ? row_bits & (~0u << (row + 1)) : 0;
    if (!rows) return NULL;
    row = __builtin_ctz(rows);
    columns = column_bits[row];
  }
  return bins[row][__builtin_ctz(columns)];
}

/* Uses what lies between the program's data and the end of its first memory. */
static void begin(void) {
  uintptr_t start = ((uintptr_t)&__heap_base + 7) / 8 * 8 + 4, limit = __builtin_wasm_memory_size(0) * PAGE - 4;
  if (limit < start + BLOCK_MIN) limit = (__builtin_wasm_memory_grow(0, 1), limit + PAGE);
  block *first = (block *)start;
  end = (block *)limit;
  first->head = limit - start;
  end->head = 0;
  put_in(first);
}

/* Makes room for `size` bytes before the end. */
static int grow(uint32_t size) {
  uint32_t has = end->head & PREV_FREE ? ((uint32_t *)end)[-1] : 0;
  if (has >= size) return 1;
  uint32_t pages = (size - has + PAGE - 1) / PAGE;
  if (__builtin_wasm_memory_grow(0, pages) == (size_t)-1) return 0;
  block *fresh = end;
  fresh->head = pages * PAGE | (fresh->head & PREV_FREE);
  end = after(fresh);
  end->head = 0;
  put_in(fresh);
  return 1;
}

/* Gives back what is left beyond `size`. */
static void cut(block *b, uint32_t size) {
  uint32_t rest = size_of(b) - size;
  if (rest < BLOCK_MIN) return;
  b->head -= rest;
  block *other = after(b);
  other->head = rest;
  put_in(other);
}

static uint32_t block_size(size_t asked) {
  uint32_t size = (asked + 4 + 7) & ~7u;
  return size < BLOCK_MIN ? BLOCK_MIN : size;
}

void *malloc(size_t asked) {
  if (asked > SIZE_MAX_ASKED) return errno = ENOMEM, NULL;
  if (!end) begin();
  uint32_t size = block_size(asked);
  block *found = find(size);
  if (!found) {
    if (!grow(size)) return errno = ENOMEM, NULL;
    /* The block before the end is large enough now, though its bin may hold smaller ones. */
    found = at(end, -(int32_t)((uint32_t *)end)[-1]);
  }
  take_out(found);
  cut(found, size);
  return bytes_of(found);
}

void free(void *bytes) {
  if (bytes) put_in(block_of(bytes));
}

void *calloc(size_t count, size_t each) {
  size_t size;
  if (__builtin_mul_overflow(count, each, &size)) return errno = ENOMEM, NULL;
  void *bytes = malloc(size);
  if (bytes) memset(bytes, 0, size);
  return bytes;
}

void *realloc(void *bytes, size_t asked) {
  if (!bytes) return malloc(asked);
  if (asked > SIZE_MAX_ASKED) return errno = ENOMEM, NULL;
  block *b = block_of(bytes);
  uint32_t size = block_size(asked), old = size_of(b);
  block *next = after(b);
  uint32_t room = old + (next->head & FREE ? size_of(next) : 0);
  if (size > room && at(b, room) == end && grow(size - old)) {
    next = after(b);
    room = old + size_of(next);
  }
  if (size <= room) {
    if (size > old) {
      take_out(next);
      b->head += size_of(next);
    }
    cut(b, size);
    return bytes;
  }
  void *moved = malloc(asked);
  if (!moved) return NULL;
  memcpy(moved, bytes, old - 4);
  free(bytes);
  return moved;
}

size_t malloc_usable_size(void *bytes) { return bytes ? size_of(block_of(bytes)) - 4 : 0; }
