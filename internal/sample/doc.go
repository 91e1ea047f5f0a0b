// Package sample is the demo county: Mengcheng's units and posts, demo accounts, and about a hundred requests of our own invention with the road
// each of them takes. It is values only: it stores nothing, decides nothing and reads no clock; order decides, desk carries out.
//
// Public bodies and places are real (domain.md §7), persons are not: callers' names and numbers are invented, accounts have titles and no names.
// Local numbers begin with 9990, which no subscriber line does (and not with 0, which the form refuses); mobile numbers lie in 13x0000xxxx.
// The only real numbers are the hotline's own, which stands in the regulation, and the nation's short codes.
//
// Start reading at County, then Story and Journey.
package sample
