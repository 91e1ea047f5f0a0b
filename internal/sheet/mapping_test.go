package sheet

import (
	"testing"

	"github.com/BurntSushi/toml"
)

func TestMappingFindsItsColumns(t *testing.T) {
	var m Mapping
	if _, err := toml.Decode("sheet = \"S\"\nrequired = [\"at\", \"text\"]\n[columns]\nat = [\"反映时间\", \"留言时间\"]\ntext = [\"内容\"]\nphone = [\"电话\"]\n", &m); err != nil {
		t.Fatal(err)
	}
	c, err := m.Resolve([]string{"编号", "留言 时间", "*内容（必填）", ""})
	if err != nil || c["at"] != 1 || c["text"] != 2 || c.Has("phone") {
		t.Errorf("got %v %v", c, err)
	}
	row := Row{Cells: []Cell{{}, {Kind: Text, Text: "x"}}}
	if c.Get(row, "at").Text != "x" || c.Get(row, "text").Kind != Blank || c.Get(row, "phone").Kind != Blank {
		t.Error("Get")
	}
	_, err = m.Resolve([]string{"编号", "", "姓名"})
	wantProblem(t, err, "表头缺少：“反映时间”（或“留言时间”）、“内容”。现有的列：“编号”、“姓名”")
	_, err = m.Resolve(nil)
	wantProblem(t, err, "（无）")
	_, err = m.Resolve([]string{"留言时间", "内容", "内容"})
	wantProblem(t, err, "“内容”出现了不止一次")
	if _, err = m.Resolve([]string{"留言时间", "内容", "备注", "备注", "", ""}); err != nil {
		t.Errorf("columns that nobody asks for may repeat: %v", err)
	}
}

func TestMappingThatCannotWorkIsRefused(t *testing.T) {
	for _, c := range []struct {
		m    Mapping
		says string
	}{
		{Mapping{}, "没有任何栏目"},
		{Mapping{Columns: map[string][]string{"a": {}}}, "没有写表头"},
		{Mapping{Columns: map[string][]string{"a": {" "}}}, "空的表头"},
		{Mapping{Columns: map[string][]string{"a": {"甲"}, "b": {"甲 "}}}, "只留一个"},
		{Mapping{Columns: map[string][]string{"a": {"甲"}}, Required: []string{"b"}}, "必填栏目“b”"},
	} {
		wantProblem(t, c.m.Check(), c.says)
	}
}
