// Package sheet reads and writes tables: xlsx and csv.
//
// Reading is for files from strangers. [Open] answers a [Reader] that hands out one row at a time, skips empty rows cheaply (an office file may
// hold 65,000 formatted rows of which 500 say something) and holds to [Limits]: size, entries, what it unpacks to and how many times its size, sheets,
// rows, columns, length of a cell (trust.md B5 no. 41). The xml is read by a scanner of our own that knows no document type and no entity but the five;
// excelize reads 100,000 rows in 24 s and has no bound on the ratio (stack.md §7), so it only writes here.
//
// Cells keep their type: [ParseTime] reads an Excel date as a date and a text date in any form people type it, in Beijing's time. [Mapping] says which
// column holds which field.
//
// Writing ([WriteXLSX], [WriteCSV]) is safe against formulas (trust.md B5 no. 40): a text that a spreadsheet would run is given a leading
// apostrophe, which reading takes off again. Numbers of orders and telephones are text.
//
// Whatever is wrong with a file is a [Problem]: Chinese, with line and column, for the person who chose the file. Other errors are those of the
// reader or writer given. The room knows no field, no order and no clock.
//
// Start reading at open.go, then xlsx.go and write.go.
package sheet
