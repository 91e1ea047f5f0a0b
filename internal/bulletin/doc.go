// Package bulletin makes what the county publishes of its hotline (Art. 26): the catalogue of metrics, each with one definition over the facts of the archive; the
// weekly 简报 and the 通报 of any other period, compiled from sums of facts up to a position of the log; and their way from draft through review and signature to
// publication. A figure is never typed: prose names it in 【】, and its text comes from the sums.
//
// It reads no clock and no database. Start reading at Metrics, then Compile and Decide.
package bulletin
