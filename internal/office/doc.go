// Package office is the hotline office's daily life beside the orders: shift hand-over (Art. 12) and statements that answer many callers at once (Art. 10(1)).
// Pure: it reads nothing and keeps nothing; private words are references to sealed texts.
//
// Start reading at Handover (handover.go) and Statement (statement.go). The numbers of the units (通讯录) are phonebook.go. The knowledge base is article.go: Decide, Evolve, Cite.
package office
