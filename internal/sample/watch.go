package sample

// What the demo's office watches for: calls that give to fear, the media, the lists of the 信访局, a caller who occupies the line (Art. 7, 8(2), 13, 21).

// Danger is a call of this morning that nobody should miss. Alarm: it was handed to 110 at once.
type Danger struct {
	Caller
	Alarm bool
}

// Dangers are two: a worker on a roof, whose call went to 110, and wires that hang down.
func Dangers() []Danger {
	return []Danger{
		{Caller{"0802", "341622001", "", "13800006301", "杜先生", "m", "站在楼顶要求当天结清工资", "包工头拖了三个月工资，家里等着用钱，今天再不给我就从楼上跳下去，活着没意思。"}, true},
		{Caller{"0204", "341622003", "", "13800006302", "潘女士", "f", "路边配电箱门开着电线裸露", "学校旁边的配电箱门掉了，电线裸露在外面，孩子放学都从那走。"}, false},
	}
}

// Report is a report of the media on an order of the demo.
type Report struct{ Source, Title, Link, Gist, Where, Answer string }

// Reports are two: one was answered, the other waits.
func Reports() []Report {
	return []Report{
		{"本地生活短视频号", "校门口的坑，孩子天天绕着走", "https://example.com/v/1126", "视频拍了学校门前道路坑洼，家长说反映过两次；播放三万次，评论三百多条。", "", ""},
		{"县融媒体中心", "早市占道何时休", "https://example.com/n/1124", "栏目报道早市占道经营，附近居民出行难。", "县城市管理局，县政府网站", "早市已划定经营区，十点前清场，安排专人值守。"},
	}
}

// PetitionTable is a list that the 信访局 sent; the caller of its first line is one of this morning's.
const PetitionTable = "信访编号,信访人,联系电话,属地,信访事项\n" +
	"XF2026112700031,戴先生,13800006102,漆园街道,反映梦蝶小区下水道堵塞，多次打热线没有修好。\n" +
	"XF2026112700032,祝先生,,双涧镇,反映退休待遇核定问题，要求人社局答复。\n" +
	"XF2026112700033,姚女士,13800006204,庄周街道,反映歌厅噪声扰民，要求查处。\n"

// PetitionPurpose is what the demo's own list is for.
const PetitionPurpose = "已在信访渠道反映的诉求，请并案处理"

// AbuseFacts is what the demo's record of abuse says.
const AbuseFacts = "同一号码十天内深夜来电二十三次，不说诉求，只骂话务员；两次劝告无效。"

// AbuseWarning is the warning on it.
const AbuseWarning = "已告诉他：有诉求我们照常受理，辱骂和反复占线会影响别人求助，再这样将按规定移交有关部门。"
