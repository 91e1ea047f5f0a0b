// Package order is the law of one work order (工单) and of the matter (诉求事项) it belongs to: what may happen, to whom it falls, when it is
// too late. It is pure: Decide answers a command with events or with a refusal that names the article, Evolve applies events, Timers says what
// must happen by itself. It never reads a clock, a file or a database; whoever calls it carries its answers.
//
// Start reading at Decide (decide.go), then State (state.go); each feature has a file of its own with its commands, events and rules.
package order
