package parts

// token is a colour of the style sheet as the catalogue shows it.
type token struct {
	Name  string // of the custom property: blue-9
	Title string
	Hex   string // as the style sheet sets it
	Use   string // what it is for; a number is the contrast to white
}

// tokens are the colours that pages are drawn with; the style sheet is where they are changed for another county.
var tokens = []token{
	{"blue-9", "墨蓝 9", "#0c2342", "15.7 顶栏"}, {"blue-7", "墨蓝 7", "#174a86", "8.9"}, {"blue-6", "墨蓝 6", "#1d5ca8", "6.7 主操作"}, {"blue-3", "墨蓝 3", "#a9c7ea", "图形"},
	{"blue-1", "墨蓝 1", "#eaf2fb", "选中底"}, {"red-7", "朱砂 7", "#a61c1c", "7.5"}, {"red-1", "朱砂 1", "#fdf2f0", "批示底"}, {"ink", "墨", "#16202e", "16.4 正文"},
	{"ink-2", "墨 2", "#414d5e", "8.6 次要"}, {"ink-3", "墨 3", "#5d6978", "5.6 说明"}, {"line-3", "线 3", "#808a97", "3.5 输入框"}, {"line", "线", "#e1e6ec", "分隔"},
	{"bg", "底", "#f2f4f7", "页面"}, {"p", "督办紫", "#6236a0", "8.2"},
}
