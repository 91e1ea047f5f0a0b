package notify

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// The kinds of group robots.
const (
	WeCom    = "wecom"    // 企业微信
	DingTalk = "dingtalk" // 钉钉
	Feishu   = "feishu"   // 飞书
)

// Robot is a group robot. Its address holds its key, so it is a secret itself.
type Robot struct {
	Kind       string `toml:"kind"`
	URL        string `toml:"url"`
	SecretFile string `toml:"secret_file"`
	Secret     string `toml:"-"` // 加签; WeCom has none
}

func (r *Robot) check() error {
	if r.Kind != WeCom && r.Kind != DingTalk && r.Kind != Feishu {
		return fmt.Errorf("群机器人的 kind 应是 wecom、dingtalk 或 feishu，现为“%s”", r.Kind)
	}
	return checkURL("群机器人", r.URL)
}

func sign(key, text string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(m.Sum(nil))
}

func (r *Robot) send(ctx context.Context, c *http.Client, m Message) error {
	at := r.URL
	body := map[string]any{"msgtype": "text", "text": map[string]string{"content": m.Text}}
	ok, name := "errcode", "企业微信机器人"
	switch r.Kind {
	case DingTalk:
		name = "钉钉机器人"
		if r.Secret != "" {
			ms := strconv.FormatInt(m.At.UnixMilli(), 10)
			sep := "?"
			if strings.Contains(at, "?") {
				sep = "&"
			}
			at += sep + "timestamp=" + ms + "&sign=" + url.QueryEscape(sign(r.Secret, ms+"\n"+r.Secret))
		}
	case Feishu:
		ok, name = "code", "飞书机器人"
		body = map[string]any{"msg_type": "text", "content": map[string]string{"text": m.Text}}
		if r.Secret != "" {
			s := strconv.FormatInt(m.At.Unix(), 10)
			body["timestamp"], body["sign"] = s, sign(s+"\n"+r.Secret, "")
		}
	}
	b, err := json.Marshal(body)
	if err != nil {
		return &Failure{Permanent: true, Say: name + "的消息写不出来", Cause: err}
	}
	answer, err := post(ctx, c, at, "application/json", b, nil)
	if err != nil {
		return err
	}
	switch got, known := field(answer, ok); {
	case !known:
		return &Failure{Say: name + "的回答读不懂，不能当作已发"}
	case got != "0":
		return &Failure{Say: name + "没有收下（" + short(got) + "）"}
	}
	return nil
}

// Webhook is told of every message that goes out: which, of what kind, to which post, at what time. X-Huiyin-Signature is HMAC-SHA256 in hex, with the secret, of the time,
// a dot and the body; X-Huiyin-Id is the same for every try.
type Webhook struct {
	URL        string `toml:"url"`
	SecretFile string `toml:"secret_file"`
	Secret     string `toml:"-"`
}

func (h *Webhook) check() error { return checkURL("webhook ", h.URL) }

func (h *Webhook) send(ctx context.Context, c *http.Client, m Message) error {
	at := strconv.FormatInt(m.At.Unix(), 10)
	sum := hmac.New(sha256.New, []byte(h.Secret))
	sum.Write([]byte(at + "." + m.Text))
	_, err := post(ctx, c, h.URL, "application/json", []byte(m.Text), map[string]string{"X-Huiyin-Id": m.ID, "X-Huiyin-Time": at, "X-Huiyin-Signature": hex.EncodeToString(sum.Sum(nil))})
	return err
}
