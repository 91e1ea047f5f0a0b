package desk

import (
	"time"

	"huiyin/internal/access"
	"huiyin/internal/approval"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/policy"
)

// Masked is a field that identifies somebody, as far as this reader may see it. Pages print Shown; the full value is never in a Masked that
// does not show it.
type Masked struct {
	Shown  string       // what the page shows: full, masked, a salutation or 诉求人信息保密
	Paper  string       // what its print shows instead, where the page shows all: paper goes from hand to hand
	Field  string       // for a reveal: name, phone, contact, words …
	Sight  access.Sight // how much is shown
	Has    bool         // there is something behind it
	Reveal bool         // this reader may reveal it with a reason
}

// ClockView is a clock with its why.
type ClockView struct {
	Kind        order.LimitKind
	Name        string
	Light       Light
	Last        string    // 12月8日 周二 24:00
	Due         time.Time // the first instant that is too late
	Used, Total int
	Provisional bool
	Article     string
	Why         string
	Done        bool
	DoneWords   string
}

// Light is the state of a clock: colour, shape and word always go together (ux C1).
type Light struct {
	Colour string // g y o r k
	Word   string // 剩5个工作日, 今日24:00, 超1个工作日, 暂停计时
}

// Row is one line of a work list.
type Row struct {
	ID, Number, Title, Type, Channel, Unit, Status, Place, Act string
	Appeals, Urges                                             int64
	Key, Provisional, Secret, Late                             bool
	Light                                                      Light
	Due                                                        string
	Registered                                                 string
	DueAt, RegisteredAt                                        time.Time // the same as instants, for programs
	ActCode                                                    order.Act
	StatusCode                                                 order.Status
	UnitID                                                     org.UnitID
	Cursor                                                     string
	Verb                                                       string // what is owed, as a verb: 签收
	Why, WhyAt                                                 string // why a copy came, and when
	Version                                                    int64
	Members                                                    int64 // merged under it
	CoLate                                                     int64 // co-units that were late: for the lead and the office
	OwnLate                                                    bool  // on a co-unit's lists: its own part was late
	Merged                                                     bool  // under another
	Pressed                                                    int   // level of supervision; 0 where there is none that the reader may see
}

// StepView is one approval step.
type StepView struct {
	Chain   string
	Index   int
	Label   string
	State   string // done, now, todo
	At      string
	Paper   bool
	Waits   bool // paper recorded, waits for the second person
	By      string
	Refused bool
	Scan    string // attachment id of the scan
}

// ChainView is a chain of signatures with its why.
type ChainView struct {
	ID, Title, Article, Why string
	Steps                   []StepView
}

// FileView is an attachment.
type FileView struct {
	ID, Name, Purpose, Size, MIME string
	Held                          string // why nobody may open it yet
}

// Picture reports whether it is shown in a page: only what was decoded and written anew is.
func (f FileView) Picture() bool { return f.MIME == "image/jpeg" || f.MIME == "image/png" }

// RoundView is an order of the same matter.
type RoundView struct {
	ID, Number, Status, Closed string
	Title                      string // of another matter's order
	N                          int
	Self, Guided               bool
	Joins                      bool // open, and a key letter on the matter may be handled with it
	Light                      Light
}

// OrderView is an order as one reader may see it. Console and API are made of it; nothing else reaches them.
type OrderView struct {
	ID, Number, OldNo, Title            string
	Version                             int64
	Status                              order.Status
	StatusName, Type, Category, Channel string
	CategoryCode, TypeCode, ChannelCode string
	OuterNo, OuterDue                   string
	Place, Town                         string
	Key, Late, AutoAccepted             bool
	Answering                           *AnsweredView // taken on an answering day
	Secrecy, Urgency                    string
	Unit                                string
	UnitID                              org.UnitID
	UnitPhone                           string
	Deputy                              string
	DeputyMissing                       bool
	TakenAt, RegisteredAt, ReceivedAt   string
	Taken, Registered, Received         time.Time // the same as instants, for programs
	NeedReply, Public                   bool
	Answerable                          bool // the caller is to be contacted and answered (Art. 15, 24)
	Persons                             int
	CallerKind                          string

	Words, Ask, Name, Phone, Contact, Home, Address, Employer, Email, Reported, ReportedTel Masked

	DispatchText, Requirements string
	DraftText                  string // 转办文本 proposed: original words with automatic masking
	Proposal                   order.Proposal

	Matter                                string
	Appeals, Assigns, Keys, Urges, Rework int
	Level                                 policy.Level
	LevelWhy                              string
	PrincipalOwn                          bool
	Lead, Handler                         string

	Head   *ClockView
	Clocks []ClockView
	Chains []ChainView
	Items  []Item
	Rounds []RoundView
	Files  []FileView
	Reply  *ReplyView

	Returning ReturnView
	Suggested []Suggestion // by the dispatch directory, where the reader dispatches
	// The directory says that the matter is a department's own: a township is given it only with a reason (国办函〔2025〕66号).
	DepartmentDuty bool
	Extension      *ExtensionView
	Told           []ToldView // what the caller was told by SMS, for the office
	Slips          []SlipView // 外勤联系单, the newest first
	SlipDays       int        // how long one may run at most
	GivesNumber    bool       // this reader may let a slip show the caller's number
	Co             CoState

	Secret  bool // 保密 or 匿名: what leaves is looked through place by place
	Party   PartyView
	Barred  []org.UnitID // units that may not have it (回避)
	Relay   RelayView
	Sight   SightView
	MayLook []LookChoice

	Limits      LimitsView
	Exemption   ExemptionView
	Recheck     *RecheckView // the look-back that it owes, for whoever does it
	Alarm       bool         // a call was handed to an alarm centre, and its end is not on record
	Pressed     int          // highest level of an open row of the ledger that the reader may see; 0 where there is none
	Termination *TerminationView
	Ended       *EndedView // the matter was terminated before

	Case *CaseNote // where its file stands, once it is over

	Disposal string
	Acts     []Panel
	Objected string
}

// ReplyView is the unit's answer as the reader may see it.
type ReplyView struct {
	Finding, Solved, Investigation, Measures, Basis, Unsolved, Opinion, Contact, ContactPhone, Public string
	Warnings                                                                                          []string
	Seal                                                                                              string
}

// Panel is something this reader may do with the order now. The first is the current action.
type Panel struct {
	Act     string // stable name: dispatch, sign_for, reply …
	Title   string
	Article string
	Now     bool // owed by this reader
	Chain   approval.Chain
	Step    int
	Options map[string]string
}

// Account is a person's account as pages may show it.
type Account struct {
	ID    org.AccountID
	Login string
	Title string
	Posts []org.Post // that he holds today
	Off   bool

	Acting []Acting // posts that he acts in by another's paper today
}

// Acting is a post of somebody else's with the paper that opens it.
type Acting struct {
	Post  org.Post
	Under org.Authority
	Until org.Day // last day; empty: until it is taken back
}

// Draft times on pages.
func (v OrderView) Done() bool { return v.Status.Done() }
