package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/internal/desk"
	"huiyin/internal/web"
	"huiyin/internal/web/parts"
)

// Problem is every answer that is not what was asked for (RFC 9457). All texts are Chinese and hold nothing that was sent.
type Problem struct {
	Type    string       `json:"type" doc:"总是 about:blank；原因看 code"`
	Title   string       `json:"title" doc:"这类答复的名称"`
	Status  int          `json:"status" doc:"HTTP 状态码"`
	Detail  string       `json:"detail" doc:"什么不行、为什么、现在怎么办"`
	Code    string       `json:"code" doc:"原因代码，不随文字变化"`
	Article string       `json:"article,omitempty" doc:"依据的条款，例如 第十条（三）"`
	Clause  string       `json:"clause,omitempty" doc:"条文原文"`
	Fields  []FieldFault `json:"fields,omitempty" doc:"有问题的字段"`
	Changed []string     `json:"changed,omitempty" doc:"版本不符时，此后别人办了什么"`
	Version int64        `json:"version,omitempty" doc:"版本不符时，现在的版本"`
	Request string       `json:"request" doc:"请求编号，报修时念给值班人员"`

	retry time.Duration
}

// FieldFault is one field that is wrong.
type FieldFault struct {
	Field   string `json:"field" doc:"字段，例如 contact_phone 或 files[0].name"`
	Message string `json:"message" doc:"什么不对、怎么改"`
}

// Error is for logs.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// GetStatus tells huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma.
func (p *Problem) ContentType(string) string { return problemType }

// GetHeaders tells huma when to come again.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{"Content-Security-Policy": {noPage}}
	if p.retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(p.retry.Seconds()+0.5)))
	}
	return h
}

const (
	problemType = "application/problem+json"
	// noPage is the policy of an answer that no browser shows.
	noPage = "default-src 'none'; frame-ancestors 'none'"
)

func problem(status int, code, title, detail string, fields ...FieldFault) *Problem {
	return &Problem{Type: "about:blank", Title: title, Status: status, Code: code, Detail: detail, Fields: fields}
}

// The problems that are no rule's.
var (
	errNoToken  = problem(http.StatusUnauthorized, "no_token", "没有有效的令牌", "请在 Authorization 头里写 Bearer 加令牌。令牌不对、过期、作废或账号停用时也是这个答复，请让管理员重发。")
	errMedia    = problem(http.StatusUnsupportedMediaType, "media_type", "内容类型不对", "请求体须是 JSON，请写 Content-Type: application/json。")
	errReadOnly = problem(http.StatusForbidden, "read_only_token", "令牌只能查询", "这个令牌是只读的，不能办理；需要办理的，请让管理员另发令牌。")
)

// unknownOrder is the one answer for an order that is not there, is not ours to see, or has a name that none can have.
func unknownOrder() *Problem {
	return asProblem(desk.ErrNotFound, false)
}

// badField is a refusal of one field's content.
func badField(field, message string) *Problem {
	return problem(http.StatusUnprocessableEntity, "invalid", "需要改正", message, FieldFault{field, message})
}

// explain turns the desk's errors into answers.
func explain(err error) (web.Answer, bool) {
	var conflict *desk.Conflict
	var bad *desk.Invalid
	switch {
	case errors.Is(err, desk.ErrNotFound):
		a := web.Standard(web.KindNotFound, desk.ErrNotFound.Error()+"。")
		a.Title = "没有找到"
		return a, true
	case errors.Is(err, desk.ErrForbidden):
		return web.Standard(web.KindForbidden, ""), true
	case errors.Is(err, desk.ErrUnknown):
		return web.Standard(web.KindUnknown, "这次办理可能已经生效。请用同一个 Idempotency-Key 和同样的内容再发一次：同一键只记一次。"), true
	case errors.As(err, &conflict):
		a := web.Standard(web.KindConflict, "您读取以后，这件工单已被别人办理，这次没有办。请重新读取，核对 changed 后再决定。")
		a.Changed, a.Version, a.Code = conflict.What, conflict.Have, "stale_version"
		return a, true
	case errors.As(err, &bad) && bad.Field == "_key":
		a := web.Standard(web.KindInvalid, "这个 Idempotency-Key 已经用于另一次内容不同的请求；新的办理请换新的键。")
		a.Code = "key_reused"
		return a, true
	case errors.As(err, &bad):
		a := web.Standard(web.KindInvalid, bad.Reason)
		a.Fields = []parts.FieldError{{Name: bad.Field, Message: bad.Reason}}
		return a, true
	}
	return web.Answer{}, false
}

// asProblem is the problem behind an error. wrote: the request was to change something.
func asProblem(err error, wrote bool) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		copied := *p
		return &copied
	}
	return fromAnswer(web.AnswerTo(err, wrote, explain))
}

// codes of answers that no rule named.
var codes = map[web.Kind]string{web.KindNotFound: "not_found", web.KindForbidden: "forbidden", web.KindConflict: "conflict", web.KindInvalid: "invalid", web.KindMalformed: "malformed",
	web.KindRefused: "refused", web.KindTooLarge: "too_large", web.KindMethod: "method", web.KindUnavailable: "unavailable", web.KindUnknown: "unknown_outcome", web.KindSurprise: "surprise"}

// asked says for programs what Standard says for people before a page.
var asked = map[web.Kind]string{web.KindMalformed: "请求读不懂，请对照 /api/v1/openapi.json 核对。", web.KindMethod: "这个地址不接受这种方法，请对照 /api/v1/openapi.json 核对。",
	web.KindSurprise: "程序里出了没有料到的错，已经自动记下。请稍后用同一个 Idempotency-Key 再试一次。", web.KindForbidden: "令牌所代表的岗位不能办理这一步。"}

func fromAnswer(a web.Answer) *Problem {
	p := problem(a.Status, a.Code, a.Title, a.Say)
	if p.Code == "" {
		p.Code = codes[a.Kind]
	}
	if say, ok := asked[a.Kind]; ok && a.Say == web.Standard(a.Kind, "").Say {
		p.Detail = say
	}
	p.Article, p.Clause, p.Changed, p.Version, p.retry = a.Article, a.Quote, a.Changed, a.Version, a.Retry
	for _, f := range a.Fields {
		p.Fields = append(p.Fields, FieldFault{f.Name, f.Message})
	}
	return p
}

// writeProblem sends a problem.
func writeProblem(w http.ResponseWriter, r *http.Request, p *Problem) {
	p.Request = web.RequestID(r.Context())
	h := w.Header()
	for k, vs := range p.GetHeaders() {
		h[k] = vs
	}
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", `Bearer realm="huiyin"`)
	}
	h.Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		_ = enc.Encode(p)
	}
}

// writeAnswer is what the shell says by itself: no such path, too large, a panic.
func writeAnswer(w http.ResponseWriter, r *http.Request, a web.Answer) {
	writeProblem(w, r, fromAnswer(a))
}

// newProblem is how huma's own refusals look: what it found wrong before a handler ran. The values it found are left out: they may identify people.
func newProblem(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
	p := readFault(status, msg, errs)
	if ctx != nil {
		p.Request = web.RequestID(ctx.Context())
		ctx.SetHeader("Content-Security-Policy", noPage)
	}
	return p
}

func readFault(status int, msg string, errs []error) *Problem {
	for _, err := range errs {
		if p, ok := err.(*Problem); ok {
			return p
		}
	}
	switch {
	case status == http.StatusRequestEntityTooLarge:
		return fromAnswer(web.Standard(web.KindTooLarge, "请求体超过上限，请减少或压缩附件，分几次上传。"))
	case status == http.StatusUnsupportedMediaType:
		p := *errMedia
		return &p
	case status == http.StatusRequestTimeout || len(errs) == 0 || status == http.StatusInternalServerError:
		return problem(http.StatusBadRequest, "malformed", "读不懂", "请求体没有收全，或者是空的。请发送一个 JSON 对象；没有内容的发 {}。")
	}
	p := problem(http.StatusUnprocessableEntity, "invalid", "需要改正", "有字段不对，请看 fields。")
	for _, err := range errs {
		d, ok := err.(huma.ErrorDetailer)
		if !ok {
			continue
		}
		e := d.ErrorDetail()
		place, field, _ := strings.Cut(e.Location, ".")
		switch {
		case place == "path":
			return unknownOrder()
		case status == http.StatusBadRequest:
			return problem(http.StatusBadRequest, "malformed", "读不懂", "请求体不是完整的 JSON，请核对引号、逗号和括号。")
		case place == "query" || place == "header":
			p.Status, p.Code, p.Title, p.Detail = http.StatusBadRequest, "bad_"+place, "读不懂", "请求的参数不对，请看 fields。"
			if field == "Idempotency-Key" {
				p.Code, p.Detail = "no_key", "办理请求须带 Idempotency-Key 头：8到128位字母、数字和 -_.:，由您生成，每次办理一个；重试用同一个键，只会办一次。"
			}
		case p.Code == "invalid" && e.Message == unknownField:
			p.Status, p.Code, p.Title, p.Detail = http.StatusBadRequest, "unknown_field", "读不懂", "有不认识的字段，请看 fields，并对照 /api/v1/openapi.json 核对拼写。"
		}
		p.Fields = append(p.Fields, FieldFault{field, inChinese(e.Message)})
	}
	return p
}

// requestID puts the number of the request on a problem that a handler returns.
func (p *Problem) at(ctx context.Context) *Problem {
	p.Request = web.RequestID(ctx)
	return p
}
