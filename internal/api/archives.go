package api

import (
	"context"
	"net/http"
	"strings"

	"huiyin/internal/access"
	"huiyin/internal/desk"
	"huiyin/internal/office"
)

type archivesInput struct {
	Tab   string `query:"tab" enum:"due,held" doc:"due：已到期的；held：暂停销毁的；不写是一个年度的"`
	Year  int    `query:"year" minimum:"1990" maximum:"2200" doc:"办结的年度；不写是最近的"`
	Class string `query:"class" enum:"forever,key,dispatched" doc:"类别；不写是全部"`
	After string `query:"after" maxLength:"80" doc:"上一页的 next"`
}

type caseFileRow struct {
	ID      string `json:"id" doc:"也是工单的 id"`
	Number  string `json:"number" doc:"卷号；不立卷的是空"`
	OrderNo string `json:"order_no" doc:"工单编号"`
	Title   string `json:"title"`
	Class   string `json:"class" enum:"永久,重点,一般,不立卷"`
	Term    string `json:"term" doc:"保管期限"`
	Closed  string `json:"closed" doc:"办结日期"`
	Until   string `json:"until" doc:"保管到；永久的是空"`
	Unit    string `json:"unit"`
	Stage   string `json:"stage" enum:"在管,已到期,暂停销毁,待解除,已销毁"`
}

func caseFileOf(v desk.CaseFileRow) caseFileRow {
	return caseFileRow{v.ID, v.Number, v.OrderNo, v.Title, v.Class, v.Term, v.Closed, v.Until, v.Unit, v.Stage}
}

type caseFiles struct {
	Items []caseFileRow `json:"items"`
	Next  string        `json:"next" doc:"下一页的 after；没有是空"`
	Due   int           `json:"due" doc:"已到期的，卷"`
}

type indexLine struct {
	N     int    `json:"n"`
	Title string `json:"title"`
	By    string `json:"by" doc:"责任者"`
	Day   string `json:"day"`
	Kind  string `json:"kind"`
}

type caseFileView struct {
	File        caseFileRow `json:"file"`
	Why         string      `json:"why" doc:"类别的缘由"`
	Handed      string      `json:"handed" doc:"移交情况；没有移交是空"`
	Certificate string      `json:"certificate" doc:"销毁证书；没有销毁是空"`
	Index       []indexLine `json:"index" doc:"卷内目录"`
}

type volumeView struct {
	N      int    `json:"n"`
	Files  int    `json:"files"`
	First  string `json:"first" doc:"卷号起"`
	Last   string `json:"last" doc:"卷号止"`
	SHA256 string `json:"sha256"`
}

type transferView struct {
	ID       string       `json:"id"`
	Year     int          `json:"year"`
	Stage    string       `json:"stage" enum:"待审批,未批准,正在打包,待移交,已移交,已作废"`
	Files    int          `json:"files"`
	Packed   int          `json:"packed"`
	Handed   string       `json:"handed" doc:"移交日期；没有移交是空"`
	Receiver string       `json:"receiver" doc:"接收单位"`
	Volumes  []volumeView `json:"volumes" doc:"内容在页面上下载"`
}

func transferOf(v desk.TransferView) transferView {
	return transferView{v.ID, v.Year, v.Stage, v.Files, v.Packed, v.Handed, v.Receiver, list(v.Parts, func(x desk.VolumeView) volumeView {
		return volumeView{x.N, x.Files, x.First, x.Last, x.SHA256}
	})}
}

type doomedFile struct {
	ID      string `json:"id"`
	Number  string `json:"number" doc:"卷号；不立卷的是空"`
	OrderNo string `json:"order_no"`
	Term    string `json:"term"`
	Until   string `json:"until"`
	Spared  string `json:"spared" doc:"没有销毁的原因；销毁了是空"`
}

type destructionView struct {
	ID        string       `json:"id"`
	Number    string       `json:"number" doc:"证书编号；没有批准是空"`
	Stage     string       `json:"stage" enum:"待审批,未批准,正在销毁,已销毁"`
	By        string       `json:"by" doc:"提出人"`
	DecidedBy string       `json:"decided_by" doc:"审批人；没有审批是空"`
	Witness   string       `json:"witness" doc:"监销人；没有批准是空"`
	Destroyed int          `json:"destroyed" doc:"销毁的，卷"`
	Files     []doomedFile `json:"files"`
}

func destructionOf(v desk.DestructionView) destructionView {
	return destructionView{v.ID, v.Number, v.Stage, v.By, v.DecidedBy, v.Witness, v.Destroyed, list(v.Files, func(x desk.DoomedView) doomedFile {
		return doomedFile{x.ID, x.Number, x.OrderNo, x.Term, x.Until, x.Spared}
	})}
}

// archives are 案卷、移交、销毁 to be read (Art. 6(3)); what two people decide is done on the pages.
func (a *API) archives() {
	register(a, asks("archives", "/archives", access.Archives, "查询", "案卷：一个年度的，已到期的，暂停销毁的（第六条（三））", http.StatusUnprocessableEntity), func(ctx context.Context, c caller, in *archivesInput) (*out[caseFiles], error) {
		p, err := c.reader.Archives(ctx, desk.ArchivesAsk{Tab: desk.ArchivesTab(in.Tab), Year: in.Year, Class: office.RetentionClass(in.Class), After: strings.TrimSpace(in.After)})
		if err != nil {
			return nil, err
		}
		return answer(caseFiles{list(p.Rows, caseFileOf), p.Next, p.Due})
	})
	register(a, asks("archived_file", "/archives/files/{id}", access.Archives, "查询", "一卷和它的卷内目录；id 是工单的", http.StatusNotFound), func(ctx context.Context, c caller, in *recordID) (*out[caseFileView], error) {
		v, err := c.reader.ArchivedFile(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		return answer(caseFileView{caseFileOf(v.CaseFileRow), v.Why, v.Handed, v.Certificate, list(v.Index, func(x desk.IndexLine) indexLine { return indexLine(x) })})
	})
	register(a, asks("transfers", "/archives/transfers", access.Archives, "查询", "档案移交（第六条（三））"), func(ctx context.Context, c caller, _ *none) (*out[items[transferView]], error) {
		all, err := c.reader.Transfers(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[transferView]{list(all, transferOf)})
	})
	register(a, asks("destructions", "/archives/destructions", access.Archives, "查询", "档案销毁清册（第六条（三））"), func(ctx context.Context, c caller, _ *none) (*out[items[destructionView]], error) {
		all, err := c.reader.Destructions(ctx)
		if err != nil {
			return nil, err
		}
		return answer(items[destructionView]{list(all, destructionOf)})
	})
}
