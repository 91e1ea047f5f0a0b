// Package policy holds every number the rules depend on, each with the article it comes from, in versions: an order keeps the version
// under which it was registered (Art. 29). The matrices M1 to M3 of signing are here as functions that return chains.
//
// It reads no file but the embedded first version and never decides about one order. Start reading at Policy.
package policy

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"huiyin/internal/calendar"
	"huiyin/internal/regulation"
)

//go:embed mengcheng-2022.toml
var first string

// Param is a parameter with the article it rests on.
type Param[T any] struct {
	Value T      `toml:"value"`
	Basis string `toml:"basis"`
}

// Clause is the article the parameter rests on; the file was checked on loading.
func (p Param[T]) Clause() regulation.Clause {
	c, _ := regulation.ParseClause(p.Basis)
	return c
}

// Limits are in working days unless the name says otherwise.
type Limits struct {
	ConsultWD         Param[int] `toml:"consult_wd"`
	OtherWD           Param[int] `toml:"other_wd"`
	TotalMaxWD        Param[int] `toml:"total_max_wd"`
	SealedExtOverWD   Param[int] `toml:"sealed_ext_over_wd"`
	ExtMaxTimes       Param[int] `toml:"ext_max_times"`
	ContactWD         Param[int] `toml:"contact_wd"`
	ReturnWD          Param[int] `toml:"return_wd"`
	SignWD            Param[int] `toml:"sign_wd"`
	AssignWD          Param[int] `toml:"assign_wd"`
	ReworkWD          Param[int] `toml:"rework_wd"`
	ReworkMaxWD       Param[int] `toml:"rework_max_wd"`
	CoopBeforeMainWD  Param[int] `toml:"coop_before_main_wd"`
	KeyLeaderBufferWD Param[int] `toml:"key_leader_buffer_wd"`
	HandleWD          Param[int] `toml:"handle_wd"`
	DispatchWD        Param[int] `toml:"dispatch_wd"`
	ReturnReviewWD    Param[int] `toml:"return_review_wd"`
	CoordinateWD      Param[int] `toml:"coordinate_wd"`
	RelayWD           Param[int] `toml:"relay_wd"`
	SubmitReviewWD    Param[int] `toml:"submit_review_wd"`
	ExtReviewWD       Param[int] `toml:"ext_review_wd"`
	SignerHalfWDL1    Param[int] `toml:"signer_half_wd_l1"`
	SignerWD          Param[int] `toml:"signer_wd"`
	FeedbackWD        Param[int] `toml:"feedback_wd"`
	TermReviewWD      Param[int] `toml:"term_review_wd"`
	TermBatchWD       Param[int] `toml:"term_batch_wd"`
	TermBackWD        Param[int] `toml:"term_back_wd"`
	CancelWD          Param[int] `toml:"cancel_wd"`
	UnitVisitWD       Param[int] `toml:"unit_visit_wd"`
	ProgressEveryWD   Param[int] `toml:"progress_every_wd"`
	UrgentProgressH   Param[int] `toml:"urgent_progress_h"`
	CriticalCallMin   Param[int] `toml:"critical_call_min"`
	StatuteReviewWD   Param[int] `toml:"statute_review_wd"`
	ReclassReviewWD   Param[int] `toml:"reclass_review_wd"`
}

// Repeat are the parameters of counting repeats (domain.md §6.0).
type Repeat struct {
	WindowDays         Param[int]  `toml:"window_days"`
	ProposeScore       Param[int]  `toml:"propose_score"`
	OverrideScore      Param[int]  `toml:"override_score"`
	PhoneScore         Param[int]  `toml:"phone_score"`
	AddressScore       Param[int]  `toml:"address_score"`
	CategoryScore      Param[int]  `toml:"category_score"`
	TextScore          Param[int]  `toml:"text_score"`
	CountPhoneTransfer Param[bool] `toml:"count_phone_transfer"`
	ReworkCounts       Param[bool] `toml:"rework_counts_as_assignment"`
	KeySticky          Param[bool] `toml:"key_sticky"`
}

// Approval are the tiers of M1 to M3.
type Approval struct {
	OfficeHeadFromAppeal    Param[int]    `toml:"office_head_from_appeal"`
	GovHeadFromAppeal       Param[int]    `toml:"gov_head_from_appeal"`
	LeaderFromAppeal        Param[int]    `toml:"leader_from_appeal"`
	GovHeadFromKey          Param[int]    `toml:"gov_head_from_key"`
	LeaderFromKey           Param[int]    `toml:"leader_from_key"`
	L3Signer                Param[string] `toml:"l3_signer"`
	ResultFromAssignment    Param[int]    `toml:"result_from_assignment"`
	PrincipalFromAssignment Param[int]    `toml:"principal_from_assignment"`
	DeputiesOrder           Param[string] `toml:"deputies_order"`
}

// Channel is one source of requests (Art. 2).
type Channel struct {
	Code   string `toml:"code"`
	Name   string `toml:"name"`
	Medium string `toml:"medium"` // phone, web, outer, paper
	Key    bool   `toml:"key"`    // 重点交办 by default
	Outer  bool   `toml:"outer"`  // from a higher or other platform: only dispatched or sent up again (domain.md §13.12)
	Leader bool   `toml:"leader"` // a county leader decides on the spot; the instruction may stand for the signature (Art. 11)
	Claim  bool   `toml:"claim"`  // a department answers the telephone and may claim the order for itself (Art. 11)

	Programme bool `toml:"programme"` // a programme with citizens: its editor is told the result too (Art. 6(6))

	DueNeeded bool   `toml:"due_needed"` // its platform sets a limit, which must be written down with every order
	Own       bool   `toml:"-"`          // made by the county, beside the rules (domain.md §13.17)
	From      string `toml:"-"`          // first day of use; empty = ever
	Until     string `toml:"-"`          // first day no more; empty = no end
}

// Open reports whether a channel takes what came on a day (2006-01-02).
func (c Channel) Open(day string) bool { return day >= c.From && (c.Until == "" || day < c.Until) }

// WithChannels is the policy with the county's own channels beside those of the file, which they never replace.
func (p Policy) WithChannels(own []Channel) Policy {
	if len(own) == 0 {
		return p
	}
	all := p.Channels[:len(p.Channels):len(p.Channels)]
	for _, c := range own {
		if _, taken := p.Channel(c.Code); !taken {
			all = append(all, c)
		}
	}
	p.Channels = all
	return p
}

// Category is one leaf of the category tree: code CCLL.
type Category struct{ Code, Family, Name string }

// Label prints family and leaf.
func (c Category) Label() string { return c.Family + " / " + c.Name }

// Score is one item of the hundred points, in hundredths of a point and of a percentage point.
type Score struct {
	Code     string `toml:"code"`
	Name     string `toml:"name"`
	Full     int    `toml:"full"`
	Target   int    `toml:"target"`
	PerPoint int    `toml:"per_point"`
	Floor    int    `toml:"floor"`
	Basis    string `toml:"basis"`
}

type family struct {
	Code   string `toml:"code"`
	Name   string `toml:"name"`
	Leaves string `toml:"leaves"`
}

// Policy is one version of the rules with the calendar it is read by. It is a value: no method changes it.
type Policy struct {
	Version       int    `toml:"version"`
	Name          string `toml:"name"`
	Document      string `toml:"document"`
	EffectiveFrom string `toml:"effective_from"`

	Limit    Limits   `toml:"limit"`
	Repeat   Repeat   `toml:"repeat"`
	Approval Approval `toml:"approval"`
	Cluster  struct {
		PersonTimes      Param[int] `toml:"person_times"`
		MinPersons       Param[int] `toml:"min_persons"`
		WindowDays       Param[int] `toml:"window_days"`
		SamePersonRepeat Param[int] `toml:"same_person_repeat"`
	} `toml:"cluster"`
	Trend struct {
		Weeks   Param[int] `toml:"weeks"`   // against how many of its own past weeks a week is held
		Least   Param[int] `toml:"least"`   // fewer than these in a week are no trend
		Percent Param[int] `toml:"percent"` // by how much it must be above the mean
		Spread  Param[int] `toml:"spread"`  // and by how many times the spread that chance alone gives
	} `toml:"trend"`
	Supervision struct {
		OverdueL2WD         Param[int] `toml:"overdue_l2_wd"`
		OverdueL3WD         Param[int] `toml:"overdue_l3_wd"`
		JointFromAssignment Param[int] `toml:"joint_from_assignment"`
		ReplyWD             Param[int] `toml:"reply_wd"`           // how long a unit has to answer a sheet, unless it says otherwise
		LeadFromUnsolved    Param[int] `toml:"lead_from_unsolved"` // from which verdict of one row on an accountability lead is proposed
	} `toml:"supervision"`
	Recheck struct {
		Percent  Param[int] `toml:"percent"`   // of the closed orders that are neither key nor supervised, so many are looked back on
		FromDays Param[int] `toml:"from_days"` // how many days after closing they may be drawn
		TillDays Param[int] `toml:"till_days"` // by how many days after closing it is to be done
	} `toml:"recheck"`
	Visit struct {
		StartWD         Param[int] `toml:"start_wd"`
		Attempts        Param[int] `toml:"attempts"`
		SamplingPercent Param[int] `toml:"sampling_percent"`
		MergedAllUpTo   Param[int] `toml:"merged_all_up_to"`
	} `toml:"visit"`
	Review struct {
		SamplePercent Param[int] `toml:"sample_percent"` // of the replies that a batch could pass, so many are read one by one
	} `toml:"review"`
	Contact struct {
		Attempts Param[int] `toml:"attempts"`
		HalfDays Param[int] `toml:"half_days"`
		SlipDays Param[int] `toml:"slip_days"` // how long a slip for the field opens its order at most
	} `toml:"contact"`
	Answering struct {
		PerWeekMin Param[int] `toml:"per_week_min"`
	} `toml:"answering"`
	Abuse struct {
		FlagDays Param[int] `toml:"flag_days"` // how long operators get a hint about a caller
	} `toml:"abuse"`
	Service struct {
		ArticleRemindDays     Param[int] `toml:"article_remind_days"`     // how long before an article's last day its unit is reminded
		QualitySamplePercent  Param[int] `toml:"quality_sample_percent"`  // of an operator's registrations of a month
		QualityRefusalPercent Param[int] `toml:"quality_refusal_percent"` // of what was not accepted
		QualityAppealWD       Param[int] `toml:"quality_appeal_wd"`       // how long the operator may appeal
	} `toml:"service"`
	Report struct {
		WeeklyFirstDay   Param[string] `toml:"weekly_first_day"`
		WeeklyPublish    Param[string] `toml:"weekly_publish"`
		QuarterFreezeDay Param[int]    `toml:"quarter_freeze_day"`
		ObjectionWD      Param[int]    `toml:"objection_wd"`
		AnnualFrom       Param[string] `toml:"annual_from"`
		AnnualTo         Param[string] `toml:"annual_to"`
	} `toml:"report"`
	Clock struct {
		Cutoff              Param[string] `toml:"cutoff"`
		AfterHoursAsNextDay Param[bool]   `toml:"after_hours_as_next_day"`
	} `toml:"clock"`
	Archive struct {
		AfterDays Param[int] `toml:"after_days"`
	} `toml:"archive"`
	Retention struct {
		DirectYears       Param[int] `toml:"direct_years"`
		DispatchedYears   Param[int] `toml:"dispatched_years"`
		KeyYears          Param[int] `toml:"key_years"`
		RecordingYears    Param[int] `toml:"recording_years"`
		RecordingKeyYears Param[int] `toml:"recording_key_years"`
		LogYears          Param[int] `toml:"log_years"`
	} `toml:"retention"`
	Commitment struct {
		Enabled Param[bool] `toml:"enabled"`
	} `toml:"commitment"`
	Assessment struct {
		MinDue Param[int] `toml:"min_due"` // fewer assignments due than these are too few to rank a unit by
	} `toml:"assessment"`
	Scores    []Score `toml:"score"`
	ScoreCaps struct {
		Deduct Param[int] `toml:"deduct"`
		Bonus  Param[int] `toml:"bonus"`
	} `toml:"score_caps"`
	Channels []Channel `toml:"channel"`
	Families []family  `toml:"family"`

	Calendar *calendar.Calendar `toml:"-"`
}

// Embedded is version 1 with the embedded calendar. The file is part of the program, so an error is a fault of the build.
func Embedded() (Policy, error) {
	p, err := Parse(first)
	p.Calendar = calendar.Embedded()
	return p, err
}

// Source is the text of the embedded first version.
func Source() string { return first }

// WithCalendar is the same policy read by another calendar.
func (p Policy) WithCalendar(c *calendar.Calendar) Policy {
	p.Calendar = c
	return p
}

// Parse reads a policy file. Unknown keys, missing parameters, values out of range and citations of articles that do not exist are
// refused, in Chinese, all at once.
func Parse(text string) (Policy, error) {
	var p Policy
	md, err := toml.Decode(text, &p)
	if err != nil {
		return Policy{}, fmt.Errorf("规则文件不是有效的 TOML：%w", err)
	}
	var errs []error
	for _, k := range md.Undecoded() {
		errs = append(errs, fmt.Errorf("不认识的参数 %s，请核对拼写", k))
	}
	errs = append(errs, p.check(md)...)
	if len(errs) > 0 {
		return Policy{}, errors.Join(errs...)
	}
	return p, nil
}

// Channel finds a channel by its code.
func (p Policy) Channel(code string) (Channel, bool) {
	for _, c := range p.Channels {
		if c.Code == code {
			return c, true
		}
	}
	return Channel{}, false
}

// Categories lists the leaves in the order of their codes.
func (p Policy) Categories() []Category {
	var all []Category
	for _, f := range p.Families {
		for i, leaf := range strings.Split(f.Leaves, "/") {
			all = append(all, Category{Code: fmt.Sprintf("%s%02d", f.Code, i+1), Family: f.Name, Name: leaf})
		}
	}
	return all
}

// Category finds a leaf by its code.
func (p Policy) Category(code string) (Category, bool) {
	for _, c := range p.Categories() {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}
