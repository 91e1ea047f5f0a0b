package order_test

import (
	"huiyin/internal/order"
	"huiyin/internal/org"
)

// aCoUnit is the first unit that helps with an order, and one that might where none does.
func aCoUnit(s order.State) org.UnitID {
	for _, c := range s.CoOpen() {
		return c.Unit
	}
	return "zjj"
}

// coOf is the unit that a command on a request means: the one it names, else the first that helps.
func coOf(s order.State, a args) org.UnitID { return a.unit(unitName(aCoUnit(s))) }

func coCommands() map[string]command {
	return map[string]command{
		"请协办": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			to := target(a.unit("住建局"))
			to.Closed = a.yes("停用", false)
			c := order.AskCo{By: by, To: to, Task: a.get("内容", "请核查小区内管网的产权和管护单位，提出整改办法。"), Names: []string{"李某某"}}
			if f := a.get("给看", ""); f != "" {
				c.Files = []string{f}
			}
			return c
		}},
		"签收协办": {"协办单位", func(w *world, s order.State, by order.By, a args) order.Command { return order.SignCo{By: by} }},
		"提协办异议": {"协办单位", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.ObjectCo{By: by, Reason: a.private("理由", "管网没有移交本单位。"), Right: a.unit("")}
		}},
		"定协办异议": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			unit := aCoUnit(s)
			for _, c := range s.CoOpen() {
				if c.Status == order.CoDisputed {
					unit = c.Unit
				}
			}
			c := order.DecideCo{By: by, Unit: unit, Outcome: oneOf(a, "决定", "仍由该单位协办", []order.CoOutcome{order.CoStays, order.CoOther, order.CoFreed}, order.CoOutcome.Name), Note: a.private("意见", "三定方案明确由其管护。")}
			if c.Outcome == order.CoOther {
				c.To = target(a.unit("教育局"))
			}
			return c
		}},
		"报协办结果": {"协办单位", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.ReportCo{By: by, Result: a.private("结果", "管网产权属小区业主共有，已会同物业疏通。"), Files: files("co", a.num("附件", 1))}
		}},
		"采用协办": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.SettleCo{By: by, Unit: coOf(s, a), Back: a.yes("退回补充", false), Note: a.private("意见", "请补充整改时间。")}
		}},
		"催协办": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.UrgeCo{By: by, Unit: coOf(s, a), Note: a.private("内容", "请尽快报来。")}
		}},
		"撤协办": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.WithdrawCo{By: by, Unit: coOf(s, a), Reason: a.private("理由", "现场核实后不再需要。")}
		}},
		"请协调": {"具办人员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.CallOffice{By: by, Reason: a.private("理由", "管网权属涉及几个单位，请热线办协调。")}
		}},
		"答复协调": {"分办员", func(w *world, s order.State, by order.By, a args) order.Command {
			return order.AnswerCall{By: by, Note: a.private("意见", "已与住建局商定，由其配合。")}
		}},
	}
}
