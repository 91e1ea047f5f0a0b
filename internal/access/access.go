// Package access says who may do and see what: post × relation × grade of secrecy × field, as typed tables that a golden file prints. Deny is
// the default: what no line allows is refused. It masks nothing itself and reads nothing: the desk's reader asks it for every field.
//
// Start reading at Sees (what a person sees of an order) and May (what a post may do).
package access

import (
	"fmt"
	"slices"
	"strings"

	"huiyin/internal/org"
)

// Field is a class of an order's content.
type Field int

// The fields.
const (
	Process  Field = iota // N 编号、状态、日期、分类
	Text                  // T 转办文本、粗略地点
	Words                 // W 原话、录音
	Name                  // C 姓名
	Phone                 // P 电话、住址
	Reported              // R 被反映方
	Files                 // A 诉求人附件
	Handling              // H 办理记录、意见
	Visit                 // V 回访结果
	fields
)

var fieldNames = [fields]string{"编号状态", "转办文本", "原话", "姓名", "电话住址", "被反映方", "诉求人附件", "办理记录", "回访结果"}

// Sight is how much of a field is shown.
type Sight int

// The sights, from least to most.
const (
	Never      Sight = iota // ○
	Masked                  // ◐ 张**、138****5678
	Salutation              // 称呼: 张先生
	RevealTwo               // ◉ a second person consents
	Reveal                  // ◎ with a reason, written in the same transaction
	Full                    // ●
)

func (s Sight) String() string { return [...]string{"○", "◐", "称呼", "◉", "◎", "●"}[s] }

// Relation is how a person stands to an order.
type Relation int

// The relations.
const (
	Stranger Relation = iota
	Own               // registered it within the last 24 hours
	Desk              // a post of the hotline office
	Mine              // awaits or had this leader's signature, or his portfolio
	Lists             // a leader over all lists
	Handler           // the named handler of the unit that holds it, or a handler while none is named
	Unit              // another post of the unit that holds it
	Helper            // a post of a unit that helps with it, or has helped (Art. 14)
)

func (r Relation) String() string {
	return [...]string{"无关", "本人登记", "热线办", "待签或分管", "全部清单", "具办人", "本单位", "协办单位"}[r]
}

// Grade of secrecy, as the order room names it.
type Grade string

// The grades.
const (
	Ordinary  Grade = "ordinary"
	Secret    Grade = "secret"
	Anonymous Grade = "anonymous"
)

type line struct {
	kind     org.Kind
	relation Relation
	sight    [fields]Sight
}

// helper is what a co-unit sees: the matter and its own part, which the desk shows beside these fields, never who called (trust.md B2).
var helper = [fields]Sight{Full, Full, Never, Never, Never, Masked, Never, Never, Never}

// ordinary is who sees what of an ordinary order. Columns: number, text, words, name, phone, reported, files, handling, visit.
var ordinary = []line{
	{org.Operator, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Full, Masked, Never}},
	{org.Operator, Desk, [fields]Sight{Full, Full, Never, Masked, Masked, Full, Never, Masked, Masked}},
	{org.Outsourced, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Never, Never, Never}},
	{org.Dispatcher, Desk, [fields]Sight{Full, Full, Reveal, Masked, Reveal, Full, Full, Full, Full}},
	{org.Dispatcher, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Full, Full, Full}},
	{org.Reviewer, Desk, [fields]Sight{Full, Full, Reveal, Masked, Reveal, Full, Full, Full, Full}},
	{org.Reviewer, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Full, Full, Full}},
	{org.Visitor, Desk, [fields]Sight{Full, Full, Never, Full, Reveal, Full, Never, Masked, Full}},
	{org.Visitor, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Full, Masked, Full}},
	{org.Supervisor, Desk, [fields]Sight{Full, Full, Reveal, Masked, Reveal, Full, Full, Full, Full}},
	{org.OfficeHead, Desk, [fields]Sight{Full, Full, Reveal, Reveal, Reveal, Full, Full, Full, Full}},
	{org.OfficeHead, Own, [fields]Sight{Full, Full, Full, Full, Full, Full, Full, Full, Full}},
	{org.GovOfficeHead, Mine, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.GovOfficeHead, Lists, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.HotlineDeputy, Mine, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.HotlineDeputy, Lists, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.Magistrate, Mine, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.Magistrate, Lists, [fields]Sight{Full, Full, Never, Masked, RevealTwo, Full, Full, Full, Full}},
	{org.Deputy, Mine, [fields]Sight{Full, Full, Never, Masked, Never, Full, Full, Full, Full}},
	{org.UnitHandler, Handler, [fields]Sight{Full, Full, Never, Salutation, Reveal, Full, Full, Full, Masked}},
	{org.UnitHandler, Unit, [fields]Sight{Full, Full, Never, Salutation, Never, Full, Full, Full, Masked}},
	{org.UnitDeputy, Unit, [fields]Sight{Full, Full, Never, Salutation, Never, Full, Full, Full, Masked}},
	{org.UnitPrincipal, Unit, [fields]Sight{Full, Full, Never, Salutation, Never, Full, Full, Full, Masked}},
	{org.UnitDuty, Unit, [fields]Sight{Full, Full, Never, Salutation, Never, Never, Never, Never, Never}},
	{org.UnitHandler, Helper, helper},
	{org.UnitDeputy, Helper, helper},
	{org.UnitPrincipal, Helper, helper},
	{org.UnitDuty, Helper, helper},
	{org.Auditor, Lists, [fields]Sight{Full, Never, Never, Never, Never, Never, Never, Never, Never}},
}

// Sees says how much of a field a post sees of an order in a relation. A secret order hides name, phone and words from every unit and asks
// a second person of the desk and the leaders; an anonymous one holds no identity, so only its words are kept.
func Sees(k org.Kind, r Relation, g Grade, f Field) Sight {
	for _, l := range ordinary {
		if l.kind != k || l.relation != r {
			continue
		}
		s := l.sight[f]
		if g != Secret || r == Own {
			return s
		}
		switch f {
		case Words, Name, Phone, Files:
			switch {
			case k.InUnit(), k.Leader():
				return Never
			case s == Reveal:
				return RevealTwo
			case s == Full && f != Files:
				return RevealTwo
			case s == Masked:
				return Never
			}
		}
		return s
	}
	return Never
}

// SlipSees says how much of a field the holder of a slip for the field sees (外勤联系单; domain.md §13.26): what the order is about and where, how to
// address the caller, and the number only where who gave the slip allowed it, by a look of its own that is on record.
func SlipSees(g Grade, number bool, f Field) Sight {
	switch {
	case f == Process || f == Text:
		return Full
	case g != Ordinary:
		return Never
	case f == Name:
		return Salutation
	case f == Phone && number:
		return Reveal
	}
	return Never
}

// Reason is a preset reason for a reveal.
type Reason string

// The reasons (ux: chips).
const (
	ToVerify  Reason = "verify"  // 核实情况
	ToContact Reason = "contact" // 联系诉求人
	ToConnect Reason = "connect" // 转接
	ToVisit   Reason = "visit"   // 回访
	ToOther   Reason = "other"   // 其他（须写明）
)

// Name is the Chinese name, "" for an unknown reason.
func (r Reason) Name() string {
	return map[Reason]string{ToVerify: "核实情况", ToContact: "联系诉求人", ToConnect: "转接", ToVisit: "回访", ToOther: "其他"}[r]
}

// Reasons lists the reasons in the order of the chips.
func Reasons() []Reason { return []Reason{ToContact, ToVerify, ToConnect, ToVisit, ToOther} }

// Permission names something a post may do. Every route carries one; Public and AnyStaff are the only ones without a list.
type Permission string

// The permissions of this road.
const (
	Public       Permission = "public"     // no log-in
	AnyStaff     Permission = "any_staff"  // anybody logged in
	Intake       Permission = "intake"     // 登记与当场处置
	Desking      Permission = "desk"       // 热线办内部：催办、撤回登记
	Correcting   Permission = "correct"    // 更正登记内容
	SendingUp    Permission = "send_up"    // 退回上级
	Dispatching  Permission = "dispatch"   // 转办、撤回改派
	Heading      Permission = "head"       // 县热线办负责人
	Signing      Permission = "sign"       // 签批：县政府办负责人、县领导、热线办负责人
	Clerking     Permission = "clerk"      // 登记、核对纸质签批
	Reviewing    Permission = "review"     // 审核答复
	FeedingBack  Permission = "feedback"   // 反馈
	VisitingOut  Permission = "visit"      // 回访
	UnitWork     Permission = "unit"       // 承办单位：签收
	UnitHandle   Permission = "unit_do"    // 承办单位：联系、进展、答复、回访
	UnitSign     Permission = "unit_sign"  // 主要负责人签批，或凭纸面办理
	Reconciling  Permission = "reconcile"  // 登记对账
	Extending    Permission = "extend"     // 申请延期
	Exempting    Permission = "exempt"     // 申请不计考核
	Telling      Permission = "tell"       // 告知诉求人延期
	Slipping     Permission = "slip"       // 给、收回外勤联系单
	Reading      Permission = "read"       // 打开工单（范围另查）
	Revealing    Permission = "reveal"     // 查看号码（逐件另查）
	Relaying     Permission = "relay"      // 保密件转达诉求人
	Looking      Permission = "look"       // 申请查看保密件诉求人信息
	Consenting   Permission = "consent"    // 第二人同意查看（是否轮到本人另查）
	Calendars    Permission = "calendar"   // 工作日历
	CalAgreeing  Permission = "cal_agree"  // 工作日历：第二人确认
	RuleReading  Permission = "rules"      // 规则：查看参数、版本、对照
	RuleDrafting Permission = "rule_draft" // 规则：起草、试算
	RuleAgreeing Permission = "rule_agree" // 规则：批准、退回、解释
	Knowing      Permission = "knowledge"  // 知识库：查看，为本单位提出修改
	KnowEditing  Permission = "know_edit"  // 知识库：审核发布、停用
	Appointing   Permission = "appoint"    // 任职确认：第二人确认到任
	Organising   Permission = "organise"   // 机构与人员：单位、岗位、人员的登记和变动
	OrgReading   Permission = "org_read"   // 机构与人员：查看
	Delegating   Permission = "delegate"   // 授权（AB角、主持工作）
	Hook         Permission = "hook"       // 交换机来电通知：凭令牌，不登录
	Helping      Permission = "co"         // 请协办、催协办、撤回协办：首接单位，热线办
	Coordinating Permission = "co_office"  // 答复协调请求
	PhoneBook    Permission = "phonebook"  // 通讯录
	PhoneEdit    Permission = "phones"     // 通讯录：改、核对本单位的
	Statuting    Permission = "statute"    // 申请法定时限
	Ending       Permission = "end"        // 单位申请终结办理
	EndReviewing Permission = "end_review" // 审核终结申请，编呈批表
	EndReading   Permission = "end_read"   // 看终结呈批表
	Cancelling   Permission = "cancel"     // 登记销号
	Instructing  Permission = "instruct"   // 批示件：登记、分解、退回补充、反馈领导
	Sessions     Permission = "answering"  // 接听日：安排（登记的来电范围另查）
	Planning     Permission = "plan_days"  // 接听日：安排、取消、预告、纪要
	Rosters      Permission = "roster"     // 值班表：查看
	Rostering    Permission = "roster_do"  // 值班表：排本单位的
	Answering    Permission = "directive"  // 批示件：查看（范围另查），承办单位报落实情况

	Abuse        Permission = "abuse"      // 恶意占用：提出、告诫、查看（范围另查）
	AbuseOffice  Permission = "abuse_do"   // 恶意占用：看号码、移交、回执、结果
	AbuseHeading Permission = "abuse_head" // 恶意占用：审批、提前解除

	QualityReading Permission = "quality"     // 质检和培训：看本人的，申诉
	Checking       Permission = "check"       // 质检、培训、到单位检查：抽样、评分、复核、登记、认定
	Inspections    Permission = "inspections" // 到单位检查：查看（范围另查），单位报告整改
	Shelf          Permission = "shelf"       // 制度汇编：查看
	Shelving       Permission = "shelf_do"    // 制度汇编：上架、换版、废止

	Supervising       Permission = "supervise"        // 督办：记录、出督办单、认定、销号
	SuperListing      Permission = "supervise_list"   // 督办：手工列入
	SuperReading      Permission = "supervise_read"   // 督办：看台账（范围另查）
	SuperReply        Permission = "supervise_answer" // 督办：承办单位反馈
	Figures           Permission = "figures"          // 全县数据：总览、指标、一个数字的工单
	BulletinReading   Permission = "bulletins"        // 简报、通报：看已印发的；热线办看在编的
	BulletinEditing   Permission = "bulletin_do"      // 简报、通报：编写、送审、印发
	BulletinReviewing Permission = "bulletin_review"  // 简报、通报：审核、退回修改、签发（轮到谁另查）

	Gathered        Permission = "clusters"     // 集中反映：热线办、县政府办、县领导
	LeadReading     Permission = "lead_read"    // 问责线索：查看（涉及本单位的回避）
	Leading         Permission = "lead"         // 问责线索：提出、报批、移送、记回执和结果
	LeadDeciding    Permission = "lead_decide"  // 问责线索：批准
	Signs           Permission = "signs"        // 苗头线索、媒体报道：热线办、县政府办、县领导
	Petitioning     Permission = "petitions"    // 信访清单：收、认定、移送、下载
	Archives        Permission = "archives"     // 档案：查看案卷、移交、销毁
	Archiving       Permission = "archives_do"  // 档案：调整期限、暂停销毁、提出移交和销毁、下载移交包
	ArchiveDeciding Permission = "archives_say" // 档案：审批移交、销毁、解除暂停（提出人以外的人）

	Exporting Permission = "export" // 导出清单：只有本岗位清单上看得到的列，没有诉求人信息；外包话务员不导出

)

var desk = []org.Kind{org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead}
var business = append(slices.Clone(desk), org.Outsourced, org.GovOfficeHead, org.Deputy, org.HotlineDeputy, org.Magistrate, org.UnitHandler, org.UnitDeputy,
	org.UnitPrincipal, org.UnitDuty)

// grants is the table of permissions.
var grants = map[Permission][]org.Kind{
	Intake:       {org.Operator, org.Outsourced, org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead},
	Desking:      desk,
	Correcting:   {org.Operator, org.Dispatcher, org.Reviewer, org.OfficeHead},
	SendingUp:    {org.Operator, org.Dispatcher, org.OfficeHead},
	Dispatching:  {org.Dispatcher, org.OfficeHead},
	Heading:      {org.OfficeHead},
	Signing:      {org.OfficeHead, org.GovOfficeHead, org.Deputy, org.HotlineDeputy, org.Magistrate},
	Clerking:     {org.Operator, org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead},
	Reviewing:    {org.Reviewer, org.Dispatcher, org.OfficeHead},
	FeedingBack:  {org.Visitor, org.Reviewer, org.Dispatcher, org.Operator, org.OfficeHead},
	VisitingOut:  {org.Visitor, org.OfficeHead},
	UnitWork:     {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.UnitDuty},
	UnitHandle:   {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal},
	UnitSign:     {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler},
	Reconciling:  {org.Dispatcher, org.Supervisor, org.OfficeHead},
	Extending:    {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler},
	Exempting:    {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead},
	Telling:      {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.OfficeHead},
	Slipping:     {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.Dispatcher, org.Reviewer, org.OfficeHead},
	Reading:      business,
	Revealing:    {org.Operator, org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead, org.UnitHandler},
	Relaying:     {org.Visitor, org.Dispatcher, org.Reviewer, org.Operator, org.Supervisor, org.OfficeHead},
	Looking:      {org.Visitor, org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead},
	Consenting:   {org.OfficeHead, org.Reviewer, org.GovOfficeHead},
	Calendars:    {org.OfficeHead},
	CalAgreeing:  {org.OfficeHead, org.GovOfficeHead},
	RuleReading:  business,
	RuleDrafting: {org.OfficeHead, org.GovOfficeHead},
	RuleAgreeing: {org.GovOfficeHead},
	Knowing:      append(slices.Clone(desk), org.Outsourced, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal),
	KnowEditing:  {org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead},
	Appointing:   {org.OfficeHead, org.GovOfficeHead},
	Organising:   {org.SystemAdmin},
	OrgReading:   {org.SystemAdmin, org.SecurityAdmin, org.Dispatcher, org.OfficeHead},
	Delegating:   {org.UnitPrincipal, org.UnitDeputy, org.Dispatcher, org.OfficeHead, org.GovOfficeHead, org.Deputy, org.HotlineDeputy, org.Magistrate},
	Hook:         nil,
	Helping:      {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.Dispatcher, org.Supervisor, org.OfficeHead},
	Coordinating: {org.Dispatcher, org.Supervisor, org.OfficeHead},
	PhoneBook:    business,
	Instructing:  {org.Dispatcher, org.Supervisor, org.OfficeHead},
	Answering:    {org.Dispatcher, org.Supervisor, org.OfficeHead, org.GovOfficeHead, org.Deputy, org.HotlineDeputy, org.Magistrate, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal},
	Sessions:     business,
	Planning:     {org.Dispatcher, org.Supervisor, org.OfficeHead},
	Rosters:      business,
	Rostering:    {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.Dispatcher, org.Supervisor, org.OfficeHead},
	PhoneEdit:    {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.Dispatcher, org.OfficeHead},
	Statuting:    {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler, org.Dispatcher, org.Reviewer},
	Ending:       {org.UnitPrincipal, org.UnitDeputy, org.UnitHandler},
	EndReviewing: {org.Reviewer, org.OfficeHead},
	EndReading:   {org.Dispatcher, org.Reviewer, org.OfficeHead, org.Magistrate},
	Cancelling:   {org.Dispatcher, org.Reviewer, org.OfficeHead},
	Supervising:  {org.Supervisor, org.OfficeHead},
	SuperListing: {org.Supervisor, org.OfficeHead, org.Dispatcher},
	SuperReading: {org.Supervisor, org.OfficeHead, org.Dispatcher, org.Reviewer, org.GovOfficeHead, org.HotlineDeputy, org.Magistrate, org.JointBody, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal},
	SuperReply:   {org.UnitHandler, org.UnitDeputy, org.UnitPrincipal},
	Gathered:     append(slices.Clone(desk), org.GovOfficeHead, org.HotlineDeputy, org.Magistrate),

	Figures:           {org.Dispatcher, org.Reviewer, org.Visitor, org.Supervisor, org.OfficeHead, org.GovOfficeHead, org.HotlineDeputy, org.Magistrate},
	BulletinReading:   append(slices.Clone(business), org.JointBody),
	BulletinEditing:   {org.Dispatcher, org.Supervisor, org.OfficeHead},
	BulletinReviewing: {org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead, org.GovOfficeHead},

	Signs:        {org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead, org.GovOfficeHead, org.HotlineDeputy, org.Magistrate},
	Petitioning:  {org.Dispatcher, org.Supervisor, org.OfficeHead},
	LeadReading:  {org.Supervisor, org.OfficeHead, org.GovOfficeHead},
	Leading:      {org.Supervisor, org.OfficeHead},
	LeadDeciding: {org.GovOfficeHead},
	Abuse:        append(slices.Clone(desk), org.UnitHandler, org.UnitDeputy, org.UnitPrincipal),
	AbuseOffice:  {org.Dispatcher, org.Supervisor, org.OfficeHead},
	AbuseHeading: {org.OfficeHead},

	QualityReading: append(slices.Clone(desk), org.Outsourced),
	Checking:       {org.Supervisor, org.OfficeHead},
	Inspections:    {org.Dispatcher, org.Supervisor, org.OfficeHead, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal},
	Shelf:          business,
	Shelving:       {org.Dispatcher, org.Supervisor, org.OfficeHead},

	Archives:        {org.Dispatcher, org.Reviewer, org.Supervisor, org.OfficeHead, org.GovOfficeHead},
	Archiving:       {org.Dispatcher, org.Supervisor, org.OfficeHead},
	ArchiveDeciding: {org.OfficeHead, org.GovOfficeHead},

	Exporting: append(slices.Clone(desk), org.GovOfficeHead, org.Deputy, org.HotlineDeputy, org.Magistrate, org.UnitHandler, org.UnitDeputy, org.UnitPrincipal, org.JointBody),
}

// May reports whether a post may do something at all; whether with this order is asked of Sees and of the rules.
func May(k org.Kind, p Permission) bool {
	switch p {
	case Public:
		return true
	case AnyStaff:
		return k.Name() != ""
	}
	return slices.Contains(grants[p], k)
}

// Known reports whether a permission is in the table.
func Known(p Permission) bool {
	_, ok := grants[p]
	return ok || p == Public || p == AnyStaff
}

// Print writes both tables as text, for the golden file.
func Print() string {
	var b strings.Builder
	b.WriteString("# 谁能看什么\n\n")
	for _, g := range []Grade{Ordinary, Secret} {
		fmt.Fprintf(&b, "## %s\n\n| 岗位 | 关系 |", map[Grade]string{Ordinary: "一般件", Secret: "保密件"}[g])
		for _, n := range fieldNames {
			fmt.Fprintf(&b, " %s |", n)
		}
		b.WriteString("\n|---|---|" + strings.Repeat("---|", int(fields)) + "\n")
		for _, l := range ordinary {
			fmt.Fprintf(&b, "| %s | %s |", l.kind.Name(), l.relation)
			for f := range fields {
				fmt.Fprintf(&b, " %s |", Sees(l.kind, l.relation, g, f))
			}
			b.WriteString("\n")
		}
		for _, number := range []bool{false, true} {
			fmt.Fprintf(&b, "| 外勤联系单持有人 | %s |", map[bool]string{false: "不可看号码", true: "可看号码"}[number])
			for f := range fields {
				fmt.Fprintf(&b, " %s |", SlipSees(g, number, f))
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	b.WriteString("# 谁能做什么\n\n| 权限 | 岗位 |\n|---|---|\n")
	var perms []string
	for p := range grants {
		perms = append(perms, string(p))
	}
	slices.Sort(perms)
	for _, p := range perms {
		var names []string
		for _, k := range org.Kinds() {
			if May(k, Permission(p)) {
				names = append(names, k.Name())
			}
		}
		fmt.Fprintf(&b, "| %s | %s |\n", p, strings.Join(names, "、"))
	}
	return b.String()
}
