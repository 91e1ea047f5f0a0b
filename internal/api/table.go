package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/order"
	"huiyin/internal/org"
	"huiyin/internal/web"
)

// operation is a line of the table: what can be asked, who may, and which answers it has beside the good one.
type operation struct {
	id, method, path string
	permission       access.Permission
	summary          string
	tag              string
	errors           []int // beside 401, 403, 429 and 503, which every operation has
	created          bool  // the good answer is 201
	body             bool  // takes a JSON object
	writes           bool  // refused to a token that may only read
	maxBody          int64
}

// withFiles is the largest body of an operation that takes files: they come as base64, a third longer than they are.
const withFiles = 40 << 20

// register puts an operation into the table and the document. The handler's errors become problems here and nowhere else.
func register[I, O any](a *API, o operation, h func(ctx context.Context, c caller, in *I) (*O, error)) {
	if o.maxBody == 0 {
		o.maxBody = web.DefaultMaxBody
	}
	known := append([]int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests, http.StatusServiceUnavailable}, o.errors...)
	if o.body {
		known = append(known, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity)
	}
	slices.Sort(known)
	op := huma.Operation{OperationID: o.id, Method: o.method, Path: o.path, Summary: o.summary, Tags: []string{o.tag}, MaxBodyBytes: o.maxBody + 1, BodyReadTimeout: o.timeout(),
		Responses: answers(a.huma.OpenAPI().Components.Schemas, slices.Compact(known)), Extensions: map[string]any{"x-permission": string(o.permission)}}
	if o.created {
		op.DefaultStatus = http.StatusCreated
	}
	a.next = o
	wrote := o.writes
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		err := plainText(reflect.ValueOf(in).Elem(), "")
		if err == nil {
			var out *O
			if out, err = h(ctx, callerOf(ctx), in); err == nil {
				return out, nil
			}
		}
		p := asProblem(err, wrote).at(ctx)
		if p.Status >= http.StatusInternalServerError {
			a.o.Log.ErrorContext(ctx, "refused", "request", p.Request, "operation", o.id, "error", err.Error())
		}
		return nil, p
	})
}

// answers documents the problems of an operation.
func answers(r huma.Registry, known []int) map[string]*huma.Response {
	out := map[string]*huma.Response{}
	schema := r.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, code := range known {
		out[strconv.Itoa(code)] = &huma.Response{Description: meaning[code], Content: map[string]*huma.MediaType{problemType: {Schema: schema}}}
	}
	return out
}

var meaning = map[int]string{400: "读不懂，或有不认识的字段、参数", 401: "没有有效的令牌", 403: "岗位或令牌不能这样做", 404: "没有，或不在范围内", 409: "工单状态不对，或版本已变",
	413: "请求体太大", 415: "内容类型不是 application/json", 422: "字段不对，或按规定不能这样办", 429: "请求太密", 503: "暂时不可用，或结果待确认"}

// plainText refuses text that no form could send either: control characters, and bytes that are no UTF-8. In a path it is an order that cannot exist.
func plainText(v reflect.Value, place string) error {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == 0xFFFE || r == 0xFFFF
		}) {
			return nil
		}
		return badField(place, "有看不见的控制字符，请去掉。")
	case reflect.Pointer:
		if !v.IsNil() {
			return plainText(v.Elem(), place)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return nil
		}
		for i := range v.Len() {
			if err := plainText(v.Index(i), fmt.Sprintf("%s[%d]", place, i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return nil
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Tag.Get("path") != "":
				if plainText(v.Field(i), "") != nil {
					return unknownOrder()
				}
				continue
			case f.Name == "Body", f.Anonymous:
				name = place
			case place != "" && name != "":
				name = place + "." + name
			}
			if err := plainText(v.Field(i), name); err != nil {
				return err
			}
		}
	}
	return nil
}

// command is one request to do something with an order: the key makes a repeat harmless, the version keeps it from overwriting what another did.
type command[B any] struct {
	ID string `path:"id" maxLength:"64" doc:"工单的 id（不是编号）"`
	Keyed
	Match string `header:"If-Match" doc:"读取时的版本（ETag），例如 \"7\"；此后有别人办过就答复 409。不带则不比较" example:"\"7\""`
	Body  B
}

// Keyed is the key of a request that may be sent again.
type Keyed struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"128" pattern:"^[A-Za-z0-9_.:-]+$" doc:"由调用方生成，每次办理一个；重试用同一个" example:"8f14e45f-ceea-467f-9f0b-1c2d3e4f5a6b"`
}

// outcome is what came of a command. A repeat gets the same.
type outcome struct {
	Replayed string `header:"Idempotency-Replayed" doc:"true：这个键以前办过，现在答复的是那一次的结果" enum:"true,false"`
	Location string `header:"Location" doc:"工单的地址"`
	Body     outcomeBody
}

type outcomeBody struct {
	ID     string `json:"id" doc:"工单 id"`
	Number string `json:"number" doc:"工单编号"`
	Status string `json:"status" doc:"办理后的状态代码"`
	Field  string `json:"field,omitempty" doc:"外勤联系单的地址（接在本系统网址后面）：只给持有人，库里只存它的摘要"`
}

// call is a command on its way: who, on which order, with what the desk knows of it.
type call struct {
	caller
	desk *desk.Service
	ctx  context.Context
	id   string
	by   order.By
	now  time.Time
	key  string // of the request, hashed

	field *string // the address of a slip that the command gives
}

// view is the order as the caller may see it.
func (c call) view() (desk.OrderView, error) { return c.reader.Order(c.ctx, c.id) }

func (c call) unit(id string) org.Unit {
	u, _ := c.reader.Directory().Unit(org.UnitID(id))
	return u
}

func private(s string) order.Private { return order.Private{Text: s} }

// upload is a file in a request.
type upload struct {
	Name    string `json:"name" minLength:"1" maxLength:"200" doc:"文件名"`
	Content []byte `json:"content" doc:"内容，base64；jpg、png、webp、pdf、docx、xlsx、ofd，单个不超过20MB"`
}

// keep checks and stores files. What is wrong with one is a fault of its field.
func (c call) keep(field, purpose string, in ...upload) ([]order.Attachment[order.Private], error) {
	var out []order.Attachment[order.Private]
	for _, u := range in {
		x, err := c.desk.Keep(c.ctx, desk.Upload{Name: u.Name, Bytes: u.Content}, purpose)
		var bad *desk.Invalid
		if errors.As(err, &bad) {
			return nil, badField(field, bad.Reason)
		}
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// scan keeps one scan and makes it an attachment of the order in the same append; nothing is kept where none came.
func (c call) scan(field, purpose string, u *upload, cmd func(blob string) order.Command) ([]order.Command, error) {
	if u == nil {
		return []order.Command{cmd("")}, nil
	}
	files, err := c.keep(field, purpose, *u)
	if err != nil {
		return nil, err
	}
	return []order.Command{cmd(files[0].Blob), order.Attach{By: c.by, Files: files}}, nil
}

// line is a command of the road as the table has it.
type line struct {
	operation
	mount func(a *API, l line)
}

// does makes a line: the last part of the path, the permission, what it is called, and the commands that a body means.
func does[B any](name string, p access.Permission, summary string, decide func(c call, b B) ([]order.Command, error)) line {
	o := operation{id: name, method: http.MethodPost, path: "/orders/{id}/" + name, permission: p, summary: summary, tag: "办理", body: true, writes: true,
		errors: []int{http.StatusNotFound, http.StatusConflict}}
	if hasFiles(reflect.TypeFor[B]()) {
		o.maxBody = withFiles
	}
	return line{o, func(a *API, l line) {
		register(a, l.operation, func(ctx context.Context, c caller, in *command[B]) (*outcome, error) {
			shown, err := version(in.Match)
			if err != nil {
				return nil, err
			}
			return a.carry(ctx, c, desk.Ask{Order: in.ID, Shown: shown, Route: "api/" + l.id}, in.Key, contentOf(in.Body), func(k call) ([]order.Command, error) { return decide(k, in.Body) })
		})
	}}
}

// contentOf is the part of a body that makes it the same or another: all but a signer's PIN, which is kept in no form.
func contentOf[B any](b B) any {
	if x, ok := any(&b).(interface{ content() }); ok {
		x.content()
	}
	return b
}

func hasFiles(t reflect.Type) bool {
	for i := range t.NumField() {
		f := t.Field(i).Type
		if f == reflect.TypeFor[[]upload]() || f == reflect.TypeFor[*upload]() || f == reflect.TypeFor[upload]() || f.Kind() == reflect.Struct && t.Field(i).Anonymous && hasFiles(f) {
			return true
		}
	}
	return false
}

// carry gives one request to the desk. The key is remembered as its hash, the content as the desk's Keyed digest: neither can be read back.
func (a *API) carry(ctx context.Context, c caller, ask desk.Ask, key string, body any, decide func(call) ([]order.Command, error)) (*outcome, error) {
	content, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode body: %w", err)
	}
	sum := sha256.Sum256([]byte(key))
	ask.Actor, ask.Content, ask.Key = c.actor, content, hex.EncodeToString(sum[:])
	field := ""
	ask.Commands, err = decide(call{caller: c, desk: a.desk, ctx: ctx, id: ask.Order, by: order.By{Actor: c.actor}, now: a.desk.Now(), key: ask.Key, field: &field})
	var done desk.Done
	if err == nil {
		done, err = a.desk.Do(ctx, ask)
	} else if again, ok, reused := a.desk.Again(ctx, ask); ok || reused != nil {
		// The request came before and the order has moved on: its outcome stands.
		done, err = again, reused
	}
	if err != nil {
		return nil, err
	}
	return &outcome{Replayed: strconv.FormatBool(done.Replayed), Location: Prefix + "/orders/" + done.ID, Body: outcomeBody{done.ID, done.Number, done.Status, field}}, nil
}

var matchForm = regexp.MustCompile(`^(?:W/)?"?([0-9]{1,18})"?$`)

// version reads If-Match: 0 where any version will do.
func version(s string) (int64, error) {
	if s == "" || s == "*" {
		return 0, nil
	}
	m := matchForm.FindStringSubmatch(s)
	if m == nil {
		return 0, problem(http.StatusBadRequest, "bad_header", "读不懂", "If-Match 应是读取工单时答复的 ETag，例如 \"7\"。", FieldFault{"If-Match", "格式不对"})
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read If-Match: %w", err)
	}
	return n, nil
}

// newID is a random name for a chain of signatures.
func newID() string { return web.NewKey() }
