package sheet

import (
	"bytes"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"
)

// eachTag walks the start tags of a part; a part that is absent has none.
func (b *book) eachTag(name string, visit func(x *xmlScanner) error) (found bool, err error) {
	part, err := b.open(name)
	if err != nil || part == nil {
		return false, err
	}
	defer part.Close()
	x := newXMLScanner(part, 1<<10)
	for {
		switch t, err := x.next(); {
		case err != nil:
			return true, err
		case t == endOfXML:
			return true, nil
		case t == startTag:
			if err := visit(x); err != nil {
				return true, err
			}
		}
	}
}

type sheetRef struct {
	title, rel string
	hidden     bool
}

// openXLSX finds the sheet wanted and stands before its first row.
func openXLSX(r io.ReaderAt, size int64, want string, limits Limits) (source, []string, error) {
	b, err := openBook(r, size, limits)
	if err != nil {
		return nil, nil, err
	}
	var refs []sheetRef
	from1904 := false
	found, err := b.eachTag("xl/workbook.xml", func(x *xmlScanner) error {
		switch {
		case x.is("workbookPr"):
			from1904 = truth(x.attr("date1904"))
		case x.is("sheet"):
			if refs = append(refs, sheetRef{x.attr("name"), x.attr("id"), x.attr("state") != "" && x.attr("state") != "visible"}); len(refs) > limits.Sheets {
				return problem("工作表超过%d个，请只保留要导入的工作表", limits.Sheets)
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	if !found {
		return nil, nil, b.refuse()
	}
	targets := map[string]string{}
	if _, err := b.eachTag("xl/_rels/workbook.xml.rels", func(x *xmlScanner) error {
		if x.is("Relationship") && !strings.EqualFold(x.attr("TargetMode"), "External") && len(targets) < limits.Entries {
			target := x.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = "/xl/" + target
			}
			targets[x.attr("Id")] = path.Clean(target)
		}
		return nil
	}); err != nil {
		return nil, nil, err
	}
	var titles []string
	chosen := -1
	for i, s := range refs {
		titles = append(titles, s.title)
		if want == "" && !s.hidden && chosen < 0 || want != "" && s.title == want {
			chosen = i
		}
	}
	if chosen < 0 && want != "" {
		return nil, nil, problem("没有名为“%s”的工作表，现有：%s", clip(want), strings.Join(clipAll(titles), "、"))
	}
	if chosen < 0 {
		return nil, nil, problem("文件里没有可见的工作表")
	}
	x := &xlsx{book: b, limits: limits}
	if x.shared, err = b.sharedTexts(); err != nil {
		return nil, nil, err
	}
	if x.dates, err = b.dateStyles(); err != nil {
		return nil, nil, err
	}
	if from1904 {
		x.epoch = 1462
	}
	part, err := b.open(targets[refs[chosen].rel])
	if err != nil {
		return nil, nil, err
	}
	if part == nil {
		return nil, nil, damaged("缺少工作表内容")
	}
	x.xml = newXMLScanner(part, limits.Cell*4)
	return x, titles, nil
}

// refuse says what a zip without a workbook is.
func (b *book) refuse() *Problem {
	switch {
	case b.parts["xl/workbook.bin"] != nil:
		return problem("这是 .xlsb 二进制表格，请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传")
	case b.parts["word/document.xml"] != nil:
		return problem("这是 Word 文档，不是表格，请上传 .xlsx 或 .csv")
	case b.parts["ppt/presentation.xml"] != nil:
		return problem("这是演示文稿，不是表格，请上传 .xlsx 或 .csv")
	case b.parts["content.xml"] != nil:
		return problem("这是 .ods 表格，请用 WPS 或 LibreOffice 打开，另存为 .xlsx 后再上传")
	}
	return problem("这是压缩包或其他文件，不是 .xlsx 表格，请解压后上传里面的表格")
}

func clipAll(list []string) []string {
	out := make([]string, 0, min(len(list), 10))
	for _, s := range list[:min(len(list), 10)] {
		out = append(out, clip(s))
	}
	return out
}

func truth(s string) bool { return s == "1" || s == "true" }

// texts are the shared texts of a workbook, in one piece of memory.
type texts struct {
	all []byte
	end []uint32
}

func (t *texts) at(i int) (string, bool) {
	if i < 0 || i >= len(t.end) {
		return "", false
	}
	from := uint32(0)
	if i > 0 {
		from = t.end[i-1]
	}
	return string(t.all[from:t.end[i]]), true
}

func (b *book) sharedTexts() (*texts, error) {
	out := &texts{}
	part, err := b.open("xl/sharedStrings.xml")
	if err != nil || part == nil {
		return out, err
	}
	defer part.Close()
	x := newXMLScanner(part, b.limits.Cell*4)
	inItem, phonetic := false, 0
	for {
		t, err := x.next()
		switch {
		case errors.Is(err, errTextTooLong):
			return nil, problem("有单元格超过%d个字，请分开填写", b.limits.Cell)
		case err != nil:
			return nil, err
		case t == endOfXML:
			return out, nil
		}
		switch {
		case t == startTag && x.is("si"):
			inItem = true
		case t == startTag && x.is("rPh"):
			phonetic++
		case t == endTag && x.is("rPh"):
			phonetic--
		case t == startTag && x.is("t") && inItem && phonetic == 0:
			x.gathering(true)
		case t == endTag && x.is("t") && x.keep:
			out.all = append(out.all, x.text...)
			x.gathering(false)
		case t == endTag && x.is("si"):
			inItem = false
			out.end = append(out.end, uint32(len(out.all)))
		}
		if int64(len(out.all))+4*int64(len(out.end)) > b.limits.Strings {
			return nil, problem("表中文字超过%s，请分成几个文件再上传", megabytes(b.limits.Strings))
		}
	}
}

// dateStyles answers, for each cell style, whether it shows a number as a date or time.
func (b *book) dateStyles() ([]bool, error) {
	custom := map[int]bool{}
	var out []bool
	inCells := false
	_, err := b.eachTag("xl/styles.xml", func(x *xmlScanner) error {
		switch {
		case x.is("numFmt") && len(custom) < 10_000:
			if id, err := strconv.Atoi(x.attr("numFmtId")); err == nil {
				custom[id] = dateFormat(x.attr("formatCode"))
			}
		case x.is("cellXfs"):
			inCells = true
		case x.is("cellStyleXfs"), x.is("cellStyles"), x.is("dxfs"):
			inCells = false
		case x.is("xf") && inCells:
			if len(out) >= 65_536 {
				return damaged("样式过多")
			}
			id, _ := strconv.Atoi(x.attr("numFmtId"))
			isDate, ok := custom[id]
			out = append(out, ok && isDate || !ok && builtinDate(id))
		}
		return nil
	})
	return out, err
}

// builtinDate knows the numbered formats of ECMA-376 18.8.30, those of Chinese Excel included.
func builtinDate(id int) bool {
	return id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58
}

// dateFormat says whether a format code shows a date or time: it has a letter of y, m, d, h, s outside quotes, escapes and brackets.
func dateFormat(code string) bool {
	first, _, _ := strings.Cut(code, ";")
	quoted, bracket := false, false
	for i := 0; i < len(first); i++ {
		c := first[i]
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\' || c == '_' || c == '*':
			i++
		case c == '[':
			bracket = true
			if i+1 < len(first) && bytes.IndexByte([]byte("hHmMsS"), first[i+1]) >= 0 && !strings.HasPrefix(strings.ToLower(first[i+1:]), "mag") {
				return true // [h]:mm, elapsed time
			}
		case c == ']':
			bracket = false
		case bracket:
		case bytes.IndexByte([]byte("yYdDhHsS"), c) >= 0:
			return !strings.EqualFold(first, "General") && !strings.Contains(strings.ToLower(first), "general")
		case c == 'm' || c == 'M':
			return true
		}
	}
	return false
}
