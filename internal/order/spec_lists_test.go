package order_test

import (
	"errors"

	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

// seenInLists is what work lists say of an order: 成批 and 成批审核 are 可以 or the article and code that keep it out of a batch, 抽样 whether the sample
// holds it when it holds all, 待阅 who got a copy by the last command and why.
func (w *world) seenInLists(s order.State, name string) (string, bool) {
	p := w.p
	switch name {
	case "成批":
		return batchWord(order.Plain(s)), true
	case "成批审核":
		p.Review.SamplePercent.Value = 0
		return batchWord(order.Clean(s, p)), true
	case "全部抽样时":
		p.Review.SamplePercent.Value = 100
		return batchWord(order.Clean(s, p)), true
	case "待阅":
		var out []string
		for _, c := range w.copies {
			out = append(out, postName(c.Post)+c.Why.Name())
		}
		return listed(out), true
	}
	return "", false
}

func batchWord(err error) string {
	var no *regulation.Refusal
	switch {
	case err == nil:
		return "可以"
	case errors.As(err, &no):
		return no.Article.String() + no.Code
	}
	return err.Error()
}
