package console

import (
	"cmp"

	"huiyin/internal/order"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// claimWay is 自行领办: the department that answers the telephone takes the order itself (Art. 11).
var claimWay = parts.Option{Value: "claim", Label: "自行领办"}

// claimCommands are what 自行领办 means: on the 登记单 in the same append as the registration, on the order's page afterwards.
func claimCommands(in input) ([]order.Command, error) {
	c := order.Claim{By: in.by, ChainID: web.NewKey(), Requirements: cmp.Or(in.get("requirements"), "自行领办，按规定时限办结，并答复诉求人。"), Text: in.text, Clearing: in.clearing(), NewFacts: in.private("new_facts")}
	switch {
	case in.answering != nil:
		c.To = in.s.reader.TargetOf(in.answering.Unit)
	case in.v.Answering != nil:
		c.To, c.Text = in.s.reader.TargetOf(in.v.Answering.Unit), in.v.DraftText
	}
	return []order.Command{c}, nil
}

// spotWords is the label of the leader's word on the sheet.
func spotWords(p intakeProps) string { return p.day.Who + "的当场意见" }
