package auth

import (
	"strings"
	"testing"
)

func TestWeakPINsAreRefusedWithARemedy(t *testing.T) {
	for pin, want := range map[string]string{
		"": "6位数字", "12345": "6位数字", "1234567": "6位数字", "12a456": "6位数字", "１２３４５６": "6位数字",
		"000000": "一两个数字", "112112": "一两个数字", "123456": "连续", "987654": "连续", "135791": "", "024680": "",
		"380380": "重复", "383838": "一两个数字", "113355": "成对", "520131": "常用", "123498": "常用", "781234": "常用",
	} {
		err := CheckPIN(pin)
		if want == "" {
			if err != nil {
				t.Errorf("CheckPIN(%q) = %v", pin, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("CheckPIN(%q) = %v, want %q", pin, err, want)
		}
	}
	if err := CheckPIN("709418"); err != nil {
		t.Errorf("a good PIN is refused: %v", err)
	}
}

func TestTheTriesLeftAreCounted(t *testing.T) {
	if s := PINLeft(3); !strings.Contains(s, "试2次") {
		t.Errorf("after three failures: %s", s)
	}
}
