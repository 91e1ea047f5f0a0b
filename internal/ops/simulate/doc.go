// Package simulate plays a year of a county through the real desk with a clock that is moved (trust.md A6): callers, operators on shifts, units of several
// temperaments, leaders, the city's platform; with deaths of the program at any step, outages, double deliveries, a leave, a merger of units and a changed
// calendar. Laws, written a second time without a look at the rules they check, are held after every event and at rest; what callers are called is looked
// for wherever it must not be. The same seed gives the same log, byte for byte.
//
// Start reading at Run. An actor is one file with a line in actors(); a law is one file with a line in laws().
package simulate
