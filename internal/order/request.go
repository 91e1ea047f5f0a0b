package order

import (
	"time"
	"unicode/utf8"

	"huiyin/internal/org"
)

// Private is text that a person said or is called, on its way in. Decide may read it; events keep a Kept.
type Private struct {
	Ref    string // where the sealed text is kept
	Text   string
	Digest string // keyed digest of Text
}

// Kept is what an event holds of private text: where it is sealed, and a keyed digest of it.
type Kept struct {
	Ref    string `json:"ref,omitempty"`
	Digest string `json:"digest,omitempty"`
	Chars  int    `json:"chars,omitempty"` // length in characters
}

// Keep drops the text.
func (p Private) Keep() Kept {
	if p.Text == "" {
		return Kept{}
	}
	return Kept{Ref: p.Ref, Digest: p.Digest, Chars: utf8.RuneCountInString(p.Text)}
}

// Empty reports that nothing was said.
func (k Kept) Empty() bool { return k.Ref == "" }

// Type is the kind of a request (诉求类型). Only Consult has the short limit (Art. 18).
type Type string

// The types.
const (
	Consult   Type = "consult"   // 咨询
	Help      Type = "help"      // 求助
	Complaint Type = "complaint" // 投诉
	Report    Type = "report"    // 举报
	Suggest   Type = "suggest"   // 意见建议
	Praise    Type = "praise"    // 表扬
	Other     Type = "other"     // 其他（无效）
)

// Types lists the types in the order of forms.
func Types() []Type { return []Type{Consult, Help, Complaint, Report, Suggest, Praise, Other} }

// Name is the Chinese name, "" for an unknown type.
func (t Type) Name() string {
	return map[Type]string{Consult: "咨询", Help: "求助", Complaint: "投诉", Report: "举报", Suggest: "意见建议", Praise: "表扬", Other: "其他"}[t]
}

// Secrecy is the grade of secrecy the caller asked for (Art. 23(6); domain.md §13.28).
type Secrecy string

// The grades.
const (
	Ordinary  Secrecy = "ordinary"  // 一般
	Secret    Secrecy = "secret"    // 保密
	Anonymous Secrecy = "anonymous" // 匿名
)

// Name is the Chinese name, "" for an unknown grade.
func (s Secrecy) Name() string {
	return map[Secrecy]string{Ordinary: "一般", Secret: "保密", Anonymous: "匿名"}[s]
}

// Urgency of an order.
type Urgency string

// The urgencies.
const (
	Routine  Urgency = "routine"  // 平件
	Urgent   Urgency = "urgent"   // 急件
	Critical Urgency = "critical" // 特急
)

// Name is the Chinese name, "" for an unknown urgency.
func (u Urgency) Name() string {
	return map[Urgency]string{Routine: "平件", Urgent: "急件", Critical: "特急"}[u]
}

// CallerKind says who calls.
type CallerKind string

// The kinds of callers.
const (
	Person       CallerKind = "person"       // 个人
	Company      CallerKind = "company"      // 企业
	Organisation CallerKind = "organisation" // 其他组织
)

// Name is the Chinese name.
func (c CallerKind) Name() string {
	return map[CallerKind]string{Person: "个人", Company: "企业", Organisation: "其他组织"}[c]
}

// Request is what the operator writes down (Art. 9: 记录详实无误). T is Private in a command and Kept in an event. The tag seal names the class
// of the sealed text: identity, words, reported.
type Request[T any] struct {
	Channel   string     `json:"channel"`              // code of the policy's channel (Art. 2)
	OuterNo   string     `json:"outer_no,omitempty"`   // number on the upper platform
	OuterDue  *time.Time `json:"outer_due,omitempty"`  // limit set by the upper platform
	TakenAt   time.Time  `json:"taken_at"`             // when the call or letter came
	HungUpAt  *time.Time `json:"hung_up_at,omitempty"` // when the call ended
	Type      Type       `json:"type"`
	Category  string     `json:"category"`
	Urgency   Urgency    `json:"urgency"`
	Secrecy   Secrecy    `json:"secrecy"`
	NeedReply bool       `json:"need_reply"`
	Public    bool       `json:"public,omitempty"`   // the caller agrees to publication
	Notice    string     `json:"notice,omitempty"`   // version of the privacy notice that the citizen was shown (trust.md B5 #56); "" over the telephone
	Persons   int        `json:"persons,omitempty"`  // people concerned
	Town      string     `json:"town,omitempty"`     // unit code of the township
	Place     string     `json:"place,omitempty"`    // village, community: nothing finer
	Occurred  string     `json:"occurred,omitempty"` // when it happened, as told
	Flags     []string   `json:"flags,omitempty"`    // 突发, 涉稳, 媒体 …
	Title     string     `json:"title"`              // in clear, so without identity

	CallerKind CallerKind `json:"caller_kind,omitempty"`
	Sex        string     `json:"sex,omitempty"` // m, f or empty

	Name     T `json:"name" seal:"identity"`
	Phone    T `json:"phone" seal:"identity"`   // the number that called
	Contact  T `json:"contact" seal:"identity"` // the number to be called, when another
	Email    T `json:"email" seal:"identity"`
	Employer T `json:"employer" seal:"identity"`
	Home     T `json:"home" seal:"identity"`
	Address  T `json:"address" seal:"identity"` // where it happened, in detail
	Words    T `json:"words" seal:"words"`      // what was said
	Ask      T `json:"ask" seal:"words"`        // what is wanted

	// The party complained of (被反映方): who must not see the order, by the directory; and in words, sealed.
	ReportedUnit     org.UnitID      `json:"reported_unit,omitempty"`
	ReportedPosts    []org.PostID    `json:"reported_posts,omitempty"`
	ReportedAccounts []org.AccountID `json:"reported_accounts,omitempty"` // who held the posts when they were named
	Reported         T               `json:"reported" seal:"reported"`    // name of the party
	ReportedTel      T               `json:"reported_tel" seal:"reported"`
}

func keepRequest(r Request[Private]) Request[Kept] {
	return Request[Kept]{
		Channel: r.Channel, OuterNo: r.OuterNo, OuterDue: r.OuterDue, TakenAt: r.TakenAt, HungUpAt: r.HungUpAt, Type: r.Type, Category: r.Category,
		Urgency: r.Urgency, Secrecy: r.Secrecy, NeedReply: r.NeedReply, Public: r.Public, Notice: r.Notice, Persons: r.Persons, Town: r.Town, Place: r.Place,
		Occurred: r.Occurred, Flags: r.Flags, Title: r.Title, CallerKind: r.CallerKind, Sex: r.Sex,
		Name: r.Name.Keep(), Phone: r.Phone.Keep(), Contact: r.Contact.Keep(), Email: r.Email.Keep(), Employer: r.Employer.Keep(), Home: r.Home.Keep(),
		Address: r.Address.Keep(), Words: r.Words.Keep(), Ask: r.Ask.Keep(), ReportedUnit: r.ReportedUnit, ReportedPosts: r.ReportedPosts, ReportedAccounts: r.ReportedAccounts,
		Reported:    r.Reported.Keep(),
		ReportedTel: r.ReportedTel.Keep(),
	}
}

// Attachment is a stored file. Its name may identify a person and is sealed.
type Attachment[T any] struct {
	ID      string `json:"id"`
	Blob    string `json:"blob"`
	Purpose string `json:"purpose"` // request, contact, handling, seal, paper, outer
	MIME    string `json:"mime"`
	Size    int64  `json:"size"`
	Name    T      `json:"name" seal:"words"`
}

func keepFiles(in []Attachment[Private]) []Attachment[Kept] {
	var out []Attachment[Kept]
	for _, a := range in {
		out = append(out, Attachment[Kept]{ID: a.ID, Blob: a.Blob, Purpose: a.Purpose, MIME: a.MIME, Size: a.Size, Name: a.Name.Keep()})
	}
	return out
}

// FlagWord is an operator's mark as one word, however it was written down: forms send a code, imports the word itself.
func FlagWord(f string) string {
	if w, ok := map[string]string{"sudden": "突发", "budding": "苗头", "trend": "趋势", "media": "媒体", "threat": "扬言", "unrest": "涉稳"}[f]; ok {
		return w
	}
	return f
}
