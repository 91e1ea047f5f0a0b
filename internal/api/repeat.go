package api

import (
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/regulation"
)

type notSameBody struct {
	Number string `json:"number" minLength:"1" maxLength:"40" doc:"相似的工单编号"`
	Reason string `json:"reason,omitempty" maxLength:"200" doc:"不是同一事项的理由；相似度高的必填"`
}

type mergeBody struct {
	Number string `json:"number" minLength:"1" maxLength:"40" doc:"主办工单编号"`
	Reason string `json:"reason,omitempty" maxLength:"200" doc:"是同一件事的理由"`
}

// numbered finds another order that a body names.
func (c call) numbered(number, code, said string) (string, error) {
	id, err := c.reader.FindNumber(c.ctx, number)
	if err == desk.ErrNotFound {
		return "", regulation.RefuseField(regulation.Art10_4, code, "number", "%s", said)
	}
	return id, err
}

func notSameCommand(c call, b notSameBody) ([]order.Command, error) {
	if _, err := c.view(); err != nil {
		return nil, err
	}
	id, err := c.numbered(b.Number, "no_earlier", "没有找到这个编号的工单，请核对。")
	if err != nil {
		return nil, err
	}
	d, err := c.reader.Declined(c.ctx, c.id, id, b.Reason)
	if err != nil {
		return nil, err
	}
	return one(order.DeclineLink{By: c.by, Decline: d})
}

func mergeCommand(c call, b mergeBody) ([]order.Command, error) {
	if _, err := c.view(); err != nil {
		return nil, err
	}
	m, err := c.merging("number", b)
	if err != nil {
		return nil, err
	}
	return one(m)
}

// merging makes the command of a merge; field is where the number stood.
func (c call) merging(field string, b mergeBody) (order.Command, error) {
	id, err := c.reader.FindNumber(c.ctx, b.Number)
	if err == desk.ErrNotFound {
		return nil, regulation.RefuseField(regulation.Art10_3, "no_leader", field, "没有找到主办工单，请核对编号。")
	}
	if err != nil {
		return nil, err
	}
	return order.Merge{By: c.by, Under: order.Leading{ID: id}, Reason: private(b.Reason)}, nil
}

func mergedUnder(b *mergeBody) string {
	if b == nil {
		return ""
	}
	return b.Number
}
