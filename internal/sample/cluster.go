package sample

// Caller is one call of the demo about what others call about, too.
type Caller struct{ Category, Town, Place, Phone, Name, Sex, Title, Words string }

// Callers are the calls of this morning: at one quarter five people have called about the drains, at another four about noise, so that the next one about it is shown
// what it makes while it is taken (Art. 21(6)).
func Callers() []Caller {
	drains := func(place, phone, name, sex, title, words string) Caller {
		return Caller{"0204", "341622001", place, phone, name, sex, title, words}
	}
	noise := func(place, phone, name, sex, title, words string) Caller {
		return Caller{"0703", "341622002", place, phone, name, sex, title, words}
	}
	return []Caller{
		drains("梦蝶小区3号楼", "13800006101", "邵女士", "f", "3号楼前污水外溢", "小区3号楼前的下水道从昨晚开始往外冒污水，一楼住户门口全是水。"),
		noise("南湖家园2号楼", "13800006201", "袁先生", "m", "楼下歌厅深夜音响扰民", "南湖家园楼下的歌厅每天唱到凌晨一点，音响震得窗户响，没法睡觉。"),
		drains("梦蝶小区", "13800006102", "戴先生", "m", "小区下水道堵塞", "小区主路的下水道堵了，污水漫过路面，老人孩子走不过去。"),
		noise("南湖家园", "13800006202", "贺女士", "f", "歌厅噪声影响孩子学习", "孩子上初三，楼下歌厅晚上太吵，作业都写不下去，希望管一管。"),
		drains("梦蝶小区东门", "13800006103", "段女士", "f", "东门污水漫路", "梦蝶小区东门口积了一大片污水，气味难闻，电动车过去溅一身。"),
		drains("梦蝶小区5号楼", "13800006104", "魏先生", "m", "地下室进污水", "5号楼地下室进了污水，已经没过脚面，电线都在里面，很危险。"),
		noise("南湖家园7号楼", "13800006203", "秦先生", "m", "歌厅半夜不关门", "歌厅过了十二点还不关门，客人在楼下大声喧哗，报过警也没有用。"),
		drains("梦蝶小区1号楼", "13800006105", "孔女士", "f", "污水外溢无人处理", "小区污水冒了一天，物业说不归他们管，想问问到底谁来疏通。"),
		noise("南湖家园", "13800006204", "姚女士", "f", "要求查处歌厅噪声", "家里有八十岁的老人，被楼下歌厅吵得心脏不舒服，要求查处。"),
	}
}
