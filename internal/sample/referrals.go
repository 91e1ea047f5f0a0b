package sample

// Ask114 is what is told where no number is known for certain: directory enquiries.
const Ask114 = "请查询114"

// Referral is a public body to which Art. 8 sends a caller, with the ground of order.Grounds.
type Referral struct {
	Body   string
	Phone  string // a nationally public short code, or Ask114
	Ground string
}

// Referrals lists the bodies an operator picks from when a request is not accepted.
func Referrals() []Referral {
	return []Referral{
		{"县人民法院", "12368", "8-2a"},
		{"县劳动人事争议仲裁委员会", "12333", "8-2b"},
		{"县纪委监委", "12388", "8-2c"},
		{"行政复议机构（县司法局）", "12348", "8-2d"},
		{"政府信息公开工作机构（县政府办公室）", Ask114, "8-2e"},
		{"县信访局", Ask114, "8-2f"},
		{"县人民检察院", "12309", "8-3"},
		{"县人大常委会办公室", Ask114, "8-3"},
		{"县委办公室", Ask114, "8-3"},
		{"县人民武装部", Ask114, "8-3"},
		{"利辛县政务服务便民热线（区号转接）", "12345", "8-1"},
		{"涡阳县政务服务便民热线（区号转接）", "12345", "8-1"},
		{"怀远县、凤台县、颍上县政务服务便民热线（区号转接）", "12345", "8-1"},
		{"国家税务总局安徽省税务局", "12366", "8-1"},
		{"国家移民管理局", "12367", "8-1"},
		{"中国铁路客户服务中心", "12306", "8-1"},
		{"安徽省高速公路服务热线", Ask114, "8-1"},
	}
}
