package auth

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// PINFresh is how long a PIN that was entered rightly confirms further signatures in the same session.
const PINFresh = 5 * time.Minute

// pinDigits is the length of a PIN (签名密码).
const pinDigits = 6

// commonPINs are the six digits that people of this county choose first, beside the patterns that CheckPIN finds itself.
var commonPINs = []string{"520131", "521314", "131452", "147258", "258369", "159357", "147852", "789456", "456123", "781234", "812345", "012345", "341622", "233500"}

// CheckPIN says what is wrong with a new PIN: six digits, not easy to guess. The text is Chinese and says what to do.
func CheckPIN(pin string) error {
	if len(pin) != pinDigits || strings.Trim(pin, "0123456789") != "" {
		return errors.New("签名密码须是6位数字，请重新填写。")
	}
	kinds := map[byte]bool{}
	steps := map[int]bool{}
	for i := range pin {
		kinds[pin[i]] = true
		if i > 0 {
			steps[int(pin[i])-int(pin[i-1])] = true
		}
	}
	switch {
	case len(kinds) <= 2:
		return errors.New("签名密码只用了一两个数字，容易猜到，请另选。")
	case len(steps) == 1:
		return errors.New("签名密码是连续数字，容易猜到，请另选。")
	case pin[:3] == pin[3:], pin[:2] == pin[2:4] && pin[2:4] == pin[4:]:
		return errors.New("签名密码是重复的几位数字，容易猜到，请另选。")
	case pin[0] == pin[1] && pin[2] == pin[3] && pin[4] == pin[5]:
		return errors.New("签名密码是成对的数字，容易猜到，请另选。")
	case slices.Contains(commonPINs, pin), strings.HasPrefix(pin, "1234"), strings.HasSuffix(pin, "4321"):
		return errors.New("签名密码是常用的号码，容易猜到，请另选。")
	}
	return nil
}

// PINLeft says in Chinese how many tries are left after n failures in a row.
func PINLeft(failures int) string {
	left := MaxFailures - failures%MaxFailures
	return fmt.Sprintf("签名密码不对，还可以试%d次，再错停用15分钟。", left)
}
