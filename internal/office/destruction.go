package office

import (
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Destruction (销毁): files whose term is over are proposed by one person, approved by another, with a witness who is neither (监销). The keys of the orders are
// destroyed; numbers, dates and figures stay (Art. 6(3); 个人信息保护法 47).

// MostDestroyed is how many files one list holds.
const MostDestroyed = 500

// DoomedFile is a line of the list (销毁清册).
type DoomedFile struct {
	Order   string         `json:"order"`
	OrderNo string         `json:"order_no"`
	Number  string         `json:"number,omitempty"`
	Class   RetentionClass `json:"class"`
	Years   int            `json:"years"`
	Closed  string         `json:"closed"`
	Until   string         `json:"until"`
}

// SparedFile was on the list and is still there: something stopped its destruction after the list was made.
type SparedFile struct {
	Order string `json:"order"`
	Why   string `json:"why"`
}

type (
	// DestructionProposed is a list.
	DestructionProposed struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Files   []DoomedFile  `json:"files"`
		Reason  Words         `json:"reason"`
	}
	// DestructionDecided is the approver's word; an approved list has its number from here.
	DestructionDecided struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Approved bool          `json:"approved"`
		Witness  org.AccountID `json:"witness,omitempty"` // 监销人
		Number   string        `json:"number,omitempty"`
		Opinion  Words         `json:"opinion"`
	}
	// DestructionDone says what came of it.
	DestructionDone struct {
		At     time.Time    `json:"at"`
		Files  int          `json:"files"` // destroyed
		Blobs  int          `json:"blobs"` // attachments removed
		Spared []SparedFile `json:"spared,omitempty"`
	}
)

// Destruction is one, folded from its stream.
type Destruction struct {
	Proposed DestructionProposed
	Decided  *DestructionDecided
	Done     *DestructionDone
}

func (d Destruction) evolve(e any) Record {
	switch e := e.(type) {
	case DestructionProposed:
		d.Proposed = e
	case DestructionDecided:
		d.Decided = &e
	case DestructionDone:
		d.Done = &e
	}
	return d
}

// Row is open until it is refused or done.
func (d Destruction) Row() RecordRow {
	return RecordRow{Open: d.Done == nil && (d.Decided == nil || d.Decided.Approved), At: d.Proposed.At}
}

// Stage is the Chinese name of where it stands.
func (d Destruction) Stage() string {
	switch {
	case d.Done != nil:
		return "已销毁"
	case d.Decided == nil:
		return "待审批"
	case d.Decided.Approved:
		return "正在销毁"
	}
	return "未批准"
}

// Doom proposes a list. files are what the archive holds of the orders named; blocked names what keeps one from being destroyed, "" where nothing does.
func Doom(a org.Actor, files []CaseFile, orders []string, reason string, blocked func(order string) string, now time.Time) (DestructionProposed, error) {
	var none DestructionProposed
	if err := mustKeep(a); err != nil {
		return none, err
	}
	switch {
	case len(files) == 0:
		return none, regulation.RefuseField(artArchive, "no_files", "files", "没有选要销毁的案卷，请从到期的里面选。")
	case len(files) > MostDestroyed:
		return none, regulation.RefuseField(artArchive, "too_many", "files", "一份销毁清册最多%d卷，请分几次。", MostDestroyed)
	}
	e := DestructionProposed{At: now, Account: a.Account}
	today := calendar.DateOf(now).String()
	for i, c := range files {
		name := c.Filed.Number
		if name == "" {
			name = c.Filed.OrderNo
		}
		switch why := blocked(orders[i]); {
		case !c.Due(today):
			return none, regulation.RefuseField(artArchive, "not_due", "files", "%s现在是“%s”，不能销毁，请去掉。", name, c.Stage(today))
		case why != "":
			return none, regulation.RefuseField(artArchive, "blocked", "files", "%s%s，不能销毁，请去掉。", name, why)
		}
		e.Files = append(e.Files, DoomedFile{Order: orders[i], OrderNo: c.Filed.OrderNo, Number: c.Filed.Number, Class: c.Class, Years: c.Years, Closed: c.Filed.Closed, Until: c.Until()})
	}
	if err := said(artArchive, "reason", "鉴定意见", reason, 500); err != nil {
		return none, err
	}
	return e, nil
}

// Decide is the approver's word. number is a slot; known tells whether an account may witness.
func (d Destruction) Decide(a org.Actor, approve bool, witness org.AccountID, opinion, number string, known func(org.AccountID) bool, now time.Time) (DestructionDecided, error) {
	var none DestructionDecided
	if d.Decided != nil {
		return none, regulation.RefuseState(artArchive, "decided", "这份销毁清册已经审批。")
	}
	if err := mustDecide(a, d.Proposed.Account, "销毁"); err != nil {
		return none, err
	}
	e := DestructionDecided{At: now, Account: a.Account, Approved: approve}
	if !approve {
		return e, said(artArchive, "opinion", "不同意的理由", opinion, 300)
	}
	if len([]rune(strings.TrimSpace(opinion))) > 300 {
		return none, regulation.RefuseField(artArchive, "long_opinion", "opinion", "审批意见超过300字，请写要点。")
	}
	switch {
	case witness == "":
		return none, regulation.RefuseField(artArchive, "no_witness", "witness", "没有选监销人，请选一位。")
	case !known(witness):
		return none, regulation.RefuseField(artArchive, "bad_witness", "witness", "监销人要是县热线办在岗的人，请重新选。")
	case witness == a.Account || witness == d.Proposed.Account:
		return none, regulation.RefuseField(artArchive, "same_witness", "witness", "监销人要是提出人、审批人以外的人，请重新选。")
	}
	e.Witness, e.Number = witness, number
	return e, nil
}
