package sheet

import (
	"testing"
	"time"
)

func TestParseTimeReadsWhatPeopleAndSystemsType(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"2020/1/6 12:09:38", "2020-01-06 12:09:38"},
		{"2019-12-05 10:22:00", "2019-12-05 10:22:00"},
		{"\t\n 2019-12-05\t10:22:00 \r\n", "2019-12-05 10:22:00"},
		{"2019-12-05\n10:22", "2019-12-05 10:22:00"},
		{"2020/01/06 9:5", "2020-01-06 09:05:00"},
		{"2019.12.5", "2019-12-05 00:00:00"},
		{"2019年12月5日", "2019-12-05 00:00:00"},
		{"2019 年 12 月 5 日", "2019-12-05 00:00:00"},
		{"2019年12月5号15时", "2019-12-05 15:00:00"},
		{"2019年12月5日 15时20分", "2019-12-05 15:20:00"},
		{"2019年12月5日15时20分8秒", "2019-12-05 15:20:08"},
		{"2019年12月5日星期四 15:20", "2019-12-05 15:20:00"},
		{"2019-12-05（周四） 15:20", "2019-12-05 15:20:00"},
		{"2019年12月5日 下午3:20", "2019-12-05 15:20:00"},
		{"2019年12月5日 下午3点半", "2019-12-05 15:30:00"},
		{"2019-12-5 上午 9:20:01", "2019-12-05 09:20:01"},
		{"2019-12-5 上午12:20", "2019-12-05 12:20:00"},
		{"2019-12-5 凌晨12:20", "2019-12-05 00:20:00"},
		{"2019-12-5 中午12:20", "2019-12-05 12:20:00"},
		{"2019-12-5 晚上8点", "2019-12-05 20:00:00"},
		{"2019-12-5 晚上12点", "2019-12-06 00:00:00"},
		{"2019-12-5 下午15:20", "2019-12-05 15:20:00"},
		{"2019/12/5 3:20:00 PM", "2019-12-05 15:20:00"},
		{"2019/12/5 12:20 am", "2019-12-05 00:20:00"},
		{"２０１９／１２／５　１０：２２", "2019-12-05 10:22:00"},
		{"2019-12-05T10:22:00", "2019-12-05 10:22:00"},
		{"2019-12-05T02:22:00Z", "2019-12-05 10:22:00"},
		{"2019-12-05T10:22:00.123+08:00", "2019-12-05 10:22:00"},
		{"2019-12-05 24:00", "2019-12-06 00:00:00"},
		{"20191205", "2019-12-05 00:00:00"},
		{"20191205102200", "2019-12-05 10:22:00"},
		{"20191205 10:22", "2019-12-05 10:22:00"},
		{"2020-02-29", "2020-02-29 00:00:00"},
	} {
		got, err := ParseTime(Cell{Kind: Text, Text: c.in})
		if s := got.In(beijing()).Format("2006-01-02 15:04:05"); err != nil || s != c.want || got.Location() != time.UTC {
			t.Errorf("ParseTime(%q) = %s, %v; want %s", c.in, s, err, c.want)
		}
	}
}

func TestParseTimeSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ in, says string }{
		{"", "请填写"}, {"昨天", "不是日期"}, {"20/1/6", "四位"}, {"1/6/2020 12:09", "年在前"}, {"2020-1/6", "不是日期"}, {"2020-13-01", "月份"}, {"2020-02-30", "没有30日"},
		{"2019-02-29", "2019年2月没有29日"}, {"2020-01-00", "没有0日"}, {"1020-01-01", "1900"}, {"2020-01-06 25:00", "钟点不存在"}, {"2020-01-06 12:60", "钟点不存在"},
		{"2020-01-06 24:01", "钟点不存在"}, {"2020-01-06 左右", "钟点看不懂"}, {"2020-01-06 上午15:00", "不符"}, {"2020-01-06 中午8点", "不符"},
	} {
		kind := Text
		if c.in == "" {
			kind = Blank
		}
		_, err := ParseTime(Cell{Kind: kind, Text: c.in})
		wantProblem(t, err, c.says)
	}
	c, _ := dateCell(0.5)
	_, err := ParseTime(c)
	wantProblem(t, err, "只有钟点")
}

func TestSerialNumbers(t *testing.T) {
	for _, c := range []struct {
		serial float64
		want   string
	}{{43836, "2020-01-06"}, {43836.506689814814, "2020-01-06 12:09:38"}, {1, "1900-01-01"}, {59, "1900-02-28"}, {61, "1900-03-01"}, {43836.999999, "2020-01-07 00:00:00"}} {
		got, ok := dateCell(c.serial)
		if !ok || got.Text != c.want {
			t.Errorf("%v is %q, want %q", c.serial, got.Text, c.want)
		}
	}
	for _, wrong := range []float64{-1, 1e9} {
		if c, ok := dateCell(wrong); ok {
			t.Errorf("%v is %+v", wrong, c)
		}
	}
	// A date whose cell lost its format, and a number that is none.
	if at, err := ParseTime(numberCell(43836.5)); err != nil || !at.Equal(time.Date(2020, 1, 6, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("got %v %v", at, err)
	}
	if at, err := ParseTime(numberCell(20200106)); err != nil || !at.Equal(time.Date(2020, 1, 5, 16, 0, 0, 0, time.UTC)) {
		t.Errorf("got %v %v", at, err)
	}
	_, err := ParseTime(numberCell(123))
	wantProblem(t, err, "不是日期")
	for i := range 60_000 {
		at := time.Date(1950, 1, 1, 0, 0, i*7919, 0, beijing()).AddDate(0, 0, i)
		if got := serialTime(serialOf(at)); !got.Equal(at) {
			t.Fatalf("%v became %v", at, got)
		}
	}
}

func FuzzParseTime(f *testing.F) {
	for _, s := range []string{"2020/1/6 12:09:38", "2019年12月5日 下午3点半", "20191205102200", "2019-12-05T10:22:00.1+08:00", "２０１９/1/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		at, err := ParseTime(Cell{Kind: Text, Text: s})
		if err != nil {
			if _, ok := err.(*Problem); !ok {
				t.Fatalf("%T", err)
			}
			return
		}
		again, err := ParseTime(Cell{Kind: Text, Text: at.In(beijing()).Format("2006-01-02 15:04:05")})
		if err != nil || !again.Equal(at) {
			t.Errorf("ParseTime(%q) = %v, again %v %v", s, at, again, err)
		}
	})
}
