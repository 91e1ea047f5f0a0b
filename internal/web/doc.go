// Package web is the shell that every page stands in: one adapter from a handler to an answer, one place that turns errors into
// Chinese pages, strict headers on every response, limits, the form decoder, the table of routes, and live feeds (SSE).
//
// A handler does four things: it parses a form, makes one call on the desk, chooses a page, and returns (Page, error). It never
// writes to the response, never logs, and never decides what an error looks like.
//
// The room knows no order and no database. It logs no query string, no form and no name; a request is known by its number.
// Start reading at App (app.go), then Page (page.go), Answer (answer.go) and Form (form.go).
package web

//go:generate go tool -modfile=../../tools/go.mod templ generate -path ..
