package office

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	"huiyin/internal/calendar"
	"huiyin/internal/org"
	"huiyin/internal/regulation"
)

// RecordKind says what a record of the office is about: something that happens beside the orders, each a stream of its own.
type RecordKind string

// The kinds.
const (
	QualityRecord    RecordKind = "quality"    // 质检: one registration of an operator, looked at by points (Art. 9)
	TrainingRecord   RecordKind = "training"   // 培训 (Art. 9)
	InspectionRecord RecordKind = "inspection" // 到单位检查 (Art. 6(5))
	ShelfRecord      RecordKind = "shelf"      // 制度汇编: a document of the office's own rules (Art. 6(1), 6(2))
	ThreatRecord     RecordKind = "threat"     // 威胁、极端言行、安全隐患: a sign of one order (Art. 21(6))
	TrendRecord      RecordKind = "trend"      // 趋势性问题: a sign of a category and place (Art. 21(6))
	PetitionRecord   RecordKind = "petition"   // 信访清单: lists exchanged with the 信访局 (Art. 6(3), 8(2))
	AlarmRecord      RecordKind = "alarm"      // 极端情形: the emergency of one order, handed to 110, 119, 120 (Art. 7)
	MediaRecord      RecordKind = "media"      // 媒体报道 (Art. 21(7))

	CaseRecord        RecordKind = "casefile"    // 案卷: an order that is over, under the order's id (Art. 6(3))
	TransferRecord    RecordKind = "transfer"    // 档案移交
	DestructionRecord RecordKind = "destruction" // 档案销毁
	ExportRecord      RecordKind = "export"      // 导出: a list as a file
	PublicationRecord RecordKind = "publication" // 公开答复: the answer to one order, opened to everybody (Art. 18)
)

// RecordKinds lists them.
func RecordKinds() []RecordKind {
	return []RecordKind{QualityRecord, TrainingRecord, InspectionRecord, ShelfRecord, ThreatRecord, TrendRecord, MediaRecord, PetitionRecord, AlarmRecord, CaseRecord, TransferRecord, DestructionRecord, ExportRecord, PublicationRecord}
}

// RecordRow is what lists are made of: whose record it is, whether somebody still has to do something about it, and by when.
type RecordRow struct {
	Unit   org.UnitID    // of a visit; "" where it is about no unit
	Person org.AccountID // whose work is looked at; "" where it is about nobody
	Open   bool
	Due    string // nearest day, 2026-03-02; "" where nothing presses
	At     time.Time
}

// Record is one of them, folded from its stream.
type Record interface {
	Row() RecordRow
	evolve(any) Record
}

// NewRecord is a record of a kind before anything has happened to it; nil for an unknown kind.
func NewRecord(k RecordKind) Record {
	switch k {
	case QualityRecord:
		return Quality{}
	case TrainingRecord:
		return Training{}
	case InspectionRecord:
		return Inspection{}
	case ShelfRecord:
		return Document{}
	case ThreatRecord, TrendRecord:
		return Sign{}
	case AlarmRecord:
		return Alarm{}
	case MediaRecord:
		return Media{}
	case PetitionRecord:
		return Petitions{}
	case CaseRecord:
		return CaseFile{}
	case TransferRecord:
		return Transfer{}
	case DestructionRecord:
		return Destruction{}
	case ExportRecord:
		return Export{}
	case PublicationRecord:
		return Publication{}
	}
	return nil
}

// EvolveRecord applies what has happened.
func EvolveRecord(r Record, e any) Record { return r.evolve(e) }

var recordEvents = map[string]reflect.Type{
	"quality_drawn": reflect.TypeFor[QualityDrawn](), "quality_scored": reflect.TypeFor[QualityScored](), "quality_appealed": reflect.TypeFor[QualityAppealed](), "quality_decided": reflect.TypeFor[QualityDecided](),
	"training_held": reflect.TypeFor[TrainingHeld](), "training_struck": reflect.TypeFor[TrainingStruck](),
	"document_shelved": reflect.TypeFor[DocumentShelved](), "document_revised": reflect.TypeFor[DocumentRevised](), "document_repealed": reflect.TypeFor[DocumentRepealed](),
	"sign_found": reflect.TypeFor[SignFound](), "sign_settled": reflect.TypeFor[SignSettled](),
	"petitions_received": reflect.TypeFor[PetitionsReceived](), "petition_decided": reflect.TypeFor[PetitionDecided](), "petitions_handed": reflect.TypeFor[PetitionsHanded](), "petitions_fetched": reflect.TypeFor[PetitionsFetched](),
	"alarm_called": reflect.TypeFor[AlarmCalled](), "alarm_followed": reflect.TypeFor[AlarmFollowed](),
	"media_recorded": reflect.TypeFor[MediaRecorded](), "media_linked": reflect.TypeFor[MediaLinked](), "media_answered": reflect.TypeFor[MediaAnswered](), "media_closed": reflect.TypeFor[MediaClosed](),
	"inspection_planned": reflect.TypeFor[InspectionPlanned](), "inspection_cancelled": reflect.TypeFor[InspectionCancelled](), "inspection_made": reflect.TypeFor[InspectionMade](), "finding_answered": reflect.TypeFor[FindingAnswered](), "finding_judged": reflect.TypeFor[FindingJudged](),
	"case_filed": reflect.TypeFor[CaseFiled](), "case_filed_again": reflect.TypeFor[CaseFiledAgain](), "case_reclassed": reflect.TypeFor[CaseReclassed](), "case_held": reflect.TypeFor[CaseHeld](),
	"hold_end_asked": reflect.TypeFor[HoldEndAsked](), "hold_end_decided": reflect.TypeFor[HoldEndDecided](), "case_destroyed": reflect.TypeFor[CaseDestroyed](),
	"transfer_asked": reflect.TypeFor[TransferAsked](), "transfer_decided": reflect.TypeFor[TransferDecided](), "transfer_packed": reflect.TypeFor[TransferPacked](), "transfer_taken": reflect.TypeFor[TransferTaken](), "transfer_handed": reflect.TypeFor[TransferHanded](), "transfer_dropped": reflect.TypeFor[TransferDropped](),
	"destruction_proposed": reflect.TypeFor[DestructionProposed](), "destruction_decided": reflect.TypeFor[DestructionDecided](), "destruction_done": reflect.TypeFor[DestructionDone](),
	"export_asked": reflect.TypeFor[ExportAsked](), "export_packed": reflect.TypeFor[ExportPacked](), "export_taken": reflect.TypeFor[ExportTaken](), "export_dropped": reflect.TypeFor[ExportDropped](),
	"publication_proposed": reflect.TypeFor[PublicationProposed](), "publication_decided": reflect.TypeFor[PublicationDecided](), "publication_shut": reflect.TypeFor[PublicationShut](),
}

// EncodeRecord writes an event's kind and body as the log keeps it.
func EncodeRecord(e any) (string, []byte, error) {
	for kind, t := range recordEvents {
		if reflect.TypeOf(e) != t {
			continue
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(e); err != nil {
			return "", nil, fmt.Errorf("encode %s: %w", kind, err)
		}
		return kind, bytes.TrimRight(b.Bytes(), "\n"), nil
	}
	return "", nil, fmt.Errorf("encode %T: not an event of a record", e)
}

// DecodeRecord reads an event's body; a kind or version of a newer program is an error.
func DecodeRecord(kind string, v int, body []byte) (any, error) {
	t, ok := recordEvents[kind]
	if !ok || v != Version {
		return nil, fmt.Errorf("event %s version %d of a record is not known to this program", kind, v)
	}
	p := reflect.New(t)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", kind, err)
	}
	return p.Elem().Interface(), nil
}

// said refuses words that are missing or too long. They are sealed, so that they may speak of people.
func said(a regulation.Clause, field, label, words string, most int) error {
	switch n := utf8.RuneCountInString(strings.TrimSpace(words)); {
	case n == 0:
		return regulation.RefuseField(a, "missing_"+field, field, "没有填写%s，请补充。", label)
	case n > most:
		return regulation.RefuseField(a, "long_"+field, field, "%s超过%d字，请写要点。", label, most)
	}
	return nil
}

// plain refuses text that stands in clear and is missing, too long or identifies a person, by the article of its own feature.
func plain(a regulation.Clause, field, label, s string, least, most int) error {
	err := clearText(field, label, s, least, most)
	if no, ok := err.(*regulation.Refusal); ok && no.Article == regulation.Art10_1 {
		no.Article = a
	}
	return err
}

// dayOf reads a day that must lie within bounds; zero bounds are none.
func dayIn(a regulation.Clause, field, label, day string, from, to calendar.Date) error {
	d, err := calendar.ParseDate(day)
	switch {
	case err != nil:
		return regulation.RefuseField(a, "bad_"+field, field, "%s没有填写，请选日期。", label)
	case !from.IsZero() && d.Before(from):
		return regulation.RefuseField(a, "early_"+field, field, "%s早于%s，请核对。", label, from.ChineseShort())
	case !to.IsZero() && d.After(to):
		return regulation.RefuseField(a, "late_"+field, field, "%s晚于%s，请核对。", label, to.ChineseShort())
	}
	return nil
}

// checker may look at the office's own work and at units for it.
func checker(a org.Actor) bool { return a.Is(org.Supervisor, org.OfficeHead) }
