package sample

import "huiyin/internal/order"

// cityStories are orders of the city's platform whose answers wait to be typed in there (待回填); one is longer than its field takes.
func cityStories() []Story {
	return []Story{
		{ID: "feedback-shuiguan", Channel: "C1", OuterNo: "BZ-YS-0033", OuterDue: 9, Type: order.Complaint, Category: "1502", Town: chengguan, Title: "老旧小区水压长期不足", Name: "皮女士", Sex: "f", Phone: "13800007021",
			Words: "五楼以上晚上六点到九点基本没水，热水器打不着，物业说是管网老了，推了半年没人管。", Ask: "解决水压不足", DaysAgo: 9, Clock: "09:20", Fate: FateToFeedback, Unit: "swgs", Days: 6,
			Requirements: "请实测水压，明确改造责任和时间，答复诉求人。",
			Reply: Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "实测高峰压力偏低，立管锈蚀。", Measures: "更换立管，新增加压设备，调整供水时段。", Opinion: "诉求人试水后认可。", Basis: "《城市供水条例》",
				Public: longCityReply}},
		{ID: "feedback-gongjiao", Channel: "C1", OuterNo: "BZ-YS-0034", OuterDue: 7, Type: order.Suggest, Category: "0303", Town: kaifaqu, Title: "建议增加开发区早班公交", Name: "危先生", Sex: "m", Phone: "13800007022",
			Words: "六点半上班，头班车六点四十才来，厂里好几百人都坐不上。", Ask: "头班车提前", DaysAgo: 7, Clock: "10:12", Fate: FateToFeedback, Unit: "jtj", Days: 5, Requirements: "请核查客流，研究调整首班时间并答复。",
			Reply: Reply{Finding: "yes", Solved: order.SolvedYes, Investigation: "早高峰客流集中在六点前后。", Measures: "首班提前到五点五十，增发区间车两班。", Opinion: "诉求人表示感谢。", Basis: "《城市公共汽车和电车客运管理规定》",
				Public: "经核查，开发区方向早班客流集中在六点前后，原首班时间偏晚。我局已协调公交公司把首班提前到五点五十分，并在早高峰增发两班区间车，站牌和手机应用同步更新。感谢您的建议。"}},
	}
}

const longCityReply = "经县水务公司现场核查，您反映的情况属实。核查人员连续三天在早、中、晚三个时段对小区六栋楼的入户压力进行了实测，晚间六点到九点五楼以上用户的压力明显低于正常值，其他时段基本正常。" +
	"造成这一情况的原因有三个方面：一是小区建成已有二十多年，楼内镀锌立管锈蚀严重，过水断面减少近一半；二是小区进水总管口径偏小，近年周边新增用户较多，高峰时段供水能力不足；三是小区原有的屋顶水箱因水质原因已经停用，没有补上加压设施。" +
	"针对以上问题，我公司采取了以下措施：第一，组织施工单位用四天时间更换了六栋楼的全部楼内立管，改用不锈钢管材，并逐户检查了入户阀门；第二，在小区东门增设一套无负压加压设备，已经通电运行，由供水单位负责日常维护；第三，把小区进水总管接入新建成的第二条供水干管，实现双路供水；第四，调整片区晚间供水调度，高峰时段压力提高零点零五兆帕。" +
	"措施落实后，我公司再次对各楼顶层用户进行了实测，晚间高峰时段压力达到规定标准，热水器可以正常使用。下一步，县里将把该小区列入明年老旧小区改造计划，同步实施一户一表和庭院管网改造，并请社区每季度收集一次居民意见。今后如再出现水压不足，请直接拨打供水服务电话，维修人员一小时内到场。感谢您对我们工作的监督。"
