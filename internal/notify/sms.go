package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// SMS describes a gateway of any provider: one POST, whose body and headers are templates. In them stand {phone} {text} {id} {sign} {time} {secret} {hmac}; hmac is
// HMAC-SHA256 in hex, with the secret, of id, phone and time one after the other. Values are escaped as the kind of the body asks.
type SMS struct {
	URL        string            `toml:"url"`
	Kind       string            `toml:"kind"` // Content-Type; application/json where empty
	Body       string            `toml:"body"`
	Headers    map[string]string `toml:"headers"`
	Sign       string            `toml:"sign"` // 【蒙城县长热线】
	SecretFile string            `toml:"secret_file"`
	Secret     string            `toml:"-"`
	OKField    string            `toml:"ok_field"` // where the answer says that it was taken: code, or result.code
	OKValue    string            `toml:"ok_value"`
	Never      []string          `toml:"never"`   // values of the same field with which asking again does not help
	Receipt    string            `toml:"receipt"` // where the gateway's own number stands
}

func (s *SMS) check() error {
	faults := []error{checkURL("短信网关", s.URL)}
	if s.Kind == "" {
		s.Kind = "application/json"
	}
	for _, must := range []string{"{phone}", "{text}"} {
		if !strings.Contains(s.Body, must) {
			faults = append(faults, fmt.Errorf("短信网关的 body 里要有 %s", must))
		}
	}
	if s.OKField == "" {
		faults = append(faults, errors.New("短信网关要写 ok_field 和 ok_value：回答里哪一项等于什么才算收下，不能只看连得上"))
	}
	return errors.Join(faults...)
}

// fill puts values into a template, each escaped for the place where it stands.
func fill(template string, values map[string]string, escape func(string) string) string {
	var pairs []string
	for k, v := range values {
		pairs = append(pairs, "{"+k+"}", escape(v))
	}
	return strings.NewReplacer(pairs...).Replace(template)
}

func (s *SMS) send(ctx context.Context, c *http.Client, m Message) (string, error) {
	at := strconv.FormatInt(m.At.Unix(), 10)
	sum := hmac.New(sha256.New, []byte(s.Secret))
	sum.Write([]byte(m.ID + m.To + at))
	values := map[string]string{"phone": m.To, "text": m.Text, "id": m.ID, "sign": s.Sign, "time": at, "secret": s.Secret, "hmac": hex.EncodeToString(sum.Sum(nil))}
	escape := func(v string) string { return v }
	switch {
	case strings.Contains(s.Kind, "json"):
		escape = func(v string) string { b, _ := json.Marshal(v); return string(b[1 : len(b)-1]) }
	case strings.Contains(s.Kind, "form"):
		escape = url.QueryEscape
	}
	headers := map[string]string{}
	for k, v := range s.Headers {
		headers[k] = fill(v, values, func(v string) string { return strings.NewReplacer("\r", "", "\n", "").Replace(v) })
	}
	b, err := post(ctx, c, s.URL, s.Kind, []byte(fill(s.Body, values, escape)), headers)
	if err != nil {
		return "", err
	}
	got, ok := field(b, s.OKField)
	switch {
	case !ok:
		return "", &Failure{Say: "短信网关的回答读不懂，不能当作已发"}
	case got == s.OKValue:
		receipt, _ := field(b, s.Receipt)
		return receipt, nil
	}
	return "", &Failure{Permanent: slices.Contains(s.Never, got), Say: "短信网关没有收下（" + short(got) + "）"}
}

// field reads a value of an answer in JSON by its path.
func field(b []byte, path string) (string, bool) {
	if path == "" {
		return "", false
	}
	d := json.NewDecoder(strings.NewReader(string(b)))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return "", false
	}
	for _, name := range strings.Split(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			return "", false
		}
		if v, ok = m[name]; !ok {
			return "", false
		}
	}
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// short keeps a code of an answer from filling a page: a code is letters and digits, nothing that was sent.
func short(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 128 && (r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_' || r == '-' || r == '.') {
			return r
		}
		return -1
	}, s)
	if len(s) > 10 { // eleven digits could be a telephone
		return s[:10]
	}
	return s
}
