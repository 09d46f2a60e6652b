//! TypeScript to JavaScript.
