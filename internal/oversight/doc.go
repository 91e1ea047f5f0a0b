// Package oversight is the law of supervision (督办, Art. 21 and 22): what happens to an order opens a row of the ledger (跟踪台账), once per cause; time
// raises it; the office acts, issues a sheet (督办单), judges the unit's reply and closes the row (销号). Pure: it reads nothing and keeps nothing;
// private words are references to sealed texts.
//
// A row never changes its order: the watch over an order (Watch) is a stream beside the order's own, written in the same append. Start reading at React
// (react.go), then Decide (decide.go); the eight items of Art. 21 are in causes.go.
package oversight
