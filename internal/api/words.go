package api

import (
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
)

const unknownField = "不认识这个字段"

// The words of huma are variables of its packages; ours are set once, before the first operation is registered. Nothing else in the house uses huma.
func init() {
	huma.DefaultArrayNullable = false
	huma.NewErrorWithContext = newProblem
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return newProblem(nil, status, msg, errs...)
	}
	for to, words := range map[*string]string{
		&validation.MsgUnexpectedProperty:                unknownField,
		&validation.MsgExpectedRFC3339DateTime:           "应是带时区的时间，例如 2026-03-02T09:30:00+08:00",
		&validation.MsgExpectedRFC3339Date:               "应是日期，例如 2026-03-02",
		&validation.MsgExpectedMatchExactlyOneSchema:     "不符合任何一种写法",
		&validation.MsgExpectedBoolean:                   "应是 true 或 false",
		&validation.MsgExpectedNumber:                    "应是数字",
		&validation.MsgExpectedInteger:                   "应是整数",
		&validation.MsgExpectedString:                    "应是文字",
		&validation.MsgExpectedBase64String:              "应是 base64",
		&validation.MsgExpectedArray:                     "应是数组",
		&validation.MsgExpectedObject:                    "应是对象",
		&validation.MsgExpectedOneOf:                     "应是其中之一：\"%s\"",
		&validation.MsgExpectedMinimumNumber:             "不能小于%v",
		&validation.MsgExpectedMaximumNumber:             "不能大于%v",
		&validation.MsgExpectedMinLength:                 "不能短于%d个字符",
		&validation.MsgExpectedMaxLength:                 "不能长于%d个字符",
		&validation.MsgExpectedBePattern:                 "格式不对，应是%s",
		&validation.MsgExpectedMatchPattern:              "格式不对，应符合 %s",
		&validation.MsgExpectedMinItems:                  "不能少于%d项",
		&validation.MsgExpectedMaxItems:                  "不能多于%d项",
		&validation.MsgExpectedRequiredProperty:          "缺少字段 %s",
		&validation.MsgExpectedMinProperties:             "不能少于%d个字段",
		&validation.MsgExpectedDependentRequiredProperty: "写了 %[2]s 就要写 %[1]s",
	} {
		*to = words
	}
}

// inChinese says the words that huma keeps in its code. What it does not know is said in general: a library's words may repeat what was sent.
func inChinese(s string) string {
	switch {
	case strings.HasPrefix(s, "required"):
		return "缺少这个参数"
	case strings.HasPrefix(s, "unknown query parameter"):
		return "不认识这个参数"
	case strings.HasPrefix(s, "invalid integer"):
		return "应是整数"
	case strings.HasPrefix(s, "invalid boolean"):
		return "应是 true 或 false"
	}
	for _, r := range s {
		if r > 0x2e80 {
			return s
		}
	}
	return "格式不对"
}
