// Package ledger is the paper the log is written on: what a record is, the bytes that stand for it, the hash
// chain that runs through all records, signed checkpoints, and a verifier that stands alone.
//
// It stores nothing, reads no clock and knows no kind of event. A stranger with an export of the log and this
// package (or the dozen lines of [Record.Bytes] written again in any language) can tell whether a record was
// changed, removed, moved or cut off.
//
// Start reading at [Record], then [Verifier].
package ledger
