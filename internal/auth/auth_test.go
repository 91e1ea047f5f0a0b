package auth

import (
	"strings"
	"testing"
	"time"
)

func TestAPasswordIsVerifiedByItsHashOnly(t *testing.T) {
	h, err := Hash("Chuntian-2026-hao")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(h, "$argon2id$v=19$m=32768,t=2,p=1$") {
		t.Errorf("hash = %s", h)
	}
	if !Verify(h, "Chuntian-2026-hao") || Verify(h, "Chuntian-2026-Hao") || Verify("", "") || Verify("$argon2id$broken", "x") {
		t.Error("a wrong password passed, or the right one did not")
	}
	if other, _ := Hash("Chuntian-2026-hao"); other == h {
		t.Error("two hashes share a salt")
	}
	if Verify(nobody, "anything") {
		t.Error("the hash of nobody was verified")
	}
}

func TestWeakPasswordsAreRefusedWithARemedy(t *testing.T) {
	for pw, want := range map[string]string{
		"short1A": "至少要10位", "alllowercase": "三种", "Mengcheng2026": "容易猜到", "Huawu01-2026": "登录名", "Aa7812345-xyz": "7812345", strings.Repeat("Aa1-", 40): "缩短",
	} {
		if err := Check(pw, "huawu01"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Check(%q) = %v, want %q", pw, err, want)
		}
	}
	if err := Check("Qingshan-4-lvshui", "huawu01"); err != nil {
		t.Errorf("a good password is refused: %v", err)
	}
}

func TestTheDoorShutsAfterFiveFailures(t *testing.T) {
	at := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	for n := range 12 {
		shut := ShutUntil(n, at)
		if want := n == 5 || n == 10; want != !shut.IsZero() {
			t.Errorf("after %d failures shut until %v", n, shut)
		}
	}
}
