// Package calendar counts working days (工作日) as the State Council's yearly notices, the statutory holidays and the county's own special days
// make them.
//
// A [Calendar] is an immutable value with a version. [Embedded] is version 1: the notices of 2021 to 2026. WithYear and WithSpecial answer
// the next version; JSON keeps a version in the log, [Parse] reads it back identically. A day's kind is decided in this order: the county's
// special day, the notice (the later notice wins, since it may set December days of the year before), the statutory days by law where the year
// is not announced (全国年节及纪念日放假办法, 2024), the weekday.
//
// A year is announced only if a notice is known for it (its papers list is not empty). Whatever is counted across a year that is not announced
// is provisional: only 调休 is unknown there.
//
// The room never reads the clock, does no I/O, and knows no limit of the regulation: how many days a limit has is the policy's. All dates are
// dates in Beijing (a fixed UTC+8, China has no summer time); all instants that it answers are UTC.
//
// Start reading at count.go (the counting rule of 民法典 201 and 203), then calendar.go, year.go (what an administrator uploads).
package calendar
