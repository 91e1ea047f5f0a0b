package api

import (
	"context"
	"net/http"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
)

type phonebookInput struct {
	Words   string `query:"words" maxLength:"40" doc:"单位名称的一部分、拼音首字母或号码；不写是全部"`
	Missing bool   `query:"missing" doc:"只要本月还没有核对的"`
}

type phoneLineView struct {
	Kind   string `json:"kind" enum:"office,day,night,desk,fax" doc:"办公电话、白天值班、夜间节假日、承办股室、传真"`
	Number string `json:"number"`
	Note   string `json:"note" doc:"股室或岗位，不写姓名"`
}

type phoneUnitView struct {
	Unit      string          `json:"unit" doc:"单位编码"`
	Name      string          `json:"name"`
	Lines     []phoneLineView `json:"lines"`
	Confirmed bool            `json:"confirmed" doc:"本月已核对"`
	At        string          `json:"at" doc:"最近一次核对的时间；没有核对过是空"`
}

func phoneUnit(u desk.PhoneUnit) phoneUnitView {
	v := phoneUnitView{Unit: string(u.ID), Name: u.Name, Lines: []phoneLineView{}, Confirmed: u.Confirmed, At: u.At}
	for _, k := range office.LineKinds() {
		if l := u.Lines[k]; l.Number != "" {
			v.Lines = append(v.Lines, phoneLineView{string(k), l.Number, l.Note})
		}
	}
	return v
}

type confirmPhonesInput struct {
	Keyed
	Body nothing
}

// phonebook is the 通讯录 to be read, and a unit's word that its own numbers are right this month. Numbers are changed on the page.
func (a *API) phonebook() {
	register(a, asks("phonebook", "/phonebook", access.PhoneBook, "查询", "成员单位通讯录"), func(ctx context.Context, c caller, in *phonebookInput) (*out[items[phoneUnitView]], error) {
		p, err := c.reader.Phonebook(ctx, in.Words, in.Missing)
		if err != nil {
			return nil, err
		}
		all := []phoneUnitView{}
		for _, g := range p.Groups {
			all = append(all, list(g.Units, phoneUnit)...)
		}
		return answer(items[phoneUnitView]{all})
	})
	register(a, operation{id: "confirm_phones", method: http.MethodPost, path: "/phonebook/confirm", permission: access.PhoneEdit, tag: "办理", summary: "登记本单位号码本月已核对", body: true, writes: true},
		func(ctx context.Context, c caller, in *confirmPhonesInput) (*out[phoneUnitView], error) {
			if err := c.reader.ConfirmPhones(ctx, in.Key); err != nil {
				return nil, err
			}
			p, err := c.reader.Phonebook(ctx, "", false)
			if err != nil {
				return nil, err
			}
			if p.Mine == nil {
				return nil, desk.ErrNotFound
			}
			return answer(phoneUnit(*p.Mine))
		})
}
