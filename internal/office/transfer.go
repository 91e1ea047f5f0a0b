package office

import (
	"strings"
	"time"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// Hand-over to the county archives (档案移交; Art. 6(3)): the files of a year are packed with a catalogue and checksums, once another person than who asked has agreed to
// the export. When the receiver has signed, the day is put on record and the packed bytes go: nothing that was destroyed may live on in an old package.

type (
	// TransferAsked asks for the package of a year: what was filed after one instant up to another.
	TransferAsked struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Year    int           `json:"year"`
		After   time.Time     `json:"after,omitzero"`
		UpTo    time.Time     `json:"up_to"`
		Files   int           `json:"files"` // that there were
		Purpose Words         `json:"purpose"`
	}
	// TransferDecided is the second person's word.
	TransferDecided struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Approved bool          `json:"approved"`
		Opinion  Words         `json:"opinion"`
	}
	// TransferPacked adds a volume: a zip of its own.
	TransferPacked struct {
		At     time.Time `json:"at"`
		N      int       `json:"n"`
		Files  int       `json:"files"`
		First  string    `json:"first"` // 卷号
		Last   string    `json:"last"`
		Blob   string    `json:"blob"`
		SHA256 string    `json:"sha256"` // of the zip as it is downloaded
		Size   int64     `json:"size"`
		Whole  bool      `json:"whole"` // nothing is left
	}
	// TransferTaken is a download.
	TransferTaken struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		N       int           `json:"n"`
	}
	// TransferHanded is the receiver's signature on record.
	TransferHanded struct {
		At       time.Time     `json:"at"`
		Account  org.AccountID `json:"account"`
		Day      string        `json:"day"`
		Receiver string        `json:"receiver"` // 接收单位
		Person   Words         `json:"person"`   // who signed there
	}
	// TransferDropped gives a package up.
	TransferDropped struct {
		At      time.Time     `json:"at"`
		Account org.AccountID `json:"account"`
		Reason  Words         `json:"reason"`
	}
)

// Transfer is one, folded from its stream.
type Transfer struct {
	Asked   TransferAsked
	Decided *TransferDecided
	Parts   []TransferPacked
	Taken   []TransferTaken
	Handed  *TransferHanded
	Dropped *TransferDropped
}

func (t Transfer) evolve(e any) Record {
	switch e := e.(type) {
	case TransferAsked:
		t.Asked = e
	case TransferDecided:
		t.Decided = &e
	case TransferPacked:
		t.Parts = append(t.Parts[:len(t.Parts):len(t.Parts)], e)
	case TransferTaken:
		t.Taken = append(t.Taken[:len(t.Taken):len(t.Taken)], e)
	case TransferHanded:
		t.Handed = &e
	case TransferDropped:
		t.Dropped = &e
	}
	return t
}

// Open reports whether packed bytes may exist or come to exist.
func (t Transfer) Open() bool {
	return t.Handed == nil && t.Dropped == nil && (t.Decided == nil || t.Decided.Approved)
}

// Row is open until it was handed over, refused or given up.
func (t Transfer) Row() RecordRow { return RecordRow{Open: t.Open(), At: t.Asked.At} }

// Whole reports whether every volume is packed.
func (t Transfer) Whole() bool { return len(t.Parts) > 0 && t.Parts[len(t.Parts)-1].Whole }

// Packed is how many files are in the volumes so far.
func (t Transfer) Packed() int {
	n := 0
	for _, p := range t.Parts {
		n += p.Files
	}
	return n
}

// Holds reports whether a file belongs to the package.
func (t Transfer) Holds(c CaseFile) bool {
	at := c.Filed.At
	return c.Filed.Number != "" && c.Filed.Year == t.Asked.Year && at.After(t.Asked.After) && !at.After(t.Asked.UpTo)
}

// Stage is the Chinese name of where it stands.
func (t Transfer) Stage() string {
	switch {
	case t.Dropped != nil:
		return "已作废"
	case t.Handed != nil:
		return "已移交"
	case t.Decided == nil:
		return "待审批"
	case !t.Decided.Approved:
		return "未批准"
	case t.Whole():
		return "待移交"
	}
	return "正在打包"
}

// AskTransfer asks for a year's package; files is how many there are to pack, busy whether another package of the year is under way.
func AskTransfer(a org.Actor, year int, after time.Time, files int, busy bool, purpose string, now time.Time) (TransferAsked, error) {
	var none TransferAsked
	if err := mustKeep(a); err != nil {
		return none, err
	}
	y, _, _ := calendar.DateOf(now).Parts()
	switch {
	case year < 2000 || year > y:
		return none, regulation.RefuseField(artArchive, "bad_year", "year", "没有选年度，请选一个已有案卷的年度。")
	case year == y:
		return none, regulation.RefuseField(artArchive, "running_year", "year", "%d年还没有结束，年度终了以后再移交。", year)
	case busy:
		return none, regulation.RefuseField(artArchive, "under_way", "year", "%d年度已有一份移交没有办完，请先登记移交或作废。", year)
	case files == 0:
		return none, regulation.RefuseField(artArchive, "no_files", "year", "%d年度没有待移交的案卷。", year)
	}
	if err := said(artArchive, "purpose", "移交说明", purpose, 300); err != nil {
		return none, err
	}
	return TransferAsked{At: now, Account: a.Account, Year: year, After: after, UpTo: now, Files: files}, nil
}

// Decide is the second person's word on the export.
func (t Transfer) Decide(a org.Actor, approve bool, opinion string, now time.Time) (TransferDecided, error) {
	var none TransferDecided
	if t.Decided != nil || t.Dropped != nil {
		return none, regulation.RefuseState(artArchive, "decided", "这份移交已经审批或作废。")
	}
	if err := mustDecide(a, t.Asked.Account, "移交"); err != nil {
		return none, err
	}
	e := TransferDecided{At: now, Account: a.Account, Approved: approve}
	if !approve {
		return e, said(artArchive, "opinion", "不同意的理由", opinion, 300)
	}
	if len([]rune(strings.TrimSpace(opinion))) > 300 {
		return none, regulation.RefuseField(artArchive, "long_opinion", "opinion", "审批意见超过300字，请写要点。")
	}
	return e, nil
}

// Take is a download of a volume.
func (t Transfer) Take(a org.Actor, n int, now time.Time) (TransferTaken, error) {
	var none TransferTaken
	if err := mustKeep(a); err != nil {
		return none, err
	}
	switch {
	case !t.Open():
		return none, regulation.RefuseState(artArchive, "bytes_gone", "这份移交现在是“%s”，移交包不再保存。", t.Stage())
	case n < 1 || n > len(t.Parts):
		return none, regulation.RefuseState(artArchive, "no_volume", "没有这一册，请刷新页面。")
	}
	return TransferTaken{At: now, Account: a.Account, N: n}, nil
}

// Hand puts the receiver's signature on record.
func (t Transfer) Hand(a org.Actor, day, receiver, person string, now time.Time) (TransferHanded, error) {
	var none TransferHanded
	if err := mustKeep(a); err != nil {
		return none, err
	}
	switch {
	case !t.Open():
		return none, regulation.RefuseState(artArchive, "over", "这份移交现在是“%s”，不能登记。", t.Stage())
	case !t.Whole():
		return none, regulation.RefuseState(artArchive, "not_packed", "移交包还没有做好，做好以后再登记。")
	}
	packed := calendar.DateOf(t.Parts[len(t.Parts)-1].At)
	if err := dayIn(artArchive, "day", "移交日期", day, packed, calendar.DateOf(now)); err != nil {
		return none, err
	}
	if err := plain(artArchive, "receiver", "接收单位", receiver, 2, 60); err != nil {
		return none, err
	}
	if err := said(artArchive, "person", "接收人", person, 40); err != nil {
		return none, err
	}
	return TransferHanded{At: now, Account: a.Account, Day: day, Receiver: strings.TrimSpace(receiver)}, nil
}

// Drop gives the package up.
func (t Transfer) Drop(a org.Actor, reason string, now time.Time) (TransferDropped, error) {
	var none TransferDropped
	if err := mustKeep(a); err != nil {
		return none, err
	}
	if !t.Open() {
		return none, regulation.RefuseState(artArchive, "over", "这份移交现在是“%s”，不用作废。", t.Stage())
	}
	if err := said(artArchive, "reason", "作废的理由", reason, 300); err != nil {
		return none, err
	}
	return TransferDropped{At: now, Account: a.Account}, nil
}
