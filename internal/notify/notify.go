// Package notify is how messages leave the house: a gateway for text messages described by a configuration file, group robots, e-mail, signed webhooks, all through the one
// outbound client (client.go). It knows no order and keeps nothing; who is told what, and when again, is the desk's. Start reading at Load, then sms.go.
//
// No personal word goes to a robot, a webhook or the title of a mail: the desk gives texts of the catalogue, with numbers of orders and units.
package notify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// Config is the file that `huiyin serve --notify` reads. Unknown keys are refused.
type Config struct {
	Allow    []string          `toml:"allow"` // hosts of the own network that may be reached, by name or address; everything private is refused otherwise
	SMS      *SMS              `toml:"sms"`
	Robots   []Robot           `toml:"robot"`
	Mail     *Mail             `toml:"mail"`
	Webhooks []Webhook         `toml:"webhook"`
	To       map[string]Target `toml:"to"` // by post: cgj/handler
}

// Target is how a post is reached.
type Target struct {
	Phone string `toml:"phone"`
	Mail  string `toml:"mail"`
}

// Message is what is sent. ID is the same for every try, so that a gateway can tell a repetition.
type Message struct {
	ID    string
	To    string // telephone or address
	Title string // of a mail: never about a person
	Text  string
	At    time.Time
}

// Failure is why a message did not go. Say is Chinese, for the page, and holds neither number nor text.
type Failure struct {
	Permanent bool // asking again will not help
	Say       string
	Cause     error // for the log
}

// Error is for the log.
func (f *Failure) Error() string {
	if f.Cause != nil {
		return f.Say + ": " + f.Cause.Error()
	}
	return f.Say
}

// Unwrap is the cause.
func (f *Failure) Unwrap() error { return f.Cause }

// Gateways are the senders of a configuration.
type Gateways struct {
	c      Config
	client *http.Client
	dial   dialer
}

// Load reads a configuration file, and the secrets that it names.
func Load(path string) (*Gateways, error) {
	var c Config
	md, err := toml.DecodeFile(path, &c)
	if err != nil {
		return nil, fmt.Errorf("读不了消息配置 %s：%w", path, err)
	}
	if left := md.Undecoded(); len(left) > 0 {
		return nil, fmt.Errorf("消息配置 %s 里不认识“%s”", path, left[0])
	}
	return New(c)
}

// New checks a configuration and makes its senders.
func New(c Config) (*Gateways, error) {
	g := &Gateways{c: c}
	g.dial = dialer{allow: c.Allow}
	g.client = g.dial.client()
	var faults []error
	if c.SMS != nil {
		faults = append(faults, c.SMS.check(), secret(&c.SMS.Secret, c.SMS.SecretFile))
	}
	for i := range c.Robots {
		faults = append(faults, c.Robots[i].check(), secret(&c.Robots[i].Secret, c.Robots[i].SecretFile))
	}
	if c.Mail != nil {
		faults = append(faults, c.Mail.check(), secret(&c.Mail.Password, c.Mail.PasswordFile))
	}
	for i := range c.Webhooks {
		faults = append(faults, c.Webhooks[i].check(), secret(&c.Webhooks[i].Secret, c.Webhooks[i].SecretFile))
		if c.Webhooks[i].Secret == "" {
			faults = append(faults, errors.New("每个 webhook 都要有 secret_file，用来签名"))
		}
	}
	return g, errors.Join(faults...)
}

// secret reads a secret from its file; a file that others may read is refused.
func secret(into *string, file string) error {
	if file == "" {
		return nil
	}
	st, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("读不了密钥文件 %s：%w", file, err)
	}
	if st.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("密钥文件 %s 别人也能读，请改成只有运行程序的用户能读（chmod 600）", file)
	}
	b, err := os.ReadFile(file)
	*into = strings.TrimSpace(string(b))
	return err
}

// Target is how a post is reached; the zero Target where the file does not say.
func (g *Gateways) Target(post string) Target { return g.c.To[post] }

// HasSMS, HasMail and HasRobot say which roads there are.
func (g *Gateways) HasSMS() bool { return g.c.SMS != nil }

// HasMail reports whether mail can be sent.
func (g *Gateways) HasMail() bool { return g.c.Mail != nil }

// HasRobot reports whether there is a group robot.
func (g *Gateways) HasRobot() bool { return len(g.c.Robots) > 0 }

// HasHooks reports whether there is a webhook.
func (g *Gateways) HasHooks() bool { return len(g.c.Webhooks) > 0 }

// SMS sends a text message; the answer is the gateway's own number of it, which may be empty.
func (g *Gateways) SMS(ctx context.Context, m Message) (string, error) {
	if g.c.SMS == nil {
		return "", &Failure{Permanent: true, Say: "没有配置短信网关"}
	}
	return g.c.SMS.send(ctx, g.client, m)
}

// Mail sends an e-mail.
func (g *Gateways) Mail(ctx context.Context, m Message) error {
	if g.c.Mail == nil {
		return &Failure{Permanent: true, Say: "没有配置邮件"}
	}
	return g.c.Mail.send(ctx, g.dial, m)
}

// Robot tells every group robot. One that fails makes the whole fail; the others may hear it again, with the same ID.
func (g *Gateways) Robot(ctx context.Context, m Message) error {
	var faults []error
	for _, r := range g.c.Robots {
		faults = append(faults, r.send(ctx, g.client, m))
	}
	return errors.Join(faults...)
}

// Hook tells every webhook. One that fails makes the whole fail; the others may hear it again, with the same ID.
func (g *Gateways) Hook(ctx context.Context, m Message) error {
	var faults []error
	for _, h := range g.c.Webhooks {
		faults = append(faults, h.send(ctx, g.client, m))
	}
	return errors.Join(faults...)
}
