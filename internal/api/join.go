package api

import (
	"huiyin/internal/order"
)

type joinBody struct {
	Number       string `json:"number" minLength:"1" maxLength:"40" doc:"在办工单的编号"`
	Requirements string `json:"requirements,omitempty" maxLength:"200" doc:"来件另外要求答复的事，给承办单位看，不写诉求人身份"`
	Reason       string `json:"reason,omitempty" maxLength:"200" doc:"是同一件事的理由"`
	Clears
}

func joinCommand(c call, b joinBody) ([]order.Command, error) {
	if _, err := c.view(); err != nil {
		return nil, err
	}
	id, err := c.numbered(b.Number, "no_leader", "没有找到在办的工单，请核对编号。")
	if err != nil {
		return nil, err
	}
	link, target, err := c.reader.JoinLink(c.ctx, c.id, id)
	if err != nil {
		return nil, err
	}
	var out []order.Command
	if link != nil {
		out = append(out, order.LinkMatter{By: c.by, Target: target, Link: *link})
	}
	return append(out, order.Join{By: c.by, Under: order.Leading{ID: id}, Ask: b.Requirements, Reason: private(b.Reason), Clearing: b.clearing()}), nil
}
