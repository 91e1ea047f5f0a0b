// Package text is what the house knows about Chinese text: one way of writing it down (normalize.go), pieces to search it by (tokens.go), how
// alike two requests are (likeness.go), what in it identifies a person and how that is hidden (identity.go, mask.go), telephone numbers as
// citizens type them (phone.go), pinyin (pinyin.go), and a category proposed from the county's own history (suggest.go).
//
// It never decides: a likeness, a finding or a category is advice (个人信息保护法 24), the rules rooms and people decide. It reads no clock,
// does no I/O and keeps no text.
//
// Two forms of a text are kept apart. [Normalize] is the form that is stored and shown: it keeps Chinese punctuation and signs such as ① and ㎡,
// because they carry meaning for the reader. [Fold] is the form that is compared and indexed and never shown: NFKC, lower case.
//
// Start reading at normalize.go, then identity.go.
package text
