package bulletin

import "fmt"

// sections are the usual sentences (domain.md §5.2). The office changes words and order, never figures.
func (c *compiler) sections() {
	p := c.in.Period
	w := p.Kind.short()
	add := func(id, title string, sentences ...string) {
		if sentences == nil {
			sentences = []string{}
		}
		c.d.Sections = append(c.d.Sections, Section{ID: id, Title: title, Sentences: sentences})
	}
	add("overview", "总体情况",
		fmt.Sprintf("%s（%s）共受理群众诉求【受理量】件，日均【日均受理】件，环比【受理环比】，同比【受理同比】。", w, p.Range()),
		"其中直接办理【直接办理】件，电话转办【电话转办】件，网络转办【网络转办】件，书面批办【书面批办】件，不予受理【不予受理】件，并单【并单】件，其他处置【其他处置】件，尚未处置【尚未处置】件；直办率【直办率】。",
		"应办结【应办结】件，按期办结【按期办结】件，按期办结率【按期办结率】；逾期办结【逾期办结】件，逾期未办结【逾期未办结】件。按期提交、正在审核签批的【按期提交待审】件，在办未到期的【在办未到期】件。",
		"有效回访【有效回访】件，满意率【满意率】，解决率【解决率】。")
	add("intake", "受理分析", c.leading()...)
	add("handling", "办理情况",
		"交办工单【交办量】件，及时签收率【及时签收率】，及时联系率【及时联系率】，退回率【退回率】，延期率【延期率】。",
		"办结【办结量】件，平均办理时长【平均办理时长】，提前办结率【提前办结率】，一次办结率【一次办结率】，重办率【重办率】，回访率【回访率】。")
	add("key", "重点交办和督办事项", "发出督办单【督办单】份，督办按期反馈率【督办按期反馈率】。")
	add("problems", "存在问题",
		"逾期办结的单位：【逾期办结单位】。",
		"逾期未办结的单位：【逾期未办结单位】；累计逾期未办结【累计逾期未办结】件。",
		"未在时限内签收的单位：【未及时签收单位】。",
		"未在1个工作日内联系诉求人的单位：【未及时联系单位】。",
		"答复因质量被退回的单位：【质量退回单位】。",
		"满意率低于85%的单位（有效回访不少于5件）：【满意率较低单位】。")
	var hot []string
	for i := range c.top(topHot) {
		n := fmt.Sprint(i + 1)
		hot = append(hot, "“【热点"+n+"】”【热点"+n+"件数】件，环比【热点"+n+"环比】；主要地点：【热点"+n+"地点】。")
	}
	add("hot", "热点与苗头", append(hot, "集中反映（5人次以上）：【集中反映】。")...)
	add("cases", "典型案例")
	add("demands", "工作要求")
}

// leading says which categories come first.
func (c *compiler) leading() []string {
	top := c.top(topHot)
	if len(top) == 0 {
		return nil
	}
	s := "从类别看，居前的是"
	for i := range top {
		if i > 0 {
			s += "、"
		}
		n := fmt.Sprint(i + 1)
		s += "“【热点" + n + "】”【热点" + n + "件数】件（占【热点" + n + "占比】）"
	}
	return []string{s + "。"}
}
