package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"huiyin/internal/regulation"
	"huiyin/internal/web/parts"
)

// Kind is a sort of answer that is not the page asked for. The words are what errors of rooms that must not know this room say
// by their method Kind() string.
type Kind string

// The kinds.
const (
	KindNotFound    Kind = "not_found"   // 404; also "not yours": the two are never told apart
	KindForbidden   Kind = "forbidden"   // 403
	KindConflict    Kind = "conflict"    // 409: somebody else was faster
	KindInvalid     Kind = "invalid"     // 422: a field is wrong
	KindMalformed   Kind = "malformed"   // 400: no page of ours sends this
	KindRefused     Kind = "refused"     // 422, or 409 where the state forbids it: a rule says no and names its article
	KindTooLarge    Kind = "too_large"   // 413
	KindMethod      Kind = "method"      // 405
	KindUnavailable Kind = "unavailable" // 503 with Retry-After
	KindUnknown     Kind = "unknown"     // 503: it may have happened; ask again with the same key
	KindSurprise    Kind = "surprise"    // 500
)

// Answer is what a person is told: what, why, what now. Every text is Chinese and holds nothing private.
type Answer struct {
	Kind    Kind
	Status  int
	Tag     string
	Tone    parts.Tone
	Title   string
	Say     string
	Article string
	Quote   string
	Fields  []parts.FieldError
	Next    []parts.Anchor
	Retry   time.Duration
	Code    string   // stable name of the reason, for programs
	Changed []string // what happened meanwhile, with KindConflict
	Version int64    // the version that the thing has now, with KindConflict
}

// Answerer is an error that knows its answer.
type Answerer interface {
	error
	HTTPAnswer() Answer
}

// Kinded is an error of a room that must not import this one. Its Error text is Chinese and safe to show.
type Kinded interface {
	error
	Kind() string
}

// Failure is an error with an answer, made by the functions below.
type Failure struct {
	Answer Answer
	Cause  error // for the log only
}

// Error is for the log.
func (f *Failure) Error() string {
	if f.Cause != nil {
		return string(f.Answer.Kind) + ": " + f.Cause.Error()
	}
	return string(f.Answer.Kind) + ": " + f.Answer.Say
}

// Unwrap is the cause.
func (f *Failure) Unwrap() error { return f.Cause }

// HTTPAnswer implements Answerer.
func (f *Failure) HTTPAnswer() Answer { return f.Answer }

// NotFound is "no such thing, or not yours".
func NotFound() error { return &Failure{Answer: Standard(KindNotFound, "")} }

// Forbidden says openly that the post may not do this; use NotFound where even the existence must not be told.
func Forbidden(say string) error { return &Failure{Answer: Standard(KindForbidden, say)} }

// Conflict says what has changed meanwhile.
func Conflict(say string) error { return &Failure{Answer: Standard(KindConflict, say)} }

// Malformed is a request that no page of ours sends. cause is logged, not shown.
func Malformed(cause error) error {
	return &Failure{Answer: Standard(KindMalformed, ""), Cause: cause}
}

// Invalid names fields that are wrong.
func Invalid(fields ...parts.FieldError) error {
	a := Standard(KindInvalid, "")
	a.Fields = fields
	return &Failure{Answer: a}
}

// TooLarge names the limit in bytes.
func TooLarge(limit int64) error {
	return &Failure{Answer: Standard(KindTooLarge, "发送的内容超过 "+bytesInWords(limit)+" 的上限。请减少或压缩附件，分几次上传。")}
}

// Unavailable asks to come back later.
func Unavailable(after time.Duration, cause error) error {
	a := Standard(KindUnavailable, "")
	a.Retry = after
	return &Failure{Answer: a, Cause: cause}
}

// Unknown is an outcome that is not known yet.
func Unknown(cause error) error { return &Failure{Answer: Standard(KindUnknown, ""), Cause: cause} }

// Standard is the usual answer of a kind; say replaces its sentence.
func Standard(k Kind, say string) Answer {
	a := Answer{Kind: k, Tone: parts.Orange, Next: []parts.Anchor{{Text: "回到首页", Href: "/"}}}
	back := parts.Anchor{Text: "按浏览器的“后退”回到表单，填写的内容还在"}
	switch k {
	case KindNotFound:
		a.Status, a.Tag, a.Title = http.StatusNotFound, "没有找到", "没有这一页，或者它不在您的范围内"
		a.Say = "编号可能输错了，也可能已经改派、合并或归档。您单位经办过的，可以在“已办”里查。"
	case KindForbidden:
		a.Status, a.Tag, a.Title = http.StatusForbidden, "无权办理", "您现在的岗位不能办理这一步"
		a.Say = "这一步由别的岗位办理。需要代办的，请先由本人在“代理授权”里授权。"
	case KindConflict:
		a.Status, a.Tag, a.Tone, a.Title = http.StatusConflict, "内容已变", parts.Yellow, "这件工单刚被别人办过"
		a.Say = "您打开页面以后内容有了变化，这次填写的没有保存。请看最新内容，再决定怎么办。"
		a.Next = append([]parts.Anchor{back}, a.Next...)
	case KindInvalid:
		a.Status, a.Tag, a.Tone, a.Title = http.StatusUnprocessableEntity, "需要改正", parts.Red, "有几处需要改正"
		a.Say = "请按下面的说明改好再提交。"
		a.Next = append([]parts.Anchor{back}, a.Next...)
	case KindMalformed:
		a.Status, a.Tag, a.Title = http.StatusBadRequest, "读不懂", "这次提交的内容读不懂"
		a.Say = "页面可能停留太久、已经换了版本，或者被别的软件改过。请重新打开页面再填一次。"
	case KindRefused:
		a.Status, a.Tag, a.Tone, a.Title = http.StatusUnprocessableEntity, "不能办理", parts.Red, "按规定不能这样办"
		a.Next = append([]parts.Anchor{back}, a.Next...)
	case KindTooLarge:
		a.Status, a.Tag, a.Title = http.StatusRequestEntityTooLarge, "太大", "发送的内容太大"
		a.Say = "请减少或压缩附件，分几次上传。"
		a.Next = append([]parts.Anchor{back}, a.Next...)
	case KindMethod:
		a.Status, a.Tag, a.Title = http.StatusMethodNotAllowed, "不能这样打开", "这个地址不能直接打开"
		a.Say = "它只接收表单。请从页面上的按钮进入。"
	case KindUnavailable:
		a.Status, a.Tag, a.Tone, a.Title, a.Retry = http.StatusServiceUnavailable, "请稍候", parts.Yellow, "现在忙不过来", 5*time.Second
		a.Say = "暂时连不上数据，正在恢复。请过几秒再试，已经保存的内容不受影响。"
	case KindUnknown:
		a.Status, a.Tag, a.Tone, a.Title, a.Retry = http.StatusServiceUnavailable, "正在确认", parts.Yellow, "正在确认，请勿重复登记", 5*time.Second
		a.Say = "这次提交可能已经生效，系统正在核对。请先到列表里看有没有，再按“后退”重新提交同一张表单：同一张表单只会记一次。"
		a.Next = append([]parts.Anchor{back}, a.Next...)
	default:
		a.Kind, a.Status, a.Tag, a.Tone, a.Title = KindSurprise, http.StatusInternalServerError, "出了错", parts.Red, "这一步没有办成"
		a.Say = "程序里出了没有料到的错，已经自动记下，值班人员会看到。您刚才填写的内容可能没有保存，请按“后退”核对后再试一次。"
	}
	if say != "" {
		a.Say = say
	}
	return a
}

// AnswerTo is the one place that turns an error into an answer. explain, which may be nil, is asked first.
func AnswerTo(err error, wrote bool, explain func(error) (Answer, bool)) Answer {
	if explain != nil {
		if a, ok := explain(err); ok {
			return a
		}
	}
	if known, ok := errors.AsType[Answerer](err); ok {
		return known.HTTPAnswer()
	}
	if no, ok := errors.AsType[*regulation.Refusal](err); ok {
		return refused(no)
	}
	if big, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return TooLarge(big.Limit).(*Failure).Answer
	}
	if known, ok := errors.AsType[Kinded](err); ok && slices.Contains(kinds(), Kind(known.Kind())) {
		return Standard(Kind(known.Kind()), known.Error())
	}
	if errors.Is(err, context.DeadlineExceeded) {
		// A write that ran out of time may have happened; a read has not harmed anybody.
		if wrote {
			return Standard(KindUnknown, "")
		}
		return Standard(KindUnavailable, "")
	}
	return Standard(KindSurprise, "")
}

func kinds() []Kind {
	return []Kind{KindNotFound, KindForbidden, KindConflict, KindInvalid, KindMalformed, KindRefused, KindTooLarge, KindUnavailable, KindUnknown}
}

func refused(no *regulation.Refusal) Answer {
	a := Standard(KindRefused, no.Reason)
	a.Code = no.Code
	if no.State {
		a.Status = http.StatusConflict
	}
	if no.Article != 0 {
		a.Article, a.Quote = no.Article.String(), no.Article.Text()
	}
	if no.Field != "" {
		a.Fields = []parts.FieldError{{Name: no.Field, Message: no.Reason, Article: a.Article}}
	}
	return a
}

// TroublePage is the page of an answer, as App shows it: for the gallery.
func TroublePage(a Answer, phone, request string) Page {
	p := Show(a.Title, parts.Trouble(a.trouble(phone, request))).Status(a.Status)
	p.Head.Middle, p.Head.Trouble = true, a.Kind == KindUnknown
	return p
}

// trouble is the answer as the page prints it.
func (a Answer) trouble(phone, request string) parts.TroubleProps {
	t := parts.TroubleProps{Tag: a.Tag, Tone: a.Tone, Title: a.Title, Say: a.Say, Article: a.Article, Quote: a.Quote, Next: a.Next, Phone: phone, Request: request}
	if a.Kind == KindInvalid && len(a.Fields) > 0 {
		var lines []string
		for _, f := range a.Fields {
			if f.Label != "" {
				lines = append(lines, f.Label+"："+f.Message)
			} else {
				lines = append(lines, f.Message)
			}
		}
		t.Say = strings.Join(lines, "\n")
	}
	return t
}
